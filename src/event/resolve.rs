//! Deeds from one vocabulary to another, with the figures and the told values that only an agreement
//! can read.

use crate::names::{Name, Names, Text, Translate};
use crate::terms::{Agreement, Decimal, FigureError, Named, Terms};

use super::deed::Deed;

impl Deed<Text> {
    /// In the names of an agreement, or [`Deed::Unknown`]; so is whatever puts another agreement in its
    /// place, for that is of two.
    ///
    /// # Errors
    /// A figure that does not fit the unit in which the agreement counts it.
    pub(crate) fn resolved<V: Names>(
        self,
        agreement: &Agreement<V>,
    ) -> Result<Deed<V>, FigureError> {
        let terms = agreement.terms();
        if matches!(self, Self::Amended { .. }) {
            return Ok(Deed::Unknown(Box::new(self)));
        }
        match self.typed(terms).as_ref().unwrap_or(&self).translate(terms) {
            Ok(deed) => {
                let Ok(deed) = deed.settled(terms)?.translate(&Named(agreement.lexicon()));
                Ok(deed)
            }
            Err(()) => Ok(match self {
                Self::Unknown(deed) => Deed::Unknown(deed),
                unknown => Deed::Unknown(Box::new(unknown)),
            }),
        }
    }

    /// The same, where a figure that does not fit makes the deed one that the agreement doesn't know.
    pub(crate) fn resolved_or_unknown<V: Names>(self, agreement: &Agreement<V>) -> Deed<V> {
        let unknown = self.clone();
        self.resolved(agreement).unwrap_or_else(|_| Deed::Unknown(Box::new(unknown)))
    }

    /// Where it tells something, the same with each text read as what the agreement says that it is.
    fn typed(&self, terms: &Terms) -> Option<Self> {
        let Self::Act { actor, act, quantity, told } = self else { return None };
        if told.is_empty() {
            return None;
        }
        let told = told.as_types(|name| terms.told(name).ok().map(|name| &terms.told[name].what));
        Some(Self::Act { actor: actor.clone(), act: act.clone(), quantity: *quantity, told })
    }
}

impl Deed {
    /// Its figures in the units in which the agreement counts them, and what it tells in one order.
    ///
    /// # Errors
    /// A figure that does not fit its unit, or is missing where the act has one.
    pub(crate) fn settled(self, terms: &Terms) -> Result<Self, FigureError> {
        match self {
            Self::Act { actor, act, quantity, told } => {
                let (name, unit) = (&*terms.act_names[act], terms.acts[act].unit());
                let quantity = match (quantity, unit) {
                    (Some(quantity), _) => Some(quantity.in_unit(unit, name)?),
                    (None, None) => None,
                    (None, Some(unit)) => {
                        let (act, unit) = (name.into(), unit.name().into());
                        return Err(FigureError::Missing { act, unit });
                    }
                };
                if quantity.is_some_and(|quantity| quantity.whole() == 0) {
                    return Err(FigureError::Zero);
                }
                // One of what has no unit is what is done where nothing is said.
                let quantity = quantity.filter(|it| unit.is_some() || *it != Decimal::ONE);
                let told = told.settled(|id| {
                    let told = &terms.told[*id];
                    (&told.name, &told.what)
                })?;
                Ok(Self::Act { actor, act, quantity, told: told.in_order() })
            }
            Self::Amend { actors, obligation, mut amendment } => {
                if let Some(quantity) = &mut amendment.quantity {
                    let act = terms.obligations[obligation].acts().first();
                    let unit = act.and_then(|act| terms.acts[*act].unit());
                    let name = act.map_or(&*terms.obligation_names[obligation], |act| {
                        &*terms.act_names[*act]
                    });
                    *quantity = quantity.in_unit(unit, name)?;
                    if quantity.whole() == 0 {
                        return Err(FigureError::Zero);
                    }
                }
                Ok(Self::Amend { actors, obligation, amendment })
            }
            other => Ok(other),
        }
    }
}

impl<V: Names> Deed<V> {
    /// By the ids of an agreement, its figures in their units, or [`Deed::Unknown`].
    pub(crate) fn identified(&self, agreement: &Agreement<V>) -> Deed {
        let is_of_one = !matches!(self, Self::Amended { .. });
        let deed = self.translate(agreement.lexicon()).ok().filter(|_| is_of_one);
        match deed.and_then(|deed| deed.settled(agreement.terms()).ok()) {
            Some(deed) => deed,
            None => Deed::Unknown(Box::new(self.spelled(agreement))),
        }
    }

    /// In words; a name that is not the agreement's goes by its own text.
    pub(crate) fn spelled(&self, agreement: &Agreement<V>) -> Deed<Text> {
        match self {
            Self::Unknown(deed) => (**deed).clone(),
            deed => {
                let Ok(deed) = deed.translate(&Spelled(agreement));
                deed
            }
        }
    }
}

pub(super) struct Spelled<'a, V: Names>(pub(super) &'a Agreement<V>);

fn word(known: Option<&str>, name: impl Name) -> Box<str> {
    known.map_or_else(|| name.text().unwrap_or_else(|| "?".to_owned()).into(), Into::into)
}

impl<V: Names> Translate<V, Text> for Spelled<'_, V> {
    type Error = std::convert::Infallible;

    fn party(&self, party: &V::Party) -> Result<Box<str>, Self::Error> {
        Ok(word(self.0.party_name(*party), *party))
    }

    fn act(&self, act: &V::Act) -> Result<Box<str>, Self::Error> {
        Ok(word(self.0.act_name(*act), *act))
    }

    fn obligation(&self, obligation: &V::Obligation) -> Result<Box<str>, Self::Error> {
        Ok(word(self.0.obligation_name(*obligation), *obligation))
    }

    fn told(&self, told: &V::Told) -> Result<Box<str>, Self::Error> {
        Ok(word(self.0.told_name(*told), *told))
    }

    fn kind(&self, kind: &V::Kind) -> Result<Box<str>, Self::Error> {
        Ok(word(self.0.kind_name(*kind), *kind))
    }

    fn calendar(&self, calendar: &V::Calendar) -> Result<Box<str>, Self::Error> {
        Ok(word(self.0.calendar_name(*calendar), *calendar))
    }
}
