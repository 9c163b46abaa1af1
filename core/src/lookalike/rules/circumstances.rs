//! What else holds of a resemblance.

use super::super::Tables;
use super::super::reason::{Field, Reason, TargetKind};
use super::super::words::LABEL;
use super::{Hit, Probe};

impl Tables {
    /// What holds of the entry and not of the texts.
    pub(in crate::lookalike) fn circumstances(&self, probe: &Probe<'_>, hit: &Hit) -> u16 {
        let Some(entry) = self.targets.entry(hit.entry) else { return 0 };
        let mut reasons = 0;
        if !self.targets.is_present(entry.owner().agency, probe.platform) {
            reasons |= Reason::AgencyNotHere.bit();
        }
        let text = self.targets.text(entry);
        match (probe.field, entry.kind) {
            (Field::Handle, TargetKind::Handle)
                if entry.platform != Some(probe.platform) && text.eq_ignore_ascii_case(probe.text) =>
            {
                reasons |= Reason::SameNameOtherPlatform.bit();
            }
            (Field::Handle, TargetKind::Handle) => {}
            (Field::Handle, _) => reasons |= Reason::AgencyName.bit(),
            (Field::Name, _) => reasons |= Reason::DisplayName.bit(),
        }
        if probe.folded.badged {
            reasons |= Reason::Badge.bit();
        }
        reasons
    }

    /// What the account calls itself, in whole words.
    pub(in crate::lookalike) fn labels(&self, probe: &Probe<'_>) -> u32 {
        let mut kinds = 0;
        let mut before = None;
        for &(from, to) in &probe.folded.tokens {
            kinds |= self.words.kinds(probe.parts.part(from, to, &self.powers));
            if let Some(before) = before {
                kinds |= self.words.kinds(probe.parts.part(before, to, &self.powers));
            }
            before = Some(from);
        }
        kinds & LABEL
    }
}
