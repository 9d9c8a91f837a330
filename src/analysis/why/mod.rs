//! Why: what holds, since when, because of which events; what does not, what it would take, and
//! whose move it is.

mod conditions;
mod explainer;
mod findings;
mod json;
mod moves;
mod obligations;
mod past;
mod quantified;
mod reason;
mod standings;
mod story;
mod text;

use crate::monitor::{Finding, Monitor};
use crate::names::{self, Ids, Names};
use crate::report::{Phrases, PlainPhrases};
use crate::terms::{Agreement, Condition};

use explainer::Explainer;
pub(in crate::analysis) use json::WrittenMove;
pub(in crate::analysis) use moves::told;
pub use reason::{Again, Join, Move, Reason, Subject};
pub use story::Story;
pub use text::ExplanationText;

/// What can be asked why.
///
/// ```
/// use servanda::cuba::{self, Act, Party, Reading};
/// use servanda::analysis::Question;
/// use servanda::Monitor;
/// let monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// let may = Question::Act { party: Party::Us, act: Act::LiftQuarantine };
/// assert_eq!(monitor.why(&may).map(|why| why.holds()), Some(false));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question<V: Names = Ids> {
    /// Why does an obligation stand as it does?
    Obligation(V::Obligation),
    /// Why may a party do an act now, or why not?
    Act {
        /// The party.
        party: V::Party,
        /// The act.
        act: V::Act,
    },
    /// Why does a condition hold, or why not?
    Condition(Condition<V>),
    /// Why was something found?
    Finding(Finding<V>),
}

/// The answer to a [`Question`]: a tree of [`Reason`]s, no larger than it must be.
///
/// Of an `any` that holds it tells one branch, the one that takes the fewest words; of an `all` that
/// does not hold, the parts that fail. What waits for itself is told as a circle, and what was told
/// once is not told again.
///
/// ```
/// use servanda::cuba::{self, Act, Obligation, Party, Reading};
/// use servanda::analysis::Question;
/// use servanda::{Event, Monitor};
///
/// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// monitor.record(&Event::act(cuba::ANSWER_BROADCAST, Party::Ussr, Act::AcceptProposal));
/// let why = monitor.why(&Question::Obligation(Obligation::LiftQuarantine)).unwrap();
///
/// // Whose move is it? Everything waits for the Soviet Union to begin.
/// let next: Vec<&[Party]> = why
///     .reason()
///     .leaves()
///     .into_iter()
///     .filter_map(|leaf| leaf.takes.first())
///     .map(|step| step.parties())
///     .collect();
/// assert!(next.iter().all(|parties| *parties == [Party::Ussr]));
/// println!("{}", why.text_with(&cuba::PHRASES));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
///
/// It prints as text ([`Explanation::text`]) and serialises with serde.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation<V: Names = Ids> {
    agreement: Agreement<V>,
    reason: Reason<V>,
}

impl<V: Names> Explanation<V> {
    /// The agreement that it speaks of.
    #[must_use]
    pub fn agreement(&self) -> &Agreement<V> {
        &self.agreement
    }

    /// The root of the tree.
    #[must_use]
    pub fn reason(&self) -> &Reason<V> {
        &self.reason
    }

    /// Whether what was asked about holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.reason.holds
    }

    /// The explanation as text, in plain phrases.
    #[must_use]
    pub fn text(&self) -> ExplanationText<'_, V> {
        self.text_with(&PlainPhrases)
    }

    /// The explanation as text, in phrases of your own.
    #[must_use]
    pub fn text_with<'a>(&'a self, phrases: &'a dyn Phrases) -> ExplanationText<'a, V> {
        ExplanationText::new(self, phrases)
    }
}

impl<V: Names> Monitor<V> {
    /// Why something is as it is, as far as the run's own history tells; none for names that are
    /// not of this agreement, and for a condition of which the run does not know whether it holds.
    ///
    /// A monitor remembers how obligations moved, but not the acts themselves: since when an act has
    /// been done is then not known. A [`Story`] keeps the log, and knows.
    ///
    /// ```
    /// use servanda::cuba::{self, Obligation, Party, Reading};
    /// use servanda::analysis::Question;
    /// use servanda::Monitor;
    /// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
    /// monitor.record(&cuba::history()[0]);
    /// let why = monitor.why(&Question::Obligation(Obligation::CeaseWork)).unwrap();
    /// assert_eq!(why.reason().takes[0].parties(), [Party::Ussr]);   // whose move it is
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn why(&self, question: &Question<V>) -> Option<Explanation<V>> {
        let reason = Explainer::of(self, None).answer(question)?;
        Some(Explanation { agreement: self.agreement().clone(), reason })
    }

    /// The same of a subject: why an obligation of its kind stands in it as it does, why an act may be done
    /// in it, why a condition holds in it; none where there is no such subject. Of what belongs to the run
    /// it answers as [`Monitor::why`] does.
    ///
    /// ```
    /// # servanda::vocabulary! {
    /// #     struct Orders;
    /// #     enum Party { Buyer, Seller }
    /// #     enum Act { Order, Deliver }
    /// #     enum Obligation { Delivery }
    /// #     enum Told {}
    /// #     enum Kind { Order }
    /// # }
    /// # use servanda::terms::opened_by;
    /// # use servanda::{Agreement, Event, Monitor, by, owes};
    /// use servanda::analysis::{Move, Question};
    /// # let orders = Agreement::<Orders>::builder("Orders", "2026-01-01T00:00:00Z".parse()?)
    /// #     .party(Party::Buyer, "who orders")
    /// #     .party(Party::Seller, "who delivers")
    /// #     .subjects(Kind::Order, opened_by([Act::Order]).gist("what is ordered at once"))
    /// #     .act(Act::Order, by([Party::Buyer]).of_kind(Kind::Order))
    /// #     .act(Act::Deliver, by([Party::Seller]).of_kind(Kind::Order))
    /// #     .obligation(
    /// #         Obligation::Delivery,
    /// #         owes(Party::Seller, Party::Buyer)
    /// #             .perform(Act::Deliver)
    /// #             .within("P2W".parse()?)
    /// #             .of_kind(Kind::Order),
    /// #     )
    /// #     .build()?;
    /// let mut monitor = Monitor::new(&orders);
    /// let monday = "2026-01-05T09:00:00Z".parse()?;
    /// monitor.record(&Event::act(monday, Party::Buyer, Act::Order).subject("A-1"));
    ///
    /// let delivery = Question::Obligation(Obligation::Delivery);
    /// assert!(monitor.why(&delivery).is_none());   // each order has its own
    /// let order = monitor.subject(Kind::Order, "A-1").ok_or("it is open")?.subject();
    /// let why = monitor.why_in(&order, &delivery).ok_or("it is of this kind")?;
    /// assert!(why.to_string().starts_with("order `A-1`: `delivery` is due"));
    /// assert!(matches!(why.reason().takes[0], Move::Act { act: Act::Deliver, .. }));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn why_in(
        &self,
        subject: &names::Subject<V>,
        question: &Question<V>,
    ) -> Option<Explanation<V>> {
        let reason = Explainer::of(self, None).answer_in(subject, question)?;
        Some(Explanation { agreement: self.agreement().clone(), reason })
    }
}
