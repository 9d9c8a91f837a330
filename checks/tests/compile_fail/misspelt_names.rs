//! A misspelt party, act or obligation.

use servanda::cuba::{Act, Obligation, Party};

fn main() {
    let _ = Party::Usr;
    let _ = Act::LiftQuarantaine;
    let _ = Obligation::RemoveWeapon;
}
