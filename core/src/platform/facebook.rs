//! Facebook: pages and profiles. Periods in a name mean nothing to it.

use std::borrow::Cow;

use super::address::Address;
use super::grammar::{Folding, Rules, Words, all_digits, has, is_ascii_name, is_number, named, numbered, without_at};
use super::{HostPattern, Identity, Label};

/// Those that the grammar would allow: five letters and more. Anything that ends in `.php` is reserved besides.
const RESERVED: Words = Words::new(
    "about account advertising badges bookmarks browse bugnub business careers checkpoint comment composer \
    connect dialog directory donate download events findfriends friends fundraisers games gaming groups \
    hashtag instantgames latest legal login logout marketplace mbasic media memories messages mobile \
    notes notifications pages people photo photos places plugins policies privacy profile public reactions \
    recover reels salegroups saved search settings share sharer shares stories story support timeline video \
    videos watch watchparty",
);

pub(super) const RULES: Rules = Rules {
    hosts: &[
        HostPattern::Exact("facebook.com"),
        HostPattern::Exact("www.facebook.com"),
        HostPattern::Exact("m.facebook.com"),
        HostPattern::Exact("mbasic.facebook.com"),
        HostPattern::Exact("touch.facebook.com"),
        HostPattern::Exact("web.facebook.com"),
        HostPattern::Family(Label::Locale, "facebook.com"),
        HostPattern::Exact("fb.com"),
        HostPattern::Exact("www.fb.com"),
    ],
    read,
    handle,
    is_id: is_number,
    folding: Folding::CaseAndPeriods,
    profile: "https://www.facebook.com/",
    profile_by_id: Some("https://www.facebook.com/profile.php?id="),
};

fn read(address: &Address<'_>) -> Option<Identity> {
    match address.path().as_slice() {
        ["profile.php" | "permalink.php" | "story.php"] => numbered(&address.parameter("id")?),
        ["friends", "requests" | "suggestions"] => numbered(&address.parameter("profile_id")?),
        ["pages", "category", _, name, ..] | ["p", name, ..] => numbered(name.rsplit_once('-')?.1),
        ["pages", "category", ..] => None,
        ["pages" | "people", _, id, ..] | ["groups", _, "user", id, ..] | ["messages", "t", id, ..] => numbered(id),
        ["pg", name, ..] | [name, ..] => handle(name),
        [] => None,
    }
}

/// A name, or the number that stands in its place when a page has none.
fn handle(text: &str) -> Option<Identity> {
    let name = without_at(text);
    let bare = if has(name, b'.') { Cow::Owned(name.replace('.', "")) } else { Cow::Borrowed(name) };
    if all_digits(&bare) {
        return numbered(text);
    }
    let end = name.as_bytes().last_chunk::<4>().map(|end| end.to_ascii_lowercase());
    let ends_badly = end.is_some_and(|end| matches!(end.as_slice(), b".com" | b".net" | b".php"));
    let possible = is_ascii_name(name, ".", 5..=50) && bare.len() >= 5;
    if possible && !ends_badly && !RESERVED.have(&bare) { named(name) } else { None }
}
