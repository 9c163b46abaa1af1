//! An account, and the one text form of each of its names.

use core::fmt;

use serde::{Deserialize, Serialize};

/// The eighteen platforms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Platform {
    X,
    Facebook,
    Instagram,
    Threads,
    YouTube,
    LinkedIn,
    TikTok,
    Bluesky,
    Mastodon,
    Reddit,
    Nextdoor,
    Flickr,
    Snapchat,
    Pinterest,
    Telegram,
    WhatsApp,
    TruthSocial,
    GitHub,
}

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

impl Platform {
    /// Every platform, in the order of the documentation.
    pub const ALL: [Self; 18] = [
        Self::X,
        Self::Facebook,
        Self::Instagram,
        Self::Threads,
        Self::YouTube,
        Self::LinkedIn,
        Self::TikTok,
        Self::Bluesky,
        Self::Mastodon,
        Self::Reddit,
        Self::Nextdoor,
        Self::Flickr,
        Self::Snapchat,
        Self::Pinterest,
        Self::Telegram,
        Self::WhatsApp,
        Self::TruthSocial,
        Self::GitHub,
    ];

    /// The name in lists and account texts: `x`, `truthsocial`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::X => "x",
            Self::Facebook => "facebook",
            Self::Instagram => "instagram",
            Self::Threads => "threads",
            Self::YouTube => "youtube",
            Self::LinkedIn => "linkedin",
            Self::TikTok => "tiktok",
            Self::Bluesky => "bluesky",
            Self::Mastodon => "mastodon",
            Self::Reddit => "reddit",
            Self::Nextdoor => "nextdoor",
            Self::Flickr => "flickr",
            Self::Snapchat => "snapchat",
            Self::Pinterest => "pinterest",
            Self::Telegram => "telegram",
            Self::WhatsApp => "whatsapp",
            Self::TruthSocial => "truthsocial",
            Self::GitHub => "github",
        }
    }

    /// The platform of that name in lists and account texts.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|platform| platform.as_str() == name)
    }
}

impl Account {
    /// The account that a handle, as a list or a page writes it, names on a platform: `MassDOT`, `@MassDOT` on X,
    /// `company/massdot` on LinkedIn. `None` where the platform's grammar allows no such handle.
    #[must_use]
    pub fn from_handle(_platform: Platform, _handle: &str) -> Option<Self> {
        None
    }

    /// The account of that stable id. `None` where the platform gives no such ids.
    #[must_use]
    pub fn from_id(_platform: Platform, _id: &str) -> Option<Self> {
        None
    }

    /// The key under which this name is compared: `x:massdot` (folded as the platform folds), `x#12345` (case kept).
    #[must_use]
    pub fn text(&self) -> String {
        String::new()
    }

    /// Where this account's profile stands: `https://x.com/MassDOT`.
    #[must_use]
    pub fn address(&self) -> String {
        String::new()
    }

    /// Whether `other`, which has the same [`text`](Self::text), surely is the same account: exact case,
    /// or a folding rule that is verified for this platform. Only this may make something official.
    #[must_use]
    pub fn surely_same(&self, other: &Self) -> bool {
        self == other
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
