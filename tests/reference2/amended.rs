//! An agreement that changes (section 12).

use super::events::Event;
use super::run::Run;
use super::taking::Void;

impl Run {
    pub(crate) fn change_agreement(&mut self, _event: &Event, _digest: &str) -> Result<(), Void> {
        Err("unknown")
    }
}
