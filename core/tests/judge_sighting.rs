//! What is made of what a page or a person claims.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod judge_support;

use judge_support::{Files, tag, verdict};
use proptest::prelude::*;
use serde_json::{Value, json};
use statemark_core::list::Directory;
use statemark_core::platform::{self, MastodonHosts};
use statemark_core::sighting::{Claim, ClaimError, PageSighting, Sighting, read_claim, read_page};
use statemark_core::sites::SiteFiles;

fn absolute(base: &str, raw: &str) -> Option<String> {
    platform::absolute(Some(base), raw)
}

fn hosts() -> MastodonHosts {
    MastodonHosts(["social.mass.gov".into(), "web.mass.gov".into()].into())
}

/// On each site a post by its link, a card by its handle, a header by the address, and one that may not endorse.
fn sites() -> SiteFiles {
    let place = json!({"selector": "a", "attribute": "href"});
    let surface = |id: &str, identity: &str, endorse: bool| json!({"id": id, "element": "a", "identity": identity, "link": place, "handle": place, "mark_after": "a", "endorse": endorse});
    let site = |platform: &str| {
        let surfaces = [
            surface("post", "link", true),
            surface("card", "handle", true),
            surface("header", "address", true),
            surface("aside", "link", false),
        ];
        json!({"schema": 1, "platform": platform, "surfaces": surfaces})
    };
    let bundle = json!({"schema": 1, "sites": [site("x"), site("youtube"), site("mastodon"), site("facebook")]});
    let (sites, errors) = SiteFiles::packaged(&serde_json::to_vec(&bundle).unwrap());
    assert_eq!(errors, []);
    sites
}

fn read_in(directory: &Directory, raw: Value) -> Option<Sighting> {
    let raw: PageSighting = serde_json::from_value(raw).unwrap();
    read_page(&raw, &absolute, &sites(), &hosts(), directory)
}

fn read(raw: Value) -> Option<Sighting> {
    read_in(&Files::sample().directory(), raw)
}

/// A surface of X: `x("post", page, fields)`.
fn on(site: &str, surface: &str, page: &str, fields: Value) -> Value {
    let mut raw = json!({"page": page, "surface": {"site": site, "id": surface}});
    raw.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    raw
}

/// The account text, and whether it may be endorsed.
fn brief(sighting: Option<Sighting>) -> String {
    sighting.map_or("none".into(), |s| format!("{}{}", s.account.text(), if s.may_endorse { "" } else { " silent" }))
}

#[test]
fn all_evidence_of_a_surface_must_agree() {
    let home = "https://x.com/home";
    for (surface, page, fields, expected) in [
        // By link.
        ("post", home, json!({"link": "/MassDOT"}), "x:massdot"),
        ("post", home, json!({"link": "/MassDOT", "handle": "@massdot"}), "x:massdot"),
        ("post", home, json!({"link": "/MassDOT/status/1", "handle": "\u{202a}\u{a0}@MassDOT\u{202c}"}), "x:massdot"),
        ("post", home, json!({"link": "/impostor", "handle": "@MassDOT"}), "none"),
        ("post", home, json!({"link": "/MassDOT", "handle": "12K followers"}), "none"),
        ("post", home, json!({"link": "/home"}), "none"),
        ("post", home, json!({"handle": "@MassDOT"}), "none"),
        ("post", home, json!({"link": "https://www.facebook.com/massdot"}), "none"),
        ("post", home, json!({"link": "javascript:alert(1)"}), "none"),
        ("post", home, json!({"link": ""}), "none"),
        // Another name of the same row agrees, of another row does not, and an unknown id leaves doubt.
        ("post", home, json!({"link": "/i/user/12345", "handle": "@MassDOT"}), "x#12345"),
        ("post", home, json!({"link": "/i/user/500", "handle": "@MassDOT"}), "none"),
        ("post", home, json!({"link": "/i/user/77", "handle": "@MassDOT"}), "x#77 silent"),
        // By handle.
        ("card", home, json!({"handle": "@MassDOT"}), "x:massdot"),
        ("card", home, json!({"handle": "MassDOT", "link": "/massdot"}), "x:massdot"),
        ("card", home, json!({"handle": "@MassDOT", "link": "/impostor"}), "none"),
        ("card", home, json!({"handle": "@MassDOT", "link": "/home"}), "none"),
        ("card", home, json!({"link": "/MassDOT"}), "none"),
        ("card", home, json!({"handle": "Mass DOT"}), "none"),
        // A surface that may not endorse.
        ("aside", home, json!({"link": "/MassDOT"}), "x:massdot silent"),
    ] {
        assert_eq!(brief(read(on("x", surface, page, fields.clone()))), expected, "{surface} {fields}");
    }
}

#[test]
fn a_header_must_confirm_the_address_it_stands_under() {
    for (page, fields, expected) in [
        ("https://x.com/MassDOT", json!({"handle": "@MassDOT"}), "x:massdot"),
        ("https://x.com/MassDOT/with_replies", json!({"handle": "@massdot"}), "x:massdot"),
        ("https://x.com/MassDOT", json!({"link": "/MassDOT/followers"}), "x:massdot"),
        // Soft navigation: the old header under the new address, either way round.
        ("https://x.com/MassDOT", json!({"handle": "@impostor"}), "none"),
        ("https://x.com/impostor", json!({"handle": "@MassDOT"}), "none"),
        ("https://x.com/MassDOT", json!({"handle": "@MassDOT", "link": "/impostor"}), "none"),
        // Nothing in the element says whose it is.
        ("https://x.com/MassDOT", json!({}), "x:massdot silent"),
        ("https://x.com/MassDOT", json!({"handle": " ", "link": ""}), "x:massdot silent"),
        ("https://x.com/home", json!({"handle": "@MassDOT"}), "none"),
        // Two names of one row, and two names of which the list knows nothing.
        ("https://x.com/i/user/12345", json!({"handle": "@MassDOT"}), "x#12345"),
        ("https://x.com/i/user/77", json!({"handle": "@MassDOT"}), "x#77 silent"),
        ("https://x.com/i/user/500", json!({"handle": "@MassDOT"}), "none"),
    ] {
        assert_eq!(brief(read(on("x", "header", page, fields.clone()))), expected, "{page} {fields}");
    }
    for (page, fields, expected) in [
        ("https://www.youtube.com/@mbta/videos", json!({"handle": "@mbta"}), "youtube:@mbta"),
        ("https://www.youtube.com/user/mbtatv", json!({"handle": "@mbta"}), "youtube:user/mbtatv"),
        (
            "https://www.youtube.com/channel/UCmbtambtambtambtambtamb",
            json!({"handle": "@mbta"}),
            "youtube#UCmbtambtambtambtambtamb",
        ),
        ("https://www.youtube.com/c/mbta", json!({"handle": "@mbta"}), "youtube:c/mbta silent"),
        ("https://www.youtube.com/@other", json!({"handle": "@mbta"}), "none"),
    ] {
        assert_eq!(brief(read(on("youtube", "header", page, fields.clone()))), expected, "{page} {fields}");
    }
}

#[test]
fn a_name_that_the_header_does_not_confirm_is_not_held_against_the_account() {
    let header = |fields: Value| read(on("x", "header", "https://x.com/somebody", fields)).unwrap();
    assert_eq!(header(json!({"name": "MassDOT"})).display_name, None);
    assert_eq!(header(json!({"name": " MassDOT\u{200f}", "handle": "@somebody"})).display_name.unwrap(), "MassDOT");
}

#[test]
fn only_a_surface_of_the_documents_own_site_endorses() {
    let link = json!({"link": "https://x.com/MassDOT"});
    for (site, surface, page, expected) in [
        ("x", "post", "https://x.com/home", "x:massdot"),
        ("x", "post", "https://evil.example/", "x:massdot silent"),
        ("x", "post", "https://www.youtube.com/watch?v=1", "x:massdot silent"),
        ("x", "unheard-of", "https://x.com/home", "x:massdot silent"),
        ("youtube", "post", "https://x.com/home", "x:massdot silent"),
    ] {
        assert_eq!(brief(read(on(site, surface, page, link.clone()))), expected, "{site} {surface} {page}");
    }
    assert_eq!(brief(read(json!({"page": "https://x.com/home", "link": "/MassDOT"}))), "x:massdot silent");
    assert_eq!(brief(read(json!({"page": "https://x.com/home", "link": "/MassDOT", "handle": "@other"}))), "none");
    assert_eq!(brief(read(json!({"page": "https://x.com/MassDOT"}))), "none");
    assert_eq!(brief(read(json!({"page": "about:blank", "link": "/MassDOT"}))), "none");
    assert_eq!(brief(read(json!({"page": "", "link": "https://x.com/MassDOT"}))), "none");
}

#[test]
fn a_stable_id_counts_only_beside_the_same_handle() {
    let claim = |value: &str, names: &str| {
        let fields = json!({"handle": "@MassDOT", "ids": [{"value": value, "names": names}]});
        read(on("x", "header", "https://x.com/MassDOT", fields)).unwrap().account_id
    };
    for (value, names, expected) in [
        ("12345-follow", "Follow @MassDOT", Some("12345")),
        ("12345-unfollow", "Following @massdot", Some("12345")),
        ("12345", "@MassDOT", Some("12345")),
        ("12345", "\u{202a}MassDOT\u{202c}", Some("12345")),
        ("12345-follow", "https://x.com/MassDOT", Some("12345")),
        ("https://x.com/i/user/12345", "@MassDOT", Some("12345")),
        // The button of the page before, of a suggested account, or of nobody.
        ("12345-follow", "Follow @other", None),
        ("12345-follow", "Follow MassDOT", None),
        ("12345-follow", "Follow @MassDOT_", None),
        ("12345-follow", "https://x.com/other", None),
        ("12345-follow", "", None),
        ("-follow", "Follow @MassDOT", None),
        ("abc-follow", "Follow @MassDOT", None),
        ("", "Follow @MassDOT", None),
        ("https://www.facebook.com/profile.php?id=12345", "@MassDOT", None),
        ("https://x.com/MassDOT", "@MassDOT", None),
    ] {
        assert_eq!(claim(value, names).as_deref(), expected, "{value} {names}");
    }
    let channel = "https://www.youtube.com/channel/UCmbtambtambtambtambtamb";
    let fields = json!({"handle": "@mbta", "ids": [{"value": channel, "names": "https://www.youtube.com/@mbta"}]});
    let header = read(on("youtube", "header", "https://www.youtube.com/@mbta", fields)).unwrap();
    assert_eq!(header.account_id.as_deref(), Some("UCmbtambtambtambtambtamb"));
}

#[test]
fn an_old_pages_id_takes_nothing_from_a_listed_account() {
    let directory = Files::sample().directory();
    let page = |ids: &[Value]| on("x", "header", "https://x.com/MassDOT", json!({"handle": "@MassDOT", "ids": ids}));
    let of = |ids: &[Value]| tag(&verdict(&directory, &read_in(&directory, page(ids)).unwrap()));
    let old = json!({"value": "666-follow", "names": "Follow @MassDOT_help"});
    let other = json!({"value": "999-follow", "names": "Follow @MassDOT"});
    let another = json!({"value": "998-follow", "names": "Follow @MassDOT"});
    assert_eq!(of(&[]), "official");
    assert_eq!(of(std::slice::from_ref(&old)), "official");
    assert_eq!(of(std::slice::from_ref(&other)), "mismatch");
    assert_eq!(of(&[old, other.clone()]), "mismatch", "an old page's id hides nothing");
    assert_eq!(of(&[other.clone(), other.clone()]), "mismatch");
    assert_eq!(of(&[other, another]), "unlisted", "of two ids nobody knows which is whose");
}

#[test]
fn mastodon_names_leave_out_the_host_of_the_page() {
    let of = |surface: &str, page: &str, fields: Value| read(on("mastodon", surface, page, fields));
    let post = of("post", "https://social.mass.gov/home", json!({"link": "/@Mass", "handle": "@Mass"})).unwrap();
    assert_eq!(
        (post.account.text().as_str(), post.shown_on.as_deref()),
        ("mastodon:mass@social.mass.gov", Some("social.mass.gov"))
    );
    let card = of("card", "https://web.mass.gov/", json!({"handle": "@Mass@social.mass.gov"})).unwrap();
    assert_eq!(
        (card.account.text().as_str(), card.shown_on.as_deref()),
        ("mastodon:mass@social.mass.gov", Some("web.mass.gov"))
    );
    assert_eq!(
        brief(of("card", "https://mastodon.social/", json!({"handle": "@Mass"}))),
        "mastodon:mass@mastodon.social"
    );
    assert_eq!(of("card", "https://unknown.example/", json!({"handle": "@Mass"})), None);
}

#[test]
fn a_host_that_a_resident_granted_is_read_and_makes_nothing_green() {
    let directory = Files::sample().directory();
    let mut granted = hosts();
    assert!(granted.grant("Granted.example"));
    let seen = |link: &str| {
        let raw = on("mastodon", "post", "https://granted.example/home", json!({"link": link}));
        let raw: PageSighting = serde_json::from_value(raw).unwrap();
        assert_eq!(read_page(&raw, &absolute, &sites(), &hosts(), &directory), None, "without leave");
        read_page(&raw, &absolute, &sites(), &granted, &directory).unwrap()
    };
    let foreign = seen("/@Mass@social.mass.gov");
    assert_eq!(verdict(&directory, &foreign)["verdict"], json!("unconfirmed"));
    let local = seen("/@Mass");
    assert_eq!(local.account.text(), "mastodon:mass@granted.example");
    assert_eq!(verdict(&directory, &local)["verdict"], json!("unlisted"));
}

#[test]
fn a_raw_sighting_has_the_fields_of_the_messages() {
    let raw: PageSighting = serde_json::from_value(json!({
        "page": "p", "surface": {"site": "x", "id": "post"}, "link": "l", "handle": "h", "name": "n", "ids": [{"value": "v", "names": "w"}]
    }))
    .unwrap();
    assert_eq!((raw.name.as_deref(), raw.ids[0].names.as_str()), (Some("n"), "w"));
    assert!(serde_json::from_value::<PageSighting>(json!({"page": "p", "link": null, "surface": null})).is_ok());
    assert!(serde_json::from_value::<PageSighting>(json!({"link": "l"})).is_err());
}

fn claim(value: Value) -> Result<Option<Sighting>, ClaimError> {
    read_claim(&serde_json::from_value::<Claim>(value).unwrap(), &hosts(), &absolute)
}

/// The account text and the id.
fn asked(value: Value) -> String {
    match claim(value) {
        Err(error) => error.to_string(),
        Ok(None) => "none".into(),
        Ok(Some(sighting)) => {
            assert!(sighting.may_endorse);
            sighting.account.text() + &sighting.account_id.map(|id| format!(" {id}")).unwrap_or_default()
        }
    }
}

#[test]
fn a_claim_needs_an_address_or_a_platform_with_a_handle() {
    let incomplete = "give `url`, or `platform` with `handle`";
    for (value, expected) in [
        (json!({"url": "https://x.com/MassDOT"}), "x:massdot"),
        (json!({"url": " https://x.com/MassDOT\n"}), "x:massdot"),
        (json!({"platform": "x", "handle": "MassDOT"}), "x:massdot"),
        (json!({"platform": "x", "handle": "@MassDOT", "more": {"is": "ignored"}}), "x:massdot"),
        (json!({"platform": "linkedin", "handle": "company/massdot"}), "linkedin:company/massdot"),
        (json!({"platform": "x", "handle": "MassDOT", "account_id": "12345"}), "x:massdot 12345"),
        (json!({"platform": "x", "handle": "MassDOT", "account_id": 12345}), "x:massdot 12345"),
        (json!({"platform": "x", "handle": "MassDOT", "account_id": null, "display_name": 7}), "x:massdot"),
        (json!({"url": "https://x.com/MassDOT", "platform": "x", "handle": "massdot"}), "x:massdot"),
        (json!({"url": "https://x.com/i/user/12345", "platform": "x", "handle": "massdot"}), "x:massdot 12345"),
        (json!({"url": "https://x.com/i/user/12345", "account_id": "12345"}), "x#12345"),
        // Impossible, of no account, or at odds with itself.
        (json!({"platform": "x", "handle": "Mass DOT"}), "none"),
        (json!({"platform": "x", "handle": ""}), "none"),
        (json!({"platform": "myspace", "handle": "massdot"}), "none"),
        (json!({"url": "https://x.com/home"}), "none"),
        (json!({"url": "MassDOT"}), "none"),
        (json!({"url": ""}), "none"),
        (json!({"url": "https://x.com/MassDOT", "handle": "other"}), "none"),
        (json!({"url": "https://x.com/MassDOT", "platform": "youtube"}), "none"),
        (json!({"url": "https://x.com/i/user/12345", "account_id": "1"}), "none"),
        (json!({"url": "https://x.com/i/user/12345", "handle": "massdot", "account_id": "1"}), "none"),
        // Incomplete.
        (json!({}), incomplete),
        (json!({"platform": "x"}), incomplete),
        (json!({"handle": "MassDOT"}), incomplete),
        (json!({"platform": "x", "handle": 7.5}), "none"),
        (json!({"platform": "x", "handle": ["MassDOT"]}), incomplete),
        (json!({"url": null, "display_name": "MassDOT"}), incomplete),
    ] {
        assert_eq!(asked(value.clone()), expected, "{value}");
    }
}

#[test]
fn a_claim_of_an_address_says_which_host_showed_it() {
    let shown = |value: Value| claim(value).unwrap().unwrap().shown_on;
    assert_eq!(
        shown(json!({"url": "https://mastodon.social/@mass@social.mass.gov"})).as_deref(),
        Some("mastodon.social")
    );
    assert_eq!(shown(json!({"platform": "mastodon", "handle": "mass@social.mass.gov"})), None);
    assert_eq!(shown(json!({"url": "https://x.com/massdot"})), None);
}

#[test]
fn a_display_name_is_kept_as_it_was_given() {
    let given = claim(json!({"platform": "x", "handle": "a", "display_name": " Mass\u{202e}DOT"})).unwrap().unwrap();
    assert_eq!(given.display_name.unwrap(), " Mass\u{202e}DOT");
}

proptest! {
    #[test]
    fn reading_is_total_and_never_endorses_two_accounts_at_once_holds(
        page in prop_oneof![Just("https://x.com/MassDOT".to_string()), Just("https://x.com/other".into()), any::<String>()],
        surface in prop::sample::select(vec!["post", "card", "header", "aside", "none"]),
        link in prop::option::of(prop_oneof![Just("/MassDOT".to_string()), Just("/other".into()), any::<String>()]),
        handle in prop::option::of(prop_oneof![Just("@MassDOT".to_string()), Just("@other".into()), any::<String>()]),
        value in any::<String>(),
        names in any::<String>(),
    ) {
        let directory = Files::sample().directory();
        let raw = on("x", surface, &page, json!({"link": link, "handle": handle, "ids": [{"value": value, "names": names}]}));
        let Some(sighting) = read_in(&directory, raw) else { return Ok(()) };
        if sighting.may_endorse {
            let text = sighting.account.text();
            // An empty text says nothing; as an address it would be the page itself.
            let evidence = [link, handle.map(|handle| handle.replace('@', "/"))].into_iter().flatten();
            for evidence in evidence.filter(|text| !text.trim().is_empty()) {
                let other = absolute(&page, &evidence).and_then(|address| platform::resolve(&address, &hosts()));
                prop_assert!(other.is_none_or(|other| other.text() == text));
            }
        }
    }
}
