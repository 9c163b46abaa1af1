//! One subcommand per file.

pub(crate) mod check;
mod concluding;
pub(crate) mod diff;
pub(crate) mod judge;
pub(crate) mod keys;
pub(crate) mod new;
pub(crate) mod publish;
pub(crate) mod renew;
pub(crate) mod resolve;
pub(crate) mod rotate;
pub(crate) mod serve;
pub(crate) mod sign;
pub(crate) mod verify;

use std::io::Write;

/// One JSON document on standard output.
fn print_json(out: &mut dyn Write, value: &serde_json::Value) -> anyhow::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value).map_err(std::io::Error::from)?;
    writeln!(out)?;
    Ok(())
}

/// `1 account`, `2 accounts`, `2 agencies`
fn count(number: usize, one: &str) -> String {
    match (number, one.strip_suffix("cy")) {
        (1, _) => format!("1 {one}"),
        (_, Some(stem)) => format!("{number} {stem}cies"),
        (_, None) => format!("{number} {one}s"),
    }
}
