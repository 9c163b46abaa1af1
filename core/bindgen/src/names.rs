//! The names by which the WebAssembly and its JavaScript know each other, made short: each carries a hash, which weighs
//! twice what it says and compresses to nothing less.

use std::collections::HashMap;
use std::path::Path;
use std::{fs, io};

use walrus::Module;

/// What generated names begin with. Those of our own interface stay.
const GENERATED: [&str; 3] = ["__wbg_", "__wbindgen_", "wasm_bindgen__"];
/// In place of the file from which everything is said to be imported.
const IMPORTED_FROM: &str = "js";

/// What is called otherwise now.
#[derive(Default)]
pub(crate) struct ShortNames {
    /// As JavaScript quotes it.
    imported_from: Option<String>,
    names: HashMap<String, String>,
}

impl ShortNames {
    /// Renames the imports and the generated exports of the WebAssembly. Nothing works until [`Self::rename_in`] has
    /// done the same in its JavaScript.
    pub(crate) fn give(module: &mut Module) -> Self {
        let mut short = Self::default();
        for import in module.imports.iter_mut() {
            let from = std::mem::replace(&mut import.module, IMPORTED_FROM.into());
            short.imported_from = Some(format!("\"{from}\""));
            import.name = short.name(&import.name);
        }
        for export in module.exports.iter_mut() {
            if GENERATED.iter().any(|start| export.name.starts_with(start)) {
                export.name = short.name(&export.name);
            }
        }
        short
    }

    /// Generated JavaScript has no names that begin with `$`.
    fn name(&mut self, old: &str) -> String {
        let next = format!("${}", self.names.len());
        self.names.entry(old.into()).or_insert(next).clone()
    }

    /// Renames in a file of JavaScript or TypeScript.
    ///
    /// # Errors
    /// The file cannot be read or written.
    pub(crate) fn rename_in(&self, file: &Path) -> io::Result<()> {
        let text = fs::read_to_string(file)?;
        fs::write(file, self.renamed(&text))
    }

    fn renamed(&self, text: &str) -> String {
        let mut rest = text;
        let mut renamed = String::with_capacity(text.len());
        while !rest.is_empty() {
            let (word, after) = rest.split_at(rest.find(|c| !is_of_name(c)).unwrap_or(rest.len()));
            renamed += self.names.get(word).map_or(word, String::as_str);
            let (between, after) = after.split_at(after.find(is_of_name).unwrap_or(after.len()));
            renamed += between;
            rest = after;
        }
        match &self.imported_from {
            Some(from) => renamed.replace(from, &format!("\"{IMPORTED_FROM}\"")),
            None => renamed,
        }
    }
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_names_alone_are_renamed() {
        let mut short = ShortNames { imported_from: Some("\"./core_bg.js\"".into()), ..ShortNames::default() };
        assert_eq!(short.name("__wbg_get_1f"), "$0");
        assert_eq!(short.name("__wbg_get"), "$1");
        assert_eq!(short.name("__wbg_get_1f"), "$0");
        assert_eq!(
            short.renamed("{ \"./core_bg.js\": { __wbg_get_1f: f, __wbg_get: g, __wbg_get_2: h } }"),
            "{ \"js\": { $0: f, $1: g, __wbg_get_2: h } }"
        );
    }
}
