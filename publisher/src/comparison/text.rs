//! The comparison for people.

use std::fmt::{self, Display, Formatter};

use serde_json::Value;

use super::{Change, Comparison, Fields, Row, Rows};

impl Display for Comparison {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.same {
            return writeln!(f, "no difference");
        }
        if !self.header.is_empty() {
            writeln!(f, "header:")?;
            write_fields(f, &self.header, "  ")?;
        }
        write_rows(f, "accounts", &self.accounts)?;
        write_rows(f, "agencies", &self.agencies)?;
        write_rows(f, "impostors", &self.impostors)?;
        let neighbours = &self.neighbours;
        if neighbours.added + neighbours.removed > 0 {
            writeln!(f, "neighbours (hashes): {} added, {} removed", neighbours.added, neighbours.removed)?;
        }
        if self.site_files_changed {
            writeln!(f, "site files: changed")?;
        }
        Ok(())
    }
}

fn write_rows(f: &mut Formatter<'_>, what: &str, rows: &Rows) -> fmt::Result {
    let (added, removed, changed) = (rows.added.len(), rows.removed.len(), rows.changed.len());
    if added + removed + changed == 0 {
        return Ok(());
    }
    writeln!(f, "{what}: {added} added, {removed} removed, {changed} changed")?;
    for (sign, rows) in [('+', &rows.added), ('-', &rows.removed)] {
        for Row { key, row } in rows {
            writeln!(f, "{sign} {key}")?;
            for (name, value) in row.as_object().into_iter().flatten() {
                writeln!(f, "    {name}: {}", shown(value))?;
            }
        }
    }
    for row in &rows.changed {
        writeln!(f, "~ {}", row.key)?;
        write_fields(f, &row.fields, "    ")?;
    }
    Ok(())
}

fn write_fields(f: &mut Formatter<'_>, fields: &Fields, indent: &str) -> fmt::Result {
    for (name, Change { from, to }) in fields {
        writeln!(f, "{indent}{name}: {} → {}", shown(from), shown(to))?;
    }
    Ok(())
}

/// A text as it is but for what cannot be seen, which could hide a change; anything else as JSON.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "none".into(),
        Value::String(text) => visible(text),
        Value::Array(items) if items.iter().all(Value::is_string) => {
            items.iter().map(shown).collect::<Vec<_>>().join(" | ")
        }
        other => visible(&other.to_string()),
    }
}

fn visible(text: &str) -> String {
    let mut shown = String::new();
    for character in text.chars() {
        match character {
            '"' | '\'' | '\\' => shown.push(character),
            other => shown.extend(other.escape_debug()),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_written_out() {
        assert_eq!(shown(&"Mass\u{200b}DOT".into()), "Mass\\u{200b}DOT");
        assert_eq!(shown(&serde_json::json!(["a", "b\u{202e}"])), "a | b\\u{202e}");
        assert_eq!(shown(&serde_json::json!([{"handle": "a"}])), r#"[{"handle":"a"}]"#);
    }
}
