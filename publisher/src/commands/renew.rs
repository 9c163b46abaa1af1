//! `statemark renew SITE`: the one job that runs daily.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use serde_json::json;
use statemark_core::trust::ListSet;

use super::concluding::{self, Concluded, Edition};
use crate::clock::Clock;
use crate::keys::{Hands, KeyFolder, PassphraseSource, Roles};
use crate::progress::Progress;
use crate::repository::{Keys, Made, Next, Outlook, Published, outlook, warnings};

const EXAMPLES: &str = "\
Examples:
  statemark renew site --keys keys --passphrase-file /run/secrets/passphrase     every day
  statemark renew site --keys keys --dry-run                                     when each role is due next
  statemark renew site --keys keys --export draft                                have the holders sign what is due

It signs the timestamp anew, and the other roles when they are due and their keys are here. What is due and cannot be
signed here stays as it is while it counts, with a warning long before it expires; --export leaves it in DRAFT for its
holders. The list itself does not change. Only the keys that clients trust now sign; to change them, `statemark rotate`.";

/// Sign the timestamp anew, and what else is due: the daily job
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The published list
    site: PathBuf,
    /// The folder of keys
    #[arg(long, value_name = "KEYDIR", default_value = "keys")]
    keys: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseSource,
    /// Write to this folder what is due and must be signed elsewhere
    #[arg(long, value_name = "DRAFT", conflicts_with = "dry_run")]
    export: Option<PathBuf>,
    /// Write nothing; say when each role is due
    #[arg(long)]
    dry_run: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    clock: Clock,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode> {
    let folder = KeyFolder::open(&args.keys)?;
    let hands = Hands { folder: &folder, new: &[], passphrase: &args.passphrase };
    let previous = open(&args.site)?;
    let roles = previous.roles(&folder.roles)?;
    if args.dry_run {
        return report(args, out, &previous.list, &roles, &hands, &[], None);
    }
    let made = next(args, &previous, &roles, &hands, true)?;
    let site = args.site.as_path();
    let edition = |made, previous, draft| Edition {
        made,
        page: None,
        site,
        base: Some((site, previous)),
        draft,
        resumes: false,
        now: args.clock.now(),
    };
    let waiting = matches!(&made, Made::Complete(edition) if !edition.waiting.is_empty());
    let export = args.export.as_deref();
    let (written, list) = match edition(made, &previous, export).conclude(|| Ok(()), drop)? {
        Concluded::Published { written, list } => (written, list),
        Concluded::Exported { draft, written, missing } => {
            return concluding::report_draft(out, &draft, &written, &missing, args.json);
        }
    };
    let mut exported = None;
    if waiting && export.is_some() {
        // The list is confirmed first: the holders may take days.
        let renewed = open(site)?;
        let made = next(args, &renewed, &roles, &hands, false)?;
        exported = Some(edition(made, &renewed, export).conclude(|| Ok(()), drop)?);
    }
    report(args, out, &list, &roles, &hands, &written, exported.as_ref())
}

fn open(site: &Path) -> Result<Published> {
    let _progress = Progress::of(format!("verifying the last publication in {}", site.display()));
    Published::must_open(site)
}

fn next(args: &Args, previous: &Published, roles: &Roles, hands: &Hands<'_>, may_wait: bool) -> Result<Made> {
    let (list, sites) = (previous.files(), previous.sites());
    let keys = Keys::AsPublished;
    let now = args.clock.now();
    Next { previous: Some(previous), list: &list, sites: &sites, roles, keys, hands, draft: None, may_wait, now }
        .edition()
}

fn report(
    args: &Args,
    out: &mut dyn Write,
    list: &ListSet,
    roles: &Roles,
    hands: &Hands<'_>,
    written: &[String],
    exported: Option<&Concluded>,
) -> Result<ExitCode> {
    let outlook = outlook(list, Some(roles), Some(hands), args.clock.now())?;
    let draft = match exported {
        Some(Concluded::Exported { draft, missing, .. }) => Some((draft, missing)),
        _ => None,
    };
    if args.json {
        let warnings: Vec<&str> = warnings(&outlook).collect();
        let draft = draft.map(|(draft, missing)| json!({ "folder": draft, "missing": missing }));
        let all = json!({ "ok": true, "dry_run": args.dry_run, "upload": written, "roles": outlook, "warnings": warnings, "draft": draft });
        super::print_json(out, &all)?;
        return Ok(ExitCode::SUCCESS);
    }
    if args.dry_run {
        writeln!(out, "{}: nothing was written", args.site.display())?;
    } else {
        writeln!(out, "Renewed {}", args.site.display())?;
        concluding::print_uploads(out, written)?;
    }
    print(out, &outlook)?;
    if let Some((draft, missing)) = draft {
        writeln!(out, "{draft} waits for its holders: {}", missing.join("; "))?;
    }
    concluding::print_warnings(&outlook);
    Ok(ExitCode::SUCCESS)
}

fn print(out: &mut dyn Write, outlook: &[Outlook]) -> Result<()> {
    writeln!(out, "{:<10} {:<8} {:<21} {:<21} keys here", "role", "version", "expires", "signed anew from")?;
    for role in outlook {
        let keys = format!("{} of {}", role.keys_here.unwrap_or_default(), role.threshold.unwrap_or_default());
        writeln!(
            out,
            "{:<10} {:<8} {:<21} {:<21} {keys}",
            role.role,
            role.version,
            role.expires.to_string(),
            role.due_from.to_string()
        )?;
    }
    Ok(())
}
