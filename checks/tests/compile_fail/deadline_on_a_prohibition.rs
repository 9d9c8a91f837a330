//! To leave something undone has no deadline.

use servanda::cuba::{Act, Party};
use servanda::{Span, owes};

fn main() {
    let month: Span = "P1M".parse().unwrap();
    let _ = owes(Party::Ussr, Party::Us).refrain(Act::IntroduceWeapons).within(month);
}
