//! Reads schema 1 from the JSON of its files. What is left of each object is unknown, and kept.

use serde::{Deserialize, Deserializer, de};

use super::schema::{
    AccountRow, Agency, Class, Coverage, Impostor, Impostors, Index, PreviousHandle, Publisher, ReportContact, Section,
    SectionReference, Status,
};
use crate::object::Object;
use crate::trust::value::Value;

const CLASSES: [(&str, Class); 4] = [
    ("agency", Class::Agency),
    ("programme", Class::Programme),
    ("position", Class::Position),
    ("emergency", Class::Emergency),
];
const STATUSES: [(&str, Status); 4] = [
    ("active", Status::Active),
    ("paused", Status::Paused),
    ("compromised", Status::Compromised),
    ("retired", Status::Retired),
];

impl Index {
    pub(super) fn form(object: &mut Object) -> Self {
        Self {
            schema: object.number("schema"),
            demonstration: object.flag_or_false("demonstration"),
            publisher: publisher_of(object),
            jurisdiction: object.text_or_empty("jurisdiction"),
            issued: object.time("issued"),
            sections: object.rows("sections", section_reference),
            coverage: object.rows_if_any("coverage", coverage),
            mastodon_hosts: object.texts("mastodon_hosts"),
            unknown: object.rest(),
        }
    }
}

impl<'de> Deserialize<'de> for Index {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialized(deserializer, Self::form)
    }
}

impl Section {
    pub(super) fn form(object: &mut Object) -> Self {
        Self {
            schema: object.number("schema"),
            id: object.text("id"),
            agencies: object.rows("agencies", agency),
            accounts: object.rows("accounts", account),
            unknown: object.rest(),
        }
    }
}

impl<'de> Deserialize<'de> for Section {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialized(deserializer, Self::form)
    }
}

impl Impostors {
    pub(super) fn form(object: &mut Object) -> Self {
        Self {
            schema: object.number("schema"),
            impostors: object.rows_if_any("impostors", impostor),
            neighbours: object.texts("neighbours"),
            unknown: object.rest(),
        }
    }
}

impl<'de> Deserialize<'de> for Impostors {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialized(deserializer, Self::form)
    }
}

fn deserialized<'de, D: Deserializer<'de>, T>(deserializer: D, form: fn(&mut Object) -> T) -> Result<T, D::Error> {
    Object::of(Value::deserialize(deserializer)?).read(form).map_err(de::Error::custom)
}

fn publisher_of(index: &mut Object) -> Publisher {
    index.required("publisher");
    index.object_if_any("publisher", publisher).unwrap_or_else(Publisher::nobody)
}

fn publisher(object: &mut Object) -> Publisher {
    Publisher {
        name: object.text("name"),
        homepage: object.text("homepage"),
        domains: object.texts("domains"),
        contact: object.text_or_empty("contact"),
        report: object.object_if_any("report", report).unwrap_or_default(),
        unknown: object.rest(),
    }
}

fn report(object: &mut Object) -> ReportContact {
    ReportContact { email: object.text_or_empty("email"), unknown: object.rest() }
}

fn section_reference(object: &mut Object) -> SectionReference {
    SectionReference { id: object.text("id"), name: object.text("name"), unknown: object.rest() }
}

fn coverage(object: &mut Object) -> Coverage {
    Coverage { agency: object.text("agency"), platform: object.text("platform"), complete: object.flag("complete") }
}

fn agency(object: &mut Object) -> Agency {
    Agency {
        id: object.text("id"),
        name: object.text("name"),
        short_names: object.texts("short_names"),
        section: object.text("section"),
        homepage: object.text_or_empty("homepage"),
        unknown: object.rest(),
    }
}

fn account(object: &mut Object) -> AccountRow {
    AccountRow {
        agency: object.text("agency"),
        class: object.choice_or("class", &CLASSES, Class::Agency),
        platform: object.platform(),
        handle: object.text("handle"),
        also: object.texts("also"),
        previous: object.rows_if_any("previous", previous),
        account_ids: object.texts("account_ids"),
        display_names: object.texts("display_names"),
        status: object.choice("status", &STATUSES, Status::Retired),
        since: object.optional_date("since"),
        until: object.optional_date("until"),
        successor: object.optional_text("successor"),
        languages: object.texts("languages"),
        proof: object.optional_text("proof"),
        unknown: object.rest(),
    }
}

fn previous(object: &mut Object) -> PreviousHandle {
    PreviousHandle { handle: object.text("handle"), until: object.optional_date("until") }
}

fn impostor(object: &mut Object) -> Impostor {
    Impostor {
        platform: object.platform(),
        handle: object.text("handle"),
        account_ids: object.texts("account_ids"),
        imitates: object.text("imitates"),
        confirmed: object.date("confirmed"),
        expires: object.date("expires"),
        unknown: object.rest(),
    }
}
