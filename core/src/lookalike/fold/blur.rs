//! Coarser forms of a name.

use super::super::index::push;

const B: u16 = b'b' as u16;
const C: u16 = b'c' as u16;
const D: u16 = b'd' as u16;
const E: u16 = b'e' as u16;
const H: u16 = b'h' as u16;
const K: u16 = b'k' as u16;
const L: u16 = b'l' as u16;
const M: u16 = b'm' as u16;
const N: u16 = b'n' as u16;
const R: u16 = b'r' as u16;
const V: u16 = b'v' as u16;
const W: u16 = b'w' as u16;

/// The pairs that read as one letter. No letter of the third column begins one.
const PAIRS: [(u16, u16, u16); 3] = [(R, N, M), (V, V, W), (C, L, D)];

/// With the pairs merged that read as one letter: rn, vv, cl.
pub(super) fn merge_pairs(units: &[u16]) -> impl Iterator<Item = u16> + '_ {
    let mut rest = units;
    core::iter::from_fn(move || {
        let [unit, others @ ..] = rest else { return None };
        rest = others;
        // Most letters begin no pair.
        if matches!(*unit, R | V | C)
            && let [next, others @ ..] = rest
            && let Some(pair) = PAIRS.iter().find(|pair| (pair.0, pair.1) == (*unit, *next))
        {
            rest = others;
            return Some(pair.2);
        }
        Some(*unit)
    })
}

/// Coarser than [`merge_pairs`]: the letters that are told apart only at a second look.
pub(in crate::lookalike) fn blurred(units: &[u16]) -> impl Iterator<Item = u16> + '_ {
    let mut rest = merge_pairs(units);
    let mut pending = rest.next().map(blurred_unit);
    core::iter::from_fn(move || {
        let mut last = pending?;
        for unit in rest.by_ref() {
            // `n` stands for m, n and r here, so nn and rr, the two humps of an m, are one n.
            last = match (last, unit) {
                (N, N | R | M) => N,
                (L, B | D) | (B, L) => B,
                (L, H) => H,
                (L, C | E) => K,
                _ => {
                    pending = Some(blurred_unit(unit));
                    return Some(last);
                }
            };
        }
        pending = None;
        Some(last)
    })
}

/// Of the units of [`blurred`].
pub(in crate::lookalike) fn blurred_hash(units: &[u16]) -> u64 {
    blurred(units).fold(0, push)
}

/// Of the letters from a to z: m and r look like n, d like b, e like c, v like u, q like g.
const BLURRED: &[u8; 26] = b"abcbcfghijklnnopgnstuuwxyz";

fn blurred_unit(unit: u16) -> u16 {
    BLURRED.get(usize::from(unit.wrapping_sub(u16::from(b'a')))).map_or(unit, |byte| u16::from(*byte))
}

/// The hash of a name in which one vowel stands for all. An i is an l by now.
pub(in crate::lookalike) fn vowels(units: &[u16]) -> u64 {
    units.iter().fold(0, |hash, unit| push(hash, if is_vowel(*unit) { u16::from(b'a') } else { *unit }))
}

pub(in crate::lookalike) fn is_vowel(unit: u16) -> bool {
    u8::try_from(unit).is_ok_and(|byte| matches!(byte, b'a' | b'e' | b'l' | b'o' | b'u' | b'y'))
}
