//! What can't be carried over from one agreement to another ([SEMANTICS.md, section
//! 12](crate::guide::law#12-an-agreement-that-changes)).

use crate::names::{KindId, Names, ObligationId};
use crate::time::Instant;

use super::agreement::{Agreement, Terms};
use super::duty::DutyForm;
use super::kind::{Opening, PeriodsFrom};

/// Why a run can't be carried over from one agreement to another: something of one name is another thing in each.
/// Nothing has changed.
///
/// What is meant to be another thing goes by another name: then the old one is left behind, and the new one
/// starts anew.
///
/// ```
/// use servanda::Agreement;
/// use servanda::terms::CarryError;
/// let sale = r#"{"title": "Sale", "parties": {"a": "", "b": ""}, "acts": {"pay": {"by": ["a"]}},
///     "obligations": {"price": {"debtor": "a", "creditor": "b", "perform": "pay"}}}"#;
/// let (old, new) = (Agreement::from_json(sale)?, Agreement::from_json(&sale.replace("perform", "refrain"))?);
/// let error = old.can_become(&new).unwrap_err();
/// assert!(matches!(&error, CarryError::ObligationForm { obligation, .. } if &**obligation == "price"));
/// assert_eq!(
///     error.to_string(),
///     "`obligations.price` was to perform and is now to refrain: give the new one a name of its own",
/// );
/// # Ok::<(), servanda::formats::ReadError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CarryError {
    /// An obligation has another form.
    #[error("`obligations.{obligation}` was {} and is now {}: {NAME_IT}", form(*.was), form(*.is))]
    ObligationForm {
        /// The obligation.
        obligation: Box<str>,
        /// What it was.
        was: DutyForm,
        /// What it is.
        is: DutyForm,
    },
    /// An obligation is counted in another unit.
    #[error("`obligations.{obligation}` is counted in another unit now: {NAME_IT}")]
    ObligationUnit {
        /// The obligation.
        obligation: Box<str>,
    },
    /// An obligation is owed in the subjects of another kind, or in none any more.
    #[error("`obligations.{obligation}.of` is another now: {NAME_IT}")]
    ObligationKind {
        /// The obligation.
        obligation: Box<str>,
    },
    /// An act belongs to another kind of subjects, or to none any more.
    #[error("`acts.{act}.of` is another now: {NAME_IT}")]
    ActKind {
        /// The act.
        act: Box<str>,
    },
    /// An act is counted in another unit.
    #[error("`acts.{act}.unit` is another now: {NAME_IT}")]
    ActUnit {
        /// The act.
        act: Box<str>,
    },
    /// What is told by a name is of another type.
    #[error("what is told as `{told}` is of another type now: {NAME_IT}")]
    ToldType {
        /// The name.
        told: Box<str>,
    },
    /// What is told by a name belongs to another scope.
    #[error("what is told as `{told}` is told of other subjects now: {NAME_IT}")]
    ToldScope {
        /// The name.
        told: Box<str>,
    },
    /// The subjects of a kind open in another way.
    #[error("the subjects of `subjects.{kind}` open in another way now: {NAME_IT}")]
    KindOpening {
        /// The kind.
        kind: Box<str>,
    },
    /// The periods of a kind are of another length.
    #[error("`subjects.{kind}.every` is another now: {NAME_IT}")]
    KindEvery {
        /// The kind.
        kind: Box<str>,
    },
    /// The new agreement asks for something of what has happened that a run of the old one doesn't remember.
    #[error(
        "the new agreement asks for {what}, which a run of the old one doesn't remember: judge its log with both \
         agreements at hand (`Verifier::also`, `--also FILE`)"
    )]
    NotRemembered {
        /// What it asks for.
        what: String,
    },
    /// The run is to be carried over at an instant at which it can't be: it has not begun, or its clock stands
    /// later.
    #[error("a run is carried over once it has begun, and not before {}", clock_text(*.clock))]
    TooEarly {
        /// Where its clock stands; none of one that has not begun.
        clock: Option<Instant>,
    },
    /// The periods of a kind are reckoned from another instant.
    #[error("`subjects.{kind}.from` is another now: {NAME_IT}")]
    KindFrom {
        /// The kind.
        kind: Box<str>,
    },
}

/// How to mend it.
const NAME_IT: &str = "give the new one a name of its own";

fn clock_text(clock: Option<Instant>) -> String {
    clock.map_or_else(|| "then".to_owned(), |clock| clock.to_string())
}

fn form(form: DutyForm) -> &'static str {
    match form {
        DutyForm::Perform => "to perform",
        DutyForm::Achieve => "to achieve",
        DutyForm::Refrain => "to refrain",
    }
}

impl<V: Names> Agreement<V> {
    /// Whether a run of this agreement can be carried over to another one.
    ///
    /// # Errors
    /// The first thing that can't be.
    pub fn can_become(&self, new: &Self) -> Result<(), CarryError> {
        self.terms().as_written().can_become(new.terms().as_written())
    }
}

impl Terms {
    pub(super) fn can_become(&self, new: &Self) -> Result<(), CarryError> {
        for (old, name) in self.obligation_names.iter() {
            if let Some(id) = new.known_obligation(name.as_bytes()) {
                self.obligation_can_become(old, new, id)?;
            }
        }
        for (old, name) in self.act_names.iter() {
            let Some(id) = new.known_act(name.as_bytes()) else { continue };
            let (was, is) = (&self.acts[old], &new.acts[id]);
            if self.kind_name(was.of) != new.kind_name(is.of) {
                return Err(CarryError::ActKind { act: name.clone() });
            }
            if was.unit() != is.unit() {
                return Err(CarryError::ActUnit { act: name.clone() });
            }
        }
        for was in self.told.values() {
            let Ok(id) = new.told(&was.name) else { continue };
            let is = &new.told[id];
            if self.kind_name(was.of) != new.kind_name(is.of) {
                return Err(CarryError::ToldScope { told: was.name.clone() });
            }
            if was.what != is.what {
                return Err(CarryError::ToldType { told: was.name.clone() });
            }
        }
        for (old, name) in self.kind_names.iter() {
            if let Ok(id) = new.kind(name) {
                self.kind_can_become(old, new, id)?;
            }
        }
        Ok(())
    }

    fn obligation_can_become(
        &self,
        old: ObligationId,
        new: &Self,
        id: ObligationId,
    ) -> Result<(), CarryError> {
        let obligation = self.obligation_names[old].clone();
        let (was, is) = (&self.obligations[old], &new.obligations[id]);
        let (from, to) = (was.duty.form(), is.duty.form());
        if from != to {
            return Err(CarryError::ObligationForm { obligation, was: from, is: to });
        }
        if self.kind_name(was.of) != new.kind_name(is.of) {
            return Err(CarryError::ObligationKind { obligation });
        }
        if self.unit_of(old) != new.unit_of(id) {
            return Err(CarryError::ObligationUnit { obligation });
        }
        Ok(())
    }

    fn kind_can_become(&self, old: KindId, new: &Self, id: KindId) -> Result<(), CarryError> {
        let kind = self.kind_names[old].clone();
        let (was, is) = (&self.kinds[old].terms.opening, &new.kinds[id].terms.opening);
        match (was, is) {
            (Opening::EachOf(_), Opening::EachOf(_))
            | (Opening::ByActs { .. }, Opening::ByActs { .. }) => Ok(()),
            (Opening::Periods(was), Opening::Periods(is)) => {
                if self.term_text(&was.every) != new.term_text(&is.every) {
                    return Err(CarryError::KindEvery { kind });
                }
                if self.start_text(&was.from) != new.start_text(&is.from) {
                    return Err(CarryError::KindFrom { kind });
                }
                Ok(())
            }
            _ => Err(CarryError::KindOpening { kind }),
        }
    }

    fn kind_name(&self, kind: Option<KindId>) -> Option<&str> {
        kind.map(|kind| &*self.kind_names[kind])
    }

    /// From when periods are reckoned, as the digest reads it.
    fn start_text(&self, from: &PeriodsFrom) -> String {
        match from {
            PeriodsFrom::EntryIntoForce => String::new(),
            PeriodsFrom::At(instant) => instant.to_string(),
            PeriodsFrom::Day(day) => day.day().to_string(),
            PeriodsFrom::When(condition) => self.canonical_condition(condition),
        }
    }
}
