//! The rows of the table, in order: the first that holds, wins.

use super::{Basis, Verdict, resemblance};
use crate::freshness::{Freshness, State};
use crate::list::schema::{AccountRow, Impostor, Status};
use crate::list::{Directory, Listed};
use crate::platform::{Account, Identity, Platform};
use crate::sighting::Sighting;
use crate::time::Date;

/// What the account of a sighting is. Total: every sighting has a verdict.
///
/// Where the sighting may not endorse, nothing that speaks for an account is said: `official`, `unconfirmed`, `renamed`
/// and `paused` become `unlisted`. Warnings stay.
#[must_use]
pub fn judge(directory: &Directory, freshness: &Freshness, sighting: &Sighting) -> Verdict {
    let question = Question::of(directory, freshness, sighting);
    let verdict = question.impostor().or_else(|| question.listed()).unwrap_or_else(|| question.unlisted());
    let endorses = matches!(
        verdict,
        Verdict::Official { .. } | Verdict::Unconfirmed { .. } | Verdict::Renamed { .. } | Verdict::Paused { .. }
    );
    if endorses && !sighting.may_endorse { Verdict::Unlisted } else { verdict }
}

/// A sighting and all that the list says of its names.
struct Question<'q> {
    directory: &'q Directory,
    freshness: &'q Freshness,
    sighting: &'q Sighting,
    /// The stable id, from the address itself or from beside it.
    id: Option<Account>,
    /// The row that has the handle today.
    by_handle: Option<&'q AccountRow>,
    /// The row that had the handle.
    by_previous: Option<(&'q AccountRow, Option<Date>)>,
    /// The row that has the id.
    by_id: Option<&'q AccountRow>,
}

impl<'q> Question<'q> {
    fn of(directory: &'q Directory, freshness: &'q Freshness, sighting: &'q Sighting) -> Self {
        let account = &sighting.account;
        let id = match &account.identity {
            Identity::Id(_) => Some(account.clone()),
            // As it was given: what is no possible id is surely none of the listed ones.
            Identity::Handle(_) => sighting
                .account_id
                .as_ref()
                .map(|id| Account { platform: account.platform, identity: Identity::Id(id.clone()) }),
        };
        let by_id = id.as_ref().and_then(|id| directory.current(id));
        let (by_handle, by_previous) = match directory.find(account) {
            Some(Listed::Handle(row)) => (Some(row), None),
            Some(Listed::Previous(row, until)) => (None, Some((row, until))),
            Some(Listed::Id(_)) | None => (None, None),
        };
        Self { directory, freshness, sighting, id, by_handle, by_previous, by_id }
    }

    /// By stable id for ever; by handle until it expires, and only where no other id is known.
    fn impostor(&self) -> Option<Verdict> {
        let by_id = self.id.as_ref().and_then(|id| self.directory.impostor(id));
        let impostor = by_id.or_else(|| {
            let named = self.directory.impostor(&self.sighting.account)?;
            (self.freshness.now.date() < named.expires && !self.is_cleared(named)).then_some(named)
        })?;
        Some(Verdict::Impostor {
            imitates: resemblance::imitated_by(self.directory, impostor),
            confirmed: impostor.confirmed,
            list_date: self.list_date(),
        })
    }

    /// Whether the id of this account is known to be another than the impostor's, or a listed account's.
    fn is_cleared(&self, impostor: &Impostor) -> bool {
        let Some(Account { identity: Identity::Id(id), .. }) = &self.id else { return false };
        self.by_id.is_some() || !(impostor.account_ids.is_empty() || impostor.account_ids.contains(id))
    }

    fn listed(&self) -> Option<Verdict> {
        let listed = self.listed_row();
        let with = |status| listed.filter(|row| row.status == status);
        let compromised = |row: Option<&'q AccountRow>| row.filter(|row| row.status == Status::Compromised);
        let list_date = self.list_date();
        if let Some(row) = compromised(self.by_handle).or(compromised(self.by_id)) {
            return Some(Verdict::Compromised { account: boxed(row), list_date });
        }
        if let Some(row) = with(Status::Paused) {
            return Some(Verdict::Paused { account: boxed(row), list_date });
        }
        if let Some(row) = self.by_handle.filter(|row| self.is_of_another(row)) {
            return Some(Verdict::Mismatch { account: boxed(row), list_date });
        }
        if let Some(row) = with(Status::Retired) {
            let successor = row.successor.as_ref().and_then(|text| self.directory.find_text(text));
            return Some(self.retired(row, Basis::RetiredAccount, row.until, successor));
        }
        if let Some((row, until)) = self.by_previous {
            return Some(self.retired(row, Basis::PreviousHandle, until, Some(row)));
        }
        let row = with(Status::Active)?;
        if self.is_surely(row) {
            return Some(self.active(row));
        }
        // By its handle alone it is perhaps the listed account, in another case: neither to be endorsed nor warned of.
        Some(if self.by_id.is_some() { self.renamed(row) } else { Verdict::Unlisted })
    }

    /// The row that the account is taken for. Before a handle makes it official, an id of another row counts more than
    /// a handle whose row names no ids: handles change hands, ids do not.
    fn listed_row(&self) -> Option<&'q AccountRow> {
        match (self.by_handle, self.by_id) {
            (Some(named), Some(identified)) if named.status == Status::Active && named.account_ids.is_empty() => {
                Some(identified)
            }
            (Some(named), _) => Some(named),
            (None, identified) => identified,
        }
    }

    /// Whether the stable id of the sighting is known and none of the row's.
    fn is_of_another(&self, row: &AccountRow) -> bool {
        let Some(Account { identity: Identity::Id(id), .. }) = &self.id else { return false };
        !self.is_named_by_id() && !row.account_ids.is_empty() && !row.account_ids.contains(id)
    }

    /// Whether all that is known of the account is its id: by itself a handle on WhatsApp, an address elsewhere.
    fn is_named_by_id(&self) -> bool {
        matches!(self.sighting.account.identity, Identity::Id(_))
    }

    /// Whether one of the row's handles is this very handle, by a rule that is verified for the platform.
    fn is_surely(&self, row: &AccountRow) -> bool {
        let account = &self.sighting.account;
        let mut handles = core::iter::once(&row.handle).chain(&row.also);
        handles.any(|handle| {
            Account::from_handle(row.platform, handle)
                .is_some_and(|listed| listed.text() == account.text() && listed.surely_same(account))
        })
    }

    fn active(&self, row: &AccountRow) -> Verdict {
        let old = (self.freshness.state == State::Unconfirmed).then_some(Basis::OldList);
        let elsewhere = self.is_shown_elsewhere().then_some(Basis::OtherHost);
        let reasons: Vec<Basis> = old.into_iter().chain(elsewhere).collect();
        let account = boxed(row);
        if reasons.is_empty() {
            return Verdict::Official { account };
        }
        Verdict::Unconfirmed { account, reasons, list_date: self.freshness.list_date }
    }

    /// Any instance can show a page that looks like an account of another one.
    fn is_shown_elsewhere(&self) -> bool {
        let Sighting { account, shown_on: Some(host), .. } = self.sighting else { return false };
        let Account { platform: Platform::Mastodon, identity: Identity::Handle(handle) } = account else {
            return false;
        };
        let own = handle.rsplit_once('@').is_some_and(|(_, own)| own.eq_ignore_ascii_case(host));
        !own && !self.directory.header().mastodon_hosts.iter().any(|listed| listed.eq_ignore_ascii_case(host))
    }

    fn renamed(&self, row: &AccountRow) -> Verdict {
        let reason = if self.is_named_by_id() { Basis::NoHandle } else { Basis::NewHandle };
        Verdict::Renamed { account: boxed(row), reasons: vec![reason], list_date: self.list_date() }
    }

    fn retired(&self, row: &AccountRow, reason: Basis, until: Option<Date>, successor: Option<&AccountRow>) -> Verdict {
        Verdict::Retired {
            account: boxed(row),
            reasons: vec![reason],
            until,
            successor: successor.map(resemblance::imitated_row),
            list_date: self.list_date(),
        }
    }

    /// Neighbours, lookalikes and everybody else.
    fn unlisted(&self) -> Verdict {
        let names = core::iter::once(&self.sighting.account).chain(&self.id);
        let neighbour = names.into_iter().any(|name| self.directory.is_neighbour(name));
        let list_date = self.list_date();
        match resemblance::lookalike(self.directory, self.sighting, !neighbour, list_date) {
            Some(lookalike) => lookalike,
            None if neighbour => Verdict::Neighbour,
            None => Verdict::Unlisted,
        }
    }

    fn list_date(&self) -> Option<Date> {
        (self.freshness.state == State::Unconfirmed).then_some(self.freshness.list_date)
    }
}

fn boxed(row: &AccountRow) -> Box<AccountRow> {
    Box::new(row.clone())
}
