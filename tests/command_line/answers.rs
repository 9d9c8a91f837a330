//! `check`, `explain`, `what-if`, `plan`, `render`.

use std::fs;

use serde_json::Value;

use crate::kit::{HISTORY, IDEAL, VERIFIED, folder, servanda, servanda_reading, text};

/// A sale in which each waits for the other.
const STANDOFF: &str = r#"{
  "title": "Sale", "date": "2026-05-04T09:00:00Z",
  "parties": {"buyer": "who buys", "seller": "who sells"},
  "acts": {
    "pay": {"by": ["buyer"], "requires": {"happened": "deliver"}},
    "deliver": {"by": ["seller"], "requires": {"happened": "pay"}}
  },
  "obligations": {
    "price": {"debtor": "buyer", "creditor": "seller", "perform": "pay", "within": "P1W"},
    "delivery": {"debtor": "seller", "creditor": "buyer", "perform": "deliver", "within": "P1W"}
  }
}
"#;

#[test]
fn check_shows_a_standoff_in_its_line_and_exits_with_1() {
    let folder = folder("check");
    let sale = folder.join("sale.json");
    fs::write(&sale, STANDOFF).unwrap();
    let ran = servanda(&["check", text(&sale)]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    assert!(ran.out.contains("error: standoff"), "{}", ran.out);
    assert!(ran.out.contains("nobody can be first: `pay` waits for `deliver`"), "{}", ran.out);
    assert!(ran.out.contains(" 5 │     \"pay\": {"), "{}", ran.out);
    assert!(!ran.out.contains('\u{1b}'), "no colour where there is no terminal");
    let written = servanda(&["check", text(&sale), "--format", "json"]);
    let written: Value = serde_json::from_str(&written.out).unwrap();
    assert_eq!(written["sound"], false);
    let lint = &written["lints"][0];
    assert_eq!((&lint["kind"], &lint["line"]), (&"standoff".into(), &5.into()));
    assert_eq!(lint["circle"], serde_json::json!(["acts.pay", "acts.deliver"]));
}

#[test]
fn check_of_a_sound_agreement_exits_with_0() {
    let ran = servanda(&["check", VERIFIED]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.out.contains("0 errors, 0 warnings"), "{}", ran.out);
    // What `init` writes has nothing in it that it warns of.
    let template = servanda(&["init", "-"]).out;
    let ran = servanda_reading(template.as_bytes(), &["check", "-"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "Sale of a boat: nothing to say\n"));
    // What can't be read is no finding.
    assert_eq!(servanda(&["check", HISTORY]).code, 2);
    let bounded = servanda(&["check", VERIFIED, "--most-states", "3"]);
    assert!(bounded.code == 1 && bounded.out.contains("left open at "), "{}", bounded.out);
}

#[test]
fn explain_says_why() {
    let ran = servanda(&["explain", VERIFIED, HISTORY, "--obligation", "assure-no-invasion"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.starts_with("`assure-no-invasion` is dormant"), "{}", ran.out);
    assert!(
        ran.out.contains("→ it takes United Nations attesting `remove-weapons`"),
        "{}",
        ran.out
    );
    let ran = servanda(&["explain", VERIFIED, HISTORY, "--act", "lift-quarantine"]);
    assert!(
        ran.out.starts_with("United States of America may not do `lift-quarantine` now"),
        "{}",
        ran.out
    );
    let condition = ["--condition", "{\"not\": {\"discharged\": \"remove-weapons\"}}"];
    let ran = servanda(&[["explain", VERIFIED, HISTORY].as_slice(), &condition].concat());
    assert!(ran.out.contains("`remove-weapons` is not discharged"), "{}", ran.out);
    // Without a question, all that was found; one of it by its number.
    let all = servanda(&["explain", VERIFIED, HISTORY]);
    assert_eq!(all.out.split("\n\n").count(), 3, "{}", all.out);
    let one = servanda(&["explain", VERIFIED, HISTORY, "--finding", "3"]);
    assert!(
        one.out.starts_with("premature: United States of America did `lift-quarantine`"),
        "{}",
        one.out
    );
    assert!(all.out.ends_with(&one.out));
    let json = servanda(&["explain", VERIFIED, HISTORY, "--finding", "3", "--format", "json"]);
    let answers: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(answers.as_array().unwrap().len(), 1);
    // Before anything has happened.
    let start = servanda(&["explain", VERIFIED]);
    assert!(start.code == 0 && start.out.contains("\nwhat waits for what\n"), "{}", start.out);
}

#[test]
fn explain_refuses_what_there_is_not() {
    for (more, message) in [
        (["--obligation", "lift-quarantin"], "did you mean `lift-quarantine`?"),
        (["--act", "fly"], "unknown act `fly`"),
        (["--finding", "4"], "there is no finding 4: there are 3"),
        (["--finding", "0"], "there is no finding 0"),
        (["--condition", "held:x"], "unknown field `held`"),
        (["--condition", "due:x"], "unknown obligation `x`"),
        (["--case", "a"], "the log has no case `a`"),
    ] {
        let ran = servanda(&[["explain", VERIFIED, HISTORY].as_slice(), &more].concat());
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{more:?}");
        assert!(ran.err.contains(message), "{more:?}: {}", ran.err);
    }
}

#[test]
fn a_case_is_spoken_of_alone() {
    let folder = folder("case");
    let log = folder.join("log.jsonl");
    let history = fs::read_to_string(HISTORY).unwrap();
    let other = "{\"time\": \"1962-10-28T14:04:00Z\", \"case\": \"b\"}\n";
    fs::write(&log, history.replace("{\"time\"", "{\"case\": \"a\", \"time\"") + other).unwrap();
    let ran = servanda(&["explain", VERIFIED, text(&log)]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("several cases: a, b") && ran.err.contains("--case"), "{}", ran.err);
    let alone = servanda(&["explain", VERIFIED, text(&log), "--case", "a"]);
    assert_eq!(alone.out, servanda(&["explain", VERIFIED, HISTORY]).out);
}

#[test]
fn what_if_says_what_events_would_change() {
    let accepted = servanda(&["what-if", VERIFIED, "--event", "ussr:accept-proposal"]);
    assert_eq!(accepted.code, 0, "{}", accepted.out);
    assert!(accepted.out.contains("`cease-work`: dormant → due"), "{}", accepted.out);
    let lifted = ["what-if", VERIFIED, "--event", "us:lift-quarantine"];
    let ran = servanda(&lifted);
    assert!(ran.code == 1 && ran.out.contains("premature"), "{}", ran.out);
    let refused = servanda(&[lifted.as_slice(), &["--submit", "--format", "json"]].concat());
    let refused: Value = serde_json::from_str(&refused.out).unwrap();
    assert_eq!(refused["refusals"].as_array().unwrap().len(), 1);
    // Several events, one with a time of its own, and then time.
    let event =
        "{\"time\": \"1962-10-28T14:04:00Z\", \"actor\": \"ussr\", \"act\": \"accept-proposal\"}";
    let until = ["--event", event, "--event", "ussr:cease-work", "--until", "1962-11-30T00:00:00Z"];
    let ran = servanda(&[["what-if", VERIFIED].as_slice(), &until].concat());
    assert!(ran.out.contains("to 1962-11-30 00:00 UTC"), "{}", ran.out);
    assert!(ran.out.contains("`cease-work`: dormant → performed"), "{}", ran.out);
    let bad = servanda(&["what-if", VERIFIED, "--event", "{\"act\": 3}"]);
    assert!(bad.code == 2 && bad.err.contains("is no event"), "{}", bad.err);
    assert_eq!(servanda(&["what-if", VERIFIED]).code, 2);
}

#[test]
fn what_if_says_how_a_log_would_conform() {
    let ran = servanda(&["what-if", VERIFIED, HISTORY, "--mend"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("the log stops conforming with event 10"), "{}", ran.out);
    assert!(ran.out.contains("\n  if event 10 had not happened\n"), "{}", ran.out);
    assert_eq!(servanda(&["what-if", VERIFIED, IDEAL, "--mend"]).code, 0);
}

#[test]
fn plan_says_what_leads_to_a_settlement() {
    let ran = servanda(&["plan", VERIFIED]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.starts_with("a settlement can be reached:\n"), "{}", ran.out);
    assert!(ran.out.contains("ussr does accept-proposal"), "{}", ran.out);
    // The plan, as a log, settles.
    let json = servanda(&["plan", VERIFIED, HISTORY, "--format", "json"]);
    let answer: Value = serde_json::from_str(&json.out).unwrap();
    let plan = answer["events"].as_array().unwrap();
    let mut log = fs::read_to_string(HISTORY).unwrap();
    log.extend(plan.iter().map(|event| format!("{event}\n")));
    let judged = servanda_reading(log.as_bytes(), &["verify", VERIFIED, "-", "--format", "json"]);
    let report: Value = serde_json::from_str(&judged.out).unwrap();
    assert_eq!(report["outcome"], "settled");
    // Other goals.
    let lifted = servanda(&["plan", VERIFIED, "--done", "lift-quarantine"]);
    assert!(lifted.out.ends_with("us does lift-quarantine\n"), "{}", lifted.out);
    let discharged = servanda(&["plan", VERIFIED, "--holds", "discharged:cease-work"]);
    assert!(discharged.out.contains("un attests cease-work"), "{}", discharged.out);
    let settled = servanda(&["plan", VERIFIED, IDEAL]);
    assert_eq!((settled.code, settled.out.as_str()), (0, "a settlement: it is so now\n"));
}

#[test]
fn plan_says_what_cannot_be_reached_and_who_can_keep_it_away() {
    let ran = servanda_reading(STANDOFF.as_bytes(), &["plan", "-"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with("a settlement can't be reached"), "{}", ran.out);
    let more = ["plan", VERIFIED, HISTORY, "--blockers", "--dead-ends", "--exposure"];
    let ran = servanda(&more);
    assert!(ran.out.contains("un: by silence yes, by a lawful step no"), "{}", ran.out);
    assert!(ran.out.contains("Dead ends\n  there are none"), "{}", ran.out);
    assert!(ran.out.contains("Who is exposed\n"), "{}", ran.out);
    let json = servanda(&[more.as_slice(), &["--format", "json"]].concat());
    let answer: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(answer["blockers"][2]["party"], "un");
    assert_eq!(answer["blockers"][2]["by_silence"], true);
    assert_eq!(answer["dead_ends"]["are_all"], true);
    assert_eq!(answer["exposure"]["sides"][0]["party"], "us");
    // A bound that is hit is told.
    let bounded = servanda(&["plan", VERIFIED, "--most-states", "2"]);
    assert_eq!(bounded.code, 1);
    assert!(bounded.out.contains("it was not found out"), "{}", bounded.out);
}

#[test]
fn render_draws_what_is_asked_for() {
    let folder = folder("render");
    let starts = [
        ("graph.svg", None, "<svg"),
        ("graph.mmd", None, "flowchart"),
        ("graph.dot", None, "digraph"),
        ("timeline.svg", Some(HISTORY), "<svg"),
        ("page.html", Some(HISTORY), "<!DOCTYPE html>"),
    ];
    let mut drawn = Vec::new();
    for (name, log, start) in starts {
        let path = folder.join(name);
        let arguments: Vec<&str> =
            ["render", VERIFIED].into_iter().chain(log).chain(["-o", text(&path)]).collect();
        let ran = servanda(&arguments);
        assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""), "{name}");
        let picture = fs::read_to_string(&path).unwrap();
        assert!(picture.starts_with(start), "{name}: {}", picture.get(..80).unwrap_or_default());
        drawn.push(picture);
    }
    assert!(drawn[3] != drawn[0], "a timeline is no graph");
    assert!(servanda(&["render", VERIFIED, HISTORY, "--to", "timeline"]).out == drawn[3]);
    assert!(servanda(&["render", VERIFIED, HISTORY]).out == drawn[4], "of a log, the page");
    assert!(servanda(&["render", VERIFIED]).out == drawn[0], "of an agreement, the graph");
    let stands = servanda(&["render", VERIFIED, HISTORY, "--to", "mermaid"]).out;
    assert!(stands.contains("✓ lift-quarantine"), "with a log each obligation as it stands");
    let practised = "tests/cases/cuba-1962/agreement-practised.json";
    let readings = servanda(&["render", VERIFIED, HISTORY, "--reading", practised]);
    assert!(readings.out.contains("<bdi>agreement-practised</bdi>"), "{}", readings.err);
    let refused = servanda(&["render", VERIFIED, "--reading", practised]);
    assert!(
        refused.code == 2 && refused.err.contains("--reading is for a page"),
        "{}",
        refused.err
    );
    let ran = servanda(&["render", VERIFIED, "--to", "html"]);
    assert!(ran.code == 2 && ran.err.contains("are of a log"), "{}", ran.err);
}

#[test]
fn an_error_names_ten_cases_and_counts_the_others() {
    let line = |case: usize| {
        format!(
            "{{\"case\":\"c{case}\",\"time\":\"2026-05-04T09:00:00Z\",\"actor\":\"buyer\",\"act\":\"pay\"}}\n"
        )
    };
    let log: String = (0..2_000).map(line).collect();
    let folder = folder("cases-named");
    let (sale, cases) = (folder.join("sale.json"), folder.join("cases.jsonl"));
    fs::write(&sale, STANDOFF).unwrap();
    fs::write(&cases, log).unwrap();
    let ran = servanda(&["explain", text(&sale), text(&cases)]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("and 1990 more"), "{}", ran.err);
    assert!(ran.err.contains("c9") && !ran.err.contains("c10,"), "{}", ran.err);
    assert!(ran.err.len() < 1_000, "{}", ran.err.len());
    let ran = servanda(&["explain", text(&sale), text(&cases), "--case", "c1999"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn a_picture_that_cannot_be_looked_at_is_not_drawn() {
    let act = |number: usize| (format!("act-{number}"), serde_json::json!({"by": ["ada"]}));
    let acts: serde_json::Map<String, Value> = (0..1_001).map(act).collect();
    let agreement = serde_json::json!({
        "title": "t", "date": "2026-01-01T00:00:00Z", "parties": {"ada": "", "bob": ""},
        "acts": acts,
        "obligations": {"one": {"debtor": "ada", "creditor": "bob", "perform": "act-0"}},
    });
    let agreement = agreement.to_string();
    let drawn = |to: &str| servanda_reading(agreement.as_bytes(), &["render", "-", "--to", to]);
    let svg = drawn("graph");
    assert_eq!((svg.code, svg.out.as_str()), (2, ""));
    assert!(svg.err.contains("a picture of more than 1000 is not drawn"), "{}", svg.err);
    assert_eq!(drawn("dot").code, 0);
}

#[test]
fn a_plan_tells_its_steps_and_what_ended_the_search() {
    let json = servanda(&["plan", VERIFIED, "--format", "json"]);
    let answer: Value = serde_json::from_str(&json.out).unwrap();
    let steps = answer["steps"].as_array().unwrap();
    assert_eq!(steps.len(), answer["events"].as_array().unwrap().len());
    assert!(steps.iter().all(|step| step["earliest"].is_string()));
    assert_eq!(answer["breaches"], serde_json::json!([]));
    let ran = servanda(&["plan", VERIFIED, "--most-memory", "0", "--exposure"]);
    assert!(ran.out.contains("more would not fit into --most-memory"), "{}", ran.out);
}

/// An act that each does as the subject that it is.
#[test]
fn what_each_may_do_is_explained_by_subject() {
    let here = folder("explain-each");
    let (agreement, log) = (here.join("agreement.json"), here.join("log.jsonl"));
    let text_of = r#"{"title": "K", "date": "2026-01-01T00:00:00Z", "parties": {"p": "", "q": "", "r": ""},
        "acts": {"a": {"by": ["each"], "of": "k"}}, "subjects": {"k": {"gist": "a k", "each_of": ["p", "r"]}},
        "obligations": {"o": {"of": "k", "debtor": "each", "creditor": "q", "refrain": "a"}}}"#;
    std::fs::write(&agreement, text_of).unwrap();
    std::fs::write(
        &log,
        "{\"time\": \"2026-01-02T00:00:00Z\", \"actor\": \"p\", \"act\": \"a\"}\n",
    )
    .unwrap();
    let run = |command: &str, more: &[&str]| {
        servanda(&[&[command, text(&agreement), text(&log)], more].concat())
    };
    let of_one = run("explain", &["--act", "a", "--subject", "r"]);
    assert_eq!(of_one.code, 0, "{}", of_one.err);
    assert!(of_one.out.contains("r may"), "{}", of_one.out);
    assert!(!of_one.out.contains("p may"), "{}", of_one.out);
    let of_all = run("explain", &["--act", "a"]);
    assert!(of_all.out.contains("r may") && of_all.out.contains("p may"), "{}", of_all.out);
    // The head of the report says by what it is breached, be it a prohibition of a subject.
    let report = run("verify", &[]);
    assert!(report.out.contains("Breached: p broke `o`"), "{}", report.out);
}

/// What time ended before its deadline is late since then.
#[test]
fn what_is_late_before_its_deadline_says_since_when() {
    let here = folder("late-before");
    let agreement = here.join("agreement.json");
    let text_of = r#"{"title": "W", "date": "2026-01-01T00:00:00Z", "parties": {"p": "", "q": ""},
        "acts": {"b": {"by": ["p"], "expires_when": {"reached": "2026-01-05T00:00:00Z"}}},
        "obligations": {"B": {"debtor": "p", "creditor": "q", "perform": "b", "at": "2026-01-20T00:00:00Z"}}}"#;
    std::fs::write(&agreement, text_of).unwrap();
    let log = here.join("log.jsonl");
    std::fs::write(&log, "{\"time\": \"2026-01-10T00:00:00Z\"}\n").unwrap();
    let next = servanda(&["next", text(&agreement), text(&log)]);
    assert!(next.out.contains("2026-01-05 00:00 UTC  5 days late"), "{}{}", next.out, next.err);
    let report = servanda(&["verify", text(&agreement), text(&log)]);
    assert!(report.out.contains("Breached: p is 5 days late with `B`"), "{}", report.out);
}
