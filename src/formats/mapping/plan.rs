//! Where the keys of an event stand in a log, by the numbers of its attributes.

use super::record::{KeyId, Keys, OF_CASE, Record};
use super::{Lifecycle, Mapping};

/// What a format calls the transition of an activity.
const TRANSITION: &str = "lifecycle:transition";
/// What a transition may be called in CSV.
const TRANSITIONS: [&str; 2] = [TRANSITION, "transition"];

/// Where a key stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// In all of these, joined.
    Joined(Vec<KeyId>),
    /// In the first of these that an entry has.
    First(Vec<KeyId>),
}

/// Where everything stands.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) time: Source,
    pub(super) act: Source,
    /// None where the constant counts.
    pub(super) actor: Option<Source>,
    pub(super) case: Option<Source>,
    pub(super) transition: Source,
    pub(super) lifecycle: Lifecycle,
    /// The other keys that are mapped.
    pub(super) others: Vec<(&'static str, Source)>,
    pub(super) told: Vec<(Box<str>, KeyId)>,
    pub(super) attributes: Vec<KeyId>,
    /// Whether a key is mapped that says another word than that an act was done.
    pub(super) has_other_words: bool,
}

/// The keys by which an act alone is told.
const OF_ACTS: [&str; 10] =
    ["time", "act", "actor", "case", "subject", "quantity", "id", "known", "note", "source"];

impl Plan {
    pub(super) fn new(mapping: &Mapping, keys: &mut Keys, classifier: Option<Vec<String>>) -> Self {
        let mut source = |key: &str, usual: &[&str]| match mapping.columns.get(key) {
            Some(columns) => Source::Joined(columns.iter().map(|it| keys.number(it)).collect()),
            None => Source::First(usual.iter().map(|it| keys.number(it)).collect()),
        };
        let time = source("time", &["time", "time:timestamp"]);
        let act = source("act", &["act", "concept:name"]);
        let actor = source("actor", &["actor", "org:resource"]);
        let case = source("case", &["case", "case:concept:name"]);
        let of_act = match (classifier, mapping.columns.get("act")) {
            (Some(parts), _) => Some(parts),
            (None, columns) => columns.cloned(),
        };
        let act = match &of_act {
            Some(parts) => Source::Joined(parts.iter().map(|it| keys.number(it)).collect()),
            None => act,
        };
        let is_of_transitions = of_act.is_some_and(|parts| parts.iter().any(|it| it == TRANSITION));
        let usual = if is_of_transitions { Lifecycle::All } else { Lifecycle::Complete };
        let lifecycle = mapping.lifecycle.clone().unwrap_or(usual);
        let has = |key: &str| mapping.columns.contains_key(key);
        let reads_actors =
            has("actor") || !mapping.parties.is_empty() || !mapping.constants.contains_key("actor");
        let reads_cases = has("case") || !mapping.constants.contains_key("case");
        let others = mapping
            .columns
            .iter()
            .filter(|(key, _)| !["time", "act", "actor", "case"].contains(key))
            .map(|(key, columns)| {
                (*key, Source::Joined(columns.iter().map(|it| keys.number(it)).collect()))
            })
            .collect();
        Self {
            time,
            act,
            actor: reads_actors.then_some(actor),
            case: reads_cases.then_some(case),
            transition: Source::First(TRANSITIONS.iter().map(|it| keys.number(it)).collect()),
            lifecycle,
            others,
            told: mapping
                .told
                .iter()
                .map(|(name, it)| (name.as_str().into(), keys.number(it)))
                .collect(),
            attributes: mapping.attributes.iter().map(|it| keys.number(it)).collect(),
            has_other_words: mapping.columns.keys().any(|key| !OF_ACTS.contains(key)),
        }
    }

    /// The attributes that are read.
    pub(super) fn read(&self) -> impl Iterator<Item = KeyId> {
        let sources = [&self.time, &self.act, &self.transition].into_iter();
        let sources = sources.chain(&self.actor).chain(&self.case);
        let sources = sources.chain(self.others.iter().map(|(_, source)| source));
        let told = self.told.iter().map(|(_, key)| *key);
        sources.flat_map(Source::keys).copied().chain(told).chain(self.attributes.iter().copied())
    }
}

impl Source {
    fn keys(&self) -> &[KeyId] {
        match self {
            Self::Joined(keys) | Self::First(keys) => keys,
        }
    }

    /// What an entry says of it; several are joined in `text`.
    pub(super) fn of<'a>(&self, record: &'a Record, text: &'a mut String) -> Option<&'a str> {
        match self {
            Self::First(keys) => keys.iter().find_map(|key| record.get(*key)),
            Self::Joined(keys) => match &**keys {
                [only] => record.get(*only),
                several => {
                    text.clear();
                    for part in several.iter().filter_map(|key| record.get(*key)) {
                        if !text.is_empty() {
                            text.push('+');
                        }
                        text.push_str(part);
                    }
                    (!text.is_empty()).then_some(text.as_str())
                }
            },
        }
    }

    /// What it is called, to be told.
    pub(super) fn name(&self, keys: &Keys) -> String {
        let own = self.keys();
        let name =
            |wanted: &KeyId| keys.names().find(|(key, _)| key == wanted).map(|(_, name)| name);
        let with = if matches!(self, Self::Joined(_)) { "+" } else { "` or `" };
        own.iter().filter_map(name).collect::<Vec<_>>().join(with)
    }
}

/// Whether this is the name of an attribute of a case.
pub(super) fn is_of_case(name: &str) -> bool {
    name.starts_with(OF_CASE)
}
