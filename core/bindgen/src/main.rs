//! `statemark-bindgen INPUT.wasm OUT_DIR NAME`: the JavaScript and TypeScript around the core's WebAssembly.
//!
//! A tool of the workspace rather than an installed `wasm-bindgen`, so that Cargo.lock pins it to the
//! very version of the crate: the two must match exactly.

mod copies;
mod names;
mod panics;

use std::path::Path;
use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

use self::names::ShortNames;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, out_dir, name] = arguments.as_slice() else {
        eprintln!("usage: statemark-bindgen INPUT.wasm OUT_DIR NAME");
        return ExitCode::from(2);
    };
    match write(input, out_dir, name) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("statemark-bindgen: {input}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write(input: &str, out_dir: &str, name: &str) -> Result<(), String> {
    let mut bindgen = Bindgen::new();
    let mut output = bindgen
        .input_path(input)
        .out_name(name)
        .typescript(true)
        .web(true)
        .and_then(Bindgen::generate_output)
        .map_err(|error| format!("{error:#}"))?;
    panics::trap(output.wasm_mut())?;
    copies::share(output.wasm_mut());
    let short = ShortNames::give(output.wasm_mut());
    output.emit(out_dir).map_err(|error| format!("{error:#}"))?;
    for file in [format!("{name}.js"), format!("{name}.d.ts"), format!("{name}_bg.wasm.d.ts")] {
        short.rename_in(&Path::new(out_dir).join(&file)).map_err(|error| format!("{file}: {error}"))?;
    }
    Ok(())
}
