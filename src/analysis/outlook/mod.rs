//! Outlook: what comes if nobody does anything more, what each open act would bring, and what stands
//! breached, for good or not.

mod agenda;
mod agenda_text;
mod ahead;
mod breach;
mod choice;
mod json;
mod text;

use crate::analysis::why::{Explanation, Question};
use crate::monitor::{At, Finding, Monitor, Outcome};
use crate::names::{Ids, Names, ObligationId, Subject};
use crate::report::{Phrases, PlainPhrases};
use crate::terms::{Agreement, Named};
use crate::time::Instant;

pub use agenda::{Agenda, Task, Waiting};
pub use agenda_text::AgendaText;
pub use ahead::Ahead;
pub use breach::{Breach, Finality, Threat};
pub use choice::Choice;
pub use text::OutlookText;

/// What may come of a run from where it stands: [`Monitor::outlook`].
///
/// It prints as text ([`Outlook::text`]) and serialises with serde.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::analysis::Finality;
/// use servanda::{Monitor, Outcome};
/// let outlook = Monitor::new(&cuba::agreement(Reading::Verified)?).outlook();
/// assert_eq!((outlook.outcome, outlook.finality), (Outcome::Pending, Finality::Open));
/// // With no answer to the letter, nothing would ever have come of it.
/// assert!(outlook.ahead.is_empty() && outlook.threats.is_empty());
/// assert_eq!(outlook.end, Outcome::Pending);
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outlook<V: Names = Ids> {
    agreement: Agreement<V>,
    /// Where the clock stands.
    pub at: Instant,
    /// What the run comes to now.
    pub outcome: Outcome,
    /// Whether that can still change.
    pub finality: Finality,
    /// What stands breached, and whether it can be made good.
    pub breaches: Vec<Breach<V>>,
    /// What time alone brings, instant by instant, if nobody does anything more. Time alone brings
    /// each deadline and each condition once, so it comes to an end: this is all of it.
    pub ahead: Vec<Ahead<V>>,
    /// The breaches among it, the next one first, and what averts each. They only threaten.
    pub threats: Vec<Threat<V>>,
    /// What the run comes to in the end if nobody does anything more.
    pub end: Outcome,
    /// How far it is looked ahead where periods go on without an end: the twelve next ones of each kind, or
    /// fewer. None where all that time brings comes to an end.
    pub until: Option<Instant>,
    /// What each act that its precondition allows now would bring, party by party: one of a kind in a new
    /// subject, if it opens one, and in the first few in which it is open. An act that must tell something is
    /// none of them: what it brings depends on that.
    pub choices: Vec<Choice<V>>,
}

impl<V: Names> Monitor<V> {
    /// What may come of this run from where it stands.
    ///
    /// ```
    /// use servanda::cuba::{self, Act, Obligation, Party, Reading};
    /// use servanda::{Event, Monitor};
    ///
    /// // Two days before the bombers were to be out.
    /// let mut monitor = Monitor::new(&cuba::agreement(Reading::Practised)?);
    /// for event in cuba::practice().iter().take(12) {
    ///     monitor.record(event);
    /// }
    /// let outlook = monitor.outlook();
    /// let breach = outlook.next_breach().unwrap();
    /// assert_eq!(breach.obligation(), Some(&Obligation::RemoveBombers));
    /// assert_eq!(breach.at, "1962-12-20T20:00:00Z".parse()?);
    ///
    /// let lifting = outlook.choice(Party::Us, Act::LiftQuarantine).unwrap();
    /// assert_eq!(lifting.discharges().collect::<Vec<_>>(), [Obligation::LiftQuarantine]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn outlook(&self) -> Outlook<V> {
        let (ahead, end, until) = ahead::of(self);
        let breaches = breach::all(self);
        Outlook {
            agreement: self.agreement().clone(),
            at: self.now(),
            outcome: self.outcome(),
            finality: breach::finality(self, &breaches),
            breaches,
            threats: breach::threats(self, &ahead),
            ahead,
            end,
            until,
            choices: choice::all(self),
        }
    }

    /// Every obligation in every scope, in the order of the document, and of one obligation in the order in
    /// which the subjects opened.
    fn standings(
        &self,
    ) -> impl Iterator<Item = (At<ObligationId>, Option<Subject<V>>)> + use<'_, V> {
        let (state, terms) = (self.state(), self.agreement().terms());
        let names = Named(self.agreement().lexicon());
        terms.obligations.iter().flat_map(move |(id, obligation)| {
            let names = Named(names.0);
            state.scopes(obligation.of).map(move |scope| {
                let subject = state.named(scope).map(|subject| {
                    let Ok(subject) = subject.translate(&names);
                    subject
                });
                (scope.at(&terms.graph, id), subject)
            })
        })
    }

    /// Why an obligation of the run or of a subject stands as it does.
    fn why_of(
        &self,
        subject: Option<&Subject<V>>,
        obligation: V::Obligation,
    ) -> Option<Explanation<V>> {
        let question = Question::Obligation(obligation);
        match subject {
            Some(subject) => self.why_in(subject, &question),
            None => self.why(&question),
        }
    }
}

impl<V: Names> Outlook<V> {
    /// The agreement that it speaks of.
    #[must_use]
    pub fn agreement(&self) -> &Agreement<V> {
        &self.agreement
    }

    /// The next breach, if nobody does anything more: by whom, of what, and when. It only
    /// threatens.
    #[must_use]
    pub fn next_breach(&self) -> Option<&Finding<V>> {
        self.threats.first().map(|threat| &threat.finding)
    }

    /// What an act of a party would bring; none where its precondition does not allow it now.
    #[must_use]
    pub fn choice(&self, party: V::Party, act: V::Act) -> Option<&Choice<V>> {
        self.choices.iter().find(|choice| choice.party == party && choice.act == act)
    }

    /// The outlook as text, in plain phrases.
    #[must_use]
    pub fn text(&self) -> OutlookText<'_, V> {
        self.text_with(&PlainPhrases)
    }

    /// The outlook as text, in phrases of your own.
    #[must_use]
    pub fn text_with<'a>(&'a self, phrases: &'a dyn Phrases) -> OutlookText<'a, V> {
        OutlookText::new(self, phrases)
    }
}
