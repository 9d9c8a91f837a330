//! What of a log says what of an event: one mapping for logs of every format.

mod apply;
mod constants;
mod draft;
mod lifecycle;
mod mapped;
mod plan;
pub(crate) mod record;
mod written;

use std::collections::{BTreeMap, BTreeSet};

use crate::names::Names;
use crate::strict::shortened;
use crate::terms::{Agreement, ToldType};

use super::cells::KEYS;
use super::times::{Times, TimesError};

pub use draft::Survey;
pub use lifecycle::Lifecycle;
#[cfg(feature = "ocel")]
pub(crate) use mapped::Events;
pub use mapped::MappedLog;

/// What of a log says what of an event, for logs of every format: which column or attribute is the time, the
/// act, the actor, the case; which activity is which act, which resource which party; what is passed over.
///
/// It is written in TOML ([`Mapping::from_toml`]), as the command's `--map FILE` reads it:
///
/// | key | what it says |
/// | --- | --- |
/// | `[columns]` | for a key of an event, the column or attribute that says it; for `act` also a list of them, joined by `+`. What is said of a case in XES is `case:` and its name |
/// | `actor`, `case`, `subject`, `quantity`, `source`, `note` | the same for every event that says nothing else |
/// | `id = "place"` | the id of an event is its place in the log, so that each may open a subject |
/// | `[told]` | what is told by a name, and the column that says it |
/// | `[activities]` | an activity, and the act that it is |
/// | `[parties]` | a resource or group, and the party that it is; `"*"` is every other one |
/// | `[actors]` | an activity (or the act that it is), and the party that does it, whatever the log says |
/// | `lifecycle` | `"complete"` (the default: other transitions are passed over), `"all"`, `"name+transition"`, or a list of transitions |
/// | `classifier` | the name of a classifier of the log in XES: its attributes, joined by `+`, are the act |
/// | `ignore` | a list of activities that are passed over |
/// | `others` | what becomes of activities that are no act of the agreement: `"void"` (the default), or `"ignore"` |
/// | `attributes` | a list of columns or attributes that are told of each case in the summary |
/// | `end-act` | an act that is done at the end of each case, at the instant of its last event |
/// | `time-format`, `time-zone` | see [`Times`] |
/// | `separator`, `encoding` | of a log in CSV, what stands between two cells; of any, how it is encoded |
///
/// A key without a column has that of its own name, or of the name that XES has for it (`time:timestamp`,
/// `concept:name`, `org:resource`, `case:concept:name`): of `time`, `act`, `actor`, `case` alone.
///
/// ```
/// # #[cfg(feature = "csv")] {
/// use servanda::formats::mapping::Mapping;
/// let mapping = Mapping::new()
///     .constant("actor", "hospital")?
///     .act("ER Sepsis Triage", "triage")
///     .column("time", "when")?
///     .column("case", "patient")?
///     .column("act", "what")?;
/// let text = "patient,what,when,ward\n7,ER Sepsis Triage,2026-05-06 14:00+02:00,B\n";
/// let mut log = mapping.csv(text.as_bytes())?;
/// let event = log.next().unwrap()?;
/// assert_eq!(event.deed.act().map(|act| &**act), Some("triage"));
/// assert_eq!(event.deed.actor().map(|actor| &**actor), Some("hospital"));
/// assert_eq!(event.case.as_deref(), Some("7"));
/// assert!(log.next().is_none() && log.losses().to_string().contains("`ward`"));
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// For a key of an event, the columns that say it.
    pub(super) columns: BTreeMap<&'static str, Vec<String>>,
    pub(super) constants: BTreeMap<&'static str, String>,
    pub(super) is_place_the_id: bool,
    pub(super) told: BTreeMap<String, String>,
    pub(super) activities: BTreeMap<String, String>,
    pub(super) parties: BTreeMap<String, String>,
    pub(super) actors: BTreeMap<String, String>,
    pub(super) lifecycle: Option<Lifecycle>,
    pub(super) classifier: Option<String>,
    pub(super) ignored: BTreeSet<String>,
    pub(super) ignores_others: bool,
    pub(super) attributes: Vec<String>,
    pub(super) end_act: Option<String>,
    pub(super) times: Times,
    pub(super) separator: Option<u8>,
    pub(super) encoding: Option<String>,
    /// The acts of the agreement that the log is to be judged by, with what each tells.
    pub(super) known: Option<BTreeMap<Box<str>, Tells>>,
}

/// What an act tells, by which names.
type Tells = Vec<(Box<str>, ToldType)>;

/// A mapping that can't be.
///
/// ```
/// use servanda::formats::mapping::{Mapping, MappingError};
/// assert_eq!(Mapping::new().column("tim", "when"), Err(MappingError::Key("tim".to_owned())));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MappingError {
    /// Not a key of an event.
    #[error("`{}` is not a key of an event: expected one of {keys}", shortened(.0), keys = KEYS.join(", "))]
    Key(String),
    /// Not of the form `key=column`.
    #[error("`{}`: expected the form `key=column`, as in `time=when,actor=value:shop`", shortened(.0))]
    Form(String),
    /// Not a key that can be the same for every event.
    #[error(
        "`{}` can't be the same for every event: expected one of {keys}",
        shortened(.0),
        keys = constants::KEYS.join(", ")
    )]
    Constant(String),
    /// What is known of the id of every event.
    #[error("`id = \"{}\"`: expected `id = \"place\"`, or a column: `columns.id`", shortened(.0))]
    Id(String),
    /// Not what becomes of other activities.
    #[error("`others = \"{}\"`: expected `void` or `ignore`", shortened(.0))]
    Others(String),
    /// Not what stands between two cells.
    #[error("`separator = \"{}\"`: expected one character, as `;`, or `tab`", shortened(.0))]
    Separator(String),
    /// Not what becomes of transitions.
    #[error(
        "`lifecycle = \"{}\"`: expected `complete`, `all`, `name+transition`, or a list of transitions",
        shortened(.0)
    )]
    Lifecycle(String),
    /// A key, or an act, of no column.
    #[error("`{}` has no column", shortened(.0))]
    NoColumn(String),
    /// A form of times or a zone.
    #[error(transparent)]
    Times(#[from] TimesError),
}

impl Mapping {
    /// Every key has the column of its own name, or of the name that XES has for it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A key of an event is said by this column or attribute.
    ///
    /// # Errors
    /// Where it is no key of an event.
    pub fn column(self, key: &str, column: &str) -> Result<Self, MappingError> {
        self.columns(key, &[column])
    }

    /// A key of an event is said by these columns or attributes together, joined by `+`, as a classifier of
    /// XES has it.
    ///
    /// ```
    /// # #[cfg(feature = "csv")] {
    /// use servanda::formats::mapping::Mapping;
    /// let mapping = Mapping::new().columns("act", &["task", "step"])?.constant("actor", "desk")?;
    /// let text = "time,task,step\n2026-05-06T12:00:00Z,claim,start\n";
    /// let event = mapping.csv(text.as_bytes())?.next().unwrap()?;
    /// assert_eq!(event.deed.act().map(|act| &**act), Some("claim+start"));
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Where it is no key of an event.
    pub fn columns(mut self, key: &str, columns: &[&str]) -> Result<Self, MappingError> {
        let known = KEYS.into_iter().find(|known| *known == key);
        let key = known.ok_or_else(|| MappingError::Key(key.to_owned()))?;
        if columns.is_empty() {
            return Err(MappingError::NoColumn(key.to_owned()));
        }
        self.columns.insert(key, columns.iter().map(|column| (*column).to_owned()).collect());
        Ok(self)
    }

    /// The same for every event that says nothing else of this key: of `actor`, `case`, `subject`,
    /// `quantity`, `source` or `note`. Without a column for that key, for every event.
    ///
    /// # Errors
    /// Where it is none of these.
    pub fn constant(mut self, key: &str, value: &str) -> Result<Self, MappingError> {
        let known = constants::KEYS.into_iter().find(|known| *known == key);
        let key = known.ok_or_else(|| MappingError::Constant(key.to_owned()))?;
        self.constants.insert(key, value.to_owned());
        Ok(self)
    }

    /// The id of each event is its place in the log, so that it may open a subject of that name.
    #[must_use]
    pub fn place_as_id(mut self) -> Self {
        self.is_place_the_id = true;
        self
    }

    /// What is told by this name stands in this column.
    #[must_use]
    pub fn told(mut self, name: &str, column: &str) -> Self {
        self.told.insert(name.to_owned(), column.to_owned());
        self
    }

    /// An activity is this act.
    #[must_use]
    pub fn act(mut self, activity: &str, act: &str) -> Self {
        self.activities.insert(activity.to_owned(), act.to_owned());
        self
    }

    /// A resource or group is this party; `*` is every other one.
    #[must_use]
    pub fn party(mut self, resource: &str, party: &str) -> Self {
        self.parties.insert(resource.to_owned(), party.to_owned());
        self
    }

    /// An activity, or the act that it is, is done by this party, whatever the log says.
    #[must_use]
    pub fn actor_of(mut self, activity: &str, party: &str) -> Self {
        self.actors.insert(activity.to_owned(), party.to_owned());
        self
    }

    /// Which transitions of an activity are read.
    #[must_use]
    pub fn lifecycle(mut self, lifecycle: Lifecycle) -> Self {
        self.lifecycle = Some(lifecycle);
        self
    }

    /// This activity is passed over.
    #[must_use]
    pub fn ignore(mut self, activity: &str) -> Self {
        self.ignored.insert(activity.to_owned());
        self
    }

    /// Activities that are no act of the agreement ([`Mapping::for_agreement`]) are passed over; without an
    /// agreement, those that are mapped to no act.
    #[must_use]
    pub fn ignore_others(mut self) -> Self {
        self.ignores_others = true;
        self
    }

    /// What this column or attribute says first of each case is kept: see [`MappedLog::attributes_of`].
    #[must_use]
    pub fn attribute(mut self, column: &str) -> Self {
        if !self.attributes.iter().any(|known| known == column) {
            self.attributes.push(column.to_owned());
        }
        self
    }

    /// An act that is done at the end of each case, at the instant of its last event: by the party that
    /// [`Mapping::actor_of`] says, or else by the actor of every event.
    #[must_use]
    pub fn end_act(mut self, act: &str) -> Self {
        self.end_act = Some(act.to_owned());
        self
    }

    /// How times are written.
    #[must_use]
    pub fn with_times(mut self, times: Times) -> Self {
        self.times = times;
        self
    }

    /// What stands between two cells of a log in CSV: a comma, unless another is named.
    #[must_use]
    pub fn separator(mut self, separator: u8) -> Self {
        self.separator = Some(separator);
        self
    }

    /// The separator, if one is named.
    #[must_use]
    pub fn named_separator(&self) -> Option<u8> {
        self.separator
    }

    /// How the log is encoded, if that is said: for whoever opens it.
    #[must_use]
    pub fn encoding(&self) -> Option<&str> {
        self.encoding.as_deref()
    }

    /// How times are written.
    #[must_use]
    pub fn times(&self) -> &Times {
        &self.times
    }

    /// What is told of each case.
    pub fn attributes(&self) -> impl ExactSizeIterator<Item = &str> {
        self.attributes.iter().map(String::as_str)
    }

    /// For a log that is to be judged by this agreement: its acts are those that are known.
    #[must_use]
    pub fn for_agreement<V: Names>(mut self, agreement: &Agreement<V>) -> Self {
        let known = agreement.acts().filter_map(|act| {
            let terms = agreement.act_terms(act)?;
            let told = terms.told().iter().filter_map(|(told, what)| {
                Some((agreement.told_name(*told)?.into(), what.clone()))
            });
            Some((agreement.act_name(act)?.into(), told.collect()))
        });
        self.known = Some(known.collect());
        self
    }
}
