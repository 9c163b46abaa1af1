//! Where words begin.

use super::{DIGIT, Glyph, NUMBER, SEPARATED, STARTS, UPPER};

/// Marks where tokens begin, and gives their ranges: after separators, at camel case (`massDOT|Help`) and where numbers
/// begin or end.
pub(super) fn mark(glyphs: &mut [Glyph]) -> Vec<(usize, usize)> {
    let mut tokens: Vec<(usize, usize)> = Vec::new();
    let flags = |glyphs: &[Glyph], index: usize| glyphs.get(index).map(|glyph| glyph.flags);
    let lower = |flags: Option<u8>| flags.is_some_and(|flags| flags & (UPPER | DIGIT) == 0);
    let has = |flags: Option<u8>, flag: u8| flags.is_some_and(|flags| flags & flag != 0);
    let mut before = None;
    for index in 0..glyphs.len() {
        let (here, after) = (flags(glyphs, index), flags(glyphs, index + 1));
        let hump = has(here, UPPER) && (lower(before) || has(before, UPPER) && lower(after));
        let number = has(here, DIGIT) != has(before, DIGIT) && (has(here, NUMBER) || has(before, NUMBER));
        if hump || number || has(here, SEPARATED) {
            if let Some(glyph) = glyphs.get_mut(index) {
                glyph.flags |= STARTS;
            }
            if let Some(last) = tokens.last_mut() {
                last.1 = index;
            }
            tokens.push((index, glyphs.len()));
        }
        before = here;
    }
    tokens
}
