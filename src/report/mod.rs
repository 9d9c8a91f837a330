//! The report: what a log comes to ([SEMANTICS.md, section 6](crate::guide::law#6-the-report)), in memory, for machines and for
//! people.

mod aftermath;
mod facts;
mod folded;
mod headlines;
mod identity;
mod json;
mod lengths;
mod log_digest;
mod open;
mod phrases;
mod prose;
mod refusal;
mod sentences;
mod stated;
mod text;
mod time_zone;
mod told;
mod unmet;
mod windows;
mod written;

use std::fmt;
use std::sync::Arc;

use crate::monitor::{
    Finding, FindingKind, Lapse, LeftObligation, LeftSubject, Monitor, Outcome, ParkedRun, Refusal,
    RefusalRecord, Scope, State, Status, Tracked, unmet,
};
use crate::names::{ActId, Ids, Key as _, KindId, Names, ObligationId, PartyId, Subject};
use crate::terms::{Agreement, Condition, Named};
use crate::time::Instant;

pub use crate::digest::{Digest, DigestError, Digesting};
pub use crate::escape::escaped;
pub(crate) use aftermath::Aftermaths;
pub(crate) use folded::{Fold, Folded};
pub use headlines::Headline;
pub use identity::FindingId;
#[cfg(feature = "schema")]
pub(crate) use json::WrittenAct;
pub(crate) use json::{Amount, WrittenLine};
pub use lengths::length_text;
pub use log_digest::LogDigest;
pub use open::OpenDuty;
pub use phrases::{Phrases, PlainPhrases};
pub use prose::Prose;
pub(crate) use sentences::Sentences;
pub use text::ReportText;
pub(crate) use text::padded;
pub(crate) use time_zone::Zone;
pub use time_zone::{InTimeZone, TimeZone, instant_text};
pub(crate) use written::{WrittenFinding, WrittenRefusal};

/// What a log comes to: the outcome, where each obligation stands, what was found and refused.
///
/// It prints as text that a person reads at a look ([`Report::text`]), and serialises with serde to
/// the keys of [SEMANTICS.md, section 6](crate::guide::law#6-the-report).
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::monitor::FindingKind;
/// use servanda::{Outcome, Verifier};
///
/// let agreement = cuba::agreement(Reading::Verified)?;
/// let report = Verifier::new(&agreement).judge(cuba::history());
/// assert_eq!(report.outcome(), Outcome::Pending);
/// assert!(!report.is_conformant());
/// let kinds: Vec<_> = report.findings().map(|finding| finding.kind()).collect();
/// assert!(kinds.contains(&FindingKind::Premature));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Report<V: Names = Ids> {
    agreement: Agreement<V>,
    case: Option<Box<str>>,
    as_of: Option<Instant>,
    outcome: Outcome,
    end: ParkedRun,
    skipped: Arc<[Skipped]>,
    lost: Arc<[Box<str>]>,
    /// Whether it is one of several of the same log, which tell what was passed over once together.
    is_of_many: bool,
    log: Option<LogDigest>,
    /// Up to when its log, judged by time, has all that happened.
    complete: Option<Instant>,
}

/// Where one obligation stands.
///
/// ```
/// use servanda::cuba::{self, Obligation, Party, Reading};
/// use servanda::{Status, Verifier};
/// let report = Verifier::new(&cuba::agreement(Reading::Verified)?).judge(cuba::history());
/// let lifting = report
///     .obligations()
///     .find(|standings| standings.obligation == Obligation::LiftQuarantine)
///     .ok_or("not of this agreement")?;
/// assert_eq!((lifting.status, lifting.debtor), (Status::Discharged, Some(Party::Us)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Standings<V: Names> {
    /// The obligation.
    pub obligation: V::Obligation,
    /// Where it stands.
    pub status: Status,
    /// How much of it is done, in the smallest part of its unit; 0 of what is not to perform.
    pub progress: u64,
    /// How much is, or was, owed since it fell due, in the smallest part of its unit; none before, and of
    /// what is not to perform.
    pub quantity: Option<u64>,
    /// Who owes it now; none of a party that is still to be told.
    pub debtor: Option<V::Party>,
    /// To whom.
    pub creditor: Option<V::Party>,
    /// Who verifies it.
    pub verifier: Option<V::Party>,
    /// Its deadline, if it has one; of what is suspended or performed, as it stood when it came to rest.
    pub deadline: Option<Instant>,
    /// When it fell due.
    pub due: Option<Instant>,
    /// When it was first breached.
    pub breached: Option<Instant>,
    /// When it was closed.
    pub closed: Option<Instant>,
    /// Since when it is suspended, if it is.
    pub suspended: Option<Instant>,
    /// Since when it is performed, if it is.
    pub performed: Option<Instant>,
    /// Why it lapsed, if it did.
    pub lapsed: Option<Lapse>,
}

/// Where an obligation stood when an agreement that does not have it took the place of its own: no word or act
/// reaches it any more. [`Verifier::also`](crate::Verifier::also) has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeftBehind<V: Names> {
    /// The subject in which it was owed; none of the run's.
    pub subject: Option<Subject<V>>,
    /// Whether the subject itself was left behind.
    pub with_subject: bool,
    /// Where it stands: breached or closed as it was, else lapsed.
    pub standings: Standings<V>,
}

/// How one act stands.
///
/// ```
/// use servanda::cuba::{self, Act, Reading};
/// use servanda::Verifier;
/// let report = Verifier::new(&cuba::agreement(Reading::Verified)?).judge(cuba::history());
/// let lifting = report.acts().find(|it| it.act == Act::LiftQuarantine).ok_or("not of it")?;
/// assert!(!lifting.open && !lifting.expired && !lifting.waived);
/// assert_eq!(lifting.unmet.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ActStanding<V: Names> {
    /// The act.
    pub act: V::Act,
    /// Whether its precondition and its window stand in nobody's way.
    pub open: bool,
    /// Whether its window is over.
    pub expired: bool,
    /// Whether its precondition and its window are waived.
    pub waived: bool,
    /// What stands in the way; each would have to hold.
    pub unmet: Vec<Condition<V>>,
    /// The parties that may do it and whom a binding prohibition leaves no room for one more.
    pub forbidden: Vec<V::Party>,
}

/// Where a subject stands.
///
/// ```
/// # servanda::vocabulary! {
/// #     struct Lease;
/// #     enum Party { Landlord, Tenant }
/// #     enum Act { Pay }
/// #     enum Obligation { Rent }
/// #     enum Told {}
/// #     enum Kind { Month }
/// # }
/// use servanda::terms::every;
/// use servanda::{Agreement, Event, Status, Verifier, by, owes};
/// let lease = Agreement::<Lease>::builder("A flat", "2026-01-01T00:00:00Z".parse()?)
///     .party(Party::Landlord, "who lets the flat")
///     .party(Party::Tenant, "who lives in it")
///     .subjects(Kind::Month, every("P1M".parse()?).times(12).gist("a month of the lease"))
///     .act(Act::Pay, by([Party::Tenant]).of_kind(Kind::Month))
///     .obligation(
///         Obligation::Rent,
///         owes(Party::Tenant, Party::Landlord).perform(Act::Pay).within("P3D".parse()?).of_kind(Kind::Month),
///     )
///     .build()?;
/// let report = Verifier::new(&lease).as_of("2026-02-02T00:00:00Z".parse()?).judge::<Event<_>>([]);
/// let months: Vec<_> = report.subjects(Kind::Month).collect();
/// assert_eq!(&*months[0].subject.name, "2026-01-01");
/// assert_eq!(months[0].obligations[0].status, Status::Breached);
/// assert_eq!(months[1].obligations[0].status, Status::Due);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SubjectStanding<V: Names> {
    /// The kind and the name.
    pub subject: Subject<V>,
    /// When it opened.
    pub opened: Instant,
    /// Of a period, when it begins and ends.
    pub period: Option<(Instant, Instant)>,
    /// When it terminated by itself.
    pub terminated: Option<Instant>,
    /// Where its obligations stand, in the order of the document.
    pub obligations: Vec<Standings<V>>,
    /// How its acts stand, in the order of the document.
    pub acts: Vec<ActStanding<V>>,
}

/// A line of a log that could not be read and was passed over.
///
/// ```
/// use servanda::formats::BadLines;
/// use servanda::{Verifier, cuba};
/// let verifier = Verifier::new(&cuba::agreement(cuba::Reading::Verified)?);
/// let reports = verifier.judge_log("{}".as_bytes(), BadLines::Skip)?;
/// assert_eq!(reports[0].skipped()[0].line, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(description = "A line of a log that could not be read and was passed over.")
)]
pub struct Skipped {
    /// The number of the line, counted from 1.
    pub line: u64,
    /// What is wrong with it.
    pub error: String,
}

/// `line 7: …`, to print.
impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, escaped(&self.error))
    }
}

impl<V: Names> Report<V> {
    /// What a monitor's run comes to, as it stands.
    ///
    /// ```
    /// use servanda::{Monitor, Outcome, Report, cuba};
    /// let monitor = Monitor::new(&cuba::agreement(cuba::Reading::Verified)?);
    /// assert_eq!(Report::of(&monitor).outcome(), Outcome::Pending);
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn of(monitor: &Monitor<V>) -> Self {
        Self::at_end(monitor.agreement(), ParkedRun::of(monitor))
    }

    /// What a run comes to that has ended here.
    pub(crate) fn at_end(agreement: &Agreement<V>, mut end: ParkedRun) -> Self {
        end.sort_findings();
        Self {
            agreement: agreement.clone(),
            case: None,
            as_of: end.clock(agreement.terms()),
            outcome: end.outcome(agreement.terms()),
            end,
            skipped: Arc::default(),
            lost: Arc::default(),
            is_of_many: false,
            log: None,
            complete: None,
        }
    }

    /// Says which of many runs it is about: findings have their identities within a case.
    #[must_use]
    pub fn with_case(mut self, case: Option<Box<str>>) -> Self {
        self.case = case;
        self
    }

    /// As of an instant, if the run has begun.
    pub(crate) fn with_as_of(mut self, as_of: Option<Instant>) -> Self {
        if self.as_of.is_some() {
            self.as_of = as_of.or(self.as_of);
        }
        self
    }

    /// With what was refused on the way, which the monitor does not keep.
    pub(crate) fn with_refusals(mut self, refusals: Vec<RefusalRecord>) -> Self {
        self.end.refuse(refusals);
        self
    }

    /// Of a log, judged by time, that has all that happened up to an instant.
    pub(crate) fn with_complete(mut self, complete: Option<Instant>) -> Self {
        self.complete = complete;
        self
    }

    pub(crate) fn with_skipped(mut self, skipped: impl Into<Arc<[Skipped]>>) -> Self {
        self.skipped = skipped.into();
        self
    }

    pub(crate) fn with_lost(mut self, lost: impl Into<Arc<[Box<str>]>>) -> Self {
        self.lost = lost.into();
        self
    }

    pub(crate) fn of_many(mut self, is_of_many: bool) -> Self {
        self.is_of_many = is_of_many;
        self
    }

    /// Notes which log it is about.
    #[must_use]
    pub fn with_log(mut self, log: LogDigest) -> Self {
        self.log = Some(log);
        self
    }

    /// The same report by ids.
    #[cfg(feature = "render")]
    pub(crate) fn erased(&self) -> Report {
        Report {
            agreement: self.agreement.erased(),
            case: self.case.clone(),
            as_of: self.as_of,
            outcome: self.outcome,
            end: self.end.clone(),
            skipped: self.skipped.clone(),
            lost: self.lost.clone(),
            is_of_many: self.is_of_many,
            log: self.log,
            complete: self.complete,
        }
    }

    /// The agreement that the log was judged against.
    #[must_use]
    pub fn agreement(&self) -> &Agreement<V> {
        &self.agreement
    }

    /// Which of many runs it is about, if the log says.
    #[must_use]
    pub fn case(&self) -> Option<&str> {
        self.case.as_deref()
    }

    /// The instant that it speaks of; none of a run that has not begun.
    #[must_use]
    pub fn as_of(&self) -> Option<Instant> {
        self.as_of
    }

    /// Up to when its log has all that happened, where a log that is judged by time says so: what was found
    /// up to then is certain, and no further line takes it away; all else is provisional.
    ///
    /// ```
    /// use servanda::Verifier;
    /// use servanda::cuba::{self, Party, Reading};
    /// use servanda::event::{Entry, Statement};
    ///
    /// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?).by_time()?;
    /// let (now, then) = ("1963-01-07T00:00:00Z".parse()?, "1962-11-21T00:00:00Z".parse()?);
    /// let mut log: Vec<Entry<_>> = cuba::history().into_iter().map(Entry::from).collect();
    /// log.push(Statement::complete(now, Party::Un, then).into());
    /// let report = verifier.judge(log);
    /// assert_eq!(report.complete(), Some(then));
    /// let premature = report.findings().find(|it| it.event == Some(10)).ok_or("a finding")?;
    /// assert_eq!(report.is_certain(&premature), Some(true));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn complete(&self) -> Option<Instant> {
        self.complete
    }

    /// Whether no further line takes this finding away; none where the log says nothing of how far it is
    /// complete. [`Report::complete`] has an example.
    #[must_use]
    pub fn is_certain(&self, finding: &Finding<V>) -> Option<bool> {
        self.certain_at(finding.at)
    }

    /// Whether no further line takes away what is dated at an instant.
    pub(crate) fn certain_at(&self, at: Instant) -> Option<bool> {
        self.complete.map(|complete| at <= complete)
    }

    /// What the run comes to.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// Whether nothing was found but what is only told, and nothing refused. (Lines that were
    /// passed over are not judged.)
    #[must_use]
    pub fn is_conformant(&self) -> bool {
        self.end.refusals().is_empty() && self.found().iter().all(|it| it.kind().is_only_told())
    }

    /// Where each obligation stands, in the order of the document.
    pub fn obligations(&self) -> impl ExactSizeIterator<Item = Standings<V>> {
        let lines: Vec<(ObligationId, Tracked)> = self.lines().collect();
        lines
            .into_iter()
            .map(|(id, line)| self.standings(id, &line))
            .collect::<Vec<_>>()
            .into_iter()
    }

    /// What agreements have left behind whose place others took, in the order in which they did; of obligations of
    /// one name the last, and none of a name that lives again.
    pub fn left_behind(&self) -> impl Iterator<Item = LeftBehind<V>> {
        let state = self.end.state(self.agreement.terms());
        let kind = |subject: &Subject| Subject {
            kind: self.agreement.lexicon().kind(subject.kind),
            name: subject.name.clone(),
        };
        let of_living = state.left_behind.iter().flat_map(|left| &left.obligations);
        let of_living = of_living.filter(|it| self.is_told(&state, it)).map(|it| LeftBehind {
            subject: it.subject.as_ref().map(kind),
            with_subject: false,
            standings: self.standings(it.obligation, &it.tracked),
        });
        let mut all: Vec<LeftBehind<V>> = of_living.collect();
        for gone in self.left_subjects(&state) {
            all.extend(gone.obligations.iter().map(|it| LeftBehind {
                subject: Some(kind(&gone.subject)),
                with_subject: true,
                standings: self.standings(it.obligation, &it.tracked),
            }));
        }
        all.into_iter()
    }

    /// The obligations of the run, or of a subject that is still there, that were left behind.
    fn left_in(&self, state: &State, scope: Scope) -> Vec<(ObligationId, Tracked)> {
        let Some(left) = &state.left_behind else { return Vec::new() };
        let subject = state.named(scope);
        let own = left.obligations.iter().filter(|it| it.subject == subject);
        own.filter(|it| self.is_told(state, it)).map(|it| (it.obligation, it.tracked)).collect()
    }

    /// The subjects that were left behind, in the order in which they were.
    fn left_subjects<'a>(&self, state: &'a State) -> impl Iterator<Item = &'a LeftSubject> {
        let left = state.left_behind.iter().flat_map(|left| &left.subjects);
        left.filter(|it| is_told_subject(&self.agreement, state, it))
    }

    /// The kinds that only agreements before this one had, of which a subject was left behind.
    fn left_kinds(&self, state: &State) -> Vec<KindId> {
        let mut kinds: Vec<KindId> = Vec::new();
        for kind in self.left_subjects(state).map(|left| left.subject.kind) {
            if kind.place() >= self.agreement.terms().kinds.len() && !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        kinds
    }

    /// Whether an obligation that was left behind is told of: it is the last of its name, and none of that lives.
    fn is_told(&self, state: &State, left: &LeftObligation) -> bool {
        let graph = &self.agreement.terms().graph;
        let all = state.left_behind.iter().flat_map(|left| &left.obligations);
        let mut later = all.skip_while(|it| !std::ptr::eq(*it, left)).skip(1);
        let is_same =
            |it: &LeftObligation| it.obligation == left.obligation && it.subject == left.subject;
        let (id, kind) = (left.obligation, left.subject.as_ref().map(|it| it.kind));
        let lives = id.place() < graph.obligations.len() && graph.obligations[id].of == kind;
        !lives && !later.any(is_same)
    }

    fn standings(&self, id: ObligationId, line: &Tracked) -> Standings<V> {
        let lexicon = self.agreement.lexicon();
        let party = |party: Option<PartyId>| party.map(|party| lexicon.party(party));
        Standings {
            obligation: lexicon.obligation(id),
            status: line.status,
            progress: line.progress,
            quantity: self.quantity(id, line),
            debtor: party(line.parties.debtor),
            creditor: party(line.parties.creditor),
            verifier: party(line.parties.verifier),
            deadline: line.deadline,
            due: line.due,
            breached: line.breached,
            closed: line.closed,
            suspended: line.rests_since.filter(|_| line.status == Status::Suspended),
            performed: line.rests_since.filter(|_| line.status == Status::Performed),
            lapsed: line.lapsed,
        }
    }

    /// How each act stands, in the order of the document; none of a run that has not begun.
    pub fn acts(&self) -> impl ExactSizeIterator<Item = ActStanding<V>> {
        let acts: Vec<ActStanding<V>> =
            self.act_lines(Scope::Run).iter().map(|line| self.act_standing(line)).collect();
        acts.into_iter()
    }

    fn act_standing(&self, line: &ActStanding<Ids>) -> ActStanding<V> {
        let (lexicon, names) = (self.agreement.lexicon(), Named(self.agreement.lexicon()));
        let condition = |condition: &Condition| {
            let Ok(condition) = condition.translate(&names);
            condition
        };
        ActStanding {
            act: lexicon.act(line.act),
            open: line.open,
            expired: line.expired,
            waived: line.waived,
            unmet: line.unmet.iter().map(condition).collect(),
            forbidden: line.forbidden.iter().map(|party| lexicon.party(*party)).collect(),
        }
    }

    /// Where each subject of a kind stands, in the order in which they opened; none of a kind that is not of
    /// this agreement.
    pub fn subjects(&self, kind: V::Kind) -> impl Iterator<Item = SubjectStanding<V>> {
        let terms = self.agreement.terms();
        let id = self.agreement.lexicon().kind_id(kind);
        let state = self.end.state(terms);
        let scopes: Vec<Scope> = id.into_iter().flat_map(|id| state.scopes(Some(id))).collect();
        scopes.into_iter().filter_map(move |scope| {
            let subject = state.subject(scope)?;
            Some(SubjectStanding {
                subject: Subject { kind, name: subject.name.clone() },
                opened: subject.opened,
                period: subject.period,
                terminated: state.told_milestone(subject.state.terminated),
                obligations: self
                    .lines_in(&state, scope)
                    .map(|(id, line)| self.standings(id, &line))
                    .collect(),
                acts: self.act_lines(scope).iter().map(|line| self.act_standing(line)).collect(),
            })
        })
    }

    /// Of each obligation of a kind, of how many subjects it stands how.
    pub(crate) fn folded(&self, kind: KindId) -> Vec<Folded> {
        let terms = self.agreement.terms();
        let state = self.end.state(terms);
        let ids = &terms.graph.scope(Some(kind)).obligations;
        let mut folded = vec![Folded::default(); ids.len()];
        for scope in state.scopes(Some(kind)) {
            for (id, folded) in ids.iter().zip(&mut folded) {
                let tracked = &state[scope.at(&terms.graph, *id)];
                let is_prohibition = terms.obligations[*id].is_prohibition();
                let was_breached = tracked.breached.is_some();
                folded.add(Fold::of(tracked.status, was_breached, is_prohibition));
            }
        }
        folded
    }

    /// How many subjects of a kind have opened.
    #[cfg(feature = "render")]
    pub(crate) fn subject_count(&self, kind: KindId) -> u32 {
        self.end.state(self.agreement.terms()).kinds[kind].subjects.len()
    }

    /// Whether the list of a kind's subjects is closed: no further one opens.
    #[must_use]
    pub fn is_list_closed(&self, kind: V::Kind) -> bool {
        let id = self.agreement.lexicon().kind_id(kind);
        id.is_none_or(|id| self.end.state(self.agreement.terms()).kinds[id].is_list_closed())
    }

    /// When the agreement entered into force, if it has.
    #[must_use]
    pub fn in_force(&self) -> Option<Instant> {
        let state = self.end.state(self.agreement.terms());
        state.told_milestone(state.in_force)
    }

    /// When the agreement terminated, if it has.
    #[must_use]
    pub fn terminated(&self) -> Option<Instant> {
        let state = self.end.state(self.agreement.terms());
        state.told_milestone(state.run.terminated)
    }

    /// What was found, by instant, and of one instant in the order in which it came.
    pub fn findings(&self) -> impl ExactSizeIterator<Item = Finding<V>> {
        let names = Named(self.agreement.lexicon());
        self.found().iter().map(move |finding| {
            let Ok(finding) = finding.translate(&names);
            finding
        })
    }

    /// The identities of what was found, in the same order as [`Report::findings`].
    #[must_use]
    pub fn identities(&self) -> Vec<FindingId> {
        FindingId::all(self.agreement.terms(), self.case(), self.found())
    }

    /// What was refused.
    ///
    /// ```
    /// use servanda::cuba::{self, Act, Party, Reading};
    /// use servanda::{Event, Verifier};
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let too_early = Event::act(cuba::LETTER_SENT, Party::Us, Act::LiftQuarantine);
    /// let report = Verifier::new(&agreement).submitting().judge([too_early]);
    /// assert_eq!((report.refusals().len(), report.findings().len()), (1, 0));
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn refusals(&self) -> impl ExactSizeIterator<Item = Refusal<V>> {
        self.end.refusals().iter().map(|refusal| refusal.named(&self.agreement))
    }

    /// The lines of the log that could not be read and were passed over. They may be of any case, so
    /// each report of a log of several cases knows them all; written down, they stand once for the
    /// log, and in the reports only how many they are.
    #[must_use]
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// What the log says that no event has a place for, by kinds: see [`Verification::lose`].
    ///
    /// [`Verification::lose`]: crate::verify::Verification::lose
    pub fn lost(&self) -> impl ExactSizeIterator<Item = &str> {
        self.lost.iter().map(|lost| &**lost)
    }

    /// Which log it is about, if that was noted ([`Report::with_log`]).
    #[must_use]
    pub fn log(&self) -> Option<LogDigest> {
        self.log
    }

    /// The report as text, in plain phrases.
    ///
    /// ```
    /// use servanda::{Verifier, cuba};
    /// let report = Verifier::new(&cuba::agreement(cuba::Reading::Verified)?).judge(cuba::history());
    /// assert!(report.text().to_string().contains("Outcome: pending, not conformant"));
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn text(&self) -> ReportText<'_, V> {
        self.text_with(&PlainPhrases)
    }

    /// The report as text, in phrases of your own.
    ///
    /// ```
    /// use servanda::{Verifier, cuba};
    /// let report = Verifier::new(&cuba::agreement(cuba::Reading::Verified)?).judge(cuba::history());
    /// assert!(report.text_with(&cuba::PHRASES).to_string().contains("the United States"));
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn text_with<'a>(&'a self, phrases: &'a dyn Phrases) -> ReportText<'a, V> {
        ReportText::new(self, phrases)
    }

    /// Each finding as a sentence, in the order of [`Report::findings`], with what came of it: how late it was
    /// made good, or how late and how much is missing still.
    ///
    /// ```
    /// use servanda::{Verifier, cuba};
    /// let report = Verifier::new(&cuba::agreement(cuba::Reading::Verified)?).judge(cuba::history());
    /// assert_eq!(report.told(&cuba::PHRASES).len(), report.findings().len());
    /// assert!(report.told(&cuba::PHRASES)[0].starts_with("the United States"));
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn told(&self, phrases: &dyn Phrases) -> Vec<String> {
        let aftermaths = Aftermaths::of(self, phrases);
        let found = self.found().iter().enumerate();
        found.map(|(place, finding)| aftermaths.matter(place, finding)).collect()
    }

    /// How many findings of a kind there are.
    fn count(&self, kind: FindingKind) -> usize {
        self.found().iter().filter(|finding| finding.kind() == kind).count()
    }

    /// Where each obligation stands, by ids; none of a run that has not begun.
    fn lines(&self) -> impl Iterator<Item = (ObligationId, Tracked)> {
        let terms = self.agreement.terms();
        let has_begun = self.as_of.is_some();
        let lines = terms.graph.run.obligations.iter().copied().zip(self.end.obligations(terms));
        lines.filter(move |_| has_begun)
    }

    /// Where each obligation of a scope stands.
    fn lines_in(
        &self,
        state: &State,
        scope: Scope,
    ) -> impl Iterator<Item = (ObligationId, Tracked)> {
        let graph = &self.agreement.terms().graph;
        let told = |tracked: Tracked| match state.keeps_milestones {
            true => tracked,
            false => tracked.without_milestones(),
        };
        let all = graph.scope(scope.kind()).obligations.iter();
        all.map(move |id| (*id, told(state[scope.at(graph, *id)])))
    }

    /// How each act stands, by ids; none of a run that has not begun.
    fn act_lines(&self, scope: Scope) -> Vec<ActStanding<Ids>> {
        let terms = self.agreement.terms();
        let state = self.end.state(terms);
        let line = |act: &ActId| {
            let at = scope.at(&terms.graph, *act);
            let open = state.may_in(terms, at);
            ActStanding {
                act: *act,
                open,
                expired: state[at].is_over(),
                waived: state[at].is_waived,
                unmet: if open { Vec::new() } else { unmet(terms, &state, at) },
                forbidden: state.forbidden(terms, at),
            }
        };
        let acts = terms.graph.scope(scope.kind()).acts.iter();
        acts.filter(|_| self.as_of.is_some()).map(line).collect()
    }

    /// How much is, or was, owed of a duty to perform since it fell due.
    fn quantity(&self, id: ObligationId, line: &Tracked) -> Option<u64> {
        let is_to_perform = self.agreement.terms().obligations[id].performance().is_some();
        line.figure.filter(|_| is_to_perform)
    }

    /// Whether two reports of one agreement say the same of all subjects.
    fn same_subjects(&self, other: &Self) -> bool {
        let mut kinds = self.agreement.kinds();
        kinds.all(|kind| self.subjects(kind).eq(other.subjects(kind)))
    }

    /// Where each obligation stands, in the run and in each subject, with its kind; none of a run that has not
    /// begun.
    pub(crate) fn each_line(&self, mut take: impl FnMut(ObligationId, Option<KindId>, &Tracked)) {
        self.lines().for_each(|(id, line)| take(id, None, &line));
        let terms = self.agreement.terms();
        if terms.has_other_names() {
            self.each_left_behind(&mut |id, subject: Option<&Subject>, line: &Tracked| {
                take(id, subject.map(|subject| subject.kind), line);
            });
        }
        if terms.kinds.keys().next().is_none() || self.as_of.is_none() {
            return;
        }
        let state = self.end.state(terms);
        for kind in terms.kinds.keys() {
            for scope in state.scopes(Some(kind)) {
                let lines = self.lines_in(&state, scope);
                lines.for_each(|(id, line)| take(id, Some(kind), &line));
            }
        }
    }

    /// The same of what was left behind.
    fn each_left_behind(&self, take: &mut dyn FnMut(ObligationId, Option<&Subject>, &Tracked)) {
        let state = self.end.state(self.agreement.terms());
        for left in state.left_behind.iter() {
            for it in left.obligations.iter().filter(|it| self.is_told(&state, it)) {
                take(it.obligation, it.subject.as_ref(), &it.tracked);
            }
        }
        for left in self.left_subjects(&state) {
            for it in &left.obligations {
                take(it.obligation, Some(&left.subject), &it.tracked);
            }
        }
    }

    /// What was found, by ids.
    pub(crate) fn found(&self) -> &[Finding] {
        self.end.findings()
    }
}

/// Whether a subject that was left behind is told of: it is the last of its name, and none of that lives.
fn is_told_subject<V: Names>(agreement: &Agreement<V>, state: &State, left: &LeftSubject) -> bool {
    let subject = &left.subject;
    let lives = subject.kind.place() < agreement.terms().kinds.len()
        && state.kinds[subject.kind].subjects.find(subject.name.as_bytes()).is_some();
    let all = state.left_behind.iter().flat_map(|left| &left.subjects);
    let mut later = all.skip_while(|it| !std::ptr::eq(*it, left)).skip(1);
    !lives && !later.any(|it| it.subject == *subject)
}

/// Two reports are equal if they say the same of the same agreement.
impl<V: Names> PartialEq for Report<V> {
    fn eq(&self, other: &Self) -> bool {
        self.agreement == other.agreement
            && self.case == other.case
            && self.as_of == other.as_of
            && self.outcome == other.outcome
            && self.lines().eq(other.lines())
            && self.same_subjects(other)
            && self.left_behind().eq(other.left_behind())
            && self.found() == other.found()
            && self.end.refusals() == other.end.refusals()
            && self.skipped == other.skipped
            && self.lost == other.lost
            && self.log == other.log
            && self.complete == other.complete
    }
}

impl<V: Names> Eq for Report<V> {}
