//! The settlement that Kennedy proposed to Khrushchev on 27 October 1962, as an agreement that can
//! be kept, broken and judged.
//!
//! The letter in one paragraph: work on the Soviet bases in Cuba is to cease and the weapons there
//! are to be made inoperable, before anything else. Then the representatives in New York can work
//! out an arrangement, that very weekend. As Kennedy reads Khrushchev's offer, the Soviet Union
//! would remove the weapons under observation of the United Nations and bring no more; and the
//! United States, once arrangements through the United Nations ensure all this, would lift its
//! quarantine of the island and give an assurance against invading it. Talks on other things may
//! follow; until then they are better kept apart.
//!
//! # The clauses
//!
//! Each has a page that tells what it says, who owes whom, and which choices of reading were made.
//!
//! | clause | who owes | what |
//! | --- | --- | --- |
//! | [para-1b](clauses::para_1b), again in [para-4a](clauses::para_4a) | the Soviet Union | work ceases, and the weapons are made inoperable |
//! | [para-2a](clauses::para_2a) | (expected) | an arrangement by the end of the weekend |
//! | [item-1a](clauses::item_1a) | the Soviet Union | the weapons leave, all 84 |
//! | [item-1b](clauses::item_1b) | the Soviet Union | no more come, and safeguards are accepted |
//! | [item-2](clauses::item_2) | nobody | the gate: what must hold before the next two |
//! | [item-2a](clauses::item_2a) | the United States | the quarantine is lifted |
//! | [item-2b](clauses::item_2b) | the United States | the assurance is given, and kept |
//! | [item-2c](clauses::item_2c) | (expected) | other nations of the hemisphere do likewise |
//! | [para-3a](clauses::para_3a) | (expected) | the Soviet representative is instructed, the settlement announced |
//! | [para-3b](clauses::para_3b), [para-3c](clauses::para_3c) | (expected) | talks on other armaments; a detente considered |
//! | [para-4b](clauses::para_4b) | (a warning) | wider questions are kept apart |
//!
//! What [only tells](clauses::narrative) has a page, too.
//!
//! # Three readings, and how history fares under each
//!
//! What must come before the quarantine is lifted is the hinge of it all, and the letter can be
//! read in three ways ([`Reading`]):
//!
//! | | [`Verified`](Reading::Verified) | [`Established`](Reading::Established) | [`Practised`](Reading::Practised) |
//! | --- | --- | --- | --- |
//! | before the quarantine is lifted | arrangements stand, and the removal of all weapons is attested | arrangements stand | 42 weapons are out, and the removal of the bombers is undertaken |
//! | whom that protects | every party | the United States | the United States |
//! | who attests what the Soviet Union does | the United Nations | the United Nations | the United States |
//! | the quarantine was lifted on 20 November | *too early* | *waiving* what protected it | in order |
//! | the weapons' removal | done, never attested | done, never attested | done and attested |
//! | the log is | not conformant | conformant | conformant |
//! | the settlement is | pending | pending | pending |
//!
//! It stays pending under each: safeguards were never accepted, and the assurance was never given
//! in the form that the letter asks for. The table is checked:
//!
//! ```
//! use servanda::cuba::{self, Act, Obligation, Reading};
//! use servanda::monitor::FindingKind;
//! use servanda::{Outcome, Status, Verifier};
//!
//! let readings = [
//!     (Reading::Verified, cuba::history(), Some(FindingKind::Premature), Status::Performed),
//!     (Reading::Established, cuba::history(), Some(FindingKind::Waived), Status::Performed),
//!     (Reading::Practised, cuba::practice(), None, Status::Discharged),
//! ];
//! for (reading, log, of_the_lifting, of_the_removal) in readings {
//!     let report = Verifier::new(&cuba::agreement(reading)?)
//!         .as_of("1963-01-07T17:00:00Z".parse()?)
//!         .judge(log);
//!     let found = report.findings().find(|finding| finding.act() == Some(&Act::LiftQuarantine));
//!     assert_eq!(found.map(|finding| finding.kind()), of_the_lifting);
//!     let removal = report.obligations().find(|it| it.obligation == Obligation::RemoveWeapons);
//!     assert_eq!(removal.map(|it| it.status), Some(of_the_removal));
//!     assert_eq!(report.is_conformant(), reading != Reading::Verified);
//!     assert_eq!(report.outcome(), Outcome::Pending);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Logs
//!
//! [`history`] is what happened, as far as the letter has words for it, each event with its source;
//! [`practice`] is the same with what the sides attested and undertook by their own means;
//! [`as_it_might_have_gone`] keeps the letter's order to the end; [`collapse`] breaks it in many
//! ways.
//!
//! # Who must move first
//!
//! [`exposure`] tells what each side has given when the other stops, under both gates.
//!
//! # The order in types
//!
//! [`walk`] is the settlement once more as types, in which the wrong order does not compile.

mod agreement;
pub mod clauses;
pub mod exposure;
mod logs;
mod passages;
mod phrases;
mod reading;
mod vocabulary;
pub mod walk;

pub use agreement::{LETTER_SENT, agreement};
pub use logs::{ANSWER_BROADCAST, as_it_might_have_gone, collapse, history, practice};
pub use phrases::{PHRASES, SettlementPhrases};
pub use reading::Reading;
pub use vocabulary::{Act, Cuba, Obligation, Party};
