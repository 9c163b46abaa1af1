//! What each class must reach.

/// Classes, by the beginnings of their names, and the least recall of strong verdicts in percent. The first that fits counts.
const RECALL: [(&str, f64); 36] = [
    ("dnstwist:addition", 98.0),
    ("dnstwist:bitsquatting", 98.0),
    ("dnstwist:homoglyph", 93.0),
    ("dnstwist:hyphenation", 100.0),
    ("dnstwist:cyrillic", 99.0),
    ("dnstwist:plural", 98.0),
    ("dnstwist:", 98.0),
    ("ail:addDash", 100.0),
    ("ail:stripDash", 100.0),
    ("ail:changeOrder", 0.0),
    ("ail:doubleReplacement", 0.0),
    ("ail:numeralSwap", 0.0),
    ("ail:homoglyph", 93.0),
    ("ail:singularPluralize", 98.0),
    ("ail:", 98.0),
    ("own:separators", 100.0),
    ("own:leet-1", 98.0),
    ("own:ascii-lookalike-1", 98.0),
    ("own:ascii-lookalike-2", 93.0),
    ("own:affix", 96.0),
    ("own:years", 96.0),
    ("own:reorder", 98.0),
    ("own:state-forms", 98.0),
    ("own:plural", 98.0),
    ("own:one-edit", 98.0),
    ("own:typing", 98.0),
    ("own:two-edits", 85.0),
    ("own:", 0.0),
    ("name:with-state", 99.0),
    ("name:typing", 98.0),
    ("name:state", 98.0),
    ("name:reordered", 98.0),
    ("name:service", 99.0),
    ("name:bidi", 99.0),
    ("name:badge", 99.0),
    ("name:", 99.0),
];

/// The least recall, strong or weak, of real impostors of targets of other kinds.
pub(crate) const IMPOSTORS: f64 = 90.0;

/// The least recall of a class, where it has one. Targets of four and five letters have none.
pub(crate) fn recall(class: &str) -> Option<f64> {
    if class.contains(":short") {
        return None;
    }
    RECALL.iter().find(|(start, _)| class.starts_with(start)).map(|(_, bar)| *bar).filter(|bar| *bar > 0.0)
}

/// The most false positives of a kind, in proportion to how many there are: 0 in 14,000; 6 in 11,000; 4 in 327.
pub(crate) fn false_positives(kind: &str, all: usize) -> usize {
    match kind {
        "local" => all * 6 / 11_000,
        "hard" | "ours" => all * 4 / 327,
        _ => 0,
    }
}
