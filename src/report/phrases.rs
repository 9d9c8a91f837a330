//! How things are called in sentences.

use super::TimeZone;

/// Phrases for the names of an agreement, so that its findings read as sentences. What has no
/// phrase goes by its name. Several threads may share them.
///
/// ```
/// use servanda::report::Phrases;
///
/// struct Harbour;
///
/// impl Phrases for Harbour {
///     fn party(&self, name: &str) -> Option<&str> {
///         (name == "cafe").then_some("the café at the harbour")
///     }
///
///     fn act(&self, name: &str) -> Option<&str> {
///         (name == "pay").then_some("paid the price")
///     }
///
///     fn obligation(&self, _name: &str) -> Option<&str> {
///         None
///     }
/// }
///
/// assert_eq!(Harbour.act("pay"), Some("paid the price"));
/// ```
pub trait Phrases: Sync {
    /// A party: "the United States".
    fn party(&self, name: &str) -> Option<&str>;

    /// An act in the past tense, fit to stand after "had" too: "lifted the quarantine".
    fn act(&self, name: &str) -> Option<&str>;

    /// An obligation as a noun: "the removal of the weapons".
    fn obligation(&self, name: &str) -> Option<&str>;

    /// In which time zone instants are told: by default in that of the agreement's calendars.
    fn time_zone(&self) -> &TimeZone {
        &TimeZone::Own
    }
}

/// No phrases: everything goes by its name.
///
/// ```
/// use servanda::report::{Phrases, PlainPhrases};
/// assert_eq!(PlainPhrases.party("us"), None);   // so it goes by `us`
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlainPhrases;

impl Phrases for PlainPhrases {
    fn party(&self, _name: &str) -> Option<&str> {
        None
    }

    fn act(&self, _name: &str) -> Option<&str> {
        None
    }

    fn obligation(&self, _name: &str) -> Option<&str> {
        None
    }
}
