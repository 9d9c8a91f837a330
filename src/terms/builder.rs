//! Writing an agreement in Rust, so that it reads like the agreement.

use crate::names::{Name, Names, Text, Translate, Vocabulary};
use crate::strict::Strict;
use crate::time::Instant;
use crate::time::calendar::Calendar;

use super::act::Act;
use super::agreement::{Agreement, Terms};
use super::condition::Condition;
use super::document::Document;
use super::error::{AgreementError, Defect};
use super::kind::Kind;
use super::obligation::Obligation;
use super::party::{Described, Group, WrittenParty};
use super::passage::Passage;
use super::written_date::WrittenDate;

/// An agreement being written: see [`Agreement::builder`].
///
/// ```
/// # servanda::vocabulary! {
/// #     struct Sale;
/// #     enum Party { Buyer, Seller }
/// #     enum Act { Pay, Deliver }
/// #     enum Obligation { Price, Delivery }
/// # }
/// use servanda::{Agreement, by, owes};
///
/// let sale = Agreement::<Sale>::builder("Sale of a boat", "2026-05-04T09:00:00Z".parse()?)
///     .party(Party::Buyer, "who buys")
///     .party(Party::Seller, "who sells")
///     .act(Act::Pay, by([Party::Buyer]))
///     .obligation(Obligation::Price, owes(Party::Buyer, Party::Seller).perform(Act::Pay))
///     .build()?;
/// assert_eq!(sale.acts().collect::<Vec<_>>(), [Act::Pay]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "an agreement is made by `build`"]
pub struct AgreementBuilder<V: Vocabulary> {
    pub(super) draft: Draft,
    pub(super) vocabulary: std::marker::PhantomData<V>,
}

/// What the builder and the document come to: every term, in words, its form right and its names
/// not yet checked.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) title: Box<str>,
    pub(crate) date: Option<WrittenDate>,
    pub(crate) parties: Vec<(Box<str>, Described)>,
    pub(crate) registrar: Option<Box<str>>,
    pub(crate) kinds: Vec<(Box<str>, Kind<Text>)>,
    pub(crate) calendars: Vec<(Box<str>, Calendar)>,
    pub(crate) passages: Vec<(Box<str>, Passage)>,
    pub(crate) acts: Vec<(Box<str>, Act<Text>)>,
    pub(crate) obligations: Vec<(Box<str>, Obligation<Text>)>,
    pub(crate) entry_into_force: Option<Condition<Text>>,
    pub(crate) terminates_when: Option<Condition<Text>>,
    pub(crate) settled_when: Option<Condition<Text>>,
}

impl<V: Names> AgreementBuilder<V> {
    /// A party, with who that is.
    pub fn party(mut self, party: V::Party, description: &str) -> Self {
        let described = Described { gist: description.into(), group: None };
        self.draft.parties.push((word(party), described));
        self
    }

    /// A group of parties, with who that is: whoever of its members does an act acts for it too.
    ///
    /// ```
    /// # servanda::vocabulary! {
    /// #     struct Desk;
    /// #     enum Party { Customer, Provider, Ann, Bo }
    /// #     enum Act { Answer }
    /// #     enum Obligation { Answered }
    /// # }
    /// use servanda::terms::Group;
    /// use servanda::{Agreement, by, owes};
    /// let desk = Agreement::<Desk>::undated("Service desk")
    ///     .party(Party::Customer, "who asks")
    ///     .group(Party::Provider, "who answers", Group::of([Party::Ann, Party::Bo]))
    ///     .party(Party::Ann, "a clerk")
    ///     .party(Party::Bo, "a clerk")
    ///     .act(Act::Answer, by([Party::Ann, Party::Bo]))
    ///     .obligation(
    ///         Obligation::Answered,
    ///         owes(Party::Provider, Party::Customer).perform(Act::Answer),
    ///     )
    ///     .build()?;
    /// assert!(desk.group(Party::Provider).is_some_and(|group| group.members().len() == 2));
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn group(mut self, party: V::Party, description: &str, group: Group<V>) -> Self {
        let Ok(group) = group.translate(&Words);
        let described = Described { gist: description.into(), group: Some(group) };
        self.draft.parties.push((word(party), described));
        self
    }

    /// The party that keeps the log. Without a word, none does.
    pub fn registrar(mut self, party: V::Party) -> Self {
        self.draft.registrar = Some(word(party));
        self
    }

    /// Declares a kind of subjects: of what there are many, each with duties of its own. [`Kind`] has an
    /// example.
    pub fn subjects(mut self, kind: V::Kind, terms: Kind<V>) -> Self {
        let Ok(terms) = terms.translate(&Words);
        self.draft.kinds.push((word(kind), terms));
        self
    }

    /// Declares a calendar: what its clocks show, and its working days.
    ///
    /// ```
    /// # servanda::vocabulary! {
    /// #     struct Sale;
    /// #     enum Party { Buyer, Seller }
    /// #     enum Act { Pay }
    /// #     enum Obligation { Price }
    /// #     enum Told {}
    /// #     enum Kind {}
    /// #     enum Calendar { Berlin }
    /// # }
    /// use servanda::time::calendar::{CalendarTerm, Ends, covering};
    /// use servanda::{Agreement, Monitor, by, owes};
    ///
    /// let berlin = covering("2026-01-01".parse()?, "2026-03-28".parse()?).offset("+01:00".parse()?);
    /// let sale = Agreement::<Sale>::builder("Sale", "2026-01-02T11:00:00+01:00".parse()?)
    ///     .party(Party::Buyer, "who buys")
    ///     .party(Party::Seller, "who sells")
    ///     .calendar(Calendar::Berlin, berlin.build()?)
    ///     .act(Act::Pay, by([Party::Buyer]))
    ///     .obligation(
    ///         Obligation::Price,
    ///         owes(Party::Buyer, Party::Seller).perform(Act::Pay).within(
    ///             CalendarTerm::new("P3D".parse()?, Calendar::Berlin).working()?.ends(Ends::Midnight)?.into(),
    ///         ),
    ///     )
    ///     .build()?;
    /// // From a Friday on, to the end of Wednesday.
    /// let due = Monitor::new(&sale).deadline(Obligation::Price);
    /// assert_eq!(due, Some("2026-01-07T23:59:59.999999999+01:00".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn calendar(mut self, calendar: V::Calendar, table: Calendar) -> Self {
        self.draft.calendars.push((word(calendar), table));
        self
    }

    /// A passage of the source text, by the id that `cites` points to.
    pub fn passage(mut self, id: &str, passage: Passage) -> Self {
        self.draft.passages.push((id.into(), passage));
        self
    }

    /// An act: who may do it, what must hold first, in whose favour. See [`by`](crate::by).
    pub fn act(mut self, act: V::Act, terms: Act<V>) -> Self {
        let Ok(terms) = terms.translate(&Words);
        self.draft.acts.push((word(act), terms));
        self
    }

    /// An obligation, in the order of the document. See [`owes`](crate::owes).
    pub fn obligation(
        mut self,
        obligation: V::Obligation,
        terms: impl Into<Obligation<V>>,
    ) -> Self {
        let Ok(terms) = terms.into().translate(&Words);
        self.draft.obligations.push((word(obligation), terms));
        self
    }

    /// Until this first holds nothing is due. Without a word, the agreement is in force at once.
    ///
    /// ```
    /// # servanda::vocabulary! {
    /// #     struct Sale;
    /// #     enum Party { Buyer, Seller }
    /// #     enum Act { Pay, Deliver }
    /// #     enum Obligation { Price, Delivery }
    /// # }
    /// use servanda::condition::happened;
    /// use servanda::{Agreement, Event, Monitor, by, owes};
    /// let sale = Agreement::<Sale>::builder("Sale", "2026-05-04T09:00:00Z".parse()?)
    ///     .party(Party::Buyer, "who buys")
    ///     .party(Party::Seller, "who sells")
    ///     .act(Act::Pay, by([Party::Buyer]))
    ///     .act(Act::Deliver, by([Party::Seller]))
    ///     .obligation(Obligation::Delivery, owes(Party::Seller, Party::Buyer).perform(Act::Deliver))
    ///     .entry_into_force(happened(Act::Pay))
    ///     .build()?;
    /// let mut monitor = Monitor::new(&sale);
    /// assert!(!monitor.is_in_force());
    /// monitor.record(&Event::act(sale.date().ok_or("undated")?, Party::Buyer, Act::Pay));
    /// assert!(monitor.is_in_force());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn entry_into_force(mut self, condition: Condition<V>) -> Self {
        let Ok(condition) = condition.translate(&Words);
        self.draft.entry_into_force = Some(condition);
        self
    }

    /// From when this first holds everything still open lapses. Without a word, never.
    ///
    /// ```
    /// # servanda::vocabulary! {
    /// #     struct Sale;
    /// #     enum Party { Buyer, Seller }
    /// #     enum Act { Pay, Deliver }
    /// #     enum Obligation { Price, Delivery }
    /// # }
    /// use servanda::condition::happened;
    /// use servanda::{Agreement, Event, Monitor, Status, by, owes};
    /// let sale = Agreement::<Sale>::builder("Sale", "2026-05-04T09:00:00Z".parse()?)
    ///     .party(Party::Buyer, "who buys")
    ///     .party(Party::Seller, "who sells")
    ///     .act(Act::Pay, by([Party::Buyer]))
    ///     .act(Act::Deliver, by([Party::Seller]))
    ///     .obligation(Obligation::Delivery, owes(Party::Seller, Party::Buyer).perform(Act::Deliver))
    ///     .terminates_when(happened(Act::Pay))
    ///     .build()?;
    /// let mut monitor = Monitor::new(&sale);
    /// monitor.record(&Event::act(sale.date().ok_or("undated")?, Party::Buyer, Act::Pay));
    /// assert_eq!(monitor.status(Obligation::Delivery), Some(Status::Lapsed));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn terminates_when(mut self, condition: Condition<V>) -> Self {
        let Ok(condition) = condition.translate(&Words);
        self.draft.terminates_when = Some(condition);
        self
    }

    /// What "settled" means. Without a word: the agreement is in force and has not terminated, and every
    /// binding obligation is closed, or is a prohibition that is due or suspended.
    ///
    /// ```
    /// # servanda::vocabulary! {
    /// #     struct Sale;
    /// #     enum Party { Buyer, Seller }
    /// #     enum Act { Pay, Deliver }
    /// #     enum Obligation { Price, Delivery }
    /// # }
    /// use servanda::condition::happened;
    /// use servanda::{Agreement, Event, Monitor, Outcome, by, owes};
    /// let sale = Agreement::<Sale>::builder("Sale", "2026-05-04T09:00:00Z".parse()?)
    ///     .party(Party::Buyer, "who buys")
    ///     .party(Party::Seller, "who sells")
    ///     .act(Act::Pay, by([Party::Buyer]))
    ///     .act(Act::Deliver, by([Party::Seller]))
    ///     .obligation(Obligation::Delivery, owes(Party::Seller, Party::Buyer).perform(Act::Deliver))
    ///     .settled_when(happened(Act::Pay))
    ///     .build()?;
    /// let mut monitor = Monitor::new(&sale);
    /// monitor.record(&Event::act(sale.date().ok_or("undated")?, Party::Buyer, Act::Pay));
    /// assert_eq!(monitor.outcome(), Outcome::Settled);   // though the delivery is still due
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn settled_when(mut self, condition: Condition<V>) -> Self {
        let Ok(condition) = condition.translate(&Words);
        self.draft.settled_when = Some(condition);
        self
    }

    /// The agreement, checked.
    ///
    /// # Errors
    /// Every rule of [SEMANTICS.md, section 2](crate::guide::law#2-an-agreement), that it breaks, with its place.
    ///
    /// ```
    /// # servanda::vocabulary! {
    /// #     struct Sale;
    /// #     enum Party { Buyer, Seller }
    /// #     enum Act { Pay, Deliver }
    /// #     enum Obligation { Price, Delivery }
    /// # }
    /// use servanda::{Agreement, by, owes};
    /// let error = Agreement::<Sale>::builder("Sale", "2026-05-04T09:00:00Z".parse()?)
    ///     .party(Party::Buyer, "who buys")
    ///     .party(Party::Seller, "who sells")
    ///     .act(Act::Pay, by([Party::Buyer]))
    ///     .obligation(Obligation::Price, owes(Party::Seller, Party::Buyer).perform(Act::Pay))
    ///     .build()
    ///     .unwrap_err();
    /// assert_eq!(error.defects()[0].place(), "obligations.price.debtor");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn build(self) -> Result<Agreement<V>, AgreementError> {
        let terms = Terms::checked(self.draft)?;
        Agreement::with_names(terms.into())
            .map_err(|unknown| Defect::new("agreement", unknown).into())
    }
}

impl Draft {
    pub(super) fn new(title: &str, date: Option<Instant>) -> Self {
        Self {
            title: title.into(),
            date: date.map(WrittenDate::from),
            parties: Vec::new(),
            registrar: None,
            kinds: Vec::new(),
            calendars: Vec::new(),
            passages: Vec::new(),
            acts: Vec::new(),
            obligations: Vec::new(),
            entry_into_force: None,
            terminates_when: None,
            settled_when: None,
        }
    }

    /// From the wire, if the keys of each obligation fit together.
    pub(crate) fn read(document: Document) -> Result<Self, AgreementError> {
        let mut defects = Vec::new();
        let mut kinds = Vec::with_capacity(document.subjects.len());
        for (name, Strict(written)) in document.subjects {
            match written.read(&format!("subjects.{name}")) {
                Ok(kind) => kinds.push((name, kind)),
                Err(found) => defects.extend(found),
            }
        }
        let mut obligations = Vec::with_capacity(document.obligations.len());
        for (name, Strict(written)) in document.obligations {
            match written.read(&format!("obligations.{name}")) {
                Ok(obligation) => obligations.push((name, obligation)),
                Err(found) => defects.extend(found),
            }
        }
        match AgreementError::of(defects) {
            Some(error) => Err(error),
            None => Ok(Self {
                title: document.title,
                date: document.date,
                parties: document
                    .parties
                    .into_iter()
                    .map(|(name, WrittenParty(described))| (name, described))
                    .collect(),
                registrar: document.registrar,
                kinds,
                calendars: document.calendars,
                passages: document.passages.into_iter().map(|(id, Strict(it))| (id, it)).collect(),
                acts: document
                    .acts
                    .into_iter()
                    .map(|(name, Strict(act))| (name, act.into()))
                    .collect(),
                obligations,
                entry_into_force: document.entry_into_force,
                terminates_when: document.terminates_when,
                settled_when: document.settled_when,
            }),
        }
    }
}

/// Enums to words. An id has no word of its own; a term that uses one reads `?` and is refused as
/// unknown, for an agreement can't be written with the ids of another.
pub(crate) struct Words;

fn word(name: impl Name) -> Box<str> {
    name.text().map_or_else(|| "?".into(), Into::into)
}

impl<V: Names> Translate<V, Text> for Words {
    type Error = std::convert::Infallible;

    fn party(&self, party: &V::Party) -> Result<Box<str>, Self::Error> {
        Ok(word(*party))
    }

    fn act(&self, act: &V::Act) -> Result<Box<str>, Self::Error> {
        Ok(word(*act))
    }

    fn obligation(&self, obligation: &V::Obligation) -> Result<Box<str>, Self::Error> {
        Ok(word(*obligation))
    }

    fn told(&self, told: &V::Told) -> Result<Box<str>, Self::Error> {
        Ok(word(*told))
    }

    fn kind(&self, kind: &V::Kind) -> Result<Box<str>, Self::Error> {
        Ok(word(*kind))
    }

    fn calendar(&self, calendar: &V::Calendar) -> Result<Box<str>, Self::Error> {
        Ok(word(*calendar))
    }
}
