//! What can be wrong with an agreement.

use std::fmt;

use crate::escape::escaped;
use crate::names::{NameKind, UnknownNameError};
use crate::time::Date;
use crate::time::calendar::Unreckoned;

use super::decimal::FigureError;
use super::duty::DutyForm;
use super::kind::Unnamed;

/// An agreement that breaks rules of SEMANTICS.md, section 2: every defect, with its place.
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
/// assert_eq!(BrokenRule::TwoDuties.help(), Some("write an obligation for each"));
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
    /// A name that means something else where parties are listed.
    #[error("no party can be named `{name}`, which is a word of agreements")]
    ReservedParty {
        /// The name.
        name: Box<str>,
    },
    /// A told name that every run has by itself.
    #[error("no act can tell `{name}`, which every run knows of itself")]
    ReservedTold {
        /// The name.
        name: Box<str>,
    },
    /// A group without members.
    #[error("`members` is empty: nobody acts for this group")]
    NoMembers,
    /// A group as a member of a group.
    #[error("`{member}` is a group: the members of a group are parties and no groups")]
    MemberIsGroup {
        /// The member.
        member: Box<str>,
    },
    /// The debtor is not able to do an act that it owes.
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
    /// A debtor that owes itself, or verifies what it owes.
    #[error("the debtor `{debtor}` is the {role} too")]
    DebtorIs {
        /// The debtor.
        debtor: Box<str>,
        /// What it can't be as well.
        role: &'static str,
    },
    /// None of `perform`, `achieve` and `refrain`.
    #[error("an obligation needs `perform`, `achieve` or `refrain`")]
    NoDuty,
    /// More than one of `perform`, `achieve` and `refrain`.
    #[error("an obligation has one of `perform`, `achieve` and `refrain`, not several")]
    TwoDuties,
    /// No act to perform or to refrain from.
    #[error("the list of acts is empty")]
    NoActs,
    /// Nothing of something is owed.
    #[error("a quantity of 0 is no duty")]
    ZeroQuantity,
    /// Both `within` and `at`.
    #[error("a deadline is `within` or `at`, not both")]
    TwoDeadlines,
    /// Both `per` and `in_any`.
    #[error("a limit is counted `per` period or `in_any` stretch, not both")]
    TwoReaches,
    /// A period of less than a minute.
    #[error("a period must be a minute long at the least")]
    ShortPeriod,
    /// A duration of nothing, anywhere but in `within`.
    #[error("a duration must be longer than nothing")]
    ZeroDuration,
    /// A limit within any stretch that is too high to be counted.
    #[error("a limit in any stretch must be at most {most}")]
    LimitTooHigh {
        /// The most that is accepted.
        most: u64,
    },
    /// A limit within any stretch that is told.
    #[error("a limit in any stretch can't be told")]
    LimitTold,
    /// A silence that attests, and nobody who could attest.
    #[error(
        "`deemed_after` says when the verifier's silence attests, but there is no `verified_by`"
    )]
    SilenceOfNobody,
    /// An obligation that repairs itself.
    #[error("an obligation can't repair itself")]
    RepairsItself,
    /// A key of another kind of duty.
    #[error("`{key}` belongs to {}, but this is {form}", owner(key))]
    NotOfDuty {
        /// The key.
        key: &'static str,
        /// What the obligation is.
        form: DutyForm,
    },
    /// A figure that can't stand there.
    #[error(transparent)]
    Figure(#[from] FigureError),
    /// Acts, or figures that are told, counted in different units.
    #[error("`{first}` is counted in {first_unit}, `{second}` in {second_unit}")]
    UnitsDiffer {
        /// An act.
        first: Box<str>,
        /// Its unit.
        first_unit: String,
        /// Another act, or a told name.
        second: Box<str>,
        /// Its unit.
        second_unit: String,
    },
    /// Two acts tell the same in two types.
    #[error("`{name}` is {here} here, and {there} where `{act}` tells it")]
    TypesDiffer {
        /// The told name.
        name: Box<str>,
        /// The type here.
        here: String,
        /// The act that told it first.
        act: Box<str>,
        /// The type there.
        there: String,
    },
    /// An act that does not tell what its events must match.
    #[error("`{act}` does not tell `{name}`")]
    NotTold {
        /// The act.
        act: Box<str>,
        /// The told name.
        name: Box<str>,
    },
    /// Something told that is of another type than stands here.
    #[error("`{name}` is {is}, but {needed} stands here")]
    WrongType {
        /// The told name.
        name: Box<str>,
        /// Its type.
        is: String,
        /// What would fit.
        needed: &'static str,
    },
    /// A kind whose subjects are opened in no way.
    #[error("a kind needs `each_of`, `every` or `opened_by`")]
    NeverOpened,
    /// A kind whose subjects are opened in several ways.
    #[error("a kind has one of `each_of`, `every` and `opened_by`, not several")]
    TwoOpenings,
    /// A key of a kind that belongs to another way of opening.
    #[error("`{key}` belongs to a kind with `{way}`")]
    NotOfKind {
        /// The key.
        key: &'static str,
        /// The key that it belongs with.
        way: &'static str,
    },
    /// A kind over no party.
    #[error("`each_of` is empty: there is no subject")]
    NobodyIsSubject,
    /// An act that opens subjects of a kind that it isn't of.
    #[error("`{}` is no act of the kind `{}`", escaped(act), escaped(kind))]
    OpenedByOther {
        /// The act.
        act: Box<str>,
        /// The kind.
        kind: Box<str>,
    },
    /// `unnamed` of an act of the run.
    #[error("`unnamed` belongs to an act of a kind")]
    UnnamedOfRun,
    /// An `unnamed` that says nothing in this kind.
    #[error("`{}` says nothing in a kind of this sort", unnamed.as_str())]
    UnnamedOfOther {
        /// Where unnamed acts go.
        unnamed: Unnamed,
    },
    /// Something told in two scopes.
    #[error("`{}` is told in two scopes", escaped(name))]
    ToldInTwoScopes {
        /// The told name.
        name: Box<str>,
    },
    /// A name of another scope.
    #[error(
        "the {what} `{}` is of the kind `{}`, of which nothing is known here",
        escaped(name),
        escaped(kind)
    )]
    OtherScope {
        /// What is named.
        what: &'static str,
        /// Its name.
        name: Box<str>,
        /// The kind that it belongs to.
        kind: Box<str>,
    },
    /// A word that has no meaning in this scope.
    #[error("`{name}` has a meaning only in {needed}")]
    NotOfScope {
        /// The word.
        name: Box<str>,
        /// Where it has one.
        needed: &'static str,
    },
    /// `some` or `every` within another of them.
    #[error("`some` and `every` can't stand within another of them")]
    QuantifiedTwice,
    /// An instant by a day that its calendar does not cover.
    #[error("{day}: {why}; `{}` covers {from} to {to}", escaped(calendar))]
    Unreckoned {
        /// The day.
        day: Date,
        /// The calendar.
        calendar: Box<str>,
        /// Why its instant can't be reckoned.
        why: Unreckoned,
        /// The first day that the calendar covers.
        from: Date,
        /// The last day that it covers.
        to: Date,
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
            Self::NoMembers => Some("name at least one party in `members`"),
            Self::NoActs => Some("name at least one act"),
            Self::NotTold { .. } => Some("add it to the act's `tells`"),
            Self::SilenceOfNobody => Some("say in `verified_by` whose silence attests"),
            Self::UnitsDiffer { .. } => Some("write an obligation for each unit"),
            Self::CircleOfResting { .. } => Some(
                "break it where one of them need not rest: let its `suspended_while` or its act's \
                 `requires` look at what has happened or was discharged instead",
            ),
            Self::TwoDuties => Some("write an obligation for each"),
            Self::NobodyIsSubject => Some("name at least one party, or a group"),
            Self::OpenedByOther { .. } => Some("say `of` in the act"),
            Self::OtherScope { .. } => Some("say `some` or `every` of the subjects of that kind"),
            Self::ToldInTwoScopes { .. } => Some("give each its own name"),
            Self::UnnamedOfOther { .. } => Some(
                "`actor` belongs to a kind with `each_of`, `current` to one with `every`; `oldest` and \
                 `refused` to any",
            ),
            Self::Unreckoned { .. } => {
                Some("let the calendar's `covers` reach the day, with its holidays till then")
            }
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

/// To what kind of duty a key belongs.
fn owner(key: &str) -> &'static str {
    match key {
        "within" | "at" => "a duty to perform or to achieve",
        "where" => "a duty to perform or a prohibition",
        "beyond" | "per" | "in_any" => "a prohibition",
        _ => "a duty to perform",
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
