//! `statemark check DIR`: everything that is wrong with a registry, or with site files.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use serde_json::json;
use statemark_core::list::Directory;
use statemark_core::time::UtcTime;

use super::count;
use crate::clock::Clock;
use crate::keys::{KeyFolder, Roles};
use crate::list;
use crate::progress::Progress;
use crate::registry::{self, Problem, Registry};
use crate::repository::{Published, outlook, warnings};
use crate::sites;

const EXAMPLES: &str = "\
Examples:
  statemark check registry
  statemark check --sites extension/sites
  statemark check registry --json | jq '.problems[] | select(.file == \"accounts.csv\")'

Each line names the file, the row as the spreadsheet numbers it (the header is row 1), the column, what is
wrong, and what to do. Warnings alone leave the exit status 0; a problem makes it 1.";

/// Check a registry: every problem with its file, row and advice
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The registry folder
    #[arg(required_unless_present = "sites")]
    dir: Option<PathBuf>,
    /// Check the roles of this folder of keys as well
    #[arg(long, value_name = "KEYDIR")]
    keys: Option<PathBuf>,
    /// Check the keys and the expiry of the list published in this folder as well
    #[arg(long, value_name = "SITE")]
    site: Option<PathBuf>,
    /// Check the site files in this folder (extension/sites) as well, or alone
    #[arg(long, value_name = "FOLDER")]
    sites: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    clock: Clock,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode> {
    let site_files = args.sites.as_deref().map(sites::bundle).transpose()?.map_or(0, |(_, number)| number);
    let Some(dir) = &args.dir else {
        return only_sites(args, site_files, out);
    };
    let _progress = Progress::of(format!("checking {}", dir.display()));
    let (registry, problems) = read(dir, args.clock.now())?;
    let roles = args.keys.as_deref().map(KeyFolder::open).transpose()?.map(|folder| folder.roles);
    let expiring = match &args.site {
        Some(site) => expiring(site, roles.as_ref(), args.clock.now())?,
        None => Vec::new(),
    };
    let refused = registry::refused(&problems);
    if args.json {
        let Registry { agencies, accounts, impostors, neighbours, .. } = &registry;
        super::print_json(
            out,
            &json!({
                "ok": refused == 0,
                "problems": problems,
                "warnings": expiring,
                "agencies": agencies.len(),
                "accounts": accounts.len(),
                "impostors": impostors.len(),
                "neighbours": neighbours.len(),
            }),
        )?;
    } else {
        for problem in &problems {
            writeln!(out, "{problem}")?;
        }
        for warning in &expiring {
            writeln!(out, "warning: {warning}")?;
        }
        let warnings = count(problems.len() - refused + expiring.len(), "warning");
        if refused == 0 {
            let accounts = count(registry.accounts.len(), "account");
            writeln!(
                out,
                "{}: {accounts} of {}, no problem, {warnings}",
                dir.display(),
                count(registry.agencies.len(), "agency")
            )?;
        } else {
            writeln!(out, "{}: {}, {warnings}", dir.display(), count(refused, "problem"))?;
        }
    }
    Ok(if refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Site files without a registry: whatever is wrong with one is an error of its own.
fn only_sites(args: &Args, number: usize, out: &mut dyn Write) -> Result<ExitCode> {
    if args.json {
        super::print_json(out, &json!({ "ok": true, "sites": number }))?;
    } else {
        writeln!(out, "{}, no problem", count(number, "site file"))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What is published must be what the extension can verify. Answers what of it will soon expire.
fn expiring(site: &Path, roles: Option<&Roles>, now: UtcTime) -> Result<Vec<String>> {
    let published = Published::must_open(site)?;
    published.check_keys(roles.unwrap_or(&Roles::default()))?;
    let outlook = outlook(&published.list, roles, None, now)?;
    Ok(warnings(&outlook).map(String::from).collect())
}

/// The registry and all its problems; the core itself has the last word, for it is what judges by the list.
pub(super) fn read(dir: &Path, now: UtcTime) -> Result<(Registry, Vec<Problem>)> {
    let (registry, mut problems) = registry::read(dir, now.date())?;
    if registry::refused(&problems) == 0 {
        let files = list::build(&registry, now)?;
        if let Err(error) = Directory::build(|name| files.get(name).map(Vec::as_slice)) {
            problems.push(Problem::of_list(&error));
        }
    }
    Ok((registry, problems))
}
