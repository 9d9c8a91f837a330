//! `verify --by-time`: what is printed, and how it exits.

use std::fs;

use serde_json::Value;

use super::kit::{servanda, servanda_reading};

const SALE: &str = "tests/cases/second/evidence/agreement.json";
const WITHDRAWN: &str = "tests/cases/second/evidence/withdrawn.jsonl";
const LATE: &str = "tests/cases/second/evidence/late.jsonl";
const COMPLETE: &str = "tests/cases/second/evidence/complete.jsonl";

#[test]
fn a_log_is_judged_by_time() {
    let late = servanda(&["verify", SALE, LATE, "--by-time"]);
    assert_eq!(late.code, 0, "{}{}", late.out, late.err);
    let as_it_stands = servanda(&["verify", SALE, LATE]);
    assert_eq!(as_it_stands.code, 1, "{}", as_it_stands.out);
    let complete = servanda(&["verify", SALE, COMPLETE, "--by-time"]);
    assert!(complete.out.contains("; the log is complete up to 2026-03-14 12:00 UTC"));
    assert!(complete.out.contains("      overdue, certain"), "{}", complete.out);
    assert!(complete.out.contains("      overdue, provisional"), "{}", complete.out);
}

#[test]
fn lines_about_the_log_are_refused_where_it_is_not_judged_by_time() {
    let refused = servanda(&["verify", SALE, WITHDRAWN]);
    assert_eq!(refused.code, 2, "{}", refused.out);
    assert!(refused.err.contains("judge by time"), "{}", refused.err);
    assert_eq!(servanda(&["verify", SALE, WITHDRAWN, "--by-time", "--state=x"]).code, 2);
    let followed = servanda(&["verify", SALE, WITHDRAWN, "--follow", "--idle", "0"]);
    assert_eq!(followed.code, 2, "{}", followed.out);
    assert!(followed.err.contains("judge by time"), "{}", followed.err);
}

/// What came with a line, and went with a later one, as it is told to whoever watches.
#[test]
fn who_follows_is_told_what_came_and_what_went() {
    let watch = ["verify", SALE, LATE, "--by-time", "--follow", "--idle", "0"];
    let ran = servanda(&watch);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let overdue = "2026-03-10 23:59:59 UTC: overdue: seller was late with `delivery`";
    assert!(ran.out.starts_with(&format!("line 2, {overdue}")), "{}", ran.out);
    let found_no_more = overdue.replace("overdue:", "found no more: overdue:");
    assert!(ran.out.contains(&format!("\nline 3, {found_no_more}")), "{}", ran.out);
    assert!(ran.out.contains("\nOutcome: pending, conformant\n"), "{}", ran.out);

    let ran = servanda(&[&watch[..], &["--format", "json"]].concat());
    let lines: Vec<Value> =
        ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told = |key: &str| lines[..2].iter().map(|line| &line[key]).collect::<Vec<_>>();
    assert_eq!(told("gone"), [false, true]);
    assert_eq!(told("id")[0], told("id")[1]);
    assert_eq!(lines[2]["reports"][0]["conformant"], true, "{}", ran.out);
}

#[test]
fn further_agreements_are_followed_by_time_only() {
    let ran = servanda(&["verify", SALE, LATE, "--also", SALE, "--follow", "--idle", "0"]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    assert!(ran.err.contains("--follow takes --also only with --by-time"), "{}", ran.err);
    let by_time =
        servanda(&["verify", SALE, LATE, "--also", SALE, "--follow", "--idle", "0", "--by-time"]);
    assert_eq!(by_time.code, 0, "{}{}", by_time.out, by_time.err);
    let refused = servanda(&["verify", SALE, LATE, "--also", SALE, "--state", "x"]);
    assert_eq!(refused.code, 2, "{}", refused.out);
}

#[test]
fn an_undated_agreement_is_refused_by_time() {
    let mut document: Value = serde_json::from_str(&fs::read_to_string(SALE).unwrap()).unwrap();
    document.as_object_mut().unwrap().remove("date");
    let text = document.to_string();
    let ran = servanda_reading(text.as_bytes(), &["verify", "-", LATE, "--by-time"]);
    assert_eq!(ran.code, 2, "{}", ran.out);
    assert!(ran.err.contains("give it a `date`"), "{}", ran.err);
}

#[test]
fn every_report_of_a_log_judged_by_time_is_printed() {
    for (format, told) in [
        ("json", "\"certain\": false"),
        ("sarif", "\"startLine\": 5"),
        ("junit", "line 5 has an effect"),
        ("text", "event 5: that clerk withdrew `d1` has no effect"),
    ] {
        let ran = servanda(&["verify", SALE, COMPLETE, "--by-time", "--format", format]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert!(ran.out.contains(told), "{format}: {}", ran.out);
    }
    let digest = servanda(&["verify", SALE, COMPLETE, "--by-time", "--digest"]);
    assert!(digest.out.contains("(10 lines)"), "{}", digest.out);
}

#[test]
fn two_instants_of_knowledge_are_held_against_each_other() {
    let between = ["--known-by", "2026-03-11T12:00:00Z", "--against", "2026-03-25T12:00:00Z"];
    let verify = ["verify", SALE, WITHDRAWN, "--by-time"];
    let text = servanda(&[&verify[..], &between].concat());
    assert_eq!(text.code, 1, "{}", text.err);
    let told = "overdue: came with line 5, known 2026-03-14 12:00 UTC";
    assert!(text.out.contains(told), "{}", text.out);
    let json = servanda(&[&verify[..], &between, &["--format", "json"]].concat());
    let difference: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(difference["come"][1]["by"], 5);
    assert_eq!(difference["stand"]["delivery"][1]["status"], "breached");
    // Nothing that was learnt in between made a difference.
    let same = ["--known-by", "2026-03-19T12:00:00Z", "--against", "2026-03-20T12:00:00Z"];
    let same = servanda(&[&verify[..], &same].concat());
    assert_eq!(same.code, 0, "{}", same.out);
    assert!(same.out.contains("Nothing is found otherwise"), "{}", same.out);
}

#[test]
fn what_can_not_be_held_against_each_other_is_refused() {
    let refused = |more: &[&str]| {
        let ran = servanda(&[&["verify", SALE, WITHDRAWN], more].concat());
        assert_eq!(ran.code, 2, "{}", ran.out);
        ran.err
    };
    let (early, late) = ("2026-03-11T12:00:00Z", "2026-03-25T12:00:00Z");
    let back = ["--by-time", "--known-by", late, "--against", early];
    assert!(refused(&back).contains("--against is before --known-by"));
    let of = ["--by-time", "--known-by", early, "--against", late, "--format", "sarif"];
    assert!(refused(&of).contains("as text or as JSON"));
    assert!(refused(&["--by-time", "--against", late]).contains("--known-by"));
    assert!(refused(&["--known-by", early, "--against", late]).contains("--by-time"));
}

/// Each case has its own; a log without one line about it is no difference to it.
#[test]
fn a_log_of_several_cases_has_a_difference_for_each() {
    let log = concat!(
        r#"{"time":"2026-03-04T12:00:00Z","actor":"seller","act":"deliver","case":"a","id":"d"}"#,
        "\n",
        r#"{"time":"2026-03-04T12:00:00Z","actor":"seller","act":"deliver","case":"b","id":"d"}"#,
        "\n",
        r#"{"time":"2026-03-06T12:00:00Z","actor":"clerk","retract":"d","case":"b"}"#,
        "\n",
        r#"{"time":"2026-03-07T12:00:00Z","actor":"clerk","complete":"2026-03-06T00:00:00Z"}"#,
        "\n",
    );
    let between = ["--known-by", "2026-03-05T12:00:00Z", "--against", "2026-03-25T12:00:00Z"];
    let verify = ["verify", SALE, "-", "--by-time", "--format", "json"];
    let ran = servanda_reading(log.as_bytes(), &[&verify[..], &between].concat());
    assert_eq!(ran.code, 1, "{}", ran.err);
    let both: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(both["cases"][0]["stand"], serde_json::json!({}));
    assert_eq!(both["cases"][1]["case"], "b");
    assert_eq!(both["cases"][1]["stand"]["delivery"][1]["progress"], 0);
    let reports = servanda_reading(log.as_bytes(), &verify);
    let reports: Value = serde_json::from_str(&reports.out).unwrap();
    assert_eq!(reports["cases"][0]["complete"], reports["cases"][1]["complete"]);
    assert_eq!(reports["cases"][0]["complete"], "2026-03-06T00:00:00Z");
}

/// Nothing is lost between the formats that have a place for what is said of a log, and XES tells that it has
/// none.
#[test]
fn lines_about_the_log_are_converted() {
    let json = fs::read_to_string(WITHDRAWN).unwrap();
    let lines = |text: &str| -> Vec<Value> {
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    for (format, ending) in
        [("csv", "csv"), ("cloudevents", "cloudevents"), ("cloudevents-batch", "cloudevents")]
    {
        let there = servanda(&["convert", WITHDRAWN, "--to", format, "--strict"]);
        assert_eq!(there.code, 0, "{}", there.err);
        let back = ["convert", "-", "--from", ending, "--to", "jsonl"];
        let back = servanda_reading(there.out.as_bytes(), &back);
        assert_eq!(lines(&back.out), lines(&json), "{format}: {}", back.err);
        let judge = ["verify", SALE, "-", "--by-time", "--log-format", ending];
        let judged = servanda_reading(there.out.as_bytes(), &judge);
        assert_eq!(judged.out, servanda(&["verify", SALE, WITHDRAWN, "--by-time"]).out, "{format}");
    }
    let xes = servanda(&["convert", WITHDRAWN, "--to", "xes"]);
    assert!(
        xes.err.contains("what is said of the log itself has no place in XES: 5 times"),
        "{}",
        xes.err
    );
}

/// On a page and on a timeline what was withdrawn or corrected is struck through; every line of the log is there, for
/// findings lead to them.
#[test]
fn what_was_withdrawn_is_drawn_struck_through() {
    let page = servanda(&["render", SALE, WITHDRAWN, "--by-time", "--to", "html"]);
    assert_eq!(page.code, 0, "{}", page.err);
    assert!(page.out.contains("The log, in the order in which it happened"));
    assert_eq!(page.out.matches("<del>").count(), 3, "{}", page.out);
    assert!(page.out.contains("corrected by line 5") && page.out.contains("withdrawn by line"));
    let of_lines = fs::read_to_string(WITHDRAWN).unwrap().lines().count();
    for line in 1..=of_lines {
        let anchor = |kind: &str| page.out.contains(&format!("id=\"{kind}-{line}\""));
        assert!(anchor("event") || anchor("withdrawn"), "line {line}");
    }
    let timeline = servanda(&["render", SALE, WITHDRAWN, "--by-time", "--to", "timeline"]);
    assert_eq!(timeline.code, 0, "{}", timeline.err);
    assert!(timeline.out.contains("pin withdrawn"), "{}", timeline.out);
    assert!(timeline.out.contains("Withdrawn or corrected"), "{}", timeline.out);
    // As it was known at first, nothing was withdrawn.
    let early = ["render", SALE, WITHDRAWN, "--by-time", "--known-by", "2026-03-05"];
    let early = servanda(&[&early[..], &["--to", "html"]].concat());
    assert_eq!(early.out.matches("<del>").count(), 0, "{}", early.err);

    let graph = servanda(&["render", SALE, WITHDRAWN, "--by-time", "--to", "graph"]);
    assert_eq!(graph.code, 2);
    assert!(graph.err.contains("for a timeline and for a page"), "{}", graph.err);
}

/// The difference of two instants of knowledge as a page says what the text says.
#[test]
fn a_difference_is_drawn_as_a_page() {
    let instants = ["--by-time", "--known-by", "2026-03-12", "--against", "2026-03-30"];
    let text = servanda(&[&["verify", SALE, WITHDRAWN], &instants[..]].concat());
    let page = servanda(&[&["render", SALE, WITHDRAWN], &instants[..]].concat());
    assert_eq!(page.code, 0, "{}", page.err);
    for heading in ["Found no more", "Newly found", "Stand otherwise"] {
        assert_eq!(page.out.contains(heading), text.out.contains(heading), "{heading}");
    }
    let moved = |out: &str, words: [&str; 2]| words.map(|word| out.matches(word).count());
    assert_eq!(
        moved(&page.out, ["It went with line", "It came with line"]),
        moved(&text.out, ["went with line", "came with line"])
    );
    assert!(page.out.contains("with line"), "{}", text.out);
    let timeline =
        servanda(&[&["render", SALE, WITHDRAWN, "--to", "timeline"], &instants[..]].concat());
    assert!(timeline.err.contains("a difference is drawn as a page"), "{}", timeline.err);
}
