//! An agreement that took the place of another.

use crate::terms::AgreementDifferences;
use crate::time::Instant;

/// Where an agreement took the place of another.
#[derive(Clone, Debug)]
pub(crate) struct Amendment {
    /// The line that made it so.
    pub(crate) place: u64,
    pub(crate) at: Instant,
    pub(crate) title: Box<str>,
    pub(crate) differences: AgreementDifferences,
}
