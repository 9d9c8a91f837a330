//! What of a document says what of an event.

use std::collections::HashMap;
use std::str::FromStr;

use crate::names::Names;
use crate::strict::shortened;
use crate::terms::{Agreement, ToldType};

/// The keys of an event that can be mapped, in the order in which they are told.
const KEYS: [&str; 8] = ["actor", "case", "subject", "quantity", "told", "known", "note", "source"];

/// Where the actor is looked for without another word: by its own name, then by that of XES.
const ACTOR: [&str; 2] = ["actor", "org:resource"];

/// What of an OCEL document says what of an event: pairs `key=source`, with a comma between two.
///
/// | source | what it is |
/// | --- | --- |
/// | `clerk`, `attribute:clerk` | the event's attribute of this name |
/// | `type:employee` | the event's object of this type |
/// | `qualifier:packed by` | the event's object that is related to it by this qualifier |
/// | `value:shop` | this text, in every event |
///
/// The keys are `actor`, `case`, `subject`, `quantity`, `known`, `note`, `source`, and `told`, which is
/// followed by an attribute that is told by its name. A key may have several sources: the first of which
/// an event has something counts. An event with several objects for its `case` or `subject` is one event
/// for each; of everything else there may be one. A mapped `subject` stands for every event, whatever
/// kind its act is of: for a log that is read without an agreement.
///
/// ```
/// use servanda::formats::ocel;
/// let text = r#"{
///     "objectTypes": [{"name": "clerk", "attributes": []}],
///     "eventTypes": [{"name": "pay", "attributes": []}],
///     "objects": [{"id": "ann", "type": "clerk"}],
///     "events": [{"id": "e1", "type": "pay", "time": "2026-05-06T12:00:00Z",
///         "relationships": [{"objectId": "ann", "qualifier": "paid by"}]}]
/// }"#;
/// let mapping: ocel::Mapping = "actor=type:clerk".parse()?;
/// let event = ocel::Log::new(text.as_bytes(), &mapping).next().unwrap()?;
/// assert_eq!(event.deed.actor().map(|actor| &**actor), Some("ann"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    sources: Vec<(&'static str, Source)>,
    acts: HashMap<Box<str>, Agreed>,
}

/// What the agreement says of an act, as far as a log is read by it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Agreed {
    pub(super) kind: Option<Box<str>>,
    /// What it tells by which name.
    pub(super) tells: Vec<(Box<str>, Telling)>,
}

/// What a value that is told has to be, where OCEL may write it otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Telling {
    /// A whole number: many write numbers as texts.
    Number,
    Text,
    Any,
}

/// What a key is taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Attribute(Box<str>),
    Type(Box<str>),
    Qualifier(Box<str>),
    Value(Box<str>),
}

/// A mapping that can't be read.
///
/// ```
/// use servanda::formats::ocel::{Mapping, MappingError};
/// assert_eq!("actor".parse::<Mapping>(), Err(MappingError::Form("actor".to_owned())));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MappingError {
    /// Not of the form `key=source`.
    #[error("`{}`: expected the form `key=source`, as in `actor=clerk,case=type:order`", shortened(.0))]
    Form(String),
    /// Not a key that can be mapped.
    #[error("`{}` can't be mapped: expected one of {keys}", shortened(.0), keys = KEYS.join(", "))]
    Key(String),
    /// A source that this key does not take.
    #[error("`{key}` is not taken from `{}`: expected {expected}", shortened(.source_text))]
    Source {
        /// The key.
        key: &'static str,
        /// The source, as it is written.
        source_text: String,
        /// What it may be.
        expected: &'static str,
    },
}

impl Mapping {
    /// The actor is the attribute `actor` of an event, or else `org:resource`; nothing else is mapped,
    /// and of no act it is known what kind it belongs to.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// By what an agreement says of its acts: each act's kind, whose objects are subjects, and which
    /// attributes it tells.
    ///
    /// ```
    /// use servanda::Agreement;
    /// use servanda::event::Deed;
    /// use servanda::formats::ocel;
    /// let agreement = Agreement::from_json(r#"{
    ///     "title": "shop", "parties": {"shop": "ships", "buyer": "pays"},
    ///     "acts": {"ship": {"by": ["shop"], "tells": {"boxes": "quantity"}}},
    ///     "obligations": {"goods": {"debtor": "shop", "creditor": "buyer", "perform": "ship"}}
    /// }"#)?;
    /// let text = r#"{"objects": [], "events": [{"id": "e1", "type": "ship",
    ///     "time": "2026-05-06T12:00:00Z", "attributes": [{"name": "actor", "value": "shop"},
    ///     {"name": "boxes", "value": "3"}, {"name": "van", "value": "VX 7"}]}]}"#;
    /// let mapping = ocel::Mapping::new().for_agreement(&agreement);
    /// let mut log = ocel::Log::new(text.as_bytes(), &mapping);
    /// let event = log.next().unwrap()?;
    /// assert!(matches!(event.deed, Deed::Act { told, .. } if told.len() == 1));
    /// assert_eq!(
    ///     log.losses().to_string(),
    ///     "there is no place for the attribute `van` of an event: line 1"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn for_agreement<V: Names>(mut self, agreement: &Agreement<V>) -> Self {
        for act in agreement.acts() {
            let Some(name) = agreement.act_name(act) else { continue };
            let told = agreement.act_terms(act);
            let told = told.iter().flat_map(|act| act.told()).filter_map(|(told, what)| {
                let name = agreement.told_name(*told)?;
                Some((name.into(), Telling::of(what)))
            });
            let agreed = self.acts.entry(name.into()).or_default();
            agreed.kind = kind_of(agreement, name).map(Into::into);
            agreed.tells = told.collect();
        }
        self
    }

    /// The objects of this type are the subjects of this act, as they are where an agreement has it so.
    ///
    /// ```
    /// use servanda::formats::ocel;
    /// let text = r#"{"objects": [{"id": "i1", "type": "item"}, {"id": "i2", "type": "item"}],
    ///     "events": [{"id": "e1", "type": "ship", "time": "2026-05-06T12:00:00Z",
    ///     "attributes": [{"name": "actor", "value": "shop"}], "relationships": [
    ///     {"objectId": "i1", "qualifier": "in"}, {"objectId": "i2", "qualifier": "in"}]}]}"#;
    /// let mapping = ocel::Mapping::new().kind("ship", "item");
    /// let log = ocel::Log::new(text.as_bytes(), &mapping);
    /// let events: Vec<_> = log.collect::<Result<_, _>>()?;
    /// assert_eq!(events.len(), 2);
    /// assert_eq!(events[1].subject.as_deref(), Some("i2"));
    /// assert_eq!(events[1].id.as_deref(), Some("e1/i2"));
    /// # Ok::<(), servanda::formats::LineError>(())
    /// ```
    #[must_use]
    pub fn kind(mut self, act: &str, kind: &str) -> Self {
        self.acts.entry(act.into()).or_default().kind = Some(kind.into());
        self
    }

    /// What the agreement says of an act of this name.
    pub(super) fn act(&self, name: &str) -> Option<&Agreed> {
        self.acts.get(name)
    }

    /// What this key is taken from, the first first.
    pub(super) fn sources(&self, key: &str) -> impl Iterator<Item = &Source> {
        self.sources.iter().filter(move |(known, _)| *known == key).map(|(_, source)| source)
    }

    /// Whether this key is mapped.
    pub(super) fn has(&self, key: &str) -> bool {
        self.sources(key).next().is_some()
    }

    /// Whether something is taken from here.
    pub(super) fn takes(&self, source: &Source) -> bool {
        self.sources.iter().any(|(_, known)| known == source)
    }

    /// The attributes that are told of any act that has them.
    pub(super) fn tells(&self, attribute: &str) -> bool {
        self.sources("told").any(|source| *source == Source::Attribute(attribute.into()))
    }
}

/// The kind that an act of the agreement belongs to; none of an act of the run.
fn kind_of<'a, V: Names>(agreement: &'a Agreement<V>, act: &str) -> Option<&'a str> {
    let terms = agreement.terms();
    let kind = terms.acts[terms.act(act).ok()?].of?;
    Some(&terms.kind_names[kind])
}

/// Where the actor is looked for if nothing says so.
pub(super) fn usual_actor() -> impl Iterator<Item = Source> {
    ACTOR.into_iter().map(|name| Source::Attribute(name.into()))
}

impl Telling {
    fn of(what: &ToldType) -> Self {
        match what {
            ToldType::Quantity(None) => Self::Number,
            // With its unit a figure is read from a number or a text.
            ToldType::Quantity(Some(_)) => Self::Any,
            ToldType::Instant | ToldType::Party | ToldType::Words(_) => Self::Text,
        }
    }
}

impl Source {
    fn read(text: &str) -> Option<Self> {
        let source = match text.split_once(':') {
            Some(("attribute", name)) => Self::Attribute(name.into()),
            Some(("type", name)) => Self::Type(name.into()),
            Some(("qualifier", name)) => Self::Qualifier(name.into()),
            Some(("value", text)) => Self::Value(text.into()),
            _ => Self::Attribute(text.into()),
        };
        let (Self::Attribute(name) | Self::Type(name) | Self::Qualifier(name) | Self::Value(name)) =
            &source;
        (!name.is_empty()).then_some(source)
    }

    /// What this key is taken from, where that is less than any source.
    fn expected(&self, key: &str) -> Option<&'static str> {
        match (key, self) {
            ("told", Self::Attribute(_)) => None,
            ("told", _) => Some("an attribute, by whose name it is told"),
            ("quantity" | "known", Self::Type(_) | Self::Qualifier(_)) => {
                Some("an attribute, or `value:` and what it is in every event")
            }
            _ => None,
        }
    }
}

impl FromStr for Mapping {
    type Err = MappingError;

    fn from_str(text: &str) -> Result<Self, MappingError> {
        let mut mapping = Self::new();
        for pair in text.split(',') {
            let form = || MappingError::Form(pair.to_owned());
            let (key, written) = pair.split_once('=').ok_or_else(form)?;
            let known = KEYS.into_iter().find(|known| *known == key.trim());
            let key = known.ok_or_else(|| MappingError::Key(key.trim().to_owned()))?;
            let source = Source::read(written.trim()).ok_or_else(form)?;
            if let Some(expected) = source.expected(key) {
                let source_text = written.trim().to_owned();
                return Err(MappingError::Source { key, source_text, expected });
            }
            mapping.sources.push((key, source));
        }
        Ok(mapping)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_names_keys_and_what_they_are_taken_from() {
        let error = |text: &str| text.parse::<Mapping>().unwrap_err().to_string();
        assert_eq!(
            error("actor"),
            "`actor`: expected the form `key=source`, as in `actor=clerk,case=type:order`"
        );
        assert!(error("actor=type:").starts_with("`actor=type:`: expected the form"));
        assert!(error("actor=").starts_with("`actor=`: expected the form"));
        assert!(error("act=x").starts_with("`act` can't be mapped: expected one of actor, case,"));
        assert_eq!(
            error("told=type:order"),
            "`told` is not taken from `type:order`: expected an attribute, by whose name it is told"
        );
        assert!(error("quantity=qualifier:in").contains("expected an attribute, or `value:`"));
    }

    #[test]
    fn a_name_is_an_attribute_unless_it_says_otherwise() {
        let text =
            "actor = a:b,actor=type:c d,actor=qualifier:e,actor=attribute:type:f,actor=value:g:h";
        let mapping: Mapping = text.parse().unwrap();
        let sources: Vec<&Source> = mapping.sources("actor").collect();
        let expected = [
            Source::Attribute("a:b".into()),
            Source::Type("c d".into()),
            Source::Qualifier("e".into()),
            Source::Attribute("type:f".into()),
            Source::Value("g:h".into()),
        ];
        assert_eq!(sources, expected.iter().collect::<Vec<_>>());
        assert!(!mapping.has("case"));
        assert!("told=price".parse::<Mapping>().unwrap().tells("price"));
    }
}
