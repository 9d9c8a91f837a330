//! Logs of other tools by a mapping: what of them becomes an event, and what is told of the rest.

use servanda::event::{Deed, ToldValue};
use servanda::formats::mapping::{Lifecycle, MappedLog, Mapping, Survey};
use servanda::formats::{LineErrorKind, Times};
use servanda::names::Text;
use servanda::{Agreement, Event};

fn events(log: &mut MappedLog<'_>) -> Vec<Event<Text>> {
    log.map(|event| event.unwrap_or_else(|error| panic!("{error}"))).collect()
}

/// Actor, act and case of an event.
fn said(event: &Event<Text>) -> (String, String, String) {
    let text = |text: Option<&Box<str>>| text.map(ToString::to_string).unwrap_or_default();
    (text(event.deed.actor()), text(event.deed.act()), text(event.case.as_ref()))
}

/// What a hospital's log looks like: nobody is named, groups are, and the trace says something of its case.
const WARD: &str = r#"<log xes.version="1.0">
  <classifier name="Both" keys="concept:name 'step of it'"/>
  <float key="average" value="1.5"/>
  <trace>
    <event>
      <string key="concept:name" value="Triage"/><string key="org:group" value="C"/>
      <string key="lifecycle:transition" value="complete"/>
      <date key="time:timestamp" value="2026-05-06T14:00:00.000+02:00"/>
    </event>
    <event>
      <string key="concept:name" value="Scan"/><string key="org:group" value="D"/>
      <string key="lifecycle:transition" value="start"/><string key="step of it" value="first"/>
      <date key="time:timestamp" value="2026-05-06T15:00:00.000+02:00"/>
    </event>
    <event>
      <string key="org:group" value="D"/><date key="time:timestamp" value="2026-05-06T15:00:00.000+02:00"/>
    </event>
    <string key="concept:name" value="A"/><string key="age" value="old"/>
  </trace>
  <trace>
    <string key="concept:name" value="B"/>
    <event>
      <string key="concept:name" value="Pills"/><string key="org:group" value="C"/>
      <date key="time:timestamp" value="2026-05-07T15:00:00.000+02:00"/>
    </event>
  </trace>
</log>"#;

#[test]
fn a_log_that_names_nobody_is_read_by_a_constant() {
    let mapping = Mapping::new().constant("actor", "hospital").unwrap().act("Pills", "treat");
    let mut log = mapping.xes(WARD.as_bytes());
    let read: Vec<_> = events(&mut log).iter().map(said).collect();
    let all = [("hospital", "Triage", "A"), ("hospital", "treat", "B")];
    assert_eq!(read, all.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())));
    let losses = log.losses().to_string();
    for loss in [
        "events of other transitions are passed over (`start` 1): line 10",
        "an event that does not say what was done is passed over: line 15",
        "1 attributes of the log as a whole are not read",
        "not read, for the mapping does not name them: `org:group`, `step of it`, `case:age`",
    ] {
        assert!(losses.contains(loss), "{losses}");
    }
}

#[test]
fn groups_are_parties_and_one_act_has_its_own_actor() {
    let mapping = Mapping::new()
        .column("actor", "org:group")
        .unwrap()
        .party("C", "ward")
        .party("*", "others")
        .actor_of("Pills", "pharmacy")
        .lifecycle(Lifecycle::All);
    let read = events(&mut mapping.xes(WARD.as_bytes()));
    let actors: Vec<_> = read.iter().map(|event| said(event).0).collect();
    assert_eq!(actors, ["ward", "others", "pharmacy"]);
}

#[test]
fn transitions_and_classifiers_make_acts() {
    let acts = |mapping: Mapping| -> Vec<String> {
        let mapping = mapping.constant("actor", "hospital").unwrap();
        events(&mut mapping.xes(WARD.as_bytes())).iter().map(|event| said(event).1).collect()
    };
    let joined = acts(Mapping::new().lifecycle(Lifecycle::Joined));
    assert_eq!(joined, ["Triage+complete", "Scan+start", "Pills"]);
    let some = acts(Mapping::new().lifecycle(Lifecycle::Of(vec!["START".to_owned()])));
    assert_eq!(some, ["Scan", "Pills"]);
    let by_columns = Mapping::new().columns("act", &["concept:name", "lifecycle:transition"]);
    assert_eq!(acts(by_columns.unwrap()), joined);
    let error = Mapping::new().place_as_id();
    let classified: Mapping =
        serde_json::from_str(r#"{"classifier": "Both", "actor": "x", "lifecycle": "all"}"#)
            .unwrap();
    let read: Vec<_> =
        events(&mut classified.xes(WARD.as_bytes())).iter().map(|event| said(event).1).collect();
    assert_eq!(read, ["Triage", "Scan+first", "Pills"]);
    let unknown: Mapping = serde_json::from_str(r#"{"classifier": "None", "actor": "x"}"#).unwrap();
    let wrong = unknown.xes(WARD.as_bytes()).next().unwrap().unwrap_err().to_string();
    assert_eq!(wrong, "line 5: the log has no classifier `None`");
    assert_eq!(events(&mut error.constant("actor", "x").unwrap().xes(WARD.as_bytes())).len(), 2);
}

#[test]
fn a_place_is_an_id_and_cases_end_with_an_act() {
    let mapping = Mapping::new()
        .constant("actor", "hospital")
        .unwrap()
        .place_as_id()
        .end_act("end")
        .attribute("case:age");
    let mut log = mapping.xes(WARD.as_bytes());
    let read = events(&mut log);
    let ids: Vec<_> = read.iter().map(|event| event.id.as_deref().unwrap_or("-")).collect();
    assert_eq!(ids, ["1", "2", "-", "-"]);
    let ends: Vec<_> = read.iter().skip(2).map(|event| (said(event).2, event.time)).collect();
    assert_eq!(ends[0], ("A".to_owned(), read[0].time));
    assert_eq!(ends[1], ("B".to_owned(), read[1].time));
    assert_eq!(log.attributes_of(Some("A")).collect::<Vec<_>>(), [Some("old")]);
    assert_eq!(log.attributes_of(Some("B")).collect::<Vec<_>>(), [None]);
}

fn agreement() -> Agreement {
    Agreement::from_json(
        r#"{
        "title": "care", "parties": {"hospital": "cares", "patient": "is ill"},
        "acts": {"Pills": {"by": ["hospital"], "tells": {"grams": "quantity", "when": "instant"}}},
        "obligations": {"care": {"debtor": "hospital", "creditor": "patient", "perform": "Pills",
            "within": "P1D"}}
    }"#,
    )
    .unwrap()
}

#[test]
fn a_case_whose_acts_nobody_knows_begins_all_the_same() {
    let mapping = Mapping::new().constant("actor", "hospital").unwrap().ignore_others();
    let mapping = mapping.for_agreement(&agreement());
    let mut log = mapping.xes(WARD.as_bytes());
    let read = events(&mut log);
    assert_eq!(read.len(), 2);
    assert!(matches!(read[0].deed, Deed::Tick { .. }) && read[0].case.as_deref() == Some("A"));
    assert_eq!(log.judged(), 1);
    assert_eq!(log.last_instant().unwrap().to_string(), "2026-05-07T13:00:00Z");
    let losses = log.losses().to_string();
    assert!(
        losses.contains("activities that are no act are ignored (`Triage` 1): line 5"),
        "{losses}"
    );
    // Without an agreement there is nobody to know.
    let mapping = Mapping::new().constant("actor", "hospital").unwrap().ignore_others();
    assert_eq!(events(&mut mapping.xes(WARD.as_bytes())).len(), 2);
    assert_eq!(events(&mut mapping.act("Pills", "Pills").xes(WARD.as_bytes())).len(), 1);
}

#[test]
fn what_is_told_goes_by_the_types_of_the_agreement() {
    let text = "time,case,act,dose,date\n\
        2026-05-06 12:00Z,A,Pills,35.0,06.05.2026\n\
        2026-05-06 12:00Z,A,Triage,35.0,06.05.2026\n";
    let times = Times::new().zone("Z").unwrap();
    let mapping = Mapping::new()
        .constant("actor", "hospital")
        .unwrap()
        .told("grams", "dose")
        .told("when", "date")
        .with_times(times)
        .for_agreement(&agreement());
    let mut log = mapping.csv(text.as_bytes()).unwrap();
    let error = log.next().unwrap().unwrap_err().to_string();
    assert!(error.starts_with("line 2: column `when`: `06.05.2026`: "), "{error}");
    let text = text.replace("06.05.2026", "2026-05-06");
    let read = events(&mut mapping.csv(text.as_bytes()).unwrap());
    let Deed::Act { told, .. } = &read[0].deed else { panic!("{read:?}") };
    assert_eq!(told.value(&"grams".into()), Some(&ToldValue::Quantity(35.into())));
    assert!(matches!(told.value(&"when".into()), Some(ToldValue::Instant(_))));
    let Deed::Act { told, .. } = &read[1].deed else { panic!("{read:?}") };
    assert_eq!(told.len(), 2, "an act that nobody knows tells what there is");
}

#[test]
fn pandas_columns_need_no_mapping_of_their_own() {
    let text = ",case:concept:name,concept:name,org:resource,time:timestamp,amount,lifecycle:transition\n\
        0,7,Create Fine,541,2007-07-14 00:00:00+02:00,36.0,complete\n\
        1,7,Payment,,2007-07-16 00:00:00+02:00,,complete\n";
    let mapping = Mapping::new().actor_of("Payment", "offender").party("*", "police");
    let mut log = mapping.csv(text.as_bytes()).unwrap();
    let read: Vec<_> = events(&mut log).iter().map(said).collect();
    assert_eq!(read[0], ("police".to_owned(), "Create Fine".to_owned(), "7".to_owned()));
    assert_eq!(read[1].0, "offender");
    assert_eq!(log.losses().to_string(), "not read, for the mapping does not name them: `amount`");
}

#[test]
fn other_words_than_acts_are_mapped_too() {
    let text = "when,who,checked,case\n2026-05-06T12:00Z,expert,work,7\n";
    let mapping: Mapping = "time=when,actor=who,attest=checked".parse().unwrap();
    let read = events(&mut mapping.csv(text.as_bytes()).unwrap());
    assert!(matches!(&read[0].deed, Deed::Attest { obligation, .. } if &**obligation == "work"));
    assert_eq!(read[0].case.as_deref(), Some("7"));
}

#[test]
fn what_can_t_be_read_is_told_with_what_would_read_it() {
    let mapping = Mapping::new().constant("actor", "x").unwrap();
    let text = "time,act\n31.01.2023 08:15,pay\n2026-05-06T12:00:00Z,pay\n";
    let mut log = mapping.csv(text.as_bytes()).unwrap();
    let error = log.next().unwrap().unwrap_err();
    let LineErrorKind::Time { error, .. } = error.kind() else { panic!("{error}") };
    assert_eq!((error.format(), error.needs_zone()), (Some("%d.%m.%Y %H:%M"), true));
    assert!(log.next().unwrap().is_ok());
    let error = mapping.clone().column("act", "deed").unwrap().csv(text.as_bytes()).unwrap_err();
    let error = error.to_string();
    assert_eq!(
        error,
        "line 1: there is no column `deed`, which the mapping names: there are `time`, `act`"
    );
    let error =
        Mapping::new().csv(text.as_bytes()).unwrap().next().unwrap().unwrap_err().to_string();
    assert!(error.ends_with("there is no `actor` or `org:resource` to say who did it"), "{error}");
    let unnamed = WARD.replace("<string key=\"concept:name\" value=\"A\"/>", "");
    let error = mapping.xes(unnamed.as_bytes()).find_map(Result::err).unwrap().to_string();
    assert!(error.contains("a trace without a name among others (line 5)"), "{error}");
    let cut = &WARD[..WARD.len() / 2];
    assert!(mapping.xes(cut.as_bytes()).any(|event| event.is_err()));
}

#[test]
fn a_mapping_that_says_what_no_mapping_says_is_refused() {
    for (text, what) in [
        ("actr = \"x\"", "unknown field `actr`"),
        ("id = \"7\"", "expected `id = \"place\"`"),
        ("others = \"drop\"", "expected `void` or `ignore`"),
        ("lifecycle = \"start\"", "or a list of transitions"),
        ("separator = \";;\"", "expected one character"),
        ("time-zone = \"CET\"", "no offset from UTC"),
        ("time-format = \"soon\"", "no form of times"),
        ("[columns]\ntim = \"when\"", "`tim` is not a key of an event"),
        ("[columns]\nact = []", "`act` has no column"),
    ] {
        let error = Mapping::from_toml(text).unwrap_err().to_string();
        assert!(error.contains(what), "{text}: {error}");
    }
    let whole = r#"
        actor = "a"
        quantity = 2
        id = "place"
        others = "ignore"
        ignore = ["x"]
        lifecycle = ["start", "complete"]
        separator = "tab"
        time-format = "epoch"
        attributes = ["case:a"]
        end-act = "end"
        encoding = "latin1"
        [columns]
        act = ["a", "b"]
        [told]
        n = "c"
        [activities]
        a = "b"
        [parties]
        "*" = "p"
        [actors]
        a = "b"
    "#;
    let mapping = Mapping::from_toml(whole).unwrap();
    assert_eq!((mapping.encoding(), mapping.named_separator()), (Some("latin1"), Some(b'\t')));
    assert!("time".parse::<Mapping>().is_err() && "time=".parse::<Mapping>().is_err());
}

#[test]
fn a_draft_is_a_mapping_that_reads_the_log_it_is_of() {
    let survey = Survey::xes(WARD.as_bytes()).unwrap();
    assert_eq!(survey.entries(), 4);
    let draft = survey.to_string();
    for line in ["actor = \"org:group\"", "# \"C\" = \"C\"   # 2 times", "lifecycle = \"complete\""]
    {
        assert!(draft.contains(line), "{draft}");
    }
    let mapping = Mapping::from_toml(&draft).unwrap_or_else(|error| panic!("{error}\n{draft}"));
    assert_eq!(events(&mut mapping.xes(WARD.as_bytes())).len(), 2);
    let odd = "\"a\\b \"\"c\u{202e}\",time,act\nx,2026-05-06,\"p \"\"q\n\"\n";
    let draft = Survey::csv(odd.as_bytes(), b',').unwrap().to_string();
    assert!(draft.contains("time-zone = ") && !draft.contains('\u{202e}'), "{draft}");
    Mapping::from_toml(&draft).unwrap_or_else(|error| panic!("{error}\n{draft}"));
    let lines = "{\"at\": 1675152900, \"data\": {\"what\": \"pay\", \"user\": \"Ann\"}}\n";
    let draft = Survey::json_lines(lines.as_bytes()).unwrap().to_string();
    assert!(
        draft.contains("time-format = \"epoch\"") && draft.contains("actor = \"data.user\""),
        "{draft}"
    );
}
