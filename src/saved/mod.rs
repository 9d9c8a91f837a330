//! A monitor's state, to write down and go on from.

mod fitting;
mod parts;
mod possible;
mod written_kind;
mod written_left;
pub(crate) mod written_run;
mod written_scope;

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::monitor::Monitor;
use crate::names::Names;
use crate::strict::{self, Strict};
use crate::terms::{Agreement, Document};

use written_run::WrittenRun;

/// The form of saved states; another is not read.
pub(crate) const FORMAT: u32 = 3;

/// A monitor's whole state, to serialise with serde in any format that has maps: what it remembers,
/// and its ledger. It carries the agreement that it was saved under, and that one's digest: it goes on under
/// any agreement that reads the same.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::{Monitor, Saved};
///
/// let agreement = cuba::agreement(Reading::Verified)?;
/// let mut monitor = Monitor::new(&agreement);
/// for event in &cuba::history()[..5] {
///     monitor.record(event);
/// }
/// let text = serde_json::to_string(&monitor.save())?;
/// let saved: Saved = serde_json::from_str(&text)?;
/// assert_eq!(Monitor::restore(&agreement, saved)?, monitor);
///
/// // Under another agreement it is refused.
/// let other = cuba::agreement(Reading::Practised)?;
/// assert!(Monitor::restore(&other, monitor.save()).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Serialize)]
pub struct Saved(WrittenState);

/// A saved state that can't be gone on from.
///
/// ```
/// use servanda::formats::RestoreError;
/// use servanda::{Monitor, cuba};
/// let saved = Monitor::new(&cuba::agreement(cuba::Reading::Verified)?).save();
/// let other = cuba::agreement(cuba::Reading::Practised)?;
/// let error = Monitor::restore(&other, saved).unwrap_err();
/// assert!(matches!(error, RestoreError::OtherAgreement { .. }));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RestoreError {
    /// It was saved under another agreement.
    #[error("saved under another agreement, `{title}`: {}", differences.join("; "))]
    OtherAgreement {
        /// The title of the agreement that it was saved under.
        title: Box<str>,
        /// Where that one differs from this one, and how.
        differences: Vec<String>,
    },
    /// A part of it does not fit the agreement.
    #[error("{place}: {message}")]
    Part {
        /// Which part.
        place: String,
        /// What is wrong with it.
        message: &'static str,
    },
    /// No run of this agreement can be in this state: something would still move in it.
    #[error("no run of this agreement can stand like this: something would still move in it")]
    NotAtRest,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenState {
    format: Format,
    digest: Digest,
    agreement: Strict<Document>,
    /// The agreements under which the run stood before, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    before: Vec<Strict<Document>>,
    run: Strict<WrittenRun>,
}

/// The form in which a state is written. It stands first, so that it is read before anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Format;

impl Serialize for Format {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(FORMAT)
    }
}

impl<'de> Deserialize<'de> for Format {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u32::deserialize(deserializer)? {
            FORMAT => Ok(Self),
            other => Err(serde::de::Error::custom(format_args!(
                "a saved state of format {other}: this version of servanda reads format {FORMAT}; judge the \
                 log again"
            ))),
        }
    }
}

impl<'de> Deserialize<'de> for Saved {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        strict::object(deserializer).map(Self)
    }
}

impl<V: Names> Monitor<V> {
    /// The state, to write down.
    ///
    /// ```
    /// use servanda::Monitor;
    /// use servanda::cuba::{self, Reading};
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let mut monitor = Monitor::new(&agreement);
    /// for event in cuba::history() {
    ///     monitor.record(&event);
    /// }
    /// assert_eq!(Monitor::restore(&agreement, monitor.save())?, monitor);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn save(&self) -> Saved {
        let agreement = self.agreement();
        Saved(WrittenState {
            format: Format,
            digest: agreement.digest(),
            agreement: Strict(agreement.terms().document()),
            before: agreement.documents_before().map(Strict).collect(),
            run: Strict(WrittenRun::of(self)),
        })
    }

    /// A monitor that goes on where another stood.
    ///
    /// # Errors
    /// Where the state was saved under another agreement, or no run of this one can be in it.
    ///
    /// ```
    /// use servanda::Monitor;
    /// use servanda::cuba::{self, Reading};
    /// let saved = Monitor::new(&cuba::agreement(Reading::Verified)?).save();
    /// // A run of one agreement can't go on under another.
    /// assert!(Monitor::restore(&cuba::agreement(Reading::Practised)?, saved).is_err());
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    pub fn restore(agreement: &Agreement<V>, saved: Saved) -> Result<Self, RestoreError> {
        let Saved(WrittenState {
            format: Format,
            digest,
            agreement: Strict(document),
            before,
            run,
        }) = saved;
        same_agreement(agreement, digest, document)?;
        let Strict(run) = run;
        run.read(&standing(agreement, before)?)
    }
}

/// The terms under which runs stand that stood under other agreements before, the oldest first.
pub(crate) fn standing<V: Names>(
    agreement: &Agreement<V>,
    before: Vec<Strict<Document>>,
) -> Result<Agreement<V>, RestoreError> {
    let mut stood: Option<Agreement> = None;
    for Strict(document) in before {
        let next = Agreement::read(document).map_err(|_| {
            written_run::part("before", "an agreement under which it stood is not sound")
        })?;
        stood = Some(match stood {
            Some(before) => next.in_place_of(&before).agreement,
            None => next,
        });
    }
    let Some(before) = stood else { return Ok(agreement.clone()) };
    agreement.erased().in_place_of(&before).agreement.in_names_of().map_err(|_| {
        written_run::part("before", "an agreement under which it stood has an unknown name")
    })
}

/// Whether a state that was saved under an agreement of this digest goes on under this one; if not,
/// what differs.
pub(crate) fn same_agreement<V: Names>(
    agreement: &Agreement<V>,
    digest: Digest,
    document: Document,
) -> Result<(), RestoreError> {
    let is_same = digest == agreement.digest();
    if is_same && document == agreement.terms().document() {
        return Ok(());
    }
    let title = document.title.clone();
    let differences = match Agreement::read(document) {
        Ok(saved) if is_same && saved.digest() == digest => return Ok(()),
        Ok(saved) if saved.digest() == agreement.digest() => {
            vec!["its digest is not that of its terms".to_owned()]
        }
        Ok(saved) => agreement.terms().differences(saved.terms()),
        Err(error) => vec![format!("it is not sound: {error}")],
    };
    Err(RestoreError::OtherAgreement { title, differences })
}
