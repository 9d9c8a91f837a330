//! What events tell, figures and units (section 9).

use serde_json::Value;

use super::json::{entries, one_or_more, text};
use super::time::{Instant, instant, printed};

/// What a name that is told must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Quantity(Option<Unit>),
    Instant,
    Party,
    Words(Vec<String>),
}

/// What quantities are counted in: so many places after the point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    pub(crate) name: String,
    pub(crate) places: u32,
}

/// What an event told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    Quantity(u64),
    Instant(Instant),
    Party(String),
    Word(String),
}

/// What an event must have told to match: name by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Where(pub(crate) Vec<(String, Match)>);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Match {
    Words(Vec<String>),
    Quantity(Option<u64>, Option<u64>),
    Instant(Option<Instant>, Option<Instant>),
}

/// A share of what was told, as a count of thousand millionths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Figure {
    Fixed(u64),
    Told { name: String, share: u64 },
}

pub(crate) const WHOLE_SHARE: u64 = 1_000_000_000;

impl Unit {
    pub(crate) fn read(value: &Value) -> Result<Self, String> {
        let places = value["places"].as_u64().unwrap_or(0);
        Ok(Self { name: text(&value["name"])?, places: u32::try_from(places).unwrap_or(0) })
    }
}

/// A decimal number with at most `places` places, as a whole one.
pub(crate) fn decimal(written: &str, places: u32) -> Result<u64, String> {
    let wrong = || format!("`{written}` is not a number of at most {places} places");
    let (whole, part) = written.split_once('.').unwrap_or((written, ""));
    let is_figures = |it: &str| it.chars().all(|c| c.is_ascii_digit());
    let places = usize::try_from(places).map_err(|_| wrong())?;
    let given = part.trim_end_matches('0');
    if whole.is_empty() || !is_figures(whole) || !is_figures(part) || given.len() > places {
        return Err(wrong());
    }
    format!("{whole}{given:0<places$}").parse().map_err(|_| wrong())
}

/// A quantity as it is written, in its unit.
pub(crate) fn quantity(value: &Value, unit: Option<&Unit>) -> Result<u64, String> {
    match (unit, value) {
        (Some(unit), Value::String(written)) => decimal(written, unit.places),
        (Some(unit), Value::Number(number)) => decimal(&number.to_string(), unit.places),
        (None, Value::Number(number)) => {
            number.as_u64().ok_or_else(|| format!("`{number}` is not a quantity"))
        }
        _ => Err(format!("`{value}` is not a quantity")),
    }
}

/// A quantity for the report: with a unit a text with all places.
pub(crate) fn shown(quantity: u64, unit: Option<&Unit>) -> Value {
    let Some(unit) = unit else { return Value::from(quantity) };
    if unit.places == 0 {
        return Value::from(quantity.to_string());
    }
    let places = usize::try_from(unit.places).unwrap_or(0);
    let digits = format!("{quantity:0>width$}", width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    Value::from(format!("{whole}.{part}"))
}

impl Type {
    pub(crate) fn read(value: &Value) -> Result<Self, String> {
        Ok(match value {
            Value::Array(_) => Self::Words(one_or_more(value)?),
            Value::Object(_) => Self::Quantity(Some(Unit::read(&value["unit"])?)),
            _ => match text(value)?.as_str() {
                "quantity" => Self::Quantity(None),
                "instant" => Self::Instant,
                "party" => Self::Party,
                other => return Err(format!("`{other}` is nothing that can be told")),
            },
        })
    }

    /// What was told, if it is of this type.
    pub(crate) fn take(&self, value: &Value, parties: &[String]) -> Option<Told> {
        let written = value.as_str();
        match self {
            Self::Quantity(unit) => quantity(value, unit.as_ref()).ok().map(Told::Quantity),
            Self::Instant => instant(written?).ok().map(Told::Instant),
            Self::Party => {
                let is_known = parties.iter().any(|it| Some(it.as_str()) == written);
                is_known.then(|| Told::Party(written.unwrap_or_default().to_owned()))
            }
            Self::Words(words) => {
                let is_known = words.iter().any(|it| Some(it.as_str()) == written);
                is_known.then(|| Told::Word(written.unwrap_or_default().to_owned()))
            }
        }
    }
}

impl Where {
    /// `type_of` gives the type in which a name is told.
    pub(crate) fn read(
        value: Option<&Value>,
        type_of: impl Fn(&str) -> Option<Type>,
    ) -> Result<Self, String> {
        let mut all = Vec::new();
        for (name, wanted) in entries(value)? {
            let kind = type_of(name).ok_or_else(|| format!("nothing tells `{name}`"))?;
            let bound = |key: &str| wanted.get(key);
            let matched = match kind {
                Type::Words(_) => Match::Words(one_or_more(wanted)?),
                Type::Quantity(unit) => {
                    let read = |key| bound(key).map(|it| quantity(it, unit.as_ref())).transpose();
                    Match::Quantity(read("at_least")?, read("at_most")?)
                }
                Type::Instant => {
                    let read = |key| bound(key).map(|it| instant(&text(it)?)).transpose();
                    Match::Instant(read("at_least")?, read("at_most")?)
                }
                Type::Party => return Err(format!("`{name}`: parties are not matched")),
            };
            all.push((name.clone(), matched));
        }
        Ok(Self(all))
    }

    /// `told` gives what was told of a name.
    pub(crate) fn matches(&self, told: impl Fn(&str) -> Option<Told>) -> bool {
        self.0.iter().all(|(name, wanted)| match (wanted, told(name)) {
            (Match::Words(words), Some(Told::Word(word))) => words.contains(&word),
            (Match::Quantity(least, most), Some(Told::Quantity(it))) => {
                least.is_none_or(|least| least <= it) && most.is_none_or(|most| it <= most)
            }
            (Match::Instant(least, most), Some(Told::Instant(it))) => {
                least.is_none_or(|least| least <= it) && most.is_none_or(|most| it <= most)
            }
            _ => false,
        })
    }
}

impl Figure {
    pub(crate) fn read(value: &Value, unit: Option<&Unit>) -> Result<Self, String> {
        let Some(name) = value.get("told") else { return Ok(Self::Fixed(quantity(value, unit)?)) };
        let share = match value.get("share") {
            Some(Value::String(written)) => decimal(written, 9)?,
            Some(number) => decimal(&number.to_string(), 9)?,
            None => WHOLE_SHARE,
        };
        Ok(Self::Told { name: text(name)?, share })
    }

    pub(crate) fn value(&self, told: impl Fn(&str) -> Option<Told>) -> Option<u64> {
        match self {
            Self::Fixed(figure) => Some(*figure),
            Self::Told { name, share } => match told(name)? {
                Told::Quantity(it) => Some(shared(it, *share)),
                _ => None,
            },
        }
    }
}

/// A share of a quantity, rounded up, and at most the largest quantity.
fn shared(quantity: u64, share: u64) -> u64 {
    let product = u128::from(quantity) * u128::from(share);
    u64::try_from(product.div_ceil(u128::from(WHOLE_SHARE))).unwrap_or(u64::MAX)
}

impl Told {
    /// One spelling for each value, to compare what two events said.
    pub(crate) fn spelt(&self) -> Value {
        match self {
            Self::Quantity(it) => Value::from(*it),
            Self::Instant(it) => Value::from(printed(*it)),
            Self::Party(it) | Self::Word(it) => Value::from(it.clone()),
        }
    }
}
