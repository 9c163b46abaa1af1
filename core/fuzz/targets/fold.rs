//! `fold` under libFuzzer.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| statemark_fuzz::fold::body(bytes));
