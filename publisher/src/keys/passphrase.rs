//! Where a passphrase comes from: a file, or the terminal, asked once.

use std::cell::OnceCell;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::files;

/// Of a passphrase for new keys, in characters: what NIST SP 800-63B asks of a memorized secret at least.
const SHORTEST: usize = 8;

/// A passphrase. Never printed.
#[derive(Clone)]
pub(crate) struct Passphrase(String);

impl Passphrase {
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// The options that say where the passphrase is.
#[derive(Clone, Default, clap::Args)]
pub(crate) struct PassphraseSource {
    /// Read the passphrase of the keys from the first line of FILE; without it, the terminal asks
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    #[arg(skip)]
    known: OnceCell<Passphrase>,
}

impl std::fmt::Debug for PassphraseSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PassphraseSource").field("passphrase_file", &self.passphrase_file).finish_non_exhaustive()
    }
}

impl PassphraseSource {
    /// Whether an option names it.
    pub(crate) fn is_given(&self) -> bool {
        self.passphrase_file.is_some()
    }

    /// The passphrase of existing keys.
    pub(crate) fn get(&self) -> Result<&Passphrase> {
        if let Some(known) = self.known.get() {
            return Ok(known);
        }
        let passphrase = match self.read_file()? {
            Some(passphrase) => passphrase,
            None => ask("Passphrase of the keys: ")?,
        };
        Ok(self.known.get_or_init(|| passphrase))
    }

    /// A passphrase for new keys: the terminal asks twice.
    pub(crate) fn choose(&self) -> Result<Passphrase> {
        let chosen = self.choose_any()?;
        let length = chosen.0.chars().count();
        if length < SHORTEST {
            bail!(
                "the passphrase has {length} characters; one that protects the keys has at least {SHORTEST}. \
                 Nothing was written. Choose another, such as a few words in a row"
            );
        }
        Ok(chosen)
    }

    fn choose_any(&self) -> Result<Passphrase> {
        if let Some(passphrase) = self.read_file()? {
            return Ok(passphrase);
        }
        let first = ask("New passphrase for the keys: ")?;
        if ask("Once more: ")?.0 != first.0 {
            bail!("the two passphrases differ; nothing was written. Run the command again");
        }
        Ok(first)
    }

    fn read_file(&self) -> Result<Option<Passphrase>> {
        let Some(path) = &self.passphrase_file else { return Ok(None) };
        let bytes = files::read(path)?;
        let text = String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8", path.display()))?;
        let line = text.lines().next().unwrap_or_default();
        if line.is_empty() {
            bail!("the first line of {} is empty; write the passphrase there", path.display());
        }
        Ok(Some(Passphrase(line.to_owned())))
    }
}

fn ask(question: &str) -> Result<Passphrase> {
    let answer = rpassword::prompt_password(question)
        .context("the passphrase cannot be asked for without a terminal; give --passphrase-file FILE")?;
    if answer.is_empty() {
        bail!("an empty passphrase protects nothing; nothing was written. Run the command again");
    }
    Ok(Passphrase(answer))
}
