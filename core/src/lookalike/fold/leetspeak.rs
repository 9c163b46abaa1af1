//! Which digits are read as letters.

use super::{DIGIT, Glyph, NUMBER, SEPARATED};

/// The unit of each glyph: digits and i are read as the letters they stand for, save numbers that stand apart, which
/// are marked: `30` is not `eo`.
pub(super) fn read(glyphs: &mut [Glyph]) -> Vec<u16> {
    let mut units = Vec::with_capacity(glyphs.len());
    let mut start = 0;
    while let Some(glyph) = glyphs.get(start) {
        if glyph.flags & DIGIT == 0 {
            units.push(letter_for(glyph.plain));
            start += 1;
            continue;
        }
        let run = glyphs.get(start..).unwrap_or_default();
        let length = run.iter().take_while(|glyph| glyph.flags & DIGIT != 0).count();
        let separated = |index: usize| glyphs.get(index).is_none_or(|glyph| glyph.flags & SEPARATED != 0);
        let (before, after) = (separated(start), separated(start + length));
        let number = if length == 1 { before && after } else { length > 1 && (before || after) };
        for glyph in glyphs.iter_mut().skip(start).take(length) {
            if number {
                glyph.flags |= NUMBER;
            }
            units.push(if number { glyph.plain } else { letter_for(glyph.plain) });
        }
        start += length;
    }
    units
}

/// Letters are not decided one by one: what comes next in a name, nothing foretells.
pub(in crate::lookalike) const fn letter_for(unit: u16) -> u16 {
    const I: u16 = b'i' as u16;
    let letter = match unit {
        I => b'l',
        0x30..=0x39 => match unit as u8 {
            b'0' => b'o',
            b'1' => b'l',
            b'2' => b'z',
            b'3' => b'e',
            b'4' => b'a',
            b'5' => b's',
            b'7' => b't',
            b'8' => b'b',
            _ => b'g',
        },
        _ => return unit,
    };
    letter as u16
}
