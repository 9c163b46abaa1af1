//! What characters look like: the committed table, decoded once for an engine.
//!
//! `core/foldtable` writes the table and describes its form.

use super::bits::Bits;

const COMMITTED: &[u8] = include_bytes!("confusables.bin");
/// Where the table begins: below it the fold knows ASCII by itself.
const FIRST_CODE_POINT: u32 = 0x80;

/// From this text on 32 are told by five bits: the letters.
const FIRST_SHORT_TEXT: u32 = 4;

/// What the fold makes of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape<'a> {
    /// A letter of its own.
    Letter,
    /// Invisible, or a mark on the letter before it.
    Ignored,
    /// Space, punctuation, emoji or another symbol.
    Boundary,
    /// Looks like these ASCII letters or this digit.
    Text(&'a str),
}

#[derive(Clone, Copy, Debug)]
struct Run {
    first: u32,
    length: u32,
    kind: u8,
    text: u8,
}

/// The decoded table.
#[derive(Debug)]
pub(super) struct Table {
    /// Of the Unicode data behind the table.
    pub(super) unicode_version: (u8, u8, u8),
    texts: Vec<&'static str>,
    runs: Vec<Run>,
}

impl Table {
    pub(super) fn decode() -> Self {
        let mut rest = Reader(COMMITTED);
        let unicode_version = (rest.byte(), rest.byte(), rest.byte());
        let count = rest.byte();
        let texts = (0..count).map(|_| rest.text()).collect();
        let count = u32::from(rest.byte()) | u32::from(rest.byte()) << 8;
        let mut bits = Bits::of(rest.0);
        let mut next = FIRST_CODE_POINT;
        let run = |_| {
            let kind = bits.ones();
            let first = next.saturating_add(bits.gamma());
            let length = 1 + bits.gamma();
            let text = match (kind, bits.low(u32::from(kind % 3 == 0))) {
                (1 | 2, _) => 0,
                (_, 0) => FIRST_SHORT_TEXT + bits.low(5),
                _ => bits.low(8),
            };
            next = first.saturating_add(length);
            Run { first, length, kind: kind as u8, text: text as u8 }
        };
        let runs = (0..count).map(run).collect();
        Self { unicode_version, texts, runs }
    }

    /// The shape of a character that is not ASCII.
    pub(super) fn shape(&self, character: char) -> Shape<'_> {
        let code_point = u32::from(character);
        let after = self.runs.partition_point(|run| run.first <= code_point);
        let Some(run) = after.checked_sub(1).and_then(|index| self.runs.get(index)) else { return Shape::Letter };
        let offset = code_point - run.first;
        if offset >= run.length {
            return Shape::Letter;
        }
        let number = match run.kind {
            0 => u32::from(run.text),
            1 => return Shape::Boundary,
            2 => return Shape::Ignored,
            _ => u32::from(run.text) + offset,
        };
        self.texts.get(number as usize).map_or(Shape::Letter, |text| Shape::Text(text))
    }
}

/// Reads zeroes past the end: the table is ours, and a test holds it against its source.
struct Reader(&'static [u8]);

impl Reader {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    fn text(&mut self) -> &'static str {
        let length = usize::from(self.byte()).min(self.0.len());
        let (text, rest) = self.0.split_at(length);
        self.0 = rest;
        core::str::from_utf8(text).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_known() {
        let table = Table::decode();
        assert!(table.unicode_version >= (17, 0, 0), "{:?}", table.unicode_version);
        for (character, shape) in [
            ('а', Shape::Text("a")),
            ('т', Shape::Text("t")),
            ('м', Shape::Text("m")),
            ('к', Shape::Text("k")),
            ('\u{1D400}', Shape::Text("a")),
            ('\u{1D419}', Shape::Text("z")),
            ('Ｍ', Shape::Text("m")),
            ('é', Shape::Text("e")),
            ('ß', Shape::Text("b")),
            ('\u{200B}', Shape::Ignored),
            ('\u{AD}', Shape::Ignored),
            ('\u{202E}', Shape::Ignored),
            ('\u{301}', Shape::Ignored),
            ('\u{FE0F}', Shape::Ignored),
            ('’', Shape::Ignored),
            ('✔', Shape::Boundary),
            ('✅', Shape::Boundary),
            ('™', Shape::Boundary),
            ('\u{A0}', Shape::Boundary),
            ('–', Shape::Boundary),
            ('州', Shape::Letter),
        ] {
            assert_eq!(table.shape(character), shape, "{character:?}");
        }
    }
}
