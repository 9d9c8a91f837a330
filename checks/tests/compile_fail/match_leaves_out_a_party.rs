//! Whoever tells of a finding's party tells of each.

use servanda::Finding;
use servanda::cuba::{Cuba, Party};

fn who(finding: &Finding<Cuba>) -> Option<&'static str> {
    Some(match finding.party()? {
        Party::Us => "the United States",
        Party::Ussr => "the Soviet Union",
        Party::Un => "the United Nations",
        Party::Cuba => "Cuba",
    })
}

fn main() {}
