//! The TUF client workflow: bytes and a clock in, a trusted list out.
