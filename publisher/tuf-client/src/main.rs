//! `tuf-client`: the trust that the extension runs, as a command line for any TUF repository.
//!
//! It speaks the protocol of tuf-conformance: `init`, `refresh` and `download`, exit status 0 or 1 and no other.

mod download;
mod files;
mod refresh;
mod store;
mod web;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use statemark_core::time::UtcTime;

use store::Store;
use web::Repository;

const EXAMPLES: &str = "\
Examples:
  tuf-client --metadata-dir trusted init root.json
  tuf-client --metadata-dir trusted --metadata-url https://tuf.example/metadata/ refresh
  tuf-client --metadata-dir trusted --metadata-url https://tuf.example/metadata/ \\
             --target-base-url https://tuf.example/targets/ --target-dir files --target-name a.txt download

Exit status: 0 done, 1 anything else.";

/// Verify and download files of a TUF repository
#[derive(Debug, Parser)]
#[command(name = "tuf-client", version, after_help = EXAMPLES, max_term_width = 100)]
struct Cli {
    /// Where trusted metadata is kept, as it was received
    #[arg(long, value_name = "DIR")]
    metadata_dir: PathBuf,
    /// The address of the repository's metadata
    #[arg(long, value_name = "URL")]
    metadata_url: Option<String>,
    /// What to download: the path of a target; may be given several times
    #[arg(long = "target-name", value_name = "PATH")]
    target_names: Vec<String>,
    /// Where downloaded files are kept
    #[arg(long, value_name = "DIR")]
    target_dir: Option<PathBuf>,
    /// The address of the repository's targets
    #[arg(long, value_name = "URL")]
    target_base_url: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Begin with the root that came by a way you trust; nothing is fetched
    Init {
        /// The root
        trusted_root: PathBuf,
    },
    /// Update the top-level metadata
    Refresh,
    /// Update the metadata, then fetch the targets in the order given, up to the first that fails
    Download,
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { ExitCode::FAILURE } else { ExitCode::SUCCESS };
        }
    };
    match run(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tuf-client: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: &Cli) -> Result<()> {
    match &cli.command {
        Command::Init { trusted_root } => Store::init(&cli.metadata_dir, &files::read(trusted_root)?),
        Command::Refresh => {
            let repository = Repository::new(needed("--metadata-url", &cli.metadata_url)?, None);
            refresh::refresh(Store::open(&cli.metadata_dir)?, &repository, now()).map(drop)
        }
        Command::Download => {
            let folder = needed("--target-dir", &cli.target_dir)?;
            let targets = needed("--target-base-url", &cli.target_base_url)?;
            let repository = Repository::new(needed("--metadata-url", &cli.metadata_url)?, Some(targets));
            cli.target_names.first().context("name what to download by --target-name")?;
            let mut refreshed = refresh::refresh(Store::open(&cli.metadata_dir)?, &repository, now())?;
            cli.target_names.iter().try_for_each(|name| {
                download::download(&mut refreshed, &repository, name, folder).context(name.clone())
            })
        }
    }
}

fn needed<'a, T>(option: &str, value: &'a Option<T>) -> Result<&'a T> {
    value.as_ref().with_context(|| format!("this command needs {option}; see --help"))
}

fn now() -> UtcTime {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    UtcTime(i64::try_from(seconds).unwrap_or(i64::MAX))
}
