//! Takes an object of JSON apart, member by member.

use core::fmt;

use crate::platform::Platform;
use crate::time::{Date, UtcTime};
use crate::trust::value::{Map, Value};

/// Why a value has not the form asked for, for the person who wrote it.
#[derive(Debug)]
pub(crate) struct FormError(pub(crate) String);

/// The members of an object that were not yet taken. What is missing or wrong reads as something empty and is
/// remembered, the first of it: so a form is one expression, without an early exit at each member.
pub(crate) struct Object {
    members: Map,
    problem: Option<FormError>,
}

impl Object {
    pub(crate) fn of(value: Value) -> Self {
        match value {
            Value::Object(members) => Self { members, problem: None },
            _ => Self { members: Map::new(), problem: Some(FormError("not an object".into())) },
        }
    }

    /// The value that a form makes of this object.
    ///
    /// # Errors
    /// The first problem. Nothing that was read before counts then.
    pub(crate) fn read<T>(mut self, form: fn(&mut Self) -> T) -> Result<T, FormError> {
        let value = form(&mut self);
        match self.problem {
            Some(problem) => Err(problem),
            None => Ok(value),
        }
    }

    /// What was never taken.
    pub(crate) fn rest(&mut self) -> Map {
        core::mem::take(&mut self.members)
    }

    /// Refuses what was never taken.
    pub(crate) fn end(&mut self, expected: &[&str]) {
        if let Some((name, _)) = self.rest().into_iter().next() {
            self.refuse(unexpected("field", &name, expected));
        }
    }

    /// A text that stays in its place.
    pub(crate) fn peek_text(&self, name: &str) -> Option<&str> {
        match self.members.get(name)? {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// A whole number that stays in its place.
    pub(crate) fn peek_number(&self, name: &str) -> Option<u64> {
        match self.members.get(name)? {
            Value::Integer(number) => u64::try_from(*number).ok(),
            _ => None,
        }
    }

    pub(crate) fn text(&mut self, name: &str) -> String {
        self.required(name);
        self.text_or_empty(name)
    }

    pub(crate) fn text_or_empty(&mut self, name: &str) -> String {
        self.optional_text(name).unwrap_or_default()
    }

    pub(crate) fn optional_text(&mut self, name: &str) -> Option<String> {
        match self.take(name)? {
            Value::String(text) => Some(text),
            _ => self.wrong(name, "a text"),
        }
    }

    pub(crate) fn number(&mut self, name: &str) -> u64 {
        self.required(name);
        match self.take(name) {
            Some(Value::Integer(number)) if number >= 0 => number.unsigned_abs(),
            Some(_) => self.wrong(name, "a whole number").unwrap_or_default(),
            None => 0,
        }
    }

    pub(crate) fn flag(&mut self, name: &str) -> bool {
        self.required(name);
        self.flag_or_false(name)
    }

    pub(crate) fn flag_or_false(&mut self, name: &str) -> bool {
        match self.take(name) {
            Some(Value::Bool(is)) => is,
            Some(_) => self.wrong(name, "true or false").unwrap_or_default(),
            None => false,
        }
    }

    pub(crate) fn time(&mut self, name: &str) -> UtcTime {
        let time = UtcTime::parse(&self.text(name)).ok();
        time.or_else(|| self.wrong(name, "a time of the form 2026-11-22T08:00:00Z")).unwrap_or(UtcTime(0))
    }

    pub(crate) fn date(&mut self, name: &str) -> Date {
        self.required(name);
        self.optional_date(name).unwrap_or(UtcTime(0).date())
    }

    pub(crate) fn optional_date(&mut self, name: &str) -> Option<Date> {
        let text = self.optional_text(name)?;
        Date::parse(&text).ok().or_else(|| self.wrong(name, "a day of the form 2026-11-22"))
    }

    /// `platform`
    pub(crate) fn platform(&mut self) -> Platform {
        let name = self.text("platform");
        Platform::parse(&name).unwrap_or_else(|| {
            self.refuse(unexpected("variant", &name, &Platform::ALL.map(Platform::as_str)));
            Platform::X
        })
    }

    /// What one of several names stands for, of a member that must be there.
    pub(crate) fn choice<T: Copy>(&mut self, name: &str, all: &[(&str, T)], otherwise: T) -> T {
        self.required(name);
        self.choice_or(name, all, otherwise)
    }

    /// What one of several names stands for; `otherwise` where the member is absent.
    pub(crate) fn choice_or<T: Copy>(&mut self, name: &str, all: &[(&str, T)], otherwise: T) -> T {
        let Some(text) = self.optional_text(name) else { return otherwise };
        if let Some((_, value)) = all.iter().find(|(known, _)| *known == text) {
            return *value;
        }
        let mut known = Vec::new();
        for (name, _) in all {
            known.push(*name);
        }
        self.refuse(unexpected("variant", &text, &known));
        otherwise
    }

    /// The items of a list that must be there.
    pub(crate) fn items(&mut self, name: &str) -> Vec<Value> {
        self.required(name);
        self.items_if_any(name)
    }

    /// The items of a list; none where the member is absent.
    pub(crate) fn items_if_any(&mut self, name: &str) -> Vec<Value> {
        match self.take(name) {
            Some(Value::Array(items)) => items,
            Some(_) => self.wrong(name, "a list").unwrap_or_default(),
            None => Vec::new(),
        }
    }

    /// Texts; none where the member is absent.
    pub(crate) fn texts(&mut self, name: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for item in self.items_if_any(name) {
            match item {
                Value::String(text) => texts.push(text),
                _ => drop(self.wrong::<()>(name, "a list of texts")),
            }
        }
        texts
    }

    /// Objects that must be there. A problem says in which of them it is.
    pub(crate) fn rows<T>(&mut self, name: &str, form: fn(&mut Self) -> T) -> Vec<T> {
        self.required(name);
        self.rows_if_any(name, form)
    }

    /// Objects; none where the member is absent.
    pub(crate) fn rows_if_any<T>(&mut self, name: &str, form: fn(&mut Self) -> T) -> Vec<T> {
        let mut rows = Vec::new();
        self.each(name, &mut |row| rows.push(form(row)));
        rows
    }

    fn each(&mut self, name: &str, form: &mut dyn FnMut(&mut Self)) {
        for (at, item) in self.items_if_any(name).into_iter().enumerate() {
            let mut row = Self::of(item);
            form(&mut row);
            if let Some(problem) = row.problem {
                self.refuse(problem.in_row(name, at));
                return;
            }
        }
    }

    /// An object, or nothing where the member is absent.
    pub(crate) fn object_if_any<T>(&mut self, name: &str, form: fn(&mut Self) -> T) -> Option<T> {
        let mut object = Self::of(self.take(name)?);
        let value = form(&mut object);
        if let Some(problem) = object.problem {
            self.refuse(problem);
        }
        Some(value)
    }

    /// A member; null counts as absent.
    fn take(&mut self, name: &str) -> Option<Value> {
        self.members.remove(name).filter(|value| !matches!(value, Value::Null))
    }

    pub(crate) fn required(&mut self, name: &str) {
        if matches!(self.members.get(name), None | Some(Value::Null)) {
            self.refuse(FormError(["missing field `", name, "`"].concat()));
        }
    }

    fn wrong<T>(&mut self, name: &str, expected: &str) -> Option<T> {
        self.refuse(FormError(["`", name, "` must be ", expected].concat()));
        None
    }

    pub(crate) fn refuse(&mut self, problem: FormError) {
        self.problem.get_or_insert(problem);
    }
}

impl FormError {
    fn in_row(self, table: &str, before: usize) -> Self {
        Self([table, ", row ", &(before + 1).to_string(), ": ", &self.0].concat())
    }
}

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn unexpected(what: &str, found: &str, expected: &[&str]) -> FormError {
    FormError(["unknown ", what, " `", found, "`, expected one of `", &expected.join("`, `"), "`"].concat())
}
