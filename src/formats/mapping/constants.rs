//! Keys that may be the same for every event.

/// The keys that may be the same for every event of a log.
pub(super) const KEYS: [&str; 6] = ["actor", "case", "subject", "quantity", "source", "note"];
