//! A duty to do something has no limit past which it is broken.

use servanda::cuba::{Act, Party};
use servanda::owes;

fn main() {
    let _ = owes(Party::Ussr, Party::Us).perform(Act::RemoveWeapons).beyond(84);
}
