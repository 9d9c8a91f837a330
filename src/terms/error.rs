//! What can be wrong with an agreement.

use std::fmt;

use crate::escape::escaped;
use crate::names::{NameKind, UnknownNameError};

/// An agreement that breaks rules of [SEMANTICS.md, section 2](crate::guide::law#2-an-agreement): every defect, with its place.
///
/// Printed, it is one line for each defect, with advice where there is some.
///
/// ```
/// let error = servanda::Agreement::from_json(r#"{
///     "title": "Sale", "date": "2026-05-04T09:00:00Z",
///     "parties": {"buyer": "who buys", "seller": "who sells"},
///     "acts": {"pay": {"by": []}},
///     "obligations": {}
/// }"#)
/// .unwrap_err();
/// let servanda::formats::ReadError::Agreement(error) = error else { panic!("it is well formed") };
/// assert_eq!(
///     error.to_string(),
///     "acts.pay.by: `by` is empty: nobody may do this act\n  help: name at least one party in `by`",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct AgreementError {
    defects: Vec<Defect>,
}

/// One defect of an agreement: where, and which rule.
///
/// ```
/// let error = servanda::Agreement::from_json(r#"{
///     "title": "Sale", "date": "2026-05-04T09:00:00Z",
///     "parties": {"buyer": "who buys", "seller": "who sells"},
///     "acts": {"pay": {"by": []}},
///     "obligations": {}
/// }"#)
/// .unwrap_err();
/// let servanda::formats::ReadError::Agreement(error) = error else { panic!("it is well formed") };
/// let defect = &error.defects()[0];
/// assert_eq!(defect.place(), "acts.pay.by");
/// assert_eq!(defect.rule(), &servanda::terms::BrokenRule::NobodyMay);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defect {
    place: String,
    rule: BrokenRule,
}

/// The rule that an agreement breaks.
///
/// ```
/// use servanda::terms::BrokenRule;
/// assert_eq!(BrokenRule::TwoDeadlines.to_string(), "a deadline is `within` or `at`, not both");
/// assert_eq!(BrokenRule::TwoDuties.help(), Some("write two obligations"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BrokenRule {
    /// A name that the agreement does not declare.
    #[error(transparent)]
    UnknownName(#[from] UnknownNameError),
    /// A name declared twice.
    #[error("the {kind} `{}` is declared twice", escaped(name))]
    DeclaredTwice {
        /// What it names.
        kind: NameKind,
        /// The name.
        name: Box<str>,
    },
    /// Nobody may do the act.
    #[error("`by` is empty: nobody may do this act")]
    NobodyMay,
    /// The debtor may not do the act that it owes or must not do.
    #[error(
        "the debtor `{}` is not among those who may do `{}` ({})",
        escaped(debtor),
        escaped(act),
        escaped(may)
    )]
    DebtorMayNot {
        /// The debtor.
        debtor: Box<str>,
        /// The act of the obligation.
        act: Box<str>,
        /// Who may do it.
        may: String,
    },
    /// Neither `perform` nor `refrain`.
    #[error("an obligation needs `perform` or `refrain`")]
    NoDuty,
    /// Both `perform` and `refrain`.
    #[error("an obligation has `perform` or `refrain`, not both")]
    TwoDuties,
    /// Nothing of something is owed.
    #[error("a quantity of 0 is no duty")]
    ZeroQuantity,
    /// Both `within` and `at`.
    #[error("a deadline is `within` or `at`, not both")]
    TwoDeadlines,
    /// A key of a duty to perform on a prohibition.
    #[error("`{key}` belongs to a duty to perform, but this is a prohibition")]
    NotOfProhibition {
        /// The key.
        key: &'static str,
    },
    /// A key of a prohibition on a duty to perform.
    #[error("`{key}` belongs to a prohibition, but this is a duty to perform")]
    NotOfPerformance {
        /// The key.
        key: &'static str,
    },
    /// Obligations that rest on each other and could swing for ever within one instant.
    #[error("a circle of resting: {}", told(circle))]
    CircleOfResting {
        /// The obligations of the circle, each resting on the next and the last on the first.
        circle: Vec<Box<str>>,
    },
    /// A condition nested deeper than anyone reads.
    #[error("a condition is nested deeper than {limit} levels")]
    TooDeep {
        /// The deepest that is accepted.
        limit: usize,
    },
    /// More than an agreement can hold.
    #[error("more than {limit} parties, acts, obligations or conditions")]
    TooMany {
        /// The most that is accepted.
        limit: u32,
    },
}

impl AgreementError {
    /// None if there are no defects.
    pub(crate) fn of(defects: Vec<Defect>) -> Option<Self> {
        (!defects.is_empty()).then_some(Self { defects })
    }

    /// Every defect, in the order of the document. There is at least one.
    #[must_use]
    pub fn defects(&self) -> &[Defect] {
        &self.defects
    }
}

impl From<Defect> for AgreementError {
    fn from(defect: Defect) -> Self {
        Self { defects: vec![defect] }
    }
}

impl Defect {
    pub(crate) fn new(place: impl Into<String>, rule: impl Into<BrokenRule>) -> Self {
        Self { place: place.into(), rule: rule.into() }
    }

    /// Where in the document, as a path of keys: `obligations.delivery.when.all[1].happened`.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Which rule is broken, and how.
    #[must_use]
    pub fn rule(&self) -> &BrokenRule {
        &self.rule
    }
}

impl BrokenRule {
    /// How to mend it, where the message alone doesn't say.
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::NobodyMay => Some("name at least one party in `by`"),
            Self::DebtorMayNot { .. } => Some("add the debtor to the act's `by`"),
            Self::CircleOfResting { .. } => Some(
                "break it where one of them need not rest: let its `suspended_while` or its act's \
                 `requires` look at what has happened or was discharged instead",
            ),
            Self::TwoDuties => Some("write two obligations"),
            Self::TooDeep { .. } => Some("join conditions with one `all` or `any` instead of many"),
            _ => None,
        }
    }
}

impl fmt::Display for AgreementError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, defect) in self.defects.iter().enumerate() {
            if number > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{defect}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", escaped(&self.place), self.rule)?;
        match self.rule.help() {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}

/// "`a` rests on `b`, and `b` on `a`".
fn told(circle: &[Box<str>]) -> String {
    let names = || circle.iter().map(|name| escaped(name));
    let next = names().cycle().skip(1);
    let links: Vec<String> = names()
        .zip(next)
        .enumerate()
        .map(|(link, (from, to))| match link {
            0 => format!("`{from}` rests on `{to}`"),
            _ => format!("`{from}` on `{to}`"),
        })
        .collect();
    links.join(", ")
}
