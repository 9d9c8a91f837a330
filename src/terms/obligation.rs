//! Obligations: what one party owes another.

use crate::names::{Ids, Translate, Vocabulary};
use crate::time::Instant;

use super::TermOf;
use super::condition::{Condition, always, never};
use super::duty::{Abstention, Achievement, Deadline, Duty, EarlyActs, Performance, Reach};
use super::figure::Figure;
use super::matching::Matching;
use super::moment::Moment;
use super::who::Who;

/// What one party (the debtor) owes another (the creditor): to perform an act, to achieve a state of
/// things, or to refrain from an act (SEMANTICS.md, section 2).
///
/// Written from [`owes`] on: `owes(Seller, Buyer).perform(Deliver).within(days)`.
///
/// ```
/// # servanda::vocabulary! {
/// #     struct Sale;
/// #     enum Party { Buyer, Seller }
/// #     enum Act { Pay, Deliver }
/// #     enum Obligation { Price, Delivery }
/// # }
/// use servanda::condition::happened;
/// use servanda::terms::Duty;
/// use servanda::owes;
///
/// let delivery: servanda::Obligation<Sale> = owes(Party::Seller, Party::Buyer)
///     .perform(Act::Deliver)
///     .when(happened(Act::Pay))
///     .within("P2W".parse()?)
///     .into();
/// assert_eq!(delivery.debtor().named(), Some(&Party::Seller));
/// assert!(matches!(delivery.duty(), Duty::Perform(_)));
/// # Ok::<(), servanda::time::SpanError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obligation<V: Vocabulary = Ids> {
    pub(crate) debtor: Who<V>,
    pub(crate) creditor: Who<V>,
    /// The kind of subject in each of which it is owed; none of what is owed once, in the run.
    pub(crate) of: Option<V::Kind>,
    pub(crate) duty: Duty<V>,
    pub(crate) when: Condition<V>,
    pub(crate) until: Condition<V>,
    pub(crate) suspended_while: Condition<V>,
    pub(crate) target: bool,
    pub(crate) binding: bool,
    pub(crate) survives: bool,
    pub(crate) repaired_by: Option<V::Obligation>,
    pub(crate) cites: Vec<Box<str>>,
}

/// The debtor owes the creditor…
///
/// ```
/// # servanda::vocabulary! {
/// #     struct Sale;
/// #     enum Party { Buyer, Seller }
/// #     enum Act { Pay, Deliver }
/// #     enum Obligation { Price, Delivery }
/// # }
/// let price: servanda::Obligation<Sale> =
///     servanda::owes(Party::Buyer, Party::Seller).perform(Act::Pay).into();
/// assert_eq!(price.debtor(), &Party::Buyer.into());
/// assert_eq!(price.creditor(), &Party::Seller.into());
/// ```
pub fn owes<V: Vocabulary>(debtor: impl Into<Who<V>>, creditor: impl Into<Who<V>>) -> Owing<V> {
    Owing { debtor: debtor.into(), creditor: creditor.into() }
}

/// Who owes whom, before it is said what: see [`owes`].
///
/// ```
/// # servanda::vocabulary! {
/// #     struct Sale;
/// #     enum Party { Buyer, Seller }
/// #     enum Act { Pay, Deliver }
/// #     enum Obligation { Price, Delivery }
/// # }
/// use servanda::terms::Owing;
/// use servanda::owes;
/// let seller_owes: Owing<Sale> = owes(Party::Seller, Party::Buyer);
/// let delivery = seller_owes.clone().perform(Act::Deliver);
/// let exclusivity = seller_owes.refrain(Act::Deliver);
/// # let _ = (delivery, exclusivity);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owing<V: Vocabulary> {
    debtor: Who<V>,
    creditor: Who<V>,
}

impl<V: Vocabulary> Owing<V> {
    /// … to perform an act.
    #[must_use]
    pub fn perform(self, act: V::Act) -> Promise<V, Performance<V>> {
        self.perform_any([act])
    }

    /// … to perform one of several acts.
    ///
    /// ```
    /// # servanda::vocabulary! {
    /// #     struct Sale;
    /// #     enum Party { Buyer, Seller }
    /// #     enum Act { Refund, Repair }
    /// #     enum Obligation { Amends }
    /// # }
    /// let amends: servanda::Obligation<Sale> = servanda::owes(Party::Seller, Party::Buyer)
    ///     .perform_any([Act::Refund, Act::Repair])
    ///     .into();
    /// assert_eq!(amends.acts(), [Act::Refund, Act::Repair]);
    /// ```
    #[must_use]
    pub fn perform_any(self, acts: impl IntoIterator<Item = V::Act>) -> Promise<V, Performance<V>> {
        Promise::new(self, Performance::of(acts.into_iter().collect()))
    }

    /// … to achieve a state of things, by whatever means.
    #[must_use]
    pub fn achieve(self, goal: Condition<V>) -> Promise<V, Achievement<V>> {
        Promise::new(self, Achievement { goal, deadline: None })
    }

    /// … to refrain from an act: not to do it at all, unless [`Promise::beyond`] says more.
    #[must_use]
    pub fn refrain(self, act: V::Act) -> Promise<V, Abstention<V>> {
        self.refrain_from([act])
    }

    /// … to refrain from several acts, counted together.
    #[must_use]
    pub fn refrain_from(self, acts: impl IntoIterator<Item = V::Act>) -> Promise<V, Abstention<V>> {
        Promise::new(self, Abstention::of(acts.into_iter().collect()))
    }
}

/// An obligation as it is being written: what fits a duty to perform does not compile on a
/// prohibition, and the other way round.
///
/// ```
/// # servanda::vocabulary! {
/// #     struct Sale;
/// #     enum Party { Buyer, Seller }
/// #     enum Act { Pay, Deliver }
/// #     enum Obligation { Price, Delivery }
/// # }
/// use servanda::condition::happened;
/// use servanda::owes;
/// let price: servanda::Obligation<Sale> = owes(Party::Buyer, Party::Seller)
///     .perform(Act::Pay)
///     .when(happened(Act::Deliver))
///     .survives()
///     .cites(["clause-4"])
///     .into();
/// assert!(price.survives() && price.is_binding());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise<V: Vocabulary, D> {
    owing: Owing<V>,
    of: Option<V::Kind>,
    duty: D,
    when: Condition<V>,
    until: Condition<V>,
    suspended_while: Condition<V>,
    target: bool,
    binding: bool,
    survives: bool,
    repaired_by: Option<V::Obligation>,
    cites: Vec<Box<str>>,
}

impl<V: Vocabulary, D> Promise<V, D> {
    fn new(owing: Owing<V>, duty: D) -> Self {
        Self {
            owing,
            of: None,
            duty,
            when: always(),
            until: never(),
            suspended_while: never(),
            target: false,
            binding: true,
            survives: false,
            repaired_by: None,
            cites: Vec::new(),
        }
    }

    /// It is owed once in each subject of this kind.
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
    /// use servanda::owes;
    /// let rent: servanda::Obligation<Lease> =
    ///     owes(Party::Tenant, Party::Landlord).perform(Act::Pay).of_kind(Kind::Month).into();
    /// assert_eq!(rent.kind(), Some(&Kind::Month));
    /// ```
    #[must_use]
    pub fn of_kind(mut self, kind: V::Kind) -> Self {
        self.of = Some(kind);
        self
    }

    /// While this holds a duty that is not owed yet falls due. Without a word, from entry into force.
    #[must_use]
    pub fn when(mut self, condition: Condition<V>) -> Self {
        self.when = condition;
        self
    }

    /// From when this holds the duty is owed no longer.
    #[must_use]
    pub fn until(mut self, condition: Condition<V>) -> Self {
        self.until = condition;
        self
    }

    /// While this holds the duty and its deadline rest.
    #[must_use]
    pub fn suspended_while(mut self, condition: Condition<V>) -> Self {
        self.suspended_while = condition;
        self
    }

    /// An expectation or a warning only: never breached, and settlement does not wait for it.
    ///
    /// ```
    /// # servanda::vocabulary! {
    /// #     struct Sale;
    /// #     enum Party { Buyer, Seller }
    /// #     enum Act { Pay, Deliver }
    /// #     enum Obligation { Price, Delivery }
    /// # }
    /// let hope: servanda::Obligation<Sale> =
    ///     servanda::owes(Party::Seller, Party::Buyer).perform(Act::Deliver).not_binding().into();
    /// assert!(!hope.is_binding());
    /// ```
    #[must_use]
    pub fn not_binding(mut self) -> Self {
        self.binding = false;
        self
    }

    /// Termination of the agreement does not touch it.
    #[must_use]
    pub fn survives(mut self) -> Self {
        self.survives = true;
        self
    }

    /// When that obligation is discharged after this one's breach, it stands instead of this one.
    ///
    /// ```
    /// # servanda::vocabulary! {
    /// #     struct Sale;
    /// #     enum Party { Buyer, Seller }
    /// #     enum Act { Deliver, Refund }
    /// #     enum Obligation { Delivery, Amends }
    /// # }
    /// let delivery: servanda::Obligation<Sale> = servanda::owes(Party::Seller, Party::Buyer)
    ///     .perform(Act::Deliver)
    ///     .within("P2W".parse()?)
    ///     .repaired_by(Obligation::Amends)
    ///     .into();
    /// assert_eq!(delivery.repair(), Some(&Obligation::Amends));
    /// # Ok::<(), servanda::time::SpanError>(())
    /// ```
    #[must_use]
    pub fn repaired_by(mut self, obligation: V::Obligation) -> Self {
        self.repaired_by = Some(obligation);
        self
    }

    /// The passages of the source text that it encodes.
    #[must_use]
    pub fn cites<'a>(mut self, passages: impl IntoIterator<Item = &'a str>) -> Self {
        self.cites = passages.into_iter().map(Into::into).collect();
        self
    }
}

/// What has a deadline: a duty to perform, or to achieve.
pub trait HasDeadline<V: Vocabulary>: sealed::Sealed {
    /// Sets the deadline.
    #[doc(hidden)]
    fn set_deadline(&mut self, deadline: Deadline<V>);
}

mod sealed {
    pub trait Sealed {}
}

impl<V: Vocabulary> sealed::Sealed for Performance<V> {}
impl<V: Vocabulary> sealed::Sealed for Achievement<V> {}

impl<V: Vocabulary> HasDeadline<V> for Performance<V> {
    fn set_deadline(&mut self, deadline: Deadline<V>) {
        self.deadline = Some(deadline);
    }
}

impl<V: Vocabulary> HasDeadline<V> for Achievement<V> {
    fn set_deadline(&mut self, deadline: Deadline<V>) {
        self.deadline = Some(deadline);
    }
}

impl<V: Vocabulary, D: HasDeadline<V>> Promise<V, D> {
    /// The deadline, counted from when the duty fell due.
    #[must_use]
    pub fn within(mut self, term: TermOf<V>) -> Self {
        self.duty.set_deadline(Deadline::Within(term));
        self
    }

    /// The deadline, at a fixed instant.
    #[must_use]
    pub fn at(self, instant: Instant) -> Self {
        self.at_moment(Moment::At(instant))
    }

    /// The deadline, at an instant that is told, or so much later or earlier.
    #[must_use]
    pub fn at_moment(mut self, moment: Moment<V>) -> Self {
        self.duty.set_deadline(Deadline::At(moment));
        self
    }

    /// The deadline is a hope, not a term: missing it is told, and is no breach.
    ///
    /// ```
    /// # servanda::vocabulary! {
    /// #     struct Sale;
    /// #     enum Party { Buyer, Seller }
    /// #     enum Act { Pay, Deliver }
    /// #     enum Obligation { Price, Delivery }
    /// # }
    /// let hope: servanda::Obligation<Sale> = servanda::owes(Party::Seller, Party::Buyer)
    ///     .perform(Act::Deliver)
    ///     .within("P2W".parse()?)
    ///     .target()
    ///     .into();
    /// assert!(hope.is_target() && hope.is_binding());   // owed, but by no fixed term
    /// # Ok::<(), servanda::time::SpanError>(())
    /// ```
    #[must_use]
    pub fn target(mut self) -> Self {
        self.target = true;
        self
    }
}

impl<V: Vocabulary> Promise<V, Performance<V>> {
    /// How much is to be done in all. Without a word, 1.
    #[must_use]
    pub fn quantity(mut self, quantity: impl Into<Figure<V>>) -> Self {
        self.duty.quantity = Some(quantity.into());
        self
    }

    /// Only acts that told so count.
    #[must_use]
    pub fn told(mut self, matching: Matching<V>) -> Self {
        self.duty.matching = matching;
        self
    }

    /// Acts done before the duty was due do not count.
    #[must_use]
    pub fn ignoring_early_acts(mut self) -> Self {
        self.duty.early = EarlyActs::Ignored;
        self
    }

    /// Whose attestation is needed before the duty is discharged.
    #[must_use]
    pub fn verified_by(mut self, party: impl Into<Who<V>>) -> Self {
        self.duty.verifier = Some(party.into());
        self
    }

    /// The verifier's silence for so long attests.
    ///
    /// ```
    /// # servanda::vocabulary! {
    /// #     struct Sale;
    /// #     enum Party { Buyer, Seller }
    /// #     enum Act { Deliver }
    /// #     enum Obligation { Delivery }
    /// # }
    /// use servanda::terms::Duty;
    /// use servanda::owes;
    /// let delivery: servanda::Obligation<Sale> = owes(Party::Seller, Party::Buyer)
    ///     .perform(Act::Deliver)
    ///     .verified_by(Party::Buyer)
    ///     .deemed_after("P7D".parse()?)
    ///     .into();
    /// let Duty::Perform(delivery) = delivery.duty() else { panic!("it is to be done") };
    /// assert_eq!(delivery.deemed_after(), Some(&"P7D".parse()?));
    /// # Ok::<(), servanda::time::SpanError>(())
    /// ```
    #[must_use]
    pub fn deemed_after(mut self, silence: TermOf<V>) -> Self {
        self.duty.deemed_after = Some(silence);
        self
    }
}

impl<V: Vocabulary> Promise<V, Abstention<V>> {
    /// How much is still allowed: in all, or over the time of [`Promise::per`] or
    /// [`Promise::in_any`].
    #[must_use]
    pub fn beyond(mut self, limit: impl Into<Figure<V>>) -> Self {
        self.duty.beyond = limit.into();
        self
    }

    /// The limit is one for each period: period k runs from (due + k × `term`) to
    /// (due + (k+1) × `term`), its end excluded.
    #[must_use]
    pub fn per(mut self, term: TermOf<V>) -> Self {
        self.duty.reach = Reach::Per(term);
        self
    }

    /// The limit is one for any stretch of this length: what was done at s counts at t if
    /// t < s + `term`.
    #[must_use]
    pub fn in_any(mut self, term: TermOf<V>) -> Self {
        self.duty.reach = Reach::InAny(term);
        self
    }

    /// Only acts that told so count.
    #[must_use]
    pub fn told(mut self, matching: Matching<V>) -> Self {
        self.duty.matching = matching;
        self
    }
}

impl<V: Vocabulary, D: Into<Duty<V>>> From<Promise<V, D>> for Obligation<V> {
    fn from(promise: Promise<V, D>) -> Self {
        Self {
            debtor: promise.owing.debtor,
            creditor: promise.owing.creditor,
            of: promise.of,
            duty: promise.duty.into(),
            when: promise.when,
            until: promise.until,
            suspended_while: promise.suspended_while,
            target: promise.target,
            binding: promise.binding,
            survives: promise.survives,
            repaired_by: promise.repaired_by,
            cites: promise.cites,
        }
    }
}

impl<V: Vocabulary> Obligation<V> {
    /// The kind of subject in each of which it is owed; none of what is owed once, in the run.
    #[must_use]
    pub fn kind(&self) -> Option<&V::Kind> {
        self.of.as_ref()
    }

    /// Who owes.
    #[must_use]
    pub fn debtor(&self) -> &Who<V> {
        &self.debtor
    }

    /// To whom it is owed.
    #[must_use]
    pub fn creditor(&self) -> &Who<V> {
        &self.creditor
    }

    /// What is owed.
    #[must_use]
    pub fn duty(&self) -> &Duty<V> {
        &self.duty
    }

    /// The acts to perform or to refrain from; none of what is to be achieved.
    #[must_use]
    pub fn acts(&self) -> &[V::Act] {
        self.duty.acts()
    }

    /// What acts that count must tell.
    #[must_use]
    pub fn matching(&self) -> Option<&Matching<V>> {
        match &self.duty {
            Duty::Perform(performance) => Some(&performance.matching),
            Duty::Achieve(_) => None,
            Duty::Refrain(abstention) => Some(&abstention.matching),
        }
    }

    /// From when it is owed.
    #[must_use]
    pub fn when(&self) -> &Condition<V> {
        &self.when
    }

    /// From when it is owed no longer.
    #[must_use]
    pub fn until(&self) -> &Condition<V> {
        &self.until
    }

    /// While what it rests.
    #[must_use]
    pub fn suspended_while(&self) -> &Condition<V> {
        &self.suspended_while
    }

    /// Whether its deadline is a hope only. (Of a prohibition this says nothing.)
    #[must_use]
    pub fn is_target(&self) -> bool {
        self.target
    }

    /// Whether it can be breached.
    #[must_use]
    pub fn is_binding(&self) -> bool {
        self.binding
    }

    /// Whether it outlives the agreement.
    #[must_use]
    pub fn survives(&self) -> bool {
        self.survives
    }

    /// The obligation that stands instead of it after a breach, if there is one.
    #[must_use]
    pub fn repair(&self) -> Option<&V::Obligation> {
        self.repaired_by.as_ref()
    }

    /// The ids of the passages that it encodes.
    #[must_use]
    pub fn citations(&self) -> &[Box<str>] {
        &self.cites
    }

    /// Whether it is a duty to refrain.
    #[must_use]
    pub fn is_prohibition(&self) -> bool {
        matches!(self.duty, Duty::Refrain(_))
    }

    /// The duty to perform, if it is one.
    /// Who verifies it, if anyone must.
    pub(crate) fn verifier(&self) -> Option<&Who<V>> {
        self.performance().and_then(|duty| duty.verifier.as_ref())
    }

    /// By when it is to be done, if it has a deadline.
    pub(crate) fn deadline(&self) -> Option<&Deadline<V>> {
        self.duty.deadline()
    }

    /// How long its verifier's silence must last to attest it, if that does.
    pub(crate) fn deemed_after(&self) -> Option<&TermOf<V>> {
        self.performance().and_then(Performance::deemed_after)
    }

    pub(crate) fn performance(&self) -> Option<&Performance<V>> {
        match &self.duty {
            Duty::Perform(performance) => Some(performance),
            Duty::Achieve(_) | Duty::Refrain(_) => None,
        }
    }

    pub(crate) fn translate<W: Vocabulary, T: Translate<V, W>>(
        &self,
        translation: &T,
    ) -> Result<Obligation<W>, T::Error> {
        let repaired_by = self.repaired_by.as_ref();
        Ok(Obligation {
            debtor: self.debtor.translate(translation)?,
            creditor: self.creditor.translate(translation)?,
            of: self.of.as_ref().map(|kind| translation.kind(kind)).transpose()?,
            duty: self.duty.translate(translation)?,
            when: self.when.translate(translation)?,
            until: self.until.translate(translation)?,
            suspended_while: self.suspended_while.translate(translation)?,
            target: self.target,
            binding: self.binding,
            survives: self.survives,
            repaired_by: repaired_by.map(|it| translation.obligation(it)).transpose()?,
            cites: self.cites.clone(),
        })
    }
}
