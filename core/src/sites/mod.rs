//! Site files: where accounts show on a site. Selectors and attribute names only, validated before use.
//!
//! They come with the package, and newer ones in the signed target `sites.json`; both have the form
//! `{"schema": 1, "sites": [ … ]}`.

mod error;
mod schema;
mod selector;
mod validate;

pub use error::{Part, SiteError};
pub use schema::{IdClaimRule, IdentitySource, Place, SCHEMA, Scope, SiteFile, Surface};
pub use selector::{COMPOUNDS_MAX, Fault, SELECTOR_MAX_BYTES, check as check_selector};
pub use validate::{SITES_MAX, SURFACES_MAX};

use crate::object::Object;
use crate::platform::{self, MastodonHosts};
use crate::trust::json::{Document, Item};

/// More than any set of site files needs.
pub const BUNDLE_MAX_BYTES: usize = 256 * 1024;

/// The site files in use, at most one a platform.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SiteFiles {
    files: Vec<SiteFile>,
}

impl SiteFiles {
    /// The valid files among those that came with the package, and what is wrong with the others.
    #[must_use]
    pub fn packaged(bytes: &[u8]) -> (Self, Vec<SiteError>) {
        Self::default().overridden_by(bytes)
    }

    /// These files, with every valid one of `bytes` in the place of the same platform's. An invalid one is dropped and
    /// reported, and the file it would have replaced stays.
    #[must_use]
    pub fn overridden_by(mut self, bytes: &[u8]) -> (Self, Vec<SiteError>) {
        let (mut errors, mut seen) = (Vec::new(), Vec::new());
        let bundle = read(bytes, &mut |item, index| match SiteFile::read(item, index) {
            Ok(file) if seen.contains(&file.platform) => {
                errors.push(SiteError::Twice { site: file.platform.as_str().into() });
            }
            Ok(file) => {
                seen.push(file.platform);
                self.files.retain(|other| other.platform != file.platform);
                self.files.push(file);
            }
            Err(error) => errors.push(error),
        });
        errors.extend(bundle.err());
        (self, errors)
    }

    /// All files.
    #[must_use]
    pub fn all(&self) -> &[SiteFile] {
        &self.files
    }

    /// The file for the site that a document's normalised absolute address belongs to.
    #[must_use]
    pub fn for_page(&self, page: &str, hosts: &MastodonHosts) -> Option<&SiteFile> {
        let platform = platform::platform_at(page, hosts)?;
        self.files.iter().find(|file| file.platform == platform)
    }

    /// One surface of one site.
    #[must_use]
    pub fn surface(&self, site: &str, id: &str) -> Option<&Surface> {
        let file = self.files.iter().find(|file| file.platform.as_str() == site)?;
        file.surfaces.iter().find(|surface| surface.id == id)
    }
}

fn read(bytes: &[u8], each: &mut dyn FnMut(Item<'_, '_>, usize)) -> Result<(), SiteError> {
    if bytes.len() > BUNDLE_MAX_BYTES {
        return Err(SiteError::TooLarge { bytes: bytes.len() });
    }
    let no_bundle = |message| SiteError::NotABundle { message };
    let document = Document::lenient(bytes).map_err(|error| no_bundle(error.to_string()))?;
    let bundle = Object::of(document.root());
    let bundle = bundle.read(|bundle| (bundle.number("schema"), bundle.items_if_any("sites")));
    let (found, sites) = bundle.map_err(|error| no_bundle(error.0))?;
    if found != SCHEMA {
        return Err(SiteError::NewerSchema { site: "the bundle".into(), found });
    }
    if sites.len() > SITES_MAX {
        return Err(SiteError::TooManySites { count: sites.len() });
    }
    for (index, site) in sites.into_iter().enumerate() {
        each(site, index);
    }
    Ok(())
}
