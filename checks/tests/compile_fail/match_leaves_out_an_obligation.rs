//! Whoever tells of a finding's obligation tells of each.

use servanda::Finding;
use servanda::cuba::{Cuba, Obligation};

fn weight(finding: &Finding<Cuba>) -> Option<u8> {
    Some(match finding.obligation()? {
        Obligation::CeaseWork | Obligation::StayCeased => 3,
        Obligation::RenderInoperable | Obligation::StayInoperable => 3,
        Obligation::RemoveWeapons | Obligation::HaltIntroduction => 3,
        Obligation::LiftQuarantine | Obligation::AcceptSafeguards => 2,
        Obligation::AssureNoInvasion | Obligation::KeepNoInvasion => 2,
        Obligation::InstructRepresentative | Obligation::WorkOutArrangement => 1,
        Obligation::Announce | Obligation::HemisphereLikewise => 1,
        Obligation::GeneralArrangement | Obligation::ConsiderDetente => 1,
        Obligation::NoLinkage => 1,
    })
}

fn main() {}
