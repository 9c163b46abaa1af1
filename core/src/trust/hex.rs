//! Hexadecimal texts.

use sha2::{Digest, Sha256};

/// The bytes of a hexadecimal text of either case; nothing when it is none.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect()
}

/// Lower-case hexadecimal.
pub(super) fn encode(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(|half| char::from_digit(half.into(), 16)).collect()
}

/// SHA-256, in lower-case hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    encode(&Sha256::digest(bytes))
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_is_read_and_written() {
        assert_eq!(decode("00fFa9"), Some(vec![0, 255, 169]));
        assert_eq!(decode(""), Some(vec![]));
        for wrong in ["0", "0g", "é0", "+1", " 1"] {
            assert_eq!(decode(wrong), None, "{wrong}");
        }
        assert_eq!(encode(&[0, 255, 169]), "00ffa9");
    }
}
