//! From the listed names to what is looked up.

use super::super::fold::{Folded, blur};
use super::super::index::{Buckets, Parts, Powers, hash};
use super::super::reason::{Target, TargetKind};
use super::super::table::Table;
use super::super::words::Words;
use super::name::{Bag, CORE_MIN, core_of, significant};
use super::{Entry, Form, Targets};

/// The shortest name that one edit is looked for in, in units.
const EDIT_MIN: usize = 5;
/// The shortest name that is looked for with its words in another order.
const BAG_MIN: usize = 6;
/// The shortest name in which letters that differ only at a second look are taken for each other.
const BLUR_MIN: usize = 6;

/// Collects targets; the tables are made at the end.
#[derive(Default)]
pub(in crate::lookalike) struct Builder {
    targets: Targets,
    whole: Vec<(u64, u32)>,
    core: Vec<(u64, u32)>,
    edits: Vec<(u64, u32)>,
    blurred: Vec<(u64, u32)>,
    bags: Vec<(u64, u32)>,
    present: Vec<(u64, u32)>,
    handles: Vec<(u64, u32)>,
    /// The folded handles, once all are in.
    listed: Buckets,
}

impl Builder {
    /// Every handle must be announced before the first [`add`](Self::add).
    pub(in crate::lookalike) fn announce(&mut self, target: &Target<'_>, folded: &Folded) {
        if target.kind != TargetKind::Handle {
            return;
        }
        self.handles.push((hash(&folded.units), 0));
        if let Some(platform) = target.platform {
            self.present.push((u64::from(target.owner.agency), platform as u32));
        }
    }

    pub(in crate::lookalike) fn all_announced(&mut self) {
        self.listed = Buckets::of(&self.handles);
    }

    pub(in crate::lookalike) fn add(&mut self, target: &Target<'_>, folded: &Folded, words: &Words, powers: &Powers) {
        if folded.len() == 0 {
            return;
        }
        let text = significant_of(target);
        let parts = Parts::of(&folded.units);
        let core = core_of(folded, &parts, words, powers);
        let mut bag = Bag::of(folded, &parts, powers, words);
        let has_state = bag.has_state || core.is_some() || text.starts_with("Mass");
        let listed = self.listed.find(parts.whole()).next().is_some();
        let needs_state = target.kind != TargetKind::Handle && !has_state && !listed;
        bag.has_state |= needs_state;
        let start = self.targets.texts.len() as u32;
        self.targets.texts.push_str(text);
        let entry = self.targets.entries.len() as u32;
        let key = if folded.len() >= BAG_MIN { bag.key(bag.has_state) } else { 0 };
        self.targets.entries.push(Entry {
            owner: target.owner,
            platform: target.platform,
            kind: target.kind,
            text: (start, text.len() as u32),
            bag: key,
        });
        if key != 0 {
            self.bags.push((key, entry));
        }
        let units = folded.units.as_slice();
        if needs_state {
            if units.len() >= CORE_MIN {
                self.add_core(entry, units);
                let full: Vec<u16> =
                    b"massachusetts".iter().map(|byte| u16::from(*byte)).chain(units.iter().copied()).collect();
                self.add_whole(entry, &full, powers);
            }
            return;
        }
        self.add_whole(entry, units, powers);
        let read = folded.read_throughout();
        if read != units {
            self.add_whole(entry, &read, powers);
        }
        if let Some(core) = core.and_then(|(from, to)| units.get(from..to)) {
            self.add_core(entry, core);
        }
    }

    fn add_core(&mut self, entry: u32, units: &[u16]) {
        let form = self.add_form(entry, units);
        self.core.push((hash(units), form));
    }

    fn add_whole(&mut self, entry: u32, units: &[u16], powers: &Powers) {
        let form = self.add_form(entry, units);
        let parts = Parts::of(units);
        self.whole.push((parts.whole(), form));
        if units.len() >= BLUR_MIN {
            self.blurred.push((hash(&blur(units)), form));
        }
        if units.len() >= EDIT_MIN {
            self.edits.push((parts.whole(), form));
            let mut before = None;
            for (index, unit) in units.iter().enumerate() {
                // Dropping either of two equal neighbours gives the same.
                if before != Some(unit) {
                    self.edits.push((parts.without(index, powers), form));
                }
                before = Some(unit);
            }
        }
    }

    fn add_form(&mut self, entry: u32, units: &[u16]) -> u32 {
        let start = self.targets.units.len() as u32;
        self.targets.units.extend(units);
        self.targets.forms.push(Form { entry, units: (start, units.len() as u32) });
        (self.targets.forms.len() - 1) as u32
    }

    pub(in crate::lookalike) fn finish(self) -> Targets {
        Targets {
            whole: Buckets::of(&self.whole),
            core: Buckets::of(&self.core),
            edits: Buckets::of(&self.edits),
            blurred: Buckets::of(&self.blurred),
            bags: Buckets::of(&self.bags),
            present: Buckets::of(&self.present),
            ..self.targets
        }
    }
}

fn significant_of<'a>(target: &Target<'a>) -> &'a str {
    match (target.kind, target.platform) {
        (TargetKind::Handle, Some(platform)) => significant(platform, target.text).0,
        _ => target.text,
    }
}

/// The folded form of a target.
pub(in crate::lookalike) fn fold_target(target: &Target<'_>, table: &Table) -> Folded {
    Folded::of(significant_of(target), table)
}
