//! `statemark-bindgen INPUT.wasm OUT_DIR NAME`: the JavaScript and TypeScript around the core's WebAssembly.
//!
//! A tool of the workspace rather than an installed `wasm-bindgen`, so that Cargo.lock pins it to the
//! very version of the crate: the two must match exactly.

use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, out_dir, name] = arguments.as_slice() else {
        eprintln!("usage: statemark-bindgen INPUT.wasm OUT_DIR NAME");
        return ExitCode::from(2);
    };
    let mut bindgen = Bindgen::new();
    let written = bindgen
        .input_path(input)
        .out_name(name)
        .typescript(true)
        .web(true)
        .and_then(|bindgen| bindgen.generate(out_dir));
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("statemark-bindgen: {input}: {error:#}");
            ExitCode::FAILURE
        }
    }
}
