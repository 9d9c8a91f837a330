//! Conditions: formulas over what has happened and where the obligations stand (SEMANTICS.md,
//! section 3).

use crate::names::{Ids, Name, Translate, Vocabulary};
use crate::time::Instant;

use super::TermOf;
use super::decimal::Decimal;
use super::doer::Doer;
use super::matching::Matching;
use super::moment::Moment;

/// A formula over what has happened and where the obligations stand.
///
/// Written with the functions of this crate ([`happened`], [`discharged`], [`all`], …) or read from
/// JSON:
///
/// ```
/// # servanda::vocabulary! {
/// #     pub struct Sale;
/// #     pub enum Party { Buyer, Seller }
/// #     pub enum Act { Pay, Deliver }
/// #     pub enum Obligation { Price, Delivery }
/// # }
/// use servanda::condition::{all, breached, discharged, happened, not};
///
/// let paid_in_time = all([discharged(Obligation::Price), not(breached(Obligation::Price))]);
/// let delivered = happened(Act::Deliver);
/// # let _: [servanda::Condition<Sale>; 2] = [paid_in_time, delivered];
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Condition<V: Vocabulary = Ids> {
    /// The quantities of an act's effective events (by whoever acts for one party, if one is named;
    /// that told so) add up to at least so many.
    Happened {
        /// The act.
        act: V::Act,
        /// Whose events count; everybody's if none is named.
        by: Option<Doer<V>>,
        /// What they told.
        matching: Matching<V>,
        /// The quantity from which the condition holds; without it, 1.
        at_least: Option<Decimal>,
    },
    /// An obligation stands so.
    Stands {
        /// The obligation.
        obligation: V::Obligation,
        /// How it stands.
        standing: Standing,
    },
    /// The clock has reached an instant; one that has not been told is not reached.
    Reached(Moment<V>),
    /// So much time has passed since a condition held for the first time.
    Elapsed {
        /// The condition that starts the time.
        since: Box<Self>,
        /// How long.
        term: TermOf<V>,
    },
    /// The one act has happened, and since it happened last the other has not.
    Between {
        /// The act from which on this holds.
        from: V::Act,
        /// The act up to which this holds.
        to: V::Act,
    },
    /// An act has happened (by whoever acts for one party, if one is named), last less than so long
    /// ago.
    Recent {
        /// The act.
        act: V::Act,
        /// Whose events count; everybody's if none is named.
        by: Option<Doer<V>>,
        /// How long.
        term: TermOf<V>,
    },
    /// It is a working day's business hours in a calendar.
    Open(V::Calendar),
    /// The latest values told match.
    Told(Matching<V>),
    /// Of the subjects of a kind, this holds of at least so many.
    Some {
        /// The kind.
        of: V::Kind,
        /// What holds of a subject.
        holds: Box<Self>,
        /// Of how many.
        at_least: u64,
    },
    /// The list of a kind's subjects is closed, there is one, and this holds of each.
    Every {
        /// The kind.
        of: V::Kind,
        /// What holds of a subject.
        holds: Box<Self>,
    },
    /// All of these hold; of none, this holds.
    All(Vec<Self>),
    /// One of these holds; of none, this does not hold.
    Any(Vec<Self>),
    /// This does not hold.
    Not(Box<Self>),
}

/// What a condition can say of an obligation.
///
/// ```
/// use servanda::condition::{Standing, discharged};
/// use servanda::Condition;
/// use servanda::cuba::{Cuba, Obligation};
/// let removed: Condition<Cuba> = discharged(Obligation::RemoveWeapons);
/// assert!(matches!(removed, Condition::Stands { standing: Standing::Discharged, .. }));
/// assert_eq!(Standing::Discharged.as_str(), "discharged");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Not yet owed.
    Dormant,
    /// Owed now.
    Due,
    /// Done, and not yet verified.
    Performed,
    /// Resting.
    Suspended,
    /// Done for good, be it after a breach (cured).
    Discharged,
    /// Breached at some time, cured since or not.
    Breached,
    /// Given up by the creditor.
    Released,
    /// Ended without having been done.
    Lapsed,
    /// Done for good after a breach.
    Cured,
    /// Made up for after a breach, by another obligation.
    Repaired,
    /// Done for good, and never breached.
    Kept,
    /// Breached now: not cured, repaired, given a second term, released or ended since.
    InBreach,
    /// Over for good, in whatever way.
    Closed,
}

impl Standing {
    pub(crate) const ALL: [Self; 13] = [
        Self::Dormant,
        Self::Due,
        Self::Performed,
        Self::Suspended,
        Self::Discharged,
        Self::Breached,
        Self::Released,
        Self::Lapsed,
        Self::Cured,
        Self::Repaired,
        Self::Kept,
        Self::InBreach,
        Self::Closed,
    ];

    /// Its name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dormant => "dormant",
            Self::Due => "due",
            Self::Performed => "performed",
            Self::Suspended => "suspended",
            Self::Discharged => "discharged",
            Self::Breached => "breached",
            Self::Released => "released",
            Self::Lapsed => "lapsed",
            Self::Cured => "cured",
            Self::Repaired => "repaired",
            Self::Kept => "kept",
            Self::InBreach => "in_breach",
            Self::Closed => "closed",
        }
    }
}

/// An act has happened.
///
/// ```
/// use servanda::condition::happened;
/// use servanda::Condition;
/// use servanda::cuba::{Act, Cuba};
/// let accepted: Condition<Cuba> = happened(Act::AcceptProposal);
/// assert!(matches!(accepted, Condition::Happened { by: None, at_least: None, .. }));
/// ```
pub fn happened<A: Name<In: Vocabulary<Act = A>>>(act: A) -> Condition<A::In> {
    Condition::Happened { act, by: None, matching: Matching::anything(), at_least: None }
}

/// The quantities of all an act's events come to so much: 42 weapons removed, in however many events.
///
/// ```
/// use servanda::condition::happened_quantity;
/// use servanda::Condition;
/// use servanda::cuba::{Act, Cuba};
/// // 42 weapons are out, in however many ships.
/// let removed: Condition<Cuba> = happened_quantity(Act::RemoveWeapons, 42);
/// # let _ = removed;
/// ```
pub fn happened_quantity<A: Name<In: Vocabulary<Act = A>>>(
    act: A,
    at_least: impl Into<Decimal>,
) -> Condition<A::In> {
    happened(act).at_least(at_least)
}

/// An act was done by this party.
///
/// ```
/// use servanda::condition::happened_by;
/// use servanda::Condition;
/// use servanda::cuba::{Act, Cuba, Party};
/// use servanda::terms::Doer;
/// let instructed: Condition<Cuba> = happened_by(Act::InstructRepresentative, Party::Ussr);
/// assert!(matches!(instructed, Condition::Happened { by: Some(Doer::Party(Party::Ussr)), .. }));
/// ```
pub fn happened_by<A, P>(act: A, party: P) -> Condition<A::In>
where
    A: Name<In: Vocabulary<Act = A, Party = P>>,
{
    Condition::Happened {
        act,
        by: Some(Doer::Party(party)),
        matching: Matching::anything(),
        at_least: None,
    }
}

/// The one act has happened, and since it happened last the other has not: a clock that pauses.
///
/// ```
/// use servanda::condition::between;
/// use servanda::Condition;
/// use servanda::cuba::{Act, Cuba};
/// let paused: Condition<Cuba> = between(Act::SuspendQuarantine, Act::ResumeQuarantine);
/// # let _ = paused;
/// ```
pub fn between<A: Name<In: Vocabulary<Act = A>>>(from: A, to: A) -> Condition<A::In> {
    Condition::Between { from, to }
}

/// An act has happened, last less than so long ago.
///
/// ```
/// use servanda::condition::recent;
/// use servanda::Condition;
/// use servanda::cuba::{Act, Cuba};
/// let just_accepted: Condition<Cuba> = recent("P2D".parse()?, Act::AcceptProposal);
/// # let _ = just_accepted;
/// # Ok::<(), servanda::time::SpanError>(())
/// ```
pub fn recent<A: Name<In: Vocabulary<Act = A>>>(term: TermOf<A::In>, act: A) -> Condition<A::In> {
    Condition::Recent { act, by: None, term }
}

/// It is a working day's business hours in a calendar.
///
/// ```
/// # servanda::vocabulary! {
/// #     struct Desk;
/// #     enum Party { Customer, Provider }
/// #     enum Act { Report, Answer }
/// #     enum Obligation { Answered }
/// #     enum Told {}
/// #     enum Kind {}
/// #     enum Calendar { Berlin }
/// # }
/// use servanda::condition::{happened, not, open};
/// use servanda::owes;
/// // The provider's time runs while its desk is open.
/// let answer: servanda::Obligation<Desk> = owes(Party::Provider, Party::Customer)
///     .perform(Act::Answer)
///     .when(happened(Act::Report))
///     .within("PT8H".parse()?)
///     .suspended_while(not(open(Calendar::Berlin)))
///     .into();
/// # let _ = answer;
/// # Ok::<(), servanda::time::SpanError>(())
/// ```
pub fn open<C: Name<In: Vocabulary<Calendar = C>>>(calendar: C) -> Condition<C::In> {
    Condition::Open(calendar)
}

/// The latest values told match.
///
/// ```
/// # servanda::vocabulary! {
/// #     struct Desk;
/// #     enum Party { Customer, Provider }
/// #     enum Act { Report, Answer }
/// #     enum Obligation { Answered }
/// #     enum Told { Priority }
/// # }
/// use servanda::condition::told;
/// use servanda::terms::Matching;
/// use servanda::Condition;
/// let urgent: Condition<Desk> = told(Matching::words(Told::Priority, ["high"]));
/// # let _ = urgent;
/// ```
#[must_use]
pub fn told<V: Vocabulary>(matching: Matching<V>) -> Condition<V> {
    Condition::Told(matching)
}

macro_rules! stands {
    ($($(#[$about:meta])* $function:ident => $standing:ident;)*) => {$(
        $(#[$about])*
        pub fn $function<O: Name<In: Vocabulary<Obligation = O>>>(obligation: O) -> Condition<O::In> {
            Condition::Stands { obligation, standing: Standing::$standing }
        }
    )*};
}

stands! {
    /// An obligation is not yet owed.
    ///
    /// ```
    /// use servanda::cuba::{Cuba, Obligation};
    /// let not_yet: servanda::Condition<Cuba> = servanda::condition::dormant(Obligation::LiftQuarantine);
    /// # let _ = not_yet;
    /// ```
    dormant => Dormant;
    /// An obligation is owed now.
    ///
    /// ```
    /// use servanda::cuba::{Cuba, Obligation};
    /// let owed: servanda::Condition<Cuba> = servanda::condition::due(Obligation::RemoveWeapons);
    /// # let _ = owed;
    /// ```
    due => Due;
    /// An obligation is done, and not yet verified.
    ///
    /// ```
    /// use servanda::cuba::{Cuba, Obligation};
    /// let awaited: servanda::Condition<Cuba> = servanda::condition::performed(Obligation::CeaseWork);
    /// # let _ = awaited;
    /// ```
    performed => Performed;
    /// An obligation rests.
    ///
    /// ```
    /// use servanda::cuba::{Cuba, Obligation};
    /// let resting: servanda::Condition<Cuba> = servanda::condition::suspended(Obligation::RemoveWeapons);
    /// # let _ = resting;
    /// ```
    suspended => Suspended;
    /// An obligation is done for good, be it after a breach.
    ///
    /// ```
    /// use servanda::cuba::{Cuba, Obligation};
    /// let done: servanda::Condition<Cuba> = servanda::condition::discharged(Obligation::RemoveWeapons);
    /// # let _ = done;
    /// ```
    discharged => Discharged;
    /// An obligation was breached, cured since or not.
    ///
    /// ```
    /// use servanda::cuba::{Cuba, Obligation};
    /// let broken: servanda::Condition<Cuba> = servanda::condition::breached(Obligation::HaltIntroduction);
    /// # let _ = broken;
    /// ```
    breached => Breached;
    /// An obligation was given up by its creditor.
    ///
    /// ```
    /// use servanda::cuba::{Cuba, Obligation};
    /// let given_up: servanda::Condition<Cuba> = servanda::condition::released(Obligation::Announce);
    /// # let _ = given_up;
    /// ```
    released => Released;
    /// An obligation ended without having been done.
    ///
    /// ```
    /// use servanda::cuba::{Cuba, Obligation};
    /// let over: servanda::Condition<Cuba> = servanda::condition::lapsed(Obligation::ConsiderDetente);
    /// # let _ = over;
    /// ```
    lapsed => Lapsed;
    /// An obligation is done for good after a breach.
    ///
    /// ```
    /// use servanda::cuba::{Cuba, Obligation};
    /// let late: servanda::Condition<Cuba> = servanda::condition::cured(Obligation::Announce);
    /// # let _ = late;
    /// ```
    cured => Cured;
    /// An obligation was made up for after its breach.
    ///
    /// ```
    /// use servanda::cuba::{Cuba, Obligation};
    /// let made_up: servanda::Condition<Cuba> = servanda::condition::repaired(Obligation::Announce);
    /// # let _ = made_up;
    /// ```
    repaired => Repaired;
    /// An obligation is done for good, and was never breached.
    ///
    /// ```
    /// use servanda::cuba::{Cuba, Obligation};
    /// let in_time: servanda::Condition<Cuba> = servanda::condition::kept(Obligation::Announce);
    /// # let _ = in_time;
    /// ```
    kept => Kept;
    /// An obligation stands breached now.
    ///
    /// ```
    /// use servanda::cuba::{Cuba, Obligation};
    /// let broken: servanda::Condition<Cuba> = servanda::condition::in_breach(Obligation::Announce);
    /// # let _ = broken;
    /// ```
    in_breach => InBreach;
    /// An obligation is over for good: discharged, cured, repaired, released or lapsed.
    ///
    /// ```
    /// use servanda::cuba::{Cuba, Obligation};
    /// let over: servanda::Condition<Cuba> = servanda::condition::closed(Obligation::Announce);
    /// # let _ = over;
    /// ```
    closed => Closed;
}

/// The clock has reached an instant.
///
/// ```
/// use servanda::condition::reached;
/// use servanda::Condition;
/// use servanda::cuba::Cuba;
/// let monday: Condition<Cuba> = reached("1962-10-29T05:00:00Z".parse()?);
/// # let _ = monday;
/// # Ok::<(), servanda::time::InstantError>(())
/// ```
#[must_use]
pub fn reached<V: Vocabulary>(instant: Instant) -> Condition<V> {
    Condition::Reached(Moment::At(instant))
}

/// The clock has reached an instant that is told, or so much later or earlier.
///
/// ```
/// use servanda::condition::reached_moment;
/// use servanda::terms::Moment;
/// use servanda::Condition;
/// use servanda::cuba::Cuba;
/// let a_week_in: Condition<Cuba> = reached_moment(Moment::start().after("P1W".parse()?));
/// # let _ = a_week_in;
/// # Ok::<(), servanda::time::SpanError>(())
/// ```
#[must_use]
pub fn reached_moment<V: Vocabulary>(moment: Moment<V>) -> Condition<V> {
    Condition::Reached(moment)
}

/// So much time has passed since a condition held for the first time.
///
/// ```
/// use servanda::condition::{elapsed, happened};
/// use servanda::Condition;
/// use servanda::cuba::{Act, Cuba};
/// let two_days_later: Condition<Cuba> = elapsed("P2D".parse()?, happened(Act::AcceptProposal));
/// # let _ = two_days_later;
/// # Ok::<(), servanda::time::SpanError>(())
/// ```
#[must_use]
pub fn elapsed<V: Vocabulary>(term: TermOf<V>, since: Condition<V>) -> Condition<V> {
    Condition::Elapsed { since: Box::new(since), term }
}

/// This holds of some subject of a kind.
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
/// use servanda::condition::{in_breach, some};
/// use servanda::Condition;
/// let late: Condition<Orders> = some(Kind::Order, in_breach(Obligation::Delivery));
/// let often: Condition<Orders> = some(Kind::Order, in_breach(Obligation::Delivery)).at_least(3);
/// assert_ne!(late, often);
/// ```
pub fn some<K: Name<In: Vocabulary<Kind = K>>>(
    kind: K,
    holds: Condition<K::In>,
) -> Condition<K::In> {
    Condition::Some { of: kind, holds: Box::new(holds), at_least: 1 }
}

/// The list of a kind's subjects is closed, there is one, and this holds of each.
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
/// use servanda::condition::{closed, every};
/// use servanda::Condition;
/// let all_done: Condition<Orders> = every(Kind::Order, closed(Obligation::Delivery));
/// # let _ = all_done;
/// ```
pub fn every<K: Name<In: Vocabulary<Kind = K>>>(
    kind: K,
    holds: Condition<K::In>,
) -> Condition<K::In> {
    Condition::Every { of: kind, holds: Box::new(holds) }
}

/// All of these hold.
///
/// ```
/// use servanda::condition::{all, always, breached, discharged, not};
/// use servanda::Condition;
/// use servanda::cuba::{Cuba, Obligation};
/// let in_time: Condition<Cuba> =
///     all([discharged(Obligation::Announce), not(breached(Obligation::Announce))]);
/// # let _ = in_time;
/// assert_eq!(all([]), always::<Cuba>());
/// ```
pub fn all<V: Vocabulary>(conditions: impl IntoIterator<Item = Condition<V>>) -> Condition<V> {
    Condition::All(conditions.into_iter().collect())
}

/// One of these holds.
///
/// ```
/// use servanda::condition::{any, happened, never};
/// use servanda::Condition;
/// use servanda::cuba::{Act, Cuba};
/// let broken: Condition<Cuba> = any([happened(Act::ResumeWork), happened(Act::RestoreWeapons)]);
/// # let _ = broken;
/// assert_eq!(any([]), never::<Cuba>());
/// ```
pub fn any<V: Vocabulary>(conditions: impl IntoIterator<Item = Condition<V>>) -> Condition<V> {
    Condition::Any(conditions.into_iter().collect())
}

/// This does not hold.
///
/// ```
/// use servanda::condition::{happened, not};
/// use servanda::Condition;
/// use servanda::cuba::{Act, Cuba};
/// let peace: Condition<Cuba> = not(happened(Act::InvadeCuba));
/// # let _ = peace;
/// ```
#[must_use]
pub fn not<V: Vocabulary>(condition: Condition<V>) -> Condition<V> {
    Condition::Not(Box::new(condition))
}

/// What always holds: all of nothing.
///
/// ```
/// use servanda::cuba::Cuba;
/// assert_eq!(servanda::condition::always::<Cuba>(), servanda::condition::all([]));
/// ```
#[must_use]
pub fn always<V: Vocabulary>() -> Condition<V> {
    Condition::All(Vec::new())
}

/// What never holds: any of nothing.
///
/// ```
/// use servanda::cuba::Cuba;
/// assert_eq!(servanda::condition::never::<Cuba>(), servanda::condition::any([]));
/// ```
#[must_use]
pub fn never<V: Vocabulary>() -> Condition<V> {
    Condition::Any(Vec::new())
}

impl<V: Vocabulary> Condition<V> {
    /// Of `happened`: so much in all; of `some`: so many subjects, a whole number. Of any other condition
    /// this says nothing.
    ///
    /// ```
    /// use servanda::condition::{happened_by, happened_quantity};
    /// use servanda::cuba::{Act, Party};
    /// let half = happened_by(Act::RemoveWeapons, Party::Ussr).at_least(21);
    /// assert_ne!(half, happened_quantity(Act::RemoveWeapons, 21));   // by whomever
    /// ```
    #[must_use]
    pub fn at_least(mut self, quantity: impl Into<Decimal>) -> Self {
        if let Self::Happened { at_least, .. } = &mut self {
            *at_least = Some(quantity.into());
        } else if let Self::Some { at_least, .. } = &mut self {
            *at_least = quantity.into().whole();
        }
        self
    }

    /// Of `happened` and `recent`: by whoever acts for this party. Of any other condition this says
    /// nothing.
    ///
    /// ```
    /// use servanda::condition::{happened, happened_by};
    /// use servanda::Condition;
    /// use servanda::cuba::{Act, Cuba, Party};
    /// let by_ussr: Condition<Cuba> = happened(Act::AcceptProposal).by(Party::Ussr);
    /// assert_eq!(by_ussr, happened_by(Act::AcceptProposal, Party::Ussr));
    /// ```
    #[must_use]
    pub fn by(mut self, party: V::Party) -> Self {
        if let Self::Happened { by, .. } | Self::Recent { by, .. } = &mut self {
            *by = Some(Doer::Party(party));
        }
        self
    }

    /// Of `happened` and `recent`, in a kind over parties: by the party that the subject is. Of any other
    /// condition this says nothing.
    #[must_use]
    pub fn by_each(mut self) -> Self {
        if let Self::Happened { by, .. } | Self::Recent { by, .. } = &mut self {
            *by = Some(Doer::Each);
        }
        self
    }

    /// Of `happened`: by events that told so. Of any other condition this says nothing.
    ///
    /// ```
    /// # servanda::vocabulary! {
    /// #     struct Orders;
    /// #     enum Party { Buyer, Seller }
    /// #     enum Act { Order, Deliver }
    /// #     enum Obligation { Delivery }
    /// #     enum Told { Grade }
    /// # }
    /// use servanda::condition::happened;
    /// use servanda::terms::Matching;
    /// use servanda::Condition;
    /// let well: Condition<Orders> =
    ///     happened(Act::Deliver).telling(Matching::words(Told::Grade, ["a", "b"]));
    /// # let _ = well;
    /// ```
    #[must_use]
    pub fn telling(mut self, what: Matching<V>) -> Self {
        if let Self::Happened { matching, .. } = &mut self {
            *matching = what;
        }
        self
    }

    /// How much must have happened, of a `happened` condition.
    pub(crate) fn threshold(&self) -> u64 {
        match self {
            Self::Happened { at_least: Some(at_least), .. } => at_least.whole(),
            _ => 1,
        }
    }

    /// Whether this is [`always`] as it is written when nothing is said.
    pub(crate) fn is_always(&self) -> bool {
        matches!(self, Self::All(conditions) if conditions.is_empty())
    }

    /// Whether this is [`never`] as it is written when nothing is said.
    pub(crate) fn is_never(&self) -> bool {
        matches!(self, Self::Any(conditions) if conditions.is_empty())
    }

    /// Whether it can't cease to hold once it holds: it is made of what never does.
    pub(crate) fn is_for_good(&self) -> bool {
        match self {
            Self::Happened { .. } | Self::Elapsed { .. } => true,
            // What is told may be told anew, and later.
            Self::Reached(moment) => moment.written().is_some() || moment.is_built_in(),
            Self::Stands { standing, .. } => matches!(
                standing,
                Standing::Discharged
                    | Standing::Breached
                    | Standing::Released
                    | Standing::Lapsed
                    | Standing::Cured
                    | Standing::Repaired
                    | Standing::Kept
                    | Standing::Closed
            ),
            Self::All(parts) | Self::Any(parts) => parts.iter().all(Self::is_for_good),
            // No subject goes, and a list that is closed stays so.
            Self::Some { holds, .. } | Self::Every { holds, .. } => holds.is_for_good(),
            Self::Not(_)
            | Self::Between { .. }
            | Self::Recent { .. }
            | Self::Open(_)
            | Self::Told(_) => false,
        }
    }

    /// The conditions that this one is made of.
    pub(crate) fn parts(&self) -> &[Self] {
        match self {
            Self::Happened { .. }
            | Self::Stands { .. }
            | Self::Reached(_)
            | Self::Between { .. }
            | Self::Recent { .. }
            | Self::Open(_)
            | Self::Told(_) => &[],
            Self::Elapsed { since, .. } => std::slice::from_ref(since),
            Self::Some { holds, .. } | Self::Every { holds, .. } => std::slice::from_ref(holds),
            Self::Not(condition) => std::slice::from_ref(condition),
            Self::All(conditions) | Self::Any(conditions) => conditions,
        }
    }

    pub(crate) fn translate<W: Vocabulary, T: Translate<V, W>>(
        &self,
        translation: &T,
    ) -> Result<Condition<W>, T::Error> {
        let parts = |conditions: &[Self]| -> Result<Vec<Condition<W>>, T::Error> {
            conditions.iter().map(|condition| condition.translate(translation)).collect()
        };
        Ok(match self {
            Self::Happened { act, by, matching, at_least } => Condition::Happened {
                act: translation.act(act)?,
                by: by.as_ref().map(|by| by.translate(translation)).transpose()?,
                matching: matching.translate(translation)?,
                at_least: *at_least,
            },
            Self::Stands { obligation, standing } => Condition::Stands {
                obligation: translation.obligation(obligation)?,
                standing: *standing,
            },
            Self::Reached(moment) => Condition::Reached(moment.translate(translation)?),
            Self::Between { from, to } => {
                Condition::Between { from: translation.act(from)?, to: translation.act(to)? }
            }
            Self::Recent { act, by, term } => Condition::Recent {
                act: translation.act(act)?,
                by: by.as_ref().map(|by| by.translate(translation)).transpose()?,
                term: translation.term(term)?,
            },
            Self::Told(matching) => Condition::Told(matching.translate(translation)?),
            Self::Open(calendar) => Condition::Open(translation.calendar(calendar)?),
            Self::Elapsed { since, term } => Condition::Elapsed {
                since: Box::new(since.translate(translation)?),
                term: translation.term(term)?,
            },
            Self::Some { of, holds, at_least } => Condition::Some {
                of: translation.kind(of)?,
                holds: Box::new(holds.translate(translation)?),
                at_least: *at_least,
            },
            Self::Every { of, holds } => Condition::Every {
                of: translation.kind(of)?,
                holds: Box::new(holds.translate(translation)?),
            },
            Self::All(conditions) => Condition::All(parts(conditions)?),
            Self::Any(conditions) => Condition::Any(parts(conditions)?),
            Self::Not(condition) => Condition::Not(Box::new(condition.translate(translation)?)),
        })
    }
}
