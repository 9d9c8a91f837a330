//! Logs from XES (IEEE 1849, the format of process mining), and to it.
//!
//! | XES | event |
//! | --- | --- |
//! | a trace's `concept:name` | `case` |
//! | `time:timestamp` | `time` |
//! | `org:resource` | `actor` |
//! | `concept:name` | the act, where no attribute of ours says another word |
//! | `servanda:` and a key of an event | that key, word for word |
//! | `servanda:place` | the place in the log, across the traces |

mod document;
mod element;
mod events;
mod plain;
mod read;
mod said;
#[cfg(test)]
mod same;
mod write;

pub(crate) use events::Events;
pub use read::{Log, NamedLog};
pub use write::{write, write_entries};

/// What our own attributes start with.
const OURS: &str = "servanda:";
/// The place of an event in the log, across all traces.
const PLACE: &str = "servanda:place";
/// On a trace whose events name no case: other tools need a name for it.
const CASELESS: &str = "servanda:caseless";
/// On an event of which nothing is known but its time and perhaps who told it.
const TICK: &str = "servanda:tick";
/// On an event of which `concept:name` and the like say nothing that is not in our own attributes.
const NAME: &str = "concept:name";
const RESOURCE: &str = "org:resource";
const TIMESTAMP: &str = "time:timestamp";
const TRANSITION: &str = "lifecycle:transition";

/// The keys of an event whose values are texts of its own.
const TEXTS: [&str; 15] = [
    "attest",
    "deny",
    "release",
    "extend",
    "amend",
    "verified_by",
    "debtor",
    "creditor",
    "waive",
    "amended",
    "subject",
    "id",
    "note",
    "source",
    "act",
];
