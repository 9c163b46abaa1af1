//! The listed names as the lookalike engine takes them.

use super::directory::Directory;
use super::schema::Status;
use crate::lookalike::{Engine, Owner, Target, TargetKind};
use crate::platform::{Account, Identity, Platform};
use crate::sort::order;

/// An engine, and what its numbers mean.
///
/// Owners are numbered in the order of their names: of two names that are resembled equally the engine takes one, and
/// the order in which a publisher writes rows must not decide which.
#[derive(Debug)]
pub(super) struct Resembling {
    pub(super) engine: Engine,
    agencies: Vec<u32>,
    accounts: Vec<u32>,
}

impl Resembling {
    pub(super) fn of(directory: &Directory) -> Self {
        let agencies = order(directory.agencies().len(), &|one, other| {
            let id = |agency| directory.agency_at(agency).map(|row| &row.id);
            id(one) < id(other)
        });
        let accounts = order(directory.account_count(), &|one, other| {
            let name = |account| directory.row(account).map(|row| (row.platform, &row.handle));
            name(one) < name(other)
        });
        let mut targets = Vec::new();
        account_targets(directory, &accounts, &agencies, &mut targets);
        agency_targets(directory, &agencies, &mut targets);
        let engine =
            Engine::build(targets.into_iter(), &directory.header().publisher.domains, &directory.header().jurisdiction);
        Self { engine, agencies, accounts }
    }

    /// The agency and the account of the directory.
    pub(super) fn owner(&self, owner: Owner) -> (Option<u32>, Option<u32>) {
        let account = owner.account.and_then(|account| self.accounts.get(account as usize));
        (self.agencies.get(owner.agency as usize).copied(), account.copied())
    }
}

/// The names of accounts. Nobody gains by looking like an account that its agency has left.
fn account_targets<'d>(directory: &'d Directory, accounts: &[u32], agencies: &[u32], targets: &mut Vec<Target<'d>>) {
    let mut rank_of = vec![0; agencies.len()];
    for (rank, &agency) in agencies.iter().enumerate() {
        if let Some(entry) = rank_of.get_mut(agency as usize) {
            *entry = rank as u32;
        }
    }
    for (rank, &account) in accounts.iter().enumerate() {
        let agency = directory.agency_of().get(account as usize).and_then(|&agency| rank_of.get(agency as usize));
        let (Some(row), Some(&agency)) = (directory.row(account), agency) else { continue };
        if row.status == Status::Retired {
            continue;
        }
        let owner = Owner { agency, account: Some(rank as u32) };
        for handle in core::iter::once(&row.handle).chain(&row.also) {
            if is_handle(row.platform, handle) {
                add(targets, Some(row.platform), handle, TargetKind::Handle, owner);
            }
        }
        for name in &row.display_names {
            add(targets, Some(row.platform), name, TargetKind::DisplayName, owner);
        }
    }
}

fn agency_targets<'d>(directory: &'d Directory, agencies: &[u32], targets: &mut Vec<Target<'d>>) {
    for (rank, &agency) in agencies.iter().enumerate() {
        let Some(row) = directory.agency_at(agency) else { continue };
        let owner = Owner { agency: rank as u32, account: None };
        add(targets, None, &row.name, TargetKind::AgencyName, owner);
        for name in &row.short_names {
            add(targets, None, name, TargetKind::ShortName, owner);
        }
    }
}

fn add<'d>(targets: &mut Vec<Target<'d>>, platform: Option<Platform>, text: &'d str, kind: TargetKind, owner: Owner) {
    if !text.trim().is_empty() {
        targets.push(Target { platform, text, kind, owner });
    }
}

/// An id in the place of a handle reads like nobody's name.
fn is_handle(platform: Platform, text: &str) -> bool {
    Account::from_handle(platform, text).is_some_and(|account| matches!(account.identity, Identity::Handle(_)))
}
