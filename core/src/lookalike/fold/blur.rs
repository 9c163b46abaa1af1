//! Coarser forms of a name.

use super::super::index::push;

const A: u16 = b'a' as u16;
const B: u16 = b'b' as u16;
const C: u16 = b'c' as u16;
const D: u16 = b'd' as u16;
const E: u16 = b'e' as u16;
const H: u16 = b'h' as u16;
const K: u16 = b'k' as u16;
const L: u16 = b'l' as u16;
const M: u16 = b'm' as u16;
const N: u16 = b'n' as u16;
const O: u16 = b'o' as u16;
const R: u16 = b'r' as u16;
const U: u16 = b'u' as u16;
const V: u16 = b'v' as u16;
const W: u16 = b'w' as u16;
const Y: u16 = b'y' as u16;

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
    // Of most names no two letters merge, and then none has to wait for the next: a fraction of the time.
    let merges = units.iter().zip(units.iter().skip(1)).fold(0, |any, (unit, next)| {
        any | MERGING.get(letter(*unit)).copied().unwrap_or(0).unbounded_shr(letter(*next) as u32)
    });
    if merges & 1 == 0 {
        return units.iter().fold(0, |hash, unit| push(hash, blurred_unit(*unit)));
    }
    blurred(units).fold(0, push)
}

/// For each letter from a to z, a bit for each that may merge with it where it follows.
const MERGING: [u32; 26] =
    [0, ON_L, ON_L, ON_L, 0, 0, 0, 0, 0, 0, 0, ON_BCDEH, ON_NMR, ON_NMR, 0, 0, 0, ON_NMR, 0, 0, 0, ON_V, 0, 0, 0, 0];
const ON_L: u32 = 1 << letter(L);
const ON_V: u32 = 1 << letter(V);
const ON_NMR: u32 = 1 << letter(N) | 1 << letter(M) | 1 << letter(R);
const ON_BCDEH: u32 = 1 << letter(B) | 1 << letter(C) | 1 << letter(D) | 1 << letter(E) | 1 << letter(H);

/// The place of a letter in the alphabet; others have places past it.
const fn letter(unit: u16) -> usize {
    unit.wrapping_sub(A) as usize
}

/// Of the letters from a to z: m and r look like n, d like b, e like c, v like u, q like g.
const BLURRED: &[u8; 26] = b"abcbcfghijklnnopgnstuuwxyz";

fn blurred_unit(unit: u16) -> u16 {
    BLURRED.get(letter(unit)).map_or(unit, |byte| u16::from(*byte))
}

/// The hash of a name in which one vowel stands for all. An i is an l by now.
pub(in crate::lookalike) fn vowels(units: &[u16]) -> u64 {
    units.iter().fold(0, |hash, unit| push(hash, if is_vowel(*unit) { u16::from(b'a') } else { *unit }))
}

pub(in crate::lookalike) const fn is_vowel(unit: u16) -> bool {
    const VOWELS: u32 =
        1 << letter(A) | 1 << letter(E) | 1 << letter(L) | 1 << letter(O) | 1 << letter(U) | 1 << letter(Y);
    VOWELS.unbounded_shr(letter(unit) as u32) & 1 != 0
}
