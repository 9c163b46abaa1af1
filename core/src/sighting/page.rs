//! What a content script saw.

use serde::Deserialize;

use super::evidence::{Agreement, compare};
use super::text::{clean, some};
use super::{Absolute, Sighting};
use crate::list::Directory;
use crate::platform::{self, Account, Identity, MastodonHosts, Platform};
use crate::sites::{IdentitySource, SiteFiles, Surface};

/// Raw strings from a page, as its attributes and texts hold them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct PageSighting {
    /// The document's address.
    pub page: String,
    /// Where the site file says that this stood; absent for the generic link rule.
    #[serde(default)]
    pub surface: Option<SurfaceReference>,
    /// A link to the account.
    #[serde(default)]
    pub link: Option<String>,
    /// The text of a handle.
    #[serde(default)]
    pub handle: Option<String>,
    /// The text of a display name.
    #[serde(default)]
    pub name: Option<String>,
    /// Stable ids that stand on the page, each with whose it is: sites leave those of earlier pages behind.
    #[serde(default)]
    pub ids: Vec<IdClaim>,
}

/// A surface of a site file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct SurfaceReference {
    /// The platform's name.
    pub site: String,
    /// The surface's id.
    pub id: String,
}

/// A stable id, with the text beside it that names whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct IdClaim {
    /// `12345-follow`, an address that holds the id, or the id itself.
    pub value: String,
    /// `Follow @MassDOT`, or an address.
    pub names: String,
}

/// Everything that reading needs besides the sighting.
struct Reader<'r> {
    absolute: Absolute<'r>,
    hosts: &'r MastodonHosts,
    directory: &'r Directory,
    page: String,
    platform: Option<Platform>,
}

/// The claim of a page, or `None` where it names no account or contradicts itself.
///
/// `absolute` makes addresses absolute, given the document's address and the raw text. The list is asked only whether
/// two names belong to one account.
#[must_use]
pub fn read_page(
    raw: &PageSighting,
    absolute: Absolute<'_>,
    sites: &SiteFiles,
    hosts: &MastodonHosts,
    directory: &Directory,
) -> Option<Sighting> {
    let page = absolute(&raw.page, &raw.page)?;
    let platform = platform::platform_at(&page, hosts);
    let reader = Reader { absolute, hosts, directory, page, platform };
    // Only the site's own file counts: no page may borrow the surfaces of another site.
    let surface = raw.surface.as_ref().filter(|surface| platform.is_some_and(|site| site.as_str() == surface.site));
    match surface.and_then(|surface| sites.surface(&surface.site, &surface.id)) {
        Some(surface) => reader.on_surface(raw, surface),
        None => reader.anywhere(raw),
    }
}

impl Reader<'_> {
    /// The generic link rule: it may warn, never endorse.
    fn anywhere(&self, raw: &PageSighting) -> Option<Sighting> {
        let link = self.linked(raw.link.as_deref()?)?;
        if let Some(text) = some(raw.handle.as_deref()) {
            let named = self.named(link.platform, text)?;
            if compare(&link, &named, self.directory) == Agreement::Other {
                return None;
            }
        }
        Some(self.sighting(link, raw, false))
    }

    fn on_surface(&self, raw: &PageSighting, surface: &Surface) -> Option<Sighting> {
        let site = self.platform?;
        let link = some(raw.link.as_deref()).map(|link| self.linked(link).ok_or(()));
        let handle = some(raw.handle.as_deref()).map(|text| self.named(site, text).ok_or(()));
        // A link or a handle that names no account agrees with nothing.
        let (link, handle) = (link.transpose().ok()?, handle.transpose().ok()?);
        let (account, others) = match surface.identity {
            IdentitySource::Link => (link?, [handle, None]),
            IdentitySource::Handle => (handle?, [link, None]),
            IdentitySource::Address => (platform::resolve(&self.page, self.hosts)?, [link, handle]),
        };
        if account.platform != site {
            return None;
        }
        let mut says = others.iter().flatten().map(|other| compare(&account, other, self.directory));
        let (mut same, mut unknown) = (false, false);
        for agreement in &mut says {
            match agreement {
                Agreement::Same => same = true,
                Agreement::Unknown => unknown = true,
                Agreement::Other => return None,
            }
        }
        if surface.identity == IdentitySource::Address {
            // After soft navigation an old header may stand under a new address: what the header does not confirm
            // itself can neither be endorsed nor be held against the new account.
            let mut sighting = self.sighting(account, raw, surface.endorse && same);
            if !same {
                sighting.display_name = None;
            }
            return Some(sighting);
        }
        Some(self.sighting(account, raw, surface.endorse && !unknown))
    }

    fn linked(&self, raw: &str) -> Option<Account> {
        platform::resolve(&(self.absolute)(&self.page, raw)?, self.hosts)
    }

    /// The account that a handle on the page names. A Mastodon instance leaves out its own host.
    fn named(&self, platform: Platform, text: &str) -> Option<Account> {
        let text = clean(text);
        Account::from_handle(platform, text).or_else(|| {
            let local = platform == Platform::Mastodon && self.platform == Some(platform);
            let user = text.strip_prefix('@').unwrap_or(text);
            if !local || user.as_bytes().contains(&b'@') {
                return None;
            }
            Account::from_handle(platform, &[user, "@", host_of(&self.page)?].concat())
        })
    }

    fn sighting(&self, account: Account, raw: &PageSighting, may_endorse: bool) -> Sighting {
        let mut account_ids: Vec<String> = raw.ids.iter().filter_map(|claim| self.stable_id(&account, claim)).collect();
        account_ids.dedup();
        // Two ids beside one handle: one of them is another account's, and nobody knows which.
        let may_endorse = may_endorse && account_ids.len() < 2;
        let account_id = account_ids.pop().filter(|_| account_ids.is_empty());
        let shown_on = (account.platform == Platform::Mastodon)
            .then(|| host_of(&self.page).map(str::to_ascii_lowercase))
            .flatten();
        let display_name = some(raw.name.as_deref()).map(str::to_string);
        Sighting { account, account_id, display_name, may_endorse, shown_on }
    }

    /// The id of a claim that names this very handle.
    fn stable_id(&self, account: &Account, claim: &IdClaim) -> Option<String> {
        let Identity::Handle(_) = &account.identity else { return None };
        let text = account.text();
        let is_it = |other: Option<Account>| other.is_some_and(|other| other.text() == text);
        let names = clean(&claim.names);
        let named = if names.starts_with("http") {
            is_it(self.linked(names))
        } else {
            // `Follow @MassDOT` has a handle among words; without an `@` only the whole text is one.
            is_it(self.named(account.platform, names))
                || names
                    .split_whitespace()
                    .any(|word| clean(word).starts_with('@') && is_it(self.named(account.platform, word)))
        };
        if !named {
            return None;
        }
        let value = clean(&claim.value);
        let number = value
            .split_once('-')
            .map(|(number, _)| number)
            .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
        let found = if value.starts_with("http") { self.linked(value) } else { None };
        let did = value.strip_prefix("at://").and_then(|rest| rest.split('/').next());
        let found = found
            .or_else(|| Account::from_id(account.platform, value))
            .or_else(|| Account::from_id(account.platform, number.or(did)?));
        match found? {
            Account { platform, identity: Identity::Id(id) } if platform == account.platform => Some(id),
            _ => None,
        }
    }
}

/// The host of a normalised absolute address.
pub(super) fn host_of(address: &str) -> Option<&str> {
    let rest = after_scheme(address)?;
    rest.split(['/', '?', '#']).next().filter(|host| !host.is_empty())
}

/// What follows the first `://`. Not searched for as a text: that alone would cost the extension 2 kB.
pub(crate) fn after_scheme(address: &str) -> Option<&str> {
    let end = address.as_bytes().windows(3).position(|three| three == b"://")?;
    address.get(end + 3..)
}
