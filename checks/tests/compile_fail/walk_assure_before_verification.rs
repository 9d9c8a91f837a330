//! The assurance can't be given before the United Nations has verified.

use servanda::cuba::walk::ArrangementsEstablished;
use servanda::{Instant, monitor::OutOfOrderError};

fn assure(arranged: ArrangementsEstablished, time: Instant) -> Result<(), OutOfOrderError> {
    arranged.assure_no_invasion(time)?;
    Ok(())
}

fn main() {}
