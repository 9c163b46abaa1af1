//! Site files: where accounts show on a site. Selectors and attribute names only.
