//! One letter added, dropped, exchanged or swapped.

use super::super::Tables;
use super::super::edit::{Edit, one_edit};
use super::super::fold::Folded;
use super::super::index::Parts;
use super::super::reason::{Field, Reason, Strength};
use super::super::targets::joined_state;
use super::super::words::{KNOWN, OTHER_STATE, STATE};
use super::{Best, Hit, Probe};

/// The shortest listed name for which any one edit counts; below, only a swap or a doubled letter does.
const ANY_EDIT_MIN: usize = 7;

impl Tables {
    pub(super) fn edited(&self, probe: &Probe<'_>, best: &mut Best<'_>) {
        self.edited_to(probe, probe.parts.whole(), best);
        let mut before = None;
        for (index, unit) in probe.folded.units.iter().enumerate() {
            if before != Some(unit) {
                self.edited_to(probe, probe.parts.without(index, &self.powers), best);
            }
            before = Some(unit);
        }
    }

    /// Names that are one edit away, of those that have this hash, or have it without one of their letters.
    fn edited_to(&self, probe: &Probe<'_>, hash: u64, best: &mut Best<'_>) {
        for form in self.targets.edits.find(hash) {
            let Some((units, index, entry)) = self.targets.form(form) else { continue };
            let Some(edit) = one_edit(units, &probe.folded.units) else { continue };
            if self.is_innocent_edit(index, units, edit, probe) {
                continue;
            }
            let here = entry.platform.is_none_or(|platform| platform == probe.platform);
            let strength = if here || probe.field == Field::Name { Strength::Strong } else { Strength::Weak };
            best.offer(Hit::new(index, strength, Reason::OneEdit));
        }
    }

    fn is_innocent_edit(&self, entry: u32, units: &[u16], edit: Edit, probe: &Probe<'_>) -> bool {
        let doubles =
            |units: &[u16], at: usize| units.get(at) == at.checked_sub(1).and_then(|before| units.get(before));
        let counts = match edit {
            Edit::Transposition(_) => true,
            // hank, tank: the first letter makes most other words.
            Edit::Substitution(at) => at > 0 && units.len() >= ANY_EDIT_MIN,
            Edit::Insertion(at) => units.len() >= ANY_EDIT_MIN || doubles(&probe.folded.units, at),
            Edit::Deletion(at) => units.len() >= ANY_EDIT_MIN || doubles(units, at),
        };
        if !counts || self.words.kinds(probe.parts.whole()) & KNOWN != 0 {
            return true;
        }
        let listed = self.listed(entry).filter(|listed| listed.len() == units.len());
        listed.is_some_and(|listed| self.makes_another_word(&listed, edit, probe))
    }

    /// Whether the edited word of the listed name is now another known one.
    pub(super) fn makes_another_word(&self, listed: &Folded, edit: Edit, probe: &Probe<'_>) -> bool {
        let parts = Parts::of(&listed.units);
        let halves;
        let words = match joined_state(listed, &parts, &self.words, &self.powers) {
            Some(at) => {
                halves = [(0, at), (at, listed.len())];
                halves.as_slice()
            }
            None => listed.tokens.as_slice(),
        };
        let at = edit.position();
        for &(from, to) in words {
            let touched = match edit {
                // A letter added between two words belongs to either.
                Edit::Insertion(_) => from <= at && at <= to,
                Edit::Transposition(_) => from <= at && at + 1 < to,
                Edit::Substitution(_) | Edit::Deletion(_) => from <= at && at < to,
            };
            let end = (to + probe.folded.len()).saturating_sub(listed.len());
            if !touched || end <= from || end > probe.folded.len() {
                continue;
            }
            let was = self.words.kinds(parts.part(from, to, &self.powers));
            let is = self.words.kinds(probe.parts.part(from, end, &self.powers));
            if is & if was & STATE != 0 { KNOWN | OTHER_STATE } else { KNOWN } != 0 {
                return true;
            }
        }
        false
    }
}
