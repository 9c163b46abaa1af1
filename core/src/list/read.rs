//! Reads schema 1 from the JSON of its files. What is left of each object is unknown, and kept.

use core::ops::Range;
use std::borrow::Cow;

use serde::{Deserialize, Deserializer};

use super::schema::{
    AccountRow, Agency, Class, Coverage, Impostor, Impostors, Index, PreviousHandle, Publisher, ReportContact, Section,
    SectionReference, Status,
};
use crate::object::{Object, Texts, deserialized};
use crate::platform::{MovedHost, Platform};
use crate::time::Date;
use crate::trust::json::Document;

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
            moved_hosts: object.rows_if_any("moved_hosts", moved_host),
            unknown: object.rest(),
        }
    }
}

impl<'de> Deserialize<'de> for Index {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialized(deserializer, Self::form)
    }
}

/// A section whose accounts are read as far as they are needed to be found.
#[derive(Debug)]
pub(super) struct SectionRows<'a> {
    pub(super) id: String,
    pub(super) agencies: Vec<Agency>,
    pub(super) accounts: Vec<Row<'a>>,
}

impl<'a> SectionRows<'a> {
    pub(super) fn form(object: &mut Object<'_, 'a>) -> Self {
        object.number("schema");
        Self {
            id: object.text("id"),
            agencies: object.rows("agencies", agency),
            accounts: object.rows("accounts", Row::form),
        }
    }
}

impl Section {
    fn form(object: &mut Object) -> Self {
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

fn publisher_of(index: &mut Object) -> Publisher {
    index.object("publisher", publisher).unwrap_or_else(Publisher::nobody)
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

fn moved_host(object: &mut Object) -> MovedHost {
    MovedHost { platform: object.platform(), host: object.text("host") }
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

/// An account as it stands in its file, whose form is held to the last member: what is needed to find it. Small, for
/// there is one for every account, and nothing is copied.
#[derive(Debug)]
pub(super) struct Row<'a> {
    /// Where in its file all of it stands, for [`AccountRow::read`].
    pub(super) place: Range<usize>,
    pub(super) agency: Cow<'a, str>,
    pub(super) platform: Platform,
    pub(super) handle: Cow<'a, str>,
    pub(super) rare: Option<Box<Rare<'a>>>,
}

/// What most rows have none of.
#[derive(Debug)]
pub(super) struct Rare<'a> {
    pub(super) also: Texts<'a>,
    pub(super) previous: Vec<PreviousHandle>,
    pub(super) account_ids: Texts<'a>,
    pub(super) successor: Option<Cow<'a, str>>,
    pub(super) proof: Option<Cow<'a, str>>,
}

impl<'a> Row<'a> {
    fn form(object: &mut Object<'_, 'a>) -> Self {
        let Members { agency, platform, handle, also, previous, account_ids, successor, proof, .. } =
            Members::form(object);
        let texts = [&also, &account_ids].iter().any(|texts| !texts.is_empty());
        let is_rare = texts || !previous.is_empty() || successor.is_some() || proof.is_some();
        let rare = is_rare.then(|| Box::new(Rare { also, previous, account_ids, successor, proof }));
        Self { place: object.place(), agency, platform, handle, rare }
    }

    pub(super) fn previous(&self) -> &[PreviousHandle] {
        self.rare.as_deref().map_or(&[], |rare| &rare.previous)
    }

    pub(super) fn successor(&self) -> Option<&str> {
        self.rare.as_deref()?.successor.as_deref()
    }
}

/// All members of an account.
struct Members<'a> {
    agency: Cow<'a, str>,
    class: Class,
    platform: Platform,
    handle: Cow<'a, str>,
    also: Texts<'a>,
    previous: Vec<PreviousHandle>,
    account_ids: Texts<'a>,
    display_names: Texts<'a>,
    status: Status,
    since: Option<Date>,
    until: Option<Date>,
    successor: Option<Cow<'a, str>>,
    languages: Texts<'a>,
    proof: Option<Cow<'a, str>>,
}

impl<'a> Members<'a> {
    /// In each of its two users: of most that it reads the first of them keeps nothing.
    #[inline(always)]
    fn form(object: &mut Object<'_, 'a>) -> Self {
        Self {
            agency: object.text_in_place("agency"),
            class: object.choice_or("class", &CLASSES, Class::Agency),
            platform: object.platform(),
            handle: object.text_in_place("handle"),
            also: object.texts_in_place("also"),
            previous: object.rows_if_any("previous", previous),
            account_ids: object.texts_in_place("account_ids"),
            display_names: object.texts_in_place("display_names"),
            status: object.choice("status", &STATUSES, Status::Retired),
            since: object.optional_date("since"),
            until: object.optional_date("until"),
            successor: object.optional_text_in_place("successor"),
            languages: object.texts_in_place("languages"),
            proof: object.optional_text_in_place("proof"),
        }
    }
}

impl AccountRow {
    /// The row of the JSON at a [`Row`]'s place.
    pub(super) fn read(json: &str) -> Option<Self> {
        let document = Document::part(json).ok()?;
        Object::of(document.root()).read(account).ok()
    }
}

fn account(object: &mut Object) -> AccountRow {
    let row = Members::form(object);
    AccountRow {
        agency: row.agency.into_owned(),
        class: row.class,
        platform: row.platform,
        handle: row.handle.into_owned(),
        also: row.also.to_vec(),
        previous: row.previous,
        account_ids: row.account_ids.to_vec(),
        display_names: row.display_names.to_vec(),
        status: row.status,
        since: row.since,
        until: row.until,
        successor: row.successor.map(Cow::into_owned),
        languages: row.languages.to_vec(),
        proof: row.proof.map(Cow::into_owned),
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
