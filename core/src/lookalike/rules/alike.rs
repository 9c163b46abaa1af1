//! Texts that read the same.

use super::super::Tables;
use super::super::fold::{Folded, NUMBER, blurred, blurred_hash};
use super::super::index::{Sense, hash};
use super::super::reason::{Field, Reason, Strength};
use super::super::targets::Entry;
use super::{Best, Hit, Probe};

impl Tables {
    pub(super) fn equal(&self, probe: &Probe<'_>, best: &mut Best<'_>) {
        self.equal_to(&probe.folded.units, best);
        if best.hit.is_none() && (0..probe.folded.len()).any(|at| probe.folded.is(at, NUMBER)) {
            self.equal_to(&probe.folded.read_throughout(), best);
        }
        if let Some(hit) = &mut best.hit {
            hit.reasons = self.targets.entry(hit.entry).map_or(0, |entry| self.how_equal(probe, entry));
        }
    }

    fn equal_to(&self, units: &[u16], best: &mut Best<'_>) {
        self.targets.find_equal(Sense::Whole, hash(units), units, &mut |entry| {
            best.offer(Hit { entry, strength: Strength::Strong, reasons: 0, beside: 0 });
        });
    }

    /// In what a text differs that folds to the same as an entry.
    fn how_equal(&self, probe: &Probe<'_>, entry: &Entry) -> u16 {
        let text = self.targets.text(entry);
        if text.eq_ignore_ascii_case(probe.text) {
            return 0;
        }
        let listed = Folded::of(text, &self.table);
        let needs_state = listed.len() != probe.folded.len();
        let same = listed.glyphs.iter().zip(&probe.folded.glyphs).all(|(one, other)| one.raw == other.raw);
        let hidden = probe.folded.hidden && !listed.hidden;
        match (hidden || !same && !needs_state, needs_state, probe.field) {
            (true, _, _) => Reason::Confusable.bit(),
            (_, true, _) => Reason::StateName.bit(),
            (_, _, Field::Handle) => Reason::Separators.bit(),
            // A name's spaces and dots are nobody's concern.
            (_, _, Field::Name) => 0,
        }
    }

    /// Letters exchanged for pairs or letters that look alike at a glance.
    pub(super) fn blurred(&self, probe: &Probe<'_>, best: &mut Best<'_>) {
        let given = blurred_hash(&probe.folded.units);
        self.targets.find(Sense::Blurred, given, &mut |found| {
            let hit = Hit::new(found.entry, Strength::Strong, Reason::Confusable);
            let is_like = || blurred(found.units).eq(blurred(&probe.folded.units));
            if best.is_better(&hit) && is_like() && !self.is_another_name(found, probe) {
                best.hit = Some(hit);
            }
        });
    }
}
