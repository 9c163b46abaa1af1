//! One row of each spreadsheet, from cells to what the list publishes. A row with a problem gives nothing.

use statemark_core::list::schema::{AccountRow, Agency, Class, Impostor, PreviousHandle, Status};
use statemark_core::platform::{Account, Identity, MastodonHosts, Platform, absolute, resolve};
use statemark_core::time::Date;

use super::problem::{Findings, Place, quoted};
use super::table::Cells;
use super::text;

/// A row of `neighbours.csv`.
#[derive(Clone, Debug)]
pub(crate) struct Neighbour {
    /// By handle and by id, each with its column: they are published as hashes only.
    pub(crate) identities: Vec<(&'static str, Account)>,
}

/// Reads the cells of one row, and remembers whether any was wrong.
pub(crate) struct RowReader<'a, 'f> {
    cells: &'a Cells,
    place: Place,
    findings: &'f mut Findings,
    bad: bool,
}

impl<'a, 'f> RowReader<'a, 'f> {
    pub(crate) fn new(file: &str, cells: &'a Cells, findings: &'f mut Findings) -> Self {
        Self { cells, place: Place::row(file, cells.row), findings, bad: false }
    }

    /// A row of `agencies.csv`. `section` holds the section's name until the registry turns it into an id.
    pub(crate) fn agency(mut self) -> Option<Agency> {
        let id = self.required("id", "Give the agency a short id of its own: `massdot`.");
        if !id.is_empty() && !text::is_kebab(id) {
            let advice = format!("Lower-case letters, digits and single hyphens: `{}`.", suggestion(&text::kebab(id)));
            self.wrong("id", format!("{} is no id", quoted(id)), advice);
        }
        let name = self.required("name", "Give the name that residents know.");
        let homepage = self.https("homepage").unwrap_or_default();
        let section = self.cells.get("section");
        if !section.is_empty() && text::kebab(section).is_empty() {
            let what = format!("no id can be made from the section {}", quoted(section));
            self.wrong("section", what, "Use a name with letters a to z or digits.");
        }
        let short_names = self.list("short_names");
        let agency = Agency {
            id: id.into(),
            name: name.into(),
            short_names,
            section: section.into(),
            homepage,
            unknown: Default::default(),
        };
        (!self.bad).then_some(agency)
    }

    /// A row of `accounts.csv`. Whether its agency and successor exist is for the whole registry to say.
    pub(crate) fn account(mut self, domains: Option<&[String]>) -> Option<AccountRow> {
        let agency = self.required("agency", "Write the agency's id as in agencies.csv.");
        let class = self.class();
        let status = self.status();
        let platform = self.platform();
        let (handle, also, previous, account_ids) = match platform {
            Some(platform) => {
                let handle = self.required_handle(platform);
                (handle, self.handles(platform, "also"), self.previous(platform), self.ids(platform))
            }
            None => Default::default(),
        };
        let since = self.date("since");
        let until = self.date("until");
        if let Some((since, until)) = since.zip(until)
            && until < since
        {
            self.wrong("until", format!("{until} is before `since`, {since}"), "Exchange or correct the two days.");
        }
        if until.is_some() && status == Some(Status::Active) {
            let advice = "Set `status` to `retired` when the account is no longer used, or empty `until`.";
            self.findings.warning(self.place.at("until"), "an active account has an end", advice);
        }
        let languages = self.list("languages");
        for language in languages.iter().filter(|language| !text::is_language(language)) {
            let what = format!("{} is no language tag", quoted(language));
            self.wrong("languages", what, "Write `en`, `es`, `pt-BR`, separated by `|`.");
        }
        let proof = self.https("proof");
        if let Some((proof, domains)) = proof.as_ref().zip(domains) {
            self.proof_is_ours(proof, domains);
        }
        let successor = Some(self.cells.get("successor").to_owned()).filter(|text| !text.is_empty());
        let display_names = self.list("display_names");
        let row = AccountRow {
            agency: agency.into(),
            class,
            platform: platform?,
            handle,
            also,
            previous,
            account_ids,
            display_names,
            status: status?,
            since,
            until,
            successor,
            languages,
            proof,
            unknown: Default::default(),
        };
        (!self.bad).then_some(row)
    }

    /// A row of `impostors.csv`.
    pub(crate) fn impostor(mut self, today: Date) -> Option<Impostor> {
        let platform = self.platform();
        let (handle, account_ids) = match platform {
            Some(platform) => (self.required_handle(platform), self.ids(platform)),
            None => Default::default(),
        };
        let imitates = self.required("imitates", "Write the listed account, `x:massrmv`, or the agency's id.");
        let confirmed = self.required_date("confirmed", "Give the day on which it was confirmed: `2026-11-22`.");
        let expires = self
            .required_date("expires", "Give the day on which the handle alone no longer counts, such as a year later.");
        if let Some((confirmed, expires)) = confirmed.zip(expires) {
            if expires <= confirmed {
                let what = format!("{expires} is not after `confirmed`, {confirmed}");
                self.wrong("expires", what, "Exchange or correct the two days.");
            } else if expires <= today && account_ids.is_empty() {
                let advice = "Look at the account again: give a new day, or remove the row.";
                self.findings.warning(self.place.at("expires"), "the row has expired and has no effect", advice);
            }
            if confirmed > today {
                self.findings.warning(self.place.at("confirmed"), "this day is yet to come", "Correct the day.");
            }
        }
        let impostor = Impostor {
            platform: platform?,
            handle,
            account_ids,
            imitates: imitates.into(),
            confirmed: confirmed?,
            expires: expires?,
            unknown: Default::default(),
        };
        (!self.bad).then_some(impostor)
    }

    /// A row of `neighbours.csv`.
    pub(crate) fn neighbour(mut self) -> Option<Neighbour> {
        let platform = self.platform()?;
        let handle = self.required_handle(platform);
        let ids = self.ids(platform);
        let handle = Account::from_handle(platform, &handle).map(|account| ("handle", account));
        let ids = ids.iter().filter_map(|id| Account::from_id(platform, id)).map(|account| ("account_ids", account));
        let identities = handle.into_iter().chain(ids).collect();
        (!self.bad).then_some(Neighbour { identities })
    }

    fn wrong(&mut self, column: &str, what: impl Into<String>, advice: impl Into<String>) {
        self.bad = true;
        self.findings.problem(self.place.at(column), what, advice);
    }

    fn required(&mut self, column: &str, advice: &str) -> &'a str {
        let cell = self.cells.get(column);
        if cell.is_empty() {
            self.wrong(column, "the cell is empty", advice);
        }
        cell
    }

    fn list(&self, column: &str) -> Vec<String> {
        let cell = self.cells.get(column);
        cell.split('|').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
    }

    fn https(&mut self, column: &str) -> Option<String> {
        let cell = self.cells.get(column);
        if cell.is_empty() {
            return None;
        }
        match text::https(cell) {
            None => Some(cell.to_owned()),
            Some((what, advice)) => {
                self.wrong(column, what, advice);
                None
            }
        }
    }

    fn date(&mut self, column: &str) -> Option<Date> {
        let cell = self.cells.get(column);
        if cell.is_empty() {
            return None;
        }
        self.day(column, cell)
    }

    fn required_date(&mut self, column: &str, advice: &str) -> Option<Date> {
        let cell = self.required(column, advice);
        if cell.is_empty() { None } else { self.day(column, cell) }
    }

    fn day(&mut self, column: &str, text: &str) -> Option<Date> {
        let date = Date::parse(text).ok();
        if date.is_none() {
            let advice =
                "Write year, month, day: `2026-11-22`. Format the column as text, or the spreadsheet changes it.";
            self.wrong(column, format!("{} is no day", quoted(text)), advice);
        }
        date
    }

    fn class(&mut self) -> Class {
        match self.cells.get("class") {
            "" | "agency" => Class::Agency,
            "programme" => Class::Programme,
            "position" => Class::Position,
            "emergency" => Class::Emergency,
            other => {
                let what = format!("{} is no class", quoted(other));
                self.wrong("class", what, "Write agency, programme, position or emergency.");
                Class::Agency
            }
        }
    }

    fn status(&mut self) -> Option<Status> {
        const ADVICE: &str = "Write active, paused, compromised or retired.";
        match self.required("status", ADVICE) {
            "" => None,
            "active" => Some(Status::Active),
            "paused" => Some(Status::Paused),
            "compromised" => Some(Status::Compromised),
            "retired" => Some(Status::Retired),
            other => {
                self.wrong("status", format!("{} is no status", quoted(other)), ADVICE);
                None
            }
        }
    }

    fn platform(&mut self) -> Option<Platform> {
        let cell = self.required("platform", "Write the platform's name: `x`, `facebook`.");
        let platform = Platform::parse(cell);
        if platform.is_none() && !cell.is_empty() {
            let meant = match cell.to_lowercase().replace([' ', '.'], "").as_str() {
                "twitter" => Some("x"),
                "bsky" | "bskyapp" => Some("bluesky"),
                other => Platform::parse(other).map(Platform::as_str),
            };
            let advice = match meant {
                Some(meant) => format!("Write `{meant}`."),
                None => format!("Write one of {}.", text::PLATFORMS),
            };
            self.wrong("platform", format!("{} is no platform", quoted(cell)), advice);
        }
        platform
    }

    fn required_handle(&mut self, platform: Platform) -> String {
        let cell = self.required("handle", "Copy the handle from the profile's address.");
        if cell.is_empty() { String::new() } else { self.handle(platform, "handle", cell).unwrap_or_default() }
    }

    fn handles(&mut self, platform: Platform, column: &str) -> Vec<String> {
        self.list(column).iter().filter_map(|handle| self.handle(platform, column, handle)).collect()
    }

    /// The handle in the one form in which lists hold it.
    fn handle(&mut self, platform: Platform, column: &str, cell: &str) -> Option<String> {
        // Some platforms write a stable id in the place of a handle: a WhatsApp channel has nothing else.
        if let Some(Account { identity: Identity::Handle(handle) | Identity::Id(handle), .. }) =
            Account::from_handle(platform, cell)
        {
            return Some(handle);
        }
        let named = absolute(None, cell).and_then(|address| resolve(&address, &MastodonHosts::default()));
        let advice = match named {
            Some(Account { platform: of, identity: Identity::Handle(handle) }) if of == platform => {
                format!("Write the handle alone: `{handle}`.")
            }
            Some(Account { platform: of, identity: Identity::Id(id) }) if of == platform => {
                format!("This address names a stable id: put `{id}` into account_ids, and the handle here.")
            }
            _ => "Copy it from the profile's address; `statemark resolve` shows the form after the colon.".to_owned(),
        };
        self.wrong(column, format!("{} is not a handle that {platform} allows", quoted(cell)), advice);
        None
    }

    fn previous(&mut self, platform: Platform) -> Vec<PreviousHandle> {
        let mut previous = Vec::new();
        for item in self.list("previous") {
            let (handle, until) = match item.split_once(" until ") {
                Some((handle, day)) => (handle.trim(), self.day("previous", day.trim())),
                None => (item.as_str(), None),
            };
            if let Some(handle) = self.handle(platform, "previous", handle) {
                previous.push(PreviousHandle { handle, until });
            }
        }
        previous
    }

    fn ids(&mut self, platform: Platform) -> Vec<String> {
        let mut ids = Vec::new();
        for id in self.list("account_ids") {
            match Account::from_id(platform, &id) {
                Some(Account { identity: Identity::Id(id), .. }) => ids.push(id),
                _ => {
                    let what = format!("{} is not a stable id that {platform} gives", quoted(&id));
                    let advice =
                        "Give the id that the platform shows in addresses or in its interface, not the handle.";
                    self.wrong("account_ids", what, advice);
                }
            }
        }
        ids
    }

    fn proof_is_ours(&mut self, proof: &str, domains: &[String]) {
        let Some(host) = text::host(proof) else { return };
        let ours = domains.iter().any(|ours| host == *ours || host.ends_with(&format!(".{ours}")));
        if !ours {
            let what = format!("{} is on none of the publisher's domains", quoted(&host));
            let advice = "Name a page of your own that links to the account, or add the domain to publisher.toml.";
            self.findings.warning(self.place.at("proof"), what, advice);
        }
    }
}

fn suggestion(kebab: &str) -> &str {
    if kebab.is_empty() { "massdot" } else { kebab }
}
