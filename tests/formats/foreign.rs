//! Logs of other tools, and readers that pause or fail: what is read of them, and what is told.

use crate::halting::Halting;
use servanda::Event;
use servanda::formats::{LineErrorKind, cloud_events, csv, xes};
use servanda::names::Text;

#[test]
fn xes_of_other_tools_is_read_by_the_standard_s_own_attributes() {
    let text = r#"<?xml version="1.0"?>
<!-- of another tool -->
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <global scope="event"><string key="concept:name" value="none"/></global>
  <string key="concept:name" value="a log's own name"/>
  <trace>
    <event>
      <string key="concept:name" value="pay &amp; go"/>
      <string key="org:resource" value="buyer"/>
      <date key="time:timestamp" value="2026-05-06T14:00:00.000+02:00"/>
      <string key="lifecycle:transition" value="COMPLETE"/>
      <float key="cost" value="7"/>
    </event>
    <string key="concept:name" value="sale 7"/>
    <event>
      <string key="concept:name" value="deliver"/>
      <string key="lifecycle:transition" value="start"/>
      <date key="time:timestamp" value="2026-05-06T14:00:00.000+02:00"/>
    </event>
    <event><string key="concept:name" value="deliver"/></event>
  </trace>
</log>"#;
    let mut log = xes::Log::new(text.as_bytes());
    let paid = log.next().unwrap().unwrap();
    assert_eq!(log.line(), 8);
    assert_eq!(paid.case.as_deref(), Some("sale 7"));
    assert_eq!(paid.deed.act().map(|act| &**act), Some("pay & go"));
    assert_eq!(paid.time.to_string(), "2026-05-06T12:00:00Z");
    let error = log.next().unwrap().unwrap_err().to_string();
    assert_eq!(error, "line 21: there is no `time:timestamp`");
    assert!(log.next().is_none());
    let losses = log.losses().to_string();
    assert!(losses.contains("the attribute `cost` of an event: line"), "{losses}");
    assert!(losses.contains("an event of the transition `start` is passed over: line"), "{losses}");
}

#[test]
fn what_is_not_xes_is_refused() {
    let error =
        |text: &str| xes::Log::new(text.as_bytes()).next().unwrap().unwrap_err().to_string();
    assert!(error("").contains("there is no element `log`"));
    assert!(error("<svg/>").contains("the first element is not `log`"));
    assert!(error("<log><trace></log>").contains("not XML"));
    assert!(error("<log><trace><event>").starts_with("line 1"));
    let nested = error("<log><trace><event><event/></event></trace></log>");
    assert!(nested.contains("the element `event` has no place inside `event`"), "{nested}");
}

#[test]
fn what_xes_says_beside_its_events_is_passed_over_and_told_once() {
    let text = r#"<log>
  <global scope="event"><list key="x"><values><string key="y" value="1"/></values></list></global>
  <trace>
    <string key="concept:name" value="7"/>
    <string key="mood" value="good"/>
    <event>
      <date key="time:timestamp" value="2026-05-06T12:00:00Z"/>
      <boolean key="servanda:tick" value="true"/>
      <string key="servanda:mood" value="good"/>
      <list key="tags"><values><list key="more"><values><string key="a" value="1"/></values></list><string key="b" value="2"/></values></list>
    </event>
    <event/>
  </trace>
  <trace/>
</log>"#;
    let mut log = xes::Log::new(text.as_bytes());
    assert_eq!(log.next().unwrap().unwrap().case.as_deref(), Some("7"));
    assert_eq!(log.next().unwrap().unwrap_err().line(), 12);
    assert!(log.next().is_none());
    assert_eq!(
        log.losses().to_string(),
        "there is no place for the attribute `mood` of the log or a trace: line 5\n\
         there is no place for the attribute `servanda:mood` of an event: line 6\n\
         there is no place for the attribute `tags` of an event: line 6"
    );
}

#[test]
fn an_event_belongs_to_a_run_that_is_named_or_the_only_one() {
    let event = "<event><string key='concept:name' value='pay'/>\
        <string key='org:resource' value='buyer'/>\
        <date key='time:timestamp' value='2026-05-06T12:00:00Z'/></event>";
    let named =
        |name: &str| format!("<trace><string key='concept:name' value='{name}'/>{event}</trace>");
    let read = |traces: &str| {
        let text = format!("<log>\n{traces}</log>");
        let mut log = xes::Log::new(text.as_bytes());
        let read: Vec<Result<Option<String>, String>> = log
            .by_ref()
            .map(|event| match event {
                Ok(event) => Ok(event.case.map(String::from)),
                Err(error) => Err(error.to_string()),
            })
            .collect();
        (read, log.losses().to_string())
    };
    let unnamed = format!("<trace>{event}{event}</trace>");
    assert_eq!(read(&unnamed), (vec![Ok(None), Ok(None)], String::new()));
    assert_eq!(read(&format!("{unnamed}<trace/>")).0, [Ok(None), Ok(None)]);
    let refused = "line 2: a trace without a `concept:name` among others: no case can be named";
    let (events, _) = read(&format!("{unnamed}{}{unnamed}", named("a")));
    assert_eq!(events, [Err(refused.into()), Ok(Some("a".into())), Err(refused.into())]);
    let (events, losses) = read(&format!("{}\n{}", named("a"), named("a")));
    assert_eq!(events, [Ok(Some("a".into())), Ok(Some("a".into()))]);
    assert_eq!(losses, "a trace has the name of one before: both are one case: line 3");
    // Events may stand in the log itself.
    assert_eq!(read(&format!("{}{event}", named("a"))).0, [Ok(Some("a".into())), Ok(None)]);
}

const PAID: &str = r#"{"specversion":"1.0","id":"7","source":"/till","type":"servanda.event","time":"2026-05-06T12:00:00Z","subject":"sale 7","data":{"actor":"buyer","act":"pay"}}"#;

#[test]
fn cloud_events_are_read_of_a_reader_that_pauses() {
    let paid: Event<Text> = cloud_events::Log::new(PAID.as_bytes()).next().unwrap().unwrap();
    for text in [format!("\n \n{PAID}\n{PAID}\n"), format!("\n [{PAID},\n{PAID}]")] {
        let events: Vec<_> = cloud_events::Log::new(Halting::new(&text, false)).collect();
        let events: Vec<Event<Text>> = events.into_iter().map(Result::unwrap).collect();
        assert_eq!(events, [paid.clone(), paid.clone()], "{text}");
    }
    assert!(cloud_events::Log::new(Halting::new(" \n\n", false)).next().is_none());
}

#[test]
fn a_reader_of_cloud_events_that_fails_is_told_once() {
    for (text, line) in [("", 1), ("\n", 1), ("[{", 1)] {
        let mut log = cloud_events::Log::new(Halting::new(text, true));
        let error = log.next().unwrap().unwrap_err();
        assert!(matches!(error.kind(), LineErrorKind::Input(_)), "{error}");
        assert_eq!((error.line(), log.line()), (line, line));
        assert!(log.next().is_none());
    }
}

#[test]
fn of_cloud_events_the_attributes_count_unless_they_are_not_the_event_s_own() {
    let read = |text: &str| {
        let mut log = cloud_events::Log::new(text.as_bytes());
        let event = log.next().unwrap().unwrap();
        (event.id, event.source, log.losses().to_string())
    };
    let own = (Some("7".into()), Some("/till".into()), String::new());
    assert_eq!(read(PAID), own);
    let lacking =
        |which: &str| PAID.replace(r#""data""#, &format!(r#""servandalacking":"{which}","data""#));
    assert_eq!(read(&lacking("id")), (None, own.1.clone(), String::new()));
    assert_eq!(read(&lacking("id source")), (None, None, String::new()));
    // Of another's event the subject may be more than a case.
    let foreign = PAID.replace("servanda.event", "sale.paid");
    let told = "an event has no place for the attribute `subject`: line 1\n\
        an event has no place for the attribute `type`: line 1";
    assert_eq!(read(&foreign), (own.0, own.1, told.to_owned()));
}

fn csv(text: &[u8]) -> Vec<String> {
    csv::Log::new(text, &csv::Columns::new())
        .unwrap()
        .map(|row| row.map_or_else(|error| error.to_string(), |event| event.time.to_string()))
        .collect()
}

#[test]
fn a_row_of_csv_that_cannot_be_read_is_told_and_the_next_is_read() {
    let text = b"time,actor,act,quantity\n2026-05-06T12:00:00Z,buyer\n\
        2026-05-06T12:00:00Z,\xff,pay,1\n2026-05-06T12:00:00Z,buyer,pay,many\n\
        2026-05-06T12:00:00Z,buyer,pay,2\n";
    let told = [
        "line 2: the row has 2 cells, but there are 4 columns",
        "line 3: the row is not UTF-8",
        "line 4: column `quantity`: `many`: not a number",
        "2026-05-06T12:00:00Z",
    ];
    assert_eq!(csv(text), told);
}

#[test]
fn a_reader_of_csv_that_fails_is_told_once() {
    let text = "time\n2026-05-06T12:00:00Z\n2026";
    let mut log = csv::Log::new(Halting::new(text, true), &csv::Columns::new()).unwrap();
    assert!(log.next().unwrap().is_ok());
    let error = log.next().unwrap().unwrap_err();
    assert!(matches!(error.kind(), LineErrorKind::Input(_)), "{error}");
    assert!(log.next().is_none());
}

#[test]
fn a_column_of_csv_is_mapped_or_has_the_name_of_its_key() {
    let read = |columns: &str, text: &str| {
        let columns: csv::Columns = columns.parse().unwrap();
        match csv::Log::new(text.as_bytes(), &columns) {
            Ok(mut log) => format!("{:?}", log.next().unwrap().unwrap().deed.actor()),
            Err(error) => error.to_string(),
        }
    };
    let row = "2026-05-06T12:00:00Z,buyer,pay";
    assert_eq!(read("actor=who", &format!("time,who,act\n{row}")), "Some(\"buyer\")");
    assert_eq!(
        read("actor=who", &format!("time,actor,act\n{row}")),
        "line 1: the column `actor` is no key of an event: map a key to it, or ignore it"
    );
    assert_eq!(read("actor=act,act=actor", &format!("time,act,actor\n{row}")), "Some(\"buyer\")");
    assert_eq!(read("actor=who", "time,act\n"), "line 1: there is no column `who`");
    assert_eq!(read("actor=who", "time,act,act,who\n"), "line 1: the column `act` is there twice");
}
