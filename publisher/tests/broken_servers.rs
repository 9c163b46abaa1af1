//! `statemark verify --url` against servers that answer wrongly: for what is missing, for what is there, or without end.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod common;
mod loopback;

use std::collections::BTreeMap;

use common::{NOON, Place, Said};
use loopback::{Reply, Server};

const PAGE: &str = "<!doctype html><title>Welcome</title>";

/// A published list, and what is asked for to verify it.
struct Published {
    place: Place,
    site: BTreeMap<String, Vec<u8>>,
    asked: Vec<String>,
}

impl Published {
    fn new() -> Self {
        let place = Place::published();
        let site = place.tree("site");
        let mut published = Self { place, site, asked: Vec::new() };
        let server = published.server("", || Reply::Status(404, "A: b", ""));
        published.verify(&server, "").must();
        published.asked = server.asked();
        assert!(published.asked.starts_with(&["metadata/2.root.json".into(), "metadata/timestamp.json".into()]));
        published
    }

    /// The list as it is, but for one file, if it is there or not.
    fn server(&self, wrong: &str, reply: impl Fn() -> Reply + Send + 'static) -> Server {
        let (site, wrong) = (self.site.clone(), wrong.to_owned());
        Server::start(move |path| match site.get(path) {
            _ if path == wrong => reply(),
            Some(bytes) => Reply::Body(bytes.clone()),
            None => Reply::Status(404, "Content-Type: text/html", PAGE),
        })
    }

    fn verify(&self, server: &Server, more: &str) -> Said {
        let words =
            format!("verify --root root.json --url {} --export exported.bin --now {NOON} {more}", server.address);
        self.place.run(&words)
    }

    /// One line that says so, and nothing exported.
    #[track_caller]
    fn refuses(&self, server: &Server, more: &str, expected: &str) {
        std::fs::remove_file(self.place.path("exported.bin")).ok();
        self.verify(server, more).must_fail(expected);
        assert!(!self.place.path("exported.bin").exists());
    }
}

#[test]
fn a_status_other_than_200_and_404_ends_the_verification_whatever_it_is_for() {
    let published = Published::new();
    for path in &published.asked {
        for (status, header) in [
            (403, "Content-Type: application/xml"),
            (410, "A: b"),
            (500, "A: b"),
            (503, "Retry-After: 1"),
            (204, "A: b"),
            (206, "Content-Range: bytes 0-0/1"),
            (304, "A: b"),
            (301, "Location: /metadata/timestamp.json"),
            (307, "Location: https://elsewhere.example/"),
            (511, "A: b"),
        ] {
            let server = published.server(path, move || Reply::Status(status, header, ""));
            published.refuses(&server, "", &format!("the server answers {status}"));
            assert_eq!(server.asked().last(), Some(path), "nothing is asked for after it, and no redirect is followed");
        }
    }
}

#[test]
fn a_page_in_place_of_any_file_is_refused() {
    let published = Published::new();
    for path in &published.asked {
        let server = published.server(path, || Reply::Status(200, "Content-Type: text/html", PAGE));
        published.refuses(&server, "", "is refused: ");
    }
    // A portal answers everything with its page, and so does the server of a single-page application for the next root.
    let portal = Server::start(|_| Reply::Status(200, "Content-Type: text/html", PAGE));
    published.refuses(&portal, "", "the root metadata is not readable");
    assert_eq!(portal.asked(), ["metadata/2.root.json"]);
}

#[test]
fn only_the_next_root_may_be_missing() {
    let published = Published::new();
    for path in &published.asked[1..] {
        let server = published.server(path, || Reply::Status(404, "A: b", ""));
        published.refuses(&server, "", &format!("{path} is missing"));
    }
    let nothing = Server::start(|_| Reply::Status(404, "A: b", ""));
    published.refuses(&nothing, "", "metadata/timestamp.json is missing");
}

#[test]
fn an_endless_body_ends_at_the_length_that_is_allowed() {
    let published = Published::new();
    for path in &published.asked {
        let server = published.server(path, || Reply::Endless);
        let max = match path.as_str() {
            "metadata/2.root.json" => 64 << 10,
            "metadata/timestamp.json" => 16 << 10,
            // All else is named with its length.
            path => published.site[path].len(),
        };
        published.refuses(&server, "", &format!("{path} is longer than {max} bytes"));
    }
}

#[test]
fn a_body_that_trickles_is_given_up() {
    let published = Published::new();
    std::fs::remove_file(published.place.path("exported.bin")).unwrap();
    for path in [&published.asked[0], &published.asked[1], published.asked.last().unwrap()] {
        let server = published.server(path, || Reply::Trickle);
        let said = published.verify(&server, "--timeout 1");
        // Before it stands a line that the work takes longer.
        let expected = format!(
            "statemark: cannot fetch {}{path}; check the address, and that its server runs: timeout",
            server.address
        );
        assert!(said.code == 1 && said.err.lines().last().unwrap().starts_with(&expected), "{said:?}");
        assert!(!published.place.path("exported.bin").exists());
    }
}

#[test]
fn a_body_that_ends_early_is_refused() {
    let published = Published::new();
    for path in &published.asked[1..] {
        let half = published.site[path][..published.site[path].len() / 2].to_vec();
        let server = published.server(path, move || Reply::Body(half.clone()));
        published.refuses(&server, "", "is refused: ");
        let server = published.server(path, || Reply::Status(200, "A: b", ""));
        published.refuses(&server, "", "is refused: ");
    }
}
