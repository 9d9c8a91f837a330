//! Kinds of subjects: for each of many things something is owed (SEMANTICS.md, section 8).

use crate::names::{Ids, Name, Translate, Vocabulary};
use crate::time::Instant;
use crate::time::calendar::CalendarDay;

use super::TermOf;
use super::condition::{Condition, never};

/// A kind of subject: for each subject of it, its obligations are owed by themselves
/// ([SEMANTICS.md, section 8](crate::guide::law#8-subjects-and-periods)).
///
/// Written with [`each_of`], [`every`] or [`opened_by`]:
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
/// use servanda::{Agreement, by, owes};
/// use servanda::terms::every;
///
/// let lease = Agreement::<Lease>::builder("A flat for a year", "2026-01-01T00:00:00Z".parse()?)
///     .party(Party::Landlord, "who lets the flat")
///     .party(Party::Tenant, "who lives in it")
///     .subjects(Kind::Month, every("P1M".parse()?).times(12).gist("a month of the lease"))
///     .act(Act::Pay, by([Party::Tenant]).of_kind(Kind::Month))
///     .obligation(
///         Obligation::Rent,
///         owes(Party::Tenant, Party::Landlord).perform(Act::Pay).within("P3D".parse()?).of_kind(Kind::Month),
///     )
///     .build()?;
/// assert_eq!(lease.kinds().count(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind<V: Vocabulary = Ids> {
    pub(crate) gist: Box<str>,
    pub(crate) opening: Opening<V>,
    pub(crate) terminates_when: Condition<V>,
}

/// How the subjects of a kind come to be.
///
/// ```
/// use servanda::terms::{Kind, Opening, each_of};
/// use servanda::cuba::{Cuba, Party};
/// let sides: Kind<Cuba> = each_of([Party::Us, Party::Ussr]);
/// assert!(matches!(sides.opening(), Opening::EachOf(_)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening<V: Vocabulary = Ids> {
    /// The subjects are parties, from the start.
    EachOf(Members<V>),
    /// The subjects are periods: the clock opens them.
    Periods(Periods<V>),
    /// The subjects are opened by events.
    ByActs {
        /// The acts that open one, all of the kind.
        acts: Vec<V::Act>,
        /// From when it first holds no new one opens.
        closes_when: Condition<V>,
    },
}

/// Of which parties each is a subject.
///
/// ```
/// use servanda::cuba::Cuba;
/// use servanda::terms::Members;
/// assert_ne!(Members::<Cuba>::All, Members::Parties(Vec::new()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Members<V: Vocabulary = Ids> {
    /// Every party that is no group.
    All,
    /// These; of a group, its members.
    Parties(Vec<V::Party>),
}

/// When periods begin, and how many there are.
///
/// ```
/// use servanda::cuba::Cuba;
/// use servanda::terms::{PeriodsFrom, Kind, Opening, every};
/// let weeks: Kind<Cuba> = every("P1W".parse()?).times(8).ahead(1);
/// let Opening::Periods(weeks) = weeks.opening() else { panic!("the clock opens them") };
/// assert_eq!((weeks.every(), weeks.times(), weeks.ahead()), (&"P1W".parse()?, Some(8), 1));
/// assert_eq!(weeks.from(), &PeriodsFrom::EntryIntoForce);
/// # Ok::<(), servanda::time::SpanError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Periods<V: Vocabulary = Ids> {
    pub(crate) every: TermOf<V>,
    pub(crate) from: PeriodsFrom<V>,
    pub(crate) times: Option<u64>,
    pub(crate) ends_when: Condition<V>,
    pub(crate) ahead: u64,
}

/// From when periods are reckoned.
///
/// ```
/// use servanda::cuba::Cuba;
/// assert_eq!(servanda::terms::PeriodsFrom::<Cuba>::default(), servanda::terms::PeriodsFrom::EntryIntoForce);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PeriodsFrom<V: Vocabulary = Ids> {
    /// From when the agreement enters into force.
    #[default]
    EntryIntoForce,
    /// From an instant.
    At(Instant),
    /// From an instant that is written by its day in a calendar. Once an agreement is built it knows the
    /// instant, and this is [`PeriodsFrom::At`].
    Day(CalendarDay),
    /// From when a condition of the run first holds.
    When(Condition<V>),
}

/// Where an act of a kind goes that names no subject.
///
/// ```
/// assert_eq!(servanda::terms::Unnamed::Oldest.as_str(), "oldest");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unnamed {
    /// To the subject that the actor is, in a kind over parties.
    Actor,
    /// To the open period in which it is done.
    Current,
    /// To the subject that opened first of those in which it would count, and the rest to the next.
    Oldest,
    /// Nowhere, unless it opens one.
    Refused,
}

impl Unnamed {
    /// Its name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Current => "current",
            Self::Oldest => "oldest",
            Self::Refused => "refused",
        }
    }
}

/// A kind whose subjects are these parties, or the members of these groups, from the start.
///
/// ```
/// use servanda::terms::{Kind, each_of};
/// use servanda::cuba::{Cuba, Party};
/// let sides: Kind<Cuba> = each_of([Party::Us, Party::Ussr]).gist("a side of the settlement");
/// # let _ = sides;
/// ```
pub fn each_of<P: Name<In: Vocabulary<Party = P>>>(
    parties: impl IntoIterator<Item = P>,
) -> Kind<P::In> {
    Kind::of(Opening::EachOf(Members::Parties(parties.into_iter().collect())))
}

/// A kind whose subjects are all the parties that are no groups, from the start.
///
/// ```
/// use servanda::terms::{Kind, each_of_all};
/// use servanda::cuba::Cuba;
/// let parties: Kind<Cuba> = each_of_all().gist("whoever takes part");
/// # let _ = parties;
/// ```
#[must_use]
pub fn each_of_all<V: Vocabulary>() -> Kind<V> {
    Kind::of(Opening::EachOf(Members::All))
}

/// A kind whose subjects are periods of this length, which the clock opens one after the other.
///
/// ```
/// use servanda::terms::{Kind, every};
/// use servanda::cuba::Cuba;
/// let days: Kind<Cuba> = every("P1D".parse()?).gist("a day of the crisis");
/// # let _ = days;
/// # Ok::<(), servanda::time::SpanError>(())
/// ```
#[must_use]
pub fn every<V: Vocabulary>(term: TermOf<V>) -> Kind<V> {
    Kind::of(Opening::Periods(Periods {
        every: term,
        from: PeriodsFrom::EntryIntoForce,
        times: None,
        ends_when: never(),
        ahead: 0,
    }))
}

/// A kind whose subjects are opened by these acts, which are of the kind.
///
/// ```
/// use servanda::terms::{Kind, opened_by};
/// use servanda::cuba::{Act, Cuba};
/// let shipments: Kind<Cuba> = opened_by([Act::RemoveWeapons]).gist("a shipment that leaves");
/// # let _ = shipments;
/// ```
pub fn opened_by<A: Name<In: Vocabulary<Act = A>>>(
    acts: impl IntoIterator<Item = A>,
) -> Kind<A::In> {
    let acts = acts.into_iter().collect();
    Kind::of(Opening::ByActs { acts, closes_when: never() })
}

impl<V: Vocabulary> Kind<V> {
    fn of(opening: Opening<V>) -> Self {
        Self { gist: "".into(), opening, terminates_when: never() }
    }

    /// What such a subject is.
    #[must_use]
    pub fn gist(mut self, gist: &str) -> Self {
        self.gist = gist.into();
        self
    }

    /// The condition of the subject from which on what is open in it lapses.
    #[must_use]
    pub fn terminates_when(mut self, condition: Condition<V>) -> Self {
        self.terminates_when = condition;
        self
    }

    /// Of subjects that events open: the condition of the run from which on no new one opens. Of others
    /// this says nothing.
    #[must_use]
    pub fn closes_when(mut self, condition: Condition<V>) -> Self {
        if let Opening::ByActs { closes_when, .. } = &mut self.opening {
            *closes_when = condition;
        }
        self
    }

    /// Of periods: the instant at which the first begins. Of others this says nothing.
    #[must_use]
    pub fn from(self, instant: Instant) -> Self {
        self.periods(|periods| periods.from = PeriodsFrom::At(instant))
    }

    /// Of periods: the condition of the run from whose first holding on they are reckoned. Of others this
    /// says nothing.
    #[must_use]
    pub fn from_when(self, condition: Condition<V>) -> Self {
        self.periods(|periods| periods.from = PeriodsFrom::When(condition))
    }

    /// Of periods: how many open at the most. Of others this says nothing.
    #[must_use]
    pub fn times(self, times: u64) -> Self {
        self.periods(|periods| periods.times = Some(times))
    }

    /// Of periods: the condition of the run from which on no further one opens. Of others this says
    /// nothing.
    #[must_use]
    pub fn ends_when(self, condition: Condition<V>) -> Self {
        self.periods(|periods| periods.ends_when = condition)
    }

    /// Of periods: how many of the next ones an act may name before they begin. Of others this says
    /// nothing.
    #[must_use]
    pub fn ahead(self, ahead: u64) -> Self {
        self.periods(|periods| periods.ahead = ahead)
    }

    fn periods(mut self, set: impl FnOnce(&mut Periods<V>)) -> Self {
        if let Opening::Periods(periods) = &mut self.opening {
            set(periods);
        }
        self
    }

    /// What such a subject is, in words.
    #[must_use]
    pub fn description(&self) -> &str {
        &self.gist
    }

    /// How its subjects come to be.
    #[must_use]
    pub fn opening(&self) -> &Opening<V> {
        &self.opening
    }

    /// The condition from which on what is open in a subject lapses.
    #[must_use]
    pub fn termination(&self) -> &Condition<V> {
        &self.terminates_when
    }

    /// Whether its subjects are parties, so that `each` has a meaning in it.
    #[must_use]
    pub fn is_over_parties(&self) -> bool {
        matches!(self.opening, Opening::EachOf(_))
    }

    pub(crate) fn is_of_periods(&self) -> bool {
        matches!(self.opening, Opening::Periods(_))
    }

    pub(crate) fn is_opened_by_acts(&self) -> bool {
        matches!(self.opening, Opening::ByActs { .. })
    }

    /// Whether an act opens subjects of it.
    pub(crate) fn is_opened_by(&self, act: &V::Act) -> bool {
        match &self.opening {
            Opening::ByActs { acts, .. } => acts.contains(act),
            Opening::EachOf(_) | Opening::Periods(_) => false,
        }
    }

    /// Where an act of it goes that names no subject, if nothing is said of that.
    pub(crate) fn unnamed(&self) -> Unnamed {
        match self.opening {
            Opening::EachOf(_) => Unnamed::Actor,
            Opening::Periods(_) | Opening::ByActs { .. } => Unnamed::Refused,
        }
    }

    pub(crate) fn translate<W: Vocabulary, T: Translate<V, W>>(
        &self,
        translation: &T,
    ) -> Result<Kind<W>, T::Error> {
        let opening = match &self.opening {
            Opening::EachOf(Members::All) => Opening::EachOf(Members::All),
            Opening::EachOf(Members::Parties(parties)) => {
                Opening::EachOf(Members::Parties(translation.parties(parties)?))
            }
            Opening::Periods(periods) => Opening::Periods(Periods {
                every: translation.term(&periods.every)?,
                from: match &periods.from {
                    PeriodsFrom::EntryIntoForce => PeriodsFrom::EntryIntoForce,
                    PeriodsFrom::At(instant) => PeriodsFrom::At(*instant),
                    PeriodsFrom::Day(day) => PeriodsFrom::Day(day.clone()),
                    PeriodsFrom::When(condition) => {
                        PeriodsFrom::When(condition.translate(translation)?)
                    }
                },
                times: periods.times,
                ends_when: periods.ends_when.translate(translation)?,
                ahead: periods.ahead,
            }),
            Opening::ByActs { acts, closes_when } => Opening::ByActs {
                acts: translation.acts(acts)?,
                closes_when: closes_when.translate(translation)?,
            },
        };
        let terminates_when = self.terminates_when.translate(translation)?;
        Ok(Kind { gist: self.gist.clone(), opening, terminates_when })
    }
}

impl<V: Vocabulary> Periods<V> {
    /// How long a period is.
    #[must_use]
    pub fn every(&self) -> &TermOf<V> {
        &self.every
    }

    /// From when they are reckoned.
    #[must_use]
    pub fn from(&self) -> &PeriodsFrom<V> {
        &self.from
    }

    /// How many open at the most, if that is limited.
    #[must_use]
    pub fn times(&self) -> Option<u64> {
        self.times
    }

    /// The condition from which on no further one opens.
    #[must_use]
    pub fn end(&self) -> &Condition<V> {
        &self.ends_when
    }

    /// How many of the next ones an act may name before they begin.
    #[must_use]
    pub fn ahead(&self) -> u64 {
        self.ahead
    }
}
