//! Names: what the parties, acts, obligations and told values of an agreement are called, and by what
//! types.
//!
//! The same terms are written in three vocabularies: [`Text`] on the wire, [`Ids`] inside, and the
//! user's own enums ([`vocabulary!`](crate::vocabulary)) at the edge, where a misspelt name does
//! not compile.

mod by_type;
mod directory;
mod ids;
mod likeness;
mod nearest;
mod subject;
mod table;
mod translate;
mod vocabulary;

pub(crate) use by_type::{ByType, NamelessError};
pub(crate) use directory::Directory;
pub use ids::{ActId, CalendarId, Ids, KindId, ObligationId, PartyId, ToldId};
#[cfg(feature = "look-alikes")]
pub(crate) use likeness::difference;
#[cfg(any(feature = "json", feature = "toml", feature = "yaml"))]
pub(crate) use nearest::suggesting;
pub use nearest::{NameKind, UnknownNameError};
pub use subject::Subject;
pub(crate) use subject::{check_subject_name, is_subject_name};
pub(crate) use table::{Key, Table};
pub(crate) use translate::Translate;
#[doc(hidden)]
pub use vocabulary::kebab;
pub use vocabulary::{Name, Names, NoCalendars, NoKinds, NoTold, Text, Vocabulary};
