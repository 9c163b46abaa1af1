//! What a name resembles: folding, and every rule that looks at the folded form.

use std::sync::LazyLock;

use statemark_core::lookalike::{Engine, Field, Owner, Query, Resemblance, Strength, Target, TargetKind};
use statemark_core::platform::{Account, Identity, Platform};

const LISTED: [(TargetKind, Option<Platform>, &str); 9] = [
    (TargetKind::Handle, Some(Platform::X), "MassDOT"),
    (TargetKind::Handle, Some(Platform::LinkedIn), "company/massdot"),
    (TargetKind::AgencyName, None, "Massachusetts Department of Transportation"),
    (TargetKind::ShortName, None, "MassDOT"),
    (TargetKind::Handle, Some(Platform::X), "MBTA"),
    (TargetKind::DisplayName, Some(Platform::X), "MBTA"),
    (TargetKind::Handle, Some(Platform::Bluesky), "massgov.bsky.social"),
    (TargetKind::DisplayName, Some(Platform::X), "Mass.gov"),
    (TargetKind::Handle, Some(Platform::X), "DTA_Listens"),
];

/// As the core folds; a character may become two units.
const FOLDED_MAX: usize = 96;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| engine(None));

/// The first byte says where, the rest is a name: a handle up to the first line's end, a display name after it.
pub fn body(bytes: &[u8]) {
    let Some((&platform, rest)) = bytes.split_first() else { return };
    let Ok(text) = core::str::from_utf8(rest) else { return };
    let platform = Platform::ALL[usize::from(platform) % Platform::ALL.len()];
    let (handle, name) = text.split_once('\n').unwrap_or((text, ""));
    let queries = [
        Query { platform, handle: Some(handle), display_name: Some(name) },
        Query { platform, handle: Some(handle), display_name: None },
        Query { platform, handle: None, display_name: Some(handle) },
    ];
    for query in &queries {
        let found = ENGINE.resemblance(query);
        if let Some(found) = &found {
            sound(found, query);
        }
        assert_eq!(ENGINE.resemblance(query), found, "the same question has the same answer");
    }
    // As if it were listed, where it can be: then by that handle it resembles nobody, its own row least of all.
    let Some(Account { identity: Identity::Handle(handle), .. }) = Account::from_handle(platform, handle) else {
        return;
    };
    let handle = handle.as_str();
    // A longer name, or one without a letter, has no folded form to be known by; the verdict asks the list itself before it
    // asks what a name resembles.
    let name = handle.split('@').find(|part| !part.is_empty()).unwrap_or_default();
    if handle.chars().count() > FOLDED_MAX / 2 || !name.chars().any(char::is_alphanumeric) {
        return;
    }
    let listed = engine(Some((platform, handle)));
    assert_eq!(listed.resemblance(&Query { platform, handle: Some(handle), display_name: None }), None, "it is listed");
    let elsewhere = Platform::ALL[(platform as usize + 1) % Platform::ALL.len()];
    let query = Query { platform: elsewhere, handle: Some(handle), display_name: Some(handle) };
    if let Some(found) = listed.resemblance(&query) {
        sound(&found, &query);
    }
}

fn engine(more: Option<(Platform, &str)>) -> Engine {
    let more = more.into_iter().map(|(platform, text)| (TargetKind::Handle, Some(platform), text));
    let targets = LISTED.into_iter().chain(more).enumerate().map(|(row, (kind, platform, text))| Target {
        platform,
        text,
        kind,
        owner: Owner { agency: row as u32, account: platform.map(|_| row as u32) },
    });
    Engine::build(targets, &["mass.gov".to_owned()], "US-MA")
}

fn sound(found: &Resemblance, query: &Query<'_>) {
    let text = match found.of {
        Field::Handle => query.handle,
        Field::Name => query.display_name,
    };
    let text = text.expect("what resembles was asked about");
    let mut boundaries = vec![0];
    for c in text.chars() {
        boundaries.push(boundaries.last().copied().unwrap_or(0) + c.len_utf16() as u32);
    }
    let mut end = 0;
    for (from, to) in &found.differs {
        assert!(*from >= end && from < to, "ranges in order: {found:?}");
        assert!(boundaries.contains(from) && boundaries.contains(to), "within the text, between characters: {found:?}");
        end = *to;
    }
    assert!(!found.reasons.is_empty(), "{found:?}");
    assert!(found.label.is_none() || found.strength == Strength::Weak, "who says that it is not official: {found:?}");
}

/// Names of every rule.
pub fn seeds() -> Vec<Vec<u8>> {
    [
        "MassD0T\nMassDOT",
        "Mа\u{301}ssDOT\nMass\u{200b}DOT \u{1f6a6}",
        "\u{202e}TODssaM\n\u{ff2d}\u{ff22}\u{ff34}\u{ff21}",
        "MassDOT_official\nMassachusetts Dept. of Transportation",
        "DTA-Listens_help\nD T A  L i s t e n s",
        "rnassdot1\nparody of MBTA (fan)",
        "mass.gov.example.com\nmass.gov",
    ]
    .iter()
    .enumerate()
    .map(|(at, text)| [&[at as u8], text.as_bytes()].concat())
    .collect()
}
