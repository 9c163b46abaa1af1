//! What `publish`, `renew` and `rotate` end with: an edition in place, or a draft for its holders.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};
use serde_json::json;
use statemark_core::time::UtcTime;
use statemark_core::trust::ListSet;

use crate::repository::{Draft, Made, Outlook, Published, warnings, write};

/// An edition to be put in place.
pub(super) struct Edition<'a> {
    pub(super) made: Made,
    pub(super) page: Option<Vec<u8>>,
    pub(super) site: &'a Path,
    pub(super) base: Option<(&'a Path, &'a Published)>,
    /// Where it goes when others must sign first.
    pub(super) draft: Option<&'a Path>,
    /// The draft exists, and holds what they signed.
    pub(super) resumes: bool,
    pub(super) now: UtcTime,
}

/// What became of it.
pub(super) enum Concluded {
    Published { written: Vec<String>, list: Box<ListSet> },
    Exported { draft: String, written: Vec<String>, missing: Vec<String> },
}

impl Edition<'_> {
    /// Publishes what is complete, and exports what is not. `commit` is run before anything is put in place.
    pub(super) fn conclude<C>(self, commit: impl FnOnce() -> Result<C>, undo: impl FnOnce(C)) -> Result<Concluded> {
        let page = self.page.map(|page| ("index.html".to_owned(), page));
        match (self.made, self.draft) {
            (Made::Complete(edition), _) => {
                let files: Vec<_> = edition.files.into_iter().chain(page).collect();
                let (written, list) = write(self.site, self.base, &files, self.now, commit, undo)?;
                Ok(Concluded::Published { written, list: Box::new(list) })
            }
            (Made::Incomplete { missing, .. }, None) => {
                bail!(
                    "not enough keys are here: {}; fetch them, or give --export DRAFT to have the rest sign elsewhere. \
                       Nothing was written",
                    missing.join("; ")
                )
            }
            (Made::Incomplete { files, missing }, Some(draft)) => {
                let files: Vec<_> = files.into_iter().chain(page).collect();
                let committed = commit()?;
                let written = match Draft::write(draft, &files, self.resumes) {
                    Ok(written) => written,
                    Err(error) => {
                        undo(committed);
                        return Err(error);
                    }
                };
                if self.resumes {
                    let next = if written.is_empty() { "" } else { " is written there, and" };
                    bail!(
                        "the draft in {} waits: {}{next}; nothing was published",
                        draft.display(),
                        missing.join("; ")
                    );
                }
                Ok(Concluded::Exported { draft: draft.display().to_string(), written, missing })
            }
        }
    }
}

/// What was exported, and for whom.
pub(super) fn report_draft(
    out: &mut dyn Write,
    draft: &str,
    written: &[String],
    missing: &[String],
    json: bool,
) -> Result<ExitCode> {
    if json {
        super::print_json(out, &json!({ "ok": true, "draft": draft, "files": written, "missing": missing }))?;
        return Ok(ExitCode::SUCCESS);
    }
    writeln!(out, "Nothing is published yet. {draft} waits for its holders:")?;
    for line in missing {
        writeln!(out, "  {line}")?;
    }
    writeln!(
        out,
        "Each signs a copy: statemark sign FILE --key KEY. Then gather them: statemark sign FILE --from COPY"
    )?;
    writeln!(out, "Then publish: statemark publish --resume {draft} --out SITE")?;
    Ok(ExitCode::SUCCESS)
}

/// The new files, in the order in which they are to be uploaded.
pub(super) fn print_uploads(out: &mut dyn Write, written: &[String]) -> Result<()> {
    writeln!(out, "Upload in this order:")?;
    for path in written {
        writeln!(out, "  {path}")?;
    }
    Ok(())
}

/// On standard error: what is soon to expire.
pub(super) fn print_warnings(outlook: &[Outlook]) {
    for warning in warnings(outlook) {
        eprintln!("warning: {warning}");
    }
}
