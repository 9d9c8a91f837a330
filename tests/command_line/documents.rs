//! `convert`, `init`, `schema`, `completions`, `man`.

use std::fs;

use serde_json::Value;
use servanda::formats::schema::SchemaOf;

use crate::kit::{HISTORY, VERIFIED, folder, servanda, servanda_reading, text};

#[test]
fn convert_takes_a_log_through_every_format_and_back() {
    let folder = folder("convert");
    let report = servanda(&["verify", VERIFIED, HISTORY, "--format", "json"]).out;
    for extension in ["csv", "xes", "cloudevents", "jsonl"] {
        let there = folder.join(format!("log.{extension}"));
        let ran = servanda(&["convert", HISTORY, "--strict", "-o", text(&there)]);
        assert_eq!((ran.code, ran.err.as_str(), ran.out.as_str()), (0, "", ""), "{extension}");
        let verified = servanda(&["verify", VERIFIED, text(&there), "--format", "json"]);
        assert_eq!(verified.out, report, "{extension}");
        let back = servanda(&["convert", text(&there), "--to", "jsonl", "--strict"]);
        let again = servanda(&["convert", HISTORY, "--to", "jsonl"]);
        assert_eq!(back.out, again.out, "{extension}");
    }
    let batch = servanda(&["convert", HISTORY, "--to", "cloudevents-batch"]);
    let events: Value = serde_json::from_str(&batch.out).unwrap();
    assert_eq!(events[0]["specversion"], "1.0");
}

/// A log in OCEL: the buyer opens, and pays for two orders at once; the lists are in no order.
const OCEL: &str = r#"{
"eventTypes": [{"name": "pay", "attributes": [{"name": "payer", "type": "string"}]}],
"events": [
{"id": "e2", "type": "pay", "time": "2026-05-06T12:00:00Z",
    "attributes": [{"name": "payer", "value": "buyer"}],
    "relationships": [{"objectId": "o1", "qualifier": "for"}, {"objectId": "o2", "qualifier": "for"}]},
{"id": "e1", "type": "open", "time": "2026-05-06T09:00:00Z",
    "attributes": [{"name": "opener", "value": "buyer"}]}
],
"objectTypes": [{"name": "order", "attributes": []}],
"objects": [{"id": "o1", "type": "order"}, {"id": "o2", "type": "order"}]
}
"#;

#[test]
fn a_log_in_ocel_is_converted_and_judged() {
    let folder = folder("ocel");
    let log = folder.join("log.jsonocel");
    fs::write(&log, OCEL).unwrap();
    let log = text(&log);
    let map = ["--map", "actor=payer,actor=opener"];
    let ran = servanda(&[&["convert", log, "--to", "jsonl"], &map[..]].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(
        ran.out,
        "{\"time\":\"2026-05-06T09:00:00Z\",\"actor\":\"buyer\",\"act\":\"open\",\"id\":\"e1\"}\n\
         {\"time\":\"2026-05-06T12:00:00Z\",\"actor\":\"buyer\",\"act\":\"pay\",\"id\":\"e2\"}\n"
    );
    assert_eq!(
        ran.err,
        "note: lost: there is no place for an event's object of the type `order`: 2 times, first at \
         line 4\n\
         note: lost: there is no place for the qualifiers of an event's objects: line 4\n\
         note: an event that stands after a later one is taken in its turn by time: line 7\n"
    );
    let orders = ["--map", "actor=payer,actor=opener,subject=type:order,case=qualifier:for"];
    let ran = servanda(&[&["convert", log, "--to", "csv"], &orders[..]].concat());
    assert_eq!(ran.out.lines().count(), 6, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("buyer,pay,o2,o1,e2/o1"), "{}", ran.out);
    let told = "note: an event about several objects of its act's kind is one event for each";
    assert!(ran.err.contains(told), "{}", ran.err);

    let agreement = folder.join("agreement.toml");
    fs::write(
        &agreement,
        "title = \"sale\"\nparties = { buyer = \"pays\", seller = \"delivers\" }\n\
         [acts]\nopen = { by = [\"buyer\"] }\npay = { by = [\"buyer\"] }\n\
         [obligations]\nprice = { debtor = \"buyer\", creditor = \"seller\", perform = \"pay\", \
         within = \"PT1H\" }\n",
    )
    .unwrap();
    let agreement = text(&agreement);
    let ran = servanda(&[&["verify", agreement, log], &map[..]].concat());
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.contains("buyer was late with `price`"), "{}", ran.out);
    assert!(ran.err.contains("note: an event that stands after a later one"), "{}", ran.err);
    let ran = servanda(&[&["verify", agreement, log, "--format", "sarif"], &map[..]].concat());
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["runs"][0]["results"][0]["ruleId"], "overdue");
    let ran = servanda(&[&["explain", agreement, log, "--obligation", "price"], &map[..]].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn of_a_log_in_ocel_the_actor_must_be_named() {
    let folder = folder("ocel-actor");
    let log = folder.join("log.jsonocel");
    fs::write(&log, OCEL).unwrap();
    let log = text(&log);
    let ran = servanda(&["convert", log, "--to", "jsonl"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("line 7: event `e1`: nothing says who did it"), "{}", ran.err);
    let ran = servanda(&["convert", log, "--to", "jsonl", "--map", "time=when"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("--map: `time` can't be mapped: expected one of"), "{}", ran.err);
    let ran = servanda(&["convert", HISTORY, "-o", "never.jsonocel"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("logs are read from OCEL, and not written as it"), "{}", ran.err);
}

#[test]
fn convert_says_what_is_lost_and_refuses_it_when_strict() {
    let log =
        b"{\"time\":\"2026-05-06T12:00:00Z\",\"actor\":\"a\",\"act\":\"b\",\"note\":\"\\u0001\"}\n";
    let arguments = ["convert", "-", "--from", "jsonl", "--to", "xes"];
    let ran = servanda_reading(log, &arguments);
    assert_eq!(ran.code, 0);
    assert!(
        ran.err.contains("lost: `servanda:note` has a character that XML can't hold"),
        "{}",
        ran.err
    );
    assert!(ran.out.contains("</log>"));
    let strict = servanda_reading(log, &[arguments.as_slice(), &["--strict"]].concat());
    assert_eq!((strict.code, strict.out.as_str()), (2, ""));
    assert!(strict.err.contains("`servanda:note`"), "{}", strict.err);
}

#[test]
fn convert_takes_an_agreement_through_every_format_and_back() {
    let folder = folder("convert-agreement");
    let json = servanda(&["convert", VERIFIED, "--to", "json"]).out;
    for extension in ["toml", "yaml"] {
        let there = folder.join(format!("agreement.{extension}"));
        let ran = servanda(&["convert", VERIFIED, "--strict", "--output", text(&there)]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{extension}");
        assert_eq!(servanda(&["convert", text(&there), "--to", "json", "--strict"]).out, json);
    }
    // Comments are what an agreement in TOML may say that is not kept.
    let folder = folder.join("agreement.toml");
    assert_eq!(servanda(&["init", text(&folder), "--force"]).code, 0);
    let ran = servanda(&["convert", text(&folder), "--to", "yaml"]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("lost: the comments"), "{}", ran.err);
    assert_eq!(servanda(&["convert", text(&folder), "--to", "yaml", "--strict"]).code, 2);
}

#[test]
fn init_writes_an_agreement_that_is_sound_and_spares_what_is_there() {
    let folder = folder("init");
    let path = folder.join("agreement.toml");
    let ran = servanda(&["init", text(&path)]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    let log = folder.join("log.jsonl");
    fs::write(
        &log,
        "{\"time\": \"2026-05-06T12:00:00Z\", \"actor\": \"buyer\", \"act\": \"pay\"}\n",
    )
    .unwrap();
    let verified = servanda(&["verify", text(&path), text(&log)]);
    assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
    fs::write(&path, "mine").unwrap();
    let again = servanda(&["init", text(&path)]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("there is a file of this name"), "{}", again.err);
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    assert_eq!(servanda(&["init", text(&path), "--force"]).code, 0);
    assert!(fs::read_to_string(&path).unwrap().contains("[parties]"));
}

#[test]
fn schemas_completions_and_manual_are_printed() {
    for of in SchemaOf::ALL.map(SchemaOf::as_str) {
        let ran = servanda(&["schema", of]);
        assert_eq!(ran.code, 0);
        assert!(ran.out == fs::read_to_string(format!("schemas/{of}.json")).unwrap(), "{of}");
    }
    for (shell, sign) in
        [("bash", "_servanda()"), ("zsh", "#compdef servanda"), ("fish", "complete -c servanda")]
    {
        let ran = servanda(&["completions", shell]);
        assert!(ran.code == 0 && ran.out.contains(sign), "{shell}: {}", ran.out);
    }
    let page = servanda(&["man"]);
    assert!(page.code == 0 && page.out.contains(".TH servanda 1"), "{}", page.out);
    assert!(page.out.contains("there are findings"), "the exit codes are told");
    let folder = folder("man");
    assert_eq!(servanda(&["man", text(&folder)]).code, 0);
    assert!(folder.join("servanda-verify.1").exists());
}

#[test]
fn help_tells_the_exit_codes() {
    for arguments in [vec!["--help"], vec!["verify", "--help"], vec!["convert", "-h"]] {
        let ran = servanda(&arguments);
        assert_eq!(ran.code, 0);
        assert!(ran.out.contains("1  there are findings"), "{}", ran.out);
    }
}
