//! Conditions (section 3): read from the document.

use serde_json::Value;

use super::calendar::{Calendar, calendar_of};
use super::document::Moment;
use super::json::text;
use super::reading::Reading;
use super::term::Term;
use super::told::{Where, quantity};

#[derive(Clone, Debug)]
pub(crate) enum Condition {
    Happened {
        act: String,
        by: Option<String>,
        matching: Where,
        at_least: u64,
    },
    /// The word of a status, or `kept`, `in_breach`, `closed`.
    Stands {
        word: String,
        obligation: String,
    },
    Reached(Moment),
    /// `path` is its place in the document; `is_own`: its `since` names something of the subject.
    Elapsed {
        path: String,
        since: Box<Condition>,
        after: Term,
        is_own: bool,
    },
    Between {
        from: String,
        to: String,
    },
    Recent {
        act: String,
        by: Option<String>,
        stretch: Term,
    },
    Open(Calendar),
    Told(Where),
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Every {
        of: String,
        holds: Box<Condition>,
    },
    Some {
        of: String,
        holds: Box<Condition>,
        at_least: u64,
    },
}

const WORDS: [&str; 13] = [
    "dormant",
    "due",
    "performed",
    "suspended",
    "discharged",
    "cured",
    "repaired",
    "breached",
    "released",
    "lapsed",
    "kept",
    "in_breach",
    "closed",
];

impl Condition {
    /// `kind` is the kind whose subjects the condition belongs to; none of the run's.
    pub(crate) fn read(
        value: &Value,
        path: String,
        kind: Option<&str>,
        reading: &Reading<'_>,
    ) -> Result<Self, String> {
        let map = value.as_object().ok_or_else(|| format!("`{value}` is not a condition"))?;
        let mut keys = map.iter();
        let (Some((word, of)), None) = (keys.next(), keys.next()) else {
            return Err(format!("`{value}` is not a condition"));
        };
        let part = |written: &Value, place: String, kind| {
            Self::read(written, format!("{path}/{word}{place}"), kind, reading).map(Box::new)
        };
        let parts = || {
            let list = of.as_array().ok_or_else(|| format!("`{of}` is not a list"))?;
            let read = |(place, it): (usize, &Value)| {
                Self::read(it, format!("{path}/{word}/{place}"), kind, reading)
            };
            list.iter().enumerate().map(read).collect::<Result<Vec<_>, _>>()
        };
        let by = |it: &Value| it.get("by").map(text).transpose();
        check_keys(word, of)?;
        check_scope(word, of, kind, reading)?;
        if ["every", "some"].contains(&word.as_str()) && path.contains("/holds") {
            return Err(format!("`{word}` stands within another of them"));
        }
        Ok(match word.as_str() {
            "happened" if of.is_string() => {
                let act = text(of)?;
                reading.kind_of_act(&act)?;
                Self::Happened { act, by: None, matching: Where::default(), at_least: 1 }
            }
            "happened" => {
                let act = text(&of["act"])?;
                reading.kind_of_act(&act)?;
                let unit = reading.unit_of(&act)?;
                let at_least = of.get("at_least").map(|it| quantity(it, unit.as_ref()));
                Self::Happened {
                    by: by(of)?,
                    matching: Where::read(of.get("where"), |it| reading.type_of(it))?,
                    at_least: at_least.transpose()?.unwrap_or(1),
                    act,
                }
            }
            "reached" => Self::Reached(reading.moment(of, "00:00")?),
            "elapsed" => Self::Elapsed {
                is_own: kind.is_some_and(|kind| names_own(&of["since"], kind, reading)),
                since: part(&of["since"], "/since".to_owned(), kind)?,
                after: reading.term(&of["for"])?,
                path,
            },
            "between" => Self::Between { from: text(&of["from"])?, to: text(&of["to"])? },
            "recent" => Self::Recent {
                act: text(&of["act"])?,
                by: by(of)?,
                stretch: reading.term(&of["for"])?,
            },
            "open" => {
                let named = serde_json::json!({ "in": of });
                Self::Open(calendar_of(&named, reading.calendars)?.clone())
            }
            "told" => Self::Told(Where::read(Some(of), |it| reading.type_of(it))?),
            "all" => Self::All(parts()?),
            "any" => Self::Any(parts()?),
            "not" => Self::Not(part(of, String::new(), kind)?),
            "every" | "some" => {
                let kind = text(&of["of"])?;
                let holds = part(&of["holds"], "/holds".to_owned(), Some(&kind))?;
                match word.as_str() {
                    "every" => Self::Every { of: kind, holds },
                    _ => Self::Some {
                        of: kind,
                        holds,
                        at_least: of.get("at_least").and_then(Value::as_u64).unwrap_or(1),
                    },
                }
            }
            word if WORDS.contains(&word) => {
                let obligation = text(of)?;
                reading.kind_of_obligation(&obligation)?;
                Self::Stands { word: word.to_owned(), obligation }
            }
            other => return Err(format!("`{other}` is not a condition")),
        })
    }

    /// Each `elapsed` within, with the kind that it stands in the scope of.
    pub(crate) fn each_elapsed<'a>(
        &'a self,
        kind: Option<&'a str>,
        see: &mut impl FnMut(Option<&'a str>, &'a Self),
    ) {
        match self {
            Self::Elapsed { since, .. } => {
                see(kind, self);
                since.each_elapsed(kind, see);
            }
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().for_each(|part| part.each_elapsed(kind, see));
            }
            Self::Not(part) => part.each_elapsed(kind, see),
            Self::Every { of, holds } | Self::Some { of, holds, .. } => {
                holds.each_elapsed(Some(of), see);
            }
            _ => {}
        }
    }
}

fn check_keys(word: &str, of: &Value) -> Result<(), String> {
    let known: &[&str] = match word {
        "happened" => &["act", "by", "where", "at_least"],
        "elapsed" => &["since", "for"],
        "between" => &["from", "to"],
        "recent" => &["act", "by", "for"],
        "every" => &["of", "holds"],
        "some" => &["of", "holds", "at_least"],
        _ => return Ok(()),
    };
    let mut keys = of.as_object().into_iter().flat_map(serde_json::Map::keys);
    match keys.find(|key| !known.contains(&key.as_str())) {
        Some(key) => Err(format!("unknown key `{key}` of `{word}`")),
        None => Ok(()),
    }
}

/// In a subject's scope a name of another kind is an error; in the run's, the status of an
/// obligation of a kind, and what is told of one.
fn check_scope(
    word: &str,
    of: &Value,
    kind: Option<&str>,
    reading: &Reading<'_>,
) -> Result<(), String> {
    let check = |name: &str, its: Option<String>, is_free_in_run: bool| {
        let is_seen = its.is_none() || its.as_deref() == kind || kind.is_none() && is_free_in_run;
        if is_seen { Ok(()) } else { Err(format!("`{name}` is of another scope")) }
    };
    let act = |name: &Value| {
        let name = text(name)?;
        check(&name, reading.kind_of_act(&name)?, true)
    };
    match word {
        "happened" if of.is_string() => act(of),
        "happened" | "recent" => act(&of["act"]),
        "between" => act(&of["from"]).and_then(|()| act(&of["to"])),
        "told" => of.as_object().into_iter().flat_map(serde_json::Map::keys).try_for_each(|name| {
            let is_here = reading.is_told_by(name, None) || reading.is_told_by(name, kind);
            let is_given = ["opened", "start", "end"].contains(&name.as_str());
            if is_here || is_given { Ok(()) } else { Err(format!("`{name}` is of another scope")) }
        }),
        word if WORDS.contains(&word) => {
            let name = text(of)?;
            check(&name, reading.kind_of_obligation(&name)?, false)
        }
        _ => Ok(()),
    }
}

/// Whether a condition names anything of the subject's own; what stands under `holds` is another's.
fn names_own(value: &Value, kind: &str, reading: &Reading<'_>) -> bool {
    let is_act = |it: Option<&Value>| {
        let act = it.and_then(Value::as_str).unwrap_or_default();
        reading.kind_of_act(act).is_ok_and(|of| of.as_deref() == Some(kind))
    };
    let subject = &reading.document["subjects"][kind];
    let is_name = |name: &str| match name {
        "opened" => true,
        "start" | "end" => subject.get("every").is_some(),
        "opener" => subject.get("opened_by").is_some(),
        _ => reading.is_told_by(name, Some(kind)),
    };
    let Some((word, of)) = value.as_object().and_then(|it| it.iter().next()) else { return false };
    match word.as_str() {
        "happened" | "recent" => {
            is_act(Some(of)) || is_act(of.get("act")) || of.get("by").is_some_and(|by| by == "each")
        }
        "between" => is_act(of.get("from")) || is_act(of.get("to")),
        "reached" => of.get("told").and_then(Value::as_str).is_some_and(is_name),
        "told" => of.as_object().is_some_and(|it| it.keys().any(|name| is_name(name))),
        "elapsed" => names_own(&of["since"], kind, reading),
        "not" => names_own(of, kind, reading),
        "all" | "any" => {
            of.as_array().is_some_and(|parts| parts.iter().any(|it| names_own(it, kind, reading)))
        }
        "every" | "some" | "open" => false,
        _ => {
            let obligation = of.as_str().unwrap_or_default();
            reading.kind_of_obligation(obligation).is_ok_and(|it| it.as_deref() == Some(kind))
        }
    }
}
