//! `seeds FOLDER`: writes the valid input of every target into FOLDER/TARGET, for `cargo fuzz` to start from.
#![allow(clippy::expect_used, reason = "a tool for a script, which shows what it says")]

use std::path::PathBuf;

use statemark_fuzz::TARGETS;

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).expect("usage: seeds FOLDER"));
    for target in TARGETS {
        let folder = folder.join(target.name);
        std::fs::create_dir_all(&folder).expect("the folder is made");
        for (number, seed) in (target.seeds)().into_iter().enumerate() {
            std::fs::write(folder.join(format!("seed-{number}")), seed).expect("the seed is written");
        }
    }
}
