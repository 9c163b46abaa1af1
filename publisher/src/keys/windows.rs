//! For how long a signature of a role counts, when it is made anew, and when that is overdue.

use super::Role;

/// All in days. The defaults are for a small team whose root and targets keys are kept apart from any network; the
/// timestamp's seven days are what bounds how long residents can be kept from seeing a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Windows {
    /// From signing to expiry.
    pub(crate) expires_after: i64,
    /// A signature is made anew when it has less than this left.
    pub(crate) renew_before: i64,
    /// People are warned when it has less than this left.
    pub(crate) warn_before: i64,
}

impl Windows {
    /// `None` stands for the role's default; what is not given keeps its proportion to what is.
    pub(crate) fn new(role: Role, expires_after: Option<i64>, renew_before: Option<i64>) -> Self {
        let default = Self::of(role);
        let expires_after = expires_after.unwrap_or(default.expires_after);
        let scaled = |days: i64| (days * expires_after / default.expires_after).max(1);
        let renew_before = renew_before.unwrap_or_else(|| scaled(default.renew_before));
        Self { expires_after, renew_before, warn_before: scaled(default.warn_before) }
    }

    /// The default.
    pub(crate) const fn of(role: Role) -> Self {
        let (expires_after, renew_before, warn_before) = match role {
            // Whoever keeps a root or targets key is warned before the time has come to use it.
            Role::Root => (365, 60, 90),
            Role::Targets | Role::Sites => (180, 30, 45),
            // Signed by the daily job: a warning means that the job does not run.
            Role::Snapshot => (30, 16, 10),
            Role::Timestamp => (7, 6, 5),
        };
        Self { expires_after, renew_before, warn_before }
    }
}
