//! OLPC canonical JSON: the bytes over which metadata is signed.
//!
//! Members by code point, no white space, whole numbers only, and in texts only `\` and `"` escaped: control characters
//! stand as they are, so the result is not always JSON.
//! Source: <https://theupdateframework.github.io/specification/latest/#metaformat>.

use super::value::Value;

/// The canonical form of a value.
#[must_use]
pub fn to_bytes(value: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    write(value, &mut out);
    out
}

fn write(value: &Value, out: &mut Vec<u8>) {
    match value {
        // Metadata never has one; were it written like anything else, that other thing would be signed too.
        Value::OtherNumber => out.push(b'?'),
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Integer(number) => out.extend_from_slice(number.to_string().as_bytes()),
        Value::String(text) => write_text(text, out),
        Value::Array(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write(item, out);
            }
            out.push(b']');
        }
        Value::Object(members) => {
            out.push(b'{');
            for (index, (name, member)) in members.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write_text(name, out);
                out.push(b':');
                write(member, out);
            }
            out.push(b'}');
        }
    }
}

fn write_text(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    for byte in text.bytes() {
        if byte == b'"' || byte == b'\\' {
            out.push(b'\\');
        }
        out.push(byte);
    }
    out.push(b'"');
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn the_canonical_form_is_as_the_specification_says() {
        for (json, canonical) in [
            (r#" { "b" : [ 1 , -2 ] , "a" : null } "#, r#"{"a":null,"b":[1,-2]}"#),
            (r#""\u00e9\/\"\\""#, "\"é/\\\"\\\\\""),
            (r#""\n\t\u0000\u007f""#, "\"\n\t\0\u{7f}\""),
            // By code point: U+10000 comes after U+FFFF, other than in UTF-16.
            ("{\"\u{10000}\":1,\"\u{ffff}\":2,\"B\":3,\"a\":4}", "{\"B\":3,\"a\":4,\"\u{ffff}\":2,\"\u{10000}\":1}"),
            ("[true,false,{},[]]", "[true,false,{},[]]"),
        ] {
            let value = Value::from_slice(json.as_bytes()).unwrap();
            assert_eq!(String::from_utf8(to_bytes(&value)).unwrap(), canonical, "{json}");
        }
    }
}
