//! What a sighting costs beside lists of 100 to 100,000 accounts: `cargo bench -p statemark-core --bench lookalike`.
//! With `-- --out FOLDER` it also writes the lists, the sightings and its figures, for the same over WebAssembly.
//!
//! Method: lists and sightings are made from word lists by a fixed generator, so that every run measures the same input.
//! An account makes a handle and a display name, every tenth an agency's name: 2.1 names. A sighting is one handle; nine in
//! ten resemble nothing. Each method answers the same sightings about the same names; of several rounds the quickest counts.
//! `strsim`, `rapidfuzz` and the scan of our own compare every name, lower-cased beforehand, at optimal string alignment of
//! at most one; `fst` builds a Levenshtein automaton of one a sighting. The engine answers by all of its rules.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a benchmark fails by panicking"
)]

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use fst::automaton::Levenshtein;
use fst::{IntoStreamer, Set, Streamer};
use serde::{Deserialize, Serialize};
use statemark_core::lookalike::{Assembly, Engine, Owner, Query, Target, TargetKind};
use statemark_core::platform::Platform;

const SIZES: [usize; 4] = [100, 1_000, 10_000, 100_000];
const SIGHTINGS: usize = 1_000;
const ROUNDS: usize = 5;
/// A method that is slower is asked about fewer sightings.
const SLOW: Duration = Duration::from_millis(300);
const SLICE_MS: u128 = 8;
/// Targets that are added between two looks at the clock.
const SLICE_TARGETS: usize = 64;

const PLACES: &str = "Mass MA Boston Worcester Springfield Lowell Cambridge Quincy Lynn Newton Salem Malden Essex Norfolk Ohio Texas \
    Maine Vermont Oregon Nevada Utah Iowa Kansas Idaho Denver Austin Dallas Tulsa Fresno Tampa Boise Omaha Reno Akron Toledo \
    Dayton Albany Nassau Queens Monroe Madison Lincoln Fulton Marion Clark Wayne Adams Grant Lake Union";
const BODIES: &str = "DOT RMV DPH Health Police Fire Library Schools Parks Transit Water Housing Revenue Treasury Courts Lottery Labor \
    Veterans Elections Museum Airport Harbor Energy Tourism Culture Forestry Wildlife Fisheries Insurance Banking Consumer Justice \
    Probation Corrections Emergency Planning Budget Auditor Clerk Zoning Recycling Weather Traffic Bridges Ferries Rail Bus Youth \
    Elders Families";
const ENDS: &str =
    "_Info News Alerts HQ _PIO Now 311 Dept Office _Gov Online Updates Live Team Desk Radio TV Press Help Jobs";
const STRANGERS: &str = "kumquat zeppelin quixote bramble ocelot thimble walrus juniper pickle sprocket noodle fjord gazebo lantern \
    marmot nimbus pogo quill rascal saffron tundra umber vortex wombat xenon yodel zigzag";

struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.next(words.len())]
    }
}

fn words(text: &str) -> Vec<&str> {
    text.split_ascii_whitespace().collect()
}

#[derive(Serialize, Deserialize)]
struct Account {
    agency: String,
    class: String,
    platform: String,
    handle: String,
    also: Vec<String>,
    previous: Vec<String>,
    account_ids: Vec<String>,
    display_names: Vec<String>,
    status: String,
    since: String,
    languages: Vec<String>,
    proof: String,
}

struct List {
    accounts: Vec<Account>,
    agencies: Vec<String>,
}

fn list(size: usize) -> List {
    let (places, bodies, ends) = (words(PLACES), words(BODIES), words(ENDS));
    let mut random = Random(7);
    let mut accounts = Vec::new();
    let mut agencies = Vec::new();
    for number in 0..size {
        let (place, body, end) = (random.pick(&places), random.pick(&bodies), random.pick(&ends));
        let serial = if number < 500 { String::new() } else { format!("{:x}", random.next(1 << 20)) };
        if number % 10 == 0 {
            agencies.push(format!("{place} {body} Office {serial}"));
        }
        accounts.push(Account {
            agency: format!("agency-{}", number / 10),
            class: "agency".to_owned(),
            platform: "x".to_owned(),
            handle: format!("{place}{body}{serial}{}", if number % 3 == 0 { end } else { "" }),
            also: Vec::new(),
            previous: Vec::new(),
            account_ids: vec![format!("{}", 1_000_000 + number)],
            display_names: vec![format!("{place} {body} {serial}")],
            status: "active".to_owned(),
            since: "2020-01-01".to_owned(),
            languages: vec!["en".to_owned()],
            proof: "https://example.org/accounts".to_owned(),
        });
    }
    List { accounts, agencies }
}

fn targets(list: &List) -> Vec<Target<'_>> {
    let of = |number: usize| Owner { agency: (number / 10) as u32, account: Some(number as u32) };
    let accounts = || list.accounts.iter().enumerate();
    let handles = accounts().map(|(number, account)| (account.handle.as_str(), TargetKind::Handle, of(number)));
    let names =
        accounts().map(|(number, account)| (account.display_names[0].as_str(), TargetKind::DisplayName, of(number)));
    let agencies =
        list.agencies.iter().enumerate().map(|(number, name)| {
            (name.as_str(), TargetKind::AgencyName, Owner { agency: number as u32, account: None })
        });
    let all = handles.chain(names).chain(agencies);
    all.map(|(text, kind, owner)| Target {
        platform: (kind != TargetKind::AgencyName).then_some(Platform::X),
        text,
        kind,
        owner,
    })
    .collect()
}

/// Handles of strangers, and every tenth time one near a listed handle.
fn sightings(list: &List) -> Vec<String> {
    let (places, bodies, strangers) = (words(PLACES), words(BODIES), words(STRANGERS));
    let mut random = Random(11);
    (0..SIGHTINGS)
        .map(|number| match number % 10 {
            0 => {
                let mut handle = list.accounts[random.next(list.accounts.len())].handle.clone();
                handle.remove(random.next(handle.len()));
                handle
            }
            1..4 => format!("{}{}", random.pick(&places), random.pick(&strangers)),
            4..6 => format!("{}_{}", random.pick(&strangers), random.pick(&bodies)),
            6 => format!("{}{}", random.pick(&strangers), random.next(10_000)),
            _ => format!("{}{}", random.pick(&strangers), random.pick(&strangers)),
        })
        .collect()
}

/// Nanoseconds a sighting: of several rounds the quickest.
fn measure(sightings: &[String], mut answer: impl FnMut(&str) -> bool) -> f64 {
    let warm = Instant::now();
    black_box(answer(&sightings[0]));
    let expected = warm.elapsed() * sightings.len() as u32;
    let share = if expected > SLOW {
        sightings.len().div_ceil(1 + (expected.as_millis() / SLOW.as_millis()) as usize)
    } else {
        sightings.len()
    };
    let few = &sightings[..share.max(10)];
    let rounds = (0..if expected > SLOW { 2 } else { ROUNDS }).map(|_| {
        let start = Instant::now();
        for handle in few {
            black_box(answer(black_box(handle)));
        }
        start.elapsed().as_secs_f64() * 1e9 / few.len() as f64
    });
    rounds.fold(f64::INFINITY, f64::min)
}

/// Optimal string alignment of at most one: lengths first, then the ends that agree.
fn near(one: &[u8], other: &[u8]) -> bool {
    if one.len().abs_diff(other.len()) > 1 {
        return false;
    }
    let start = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[start..], &other[start..]);
    let end = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[..one.len() - end], &other[..other.len() - end]);
    one.len().max(other.len()) <= 1 || one.len() == 2 && other.len() == 2 && one[0] == other[1] && one[1] == other[0]
}

/// The engine, the longest slice and the whole time.
fn build(targets: &[Target<'_>]) -> (Engine, Duration, Duration) {
    let start = Instant::now();
    let domains = ["mass.gov".to_owned()];
    let mut assembly = Assembly::start(&domains, "US-MA");
    let mut longest = Duration::ZERO;
    let mut slice = start;
    let mut look_at_the_clock = || {
        let elapsed = slice.elapsed();
        longest = longest.max(elapsed);
        if elapsed.as_millis() >= SLICE_MS / 2 {
            slice = Instant::now();
        }
    };
    for few in targets.chunks(SLICE_TARGETS) {
        few.iter().for_each(|target| assembly.expect(target.text));
        look_at_the_clock();
    }
    while !assembly.make_room() {
        look_at_the_clock();
    }
    for few in targets.chunks(SLICE_TARGETS) {
        few.iter().for_each(|target| assembly.add(target));
        look_at_the_clock();
    }
    let engine = assembly.finish();
    look_at_the_clock();
    (engine, longest, start.elapsed())
}

/// What a benchmark of the same over WebAssembly reads: the targets, the sightings, and what they cost here.
fn write(folder: &Path, size: usize, targets: &[Target<'_>], sightings: &[String], figures: &str) {
    let row = |target: &Target<'_>| {
        let kind = match target.kind {
            TargetKind::Handle => "handle",
            TargetKind::DisplayName => "name",
            _ => "agency",
        };
        let account = target.owner.account.map_or_else(String::new, |account| account.to_string());
        format!("{kind}\t{}\t{account}\t{}\n", target.owner.agency, target.text)
    };
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join(format!("{size}.targets")), targets.iter().map(row).collect::<String>()).unwrap();
    fs::write(folder.join(format!("{size}.sightings")), sightings.join("\n")).unwrap();
    fs::write(folder.join(format!("{size}.figures")), figures).unwrap();
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let out = arguments.iter().position(|argument| argument == "--out").map(|at| Path::new(&arguments[at + 1]));
    println!("nanoseconds a sighting (one handle), the quickest of {ROUNDS} rounds over {SIGHTINGS} sightings");
    println!(
        "{:>8} {:>8} {:>9} {:>11} {:>11} {:>11} {:>11} {:>10} {:>9} {:>9} {:>9} {:>9}",
        "accounts",
        "names",
        "engine",
        "own scan",
        "strsim",
        "rapidfuzz",
        "fst",
        "+ name",
        "build ms",
        "slice ms",
        "json ms",
        "MB"
    );
    let mut costs = Vec::new();
    for size in SIZES {
        let list = list(size);
        let targets = targets(&list);
        let sightings = sightings(&list);
        let (engine, longest, built) = (0..3).map(|_| build(&targets)).min_by_key(|(_, _, built)| *built).unwrap();
        let json = serde_json::to_vec(&list.accounts).unwrap();
        let parsed = (0..3).map(|_| {
            let start = Instant::now();
            black_box(serde_json::from_slice::<Vec<Account>>(black_box(&json)).unwrap());
            start.elapsed()
        });
        let parsed = parsed.min().unwrap();
        let names: Vec<String> = targets.iter().map(|target| target.text.to_lowercase()).collect();
        let ask = |handle: &str, is_named: bool| {
            let display_name = is_named.then_some(handle);
            engine.resemblance(&Query { platform: Platform::X, handle: Some(handle), display_name }).is_some()
        };
        let engine_ns = measure(&sightings, |handle| ask(handle, false));
        let named_ns = measure(&sightings, |handle| ask(handle, true));
        let scan = measure(&sightings, |handle| {
            let handle = handle.to_lowercase();
            names.iter().filter(|name| near(name.as_bytes(), handle.as_bytes())).count() > 0
        });
        let strsim = measure(&sightings, |handle| {
            let handle = handle.to_lowercase();
            names.iter().filter(|name| strsim::osa_distance(name, &handle) <= 1).count() > 0
        });
        let rapidfuzz = measure(&sightings, |handle| {
            let handle = handle.to_lowercase();
            let scorer = rapidfuzz::distance::osa::BatchComparator::new(handle.chars());
            let most = rapidfuzz::distance::osa::Args::default().score_cutoff(1);
            names.iter().filter(|name| scorer.distance_with_args(name.chars(), &most).is_some()).count() > 0
        });
        let mut sorted = names.clone();
        sorted.sort_unstable();
        sorted.dedup();
        let set = Set::from_iter(sorted).unwrap();
        let fst = measure(&sightings, |handle| {
            let automaton = Levenshtein::new(&handle.to_lowercase(), 1).unwrap();
            set.search(automaton).into_stream().next().is_some()
        });
        println!(
            "{size:8} {:8} {engine_ns:9.0} {scan:11.0} {strsim:11.0} {rapidfuzz:11.0} {fst:11.0} {named_ns:10.0} {:9.1} {:9.2} {:9.1} {:9.1}",
            names.len(),
            built.as_secs_f64() * 1e3,
            longest.as_secs_f64() * 1e3,
            parsed.as_secs_f64() * 1e3,
            engine.size() as f64 / 1e6
        );
        if let Some(folder) = out {
            let resembling = sightings.iter().filter(|handle| ask(handle, false)).count();
            let figures = format!("{engine_ns}\t{}\t{resembling}", built.as_secs_f64() * 1e3);
            write(folder, size, &targets, &sightings, &figures);
        }
        costs.push((size, engine_ns, scan, strsim, built, parsed));
    }
    println!("ratios:");
    for (size, engine, scan, strsim, built, parsed) in &costs {
        println!(
            "{size:8} strsim / engine {:8.0}   own scan / engine {:7.1}   engine / engine at 1,000 {:5.2}   build / json {:5.2}",
            strsim / engine,
            scan / engine,
            engine / costs[1].1,
            built.as_secs_f64() / parsed.as_secs_f64()
        );
    }
}
