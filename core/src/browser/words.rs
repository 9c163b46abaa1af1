//! The words that TypeScript switches over, told to its type checker. They are read off the enums themselves: one more of them
//! does not compile until it stands here, and then fails `tsc` until the extension has an answer to it.

use wasm_bindgen::prelude::*;

use crate::trust::TrustError;
use crate::verdict::Verdict;

/// What went wrong at this boundary itself, and the ways in which a list is refused that differ for a resident.
macro_rules! variants {
    ($($word:ident)*) => {
        #[derive(Clone, Copy, Debug)]
        pub(super) enum Variant { $($word,)* }

        impl Variant {
            pub(super) const fn word(self) -> &'static str {
                match self { $(Self::$word => stringify!($word),)* }
            }
        }

        #[wasm_bindgen(typescript_custom_section)]
        const VARIANTS: &str = concat!("export type Variant = TrustVariant", $(" | \"", stringify!($word), "\"",)* ";\n");
    };
}

/// Each of an enum by its word. The match must be whole.
macro_rules! words {
    ($words:ident, $name:ident, $type:literal, $enum:ident { $($variant:ident $word:literal)* }) => {
        pub(super) const $words: fn(&$enum) -> &'static str = |value| match value { $($enum::$variant { .. } => $word,)* };

        #[wasm_bindgen(typescript_custom_section)]
        const $name: &str = concat!("export type ", $type, " =", $(" | \"", $word, "\"",)* ";\n");
    };
}

variants! {
    BadRow Interrupted Malformed Missing NewerSchema NotSerialised NotStored PackagedSitesBroken Refused TooLong Unreachable
}

words! { TRUST_WORD, TRUST, "TrustVariant", TrustError {
    NotJson "NotJson"
    Malformed "Malformed"
    UnknownSpecification "UnknownSpecification"
    ThresholdNotMet "ThresholdNotMet"
    ImpossibleThreshold "ImpossibleThreshold"
    DuplicateSignature "DuplicateSignature"
    WrongVersion "WrongVersion"
    Rollback "Rollback"
    RoleRemoved "RoleRemoved"
    Expired "Expired"
    NotIssued "NotIssued"
    IssuedAfterExpiry "IssuedAfterExpiry"
    IssuedInFuture "IssuedInFuture"
    TooLarge "TooLarge"
    WrongLength "WrongLength"
    WrongHash "WrongHash"
    NoKnownHash "NoKnownHash"
    Missing "Missing"
    NoSuchTarget "NoSuchTarget"
    NotInSnapshot "NotInSnapshot"
    UnsafePath "UnsafePath"
    TooMany "TooMany"
    NotAnArchive "NotAnArchive"
    OutOfOrder "OutOfOrder"
}}

words! { _VERDICT_WORD, VERDICTS, "VerdictWord", Verdict {
    Impostor "impostor"
    Compromised "compromised"
    Paused "paused"
    Mismatch "mismatch"
    Retired "retired"
    Official "official"
    Unconfirmed "unconfirmed"
    Renamed "renamed"
    Neighbour "neighbour"
    Lookalike "lookalike"
    Unlisted "unlisted"
}}
