//! An act is no obligation, even where both go by the same name.

use servanda::Monitor;
use servanda::cuba::{Act, Cuba};

fn ask(monitor: &Monitor<Cuba>) {
    let _ = monitor.status(Act::LiftQuarantine);
}

fn main() {}
