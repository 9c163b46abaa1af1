//! Takes an object of JSON apart, member by member.

use std::borrow::Cow;

use core::fmt;
use core::ops::Range;

use serde::{Deserialize, Deserializer, de};

use crate::platform::Platform;
use crate::time::{Date, UtcTime};
use crate::trust::json::{Document, Item, Kind};
use crate::trust::value::{Map, Value};

/// Why a value has not the form asked for, for the person who wrote it.
#[derive(Debug)]
pub(crate) struct FormError(pub(crate) String);

/// The members of an object that were not yet taken. What is missing or wrong reads as something empty and is
/// remembered, the first of it: so a form is one expression, without an early exit at each member.
pub(crate) struct Object<'d, 'a> {
    item: Item<'d, 'a>,
    /// Where the next member is looked for first: forms ask for them in the order in which the publisher writes them.
    near: usize,
    problem: Option<FormError>,
}

/// A list of texts as it stands in a file: most are looked at only when someone asks for them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Texts<'a>(&'a str);

impl Texts<'_> {
    pub(crate) const fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn to_vec(self) -> Vec<String> {
        let mut texts = Vec::new();
        if let Some(document) = (!self.0.is_empty()).then(|| Document::part(self.0).ok()).flatten() {
            texts.extend(document.root().items().filter_map(|item| item.text().map(Cow::into_owned)));
        }
        texts
    }
}

impl<'d, 'a> Object<'d, 'a> {
    pub(crate) fn of(item: Item<'d, 'a>) -> Self {
        let is_object = item.kind() == Kind::Object;
        Self { item, near: 0, problem: (!is_object).then(|| FormError("not an object".into())) }
    }

    /// The value that a form makes of this object.
    ///
    /// # Errors
    /// The first problem. Nothing that was read before counts then.
    pub(crate) fn read<T>(mut self, form: impl FnOnce(&mut Self) -> T) -> Result<T, FormError> {
        let value = form(&mut self);
        match self.problem {
            Some(problem) => Err(problem),
            None => Ok(value),
        }
    }

    /// Where its bytes stand in the document.
    pub(crate) fn place(&self) -> Range<usize> {
        self.item.place()
    }

    /// What was never taken.
    pub(crate) fn rest(&mut self) -> Map {
        self.item.to_map()
    }

    /// Refuses what was never taken.
    pub(crate) fn end(&mut self, expected: &[&str]) {
        if let Some((name, _)) = self.rest().into_iter().next() {
            self.refuse(unexpected("field", &name, expected));
        }
    }

    /// A text that stays in its place.
    pub(crate) fn peek_text(&self, name: &str) -> Option<Cow<'a, str>> {
        self.item.member(name, 0)?.value.text()
    }

    /// A whole number that stays in its place.
    pub(crate) fn peek_number(&self, name: &str) -> Option<u64> {
        u64::try_from(self.item.member(name, 0)?.value.integer()?).ok()
    }

    pub(crate) fn text(&mut self, name: &str) -> String {
        self.text_in_place(name).into_owned()
    }

    /// A text that is not copied where that can be avoided.
    pub(crate) fn text_in_place(&mut self, name: &str) -> Cow<'a, str> {
        match self.required(name) {
            Some(item) => self.text_of(name, item).unwrap_or_default(),
            None => Cow::default(),
        }
    }

    pub(crate) fn text_or_empty(&mut self, name: &str) -> String {
        self.optional_text(name).unwrap_or_default()
    }

    pub(crate) fn optional_text(&mut self, name: &str) -> Option<String> {
        self.optional_text_in_place(name).map(Cow::into_owned)
    }

    pub(crate) fn optional_text_in_place(&mut self, name: &str) -> Option<Cow<'a, str>> {
        let item = self.take(name)?;
        self.text_of(name, item)
    }

    fn text_of(&mut self, name: &str, item: Item<'d, 'a>) -> Option<Cow<'a, str>> {
        item.text().or_else(|| self.wrong(name, "a text"))
    }

    pub(crate) fn number(&mut self, name: &str) -> u64 {
        let Some(item) = self.required(name) else { return 0 };
        let number = item.integer().and_then(|number| u64::try_from(number).ok());
        number.or_else(|| self.wrong(name, "a whole number")).unwrap_or_default()
    }

    pub(crate) fn flag(&mut self, name: &str) -> bool {
        let item = self.required(name);
        self.flag_of(name, item)
    }

    pub(crate) fn flag_or_false(&mut self, name: &str) -> bool {
        let item = self.take(name);
        self.flag_of(name, item)
    }

    fn flag_of(&mut self, name: &str, item: Option<Item<'d, 'a>>) -> bool {
        match item.map(Item::kind) {
            Some(Kind::True) => true,
            Some(Kind::False) | None => false,
            Some(_) => self.wrong(name, "true or false").unwrap_or_default(),
        }
    }

    pub(crate) fn time(&mut self, name: &str) -> UtcTime {
        let time = UtcTime::parse(&self.text_in_place(name)).ok();
        time.or_else(|| self.wrong(name, "a time of the form 2026-11-22T08:00:00Z")).unwrap_or(UtcTime(0))
    }

    pub(crate) fn date(&mut self, name: &str) -> Date {
        let item = self.required(name);
        item.and_then(|item| self.date_of(name, item)).unwrap_or(UtcTime(0).date())
    }

    pub(crate) fn optional_date(&mut self, name: &str) -> Option<Date> {
        let item = self.take(name)?;
        self.date_of(name, item)
    }

    fn date_of(&mut self, name: &str, item: Item<'d, 'a>) -> Option<Date> {
        let text = self.text_of(name, item)?;
        Date::parse(&text).ok().or_else(|| self.wrong(name, "a day of the form 2026-11-22"))
    }

    /// `platform`
    pub(crate) fn platform(&mut self) -> Platform {
        let name = self.text_in_place("platform");
        Platform::parse(&name).unwrap_or_else(|| {
            self.refuse(unexpected("variant", &name, &Platform::ALL.map(Platform::as_str)));
            Platform::X
        })
    }

    /// What one of several names stands for, of a member that must be there.
    pub(crate) fn choice<T: Copy>(&mut self, name: &str, all: &[(&str, T)], otherwise: T) -> T {
        match self.required(name) {
            Some(item) => self.choice_of(name, item, all, otherwise),
            None => otherwise,
        }
    }

    /// What one of several names stands for; `otherwise` where the member is absent.
    pub(crate) fn choice_or<T: Copy>(&mut self, name: &str, all: &[(&str, T)], otherwise: T) -> T {
        match self.take(name) {
            Some(item) => self.choice_of(name, item, all, otherwise),
            None => otherwise,
        }
    }

    fn choice_of<T: Copy>(&mut self, name: &str, item: Item<'d, 'a>, all: &[(&str, T)], otherwise: T) -> T {
        let Some(text) = self.text_of(name, item) else { return otherwise };
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
    pub(crate) fn items(&mut self, name: &str) -> Vec<Item<'d, 'a>> {
        let item = self.required(name);
        self.items_of(name, item)
    }

    /// The items of a list; none where the member is absent.
    pub(crate) fn items_if_any(&mut self, name: &str) -> Vec<Item<'d, 'a>> {
        let item = self.take(name);
        self.items_of(name, item)
    }

    fn items_of(&mut self, name: &str, item: Option<Item<'d, 'a>>) -> Vec<Item<'d, 'a>> {
        let Some(item) = item else { return Vec::new() };
        if item.kind() != Kind::Array {
            return self.wrong(name, "a list").unwrap_or_default();
        }
        item.items().collect()
    }

    /// Texts; none where the member is absent.
    pub(crate) fn texts(&mut self, name: &str) -> Vec<String> {
        self.texts_in_place(name).to_vec()
    }

    /// Texts that are not copied; none where the member is absent.
    pub(crate) fn texts_in_place(&mut self, name: &str) -> Texts<'a> {
        let Some(item) = self.take(name) else { return Texts::default() };
        if item.kind() != Kind::Array {
            return self.wrong(name, "a list").unwrap_or_default();
        }
        let mut is_empty = true;
        for text in item.items() {
            is_empty = false;
            if !matches!(text.kind(), Kind::Plain | Kind::Escaped) {
                return self.wrong(name, "a list of texts").unwrap_or_default();
            }
        }
        if is_empty { Texts::default() } else { Texts(item.json()) }
    }

    /// Objects that must be there. A problem says in which of them it is.
    pub(crate) fn rows<T>(&mut self, name: &str, form: fn(&mut Self) -> T) -> Vec<T> {
        let item = self.required(name);
        self.rows_of(name, item, form)
    }

    /// Objects; none where the member is absent.
    pub(crate) fn rows_if_any<T>(&mut self, name: &str, form: fn(&mut Self) -> T) -> Vec<T> {
        let item = self.take(name);
        self.rows_of(name, item, form)
    }

    fn rows_of<T>(&mut self, name: &str, item: Option<Item<'d, 'a>>, form: fn(&mut Self) -> T) -> Vec<T> {
        let mut rows = Vec::new();
        self.each(name, item, &mut |row| rows.push(form(row)));
        rows
    }

    fn each(&mut self, name: &str, item: Option<Item<'d, 'a>>, form: &mut dyn FnMut(&mut Self)) {
        let Some(list) = item else { return };
        if list.kind() != Kind::Array {
            self.wrong::<()>(name, "a list");
            return;
        }
        for (at, item) in list.items().enumerate() {
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
        let item = self.take(name)?;
        Some(self.object_of(item, form))
    }

    /// An object that must be there.
    pub(crate) fn object<T>(&mut self, name: &str, form: fn(&mut Self) -> T) -> Option<T> {
        let item = self.required(name)?;
        Some(self.object_of(item, form))
    }

    fn object_of<T>(&mut self, item: Item<'d, 'a>, form: fn(&mut Self) -> T) -> T {
        let mut object = Self::of(item);
        let value = form(&mut object);
        if let Some(problem) = object.problem {
            self.refuse(problem);
        }
        value
    }

    /// A member; null counts as absent.
    fn take(&mut self, name: &str) -> Option<Item<'d, 'a>> {
        let member = self.item.member(name, self.near)?;
        member.take();
        self.near = member.after();
        Some(member.value).filter(|value| value.kind() != Kind::Null)
    }

    /// A member that must be there.
    fn required(&mut self, name: &str) -> Option<Item<'d, 'a>> {
        let item = self.take(name);
        if item.is_none() {
            self.refuse(FormError(["missing field `", name, "`"].concat()));
        }
        item
    }

    fn wrong<T>(&mut self, name: &str, expected: &str) -> Option<T> {
        self.refuse(FormError(["`", name, "` must be ", expected].concat()));
        None
    }

    pub(crate) fn refuse(&mut self, problem: FormError) {
        self.problem.get_or_insert(problem);
    }
}

/// What a form makes of any value, for other readers of JSON.
pub(crate) fn deserialized<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    form: fn(&mut Object<'_, '_>) -> T,
) -> Result<T, D::Error> {
    let json = serde_json::to_string(&Value::deserialize(deserializer)?).map_err(de::Error::custom)?;
    let document = Document::lenient(json.as_bytes()).map_err(de::Error::custom)?;
    Object::of(document.root()).read(|object| form(object)).map_err(|error| de::Error::custom(error.0))
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
