//! The platforms and their names.

use core::fmt;

use serde::{Deserialize, Serialize, Serializer};

use super::grammar::Rules;

/// The eighteen platforms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

    pub(super) const fn rules(self) -> &'static Rules {
        match self {
            Self::X => &super::x::RULES,
            Self::Facebook => &super::facebook::RULES,
            Self::Instagram => &super::instagram::RULES,
            Self::Threads => &super::threads::RULES,
            Self::YouTube => &super::youtube::RULES,
            Self::LinkedIn => &super::linkedin::RULES,
            Self::TikTok => &super::tiktok::RULES,
            Self::Bluesky => &super::bluesky::RULES,
            Self::Mastodon => &super::mastodon::RULES,
            Self::Reddit => &super::reddit::RULES,
            Self::Nextdoor => &super::nextdoor::RULES,
            Self::Flickr => &super::flickr::RULES,
            Self::Snapchat => &super::snapchat::RULES,
            Self::Pinterest => &super::pinterest::RULES,
            Self::Telegram => &super::telegram::RULES,
            Self::WhatsApp => &super::whatsapp::RULES,
            Self::TruthSocial => &super::truthsocial::RULES,
            Self::GitHub => &super::github::RULES,
        }
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Platform {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
