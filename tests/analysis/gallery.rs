//! The gallery of agreements in `examples/agreements/`: each with a good log and a bad one, and the
//! reports that they must come to, which were worked out by hand from SEMANTICS.md.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use servanda::event::Deed;
use servanda::formats::BadLines;
use servanda::formats::json::Log;
use servanda::monitor::FindingKind;
use servanda::{Agreement, Event, Instant, Report, Verifier};

/// One agreement of the gallery, in its folder.
struct Exhibit {
    folder: PathBuf,
    agreement: Agreement,
}

const LOGS: [&str; 2] = ["good", "bad"];

fn gallery() -> Vec<Exhibit> {
    let gallery = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/agreements");
    let mut folders: Vec<PathBuf> = fs::read_dir(gallery)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders.into_iter().map(Exhibit::read).collect()
}

impl Exhibit {
    fn read(folder: PathBuf) -> Self {
        let toml = folder.join("agreement.toml");
        let read = if toml.exists() {
            Agreement::from_toml(&fs::read_to_string(toml).unwrap())
        } else {
            Agreement::from_json(&fs::read_to_string(folder.join("agreement.json")).unwrap())
        };
        let agreement = read.unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        Self { folder, agreement }
    }

    fn name(&self) -> &str {
        self.folder.file_name().unwrap().to_str().unwrap()
    }

    fn file(&self, name: &str) -> String {
        let path = self.folder.join(name);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    fn log(&self, name: &str) -> Vec<Event> {
        let text = self.file(&format!("{name}.jsonl"));
        Log::new(text.as_bytes(), &self.agreement).map(Result::unwrap).collect()
    }

    fn expected(&self, name: &str) -> Value {
        serde_json::from_str(&self.file(&format!("{name}.report.json"))).unwrap()
    }

    /// Judged as of the instant of which the expected report speaks.
    fn verifier(&self, name: &str) -> Verifier {
        let expected = self.expected(name);
        let report = expected.get("cases").map_or(&expected, |cases| &cases[0]);
        let as_of: Instant = report["as_of"].as_str().unwrap().parse().unwrap();
        Verifier::new(&self.agreement).as_of(as_of)
    }

    fn reports(&self, name: &str, verifier: &Verifier) -> Vec<Report> {
        let text = self.file(&format!("{name}.jsonl"));
        verifier.judge_log(text.as_bytes(), BadLines::Stop).unwrap()
    }
}

/// One report as it is, those of several cases as `verify_log` prints them.
fn written(reports: &[Report]) -> Value {
    match reports {
        [report] => serde_json::to_value(report).unwrap(),
        reports => {
            let conformant = reports.iter().all(Report::is_conformant);
            json!({"conformant": conformant, "cases": reports})
        }
    }
}

/// Every key of what is expected is there and equal; the report may say more.
fn holds(expected: &Value, found: &Value, place: &str, wrong: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            for (key, expected) in expected {
                let found = found.get(key).unwrap_or(&Value::Null);
                holds(expected, found, &format!("{place}.{key}"), wrong);
            }
        }
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            for (number, (expected, found)) in expected.iter().zip(found).enumerate() {
                holds(expected, found, &format!("{place}[{number}]"), wrong);
            }
        }
        (expected, found) if expected == found => {}
        (expected, found) => {
            wrong.push(format!("{place}: expected\n{expected:#}\nfound\n{found:#}"));
        }
    }
}

#[test]
fn there_are_nine_agreements_at_least() {
    let names: BTreeSet<String> =
        gallery().iter().map(|exhibit| exhibit.agreement.title().to_owned()).collect();
    assert!(names.len() >= 9, "{names:?}");
}

#[test]
fn every_log_comes_to_its_report() {
    let mut wrong = Vec::new();
    for exhibit in gallery() {
        for name in LOGS {
            let found = written(&exhibit.reports(name, &exhibit.verifier(name)));
            holds(
                &exhibit.expected(name),
                &found,
                &format!("{} {name}", exhibit.name()),
                &mut wrong,
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The expected reports tell of every obligation, so none can go wrong unseen: of the run's once, of a kind's
/// in each subject.
#[test]
fn expected_reports_are_complete() {
    for exhibit in gallery() {
        let agreement = &exhibit.agreement;
        let names = |kind: Option<&str>| -> Vec<&str> {
            let of = |obligation| {
                let terms = agreement.obligation_terms(obligation).unwrap();
                terms.kind().map(|kind| agreement.kind_name(*kind).unwrap()) == kind
            };
            let all = agreement.obligations().filter(|obligation| of(*obligation));
            all.map(|obligation| agreement.obligation_name(obligation).unwrap()).collect()
        };
        let told = |standings: &Value| -> Vec<String> {
            standings["obligations"].as_object().unwrap().keys().cloned().collect()
        };
        for name in LOGS {
            let expected = exhibit.expected(name);
            let alone = vec![expected.clone()];
            for report in expected["cases"].as_array().unwrap_or(&alone) {
                assert_eq!(told(report), names(None), "{} {name}", exhibit.name());
                assert!(report["findings"].is_array(), "{} {name}", exhibit.name());
                for (kind, state) in report["subjects"].as_object().into_iter().flatten() {
                    for (subject, standings) in state["subjects"].as_object().unwrap() {
                        let place = format!("{} {name} {kind} {subject}", exhibit.name());
                        assert_eq!(told(standings), names(Some(kind)), "{place}");
                    }
                }
                let kinds = report["subjects"].as_object().map_or(0, serde_json::Map::len);
                assert_eq!(kinds, agreement.kinds().len(), "{} {name}", exhibit.name());
            }
        }
    }
}

#[test]
fn good_logs_are_conformant_and_bad_ones_are_not() {
    for exhibit in gallery() {
        let conformant = |name| {
            let reports = exhibit.reports(name, &exhibit.verifier(name));
            reports.iter().all(Report::is_conformant)
        };
        assert!(conformant("good"), "{}", exhibit.name());
        assert!(!conformant("bad"), "{}", exhibit.name());
    }
}

/// A gatekeeper lets every good log pass and comes to the same; of a bad one it stops something.
#[test]
fn a_gatekeeper_lets_the_good_logs_pass() {
    for exhibit in gallery() {
        let recorded = exhibit.reports("good", &exhibit.verifier("good"));
        let submitted = exhibit.reports("good", &exhibit.verifier("good").submitting());
        assert_eq!(written(&submitted), written(&recorded), "{}", exhibit.name());
        let bad = exhibit.reports("bad", &exhibit.verifier("bad").submitting());
        assert!(bad.iter().any(|report| report.refusals().len() > 0), "{}", exhibit.name());
    }
}

#[test]
fn every_normative_passage_is_cited_and_no_other() {
    for exhibit in gallery() {
        let agreement = &exhibit.agreement;
        let acts =
            agreement.acts().flat_map(|act| agreement.act_terms(act).unwrap().citations().to_vec());
        let obligations = agreement.obligations().flat_map(|obligation| {
            agreement.obligation_terms(obligation).unwrap().citations().to_vec()
        });
        let cited: BTreeSet<Box<str>> = acts.chain(obligations).collect();
        assert!(agreement.passages().len() > 0, "{}", exhibit.name());
        for (id, passage) in agreement.passages() {
            assert_eq!(cited.contains(id), passage.is_normative(), "{} {id}", exhibit.name());
        }
    }
}

#[test]
fn every_agreement_survives_being_written() {
    for exhibit in gallery() {
        let again = Agreement::from_json(&exhibit.agreement.to_json()).unwrap();
        assert_eq!(again, exhibit.agreement, "{}", exhibit.name());
    }
}

/// Every act and every obligation has a part in one of the logs: nothing is there for show.
#[test]
fn every_obligation_comes_to_life_in_a_log() {
    for exhibit in gallery() {
        for name in exhibit.agreement.obligations() {
            let text = exhibit.agreement.obligation_name(name).unwrap();
            let lives = LOGS.into_iter().any(|log| {
                exhibit.reports(log, &exhibit.verifier(log)).iter().any(|report| {
                    let kinds = exhibit.agreement.kinds();
                    let of_subjects = kinds.flat_map(|kind| report.subjects(kind));
                    let of_subjects = of_subjects.flat_map(|subject| subject.obligations);
                    let mut all = report.obligations().chain(of_subjects);
                    all.any(|it| it.obligation == name && it.status != servanda::Status::Dormant)
                })
            });
            assert!(lives, "{} {text}", exhibit.name());
        }
    }
}

/// Together the agreements use every key that an agreement can have, and say it with every condition
/// but those that read the clock or a status in passing.
#[test]
fn every_word_of_an_agreement_is_shown() {
    let mut used = BTreeSet::new();
    for exhibit in gallery() {
        // As written by the library: a key that says the default is left out.
        keys(&serde_json::from_str(&exhibit.agreement.to_json()).unwrap(), &mut used);
    }
    let words = [
        "entry_into_force",
        "terminates_when",
        "settled_when",
        "passages",
        "normative",
        "requires",
        "protects",
        "cites",
        "quantity",
        "beyond",
        "per",
        "when",
        "until",
        "suspended_while",
        "within",
        "at",
        "target",
        "binding",
        "early",
        "verified_by",
        "survives",
        "happened",
        "at_least",
        "elapsed",
        "all",
        "any",
        "not",
        "dormant",
        "discharged",
        "breached",
        "released",
        "lapsed",
        "subjects",
        "of",
        "each_of",
        "every",
        "times",
        "opened_by",
        "closes_when",
        "unnamed",
        "some",
        "holds",
    ];
    let missing: Vec<&str> = words.into_iter().filter(|word| !used.contains(*word)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

fn keys(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                found.insert(key.clone());
                keys(value, found);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| keys(value, found)),
        _ => {}
    }
}

/// Together the logs say everything that an event can say, and bring every kind of finding but the
/// one that a fixed deadline before its time brings.
#[test]
fn every_kind_of_event_and_of_finding_is_shown() {
    let (mut deeds, mut kinds) = (BTreeSet::new(), BTreeSet::new());
    for exhibit in gallery() {
        for name in LOGS {
            deeds.extend(exhibit.log(name).iter().map(|event| deed(&event.deed)));
            for report in exhibit.reports(name, &exhibit.verifier(name)) {
                kinds.extend(report.findings().map(|finding| finding.kind()));
            }
        }
    }
    assert_eq!(
        deeds.into_iter().collect::<Vec<_>>(),
        ["act", "amend", "attest", "deny", "extend", "release", "unknown", "waive"]
    );
    assert_eq!(
        kinds.into_iter().collect::<Vec<_>>(),
        [
            FindingKind::Overdue,
            FindingKind::Prohibited,
            FindingKind::Premature,
            FindingKind::Belated,
            FindingKind::Void,
            FindingKind::Denied,
            FindingKind::Unmet,
            FindingKind::Waived,
            FindingKind::Repeated,
        ]
    );
}

fn deed(deed: &Deed) -> &'static str {
    match deed {
        Deed::Act { .. } => "act",
        Deed::Attest { .. } => "attest",
        Deed::Deny { .. } => "deny",
        Deed::Release { .. } => "release",
        Deed::Extend { .. } => "extend",
        Deed::Amend { .. } => "amend",
        Deed::Waive { .. } => "waive",
        Deed::Amended { .. } => "amended",
        Deed::Tick { .. } => "tick",
        Deed::Unknown(_) => "unknown",
    }
}

/// The arms in the corridor came to be known three weeks later: judged as known before, they are not
/// held against anybody.
#[test]
fn what_was_not_known_is_not_judged() {
    let exhibit = gallery().into_iter().find(|exhibit| exhibit.name() == "corridor").unwrap();
    let no_arms = exhibit.agreement.obligation("no-arms").unwrap();
    let is_found = |known_by: &str| {
        let verifier = exhibit.verifier("bad").known_by(known_by.parse().unwrap());
        let reports = exhibit.reports("bad", &verifier);
        reports[0].findings().any(|finding| finding.obligation() == Some(&no_arms))
    };
    assert!(!is_found("2024-10-02T07:59:59Z"));
    assert!(is_found("2024-10-02T08:00:00Z"));
}

/// Each exhibit has a page, and the gallery's page leads to each.
#[test]
fn every_exhibit_is_described() {
    let gallery_page = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/agreements/README.md"),
    )
    .unwrap();
    for exhibit in gallery() {
        let page = exhibit.file("README.md");
        assert!(page.contains(exhibit.agreement.title()), "{}", exhibit.name());
        assert!(page.contains("```mermaid"), "{}", exhibit.name());
        assert!(gallery_page.contains(&format!("({}/)", exhibit.name())), "{}", exhibit.name());
    }
}
