//! Scores the lookalike engine and published rules over attacks and innocent names: `./build.sh evaluate`.
//!
//! usage: `statemark-evaluation TARGETS NAMES ATTACKS KIND=FILE…`
//!
//! ATTACKS holds class, half, target, platform, field and text, separated by tabs. KIND is `benign`, `names`, `hard`,
//! `local` or another word; its file's first column holds innocent names. The file of `impostors` holds what is listed, its
//! platform and a name under which somebody imitated it.

mod bars;
mod baselines;
mod data;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use statemark_core::lookalike::{Engine, Query, Strength};
use statemark_core::platform::Platform;

use self::baselines::{Form, NAMES, flags};
use self::data::{Listed, Unreadable, cell, rows};

/// One account in so many imitates another: the rate that precision is told at.
const BASE_RATE: f64 = 1e-3;
/// Of the accounts that a resident meets, those that have a listed neighbour by chance.
const HARD_SHARE: f64 = 0.02;
/// Missed attacks that are shown of a class with `STATEMARK_EVALUATION_MISSED`.
const MISSED_MAX: usize = 40;

/// The argument that names a file of impostors begins so.
const IMPOSTORS: &str = "impostors=";

/// What was counted of one class and half.
#[derive(Default)]
struct Counts {
    all: usize,
    strong: usize,
    any: usize,
    right: usize,
    baselines: [usize; NAMES.len()],
    missed: Vec<String>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [targets, names, attacks, innocent @ ..] = arguments.as_slice() else {
        eprintln!("usage: statemark-evaluation TARGETS NAMES ATTACKS KIND=FILE…");
        return ExitCode::from(2);
    };
    match evaluate(Path::new(targets), Path::new(names), Path::new(attacks), innocent) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// Whether no false positive is beyond its bar.
fn evaluate(targets: &Path, names: &Path, attacks: &Path, innocent: &[String]) -> Result<bool, Unreadable> {
    let listed = Listed::read(targets, names)?;
    let engine = listed.engine();
    let forms: Vec<Form> = listed.handles.iter().map(|(text, _)| Form::of(text)).collect();
    println!("{} listed handles and {} names of agencies", listed.handles.len(), listed.names.len());
    let classes = count(&listed, &engine, &forms, attacks)?;
    print_classes(&classes);
    let (impostors, innocent): (Vec<_>, Vec<_>) =
        innocent.iter().cloned().partition(|kind| kind.starts_with(IMPOSTORS));
    for file in impostors {
        print_impostors(Path::new(file.strip_prefix(IMPOSTORS).unwrap_or_default()))?;
    }
    let innocent = innocent.as_slice();
    let fair = print_innocent(&listed, &engine, &forms, innocent, &classes)?;
    Ok(print_listed(&listed, &engine) && fair)
}

fn count(
    listed: &Listed,
    engine: &Engine,
    forms: &[Form],
    attacks: &Path,
) -> Result<BTreeMap<(String, String), Counts>, Unreadable> {
    let mut classes: BTreeMap<(String, String), Counts> = BTreeMap::new();
    for row in rows(attacks)? {
        let (target, text) = (cell(&row, 2), cell(&row, 5));
        let platform = Platform::parse(cell(&row, 3)).unwrap_or(Platform::X);
        let is_handle = cell(&row, 4) == "handle";
        let (handle, display_name) = if is_handle { (Some(text), None) } else { (None, Some(text)) };
        let found = engine.resemblance(&Query { platform, handle, display_name });
        let counts = classes.entry((cell(&row, 0).to_owned(), cell(&row, 1).to_owned())).or_default();
        counts.all += 1;
        counts.any += usize::from(found.is_some());
        let strong = found.filter(|found| found.strength == Strength::Strong);
        counts.strong += usize::from(strong.is_some());
        if strong.is_none() {
            counts.missed.push(format!("{target}: {text}"));
        }
        counts.right +=
            usize::from(strong.is_some_and(|found| listed.text(found.owner.agency).eq_ignore_ascii_case(target)));
        let said = said(forms, text);
        for (bit, count) in counts.baselines.iter_mut().enumerate() {
            *count += usize::from(said >> bit & 1);
        }
    }
    Ok(classes)
}

/// What the published rules say of a text, whichever listed handle they mean.
fn said(forms: &[Form], text: &str) -> u8 {
    let given = Form::of(text);
    forms.iter().fold(0, |said, listed| said | flags(listed, &given))
}

fn percent(part: usize, all: usize) -> f64 {
    part as f64 * 100.0 / all.max(1) as f64
}

fn print_classes(classes: &BTreeMap<(String, String), Counts>) {
    println!(
        "\nRecall in percent. strong: this engine's strong verdicts; any: weak ones too; right: strong, and of the"
    );
    println!("account that was imitated. The half `held` is never looked at while the engine is tuned.");
    print!("{:32} {:5} {:>5} {:>6} {:>6} {:>6} {:>5}", "class", "half", "n", "strong", "any", "right", "bar");
    NAMES.iter().for_each(|name| print!(" {name:>5}"));
    println!();
    let shown = std::env::var("STATEMARK_EVALUATION_MISSED").unwrap_or_default();
    for ((class, half), counts) in classes {
        let strong = percent(counts.strong, counts.all);
        let (any, right) = (percent(counts.any, counts.all), percent(counts.right, counts.all));
        print!("{class:32} {half:5} {:5} {strong:6.1} {any:6.1} {right:6.1}", counts.all);
        let bar = bars::recall(class);
        print!(" {:>5}", bar.map_or_else(String::new, |bar| bar.to_string()));
        counts.baselines.iter().for_each(|count| print!(" {:5.1}", percent(*count, counts.all)));
        println!("{}", if bar.is_some_and(|bar| strong < bar) { "  below the bar" } else { "" });
        if half == "tuned" && !shown.is_empty() && class.starts_with(&shown) {
            let step = counts.missed.len().div_ceil(MISSED_MAX).max(1);
            println!("{}", counts.missed.iter().step_by(step).cloned().collect::<Vec<_>>().join("\n"));
        }
    }
}

/// Impostors of targets of other kinds: the names that were imitated are all that is listed.
fn print_impostors(file: &Path) -> Result<(), Unreadable> {
    let rows = rows(file)?;
    let mut handles: Vec<_> = rows
        .iter()
        .map(|row| (cell(row, 0).to_owned(), Platform::parse(cell(row, 1)).unwrap_or(Platform::X)))
        .collect();
    handles.dedup();
    let engine = Listed { handles, names: Vec::new() }.engine();
    let told = |row: &Vec<String>| {
        let platform = Platform::parse(cell(row, 1)).unwrap_or(Platform::X);
        let found = engine.resemblance(&Query { platform, handle: Some(cell(row, 2)), display_name: None });
        found.map(|found| found.strength)
    };
    let strong = rows.iter().filter(|row| told(row) == Some(Strength::Strong)).count();
    let missed: Vec<_> = rows.iter().filter(|row| told(row).is_none()).collect();
    let any = percent(rows.len() - missed.len(), rows.len());
    println!(
        "\nImpostors of targets of other kinds: {} names, strong {:.1} %, strong or weak {any:.1} %, bar {}{}",
        rows.len(),
        percent(strong, rows.len()),
        bars::IMPOSTORS,
        if any < bars::IMPOSTORS { "  below the bar" } else { "" }
    );
    missed.iter().for_each(|row| println!("    missed {} ({})", cell(row, 2), cell(row, 0)));
    Ok(())
}

/// Innocent accounts that are marked: by name for the engine, in number for the published rules.
fn print_innocent(
    listed: &Listed,
    engine: &Engine,
    forms: &[Form],
    files: &[String],
    classes: &BTreeMap<(String, String), Counts>,
) -> Result<bool, Unreadable> {
    println!("\nInnocent accounts marked. The engine's by name; a weak mark shows nothing on a page.");
    print!("{:10} {:>6} {:>6} {:>6} {:>5}", "kind", "n", "strong", "weak", "bar");
    NAMES.iter().for_each(|name| print!(" {name:>5}"));
    println!();
    let mut fair = true;
    let mut rates = BTreeMap::new();
    for argument in files {
        let (kind, path) = argument.split_once('=').unwrap_or(("", argument));
        let mut marked: Vec<String> = Vec::new();
        let (mut all, mut strong, mut told) = (0, 0, [0_usize; NAMES.len()]);
        for row in rows(Path::new(path))? {
            let text = cell(&row, 0);
            if listed.handles.iter().any(|(handle, _)| handle.eq_ignore_ascii_case(text)) {
                continue;
            }
            all += 1;
            let (handle, display_name) = if kind == "names" { (None, Some(text)) } else { (Some(text), None) };
            if let Some(found) = engine.resemblance(&Query { platform: Platform::X, handle, display_name }) {
                strong += usize::from(found.strength == Strength::Strong);
                let whom = listed.text(found.owner.agency);
                marked.push(format!("{:?} {text} ({whom}, {:?})", found.strength, found.reasons));
            }
            let said = said(forms, text);
            told.iter_mut().enumerate().for_each(|(bit, count)| *count += usize::from(said >> bit & 1));
        }
        let bar = bars::false_positives(kind, all);
        print!("{kind:10} {all:6} {strong:6} {:6} {bar:5}", marked.len() - strong);
        told.iter().for_each(|count| print!(" {count:5}"));
        println!("{}", if strong > bar { "  beyond the bar" } else { "" });
        marked.iter().for_each(|name| println!("    {name}"));
        fair &= strong <= bar;
        rates.insert(kind.to_owned(), (strong, all));
    }
    print_precision(&rates, classes);
    Ok(fair)
}

/// Precision where one account in a thousand imitates another, at the mean recall of the classes that have a bar.
fn print_precision(rates: &BTreeMap<String, (usize, usize)>, classes: &BTreeMap<(String, String), Counts>) {
    let (Some(benign), Some(hard)) = (rates.get("benign"), rates.get("hard")) else { return };
    for half in ["tuned", "held"] {
        let counted = classes.iter().filter(|((class, of), _)| of == half && bars::recall(class).is_some());
        let recalls: Vec<f64> = counted.map(|(_, counts)| percent(counts.strong, counts.all) / 100.0).collect();
        let recall = recalls.iter().sum::<f64>() / recalls.len().max(1) as f64;
        let rate = |(marked, all): (usize, usize)| marked as f64 / all.max(1) as f64;
        let precision = |rate: f64| 100.0 * recall * BASE_RATE / (recall * BASE_RATE + rate * (1.0 - BASE_RATE));
        let mixed = (1.0 - HARD_SHARE) * rate(*benign) + HARD_SHARE * rate(*hard);
        let most = (1.0 - HARD_SHARE) * bound(*benign) + HARD_SHARE * bound(*hard);
        println!(
            "{half}: mean recall {:.1} %; false positives {:.4} %, with 95 % confidence at most {:.4} %; precision at 1 in 1,000: {:.0} %, at that bound {:.0} %",
            recall * 100.0,
            mixed * 100.0,
            most * 100.0,
            precision(mixed),
            precision(most)
        );
    }
}

/// The 95 % upper bound of a rate: the rule of three where nothing was marked, else Poisson's by its normal approximation.
fn bound((marked, all): (usize, usize)) -> f64 {
    let marked = marked as f64;
    let most = if marked == 0.0 { 3.0 } else { marked + 1.645 * marked.sqrt() + 1.35 };
    most / all.max(1) as f64
}

/// Listed accounts must never be marked.
fn print_listed(listed: &Listed, engine: &Engine) -> bool {
    let marked = |(handle, platform): &&(String, Platform)| {
        engine.resemblance(&Query { platform: *platform, handle: Some(handle), display_name: Some(handle) }).is_some()
    };
    let marked: Vec<&str> = listed.handles.iter().filter(marked).map(|(handle, _)| handle.as_str()).collect();
    println!("listed accounts marked: {} {marked:?}", marked.len());
    marked.is_empty()
}
