//! An account, and the one text form of each of its names.

use super::Platform;
use super::case::push_lower;
use super::grammar::{Folding, has};

/// How an address or a row names an account.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Identity {
    /// A handle as it was written, in the form of the part after the colon: `MassDOT`, `@massgov`, `company/massdot`.
    Handle(String),
    /// A stable id that the platform gave, its case kept: `12345`, `UC…`, `did:plc:…`, `company/12345`.
    Id(String),
}

/// One account on one platform, by one of its names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Account {
    /// Where.
    pub platform: Platform,
    /// Who, in the platform's own grammar.
    pub identity: Identity,
}

impl Account {
    /// The account that a handle, as a list or a page writes it, names on a platform: `MassDOT`, `@MassDOT` on X,
    /// `company/massdot` on LinkedIn. `None` where the platform's grammar allows no such handle.
    ///
    /// Where a platform writes a stable id in the place of a handle (a Facebook page without a name, a numbered
    /// LinkedIn company, a Flickr NSID, a DID, every WhatsApp channel), the account is the one of that id.
    #[must_use]
    pub fn from_handle(platform: Platform, handle: &str) -> Option<Self> {
        Some(Self { platform, identity: (platform.rules().handle)(handle)? })
    }

    /// The account of that stable id. `None` where the platform gives no such ids.
    #[must_use]
    pub fn from_id(platform: Platform, id: &str) -> Option<Self> {
        (platform.rules().is_id)(id).then(|| Self { platform, identity: Identity::Id(id.into()) })
    }

    /// The account of a text as [`text`](Self::text) writes it, in any case that the platform allows: `x:massdot`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (platform, name) = text.split_at_checked(text.find([':', '#'])?)?;
        let platform = Platform::parse(platform)?;
        match (name.strip_prefix('#'), name.strip_prefix(':')) {
            (Some(id), _) => Self::from_id(platform, id),
            (_, Some(handle)) => {
                Self::from_handle(platform, handle).filter(|account| matches!(account.identity, Identity::Handle(_)))
            }
            _ => None,
        }
    }

    /// The key under which this name is compared: `x:massdot` (folded as the platform folds), `x#12345` (case kept).
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.push_text(&mut text);
        text
    }

    /// Appends [`text`](Self::text).
    pub(crate) fn push_text(&self, text: &mut String) {
        text.push_str(self.platform.as_str());
        match &self.identity {
            Identity::Handle(handle) => {
                text.push(':');
                self.push_folded(handle, text);
            }
            Identity::Id(id) => {
                text.push('#');
                text.push_str(id);
            }
        }
    }

    /// Where this account's profile stands, as a normalised absolute address: `https://x.com/MassDOT`.
    /// Empty for an id on a platform whose addresses hold no ids.
    #[must_use]
    pub fn address(&self) -> String {
        let rules = self.platform.rules();
        match &self.identity {
            Identity::Handle(handle) if self.platform == Platform::Mastodon => {
                let (user, host) = handle.split_once('@').unwrap_or((handle, ""));
                ["https://", host, "/@", user].concat()
            }
            Identity::Handle(handle) => [rules.profile, &percent_encoded(handle)].concat(),
            Identity::Id(id) => rules.profile_by_id.map(|profile| [profile, id].concat()).unwrap_or_default(),
        }
    }

    /// Whether `other`, which has the same [`text`](Self::text), surely is the same account: exact case,
    /// or a folding rule that is verified for this platform. Only this may make something official.
    #[must_use]
    pub fn surely_same(&self, other: &Self) -> bool {
        if self.platform != other.platform {
            return false;
        }
        match (&self.identity, &other.identity) {
            (Identity::Handle(one), Identity::Handle(two)) => match self.platform.rules().folding {
                Folding::Case => one.eq_ignore_ascii_case(two),
                Folding::CaseAndPeriods => self.folded(one) == self.folded(two),
                Folding::PerhapsCase => one == two,
            },
            (one, two) => one == two,
        }
    }

    fn folded(&self, handle: &str) -> String {
        let mut folded = String::new();
        self.push_folded(handle, &mut folded);
        folded
    }

    fn push_folded(&self, handle: &str, text: &mut String) {
        let periods = self.platform.rules().folding != Folding::CaseAndPeriods;
        if handle.is_ascii() && (periods || !has(handle, b'.')) {
            let start = text.len();
            text.push_str(handle);
            return text.get_mut(start..).unwrap_or_default().make_ascii_lowercase();
        }
        for c in handle.chars() {
            if periods || c != '.' {
                push_lower(text, c);
            }
        }
    }
}

/// Letters beyond ASCII escaped: the rest of what a handle may hold stands in an address as it is.
fn percent_encoded(handle: &str) -> String {
    let mut text = String::with_capacity(handle.len());
    for c in handle.chars() {
        if c.is_ascii() {
            text.push(c);
            continue;
        }
        for byte in c.encode_utf8(&mut [0; 4]).bytes() {
            text.push('%');
            text.extend(
                [byte >> 4, byte & 15].map(|digit| char::from(if digit < 10 { b'0' } else { b'A' - 10 } + digit)),
            );
        }
    }
    text
}
