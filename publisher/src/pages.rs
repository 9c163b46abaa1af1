//! The public page: the list for people without the extension. No scripts, no images, nothing from elsewhere.

use std::collections::BTreeMap;
use std::fmt::Write;

use statemark_core::list::schema::{AccountRow, Agency, Index, Status};
use statemark_core::platform::Account;

use crate::list::Files;
use crate::registry::{Registry, Row};

const STYLE: &str = "\
body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:60rem;padding:1rem;color:#1a1a1a;background:#fff}\
a{color:#14487f}.notice{border:2px solid #7a4b00;background:#fff6e5;padding:.75rem 1rem}\
table{border-collapse:collapse;width:100%;margin-bottom:1rem}caption{text-align:left;font-weight:bold;padding:.25rem 0}\
th,td{border-bottom:1px solid #ccc;padding:.35rem .5rem;text-align:left;overflow-wrap:anywhere}\
.skip{position:absolute;left:-999rem}.skip:focus{position:static}\
@media(prefers-color-scheme:dark){body{color:#eee;background:#16181b}a{color:#9cc7ff}.notice{background:#332500;border-color:#d9a441}th,td{border-color:#555}}";

/// `index.html` of the list in `files`.
pub(crate) fn index(registry: &Registry, files: &Files, version: u64) -> Option<String> {
    let header: Index = serde_json::from_slice(files.get("index.json")?).ok()?;
    let mut page = String::new();
    let publisher = escaped(&header.publisher.name);
    let demonstration = if header.demonstration { " (demonstration)" } else { "" };
    let _ = write!(
        page,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>Listed social-media accounts: {publisher}{demonstration}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#list\">Skip to the list</a>\n<header>\n<h1>Listed social-media accounts: {publisher}{demonstration}</h1>\n"
    );
    if header.demonstration {
        page.push_str(
            "<p class=\"notice\" role=\"note\"><strong>This is a demonstration.</strong> The list was made to show how \
             Statemark works. It was not made, reviewed or approved by the public body it names.</p>\n",
        );
    }
    let _ = writeln!(
        page,
        "<p>List of <time datetime=\"{0}\">{0}</time>, version {version}: {1} accounts of {2} agencies. \
         An account that is not here is not on the list; that alone does not make it an imitation.</p>",
        header.issued.date(),
        registry.accounts.len(),
        registry.agencies.len(),
    );
    let _ = write!(page, "<p>Publisher: <a href=\"{}\">{publisher}</a>", escaped(&header.publisher.homepage));
    for (what, email) in
        [("Contact", &header.publisher.contact), ("Report an impostor", &header.publisher.report.email)]
    {
        if !email.is_empty() {
            let _ = write!(page, ". {what}: <a href=\"mailto:{0}\">{0}</a>", escaped(email));
        }
    }
    let mut accounts: BTreeMap<&str, Vec<&AccountRow>> = BTreeMap::new();
    for Row { value, .. } in &registry.accounts {
        accounts.entry(&value.agency).or_default().push(value);
    }
    page.push_str("</p>\n</header>\n<main id=\"list\">\n");
    for section in &registry.sections {
        let _ = write!(
            page,
            "<section aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">{1}</h2>\n",
            section.id,
            escaped(&section.name)
        );
        let mut without = Vec::new();
        for Row { value, .. } in registry.agencies.iter().filter(|row| row.value.section == section.id) {
            match accounts.get(value.id.as_str()) {
                Some(accounts) => agency(&mut page, value, accounts, header.demonstration),
                None => without.push(escaped(&value.name)),
            }
        }
        if !without.is_empty() {
            let _ = writeln!(page, "<p>No account on the list: {}.</p>", without.join("; "));
        }
        page.push_str("</section>\n");
    }
    page.push_str(
        "</main>\n<footer>\n<p>This page is for reading. What the browser extension believes is the signed list beside it, \
         which begins at <a href=\"metadata/timestamp.json\">metadata/timestamp.json</a> and \
         <a href=\"metadata/1.root.json\">metadata/1.root.json</a>.</p>\n</footer>\n</body>\n</html>\n",
    );
    Some(page)
}

fn agency(page: &mut String, agency: &Agency, accounts: &[&AccountRow], demonstration: bool) {
    let name = escaped(&agency.name);
    let _ = write!(
        page,
        "<table>\n<caption>{name}</caption>\n<thead><tr><th scope=\"col\">Platform</th><th scope=\"col\">Account</th>\
         <th scope=\"col\">Status</th></tr></thead>\n<tbody>\n"
    );
    for row in accounts {
        let _ = writeln!(
            page,
            "<tr><td>{}</td><td>{}</td><td>{}</td></tr>",
            row.platform,
            account(row),
            status(row, demonstration)
        );
    }
    page.push_str("</tbody>\n</table>\n");
}

/// A link only to what the agency still speaks through.
fn account(row: &AccountRow) -> String {
    let handle = escaped(&row.handle);
    let address = Account::from_handle(row.platform, &row.handle).map(|account| account.address());
    match address.filter(|address| row.status == Status::Active && !address.is_empty()) {
        Some(address) => format!("<a href=\"{}\" rel=\"noreferrer\">{handle}</a>", escaped(&address)),
        None => handle,
    }
}

fn status(row: &AccountRow, demonstration: bool) -> String {
    match (row.status, row.until) {
        (Status::Active, _) if demonstration => "Listed (demonstration)".into(),
        (Status::Active, _) => "Official".into(),
        (Status::Paused, _) => "Paused by the agency".into(),
        (Status::Compromised, _) => "Reported compromised: do not trust new posts".into(),
        (Status::Retired, Some(until)) => format!("No longer used since {until}"),
        (Status::Retired, None) => "No longer used".into(),
    }
}

fn escaped(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut escaped, character| {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
        escaped
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_cannot_leave_their_place() {
        assert_eq!(super::escaped("<a href='x'>&\""), "&lt;a href=&#39;x&#39;&gt;&amp;&quot;");
    }
}
