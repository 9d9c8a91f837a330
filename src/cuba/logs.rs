//! What happened that autumn, and what might have.
//!
//! Instants are stored in UTC. Washington went from summer time (UTC−4) to winter time (UTC−5) at
//! 02:00 on 28 October 1962, between the letter and the answer; the notes give the local time with
//! the offset that the source states.

use std::num::NonZeroU64;

use crate::event::Event;
use crate::time::Instant;

use super::{Act, Cuba, Obligation, Party};

/// When the answer was broadcast: 14:04 Greenwich time on 28 October 1962, which was 09:04 in
/// Washington, on winter time (UTC−5) since that night.
///
/// ```
/// assert_eq!(servanda::cuba::ANSWER_BROADCAST.to_string(), "1962-10-28T14:04:00Z");
/// ```
pub const ANSWER_BROADCAST: Instant = Instant::literal(1962, 10, 28, 14, 4);

/// An instant of that autumn, in UTC; a date that doesn't exist does not compile.
macro_rules! at {
    ($day:literal October, $hour:literal : $minute:literal) => {
        const { Instant::literal(1962, 10, $day, $hour, $minute) }
    };
    ($day:literal November, $hour:literal : $minute:literal) => {
        const { Instant::literal(1962, 11, $day, $hour, $minute) }
    };
    ($day:literal December, $hour:literal : $minute:literal) => {
        const { Instant::literal(1962, 12, $day, $hour, $minute) }
    };
}

fn did(time: Instant, actor: Party, act: Act) -> Event<Cuba> {
    Event::act(time, actor, act)
}

/// A quantity of an act; 0 is taken as 1.
const fn times(quantity: u64) -> NonZeroU64 {
    NonZeroU64::MIN.saturating_add(quantity.saturating_sub(1))
}

/// What happened, as far as the letter has words for it, each event with its source.
///
/// Where only the day is known the hour is a guess, and the note says so. What was learnt later
/// than it happened says when ([`Event::known`]), so that the log can be judged as it was known at
/// any moment. FRUS is *Foreign Relations of the United States, 1961-1963*; its "supplement" is
/// that to volumes X to XII.
///
/// ```
/// use servanda::cuba;
/// let history = cuba::history();
/// assert_eq!(history.first().map(|event| event.time), Some(cuba::ANSWER_BROADCAST));
/// assert!(history.iter().all(|event| event.note.is_some() && event.source.is_some()));
/// ```
#[must_use]
pub fn history() -> Vec<Event<Cuba>> {
    vec![
        did(ANSWER_BROADCAST, Party::Ussr, Act::AcceptProposal)
            .note(
                "acceptance, broadcast by Radio Moscow: 09:04 in Washington (UTC-5), on winter time \
                 since that night",
            )
            .source("FBIS, Moscow Domestic Service, 1404 GMT 28 October 1962; FRUS XI, doc. 103"),
        did(ANSWER_BROADCAST, Party::Ussr, Act::InstructRepresentative)
            .note("the same message names the envoy to New York, Kuznetsov")
            .source("FBIS, Moscow Domestic Service, 1404 GMT 28 October 1962"),
        did(at!(28 October, 22:00), Party::Ussr, Act::CeaseWork)
            .known(at!(1 November, 17:00))
            .note(
                "dismantling starts by the Soviet account, 17:00 in Havana (UTC-5); American \
                 photographs of the 29th did not show it, those of 1 November did",
            )
            .source("FRUS supplement, doc. 475; UPI, 2 November 1962"),
        did(at!(30 October, 12:00), Party::Us, Act::SuspendQuarantine)
            .note(
                "suspended for 30 and 31 October, while the Acting Secretary-General is in Havana; \
                 day known, hour not",
            )
            .source("FRUS supplement, doc. 455"),
        did(at!(31 October, 12:00), Party::Cuba, Act::RefuseInspection)
            .note(
                "no inspection of any kind on Cuban soil: said in the meetings of 30 and 31 \
                 October; hour not known",
            )
            .source("FRUS supplement, doc. 475"),
        did(at!(1 November, 11:00), Party::Us, Act::ResumeQuarantine)
            .note("to be resumed at dawn, ships to be hailed and let pass; hour not known")
            .source("FRUS supplement, doc. 473; FRUS XI, doc. 128"),
        did(at!(1 November, 17:00), Party::Ussr, Act::RenderInoperable)
            .note(
                "missiles: low-level flights find erectors removed and pads broken up, the first \
                 photographs that confirm it; day known, hour not",
            )
            .source("UPI, 2 November 1962"),
        did(at!(9 November, 23:00), Party::Ussr, Act::RemoveWeapons)
            .quantity(times(38))
            .note("missiles counted at sea from American ships, about 18:00 in Washington (UTC-5)")
            .source("FRUS supplement, doc. 512"),
        did(at!(11 November, 17:00), Party::Ussr, Act::RemoveWeapons)
            .quantity(times(4))
            .note("42 of the 42 missiles that the Soviet Union declared; day known, hour not")
            .source("Gilpatric, 11 November 1962, on what the American navy had counted"),
        did(at!(20 November, 23:00), Party::Us, Act::LiftQuarantine)
            .note(
                "23:00 Greenwich time in the proclamation: 18:00 in Washington (UTC-5), when the \
                 press was told; one report has the order to the ships 45 minutes later",
            )
            .source(
                "Proclamation 3507 of 21 November 1962, as quoted in CWIHP Bulletin 8-9, p. 337; \
                 FRUS XI, doc. 197",
            ),
        did(at!(6 December, 17:00), Party::Ussr, Act::RemoveWeapons)
            .quantity(times(42))
            .note(
                "the last of 42 bombers: still leaving on the 4th, gone by the 6th in the words of a \
                 Soviet draft; hour not known",
            )
            .source("FRUS XI, docs. 226 and 234"),
    ]
}

/// What happened, with what the sides attested and undertook by their own means: the log for
/// [`Reading::Practised`](super::Reading::Practised).
///
/// Nobody signed an attestation. What the United States counted, and said in public, stands for
/// one; the log dates it to when the last weapon of each kind was counted or gone.
///
/// ```
/// use servanda::cuba;
/// assert_eq!(cuba::practice().len(), cuba::history().len() + 5);
/// ```
#[must_use]
pub fn practice() -> Vec<Event<Cuba>> {
    let sites = |obligation| {
        Event::attest(at!(11 November, 18:00), Party::Us, obligation)
            .note("by national means: photographs from the air; said of the bases on the 8th")
            .source("Department of Defense, 8 November 1962")
    };
    let gone = |obligation| {
        Event::attest(at!(6 December, 18:00), Party::Us, obligation)
            .note("by national means: counting at sea; said in public on the 12th")
            .source("Kennedy, 12 December 1962")
    };
    let undertaking = did(at!(20 November, 20:00), Party::Ussr, Act::UndertakeBomberRemoval)
        .note(
            "within 30 days, and the bombers may be counted as they leave; the message came that \
                 afternoon, Washington time (UTC-5); hour not known",
        )
        .source("FRUS XI, doc. 202");
    let mut log = history();
    log.extend([
        sites(Obligation::CeaseWork),
        sites(Obligation::RenderInoperable),
        undertaking,
        gone(Obligation::RemoveWeapons),
        gone(Obligation::RemoveBombers),
    ]);
    log.sort_by_key(|event| event.time);
    log
}

/// The settlement as it might have gone: the letter's order kept, to the end. Invented.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::{Outcome, Verifier};
///
/// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?).submitting();
/// let report = verifier.judge(cuba::as_it_might_have_gone());
/// assert_eq!(report.outcome(), Outcome::Settled);
/// assert_eq!(report.refusals().count(), 0);
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[must_use]
pub fn as_it_might_have_gone() -> Vec<Event<Cuba>> {
    let attested = Event::attest;
    vec![
        did(ANSWER_BROADCAST, Party::Ussr, Act::AcceptProposal),
        did(ANSWER_BROADCAST, Party::Ussr, Act::InstructRepresentative),
        did(at!(28 October, 16:00), Party::Ussr, Act::CeaseWork),
        did(at!(28 October, 18:00), Party::Ussr, Act::RenderInoperable),
        did(at!(29 October, 2:00), Party::Us, Act::ConcludeArrangement),
        did(at!(29 October, 12:00), Party::Un, Act::EstablishArrangements),
        attested(at!(29 October, 15:00), Party::Un, Obligation::CeaseWork),
        attested(at!(29 October, 15:00), Party::Un, Obligation::RenderInoperable),
        did(at!(29 October, 18:00), Party::Ussr, Act::AcceptSafeguards),
        did(at!(30 October, 12:00), Party::Us, Act::AnnounceSettlement),
        did(at!(5 November, 12:00), Party::Ussr, Act::RemoveWeapons).quantity(times(42)),
        did(at!(11 November, 12:00), Party::Ussr, Act::RemoveWeapons).quantity(times(42)),
        attested(at!(12 November, 12:00), Party::Un, Obligation::RemoveWeapons),
        did(at!(12 November, 18:00), Party::Us, Act::LiftQuarantine),
        did(at!(12 November, 18:00), Party::Us, Act::AssureNoInvasion),
        did(at!(20 November, 12:00), Party::Hemisphere, Act::AssureLikewise),
        did(at!(1 December, 12:00), Party::Us, Act::OpenGeneralTalks),
    ]
}

/// The settlement as it might have failed: the quarantine lifted too early, work resumed, weapons
/// brought in, and words from those who have no say. Invented.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::{Outcome, Verifier};
///
/// let report = Verifier::new(&cuba::agreement(Reading::Verified)?).judge(cuba::collapse());
/// assert_eq!(report.outcome(), Outcome::Breached);
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[must_use]
pub fn collapse() -> Vec<Event<Cuba>> {
    vec![
        did(ANSWER_BROADCAST, Party::Ussr, Act::AcceptProposal),
        did(ANSWER_BROADCAST, Party::Ussr, Act::InstructRepresentative),
        did(at!(28 October, 16:00), Party::Ussr, Act::CeaseWork),
        did(at!(28 October, 18:00), Party::Ussr, Act::RenderInoperable),
        did(at!(29 October, 3:00), Party::Us, Act::LiftQuarantine).note("too early"),
        Event::attest(at!(29 October, 4:00), Party::Us, Obligation::CeaseWork)
            .note("not the verifier"),
        did(at!(29 October, 6:00), Party::Ussr, Act::LinkBroaderQuestions),
        did(at!(29 October, 7:00), Party::Us, Act::CeaseWork).note("not its act"),
        did(at!(29 October, 8:00), Party::Ussr, Act::ResumeWork),
        Event::deny(at!(29 October, 9:00), Party::Un, Obligation::RenderInoperable),
        did(at!(29 October, 8:30), Party::Ussr, Act::IntroduceWeapons).note("out of order"),
        did(at!(30 October, 8:00), Party::Ussr, Act::IntroduceWeapons).quantity(times(3)),
    ]
}
