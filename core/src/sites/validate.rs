//! What a site file must hold beyond its JSON form.

use super::error::{Part, SiteError};
use super::schema::{IdentitySource, SCHEMA, SiteFile, Surface};
use super::selector;
use crate::object::Object;
use crate::trust::json::Item;

/// There are eighteen platforms.
pub const SITES_MAX: usize = 32;
/// Each surface costs a look at the page.
pub const SURFACES_MAX: usize = 32;
const NAME_MAX_BYTES: usize = 64;

impl SiteFile {
    /// The file that stands at `index` of a bundle.
    pub(super) fn read(item: Item<'_, '_>, index: usize) -> Result<Self, SiteError> {
        let object = Object::of(item);
        let site = object.peek_text("platform").map_or_else(|| (index + 1).to_string(), Into::into);
        if let Some(found) = object.peek_number("schema").filter(|found| *found != SCHEMA) {
            return Err(SiteError::NewerSchema { site: ["site file ", &site].concat(), found });
        }
        let file = object.read(Self::form).map_err(|error| SiteError::NotASiteFile { site, message: error.0 })?;
        file.validate()?;
        Ok(file)
    }

    /// Holds the file against the bounds, and each selector against the [grammar](super::check_selector).
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn validate(&self) -> Result<(), SiteError> {
        let site = || self.platform.as_str().to_string();
        if self.schema != SCHEMA {
            return Err(SiteError::NewerSchema {
                site: ["site file ", self.platform.as_str()].concat(),
                found: self.schema,
            });
        }
        let count = self.surfaces.len();
        if count == 0 || count > SURFACES_MAX {
            return Err(SiteError::Surfaces { site: site(), count });
        }
        for (index, surface) in self.surfaces.iter().enumerate() {
            let twice = self.surfaces.iter().take(index).any(|other| other.id == surface.id);
            if twice || !is_name(&surface.id) {
                return Err(SiteError::SurfaceId { site: site(), surface: surface.id.clone() });
            }
            surface.validate(self.platform.as_str())?;
        }
        Ok(())
    }
}

impl Surface {
    fn validate(&self, site: &str) -> Result<(), SiteError> {
        let needed = match self.identity {
            IdentitySource::Link if self.link.is_none() => Some(Part::Link),
            IdentitySource::Handle if self.handle.is_none() => Some(Part::Handle),
            _ => None,
        };
        if let Some(part) = needed {
            return Err(SiteError::NoIdentity { site: site.into(), surface: self.id.clone(), part });
        }
        if self.endorse && self.link.is_none() && self.handle.is_none() {
            return Err(SiteError::Unconfirmed { site: site.into(), surface: self.id.clone() });
        }
        self.selector(site, Part::Element, &self.element)?;
        self.selector(site, Part::MarkAfter, &self.mark_after)?;
        for (part, place) in [(Part::Link, &self.link), (Part::Handle, &self.handle), (Part::Name, &self.name)] {
            let Some(place) = place else { continue };
            self.selector(site, part, &place.selector)?;
            if let Some(attribute) = &place.attribute {
                self.attribute(site, part, attribute)?;
            }
        }
        if let Some(claim) = &self.id_claim {
            self.selector(site, Part::IdClaim, &claim.selector)?;
            self.attribute(site, Part::IdClaim, &claim.value)?;
            self.attribute(site, Part::IdClaim, &claim.names)?;
        }
        Ok(())
    }

    fn selector(&self, site: &str, part: Part, text: &str) -> Result<(), SiteError> {
        selector::check(text).map_err(|fault| SiteError::Selector {
            site: site.into(),
            surface: self.id.clone(),
            part,
            selector: text.into(),
            fault,
        })
    }

    fn attribute(&self, site: &str, part: Part, text: &str) -> Result<(), SiteError> {
        if is_name(text) {
            return Ok(());
        }
        Err(SiteError::Attribute { site: site.into(), surface: self.id.clone(), part, attribute: text.into() })
    }
}

/// Small letters, digits and single hyphens, beginning with a letter: an attribute's name or a surface's id.
fn is_name(text: &str) -> bool {
    text.len() <= NAME_MAX_BYTES
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text
            .split('-')
            .all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}
