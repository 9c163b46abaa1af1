//! The committed table is the one that the crates of this lock file give.

const COMMITTED: &[u8] = include_bytes!("../../src/lookalike/confusables.bin");
const TABLE_MAX_BYTES: usize = 20_000;

#[test]
fn committed_table_is_current() {
    let fresh = statemark_foldtable::generate();
    assert!(fresh.as_deref() == Ok(COMMITTED), "run `cargo run -p statemark-foldtable` and commit the table");
}

#[test]
fn committed_table_is_small() {
    assert!(COMMITTED.len() <= TABLE_MAX_BYTES, "{} bytes", COMMITTED.len());
}
