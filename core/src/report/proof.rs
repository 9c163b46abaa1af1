//! The proof of work that a report comes with, so that floods cost their senders: bound to this very report, to its key and to
//! the hour, so that it serves no other text and cannot be kept in stock.
//!
//! `docs/report-api.yaml` says the same in words, `tests/vectors/proof.json` in examples.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::Report;

/// In bits, the least that a report comes with: a million hashes, about a second of an old laptop.
pub const DIFFICULTY_LEAST: u8 = 20;
/// In bits, the most that a desk may ask for: a quarter of a minute of an old laptop.
pub const DIFFICULTY_MOST: u8 = 24;
/// How far a client's clock may be from the desk's. A client with a worse one is told the hour, and works again.
pub const HOURS_APART_MOST: u32 = 1;

const DOMAIN: &[u8] = b"statemark report 1";
const PICTURE: &[u8] = b"picture";

/// What goes with a report over the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// How many zero bits the hash begins with, at least.
    pub difficulty: u8,
    /// When the work was done: whole hours since the Unix epoch.
    pub hour: u32,
    /// What was found.
    pub nonce: u32,
}

/// Why a proof is not taken. Each is answered with the difficulty and the hour that hold at the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ProofError {
    /// The work was done at another time, or by another clock.
    #[error("the proof is of hour {given}, now is hour {now}; work again for this hour")]
    Hour {
        /// Of the proof.
        given: u32,
        /// Of the desk.
        now: u32,
    },
    /// Less work than is asked for now.
    #[error("the proof is of difficulty {given}, {asked} is asked for; work again")]
    Difficulty {
        /// Of the proof.
        given: u8,
        /// By the desk.
        asked: u8,
    },
    /// The work was not done, or was done for something else.
    #[error("the proof does not belong to this report, key and hour; work again")]
    Work,
}

impl Proof {
    /// Whether enough work was done for this report, now.
    ///
    /// # Errors
    /// What does not hold.
    pub fn check(&self, binding: &Binding, now: u32, asked: u8) -> Result<(), ProofError> {
        if self.hour.abs_diff(now) > HOURS_APART_MOST {
            return Err(ProofError::Hour { given: self.hour, now });
        }
        if self.difficulty < asked {
            return Err(ProofError::Difficulty { given: self.difficulty, asked });
        }
        if binding.holds(self.difficulty, self.nonce) { Ok(()) } else { Err(ProofError::Work) }
    }
}

/// The hash of all that a proof is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Binding([u8; 32]);

impl Binding {
    /// `picture`: the bytes of the JPEG, where one goes along.
    #[must_use]
    pub fn new(report: &Report, picture: Option<&[u8]>, key: &str, hour: u32) -> Self {
        let fields = report.fields();
        let present = fields.iter().filter_map(|(name, value, _)| value.map(|value| (*name, value)));
        Self::of(present, picture, key, hour)
    }

    /// `fields` in ascending order of their names.
    pub(crate) fn of<T: AsRef<str>>(
        fields: impl Iterator<Item = (&'static str, T)>,
        picture: Option<&[u8]>,
        key: &str,
        hour: u32,
    ) -> Self {
        let mut hash = Sha256::new();
        piece(&mut hash, DOMAIN);
        piece(&mut hash, key.as_bytes());
        hash.update(hour.to_be_bytes());
        for (name, value) in fields {
            piece(&mut hash, name.as_bytes());
            piece(&mut hash, value.as_ref().as_bytes());
        }
        if let Some(picture) = picture {
            piece(&mut hash, PICTURE);
            piece(&mut hash, picture);
        }
        Self(hash.finalize().into())
    }

    /// As [`Binding::bytes`] gave it.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// For a search that is done in slices.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Whether the hash of this and the nonce begins with that many zero bits.
    #[must_use]
    pub fn holds(&self, difficulty: u8, nonce: u32) -> bool {
        let hash = Sha256::new().chain_update(self.0).chain_update(nonce.to_be_bytes()).finalize();
        let zeros = hash.first_chunk().map_or(0, |first| u32::from_be_bytes(*first).leading_zeros());
        zeros >= u32::from(difficulty)
    }

    /// The first nonce that holds among `tries` of them, beginning with `from`.
    #[must_use]
    pub fn search(&self, difficulty: u8, from: u32, tries: u32) -> Option<u32> {
        (from..from.saturating_add(tries)).find(|nonce| self.holds(difficulty, *nonce))
    }
}

/// With its length before it, so that no two lists of pieces are one text.
fn piece(hash: &mut Sha256, bytes: &[u8]) {
    // Nothing that is reported is anywhere near 4 GiB.
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    hash.update(length.to_be_bytes());
    hash.update(bytes);
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    const KEY: &str = "00000000-0000-4000-8000-000000000000";
    const HOUR: u32 = 500_000;
    const EASY: u8 = 8;

    fn report() -> Report {
        Report {
            kind: "impostor".into(),
            platform: "x".into(),
            link: "https://x.com/MassD0T".into(),
            ..Report::default()
        }
    }

    #[test]
    fn a_proof_serves_one_report_one_key_one_hour_and_one_picture() {
        let binding = Binding::new(&report(), None, KEY, HOUR);
        let others = [
            Binding::new(&Report { words: Some("more".into()), ..report() }, None, KEY, HOUR),
            Binding::new(&Report { platform: "xh".into(), ..report() }, None, KEY, HOUR),
            Binding::new(&report(), Some(b"picture"), KEY, HOUR),
            Binding::new(&report(), Some(b""), KEY, HOUR),
            Binding::new(&report(), None, "10000000-0000-4000-8000-000000000000", HOUR),
            Binding::new(&report(), None, KEY, HOUR + 1),
        ];
        for other in others {
            assert_ne!(other, binding);
        }
    }

    #[test]
    fn what_moves_from_one_field_to_the_next_is_another_report() {
        let one = Report { resembles: Some("ab".into()), seen: "c".into(), ..report() };
        let other = Report { resembles: Some("a".into()), seen: "bc".into(), ..report() };
        assert_ne!(Binding::new(&one, None, KEY, HOUR), Binding::new(&other, None, KEY, HOUR));
    }

    #[test]
    fn a_search_in_slices_finds_what_one_in_whole_finds() {
        let binding = Binding::new(&report(), None, KEY, HOUR);
        let whole = binding.search(EASY, 0, u32::MAX).unwrap();
        let slices = (0..).step_by(7).find_map(|from| binding.search(EASY, from, 7)).unwrap();
        assert_eq!(slices, whole);
        assert_eq!(binding.search(EASY, 0, whole), None);
    }

    #[test]
    fn a_desk_says_what_does_not_hold() {
        let binding = Binding::new(&report(), None, KEY, HOUR);
        let nonce = binding.search(EASY, 0, u32::MAX).unwrap();
        let proof = Proof { difficulty: EASY, hour: HOUR, nonce };
        for now in [HOUR - 1, HOUR, HOUR + 1] {
            assert_eq!(proof.check(&binding, now, EASY), Ok(()));
        }
        let late = ProofError::Hour { given: HOUR, now: HOUR + 2 };
        assert_eq!(proof.check(&binding, HOUR + 2, EASY), Err(late));
        let more = ProofError::Difficulty { given: EASY, asked: EASY + 1 };
        assert_eq!(proof.check(&binding, HOUR, EASY + 1), Err(more));
        let boasts = Proof { difficulty: DIFFICULTY_MOST, ..proof };
        assert_eq!(boasts.check(&binding, HOUR, EASY), Err(ProofError::Work));
    }
}
