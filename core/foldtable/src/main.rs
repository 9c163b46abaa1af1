//! Writes `core/src/lookalike/confusables.bin`: `cargo run -p statemark-foldtable`.

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/lookalike/confusables.bin");
    let written = statemark_foldtable::generate().map_err(|error| error.to_string()).and_then(|table| {
        std::fs::write(&path, &table).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(table.len())
    });
    match written {
        Ok(bytes) => {
            println!("{}: {bytes} bytes", path.display());
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("No table was written: {problem}");
            ExitCode::FAILURE
        }
    }
}
