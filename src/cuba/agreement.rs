//! The settlement, written down clause by clause.

use crate::condition::happened;
use crate::terms::{Agreement, AgreementBuilder, AgreementError, by};
use crate::time::Instant;

use super::clauses::{
    item_1a, item_1b, item_2, item_2a, item_2b, item_2c, para_1b, para_2a, para_3a, para_3b,
    para_3c, para_4b,
};
use super::passages::passages;
use super::{Act, Cuba, Obligation, Party, Reading};

/// When the letter was sent: 20:05 in Washington on 27 October 1962, still on summer time (UTC−4).
///
/// ```
/// assert_eq!(servanda::cuba::LETTER_SENT.to_string(), "1962-10-28T00:05:00Z");
/// ```
pub const LETTER_SENT: Instant = Instant::literal(1962, 10, 28, 0, 5);

/// The settlement of 27 October 1962 in one reading: the clauses of the letter, in its order.
///
/// # Errors
/// None that a release of this crate has: the tests build every reading. The type is that of every
/// agreement that is built.
///
/// ```
/// use servanda::cuba::{self, Obligation, Reading};
///
/// let agreement = cuba::agreement(Reading::default())?;
/// assert_eq!(agreement.title(), "Settlement proposed in the message of 27 October 1962");
/// let lifting = agreement.obligation_terms(Obligation::LiftQuarantine).unwrap();
/// assert_eq!(lifting.debtor(), &cuba::Party::Us.into());
/// # Ok::<(), servanda::AgreementError>(())
/// ```
pub fn agreement(reading: Reading) -> Result<Agreement<Cuba>, AgreementError> {
    let title = "Settlement proposed in the message of 27 October 1962";
    let mut agreement = Agreement::<Cuba>::builder(title, LETTER_SENT)
        .party(Party::Us, "United States of America")
        .party(Party::Ussr, "Union of Soviet Socialist Republics")
        .party(Party::Un, "United Nations, through the Acting Secretary-General")
        .party(Party::Cuba, "Cuba, not a signatory")
        .party(Party::Hemisphere, "other nations of the Western Hemisphere")
        .entry_into_force(happened(Act::AcceptProposal));
    for (id, passage) in passages() {
        agreement = agreement.passage(id, passage);
    }
    obligations(acts(agreement, reading), reading).build()
}

/// Acts that no clause says more of than who does them stand here in full: see
/// [`clauses::narrative`](super::clauses::narrative).
fn acts(agreement: AgreementBuilder<Cuba>, reading: Reading) -> AgreementBuilder<Cuba> {
    let agreement = agreement
        .act(Act::AcceptProposal, by([Party::Ussr]))
        .act(Act::InstructRepresentative, by([Party::Us, Party::Ussr]))
        .act(Act::CeaseWork, para_1b::act_cease_work())
        .act(Act::ResumeWork, by([Party::Ussr]))
        .act(Act::RenderInoperable, para_1b::act_render_inoperable())
        .act(Act::RestoreWeapons, by([Party::Ussr]))
        .act(Act::ConcludeArrangement, para_2a::act_conclude_arrangement())
        .act(Act::EstablishArrangements, item_2::act_establish_arrangements())
        .act(Act::RemoveWeapons, item_1a::act_remove_weapons())
        .act(Act::IntroduceWeapons, by([Party::Ussr]))
        .act(Act::AcceptSafeguards, item_1b::act_accept_safeguards())
        .act(Act::SuspendQuarantine, by([Party::Us]))
        .act(Act::ResumeQuarantine, by([Party::Us]))
        .act(Act::LiftQuarantine, item_2a::act_lift_quarantine(reading))
        .act(Act::AssureNoInvasion, item_2b::act_assure_no_invasion(reading))
        .act(Act::InvadeCuba, by([Party::Us]))
        .act(Act::AssureLikewise, by([Party::Hemisphere]))
        .act(Act::AnnounceSettlement, by([Party::Us, Party::Ussr]))
        .act(Act::OpenGeneralTalks, by([Party::Us]))
        .act(Act::ProposeDetente, by([Party::Ussr]))
        .act(Act::ConsiderDetente, para_3c::act_consider_detente())
        .act(Act::LinkBroaderQuestions, by([Party::Us, Party::Ussr]))
        .act(Act::RefuseInspection, by([Party::Cuba]));
    match reading {
        Reading::Verified | Reading::Established => agreement,
        Reading::Practised => agreement.act(Act::UndertakeBomberRemoval, by([Party::Ussr])),
    }
}

fn obligations(agreement: AgreementBuilder<Cuba>, reading: Reading) -> AgreementBuilder<Cuba> {
    let agreement = agreement
        .obligation(Obligation::CeaseWork, para_1b::cease_work(reading))
        .obligation(Obligation::StayCeased, para_1b::stay_ceased())
        .obligation(Obligation::RenderInoperable, para_1b::render_inoperable(reading))
        .obligation(Obligation::StayInoperable, para_1b::stay_inoperable())
        .obligation(Obligation::InstructRepresentative, para_3a::instruct_representative())
        .obligation(Obligation::WorkOutArrangement, para_2a::work_out_arrangement())
        .obligation(Obligation::RemoveWeapons, item_1a::remove_weapons(reading))
        .obligation(Obligation::HaltIntroduction, item_1b::halt_introduction())
        .obligation(Obligation::AcceptSafeguards, item_1b::accept_safeguards())
        .obligation(Obligation::LiftQuarantine, item_2a::lift_quarantine())
        .obligation(Obligation::AssureNoInvasion, item_2b::assure_no_invasion())
        .obligation(Obligation::KeepNoInvasion, item_2b::keep_no_invasion())
        .obligation(Obligation::HemisphereLikewise, item_2c::hemisphere_likewise())
        .obligation(Obligation::Announce, para_3a::announce())
        .obligation(Obligation::GeneralArrangement, para_3b::general_arrangement())
        .obligation(Obligation::ConsiderDetente, para_3c::consider_detente())
        .obligation(Obligation::NoLinkage, para_4b::no_linkage());
    match reading {
        Reading::Verified | Reading::Established => agreement,
        Reading::Practised => {
            agreement.obligation(Obligation::RemoveBombers, item_1a::remove_bombers())
        }
    }
}
