//! `statemark resolve`: addresses in, account texts out.

use std::io::{BufRead, Write};
use std::process::ExitCode;

use statemark_core::platform::{MastodonHosts, absolute, resolve};

const EXAMPLES: &str = "\
Examples:
  echo https://x.com/MassDOT | statemark resolve                x:massdot
  echo https://example.com/ | statemark resolve                 none
  statemark resolve --mastodon-host social.mass.gov < addresses.txt

One address a line in, one account a line out, in the same order: `platform:handle`, `platform#id`, or `none`
for an address that names no account.";

/// Say which account each address on standard input names
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Take HOST for a Mastodon instance, beside those that are known; may be repeated
    #[arg(long = "mastodon-host", value_name = "HOST", value_parser = instance)]
    mastodon_hosts: Vec<String>,
    /// Print JSON Lines: {"address": …, "account": … or null}
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let hosts = MastodonHosts(args.mastodon_hosts.clone());
    let mut input = std::io::stdin().lock();
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        let address = String::from_utf8_lossy(&line);
        let address = address.trim_end_matches(['\r', '\n']);
        let account =
            absolute(None, address).and_then(|address| resolve(&address, &hosts)).map(|account| account.text());
        if args.json {
            writeln!(out, "{}", serde_json::json!({ "address": address, "account": account }))?;
        } else {
            writeln!(out, "{}", account.as_deref().unwrap_or("none"))?;
        }
        line.clear();
    }
    Ok(ExitCode::SUCCESS)
}

fn instance(host: &str) -> Result<String, String> {
    if !MastodonHosts::default().grant(host) {
        return Err("write the name of a host that belongs to no other platform: social.mass.gov".into());
    }
    Ok(host.to_ascii_lowercase())
}
