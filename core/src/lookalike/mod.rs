//! Which listed account does a name resemble, and how?
//!
//! An [`Engine`] is built once from every listed handle and name ([`Target`]) and is asked about accounts that are
//! not listed ([`Query`]). It answers with the one it resembles most, if any ([`Resemblance`]); the rules are the
//! variants of [`Reason`]. It knows nothing of how complete a list is: [`Reason::SameNameOtherPlatform`] and
//! [`Reason::AgencyNotHere`] say what holds, the verdict what follows.
//!
//! | file | holds |
//! |---|---|
//! | `table`, `bits`, `fold` | what a name looks like: the committed table of Unicode shapes and the folded form |
//! | `words` | state words, service words, labels, words that make a difference innocent: data in `words/` |
//! | `targets` | the listed names and their forms |
//! | `index` | exact lookups, of parts, rotations and deletions too |
//! | `rules`, `edit` | the rules, the surest first |
//! | `differs` | which characters to show |
//!
//! The sources of the rules are UTS #39, Chromium's lookalike heuristics, and the cases collected in the threat model.
//! No rule scans the list: the cost of a query hardly grows with it.

mod bits;
mod differs;
mod edit;
mod fold;
mod index;
#[cfg(test)]
mod laws;
mod reason;
mod rules;
mod table;
mod targets;
mod words;

pub use reason::{Field, Owner, Query, Reason, Resemblance, Strength, Target, TargetKind};

use self::index::Powers;
use self::rules::{Hit, Probe};
use self::table::Table;
use self::targets::{Builder, Targets, significant};
use self::words::{LABEL, Words};
use crate::platform::Platform;

/// Answers which listed account a name resembles. Immutable; a new list is a new engine.
#[derive(Debug)]
pub struct Engine {
    tables: Tables,
    /// Of the publisher, in lower case.
    domains: Vec<String>,
}

/// Of two owners, whether the first one comes first.
type IsBefore<'f> = dyn Fn(Owner, Owner) -> bool + 'f;

/// What the rules look things up in.
#[derive(Debug)]
struct Tables {
    table: Table,
    words: Words,
    powers: Powers,
    targets: Targets,
}

/// An engine that is being built, target by target, so that a caller can stop between any two.
#[derive(Debug)]
pub struct Assembly {
    table: Table,
    words: Words,
    powers: Powers,
    builder: Builder,
    domains: Vec<String>,
}

impl Assembly {
    /// `domains` are the publisher's own (`mass.gov`), `jurisdiction` is its state (`US-MA`).
    #[must_use]
    pub fn start(domains: &[String], jurisdiction: &str) -> Self {
        let table = Table::decode();
        let words = Words::of(&table, jurisdiction);
        let domains = domains.iter().map(|domain| domain.to_ascii_lowercase()).collect();
        Self { table, words, powers: Powers::new(), builder: Builder::default(), domains }
    }

    /// Counts a text that will be added: the room for all is made once.
    pub fn expect(&mut self, text: &str) {
        self.builder.expect(text);
    }

    /// Makes some of the room for the texts that are expected, which are all; true where there is all of it. The first target
    /// waits for what is lacking.
    pub fn make_room(&mut self) -> bool {
        self.builder.make_room()
    }

    /// Takes one more target. Handles must come before names: a name is a target by itself where it is also a handle.
    pub fn add(&mut self, target: &Target<'_>) {
        self.builder.add(target, &self.table, &self.words, &self.powers);
    }

    /// The engine of what was added.
    #[must_use]
    pub fn finish(self) -> Engine {
        let Self { table, words, powers, builder, domains } = self;
        let mut targets = builder.targets;
        words.elsewhere().for_each(|word| targets.note_runs(word));
        Engine { tables: Tables { table, words, powers, targets }, domains }
    }
}

impl Engine {
    /// An engine for these listed names, in one go.
    #[must_use]
    pub fn build<'a>(targets: impl Iterator<Item = Target<'a>>, domains: &[String], jurisdiction: &str) -> Self {
        let targets: Vec<_> = targets.collect();
        let mut assembly = Assembly::start(domains, jurisdiction);
        targets.iter().for_each(|target| assembly.expect(target.text));
        for handles in [true, false] {
            let these = targets.iter().filter(|target| (target.kind == TargetKind::Handle) == handles);
            these.for_each(|target| assembly.add(target));
        }
        assembly.finish()
    }

    /// What the listed names take, in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.tables.targets.size()
    }

    /// The version of the Unicode data behind the table of shapes.
    #[must_use]
    pub fn unicode_version(&self) -> (u8, u8, u8) {
        self.tables.table.unicode_version
    }

    /// The listed account that this one resembles. Nothing for an account that is itself listed by that handle,
    /// or that proves by its handle that it controls one of the publisher's domains.
    #[must_use]
    pub fn resemblance(&self, query: &Query<'_>) -> Option<Resemblance> {
        self.resemblance_by(query, &|_, _| false)
    }

    /// Likewise. Of two owners that are resembled equally, `is_before` says whether the first one is meant; where it says so
    /// of neither, it is the one that was added first.
    #[must_use]
    pub fn resemblance_by(&self, query: &Query<'_>, is_before: &IsBefore<'_>) -> Option<Resemblance> {
        let handle = query.handle.filter(|handle| !handle.is_empty());
        if handle.is_some_and(|handle| self.is_at_home(query.platform, handle)) {
            return None;
        }
        let handle = handle.map(|text| (text, self.tables.probe(query.platform, Field::Handle, text)));
        let name = query.display_name.map(|text| self.tables.probe(query.platform, Field::Name, text));
        if handle.as_ref().is_some_and(|(_, probe)| self.tables.is_listed(probe)) {
            return None;
        }
        let side = |probe, hit: Option<Hit>, offset| hit.map(|hit| (hit, probe, offset));
        let by_handle = handle.as_ref().and_then(|(text, probe)| {
            side(probe, self.handle_hit(text, probe, is_before), offset_utf16(query.platform, text))
        });
        let by_name = name.as_ref().and_then(|probe| side(probe, self.tables.hit(probe, is_before), 0));
        let (sides, both);
        let sides: &[_] = match (by_handle, by_name) {
            (None, None) => return None,
            (Some(one), Some(other)) => {
                both = [one, other];
                &both
            }
            (one, other) => {
                sides = one.or(other);
                sides.as_slice()
            }
        };
        let probes = handle.iter().map(|(_, probe)| probe).chain(&name);
        self.combine(sides, probes.fold(0, |labels, probe| labels | self.tables.labels(probe)))
    }

    fn handle_hit(&self, text: &str, probe: &Probe<'_>, is_before: &IsBefore<'_>) -> Option<Hit> {
        let hit = self.tables.hit(probe, is_before);
        let Some(domain) = self.borrowed_domain(probe.platform, text) else { return hit };
        let owner = || {
            let domain = self.tables.probe(probe.platform, Field::Name, domain);
            self.tables.hit(&domain, is_before).map_or(0, |hit| hit.entry)
        };
        let hit = hit.unwrap_or_else(|| Hit { entry: owner(), strength: Strength::Strong, reasons: 0, beside: 0 });
        Some(Hit { strength: Strength::Strong, reasons: hit.reasons | Reason::PublisherDomain.bit(), ..hit })
    }

    /// The stronger side says whom, of equals the handle's, which comes first; both say why where they agree on the
    /// agency.
    fn combine(&self, sides: &[(Hit, &Probe<'_>, u32)], labels: u32) -> Option<Resemblance> {
        let (first, last) = (sides.first()?, sides.last()?);
        let (hit, probe, offset) = if last.0.strength > first.0.strength { last } else { first };
        let entry = self.tables.targets.entry(hit.entry)?;
        let mut bits = 0;
        for (other, probe, _) in sides {
            if self.tables.targets.entry(other.entry).is_some_and(|e| e.owner().agency == entry.owner().agency) {
                bits |= other.reasons | self.tables.circumstances(probe, other);
            }
        }
        let mut reasons = Vec::new();
        for reason in Reason::ALL {
            if bits & reason.bit() != 0 {
                reasons.push(reason);
            }
        }
        let label = words::label(labels | hit.beside & LABEL);
        Some(Resemblance {
            owner: entry.owner(),
            strength: if label.is_some() { Strength::Weak } else { hit.strength },
            reasons,
            differs: differs::differences(self.tables.targets.text(entry), probe.text, *offset),
            of: probe.field,
            label,
            handle_only: last.1.field == Field::Handle,
        })
    }

    /// A Bluesky handle under the publisher's domain, or a Mastodon account on it: nobody else can have it.
    fn is_at_home(&self, platform: Platform, handle: &str) -> bool {
        let host = match platform {
            Platform::Bluesky => handle.trim_start_matches('@'),
            Platform::Mastodon => handle.rsplit_once('@').map_or("", |(_, host)| host),
            _ => return false,
        };
        let host = host.to_ascii_lowercase();
        self.domains
            .iter()
            .any(|domain| host.strip_suffix(domain.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
    }

    /// The publisher's domain in a handle that does not prove it: `mass-gov.bsky.social`.
    fn borrowed_domain(&self, platform: Platform, handle: &str) -> Option<&str> {
        if !matches!(platform, Platform::Bluesky | Platform::Mastodon) {
            return None;
        }
        let separator = |byte: u8| if matches!(byte, b'-' | b'_' | b'@') { b'.' } else { byte.to_ascii_lowercase() };
        let dotted: Vec<u8> = [".", handle, "."].concat().bytes().map(separator).collect();
        let borrows = |domain: &&String| {
            let labels = [".", domain, "."].concat();
            dotted.windows(labels.len()).any(|part| part == labels.as_bytes())
        };
        self.domains.iter().find(borrows).map(String::as_str)
    }
}

/// How many UTF-16 units of a handle stand before the part that names someone.
fn offset_utf16(platform: Platform, handle: &str) -> u32 {
    let start = significant(platform, handle).1;
    handle.get(..start).unwrap_or_default().encode_utf16().count() as u32
}
