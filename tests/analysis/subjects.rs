//! Agreements with kinds of subjects: every analysis answers, and says what it leaves open.

use std::fs;
use std::path::{Path, PathBuf};

use servanda::analysis::{Answer, Explorer, Goal, Limits, Reach, Readings};
use servanda::condition::happened;
use servanda::formats::json::Log;
use servanda::{Agreement, Event, Monitor, Outcome, Verifier};

/// An agreement with kinds, and a log of it.
struct Example {
    name: String,
    agreement: Agreement,
    log: Vec<Event>,
}

/// The folders of all agreements with kinds that there are.
fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("tests/cases/cuba-weapons")];
    for above in ["examples/agreements", "tests/cases/second"] {
        let folders_in = fs::read_dir(root.join(above)).unwrap();
        folders.extend(folders_in.map(|it| it.unwrap().path()).filter(|it| it.is_dir()));
    }
    folders.sort();
    folders
}

/// Every agreement with kinds that there is, by its folder.
pub(crate) fn agreements() -> Vec<(String, Agreement)> {
    let named = |folder: PathBuf| {
        let agreement = agreement(&folder)?;
        Some((folder.file_name().unwrap().to_str().unwrap().to_owned(), agreement))
    };
    folders().into_iter().filter_map(named).collect()
}

fn agreement(folder: &Path) -> Option<Agreement> {
    let text = |name: &str| fs::read_to_string(folder.join(name)).ok();
    let agreement = match (text("agreement.toml"), text("agreement.json")) {
        (Some(toml), _) => Agreement::from_toml(&toml).unwrap(),
        // One with calendars is read once the law's tenth section stands.
        (None, Some(json)) if json.contains("\"calendars\"") => return None,
        (None, Some(json)) => Agreement::from_json(&json).unwrap(),
        (None, None) => return None,
    };
    let has_kinds = agreement.kinds().len() > 0;
    has_kinds.then_some(agreement)
}

/// Each with each of its logs.
fn examples() -> Vec<Example> {
    let examples: Vec<Example> = folders().iter().flat_map(|folder| read(folder)).collect();
    assert!(examples.len() > 10, "{}", examples.len());
    examples
}

fn read(folder: &Path) -> Vec<Example> {
    let Some(agreement) = agreement(folder) else { return Vec::new() };
    let mut logs: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    logs.retain(|path| path.extension().is_some_and(|it| it == "jsonl"));
    logs.sort();
    let log = |path: &PathBuf| {
        let text = fs::read_to_string(path).unwrap();
        // A log of another edition of the format is none of this agreement.
        let log: Vec<Event> =
            Log::new(text.as_bytes(), &agreement).collect::<Result<_, _>>().ok()?;
        Some(Example { name: path.display().to_string(), agreement: agreement.clone(), log })
    };
    logs.iter().filter_map(log).collect()
}

#[test]
fn every_question_is_answered_all_along_every_log() {
    for Example { name, agreement, log } in examples() {
        let mut monitor = Monitor::new(&agreement);
        let stride = log.len().div_ceil(4).max(1);
        for (place, event) in log.iter().enumerate() {
            if place % stride == 0 {
                ask(&name, &monitor);
            }
            let difference = monitor.what_if([event]);
            assert_eq!(difference.clock.from, monitor.clock().unwrap_or(difference.clock.from));
            assert!(!difference.text().to_string().is_empty(), "{name}");
            serde_json::to_value(&difference).unwrap();
            monitor.record(event);
            let idle = monitor.what_if::<Event>([]);
            assert!(idle.is_idle(), "{name} {place}");
        }
        ask(&name, &monitor);
    }
}

/// Asks all that an explorer answers.
fn ask(name: &str, monitor: &Monitor) {
    let act = monitor.agreement().acts().next().unwrap();
    for goal in [Goal::Settled, Goal::Done(act), Goal::Holds(happened(act))] {
        let mut explorer = Explorer::at(monitor).most_states(200);
        let reach = explorer.reach(&goal).unwrap();
        if goal == Goal::Settled && monitor.outcome() == Outcome::Settled {
            assert!(reach.plan().unwrap().events().is_empty(), "{name}");
        }
        assert!(!matches!(reach, Reach::Unreachable { .. }), "{name}");
        let blockers = explorer.blockers(&goal).unwrap();
        assert_eq!(blockers.len(), monitor.agreement().parties().len(), "{name}");
        assert!(blockers.iter().all(|it| it.by_silence == Answer::Unknown), "{name}");
        assert!(!explorer.dead_ends(&goal).unwrap().are_all, "{name}");
        assert!(!explorer.graph().is_whole, "{name}");
        let exposure = explorer.exposure();
        assert!(!exposure.is_whole(), "{name}");
        assert!(exposure.to_string().contains("walks do not speak"), "{name}");
    }
}

#[test]
fn check_says_that_no_walk_speaks_of_subjects() {
    for Example { name, agreement, .. } in examples() {
        let analysis = agreement.analyze();
        assert_eq!(analysis.unspoken(), Some("walks do not speak of subjects"), "{name}");
        assert_eq!(analysis.left_open().len(), 1, "{name}");
    }
}

/// One reading beside itself differs in nothing; beside nothing of the log, it differs subject by subject.
#[test]
fn readings_part_subject_by_subject() {
    for Example { name, agreement, log } in examples() {
        let log: Vec<Event> = log.into_iter().take(200).collect();
        let verifier = || Verifier::new(&agreement);
        let alike = Readings::of([("one", verifier()), ("other", verifier())], &log);
        assert!(alike.turns().is_empty() && alike.obligations().is_empty(), "{name}");
        let (Some(first), Some(last)) = (log.first(), log.last()) else { continue };
        let early = verifier().as_of(first.time);
        let apart = Readings::of([("all", verifier().as_of(last.time)), ("first", early)], &log);
        assert!(!apart.text().to_string().is_empty(), "{name}");
        let rows = apart.obligations();
        let kind_of =
            |name: &str| agreement.obligation_terms(agreement.obligation(name).unwrap()).unwrap();
        for row in rows {
            assert_eq!(row.subject.is_some(), kind_of(&row.obligation).kind().is_some(), "{name}");
        }
    }
}

#[test]
fn a_log_with_subjects_is_mended_in_the_subject() {
    let lease = examples().into_iter().find(|it| it.name.ends_with("lease/bad.jsonl")).unwrap();
    let verifier = Verifier::new(&lease.agreement);
    let first_offence = {
        let mut monitor = Monitor::new(&lease.agreement);
        lease.log.iter().position(|event| {
            monitor.record(event);
            !monitor.is_conformant()
        })
    };
    let log = &lease.log[..=first_offence.unwrap()];
    let limits = Limits { edits: 2, logs: 2000, ways: 3 };
    let mending = verifier.mend_within(log, limits);
    assert!(mending.offence().is_some());
    println!("{}", mending.text());
    for way in mending.ways() {
        assert!(!way.is_empty());
    }
}
