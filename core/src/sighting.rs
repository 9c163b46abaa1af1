//! What a page, or a person, claims about an account.
