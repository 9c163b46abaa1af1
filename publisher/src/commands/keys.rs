//! `statemark keys`: make, list and encrypt the keys that sign the list.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;
use clap::Subcommand;
use serde_json::{Value, json};

use super::count;
use crate::files;
use crate::keys::{Change, Kept, KeyFolder, PassphraseSource, PublicKey, Role, Windows, make_one};

const EXAMPLES: &str = "\
Examples:
  statemark keys make keys                                 asks for a passphrase
  statemark keys make keys --role root=5/3 --role targets=3/2
  statemark keys make dev-keys --unencrypted --role root=1/1   for trying out, never for a real list
  statemark keys list keys
  statemark keys roles keys
  statemark keys holder anna.pem                           a holder's own key, on the holder's own machine
  statemark keys add keys targets anna=ed25519:3b6a…       its public half, where the list is published
  statemark keys retire keys targets targets-2 --threshold 1

The root keys decide who may sign; keep each with another person, away from the network, and move its .pem file
out of the folder. Whoever holds the timestamp key can only repeat what the others signed.";

/// The keys that sign the list: make, list, encrypt them; show roles and thresholds
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Make new keys for every role in a new folder
    Make {
        /// The folder to make
        dir: PathBuf,
        /// How many keys a role has, and how many of them must sign; default root=3/2, all others 1/1
        #[arg(long = "role", value_name = "ROLE=KEYS/THRESHOLD", value_parser = parse_role)]
        roles: Vec<(Role, u64, u64)>,
        /// Leave the key files unencrypted: for throw-away development keys only
        #[arg(long, conflicts_with = "passphrase_file")]
        unencrypted: bool,
        #[command(flatten)]
        passphrase: PassphraseSource,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// List the keys: role, name, how the file is kept, public half
    List {
        /// The folder of keys
        dir: PathBuf,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Show the roles: threshold, keys, and for how long a signature counts
    Roles {
        /// The folder of keys
        dir: PathBuf,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Make one key in a file, and show its public half: for a holder who keeps it
    Holder {
        /// The file to make
        file: PathBuf,
        /// Leave the file unencrypted: for throw-away development keys only
        #[arg(long, conflicts_with = "passphrase_file")]
        unencrypted: bool,
        #[command(flatten)]
        passphrase: PassphraseSource,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Add a key to a role; `statemark rotate` publishes it
    Add {
        /// The folder of keys
        dir: PathBuf,
        /// The role
        role: Role,
        /// A new key of that name, or the one whose public half is given
        #[arg(value_name = "NAME[=ed25519:KEY]")]
        key: String,
        /// How many of the role's keys must sign from then on
        #[arg(long, value_name = "NUMBER")]
        threshold: Option<u64>,
        /// Leave a new key unencrypted: for throw-away development keys only
        #[arg(long, conflicts_with = "passphrase_file")]
        unencrypted: bool,
        #[command(flatten)]
        passphrase: PassphraseSource,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Take a key from a role; `statemark rotate` publishes that
    Retire {
        /// The folder of keys
        dir: PathBuf,
        /// The role
        role: Role,
        /// The key's name
        name: String,
        /// How many of the role's keys must sign from then on
        #[arg(long, value_name = "NUMBER")]
        threshold: Option<u64>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Encrypt the key files that are not encrypted yet
    Encrypt {
        /// The folder of keys
        dir: PathBuf,
        #[command(flatten)]
        passphrase: PassphraseSource,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

fn parse_role(text: &str) -> Result<(Role, u64, u64), String> {
    let parts = text.split_once('=').and_then(|(role, rest)| Some((role, rest.split_once('/')?)));
    let parsed = parts.and_then(|(role, (keys, threshold))| {
        let role = Role::ALL.into_iter().find(|known| known.as_str() == role)?;
        Some((role, keys.parse().ok()?, threshold.parse().ok()?))
    });
    match parsed {
        Some((role, keys, threshold)) if (1..=keys).contains(&threshold) && keys <= 20 => Ok((role, keys, threshold)),
        _ => Err("write a role (root, targets, snapshot, timestamp, sites), the number of its keys (at most 20), and \
                  how many of them must sign: root=5/3"
            .into()),
    }
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    match &args.action {
        Action::Make { dir, roles, unencrypted, passphrase, json } => {
            crate::files::must_be_new(dir)?;
            let passphrase = if *unencrypted { None } else { Some(passphrase.choose()?) };
            let folder = KeyFolder::make(dir, &plan(roles), passphrase.as_ref())?;
            if *json {
                return list(&folder, out, true);
            }
            let made = count(folder.roles.iter().map(|(_, keys)| keys.keys.len()).sum(), "key");
            let how = if *unencrypted { ", not encrypted: for trying out only" } else { ", encrypted" };
            writeln!(out, "Made {made} in {}{how}. See them: statemark keys list {0}", dir.display())?;
            Ok(ExitCode::SUCCESS)
        }
        Action::List { dir, json } => list(&KeyFolder::open(dir)?, out, *json),
        Action::Roles { dir, json } => roles(&KeyFolder::open(dir)?, out, *json),
        Action::Holder { file, unencrypted, passphrase, json } => holder(file, *unencrypted, passphrase, out, *json),
        Action::Add { dir, role, key, threshold, unencrypted, passphrase, json } => {
            let folder = KeyFolder::open(dir)?;
            let mut change = Change::of(&folder);
            match key.split_once('=') {
                Some((name, public)) => change.add(*role, name, PublicKey::parse(public)?)?,
                None => drop(change.make(*role, Some(key))?),
            }
            let chosen = !change.new.is_empty() && !unencrypted;
            write_change(change, *role, *threshold, chosen.then_some(passphrase), out, *json)
        }
        Action::Retire { dir, role, name, threshold, json } => {
            let folder = KeyFolder::open(dir)?;
            let mut change = Change::of(&folder);
            change.retire(*role, name)?;
            write_change(change, *role, *threshold, None, out, *json)
        }
        Action::Encrypt { dir, passphrase, json } => encrypt(dir, passphrase, out, *json),
    }
}

fn holder(
    file: &Path,
    unencrypted: bool,
    passphrase: &PassphraseSource,
    out: &mut dyn Write,
    json: bool,
) -> anyhow::Result<ExitCode> {
    files::must_not_be(file)?;
    let passphrase = if unencrypted { None } else { Some(passphrase.choose()?) };
    let public = make_one(file, passphrase.as_ref())?;
    if json {
        super::print_json(out, &json!({ "file": file.display().to_string(), "public": public }))?;
    } else {
        writeln!(
            out,
            "Made {}. Keep it; give the publisher its public half: ed25519:{}",
            file.display(),
            public.hex()
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

fn write_change(
    mut change: Change<'_>,
    role: Role,
    threshold: Option<u64>,
    passphrase: Option<&PassphraseSource>,
    out: &mut dyn Write,
    json: bool,
) -> anyhow::Result<ExitCode> {
    if let Some(threshold) = threshold {
        change.roles.get_mut(role)?.threshold = threshold;
    }
    change.roles.check()?;
    let passphrase = passphrase.map(PassphraseSource::choose).transpose()?;
    change.write(passphrase.as_ref())?;
    let keys = change.roles.get(role)?;
    if json {
        let names: Vec<&String> = keys.keys.iter().map(|(name, _)| name).collect();
        super::print_json(out, &json!({ "role": role, "threshold": keys.threshold, "keys": names }))?;
    } else {
        let all = count(keys.keys.len(), "key");
        writeln!(out, "{role} has {all} now, {} must sign. Publish it: statemark rotate --site SITE", keys.threshold)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The default: a root key can be lost or stolen without losing the list.
fn plan(asked: &[(Role, u64, u64)]) -> Vec<(Role, u64, u64)> {
    let choose = |role| {
        let default = if role == Role::Root { (role, 3, 2) } else { (role, 1, 1) };
        asked.iter().rev().find(|(asked, ..)| *asked == role).copied().unwrap_or(default)
    };
    Role::ALL.map(choose).into()
}

fn list(folder: &KeyFolder, out: &mut dyn Write, json: bool) -> anyhow::Result<ExitCode> {
    let mut keys = Vec::new();
    for (role, role_keys) in folder.roles.iter() {
        for (name, public) in &role_keys.keys {
            keys.push((role.as_str(), name, folder.kept(name)?, public.hex()));
        }
    }
    for (name, public) in &folder.roles.retired {
        keys.push(("retired", name, folder.kept(name)?, public.hex()));
    }
    if json {
        let key = |(role, name, kept, public): &(&str, &String, Kept, String)| json!({ "role": role, "name": name, "file": kept, "scheme": "ed25519", "public": public });
        super::print_json(out, &json!({ "keys": keys.iter().map(key).collect::<Vec<_>>() }))?;
        return Ok(ExitCode::SUCCESS);
    }
    for (role, name, kept, public) in keys {
        let kept = match kept {
            Kept::Encrypted => "encrypted",
            Kept::Unencrypted => "not encrypted",
            Kept::Absent => "not here",
        };
        writeln!(out, "{role:<10} {name:<14} {kept:<14} {public}")?;
    }
    Ok(ExitCode::SUCCESS)
}

fn roles(folder: &KeyFolder, out: &mut dyn Write, json: bool) -> anyhow::Result<ExitCode> {
    if json {
        let role = |(role, keys): (Role, &crate::keys::RoleKeys)| {
            let names: Vec<&String> = keys.keys.iter().map(|(name, _)| name).collect();
            let Windows { expires_after, renew_before, warn_before } = keys.windows;
            json!({
                "role": role,
                "threshold": keys.threshold,
                "keys": names,
                "expires_after_days": expires_after,
                "renew_before_days": renew_before,
                "warn_before_days": warn_before,
            })
        };
        super::print_json(out, &json!({ "roles": folder.roles.iter().map(role).collect::<Vec<Value>>() }))?;
        return Ok(ExitCode::SUCCESS);
    }
    for (role, keys) in folder.roles.iter() {
        let Windows { expires_after, renew_before, warn_before } = keys.windows;
        writeln!(
            out,
            "{role:<10} {} of {} must sign; a signature counts for {expires_after} days, is made anew {renew_before} days \
             before its end, with a warning from {warn_before} days before",
            keys.threshold,
            count(keys.keys.len(), "key")
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

fn encrypt(dir: &Path, passphrase: &PassphraseSource, out: &mut dyn Write, json: bool) -> anyhow::Result<ExitCode> {
    let folder = KeyFolder::open(dir)?;
    let mut unencrypted = 0;
    for (name, _) in folder.roles.named() {
        unencrypted += usize::from(folder.kept(name)? == Kept::Unencrypted);
    }
    if unencrypted == 0 {
        bail!("every key file in {} is encrypted already; nothing was changed", dir.display());
    }
    let encrypted = folder.encrypt(&passphrase.choose()?)?;
    if json {
        super::print_json(out, &json!({ "encrypted": encrypted }))?;
    } else {
        writeln!(out, "Encrypted {} in {}", count(encrypted.len(), "key"), dir.display())?;
    }
    Ok(ExitCode::SUCCESS)
}
