//! The picture that may go with a report: a JPEG with what is needed to see it, and nothing that says where, when or with what it
//! was made.
//!
//! The extension leaves out the rest before it shows what would be sent; the desk takes no picture that has it.

use thiserror::Error;

/// In bytes.
pub const PICTURE_BYTES_MAX: usize = 512 * 1024;
/// In pixels, of the width and of the height.
pub const PICTURE_EDGE_MAX: u16 = 2048;

const START: [u8; 2] = [0xff, 0xd8];
const END: [u8; 2] = [0xff, 0xd9];
const MARKER: u8 = 0xff;
const SCAN: u8 = 0xda;
/// Tables of quantisation and of Huffman codes, frames (baseline, extended, progressive), restart interval.
const NEEDED: [u8; 6] = [0xdb, 0xc4, 0xc0, 0xc1, 0xc2, 0xdd];
const FRAMES: [u8; 3] = [0xc0, 0xc1, 0xc2];
/// Markers within a scan: a literal 0xff, and the restarts.
const IN_SCAN: [u8; 9] = [0x00, 0xd0, 0xd1, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6, 0xd7];

/// Why a picture is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PictureError {
    /// Not a JPEG, or cut short.
    #[error("the picture is no JPEG; save it as one")]
    Malformed,
    /// More than [`PICTURE_BYTES_MAX`].
    #[error("the picture is too large; make it smaller")]
    TooLarge,
    /// Wider or higher than [`PICTURE_EDGE_MAX`], or without size.
    #[error("the picture has too many pixels; make it smaller")]
    TooWide,
    /// It says more than what is seen.
    #[error("the picture carries metadata; remove them")]
    Metadata,
}

/// The picture with nothing but what is needed to see it.
///
/// # Errors
/// [`PictureError::Malformed`], [`PictureError::TooWide`]; of its length nothing is said.
pub fn bare_picture(bytes: &[u8]) -> Result<Vec<u8>, PictureError> {
    bare(bytes).ok_or(PictureError::Malformed)?.ok_or(PictureError::TooWide)
}

/// Whether the desk takes these bytes.
///
/// # Errors
/// What does not hold.
pub fn check_picture(bytes: &[u8]) -> Result<(), PictureError> {
    if bytes.len() > PICTURE_BYTES_MAX {
        return Err(PictureError::TooLarge);
    }
    if bare_picture(bytes)? == bytes { Ok(()) } else { Err(PictureError::Metadata) }
}

/// Outside: `None` for what is no JPEG; inside: for too many pixels.
fn bare(bytes: &[u8]) -> Option<Option<Vec<u8>>> {
    let mut rest = bytes.strip_prefix(&START)?;
    let mut kept = START.to_vec();
    let mut fits = None;
    while !rest.starts_with(&END) {
        let (&[marker, kind, high, low], _) = rest.split_first_chunk()?;
        if marker != MARKER {
            return None;
        }
        let length = 2 + usize::from(u16::from_be_bytes([high, low]));
        let (segment, after) = rest.split_at_checked(length)?;
        rest = after;
        if FRAMES.contains(&kind) {
            let &[high, low, wide, narrow] = segment.get(5..)?.first_chunk()?;
            let fitting = 1..=PICTURE_EDGE_MAX;
            let both = [[high, low], [wide, narrow]].map(|edge| fitting.contains(&u16::from_be_bytes(edge)));
            fits = Some(fits.unwrap_or(true) && both == [true, true]);
        }
        if kind == SCAN {
            kept.extend_from_slice(segment);
            let length = rest.windows(2).position(ends_scan)?;
            let (scan, after) = rest.split_at_checked(length)?;
            kept.extend_from_slice(scan);
            rest = after;
        } else if NEEDED.contains(&kind) {
            kept.extend_from_slice(segment);
        }
    }
    kept.extend_from_slice(&END);
    Some(fits?.then_some(kept))
}

fn ends_scan(pair: &[u8]) -> bool {
    matches!(pair, [MARKER, kind] if !IN_SCAN.contains(kind))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn segment(kind: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len() + 2).unwrap();
        [&[MARKER, kind], length.to_be_bytes().as_slice(), content].concat()
    }

    fn frame(height: u16, width: u16) -> Vec<u8> {
        segment(
            0xc0,
            &[&[8], height.to_be_bytes().as_slice(), width.to_be_bytes().as_slice(), &[1, 1, 0x11, 0]].concat(),
        )
    }

    fn scan() -> Vec<u8> {
        [segment(SCAN, &[1, 1, 0, 0, 63, 0]), vec![1, 2, 0xff, 0x00, 3, 0xff, 0xd0, 4]].concat()
    }

    fn picture(others: &[Vec<u8>]) -> Vec<u8> {
        [START.to_vec(), others.concat(), frame(10, 20), scan(), END.to_vec()].concat()
    }

    #[test]
    fn a_bare_picture_is_taken_as_it_is() {
        let bytes = picture(&[segment(0xdb, &[0; 65])]);
        assert_eq!(bare_picture(&bytes).unwrap(), bytes);
        assert_eq!(check_picture(&bytes), Ok(()));
    }

    #[test]
    fn metadata_go_wherever_they_stand() {
        let said =
            [segment(0xe0, b"JFIF"), segment(0xe1, b"Exif"), segment(0xe2, b"ICC_PROFILE"), segment(0xfe, b"me")];
        let bytes = [picture(&said), b"after the end".to_vec()].concat();
        assert_eq!(bare_picture(&bytes).unwrap(), picture(&[]));
        assert_eq!(check_picture(&bytes), Err(PictureError::Metadata));
        let between = [START.to_vec(), frame(1, 1), scan(), segment(0xfe, b"me"), scan(), END.to_vec()].concat();
        let without = [START.to_vec(), frame(1, 1), scan(), scan(), END.to_vec()].concat();
        assert_eq!(bare_picture(&between).unwrap(), without);
    }

    #[test]
    fn what_is_no_picture_or_too_large_is_refused() {
        for bytes in
            [b"".as_slice(), b"\x89PNG\r\n\x1a\n", &START, &[0xff, 0xd8, 0xff, 0xd9], picture(&[]).get(..30).unwrap()]
        {
            assert_eq!(check_picture(bytes), Err(PictureError::Malformed), "{bytes:?}");
        }
        for (height, width) in [(0, 5), (5, 0), (PICTURE_EDGE_MAX + 1, 5), (5, u16::MAX)] {
            let bytes = [START.to_vec(), frame(height, width), scan(), END.to_vec()].concat();
            assert_eq!(check_picture(&bytes), Err(PictureError::TooWide));
        }
        let twice = [START.to_vec(), frame(u16::MAX, 5), frame(5, 5), scan(), END.to_vec()].concat();
        assert_eq!(check_picture(&twice), Err(PictureError::TooWide));
        assert_eq!(check_picture(&vec![0; PICTURE_BYTES_MAX + 1]), Err(PictureError::TooLarge));
    }

    proptest! {
        #[test]
        fn what_was_made_bare_is_bare_holds(pieces in prop::collection::vec((0xc0_u8.., prop::collection::vec(any::<u8>(), 0..20)), 0..6)) {
            let others: Vec<Vec<u8>> = pieces.iter().map(|(kind, content)| segment(*kind, content)).collect();
            if let Ok(bare) = bare_picture(&picture(&others)) {
                prop_assert_eq!(check_picture(&bare), Ok(()));
            }
        }

        #[test]
        fn any_bytes_are_answered_holds(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = check_picture(&[START.as_slice(), &bytes].concat());
        }
    }
}
