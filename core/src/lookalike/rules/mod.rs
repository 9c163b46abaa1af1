//! The rules, the surest first. Each offers the listed names that one text resembles by it.
//!
//! | file | rules |
//! |---|---|
//! | `alike` | reads the same, exactly or at a glance |
//! | `order` | the same words or halves in another order |
//! | `affix` | words and numbers around a listed name |
//! | `edited` | a letter or two added, dropped, exchanged, moved or swapped |
//! | `innocence` | no rules: what makes a difference innocent |
//! | `circumstances` | no rules: what else holds of a resemblance |

mod affix;
mod alike;
mod circumstances;
mod edited;
mod innocence;
mod order;

use core::cmp::Ordering;

use super::fold::Folded;
use super::index::{Parts, Sense};
use super::reason::{Field, Reason, Strength, TargetKind};
use super::targets::{Entry, PLACES, RUN, Targets, significant};
use super::{IsBefore, Tables};
use crate::platform::Platform;

/// The shortest text that is judged, and the shortest name without its state word.
const CORE_MIN: usize = 3;

/// A text that is judged, and all that the rules need of it.
pub(super) struct Probe<'a> {
    pub(super) platform: Platform,
    pub(super) field: Field,
    /// As given; of a handle the part that names someone.
    pub(super) text: &'a str,
    pub(super) folded: Folded,
    pub(super) parts: Parts,
    /// Of the first places, a bit for each at which neighbours stand that stand in no listed name.
    strange: u64,
    /// Likewise, at which a listed name may begin.
    begins: u64,
}

impl<'a> Probe<'a> {
    /// Whether a listed name may begin at this place.
    fn may_begin(&self, at: usize) -> bool {
        at >= PLACES || self.begins >> at & 1 != 0
    }

    /// A part of it by itself.
    fn within(&self, from: usize, to: usize) -> Self {
        let folded = self.folded.within(from, to);
        let parts = Parts::of(&folded.units);
        Probe {
            platform: self.platform,
            field: self.field,
            text: self.text,
            folded,
            parts,
            strange: strange_within(self.strange, from, to),
            begins: u64::MAX,
        }
    }
}

/// The strange places of a part of a name: what goes on behind it is no concern of those who look at it.
fn strange_within(strange: u64, from: usize, to: usize) -> u64 {
    let places = (to - from).saturating_sub(RUN - 1) as u32;
    strange.unbounded_shr(from as u32) & 1_u64.unbounded_shl(places).wrapping_sub(1)
}

/// A listed name that a text resembles.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub(super) entry: u32,
    pub(super) strength: Strength,
    /// The [`Reason`]s, by their bits.
    pub(super) reasons: u16,
    /// Kinds of the words beside the name.
    pub(super) beside: u32,
}

impl Hit {
    fn new(entry: u32, strength: Strength, reason: Reason) -> Self {
        Self { entry, strength, reasons: reason.bit(), beside: 0 }
    }
}

/// The best of the hits that a rule offers.
struct Best<'t> {
    targets: &'t Targets,
    platform: Platform,
    field: Field,
    is_before: &'t IsBefore<'t>,
    hit: Option<Hit>,
}

impl Best<'_> {
    fn offer(&mut self, hit: Hit) {
        if self.is_better(&hit) {
            self.hit = Some(hit);
        }
    }

    fn is_better(&self, hit: &Hit) -> bool {
        let owner = |hit: &Hit| self.targets.entry(hit.entry).map(Entry::owner);
        self.hit.as_ref().is_none_or(|best| match self.rank(hit).cmp(&self.rank(best)) {
            Ordering::Greater => true,
            Ordering::Equal => owner(hit).zip(owner(best)).is_some_and(|(owner, other)| (self.is_before)(owner, other)),
            Ordering::Less => false,
        })
    }

    fn is_strong(&self) -> bool {
        self.hit.is_some_and(|hit| hit.strength == Strength::Strong)
    }

    fn rank(&self, hit: &Hit) -> (Strength, u8) {
        let entry = self.targets.entry(hit.entry);
        (hit.strength, entry.map_or(0, |entry| self.targets.rank(entry, self.platform, self.field)))
    }
}

impl Tables {
    pub(super) fn probe<'a>(&self, platform: Platform, field: Field, text: &'a str) -> Probe<'a> {
        let text = if field == Field::Handle { significant(platform, text).0 } else { text };
        let folded = Folded::of(text, &self.table);
        let parts = Parts::of(&folded.units);
        let (strange, begins) = self.targets.places(&folded.units);
        Probe { platform, field, text, folded, parts, strange, begins }
    }

    /// The account of that handle is itself a target: a caller that asks about listed accounts is told nothing.
    pub(super) fn is_listed(&self, probe: &Probe<'_>) -> bool {
        let mut is_listed = false;
        self.targets.find(Sense::Whole, probe.parts.whole(), &mut |found| {
            is_listed |= self.targets.entry(found.entry).is_some_and(|entry| {
                let same = self.targets.text(entry).eq_ignore_ascii_case(probe.text);
                entry.kind == TargetKind::Handle && entry.platform == Some(probe.platform) && same
            });
        });
        is_listed
    }

    /// The surest resemblance of one text.
    pub(super) fn hit(&self, probe: &Probe<'_>, is_before: &IsBefore<'_>) -> Option<Hit> {
        if probe.folded.len() < CORE_MIN {
            return None;
        }
        let Probe { platform, field, .. } = *probe;
        let mut best = Best { targets: &self.targets, platform, field, is_before, hit: None };
        for rule in [Self::equal, Self::blurred, Self::reordered, Self::affixed, Self::edited, Self::rotated] {
            rule(self, probe, &mut best);
            if best.is_strong() {
                break;
            }
        }
        best.hit
    }

    /// The folded form of a listed name.
    fn listed(&self, entry: u32) -> Option<Folded> {
        Some(Folded::of(self.targets.text(self.targets.entry(entry)?), &self.table))
    }
}
