//! JSON as metadata may hold it, and its canonical form.

use statemark_core::trust::canonical;
use statemark_core::trust::value::Value;

use crate::repository::Repository;

/// What is read has one canonical form, which says the same; and whatever is read, others read too.
pub fn body(bytes: &[u8]) {
    let lenient = Value::from_slice_lenient(bytes);
    let Ok(value) = Value::from_slice(bytes) else { return };
    assert_eq!(lenient.ok().as_ref(), Some(&value), "the lenient reader reads whatever the strict one does");
    let theirs: serde_json::Value = serde_json::from_slice(bytes).expect("whatever is read here is JSON");
    let canonical = canonical::to_bytes(&value);
    assert_eq!(Value::from_slice(&escaped(&canonical)), Ok(value.clone()), "the canonical form says the same");
    assert_eq!(canonical::to_bytes(&serde_json::from_value(theirs).expect("the same by the other door")), canonical);
    let written = serde_json::to_vec(&value).expect("a value is written");
    assert_eq!(Value::from_slice(&written), Ok(value), "written as JSON it is the same");
}

/// Canonical JSON writes control characters as they are, JSON must not; they stand in texts alone.
fn escaped(canonical: &[u8]) -> Vec<u8> {
    let mut json = Vec::with_capacity(canonical.len());
    for byte in canonical {
        match byte {
            0..0x20 => json.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
            _ => json.push(*byte),
        }
    }
    json
}

/// Metadata, and what JSON is awkward about.
pub fn seeds() -> Vec<Vec<u8>> {
    let awkward: [&[u8]; 4] = [
        br#"{"b":[1,-2,9007199254740992,null,true,{}],"a":"\"\\\/\b\f\n\r\t\u0000\u00e9\ud83d\ude00"}"#,
        b" [ { } , [ ] , \"\" , -9007199254740992 , false ] \r\n\t",
        "{\"\u{7f}\u{2028}\u{10ffff}\":\"\u{feff}\",\"z\":{\"z\":{\"z\":[[[[]]]]}}}".as_bytes(),
        br#"{"a":1,"\u0061":2}"#,
    ];
    awkward.into_iter().map(Vec::from).chain(Repository::with_sites().served.into_values()).collect()
}
