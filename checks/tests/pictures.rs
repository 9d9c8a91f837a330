//! What pictures and pages hold, and that nothing that an agreement or a log can say breaks them.
//! That they can be read in a browser is for `browser`.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests may stop at once"
)]

mod drawn;
#[path = "../../tests/generate/mod.rs"]
mod generate;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use drawn::{HARM, Hostile, Plain};
use expect_test::expect_file;
use generate::Shape;
use proptest::prelude::*;
use roxmltree::{Document, Node};
use serde_json::{Value, json};
use servanda::analysis::Readings;
use servanda::cuba::{self, Reading};
use servanda::formats::BadLines;
use servanda::formats::json::Log;
use servanda::names::Text;
use servanda::pictures::{AgreementGraph, Chronicle, Page, Timeline};
use servanda::report::Skipped;
use servanda::{Agreement, Event, Monitor, Verifier};

const END: &str = "1963-01-07T17:00:00Z";

fn history(reading: Reading) -> Chronicle {
    let verifier = Verifier::new(&cuba::agreement(reading).unwrap()).as_of(END.parse().unwrap());
    Chronicle::new(&verifier, cuba::history())
}

/// The letter read so strictly that nobody can begin: work ceases under arrangements that are
/// worked out only after it has ceased.
fn strict() -> Agreement {
    let agreement = cuba::agreement(Reading::Verified).unwrap();
    let mut document: Value = serde_json::from_str(&agreement.to_json()).unwrap();
    for act in ["cease-work", "render-inoperable"] {
        document["acts"][act]["requires"] = json!({"happened": "establish-arrangements"});
    }
    Agreement::from_json(&document.to_string()).unwrap()
}

/// The elements of a class.
fn of_class<'a>(document: &'a Document<'a>, class: &'a str) -> Vec<Node<'a, 'a>> {
    let has = |node: &Node<'_, '_>| {
        node.attribute("class").is_some_and(|all| all.split(' ').any(|one| one == class))
    };
    document.descendants().filter(has).collect()
}

fn text(node: Node<'_, '_>) -> String {
    node.descendants().filter_map(|node| node.is_text().then(|| node.text()).flatten()).collect()
}

fn texts(document: &Document<'_>, class: &str) -> Vec<String> {
    of_class(document, class).into_iter().map(text).collect()
}

#[test]
fn a_graph_has_every_act_and_obligation_and_what_they_wait_for() {
    let agreement = cuba::agreement(Reading::Verified).unwrap();
    let graph = AgreementGraph::of(&agreement);
    let svg = graph.svg();
    let picture = Document::parse(&svg).unwrap();
    let names: Vec<String> =
        texts(&picture, "name").iter().map(|name| name.replace("⊘ ", "")).collect();
    let acts = agreement.acts().map(|act| act.to_string());
    let obligations = agreement.obligations().map(|obligation| obligation.to_string());
    let gate = std::iter::once("entry into force".to_owned());
    assert_eq!(names, acts.chain(obligations).chain(gate).collect::<Vec<_>>());

    // Lifting the quarantine waits for two things, and does one.
    let place = |name: &str| format!("n{}", names.iter().position(|known| known == name).unwrap());
    let lifting = place("lift-quarantine");
    let mermaid = graph.mermaid();
    let dot = graph.dot();
    for (edge, arrow) in [
        (format!("{} -->", place("establish-arrangements")), format!(" {lifting}")),
        ("-->|\"discharged\"|".to_owned(), format!(" {lifting}")),
        (format!("{lifting} ==>"), String::new()),
    ] {
        assert!(
            mermaid.lines().any(|line| line.contains(&edge) && line.ends_with(&arrow)),
            "{edge}"
        );
    }
    assert_eq!(dot.matches(&format!(" -> {lifting} [")).count(), 2);
    for party in ["us", "ussr", "un", "cuba", "hemisphere"] {
        assert!(mermaid.contains(&format!("[\"{party}\"]\n")), "{party}");
        assert!(dot.contains(&format!("label=\"{party}\";")), "{party}");
    }
}

#[test]
fn a_standoff_is_red_in_every_form() {
    for reading in Reading::ALL {
        let graph = AgreementGraph::of(&cuba::agreement(reading).unwrap());
        assert!(!graph.svg().contains("\"node circle\""), "{reading}");
        assert!(!graph.mermaid().contains(":::circle"), "{reading}");
        assert!(!graph.dot().contains("penwidth"), "{reading}");
    }
    let graph = AgreementGraph::of(&strict());
    let svg = graph.svg();
    let picture = Document::parse(&svg).unwrap();
    let red: Vec<String> = of_class(&picture, "circle")
        .into_iter()
        .filter(|node| node.attribute("class").unwrap().starts_with("node"))
        .flat_map(|node| node.descendants().filter(|it| it.attribute("class") == Some("name")))
        .map(text)
        .collect();
    // The disabling of the weapons is held up by it, too.
    let circle = ["cease-work", "conclude-arrangement", "establish-arrangements"];
    assert_eq!(red, circle);
    assert!(svg.contains("a standoff"));
    assert_eq!(graph.mermaid().matches(":::circle").count(), circle.len());
    let edges = graph.mermaid();
    let edges = edges.lines().find(|line| line.contains("linkStyle")).unwrap();
    assert_eq!(edges.matches(',').count(), 3, "three edges, and two values: {edges}");
}

#[test]
fn a_circle_can_be_given() {
    let graph = AgreementGraph::of(&cuba::agreement(Reading::Verified).unwrap()).with_circle([
        "cease-work",
        "render-inoperable",
        "no such name",
    ]);
    // The acts of these names, and the obligations.
    assert_eq!(graph.mermaid().matches(":::circle").count(), 4);
}

#[test]
fn a_timeline_has_every_bar_deadline_and_flag() {
    let chronicle = history(Reading::Verified);
    let svg = Timeline::of(&chronicle).svg();
    let picture = Document::parse(&svg).unwrap();
    let report = chronicle.report();
    let names: Vec<String> = report
        .obligations()
        .map(|it| report.agreement().obligation_name(it.obligation).unwrap().to_owned())
        .collect();
    assert_eq!(texts(&picture, "name")[1..], names);
    let pins = of_class(&picture, "pin");
    let of_events = pins.iter().filter(|pin| !is_of(pin, "now")).count();
    assert_eq!(of_events, 10, "the first two events are one");
    let numbers: BTreeSet<String> = texts(&picture, "number").into_iter().collect();
    assert_eq!(numbers, ["1", "2", "3"].map(str::to_owned).into());
    // Weapons were due, then performed; the announcement was hoped for by a date.
    let row = |name: &str| {
        let of_row = |node: &Node<'_, '_>| {
            node.children()
                .any(|child| child.attribute("class") == Some("name") && text(child) == name)
        };
        picture.descendants().find(of_row).unwrap().parent().unwrap()
    };
    let count = |row: Node<'_, '_>, class: &str| {
        let classes = row.descendants().filter_map(|node| node.attribute("class"));
        classes.filter(|it| it.split(' ').any(|one| one == class)).count()
    };
    let weapons = row("remove-weapons");
    assert_eq!(
        ["f-dormant", "f-due", "f-performed", "f-discharged"].map(|it| count(weapons, it)),
        [1, 1, 1, 0]
    );
    assert!(text(weapons).trim_end().ends_with("performed 84/84"));
    assert_eq!(count(row("announce"), "deadline"), 1);
    assert_eq!(count(row("announce"), "cloth"), 1);
    assert!(text(row("lift-quarantine")).contains("premature"));
    assert!(svg.contains("The upper scale is stretched"));
}

#[test]
fn deadlines_that_moved_are_told_apart() {
    let agreement = Agreement::from_json(
        r#"{"title": "A loan", "date": "2026-01-01T00:00:00Z",
            "parties": {"a": "who lends", "b": "who borrows"}, "acts": {"repay": {"by": ["b"]}},
            "obligations": {"loan": {"debtor": "b", "creditor": "a", "perform": "repay", "within": "P10D"}}}"#,
    )
    .unwrap();
    let log = r#"{"time": "2026-01-05T00:00:00Z", "actor": "a", "extend": "loan", "until": "2026-02-01T00:00:00Z"}"#;
    let events: Vec<Event> = Log::new(log.as_bytes(), &agreement).map(Result::unwrap).collect();
    let verifier = Verifier::new(&agreement);
    let svg = Timeline::of(&Chronicle::new(&verifier, &events)).svg();
    assert!(svg.contains("a deadline that was moved: 2026-01-11 00:00 UTC"));
    assert!(svg.contains("deadline: 2026-02-01 00:00 UTC"));
    assert!(!svg.contains("The upper scale is stretched"));
    let later = verifier.as_of("2026-03-01T00:00:00Z".parse().unwrap());
    let svg = Timeline::of(&Chronicle::new(&later, &events)).svg();
    assert!(svg.contains("2026-02-01 00:00 UTC, overdue: b was late"));
}

#[test]
fn the_letter_lights_up() {
    let looks = |reading| {
        let html = Page::of(&history(reading)).html();
        let agreement = cuba::agreement(reading).unwrap();
        let look = |place: usize| {
            let start = html.find(&format!("<li id=\"passage-{}\"", place + 1)).unwrap();
            let class = html[start..].split('"').nth(3).unwrap().to_owned();
            let word = html[start..].split("</span>").nth(1).unwrap().to_owned();
            (class, word)
        };
        let passages: Vec<String> = agreement.passages().map(|(id, _)| id.to_owned()).collect();
        passages.into_iter().enumerate().map(|(place, id)| (id, look(place))).collect::<Vec<_>>()
    };
    let verified = looks(Reading::Verified);
    let look = |id: &str| {
        let (_, (class, word)) = verified.iter().find(|(known, _)| known == id).unwrap();
        (class.as_str(), word.as_str())
    };
    assert_eq!(verified.len(), 16);
    assert_eq!(look("para-1a"), ("edge lapsed narrative", "only tells"));
    assert_eq!(look("para-1b"), ("edge performed", "performed"));
    assert_eq!(look("item-1b"), ("edge due", "due"));
    assert_eq!(look("item-2a"), ("edge breached", "premature"));
    assert_eq!(look("item-2c"), ("edge dormant", "dormant"));
    assert_eq!(look("para-4b"), ("edge due", "in force"));
    let established = looks(Reading::Established);
    let (_, (class, word)) = established.iter().find(|(id, _)| id == "item-2a").unwrap();
    assert_eq!((class.as_str(), word.as_str()), ("edge discharged", "discharged"));
}

#[test]
fn a_page_tells_the_outcome_first_and_explains_what_was_found() {
    let chronicle = history(Reading::Verified);
    let html = Page::of(&chronicle).with(&cuba::PHRASES).html();
    let places: Vec<usize> = ["outcome", "timeline", "text", "obligations", "findings", "events"]
        .map(|id| html.find(&format!("<section id=\"{id}\"")).unwrap())
        .to_vec();
    assert!(places.is_sorted(), "{places:?}");
    for sentence in [
        "something is still to be done. The log does not conform to the agreement.",
        "the United States lifted the quarantine before the United Nations had established adequate \
         arrangements and before the removal of the weapons was discharged.",
        "→ it took the United Nations doing",
        "Proclamation 3507 of 21 November 1962",
    ] {
        assert!(html.contains(sentence), "{sentence}");
    }
    assert_eq!(html.matches("<summary>Why</summary>").count(), 3);
    assert_eq!(html.matches("<script").count(), 1, "its own");
    // The one address in it names the language of the picture.
    assert_eq!(html.matches("http").count() - html.matches("http-equiv").count(), 1);
}

#[test]
fn a_graph_shows_where_each_obligation_stands() {
    let chronicle = history(Reading::Verified);
    let graph = AgreementGraph::of(chronicle.report().agreement());
    let stands = graph.clone().with_standings(chronicle.report());
    assert!(stands.mermaid().contains("✓ lift-quarantine"));
    assert!(!graph.mermaid().contains("✓ lift-quarantine"));
    let svg = stands.svg();
    let document = Document::parse(&svg).unwrap();
    assert_eq!(of_class(&document, "node").iter().filter(|it| is_of(it, "discharged")).count(), 2);
    assert_eq!(of_class(&document, "node").iter().filter(|it| is_of(it, "dormant")).count(), 5);
    // On a page each box leads to where more is told of it; the keyboard gets there by the tables.
    let html = Page::of(&chronicle).html();
    let boxes = html.matches("tabindex=\"-1\" class=\"node").count();
    let terms = cuba::agreement(Reading::Verified).unwrap();
    assert_eq!(boxes, terms.acts().len() + terms.obligations().len());
    assert!(!Page::of(&chronicle).without_graph().html().contains("id=\"graph\""));
}

fn is_of(node: &Node<'_, '_>, class: &str) -> bool {
    node.attribute("class").is_some_and(|all| all.split(' ').any(|one| one == class))
}

#[test]
fn below_a_stretched_timeline_there_is_an_even_one_and_a_line_says_when_it_is_judged() {
    let agreement = cuba::agreement(Reading::Verified).unwrap();
    let log = cuba::history();
    let svg = Timeline::of(&Chronicle::new(&Verifier::new(&agreement), log.clone())).svg();
    assert!(svg.contains("The same, to scale") && !svg.contains("pin now"));
    let later = Verifier::new(&agreement).as_of(END.parse().unwrap());
    let svg = Timeline::of(&Chronicle::new(&later, log.clone())).svg();
    assert!(svg.contains("<title>as of 1963-01-07 17:00 UTC</title>"));
    assert!(svg.contains("As of when it is judged"), "the legend tells of it");
    let few = Timeline::of(&Chronicle::new(&Verifier::new(&agreement), log[..1].to_vec())).svg();
    assert!(!few.contains("The same, to scale"), "where the scale is even it is one");
}

#[test]
fn readings_stand_side_by_side() {
    let log: Vec<Event<Text>> = {
        let agreement = cuba::agreement(Reading::Verified).unwrap();
        cuba::history().iter().map(|event| event.spelled(&agreement)).collect()
    };
    let verifier = |reading| Verifier::new(&cuba::agreement(reading).unwrap().erased());
    let all = Reading::ALL.map(|reading| (reading.to_string(), verifier(reading)));
    let readings = Readings::of_words(all, &log);
    let html = Page::of(&history(Reading::Verified)).with_readings(&readings).html();
    let (_, section) = html.split_once("<section id=\"readings\"").unwrap();
    for said in ["<bdi>verified</bdi>", "premature", "waived", "event 10: not found alike"] {
        assert!(section.contains(said), "{said}");
    }
}

#[test]
fn refusals_and_lines_passed_over_are_told() {
    let verifier = Verifier::new(&cuba::agreement(Reading::Verified).unwrap()).submitting();
    let skipped = Skipped { line: 7, error: "not <JSON>".to_owned() };
    let chronicle = Chronicle::new(&verifier, cuba::collapse()).with_skipped(vec![skipped]);
    assert_eq!(chronicle.report().refusals().len(), 6);
    let html = Page::of(&chronicle).html();
    assert_eq!(html.matches("<article class=\"card edge breached\" id=\"refusal-").count(), 6);
    assert!(html.contains("href=\"#refusal-6\""));
    assert!(html.contains("line 7: <bdi>not &#60;JSON&#62;</bdi>"));
}

#[test]
fn a_monitor_can_be_drawn_without_its_log() {
    let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified).unwrap());
    for event in cuba::history() {
        monitor.record(&event);
    }
    let chronicle = Chronicle::of(&monitor);
    let svg = Timeline::of(&chronicle).svg();
    assert!(svg.contains("premature") && !svg.contains("class=\"pin\""));
    let html = Page::of(&chronicle).html();
    assert!(html.contains("not at hand, or not in the order") && !html.contains("id=\"events\""));
}

#[test]
fn places_in_the_log_are_those_of_the_whole_log() {
    // What came to be known late is left out: the others keep their places.
    let verifier = Verifier::new(&cuba::agreement(Reading::Verified).unwrap())
        .known_by("1962-10-30T12:00:00Z".parse().unwrap());
    let html = Page::of(&Chronicle::new(&verifier, cuba::history())).html();
    assert!(html.contains("id=\"event-2\"") && !html.contains("id=\"event-3\""));
    assert!(html.contains("id=\"event-4\""));
}

#[test]
fn pictures_are_the_same_each_time_and_whatever_the_vocabulary() {
    let agreement = cuba::agreement(Reading::Practised).unwrap();
    let (typed, erased) = (AgreementGraph::of(&agreement), AgreementGraph::of(&agreement.erased()));
    for draw in [AgreementGraph::svg, AgreementGraph::mermaid, AgreementGraph::dot] {
        assert_eq!(draw(&typed), draw(&erased));
        assert_eq!(draw(&typed), draw(&typed));
    }
    let chronicle = drawn::chronicle(&Plain, 30);
    assert_eq!(Page::of(&chronicle).html(), Page::of(&chronicle.clone()).html());
}

#[test]
fn hostile_names_are_escaped_everywhere() {
    let chronicle = drawn::chronicle(&Hostile, 60);
    let agreement = drawn::agreement(&Hostile, 60);
    let graph = AgreementGraph::of(&agreement);
    for drawn in [graph.svg(), Timeline::of(&chronicle).svg(), Page::of(&chronicle).html()] {
        assert!(!drawn.contains(HARM) && !drawn.contains("<img"));
        assert!(drawn.contains("&#60;script&#62;"));
        assert!(!drawn.contains(['\u{0}', '\u{1b}', '\u{202e}', '\u{fffe}']));
    }
    Document::parse(&graph.svg()).unwrap();
    Document::parse(&Timeline::of(&chronicle).svg()).unwrap();
    let mermaid = graph.mermaid();
    assert!(
        !mermaid.contains('<')
            || mermaid.replace("<br/><small>", "").replace("</small>", "").find('<').is_none()
    );
    // Every quote of DOT is closed on its line.
    for line in graph.dot().lines() {
        let quotes = line.replace("\\\\", "").replace("\\\"", "").matches('"').count();
        assert_eq!(quotes % 2, 0, "{line}");
    }
}

#[test]
fn the_gallery_can_be_drawn() {
    let gallery = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/agreements");
    let mut count = 0;
    for folder in fs::read_dir(gallery).unwrap().map(|entry| entry.unwrap().path()) {
        if !folder.is_dir() {
            continue;
        }
        let toml = folder.join("agreement.toml");
        let agreement = match fs::read_to_string(&toml) {
            Ok(text) => Agreement::from_toml(&text).unwrap(),
            Err(_) => {
                let text = fs::read_to_string(folder.join("agreement.json")).unwrap();
                Agreement::from_json(&text).unwrap()
            }
        };
        for name in ["good.jsonl", "bad.jsonl"] {
            let log = fs::read_to_string(folder.join(name)).unwrap();
            let events: Vec<Event> =
                Log::new(log.as_bytes(), &agreement).map(Result::unwrap).collect();
            is_drawn(&agreement, &events, &Verifier::new(&agreement));
            count += 1;
        }
    }
    assert!(count >= 10, "{count}");
}

/// Everything can be drawn, holds together, and says what the verifier says.
fn is_drawn(agreement: &Agreement, events: &[Event], verifier: &Verifier) {
    let graph = AgreementGraph::of(agreement);
    let svg = graph.svg();
    let picture = Document::parse(&svg).unwrap();
    let nodes = agreement.acts().len() + agreement.obligations().len();
    assert!(of_class(&picture, "name").len() >= nodes);
    let mut words = svg.split(|letter: char| !letter.is_alphanumeric());
    assert!(words.all(|word| !word.contains("NaN") && !word.ends_with("inf")), "{svg}");

    let chronicle = Chronicle::new(verifier, events);
    let report = chronicle.report();
    assert_eq!(*report, verifier.judge(events));
    let svg = Timeline::of(&chronicle).svg();
    Document::parse(&svg).unwrap();
    assert!(!svg.contains("NaN") && !svg.contains("inf "), "{svg}");

    let html = Page::of(&chronicle).html();
    for tag in ["ul", "li", "a", "details", "tr", "section", "article", "div", "g"] {
        let open =
            html.matches(&format!("<{tag}>")).count() + html.matches(&format!("<{tag} ")).count();
        assert_eq!(open, html.matches(&format!("</{tag}>")).count(), "{tag}");
    }
    for link in html.split("href=\"#").skip(1) {
        let target = link.split('"').next().unwrap();
        assert!(html.contains(&format!("id=\"{target}\"")), "{target} is nowhere");
    }
    for number in 1..=report.findings().len() {
        let links = html.matches(&format!("href=\"#finding-{number}\"")).count();
        // Flags that are near each other link to the first of them alone.
        let about = report.findings().nth(number - 1).unwrap();
        assert!(links > 0 || about.event.is_none() && about.obligation().is_none(), "{number}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn whatever_can_be_said_can_be_drawn(case in generate::cases(Shape { acts: 8, obligations: 12, events: 30, ..Shape::default() })) {
        let Ok(agreement) = Agreement::from_json(&case.agreement.to_string()) else { return Ok(()) };
        let log: String = case.log.iter().map(|event| format!("{event}\n")).collect();
        let events: Vec<Event> =
            Log::new(log.as_bytes(), &agreement).map(Result::unwrap).collect();
        let mut verifier = Verifier::new(&agreement);
        if case.submit {
            verifier = verifier.submitting();
        }
        if let Some(as_of) = &case.as_of {
            verifier = verifier.as_of(as_of.parse().unwrap());
        }
        if let Some(known_by) = &case.known_by {
            verifier = verifier.known_by(known_by.parse().unwrap());
        }
        is_drawn(&agreement, &events, &verifier);
        let reports = verifier.judge_log(log.as_bytes(), BadLines::Stop).unwrap();
        let chronicles = Chronicle::by_case(&verifier, &events);
        let judged: Vec<_> = chronicles.iter().map(|chronicle| chronicle.report().clone()).collect();
        prop_assert_eq!(judged, reports);
    }
}

/// The pictures of the documentation are those that are drawn now; `UPDATE_EXPECT=1` draws them
/// anew.
#[test]
fn pictures_of_the_documentation_are_current() {
    let chronicle = history(Reading::Verified);
    let graph = AgreementGraph::of(&cuba::agreement(Reading::Verified).unwrap());
    expect_file![concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/pictures/graph.svg")]
        .assert_eq(&graph.svg());
    expect_file![concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/pictures/standoff.svg")]
        .assert_eq(&AgreementGraph::of(&strict()).svg());
    let timeline = Timeline::of(&chronicle).with(&cuba::PHRASES);
    expect_file![concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/pictures/timeline.svg")]
        .assert_eq(&timeline.svg());
}
