//! Prints the JSON Schema of a site file, as its types have it. `extension/sites.schema.json` is what this prints; that selectors are of
//! our grammar, and that a surface has what its `identity` needs, only the core itself checks.

use statemark_core::sites::SiteFile;

fn main() -> serde_json::Result<()> {
    println!("{}", serde_json::to_string_pretty(&schemars::schema_for!(SiteFile))?);
    Ok(())
}
