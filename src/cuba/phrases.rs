//! How the settlement's names are called in sentences.

use crate::report::Phrases;

/// Phrases for the settlement's names, so that sentences read: "the United States lifted the
/// quarantine before the United Nations had established adequate arrangements".
///
/// ```
/// use servanda::cuba::{self, Obligation, Party, Reading};
/// use servanda::monitor::FindingKind;
/// use servanda::report::Prose;
/// use servanda::Verifier;
///
/// let agreement = cuba::agreement(Reading::Verified)?;
/// let prose = Prose::new(&agreement).with(&cuba::PHRASES);
/// assert_eq!(prose.party(Party::Ussr), "the Soviet Union");
/// assert_eq!(prose.obligation(Obligation::RemoveWeapons), "the removal of the weapons");
///
/// let report = Verifier::new(&agreement).judge(cuba::history());
/// let told: Vec<String> = report
///     .findings()
///     .filter(|finding| finding.kind() == FindingKind::Premature)
///     .map(|finding| prose.finding(&finding))
///     .collect();
/// assert_eq!(
///     told,
///     [
///         "the United States lifted the quarantine before the United Nations had established \
///          adequate arrangements and before the removal of the weapons was discharged"
///     ]
/// );
/// # Ok::<(), servanda::AgreementError>(())
/// ```
pub static PHRASES: SettlementPhrases = SettlementPhrases;

/// The type of [`PHRASES`].
///
/// ```
/// use servanda::report::Phrases;
/// use servanda::cuba::PHRASES;
/// assert_eq!(PHRASES.act("lift-quarantine"), Some("lifted the quarantine"));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SettlementPhrases;

impl Phrases for SettlementPhrases {
    fn party(&self, name: &str) -> Option<&str> {
        Some(match name {
            "us" => "the United States",
            "ussr" => "the Soviet Union",
            "un" => "the United Nations",
            "cuba" => "Cuba",
            "hemisphere" => "the rest of the hemisphere",
            _ => return None,
        })
    }

    fn act(&self, name: &str) -> Option<&str> {
        Some(match name {
            "accept-proposal" => "accepted the proposal",
            "instruct-representative" => "instructed its representative",
            "cease-work" => "ceased work on the bases",
            "resume-work" => "resumed work on the bases",
            "render-inoperable" => "made the weapons inoperable",
            "restore-weapons" => "restored the weapons",
            "conclude-arrangement" => "concluded the arrangement",
            "establish-arrangements" => "established adequate arrangements",
            "remove-weapons" => "removed weapons",
            "introduce-weapons" => "brought in new weapons",
            "accept-safeguards" => "accepted safeguards",
            "suspend-quarantine" => "suspended the quarantine",
            "resume-quarantine" => "resumed the quarantine",
            "lift-quarantine" => "lifted the quarantine",
            "assure-no-invasion" => "assured Cuba against an invasion",
            "invade-cuba" => "invaded Cuba",
            "assure-likewise" => "assured Cuba likewise",
            "announce-settlement" => "announced the settlement",
            "open-general-talks" => "opened talks on other armaments",
            "propose-detente" => "proposed a detente",
            "consider-detente" => "considered a detente",
            "link-broader-questions" => "linked Cuba to wider questions",
            "refuse-inspection" => "refused inspection on its soil",
            "undertake-bomber-removal" => "pledged to remove the bombers",
            _ => return None,
        })
    }

    fn obligation(&self, name: &str) -> Option<&str> {
        Some(match name {
            "cease-work" => "the halt of work on the bases",
            "stay-ceased" => "the ban on resuming work",
            "render-inoperable" => "the disabling of the weapons",
            "stay-inoperable" => "the ban on restoring the weapons",
            "instruct-representative" => "the instruction of the Soviet representative",
            "work-out-arrangement" => "the arrangement of that weekend",
            "remove-weapons" => "the removal of the weapons",
            "halt-introduction" => "the ban on new weapons",
            "accept-safeguards" => "the acceptance of safeguards",
            "lift-quarantine" => "the lifting of the quarantine",
            "assure-no-invasion" => "the assurance against an invasion",
            "keep-no-invasion" => "the promise not to invade Cuba",
            "hemisphere-likewise" => "the hemisphere's assurance",
            "announce" => "the announcement of the settlement",
            "general-arrangement" => "the opening of talks on other armaments",
            "consider-detente" => "the consideration of a detente",
            "no-linkage" => "the call to keep wider questions apart",
            "remove-bombers" => "the removal of the bombers",
            _ => return None,
        })
    }
}
