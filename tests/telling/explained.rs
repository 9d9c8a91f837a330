//! Every question that can be asked of one small agreement, at each turn of one log, and what is
//! looked ahead to: word for word in `tests/explained/`.
//!
//! An answer is written once, at the first event after which it is given, and not where it is just
//! *yes*. `UPDATE_EXPECT=1` writes the files anew; read what changed.

use std::collections::HashSet;
use std::fmt::Write;

use expect_test::expect_file;
use servanda::analysis::{Question, Story};
use servanda::condition::{
    Standing, all, any, breached, discharged, due, elapsed, happened, happened_by,
    happened_quantity, not, reached,
};
use servanda::formats::json::Log;
use servanda::{Agreement, Condition, Event, Monitor, Span};

const HOUSE: &str = include_str!("explained/house.json");
const LOG: &str = include_str!("explained/house.jsonl");

const STANDINGS: [Standing; 8] = [
    Standing::Dormant,
    Standing::Due,
    Standing::Performed,
    Standing::Suspended,
    Standing::Discharged,
    Standing::Breached,
    Standing::Released,
    Standing::Lapsed,
];

fn house() -> Agreement {
    Agreement::from_json(HOUSE).unwrap()
}

fn events(agreement: &Agreement) -> Vec<Event> {
    Log::new(LOG.as_bytes(), agreement).map(Result::unwrap).collect()
}

/// Why each obligation stands as it does, and whether each party may do each act.
fn questions(agreement: &Agreement) -> Vec<(String, Question)> {
    let mut questions = Vec::new();
    for id in agreement.obligations() {
        let name = agreement.obligation_name(id).unwrap();
        questions.push((format!("why does {name} stand so"), Question::Obligation(id)));
    }
    for party in agreement.parties() {
        for act in agreement.acts() {
            let who = agreement.party_name(party).unwrap();
            let what = agreement.act_name(act).unwrap();
            questions.push((format!("may {who} {what}"), Question::Act { party, act }));
        }
    }
    questions
}

/// Whether each obligation stands in each way, and whether it does not.
fn standings(agreement: &Agreement) -> Vec<(String, Question)> {
    let mut questions = Vec::new();
    for id in agreement.obligations() {
        let name = agreement.obligation_name(id).unwrap();
        for standing in STANDINGS {
            let so = Condition::Stands { obligation: id, standing };
            let asked = standing.as_str();
            questions.push((format!("{name} {asked}"), Question::Condition(so.clone())));
            questions.push((format!("{name} not {asked}"), Question::Condition(not(so))));
        }
    }
    questions
}

/// Conditions of every form.
fn conditions(agreement: &Agreement) -> Vec<Condition> {
    let act = |name: &str| agreement.act(name).unwrap();
    let party = |name: &str| agreement.party(name).unwrap();
    let duty = |name: &str| agreement.obligation(name).unwrap();
    let span = |text: &str| text.parse::<Span>().unwrap();
    vec![
        happened(act("build")),
        happened_quantity(act("build"), 2),
        happened_quantity(act("build"), 900),
        happened_by(act("knock"), party("tenant")),
        happened_by(act("knock"), party("owner")),
        not(happened(act("quarrel"))),
        reached("2026-01-20T00:00:00Z".parse().unwrap()),
        not(reached("2026-01-20T00:00:00Z".parse().unwrap())),
        elapsed(span("P3D").into(), happened(act("permit"))),
        not(elapsed(span("P3D").into(), happened(act("permit")))),
        elapsed(span("P3D").into(), discharged(duty("walls"))),
        elapsed(span("P3D").into(), breached(duty("walls"))),
        all([]),
        any([]),
        not(all([])),
        all([happened(act("sign")), happened(act("permit")), due(duty("rent"))]),
        any([happened(act("quarrel")), due(duty("rent"))]),
        not(any([happened(act("permit")), due(duty("rent"))])),
        not(all([happened(act("sign")), happened(act("permit"))])),
        all([any([happened(act("quarrel")), happened(act("smoke"))]), not(due(duty("quiet")))]),
    ]
}

/// Writes the answers that were not given before.
struct Answers {
    given: HashSet<(String, String)>,
    text: String,
}

impl Answers {
    fn new() -> Self {
        Self { given: HashSet::new(), text: String::new() }
    }

    fn at(&mut self, story: &Story, when: &str, questions: &[(String, Question)]) {
        writeln!(self.text, "=== {when}").unwrap();
        for (asked, question) in questions {
            let why = story.why(question);
            let is_plain =
                why.as_ref().is_some_and(|why| why.holds() && why.reason().events.is_empty());
            if is_plain && matches!(question, Question::Condition(_)) {
                continue;
            }
            let answer = why.map_or_else(|| "not known\n".to_owned(), |why| why.to_string());
            if self.given.insert((asked.clone(), answer.clone())) {
                write!(self.text, "{asked}?\n{answer}").unwrap();
            }
        }
    }
}

fn of_the_log(questions: impl Fn(&Agreement, &Story) -> Vec<(String, Question)>) -> String {
    let agreement = house();
    let mut story = Story::of(&agreement, Vec::<Event>::new());
    let mut answers = Answers::new();
    answers.at(&story, "at the beginning", &questions(&agreement, &story));
    for (place, (event, line)) in events(&agreement).iter().zip(LOG.lines()).enumerate() {
        story.record(event);
        answers.at(
            &story,
            &format!("{} {line}", place.saturating_add(1)),
            &questions(&agreement, &story),
        );
    }
    answers.text
}

#[test]
fn why_and_what_it_would_take() {
    expect_file!["explained/why.txt"].assert_eq(&of_the_log(|agreement, _| questions(agreement)));
}

#[test]
fn why_obligations_stand_in_a_way_or_not() {
    expect_file!["explained/standings.txt"].assert_eq(&of_the_log(|agreement, story| {
        // Not at every event: what they bring is told above.
        let is_turn = [1, 4, 6, 11, 13, 17, 20].contains(&story.log().len());
        if is_turn { standings(agreement) } else { Vec::new() }
    }));
}

#[test]
fn what_lies_ahead() {
    let agreement = house();
    let mut monitor = Monitor::new(&agreement);
    let mut text = String::new();
    let mut told: HashSet<String> = HashSet::new();
    let mut tell = |text: &mut String, monitor: &Monitor| {
        let fortnight = "P14D".parse().unwrap();
        let agendas =
            agreement.parties().map(|it| monitor.agenda(it, fortnight).unwrap().to_string());
        for ahead in std::iter::once(monitor.outlook().to_string()).chain(agendas) {
            if told.insert(ahead.clone()) {
                write!(text, "{ahead}").unwrap();
            }
        }
    };
    tell(&mut text, &monitor);
    for (event, line) in events(&agreement).iter().zip(LOG.lines()) {
        monitor.record(event);
        writeln!(text, "=== {line}").unwrap();
        tell(&mut text, &monitor);
    }
    expect_file!["explained/ahead.txt"].assert_eq(&text);
}

#[test]
fn what_the_agreement_itself_shows() {
    expect_file!["explained/lints.txt"].assert_eq(&house().analyze().to_string());
}

#[test]
fn why_conditions_hold_and_what_they_would_take() {
    expect_file!["explained/conditions.txt"].assert_eq(&of_the_log(|agreement, _| {
        let numbered =
            |(number, condition)| (format!("condition {number}"), Question::Condition(condition));
        (1..).zip(conditions(agreement)).map(numbered).collect()
    }));
}

/// A run that keeps no log knows how much was done, up to what the agreement asks for.
#[test]
fn what_a_run_without_its_log_knows() {
    let agreement = house();
    let mut monitor = Monitor::new(&agreement);
    let mut text = String::new();
    for event in events(&agreement).iter().take(5) {
        monitor.record(event);
        for condition in conditions(&agreement) {
            let why = monitor.why(&Question::Condition(condition));
            write!(text, "{}", why.map_or_else(|| "not known\n".to_owned(), |it| it.to_string()))
                .unwrap();
        }
    }
    expect_file!["explained/without-log.txt"].assert_eq(&text);
}

#[test]
fn why_something_was_found() {
    expect_file!["explained/findings.txt"].assert_eq(&of_the_log(|_, story| {
        let findings = story.monitor().findings();
        findings.map(|it| (it.kind().to_string(), Question::Finding(it))).collect()
    }));
}
