//! The published list, whose publisher may be malicious or careless, and the site files beside it.

use std::collections::BTreeMap;

use serde_json::json;
use statemark_core::list::{Directory, ListError, Listed};
use statemark_core::platform::{Account, Identity};
use statemark_core::trust::value::Value;

/// A JSON object of files by name: each a JSON value, or a text that is the file byte for byte.
///
/// A list is refused as a whole or every row of it is found by each of its names, no two rows share one, and no account is
/// official and an impostor.
pub fn body(bytes: &[u8]) {
    let Ok(Value::Object(members)) = Value::from_slice_lenient(bytes) else { return };
    let files: BTreeMap<&str, Vec<u8>> = members
        .iter()
        .map(|(name, content)| {
            let bytes = match content {
                Value::String(text) => text.as_bytes().to_vec(),
                other => serde_json::to_vec(other).expect("a value is written"),
            };
            (name, bytes)
        })
        .collect();
    let get = |name: &str| files.get(name).map(Vec::as_slice);
    match (Directory::build(get), Directory::build_lenient(get)) {
        (Ok(strict), Ok((lenient, problems))) => {
            assert_eq!(problems, Vec::<ListError>::new(), "what is used as a whole has no problem");
            assert!(strict.accounts().eq(lenient.accounts()));
            sound(&strict);
        }
        (Err(_), Ok((lenient, problems))) => {
            assert!(!problems.is_empty(), "what is not used as a whole has a problem");
            sound(&lenient);
        }
        (Ok(_), Err(error)) => panic!("used as a whole, yet unreadable: {error}"),
        (Err(_), Err(_)) => {}
    }
}

fn sound(directory: &Directory) {
    for row in directory.accounts() {
        assert!(directory.agency(&row.agency).is_some(), "no account without its agency: {row:?}");
        for handle in core::iter::once(&row.handle).chain(&row.also) {
            let account = Account::from_handle(row.platform, handle).expect("a listed handle is one");
            let is_handle = matches!(account.identity, Identity::Handle(_));
            match directory.find(&account) {
                Some(Listed::Handle(found)) => assert_eq!(found, row),
                Some(Listed::Id(found)) if !is_handle => assert_eq!(found, row),
                other => panic!("{} of {row:?} is found as {other:?}", account.text()),
            }
        }
        for id in &row.account_ids {
            let account = Account::from_id(row.platform, id).expect("a listed id is one");
            match directory.find(&account) {
                Some(Listed::Handle(found) | Listed::Id(found)) => assert_eq!(found, row),
                other => panic!("{} of {row:?} is found as {other:?}", account.text()),
            }
        }
    }
    for impostor in directory.impostors() {
        let handle = Account::from_handle(impostor.platform, &impostor.handle);
        let ids = impostor.account_ids.iter().filter_map(|id| Account::from_id(impostor.platform, id));
        for account in handle.into_iter().chain(ids) {
            let found = directory.find(&account);
            assert!(
                !matches!(found, Some(Listed::Handle(_) | Listed::Id(_))),
                "{} is an impostor and listed: {found:?}",
                account.text()
            );
        }
    }
}

/// A list with a row of each kind, and one that contradicts itself.
pub fn seeds() -> Vec<Vec<u8>> {
    let index = json!({
        "schema": 1, "demonstration": true, "jurisdiction": "US-MA", "issued": "2026-11-20T08:00:00Z",
        "publisher": {"name": "Commonwealth", "homepage": "https://www.mass.gov/", "domains": ["mass.gov"],
            "contact": "team@agency.example", "report": {"email": "reports@agency.example"}},
        "sections": [{"id": "transport", "name": "Transportation"}],
        "coverage": [{"agency": "mbta", "platform": "x", "complete": true}],
        "mastodon_hosts": ["web.mass.gov"]
    });
    let transport = json!({
        "schema": 1, "id": "transport",
        "agencies": [{"id": "mbta", "name": "Bay Transportation", "short_names": ["MBTA"], "section": "transport", "homepage": "https://www.mbta.com/"}],
        "accounts": [
            {"agency": "mbta", "class": "emergency", "platform": "x", "handle": "MBTA", "account_ids": ["500"], "status": "active",
             "display_names": ["MBTA"], "since": "2010-01-01", "languages": ["en"], "proof": "https://www.mbta.com/x",
             "previous": [{"handle": "mbtaGM", "until": "2013-09-01"}]},
            {"agency": "mbta", "platform": "youtube", "handle": "@mbta", "also": ["user/mbtatv"], "status": "paused"},
            {"agency": "mbta", "platform": "x", "handle": "MBTA_Old", "status": "retired", "until": "2020-01-31", "successor": "x:mbta"},
            {"agency": "mbta", "platform": "facebook", "handle": "1000", "account_ids": ["2000"], "status": "compromised"},
            {"agency": "mbta", "platform": "mastodon", "handle": "t@social.mass.gov", "status": "active"}
        ]
    });
    let impostors = json!({
        "schema": 1,
        "impostors": [{"platform": "x", "handle": "MBTA_help", "account_ids": ["666"], "imitates": "x:mbta", "confirmed": "2026-10-01", "expires": "2027-10-01"}],
        "neighbours": ["00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"]
    });
    let list = |transport: &serde_json::Value, impostors: &serde_json::Value| {
        let files = json!({"index.json": index, "sections/transport.json": transport, "impostors.json": impostors});
        serde_json::to_vec(&files).expect("a value is written")
    };
    let mut twice = transport.clone();
    twice["accounts"][1] = json!({"agency": "nobody", "platform": "x", "handle": "mbta", "status": "active"});
    let mut official = impostors.clone();
    official["impostors"][0]["handle"] = "mbta".into();
    vec![list(&transport, &impostors), list(&twice, &impostors), list(&transport, &official)]
}
