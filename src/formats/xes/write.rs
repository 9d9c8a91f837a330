//! Writing: a trace for each case, and our own attributes for what XES has no word for.

use std::collections::HashMap;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, Event as Markup};

use crate::event::{Amendment, Deed, Entry, Event, Speaker};
use crate::names::Text;

use super::super::losses::Losses;
use super::{CASELESS, NAME, OURS, PLACE, RESOURCE, TICK, TIMESTAMP, TRANSITION};

/// The extensions of the standard whose attributes are used: name, prefix, definition.
const EXTENSIONS: [[&str; 3]; 4] = [
    ["Concept", "concept", "http://www.xes-standard.org/concept.xesext"],
    ["Time", "time", "http://www.xes-standard.org/time.xesext"],
    ["Organizational", "org", "http://www.xes-standard.org/org.xesext"],
    ["Lifecycle", "lifecycle", "http://www.xes-standard.org/lifecycle.xesext"],
];

/// Writes a log as XES: a trace for each `case`, in the order of their first events. Attributes that
/// start with `servanda:` hold what the standard has no word for, so that it reads back the same;
/// characters that XML can't hold are replaced, and told.
///
/// # Errors
/// Where it can't be written.
///
/// ```
/// let event: servanda::Event<servanda::names::Text> = serde_json::from_str(
///     r#"{"time": "2026-05-06T12:00:00Z", "actor": "buyer", "act": "pay"}"#,
/// )?;
/// let mut out = Vec::new();
/// let losses = servanda::formats::xes::write(&mut out, &[event])?;
/// assert!(losses.is_empty() && String::from_utf8(out)?.contains("concept:name"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write<W: Write>(out: W, events: &[Event<Text>]) -> io::Result<Losses> {
    write_placed(out, events.iter().zip(1..))
}

/// Writes the events of a log that is judged by time, as [`write()`] does. What is said of the log has no place
/// in XES, which is told.
///
/// # Errors
/// Where it can't be written.
///
/// ```
/// use servanda::event::{Entry, Statement};
/// use servanda::names::Text;
/// let now = "2026-05-07T12:00:00Z".parse()?;
/// let entry = Entry::<Text>::from(Statement::retract(now, "buyer".into(), "p1"));
/// let losses = servanda::formats::xes::write_entries(&mut Vec::new(), &[entry])?;
/// assert_eq!(losses.to_string(), "what is said of the log itself has no place in XES: event 1");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_entries<W: Write>(out: W, entries: &[Entry<Text>]) -> io::Result<Losses> {
    let mut events = Vec::with_capacity(entries.len());
    let mut statements = Vec::new();
    for (entry, place) in entries.iter().zip(1..) {
        match entry {
            Entry::Event(event) => events.push((event, place)),
            Entry::Statement(_) => statements.push(place),
        }
    }
    let mut losses = write_placed(out, events.into_iter())?;
    for place in statements {
        losses.at_event(place, "what is said of the log itself has no place in XES");
    }
    Ok(losses)
}

fn write_placed<'a, W: Write>(
    out: W,
    events: impl Iterator<Item = (&'a Event<Text>, u64)>,
) -> io::Result<Losses> {
    let mut order: Vec<Option<&str>> = Vec::new();
    let mut traces: HashMap<Option<&str>, Vec<(u64, &Event<Text>)>> = HashMap::new();
    for (event, place) in events {
        let case = event.case.as_deref();
        traces.entry(case).or_insert_with(|| {
            order.push(case);
            Vec::new()
        });
        traces.entry(case).or_default().push((place, event));
    }
    let out = Writer::new_with_indent(out, b' ', 2);
    let mut document = Document { out, losses: Losses::default(), place: 0 };
    document.start()?;
    for case in order {
        document.out.write_event(Markup::Start(BytesStart::new("trace")))?;
        document.place = 0;
        document.text("string", NAME, case.unwrap_or("all"))?;
        if case.is_none() {
            document.text("boolean", CASELESS, "true")?;
        }
        for (place, event) in traces.remove(&case).unwrap_or_default() {
            document.place = place;
            document.event(event)?;
        }
        document.out.write_event(Markup::End(BytesEnd::new("trace")))?;
    }
    document.end()
}

struct Document<W: Write> {
    out: Writer<W>,
    losses: Losses,
    /// The place of the event that is being written.
    place: u64,
}

impl<W: Write> Document<W> {
    fn start(&mut self) -> io::Result<()> {
        self.out.write_event(Markup::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let mut log = BytesStart::new("log");
        log.push_attribute(("xes.version", "1849-2016"));
        log.push_attribute(("xes.features", "nested-attributes"));
        log.push_attribute(("xmlns", "http://www.xes-standard.org/"));
        self.out.write_event(Markup::Start(log))?;
        for [name, prefix, uri] in EXTENSIONS {
            let mut extension = BytesStart::new("extension");
            extension.push_attribute(("name", name));
            extension.push_attribute(("prefix", prefix));
            extension.push_attribute(("uri", uri));
            self.out.write_event(Markup::Empty(extension))?;
        }
        let mut classifier = BytesStart::new("classifier");
        classifier.push_attribute(("name", "Activity"));
        classifier.push_attribute(("scope", "event"));
        classifier.push_attribute(("keys", NAME));
        self.out.write_event(Markup::Empty(classifier))
    }

    fn end(mut self) -> io::Result<Losses> {
        self.out.write_event(Markup::End(BytesEnd::new("log")))?;
        let out = self.out.get_mut();
        out.write_all(b"\n")?;
        out.flush()?;
        Ok(self.losses)
    }

    fn event(&mut self, event: &Event<Text>) -> io::Result<()> {
        self.out.write_event(Markup::Start(BytesStart::new("event")))?;
        self.text("string", NAME, &activity(&event.deed))?;
        self.text("date", TIMESTAMP, &event.time.to_string())?;
        self.text("string", TRANSITION, "complete")?;
        self.deed(&event.deed)?;
        self.text("int", PLACE, &self.place.to_string())?;
        if let Some(known) = event.known {
            self.text("date", "servanda:known", &known.to_string())?;
        }
        if let Some(idle_quantity) = event.idle_quantity {
            self.own("quantity", &idle_quantity.to_string())?;
        }
        let texts = [
            ("subject", &event.subject),
            ("id", &event.id),
            ("note", &event.note),
            ("source", &event.source),
        ];
        for (key, text) in texts {
            if let Some(text) = text {
                self.own(key, text)?;
            }
        }
        self.out.write_event(Markup::End(BytesEnd::new("event")))
    }

    fn deed(&mut self, deed: &Deed<Text>) -> io::Result<()> {
        if let Some(actor) = deed.actor() {
            self.text("string", RESOURCE, actor)?;
        }
        match deed {
            // The act is in `concept:name`.
            Deed::Act { quantity, told, .. } => {
                if !told.is_empty() {
                    self.own("told", &serde_json::to_string(told)?)?;
                }
                match quantity {
                    None => {}
                    // A figure in a unit is decimal.
                    Some(quantity) if quantity.places() > 0 => {
                        self.own("quantity", &quantity.to_string())?;
                    }
                    Some(quantity) => {
                        self.text("int", "servanda:quantity", &quantity.to_string())?;
                    }
                }
                Ok(())
            }
            Deed::Attest { speaker, obligation } => {
                self.own("attest", obligation)?;
                self.speaker(speaker)
            }
            Deed::Deny { speaker, obligation } => {
                self.own("deny", obligation)?;
                self.speaker(speaker)
            }
            Deed::Release { speaker, obligation } => {
                self.own("release", obligation)?;
                self.speaker(speaker)
            }
            Deed::Extend { speaker, obligation, until } => {
                self.own("extend", obligation)?;
                self.speaker(speaker)?;
                self.text("date", "servanda:until", &until.to_string())
            }
            Deed::Amend { actors, obligation, amendment } => {
                self.own("amend", obligation)?;
                self.actors(actors)?;
                self.amendment(amendment)
            }
            Deed::Waive { actors, act } => {
                self.own("waive", act)?;
                self.actors(actors)
            }
            Deed::Amended { speaker, agreement } => {
                self.own("amended", agreement)?;
                self.speaker(speaker)
            }
            Deed::Tick { .. } => self.text("boolean", TICK, "true"),
            Deed::Unknown(deed) => self.deed(deed),
        }
    }

    fn amendment(&mut self, amendment: &Amendment<Text>) -> io::Result<()> {
        let parties = [
            ("verified_by", &amendment.verifier),
            ("debtor", &amendment.debtor),
            ("creditor", &amendment.creditor),
        ];
        for (key, party) in parties {
            if let Some(party) = party {
                self.own(key, party)?;
            }
        }
        if let Some(until) = amendment.until {
            self.text("date", "servanda:until", &until.to_string())?;
        }
        match amendment.quantity {
            Some(quantity) => self.own("quantity", &quantity.to_string()),
            None => Ok(()),
        }
    }

    /// One who speaks is in `org:resource`.
    fn speaker(&mut self, speaker: &Speaker<Text>) -> io::Result<()> {
        match speaker {
            Speaker::One(_) => Ok(()),
            Speaker::Together(actors) => self.actors(actors),
        }
    }

    fn actors(&mut self, actors: &[Box<str>]) -> io::Result<()> {
        let mut list = BytesStart::new("list");
        list.push_attribute(("key", "servanda:actors"));
        self.out.write_event(Markup::Start(list))?;
        self.out.write_event(Markup::Start(BytesStart::new("values")))?;
        for actor in actors {
            self.text("string", "servanda:actor", actor)?;
        }
        self.out.write_event(Markup::End(BytesEnd::new("values")))?;
        self.out.write_event(Markup::End(BytesEnd::new("list")))
    }

    fn own(&mut self, key: &str, value: &str) -> io::Result<()> {
        self.text("string", &format!("{OURS}{key}"), value)
    }

    fn text(&mut self, kind: &str, key: &str, value: &str) -> io::Result<()> {
        let value = match crate::formats::xml::holdable(value) {
            std::borrow::Cow::Borrowed(value) => value.into(),
            replaced => {
                let what = format!("`{key}` has a character that XML can't hold: it is replaced");
                self.losses.at_event(self.place.max(1), what);
                replaced
            }
        };
        let mut attribute = BytesStart::new(kind);
        attribute.push_attribute(("key", key));
        attribute.push_attribute(("value", &*value));
        self.out.write_event(Markup::Empty(attribute))
    }
}

/// What the event goes by in tools that mine processes.
fn activity(deed: &Deed<Text>) -> String {
    match deed {
        Deed::Act { act, .. } => act.to_string(),
        Deed::Attest { obligation, .. } => format!("attest {obligation}"),
        Deed::Deny { obligation, .. } => format!("deny {obligation}"),
        Deed::Release { obligation, .. } => format!("release {obligation}"),
        Deed::Extend { obligation, .. } => format!("extend {obligation}"),
        Deed::Amend { obligation, .. } => format!("amend {obligation}"),
        Deed::Waive { act, .. } => format!("waive {act}"),
        Deed::Amended { .. } => "amend the agreement".to_owned(),
        Deed::Tick { .. } => "tick".to_owned(),
        Deed::Unknown(deed) => activity(deed),
    }
}
