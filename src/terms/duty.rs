//! What is owed: to perform, to achieve, or to refrain.

use crate::names::{Ids, Translate, Vocabulary};

use super::TermOf;
use super::condition::Condition;
use super::decimal::Decimal;
use super::figure::Figure;
use super::matching::Matching;
use super::moment::Moment;
use super::who::Who;

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
///     Duty::Perform(performance) => assert_eq!(performance.acts(), [Act::Pay]),
///     Duty::Achieve(achievement) => assert_eq!(achievement.goal(), &servanda::condition::always()),
///     Duty::Refrain(abstention) => assert_eq!(abstention.acts(), [Act::Deliver]),
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Duty<V: Vocabulary = Ids> {
    /// To do something.
    Perform(Performance<V>),
    /// To bring something about.
    Achieve(Achievement<V>),
    /// To leave something undone.
    Refrain(Abstention<V>),
}

/// A duty to perform an act, or one of several.
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
///     .quantity(100)
///     .within("P7D".parse()?)
///     .into();
/// let Duty::Perform(performance) = price.duty() else { panic!("it is a duty to perform") };
/// assert_eq!(performance.quantity(), Some(&100.into()));
/// assert_eq!(performance.deadline(), Some(&Deadline::Within("P7D".parse()?)));
/// assert_eq!(performance.early(), EarlyActs::Count);
/// assert_eq!(performance.verified_by(), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Performance<V: Vocabulary = Ids> {
    pub(crate) acts: Vec<V::Act>,
    /// None until something is said; 1 then, where the acts have no unit.
    pub(crate) quantity: Option<Figure<V>>,
    pub(crate) matching: Matching<V>,
    pub(crate) deadline: Option<Deadline<V>>,
    pub(crate) early: EarlyActs,
    pub(crate) verifier: Option<Who<V>>,
    pub(crate) deemed_after: Option<TermOf<V>>,
}

/// A duty to achieve a state of things, by whatever means.
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
/// let arrival: servanda::Obligation<Sale> = owes(Party::Seller, Party::Buyer)
///     .achieve(happened(Act::Deliver))   // whoever brings it
///     .within("P2W".parse()?)
///     .into();
/// let Duty::Achieve(achievement) = arrival.duty() else { panic!("it is to be achieved") };
/// assert_eq!(achievement.goal(), &happened(Act::Deliver));
/// # Ok::<(), servanda::time::SpanError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Achievement<V: Vocabulary = Ids> {
    pub(crate) goal: Condition<V>,
    pub(crate) deadline: Option<Deadline<V>>,
}

/// A duty to refrain from an act, or from several: a prohibition.
///
/// ```
/// # servanda::vocabulary! {
/// #     struct Sale;
/// #     enum Party { Buyer, Seller }
/// #     enum Act { Pay, Deliver }
/// #     enum Obligation { Price, Delivery }
/// # }
/// use servanda::terms::{Duty, Reach};
/// use servanda::owes;
/// let quota: servanda::Obligation<Sale> = owes(Party::Seller, Party::Buyer)
///     .refrain(Act::Deliver)
///     .beyond(3)
///     .per("P1Y".parse()?)
///     .into();
/// let Duty::Refrain(abstention) = quota.duty() else { panic!("it is a prohibition") };
/// assert_eq!((abstention.beyond(), abstention.reach()), (&3.into(), &Reach::Per("P1Y".parse()?)));
/// # Ok::<(), servanda::time::SpanError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Abstention<V: Vocabulary = Ids> {
    pub(crate) acts: Vec<V::Act>,
    pub(crate) beyond: Figure<V>,
    pub(crate) reach: Reach<V>,
    pub(crate) matching: Matching<V>,
}

/// Over what time a prohibition counts.
///
/// ```
/// # servanda::vocabulary! {
/// #     struct Treaty;
/// #     enum Party { Agency, State }
/// #     enum Act { Inspect }
/// #     enum Obligation { Quota }
/// # }
/// use servanda::terms::{Duty, Reach};
/// use servanda::owes;
/// let quota: servanda::Obligation<Treaty> = owes(Party::Agency, Party::State)
///     .refrain(Act::Inspect)
///     .beyond(2)
///     .in_any("P90D".parse()?)
///     .into();
/// let Duty::Refrain(quota) = quota.duty() else { panic!("it is a prohibition") };
/// assert_eq!(quota.reach(), &Reach::InAny("P90D".parse()?));
/// # Ok::<(), servanda::time::SpanError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Reach<V: Vocabulary = Ids> {
    /// Over all the time that it is owed.
    #[default]
    InAll,
    /// In each period of this length anew, one after the other from when it fell due.
    Per(TermOf<V>),
    /// Within any stretch of this length.
    InAny(TermOf<V>),
}

/// By when a duty is to be performed; the deadline's own instant is still in time.
///
/// ```
/// use servanda::terms::Deadline;
/// use servanda::{Span, cuba::Cuba};
/// let two_days: Option<Deadline<Cuba>> = Span::days(2).map(|span| Deadline::Within(span.into()));
/// assert_eq!(two_days, Some(Deadline::Within("P2D".parse()?)));
/// # Ok::<(), servanda::time::SpanError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deadline<V: Vocabulary = Ids> {
    /// So long after it fell due; at once where that is no time.
    Within(TermOf<V>),
    /// At an instant, be it fixed or told.
    At(Moment<V>),
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

impl<V: Vocabulary> From<Performance<V>> for Duty<V> {
    fn from(duty: Performance<V>) -> Self {
        Self::Perform(duty)
    }
}

impl<V: Vocabulary> From<Achievement<V>> for Duty<V> {
    fn from(duty: Achievement<V>) -> Self {
        Self::Achieve(duty)
    }
}

impl<V: Vocabulary> From<Abstention<V>> for Duty<V> {
    fn from(duty: Abstention<V>) -> Self {
        Self::Refrain(duty)
    }
}

impl<V: Vocabulary> Duty<V> {
    /// What kind of duty it is.
    #[must_use]
    pub fn form(&self) -> DutyForm {
        match self {
            Self::Perform(_) => DutyForm::Perform,
            Self::Achieve(_) => DutyForm::Achieve,
            Self::Refrain(_) => DutyForm::Refrain,
        }
    }

    /// The acts to perform or to refrain from; none of what is to be achieved.
    #[must_use]
    pub fn acts(&self) -> &[V::Act] {
        match self {
            Self::Perform(performance) => &performance.acts,
            Self::Achieve(_) => &[],
            Self::Refrain(abstention) => &abstention.acts,
        }
    }

    /// By when; none is "promptly", and of a prohibition there is none.
    #[must_use]
    pub fn deadline(&self) -> Option<&Deadline<V>> {
        match self {
            Self::Perform(performance) => performance.deadline.as_ref(),
            Self::Achieve(achievement) => achievement.deadline.as_ref(),
            Self::Refrain(_) => None,
        }
    }

    pub(super) fn deadline_mut(&mut self) -> Option<&mut Option<Deadline<V>>> {
        match self {
            Self::Perform(performance) => Some(&mut performance.deadline),
            Self::Achieve(achievement) => Some(&mut achievement.deadline),
            Self::Refrain(_) => None,
        }
    }

    pub(crate) fn translate<W: Vocabulary, T: Translate<V, W>>(
        &self,
        translation: &T,
    ) -> Result<Duty<W>, T::Error> {
        let deadline = |deadline: &Option<Deadline<V>>| {
            deadline.as_ref().map(|deadline| deadline.translate(translation)).transpose()
        };
        Ok(match self {
            Self::Perform(duty) => Duty::Perform(Performance {
                acts: translation.acts(&duty.acts)?,
                quantity: duty.quantity.as_ref().map(|it| it.translate(translation)).transpose()?,
                matching: duty.matching.translate(translation)?,
                deadline: deadline(&duty.deadline)?,
                early: duty.early,
                verifier: duty.verifier.as_ref().map(|it| it.translate(translation)).transpose()?,
                deemed_after: duty
                    .deemed_after
                    .as_ref()
                    .map(|it| translation.term(it))
                    .transpose()?,
            }),
            Self::Achieve(duty) => Duty::Achieve(Achievement {
                goal: duty.goal.translate(translation)?,
                deadline: deadline(&duty.deadline)?,
            }),
            Self::Refrain(duty) => Duty::Refrain(Abstention {
                acts: translation.acts(&duty.acts)?,
                beyond: duty.beyond.translate(translation)?,
                reach: duty.reach.translate(translation)?,
                matching: duty.matching.translate(translation)?,
            }),
        })
    }
}

/// What kind of duty an obligation is.
///
/// ```
/// assert_eq!(servanda::terms::DutyForm::Refrain.to_string(), "a prohibition");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DutyForm {
    /// To do something.
    Perform,
    /// To bring something about.
    Achieve,
    /// To leave something undone.
    Refrain,
}

impl DutyForm {
    /// The keys of an obligation that do not belong to it.
    pub(crate) fn bars(self) -> &'static [&'static str] {
        match self {
            Self::Perform => &["beyond", "per", "in_any"],
            Self::Achieve => &[
                "quantity",
                "early",
                "where",
                "verified_by",
                "deemed_after",
                "beyond",
                "per",
                "in_any",
            ],
            Self::Refrain => &["quantity", "within", "at", "early", "verified_by", "deemed_after"],
        }
    }
}

impl std::fmt::Display for DutyForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Perform => "a duty to perform",
            Self::Achieve => "a duty to achieve",
            Self::Refrain => "a prohibition",
        })
    }
}

impl<V: Vocabulary> Reach<V> {
    fn translate<W: Vocabulary, T: Translate<V, W>>(
        &self,
        translation: &T,
    ) -> Result<Reach<W>, T::Error> {
        Ok(match self {
            Self::InAll => Reach::InAll,
            Self::Per(term) => Reach::Per(translation.term(term)?),
            Self::InAny(term) => Reach::InAny(translation.term(term)?),
        })
    }
}

impl<V: Vocabulary> Deadline<V> {
    fn translate<W: Vocabulary, T: Translate<V, W>>(
        &self,
        translation: &T,
    ) -> Result<Deadline<W>, T::Error> {
        Ok(match self {
            Self::Within(term) => Deadline::Within(translation.term(term)?),
            Self::At(moment) => Deadline::At(moment.translate(translation)?),
        })
    }
}

impl<V: Vocabulary> Performance<V> {
    /// A duty to perform one of these acts, with nothing else said of it.
    pub(super) fn of(acts: Vec<V::Act>) -> Self {
        Self {
            acts,
            quantity: None,
            matching: Matching::anything(),
            deadline: None,
            early: EarlyActs::Count,
            verifier: None,
            deemed_after: None,
        }
    }

    /// The acts of which one is to be performed, or several together so often.
    #[must_use]
    pub fn acts(&self) -> &[V::Act] {
        &self.acts
    }

    /// How much in all, if it is said; 1 otherwise.
    #[must_use]
    pub fn quantity(&self) -> Option<&Figure<V>> {
        self.quantity.as_ref()
    }

    /// How much in all, in the smallest part of the acts' unit; none where it is told.
    pub(crate) fn written_quantity(&self) -> Option<u64> {
        match &self.quantity {
            None => Some(1),
            Some(figure) => figure.written().map(Decimal::whole),
        }
    }

    /// How much is to be done, in the smallest part of the acts' unit; where it is told, so much that
    /// nothing written is enough.
    pub(crate) fn needed(&self) -> u64 {
        self.written_quantity().unwrap_or(u64::MAX)
    }

    /// How much is to be done, in words.
    #[cfg(any(feature = "render", feature = "step"))]
    pub(crate) fn needed_text(&self) -> String {
        self.quantity.as_ref().map_or("1".to_owned(), in_words)
    }

    /// What acts that count must tell.
    #[must_use]
    pub fn matching(&self) -> &Matching<V> {
        &self.matching
    }

    /// By when; none is "promptly".
    #[must_use]
    pub fn deadline(&self) -> Option<&Deadline<V>> {
        self.deadline.as_ref()
    }

    /// Whether acts count that were done before it was due.
    #[must_use]
    pub fn early(&self) -> EarlyActs {
        self.early
    }

    /// Whose attestation it needs, if anyone's.
    #[must_use]
    pub fn verified_by(&self) -> Option<&Who<V>> {
        self.verifier.as_ref()
    }

    /// After how long a silence of the verifier it counts as attested, if ever.
    #[must_use]
    pub fn deemed_after(&self) -> Option<&TermOf<V>> {
        self.deemed_after.as_ref()
    }
}

impl<V: Vocabulary> Achievement<V> {
    /// What must hold.
    #[must_use]
    pub fn goal(&self) -> &Condition<V> {
        &self.goal
    }

    /// By when; none is "promptly".
    #[must_use]
    pub fn deadline(&self) -> Option<&Deadline<V>> {
        self.deadline.as_ref()
    }
}

impl<V: Vocabulary> Abstention<V> {
    /// A duty to refrain from these acts, with nothing else said of it.
    pub(super) fn of(acts: Vec<V::Act>) -> Self {
        let (beyond, matching) = (Decimal::NOTHING.into(), Matching::anything());
        Self { acts, beyond, reach: Reach::InAll, matching }
    }

    /// The acts to refrain from.
    #[must_use]
    pub fn acts(&self) -> &[V::Act] {
        &self.acts
    }

    /// How much of them is allowed all the same, over the time that counts.
    #[must_use]
    pub fn beyond(&self) -> &Figure<V> {
        &self.beyond
    }

    /// How much of them is allowed, in the smallest part of the acts' unit; none where it is told.
    pub(crate) fn written_limit(&self) -> Option<u64> {
        self.beyond.written().map(Decimal::whole)
    }

    /// The count at which counting stops: the first past the limit.
    pub(crate) fn most(&self) -> u64 {
        self.written_limit().unwrap_or(u64::MAX).saturating_add(1)
    }

    /// How much is allowed, in words.
    #[cfg(any(feature = "render", feature = "step"))]
    pub(crate) fn limit_text(&self) -> String {
        in_words(&self.beyond)
    }

    /// Over what time it counts.
    #[must_use]
    pub fn reach(&self) -> &Reach<V> {
        &self.reach
    }

    /// The length of a period, if the limit is one for each period.
    #[must_use]
    pub fn per(&self) -> Option<&TermOf<V>> {
        match &self.reach {
            Reach::Per(span) => Some(span),
            Reach::InAll | Reach::InAny(_) => None,
        }
    }

    /// What acts that count must tell.
    #[must_use]
    pub fn matching(&self) -> &Matching<V> {
        &self.matching
    }
}

#[cfg(any(feature = "render", feature = "step"))]
fn in_words<V: Vocabulary>(figure: &Figure<V>) -> String {
    figure.written().map_or("what is told".to_owned(), |figure| figure.to_string())
}
