//! The two-way dictionary between a vocabulary's names and an agreement's ids.

use crate::names::{
    ActId, CalendarId, Ids, Key, KindId, Name, NameKind, Names, ObligationId, PartyId, Table,
    ToldId, Translate, UnknownNameError,
};

use super::agreement::Terms;

/// For each id its name, and for each name its id, if the agreement has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lexicon<V: Names> {
    parties: Half<PartyId, V::Party>,
    acts: Half<ActId, V::Act>,
    obligations: Half<ObligationId, V::Obligation>,
    told: Half<ToldId, V::Told>,
    kinds: Half<KindId, V::Kind>,
    calendars: Half<CalendarId, V::Calendar>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Half<K, N> {
    names: Table<K, N>,
    /// By the names' numbers the ids' places; [`NOWHERE`] where the agreement doesn't have the name.
    places: Vec<u32>,
}

/// The place of a name that the agreement doesn't have: it has fewer names than that.
const NOWHERE: u32 = u32::MAX;

impl<K: Key> Half<K, K> {
    fn identity(keys: impl Iterator<Item = K> + Clone) -> Self {
        let places = (0..NOWHERE).zip(keys.clone()).map(|(place, _)| place).collect();
        Self { names: keys.collect(), places }
    }
}

impl<K: Key, N: Name> Half<K, N> {
    fn new<'a>(
        kind: NameKind,
        texts: impl Iterator<Item = (K, &'a str)>,
    ) -> Result<Self, UnknownNameError> {
        let mut names = Vec::new();
        let mut places = Vec::new();
        for ((id, text), place) in texts.zip(0..NOWHERE) {
            let name = N::find(text, id.place())
                .ok_or_else(|| UnknownNameError::new(kind, text, std::iter::empty()))?;
            names.push(name);
            let number = name.number();
            if places.len() <= number {
                places.resize(number.saturating_add(1), NOWHERE);
            }
            if let Some(slot) = places.get_mut(number) {
                *slot = place;
            }
        }
        Ok(Self { names: names.into_iter().collect(), places })
    }

    #[inline]
    fn place(&self, name: N) -> u32 {
        self.places.get(name.number()).copied().unwrap_or(NOWHERE)
    }

    fn id(&self, name: N) -> Option<K> {
        Some(self.place(name)).filter(|place| *place != NOWHERE).map(K::at)
    }
}

impl Lexicon<Ids> {
    /// Every id is its own name.
    pub(super) fn identity(terms: &Terms) -> Self {
        Self {
            parties: Half::identity(terms.parties.keys()),
            acts: Half::identity(terms.acts.keys()),
            obligations: Half::identity(terms.obligations.keys()),
            told: Half::identity(terms.told.keys()),
            kinds: Half::identity(terms.kinds.keys()),
            calendars: Half::identity(terms.calendars.keys()),
        }
    }
}

impl<V: Names> Lexicon<V> {
    /// The dictionary between the names of an agreement and those of a vocabulary; a name that the
    /// vocabulary doesn't have is an error.
    pub(super) fn new(terms: &Terms) -> Result<Self, UnknownNameError> {
        Ok(Self {
            parties: Half::new(
                NameKind::Party,
                terms.parties.iter().map(|(id, party)| (id, &*party.name)),
            )?,
            acts: Half::new(NameKind::Act, terms.act_names.iter().map(|(id, name)| (id, &**name)))?,
            obligations: Half::new(
                NameKind::Obligation,
                terms.obligation_names.iter().map(|(id, name)| (id, &**name)),
            )?,
            told: Half::new(
                NameKind::Told,
                terms.told.iter().map(|(id, telling)| (id, &*telling.name)),
            )?,
            kinds: Half::new(
                NameKind::Kind,
                terms.kind_names.iter().map(|(id, name)| (id, &**name)),
            )?,
            calendars: Half::new(
                NameKind::Calendar,
                terms.calendars.iter().map(|(id, calendar)| (id, &*calendar.name)),
            )?,
        })
    }

    pub(crate) fn party(&self, id: PartyId) -> V::Party {
        self.parties.names[id]
    }

    pub(crate) fn act(&self, id: ActId) -> V::Act {
        self.acts.names[id]
    }

    pub(crate) fn obligation(&self, id: ObligationId) -> V::Obligation {
        self.obligations.names[id]
    }

    pub(crate) fn told(&self, id: ToldId) -> V::Told {
        self.told.names[id]
    }

    /// The kind of this id.
    pub(crate) fn kind(&self, id: KindId) -> V::Kind {
        self.kinds.names[id]
    }

    /// The calendar of this id.
    pub(crate) fn calendar(&self, id: CalendarId) -> V::Calendar {
        self.calendars.names[id]
    }

    /// The place of a party's id; for a party that the agreement doesn't have, one past all others.
    #[inline]
    pub(crate) fn party_place(&self, party: V::Party) -> u32 {
        self.parties.place(party)
    }

    /// The same of an act.
    #[inline]
    pub(crate) fn act_place(&self, act: V::Act) -> u32 {
        self.acts.place(act)
    }

    /// The same of an obligation.
    #[inline]
    pub(crate) fn obligation_place(&self, obligation: V::Obligation) -> u32 {
        self.obligations.place(obligation)
    }

    pub(crate) fn party_id(&self, party: V::Party) -> Option<PartyId> {
        self.parties.id(party)
    }

    pub(crate) fn act_id(&self, act: V::Act) -> Option<ActId> {
        self.acts.id(act)
    }

    pub(crate) fn obligation_id(&self, obligation: V::Obligation) -> Option<ObligationId> {
        self.obligations.id(obligation)
    }

    pub(crate) fn told_id(&self, told: V::Told) -> Option<ToldId> {
        self.told.id(told)
    }

    /// The id of a kind, if it is of this agreement.
    pub(crate) fn kind_id(&self, kind: V::Kind) -> Option<KindId> {
        self.kinds.id(kind)
    }

    /// The id of a calendar, if it is of this agreement.
    pub(crate) fn calendar_id(&self, calendar: V::Calendar) -> Option<CalendarId> {
        self.calendars.id(calendar)
    }
}

/// A name of the vocabulary that this agreement does not use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotOfThisAgreement;

impl<V: Names> Translate<V, Ids> for Lexicon<V> {
    type Error = NotOfThisAgreement;

    fn party(&self, party: &V::Party) -> Result<PartyId, NotOfThisAgreement> {
        self.party_id(*party).ok_or(NotOfThisAgreement)
    }

    fn act(&self, act: &V::Act) -> Result<ActId, NotOfThisAgreement> {
        self.act_id(*act).ok_or(NotOfThisAgreement)
    }

    fn obligation(&self, obligation: &V::Obligation) -> Result<ObligationId, NotOfThisAgreement> {
        self.obligation_id(*obligation).ok_or(NotOfThisAgreement)
    }

    fn told(&self, told: &V::Told) -> Result<ToldId, NotOfThisAgreement> {
        self.told_id(*told).ok_or(NotOfThisAgreement)
    }

    fn kind(&self, kind: &V::Kind) -> Result<KindId, NotOfThisAgreement> {
        self.kind_id(*kind).ok_or(NotOfThisAgreement)
    }

    fn calendar(&self, calendar: &V::Calendar) -> Result<CalendarId, NotOfThisAgreement> {
        self.calendar_id(*calendar).ok_or(NotOfThisAgreement)
    }
}

/// Ids to the names of a vocabulary.
pub(crate) struct Named<'a, V: Names>(pub(crate) &'a Lexicon<V>);

impl<V: Names> Translate<Ids, V> for Named<'_, V> {
    type Error = std::convert::Infallible;

    fn party(&self, party: &PartyId) -> Result<V::Party, Self::Error> {
        Ok(self.0.party(*party))
    }

    fn act(&self, act: &ActId) -> Result<V::Act, Self::Error> {
        Ok(self.0.act(*act))
    }

    fn obligation(&self, obligation: &ObligationId) -> Result<V::Obligation, Self::Error> {
        Ok(self.0.obligation(*obligation))
    }

    fn told(&self, told: &ToldId) -> Result<V::Told, Self::Error> {
        Ok(self.0.told(*told))
    }

    fn kind(&self, kind: &KindId) -> Result<V::Kind, Self::Error> {
        Ok(self.0.kind(*kind))
    }

    fn calendar(&self, calendar: &CalendarId) -> Result<V::Calendar, Self::Error> {
        Ok(self.0.calendar(*calendar))
    }
}
