//! Logs in OCEL 2.0: which events come of a document, in which order, and what is told.

use crate::halting::Halting;
use serde_json::{Value, json};
use servanda::formats::{LineErrorKind, ocel};
use servanda::names::Text;
use servanda::{Agreement, Event, Verifier};

/// What a log comes to: its events as they are written, or their errors, what is lost and what is told.
struct Read {
    events: Vec<Result<Value, String>>,
    lines: Vec<u64>,
    losses: Vec<String>,
    changes: Vec<String>,
}

fn read(text: &str, mapping: &ocel::Mapping) -> Read {
    let mut log = ocel::Log::new(text.as_bytes(), mapping);
    let (mut events, mut lines) = (Vec::new(), Vec::new());
    while let Some(event) = log.next() {
        lines.push(log.line());
        events.push(match event {
            Ok(event) => Ok(serde_json::to_value(&event).unwrap()),
            Err(error) => Err(error.to_string()),
        });
    }
    let losses = log.losses().to_string();
    let losses = losses.lines().map(str::to_owned).collect();
    let changes = log.losses().changes().collect();
    Read { events, lines, losses, changes }
}

impl Read {
    /// One key of each event.
    fn all(&self, key: &str) -> Vec<String> {
        let said = |event: &Result<Value, String>| match event {
            Ok(event) => event.get(key).map_or_else(
                || "-".to_owned(),
                |value| value.as_str().map_or_else(|| value.to_string(), str::to_owned),
            ),
            Err(error) => error.clone(),
        };
        self.events.iter().map(said).collect()
    }
}

/// A document of these objects and events, an entry to a line: the first object on line 2.
fn document(objects: &[(&str, &str)], events: &[Value]) -> String {
    let object = |(id, kind): &(&str, &str)| json!({"id": id, "type": kind}).to_string();
    let objects: Vec<String> = objects.iter().map(object).collect();
    let events: Vec<String> = events.iter().map(Value::to_string).collect();
    format!(
        "{{\"objectTypes\": [], \"eventTypes\": [], \"objects\": [\n{}\n], \"events\": [\n{}\n]}}\n",
        objects.join(",\n"),
        events.join(",\n")
    )
}

/// An event by the shop at an hour of a day, about these objects.
fn event(id: &str, act: &str, hour: u32, objects: &[&str]) -> Value {
    let related = |id: &&str| json!({"objectId": id, "qualifier": "about"});
    json!({
        "id": id, "type": act, "time": format!("2026-05-06T{hour:02}:00:00Z"),
        "attributes": [{"name": "actor", "value": "shop"}],
        "relationships": objects.iter().map(related).collect::<Vec<_>>(),
    })
}

const OBJECTS: [(&str, &str); 5] =
    [("o1", "order"), ("o2", "order"), ("i1", "item"), ("i2", "item"), ("i3", "item")];

/// Of a frame of orders: items are packed, orders are paid, the shop is opened.
fn shop() -> ocel::Mapping {
    ocel::Mapping::new().kind("pack", "item").kind("pay", "order")
}

#[test]
fn an_event_is_one_for_each_object_of_its_act_s_kind() {
    let events = [
        event("e1", "open", 9, &["o1", "i1"]),
        event("e2", "pay", 10, &["o1", "i1", "i2"]),
        event("e3", "pack", 11, &["o1", "i1", "i2"]),
        event("e4", "pack", 12, &["o1"]),
    ];
    let read = read(&document(&OBJECTS, &events), &shop());
    assert_eq!(read.all("act"), ["open", "pay", "pack", "pack", "pack"]);
    assert_eq!(read.all("subject"), ["-", "o1", "i1", "i2", "-"]);
    assert_eq!(read.all("id"), ["e1", "e2", "e3/i1", "e3/i2", "e4"]);
    assert_eq!(read.lines, [8, 9, 10, 10, 11]);
    assert_eq!(
        read.changes,
        [
            "an event about several objects of its act's kind is one event for each, its `id` joined \
          with the object's: line 10"
        ]
    );
    assert_eq!(
        read.losses,
        [
            "there is no place for an event's object of the type `item`: 3 times, first at line 8",
            "there is no place for an event's object of the type `order`: 3 times, first at line 8",
            "there is no place for the qualifiers of an event's objects: 4 times, first at line 8",
        ]
    );
}

#[test]
fn an_object_that_is_related_twice_is_one_subject() {
    let mut packed = event("e1", "pack", 9, &["i1", "i2", "i1"]);
    packed["relationships"][2]["qualifier"] = json!("again");
    let read = read(&document(&OBJECTS, &[packed]), &shop());
    assert_eq!(read.all("id"), ["e1/i1", "e1/i2"]);
}

#[test]
fn events_are_taken_by_time_and_those_of_one_instant_as_they_stand() {
    let mut late = event("e4", "open", 9, &[]);
    late["time"] = json!("2026-05-06T11:30:00+02:00");
    let events = [
        event("e1", "open", 12, &[]),
        event("e2", "open", 9, &[]),
        event("e3", "open", 9, &[]),
        late,
        json!({"id": "e5", "type": "open"}),
        event("e6", "open", 13, &[]),
    ];
    let read = read(&document(&[], &events), &shop());
    let bad = "line 8, column 25: missing field `time`";
    assert_eq!(read.all("id"), ["e2", "e3", "e4", "e1", bad, "e6"]);
    assert_eq!(
        read.changes,
        ["an event that stands after a later one is taken in its turn by time: 3 times, first at \
          line 5"]
    );
}

#[test]
fn lists_may_stand_in_any_order_and_a_document_on_one_line() {
    let text = document(&OBJECTS, &[event("e1", "pack", 9, &["i1"])]);
    let Value::Object(lists) = serde_json::from_str(&text).unwrap() else { panic!() };
    for names in [
        ["events", "objects", "eventTypes", "objectTypes"],
        ["objectTypes", "events", "eventTypes", "objects"],
    ] {
        let lists = names.map(|name| format!("\"{name}\":{}", lists[name])).join(",");
        let read = read(&format!("\u{feff}{{{lists}}}"), &shop());
        assert_eq!((read.all("subject"), read.lines), (vec!["i1".to_owned()], vec![1]));
    }
}

#[test]
fn the_actor_is_what_a_mapping_says() {
    let mut sold = event("e1", "sell", 9, &["ann", "bo", "o1"]);
    sold["attributes"] = json!([{"name": "clerk", "value": "cy"}, {"name": "desk", "value": 4}]);
    sold["relationships"][1]["qualifier"] = json!("by");
    let objects = [("ann", "employee"), ("bo", "employee"), ("o1", "order")];
    let actor = |mapping: &str| {
        let mapping =
            if mapping.is_empty() { ocel::Mapping::new() } else { mapping.parse().unwrap() };
        read(&document(&objects, std::slice::from_ref(&sold)), &mapping).all("actor").remove(0)
    };
    assert_eq!(actor("actor=clerk"), "cy");
    assert_eq!(actor("actor=desk"), "4");
    assert_eq!(actor("actor=boss,actor=clerk"), "cy");
    assert_eq!(actor("actor=qualifier:by"), "bo");
    assert_eq!(actor("actor=type:boss,actor=value:shop"), "shop");
    assert_eq!(
        actor("actor=type:employee"),
        "line 6: event `e1`: it has several objects for its `actor`: `ann`, `bo`"
    );
    assert_eq!(
        actor(""),
        "line 6: event `e1`: nothing says who did it: map the actor, as in `actor=clerk` for an \
         attribute or `actor=type:employee` for an object; its attributes are `clerk`, `desk`"
    );
    sold["attributes"] = json!([{"name": "org:resource", "value": "dee"}]);
    let usual = read(&document(&objects, &[sold]), &ocel::Mapping::new());
    assert_eq!(usual.all("actor"), ["dee"]);
}

#[test]
fn other_keys_are_mapped_too_and_cases_are_objects() {
    let mut paid = event("e1", "pay", 9, &["o1", "o2", "i1"]);
    paid["attributes"] = json!([
        {"name": "actor", "value": "shop"}, {"name": "amount", "value": "12"},
        {"name": "seen", "value": "2026-05-07T00:00:00Z"}, {"name": "grade", "value": "b"},
        {"name": "remark", "value": ""}, {"name": "till", "value": null},
    ]);
    let mapping = "case=type:order,quantity=amount,known=seen,told=grade,note=remark,source=till";
    let read = read(&document(&OBJECTS, &[paid]), &mapping.parse().unwrap());
    let expected = |case: &str| {
        Ok(json!({
            "time": "2026-05-06T09:00:00Z", "actor": "shop", "act": "pay", "id": "e1", "case": case,
            "quantity": 12, "known": "2026-05-07T00:00:00Z", "told": {"grade": "b"},
        }))
    };
    assert_eq!(read.events, [expected("o1"), expected("o2")]);
    assert_eq!(
        read.changes,
        ["an event about several objects that are cases is one event for each: line 8"]
    );
    assert_eq!(read.losses.len(), 2, "{:?}", read.losses);
}

#[test]
fn a_mapping_of_subjects_stands_for_every_act() {
    let events = [event("e1", "pack", 9, &["o1", "i1"]), event("e2", "open", 10, &["o2"])];
    let mapping: ocel::Mapping = "subject=type:order".parse().unwrap();
    let read = read(&document(&OBJECTS, &events), &mapping.kind("pack", "item"));
    assert_eq!(read.all("subject"), ["o1", "o2"]);
}

#[test]
fn what_the_act_tells_is_told_and_judged() {
    let agreement = Agreement::from_json(
        r#"{
        "title": "shop", "date": "2026-05-06T00:00:00Z",
        "parties": {"shop": "packs", "buyer": "pays"},
        "acts": {"pack": {"by": ["shop"], "tells": {
            "boxes": "quantity", "weight": {"unit": {"name": "kg", "places": 1}}, "seal": ["7", "8"]
        }}},
        "obligations": {"goods": {"debtor": "shop", "creditor": "buyer", "perform": "pack",
            "where": {"boxes": {"at_least": 3}}, "within": "P1D"}}
    }"#,
    )
    .unwrap();
    let mut packed = event("e1", "pack", 9, &[]);
    let attributes = packed["attributes"].as_array_mut().unwrap();
    attributes.extend([
        json!({"name": "boxes", "value": "3"}),
        json!({"name": "weight", "value": 12.5}),
        json!({"name": "seal", "value": 7}),
        json!({"name": "van", "value": "VX"}),
    ]);
    let mapping = ocel::Mapping::new().for_agreement(&agreement);
    let text = document(&[], &[packed]);
    let told = json!({"boxes": 3, "weight": "12.5", "seal": "7"});
    let read = read(&text, &mapping);
    assert_eq!(read.events[0].as_ref().unwrap()["told"], told);
    assert_eq!(read.losses, ["there is no place for the attribute `van` of an event: line 4"]);
    let mut verification = Verifier::new(&agreement).start();
    for event in ocel::Log::new(text.as_bytes(), &mapping) {
        verification.take(&event.unwrap().resolved(&agreement).unwrap());
    }
    let report = verification.reports().next().unwrap();
    assert!(report.is_conformant(), "{report:?}");
}

#[test]
fn a_bad_entry_is_told_with_its_place_and_loses_no_other() {
    let mut offset = event("e2", "open", 9, &[]);
    offset["time"] = json!("2026-05-06T09:00:00");
    let mut twice = event("e3", "open", 9, &[]);
    twice["attributes"] = json!([{"name": "actor", "value": "a"}, {"name": "actor", "value": "b"}]);
    let mut list = event("e4", "open", 9, &[]);
    list["attributes"][0]["value"] = json!(["a"]);
    let events = [event("e1", "open", 9, &[]), offset, twice, list, event("e5", "open", 9, &[])];
    let text = document(&[("o1", "order"), ("o1", "item")], &events);
    let text = text.replace("\"e5\"", "\"e5\", \"id\": \"e6\"");
    let text = text.replace("\"actor\"", "\n\"actor\"");
    let read = read(&text, &shop());
    let ids = read.all("id");
    assert_eq!(
        ids[0],
        "line 3: the object `o1` is there before with the type `order`, and here with `item`"
    );
    assert_eq!(ids[1], "e1");
    assert!(ids[2].starts_with("line 7, column "), "{}", ids[2]);
    assert!(ids[2].contains("`2026-05-06T09:00:00`: not an instant"), "{}", ids[2]);
    assert_eq!(ids[3], "line 9: event `e3`: the attribute `actor` is there twice");
    assert_eq!(
        ids[4],
        "line 12: event `e4`: the attribute `actor` is not a text, a number or a truth value"
    );
    assert!(ids[5].starts_with("line 14, column "), "{}", ids[5]);
    assert!(ids[5].ends_with("duplicate field `id`"), "{}", ids[5]);
    assert_eq!(ids.len(), 6);
}

#[test]
fn a_name_that_no_subject_can_have_is_an_error_of_its_own_event() {
    let long = "x".repeat(257);
    let objects = [("i1", "item"), ("i\n2", "item"), ("", "item"), (&long, "item"), ("i3", "item")];
    let all: Vec<&str> = objects.iter().map(|(id, _)| *id).collect();
    let read = read(&document(&objects, &[event("e1", "pack", 9, &all)]), &shop());
    let ids = read.all("id");
    assert_eq!((ids[0].as_str(), ids[4].as_str()), ("e1/i1", "e1/i3"));
    assert_eq!(ids[1], "line 8: event `e1`: the name of a subject has no control characters");
    assert!(ids[2].contains("has 1 to 256 bytes, but this one 0"), "{}", ids[2]);
    assert!(ids[3].contains("has 1 to 256 bytes, but this one 257"), "{}", ids[3]);
}

#[test]
fn an_object_that_the_document_lacks_is_an_error_where_it_matters() {
    let events = [event("e1", "open", 9, &["x"]), event("e2", "pack", 9, &["i1", "x"])];
    let read = read(&document(&OBJECTS, &events), &shop());
    let missing = "line 9: event `e2`: the object `x` is not among the `objects`";
    assert_eq!(read.all("id"), ["e1", missing]);
    assert!(read.losses[0].starts_with("an event's object is not among the `objects`: line 8"));
}

#[test]
fn ids_that_come_again_are_told_and_left_to_the_law() {
    let events = [
        event("e1", "pack", 9, &["i1"]),
        event("e1", "pack", 9, &["i1", "i2"]),
        event("e2", "open", 9, &[]),
        event("e2", "open", 9, &[]),
    ];
    let read = read(&document(&OBJECTS, &events), &shop());
    assert_eq!(read.all("id"), ["e1/i1", "e1/i1", "e1/i2", "e2", "e2"]);
    assert!(read.changes.iter().any(|told| {
        told == "an event has an `id` that another one has: 4 times, first at line 8"
    }));
}

#[test]
fn what_has_no_place_in_an_event_is_told() {
    let text = r#"{"objectTypes": [{"name": "order", "attributes": []}], "eventTypes": [],
        "ocelVersion": "2.0", "meta": [1, {"a": "]"}],
        "objects": [{"id": "o1", "type": "order", "label": "x",
            "attributes": [{"name": "price", "time": "1970-01-01T00:00:00Z", "value": "1"}],
            "relationships": [{"objectId": "o2", "qualifier": "with"}]}],
        "events": [{"id": "e1", "type": "open", "time": "2026-05-06T09:00:00Z", "room": 1,
            "attributes": [{"name": "actor", "value": "a", "unit": "m"}],
            "relationships": [{"objectId": "o1", "qualifier": "", "weight": 2}]}]}"#;
    let read = read(text, &shop());
    assert_eq!(read.all("actor"), ["a"]);
    assert_eq!(
        read.losses,
        [
            "there is no place for an event's object of the type `order`: line 6",
            "there is no place for an object's relationship to another: line 3",
            "there is no place for the attribute `label` of an object: line 3",
            "there is no place for the attribute `price` of an object: line 3",
            "there is no place for the key `meta`: line 2",
            "there is no place for the key `ocelVersion`: line 2",
            "there is no place for the key `room` of an event: line 6",
            "there is no place for the key `unit` of an event's attribute: line 6",
            "there is no place for the key `weight` of an event's relationship: line 6",
        ]
    );
}

#[test]
fn what_is_no_ocel_is_refused() {
    let error = |text: &str| read(text, &shop()).all("id").pop().unwrap();
    let nothing =
        "line 1, column 1: not OCEL 2.0: expected an object with the lists `events` and `objects`";
    assert_eq!(error(""), nothing);
    assert_eq!(error("[]"), nothing);
    assert_eq!(error("\u{feff}x"), nothing);
    assert_eq!(error("{}"), "line 1, column 3: not OCEL 2.0: there is no list `events`");
    assert_eq!(
        error("{\"events\": []}\n"),
        "line 2, column 1: not OCEL 2.0: there is no list `objects`"
    );
    assert_eq!(
        error("{\n\"ocel:events\": {}}"),
        "line 2, column 1: not OCEL 2.0: the key `ocel:events` is of OCEL 1.0, which is not read"
    );
    assert_eq!(error("{\"events\": {}}"), "line 1, column 12: `events` is not a list");
    assert_eq!(
        error("{\"events\": [], \"events\": []}"),
        "line 1, column 16: the key `events` is there twice"
    );
    let whole = document(&[], &[]);
    assert_eq!(
        error(&format!("{whole}{{}}")),
        "line 6, column 1: not OCEL 2.0: more after the end of the document"
    );
    assert_eq!(error("{\"events\": [,]}"), "line 1, column 13: expected a value");
    assert_eq!(error("{\"events\": [1 2]}"), "line 1, column 15: expected `,` or `]`");
    assert_eq!(error("{\"events\" []}"), "line 1, column 11: expected `:`");
    assert_eq!(error("{\"events\": [],}"), "line 1, column 15: expected a key in quotes");
    assert_eq!(
        error("{\"events\": [{\"id\": [1}]}"),
        "line 1, column 22: expected `]`, but here is `}`"
    );
}

#[test]
fn a_document_that_is_cut_off_gives_what_stands_before_and_then_its_error() {
    let events = [event("e1", "pack", 9, &["i1"]), event("e2", "open", 10, &["i1"])];
    let text = document(&OBJECTS, &events);
    let whole = read(&text, &shop());
    for end in 0..text.trim_end().len() {
        let read = read(&text[..end], &shop());
        let (last, before) = read.events.split_last().unwrap();
        let error = last.as_ref().unwrap_err();
        assert!(error.contains("ends inside") || error.contains("not OCEL"), "{end}: {error}");
        assert_eq!(before, &whole.events[..before.len()], "{end}");
    }
    // Both events are whole, and the list is not.
    let cut = read(text.trim_end().strip_suffix("\n]}").unwrap(), &shop());
    assert_eq!(
        cut.all("id"),
        ["e1", "e2", "line 7, column 14: the file ends inside the list `events` that begins here"]
    );
    // The objects are still to come: what is about one of a kind can't be told.
    let objects = "\"objects\": [{\"id\": \"i2\", \"type\": \"item\"";
    let late = format!("{{\"events\": [{}, {}],\n{objects}", events[0], events[1]);
    assert_eq!(
        read(&late, &shop()).all("id"),
        [
            "line 1: event `e1`: the object `i1` is not among the `objects` that stand before line 2",
            "e2",
            "line 2, column 13: the file ends inside the entry that begins here"
        ]
    );
}

#[test]
fn an_entry_that_is_too_long_is_passed_over() {
    let mut long = event("e1", "open", 9, &[]);
    long["attributes"][0]["value"] = json!("x".repeat(1 << 20));
    let read = read(&document(&[], &[long, event("e2", "open", 10, &[])]), &shop());
    assert_eq!(read.all("id"), ["line 4: longer than 1048576 bytes", "e2"]);
}

#[test]
fn what_would_be_too_many_events_is_an_error() {
    let names: Vec<String> = (0..4_000).map(|number| format!("i{number}")).collect();
    let objects: Vec<(&str, &str)> = names.iter().map(|name| (&**name, "item")).collect();
    let all: Vec<&str> = names.iter().map(|name| &**name).collect();
    let mut packed = event("e1", "pack", 9, &all);
    let mapping: ocel::Mapping = "told=list".parse().unwrap();
    let mapping = mapping.kind("pack", "item");
    assert_eq!(
        read(&document(&objects, std::slice::from_ref(&packed)), &mapping).events.len(),
        4_000
    );
    let list = json!({"name": "list", "value": "x".repeat(10_000)});
    packed["attributes"].as_array_mut().unwrap().push(list);
    assert_eq!(
        read(&document(&objects, std::slice::from_ref(&packed)), &mapping).all("id"),
        ["line 4003: event `e1`: it would be 4000 events with more than 16777216 bytes in all"]
    );
    // Of some as cases and some as subjects there is one for each two.
    let by_both = "case=type:item,subject=qualifier:about".parse().unwrap();
    let read = read(&document(&objects, &[event("e1", "pack", 9, &all)]), &by_both);
    assert!(read.all("id")[0].contains("it would be 16000000 events"), "{}", read.all("id")[0]);
}

#[test]
fn a_reader_that_pauses_is_read_and_one_that_fails_is_told_once() {
    let text = document(&OBJECTS, &[event("e1", "pack", 9, &["i1", "i2"])]);
    let events: Vec<_> = ocel::Log::new(Halting::new(&text, false), &shop()).collect();
    let events: Vec<Event<Text>> = events.into_iter().map(Result::unwrap).collect();
    assert_eq!(events.len(), 2);
    for (text, count) in [("", 0), ("{", 0), (&text, 2)] {
        let mut log = ocel::Log::new(Halting::new(text, true), &shop());
        assert_eq!(log.by_ref().take(count).filter(Result::is_ok).count(), count);
        let error = log.next().unwrap().unwrap_err();
        assert!(matches!(error.kind(), LineErrorKind::Input(_)), "{error}");
        assert!(log.next().is_none());
    }
}
