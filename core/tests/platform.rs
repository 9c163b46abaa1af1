//! Addresses and accounts: the vectors, and the laws that hold for every account.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use proptest::prelude::*;
use statemark_core::platform::{
    Account, HostPattern, Identity, MastodonHosts, Platform, absolute, is_profile, packaged_mastodon_hosts,
    platform_at, resolve,
};

const VECTORS: &str = include_str!("../../tests/vectors/platform.tsv");

fn known(host: &str) -> MastodonHosts {
    MastodonHosts(if host.is_empty() { [].into() } else { [host.to_owned()].into() })
}

fn text_of(address: &str, host: &str) -> Option<String> {
    resolve(&absolute(None, address)?, &known(host)).map(|account| account.text())
}

fn vectors() -> impl Iterator<Item = Vec<&'static str>> {
    VECTORS.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}

#[test]
fn vectors_resolve_as_written() {
    let mut wrong = Vec::new();
    for cells in vectors() {
        let got = text_of(cells[0], cells.get(2).unwrap_or(&"")).unwrap_or_else(|| "none".into());
        if got != cells[1] {
            wrong.push(format!("{cells:?}: {got}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_platform_has_vectors_and_each_says_where_it_is_from() {
    let (mut named, mut refused) = ([0; Platform::ALL.len()], [0; Platform::ALL.len()]);
    let groups = VECTORS.split("\n# ").filter(|group| group.contains("\thost\n")).take(Platform::ALL.len());
    for (index, (platform, group)) in Platform::ALL.into_iter().zip(groups).enumerate() {
        for row in group.lines().skip(1) {
            let cells: Vec<_> = row.split('\t').collect();
            let basis = ["vector", "form", "grammar", "reserved", "opaque", "host", "syntax", "doubt"];
            assert!(cells.len() == 4 && basis.contains(&cells[3]), "{row}");
            named[index] += usize::from(cells[1].split([':', '#']).next() == Some(platform.as_str()));
            refused[index] += usize::from(cells[1] == "none");
        }
        assert!(named[index] >= 8 && refused[index] >= 20, "{platform}: {} and {}", named[index], refused[index]);
    }
}

#[test]
fn what_is_not_normalised_is_refused_and_not_guessed() {
    for raw in ["https://X.com\\MassDOT", " https://x.com/MassDOT", "https://x.com/a/../MassDOT", "//x.com/MassDOT"] {
        assert_eq!(resolve(raw, &known("")), None, "{raw}");
    }
    assert_eq!(absolute(Some("https://x.com/a/status/1"), "/MassDOT").as_deref(), Some("https://x.com/MassDOT"));
    assert_eq!(absolute(None, "/MassDOT"), None);
}

#[test]
fn handles_are_read_as_pages_and_lists_write_them() {
    for (platform, written, text) in [
        (Platform::X, "@MassDOT", "x:massdot"),
        (Platform::Facebook, "The.MBTA", "facebook:thembta"),
        (Platform::Facebook, "1000", "facebook#1000"),
        (Platform::Instagram, "@mass.gov", "instagram:mass.gov"),
        (Platform::YouTube, "@MassGov", "youtube:@massgov"),
        (Platform::YouTube, "MassGov", "youtube:@massgov"),
        (Platform::YouTube, "user/MassGov", "youtube:user/massgov"),
        (Platform::LinkedIn, "company/MassDOT", "linkedin:company/massdot"),
        (Platform::LinkedIn, "company/12345", "linkedin#company/12345"),
        (Platform::Bluesky, "@Mass.gov", "bluesky:mass.gov"),
        (Platform::Bluesky, "did:plc:abc", "bluesky#did:plc:abc"),
        (Platform::Mastodon, "@Mass@Social.Mass.gov", "mastodon:mass@social.mass.gov"),
        (Platform::Reddit, "r/u_MassGov", "reddit:u/massgov"),
        (Platform::Nextdoor, "agency-detail/ma/boston/x", "nextdoor:agency-detail/ma/boston/x"),
        (Platform::Flickr, "12345678@N00", "flickr#12345678@N00"),
        (Platform::WhatsApp, "0029VaAbC", "whatsapp#0029VaAbC"),
        (Platform::GitHub, "@MassGov", "github:massgov"),
    ] {
        let account = Account::from_handle(platform, written).expect(written);
        assert_eq!(account.text(), text);
    }
}

#[test]
fn impossible_handles_are_refused() {
    for (platform, handle) in [
        (Platform::X, ""),
        (Platform::X, "@"),
        (Platform::X, "Mass DOT"),
        (Platform::X, "M\u{430}ssDOT"), // a Cyrillic letter
        (Platform::X, "search"),
        (Platform::Facebook, "fb.com"),
        (Platform::Instagram, "a..b"),
        (Platform::YouTube, "channel/UCabcdefghijklmnopqrstuv"),
        (Platform::LinkedIn, "massdot"),
        (Platform::LinkedIn, "@company/massdot"),
        (Platform::LinkedIn, "group/massdot"),
        // Its address would name somebody on Facebook.
        (Platform::Mastodon, "massgov@www.fb.com"),
        (Platform::Mastodon, "massgov@x.com"),
        (Platform::Bluesky, "massgov"),
        (Platform::Mastodon, "mass"),
        (Platform::Mastodon, "mass@localhost"),
        (Platform::Reddit, "massgov"),
        (Platform::Nextdoor, "city-of-boston"),
        (Platform::Snapchat, "1abc"),
        (Platform::WhatsApp, "massgov"),
        (Platform::GitHub, "a--b"),
    ] {
        assert_eq!(Account::from_handle(platform, handle), None, "{platform} {handle}");
    }
}

#[test]
fn ids_are_those_a_platform_gives() {
    for (platform, id) in [
        (Platform::X, "12345"),
        (Platform::Instagram, "12345"),
        (Platform::YouTube, "UCabcdefghijklmnopqrstuv"),
        (Platform::LinkedIn, "company/12345"),
        (Platform::Reddit, "t2_abc"),
        (Platform::GitHub, "12345"),
    ] {
        assert_eq!(Account::from_id(platform, id).unwrap().text(), format!("{platform}#{id}"));
    }
    for (platform, id) in [
        (Platform::X, "MassDOT"),
        (Platform::X, ""),
        (Platform::X, "123456789012345678901"),
        (Platform::LinkedIn, "12345"),
        (Platform::LinkedIn, "in/12345"),
        (Platform::Mastodon, "12345"),
        (Platform::Telegram, "12345"),
    ] {
        assert_eq!(Account::from_id(platform, id), None, "{platform} {id}");
    }
}

#[test]
fn only_a_verified_rule_makes_two_handles_surely_one() {
    let same = |platform, one: &str, two: &str| {
        let account = |text| Account::from_handle(platform, text).unwrap();
        assert_eq!(account(one).text(), account(two).text());
        account(one).surely_same(&account(two))
    };
    assert!(same(Platform::X, "MassDOT", "massdot"));
    assert!(same(Platform::Facebook, "The.MBTA", "thembta"));
    assert!(same(Platform::LinkedIn, "company/MassDOT", "company/massdot"));
    assert!(!same(Platform::LinkedIn, "in/JOSÉ", "in/josé"));
    for platform in [Platform::Telegram, Platform::Pinterest, Platform::TruthSocial, Platform::Flickr] {
        assert!(!same(platform, "MassGov", "massgov"), "{platform}");
        assert!(same(platform, "MassGov", "MassGov"), "{platform}");
    }
    assert!(!same(Platform::YouTube, "@MassGov", "@massgov"));
    let instagram = |text| Account::from_handle(Platform::Instagram, text).unwrap();
    assert!(!instagram("mass.gov").surely_same(&instagram("massgov")));
    let threads = Account::from_handle(Platform::Threads, "massgov").unwrap();
    assert!(!instagram("massgov").surely_same(&threads));
}

#[test]
fn a_page_belongs_to_the_platform_of_its_host_whatever_its_path() {
    for (address, platform) in [
        ("https://x.com/search//a%2Fb", Some(Platform::X)),
        ("https://mastodon.social/explore", Some(Platform::Mastodon)),
        ("https://massgov.github.io/", None),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fx.com%2Fa", None),
        ("https://evil.example/", None),
        ("https://x.com:8443/", None),
    ] {
        assert_eq!(platform_at(address, &known("")), platform, "{address}");
    }
    assert_eq!(platform_at("https://social.mass.gov/", &known("social.mass.gov")), Some(Platform::Mastodon));
}

#[test]
fn packaged_instances_are_sorted_names_of_no_other_platform() {
    let hosts: Vec<_> = packaged_mastodon_hosts().collect();
    assert!(hosts.is_sorted() && hosts.contains(&"mastodon.social"));
    for host in hosts {
        assert!(Account::from_handle(Platform::Mastodon, &format!("a@{host}")).is_some(), "{host}");
        assert_eq!(Platform::of_host(host), None, "{host}");
        assert_eq!(host, host.to_lowercase());
    }
}

#[test]
fn all_but_mastodon_have_fixed_hosts() {
    for platform in Platform::ALL {
        assert_eq!(platform.hosts().is_empty(), platform == Platform::Mastodon);
        for pattern in platform.hosts() {
            if let HostPattern::Exact(host) = pattern {
                assert_eq!(platform_at(&format!("https://{host}/"), &known("")), Some(platform));
            }
        }
    }
}

/// A handle in the shape of the platform; what its grammar still refuses is thrown away.
fn handles(platform: Platform) -> BoxedStrategy<Account> {
    let shape = match platform {
        Platform::X => "@?[A-Za-z0-9_]{1,15}",
        Platform::Facebook => "[A-Za-z0-9.]{5,20}|[1-9][0-9]{3,16}",
        Platform::Instagram | Platform::Threads => "@?[A-Za-z0-9._]{1,30}",
        Platform::YouTube => "@[\\p{L}A-Za-z0-9·._-]{3,20}|(c|user)/[A-Za-z0-9_.-]{1,20}",
        Platform::LinkedIn => "(company|school|showcase|in)/([\\p{L}0-9-]{1,20}|[0-9]{1,8})",
        Platform::TikTok => "@?[A-Za-z0-9_.]{2,24}",
        Platform::Bluesky => "@?[A-Za-z0-9-]{1,10}(\\.[A-Za-z0-9-]{1,10}){1,3}|did:plc:[a-z2-7]{24}",
        Platform::Mastodon => "@?[A-Za-z0-9_.-]{1,30}@[A-Za-z0-9-]{1,10}\\.[A-Za-z]{2,5}",
        Platform::Reddit => "[ur]/(u_)?[A-Za-z0-9_-]{1,20}",
        Platform::Nextdoor => "agency-detail/[A-Za-z]{2}/[A-Za-z0-9-]{1,10}/[A-Za-z0-9-]{1,20}",
        Platform::Flickr => "[A-Za-z0-9_-]{1,20}|[0-9]{4,10}@N[0-9]{2}",
        Platform::Snapchat => "[A-Za-z][A-Za-z0-9._-]{1,13}[A-Za-z0-9]",
        Platform::Pinterest => "[A-Za-z0-9_]{3,30}",
        Platform::Telegram => "@?[A-Za-z][A-Za-z0-9_]{3,31}",
        Platform::WhatsApp => "0029V[A-Za-z0-9]{1,20}",
        Platform::TruthSocial => "@?[A-Za-z0-9_]{1,30}",
        Platform::GitHub => "[A-Za-z0-9-]{1,39}",
    };
    let read = move |text: String| Account::from_handle(platform, &text);
    proptest::string::string_regex(shape).unwrap().prop_filter_map("no such handle", read).boxed()
}

fn accounts() -> BoxedStrategy<Account> {
    proptest::strategy::Union::new(Platform::ALL.map(handles)).boxed()
}

/// What an address is made of, in no order.
const PIECES: &str = "(https?://|//|/|@|%[0-9A-F]?[0-9A-F]?|\\?|#|&|=|:|\\.|u=|id=|q=|x\\.com|l\\.facebook\\.com|\
    l\\.php|www\\.youtube\\.com|redirect|mastodon\\.social|t\\.me|[a-zA-Z0-9_-]{1,5}|\\PC){0,24}";

proptest! {
    #[test]
    fn an_account_is_found_at_its_own_address_holds(account in accounts()) {
        let address = account.address();
        let MastodonHosts(mut hosts) = MastodonHosts::default();
        if let (Platform::Mastodon, Identity::Handle(handle)) = (account.platform, &account.identity) {
            hosts.push(handle.split('@').nth(1).unwrap().into());
        }
        prop_assert_eq!(absolute(None, &address), Some(address.clone()), "normalised");
        prop_assert_eq!(resolve(&address, &MastodonHosts(hosts)), Some(account));
    }

    #[test]
    fn folding_twice_is_folding_once_holds(account in accounts()) {
        let text = account.text();
        let name = &text[account.platform.as_str().len() + 1..];
        prop_assert_eq!(Account::from_handle(account.platform, name).map(|again| again.text()), Some(text.clone()));
        prop_assert_eq!(Account::parse(&text).map(|again| again.text()), Some(text.clone()));
    }

    #[test]
    fn a_surely_same_account_has_the_same_text_holds(one in accounts(), two in accounts()) {
        prop_assert!(one.surely_same(&one));
        prop_assert_eq!(one.surely_same(&two), two.surely_same(&one));
        if one.surely_same(&two) {
            prop_assert_eq!(one.text(), two.text());
        }
    }

    #[test]
    fn no_text_panics_holds(text in prop_oneof![".*", PIECES]) {
        let hosts = MastodonHosts::default();
        if let Some(account) = resolve(&text, &hosts) {
            prop_assert_eq!(Account::parse(&account.text()).map(|again| again.text()), Some(account.text()));
        }
        let _ = absolute(None, &text).and_then(|address| resolve(&address, &hosts));
        let _ = absolute(Some("https://x.com/a"), &text).and_then(|address| platform_at(&address, &hosts));
        let _ = Account::parse(&text);
        for platform in Platform::ALL {
            if let Some(account) = Account::from_handle(platform, &text) {
                prop_assert!(!account.address().is_empty());
            }
            let _ = Account::from_id(platform, &text).map(|account| account.address());
        }
    }

    #[test]
    fn an_unknown_host_names_nothing_holds(host in "[a-z]{1,8}(\\.[a-z]{1,8}){0,2}", path in "/@?[A-Za-z0-9/]{0,12}") {
        let address = ["https://", &host, ".example", &path].concat();
        prop_assert_eq!(resolve(&address, &MastodonHosts::default()), None);
    }

    #[test]
    fn a_known_host_inside_another_names_nothing_holds(
        path in "/@?[A-Za-z]{5,12}",
        platform in proptest::sample::select(&Platform::ALL[..]),
    ) {
        for pattern in platform.hosts() {
            if let HostPattern::Exact(host) = pattern {
                let around = [["https://", host, ".evil.example"], ["https://evil-", host, ""], ["https://", host, "@x.com"]];
                for evil in around.map(|parts| [&parts.concat(), path.as_str()].concat()) {
                    prop_assert_eq!(resolve(&evil, &MastodonHosts::default()), None, "{}", evil);
                }
            }
        }
    }
}

#[test]
fn only_the_accounts_own_page_is_its_profile() {
    let own = |address: &str| {
        let address = absolute(None, address).unwrap();
        let account = resolve(&address, &known("")).unwrap();
        is_profile(&address, &account, &known(""))
    };
    for address in [
        "https://x.com/MassDOT",
        "https://twitter.com/MassDOT/?lang=en#top",
        "https://www.facebook.com/TheMBTA/",
        "https://www.youtube.com/@thembta",
        "https://www.youtube.com/user/massgov",
        "https://www.linkedin.com/company/massdot/",
        "https://bsky.app/profile/mass.gov",
        "https://mastodon.social/@Mass",
    ] {
        assert!(own(address), "{address}");
    }
    for address in [
        "https://x.com/MassDOT/status/1",
        "https://x.com/intent/user?screen_name=MassDOT",
        "https://www.tiktok.com/@thembta/video/1",
        "https://www.threads.com/@massgov/post/AbC",
        "https://bsky.app/profile/mass.gov/post/1",
        "https://www.facebook.com/TheMBTA/posts/1",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fx.com%2FMassDOT",
    ] {
        assert!(!own(address), "{address}");
    }
}
