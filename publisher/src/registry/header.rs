//! `publisher.toml`: who publishes the list, and what it claims.

use std::collections::BTreeSet;

use statemark_core::list::schema::{Coverage, Publisher, ReportContact};
use statemark_core::platform::{MovedHost, Platform};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{Findings, Place, quoted};
use super::text;

const FILE: &str = "publisher.toml";

/// The header as staff wrote it.
#[derive(Debug, Default)]
pub(crate) struct Header {
    pub(crate) demonstration: bool,
    pub(crate) publisher: Option<Publisher>,
    /// Absent when the file could not be read.
    pub(crate) domains: Option<Vec<String>>,
    pub(crate) jurisdiction: String,
    pub(crate) mastodon_hosts: Vec<String>,
    pub(crate) moved_hosts: Vec<MovedHost>,
    /// With the line of each.
    pub(crate) coverage: Vec<(u64, Coverage)>,
}

/// Reads `publisher.toml`. `publisher` is absent when name or homepage is.
pub(crate) fn read(bytes: &[u8], findings: &mut Findings) -> Header {
    let Ok(source) = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)) else {
        findings.problem(Place::file(FILE), "the file is not UTF-8", "Save it as UTF-8.");
        return Header::default();
    };
    let table = match DeTable::parse(source) {
        Ok(table) => table,
        Err(error) => {
            let start = error.span().map_or(0, |span| span.start);
            let message = error.message().lines().next().unwrap_or_default().to_owned();
            findings.problem(
                Place::line(FILE, line_at(source, start)),
                format!("not readable as TOML ({message})"),
                "A setting reads `name = \"Commonwealth of Massachusetts\"`, texts in quotation marks.",
            );
            return Header::default();
        }
    };
    let mut top = Settings::new(source, table.get_ref(), 1, findings);
    let name = top.required_text("name");
    let homepage = top.required_text("homepage").filter(|(line, address)| top.https(*line, "homepage", address));
    let domains = top.texts("domains");
    let domains = domains.into_iter().filter(|(line, domain)| top.domain(*line, "domains", domain));
    let domains: Vec<String> = domains.map(|(_, domain)| domain).collect();
    let contact = top.text("contact").filter(|(line, email)| top.email(*line, "contact", email));
    let jurisdiction = top.text("jurisdiction").map_or_else(String::new, |(_, text)| text);
    let demonstration = top.boolean("demonstration").unwrap_or(false);
    let hosts = top.texts("mastodon_hosts");
    let hosts: Vec<(u64, String)> =
        hosts.into_iter().filter(|(line, host)| top.domain(*line, "mastodon_hosts", host)).collect();
    let report = top.tables("report").into_iter().next();
    let coverage = top.tables("coverage");
    let moved = top.tables("moved_hosts");
    top.refuse_unknown();

    let mut email = None;
    if let Some((line, table)) = report {
        let mut settings = Settings::new(source, table, line, findings);
        email = settings.text("email").filter(|(line, email)| settings.email(*line, "report.email", email));
        settings.refuse_unknown();
    }
    let coverage = coverage.into_iter().filter_map(|(line, table)| read_coverage(source, table, line, findings));
    let coverage: Vec<(u64, Coverage)> = coverage.collect();
    let moved = moved.into_iter().filter_map(|(line, table)| read_moved(source, table, line, findings));
    let moved_hosts: Vec<MovedHost> = moved.collect();
    let publisher = name.zip(homepage).map(|((_, name), (_, homepage))| Publisher {
        name,
        homepage,
        domains: domains.clone(),
        contact: contact.map_or_else(String::new, |(_, email)| email),
        report: ReportContact {
            email: email.map_or_else(String::new, |(_, email)| email),
            unknown: Default::default(),
        },
        unknown: Default::default(),
    });
    let mastodon_hosts = hosts.into_iter().map(|(_, host)| host).collect();
    Header { demonstration, publisher, domains: Some(domains), jurisdiction, mastodon_hosts, moved_hosts, coverage }
}

/// Of the platform's new domain every word of the list will hold, so what is doubtful is refused.
fn read_moved(source: &str, table: &DeTable<'_>, line: u64, findings: &mut Findings) -> Option<MovedHost> {
    let mut settings = Settings::new(source, table, line, findings);
    let platform = settings.required_text("platform");
    let host = settings.required_text("host");
    settings.refuse_unknown();
    let ((_, platform), (host_line, host)) = platform.zip(host)?;
    let moved = Platform::parse(&platform).map(|platform| MovedHost { platform, host: host.clone() });
    let possible = moved.filter(MovedHost::is_possible);
    if possible.is_none() {
        findings.problem(
            Place::line(FILE, host_line).at("host"),
            format!("{} is no domain that {} can have moved to", quoted(&host), quoted(&platform)),
            "Write the name of a host in lower case that belongs to no platform yet; Mastodon's stand in `mastodon_hosts`.",
        );
    }
    possible
}

fn read_coverage(source: &str, table: &DeTable<'_>, line: u64, findings: &mut Findings) -> Option<(u64, Coverage)> {
    let mut settings = Settings::new(source, table, line, findings);
    let agency = settings.required_text("agency");
    let platform = settings.required_text("platform");
    let complete = settings.boolean("complete");
    settings.refuse_unknown();
    let ((_, agency), (platform_line, platform)) = agency.zip(platform)?;
    if platform != "*" && Platform::parse(&platform).is_none() {
        findings.problem(
            Place::line(FILE, platform_line).at("platform"),
            format!("{} is no platform", quoted(&platform)),
            format!("Write `*` or one of {}.", text::PLATFORMS),
        );
        return None;
    }
    let Some(complete) = complete else {
        findings.problem(
            Place::line(FILE, line).at("complete"),
            "a coverage does not say whether it is complete",
            "Write `complete = true`, or remove this [[coverage]]: what is not claimed counts as incomplete.",
        );
        return None;
    };
    Some((line, Coverage { agency, platform, complete }))
}

fn line_at(source: &str, offset: usize) -> u64 {
    let before = source.as_bytes().get(..offset).unwrap_or(source.as_bytes());
    1 + before.iter().filter(|byte| **byte == b'\n').count() as u64
}

/// The settings of one table, each asked for by its type; what nobody asked for is unknown.
struct Settings<'a, 'f> {
    source: &'a str,
    table: &'a DeTable<'a>,
    /// Where the table begins.
    line: u64,
    asked: BTreeSet<&'static str>,
    findings: &'f mut Findings,
}

impl<'a, 'f> Settings<'a, 'f> {
    fn new(source: &'a str, table: &'a DeTable<'a>, line: u64, findings: &'f mut Findings) -> Self {
        Self { source, table, line, asked: BTreeSet::new(), findings }
    }

    fn line_of<T>(&self, value: &Spanned<T>) -> u64 {
        line_at(self.source, value.span().start)
    }

    fn get(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.insert(key);
        self.table.get(key)
    }

    fn wrong_type(&mut self, key: &str, value: &Spanned<DeValue<'a>>, wanted: &str) {
        let place = Place::line(FILE, self.line_of(value)).at(key);
        self.findings.problem(place, format!("this is not {wanted}"), format!("Write {}.", example(key)));
    }

    /// A text, trimmed, with its line; absent when empty.
    fn text(&mut self, key: &'static str) -> Option<(u64, String)> {
        let value = self.get(key)?;
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_type(key, value, "a text");
            return None;
        };
        let text = text.trim();
        (!text.is_empty()).then(|| (self.line_of(value), text.to_owned()))
    }

    fn required_text(&mut self, key: &'static str) -> Option<(u64, String)> {
        let text = self.text(key);
        let of_wrong_type = self.table.get(key).is_some_and(|value| value.get_ref().as_str().is_none());
        if text.is_none() && !of_wrong_type {
            self.findings.problem(
                Place::line(FILE, self.line).at(key),
                format!("`{key}` is missing or empty"),
                format!("Add {}.", example(key)),
            );
        }
        text
    }

    fn texts(&mut self, key: &'static str) -> Vec<(u64, String)> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "a list of texts");
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in array.iter() {
            match item.get_ref().as_str() {
                Some(text) => texts.push((self.line_of(item), text.trim().to_owned())),
                None => self.wrong_type(key, item, "a text"),
            }
        }
        texts
    }

    fn boolean(&mut self, key: &'static str) -> Option<bool> {
        let value = self.get(key)?;
        let boolean = value.get_ref().as_bool();
        if boolean.is_none() {
            self.wrong_type(key, value, "true or false");
        }
        boolean
    }

    /// The table `[key]`, or the tables `[[key]]`, each with its line.
    fn tables(&mut self, key: &'static str) -> Vec<(u64, &'a DeTable<'a>)> {
        let Some(value) = self.get(key) else { return Vec::new() };
        if let Some(table) = value.get_ref().as_table() {
            return vec![(self.line_of(value), table)];
        }
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "a table");
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in array.iter() {
            match item.get_ref().as_table() {
                Some(table) => tables.push((self.line_of(item), table)),
                None => self.wrong_type(key, item, "a table"),
            }
        }
        tables
    }

    fn refuse_unknown(&mut self) {
        let table = self.table;
        for (key, _) in table.iter().filter(|(key, _)| !self.asked.contains(key.get_ref().as_ref())) {
            let place = Place::line(FILE, self.line_of(key)).at(key.get_ref());
            let known: Vec<&str> = self.asked.iter().copied().collect();
            let advice = format!("Known here: {}.", known.join(", "));
            self.findings.problem(place, "no such setting", advice);
        }
    }

    fn https(&mut self, line: u64, key: &str, address: &str) -> bool {
        let wrong = text::https(address);
        self.wrong(line, key, wrong)
    }

    fn domain(&mut self, line: u64, key: &str, domain: &str) -> bool {
        let wrong = (!text::is_domain(domain)).then(|| {
            (
                format!("{} is no host name", quoted(domain)),
                "Write it as `mass.gov`: lower case, without https:// or a path.".to_owned(),
            )
        });
        self.wrong(line, key, wrong)
    }

    fn email(&mut self, line: u64, key: &str, email: &str) -> bool {
        let wrong = (!text::is_email(email)).then(|| {
            (
                format!("{} is no e-mail address", quoted(email)),
                "Write it as `social-media-team@agency.example`.".to_owned(),
            )
        });
        self.wrong(line, key, wrong)
    }

    fn wrong(&mut self, line: u64, key: &str, wrong: Option<(String, String)>) -> bool {
        let Some((what, advice)) = wrong else { return true };
        self.findings.problem(Place::line(FILE, line).at(key), what, advice);
        false
    }
}

fn example(key: &str) -> &'static str {
    match key {
        "name" => "`name = \"Commonwealth of Massachusetts\"`",
        "homepage" => "`homepage = \"https://www.mass.gov/\"`",
        "domains" => "`domains = [\"mass.gov\"]`",
        "mastodon_hosts" => "`mastodon_hosts = [\"social.mass.gov\"]`",
        "demonstration" => "`demonstration = true`",
        "jurisdiction" => "`jurisdiction = \"US-MA\"`",
        "contact" => "`contact = \"social-media-team@agency.example\"`",
        "report" => "`[report]`, and below it `email = \"reports@agency.example\"`",
        "email" => "`email = \"reports@agency.example\"`",
        "agency" => "`agency = \"massdot\"`, or `\"*\"` for all",
        "host" => "`host = \"new.example\"`",
        "platform" => "`platform = \"x\"`, or `\"*\"` for all",
        "complete" => "`complete = true`",
        _ => "`[[coverage]]`, and below it agency, platform and complete",
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn header(source: &str) -> (Header, Vec<String>) {
        let mut findings = Findings::default();
        let header = read(source.as_bytes(), &mut findings);
        (header, findings.sorted().iter().map(ToString::to_string).collect())
    }

    const GOOD: &str = "name = \"C\"\nhomepage = \"https://www.mass.gov/\"\n";

    #[test]
    fn the_example_of_the_documentation_reads() {
        let (header, problems) = header(
            r#"name = "Commonwealth of Massachusetts"
homepage = "https://www.mass.gov/"
domains = ["mass.gov"]
contact = "social-media-team@agency.example"
jurisdiction = "US-MA"
demonstration = true
mastodon_hosts = []
[report]
email = "reports@agency.example"
[[coverage]]
agency = "massdot"
platform = "x"
complete = true
"#,
        );
        assert!(problems.is_empty(), "{problems:?}");
        assert!(header.demonstration);
        let publisher = header.publisher.unwrap();
        assert_eq!(
            (publisher.domains[0].as_str(), publisher.report.email.as_str()),
            ("mass.gov", "reports@agency.example")
        );
        assert_eq!((header.coverage[0].0, header.coverage[0].1.platform.as_str()), (10, "x"));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        for (source, expected) in [
            ("homepage = \"https://a.gov/\"", "publisher.toml line 1, name: `name` is missing"),
            (
                "name = \"C\"\nhomepage = \"http://a.gov/\"",
                "publisher.toml line 2, homepage: `http://a.gov/` is not https",
            ),
            ("name = \"C\"\nhomepage = 5", "publisher.toml line 2, homepage: this is not a text"),
            (
                &format!("{GOOD}demonstration = \"yes\""),
                "publisher.toml line 3, demonstration: this is not true or false",
            ),
            (
                &format!("{GOOD}domains = [\"https://a\"]"),
                "publisher.toml line 3, domains: `https://a` is no host name",
            ),
            (&format!("{GOOD}contact = \"me\""), "publisher.toml line 3, contact: `me` is no e-mail address"),
            (&format!("{GOOD}mastadon_hosts = []"), "publisher.toml line 3, mastadon_hosts: no such setting"),
            (&format!("{GOOD}\n[report]\nmail = \"a@b.example\""), "publisher.toml line 5, mail: no such setting"),
            (
                &format!("{GOOD}[[coverage]]\nagency=\"*\"\nplatform=\"twitter\"\ncomplete=true"),
                "publisher.toml line 5, platform: `twitter` is no platform",
            ),
            (
                &format!("{GOOD}[[coverage]]\nagency=\"*\"\nplatform=\"x\""),
                "publisher.toml line 3, complete: a coverage does not say",
            ),
            (&format!("{GOOD}name = \"D\""), "publisher.toml line 3: not readable as TOML"),
            ("name = Commonwealth", "publisher.toml line 1: not readable as TOML"),
        ] {
            let (_, problems) = header(source);
            assert_eq!(
                problems.len(),
                if source == "name = \"C\"\nhomepage = 5" { 1 } else { problems.len().min(1) },
                "{problems:?}"
            );
            assert!(problems[0].starts_with(expected), "{expected}\n{problems:?}");
        }
    }
}
