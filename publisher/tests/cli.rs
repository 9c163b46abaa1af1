//! The command line as data: the cases in `tests/cli`.

#[test]
fn the_command_line_answers_as_written_down() {
    trycmd::TestCases::new().case("../tests/cli/*.trycmd").case("../tests/cli/*.toml");
}
