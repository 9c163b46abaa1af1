//! Panics become bare traps.
//!
//! The core aborts on panic and nothing reads the message, yet every bounds check of the standard library and of
//! others' crates carries the machinery that writes one. `-Cpanic=immediate-abort` leaves it out, on unstable Rust
//! alone; here the functions that begin a panic are emptied after linking, `wasm-opt` then drops what only they used.

use std::ops::Range;

use walrus::ir::Value;
use walrus::{ConstExpr, Data, DataId, DataKind, FunctionKind, Module};

/// What never returns, by its name without hashes; `::` at the end stands for a whole module.
const PANICS: [&str; 12] = [
    "core::panicking::",
    "core::option::unwrap_failed",
    "core::option::expect_failed",
    "core::result::unwrap_failed",
    "core::str::slice_error_fail",
    "core::str::slice_error_fail_rt",
    "core::slice::index::slice_index_fail",
    "core::slice::copy_from_slice_impl::len_mismatch_fail",
    "core::cell::panic_already_borrowed",
    "core::cell::panic_already_mutably_borrowed",
    "alloc::raw_vec::handle_error",
    "alloc::raw_vec::capacity_overflow",
];
/// The core writes `{:?}` nowhere, panics do. `wasm-opt` must keep these, for their addresses are taken.
const DEBUG: &str = " as core::fmt::Debug>::fmt";
/// Without these the toolchain has other names by now, and this file is to be mended.
const EXPECTED: [&str; 2] = ["core::panicking::panic_fmt", "core::panicking::panic_bounds_check"];

/// Empties the functions that begin a panic, and the places in the source that they would have named.
///
/// # Errors
/// A panic of the expected ones is not to be found.
pub(crate) fn trap(module: &mut Module) -> Result<(), String> {
    let mut emptied = Vec::new();
    for function in module.funcs.iter_mut() {
        let name = function.name.as_deref().map(without_hashes).unwrap_or_default();
        let FunctionKind::Local(local) = &mut function.kind else { continue };
        if is_panic(&name) || name.ends_with(DEBUG) {
            let mut body = local.builder_mut().func_body();
            body.instrs_mut().clear();
            body.unreachable();
            emptied.push(name);
        }
    }
    if let Some(missing) = EXPECTED.iter().find(|name| !emptied.iter().any(|emptied| emptied == **name)) {
        return Err(format!("there is no function `{missing}`: what are panics called by this toolchain?"));
    }
    forget_places(module)
}

fn is_panic(name: &str) -> bool {
    PANICS.iter().any(|panic| name == *panic || (panic.ends_with("::") && name.starts_with(panic)))
}

/// `core[c5930c85a12de822]::panicking::panic_fmt` → `core::panicking::panic_fmt`
fn without_hashes(name: &str) -> String {
    name.split('[').map(|part| part.split_once(']').map_or(part, |(_, rest)| rest)).collect()
}

/// Writes zeros over every [`core::panic::Location`] and over the paths they name: `wasm-opt` packs zeros away.
fn forget_places(module: &mut Module) -> Result<(), String> {
    let mut forgotten = Vec::new();
    for data in module.data.iter() {
        for at in (0..data.value.len()).step_by(4) {
            // The address and the length of the path, then line and column.
            let (Some(address), Some(length)) = (word(data, at), word(data, at + 4)) else { break };
            if let Some(path) = source_path(module, address, length) {
                forgotten.extend([(data.id(), at..at + 16), path]);
            }
        }
    }
    if forgotten.is_empty() {
        return Err("no panic has a place in the source: has `core::panic::Location` another form by now?".into());
    }
    for (data, range) in forgotten {
        if let Some(bytes) = module.data.get_mut(data).value.get_mut(range) {
            bytes.fill(0);
        }
    }
    Ok(())
}

fn word(data: &Data, at: usize) -> Option<usize> {
    let bytes = data.value.get(at..)?.first_chunk()?;
    usize::try_from(u32::from_le_bytes(*bytes)).ok()
}

/// Where a path of a source file is stored, if one is at this address.
fn source_path(module: &Module, address: usize, length: usize) -> Option<(DataId, Range<usize>)> {
    module.data.iter().find_map(|data| {
        let DataKind::Active { offset: ConstExpr::Value(Value::I32(start)), .. } = data.kind else { return None };
        let from = address.checked_sub(usize::try_from(start).ok()?)?;
        let range = from..from.checked_add(length)?;
        let path = data.value.get(range.clone())?;
        let is_path = path.ends_with(b".rs") && path.iter().all(u8::is_ascii_graphic);
        is_path.then_some((data.id(), range))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_no_part_of_a_name() {
        assert_eq!(without_hashes("core[c5930c85a12de822]::panicking::panic_fmt"), "core::panicking::panic_fmt");
        assert_eq!(
            without_hashes("<char as core[c5930c85a12de822]::fmt::Debug>::fmt"),
            "<char as core::fmt::Debug>::fmt"
        );
    }

    #[test]
    fn a_toolchain_without_the_known_names_is_refused() {
        assert!(trap(&mut Module::default()).is_err());
    }
}
