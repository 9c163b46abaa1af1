//! `statemark judge --registry DIR`: what an extension would say of accounts.

use std::io::{BufRead, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use serde_json::json;
use statemark_core::freshness::Freshness;
use statemark_core::list::Directory;
use statemark_core::list::schema::Publisher;
use statemark_core::platform::{MastodonHosts, absolute};
use statemark_core::sighting::{Claim, read_claim};
use statemark_core::time::UtcTime;
use statemark_core::verdict::{Verdict, judge};

use crate::clock::Clock;
use crate::list;
use crate::progress::Progress;
use crate::registry::{self, Problem, Registry, Severity};

const EXAMPLES: &str = "\
Examples:
  echo '{\"platform\":\"x\",\"handle\":\"MassD0T\"}' | statemark judge --registry registry
  echo '{\"url\":\"https://x.com/MassD0T\",\"display_name\":\"MassDOT\"}' | statemark judge --registry registry

One account a line in (JSON: url, or platform with handle; optional display_name and account_id), one verdict a line
out, in the same order. The registry is taken as a fresh, verified list; rows that `statemark check` refuses are left
out and named on standard error. A line that cannot be judged answers {\"error\": …}.";

/// Judge accounts on standard input by a registry, as an extension would
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The registry folder
    #[arg(long, value_name = "DIR")]
    registry: PathBuf,
    /// Verdicts are JSON with or without this
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    clock: Clock,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode> {
    let now = args.clock.now();
    let directory = directory(args, now)?;
    let hosts = MastodonHosts(directory.header().mastodon_hosts.clone());
    let freshness = Freshness::fresh(directory.header().issued, now);
    let mut input = std::io::stdin().lock();
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        match answer(&line, &directory, &freshness, &hosts) {
            Ok(verdict) => writeln!(out, "{}", serde_json::to_string(&verdict)?)?,
            Err(error) => writeln!(out, "{}", json!({ "error": error }))?,
        }
        line.clear();
    }
    Ok(ExitCode::SUCCESS)
}

fn directory(args: &Args, now: UtcTime) -> Result<Directory> {
    let _progress = Progress::of(format!("reading {}", args.registry.display()));
    let (mut registry, problems) = registry::read(&args.registry, now.date())?;
    for problem in problems.iter().filter(|problem| problem.severity == Severity::Problem) {
        eprintln!("left out: {problem}");
    }
    // A row may be left out; without its whole file no answer would mean anything.
    let of_all = |file: &str| {
        let of_it = |problem: &&Problem| problem.place.file == file;
        problems.iter().filter(of_it).any(|problem| problem.place.row.is_none_or(|row| row == 1))
    };
    for (file, is_unread) in [
        ("publisher.toml", registry.header.domains.is_none()),
        ("agencies.csv", registry.agencies.is_empty() && of_all("agencies.csv")),
        ("accounts.csv", registry.accounts.is_empty() && of_all("accounts.csv")),
    ] {
        if is_unread {
            bail!("nothing can be judged by {}: {file} is not readable; mend it first", args.registry.display());
        }
    }
    name_publisher(&mut registry);
    let files = list::build(&registry, now)?;
    let (directory, more) = Directory::build_lenient(|name| files.get(name).map(Vec::as_slice))?;
    for problem in more {
        eprintln!("left out: {problem}");
    }
    Ok(directory)
}

/// A registry whose publisher.toml lacks a name or homepage is judged by all the same: no verdict depends on them.
fn name_publisher(registry: &mut Registry) {
    registry.header.publisher.get_or_insert_with(|| Publisher {
        name: "unnamed".into(),
        homepage: "https://unnamed.invalid/".into(),
        domains: Vec::new(),
        contact: String::new(),
        report: Default::default(),
        unknown: Default::default(),
    });
}

/// What names no possible account is unlisted; what asks about none is an error.
fn answer(line: &[u8], directory: &Directory, freshness: &Freshness, hosts: &MastodonHosts) -> Result<Verdict, String> {
    let claim: Claim =
        serde_json::from_slice(line.trim_ascii()).map_err(|error| format!("not a sighting in JSON: {error}"))?;
    let sighting =
        read_claim(&claim, hosts, &|base, raw| absolute(Some(base), raw)).map_err(|error| error.to_string())?;
    Ok(sighting.map_or(Verdict::Unlisted, |sighting| judge(directory, freshness, &sighting)))
}
