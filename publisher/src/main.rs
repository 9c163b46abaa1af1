//! `statemark`: the publisher's command line, from spreadsheets to a signed, published list.

mod client;
mod clock;
mod commands;
mod comparison;
mod files;
mod keys;
mod list;
mod pages;
mod progress;
mod registry;
mod repository;
mod signing;
mod sites;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

const OVERVIEW: &str = "\
From nothing to a published list:
  statemark new registry                     a folder of spreadsheets with an example
  statemark check registry                   what is wrong in them, row by row
  statemark keys make keys                   the keys that sign the list
  statemark publish registry --keys keys --out site
  statemark verify --root site/metadata/1.root.json site
  statemark serve site                       try it out on this machine
  statemark renew site --keys keys           every day: confirm the list, sign what is due

Exit status: 0 done, 1 a check failed or something is missing, 2 the command was not understood.";

/// Publish a signed list of official social-media accounts
#[derive(Debug, Parser)]
#[command(name = "statemark", version, after_help = OVERVIEW, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(commands::new::Args),
    Check(commands::check::Args),
    Keys(commands::keys::Args),
    Publish(commands::publish::Args),
    Renew(commands::renew::Args),
    Rotate(commands::rotate::Args),
    Sign(commands::sign::Args),
    Diff(commands::diff::Args),
    Verify(commands::verify::Args),
    Serve(commands::serve::Args),
    Resolve(commands::resolve::Args),
    Judge(commands::judge::Args),
}

impl Command {
    fn run(self, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
        match self {
            Self::New(args) => commands::new::run(&args, out),
            Self::Check(args) => commands::check::run(&args, out),
            Self::Keys(args) => commands::keys::run(&args, out),
            Self::Publish(args) => commands::publish::run(&args, out),
            Self::Renew(args) => commands::renew::run(&args, out),
            Self::Rotate(args) => commands::rotate::run(&args, out),
            Self::Sign(args) => commands::sign::run(&args, out),
            Self::Diff(args) => commands::diff::run(&args, out),
            Self::Verify(args) => commands::verify::run(&args, out),
            Self::Serve(args) => commands::serve::run(&args, out),
            Self::Resolve(args) => commands::resolve::run(&args, out),
            Self::Judge(args) => commands::judge::run(&args, out),
        }
    }
}

fn main() -> ExitCode {
    let command = Cli::parse().command;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let result = command.run(&mut out).and_then(|code| {
        out.flush()?;
        Ok(code)
    });
    result.unwrap_or_else(|error| {
        if is_broken_pipe(&error) {
            return ExitCode::SUCCESS;
        }
        // What was found before the error is still worth reading.
        let _ = out.flush();
        let advice = advice(&error).map(|advice| format!("; {advice}")).unwrap_or_default();
        eprintln!("statemark: {}{advice}", one_line(&error));
        ExitCode::FAILURE
    })
}

/// What to do where the system itself refused: its own words say only what.
fn advice(error: &anyhow::Error) -> Option<&'static str> {
    use std::io::ErrorKind::{
        IsADirectory, NotADirectory, NotFound, PermissionDenied, ReadOnlyFilesystem, StorageFull,
    };
    let io = error.chain().find_map(|cause| cause.downcast_ref::<std::io::Error>())?;
    match io.kind() {
        PermissionDenied => Some("this user may not do that there: choose another place, or change its permissions"),
        NotADirectory => Some("a file stands where a folder is meant: check the name"),
        IsADirectory => Some("a folder stands where a file is meant: check the name"),
        NotFound => Some("check the name"),
        StorageFull => Some("make room on the disk"),
        ReadOnlyFilesystem => Some("choose a place that can be written to"),
        _ => None,
    }
}

/// The reader of the output, such as `head`, had enough.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.chain().find_map(|cause| cause.downcast_ref::<std::io::Error>());
    io.is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}

fn one_line(error: &anyhow::Error) -> String {
    let text = format!("{error:#}");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
