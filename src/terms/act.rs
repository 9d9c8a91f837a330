//! Acts: the kinds of things that parties do.

use crate::names::{Ids, Name, Translate, Vocabulary};

use super::condition::{Condition, always, never};
use super::kind::Unnamed;
use super::told::ToldType;
use super::unit::Unit;

/// A kind of thing that parties do: who may do it, what must hold first, from when on it is too
/// late, and in whose favour these stand (SEMANTICS.md, section 1). A power is an act that has no
/// effect unless it is done by right; its effects are written in the conditions of the obligations
/// that it touches.
///
/// Written from [`by`] on: `by([Seller]).requires(happened(Pay)).protects([Seller])`.
///
/// ```
/// # servanda::vocabulary! {
/// #     struct Sale;
/// #     enum Party { Buyer, Seller }
/// #     enum Act { Pay, Deliver }
/// #     enum Obligation { Price, Delivery }
/// # }
/// use servanda::condition::happened;
/// use servanda::by;
///
/// let deliver = by([Party::Seller]).requires(happened(Act::Pay)).protects([Party::Seller]);
/// assert_eq!(deliver.actors(), [Party::Seller]);
/// assert_eq!(deliver.precondition(), &happened(Act::Pay));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act<V: Vocabulary = Ids> {
    /// Every party, where `is_open_to_all` says so and the agreement is built.
    pub(crate) by: Vec<V::Party>,
    pub(crate) is_open_to_all: bool,
    /// Whether, in a kind over parties, the party may do it that the subject is.
    pub(crate) is_open_to_each: bool,
    /// The kind of subject that it belongs to; none of the run.
    pub(crate) of: Option<V::Kind>,
    pub(crate) unnamed: Option<Unnamed>,
    pub(crate) requires: Condition<V>,
    pub(crate) expires_when: Condition<V>,
    pub(crate) is_power: bool,
    pub(crate) protects: Option<Vec<V::Party>>,
    /// Whether, in a kind over parties, it protects the party that the subject is.
    pub(crate) protects_each: bool,
    pub(crate) tells: Vec<(V::Told, ToldType)>,
    pub(crate) unit: Option<Unit>,
    pub(crate) cites: Vec<Box<str>>,
}

/// An act that these parties may do.
///
/// ```
/// # servanda::vocabulary! {
/// #     struct Sale;
/// #     enum Party { Buyer, Seller }
/// #     enum Act { Pay, Deliver }
/// #     enum Obligation { Price, Delivery }
/// # }
/// let pay = servanda::by([Party::Buyer]);
/// assert_eq!(pay.actors(), [Party::Buyer]);
/// # let _: servanda::Act<Sale> = pay;
/// ```
pub fn by<P: Name<In: Vocabulary<Party = P>>>(parties: impl IntoIterator<Item = P>) -> Act<P::In> {
    Act::of(parties.into_iter().collect(), false)
}

/// An act that every party may do.
///
/// ```
/// # servanda::vocabulary! {
/// #     struct Sale;
/// #     enum Party { Buyer, Seller }
/// #     enum Act { Pay, Deliver }
/// #     enum Obligation { Price, Delivery }
/// # }
/// let pay: servanda::Act<Sale> = servanda::terms::by_all();
/// assert!(pay.is_open_to_all());
/// ```
#[must_use]
pub fn by_all<V: Vocabulary>() -> Act<V> {
    Act::of(Vec::new(), true)
}

/// An act of a kind over parties that the party may do which the subject is.
///
/// ```
/// # servanda::vocabulary! {
/// #     struct Treaty;
/// #     enum Party { A, B }
/// #     enum Act { Declare }
/// #     enum Obligation { Declaration }
/// #     enum Told {}
/// #     enum Kind { State }
/// # }
/// use servanda::Act as Terms;
/// use servanda::terms::by_each;
/// let declare: Terms<Treaty> = by_each(Kind::State);
/// assert!(declare.is_open_to_each() && declare.kind() == Some(&Kind::State));
/// ```
pub fn by_each<K: Name<In: Vocabulary<Kind = K>>>(kind: K) -> Act<K::In> {
    Act { is_open_to_each: true, ..Act::of(Vec::new(), false) }.of_kind(kind)
}

impl<V: Vocabulary> Act<V> {
    fn of(by: Vec<V::Party>, is_open_to_all: bool) -> Self {
        Self {
            by,
            is_open_to_all,
            is_open_to_each: false,
            of: None,
            unnamed: None,
            requires: always(),
            expires_when: never(),
            is_power: false,
            protects: None,
            protects_each: false,
            tells: Vec::new(),
            unit: None,
            cites: Vec::new(),
        }
    }

    /// What must hold first: its precondition. Without a word, nothing.
    #[must_use]
    pub fn requires(mut self, condition: Condition<V>) -> Self {
        self.requires = condition;
        self
    }

    /// From when this first holds it is too late, for good: the end of its window. Without a word,
    /// never.
    ///
    /// ```
    /// # servanda::vocabulary! {
    /// #     struct Sale;
    /// #     enum Party { Buyer, Seller }
    /// #     enum Act { Deliver, Reject }
    /// #     enum Obligation { Price, Delivery }
    /// # }
    /// use servanda::condition::{elapsed, happened};
    /// use servanda::by;
    /// // Within a week of the delivery, or not at all.
    /// let reject = by([Party::Buyer])
    ///     .requires(happened(Act::Deliver))
    ///     .expires_when(elapsed("P7D".parse()?, happened(Act::Deliver)))
    ///     .power();
    /// assert!(reject.is_power());
    /// # Ok::<(), servanda::time::SpanError>(())
    /// ```
    #[must_use]
    pub fn expires_when(mut self, condition: Condition<V>) -> Self {
        self.expires_when = condition;
        self
    }

    /// It is a power: done without right it is void, as if it had not been done.
    #[must_use]
    pub fn power(mut self) -> Self {
        self.is_power = true;
        self
    }

    /// Each of its events tells this, in this type.
    ///
    /// ```
    /// # servanda::vocabulary! {
    /// #     struct Orders;
    /// #     enum Party { Buyer, Seller }
    /// #     enum Act { Order, Deliver }
    /// #     enum Obligation { Delivery }
    /// #     enum Told { Pieces, Grade }
    /// # }
    /// use servanda::terms::ToldType;
    /// use servanda::by;
    /// let order = by([Party::Buyer])
    ///     .tells(Told::Pieces, ToldType::Quantity(None))
    ///     .tells(Told::Grade, ToldType::words(["a", "b"]));
    /// assert_eq!(order.told().len(), 2);
    /// ```
    #[must_use]
    pub fn tells(mut self, name: V::Told, what: ToldType) -> Self {
        self.tells.push((name, what));
        self
    }

    /// In what its quantities are counted; each of its events then says how much.
    ///
    /// ```
    /// # servanda::vocabulary! {
    /// #     struct Sale;
    /// #     enum Party { Buyer, Seller }
    /// #     enum Act { Pay, Deliver }
    /// #     enum Obligation { Price, Delivery }
    /// # }
    /// use servanda::terms::Unit;
    /// use servanda::by;
    /// let pay = by([Party::Buyer]).counted_in(Unit::new("USD", 2));
    /// assert_eq!(pay.unit().map(Unit::name), Some("USD"));
    /// ```
    #[must_use]
    pub fn counted_in(mut self, unit: Unit) -> Self {
        self.unit = Some(unit);
        self
    }

    /// In whose favour the precondition and the window stand: they alone, together, can waive them.
    /// Without a word, every party that is no group.
    ///
    /// ```
    /// # servanda::vocabulary! {
    /// #     struct Sale;
    /// #     enum Party { Buyer, Seller }
    /// #     enum Act { Pay, Deliver }
    /// #     enum Obligation { Price, Delivery }
    /// # }
    /// use servanda::condition::happened;
    /// use servanda::by;
    /// let deliver = by([Party::Seller]).requires(happened(Act::Pay));
    /// assert_eq!(deliver.protected(), None);   // every party
    /// let deliver = deliver.protects([Party::Seller]);
    /// assert_eq!(deliver.protected(), Some(&[Party::Seller][..]));
    /// ```
    #[must_use]
    pub fn protects(mut self, parties: impl IntoIterator<Item = V::Party>) -> Self {
        self.protects = Some(parties.into_iter().collect());
        self
    }

    /// The passages of the source text that it encodes.
    ///
    /// ```
    /// # servanda::vocabulary! {
    /// #     struct Sale;
    /// #     enum Party { Buyer, Seller }
    /// #     enum Act { Pay, Deliver }
    /// #     enum Obligation { Price, Delivery }
    /// # }
    /// let pay: servanda::Act<Sale> = servanda::by([Party::Buyer]).cites(["clause-2"]);
    /// assert_eq!(&*pay.citations()[0], "clause-2");
    /// ```
    #[must_use]
    pub fn cites<'a>(mut self, passages: impl IntoIterator<Item = &'a str>) -> Self {
        self.cites = passages.into_iter().map(Into::into).collect();
        self
    }

    /// It belongs to a kind of subject: it is done in one of them.
    #[must_use]
    pub fn of_kind(mut self, kind: V::Kind) -> Self {
        self.of = Some(kind);
        self
    }

    /// Of an act of a kind: where it goes if its event names no subject.
    #[must_use]
    pub fn unnamed(mut self, unnamed: Unnamed) -> Self {
        self.unnamed = Some(unnamed);
        self
    }

    /// In a kind over parties: its precondition and its window stand in favour of the party that the subject
    /// is, beside those that [`Act::protects`] names.
    #[must_use]
    pub fn protects_each(mut self) -> Self {
        self.protects.get_or_insert_default();
        self.protects_each = true;
        self
    }

    /// The kind of subject that it belongs to; none of the run.
    #[must_use]
    pub fn kind(&self) -> Option<&V::Kind> {
        self.of.as_ref()
    }

    /// Whether, in a kind over parties, the party may do it that the subject is.
    #[must_use]
    pub fn is_open_to_each(&self) -> bool {
        self.is_open_to_each
    }

    /// Where it goes if its event names no subject, if that is said.
    #[must_use]
    pub fn goes_unnamed(&self) -> Option<Unnamed> {
        self.unnamed
    }

    /// Whether precondition and window stand in favour of the party that the subject is.
    #[must_use]
    pub fn does_protect_each(&self) -> bool {
        self.protects_each
    }

    /// Who may do it. Of an act that is open to all these are every party of the agreement, once it
    /// is built.
    #[must_use]
    pub fn actors(&self) -> &[V::Party] {
        &self.by
    }

    /// Whether every party may do it.
    #[must_use]
    pub fn is_open_to_all(&self) -> bool {
        self.is_open_to_all
    }

    /// What must hold before it is done.
    #[must_use]
    pub fn precondition(&self) -> &Condition<V> {
        &self.requires
    }

    /// From when on it is too late.
    #[must_use]
    pub fn expiry(&self) -> &Condition<V> {
        &self.expires_when
    }

    /// Whether it is void when it is done without right.
    #[must_use]
    pub fn is_power(&self) -> bool {
        self.is_power
    }

    /// What each of its events tells.
    #[must_use]
    pub fn told(&self) -> &[(V::Told, ToldType)] {
        &self.tells
    }

    /// In what its quantities are counted; none means by number.
    #[must_use]
    pub fn unit(&self) -> Option<&Unit> {
        self.unit.as_ref()
    }

    /// In whose favour the precondition and the window stand; none means every party that is no
    /// group.
    #[must_use]
    pub fn protected(&self) -> Option<&[V::Party]> {
        self.protects.as_deref()
    }

    /// The ids of the passages that it encodes.
    #[must_use]
    pub fn citations(&self) -> &[Box<str>] {
        &self.cites
    }

    pub(crate) fn translate<W: Vocabulary, T: Translate<V, W>>(
        &self,
        translation: &T,
    ) -> Result<Act<W>, T::Error> {
        Ok(Act {
            by: translation.parties(&self.by)?,
            is_open_to_all: self.is_open_to_all,
            is_open_to_each: self.is_open_to_each,
            of: self.of.as_ref().map(|kind| translation.kind(kind)).transpose()?,
            unnamed: self.unnamed,
            requires: self.requires.translate(translation)?,
            expires_when: self.expires_when.translate(translation)?,
            is_power: self.is_power,
            protects: self
                .protects
                .as_ref()
                .map(|parties| translation.parties(parties))
                .transpose()?,
            protects_each: self.protects_each,
            tells: self
                .tells
                .iter()
                .map(|(name, what)| Ok((translation.told(name)?, what.clone())))
                .collect::<Result<_, T::Error>>()?,
            unit: self.unit.clone(),
            cites: self.cites.clone(),
        })
    }
}
