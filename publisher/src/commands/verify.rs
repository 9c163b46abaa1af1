//! `statemark verify`: what an extension would believe.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use serde_json::{Value, json};
use statemark_core::freshness::Freshness;
use statemark_core::list::Directory;
use statemark_core::time::UtcTime;
use statemark_core::trust::ListSet;

use super::count;
use crate::client::{self, Pinned, Refused, Source};
use crate::clock::Clock;
use crate::files;
use crate::progress::Progress;
use crate::repository::{Outlook, outlook, warnings};

const EXAMPLES: &str = "\
Examples:
  statemark verify --root root.json site
  statemark verify --root root.json --url https://lists.example/
  statemark verify --root root.json site --export packaged.bin    what an extension's package carries

It does what the extension does: starts from the root it was built with, believes nothing that is not signed, and
refuses what has expired. Keep a copy of 1.root.json apart from the web server and verify against that.";

/// Act as a client, and say what an extension would believe
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The root that the extension was built with: a copy of metadata/1.root.json
    #[arg(long, value_name = "FILE")]
    root: PathBuf,
    #[command(flatten)]
    list: Published,
    /// Give up a file that takes longer to fetch
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    timeout: u64,
    /// Write the verified list to FILE, as an extension's package carries it
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    clock: Clock,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Published {
    /// The published list as a folder
    site: Option<PathBuf>,
    /// The published list as an address
    #[arg(long)]
    url: Option<String>,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode> {
    let root = Pinned::read(&args.root)?;
    let (source, where_) = match (&args.list.site, &args.list.url) {
        (Some(site), _) => (Source::folder(site)?, site.display().to_string()),
        (None, url) => {
            let url = url.clone().unwrap_or_default();
            (Source::web(&url, Duration::from_secs(args.timeout))?, url)
        }
    };
    let now = args.clock.now();
    let progress = Progress::of(format!("verifying {where_}"));
    let believed = client::refresh(&root, &source, now)?.and_then(|list| {
        let directory = client::directory(&list)?;
        Ok((list, directory))
    });
    drop(progress);
    let (list, directory) = match believed {
        Ok(believed) => believed,
        Err(refused) => return refuse(args, out, &where_, refused),
    };
    if let Some(file) = &args.export {
        files::write(file, &list.archive().to_bytes())?;
    }
    let outlook = outlook(&list, None, None, now)?;
    let belief = belief(&list, &directory, now, &outlook);
    if args.json {
        super::print_json(out, &belief)?;
    } else {
        print(out, &where_, &list, &directory, &belief)?;
        super::concluding::print_warnings(&outlook);
    }
    Ok(ExitCode::SUCCESS)
}

fn refuse(args: &Args, out: &mut dyn Write, where_: &str, refused: Refused) -> Result<ExitCode> {
    if args.json {
        let (variant, message) = (refused.variant(), refused.to_string());
        super::print_json(out, &json!({ "accepted": false, "variant": variant, "message": message }))?;
    }
    Err(refused.into_error(where_))
}

fn belief(list: &ListSet, directory: &Directory, now: UtcTime, outlook: &[Outlook]) -> Value {
    let (versions, header) = (list.versions(), directory.header());
    let confirmed = list.issued().unwrap_or(header.issued);
    let freshness = Freshness::of(header.issued, confirmed, list.timestamp_expires(), list.others_expire(), now);
    json!({
        "accepted": true,
        "publisher": header.publisher.name,
        "demonstration": header.demonstration,
        "versions": {
            "root": versions.root,
            "timestamp": versions.timestamp,
            "snapshot": versions.snapshot,
            "targets": versions.targets,
        },
        "list_date": freshness.list_date.to_string(),
        "issued": confirmed.to_string(),
        "timestamp_expires": list.timestamp_expires().to_string(),
        "others_expire": list.others_expire().to_string(),
        "freshness": freshness.state,
        "agencies": directory.agencies().len(),
        "accounts": directory.account_count(),
        "impostors": directory.impostors().len(),
        "neighbours": directory.neighbours(),
        "warnings": warnings(outlook).collect::<Vec<_>>(),
    })
}

fn print(out: &mut dyn Write, where_: &str, list: &ListSet, directory: &Directory, belief: &Value) -> Result<()> {
    let versions = list.versions();
    let text = |name: &str| belief.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    writeln!(out, "{where_}: an extension accepts this list")?;
    let demonstration = if directory.header().demonstration { " (a demonstration)" } else { "" };
    writeln!(out, "publisher     {}{demonstration}", text("publisher"))?;
    writeln!(
        out,
        "list          version {} of {}: {} of {}",
        versions.targets,
        text("list_date"),
        count(directory.account_count(), "account"),
        count(directory.agencies().len(), "agency")
    )?;
    writeln!(
        out,
        "versions      root {}, timestamp {}, snapshot {}, targets {}",
        versions.root, versions.timestamp, versions.snapshot, versions.targets
    )?;
    writeln!(out, "confirmed     {}, to be confirmed again before {}", text("issued"), text("timestamp_expires"))?;
    writeln!(out, "signatures    the first of the others expires {}", text("others_expire"))?;
    writeln!(out, "freshness     {}", text("freshness"))?;
    Ok(())
}
