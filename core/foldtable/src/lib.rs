//! The table of confusable characters that `statemark_core::lookalike` folds names with, made from the
//! Unicode data of `unicode-normalization` and `unicode-security`, and from `decancer` where those say nothing.
//!
//! The core links none of these crates: it reads the table that [`generate`] wrote and that is committed
//! as `core/src/lookalike/confusables.bin`. Its form:
//!
//! | bytes | what |
//! |---|---|
//! | 1, 1, 1 | Unicode version |
//! | 1, then (1 + n) each | the texts: their number, then length and ASCII bytes of each |
//! | 2 | the number of runs |
//! | rest | runs in ascending order of code points from U+0080, in bits, the lowest of a byte first |
//!
//! A run is its kind in as many ones and a zero, the gap since the last run and its length − 1 in Elias' gamma code (of one
//! more than the number, how many bits follow the highest in ones, a zero, those bits). Kinds: 0 every character folds to one
//! text, 1 ends a word, 2 ignored, 3 the characters fold to texts of ascending number. Kinds 0 and 3 end with the number of
//! the (first) text: a zero and the number − 4 in five bits, or a one and the number in eight. What no run covers is a letter
//! of its own.

use std::collections::BTreeMap;
use std::fmt;

use decancer::{Options, Translation, cure_char};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::skeleton;

/// Past this only tags, variation selectors and ideographs.
const LAST_CODE_POINT: u32 = 0xE_0FFF;
/// Longer texts than this are not what one character looks like.
const TEXT_MAX_LETTERS: usize = 2;
/// From this text on 32 are written in five bits: the letters.
const FIRST_SHORT_TEXT: usize = 4;
/// Marks of elision: within a word they neither separate nor count.
const APOSTROPHES: [char; 9] =
    ['\u{2018}', '\u{2019}', '\u{201B}', '\u{2032}', '\u{2BC}', '\u{2BB}', '\u{2BD}', '\u{B4}', '\u{FF07}'];

/// Why no table could be written.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TableError {
    /// The two Unicode crates are of different versions; update one of them.
    VersionsDiffer,
    /// More distinct texts than one byte counts.
    TooManyTexts(usize),
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::VersionsDiffer => f.write_str(
                "unicode-normalization and unicode-security differ in their Unicode version: update one of them",
            ),
            Self::TooManyTexts(count) => {
                write!(f, "{count} texts do not fit the format: raise the width of the text number")
            }
        }
    }
}

impl std::error::Error for TableError {}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Class {
    Letter,
    Ignored,
    Boundary,
    Text(String),
}

/// The whole table.
///
/// # Errors
/// When the crates it is made from do not fit together.
pub fn generate() -> Result<Vec<u8>, TableError> {
    let (major, minor, patch) = unicode_normalization::UNICODE_VERSION;
    if (u64::from(major), u64::from(minor), u64::from(patch)) != unicode_security::UNICODE_VERSION {
        return Err(TableError::VersionsDiffer);
    }
    let classes: Vec<Class> = (0x80..=LAST_CODE_POINT).map(class_of).collect();
    let texts = texts_of(&classes);
    let count = u8::try_from(texts.len()).map_err(|_| TableError::TooManyTexts(texts.len()))?;
    let mut table = vec![major, minor, patch, count];
    for text in &texts {
        table.push(u8::try_from(text.len()).unwrap_or(u8::MAX));
        table.extend(text.bytes());
    }
    write_runs(&classes, &texts, &mut table);
    Ok(table)
}

/// Alphabetical, so that the letters of a mathematical alphabet have ascending numbers.
fn texts_of(classes: &[Class]) -> Vec<&str> {
    let mut seen: BTreeMap<(usize, &str), ()> = BTreeMap::new();
    for class in classes {
        if let Class::Text(text) = class {
            seen.insert((text.len(), text), ());
        }
    }
    seen.into_keys().map(|(_, text)| text).collect()
}

fn class_of(code_point: u32) -> Class {
    let Some(character) = char::from_u32(code_point) else { return Class::Letter };
    let itself = character.to_string();
    if is_combining_mark(character) || APOSTROPHES.contains(&character) || skeleton(&itself).next().is_none() {
        return Class::Ignored;
    }
    let letter = character.is_alphanumeric();
    let compatible: String = if letter { itself.nfkd().collect() } else { itself.clone() };
    // UTS #39 spells what looks like an m as "rn"; the engine's own fold treats that pair.
    let confusable = text(&skeleton(&compatible).collect::<String>()).map(|text| text.replace("rn", "m"));
    if let Some(text) = text(&compatible).or(confusable).or_else(|| letter.then(|| gap(character)).flatten()) {
        return Class::Text(text);
    }
    if letter { Class::Letter } else { Class::Boundary }
}

/// `from` without its marks and in lower case, if it is an ASCII letter or digit, or a few letters.
fn text(from: &str) -> Option<String> {
    let plain: String = from.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    let one = plain.len() == 1 && plain.bytes().all(|b| b.is_ascii_alphanumeric());
    let few = (2..=TEXT_MAX_LETTERS).contains(&plain.len()) && plain.bytes().all(|b| b.is_ascii_lowercase());
    (one || few).then_some(plain)
}

/// What `decancer` says, in the blocks where it is a table of shapes and not of languages.
fn gap(character: char) -> Option<String> {
    if !matches!(u32::from(character), 0x80..=0x2E7F | 0xA640..=0xABFF | 0xFB00..=0xFB06 | 0x1_F100..=0x1_F1FF) {
        return None;
    }
    match cure_char(character, Options::default()) {
        Translation::Character(c) => text(&c.to_string()),
        Translation::String(s) => text(&s),
        _ => None,
    }
}

fn write_runs(classes: &[Class], texts: &[&str], table: &mut Vec<u8>) {
    let number = |class: &Class| match class {
        Class::Text(text) => texts.binary_search_by_key(&(text.len(), text.as_str()), |t| (t.len(), t)).ok(),
        _ => None,
    };
    let mut rest = classes;
    let mut gap = 0;
    let (mut bits, mut count) = (Vec::new(), 0_u16);
    while let Some(first) = rest.first() {
        let same = rest.iter().take_while(|class| *class == first).count();
        let ascending =
            rest.iter().zip(number(first).unwrap_or(0)..).take_while(|(class, n)| number(class) == Some(*n)).count();
        let (kind, length) = match first {
            Class::Letter => {
                gap += same;
                rest = rest.get(same..).unwrap_or_default();
                continue;
            }
            Class::Text(_) if ascending > same => (3, ascending),
            Class::Text(_) => (0, same),
            Class::Boundary => (1, same),
            Class::Ignored => (2, same),
        };
        write_ones(kind, &mut bits);
        write_gamma(gap, &mut bits);
        write_gamma(length - 1, &mut bits);
        if let Some(text) = number(first) {
            let short = text.checked_sub(FIRST_SHORT_TEXT).filter(|short| *short < 1 << 5);
            bits.push(short.is_none());
            write_low(short.unwrap_or(text), if short.is_some() { 5 } else { 8 }, &mut bits);
        }
        (gap, count) = (0, count + 1);
        rest = rest.get(length..).unwrap_or_default();
    }
    table.extend(count.to_le_bytes());
    table.extend(bits.chunks(8).map(|byte| byte.iter().rev().fold(0, |sum, bit| sum << 1 | u8::from(*bit))));
}

fn write_ones(count: usize, bits: &mut Vec<bool>) {
    bits.extend((0..count).map(|_| true));
    bits.push(false);
}

fn write_low(value: usize, places: usize, bits: &mut Vec<bool>) {
    bits.extend((0..places).map(|place| value >> place & 1 != 0));
}

fn write_gamma(value: usize, bits: &mut Vec<bool>) {
    let places = (value + 1).ilog2() as usize;
    write_ones(places, bits);
    write_low(value + 1, places, bits);
}
