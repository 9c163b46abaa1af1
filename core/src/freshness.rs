//! How much a list of a given age may still claim.
