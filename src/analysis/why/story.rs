//! A run with its log.

use crate::event::{Deed, Event};
use crate::monitor::{Matter, Monitor, OutOfOrderError, Refusal, Step, Transition};
use std::sync::Arc;

use crate::names::{self, ActId, Ids, Names, PartyId};
use crate::terms::{Agreement, Unnamed};
use crate::time::Instant;

use super::explainer::Explainer;
use super::past::Done;
use super::{Explanation, Question};

/// A run that keeps its log beside its history, and so can say of everything since when it is so
/// and because of which events.
///
/// ```
/// use servanda::cuba::{self, Obligation, Reading};
/// use servanda::analysis::{Question, Story};
/// use servanda::condition::happened_quantity;
///
/// let agreement = cuba::agreement(Reading::Verified)?;
/// let story = Story::of(&agreement, cuba::history());
/// let missiles_out = happened_quantity(cuba::Act::RemoveWeapons, 42);
/// let why = story.why(&Question::Condition(missiles_out)).unwrap();
/// assert!(why.holds());
/// assert_eq!(why.reason().events, [8, 9]);
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Story<V: Names = Ids> {
    monitor: Monitor<V>,
    log: Vec<(Event<V>, Taken)>,
    done: Vec<Done>,
    refusals: Vec<Refusal<V>>,
}

/// How an event was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Taken {
    Recorded,
    Submitted,
}

impl<V: Names> Story<V> {
    /// Before anything has happened.
    #[must_use]
    pub fn new(agreement: &Agreement<V>) -> Self {
        let monitor = Monitor::new(agreement);
        Self { monitor, log: Vec::new(), done: Vec::new(), refusals: Vec::new() }
    }

    /// Records a whole log.
    pub fn of<E: std::borrow::Borrow<Event<V>>>(
        agreement: &Agreement<V>,
        events: impl IntoIterator<Item = E>,
    ) -> Self {
        let mut story = Self::new(agreement);
        for event in events {
            story.record(event.borrow());
        }
        story
    }

    /// Takes an event as an auditor: see [`Monitor::record`].
    pub fn record(&mut self, event: &Event<V>) -> Step<'_, V> {
        let Self { monitor, log, done, refusals: _ } = self;
        let before = monitor.ledger().history().len();
        log.push((event.clone(), Taken::Recorded));
        let agreement = monitor.agreement().clone();
        let step = monitor.record(event);
        let is_void = step.findings().any(|finding| matches!(finding.matter, Matter::Void { .. }));
        if !is_void {
            done.extend(Done::of(&agreement, event, log.len(), before, &step));
        }
        step
    }

    /// Takes an event as a gatekeeper: see [`Monitor::submit`].
    ///
    /// # Errors
    /// As for [`Monitor::submit`].
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::analysis::Story;
    /// let mut story = Story::new(&cuba::agreement(Reading::Verified)?);
    /// let refused = cuba::history().iter().filter(|event| story.submit(event).is_err()).count();
    /// assert_eq!((refused, story.log().count()), (1, 11));
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn submit(&mut self, event: &Event<V>) -> Result<Step<'_, V>, Box<Refusal<V>>> {
        let Self { monitor, log, done, refusals } = self;
        let before = monitor.ledger().history().len();
        log.push((event.clone(), Taken::Submitted));
        let agreement = monitor.agreement().clone();
        let step = monitor.submit(event).inspect_err(|it| refusals.push((**it).clone()))?;
        done.extend(Done::of(&agreement, event, log.len(), before, &step));
        Ok(step)
    }

    /// Moves the clock on: see [`Monitor::advance`].
    ///
    /// # Errors
    /// The clock cannot go back.
    pub fn advance(&mut self, to: Instant) -> Result<Step<'_, V>, OutOfOrderError> {
        self.monitor.advance(to)
    }

    /// The run as it stands.
    #[must_use]
    pub fn monitor(&self) -> &Monitor<V> {
        &self.monitor
    }

    /// What was refused so far, which the run itself does not keep.
    pub fn refusals(&self) -> impl ExactSizeIterator<Item = &Refusal<V>> {
        self.refusals.iter()
    }

    /// The log so far, refused events included.
    pub fn log(&self) -> impl ExactSizeIterator<Item = &Event<V>> {
        self.log.iter().map(|(event, _)| event)
    }

    /// Why something is as it is; none for names that are not of this agreement, and for a finding
    /// that is not of this run.
    ///
    /// A finding is explained by the state just before it.
    #[must_use]
    pub fn why(&self, question: &Question<V>) -> Option<Explanation<V>> {
        if let Question::Finding(finding) = question {
            let mut refused = self.refusals.iter().flat_map(|it| &it.findings);
            let is_known = self.monitor.findings().any(|known| known == *finding);
            if !is_known && !refused.any(|known| known == finding) {
                return None;
            }
        }
        let mut reason = Explainer::of(&self.monitor, Some(&self.done)).answer(question)?;
        if let Question::Finding(finding) = question {
            let before = self.before(finding.at, finding.event);
            let mut explainer = Explainer::of(&before.monitor, Some(&before.done));
            reason.because = explainer.behind(finding);
        }
        Some(Explanation { agreement: self.monitor.agreement().clone(), reason })
    }

    /// The same of a subject: see [`Monitor::why_in`]. What was found names its subject by itself:
    /// [`Story::why`] explains it.
    #[must_use]
    pub fn why_in(
        &self,
        subject: &names::Subject<V>,
        question: &Question<V>,
    ) -> Option<Explanation<V>> {
        if matches!(question, Question::Finding(_)) {
            return self.why(question);
        }
        let explainer = Explainer::of(&self.monitor, Some(&self.done));
        let reason = explainer.answer_in(subject, question)?;
        Some(Explanation { agreement: self.monitor.agreement().clone(), reason })
    }

    /// The same run as it stood at an instant, just before an event or before what time brought
    /// then.
    fn before(&self, at: Instant, event: Option<u64>) -> Self {
        let mut before = Self::new(self.monitor.agreement());
        for ((told, taken), place) in self.log.iter().zip(1_u64..) {
            let comes_first = event.map_or(told.time <= at, |event| place < event);
            if !comes_first {
                break;
            }
            match taken {
                Taken::Recorded => drop(before.record(told)),
                Taken::Submitted => drop(before.submit(told)),
            }
        }
        // A deadline fires just after its instant: at the instant itself it is still to come.
        let _ = before.monitor.advance(at.max(before.monitor.now()));
        before
    }
}

impl Done {
    fn of<V: Names>(
        agreement: &Agreement<V>,
        event: &Event<V>,
        place: usize,
        before: usize,
        step: &Step<'_, V>,
    ) -> Option<Self> {
        let Deed::Act { actor, act, .. } = &event.deed else { return None };
        let lexicon = agreement.lexicon();
        let (party, id) = (lexicon.party_id(*actor)?, lexicon.act_id(*act)?);
        // What time brought on the way comes before it.
        let brought_by_time = step.changes().take_while(|change| change.event.is_none()).count();
        Some(Self {
            place: u64::try_from(place).ok()?,
            at: event.time,
            changes: before.saturating_add(brought_by_time),
            actor: party,
            act: id,
            quantity: event.deed.amount(),
            subjects: Self::subjects(agreement, event, party, id, step),
        })
    }

    /// The subjects that an act went to, as far as what it brought tells.
    fn subjects<V: Names>(
        agreement: &Agreement<V>,
        event: &Event<V>,
        actor: PartyId,
        act: ActId,
        step: &Step<'_, V>,
    ) -> Vec<Arc<str>> {
        let terms = agreement.terms();
        let Some(kind) = terms.acts[act].of else { return Vec::new() };
        if let Some(name) = &event.subject {
            return vec![name.clone().into()];
        }
        let unnamed = terms.acts[act].unnamed.unwrap_or_else(|| terms.kinds[kind].terms.unnamed());
        match unnamed {
            Unnamed::Actor => vec![terms.parties[actor].name.clone().into()],
            Unnamed::Current => {
                let place = step.state().period_of(terms, kind, event.time);
                let subjects = &step.state().kinds[kind].subjects;
                let subject = place.and_then(|place| subjects.get(place));
                subject.map(|subject| subject.name.clone()).into_iter().collect()
            }
            Unnamed::Oldest | Unnamed::Refused => {
                let mut names: Vec<Arc<str>> = Vec::new();
                for change in step.changes().filter(|change| change.event.is_some()) {
                    let goes_there = matches!(
                        change.transition,
                        Transition::Opened | Transition::Progressed { .. }
                    );
                    let subject = change.subject.filter(|_| goes_there);
                    let name = subject.map(|subject| subject.name);
                    names.extend(name.filter(|name| !names.contains(name)));
                }
                names
            }
        }
    }
}
