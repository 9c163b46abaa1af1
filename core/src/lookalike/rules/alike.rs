//! Texts that read the same.

use super::super::Tables;
use super::super::edit::Edit;
use super::super::fold::{Folded, blur};
use super::super::index::hash;
use super::super::reason::{Field, Reason, Strength};
use super::super::targets::Entry;
use super::{Best, Hit, Probe};

impl Tables {
    pub(super) fn equal(&self, probe: &Probe<'_>, best: &mut Best<'_>) {
        for form in self.targets.whole.find(probe.parts.whole()) {
            if let Some((units, entry, _)) = self.targets.form(form)
                && units == probe.folded.units
            {
                best.offer(Hit { entry, strength: Strength::Strong, reasons: 0, beside: 0 });
            }
        }
        if let Some(hit) = &mut best.hit {
            hit.reasons = self.targets.entry(hit.entry).map_or(0, |entry| self.how_equal(probe, entry));
        }
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
        let given = blur(&probe.folded.units);
        for form in self.targets.blurred.find(hash(&given)) {
            let Some((units, entry, _)) = self.targets.form(form).filter(|(units, ..)| blur(units) == given) else {
                continue;
            };
            if !self.is_innocent_substitution(entry, units, probe) {
                best.offer(Hit::new(entry, Strength::Strong, Reason::Confusable));
            }
        }
    }

    /// Where letters are exchanged one for one: whether they make other words of the listed name's words.
    fn is_innocent_substitution(&self, entry: u32, units: &[u16], probe: &Probe<'_>) -> bool {
        let listed = self.listed(entry).filter(|listed| listed.len() == units.len());
        let Some(listed) = listed.filter(|_| units.len() == probe.folded.len()) else { return false };
        let pairs = listed.units.iter().zip(&probe.folded.units).enumerate();
        for (at, (was, is)) in pairs {
            if was != is && self.makes_another_word(&listed, Edit::Substitution(at), probe) {
                return true;
            }
        }
        false
    }
}
