//! Takes an object apart field by field; what is left over is what this version does not know.

use super::JsonForm;
use crate::time::UtcTime;
use crate::trust::Named;
use crate::trust::value::{Map, Value};

/// The name of a field that is missing or of another form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is missing or wrong")]
pub struct NotOfThisForm(pub &'static str);

/// What is missing or wrong is remembered, the first of it, and told at the end by [`Self::rest`]: so a form is one
/// expression, and the extension's code is not full of early exits.
pub(super) struct Fields {
    members: Map,
    wrong: Option<NotOfThisForm>,
}

impl Fields {
    pub(super) fn of(value: Value, name: &'static str) -> Self {
        match value {
            Value::Object(members) => Self { members, wrong: None },
            _ => Self { members: Map::new(), wrong: Some(NotOfThisForm(name)) },
        }
    }

    /// What is left over.
    ///
    /// # Errors
    /// What was missing or wrong. Nothing that was read before counts then.
    pub(super) fn rest(self) -> Result<Map, NotOfThisForm> {
        self.wrong.map_or(Ok(self.members), Err)
    }

    pub(super) fn note(&mut self, wrong: NotOfThisForm) {
        self.wrong.get_or_insert(wrong);
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.members.contains_key(name)
    }

    pub(super) fn optional_value(&mut self, name: &str) -> Option<Value> {
        self.members.remove(name)
    }

    /// `null` stands for one that is missing, which is noted.
    pub(super) fn value(&mut self, name: &'static str) -> Value {
        self.members.remove(name).unwrap_or_else(|| {
            self.note(NotOfThisForm(name));
            Value::Null
        })
    }

    pub(super) fn text(&mut self, name: &'static str) -> String {
        let value = self.value(name);
        self.text_of(value, name)
    }

    /// Takes `name` only where it is a time; any other value stays among the unknown.
    pub(super) fn time_if_any(&mut self, name: &str) -> Option<UtcTime> {
        let Some(Value::String(text)) = self.members.get(name) else { return None };
        let time = UtcTime::parse(text).ok()?;
        self.members.remove(name);
        Some(time)
    }

    pub(super) fn time(&mut self, name: &'static str) -> UtcTime {
        let text = self.text(name);
        UtcTime::parse(&text).unwrap_or_else(|_| {
            self.note(NotOfThisForm(name));
            UtcTime(0)
        })
    }

    /// A whole number of at least `least`.
    pub(super) fn number(&mut self, name: &'static str, least: u64) -> u64 {
        let value = self.value(name);
        self.number_of(&value, name, least)
    }

    pub(super) fn optional_number(&mut self, name: &'static str) -> Option<u64> {
        let value = self.optional_value(name)?;
        Some(self.number_of(&value, name, 0))
    }

    pub(super) fn optional_bool(&mut self, name: &'static str) -> Option<bool> {
        match self.optional_value(name)? {
            Value::Bool(is) => Some(is),
            _ => {
                self.note(NotOfThisForm(name));
                None
            }
        }
    }

    pub(super) fn texts(&mut self, name: &'static str) -> Vec<String> {
        let mut texts = Vec::new();
        for value in self.array(name) {
            texts.push(self.text_of(value, name));
        }
        texts
    }

    pub(super) fn optional_texts(&mut self, name: &'static str) -> Option<Vec<String>> {
        self.has(name).then(|| self.texts(name))
    }

    pub(super) fn list<T: JsonForm>(&mut self, name: &'static str) -> Vec<T> {
        let mut list = Vec::new();
        for value in self.array(name) {
            match T::from_value(value) {
                Ok(form) => list.push(form),
                Err(wrong) => self.note(wrong),
            }
        }
        list
    }

    pub(super) fn map<T: JsonForm>(&mut self, name: &'static str) -> Named<T> {
        let mut map = Named::new();
        for (name, value) in self.object(name) {
            match T::from_value(value) {
                Ok(form) => drop(map.insert(name, form)),
                Err(wrong) => self.note(wrong),
            }
        }
        map
    }

    pub(super) fn hashes(&mut self) -> Named<String> {
        let mut hashes = Named::new();
        for (name, value) in self.object("hashes") {
            let hash = self.text_of(value, "hashes");
            hashes.insert(name, hash);
        }
        hashes
    }

    pub(super) fn optional_hashes(&mut self) -> Option<Named<String>> {
        self.has("hashes").then(|| self.hashes())
    }

    /// What every role's metadata begins with.
    pub(super) fn head(&mut self, role: &str) -> Head {
        if self.text("_type") != role {
            self.note(NotOfThisForm("_type"));
        }
        Head {
            spec_version: self.text("spec_version"),
            version: self.number("version", 1),
            expires: self.time("expires"),
        }
    }

    fn array(&mut self, name: &'static str) -> Vec<Value> {
        match self.value(name) {
            Value::Array(items) => items,
            _ => {
                self.note(NotOfThisForm(name));
                Vec::new()
            }
        }
    }

    fn object(&mut self, name: &'static str) -> Map {
        match self.value(name) {
            Value::Object(members) => members,
            _ => {
                self.note(NotOfThisForm(name));
                Map::new()
            }
        }
    }

    fn text_of(&mut self, value: Value, name: &'static str) -> String {
        match value {
            Value::String(text) => text,
            _ => {
                self.note(NotOfThisForm(name));
                String::new()
            }
        }
    }

    fn number_of(&mut self, value: &Value, name: &'static str, least: u64) -> u64 {
        match value {
            Value::Integer(number) if u64::try_from(*number).is_ok_and(|number| number >= least) => {
                number.unsigned_abs()
            }
            _ => {
                self.note(NotOfThisForm(name));
                0
            }
        }
    }
}

pub(super) struct Head {
    pub(super) spec_version: String,
    pub(super) version: u64,
    pub(super) expires: UtcTime,
}

/// An object of the unknown members and these.
pub(super) fn object<const N: usize>(unknown: &Map, known: [(&str, Value); N]) -> Value {
    let mut members = unknown.clone();
    members.extend(known.map(|(name, value)| (name.into(), value)));
    Value::Object(members)
}

/// The same with one more member, where there is a value for it.
pub(super) fn with(object: Value, name: &str, value: Option<Value>) -> Value {
    match (object, value) {
        (Value::Object(mut members), Some(value)) => {
            members.insert(name.into(), value);
            Value::Object(members)
        }
        (object, _) => object,
    }
}

pub(super) fn array<T: JsonForm>(items: &[T]) -> Value {
    Value::Array(items.iter().map(T::to_value).collect())
}

pub(super) fn map<T: JsonForm>(members: &Named<T>) -> Value {
    Value::Object(members.iter().map(|(name, member)| (name.into(), member.to_value())).collect())
}

pub(super) fn texts(items: &[String]) -> Value {
    Value::Array(items.iter().map(|text| text.as_str().into()).collect())
}

pub(super) fn hashes(members: &Named<String>) -> Value {
    Value::Object(members.iter().map(|(name, hash)| (name.into(), hash.as_str().into())).collect())
}

/// Numbers beyond 2^53 cannot be read again; none of ours comes near.
pub(super) fn number(number: u64) -> Value {
    Value::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}

pub(super) fn time(time: UtcTime) -> Value {
    Value::String(time.to_string())
}
