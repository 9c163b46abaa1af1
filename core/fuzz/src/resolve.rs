//! Which account an address names.

use statemark_core::platform::{Account, MastodonHosts, Platform, absolute, is_profile, platform_at, resolve};

/// Every name that is read has one text and one address, and both lead back to it.
pub fn body(bytes: &[u8]) {
    let Ok(text) = core::str::from_utf8(bytes) else { return };
    let hosts = MastodonHosts(vec!["social.mass.gov".into()]);
    // As it is, where nobody normalised it, and as native tools do.
    for address in [Some(text.to_owned()), absolute(Some("https://x.com/massdot/status/1"), text)].into_iter().flatten()
    {
        let _ = platform_at(&address, &hosts);
        if let Some(account) = resolve(&address, &hosts) {
            sound(&account, &hosts);
        }
    }
    if let Some(account) = Account::parse(text) {
        sound(&account, &hosts);
    }
    for platform in Platform::ALL {
        for account in [Account::from_handle(platform, text), Account::from_id(platform, text)].into_iter().flatten() {
            assert_eq!(account.platform, platform);
            sound(&account, &hosts);
        }
    }
}

fn sound(account: &Account, hosts: &MastodonHosts) {
    let text = account.text();
    let parsed = Account::parse(&text).unwrap_or_else(|| panic!("`{text}` of {account:?} is read"));
    assert_eq!(parsed.text(), text, "one text for each name");
    assert!(account.surely_same(account));
    let address = account.address();
    if address.is_empty() {
        return;
    }
    let normalised = absolute(None, &address);
    if normalised.is_none() && account.platform == Platform::Mastodon {
        // A host that only looks like one, `xn--…` with nothing behind it: no browser goes there, so no page is that account's.
        return;
    }
    assert_eq!(normalised.as_deref(), Some(&*address), "an account's address is normalised");
    match resolve(&address, hosts) {
        Some(again) => {
            assert_eq!(again.text(), text, "{address} names the account whose address it is");
            assert_eq!(again.address(), address);
            // What stands behind `?` may be anything, so an address that names nobody without it is no page of its own.
            let is_own_page = is_profile(&address, &again, hosts);
            assert!(is_own_page || address.contains('?'), "{address} is the account's own page");
            assert_eq!(platform_at(&address, hosts), Some(account.platform));
        }
        // Only hosts that are known to be instances name Mastodon accounts.
        None => assert_eq!(account.platform, Platform::Mastodon, "{address} of {account:?} names nobody"),
    }
}

/// An address of every form.
pub fn seeds() -> Vec<Vec<u8>> {
    [
        "https://x.com/MassDOT",
        "https://twitter.com/intent/user?user_id=12345",
        "https://www.facebook.com/profile.php?id=1000",
        "https://m.facebook.com/p/Mass-Gov-1000/",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fx.com%2Fmassgov&h=1",
        "https://www.instagram.com/mass.gov/",
        "https://www.threads.net/@massgov",
        "https://www.youtube.com/@massgov/videos",
        "https://youtube.com/channel/UCabcdefghijklmnopqrstuv",
        "https://www.youtube.com/redirect?q=https%3A%2F%2Fx.com%2Fa",
        "https://www.linkedin.com/company/massdot/about/",
        "https://www.tiktok.com/@mass.gov",
        "https://bsky.app/profile/did:plc:ewvi7nxzyoun6zhxrhs64oiz",
        "https://bsky.app/profile/mass.gov",
        "https://mastodon.social/@mass@social.mass.gov",
        "https://social.mass.gov/users/mass",
        "https://www.reddit.com/r/boston/comments/1",
        "https://www.flickr.com/people/12345678@N00/",
        "https://nextdoor.com/agency-detail/ma/boston/city-of-boston/",
        "https://www.snapchat.com/add/massgov",
        "https://www.pinterest.co.uk/massgov/",
        "https://massgov.t.me/",
        "https://t.me/s/massgov",
        "https://whatsapp.com/channel/0029VaAbC",
        "https://truthsocial.com/@massgov",
        "https://github.com/orgs/massgov",
        "https://massgov.github.io/x",
        "youtube:user/massgov",
        "linkedin#company/12345",
        "../@massgov",
    ]
    .map(|address| address.as_bytes().to_vec())
    .into()
}
