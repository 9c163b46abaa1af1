//! The grammar of selectors: a small part of CSS, so that a site file can only ever look.
//!
//! ```text
//! list     = complex *( "," complex )
//! complex  = compound *( ( space | ">" ) compound )
//! compound = [ tag ] *( "." name | "#" name | attribute | ":not(" compound ")" )    ; not empty
//! attribute = "[" name [ ( "=" | "^=" | "$=" | "*=" ) quoted ] "]"
//! ```
//! A `tag` or `name` is of ASCII letters, digits, `-` and `_` and begins with a letter or `_`. A `quoted` value stands
//! in either kind of quotes and holds no quote, backslash or control character. There is no `:not` inside `:not`.

use core::iter::Peekable;
use core::str::Chars;

/// Longer selectors are refused.
pub const SELECTOR_MAX_BYTES: usize = 400;
/// More compounds, over all alternatives, are refused: each is work on every element of a page.
pub const COMPOUNDS_MAX: usize = 24;

/// Why a selector is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the messages say it")]
pub enum Fault {
    #[error("is longer than {SELECTOR_MAX_BYTES} bytes")]
    TooLong,
    #[error("has more than {COMPOUNDS_MAX} parts")]
    TooManyParts,
    #[error("lacks a tag, class, id or attribute at character {at}")]
    Empty { at: usize },
    #[error("has a `{found}` at character {at} that this grammar does not know")]
    Unknown { at: usize, found: char },
    #[error("ends too early")]
    Unfinished,
}

/// Holds a selector against the grammar and its bounds.
///
/// # Errors
/// The first fault. Characters are counted from 1.
pub fn check(text: &str) -> Result<(), Fault> {
    if text.len() > SELECTOR_MAX_BYTES {
        return Err(Fault::TooLong);
    }
    let mut parser = Parser { rest: text.chars().peekable(), at: 1 };
    let mut compounds = 0;
    loop {
        parser.spaces();
        parser.compound(true)?;
        compounds += 1;
        if compounds > COMPOUNDS_MAX {
            return Err(Fault::TooManyParts);
        }
        let spaced = parser.spaces();
        match parser.rest.peek() {
            None => return Ok(()),
            Some(',' | '>') => parser.skip(),
            Some(_) if spaced => {}
            Some(_) => return Err(parser.unknown()),
        }
    }
}

struct Parser<'t> {
    rest: Peekable<Chars<'t>>,
    at: usize,
}

impl Parser<'_> {
    fn compound(&mut self, may_negate: bool) -> Result<(), Fault> {
        let start = self.at;
        if self.rest.peek().is_some_and(|first| begins_name(*first)) {
            self.name()?;
        }
        loop {
            match self.rest.peek() {
                Some('.' | '#') => {
                    self.skip();
                    self.name()?;
                }
                Some('[') => self.attribute()?,
                Some(':') if may_negate => self.negation()?,
                Some(_) | None if self.at == start => {
                    return Err(match self.rest.peek() {
                        Some(',' | '>' | ')') | None => Fault::Empty { at: start },
                        Some(_) => self.unknown(),
                    });
                }
                Some(_) | None => return Ok(()),
            }
        }
    }

    fn attribute(&mut self) -> Result<(), Fault> {
        self.expect('[')?;
        self.name()?;
        match self.rest.peek() {
            Some('^' | '$' | '*') => {
                self.skip();
                self.expect('=')?;
            }
            Some('=') => self.skip(),
            _ => return self.expect(']'),
        }
        let quote = match self.rest.peek() {
            Some(quote @ ('"' | '\'')) => *quote,
            _ => return Err(self.unknown()),
        };
        self.skip();
        while let Some(next) = self.rest.peek() {
            if *next == quote {
                break;
            }
            if next.is_control() || matches!(next, '"' | '\'' | '\\') {
                return Err(self.unknown());
            }
            self.skip();
        }
        self.expect(quote)?;
        self.expect(']')
    }

    fn negation(&mut self) -> Result<(), Fault> {
        for expected in ":not(".chars() {
            self.expect(expected)?;
        }
        self.compound(false)?;
        self.expect(')')
    }

    fn name(&mut self) -> Result<(), Fault> {
        if !self.rest.peek().is_some_and(|first| begins_name(*first)) {
            return Err(self.unknown());
        }
        while self.rest.peek().is_some_and(|next| begins_name(*next) || next.is_ascii_digit() || *next == '-') {
            self.skip();
        }
        Ok(())
    }

    fn spaces(&mut self) -> bool {
        let start = self.at;
        while self.rest.peek() == Some(&' ') {
            self.skip();
        }
        self.at > start
    }

    fn expect(&mut self, expected: char) -> Result<(), Fault> {
        if self.rest.peek() != Some(&expected) {
            return Err(self.unknown());
        }
        self.skip();
        Ok(())
    }

    fn skip(&mut self) {
        self.rest.next();
        self.at += 1;
    }

    fn unknown(&mut self) -> Fault {
        self.rest.peek().map_or(Fault::Unfinished, |found| Fault::Unknown { at: self.at, found: *found })
    }
}

fn begins_name(character: char) -> bool {
    character.is_ascii_alphabetic() || character == '_'
}
