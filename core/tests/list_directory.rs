//! What a list must hold to be used, and what of it is left out where it need not be used as a whole.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod judge_support;

use judge_support::{Files, at, sha256, tag, verdict};
use serde_json::{Value, json};
use statemark_core::list::{Directory, Fault, ListError, Listed};

const INDEX: &str = "index.json";
const TRANSPORT: &str = "sections/transport.json";
const GENERAL: &str = "sections/general.json";
const IMPOSTORS: &str = "impostors.json";

/// One change to the sample, and the message of the error it causes.
type Broken = (&'static str, &'static str, Value, &'static str);

fn broken() -> Vec<Broken> {
    let account = |platform: &str, handle: &str| json!({"agency": "massgov", "platform": platform, "handle": handle, "status": "active"});
    let agency = |id: &str| json!({"id": id, "name": "Again", "section": "general"});
    let impostor = |handle: &str, imitates: &str| json!({"platform": "x", "handle": handle, "imitates": imitates, "confirmed": "2026-01-01", "expires": "2027-01-01"});
    vec![
        (INDEX, "/publisher/name", json!(" "), "the publisher's name is missing"),
        (
            INDEX,
            "/publisher/homepage",
            json!("http://www.mass.gov/"),
            "the publisher's homepage `http://www.mass.gov/` must begin with https://",
        ),
        (
            INDEX,
            "/mastodon_hosts/0",
            json!("https://web.mass.gov"),
            "`https://web.mass.gov` in mastodon_hosts is not the name of a host: write it in lower case, without https://",
        ),
        (
            INDEX,
            "/moved_hosts",
            json!([{"platform": "x", "host": "www.facebook.com"}]),
            "`www.facebook.com` in moved_hosts is not a host that x can have moved to: it belongs to a platform, or is no name of a host in lower case",
        ),
        (INDEX, "/coverage/0/agency", json!("nobody"), "index.json, coverage, row 1: there is no agency `nobody`"),
        (
            INDEX,
            "/coverage/0/platform",
            json!("myspace"),
            "index.json, coverage, row 1: there is no platform `myspace`",
        ),
        (
            GENERAL,
            "/agencies/-",
            agency("mbta"),
            "sections/general.json, agencies, row 3: the id `mbta` already stands in sections/transport.json, agencies, row 2",
        ),
        (
            GENERAL,
            "/agencies/-",
            agency("Mass Gov"),
            "sections/general.json, agencies, row 3: the id `Mass Gov` may hold only small letters, digits and single hyphens",
        ),
        (
            GENERAL,
            "/agencies/1/name",
            json!(""),
            "sections/general.json, agencies, row 2: the agency `silent` has no name",
        ),
        (
            GENERAL,
            "/agencies/1/section",
            json!("transport"),
            "sections/general.json, agencies, row 2: the agency `silent` belongs to section `transport` and cannot stand in this file",
        ),
        (
            GENERAL,
            "/agencies/1/homepage",
            json!("http://silent.example/"),
            "sections/general.json, agencies, row 2: `http://silent.example/` must be an address that begins with https://",
        ),
        (
            GENERAL,
            "/accounts/0/agency",
            json!("nobody"),
            "sections/general.json, accounts, row 1: there is no agency `nobody`",
        ),
        (
            GENERAL,
            "/accounts/0/agency",
            json!("mbta"),
            "sections/general.json, accounts, row 1: the agency `mbta` belongs to another section, whose file alone may list its accounts",
        ),
        (
            GENERAL,
            "/accounts/0/proof",
            json!("http://www.mass.gov/social"),
            "sections/general.json, accounts, row 1: `http://www.mass.gov/social` must be an address that begins with https://",
        ),
        (
            GENERAL,
            "/accounts/-",
            account("x", "Mass Gov"),
            "sections/general.json, accounts, row 5: `Mass Gov` cannot be a handle on x",
        ),
        (
            GENERAL,
            "/accounts/0/also",
            json!(["mass.gov"]),
            "sections/general.json, accounts, row 1: `mass.gov` cannot be a handle on x",
        ),
        (
            GENERAL,
            "/accounts/0/previous",
            json!([{"handle": "a b"}]),
            "sections/general.json, accounts, row 1: `a b` cannot be a handle on x",
        ),
        (
            GENERAL,
            "/accounts/0/account_ids",
            json!(["12345-follow"]),
            "sections/general.json, accounts, row 1: `12345-follow` cannot be a stable id on x",
        ),
        (
            GENERAL,
            "/accounts/-",
            account("x", "massdot"),
            "sections/general.json, accounts, row 5: `x:massdot` already stands in sections/transport.json, accounts, row 1",
        ),
        (
            GENERAL,
            "/accounts/-",
            account("facebook", "Massdot.official"),
            "sections/general.json, accounts, row 5: `facebook:massdotofficial` already stands in sections/transport.json, accounts, row 2",
        ),
        (
            GENERAL,
            "/accounts/0/account_ids",
            json!(["12345"]),
            "sections/general.json, accounts, row 1: `x#12345` already stands in sections/transport.json, accounts, row 1",
        ),
        (
            GENERAL,
            "/accounts/0/also",
            json!(["MASSGOV"]),
            "sections/general.json, accounts, row 1: `x:massgov` already stands in sections/general.json, accounts, row 1",
        ),
        (
            GENERAL,
            "/accounts/0/account_ids",
            json!(["7", "7"]),
            "sections/general.json, accounts, row 1: `x#7` already stands in sections/general.json, accounts, row 1",
        ),
        (
            GENERAL,
            "/accounts/0/successor",
            json!("x:nobody"),
            "sections/general.json, accounts, row 1: the successor `x:nobody` is not listed: write it as x:massdot",
        ),
        (
            GENERAL,
            "/accounts/0/successor",
            json!("MBTA"),
            "sections/general.json, accounts, row 1: the successor `MBTA` is not listed: write it as x:massdot",
        ),
        (
            IMPOSTORS,
            "/impostors/-",
            impostor("a b", "mbta"),
            "impostors.json, impostors, row 4: `a b` cannot be a handle on x",
        ),
        (
            IMPOSTORS,
            "/impostors/0/account_ids",
            json!(["x"]),
            "impostors.json, impostors, row 1: `x` cannot be a stable id on x",
        ),
        (
            IMPOSTORS,
            "/impostors/-",
            impostor("massdot", "mbta"),
            "impostors.json, impostors, row 4: `x:massdot` cannot be an impostor, for it is listed in sections/transport.json, accounts, row 1",
        ),
        (
            IMPOSTORS,
            "/impostors/0/account_ids",
            json!(["500"]),
            "impostors.json, impostors, row 1: `x#500` cannot be an impostor, for it is listed in sections/transport.json, accounts, row 3",
        ),
        (
            IMPOSTORS,
            "/impostors/-",
            impostor("mbtalerts", "mbta"),
            "impostors.json, impostors, row 4: `x:mbtalerts` already stands in impostors.json, impostors, row 2",
        ),
        (
            IMPOSTORS,
            "/impostors/-",
            impostor("mbta1", "nobody"),
            "impostors.json, impostors, row 4: imitates `nobody`, which is neither a listed account (x:massdot) nor an agency's id",
        ),
        (
            IMPOSTORS,
            "/impostors/-",
            impostor("mbta1", "x:nobody"),
            "impostors.json, impostors, row 4: imitates `x:nobody`, which is neither a listed account (x:massdot) nor an agency's id",
        ),
        (
            IMPOSTORS,
            "/neighbours/-",
            json!("ABCDEF"),
            "impostors.json, neighbours, row 1: `ABCDEF` is not a SHA-256 in lower-case hexadecimal",
        ),
        (
            IMPOSTORS,
            "/neighbours/-",
            json!(sha256("x:massdot")),
            "impostors.json, neighbours, row 1: the neighbour is `x:massdot`, which stands in sections/transport.json, accounts, row 1",
        ),
        (
            IMPOSTORS,
            "/neighbours/-",
            json!(sha256("x#12345")),
            "impostors.json, neighbours, row 1: the neighbour is `x#12345`, which stands in sections/transport.json, accounts, row 1",
        ),
        (
            IMPOSTORS,
            "/neighbours/-",
            json!(sha256("x:mbtalerts")),
            "impostors.json, neighbours, row 1: the neighbour is `x:mbtalerts`, which stands in impostors.json, impostors, row 2",
        ),
    ]
}

#[test]
fn every_problem_has_its_message() {
    for (file, pointer, value, message) in broken() {
        let error = Files::sample().with(file, pointer, value.clone()).build().map(|_| ()).unwrap_err();
        assert_eq!(error.to_string(), message, "{file}{pointer} = {value}");
    }
}

#[test]
fn a_problem_costs_its_row_and_no_other() {
    for (file, pointer, value, message) in broken() {
        let (directory, problems) = Files::sample().with(file, pointer, value).lenient();
        let messages: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert!(messages.contains(&message.to_string()), "{messages:?}");
        assert_eq!(tag(&verdict(&directory, &at("https://x.com/MassDOT"))), "official", "{message}");
        assert_eq!(tag(&verdict(&directory, &at("https://x.com/MBTA"))), "official", "{message}");
        assert_eq!(tag(&verdict(&directory, &at("https://whatsapp.com/channel/0029VaAbC"))), "official", "{message}");
        let massgov = tag(&verdict(&directory, &at("https://x.com/MassGov")));
        let refused = message.starts_with("sections/general.json, accounts, row 1:");
        assert_eq!(massgov == "official", !refused, "{message}: {massgov}");
    }
}

#[test]
fn a_file_that_cannot_be_read_refuses_the_list() {
    let sample = Files::sample;
    let without = |file: &str| {
        let mut files = sample();
        files.0.remove(file);
        files
    };
    for file in [INDEX, TRANSPORT, GENERAL, IMPOSTORS] {
        let error = without(file).build().map(|_| ()).unwrap_err();
        assert_eq!(error, ListError::Missing { file: file.into() });
    }
    let malformed = |files: Files| matches!(files.build(), Err(ListError::Malformed { .. }));
    assert!(malformed(sample().with(GENERAL, "/accounts/0/platform", json!("myspace"))));
    assert!(malformed(sample().with(GENERAL, "/accounts/0/status", json!("abandoned"))));
    assert!(malformed(sample().with(IMPOSTORS, "/impostors/0/expires", json!("2026-02-30"))));
    assert!(malformed(sample().with(INDEX, "/issued", json!("yesterday"))));
    assert_eq!(
        sample().with(GENERAL, "/id", json!("other")).build().map(|_| ()).unwrap_err(),
        ListError::WrongSection { file: GENERAL.into(), found: "other".into() }
    );
    let twice = sample().with(INDEX, "/sections/-", json!({"id": "general", "name": "Again"}));
    assert!(matches!(twice.build(), Err(ListError::BadRow { problem, .. }) if problem.fault == Fault::DuplicateId));
    let outside = sample().with(INDEX, "/sections/-", json!({"id": "../root", "name": "Out"}));
    assert!(matches!(outside.build(), Err(ListError::BadRow { problem, .. }) if problem.fault == Fault::BadId));
}

#[test]
fn another_schema_asks_for_an_update_whatever_its_shape() {
    for file in [INDEX, TRANSPORT, GENERAL, IMPOSTORS] {
        let newer = Files::sample().with(file, "/schema", json!(2));
        let expected = ListError::NewerSchema { file: file.into(), found: 2 };
        assert_eq!(newer.build().map(|_| ()).unwrap_err(), expected);
        let mut other = Files::sample();
        other.0.insert(file.into(), json!({"schema": 3, "sections": "elsewhere", "impostors": 1, "accounts": {}}));
        assert_eq!(other.build().map(|_| ()).unwrap_err(), ListError::NewerSchema { file: file.into(), found: 3 });
    }
    let error = Files::sample().with(INDEX, "/schema", json!(0)).build().map(|_| ()).unwrap_err();
    assert!(error.to_string().ends_with("please update the extension"), "{error}");
}

#[test]
fn what_leans_on_a_row_left_out_is_left_out_too() {
    let (directory, problems) =
        Files::sample().with(TRANSPORT, "/agencies/1/homepage", json!("http://mbta.com")).lenient();
    let messages: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(messages[0].contains("http://mbta.com"), "{messages:?}");
    assert_eq!(messages.iter().filter(|message| message.ends_with("there is no agency `mbta`")).count(), 5);
    assert!(messages.iter().any(|message| message.starts_with("impostors.json, impostors, row 2: imitates `mbta`")));
    assert_eq!((directory.agencies().len(), directory.account_count(), directory.impostors().len()), (3, 6, 2));
    assert_eq!(tag(&verdict(&directory, &at("https://x.com/MBTA"))), "unlisted");
    assert_eq!(directory.agency("massgov").unwrap().name, "Mass.gov");
    // Rows keep their agency and their place though others before them are gone.
    assert_eq!(verdict(&directory, &at("https://x.com/MassGov"))["account"]["agency"], json!("massgov"));
    assert_eq!(verdict(&directory, &at("https://x.com/MassG0v"))["imitates"]["agency"], json!("massgov"));
    assert_eq!(verdict(&directory, &at("https://x.com/MBTArefund"))["imitates"]["agency"], json!("silent"));
}

#[test]
fn a_list_without_problems_loses_nothing() {
    let (directory, problems) = Files::sample().lenient();
    assert_eq!(problems, []);
    assert_eq!((directory.agencies().len(), directory.account_count(), directory.impostors().len()), (4, 11, 3));
}

#[test]
fn a_handle_of_the_past_is_no_identity_of_today() {
    let again = json!([{"handle": "MBTAlerts"}, {"handle": "massdot"}, {"handle": "mbtaGM"}]);
    Files::sample().with(GENERAL, "/accounts/0/previous", again).directory();
}

#[test]
fn names_are_found_as_what_they_are() {
    let directory = Files::sample().directory();
    let find = |address: &str| match directory.find(&at(address).account) {
        Some(Listed::Handle(row)) => format!("handle of {}", row.handle),
        Some(Listed::Id(row)) => format!("id of {}", row.handle),
        Some(Listed::Previous(row, until)) => format!("once {} until {until:?}", row.handle),
        None => String::new(),
    };
    assert_eq!(find("https://x.com/massDOT"), "handle of MassDOT");
    assert_eq!(find("https://x.com/i/user/12345"), "id of MassDOT");
    assert_eq!(find("https://whatsapp.com/channel/0029VaAbC"), "handle of 0029VaAbC");
    assert_eq!(find("https://x.com/oldmbta"), "once MBTA until None");
    assert_eq!(find("https://www.facebook.com/massdot"), "");
    assert_eq!(directory.find_text("youtube:user/mbtatv").unwrap().handle, "@mbta");
    assert!(directory.find_text("youtube").is_none());
    assert!(directory.agency("nobody").is_none());
}

#[test]
fn nobody_is_listed_on_an_empty_list() {
    let directory = Directory::empty();
    assert_eq!(tag(&verdict(&directory, &at("https://x.com/MassDOT"))), "unlisted");
    assert_eq!((directory.account_count(), directory.neighbours()), (0, 0));
}

#[test]
fn an_index_made_in_slices_is_the_index_made_at_once() {
    let accounts: Vec<_> = (0..200)
        .map(|number| json!({"agency": "massdot", "platform": "x", "handle": format!("MassRegion{number}"), "status": "active"}))
        .collect();
    let files = Files::sample().with("sections/transport.json", "/accounts", json!(accounts));
    let files = files.with("impostors.json", "/impostors", json!([]));
    let (whole, sliced, half) = (files.directory(), files.directory(), files.directory());
    whole.prepare();
    assert!(whole.prepare_some());
    let mut slices = 1;
    while !sliced.prepare_some() {
        slices += 1;
    }
    assert!(slices > 4, "{slices}");
    assert!(!half.prepare_some());
    for handle in ["MassRegi0n7", "MassRegion199x", "RegionMass12", "SilenceMass", "MassSilenceHelp"] {
        let at = at(&format!("https://x.com/{handle}"));
        let expected = verdict(&whole, &at);
        assert_eq!(verdict(&sliced, &at), expected, "{handle}");
        assert_eq!(verdict(&half, &at), expected, "{handle}");
    }
    assert_eq!(tag(&verdict(&half, &at("https://x.com/MassRegi0n7"))), "lookalike strong");
}
