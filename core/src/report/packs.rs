//! The packs: for each platform who may file, which fields its form has, and the way to the report in its app.

use serde::Deserialize;
use thiserror::Error;

use crate::platform::Platform;

const PACKS: &str = include_str!("packs.json");

/// Every platform's pack.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Packs {
    /// Always 1.
    pub schema: u32,
    /// The text to copy into a form, in English, as its readers expect: `{handle}`, `{link}`, `{agency}`, `{publisher}`
    /// and `{real}` are filled in.
    pub description: String,
    /// One for each platform.
    pub packs: Vec<Pack>,
}

/// How one platform takes a report.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Whose it is.
    pub platform: Platform,
    /// Who may use the report in its app or on its site.
    pub who: Who,
    /// What to press one after the other, from the account's page, in the platform's own English words.
    pub path: Vec<String>,
    /// Its form, where it has one.
    #[serde(default)]
    pub form: Option<Form>,
    /// No public source says that this is still so: the report page says that.
    #[serde(default)]
    pub unconfirmed: bool,
}

/// A form on the web.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// https
    pub address: String,
    /// Who may file it.
    pub who: Who,
    /// What it asks for: `impostor`, `real`, `description` and others that the report page has words for.
    pub fields: Vec<String>,
}

/// Who may file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Who {
    /// Anyone.
    Anyone,
    /// Anyone with an account on the platform.
    Member,
    /// The body that is imitated, or who acts for it.
    Party,
}

/// The packs of this version could not be read: a fault of the package.
#[derive(Debug, Error)]
#[error("packs.json cannot be read: {0}")]
pub struct PacksError(#[from] serde_json::Error);

/// The packs of this version.
///
/// # Errors
/// Never, in a version whose tests passed.
pub fn packs() -> Result<Packs, PacksError> {
    Ok(serde_json::from_str(PACKS)?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn every_platform_has_one_pack_with_a_way() {
        let packs = packs().unwrap();
        assert_eq!(packs.schema, 1);
        for platform in Platform::ALL {
            let own: Vec<&Pack> = packs.packs.iter().filter(|pack| pack.platform == platform).collect();
            assert_eq!(own.len(), 1, "{platform}");
            assert!(own.iter().all(|pack| !pack.path.is_empty()), "{platform}");
        }
    }

    #[test]
    fn forms_stand_on_the_web() {
        for form in packs().unwrap().packs.into_iter().filter_map(|pack| pack.form) {
            assert!(form.address.starts_with("https://"), "{}", form.address);
        }
    }
}
