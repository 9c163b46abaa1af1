//! JSON as signed metadata may hold it: stricter than JSON itself, so that two readers cannot differ.

use core::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::json::{DEPTH_MAX, Document, INTEGER_MAX, Numbers};
use super::named::Named;

pub use super::json::JsonError;

/// The members of an object, ordered by code point.
pub type Map = Named<Value>;

/// A JSON value without duplicate members, of bounded depth; in metadata without fractions too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number within ±2^53.
    Integer(i64),
    /// Any other number, where one was read leniently: which one is not kept. Metadata never has it.
    OtherNumber,
    /// A text.
    String(String),
    /// A list.
    Array(Vec<Value>),
    /// Named members.
    Object(Map),
}

impl Value {
    /// Reads one JSON text.
    ///
    /// # Errors
    /// Not UTF-8, not JSON, anything after it, a duplicate member, a fraction, a number beyond ±2^53, too deep.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, JsonError> {
        Ok(Document::read(bytes, Numbers::Whole)?.root().to_value())
    }

    /// The same for files whose unknown members are passed over: any number may stand there.
    ///
    /// # Errors
    /// As [`Self::from_slice`], but for numbers.
    pub fn from_slice_lenient(bytes: &[u8]) -> Result<Self, JsonError> {
        Ok(Document::lenient(bytes)?.root().to_value())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.into())
    }
}

impl<'de> serde::Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Inside(DEPTH_MAX).deserialize(deserializer)
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null | Self::OtherNumber => serializer.serialize_unit(),
            Self::Bool(is) => serializer.serialize_bool(*is),
            Self::Integer(number) => serializer.serialize_i64(*number),
            Self::String(text) => serializer.serialize_str(text),
            Self::Array(items) => serializer.collect_seq(items),
            Self::Object(members) => serializer.collect_map(members.iter()),
        }
    }
}

/// Reads a value in which so many levels may follow.
#[derive(Clone, Copy)]
struct Inside(u32);

impl Inside {
    fn deeper<E: de::Error>(self) -> Result<Self, E> {
        self.0.checked_sub(1).map(Self).ok_or_else(|| E::custom("nested too deeply"))
    }
}

impl<'de> DeserializeSeed<'de> for Inside {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Inside {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON with whole numbers only")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: de::Error>(self, is: bool) -> Result<Value, E> {
        Ok(Value::Bool(is))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Value, E> {
        if number.unsigned_abs() > INTEGER_MAX {
            return Err(E::custom("a number beyond 2^53"));
        }
        Ok(Value::Integer(number))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Value, E> {
        self.visit_i64(i64::try_from(number).unwrap_or(i64::MAX))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inside = self.deeper()?;
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(inside)? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let inside = self.deeper()?;
        let mut object = Vec::new();
        while let Some(name) = members.next_key()? {
            object.push((name, members.next_value_seed(inside)?));
        }
        Map::unique(object).map(Value::Object).map_err(|_| A::Error::custom("a member stands twice"))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_two_readers_could_read_differently_is_refused() {
        for text in [
            r#"{"a":1,"a":1}"#,
            r#"{"a":1,"\u0061":2}"#,
            "1.0",
            "1e2",
            "-0",
            "9007199254740993",
            "-9007199254740993",
            "18446744073709551616",
            "NaN",
            "1 2",
            "\u{feff}1",
            r#""\ud800""#,
            r#""\ude00""#,
            r#""\ud83d\ud83d""#,
            r#""\ud83d\ue000""#,
            r#""\ud83d\u0041""#,
            "\"\u{1f}\"",
            "\"\u{0}\"",
            "[1,]",
            "01",
            "",
        ] {
            assert!(Value::from_slice(text.as_bytes()).is_err(), "{text}");
        }
        assert!(Value::from_slice(b"\"\xff\"").is_err());
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(Value::from_slice(nested(24).as_bytes()).is_ok());
        assert!(Value::from_slice(nested(25).as_bytes()).is_err());
        assert!(Value::from_slice("[".repeat(1_000_000).as_bytes()).is_err());
    }

    #[test]
    fn whole_numbers_are_read_up_to_their_bounds() {
        for (text, number) in [("9007199254740992", 1 << 53), ("-9007199254740992", -(1 << 53)), ("0", 0)] {
            assert_eq!(Value::from_slice(text.as_bytes()).unwrap(), Value::Integer(number));
        }
    }

    #[test]
    fn other_numbers_are_passed_over_where_that_is_asked() {
        for text in ["1.0", "-0", "1e2", "1E+2", "0.5e-7", "9007199254740993", "99999999999999999999"] {
            assert_eq!(Value::from_slice_lenient(text.as_bytes()).unwrap(), Value::OtherNumber, "{text}");
        }
        assert_eq!(Value::from_slice_lenient(b"-7").unwrap(), Value::Integer(-7));
        for text in ["1.", ".5", "1e", "1e+", "01", "-", "+1", "-01.5", "1.e2", "0x1", "Infinity"] {
            assert!(Value::from_slice_lenient(text.as_bytes()).is_err(), "{text}");
        }
    }

    /// Texts near JSON: its own bytes in any order, and values written by another with one byte changed.
    fn nearly_json() -> impl Strategy<Value = Vec<u8>> {
        let piece = prop::sample::select(vec![
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\"a\"",
            "\"b\":",
            "\\",
            "\\u",
            "\\ud83d",
            "\\ude00",
            "\\u00e9",
            "\\n",
            "\\/",
            "0",
            "1",
            "-",
            ".5",
            "e",
            "E+2",
            "9007199254740992",
            "true",
            "false",
            "null",
            " ",
            "\t\r\n",
            "é",
            "\u{0}",
            "\u{7f}",
            "\u{feff}",
        ]);
        let pieces = prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat().into_bytes());
        let changed = (json(), any::<prop::sample::Index>(), any::<u8>()).prop_map(|(value, at, byte)| {
            let mut bytes = serde_json::to_vec_pretty(&value).unwrap();
            let at = at.index(bytes.len());
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
            bytes
        });
        let whole = json().prop_map(|value| serde_json::to_vec(&value).unwrap());
        prop_oneof![pieces, changed, whole]
    }

    fn json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            (-9..9_i64).prop_map(Into::into),
            any::<f64>().prop_map(Into::into),
            any::<String>().prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            let members = prop::collection::hash_map("[a-c\"]{0,2}|.{0,3}", inner.clone(), 0..4);
            prop_oneof![
                prop::collection::vec(inner, 0..4).prop_map(Into::into),
                members.prop_map(|members| members.into_iter().collect::<serde_json::Map<_, _>>().into()),
            ]
        })
    }

    /// A value as another reader has it; where several numbers are one `OtherNumber` here, they are there too.
    fn seen_by_another(value: &serde_json::Value) -> Value {
        match value {
            serde_json::Value::Null => Value::Null,
            serde_json::Value::Bool(is) => Value::Bool(*is),
            serde_json::Value::Number(number) => match number.as_i64() {
                Some(whole) if whole.unsigned_abs() <= INTEGER_MAX => Value::Integer(whole),
                _ => Value::OtherNumber,
            },
            serde_json::Value::String(text) => Value::String(text.clone()),
            serde_json::Value::Array(items) => Value::Array(items.iter().map(seen_by_another).collect()),
            serde_json::Value::Object(members) => {
                Value::Object(members.iter().map(|(name, value)| (name.clone(), seen_by_another(value))).collect())
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        /// `serde_json`, told by the rules above what not to take, takes exactly the same.
        #[test]
        fn it_reads_what_another_reader_reads_holds(bytes in nearly_json()) {
            let strict = Value::from_slice(&bytes).ok();
            prop_assert_eq!(&strict, &serde_json::from_slice::<Value>(&bytes).ok());
            let lenient = Value::from_slice_lenient(&bytes).ok();
            prop_assert!(strict.is_none() || strict == lenient);
            match (lenient, serde_json::from_slice(&bytes)) {
                (Some(value), Ok(other)) => prop_assert_eq!(value, seen_by_another(&other)),
                (None, Err(_)) => {}
                // Only a member that stands twice, and a number past what a float can hold, may part the two.
                (None, Ok(_)) => prop_assert!(Value::from_slice_lenient(&bytes).unwrap_err().to_string().contains("twice")),
                (Some(_), Err(error)) => prop_assert!(error.to_string().contains("out of range")),
            }
        }
    }

    #[test]
    fn a_value_is_written_as_json() {
        let text = r#"{"a":[null,true,-1,"\n"],"b":{}}"#;
        assert_eq!(serde_json::to_string(&Value::from_slice(text.as_bytes()).unwrap()).unwrap(), text);
    }
}
