//! `statemark diff A B`: what changed between two lists.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::clock::Clock;
use crate::comparison::{Side, compare};
use crate::files;
use crate::list;
use crate::progress::Progress;
use crate::registry;
use crate::repository::{Draft, Published};

const EXAMPLES: &str = "\
Examples:
  statemark diff site registry       what publishing would change
  statemark diff site draft          what is asked to be signed: look at this before `statemark sign`
  statemark diff old-site site --json

A and B are published lists, drafts, or registries. A published list or a draft is verified first, so that what is shown
is what is signed. The exit status is 0 whether or not there is a difference.";

/// Say what changed between two lists: published, in draft, or as registries
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The list before
    a: PathBuf,
    /// The list after
    b: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    clock: Clock,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode> {
    let _progress = Progress::of(format!("comparing {} with {}", args.a.display(), args.b.display()));
    let comparison = compare(&side(&args.a, args)?, &side(&args.b, args)?)?;
    if args.json {
        super::print_json(out, &serde_json::to_value(&comparison)?)?;
    } else {
        write!(out, "{comparison}")?;
    }
    Ok(ExitCode::SUCCESS)
}

fn side(folder: &Path, args: &Args) -> Result<Side> {
    files::must_be_folder(folder)?;
    if folder.join("metadata/timestamp.json").is_file() {
        let published = Published::must_open(folder)?;
        return Ok(Side { list: published.files(), sites: Some(published.sites()) });
    }
    if folder.join("metadata").is_dir() {
        let draft = Draft::open(folder)?;
        let Some(list) = draft.list()? else {
            bail!("the draft in {} changes no list, only signatures or keys", folder.display());
        };
        return Ok(Side { list, sites: draft.sites()? });
    }
    let now = args.clock.now();
    let (registry, problems) = super::check::read(folder, now)?;
    let refused = registry::refused(&problems);
    if refused > 0 {
        bail!("{} has {}; see them with `statemark check`", folder.display(), super::count(refused, "problem"));
    }
    Ok(Side { list: list::build(&registry, now)?, sites: None })
}
