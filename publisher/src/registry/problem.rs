//! What is wrong with a registry: where, what, and what to do about it.

use std::fmt;

use serde::Serialize;
use statemark_core::list::ListError;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Severity {
    /// Nothing is published until this is mended.
    Problem,
    /// Worth a look; publishing goes on.
    Warning,
}

/// The place of a finding: a file, and the row of the spreadsheet or the line of the text file in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Place {
    /// As it is called in the registry folder.
    pub(crate) file: String,
    /// A spreadsheet's own row number: the header is row 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) row: Option<u64>,
    /// A text file's line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) line: Option<u64>,
    /// A column of a spreadsheet, or a key of `publisher.toml`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) column: Option<String>,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Problem {
    pub(crate) severity: Severity,
    #[serde(flatten)]
    pub(crate) place: Place,
    /// What is wrong: a clause without a full stop.
    pub(crate) what: String,
    /// What to do: whole sentences.
    pub(crate) advice: String,
}

/// All findings, in the order of files and rows once [`sorted`](Findings::sorted).
#[derive(Debug, Default)]
pub(crate) struct Findings(Vec<Problem>);

impl Place {
    /// A whole file.
    pub(crate) fn file(file: &str) -> Self {
        Self { file: file.into(), row: None, line: None, column: None }
    }

    /// A row of a spreadsheet.
    pub(crate) fn row(file: &str, row: u64) -> Self {
        Self { row: Some(row), ..Self::file(file) }
    }

    /// A line of a text file.
    pub(crate) fn line(file: &str, line: u64) -> Self {
        Self { line: Some(line), ..Self::file(file) }
    }

    /// The same place, at one column.
    pub(crate) fn at(&self, column: &str) -> Self {
        Self { column: Some(column.into()), ..self.clone() }
    }
}

impl Problem {
    /// What the core refuses although no rule here does.
    pub(crate) fn of_list(error: &ListError) -> Self {
        Self {
            severity: Severity::Problem,
            place: Place::file("the list"),
            what: error.to_string(),
            advice: "No extension would accept it: correct the row that this names.".into(),
        }
    }
}

impl Findings {
    pub(crate) fn problem(&mut self, place: Place, what: impl Into<String>, advice: impl Into<String>) {
        self.add(Severity::Problem, place, what.into(), advice.into());
    }

    pub(crate) fn warning(&mut self, place: Place, what: impl Into<String>, advice: impl Into<String>) {
        self.add(Severity::Warning, place, what.into(), advice.into());
    }

    fn add(&mut self, severity: Severity, place: Place, what: String, advice: String) {
        self.0.push(Problem { severity, place, what, advice });
    }

    /// Every finding, by file, row and column.
    pub(crate) fn sorted(mut self) -> Vec<Problem> {
        self.0.sort_by(|a, b| (&a.place, a.severity).cmp(&(&b.place, b.severity)));
        self.0
    }
}

/// `text` in backticks, with characters that cannot be seen written out.
pub(crate) fn quoted(text: &str) -> String {
    const SHOWN: usize = 60;
    let mut shown = String::from("`");
    for (count, character) in text.chars().enumerate() {
        if count == SHOWN {
            shown.push('…');
            break;
        }
        match character {
            '"' | '\'' | '\\' => shown.push(character),
            other => shown.extend(other.escape_debug()),
        }
    }
    shown.push('`');
    shown
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(row) = self.row {
            write!(f, " row {row}")?;
        }
        if let Some(line) = self.line {
            write!(f, " line {line}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", {column}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let warning = if self.severity == Severity::Warning { "warning: " } else { "" };
        write!(f, "{warning}{}: {}. {}", self.place, self.what, self.advice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_written_out() {
        assert_eq!(quoted("Mass\u{200b}DOT"), "`Mass\\u{200b}DOT`");
        assert_eq!(quoted("l'état"), "`l'état`");
        assert_eq!(quoted(&"x".repeat(80)).chars().count(), 63);
    }

    #[test]
    fn a_problem_is_one_line() {
        let mut findings = Findings::default();
        findings.warning(Place::row("accounts.csv", 3).at("proof"), "odd", "Look.");
        findings.problem(Place::file("accounts.csv"), "gone", "Bring it back.");
        let lines: Vec<String> = findings.sorted().iter().map(ToString::to_string).collect();
        assert_eq!(lines, ["accounts.csv: gone. Bring it back.", "warning: accounts.csv row 3, proof: odd. Look."]);
    }
}
