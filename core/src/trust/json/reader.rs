//! Reads JSON: by descent, in one pass, to the letter of RFC 8259, and without what two readers could read differently.

use core::cell::Cell;

use super::{DEPTH_MAX, Document, INTEGER_MAX, JsonError, Kind, Node, Numbers, trace};
use crate::sort::order;

/// What is read at the end: no JSON has this byte, not even inside a text.
const END: u8 = 0;

/// A text as it is written between its quotes, which was found to be one.
pub(super) fn without_escapes(written: &str) -> String {
    let mut text = String::with_capacity(written.len());
    let document = Document { text: written, nodes: Vec::new() };
    let mut reader = Reader::new(document, Numbers::Any);
    while reader.at < written.len() {
        let start = reader.at;
        reader.skip_plain();
        text.push_str(written.get(start..reader.at).unwrap_or_default());
        reader.at += 1;
        if let Some(character) = (reader.at < written.len()).then(|| reader.escaped().ok()).flatten() {
            text.push(character);
        }
    }
    text
}

type Read<T> = Result<T, &'static str>;

pub(super) struct Reader<'a> {
    document: Document<'a>,
    at: usize,
    numbers: Numbers,
}

impl<'a> Reader<'a> {
    /// Reads into a document that has its text, and no node yet.
    pub(super) const fn new(document: Document<'a>, numbers: Numbers) -> Self {
        Self { document, at: 0, numbers }
    }

    /// The document with all its nodes.
    pub(super) fn whole(mut self) -> Result<Document<'a>, JsonError> {
        match self.value_and_end() {
            Ok(()) => Ok(self.document),
            Err(what) => Err(JsonError { what, at: self.at }),
        }
    }

    fn value_and_end(&mut self) -> Read<()> {
        self.value(DEPTH_MAX)?;
        self.skip_space();
        if self.at == self.document.text.len() { Ok(()) } else { Err("something after the end") }
    }

    #[inline(always)]
    fn peek(&self) -> u8 {
        self.document.text.as_bytes().get(self.at).copied().unwrap_or(END)
    }

    #[inline(always)]
    fn next(&mut self) -> u8 {
        let byte = self.peek();
        self.at += 1;
        byte
    }

    fn next_is(&mut self, expected: u8) -> bool {
        let is = self.peek() == expected;
        self.at += usize::from(is);
        is
    }

    /// What follows the white space here.
    #[inline(always)]
    fn skip_space(&mut self) -> u8 {
        loop {
            match self.peek() {
                byte @ b'!'.. => return byte,
                b' ' | b'\n' | b'\r' | b'\t' => self.at += 1,
                byte => return byte,
            }
        }
    }

    /// A value inside which so many levels may follow.
    fn value(&mut self, levels: u32) -> Read<()> {
        let first = self.skip_space();
        if first == b'"' {
            return self.text().map(drop);
        }
        let (node, start, mut names) = (self.node(Kind::Null, self.at, self.at), self.at, 0);
        let kind = match first {
            b'{' => {
                names = self.object(levels)?;
                Kind::Object
            }
            b'[' => self.array(levels)?,
            b'-' | b'0'..=b'9' => self.number()?,
            b't' => self.word("true", Kind::True)?,
            b'f' => self.word("false", Kind::False)?,
            b'n' => self.word("null", Kind::Null)?,
            _ => return Err("no JSON value"),
        };
        let (end, next) = (self.at, self.document.nodes.len());
        if let Some(node) = self.document.nodes.get_mut(node) {
            *node = Node { kind, taken: Cell::new(false), start, end, next, names };
        }
        Ok(())
    }

    #[inline(always)]
    fn node(&mut self, kind: Kind, start: usize, end: usize) -> usize {
        let at = self.document.nodes.len();
        self.document.nodes.push(Node { kind, taken: Cell::new(false), start, end, next: at + 1, names: 0 });
        at
    }

    /// The trace of its names.
    fn object(&mut self, levels: u32) -> Read<u32> {
        let levels = self.deeper(levels)?;
        let first = self.document.nodes.len();
        let (mut names, mut count, mut perhaps_twice) = (0, 0, false);
        if !self.closes_at_once(b'}') {
            loop {
                self.skip_space();
                let name = self.text()?;
                if self.skip_space() != b':' {
                    return Err("a member without a value");
                }
                self.at += 1;
                let trace = self.document.nodes.get(name).map_or(0, |name| self.trace(name));
                perhaps_twice |= names & trace != 0;
                names |= trace;
                count += 1;
                self.value(levels)?;
                if self.closes(b'}')? {
                    break;
                }
            }
        }
        if perhaps_twice && self.has_twice(first, count) {
            return Err("a member that stands twice in the object before");
        }
        Ok(names)
    }

    fn trace(&self, name: &Node) -> u32 {
        match name.kind {
            Kind::Escaped => trace(self.document.name(name).as_bytes()),
            _ => trace(self.document.bytes(name)),
        }
    }

    /// Whether two of the members from `first` on have one name.
    fn has_twice(&self, first: usize, count: usize) -> bool {
        let mut names = Vec::with_capacity(count);
        let mut at = first;
        for _ in 0..count {
            names.push(self.document.text(at).unwrap_or_default());
            at = self.document.next(at + 1);
        }
        let name = |at: u32| names.get(at as usize);
        // By sorting: whoever chose the names, the time is bounded.
        let order = order(count, &|one, other| name(one) < name(other));
        order.windows(2).any(|pair| matches!(pair, [one, other] if name(*one) == name(*other)))
    }

    fn array(&mut self, levels: u32) -> Read<Kind> {
        let levels = self.deeper(levels)?;
        if !self.closes_at_once(b']') {
            loop {
                self.value(levels)?;
                if self.closes(b']')? {
                    break;
                }
            }
        }
        Ok(Kind::Array)
    }

    /// Steps inside an object or array.
    fn deeper(&mut self, levels: u32) -> Read<u32> {
        self.at += 1;
        levels.checked_sub(1).ok_or("nested too deeply")
    }

    fn closes_at_once(&mut self, close: u8) -> bool {
        self.skip_space();
        self.next_is(close)
    }

    /// After an item: whether it was the last one.
    #[inline(always)]
    fn closes(&mut self, close: u8) -> Read<bool> {
        let byte = self.skip_space();
        if byte != b',' && byte != close {
            return Err("an object or array without end");
        }
        self.at += 1;
        Ok(byte == close)
    }

    fn word(&mut self, word: &str, kind: Kind) -> Read<Kind> {
        for byte in word.bytes() {
            if !self.next_is(byte) {
                return Err("no JSON value");
            }
        }
        Ok(kind)
    }

    /// A text or a name: its node.
    fn text(&mut self) -> Read<usize> {
        if !self.next_is(b'"') {
            return Err("a text is missing");
        }
        let (start, mut kind) = (self.at, Kind::Plain);
        loop {
            self.skip_plain();
            match self.next() {
                b'"' => return Ok(self.node(kind, start, self.at - 1)),
                b'\\' => {
                    kind = Kind::Escaped;
                    self.escaped()?;
                }
                _ => return Err("a text without end, or with a control character"),
            }
        }
    }

    /// What stands for itself in a text.
    #[inline(always)]
    fn skip_plain(&mut self) {
        self.at += plain(self.document.text.as_bytes().get(self.at..).unwrap_or_default());
    }

    fn escaped(&mut self) -> Read<char> {
        Ok(match self.next() {
            byte @ (b'"' | b'\\' | b'/') => byte.into(),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.code_point(),
            _ => return Err("an unknown escape"),
        })
    }

    /// The rest of `\uXXXX`, or of two that stand for one character.
    fn code_point(&mut self) -> Read<char> {
        const HALF: &str = "half a character";
        let mut code = self.code_unit()?;
        if (0xd800..0xdc00).contains(&code) {
            let low = if self.next_is(b'\\') && self.next_is(b'u') { self.code_unit()? } else { 0 };
            let low = low.checked_sub(0xdc00).filter(|low| *low < 0x400).ok_or(HALF)?;
            code = 0x1_0000 + ((code - 0xd800) << 10) + low;
        }
        char::from_u32(code).ok_or(HALF)
    }

    fn code_unit(&mut self) -> Read<u32> {
        let mut unit = 0;
        for _ in 0..4 {
            unit = unit << 4 | char::from(self.next()).to_digit(16).ok_or("an escape without four digits")?;
        }
        Ok(unit)
    }

    fn number(&mut self) -> Read<Kind> {
        let negative = self.next_is(b'-');
        let zero_first = self.peek() == b'0';
        let (digits, magnitude) = self.digits()?;
        if zero_first && digits > 1 {
            return Err("a number that begins with 0");
        }
        let fraction = self.next_is(b'.');
        if fraction {
            self.digits()?;
        }
        let exponent = self.next_is(b'e') || self.next_is(b'E');
        if exponent {
            let _sign = self.next_is(b'+') || self.next_is(b'-');
            self.digits()?;
        }
        // -0 is no whole number: it would be written again as 0.
        let whole = !fraction && !exponent && magnitude <= INTEGER_MAX && (magnitude > 0 || !negative);
        match self.numbers {
            _ if whole => Ok(Kind::Integer),
            Numbers::Any => Ok(Kind::OtherNumber),
            Numbers::Whole => Err("a number that is not whole, or beyond 2^53"),
        }
    }

    /// At least one digit: how many, and what they say, as far as that goes.
    fn digits(&mut self) -> Read<(usize, u64)> {
        let (start, mut number) = (self.at, 0_u64);
        while let digit @ b'0'..=b'9' = self.peek() {
            number = number.saturating_mul(10).saturating_add((digit - b'0').into());
            self.at += 1;
        }
        if self.at == start { Err("a digit is missing") } else { Ok((self.at - start, number)) }
    }
}

/// How many bytes stand for themselves in a text before one that does not. Eight at a time: most of a list is texts.
fn plain(bytes: &[u8]) -> usize {
    const EACH: u64 = u64::MAX / 0xff;
    const TOP_BITS: u64 = 0x80 * EACH;
    let (words, rest) = bytes.as_chunks();
    for (at, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        // Of each byte the top bit, if it is smaller than the other. Only above such a byte may that be wrong.
        let smaller = |word: u64, than: u8| word.wrapping_sub(EACH * u64::from(than)) & !word & TOP_BITS;
        let equal = |byte: u8| smaller(word ^ (EACH * u64::from(byte)), 1);
        let ends = smaller(word, 0x20) | equal(b'"') | equal(b'\\');
        if ends != 0 {
            return 8 * at + ends.trailing_zeros() as usize / 8;
        }
    }
    let ends = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1f);
    bytes.len() - rest.len() + rest.iter().position(ends).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_byte_that_does_not_stand_for_itself_is_found_holds(
            bytes in prop::collection::vec(prop_oneof![any::<u8>(), prop::sample::select(b"\x1f\x20!\"#[\\]\x7f\x80".to_vec())], 0..40),
        ) {
            let ends = |byte: &u8| *byte < 0x20 || *byte == b'"' || *byte == b'\\';
            prop_assert_eq!(plain(&bytes), bytes.iter().position(ends).unwrap_or(bytes.len()));
        }
    }
}
