//! `statemark publish DIR --out SITE`: check, sign, and write the published list.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use serde_json::json;
use statemark_core::time::UtcTime;

use super::concluding::{self, Concluded};
use super::count;
use crate::client;
use crate::clock::Clock;
use crate::files;
use crate::keys::{Hands, KeyFolder, PassphraseSource, Role};
use crate::list::{self, Files};
use crate::pages;
use crate::progress::Progress;
use crate::registry::{self, Registry};
use crate::repository::{Draft, Keys, NO_SITES, Next, Published, outlook, warnings};
use crate::sites;

const EXAMPLES: &str = "\
Examples:
  statemark publish registry --keys keys --out site
  statemark publish registry --keys keys --out site --passphrase-file /run/secrets/passphrase
  statemark publish registry --keys keys --out new-site --base site     leave `site` as it is
  statemark publish registry --keys keys --out site --export draft      when others must sign as well
  statemark publish --resume draft --keys keys --out site               when they have

SITE is a folder of static files for any web server. The first publication makes metadata/1.root.json, which the
extension is built with. Later ones go into the same SITE: versions rise, and only files that changed are new. SITE is
replaced in one step at the end; when anything fails, it stays as it was.

Where a role needs more keys than are here, --export leaves in DRAFT what its holders must sign, each on their own
machine with `statemark sign`; --resume publishes it once enough of them have.

Upload in the order that is printed, metadata/timestamp.json last of the metadata, and delete nothing. The web server
must answer 404 for a file that is not there, and must not cache timestamp.json for more than 300 seconds.";

/// Check a registry, sign it, and write the list for the web server
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The registry folder
    #[arg(required_unless_present = "resume")]
    dir: Option<PathBuf>,
    /// The folder to write; on later publications, the one published before
    #[arg(long, value_name = "SITE")]
    out: PathBuf,
    /// The folder of keys
    #[arg(long, value_name = "KEYDIR", default_value = "keys")]
    keys: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseSource,
    /// Where keys are elsewhere, write to this folder what their holders must sign, instead of publishing
    #[arg(long, value_name = "DRAFT")]
    export: Option<PathBuf>,
    /// Publish the draft that `publish`, `renew` or `rotate` exported, now that its holders have signed
    #[arg(long, value_name = "DRAFT", conflicts_with_all = ["dir", "sites", "base", "export"])]
    resume: Option<PathBuf>,
    /// A folder of site files (extension/sites) to sign; without it, those published before stay
    #[arg(long, value_name = "FOLDER")]
    sites: Option<PathBuf>,
    /// Continue the list published in this folder, instead of the one in SITE
    #[arg(long, value_name = "SITE")]
    base: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    clock: Clock,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode> {
    match (&args.resume, &args.dir) {
        (Some(draft), _) => resume(args, draft, out),
        (None, Some(dir)) => publish(args, dir, out),
        (None, None) => Ok(ExitCode::FAILURE),
    }
}

fn publish(args: &Args, dir: &Path, out: &mut dyn Write) -> Result<ExitCode> {
    let now = args.clock.now();
    let Some(registry) = checked(args, dir, now, out)? else { return Ok(ExitCode::FAILURE) };
    let base = args.base.as_deref().unwrap_or(&args.out);
    let previous = open_base(args, base)?;
    let folder = KeyFolder::open(&args.keys)?;
    let sites = site_files(args.sites.as_deref(), previous.as_ref())?;
    let (list, changed) = files_of(&registry, previous.as_ref(), now)?;
    let next = Next {
        previous: previous.as_ref(),
        list: &list,
        sites: &sites,
        roles: &folder.roles,
        keys: Keys::AsPublished,
        hands: &Hands { folder: &folder, new: &[], passphrase: &args.passphrase },
        draft: None,
        may_wait: args.export.is_none(),
        now,
    };
    let made = next.edition()?;
    let standing = previous.as_ref().map(|previous| previous.list.versions().targets);
    let version = made.targets_version().or(standing).unwrap_or(1);
    let page = pages::index(&registry, &list, version).context("the public page cannot be made")?;
    let base = previous.as_ref().map(|previous| (base, previous));
    let page = Some(page.into_bytes());
    let concluded =
        concluding::Edition { made, page, site: &args.out, base, draft: args.export.as_deref(), resumes: false, now };
    report(args, out, &concluded.conclude(|| Ok(()), drop)?, &folder, changed)
}

fn resume(args: &Args, folder: &Path, out: &mut dyn Write) -> Result<ExitCode> {
    let now = args.clock.now();
    let draft = Draft::open(folder)?;
    let previous = open_base(args, &args.out)?;
    let keys = KeyFolder::open(&args.keys)?;
    let standing = previous.as_ref();
    let list = draft.list()?.or_else(|| standing.map(Published::files));
    let list = list.with_context(|| format!("{} holds no list; export it again", folder.display()))?;
    let sites = draft.sites()?.or_else(|| standing.map(Published::sites)).unwrap_or_else(|| NO_SITES.to_vec());
    let changed = standing.is_none_or(|previous| !list::says_the_same(&previous.files(), &list));
    let next = Next {
        previous: standing,
        list: &list,
        sites: &sites,
        roles: &keys.roles,
        keys: Keys::MayChange,
        hands: &Hands { folder: &keys, new: &[], passphrase: &args.passphrase },
        draft: Some(&draft),
        may_wait: true,
        now,
    };
    let base = standing.map(|previous| (args.out.as_path(), previous));
    let (made, page) = (next.edition()?, draft.page()?);
    let edition = concluding::Edition { made, page, site: &args.out, base, draft: Some(folder), resumes: true, now };
    report(args, out, &edition.conclude(|| Ok(()), drop)?, &keys, changed)
}

/// The registry, unless something is wrong with it; then every problem was printed.
fn checked(args: &Args, dir: &Path, now: UtcTime, out: &mut dyn Write) -> Result<Option<Registry>> {
    let _progress = Progress::of(format!("checking {}", dir.display()));
    let (registry, problems) = super::check::read(dir, now)?;
    let refused = registry::refused(&problems);
    if refused > 0 && args.json {
        super::print_json(out, &json!({ "ok": false, "problems": problems }))?;
    }
    for problem in problems.iter().filter(|_| !args.json) {
        eprintln!("{problem}");
    }
    if refused > 0 {
        eprintln!("statemark: {} in {}; nothing was written", count(refused, "problem"), dir.display());
        return Ok(None);
    }
    Ok(Some(registry))
}

fn open_base(args: &Args, base: &Path) -> Result<Option<Published>> {
    let _progress = Progress::of(format!("verifying the last publication in {}", base.display()));
    let previous = Published::open(base)?;
    if args.base.is_some() {
        if previous.is_none() {
            bail!("there is no published list in {}; leave out --base for a first publication", base.display());
        }
        files::must_be_new(&args.out)?;
    }
    Ok(previous)
}

/// `sites.json`: from the folder of site files, or as it was published before.
fn site_files(folder: Option<&Path>, previous: Option<&Published>) -> Result<Vec<u8>> {
    let Some(folder) = folder else {
        return Ok(previous.map_or_else(|| NO_SITES.to_vec(), Published::sites));
    };
    Ok(sites::bundle(folder)?.0)
}

/// The list's files, and whether they say anything new. An unchanged list keeps the day on which it was made, unless a wrong
/// clock gave it one that is yet to come.
fn files_of(registry: &Registry, previous: Option<&Published>, now: UtcTime) -> Result<(Files, bool)> {
    let list = list::build(registry, now)?;
    let standing = previous.map(Published::files);
    let same = |standing: &Files| list::says_the_same(standing, &list) && list::issued(standing) <= Some(now);
    match standing.filter(same) {
        Some(standing) => Ok((standing, false)),
        None => Ok((list, true)),
    }
}

fn report(
    args: &Args,
    out: &mut dyn Write,
    concluded: &Concluded,
    keys: &KeyFolder,
    changed: bool,
) -> Result<ExitCode> {
    let (written, list) = match concluded {
        Concluded::Published { written, list } => (written, list),
        Concluded::Exported { draft, written, missing } => {
            return concluding::report_draft(out, draft, written, missing, args.json);
        }
    };
    let (versions, accounts) = (list.versions(), client::directory(list)?.account_count());
    let outlook = outlook(list, Some(&keys.roles), None, args.clock.now())?;
    if args.json {
        super::print_json(
            out,
            &json!({
                "ok": true,
                "site": args.out.display().to_string(),
                "changed": changed,
                "versions": versions,
                "accounts": accounts,
                "root_expires": outlook.iter().find(|role| role.role == Role::Root).map(|role| role.expires),
                "upload": written,
                "warnings": warnings(&outlook).collect::<Vec<_>>(),
            }),
        )?;
        return Ok(ExitCode::SUCCESS);
    }
    let what = if changed { "Published" } else { "The list is unchanged; confirmed" };
    writeln!(out, "{what} version {} in {}: {}", versions.targets, args.out.display(), count(accounts, "account"))?;
    concluding::print_uploads(out, written)?;
    concluding::print_warnings(&outlook);
    Ok(ExitCode::SUCCESS)
}
