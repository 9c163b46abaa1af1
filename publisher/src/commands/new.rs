//! `statemark new DIR`: a registry to begin with.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::json;

use crate::files::{self, Staging};

const FILES: [(&str, &str); 6] = [
    ("README.md", include_str!("../../template/README.md")),
    ("publisher.toml", include_str!("../../template/publisher.toml")),
    ("agencies.csv", include_str!("../../template/agencies.csv")),
    ("accounts.csv", include_str!("../../template/accounts.csv")),
    ("impostors.csv", include_str!("../../template/impostors.csv")),
    ("neighbours.csv", include_str!("../../template/neighbours.csv")),
];

const EXAMPLES: &str = "\
Examples:
  statemark new registry      make the folder `registry`
  statemark check registry    it is right from the start

The README in the folder says what each column holds. An existing folder is never overwritten.";

/// Make a registry folder: spreadsheets with headers, an example and a README
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The folder to make
    dir: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    files::must_be_new(&args.dir)?;
    let staging = Staging::beside(&args.dir)?;
    for (name, text) in FILES {
        staging.write(name, text.as_bytes())?;
    }
    staging.finish_new()?;
    if args.json {
        let files = FILES.map(|(name, _)| name);
        super::print_json(out, &json!({ "folder": args.dir.display().to_string(), "files": files }))?;
    } else {
        let dir = args.dir.display();
        writeln!(out, "Made {dir}. Read {dir}/README.md, edit the spreadsheets, then: statemark check {dir}")?;
    }
    Ok(ExitCode::SUCCESS)
}
