//! What becomes of each character.

use super::super::table::{Shape, Table};
use super::{DIGIT, Glyph, SEPARATED, UNITS_MAX, UPPER};

/// From here on a boundary is a symbol or an emoji, before it punctuation.
const FIRST_SYMBOL: char = '\u{20A0}';
/// The shortest name of an emoji that is written out, in bytes.
const SHORTCODE_MIN: usize = 3;

/// Reads a text character by character.
pub(super) struct Folder {
    pub(super) glyphs: Vec<Glyph>,
    /// The next glyph stands after a separator, or first.
    pending: bool,
    pub(super) hidden: bool,
    pub(super) badged: bool,
    reversed_from: Option<usize>,
}

impl Folder {
    /// Everything that was read. `None` where the name is longer than [`UNITS_MAX`].
    pub(super) fn fold(text: &str, table: &Table) -> Option<Self> {
        let glyphs = Vec::with_capacity(text.len().min(UNITS_MAX + 1));
        let mut folder = Self { glyphs, pending: true, hidden: false, badged: false, reversed_from: None };
        let mut characters = text.chars();
        let mut before = None;
        while let Some(character) = characters.next() {
            let after = characters.as_str();
            if character == ':'
                && let Some(after) = after_shortcode(after)
            {
                (folder.pending, folder.badged) = (true, true);
                characters = after.chars();
                before = None;
                continue;
            }
            folder.push(character, before, after, table);
            before = Some(character);
            if folder.glyphs.len() > UNITS_MAX {
                return None;
            }
        }
        folder.end_reversal();
        Some(folder)
    }

    fn push(&mut self, character: char, before: Option<char>, after: &str, table: &Table) {
        if character.is_ascii() {
            return self.push_ascii(character, before, after);
        }
        match table.shape(character) {
            Shape::Letter => self.glyph(unit_of(character), character, 0),
            Shape::Boundary => {
                self.badged |= character >= FIRST_SYMBOL;
                self.pending = true;
            }
            Shape::Text(text) => self.ascii_glyphs(text, character),
            Shape::Ignored => {
                self.hidden |= character != '’';
                match character {
                    // RIGHT-TO-LEFT OVERRIDE shows what follows from its end.
                    '\u{202E}' => self.reversed_from = Some(self.glyphs.len()),
                    '\u{202C}' | '\u{202D}' | '\u{2069}' => self.end_reversal(),
                    _ => {}
                }
            }
        }
    }

    fn push_ascii(&mut self, character: char, before: Option<char>, after: &str) {
        // Together: which of them comes next in a name, nothing foretells.
        if character.is_ascii_alphanumeric() {
            let flags = if character.is_ascii_uppercase() { UPPER } else { 0 };
            let lower = character.to_ascii_lowercase();
            return self.glyph(lower as u16, lower, if character.is_ascii_digit() { DIGIT } else { flags });
        }
        let inside = || before.is_some_and(in_word) && after.chars().next().is_some_and(in_word);
        match character {
            '@' if inside() => self.ascii_glyphs("a", character),
            '$' if inside() => self.ascii_glyphs("s", character),
            '!' if inside() => self.ascii_glyphs("i", character),
            '\'' | '`' => {}
            '&' => {
                self.pending = true;
                self.ascii_glyphs("and", character);
                self.pending = true;
            }
            _ => self.pending = true,
        }
    }

    fn ascii_glyphs(&mut self, looks_like: &str, raw: char) {
        for byte in looks_like.bytes() {
            self.glyph(u16::from(byte), raw, 0);
        }
    }

    fn glyph(&mut self, plain: u16, raw: char, flags: u8) {
        let separated = if core::mem::take(&mut self.pending) { SEPARATED } else { 0 };
        self.glyphs.push(Glyph { plain, raw, flags: flags | separated });
    }

    fn end_reversal(&mut self) {
        let Some(from) = self.reversed_from.take() else { return };
        let Some(run) = self.glyphs.get_mut(from..) else { return };
        run.reverse();
        // A separator that stood before a glyph now stands after it.
        let mut flag = SEPARATED;
        for glyph in run {
            let moved = glyph.flags & SEPARATED;
            glyph.flags = glyph.flags & !SEPARATED | flag;
            flag = moved;
        }
        self.pending = true;
    }
}

/// What follows an emoji that is written out, after its first colon: `:verified:`.
fn after_shortcode(text: &str) -> Option<&str> {
    let (code, after) = text.split_once(':')?;
    let is_code = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let spelled = code.bytes().all(is_code) && code.bytes().any(|byte| byte.is_ascii_lowercase());
    (spelled && code.len() >= SHORTCODE_MIN).then_some(after)
}

fn in_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '@' | '$' | '!')
}

/// Letters beyond the first plane share the private use area: comparing them exactly is worth no wider unit.
fn unit_of(character: char) -> u16 {
    let code_point = u32::from(character);
    u16::try_from(code_point).unwrap_or(0xE000 + (code_point % 0x1900) as u16)
}
