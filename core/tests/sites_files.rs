//! Site files: the grammar of selectors, the bounds, and which file is used.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use serde_json::{Value, json};
use statemark_core::platform::{MastodonHosts, Platform};
use statemark_core::sites::{COMPOUNDS_MAX, Fault, SELECTOR_MAX_BYTES, SURFACES_MAX, SiteFiles, check_selector};

fn surface(id: &str) -> Value {
    json!({
        "id": id, "element": "article[data-testid=\"tweet\"]", "identity": "link",
        "link": {"selector": "[data-testid^=\"User-Name\"] a[href]", "attribute": "href"},
        "handle": {"selector": "a:not([aria-label])", "attribute": null},
        "id_claim": {"selector": "[data-testid$=\"-follow\"]", "value": "data-testid", "names": "aria-label", "scope": "document"},
        "mark_after": "[data-testid^=\"User-Name\"] a[href]", "endorse": true
    })
}

fn site(platform: &str, surfaces: Vec<Value>) -> Value {
    json!({"schema": 1, "platform": platform, "surfaces": surfaces})
}

fn bundle(sites: Vec<Value>) -> Vec<u8> {
    serde_json::to_vec(&json!({"schema": 1, "sites": sites})).unwrap()
}

/// What is wrong with a file of one surface, changed at a pointer.
fn error_of(pointer: &str, value: Value) -> String {
    let mut file = site("x", vec![surface("post-author")]);
    let (parent, field) = pointer.rsplit_once('/').unwrap();
    let parent = file.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    if value == json!("(absent)") {
        parent.remove(field);
    } else {
        parent.insert(field.into(), value);
    }
    let (files, errors) = SiteFiles::packaged(&bundle(vec![file]));
    assert_eq!(files.all().len() + errors.len(), 1);
    errors.first().map(ToString::to_string).unwrap_or_default()
}

#[test]
fn selectors_of_the_grammar_are_taken() {
    for selector in [
        "a",
        "h1",
        "[href]",
        ".name",
        "#main",
        "article[data-testid=\"tweet\"]",
        "[data-testid^=\"User-Name\"] a[href]",
        "a[href^='/'][href$=\"/\"]",
        "div[role=\"main\"] > h1",
        "div>a",
        "ytd-channel-name a, ytd-video-owner-renderer a",
        "a:not([aria-label])",
        "a:not(.hidden):not(#x)[href*=\"@\"]",
        ".tgme_channel_info_header_title",
        "yt-page-header-view-model h1",
        "[title=\"Go to N, photostream > all\"]",
        "[aria-label=\"naïve · ö\"]",
        " a , b ",
        "_x-1",
    ] {
        assert_eq!(check_selector(selector), Ok(()), "{selector}");
    }
}

#[test]
fn everything_else_is_refused() {
    let unknown = |at, found| Fault::Unknown { at, found };
    for (selector, fault) in [
        ("", Fault::Empty { at: 1 }),
        (" ", Fault::Empty { at: 2 }),
        ("a,", Fault::Empty { at: 3 }),
        (",a", Fault::Empty { at: 1 }),
        ("a >", Fault::Empty { at: 4 }),
        ("> a", Fault::Empty { at: 1 }),
        ("a > > b", Fault::Empty { at: 5 }),
        ("a + b", unknown(3, '+')),
        ("a~b", unknown(2, '~')),
        ("*", unknown(1, '*')),
        ("a*", unknown(2, '*')),
        ("a:has(b)", unknown(3, 'h')),
        ("a:hover", unknown(3, 'h')),
        ("a::before", unknown(3, ':')),
        ("a:not(:not(b))", unknown(7, ':')),
        ("a:not(b c)", unknown(8, ' ')),
        ("a:not(b,c)", unknown(8, ',')),
        ("a:not()", Fault::Empty { at: 7 }),
        ("a:not(b", Fault::Unfinished),
        ("[href", Fault::Unfinished),
        ("[]", unknown(2, ']')),
        ("[href=x]", unknown(7, 'x')),
        ("[href~=\"x\"]", unknown(6, '~')),
        ("[href|=\"x\"]", unknown(6, '|')),
        ("[href=\"x\" i]", unknown(10, ' ')),
        ("[href=\"x", Fault::Unfinished),
        ("[href=\"a\\\"b\"]", unknown(9, '\\')),
        ("[href=\"a'b\"]", unknown(9, '\'')),
        ("[href=\"a\nb\"]", unknown(9, '\n')),
        ("a\tb", unknown(2, '\t')),
        ("a{color:red}", unknown(2, '{')),
        ("a;b", unknown(2, ';')),
        ("1a", unknown(1, '1')),
        (".1a", unknown(2, '1')),
        ("a..b", unknown(3, '.')),
        ("a)", unknown(2, ')')),
        ("é", unknown(1, 'é')),
        ("a/**/b", unknown(2, '/')),
        ("@import", unknown(1, '@')),
        ("a|b", unknown(2, '|')),
    ] {
        assert_eq!(check_selector(selector), Err(fault), "{selector}");
    }
}

#[test]
fn selectors_have_bounds() {
    assert_eq!(check_selector(&"a".repeat(SELECTOR_MAX_BYTES)), Ok(()));
    assert_eq!(check_selector(&"a".repeat(SELECTOR_MAX_BYTES + 1)), Err(Fault::TooLong));
    assert_eq!(check_selector(&vec!["a"; COMPOUNDS_MAX].join(" ")), Ok(()));
    assert_eq!(check_selector(&vec!["a"; COMPOUNDS_MAX + 1].join(" ")), Err(Fault::TooManyParts));
    assert_eq!(check_selector(&vec!["a"; COMPOUNDS_MAX + 1].join(",")), Err(Fault::TooManyParts));
}

#[test]
fn an_error_says_which_file_surface_part_and_why() {
    for (pointer, value, message) in [
        (
            "/surfaces/0/element",
            json!("a:has(b)"),
            "site file x, surface post-author, element: the selector `a:has(b)` has a `h` at character 3 that this grammar does not know",
        ),
        (
            "/surfaces/0/mark_after",
            json!(""),
            "site file x, surface post-author, mark_after: the selector `` lacks a tag, class, id or attribute at character 1",
        ),
        (
            "/surfaces/0/link/selector",
            json!("a["),
            "site file x, surface post-author, link: the selector `a[` ends too early",
        ),
        (
            "/surfaces/0/handle/selector",
            json!("*"),
            "site file x, surface post-author, handle: the selector `*` has a `*` at character 1 that this grammar does not know",
        ),
        (
            "/surfaces/0/name",
            json!({"selector": "a b c d e f g h i j k l m n o p q r s t u v w x y"}),
            "site file x, surface post-author, name: the selector `a b c d e f g h i j k l m n o p q r s t u v w x y` has more than 24 parts",
        ),
        (
            "/surfaces/0/id_claim/selector",
            json!("+"),
            "site file x, surface post-author, id_claim: the selector `+` has a `+` at character 1 that this grammar does not know",
        ),
        (
            "/surfaces/0/link/attribute",
            json!("on click"),
            "site file x, surface post-author, link: `on click` is not the name of an attribute",
        ),
        (
            "/surfaces/0/id_claim/names",
            json!(""),
            "site file x, surface post-author, id_claim: `` is not the name of an attribute",
        ),
        (
            "/surfaces/0/id_claim/value",
            json!("Data"),
            "site file x, surface post-author, id_claim: `Data` is not the name of an attribute",
        ),
        (
            "/surfaces/0/id",
            json!("Post Author"),
            "site file x: the id `Post Author` of a surface must be kebab-case and stand once",
        ),
        (
            "/surfaces/0/link",
            json!("(absent)"),
            "site file x, surface post-author: link is missing, which `identity` needs",
        ),
        (
            "/surfaces/0/script",
            json!("alert(1)"),
            "site file x: unknown field `script`, expected one of `id`, `element`, `identity`, `link`, `handle`, `name`, `id_claim`, `mark_after`, `endorse`",
        ),
        (
            "/surfaces/0/identity",
            json!("guess"),
            "site file x: unknown variant `guess`, expected one of `link`, `handle`, `address`",
        ),
        ("/surfaces", json!([]), "site file x: 0 surfaces, where 1 to 32 are possible"),
        ("/schema", json!(2), "site file x has schema 2, which this version cannot read: please update the extension"),
        (
            "/platform",
            json!("myspace"),
            "site file myspace: unknown variant `myspace`, expected one of `x`, `facebook`, `instagram`, `threads`, `youtube`, `linkedin`, `tiktok`, `bluesky`, `mastodon`, `reddit`, `nextdoor`, `flickr`, `snapchat`, `pinterest`, `telegram`, `whatsapp`, `truthsocial`, `github`",
        ),
        ("/platform", json!("(absent)"), "site file 1: missing field `platform`"),
    ] {
        assert_eq!(error_of(pointer, value.clone()), message, "{pointer} = {value}");
    }
}

#[test]
fn no_site_file_names_a_host() {
    for field in ["host", "hosts", "matches", "moved_hosts"] {
        let message = error_of(&format!("/{field}"), json!(["x.evil.example"]));
        assert!(message.contains(&format!("unknown field `{field}`")), "{message}");
    }
    let platform = error_of("/platform", json!("x.evil.example"));
    assert!(platform.contains("unknown variant `x.evil.example`"), "{platform}");
}

#[test]
fn what_names_the_account_must_be_there() {
    let change = |identity: &str, fields: &[&str], endorse: bool| {
        let mut surface = surface("header");
        surface["identity"] = json!(identity);
        surface["endorse"] = json!(endorse);
        for field in ["link", "handle"] {
            if !fields.contains(&field) {
                surface.as_object_mut().unwrap().remove(field);
            }
        }
        let (_, errors) = SiteFiles::packaged(&bundle(vec![site("x", vec![surface])]));
        errors.is_empty()
    };
    assert!(change("link", &["link"], true));
    assert!(!change("link", &["handle"], false));
    assert!(change("handle", &["handle"], true));
    assert!(!change("handle", &["link"], false));
    assert!(change("address", &["handle"], true));
    assert!(change("address", &["link"], true));
    // Without either the element could never confirm the address, so it could never endorse.
    assert!(!change("address", &[], true));
    assert!(change("address", &[], false));
}

#[test]
fn files_and_surfaces_have_bounds() {
    let many = |count: usize| site("x", (0..count).map(|index| surface(&format!("s{index}"))).collect());
    assert_eq!(SiteFiles::packaged(&bundle(vec![many(SURFACES_MAX)])).1, []);
    assert_eq!(SiteFiles::packaged(&bundle(vec![many(SURFACES_MAX + 1)])).1.len(), 1);
    let twice = site("x", vec![surface("a"), surface("a")]);
    assert_eq!(SiteFiles::packaged(&bundle(vec![twice])).1.len(), 1);
    for (bytes, message) in [
        (bundle(vec![json!({}); 33]), "33 site files are more than 32"),
        (b"[]".to_vec(), "these are no site files: "),
        (
            br#"{"schema": 2}"#.to_vec(),
            "the bundle has schema 2, which this version cannot read: please update the extension",
        ),
        (vec![b' '; 256 * 1024 + 1], "the site files take 262145 bytes, more than 262144"),
    ] {
        let (files, errors) = SiteFiles::packaged(&bytes);
        assert!(files.all().is_empty());
        assert!(errors[0].to_string().starts_with(message), "{}", errors[0]);
    }
}

#[test]
fn the_file_of_the_documents_site_is_used() {
    let (files, errors) = SiteFiles::packaged(&bundle(vec![
        site("x", vec![surface("post-author")]),
        site("youtube", vec![surface("header")]),
        site("mastodon", vec![surface("header")]),
    ]));
    assert_eq!(errors, []);
    let hosts = MastodonHosts(["social.mass.gov".into()].into());
    let platform = |page: &str| files.for_page(page, &hosts).map(|file| file.platform);
    assert_eq!(platform("https://x.com/home"), Some(Platform::X));
    assert_eq!(platform("https://m.youtube.com/watch?v=1"), Some(Platform::YouTube));
    assert_eq!(platform("https://social.mass.gov/@mass"), Some(Platform::Mastodon));
    assert_eq!(platform("https://www.facebook.com/"), None);
    assert_eq!(platform("https://x.com.example/"), None);
    assert_eq!(files.surface("x", "post-author").unwrap().id, "post-author");
    assert!(files.surface("x", "header").is_none());
    assert!(files.surface("tiktok", "header").is_none());
}

#[test]
fn a_signed_file_replaces_a_packaged_one_only_when_it_is_valid() {
    let packaged =
        || SiteFiles::packaged(&bundle(vec![site("x", vec![surface("old")]), site("youtube", vec![surface("old")])])).0;
    let mut broken = surface("new");
    broken["element"] = json!("a:has(b)");
    let (files, errors) = packaged().overridden_by(&bundle(vec![
        site("x", vec![broken]),
        site("youtube", vec![surface("new")]),
        site("tiktok", vec![surface("new")]),
        site("tiktok", vec![surface("newer")]),
    ]));
    assert_eq!(errors.len(), 2);
    assert_eq!(errors[1].to_string(), "site file tiktok stands twice");
    assert!(files.surface("x", "old").is_some());
    assert!(files.surface("youtube", "new").is_some() && files.surface("youtube", "old").is_none());
    assert!(files.surface("tiktok", "new").is_some());
    let (files, errors) = packaged().overridden_by(b"{");
    assert_eq!((files.all().len(), errors.len()), (2, 1));
}

#[test]
fn a_file_is_handed_on_as_it_was_written() {
    let file = site("x", vec![surface("post-author")]);
    let (files, _) = SiteFiles::packaged(&bundle(vec![file]));
    let written = serde_json::to_value(&files.all()[0]).unwrap();
    assert_eq!(written["surfaces"][0]["id_claim"]["scope"], json!("document"));
    assert_eq!(
        written["surfaces"][0]["link"],
        json!({"selector": "[data-testid^=\"User-Name\"] a[href]", "attribute": "href"})
    );
}
