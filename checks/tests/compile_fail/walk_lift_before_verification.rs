//! The quarantine can't be lifted before the United Nations has verified.

use servanda::cuba::walk::WeaponsRemoved;
use servanda::{Instant, monitor::OutOfOrderError};

fn lift(removed: WeaponsRemoved, time: Instant) -> Result<(), OutOfOrderError> {
    removed.lift_quarantine(time)?;
    Ok(())
}

fn main() {}
