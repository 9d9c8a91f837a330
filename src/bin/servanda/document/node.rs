//! A document with the places of its parts, to point at them.

use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use toml::de::{DeTable, DeValue};

use super::Form;

/// A part of a document: where it stands, and what it is made of.
#[derive(Debug)]
pub struct Node {
    span: Range<usize>,
    parts: Parts,
}

#[derive(Debug)]
enum Parts {
    /// Each key, where it stands, and its value.
    Map(Vec<(String, Range<usize>, Node)>),
    List(Vec<Node>),
    Plain,
}

impl Node {
    /// The whole of a text; none if it is not of its form.
    pub fn parse(text: &str, form: Form) -> Option<Self> {
        match form {
            Form::Json => json(text, serde_json::from_str(text).ok()?),
            Form::Toml => Some(table(DeTable::parse(text).ok()?.get_ref(), 0..text.len())),
            Form::Yaml => Some(yaml(&serde_saphyr::from_str(text).ok()?)),
        }
    }

    /// Where the thing at a place stands: the value of a plain one, the key of one that holds
    /// others; of one that is not there, the nearest around it that is. None if there is nothing to
    /// point at.
    pub fn find(&self, place: &str) -> Option<Range<usize>> {
        let mut node = self;
        let mut pointed = None;
        let mut rest = place;
        while !rest.is_empty() {
            let Some((next, span, after)) = step(node, rest) else { break };
            node = next;
            pointed = Some(match node.parts {
                Parts::Plain => node.span.clone(),
                _ => span.unwrap_or(node.span.clone()),
            });
            rest = after;
        }
        pointed
    }
}

/// One step along a path: the part, its key if it has one, and the rest of the path.
fn step<'n, 'p>(
    node: &'n Node,
    path: &'p str,
) -> Option<(&'n Node, Option<Range<usize>>, &'p str)> {
    match &node.parts {
        Parts::Map(entries) => {
            // A name may have dots of its own: the longest that fits is meant.
            let fits = |name: &str| {
                let rest = path.strip_prefix(name)?;
                match rest.chars().next() {
                    None | Some('[') => Some(rest),
                    Some('.') => rest.get(1..),
                    Some(_) => None,
                }
            };
            let (name, span, node) = entries
                .iter()
                .filter(|(name, _, _)| fits(name).is_some())
                .max_by_key(|(name, _, _)| name.len())?;
            Some((node, Some(span.clone()), fits(name)?))
        }
        Parts::List(nodes) => {
            let (number, rest) = path.strip_prefix('[')?.split_once(']')?;
            let node = nodes.get(number.parse::<usize>().ok()?)?;
            Some((node, None, rest.strip_prefix('.').unwrap_or(rest)))
        }
        Parts::Plain => None,
    }
}

/// From JSON: the raw texts of its values are parts of the whole text.
fn json(whole: &str, raw: &RawValue) -> Option<Node> {
    let offset = |part: &str| part.as_ptr().addr().checked_sub(whole.as_ptr().addr());
    let start = offset(raw.get())?;
    let span = start..start.checked_add(raw.get().len())?;
    let parts = match raw.get().bytes().next() {
        Some(b'{') => {
            let Entries(entries) = serde_json::from_str(raw.get()).ok()?;
            let mut before = start.checked_add(1)?;
            let mut parts = Vec::new();
            for (key, value) in entries {
                let node = json(whole, value)?;
                let between = whole.get(before..node.span.start)?;
                // Between two values: a comma, the key, a colon, and blanks.
                let open = before.checked_add(between.find('"')?)?;
                let close = before.checked_add(between.rfind('"')?)?.checked_add(1)?;
                before = node.span.end;
                parts.push((key, open..close, node));
            }
            Parts::Map(parts)
        }
        Some(b'[') => {
            let values: Vec<&RawValue> = serde_json::from_str(raw.get()).ok()?;
            let nodes = values.into_iter().map(|value| json(whole, value));
            Parts::List(nodes.collect::<Option<_>>()?)
        }
        _ => Parts::Plain,
    };
    Some(Node { span, parts })
}

/// The entries of an object in JSON, raw.
struct Entries<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Entries<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Raw;

        impl<'de> Visitor<'de> for Raw {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }

        deserializer.deserialize_map(Raw)
    }
}

fn table(table: &DeTable<'_>, span: Range<usize>) -> Node {
    let entries = table.iter().map(|(key, value)| {
        let node = toml_value(value.get_ref(), value.span());
        (key.get_ref().to_string(), key.span(), node)
    });
    Node { span, parts: Parts::Map(entries.collect()) }
}

fn toml_value(value: &DeValue<'_>, span: Range<usize>) -> Node {
    match value {
        DeValue::Table(inner) => table(inner, span),
        DeValue::Array(values) => {
            let nodes = values.iter().map(|value| toml_value(value.get_ref(), value.span()));
            Node { span, parts: Parts::List(nodes.collect()) }
        }
        _ => Node { span, parts: Parts::Plain },
    }
}

/// From YAML, as its reader tells where things stand.
struct YamlNode(YamlParts);

enum YamlParts {
    Map(Vec<(serde_saphyr::Spanned<String>, serde_saphyr::Spanned<YamlNode>)>),
    List(Vec<serde_saphyr::Spanned<YamlNode>>),
    Plain,
}

fn yaml(node: &serde_saphyr::Spanned<YamlNode>) -> Node {
    let parts = match &node.value.0 {
        YamlParts::Map(entries) => Parts::Map(
            entries
                .iter()
                .map(|(key, value)| (key.value.clone(), yaml_span(key), yaml(value)))
                .collect(),
        ),
        YamlParts::List(nodes) => Parts::List(nodes.iter().map(yaml).collect()),
        YamlParts::Plain => Parts::Plain,
    };
    Node { span: yaml_span(node), parts }
}

fn yaml_span<T>(spanned: &serde_saphyr::Spanned<T>) -> Range<usize> {
    let span = spanned.referenced.span();
    let byte = |byte: Option<u64>| byte.and_then(|byte| usize::try_from(byte).ok());
    let start = byte(span.byte_offset()).unwrap_or(0);
    start..start.saturating_add(byte(span.byte_len()).unwrap_or(0))
}

impl<'de> Deserialize<'de> for YamlNode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = YamlNode;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("anything")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<YamlNode, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(YamlNode(YamlParts::Map(entries)))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<YamlNode, A::Error> {
                let mut nodes = Vec::new();
                while let Some(node) = list.next_element()? {
                    nodes.push(node);
                }
                Ok(YamlNode(YamlParts::List(nodes)))
            }

            fn visit_str<E>(self, _: &str) -> Result<YamlNode, E> {
                Ok(YamlNode(YamlParts::Plain))
            }

            fn visit_bool<E>(self, _: bool) -> Result<YamlNode, E> {
                Ok(YamlNode(YamlParts::Plain))
            }

            fn visit_i64<E>(self, _: i64) -> Result<YamlNode, E> {
                Ok(YamlNode(YamlParts::Plain))
            }

            fn visit_u64<E>(self, _: u64) -> Result<YamlNode, E> {
                Ok(YamlNode(YamlParts::Plain))
            }

            fn visit_f64<E>(self, _: f64) -> Result<YamlNode, E> {
                Ok(YamlNode(YamlParts::Plain))
            }

            fn visit_unit<E>(self) -> Result<YamlNode, E> {
                Ok(YamlNode(YamlParts::Plain))
            }
        }

        deserializer.deserialize_any(Any)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JSON: &str = r#"{"a.b": {"when": {"all": [{"due": "x"}, {"due": "y"}]}}, "a": 1}"#;
    const TOML: &str = "[\"a.b\"]\nwhen = {all = [{due = \"x\"}, {due = \"y\"}]}\n";
    const YAML: &str = "a.b:\n  when: {all: [{due: x}, {due: y}]}\n";

    fn found(text: &str, form: Form, place: &str) -> Option<String> {
        Node::parse(text, form)?.find(place).and_then(|span| text.get(span)).map(str::to_owned)
    }

    #[test]
    fn a_plain_value_is_pointed_at_itself() {
        let place = "a.b.when.all[1].due";
        assert_eq!(found(JSON, Form::Json, place).as_deref(), Some("\"y\""));
        assert_eq!(found(TOML, Form::Toml, place).as_deref(), Some("\"y\""));
        assert_eq!(found(YAML, Form::Yaml, place).as_deref(), Some("y"));
    }

    #[test]
    fn what_holds_others_or_is_missing_is_pointed_at_by_its_key() {
        for place in ["a.b", "a.b.debtor"] {
            assert_eq!(found(JSON, Form::Json, place).as_deref(), Some("\"a.b\""));
            assert_eq!(found(TOML, Form::Toml, place).as_deref(), Some("\"a.b\""));
            assert_eq!(found(YAML, Form::Yaml, place).as_deref(), Some("a.b"));
        }
        assert_eq!(found(JSON, Form::Json, "a").as_deref(), Some("1"));
        assert_eq!(found(JSON, Form::Json, "nowhere"), None);
    }
}
