//! Which listed account does a name resemble, and how?
