//! Logs from OCEL 2.0 in JSON (object-centric event logs), where an event concerns several objects.
//!
//! | OCEL | event |
//! | --- | --- |
//! | an event's `type` | the act |
//! | an event's `time`, `id` | `time`, `id` |
//! | an event's object whose type is the kind of the act | `subject` |
//! | an event's attribute that the act tells | `told`, by its name |
//! | what a [`Mapping`] says | `actor`, `case`, `quantity`, `known`, `note`, `source` |
//!
//! An object type is a kind of subject of its name, an object a subject. An event about several objects
//! of its act's kind is one event for each, its `id` joined with the object's (`e7/PO1`). One about none
//! of them names no subject, and an event of an act of the run never does.
//!
//! OCEL has no place of its own for who did something, so there must be an actor among the attributes or
//! the objects of an event: in its attribute `actor`, or `org:resource` as in XES, unless a mapping
//! names another.
//!
//! The lists of a document are in no order that counts, so events are taken by time, those of one
//! instant in the order of the document.

mod bytes;
mod entry;
mod mapping;
mod pieces;
mod read;
mod scan;
mod split;

pub use mapping::{Mapping, MappingError};
pub use read::Log;
