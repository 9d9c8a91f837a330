//! Findings and refusals on the wire, in reports and in saved states.

use serde::ser::Error as _;
use serde::{Deserialize, Serialize, Serializer};

use crate::event::{Deed, Entry, Event, Stated, Statement};
use crate::monitor::{Finding, FindingKind, Matter, RefusalRecord, VoidReason};
use crate::names::{ByType, Ids, Names, Subject, Text};
use crate::strict::{self, Strict};
use crate::terms::{Agreement, Condition, Terms};
use crate::time::Instant;

use super::{FindingId, Sentences};

/// A finding on the wire: one flat object.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "Finding", description = "Something wrong or worth telling.")
)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenFinding {
    /// What it is known by, wherever it is told: 32 hexadecimal digits.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    id: Option<FindingId>,
    /// What it is.
    #[serde(deserialize_with = "strict::word")]
    kind: FindingKind,
    /// Whom it concerns; null for a void event of several parties, or of nobody.
    party: Option<Box<str>>,
    /// The instant that it is dated at.
    at: Instant,
    /// The place in the log of the event that it is about, counted from 1; null for what timers and settling bring.
    event: Option<u64>,
    /// The kind and the name of the subject that it is about.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    subject: Option<Subject<Text>>,
    /// The obligation that it concerns.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    obligation: Option<Box<str>>,
    /// The act that it concerns.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    act: Option<Box<str>>,
    /// Why the event is void.
    #[serde(
        default,
        deserialize_with = "strict::present_word",
        skip_serializing_if = "Option::is_none"
    )]
    reason: Option<VoidReason>,
    /// What was unmet: each would have to hold.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    unmet: Option<Vec<Condition<Text>>>,
    /// The deadline that was missed, or was past already.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    deadline: Option<Instant>,
    /// The parties that could have done it, or whose consent is missing.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    needed: Option<Vec<Box<str>>>,
    /// What the event, or the line about the log, said.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    deed: Option<Entry<Text>>,
    /// Of a log that was said to be complete up to an instant: whether no further line takes this away.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    certain: Option<bool>,
    /// All of it in a sentence.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    text: Option<String>,
    /// The passages that it rests on.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    cites: Option<Vec<Box<str>>>,
}

/// A refusal on the wire.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(
        rename = "Refusal",
        description = "An event that was submitted and refused, with every reason."
    )
)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenRefusal {
    /// The place of the event in the log, counted from 1.
    event: u64,
    /// The event's time.
    at: Instant,
    /// The findings that it would have had.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<WrittenFinding>"))]
    findings: Vec<Strict<WrittenFinding>>,
}

impl WrittenFinding {
    pub(crate) fn new<V: Names>(agreement: &Agreement<V>, finding: &Finding) -> Self {
        let terms: &Terms = agreement.terms();
        let Ok(words): Result<Finding<Text>, _> = finding.translate(terms);
        Self::of(words)
    }

    fn of(words: Finding<Text>) -> Self {
        let mut written = Self {
            id: None,
            kind: words.kind(),
            party: words.party().cloned(),
            at: words.at,
            event: words.event,
            subject: words.subject.clone(),
            obligation: None,
            act: None,
            reason: None,
            unmet: None,
            deadline: None,
            needed: None,
            deed: None,
            certain: None,
            text: None,
            cites: None,
        };
        match words.matter {
            Matter::Overdue { obligation, deadline, .. }
            | Matter::DeadlinePassed { obligation, deadline, .. } => {
                written.obligation = Some(obligation);
                written.deadline = Some(deadline);
            }
            Matter::Prohibited { obligation, .. }
            | Matter::Denied { obligation, .. }
            | Matter::Unmet { obligation, .. }
            | Matter::Unreckoned { obligation } => written.obligation = Some(obligation),
            Matter::Premature { act, unmet, .. }
            | Matter::Belated { act, unmet, .. }
            | Matter::Waived { act, unmet, .. } => {
                written.act = Some(act);
                written.unmet = Some(unmet);
            }
            Matter::Repeated { deed } => {
                // What was withdrawn may have had names that the agreement does not have.
                let deed = known_or_not(deed);
                written.party = deed.actor().cloned();
                written.deed = Some(Event::new(words.at, deed).into());
            }
            Matter::Void { reason, needed, deed } => {
                let deed = known_or_not(deed);
                written.party = deed.actor().cloned();
                written.reason = Some(reason);
                written.needed = Some(needed);
                written.deed = Some(Event::new(words.at, deed).into());
            }
            Matter::VoidStatement { reason, needed, stated } => {
                let what = match stated {
                    Stated::Unknown(what) => *what,
                    what => what,
                };
                written.party = what.actor().cloned();
                written.reason = Some(reason);
                written.needed = Some(needed);
                written.deed = Some(Statement::new(words.at, what).into());
            }
        }
        written
    }

    /// As it is told to machines everywhere: with a sentence, and the passages that it rests on.
    pub(crate) fn in_words<V: Names>(agreement: &Agreement<V>, finding: &Finding) -> Self {
        let sentences = Sentences::plain(agreement.terms());
        Self::new(agreement, finding).told(sentences.matter(finding), sentences.cites(finding))
    }

    /// The same of what is only foreseen.
    pub(crate) fn foreseen<V: Names>(agreement: &Agreement<V>, finding: &Finding) -> Self {
        let sentences = Sentences::plain(agreement.terms());
        Self::new(agreement, finding).told(sentences.foreseen(finding), sentences.cites(finding))
    }

    /// With a sentence, and the passages that it rests on.
    pub(super) fn told(mut self, text: String, cites: &[Box<str>]) -> Self {
        self.text = Some(text);
        self.cites = Some(cites.to_vec());
        self
    }

    /// With whether it is certain.
    pub(super) fn certain(mut self, certain: Option<bool>) -> Self {
        self.certain = certain;
        self
    }

    /// With its identity.
    pub(crate) fn known_by(mut self, id: FindingId) -> Self {
        self.id = Some(id);
        self
    }

    /// The finding, if it is one of this agreement's.
    pub(crate) fn read<V: Names>(self, agreement: &Agreement<V>) -> Option<Finding> {
        let (obligation, act, deadline) = (self.obligation, self.act, self.deadline);
        // What is said of a log is found before a run takes anything: no run has found it.
        let deed = match self.deed {
            Some(Entry::Event(event)) => Some(event.deed),
            Some(Entry::Statement(_)) => return None,
            None => None,
        };
        let matter: Matter<Text> = match self.kind {
            FindingKind::Overdue => {
                let (party, obligation) = (self.party?, obligation?);
                Matter::Overdue { party, obligation, deadline: deadline? }
            }
            FindingKind::Prohibited => {
                Matter::Prohibited { party: self.party?, obligation: obligation? }
            }
            FindingKind::Premature => {
                Matter::Premature { party: self.party?, act: act?, unmet: self.unmet? }
            }
            FindingKind::Belated => {
                Matter::Belated { party: self.party?, act: act?, unmet: self.unmet? }
            }
            FindingKind::Repeated => Matter::Repeated { deed: deed? },
            FindingKind::Void => {
                Matter::Void { reason: self.reason?, needed: self.needed?, deed: deed? }
            }
            FindingKind::Denied => Matter::Denied { party: self.party?, obligation: obligation? },
            FindingKind::Unmet => Matter::Unmet { party: self.party?, obligation: obligation? },
            FindingKind::DeadlinePassed => {
                let (party, obligation) = (self.party?, obligation?);
                Matter::DeadlinePassed { party, obligation, deadline: deadline? }
            }
            FindingKind::Unreckoned => Matter::Unreckoned { obligation: obligation? },
            FindingKind::Waived => {
                Matter::Waived { party: self.party?, act: act?, unmet: self.unmet? }
            }
        };
        let (at, event) = (self.at, self.event);
        let finding = Finding { at, event, subject: self.subject, matter };
        // What an event told can only be read by what the agreement says that it is.
        let known = |deed: Deed<Text>| match deed.resolved(&agreement.erased()) {
            Ok(Deed::Unknown(_)) | Err(_) => None,
            Ok(deed) => Some(deed),
        };
        match finding.matter {
            Matter::Void { reason, needed, deed } => {
                let needed = needed.iter().map(|party| agreement.terms().party(party));
                let needed = needed.collect::<Result<_, _>>().ok()?;
                // What is void by itself may have names that the agreement does not have; they are not to
                // be looked up in it.
                let deed = match reason.is_found_alone() {
                    true => deed.resolved_or_unknown(&agreement.erased()),
                    false => known(deed)?,
                };
                Some(Finding {
                    at,
                    event,
                    subject: None,
                    matter: Matter::Void { reason, needed, deed },
                })
            }
            Matter::Repeated { deed } => {
                let matter = Matter::Repeated { deed: known(deed)? };
                Some(Finding { at, event, subject: None, matter })
            }
            _ => finding.translate::<Ids, _>(agreement.terms()).ok(),
        }
    }
}

/// A deed in words, be it of names that the agreement has or not.
fn known_or_not(deed: Deed<Text>) -> Deed<Text> {
    match deed {
        Deed::Unknown(deed) => *deed,
        deed => deed,
    }
}

/// As a report writes it, but for its sentence. What is said by ids is to be [`Finding::spelled`]
/// first: an id has no name by itself.
impl<V: Names> Serialize for Finding<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let words = self.translate(&ByType).map_err(S::Error::custom)?;
        WrittenFinding::of(words).serialize(serializer)
    }
}

/// As a report writes it, but for its sentence.
impl Serialize for Finding<Text> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        WrittenFinding::of(self.clone()).serialize(serializer)
    }
}

impl<V: Names> Finding<V> {
    /// The finding in words, to be serialised whatever its vocabulary; none of another agreement.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::Verifier;
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let report = Verifier::new(&agreement).judge(cuba::history());
    /// let finding = report.findings().find(|it| it.act().is_some()).ok_or("a finding")?;
    ///
    /// let typed = serde_json::to_value(&finding)?;
    /// assert_eq!(typed["kind"], "premature");
    /// assert_eq!(typed["act"], "lift-quarantine");
    /// let spelled = finding.spelled(&agreement).ok_or("of this agreement")?;
    /// assert_eq!(serde_json::to_value(&spelled)?, typed);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn spelled(&self, agreement: &Agreement<V>) -> Option<Finding<Text>> {
        let finding: Finding = self.translate(agreement.lexicon()).ok()?;
        let Ok(words) = finding.translate(agreement.terms());
        Some(words)
    }
}

impl WrittenRefusal {
    /// For a docket, which writes down what it was.
    #[cfg(feature = "json")]
    pub(crate) fn new<V: Names>(agreement: &Agreement<V>, refusal: &RefusalRecord) -> Self {
        Self::with(refusal, |finding| WrittenFinding::new(agreement, finding))
    }

    /// As it is told to machines: its findings in words.
    pub(crate) fn in_words<V: Names>(agreement: &Agreement<V>, refusal: &RefusalRecord) -> Self {
        Self::with(refusal, |finding| WrittenFinding::in_words(agreement, finding))
    }

    fn with(refusal: &RefusalRecord, finding: impl Fn(&Finding) -> WrittenFinding) -> Self {
        Self {
            event: refusal.event,
            at: refusal.at,
            findings: refusal.findings.iter().map(|it| Strict(finding(it))).collect(),
        }
    }

    /// What a docket wrote down.
    #[cfg(feature = "json")]
    pub(crate) fn read<V: Names>(self, agreement: &Agreement<V>) -> Option<RefusalRecord> {
        Some(RefusalRecord {
            event: self.event,
            at: self.at,
            findings: self
                .findings
                .into_iter()
                .map(|finding| finding.0.read(agreement))
                .collect::<Option<_>>()?,
        })
    }
}
