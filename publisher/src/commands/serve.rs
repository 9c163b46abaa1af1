//! `statemark serve SITE`: a static server for trying things out on this machine.

use std::io::Write;
use std::net::Ipv4Addr;
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, Uri, header};
use sha2::{Digest, Sha256};

use crate::keys::hex;

const EXAMPLES: &str = "\
Examples:
  statemark serve site                 at http://127.0.0.1:8080/
  statemark serve site --port 0        at any free port, which is printed

It listens on this machine only and answers as a web server for a list must: files with a version or a hash in their
name never change and may be cached for ever, timestamp.json is asked for anew, and what is not there is a 404.
A list published while it runs is served at once. Stop it with Ctrl-C.";

/// Serve a published list on this machine, for trying things out
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The folder that `statemark publish` wrote
    site: PathBuf,
    /// The port to listen on; 0 takes any free one
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Print the address as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    crate::files::must_be_folder(&args.site)?;
    if !args.site.join("metadata").is_dir() {
        bail!("{} holds no published list; give the folder that `statemark publish` wrote", args.site.display());
    }
    let site = std::path::absolute(&args.site)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, args.port)).await;
        let listener = listener.with_context(|| {
            format!("cannot listen on port {}; stop what uses it, or give another --port", args.port)
        })?;
        let address = format!("http://{}/", listener.local_addr()?);
        if args.json {
            writeln!(out, "{}", serde_json::json!({ "address": address }))?;
        } else {
            writeln!(out, "Serving {} at {address}", args.site.display())?;
        }
        out.flush()?;
        let stop = async { drop(tokio::signal::ctrl_c().await) };
        axum::serve(listener, router(site)).with_graceful_shutdown(stop).await?;
        Ok(ExitCode::SUCCESS)
    })
}

fn router(site: PathBuf) -> Router {
    Router::new().fallback(answer).with_state(Arc::new(site))
}

async fn answer(State(site): State<Arc<PathBuf>>, method: Method, uri: Uri, headers: HeaderMap) -> Response<Body> {
    let mut response = match method {
        Method::GET | Method::HEAD => match find(&site, uri.path()) {
            Some((path, bytes)) => file(&path, bytes, headers.get(header::IF_NONE_MATCH)),
            None => text(StatusCode::NOT_FOUND, format!("There is no {} here.\n", uri.path())),
        },
        Method::OPTIONS => text(StatusCode::NO_CONTENT, String::new()),
        _ => text(StatusCode::METHOD_NOT_ALLOWED, "Only GET and HEAD are answered.\n".into()),
    };
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::ALLOW, HeaderValue::from_static("GET, HEAD, OPTIONS"));
    response
}

/// The file of a path below the folder, and its name there. The folder is looked up anew each time: a publication replaces it.
fn find(site: &Path, path: &str) -> Option<(String, Vec<u8>)> {
    let name = percent_decode(path.strip_prefix('/')?)?;
    let name = if name.is_empty() { "index.html".to_owned() } else { name };
    if name.contains(['\\', '\0']) || !Path::new(&name).components().all(|part| matches!(part, Component::Normal(_))) {
        return None;
    }
    let site = site.canonicalize().ok()?;
    // A link that leads out of the folder leads nowhere.
    let file = site.join(&name).canonicalize().ok().filter(|file| file.starts_with(&site) && file.is_file())?;
    Some((name, std::fs::read(file).ok()?))
}

fn file(name: &str, bytes: Vec<u8>, known: Option<&HeaderValue>) -> Response<Body> {
    let tag = format!("\"{}\"", hex(&Sha256::digest(&bytes)));
    let same =
        |known: &str| known.split(',').any(|known| known.trim().trim_start_matches("W/") == tag || known.trim() == "*");
    let known = known.and_then(|known| known.to_str().ok()).is_some_and(same);
    let builder = Response::builder()
        .status(if known { StatusCode::NOT_MODIFIED } else { StatusCode::OK })
        .header(header::ETAG, tag)
        .header(header::CACHE_CONTROL, cache_control(name));
    let body = if known { Body::empty() } else { Body::from(bytes) };
    let builder = if known { builder } else { builder.header(header::CONTENT_TYPE, content_type(name)) };
    builder.body(body).unwrap_or_else(|_| Response::new(Body::empty()))
}

fn text(status: StatusCode, text: String) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// What carries its version or its hash in its name never changes.
fn cache_control(name: &str) -> &'static str {
    let file = name.rsplit('/').next().unwrap_or_default();
    let first = file.split('.').next().unwrap_or_default();
    let versioned = name.starts_with("metadata/") && !first.is_empty() && first.bytes().all(|b| b.is_ascii_digit());
    let hashed = name.starts_with("targets/") && first.len() == 64 && first.bytes().all(|b| b.is_ascii_hexdigit());
    if versioned || hashed { "public, max-age=31536000, immutable" } else { "no-cache" }
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("json") => "application/json",
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// The path with its `%XX` decoded; nothing where that is no text.
fn percent_decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let (pair, after) = rest.split_at_checked(2)?;
        let digits = std::str::from_utf8(pair).ok().filter(|text| text.bytes().all(|b| b.is_ascii_hexdigit()))?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = after;
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_out_of_the_folder() {
        let place = tempfile::tempdir().unwrap();
        let site = place.path().join("site");
        std::fs::create_dir_all(site.join("metadata")).unwrap();
        std::fs::write(place.path().join("secret"), b"s").unwrap();
        std::fs::write(site.join("metadata/1.root.json"), b"{}").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(place.path().join("secret"), site.join("link")).unwrap();
        for path in [
            "/../secret",
            "/%2e%2e/secret",
            "/..%2fsecret",
            "/metadata/../../secret",
            "//etc/passwd",
            "/%2fetc/passwd",
            "/link",
            "/metadata",
            "/metadata/",
            "/",
            "/a%00",
            "/%zz",
            "/%",
            "/..\\secret",
            "/metadata/2.root.json",
            "",
        ] {
            assert!(find(&site, path).is_none(), "{path}");
        }
        assert!(find(&site, "/metadata/1.root.json").is_some());
        assert!(find(&site, "/metadata/1%2Eroot.json").is_some());
    }

    #[test]
    fn only_what_never_changes_is_cached_for_ever() {
        for (name, immutable) in [
            ("metadata/1.root.json", true),
            ("metadata/12.snapshot.json", true),
            ("metadata/timestamp.json", false),
            ("index.html", false),
            (&format!("targets/{}.index.json", "a".repeat(64)), true),
            (&format!("targets/sections/{}.general.json", "0".repeat(64)), true),
            ("targets/index.json", false),
        ] {
            assert_eq!(cache_control(name).contains("immutable"), immutable, "{name}");
        }
    }
}
