//! JSON that was read: a flat list of places in its text. Nothing is copied before someone asks for it.

mod reader;

use std::borrow::Cow;

use core::cell::Cell;
use core::ops::Range;

use self::reader::{Reader, without_escapes};
use super::value::{Map, Value};

/// How many objects and arrays may stand inside each other.
pub(super) const DEPTH_MAX: u32 = 24;
/// Beyond this, other readers' numbers lose their last digit.
pub(super) const INTEGER_MAX: u64 = 1 << 53;

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

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Null,
    False,
    True,
    Integer,
    OtherNumber,
    /// A text as it stands there.
    Plain,
    /// A text with escapes.
    Escaped,
    Array,
    Object,
}

/// A value, or the name of a member, which stands just before its value.
#[derive(Debug)]
struct Node {
    kind: Kind,
    /// Of a name: whether its member was taken.
    taken: Cell<bool>,
    /// The bytes of it; of a text those between its quotes.
    start: usize,
    end: usize,
    /// The node after this one and all that is in it.
    next: usize,
    /// Of an object: [`trace`] of all its names.
    names: u32,
}

/// One JSON text that was read.
#[derive(Debug)]
pub(crate) struct Document<'a> {
    text: &'a str,
    nodes: Vec<Node>,
}

/// A value in a document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item<'d, 'a> {
    document: &'d Document<'a>,
    at: usize,
}

impl<'a> Document<'a> {
    pub(super) fn read(bytes: &'a [u8], numbers: Numbers) -> Result<Self, JsonError> {
        let text =
            core::str::from_utf8(bytes).map_err(|error| JsonError { what: "not UTF-8", at: error.valid_up_to() })?;
        Self::of(text, numbers)
    }

    /// A file whose unknown members are passed over: any number may stand there.
    pub(crate) fn lenient(bytes: &'a [u8]) -> Result<Self, JsonError> {
        Self::read(bytes, Numbers::Any)
    }

    /// What was read before as a part of another document.
    pub(crate) fn part(text: &'a str) -> Result<Self, JsonError> {
        Self::of(text, Numbers::Any)
    }

    fn of(text: &'a str, numbers: Numbers) -> Result<Self, JsonError> {
        // In a list there are hardly more.
        let document = Self { text, nodes: Vec::with_capacity(text.len() / 9) };
        Reader::new(document, numbers).whole()
    }

    pub(crate) fn root(&self) -> Item<'_, 'a> {
        Item { document: self, at: 0 }
    }

    fn written(&self, node: &Node) -> &'a str {
        self.text.get(node.start..node.end).unwrap_or_default()
    }

    fn bytes(&self, node: &Node) -> &'a [u8] {
        self.text.as_bytes().get(node.start..node.end).unwrap_or_default()
    }

    fn name(&self, node: &Node) -> Cow<'a, str> {
        let written = self.written(node);
        if node.kind == Kind::Escaped { without_escapes(written).into() } else { Cow::Borrowed(written) }
    }

    fn next(&self, at: usize) -> usize {
        self.nodes.get(at).map_or(usize::MAX, |node| node.next)
    }

    /// The text or the name of that number.
    fn text(&self, at: usize) -> Option<Cow<'a, str>> {
        let node = self.nodes.get(at)?;
        matches!(node.kind, Kind::Plain | Kind::Escaped).then(|| self.name(node))
    }
}

impl<'d, 'a> Item<'d, 'a> {
    pub(crate) fn kind(self) -> Kind {
        self.document.nodes.get(self.at).map_or(Kind::Null, |node| node.kind)
    }

    pub(crate) fn text(self) -> Option<Cow<'a, str>> {
        self.document.text(self.at)
    }

    pub(crate) fn integer(self) -> Option<i64> {
        if self.kind() != Kind::Integer {
            return None;
        }
        let digits = |digits: &str| digits.bytes().fold(0, |number, digit| number * 10 + i64::from(digit - b'0'));
        let text = self.json();
        Some(text.strip_prefix('-').map_or_else(|| digits(text), |text| -digits(text)))
    }

    /// Where its bytes stand in the document; of a text those between its quotes.
    pub(crate) fn place(self) -> Range<usize> {
        self.document.nodes.get(self.at).map_or(0..0, |node| node.start..node.end)
    }

    /// The bytes of it, to be [read again](Document::part) when they are needed; not of a text.
    pub(crate) fn json(self) -> &'a str {
        self.document.nodes.get(self.at).map_or("", |node| self.document.written(node))
    }

    /// The items of an array.
    pub(crate) fn items(self) -> impl Iterator<Item = Self> {
        let end = if self.kind() == Kind::Array { self.document.next(self.at) } else { 0 };
        let document = self.document;
        let mut next = self.at + 1;
        core::iter::from_fn(move || {
            let at = next;
            next = document.next(at);
            (at < end).then_some(Self { document, at })
        })
    }

    /// The member of this name, if it was not taken. It is looked for from [`near`](Member::after) on and then before it:
    /// whoever asks for members in the order in which they stand finds each at once.
    pub(crate) fn member(self, name: &str, near: usize) -> Option<Member<'d, 'a>> {
        let node = self.document.nodes.get(self.at).filter(|node| node.kind == Kind::Object)?;
        if node.names & trace(name.as_bytes()) == 0 {
            return None;
        }
        let near = near.max(self.at + 1);
        self.member_within(name, near, node.next).or_else(|| self.member_within(name, self.at + 1, near))
    }

    fn member_within(self, name: &str, mut at: usize, end: usize) -> Option<Member<'d, 'a>> {
        while at < end {
            let member = Member { name: self.document.nodes.get(at)?, value: Self { at: at + 1, ..self } };
            if !member.name.taken.get() && member.is(name) {
                return Some(member);
            }
            at = member.after();
        }
        None
    }

    /// The members of an object that were not taken.
    pub(crate) fn members(self) -> impl Iterator<Item = Member<'d, 'a>> {
        let end = if self.kind() == Kind::Object { self.document.next(self.at) } else { 0 };
        let document = self.document;
        let mut next = self.at + 1;
        core::iter::from_fn(move || {
            loop {
                let at = next;
                let name = document.nodes.get(at).filter(|_| at < end)?;
                next = document.next(at + 1);
                if !name.taken.get() {
                    return Some(Member { name, value: Self { document, at: at + 1 } });
                }
            }
        })
    }

    pub(crate) fn to_value(self) -> Value {
        match self.kind() {
            Kind::Null => Value::Null,
            Kind::False => Value::Bool(false),
            Kind::True => Value::Bool(true),
            Kind::Integer => Value::Integer(self.integer().unwrap_or_default()),
            Kind::OtherNumber => Value::OtherNumber,
            Kind::Plain | Kind::Escaped => Value::String(self.text().unwrap_or_default().into_owned()),
            Kind::Array => {
                let mut items = Vec::new();
                for item in self.items() {
                    items.push(item.to_value());
                }
                Value::Array(items)
            }
            Kind::Object => Value::Object(self.to_map()),
        }
    }

    /// The members that were not taken.
    pub(crate) fn to_map(self) -> Map {
        let mut members = Vec::new();
        for member in self.members() {
            members.push((member.name().into_owned(), member.value.to_value()));
        }
        Map::unique(members).unwrap_or_default()
    }
}

/// A member of an object.
pub(crate) struct Member<'d, 'a> {
    name: &'d Node,
    pub(crate) value: Item<'d, 'a>,
}

impl<'a> Member<'_, 'a> {
    pub(crate) fn name(&self) -> Cow<'a, str> {
        self.value.document.name(self.name)
    }

    /// The place of the member that follows.
    pub(crate) fn after(&self) -> usize {
        self.value.document.next(self.value.at)
    }

    /// From now on it is passed over.
    pub(crate) fn take(&self) {
        self.name.taken.set(true);
    }

    fn is(&self, name: &str) -> bool {
        match self.name.kind {
            Kind::Escaped => self.name() == name,
            _ => same(self.value.document.bytes(self.name), name.as_bytes()),
        }
    }
}

/// Equality of short texts: in WebAssembly that of slices goes byte by byte.
#[inline(always)]
fn same(one: &[u8], other: &[u8]) -> bool {
    let ((ones, one_rest), (others, other_rest)) = (one.as_chunks(), other.as_chunks());
    let word = |bytes: &[u8; 4]| u32::from_le_bytes(*bytes);
    one.len() == other.len()
        && ones.iter().zip(others).all(|(one, other)| word(one) == word(other))
        && one_rest.iter().zip(other_rest).all(|(one, other)| one == other)
}

/// One bit that a name has: names of which it differs are not the same. No two members of an account share theirs.
#[inline(always)]
fn trace(name: &[u8]) -> u32 {
    let byte = |byte: Option<&u8>| byte.map_or(0, |byte| u32::from(*byte));
    1 << ((5 * byte(name.first()) + byte(name.last())) % 32)
}
