//! `statemark rotate ROLE …`: other keys, holders or thresholds, in a root that the old and the new keys sign.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use serde_json::json;

use super::concluding::{self, Concluded, Edition};
use crate::clock::Clock;
use crate::keys::{Change, Hands, KeyFolder, Passphrase, PassphraseSource, PublicKey, Role};
use crate::progress::Progress;
use crate::repository::{Keys, Next, Published, outlook, warnings};

const EXAMPLES: &str = "\
Examples:
  statemark rotate timestamp --site site                         its key was stolen: a new one in its place
  statemark rotate snapshot --site site                          likewise; then `rotate timestamp`, if that was stolen too
  statemark rotate root --replace root-2 --site site             a root key was lost
  statemark rotate targets --remove targets-2 --site site        an editor leaves
  statemark rotate targets --add dana=ed25519:3b6a… --threshold 2 --site site
  statemark rotate --site site                                   publish what `keys add` and `keys retire` prepared
  statemark rotate root --site site --export draft               when the root's holders sign elsewhere

The next root is signed by a threshold of the old root's keys and by a threshold of its own; every N.root.json stays, so
that clients of any age follow. What the role signed is signed anew. KEYDIR keeps the keys that were taken away, under
[retired] of roles.toml: they may still have to sign. Delete a stolen key's file when the rotation is published.";

/// Replace the keys of a role, add and remove holders, change thresholds
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The role; without an option below, all its keys are replaced. Without a role: as roles.toml says
    role: Option<Role>,
    /// The published list
    #[arg(long, value_name = "SITE")]
    site: PathBuf,
    /// The folder of keys
    #[arg(long, value_name = "KEYDIR", default_value = "keys")]
    keys: PathBuf,
    /// Take this key away and make a new one
    #[arg(long, value_name = "NAME", requires = "role")]
    replace: Vec<String>,
    /// Add a holder: a new key of that name, or the one whose public half is given
    #[arg(long, value_name = "NAME[=ed25519:KEY]", requires = "role")]
    add: Vec<String>,
    /// Take this key away
    #[arg(long, value_name = "NAME", requires = "role")]
    remove: Vec<String>,
    /// How many of the role's keys must sign from now on
    #[arg(long, value_name = "NUMBER", requires = "role")]
    threshold: Option<u64>,
    /// Leave new keys unencrypted: for throw-away development keys only
    #[arg(long)]
    unencrypted: bool,
    #[command(flatten)]
    passphrase: PassphraseSource,
    /// Where keys are elsewhere, write to this folder what their holders must sign, instead of publishing
    #[arg(long, value_name = "DRAFT")]
    export: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    clock: Clock,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode> {
    let now = args.clock.now();
    let folder = KeyFolder::open(&args.keys)?;
    let progress = Progress::of(format!("verifying the last publication in {}", args.site.display()));
    let previous = Published::must_open(&args.site)?;
    drop(progress);
    let change = change(args, &folder)?;
    let roles = &change.roles;
    if previous.roles(&folder.roles)?.same_keys(roles) {
        bail!("the published list trusts just these keys and thresholds already; nothing was written");
    }
    let passphrase = passphrase(args, &change, &folder)?;
    let hands = Hands { folder: &folder, new: &change.new, passphrase: &args.passphrase };
    let (list, sites) = (previous.files(), previous.sites());
    let next = Next {
        previous: Some(&previous),
        list: &list,
        sites: &sites,
        roles,
        keys: Keys::MayChange,
        hands: &hands,
        draft: None,
        may_wait: true,
        now,
    };
    let edition = Edition {
        made: next.edition()?,
        page: None,
        site: &args.site,
        base: Some((&args.site, &previous)),
        draft: args.export.as_deref(),
        resumes: false,
        now,
    };
    let concluded = edition.conclude(|| change.write(passphrase), |written| written.undo())?;
    report(args, out, &concluded, &change)
}

/// What `roles.toml` shall say.
fn change<'a>(args: &Args, folder: &'a KeyFolder) -> Result<Change<'a>> {
    let mut change = Change::of(folder);
    let Some(role) = args.role else { return Ok(change) };
    let mut replaced = args.replace.clone();
    if replaced.is_empty() && args.add.is_empty() && args.remove.is_empty() && args.threshold.is_none() {
        replaced = folder.roles.get(role)?.keys.iter().map(|(name, _)| name.clone()).collect();
    }
    for name in replaced.iter().chain(&args.remove) {
        change.retire(role, name)?;
    }
    for _ in &replaced {
        change.make(role, None)?;
    }
    for holder in &args.add {
        match holder.split_once('=') {
            Some((name, public)) => change.add(role, name, PublicKey::parse(public)?)?,
            None => drop(change.make(role, Some(holder))?),
        }
    }
    if let Some(threshold) = args.threshold {
        change.roles.get_mut(role)?.threshold = threshold;
    }
    change.roles.check()?;
    Ok(change)
}

/// New keys get the passphrase of the others, unless none of those has one.
fn passphrase<'a>(args: &'a Args, change: &Change<'_>, folder: &KeyFolder) -> Result<Option<&'a Passphrase>> {
    if change.new.is_empty() || args.unencrypted {
        return Ok(None);
    }
    if !args.passphrase.is_given() && !folder.any_encrypted()? {
        bail!(
            "the keys in {} are not encrypted; give --passphrase-file for the new ones, or --unencrypted. Nothing was written",
            args.keys.display()
        );
    }
    args.passphrase.get().map(Some)
}

fn report(args: &Args, out: &mut dyn Write, concluded: &Concluded, change: &Change<'_>) -> Result<ExitCode> {
    let made: Vec<&String> = change.new.iter().map(|(name, _)| name).collect();
    let (written, list) = match concluded {
        Concluded::Published { written, list } => (written, list),
        Concluded::Exported { draft, written, missing } => {
            return concluding::report_draft(out, draft, written, missing, args.json);
        }
    };
    let outlook = outlook(list, Some(&change.roles), None, args.clock.now())?;
    if args.json {
        let (versions, warnings) = (list.versions(), warnings(&outlook).collect::<Vec<_>>());
        let all =
            json!({ "ok": true, "versions": versions, "new_keys": made, "upload": written, "warnings": warnings });
        super::print_json(out, &all)?;
        return Ok(ExitCode::SUCCESS);
    }
    writeln!(out, "Published root {} in {}", list.versions().root, args.site.display())?;
    for name in made {
        writeln!(out, "New key {name} in {}", args.keys.display())?;
    }
    concluding::print_uploads(out, written)?;
    concluding::print_warnings(&outlook);
    Ok(ExitCode::SUCCESS)
}
