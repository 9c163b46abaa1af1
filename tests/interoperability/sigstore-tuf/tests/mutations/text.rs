//! JSON that may be wrong in ways that a JSON library does not write: members that stand twice, numbers of any spelling.

use std::fmt::Write as _;

use serde_json::Value;

#[derive(Clone, Debug)]
pub(crate) enum Text {
    Object(Vec<(String, Text)>),
    Array(Vec<Text>),
    /// As it is to stand there.
    Raw(String),
}

impl From<&Value> for Text {
    fn from(value: &Value) -> Self {
        match value {
            Value::Object(members) => {
                Self::Object(members.iter().map(|(name, value)| (name.clone(), value.into())).collect())
            }
            Value::Array(items) => Self::Array(items.iter().map(Self::from).collect()),
            other => Self::Raw(other.to_string()),
        }
    }
}

impl Text {
    pub(crate) fn write(&self) -> String {
        match self {
            Self::Object(members) => {
                let members: Vec<String> = members
                    .iter()
                    .map(|(name, value)| format!("{}:{}", Value::from(name.as_str()), value.write()))
                    .collect();
                format!("{{{}}}", members.join(","))
            }
            Self::Array(items) => format!("[{}]", items.iter().map(Self::write).collect::<Vec<_>>().join(",")),
            Self::Raw(text) => text.clone(),
        }
    }

    /// The way to everything in it, as RFC 6901 writes it, itself left out.
    pub(crate) fn pointers(&self) -> Vec<Vec<usize>> {
        let mut pointers = Vec::new();
        let children: Vec<&Self> = match self {
            Self::Object(members) => members.iter().map(|(_, value)| value).collect(),
            Self::Array(items) => items.iter().collect(),
            Self::Raw(_) => Vec::new(),
        };
        for (at, child) in children.into_iter().enumerate() {
            pointers.push(vec![at]);
            pointers.extend(child.pointers().into_iter().map(|below| [vec![at], below].concat()));
        }
        pointers
    }

    pub(crate) fn at(&self, pointer: &[usize]) -> &Self {
        match (pointer.split_first(), self) {
            (None, _) => self,
            (Some((at, rest)), Self::Object(members)) => members[*at].1.at(rest),
            (Some((at, rest)), Self::Array(items)) => items[*at].at(rest),
            (Some(_), Self::Raw(_)) => unreachable!("pointers are made of what is there"),
        }
    }

    pub(crate) fn at_mut(&mut self, pointer: &[usize]) -> &mut Self {
        match (pointer.split_first(), self) {
            (None, this) => this,
            (Some((at, rest)), Self::Object(members)) => members[*at].1.at_mut(rest),
            (Some((at, rest)), Self::Array(items)) => items[*at].at_mut(rest),
            (Some(_), Self::Raw(_)) => unreachable!("pointers are made of what is there"),
        }
    }

    /// Where that is, to be read: keys and hashes shortened, since they say nothing.
    pub(crate) fn name(&self, pointer: &[usize]) -> String {
        let mut name = String::new();
        let mut here = self;
        for at in pointer {
            here = match here {
                Self::Object(members) => {
                    let key = &members[*at].0;
                    let is_hash = key.len() == 64 && key.bytes().all(|byte| byte.is_ascii_hexdigit());
                    let _ = write!(name, "/{}", if is_hash { "KEYID" } else { key });
                    &members[*at].1
                }
                Self::Array(items) => {
                    let _ = write!(name, "/{at}");
                    &items[*at]
                }
                Self::Raw(_) => unreachable!("pointers are made of what is there"),
            };
        }
        name
    }
}

/// The canonical form as the specification of securesystemslib words it, of what a lenient reader reads: of members that
/// stand twice the last. Numbers of any spelling stay as they are.
pub(crate) fn canonical(text: &str) -> Vec<u8> {
    fn write(value: &Value, out: &mut String) {
        match value {
            Value::String(text) => {
                out.push('"');
                out.push_str(&text.replace('\\', "\\\\").replace('"', "\\\""));
                out.push('"');
            }
            Value::Array(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    out.push_str(if at == 0 { "" } else { "," });
                    write(item, out);
                }
                out.push(']');
            }
            Value::Object(members) => {
                let mut sorted: Vec<_> = members.iter().collect();
                sorted.sort_by_key(|(name, _)| *name);
                out.push('{');
                for (at, (name, value)) in sorted.into_iter().enumerate() {
                    out.push_str(if at == 0 { "" } else { "," });
                    write(&Value::from(name.as_str()), out);
                    out.push(':');
                    write(value, out);
                }
                out.push('}');
            }
            other => out.push_str(&other.to_string()),
        }
    }
    let mut out = String::new();
    match serde_json::from_str::<Value>(text) {
        Ok(value) => write(&value, &mut out),
        // No reader reads it, so no signature is over anything.
        Err(_) => out.push_str(text),
    }
    out.into_bytes()
}
