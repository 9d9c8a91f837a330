//! Acts: the kinds of things that parties do.

use crate::names::{Ids, Name, Translate, Vocabulary};

use super::condition::{Condition, always};

/// A kind of thing that parties do: who may do it, what must hold first, and in whose favour that
/// stands ([SEMANTICS.md, section 1](crate::guide::law#1-words)). A power is an act; its effects are written in the conditions of
/// the obligations that it touches.
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
    pub(crate) by: Vec<V::Party>,
    pub(crate) requires: Condition<V>,
    pub(crate) protects: Option<Vec<V::Party>>,
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
    Act { by: parties.into_iter().collect(), requires: always(), protects: None, cites: Vec::new() }
}

impl<V: Vocabulary> Act<V> {
    /// What must hold first: its precondition. Without a word, nothing.
    #[must_use]
    pub fn requires(mut self, condition: Condition<V>) -> Self {
        self.requires = condition;
        self
    }

    /// In whose favour the precondition stands: they alone, together, can waive it. Without a word,
    /// every party.
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

    /// Who may do it.
    #[must_use]
    pub fn actors(&self) -> &[V::Party] {
        &self.by
    }

    /// What must hold before it is done.
    #[must_use]
    pub fn precondition(&self) -> &Condition<V> {
        &self.requires
    }

    /// In whose favour the precondition stands; none means every party.
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
            requires: self.requires.translate(translation)?,
            protects: self
                .protects
                .as_ref()
                .map(|parties| translation.parties(parties))
                .transpose()?,
            cites: self.cites.clone(),
        })
    }
}
