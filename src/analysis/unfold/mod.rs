//! Unfolding: an agreement with kinds of subjects as one without, in which each kind stands for a few
//! subjects. What has no place for subjects, as walks have none, can be asked of that.

mod replay;
mod rewrite;
mod scope;
mod subjects;

use std::fmt;

use crate::escape::escaped;
use crate::event::{Deed, Event, Speaker};
use crate::names::{ActId, KindId, Names, ObligationId};
use crate::terms::{Agreement, Draft, Terms};

use rewrite::Rewriter;
use subjects::Unfolding;

pub(super) use replay::reach;

/// An agreement with kinds of subjects, with a few subjects of each written out: two that events open,
/// the parties of `each_of`, and the periods, or where there are more than twelve the first, the middle and
/// the last.
///
/// An act `deliver` of a kind `order` is one for each of them there: `deliver (order 1)`, `deliver (order
/// 2)`. What is asked of it is answered of a run in which nothing else opens; what that leaves open is
/// told.
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
/// use servanda::analysis::{Explorer, Goal};
/// use servanda::terms::opened_by;
/// use servanda::{Agreement, by, owes};
/// let orders = Agreement::<Orders>::builder("Orders", "2026-01-01T00:00:00Z".parse()?)
///     .party(Party::Buyer, "who orders")
///     .party(Party::Seller, "who delivers")
///     .subjects(Kind::Order, opened_by([Act::Order]).gist("what is ordered at once"))
///     .act(Act::Order, by([Party::Buyer]).of_kind(Kind::Order))
///     .act(Act::Deliver, by([Party::Seller]).of_kind(Kind::Order))
///     .obligation(
///         Obligation::Delivery,
///         owes(Party::Seller, Party::Buyer).perform(Act::Deliver).within("P2W".parse()?).of_kind(Kind::Order),
///     )
///     .build()?;
/// let unfolded = orders.unfolded()?;
/// let deliver = unfolded.agreement().act("deliver (order 1)")?;
/// assert!(Explorer::new(unfolded.agreement()).reach(&Goal::Done(deliver))?.is_reachable());
/// assert_eq!(
///     unfolded.left_open()[0].to_string(),
///     "subjects.order: more than two subjects",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfolded {
    agreement: Agreement,
    acts: Vec<Origin<ActId>>,
    obligations: Vec<Origin<ObligationId>>,
    left_open: Vec<LeftOut>,
}

/// What an unfolded agreement leaves open.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// let agreement = cuba::agreement(Reading::Verified)?;
/// assert!(agreement.unfolded()?.left_open().is_empty());   // it has no kinds
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeftOut {
    /// The place in the document.
    pub place: Box<str>,
    /// What is left open there.
    pub what: &'static str,
}

/// Why an agreement can't be written out subject by subject.
///
/// ```
/// use servanda::Agreement;
/// let orders = Agreement::from_json(r#"{
///     "title": "Orders", "date": "2026-01-01T00:00:00Z", "parties": {"buyer": "", "seller": ""},
///     "subjects": {"order": {"gist": "", "opened_by": "order"}},
///     "acts": {"order": {"by": ["buyer"], "of": "order", "tells": {"price": "quantity"}}},
///     "obligations": {}
/// }"#)?;
/// let error = orders.unfolded().unwrap_err();
/// assert_eq!(&*error.place, "acts.order.tells");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[error(
    "{}: {what} can't be written out for each subject; ask the agreement itself what is so now",
    escaped(place)
)]
pub struct UnfoldError {
    /// The place in the document.
    pub place: Box<str>,
    /// What stands there.
    pub what: &'static str,
}

/// Of what something is one of several, and of which subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Origin<K> {
    id: K,
    subject: Option<SubjectPlace>,
}

/// A subject by its place among those of its kind, in the order in which they open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct SubjectPlace {
    kind: KindId,
    place: u32,
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", escaped(&self.place), self.what)
    }
}

impl<V: Names> Agreement<V> {
    /// This agreement with a few subjects of each kind written out: see [`Unfolded`]. One without kinds
    /// stays as it is.
    ///
    /// # Errors
    /// Where acts tell anything, or something depends on what is known only once a subject opens.
    pub fn unfolded(&self) -> Result<Unfolded, UnfoldError> {
        Unfolded::of(self.terms(), || self.erased())
    }
}

impl Unfolded {
    fn of(terms: &Terms, itself: impl FnOnce() -> Agreement) -> Result<Self, UnfoldError> {
        if terms.kinds.len() == 0 {
            let alone = |id| Origin { id, subject: None };
            return Ok(Self {
                agreement: itself(),
                acts: terms.acts.keys().map(alone).collect(),
                obligations: terms
                    .obligations
                    .keys()
                    .map(|id| Origin { id, subject: None })
                    .collect(),
                left_open: Vec::new(),
            });
        }
        let whole = |_| UnfoldError { place: "agreement".into(), what: "what it says" };
        let draft = Draft::read(terms.document()).map_err(whole)?;
        let unfolding = Unfolding::of(terms, &draft)?;
        let (draft, left_open) = Rewriter::new(&draft, &unfolding).rewritten()?;
        let agreement = Agreement::drafted(draft).map_err(whole)?;
        let scopes = |of: Option<KindId>| unfolding.places(of);
        let acts = terms.acts.iter().flat_map(|(id, act)| {
            scopes(act.of).into_iter().map(move |subject| Origin { id, subject })
        });
        let obligations = terms.obligations.iter().flat_map(|(id, obligation)| {
            scopes(obligation.of).into_iter().map(move |subject| Origin { id, subject })
        });
        Ok(Self { acts: acts.collect(), obligations: obligations.collect(), left_open, agreement })
    }

    /// The agreement without kinds.
    #[must_use]
    pub fn agreement(&self) -> &Agreement {
        &self.agreement
    }

    /// What it leaves open, in the order of the document.
    #[must_use]
    pub fn left_open(&self) -> &[LeftOut] {
        &self.left_open
    }

    /// What an act of the agreement itself is here: one of a kind is one for each subject, in the order in
    /// which they open.
    ///
    /// ```
    /// use servanda::Agreement;
    /// let orders = Agreement::from_json(r#"{
    ///     "title": "Orders", "date": "2026-01-01T00:00:00Z", "parties": {"buyer": ""},
    ///     "subjects": {"order": {"gist": "", "opened_by": "order"}},
    ///     "acts": {"order": {"by": ["buyer"], "of": "order"}}, "obligations": {}
    /// }"#)?;
    /// let unfolded = orders.unfolded()?;
    /// let acts = unfolded.each_of(orders.act("order")?);
    /// let names: Vec<_> = acts.filter_map(|act| unfolded.agreement().act_name(act)).collect();
    /// assert_eq!(names, ["order (order 1)", "order (order 2)"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn each_of(&self, act: ActId) -> impl Iterator<Item = ActId> {
        let copies = self.agreement.acts().zip(&self.acts);
        copies.filter(move |(_, origin)| origin.id == act).map(|(copy, _)| copy)
    }

    /// The event of the agreement itself for one of the unfolded one, and the subject that it is about;
    /// none of a deed that no plan has.
    fn folded(&self, event: &Event) -> Option<(Event, Option<SubjectPlace>)> {
        let act = |id: ActId| self.acts.get(crate::names::Key::place(id)).copied();
        let obligation =
            |id: ObligationId| self.obligations.get(crate::names::Key::place(id)).copied();
        let (deed, subject) = match &event.deed {
            Deed::Act { actor, act: of, quantity, told } => {
                let Origin { id, subject } = act(*of)?;
                let deed =
                    Deed::Act { actor: *actor, act: id, quantity: *quantity, told: told.clone() };
                (deed, subject)
            }
            Deed::Attest { speaker: Speaker::One(party), obligation: of } => {
                let Origin { id, subject } = obligation(*of)?;
                (Deed::Attest { speaker: Speaker::One(*party), obligation: id }, subject)
            }
            Deed::Deny { speaker: Speaker::One(party), obligation: of } => {
                let Origin { id, subject } = obligation(*of)?;
                (Deed::Deny { speaker: Speaker::One(*party), obligation: id }, subject)
            }
            Deed::Release { speaker: Speaker::One(party), obligation: of } => {
                let Origin { id, subject } = obligation(*of)?;
                (Deed::Release { speaker: Speaker::One(*party), obligation: id }, subject)
            }
            Deed::Tick { .. } => (event.deed.clone(), None),
            _ => return None,
        };
        Some((Event::new(event.time, deed), subject))
    }
}
