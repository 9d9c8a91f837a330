//! Lint: what is wrong with an agreement, or worth a second look, before anybody signs it.

mod calendars;
pub(in crate::analysis) mod conditions;
mod doubtful;
mod kind;
#[cfg(feature = "look-alikes")]
mod look_alikes;
mod standoff;
mod subjects;
mod terms;
mod walked;

use std::fmt;

pub use kind::{LintKind, Severity};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::explore::Unspoken;
use crate::escape::escaped;
use crate::names::{Ids, Names, Vocabulary};
#[cfg(feature = "render")]
use crate::terms::Terms;
use crate::terms::{Agreement, Condition, Named};

/// What a look at an agreement found.
///
/// It prints as a list that a person reads.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// let analysis = cuba::agreement(Reading::Verified)?.analyze();
/// assert!(analysis.is_sound() && analysis.left_open().is_empty());
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Analysis<V: Names = Ids> {
    lints: Vec<Lint<V>>,
    left_open: Vec<Box<str>>,
    /// Why no walk was made, if none was.
    unspoken: Option<&'static str>,
    explored: usize,
}

/// One thing that is wrong, or worth a second look.
///
/// ```
/// use servanda::analysis::LintKind;
/// use servanda::cuba::{self, Obligation, Reading};
/// let analysis = cuba::agreement(Reading::Verified)?.analyze();
/// let lint = analysis.of(LintKind::NoDeadline).next().unwrap();
/// assert_eq!(lint.topic, servanda::analysis::Topic::Obligation(Obligation::CeaseWork));
/// assert_eq!(&*lint.place, "obligations.cease-work.within");
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lint<V: Vocabulary = Ids> {
    /// What kind of thing it is.
    pub kind: LintKind,
    /// How bad it is.
    pub severity: Severity,
    /// Where: the place in the document, as in `obligations.delivery.when`.
    pub place: Box<str>,
    /// What it is about.
    pub topic: Topic<V>,
    /// What is the matter, in a sentence.
    pub message: Box<str>,
    /// What could be done about it.
    pub advice: Box<str>,
    /// Of a standoff: the circle. Each waits for the next, and the last for the first.
    pub circle: Vec<Link<V>>,
    /// Of a standoff: what is no part of the circle and waits for it, too.
    pub held_up: Vec<Topic<V>>,
}

/// What a lint is about.
///
/// ```
/// # servanda::vocabulary! {
/// #     struct Sale;
/// #     enum Party { Buyer, Seller }
/// #     enum Act { Pay, Deliver }
/// #     enum Obligation { Price, Delivery }
/// # }
/// use servanda::analysis::{LintKind, Topic};
/// use servanda::condition::happened;
/// use servanda::{Agreement, by, owes};
/// // Each waits for the other to go first.
/// let sale = Agreement::<Sale>::builder("Sale of a boat", "2026-05-04T09:00:00Z".parse()?)
///     .party(Party::Buyer, "who buys")
///     .party(Party::Seller, "who sells")
///     .act(Act::Pay, by([Party::Buyer]).requires(happened(Act::Deliver)))
///     .act(Act::Deliver, by([Party::Seller]).requires(happened(Act::Pay)))
///     .obligation(Obligation::Price, owes(Party::Buyer, Party::Seller).perform(Act::Pay))
///     .build()?;
/// let analysis = sale.analyze();
/// let standoff = analysis.of(LintKind::Standoff).next().unwrap();
/// assert_eq!(standoff.topic, Topic::Act(Act::Pay));
/// assert_eq!(standoff.held_up, [Topic::Obligation(Obligation::Price)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic<V: Vocabulary = Ids> {
    /// The agreement as a whole: when it enters into force, terminates or is settled.
    Agreement,
    /// An act.
    Act(V::Act),
    /// An obligation.
    Obligation(V::Obligation),
    /// A kind of subjects.
    Kind(V::Kind),
    /// A passage of the source text, by its id.
    Passage(Box<str>),
}

/// One link of a standoff's circle.
///
/// ```
/// # servanda::vocabulary! {
/// #     struct Sale;
/// #     enum Party { Buyer, Seller }
/// #     enum Act { Pay, Deliver }
/// #     enum Obligation { Price, Delivery }
/// # }
/// use servanda::analysis::{Link, LintKind, Topic};
/// use servanda::condition::happened;
/// use servanda::{Agreement, by, owes};
/// // Each waits for the other to go first.
/// let sale = Agreement::<Sale>::builder("Sale of a boat", "2026-05-04T09:00:00Z".parse()?)
///     .party(Party::Buyer, "who buys")
///     .party(Party::Seller, "who sells")
///     .act(Act::Pay, by([Party::Buyer]).requires(happened(Act::Deliver)))
///     .act(Act::Deliver, by([Party::Seller]).requires(happened(Act::Pay)))
///     .obligation(Obligation::Price, owes(Party::Buyer, Party::Seller).perform(Act::Pay))
///     .build()?;
/// let analysis = sale.analyze();
/// let circle = &analysis.of(LintKind::Standoff).next().unwrap().circle;
/// let first: &Link<Sale> = &circle[0];
/// assert_eq!(circle.len(), 2);
/// assert_eq!(first.topic, Topic::Act(Act::Pay));
/// assert_eq!(first.waits_for, happened(Act::Deliver));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Link<V: Vocabulary = Ids> {
    /// What waits.
    pub topic: Topic<V>,
    /// For what it waits, and what the next in the circle would bring about.
    pub waits_for: Condition<V>,
}

impl<V: Names> Analysis<V> {
    /// What was found: the worst first, then in the order of the document.
    #[must_use]
    pub fn lints(&self) -> &[Lint<V>] {
        &self.lints
    }

    /// What was found of one kind.
    pub fn of(&self, kind: LintKind) -> impl Iterator<Item = &Lint<V>> {
        self.lints.iter().filter(move |lint| lint.kind == kind)
    }

    /// Whether nothing is worse than advice, and nothing was left open.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.left_open.is_empty() && self.lints.iter().all(|lint| lint.severity == Severity::Advice)
    }

    /// The places at which the walks came to their bound before it was known whether there is anything to
    /// say; or the one place for which no walk was made, for walks do not speak of what it says (see
    /// [`Explorer`](super::Explorer)). Nothing was said there that isn't so.
    #[must_use]
    pub fn left_open(&self) -> &[Box<str>] {
        &self.left_open
    }

    /// Why no walk was made, if none was; what is left open is left open for that, and else for the bound.
    #[must_use]
    pub fn unspoken(&self) -> Option<&'static str> {
        self.unspoken
    }

    /// How many states were looked at, in all walks together.
    #[must_use]
    pub fn explored(&self) -> usize {
        self.explored
    }
}

impl<V: Names> fmt::Display for Analysis<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.lints.is_empty() {
            f.write_str("nothing to say")?;
        }
        for (number, lint) in self.lints.iter().enumerate() {
            if number > 0 {
                writeln!(f)?;
            }
            write!(f, "{lint}")?;
        }
        for place in &self.left_open {
            let why = self.unspoken.unwrap_or("there are more states than the bound");
            write!(f, "\nleft open at {}: {why}", escaped(place))?;
        }
        Ok(())
    }
}

/// `warning: never-holds at obligations.price.when: …`, and the advice on a line of its own.
impl<V: Vocabulary> fmt::Display for Lint<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, severity, place, message, advice, .. } = self;
        let (place, message, advice) = (escaped(place), escaped(message), escaped(advice));
        write!(f, "{severity}: {kind} at {place}: {message}\n  help: {advice}")
    }
}

/// On the wire: the list of its lints.
impl<V: Names> Serialize for Analysis<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(&self.lints)
    }
}

/// On the wire: `kind`, `severity`, `place`, `message` and `advice`. The message names all that the
/// circle of a standoff holds.
impl<V: Vocabulary> Serialize for Lint<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut lint = serializer.serialize_struct("Lint", 5)?;
        lint.serialize_field("kind", &self.kind)?;
        lint.serialize_field("severity", &self.severity)?;
        lint.serialize_field("place", &*self.place)?;
        lint.serialize_field("message", &*self.message)?;
        lint.serialize_field("advice", &*self.advice)?;
        lint.end()
    }
}

/// What a lint needs to be said, by ids.
pub(super) struct Said {
    pub(super) kind: LintKind,
    pub(super) severity: Severity,
    pub(super) place: String,
    pub(super) topic: Topic,
    pub(super) message: String,
    pub(super) advice: String,
}

impl Said {
    pub(super) fn lint(self) -> Lint {
        Lint {
            kind: self.kind,
            severity: self.severity,
            place: self.place.into(),
            topic: self.topic,
            message: self.message.into(),
            advice: self.advice.into(),
            circle: Vec::new(),
            held_up: Vec::new(),
        }
    }
}

/// The standoffs of an agreement, without a walk.
#[cfg(feature = "render")]
pub(crate) fn standoffs(terms: &Terms) -> impl Iterator<Item = Lint> {
    let lints = standoff::Blocked::of(terms).lints().into_iter();
    lints.filter(|lint| lint.kind == LintKind::Standoff)
}

/// How many states all walks together may find, without another word.
const MOST_STATES: usize = 50_000;

impl<V: Names> Agreement<V> {
    /// What is wrong with this agreement, or worth a second look: see [`LintKind`].
    ///
    /// Some of it is read off the terms. Some is found by walking what can come of them (see
    /// [`Explorer`](super::Explorer)), the small parts first, up to a bound of 50 000 states in all
    /// ([`Agreement::analyze_within`] sets another); what the bound left open is told.
    ///
    /// ```
    /// servanda::vocabulary! {
    ///     struct Sale;
    ///     enum Party { Buyer, Seller }
    ///     enum Act { Pay, Deliver }
    ///     enum Obligation { Price, Delivery }
    /// }
    /// use servanda::analysis::LintKind;
    /// use servanda::condition::happened;
    /// use servanda::{Agreement, by, owes};
    ///
    /// // Each waits for the other to go first.
    /// let sale = Agreement::<Sale>::builder("Sale of a boat", "2026-05-04T09:00:00Z".parse()?)
    ///     .party(Party::Buyer, "who buys")
    ///     .party(Party::Seller, "who sells")
    ///     .act(Act::Pay, by([Party::Buyer]).requires(happened(Act::Deliver)))
    ///     .act(Act::Deliver, by([Party::Seller]).requires(happened(Act::Pay)))
    ///     .obligation(Obligation::Price, owes(Party::Buyer, Party::Seller).perform(Act::Pay))
    ///     .obligation(Obligation::Delivery, owes(Party::Seller, Party::Buyer).perform(Act::Deliver))
    ///     .build()?;
    /// let analysis = sale.analyze();
    /// let standoff = analysis.of(LintKind::Standoff).next().unwrap();
    /// assert_eq!(
    ///     &*standoff.message,
    ///     "nobody can be first: `pay` waits for `deliver`, and that for `pay`; held up with them: \
    ///      `price`, `delivery`",
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn analyze(&self) -> Analysis<V> {
        self.analyze_within(MOST_STATES)
    }

    /// The same, all walks together up to so many states.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let hasty = agreement.analyze_within(10);
    /// assert!(!hasty.left_open().is_empty());   // and so it does not call the agreement sound
    /// assert!(!hasty.is_sound());
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn analyze_within(&self, most_states: usize) -> Analysis<V> {
        let terms = self.terms();
        let blocked = standoff::Blocked::of(terms);
        let mut lints = blocked.lints();
        lints.extend(self::terms::lints(terms, &blocked));
        lints.extend(doubtful::lints(terms));
        lints.extend(calendars::lints(terms));
        lints.extend(subjects::lints(terms, &blocked));
        #[cfg(feature = "look-alikes")]
        lints.extend(look_alikes::lints(terms));
        let unspoken = Unspoken::of(terms);
        let walked = match &unspoken {
            None => walked::Walked::of(&self.erased(), &blocked, most_states),
            Some(unspoken) => walked::Walked::none(unspoken.place.clone()),
        };
        lints.extend(walked.lints);
        // An error says why already.
        if lints.iter().any(|lint| lint.severity == Severity::Error) {
            lints.retain(|lint| lint.kind != LintKind::NoSettlement);
        }
        lints.sort_by_key(|lint| (lint.severity, lint.kind));
        let named = Named(self.lexicon());
        let topic = |topic: &Topic| match topic {
            Topic::Agreement => Topic::Agreement,
            Topic::Act(id) => Topic::Act(self.lexicon().act(*id)),
            Topic::Obligation(id) => Topic::Obligation(self.lexicon().obligation(*id)),
            Topic::Kind(id) => Topic::Kind(self.lexicon().kind(*id)),
            Topic::Passage(id) => Topic::Passage(id.clone()),
        };
        let waiting = |waiting: &Link| {
            let Ok(waits_for) = waiting.waits_for.translate(&named);
            Link { topic: topic(&waiting.topic), waits_for }
        };
        let lints = lints.into_iter().map(|lint| Lint {
            kind: lint.kind,
            severity: lint.severity,
            place: lint.place,
            topic: topic(&lint.topic),
            message: lint.message,
            advice: lint.advice,
            circle: lint.circle.iter().map(waiting).collect(),
            held_up: lint.held_up.iter().map(topic).collect(),
        });
        Analysis {
            lints: lints.collect(),
            left_open: walked.left_open.into_iter().map(Into::into).collect(),
            unspoken: unspoken.map(|unspoken| unspoken.why),
            explored: walked.explored,
        }
    }
}
