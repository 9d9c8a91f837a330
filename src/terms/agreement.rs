//! An agreement: what was promised, checked and ready to be kept.

use std::any::Any;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use crate::digest::Digest;
use crate::escape::escaped;
use crate::names::{
    ActId, CalendarId, Directory, Ids, Key, KindId, Name, NameKind, Names, ObligationId, PartyId,
    Subject, Table, Text, ToldId, Translate, UnknownNameError,
};
use crate::strict::Strict;
use crate::time::Instant;
use crate::time::calendar::{Calendar, CalendarDay, Term};

use super::act::Act;
use super::address::GoesOn;
use super::builder::{AgreementBuilder, Draft};
use super::check::check;
use super::circle;
use super::condition::{Condition, always, never};
use super::days;
use super::document::Document;
use super::error::{AgreementError, BrokenRule, Defect};
use super::figures;
use super::graph::{Ends, Graph};
use super::kind::{Kind, Members, Opening};
use super::lexicon::{Lexicon, Named};
use super::obligation::Obligation;
use super::party::{Described, Group, WrittenParty};
use super::passage::Passage;
use super::scopes;
use super::told::ToldType;
use super::unit::Unit;
use super::weaver::Woven;
use super::written_date::WrittenDate;
use super::written_order::WrittenOrders;

/// An agreement that keeps every rule of [SEMANTICS.md, section 2](crate::guide::law#2-an-agreement): immutable, and cheap to clone and
/// to share between threads.
///
/// Its names are of the vocabulary `V`: enums of your own for an agreement written in Rust
/// ([`Agreement::builder`]), ids for one that was read from a file (`Agreement` alone).
///
/// ```
/// servanda::vocabulary! {
///     pub struct Sale;
///     pub enum Party { Buyer, Seller }
///     pub enum Act { Pay, Deliver }
///     pub enum Obligation { Price, Delivery }
/// }
/// use servanda::condition::happened;
/// use servanda::{Agreement, Span, by, owes};
///
/// let sale = Agreement::<Sale>::builder("Sale of a boat", "2026-05-04T09:00:00Z".parse()?)
///     .party(Party::Buyer, "who buys")
///     .party(Party::Seller, "who sells")
///     .act(Act::Pay, by([Party::Buyer]))
///     .act(Act::Deliver, by([Party::Seller]).requires(happened(Act::Pay)))
///     .obligation(Obligation::Price, owes(Party::Buyer, Party::Seller).perform(Act::Pay))
///     .obligation(
///         Obligation::Delivery,
///         owes(Party::Seller, Party::Buyer).perform(Act::Deliver).within("P2W".parse()?),
///     )
///     .build()?;
/// assert_eq!(sale.obligations().count(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Agreement<V: Names = Ids> {
    terms: Arc<Terms>,
    lexicon: Arc<Lexicon<V>>,
}

/// The terms themselves, by ids, whatever the vocabulary.
#[derive(Debug)]
pub(crate) struct Terms {
    pub(crate) title: Box<str>,
    /// When the clock of a run starts; none where it starts with the first event that counts.
    pub(crate) date: Option<Instant>,
    /// Whether its document writes that in another time than UTC.
    pub(crate) date_has_offset: bool,
    pub(crate) parties: Table<PartyId, Party>,
    pub(crate) registrar: Option<PartyId>,
    pub(crate) kind_names: Table<KindId, Box<str>>,
    pub(crate) kinds: Table<KindId, KindTerms>,
    pub(crate) calendars: Table<CalendarId, NamedCalendar>,
    pub(crate) passages: Vec<(Box<str>, Passage)>,
    pub(crate) act_names: Table<ActId, Box<str>>,
    pub(crate) acts: Table<ActId, Act>,
    pub(crate) obligation_names: Table<ObligationId, Box<str>>,
    pub(crate) obligations: Table<ObligationId, Obligation>,
    /// What acts tell, in the order of the document.
    pub(crate) told: Table<ToldId, Telling>,
    pub(crate) ends: Ends,
    pub(crate) graph: Graph,
    /// Of terms under which a run stands whose agreement may change: the agreement as it is written. These
    /// have its names first, and then those that only agreements before it had, which have no part in
    /// anything any more.
    pub(super) written: Option<Arc<Self>>,
    /// Of terms to which runs were carried over: the agreements before, as they are written, the oldest first.
    pub(super) before: Vec<Arc<Self>>,
    pub(super) index: Index,
    /// What the layers above have learnt about the terms, and every run may use; nothing that they
    /// say depends on it.
    pub(crate) learnt: OnceLock<Arc<dyn Any + Send + Sync>>,
    pub(super) digest: OnceLock<Digest>,
    pub(super) written_order: OnceLock<WrittenOrders>,
}

/// A party, and who that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Party {
    pub(crate) name: Box<str>,
    pub(crate) description: Box<str>,
    /// Its members, where it is a group.
    pub(crate) group: Option<Group>,
    /// For whom it acts: itself, and each group of which it is a member, in the order of the
    /// document.
    pub(crate) acts_for: Vec<PartyId>,
}

/// A calendar, by which days are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NamedCalendar {
    pub(crate) name: Box<str>,
    /// Shared with what the engine remembers of the agreement.
    pub(crate) table: Arc<Calendar>,
}

/// A kind of subjects, and who they are where that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KindTerms {
    pub(crate) terms: Kind,
    /// The parties that its subjects are, in the order of the document; none where they are no parties.
    pub(crate) members: Vec<PartyId>,
}

/// Something that acts tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Telling {
    pub(crate) name: Box<str>,
    pub(crate) what: ToldType,
    /// The kind to whose subjects it belongs; none of the run.
    pub(crate) of: Option<KindId>,
}

/// Ids by their texts.
#[derive(Clone, Debug)]
pub(super) struct Index {
    parties: Directory<PartyId>,
    acts: Directory<ActId>,
    obligations: Directory<ObligationId>,
    told: Directory<ToldId>,
    kinds: Directory<KindId>,
    calendars: Directory<CalendarId>,
}

impl<V: Names> Agreement<V> {
    /// Starts an agreement of this title, whose clock starts at this instant.
    pub fn builder(title: &str, date: Instant) -> AgreementBuilder<V> {
        let draft = Draft::new(title, Some(date));
        AgreementBuilder { draft, vocabulary: std::marker::PhantomData }
    }

    /// Starts an agreement of this title, in which the clock of a run starts with the first event
    /// that counts.
    ///
    /// ```
    /// # servanda::vocabulary! {
    /// #     struct Sale;
    /// #     enum Party { Buyer, Seller }
    /// #     enum Act { Pay }
    /// #     enum Obligation { Price }
    /// # }
    /// use servanda::{Agreement, by, owes};
    /// let sale = Agreement::<Sale>::undated("Sales of this kind")
    ///     .party(Party::Buyer, "who buys")
    ///     .party(Party::Seller, "who sells")
    ///     .act(Act::Pay, by([Party::Buyer]))
    ///     .obligation(Obligation::Price, owes(Party::Buyer, Party::Seller).perform(Act::Pay))
    ///     .build()?;
    /// assert_eq!(sale.date(), None);
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn undated(title: &str) -> AgreementBuilder<V> {
        AgreementBuilder { draft: Draft::new(title, None), vocabulary: std::marker::PhantomData }
    }

    /// Its name.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.terms.title
    }

    /// The instant at which the clock of a run starts; none where that is the time of the first event
    /// that counts.
    #[must_use]
    pub fn date(&self) -> Option<Instant> {
        self.terms.date
    }

    /// The party that keeps the log, if one does.
    #[must_use]
    pub fn registrar(&self) -> Option<V::Party> {
        self.terms.registrar.map(|id| self.lexicon.party(id))
    }

    /// What a party is as a group; none for a party that is no group.
    #[must_use]
    pub fn group(&self, party: V::Party) -> Option<Group<V>> {
        let group = self.terms.parties[self.lexicon.party_id(party)?].group.as_ref()?;
        let Ok(group) = group.translate(&Named(&*self.lexicon));
        Some(group)
    }

    /// For whom a party acts when it does an act: itself, and each group of which it is a member.
    pub fn acts_for(&self, party: V::Party) -> impl Iterator<Item = V::Party> {
        let id = self.lexicon.party_id(party);
        let parties = id.map(|id| self.terms.parties[id].acts_for.as_slice()).unwrap_or_default();
        parties.iter().map(|id| self.lexicon.party(*id))
    }

    /// What its acts tell, in the order of the document.
    pub fn told_names(&self) -> impl ExactSizeIterator<Item = V::Told> {
        let own = self.terms.as_written().told.keys();
        own.map(|id| self.lexicon.told(id))
    }

    /// The told name that goes by this text.
    ///
    /// # Errors
    /// The nearest known name, if there is none of this text.
    pub fn told(&self, text: &str) -> Result<V::Told, UnknownNameError> {
        self.terms.told(text).map(|id| self.lexicon.told(id))
    }

    /// The text by which something told goes; none for what is not of this agreement.
    #[must_use]
    pub fn told_name(&self, told: V::Told) -> Option<&str> {
        self.lexicon.told_id(told).map(|id| &*self.terms.told[id].name)
    }

    /// Of what kind something told is; none for what is not of this agreement.
    #[must_use]
    pub fn told_type(&self, told: V::Told) -> Option<&ToldType> {
        self.lexicon.told_id(told).map(|id| &self.terms.told[id].what)
    }

    /// Its parties, in the order of the document.
    pub fn parties(&self) -> impl ExactSizeIterator<Item = V::Party> {
        let own = self.terms.as_written().parties.keys();
        own.map(|id| self.lexicon.party(id))
    }

    /// Its acts, in the order of the document.
    pub fn acts(&self) -> impl ExactSizeIterator<Item = V::Act> {
        let own = self.terms.as_written().acts.keys();
        own.map(|id| self.lexicon.act(id))
    }

    /// Its obligations, in the order of the document.
    pub fn obligations(&self) -> impl ExactSizeIterator<Item = V::Obligation> {
        let own = self.terms.as_written().obligations.keys();
        own.map(|id| self.lexicon.obligation(id))
    }

    /// Its kinds of subjects, in the order of the document.
    pub fn kinds(&self) -> impl ExactSizeIterator<Item = V::Kind> {
        self.terms.kinds.keys().map(|id| self.lexicon.kind(id))
    }

    /// The kind of subjects that goes by this text.
    ///
    /// # Errors
    /// The nearest known name, if there is none of this text.
    pub fn kind(&self, text: &str) -> Result<V::Kind, UnknownNameError> {
        self.terms.kind(text).map(|id| self.lexicon.kind(id))
    }

    /// The text by which a kind goes; none for one that is not of this agreement.
    #[must_use]
    pub fn kind_name(&self, kind: V::Kind) -> Option<&str> {
        self.lexicon.kind_id(kind).map(|id| &*self.terms.kind_names[id])
    }

    /// What a kind's terms are; none for one that is not of this agreement.
    #[must_use]
    pub fn kind_terms(&self, kind: V::Kind) -> Option<Kind<V>> {
        let terms = &self.terms.kinds[self.lexicon.kind_id(kind)?].terms;
        let Ok(terms) = terms.translate(&Named(&*self.lexicon));
        Some(terms)
    }

    /// Its calendars, in the order of the document.
    pub fn calendars(&self) -> impl ExactSizeIterator<Item = V::Calendar> {
        let own = self.terms.as_written().calendars.keys();
        own.map(|id| self.lexicon.calendar(id))
    }

    /// The calendar that goes by this text.
    ///
    /// # Errors
    /// The nearest known name, if there is none of this text.
    pub fn calendar(&self, text: &str) -> Result<V::Calendar, UnknownNameError> {
        self.terms.calendar(text).map(|id| self.lexicon.calendar(id))
    }

    /// The text by which a calendar goes; none for one that is not of this agreement.
    #[must_use]
    pub fn calendar_name(&self, calendar: V::Calendar) -> Option<&str> {
        self.lexicon.calendar_id(calendar).map(|id| &*self.terms.calendars[id].name)
    }

    /// What a calendar says; none for one that is not of this agreement.
    #[must_use]
    pub fn calendar_table(&self, calendar: V::Calendar) -> Option<&Calendar> {
        self.lexicon.calendar_id(calendar).map(|id| &*self.terms.calendars[id].table)
    }

    /// The passages of the source text, with their ids, in the order of the document.
    ///
    /// ```
    /// let agreement = servanda::cuba::agreement(servanda::cuba::Reading::Verified)?;
    /// let (id, passage) = agreement.passages().next().ok_or("a passage")?;
    /// assert_eq!(id, "para-1a");
    /// assert!(!passage.is_normative());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn passages(&self) -> impl ExactSizeIterator<Item = (&str, &Passage)> {
        self.terms.passages.iter().map(|(id, passage)| (&**id, passage))
    }

    /// The party that goes by this text.
    ///
    /// # Errors
    /// The nearest known name, if there is none of this text.
    pub fn party(&self, text: &str) -> Result<V::Party, UnknownNameError> {
        self.terms.party(text).map(|id| self.lexicon.party(id))
    }

    /// The act that goes by this text.
    ///
    /// # Errors
    /// The nearest known name, if there is none of this text.
    pub fn act(&self, text: &str) -> Result<V::Act, UnknownNameError> {
        self.terms.act(text).map(|id| self.lexicon.act(id))
    }

    /// The obligation that goes by this text.
    ///
    /// # Errors
    /// The nearest known name, if there is none of this text.
    ///
    /// ```
    /// let agreement = servanda::cuba::agreement(servanda::cuba::Reading::Verified)?.erased();
    /// let removal = agreement.obligation("remove-weapons")?;
    /// assert_eq!(agreement.obligation_name(removal), Some("remove-weapons"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn obligation(&self, text: &str) -> Result<V::Obligation, UnknownNameError> {
        self.terms.obligation(text).map(|id| self.lexicon.obligation(id))
    }

    /// The text by which a party goes; none for one that is not of this agreement.
    #[must_use]
    pub fn party_name(&self, party: V::Party) -> Option<&str> {
        self.lexicon.party_id(party).map(|id| &*self.terms.parties[id].name)
    }

    /// Who a party is; none for one that is not of this agreement.
    ///
    /// ```
    /// use servanda::cuba::{self, Party, Reading};
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// assert_eq!(agreement.party_name(Party::Us), Some("us"));
    /// assert_eq!(agreement.party_description(Party::Us), Some("United States of America"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn party_description(&self, party: V::Party) -> Option<&str> {
        self.lexicon.party_id(party).map(|id| &*self.terms.parties[id].description)
    }

    /// The text by which an act goes; none for one that is not of this agreement.
    #[must_use]
    pub fn act_name(&self, act: V::Act) -> Option<&str> {
        self.lexicon.act_id(act).map(|id| &*self.terms.act_names[id])
    }

    /// The text by which an obligation goes; none for one that is not of this agreement.
    #[must_use]
    pub fn obligation_name(&self, obligation: V::Obligation) -> Option<&str> {
        self.lexicon.obligation_id(obligation).map(|id| &*self.terms.obligation_names[id])
    }

    /// What an act's terms are; none for one that is not of this agreement.
    ///
    /// ```
    /// use servanda::cuba::{self, Act, Party, Reading};
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let lifting = agreement.act_terms(Act::LiftQuarantine).ok_or("not of this agreement")?;
    /// assert_eq!(lifting.actors(), [Party::Us]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn act_terms(&self, act: V::Act) -> Option<Act<V>> {
        let terms = &self.terms.acts[self.lexicon.act_id(act)?];
        let Ok(terms) = terms.translate(&Named(&*self.lexicon));
        Some(terms)
    }

    /// What an obligation's terms are; none for one that is not of this agreement.
    ///
    /// ```
    /// use servanda::cuba::{self, Obligation, Party, Reading};
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let removal = agreement.obligation_terms(Obligation::RemoveWeapons).ok_or("not of this one")?;
    /// assert_eq!(removal.debtor(), &Party::Ussr.into());
    /// assert_eq!(removal.creditor(), &Party::Us.into());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn obligation_terms(&self, obligation: V::Obligation) -> Option<Obligation<V>> {
        let terms = &self.terms.obligations[self.lexicon.obligation_id(obligation)?];
        let Ok(terms) = terms.translate(&Named(&*self.lexicon));
        Some(terms)
    }

    /// What tells it from every agreement that means something else: the SHA-256 of its
    /// [canonical form](Agreement::canonical). Two agreements that read the same have one digest
    /// ([SEMANTICS.md, section 12](crate::guide::law#12-an-agreement-that-changes)).
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// assert_eq!(agreement.digest(), agreement.erased().digest());
    /// assert_ne!(agreement.digest(), cuba::agreement(Reading::Practised)?.digest());
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn digest(&self) -> Digest {
        *self.terms.digest.get_or_init(|| Digest::of(self.terms.canonical().as_bytes()))
    }

    /// The canonical form: JSON in which spellings that mean the same are one. [The guide's
    /// page](crate::guide::digest) says how it is written. It is made to be hashed, not to be read
    /// back.
    ///
    /// ```
    /// use servanda::Agreement;
    /// let sale = Agreement::from_json(r#"{
    ///     "title": "Sale", "date": "2026-05-04T11:00:00+02:00",
    ///     "parties": {"seller": "who sells", "buyer": "who buys"},
    ///     "acts": {"pay": {"by": ["buyer"]}},
    ///     "obligations": {"price": {
    ///         "debtor": "buyer", "creditor": "seller", "perform": "pay", "quantity": 1, "within": "P2W"
    ///     }}
    /// }"#)?;
    /// assert_eq!(sale.canonical(), concat!(
    ///     r#"{"acts":{"pay":{"by":["buyer"]}},"date":"2026-05-04T09:00:00Z","obligations":"#,
    ///     r#"[["price",{"creditor":"seller","debtor":"buyer","perform":"pay","within":"P14D"}]],"#,
    ///     r#""parties":{"buyer":{},"seller":{}}}"#,
    /// ));
    /// # Ok::<(), servanda::formats::ReadError>(())
    /// ```
    #[must_use]
    pub fn canonical(&self) -> String {
        self.terms.as_written().canonical()
    }

    /// The same agreement by ids, whatever its vocabulary was.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// let typed = cuba::agreement(Reading::Verified)?;
    /// let by_ids: servanda::Agreement = typed.erased();
    /// assert_eq!(by_ids.title(), typed.title());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn erased(&self) -> Agreement {
        Agreement::of(Arc::clone(&self.terms))
    }

    /// The same agreement in the vocabulary `W`, if the two have the same names: a name that one of
    /// them lacks is found here, not when somebody waits for it in vain.
    ///
    /// # Errors
    /// The first name of the agreement that `W` doesn't have, or else the first of `W` that the
    /// agreement doesn't have.
    ///
    /// ```
    /// servanda::vocabulary! {
    ///     struct Sale;
    ///     enum Party { Buyer, Seller, Broker }
    ///     enum Act { Pay }
    ///     enum Obligation { Price }
    /// }
    /// let text = r#"{
    ///     "title": "Sale", "date": "2026-05-04T09:00:00Z",
    ///     "parties": {"buyer": "who buys", "seller": "who sells", "broker": "who brings them together"},
    ///     "acts": {"pay": {"by": ["buyer"]}},
    ///     "obligations": {"price": {"debtor": "buyer", "creditor": "seller", "perform": "pay"}}
    /// }"#;
    /// let sale = servanda::Agreement::from_json(text)?.typed::<Sale>()?;
    /// assert_eq!(sale.act("pay")?, Act::Pay);
    ///
    /// // A party that the file doesn't know could never act.
    /// let without = text.replace(r#", "broker": "who brings them together""#, "");
    /// let error = servanda::Agreement::from_json(&without)?.typed::<Sale>().unwrap_err();
    /// assert_eq!(error.to_string(), "unknown party `broker`");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn typed<W: Names>(&self) -> Result<Agreement<W>, UnknownNameError> {
        let typed = Agreement::<W>::with_names(Arc::clone(&self.terms))?;
        fn texts<N: Name>() -> impl Iterator<Item = String> {
            N::all().iter().filter_map(|name| name.text())
        }
        texts::<W::Party>().try_for_each(|text| self.terms.party(&text).map(drop))?;
        texts::<W::Act>().try_for_each(|text| self.terms.act(&text).map(drop))?;
        texts::<W::Obligation>().try_for_each(|text| self.terms.obligation(&text).map(drop))?;
        texts::<W::Kind>().try_for_each(|text| self.terms.kind(&text).map(drop))?;
        texts::<W::Calendar>().try_for_each(|text| self.terms.calendar(&text).map(drop))?;
        Ok(typed)
    }

    pub(super) fn with_names(terms: Arc<Terms>) -> Result<Self, UnknownNameError> {
        let lexicon = Arc::new(Lexicon::new(&terms)?);
        Ok(Self { terms, lexicon })
    }

    pub(crate) fn terms(&self) -> &Terms {
        &self.terms
    }

    pub(super) fn shared_terms(&self) -> &Arc<Terms> {
        &self.terms
    }

    pub(crate) fn lexicon(&self) -> &Lexicon<V> {
        &self.lexicon
    }
}

impl Agreement {
    /// From the wire.
    pub(crate) fn read(document: Document) -> Result<Self, AgreementError> {
        Self::drafted(Draft::read(document)?)
    }

    /// From words, if they keep every rule.
    pub(crate) fn drafted(draft: Draft) -> Result<Self, AgreementError> {
        Terms::checked(draft).map(|terms| Self::of(Arc::new(terms)))
    }

    pub(super) fn of(terms: Arc<Terms>) -> Self {
        let lexicon = Arc::new(Lexicon::identity(&terms));
        Self { terms, lexicon }
    }
}

/// Two agreements are equal if they say the same, word for word.
impl<V: Names> PartialEq for Agreement<V> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.terms, &other.terms) || self.terms == other.terms
    }
}

impl<V: Names> Eq for Agreement<V> {}

impl<V: Names> Agreement<V> {
    /// Whether it is the other one or a copy of it, and not only equal to it.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.terms, &other.terms)
    }
}

impl PartialEq for Terms {
    fn eq(&self, other: &Self) -> bool {
        // The graph and the index follow from the rest.
        self.title == other.title
            && self.date == other.date
            && self.parties == other.parties
            && self.registrar == other.registrar
            && self.kind_names == other.kind_names
            && self.kinds == other.kinds
            && self.calendars == other.calendars
            && self.passages == other.passages
            && self.act_names == other.act_names
            && self.acts == other.acts
            && self.obligation_names == other.obligation_names
            && self.obligations == other.obligations
            && self.ends == other.ends
    }
}

impl Terms {
    pub(super) fn checked(mut draft: Draft) -> Result<Self, AgreementError> {
        let mut defects = check(&draft);
        // Nothing else looks into a condition that is too deep to be looked at.
        let is_too_deep = |defect: &Defect| matches!(defect.rule(), BrokenRule::TooDeep { .. });
        if !defects.iter().any(is_too_deep) {
            defects.extend(days::reckon(&mut draft));
            defects.extend(scopes::check(&draft));
            defects.extend(figures::settle(&mut draft));
        }
        if let Some(error) = AgreementError::of(defects) {
            return Err(error);
        }
        let index = Index::of(&draft)?;
        let unknown = |unknown| AgreementError::from(Defect::new("agreement", unknown));
        let parties = parties(draft.parties, &index).map_err(unknown)?;
        let act = |act: &Act<Text>| {
            let mut act = act.translate(&index)?;
            if act.is_open_to_all {
                act.by = parties.keys().collect();
            }
            Ok(act)
        };
        let acts: Table<ActId, Act> =
            draft.acts.iter().map(|(_, it)| act(it)).collect::<Result<_, _>>().map_err(unknown)?;
        let obligations: Table<ObligationId, Obligation> = draft
            .obligations
            .iter()
            .map(|(_, obligation)| obligation.translate(&index))
            .collect::<Result<_, _>>()
            .map_err(unknown)?;
        let kinds: Table<KindId, KindTerms> = draft
            .kinds
            .iter()
            .map(|(_, kind)| Ok(KindTerms::of(kind.translate(&index)?, &parties)))
            .collect::<Result<_, _>>()
            .map_err(unknown)?;
        let calendars: Table<CalendarId, NamedCalendar> = draft
            .calendars
            .into_iter()
            .map(|(name, table)| NamedCalendar { name, table: table.into() })
            .collect();
        let condition = |condition: Option<Condition<Text>>, default: Condition| match condition {
            Some(condition) => condition.translate(&index),
            None => Ok(default),
        };
        let ends = Ends {
            entry_into_force: condition(draft.entry_into_force, always()).map_err(unknown)?,
            terminates_when: condition(draft.terminates_when, never()).map_err(unknown)?,
            settled_when: draft
                .settled_when
                .map(|condition| condition.translate(&index))
                .transpose()
                .map_err(unknown)?,
        };
        let obligation_names: Table<ObligationId, Box<str>> =
            draft.obligations.into_iter().map(|(name, _)| name).collect();
        if let Some(circle) = circle::find(&acts, &obligations) {
            let circle: Vec<Box<str>> =
                circle.into_iter().map(|id| obligation_names[id].clone()).collect();
            let place = circle.first().map(|first| format!("obligations.{first}"));
            let rule = BrokenRule::CircleOfResting { circle };
            return Err(Defect::new(place.unwrap_or_default(), rule).into());
        }
        let told = tellings(&draft.acts, &index).map_err(unknown)?;
        let registrar = draft.registrar.map(|name| index.parties.find(&name)).transpose();
        Ok(Self {
            title: draft.title,
            date: draft.date.as_ref().and_then(WrittenDate::instant),
            date_has_offset: draft.date.is_some_and(|date| date.has_offset()),
            parties,
            registrar: registrar.map_err(unknown)?,
            passages: draft.passages,
            act_names: draft.acts.into_iter().map(|(name, _)| name).collect(),
            graph: Graph::of(Woven {
                acts: &acts,
                obligations: &obligations,
                told: &told,
                kinds: &kinds,
                ends: &ends,
                goes_on: GoesOn::new(),
                may_change: false,
            }),
            written: None,
            before: Vec::new(),
            kind_names: draft.kinds.into_iter().map(|(name, _)| name).collect(),
            kinds,
            calendars,
            told,
            acts,
            obligation_names,
            obligations,
            ends,
            index,
            learnt: OnceLock::new(),
            digest: OnceLock::new(),
            written_order: OnceLock::new(),
        })
    }

    /// In which order a run's sums and instants are written down.
    pub(crate) fn written_order(&self) -> &WrittenOrders {
        self.written_order.get_or_init(|| WrittenOrders::of(self))
    }

    pub(crate) fn party(&self, text: &str) -> Result<PartyId, UnknownNameError> {
        self.index.parties.find(text)
    }

    pub(crate) fn act(&self, text: &str) -> Result<ActId, UnknownNameError> {
        self.index.acts.find(text)
    }

    /// The ids of names, for a reader that has another way to say what is wrong.
    #[inline]
    pub(crate) fn known_party(&self, text: &[u8]) -> Option<PartyId> {
        self.index.parties.get(text)
    }

    #[inline]
    pub(crate) fn known_act(&self, text: &[u8]) -> Option<ActId> {
        self.index.acts.get(text)
    }

    #[inline]
    pub(crate) fn known_obligation(&self, text: &[u8]) -> Option<ObligationId> {
        self.index.obligations.get(text)
    }

    pub(crate) fn obligation(&self, text: &str) -> Result<ObligationId, UnknownNameError> {
        self.index.obligations.find(text)
    }

    pub(crate) fn told(&self, text: &str) -> Result<ToldId, UnknownNameError> {
        self.index.told.find(text)
    }

    pub(crate) fn kind(&self, text: &str) -> Result<KindId, UnknownNameError> {
        self.index.kinds.find(text)
    }

    pub(crate) fn calendar(&self, text: &str) -> Result<CalendarId, UnknownNameError> {
        self.index.calendars.find(text)
    }

    /// What the calendar of this name says.
    pub(crate) fn calendar_table(&self, name: &str) -> Option<&Calendar> {
        let calendar = self.index.calendars.get(name.as_bytes())?;
        Some(&self.calendars[calendar].table)
    }

    /// A term, with its calendar at hand: so it can be reckoned.
    #[inline]
    pub(crate) fn term(&self, term: &Term<CalendarId>) -> Term<&Calendar> {
        term.map(|id| &*self.calendars[*id].table)
    }

    /// A term as a person reads it: "thirty days", "three working days, Berlin".
    pub(crate) fn term_in_words(&self, term: &Term<CalendarId>) -> String {
        term.map(|id| escaped(&self.calendars[*id].name)).in_words()
    }

    /// When the clock starts; where the first event starts it, before everything.
    pub(crate) fn start(&self) -> Instant {
        self.date.unwrap_or(Instant::FIRST)
    }

    /// The unit in which an obligation is counted, if its acts have one.
    pub(crate) fn unit_of(&self, id: ObligationId) -> Option<&Unit> {
        self.obligations[id].acts().first().and_then(|act| self.acts[*act].unit())
    }

    /// Whether what a party does is done for one of those who may do the act.
    pub(crate) fn may_do(&self, actor: PartyId, act: ActId) -> bool {
        let by = &self.acts[act].by;
        self.parties[actor].acts_for.iter().any(|party| by.contains(party))
    }

    /// Whoever may do an act: the parties of its `by`, and the members of those that are groups.
    pub(crate) fn doers(&self, act: ActId) -> impl Iterator<Item = PartyId> + '_ {
        self.parties.keys().filter(move |party| self.may_do(*party, act))
    }

    /// Words to ids, where an unknown name comes with the nearest known one.
    pub(crate) fn suggesting(&self) -> impl Translate<Text, Ids, Error = UnknownNameError> {
        Suggesting(self)
    }

    /// The instant of a day in one of its calendars, where it is no deadline.
    fn instant_of(&self, day: &CalendarDay) -> Option<Instant> {
        let calendar = self.calendar_table(day.calendar())?;
        day.map(|_| calendar).instant().ok()
    }

    /// The agreement as it is written: without the names that only agreements before it had.
    pub(crate) fn as_written(&self) -> &Self {
        self.written.as_deref().unwrap_or(self)
    }

    /// Whether there may be names in it that it does not have itself: those of agreements before it.
    pub(crate) fn has_other_names(&self) -> bool {
        self.written.is_some()
    }

    /// On the wire, each thing in its shortest form.
    pub(crate) fn document(&self) -> Document {
        if let Some(written) = &self.written {
            return written.document();
        }
        let condition = |condition: &Condition| {
            let Ok(condition) = condition.translate(self);
            condition
        };
        Document {
            title: self.title.clone(),
            date: self.date.map(WrittenDate::from),
            parties: self
                .parties
                .values()
                .map(|party| {
                    let group = party.group.as_ref().map(|group| {
                        let Ok(group) = group.translate(self);
                        group
                    });
                    let described = Described { gist: party.description.clone(), group };
                    (party.name.clone(), WrittenParty(described))
                })
                .collect(),
            registrar: self.registrar.map(|party| self.parties[party].name.clone()),
            subjects: self
                .kinds
                .iter()
                .map(|(id, kind)| {
                    let Ok(kind) = kind.terms.translate(self);
                    (self.kind_names[id].clone(), Strict(kind.into()))
                })
                .collect(),
            calendars: self
                .calendars
                .values()
                .map(|it| (it.name.clone(), Calendar::clone(&it.table)))
                .collect(),
            passages: self
                .passages
                .iter()
                .map(|(id, passage)| (id.clone(), Strict(passage.clone())))
                .collect(),
            acts: self
                .acts
                .iter()
                .map(|(id, act)| {
                    let Ok(act) = act.translate(self);
                    (self.act_names[id].clone(), Strict(act.into()))
                })
                .collect(),
            obligations: self
                .obligations
                .iter()
                .map(|(id, obligation)| {
                    let Ok(obligation) = obligation.translate(self);
                    (self.obligation_names[id].clone(), Strict(obligation.into()))
                })
                .collect(),
            entry_into_force: Some(condition(&self.ends.entry_into_force))
                .filter(|condition| !condition.is_always()),
            terminates_when: Some(condition(&self.ends.terminates_when))
                .filter(|condition| !condition.is_never()),
            settled_when: self.ends.settled_when.as_ref().map(condition),
        }
    }
}

/// Ids to words.
impl Translate<Ids, Text> for Terms {
    type Error = std::convert::Infallible;

    fn party(&self, party: &PartyId) -> Result<Box<str>, Self::Error> {
        Ok(self.parties[*party].name.clone())
    }

    fn act(&self, act: &ActId) -> Result<Box<str>, Self::Error> {
        Ok(self.act_names[*act].clone())
    }

    fn obligation(&self, obligation: &ObligationId) -> Result<Box<str>, Self::Error> {
        Ok(self.obligation_names[*obligation].clone())
    }

    fn told(&self, told: &ToldId) -> Result<Box<str>, Self::Error> {
        Ok(self.told[*told].name.clone())
    }

    fn kind(&self, kind: &KindId) -> Result<Box<str>, Self::Error> {
        Ok(self.kind_names[*kind].clone())
    }

    fn calendar(&self, calendar: &CalendarId) -> Result<Box<str>, Self::Error> {
        Ok(self.calendars[*calendar].name.clone())
    }
}

/// Words to ids. An unknown name is no more than that: to look for the nearest known one takes time
/// that nobody asked for, once for each line of a hostile log.
impl Translate<Text, Ids> for Terms {
    type Error = ();

    fn party(&self, party: &Box<str>) -> Result<PartyId, ()> {
        self.index.parties.get(party.as_bytes()).ok_or(())
    }

    fn act(&self, act: &Box<str>) -> Result<ActId, ()> {
        self.index.acts.get(act.as_bytes()).ok_or(())
    }

    fn obligation(&self, obligation: &Box<str>) -> Result<ObligationId, ()> {
        self.index.obligations.get(obligation.as_bytes()).ok_or(())
    }

    fn told(&self, told: &Box<str>) -> Result<ToldId, ()> {
        self.index.told.get(told.as_bytes()).ok_or(())
    }

    fn kind(&self, kind: &Box<str>) -> Result<KindId, ()> {
        self.index.kinds.get(kind.as_bytes()).ok_or(())
    }

    fn calendar(&self, calendar: &Box<str>) -> Result<CalendarId, ()> {
        self.index.calendars.get(calendar.as_bytes()).ok_or(())
    }

    fn instant(&self, day: &CalendarDay) -> Option<Instant> {
        self.instant_of(day)
    }
}

impl Condition<Text> {
    /// The condition in the names of an agreement.
    ///
    /// ```
    /// use servanda::cuba::{self, Obligation, Reading};
    /// use servanda::condition::discharged;
    /// use servanda::names::Text;
    /// use servanda::Condition;
    ///
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let words: Condition<Text> = serde_json::from_str(r#"{"discharged": "cease-work"}"#)?;
    /// assert_eq!(words.resolved(&agreement)?, discharged(Obligation::CeaseWork));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// The first name that the agreement doesn't know, with the nearest that it does.
    pub fn resolved<V: Names>(
        &self,
        agreement: &Agreement<V>,
    ) -> Result<Condition<V>, UnknownNameError> {
        let condition: Condition = self.translate(&agreement.terms().suggesting())?;
        let Ok(condition) = condition.translate(&Named(agreement.lexicon()));
        Ok(condition)
    }
}

impl<V: Names> Condition<V> {
    /// The condition in words, as documents write it; none of another agreement.
    ///
    /// ```
    /// use servanda::condition::discharged;
    /// use servanda::cuba::{self, Obligation, Reading};
    ///
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let words = discharged(Obligation::CeaseWork).spelled(&agreement).ok_or("of this agreement")?;
    /// assert_eq!(serde_json::to_string(&words)?, r#"{"discharged":"cease-work"}"#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn spelled(&self, agreement: &Agreement<V>) -> Option<Condition<Text>> {
        let condition: Condition = self.translate(agreement.lexicon()).ok()?;
        let Ok(words) = condition.translate(agreement.terms());
        Some(words)
    }
}

impl<V: Names> Subject<V> {
    /// The subject in words, as logs write it; none of another agreement. [`Condition::spelled`] has an example of
    /// the same.
    #[must_use]
    pub fn spelled(&self, agreement: &Agreement<V>) -> Option<Subject<Text>> {
        let subject: Subject = self.translate(agreement.lexicon()).ok()?;
        let Ok(words) = subject.translate(agreement.terms());
        Some(words)
    }
}

/// Words to ids, with the terms at hand and the nearest known name for an unknown one.
struct Suggesting<'a>(&'a Terms);

impl Translate<Text, Ids> for Suggesting<'_> {
    type Error = UnknownNameError;

    fn party(&self, party: &Box<str>) -> Result<PartyId, UnknownNameError> {
        self.0.index.party(party)
    }

    fn act(&self, act: &Box<str>) -> Result<ActId, UnknownNameError> {
        self.0.index.act(act)
    }

    fn obligation(&self, obligation: &Box<str>) -> Result<ObligationId, UnknownNameError> {
        self.0.index.obligation(obligation)
    }

    fn told(&self, told: &Box<str>) -> Result<ToldId, UnknownNameError> {
        self.0.index.told(told)
    }

    fn kind(&self, kind: &Box<str>) -> Result<KindId, UnknownNameError> {
        self.0.index.kind(kind)
    }

    fn calendar(&self, calendar: &Box<str>) -> Result<CalendarId, UnknownNameError> {
        self.0.index.calendar(calendar)
    }

    fn instant(&self, day: &CalendarDay) -> Option<Instant> {
        self.0.instant_of(day)
    }
}

/// Words to ids, while the terms are being made.
impl Translate<Text, Ids> for Index {
    type Error = UnknownNameError;

    fn party(&self, party: &Box<str>) -> Result<PartyId, UnknownNameError> {
        self.parties.find(party)
    }

    fn act(&self, act: &Box<str>) -> Result<ActId, UnknownNameError> {
        self.acts.find(act)
    }

    fn obligation(&self, obligation: &Box<str>) -> Result<ObligationId, UnknownNameError> {
        self.obligations.find(obligation)
    }

    fn told(&self, told: &Box<str>) -> Result<ToldId, UnknownNameError> {
        self.told.find(told)
    }

    fn kind(&self, kind: &Box<str>) -> Result<KindId, UnknownNameError> {
        self.kinds.find(kind)
    }

    fn calendar(&self, calendar: &Box<str>) -> Result<CalendarId, UnknownNameError> {
        self.calendars.find(calendar)
    }
}

impl Index {
    fn of(draft: &Draft) -> Result<Self, AgreementError> {
        fn directory<K: Key, T>(
            kind: NameKind,
            entries: &[(Box<str>, T)],
        ) -> Result<Directory<K>, AgreementError> {
            let limit = u32::MAX;
            match u32::try_from(entries.len()) {
                Ok(_) => Ok(Directory::new(kind, entries.iter().map(|(name, _)| &**name))),
                Err(_) => Err(Defect::new("agreement", BrokenRule::TooMany { limit }).into()),
            }
        }
        let told: Vec<&str> = told_names(&draft.acts).map(|(name, _, _)| &**name).collect();
        Ok(Self {
            parties: directory(NameKind::Party, &draft.parties)?,
            acts: directory(NameKind::Act, &draft.acts)?,
            obligations: directory(NameKind::Obligation, &draft.obligations)?,
            told: Directory::new(NameKind::Told, told.into_iter()),
            kinds: directory(NameKind::Kind, &draft.kinds)?,
            calendars: directory(NameKind::Calendar, &draft.calendars)?,
        })
    }
}

impl Index {
    /// Of names that are known to be few enough.
    pub(super) fn of_names(terms: &NameLists<'_>) -> Self {
        let NameLists { parties, acts, obligations, told, kinds, calendars } = terms;
        Self {
            parties: Directory::new(NameKind::Party, parties.iter().copied()),
            acts: Directory::new(NameKind::Act, acts.iter().copied()),
            obligations: Directory::new(NameKind::Obligation, obligations.iter().copied()),
            told: Directory::new(NameKind::Told, told.iter().copied()),
            kinds: Directory::new(NameKind::Kind, kinds.iter().copied()),
            calendars: Directory::new(NameKind::Calendar, calendars.iter().copied()),
        }
    }
}

/// The names of an agreement, each list in the order of its ids.
pub(super) struct NameLists<'a> {
    pub(super) parties: Vec<&'a str>,
    pub(super) acts: Vec<&'a str>,
    pub(super) obligations: Vec<&'a str>,
    pub(super) told: Vec<&'a str>,
    pub(super) kinds: Vec<&'a str>,
    pub(super) calendars: Vec<&'a str>,
}

/// What acts tell, each once, in the order of the document, with the kind of the act.
fn told_names(
    acts: &[(Box<str>, Act<Text>)],
) -> impl Iterator<Item = (&Box<str>, &ToldType, Option<&Box<str>>)> {
    let mut seen = BTreeSet::new();
    let told = acts.iter().flat_map(|(_, act)| {
        act.tells.iter().map(move |(name, what)| (name, what, act.of.as_ref()))
    });
    told.filter(move |(name, _, _)| seen.insert(*name))
}

fn tellings(
    acts: &[(Box<str>, Act<Text>)],
    index: &Index,
) -> Result<Table<ToldId, Telling>, UnknownNameError> {
    let mut table = Vec::new();
    for (name, what, of) in told_names(acts) {
        let of = of.map(|kind| index.kinds.find(kind)).transpose()?;
        table.push(Telling { name: name.clone(), what: what.clone(), of });
    }
    Ok(table.into_iter().collect())
}

impl KindTerms {
    fn of(terms: Kind, parties: &Table<PartyId, Party>) -> Self {
        let mut members = Vec::new();
        match &terms.opening {
            Opening::EachOf(Members::All) => {
                let single = parties.iter().filter(|(_, party)| party.group.is_none());
                members.extend(single.map(|(id, _)| id));
            }
            Opening::EachOf(Members::Parties(named)) => {
                for party in named {
                    match &parties[*party].group {
                        Some(group) => members.extend(&group.members),
                        None => members.push(*party),
                    }
                }
            }
            Opening::Periods(_) | Opening::ByActs { .. } => {}
        }
        // A party that is named twice is one subject.
        let mut seen = BTreeSet::new();
        members.retain(|party| seen.insert(*party));
        Self { terms, members }
    }
}

/// The parties by ids, each with those for whom it acts.
fn parties(
    described: Vec<(Box<str>, Described)>,
    index: &Index,
) -> Result<Table<PartyId, Party>, UnknownNameError> {
    let mut parties: Table<PartyId, Party> = described
        .into_iter()
        .zip(0..)
        .map(|((name, Described { gist, group }), place)| {
            let group = group.map(|group| group.translate(index)).transpose()?;
            Ok(Party { name, description: gist, group, acts_for: vec![PartyId::at(place)] })
        })
        .collect::<Result<_, UnknownNameError>>()?;
    let memberships: Vec<(PartyId, PartyId)> = parties
        .iter()
        .flat_map(|(id, party)| party.group.iter().map(move |group| (id, group)))
        .flat_map(|(id, group)| group.members.iter().map(move |member| (id, *member)))
        .collect();
    for (group, member) in memberships {
        let acts_for = &mut parties[member].acts_for;
        if !acts_for.contains(&group) {
            acts_for.push(group);
        }
    }
    Ok(parties)
}
