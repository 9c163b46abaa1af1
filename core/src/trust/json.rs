//! Reads JSON: by descent, in one pass, to the letter of RFC 8259, and without what two readers could read differently.

use super::value::{Map, Value};

/// How many objects and arrays may stand inside each other.
pub(super) const DEPTH_MAX: u32 = 24;
/// Beyond this, other readers' numbers lose their last digit.
pub(super) const INTEGER_MAX: u64 = 1 << 53;
/// What is read at the end: no JSON has this byte, not even inside a text.
const END: u8 = 0;

/// Why bytes are not the JSON that is read here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}, at byte {at}")]
pub struct JsonError {
    what: &'static str,
    at: usize,
}

/// Which numbers are read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Numbers {
    /// Whole ones within ±2^53; any other is an error.
    Whole,
    /// Any; all others as [`Value::OtherNumber`].
    Any,
}

type Read<T> = Result<T, &'static str>;

/// Reads one JSON text.
pub(super) fn read(bytes: &[u8], numbers: Numbers) -> Result<Value, JsonError> {
    let text = core::str::from_utf8(bytes).map_err(|error| JsonError { what: "not UTF-8", at: error.valid_up_to() })?;
    let mut reader = Reader { text, at: 0, numbers };
    reader.whole().map_err(|what| JsonError { what, at: reader.at })
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    numbers: Numbers,
}

impl Reader<'_> {
    fn whole(&mut self) -> Read<Value> {
        let value = self.value(DEPTH_MAX)?;
        self.skip_space();
        if self.at == self.text.len() { Ok(value) } else { Err("something after the end") }
    }

    fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(END)
    }

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

    fn skip_space(&mut self) {
        while matches!(self.peek(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
    }

    /// A value inside which so many levels may follow.
    fn value(&mut self, levels: u32) -> Read<Value> {
        self.skip_space();
        match self.peek() {
            b'{' => self.object(levels),
            b'[' => self.array(levels),
            b'"' => self.string().map(Value::String),
            b'-' | b'0'..=b'9' => self.number(),
            b't' => self.word("true", Value::Bool(true)),
            b'f' => self.word("false", Value::Bool(false)),
            b'n' => self.word("null", Value::Null),
            _ => Err("no JSON value"),
        }
    }

    fn object(&mut self, levels: u32) -> Read<Value> {
        let levels = self.deeper(levels)?;
        let mut members = Vec::new();
        if !self.closes_at_once(b'}') {
            loop {
                self.skip_space();
                let name = self.string()?;
                self.skip_space();
                if !self.next_is(b':') {
                    return Err("a member without a value");
                }
                members.push((name, self.value(levels)?));
                if self.closes(b'}')? {
                    break;
                }
            }
        }
        Map::unique(members).map(Value::Object).map_err(|_| "a member that stands twice in the object before")
    }

    fn array(&mut self, levels: u32) -> Read<Value> {
        let levels = self.deeper(levels)?;
        let mut items = Vec::new();
        if !self.closes_at_once(b']') {
            loop {
                items.push(self.value(levels)?);
                if self.closes(b']')? {
                    break;
                }
            }
        }
        Ok(Value::Array(items))
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
    fn closes(&mut self, close: u8) -> Read<bool> {
        self.skip_space();
        if self.next_is(b',') {
            return Ok(false);
        }
        if self.next_is(close) { Ok(true) } else { Err("an object or array without end") }
    }

    fn word(&mut self, word: &str, value: Value) -> Read<Value> {
        for byte in word.bytes() {
            if !self.next_is(byte) {
                return Err("no JSON value");
            }
        }
        Ok(value)
    }

    fn string(&mut self) -> Read<String> {
        if !self.next_is(b'"') {
            return Err("a text is missing");
        }
        let mut string = String::new();
        loop {
            let start = self.at;
            while !matches!(self.peek(), b'"' | b'\\' | 0..=0x1f) {
                self.at += 1;
            }
            string.push_str(self.text.get(start..self.at).unwrap_or_default());
            match self.next() {
                b'"' => return Ok(string),
                b'\\' => string.push(self.escaped()?),
                _ => return Err("a text without end, or with a control character"),
            }
        }
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

    fn number(&mut self) -> Read<Value> {
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
        match i64::try_from(magnitude) {
            Ok(number) if whole => Ok(Value::Integer(if negative { -number } else { number })),
            _ if self.numbers == Numbers::Any => Ok(Value::OtherNumber),
            _ => Err("a number that is not whole, or beyond 2^53"),
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
