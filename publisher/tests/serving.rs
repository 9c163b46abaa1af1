//! The list over HTTP, as a client and as a browser ask for it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use common::{NOON, Place};

struct Server {
    child: Child,
    host: String,
}

impl Server {
    fn start(place: &Place) -> Self {
        let mut command = place.command();
        command.args(["serve", "site", "--port", "0", "--json"]).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let said: serde_json::Value = serde_json::from_str(&line).unwrap();
        let address = said["address"].as_str().unwrap();
        let host = address.strip_prefix("http://").unwrap().trim_end_matches('/').to_owned();
        assert!(host.starts_with("127.0.0.1:"), "{host}");
        Self { child, host }
    }

    /// The whole answer, head in lower case and body, to a request written by hand.
    fn ask(&self, method: &str, path: &str, header: &str) -> (String, String) {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{header}\r\n", self.host).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        (head.to_lowercase(), body.to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_list_is_verified_over_http_and_so_is_the_next_one() {
    let place = Place::published();
    let server = Server::start(&place);
    let verify = format!("verify --root root.json --url http://{} --json", server.host);
    let believed = place.run(&format!("{verify} --now {NOON}")).json();
    assert_eq!(believed["versions"]["targets"], 1);
    // Published while it runs.
    place.replace("registry/accounts.csv", "Snow Operations,paused", "Snow Operations,active");
    place.run("publish registry --out site --now 2026-11-23T12:00:00Z").must();
    let believed = place.run(&format!("{verify} --now 2026-11-23T12:00:00Z")).json();
    assert_eq!(believed["versions"]["targets"], 2);

    let host = server.host.clone();
    drop(server);
    place.run(&format!("verify --root root.json --url http://{host}/")).must_fail("cannot fetch http://127.0.0.1:");
}

#[test]
fn answers_are_those_of_a_web_server_for_a_list() {
    let place = Place::published();
    let server = Server::start(&place);
    let (head, body) = server.ask("GET", "/metadata/timestamp.json", "");
    assert!(head.starts_with("http/1.1 200") && head.contains("access-control-allow-origin: *"), "{head}");
    assert!(head.contains("cache-control: no-cache") && head.contains("content-type: application/json"), "{head}");
    assert_eq!(body, place.read("site/metadata/timestamp.json"));

    let tag = head.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap();
    let (head, body) = server.ask("GET", "/metadata/timestamp.json", &format!("If-None-Match: {tag}\r\n"));
    assert!(head.starts_with("http/1.1 304") && body.is_empty(), "{head}");
    let (head, _) = server.ask("GET", "/metadata/timestamp.json", "If-None-Match: \"other\"\r\n");
    assert!(head.starts_with("http/1.1 200"), "{head}");

    let (head, _) = server.ask("GET", "/metadata/1.root.json", "");
    assert!(head.contains("cache-control: public, max-age=31536000, immutable"), "{head}");
    let (head, body) = server.ask("GET", "/metadata/2.root.json", "");
    assert!(head.starts_with("http/1.1 404") && head.contains("content-type: text/plain"), "{head}");
    assert!(head.contains("access-control-allow-origin: *") && body.contains("/metadata/2.root.json"), "{body}");
    assert!(server.ask("HEAD", "/metadata/1.root.json", "").1.is_empty());
    assert!(server.ask("POST", "/metadata/1.root.json", "").0.starts_with("http/1.1 405"));
    assert!(server.ask("GET", "/", "").1.contains("<!doctype html>"));
}

#[test]
fn no_request_leads_out_of_the_folder() {
    let place = Place::published();
    let server = Server::start(&place);
    for path in [
        "/../root.json",
        "/%2e%2e/root.json",
        "/metadata/..%2f..%2froot.json",
        "//etc/passwd",
        "/metadata",
        "/..\\root.json",
    ] {
        let (head, body) = server.ask("GET", path, "");
        assert!(head.starts_with("http/1.1 404") || head.starts_with("http/1.1 400"), "{path}: {head}");
        assert!(!body.contains("signatures"), "{path}");
    }
}

#[test]
fn a_port_in_use_and_a_missing_folder_are_said_in_one_line() {
    let place = Place::published();
    let server = Server::start(&place);
    let port = server.host.split(':').nth(1).unwrap();
    place.run(&format!("serve site --port {port}")).must_fail(&format!("cannot listen on port {port}"));
    place.run("serve none --port 0").must_fail("there is no folder none");
    place.run("serve registry --port 0").must_fail("registry holds no published list; give the folder");
}
