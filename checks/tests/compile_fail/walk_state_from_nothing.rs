//! Only a walk leads to a state.

use servanda::cuba::walk::Verified;

fn main() {
    let _ = Verified::begin();
}
