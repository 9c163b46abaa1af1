//! What the background holds while it is awake: the list in use and what was built from it.

use core::cell::Cell;

use serde::Serialize;

use super::address::{normalised, within};
use super::answer::Answer;
use super::error::CoreError;
use super::words::Variant;
use crate::freshness::{Freshness, State as Age};
use crate::list::Directory;
use crate::platform::{
    Account, InstanceSigns, MastodonHosts, MovedHost, Platform, Readable, homed, host_of, instance_to_ask_for,
    is_profile, readable, readable_where_moved, resolve,
};
use crate::sighting::{PageSighting, Sighting, read_page};
use crate::sites::{SiteFile, SiteFiles};
use crate::time::{Date, UtcTime};
use crate::trust::{Archive, ListSet, Policy, TrustError, Update, effective_now};
use crate::verdict::judge;

/// How long the index is built before other questions have their turn.
const SLICE_MS: f64 = 4.0;

/// Where the list in use came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Source {
    /// The extension's package.
    Packaged,
    /// The browser's storage, verified again.
    Stored,
    /// The repository, since the background awoke.
    Updated,
}

pub(super) struct State {
    pub(super) pinned_root: Vec<u8>,
    pub(super) floor: Option<Archive>,
    pub(super) list: ListSet,
    pub(super) directory: Directory,
    pub(super) source: Source,
    /// The newest signed time that was ever accepted: the clock is never before it.
    pub(super) newest_issued: Option<UtcTime>,
    packaged_sites: SiteFiles,
    sites: SiteFiles,
    hosts: MastodonHosts,
    /// Those of them that the resident granted.
    granted: Vec<String>,
    refused: Vec<&'static str>,
    /// Something was asked that needs an index that is not built yet.
    is_early: Cell<bool>,
    malformed: Cell<u32>,
}

/// The list in use, in figures.
#[derive(Serialize)]
pub(super) struct Status<'a> {
    publisher: &'a str,
    homepage: &'a str,
    contact: &'a str,
    /// Where reports go by e-mail; empty where the list names no address for them.
    report_email: &'a str,
    demonstration: bool,
    accounts: usize,
    version: u64,
    list_date: Date,
    #[serde(skip_serializing_if = "Option::is_none")]
    confirmed: Option<UtcTime>,
    freshness: Age,
    source: Source,
    /// What was damaged and left aside: `floor` and `set` in storage, `sites` in the list.
    refused: &'a [&'static str],
    /// What pages handed over as sightings and was none, since the background awoke.
    malformed: u32,
}

/// A verified list and the index built from it.
struct Usable {
    list: ListSet,
    directory: Directory,
}

impl State {
    pub(super) fn start(
        pinned_root: Vec<u8>,
        packaged: Archive,
        site_files: &[u8],
        floor: Option<&[u8]>,
        set: Option<Result<Archive, TrustError>>,
    ) -> Result<Self, CoreError> {
        let mut refused = Vec::new();
        let stored = set.map(|set| {
            let stored = ListSet::verify(&pinned_root, set?)?;
            if is_newer(&packaged, &stored, &pinned_root) { Ok(None) } else { indexed(stored).map(Some) }
        });
        if matches!(stored, Some(Err(_))) {
            refused.push("set");
        }
        let kept = floor.and_then(|bytes| Archive::from_bytes(bytes).ok());
        let (source, Usable { list, directory }) = match stored {
            Some(Ok(Some(stored))) => (Source::Stored, stored),
            _ => (Source::Packaged, indexed(ListSet::verify(&pinned_root, packaged)?)?),
        };
        let update = Update::start(&pinned_root, kept.as_ref(), Some(&list), system_time(), &Policy::default())?;
        let newest_issued = update.stored_issued();
        if floor.is_some() && kept.is_none() || !update.stored_floor_holds() {
            refused.push("floor");
        }
        let (packaged_sites, broken) = SiteFiles::packaged(site_files);
        if let Some(error) = broken.first() {
            return Err(CoreError::new("Sites", Variant::PackagedSitesBroken, error));
        }
        let sites = SiteFiles::default();
        let (hosts, granted) = (MastodonHosts::default(), Vec::new());
        let floor = kept;
        let is_early = Cell::new(false);
        let mut state = Self {
            pinned_root,
            floor,
            list,
            directory,
            source,
            newest_issued,
            packaged_sites,
            sites,
            hosts,
            granted,
            refused,
            is_early,
            malformed: Cell::new(0),
        };
        state.adopt();
        Ok(state)
    }

    /// Takes over what the list in use says of sites and hosts.
    pub(super) fn adopt(&mut self) {
        self.adopt_hosts();
        let mut broken = Vec::new();
        self.sites = self.packaged_sites.clone();
        if let Some(signed) = self.list.file("sites.json") {
            (self.sites, broken) = core::mem::take(&mut self.sites).overridden_by(signed);
        }
        if !broken.is_empty() {
            self.refused.push("sites");
        }
    }

    /// The hosts that the resident granted, in place of those before.
    pub(super) fn grant(&mut self, hosts: Vec<String>) {
        self.granted = hosts;
        self.adopt_hosts();
    }

    fn adopt_hosts(&mut self) {
        self.hosts = MastodonHosts(self.directory.header().mastodon_hosts.clone());
        for host in &self.granted {
            self.hosts.grant(host);
        }
    }

    /// Where a page at this address could be read.
    pub(super) fn readable(&self, address: &str) -> Option<Readable> {
        let address = normalised(address)?;
        readable_where_moved(&address, self.moved()).or_else(|| readable(&address, &self.hosts))
    }

    /// Domains that platforms moved to, as the list in use says.
    fn moved(&self) -> &[MovedHost] {
        &self.directory.header().moved_hosts
    }

    /// An address that stands by itself, normalised, as its platform wrote it before it moved.
    fn homed(&self, raw: &str) -> Option<String> {
        Some(homed(normalised(raw)?, self.moved()))
    }

    /// Whether a page at this address shows that an instance which nobody knows stands there.
    pub(super) fn shows_instance(&self, address: &str, signs: &InstanceSigns<'_>) -> bool {
        normalised(address).is_some_and(|address| instance_to_ask_for(&address, signs, &self.hosts).is_some())
    }

    /// So many of a batch were no sightings. A batch that will be asked again counts then.
    pub(super) fn note_malformed(&self, count: u32) {
        if !self.is_early.get() {
            self.malformed.set(self.malformed.get().saturating_add(count));
        }
    }

    /// `for_report`: with what of the page's words counts as said of that account.
    pub(super) fn judge_page(&self, raw: &PageSighting, for_report: bool) -> Answer {
        let within = |base: &str, raw: &str| Some(homed(within(base, raw)?, self.moved()));
        let Some(sighting) = read_page(raw, &within, &self.sites, &self.hosts, &self.directory) else {
            return Answer::unlisted();
        };
        let answer = self.judge(&sighting);
        if for_report { answer.of_report(sighting) } else { answer }
    }

    /// An address that the browser itself vouches for. Only the account's own page may speak for it.
    pub(super) fn judge_address(&self, address: &str) -> Answer {
        let Some(address) = self.homed(address) else { return Answer::unlisted() };
        let Some(account) = resolve(&address, &self.hosts) else { return Answer::unlisted() };
        let may_endorse = is_profile(&address, &account, &self.hosts);
        // Any instance can show an account of another one: only its own address is a word for it.
        let shown_on = match account.platform {
            Platform::Mastodon => host_of(&address),
            _ => None,
        };
        let answer = self.judge(&Sighting { may_endorse, shown_on, ..profile(account) });
        // Below that page the address says too little to call its account unlisted.
        if !may_endorse && answer.is_unlisted() { Answer::unlisted() } else { answer }
    }

    pub(super) fn judge(&self, sighting: &Sighting) -> Answer {
        if !self.directory.is_ready_for(&sighting.account) {
            self.is_early.set(true);
            return Answer::unlisted();
        }
        let verdict = judge(&self.directory, &self.freshness(), sighting);
        Answer::new(verdict, &sighting.account, &self.directory)
    }

    /// An answer; `None` where it needs an index of which only a slice more was built for it.
    pub(super) fn answered<T>(&self, answer: impl FnOnce(&Self) -> T) -> Option<T> {
        self.is_early.set(false);
        let answer = answer(self);
        if !self.is_early.get() {
            return Some(answer);
        }
        let start = js_sys::Date::now();
        while !self.directory.prepare_some() && js_sys::Date::now() - start < SLICE_MS {}
        None
    }

    pub(super) fn site(&self, page: &str) -> Option<&SiteFile> {
        self.sites.for_page(&self.homed(page)?, &self.hosts)
    }

    pub(super) fn status(&self) -> Status<'_> {
        let header = self.directory.header();
        let freshness = self.freshness();
        Status {
            publisher: &header.publisher.name,
            homepage: &header.publisher.homepage,
            contact: &header.publisher.contact,
            report_email: &header.publisher.report.email,
            demonstration: header.demonstration,
            accounts: self.directory.account_count(),
            version: self.list.versions().targets,
            list_date: freshness.list_date,
            confirmed: self.list.issued(),
            freshness: freshness.state,
            source: self.source,
            refused: &self.refused,
            malformed: self.malformed.get(),
        }
    }

    fn freshness(&self) -> Freshness {
        let now = effective_now(system_time(), self.newest_issued);
        let issued = self.directory.header().issued;
        let confirmed = self.list.issued().unwrap_or(issued);
        Freshness::of(issued, confirmed, self.list.timestamp_expires(), self.list.others_expire(), now)
    }
}

/// An account by itself: nothing on a page can contradict it.
pub(super) const fn profile(account: Account) -> Sighting {
    Sighting { account, account_id: None, display_name: None, may_endorse: true, shown_on: None }
}

/// The system's clock, in seconds of UTC.
pub(super) fn system_time() -> UtcTime {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "milliseconds since 1970 fit an i64 for as long as there are years"
    )]
    UtcTime((js_sys::Date::now() / 1000.0) as i64)
}

/// Whether the package carries a newer list than the one that was stored, perhaps under an older package. Seldom: so what it
/// claims is looked at before its signatures, and of the two only one is indexed, for that is most of the work of a start.
fn is_newer(packaged: &Archive, stored: &ListSet, pinned_root: &[u8]) -> bool {
    ListSet::claimed_age(packaged).is_none_or(|claimed| claimed > stored.age())
        && ListSet::verify(pinned_root, packaged.clone()).is_ok_and(|packaged| packaged.age() > stored.age())
}

fn indexed(list: ListSet) -> Result<Usable, CoreError> {
    let directory = Directory::of(&list)?;
    Ok(Usable { list, directory })
}
