//! Schema 1 of a site file, `extension/sites/<platform>.json`.

use serde::{Deserialize, Deserializer, Serialize};

use crate::object::{Object, deserialized};
use crate::platform::Platform;

/// The schema number that this code reads.
pub const SCHEMA: u64 = 1;

/// Where accounts show on one site.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct SiteFile {
    /// Always [`SCHEMA`].
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema: u64,
    /// Whose pages these are.
    pub platform: Platform,
    /// In the order in which they are looked for.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 32)))]
    pub surfaces: Vec<Surface>,
}

/// One kind of element that shows an account as an author or as the head of a page.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Surface {
    /// Kebab-case, unique in its file.
    #[cfg_attr(feature = "schema", schemars(length(max = 64), regex(pattern = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")))]
    pub id: String,
    /// The elements. All other selectors are looked up in one of them, itself included; the first match counts.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 400)))]
    pub element: String,
    /// What names the account.
    pub identity: IdentitySource,
    /// The link to the account: in the element, or the one that the whole element stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<Place>,
    /// The handle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<Place>,
    /// The display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Place>,
    /// A stable id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_claim: Option<IdClaimRule>,
    /// The element after which a mark is drawn.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 400)))]
    pub mark_after: String,
    /// Whether a positive mark may be drawn here.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub endorse: bool,
}

/// What names the account of a surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum IdentitySource {
    /// The address of its link.
    Link,
    /// The text of its handle.
    Handle,
    /// The document's address, which link or handle must confirm.
    Address,
}

/// A text or an attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Place {
    /// Inside the surface's element.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 400)))]
    pub selector: String,
    /// The attribute, or null for the text.
    #[cfg_attr(feature = "schema", schemars(length(max = 64), regex(pattern = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")))]
    pub attribute: Option<String>,
}

/// Where a stable id stands, and beside it whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct IdClaimRule {
    /// The element with both attributes.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 400)))]
    pub selector: String,
    /// The attribute with the id.
    #[cfg_attr(feature = "schema", schemars(length(max = 64), regex(pattern = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")))]
    pub value: String,
    /// The attribute that names whose id it is.
    #[cfg_attr(feature = "schema", schemars(length(max = 64), regex(pattern = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")))]
    pub names: String,
    /// Where to look.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub scope: Scope,
}

/// Where to look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Inside the surface's element.
    #[default]
    Element,
    /// Anywhere.
    Document,
}

const SOURCES: [(&str, IdentitySource); 3] =
    [("link", IdentitySource::Link), ("handle", IdentitySource::Handle), ("address", IdentitySource::Address)];
const SCOPES: [(&str, Scope); 2] = [("element", Scope::Element), ("document", Scope::Document)];

impl<'de> Deserialize<'de> for SiteFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialized(deserializer, Self::form)
    }
}

impl SiteFile {
    pub(super) fn form(object: &mut Object) -> Self {
        let (schema, platform) = (object.number("schema"), object.platform());
        let mut surfaces = Vec::new();
        for surface in object.items("surfaces") {
            match Object::of(surface).read(Surface::form) {
                Ok(surface) => surfaces.push(surface),
                Err(problem) => object.refuse(problem),
            }
        }
        object.end(&["schema", "platform", "surfaces"]);
        Self { schema, platform, surfaces }
    }
}

impl Surface {
    fn form(object: &mut Object) -> Self {
        let surface = Self {
            id: object.text("id"),
            element: object.text("element"),
            identity: object.choice("identity", &SOURCES, IdentitySource::Link),
            link: object.object_if_any("link", Place::form),
            handle: object.object_if_any("handle", Place::form),
            name: object.object_if_any("name", Place::form),
            id_claim: object.object_if_any("id_claim", IdClaimRule::form),
            mark_after: object.text("mark_after"),
            endorse: object.flag_or_false("endorse"),
        };
        object.end(&["id", "element", "identity", "link", "handle", "name", "id_claim", "mark_after", "endorse"]);
        surface
    }
}

impl Place {
    fn form(object: &mut Object) -> Self {
        let place = Self { selector: object.text("selector"), attribute: object.optional_text("attribute") };
        object.end(&["selector", "attribute"]);
        place
    }
}

impl IdClaimRule {
    fn form(object: &mut Object) -> Self {
        let rule = Self {
            selector: object.text("selector"),
            value: object.text("value"),
            names: object.text("names"),
            scope: object.choice_or("scope", &SCOPES, Scope::Element),
        };
        object.end(&["selector", "value", "names", "scope"]);
        rule
    }
}
