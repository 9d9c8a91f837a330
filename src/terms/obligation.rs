//! Obligations: what one party owes another.

use std::num::NonZeroU64;

use crate::names::{Ids, Name, Translate, Vocabulary};
use crate::time::{Instant, Span};

use super::condition::{Condition, always, never};

/// What one party (the debtor) owes another (the creditor): to perform an act, or to refrain from
/// one ([SEMANTICS.md, section 2](crate::guide::law#2-an-agreement)).
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
/// assert_eq!(delivery.debtor(), &Party::Seller);
/// assert!(matches!(delivery.duty(), Duty::Perform(_)));
/// # Ok::<(), servanda::time::SpanError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obligation<V: Vocabulary = Ids> {
    pub(crate) debtor: V::Party,
    pub(crate) creditor: V::Party,
    pub(crate) duty: Duty<V>,
    pub(crate) when: Condition<V>,
    pub(crate) until: Condition<V>,
    pub(crate) suspended_while: Condition<V>,
    pub(crate) target: bool,
    pub(crate) binding: bool,
    pub(crate) survives: bool,
    pub(crate) cites: Vec<Box<str>>,
}

/// What is owed.
///
/// ```
/// # servanda::vocabulary! {
/// #     struct Sale;
/// #     enum Party { Buyer, Seller }
/// #     enum Act { Pay, Deliver }
/// #     enum Obligation { Price, Delivery }
/// # }
/// use servanda::terms::Duty;
/// use servanda::owes;
/// let silence: servanda::Obligation<Sale> =
///     owes(Party::Seller, Party::Buyer).refrain(Act::Deliver).into();
/// match silence.duty() {
///     Duty::Perform(performance) => assert_eq!(performance.act(), &Act::Pay),
///     Duty::Refrain(abstention) => assert_eq!(abstention.act(), &Act::Deliver),
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Duty<V: Vocabulary = Ids> {
    /// To do something.
    Perform(Performance<V>),
    /// To leave something undone.
    Refrain(Abstention<V>),
}

/// A duty to perform an act.
///
/// ```
/// # servanda::vocabulary! {
/// #     struct Sale;
/// #     enum Party { Buyer, Seller }
/// #     enum Act { Pay, Deliver }
/// #     enum Obligation { Price, Delivery }
/// # }
/// use servanda::terms::{Deadline, Duty, EarlyActs};
/// use servanda::owes;
/// let price: servanda::Obligation<Sale> = owes(Party::Buyer, Party::Seller)
///     .perform(Act::Pay)
///     .quantity(100.try_into()?)
///     .within("P7D".parse()?)
///     .into();
/// let Duty::Perform(performance) = price.duty() else { panic!("it is a duty to perform") };
/// assert_eq!(performance.quantity().get(), 100);
/// assert_eq!(performance.deadline(), Some(Deadline::Within("P7D".parse()?)));
/// assert_eq!(performance.early(), EarlyActs::Count);
/// assert_eq!(performance.verified_by(), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Performance<V: Vocabulary = Ids> {
    pub(crate) act: V::Act,
    pub(crate) quantity: NonZeroU64,
    pub(crate) deadline: Option<Deadline>,
    pub(crate) early: EarlyActs,
    pub(crate) verifier: Option<V::Party>,
}

/// A duty to refrain from an act: a prohibition.
///
/// ```
/// # servanda::vocabulary! {
/// #     struct Sale;
/// #     enum Party { Buyer, Seller }
/// #     enum Act { Pay, Deliver }
/// #     enum Obligation { Price, Delivery }
/// # }
/// use servanda::terms::Duty;
/// use servanda::owes;
/// let quota: servanda::Obligation<Sale> = owes(Party::Seller, Party::Buyer)
///     .refrain(Act::Deliver)
///     .beyond(3)
///     .per("P1Y".parse()?)
///     .into();
/// let Duty::Refrain(abstention) = quota.duty() else { panic!("it is a prohibition") };
/// assert_eq!((abstention.beyond(), abstention.per()), (3, Some("P1Y".parse()?)));
/// # Ok::<(), servanda::time::SpanError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Abstention<V: Vocabulary = Ids> {
    pub(crate) act: V::Act,
    pub(crate) beyond: u64,
    pub(crate) per: Option<Span>,
}

/// By when a duty is to be performed; the deadline's own instant is still in time.
///
/// ```
/// use servanda::terms::Deadline;
/// use servanda::Span;
/// assert_eq!(Span::days(2).map(Deadline::Within), Some(Deadline::Within("P2D".parse()?)));
/// # Ok::<(), servanda::time::SpanError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deadline {
    /// So long after it fell due.
    Within(Span),
    /// At a fixed instant.
    At(Instant),
}

/// What acts count for that were done before the duty was due.
///
/// ```
/// assert_eq!(servanda::terms::EarlyActs::default(), servanda::terms::EarlyActs::Count);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EarlyActs {
    /// They count towards it.
    #[default]
    Count,
    /// They do not.
    Ignored,
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
/// assert_eq!((price.debtor(), price.creditor()), (&Party::Buyer, &Party::Seller));
/// ```
pub fn owes<P: Name<In: Vocabulary<Party = P>>>(debtor: P, creditor: P) -> Owing<P::In> {
    Owing { debtor, creditor }
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
    debtor: V::Party,
    creditor: V::Party,
}

impl<V: Vocabulary> Owing<V> {
    /// … to perform an act.
    #[must_use]
    pub fn perform(self, act: V::Act) -> Promise<V, Performance<V>> {
        let duty = Performance {
            act,
            quantity: NonZeroU64::MIN,
            deadline: None,
            early: EarlyActs::Count,
            verifier: None,
        };
        Promise::new(self, duty)
    }

    /// … to refrain from an act: not to do it at all, unless [`Promise::beyond`] says more.
    #[must_use]
    pub fn refrain(self, act: V::Act) -> Promise<V, Abstention<V>> {
        Promise::new(self, Abstention { act, beyond: 0, per: None })
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
    duty: D,
    when: Condition<V>,
    until: Condition<V>,
    suspended_while: Condition<V>,
    target: bool,
    binding: bool,
    survives: bool,
    cites: Vec<Box<str>>,
}

impl<V: Vocabulary, D> Promise<V, D> {
    fn new(owing: Owing<V>, duty: D) -> Self {
        Self {
            owing,
            duty,
            when: always(),
            until: never(),
            suspended_while: never(),
            target: false,
            binding: true,
            survives: false,
            cites: Vec::new(),
        }
    }

    /// From when this first holds the duty is owed. Without a word, from entry into force.
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

    /// The passages of the source text that it encodes.
    #[must_use]
    pub fn cites<'a>(mut self, passages: impl IntoIterator<Item = &'a str>) -> Self {
        self.cites = passages.into_iter().map(Into::into).collect();
        self
    }
}

impl<V: Vocabulary> Promise<V, Performance<V>> {
    /// How much is to be done in all. Without a word, 1.
    #[must_use]
    pub fn quantity(mut self, quantity: NonZeroU64) -> Self {
        self.duty.quantity = quantity;
        self
    }

    /// The deadline, counted from when the duty fell due.
    #[must_use]
    pub fn within(mut self, span: Span) -> Self {
        self.duty.deadline = Some(Deadline::Within(span));
        self
    }

    /// The deadline, at a fixed instant.
    #[must_use]
    pub fn at(mut self, instant: Instant) -> Self {
        self.duty.deadline = Some(Deadline::At(instant));
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

    /// Acts done before the duty was due do not count.
    #[must_use]
    pub fn ignoring_early_acts(mut self) -> Self {
        self.duty.early = EarlyActs::Ignored;
        self
    }

    /// Whose attestation is needed before the duty is discharged.
    #[must_use]
    pub fn verified_by(mut self, party: V::Party) -> Self {
        self.duty.verifier = Some(party);
        self
    }
}

impl<V: Vocabulary> Promise<V, Abstention<V>> {
    /// How much of the act is still allowed: in all, or in each period of [`Promise::per`].
    #[must_use]
    pub fn beyond(mut self, limit: u64) -> Self {
        self.duty.beyond = limit;
        self
    }

    /// The limit is one for each period: period k runs from (due + k × `span`) to
    /// (due + (k+1) × `span`), its end excluded.
    #[must_use]
    pub fn per(mut self, span: Span) -> Self {
        self.duty.per = Some(span);
        self
    }
}

impl<V: Vocabulary, D: Into<Duty<V>>> From<Promise<V, D>> for Obligation<V> {
    fn from(promise: Promise<V, D>) -> Self {
        Self {
            debtor: promise.owing.debtor,
            creditor: promise.owing.creditor,
            duty: promise.duty.into(),
            when: promise.when,
            until: promise.until,
            suspended_while: promise.suspended_while,
            target: promise.target,
            binding: promise.binding,
            survives: promise.survives,
            cites: promise.cites,
        }
    }
}

impl<V: Vocabulary> From<Performance<V>> for Duty<V> {
    fn from(duty: Performance<V>) -> Self {
        Self::Perform(duty)
    }
}

impl<V: Vocabulary> From<Abstention<V>> for Duty<V> {
    fn from(duty: Abstention<V>) -> Self {
        Self::Refrain(duty)
    }
}

impl<V: Vocabulary> Obligation<V> {
    /// Who owes.
    #[must_use]
    pub fn debtor(&self) -> &V::Party {
        &self.debtor
    }

    /// To whom it is owed.
    #[must_use]
    pub fn creditor(&self) -> &V::Party {
        &self.creditor
    }

    /// What is owed.
    #[must_use]
    pub fn duty(&self) -> &Duty<V> {
        &self.duty
    }

    /// The act to perform or to refrain from.
    #[must_use]
    pub fn act(&self) -> &V::Act {
        match &self.duty {
            Duty::Perform(performance) => &performance.act,
            Duty::Refrain(abstention) => &abstention.act,
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
    pub(crate) fn performance(&self) -> Option<&Performance<V>> {
        match &self.duty {
            Duty::Perform(performance) => Some(performance),
            Duty::Refrain(_) => None,
        }
    }

    pub(crate) fn translate<W: Vocabulary, T: Translate<V, W>>(
        &self,
        translation: &T,
    ) -> Result<Obligation<W>, T::Error> {
        let duty = match &self.duty {
            Duty::Perform(duty) => Duty::Perform(Performance {
                act: translation.act(&duty.act)?,
                quantity: duty.quantity,
                deadline: duty.deadline,
                early: duty.early,
                verifier: duty
                    .verifier
                    .as_ref()
                    .map(|party| translation.party(party))
                    .transpose()?,
            }),
            Duty::Refrain(duty) => Duty::Refrain(Abstention {
                act: translation.act(&duty.act)?,
                beyond: duty.beyond,
                per: duty.per,
            }),
        };
        Ok(Obligation {
            debtor: translation.party(&self.debtor)?,
            creditor: translation.party(&self.creditor)?,
            duty,
            when: self.when.translate(translation)?,
            until: self.until.translate(translation)?,
            suspended_while: self.suspended_while.translate(translation)?,
            target: self.target,
            binding: self.binding,
            survives: self.survives,
            cites: self.cites.clone(),
        })
    }
}

impl<V: Vocabulary> Performance<V> {
    /// The act to perform.
    #[must_use]
    pub fn act(&self) -> &V::Act {
        &self.act
    }

    /// How much of it in all.
    #[must_use]
    pub fn quantity(&self) -> NonZeroU64 {
        self.quantity
    }

    /// By when; none is "promptly".
    #[must_use]
    pub fn deadline(&self) -> Option<Deadline> {
        self.deadline
    }

    /// Whether acts count that were done before it was due.
    #[must_use]
    pub fn early(&self) -> EarlyActs {
        self.early
    }

    /// Whose attestation it needs, if anyone's.
    #[must_use]
    pub fn verified_by(&self) -> Option<&V::Party> {
        self.verifier.as_ref()
    }
}

impl<V: Vocabulary> Abstention<V> {
    /// The count at which counting stops: the first past the limit.
    pub(crate) fn most(&self) -> u64 {
        self.beyond.saturating_add(1)
    }

    /// The act to refrain from.
    #[must_use]
    pub fn act(&self) -> &V::Act {
        &self.act
    }

    /// How much of it is allowed, in all or in each period.
    #[must_use]
    pub fn beyond(&self) -> u64 {
        self.beyond
    }

    /// The length of a period, if the limit is one for each period.
    #[must_use]
    pub fn per(&self) -> Option<Span> {
        self.per
    }
}
