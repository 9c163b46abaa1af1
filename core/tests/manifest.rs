//! The extension is let in where the core can read, and nowhere else.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use statemark_core::platform::{HostPattern, Platform};

const MANIFEST: &str = include_str!("../../manifest/base.json");
/// Stands for the packaged instances, which `extension/manifest.mjs` fills in from the core's own file.
const INSTANCES: &str = "@mastodon";

#[test]
fn the_manifest_names_the_hosts_of_the_platforms_and_no_others() {
    let manifest: serde_json::Value = serde_json::from_str(MANIFEST).unwrap();
    let named: Vec<_> =
        manifest["host_permissions"].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect();
    let distinct: BTreeSet<String> = named.iter().map(|text| (*text).to_owned()).collect();
    assert_eq!(distinct.len(), named.len(), "one of them stands there twice");
    let needed: BTreeSet<String> = Platform::ALL.into_iter().flat_map(patterns).chain([INSTANCES.to_owned()]).collect();
    assert_eq!(distinct, needed);
}

/// As match patterns, which know no kinds of labels: a family is all that stands before its name, and the name itself.
fn patterns(platform: Platform) -> Vec<String> {
    let families: Vec<_> = platform
        .hosts()
        .iter()
        .filter_map(|pattern| match pattern {
            HostPattern::Family(_, name) => Some(*name),
            HostPattern::Exact(_) => None,
        })
        .collect();
    let within = |host: &str| families.iter().any(|name| host == *name || host.ends_with(&format!(".{name}")));
    let exact = platform.hosts().iter().filter_map(|pattern| match pattern {
        HostPattern::Exact(host) if !within(host) => Some(format!("https://{host}/*")),
        _ => None,
    });
    families.iter().map(|name| format!("https://*.{name}/*")).chain(exact).collect()
}
