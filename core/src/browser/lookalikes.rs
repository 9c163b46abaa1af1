//! For benchmarks of the module alone: the engine over a list of the caller's. No package has this.
#![allow(unreachable_pub, reason = "wasm_bindgen exports what is `pub`, wherever it stands")]

use wasm_bindgen::prelude::*;

use crate::lookalike::{Assembly, Engine, Owner, Query, Target, TargetKind};
use crate::platform::Platform;

/// An engine, built slice by slice.
#[wasm_bindgen]
pub struct Lookalikes {
    /// Kind (`handle`, `name` or `agency`), number of the agency, number of the account and text of each target.
    rows: Vec<(TargetKind, Owner, String)>,
    /// How many of them are counted, and how many are in.
    expected: usize,
    taken: usize,
    assembly: Option<Assembly>,
    engine: Option<Engine>,
}

#[wasm_bindgen]
impl Lookalikes {
    /// Rows of four cells, separated by tabs. Nothing is built yet.
    #[wasm_bindgen(constructor)]
    pub fn new(rows: &str) -> Self {
        let row = |line: &str| {
            let mut cells = line.split('\t');
            let kind = match cells.next()? {
                "handle" => TargetKind::Handle,
                "name" => TargetKind::DisplayName,
                _ => TargetKind::AgencyName,
            };
            let owner = Owner { agency: cells.next()?.parse().ok()?, account: cells.next()?.parse().ok() };
            Some((kind, owner, cells.next()?.to_owned()))
        };
        Self { rows: rows.lines().filter_map(row).collect(), expected: 0, taken: 0, assembly: None, engine: None }
    }

    /// Counts so many more targets, makes room for them, or takes so many; true once the engine is whole.
    pub fn take(&mut self, count: usize) -> bool {
        let assembly = self.assembly.get_or_insert_with(|| Assembly::start(&["mass.gov".to_owned()], "US-MA"));
        if self.expected < self.rows.len() {
            let rows = self.rows.iter().skip(self.expected).take(count);
            rows.for_each(|(_, _, text)| assembly.expect(text));
            self.expected += count;
            return false;
        }
        if self.taken == 0 && !assembly.make_room() {
            return false;
        }
        for (kind, owner, text) in self.rows.iter().skip(self.taken).take(count) {
            let platform = owner.account.map(|_| Platform::X);
            assembly.add(&Target { platform, text, kind: *kind, owner: *owner });
        }
        self.taken += count;
        if self.taken >= self.rows.len() {
            self.engine = self.assembly.take().map(Assembly::finish);
        }
        self.engine.is_some()
    }

    /// How many of the handles, one a line, resemble something listed.
    pub fn ask(&self, handles: &str) -> usize {
        let Some(engine) = &self.engine else { return 0 };
        let query = |handle| Query { platform: Platform::X, handle: Some(handle), display_name: None };
        handles.lines().filter(|handle| engine.resemblance(&query(handle)).is_some()).count()
    }

    /// What the listed names take, in bytes.
    pub fn size(&self) -> usize {
        self.engine.as_ref().map_or(0, Engine::size)
    }
}
