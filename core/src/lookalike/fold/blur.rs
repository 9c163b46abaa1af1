//! Coarser forms of a name.

use super::super::index::push;

/// The pairs that read as one letter: rn, vv, cl.
pub(super) fn merge_pairs(units: &[u16]) -> Vec<u16> {
    let mut merged: Vec<u16> = Vec::with_capacity(units.len());
    for &unit in units {
        let pair = merged.last().and_then(|last| Some((u8::try_from(*last).ok()?, u8::try_from(unit).ok()?)));
        let one = match pair {
            Some((b'r', b'n')) => b'm',
            Some((b'v', b'v')) => b'w',
            Some((b'c', b'l')) => b'd',
            _ => {
                merged.push(unit);
                continue;
            }
        };
        merged.pop();
        merged.push(u16::from(one));
    }
    merged
}

/// Coarser than [`merge_pairs`]: the letters that are told apart only at a second look.
pub(in crate::lookalike) fn blur(units: &[u16]) -> Vec<u16> {
    let mut blurred: Vec<u16> = Vec::with_capacity(units.len());
    for unit in merge_pairs(units) {
        let pair = blurred.last().and_then(|last| Some((u8::try_from(*last).ok()?, u8::try_from(unit).ok()?)));
        // `n` stands for m, n and r here, so nn and rr, the two humps of an m, are one n.
        let one = match pair {
            Some((b'n', b'n' | b'r' | b'm')) => Some(b'n'),
            Some((b'l', b'b' | b'd')) => Some(b'b'),
            Some((b'b', b'l')) => Some(b'b'),
            Some((b'l', b'h')) => Some(b'h'),
            Some((b'l', b'c' | b'e')) => Some(b'k'),
            _ => None,
        };
        if one.is_some() {
            blurred.pop();
        }
        blurred.push(one.map_or_else(|| blurred_unit(unit), u16::from));
    }
    blurred
}

fn blurred_unit(unit: u16) -> u16 {
    let Ok(byte) = u8::try_from(unit) else { return unit };
    u16::from(match byte {
        b'm' | b'r' => b'n',
        b'd' => b'b',
        b'e' => b'c',
        b'v' => b'u',
        b'q' => b'g',
        other => other,
    })
}

/// The hash of a name in which one vowel stands for all. An i is an l by now.
pub(in crate::lookalike) fn vowels(units: &[u16]) -> u64 {
    units.iter().fold(0, |hash, unit| push(hash, if is_vowel(*unit) { u16::from(b'a') } else { *unit }))
}

pub(in crate::lookalike) fn is_vowel(unit: u16) -> bool {
    u8::try_from(unit).is_ok_and(|byte| matches!(byte, b'a' | b'e' | b'l' | b'o' | b'u' | b'y'))
}
