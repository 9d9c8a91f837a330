//! A state that was left is gone.

use servanda::cuba::walk::Verified;
use servanda::{Instant, monitor::OutOfOrderError};

fn lift_twice(verified: Verified, time: Instant) -> Result<(), OutOfOrderError> {
    let _ = verified.lift_quarantine(time)?;
    let _ = verified.lift_quarantine(time)?;
    Ok(())
}

fn main() {}
