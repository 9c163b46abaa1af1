//! Where files stand in a repository, relative to its address.

use super::TrustError;
use super::metadata::TargetFile;

/// `metadata/N.ROLE.json`, or without the number where none is given. The role's name is percent-encoded whole, so that no
/// name leads out of the folder.
pub fn metadata(role: &str, version: Option<u64>) -> String {
    let name = file_name(role);
    match version {
        Some(version) => format!("metadata/{version}.{name}.json"),
        None => format!("metadata/{name}.json"),
    }
}

/// Any name, percent-encoded so that it is one segment of a path. `.` and `..` stay, so something must follow.
pub fn file_name(name: &str) -> String {
    encode(name, b"-._~")
}

/// `targets/FOLDER/HASH.NAME`, or without the hash in a repository without consistent snapshots.
pub fn target(path: &str, file: &TargetFile, consistent: bool) -> Result<String, TrustError> {
    check_target(path)?;
    let path = encode(path, b"-._~/!$&'()*+,;=:@");
    if !consistent {
        return Ok(format!("targets/{path}"));
    }
    let hash = ["sha256", "sha512"].iter().find_map(|algorithm| file.hashes.get(algorithm));
    let hash = hash.ok_or_else(|| TrustError::NoKnownHash { path: path.clone() })?;
    // The hash is signed, but only a hash: it must not lead elsewhere.
    let hash = encode(hash, b"");
    Ok(match path.rsplit_once('/') {
        Some((folder, name)) => format!("targets/{folder}/{hash}.{name}"),
        None => format!("targets/{hash}.{path}"),
    })
}

/// Refuses what could lead out of the folder of targets, in an address or on a disk.
///
/// # Errors
/// [`TrustError::UnsafePath`]
pub fn check_target(path: &str) -> Result<(), TrustError> {
    let safe = path.split('/').all(|segment| !matches!(segment, "" | "." | ".."))
        && !path.contains(|character: char| character == '\\' || character.is_control());
    if safe { Ok(()) } else { Err(TrustError::UnsafePath { path: path.into() }) }
}

fn encode(text: &str, kept: &[u8]) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || kept.contains(&byte) {
            out.push(byte.into());
        } else {
            out.push('%');
            out.extend([byte >> 4, byte & 15].iter().filter_map(|half| DIGITS.get(usize::from(*half))));
        }
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn no_role_name_leads_out_of_the_folder() {
        for (role, path) in [
            ("targets", "metadata/3.targets.json"),
            ("?", "metadata/3.%3F.json"),
            ("#", "metadata/3.%23.json"),
            ("/delegatedrole", "metadata/3.%2Fdelegatedrole.json"),
            ("../delegatedrole", "metadata/3...%2Fdelegatedrole.json"),
            ("é", "metadata/3.%C3%A9.json"),
        ] {
            assert_eq!(metadata(role, Some(3)), path);
        }
        assert_eq!(metadata("timestamp", None), "metadata/timestamp.json");
    }

    #[test]
    fn a_target_carries_its_hash_in_its_name() {
        let file = TargetFile::of(b"");
        let hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(target("index.json", &file, true).unwrap(), format!("targets/{hash}.index.json"));
        assert_eq!(target("sections/a b.json", &file, true).unwrap(), format!("targets/sections/{hash}.a%20b.json"));
        assert_eq!(target("sections/a.json", &file, false).unwrap(), "targets/sections/a.json");
    }

    #[test]
    fn an_unsafe_target_path_is_refused() {
        for path in ["", "/a", "a/", "a//b", "../a", "a/../b", "./a", "a\\b", "a\0", "a\n"] {
            assert!(check_target(path).is_err(), "{path:?}");
        }
    }
}
