//! Every output over agreements with kinds of subjects: none stops short, and what one says of a subject
//! another says too.

use std::fs;
use std::path::{Path, PathBuf};

use servanda::analysis::{Question, Story, Subject as About};
use servanda::formats::json::Log;
use servanda::names::Subject;
use servanda::report::Prose;
use servanda::{Agreement, Event, Monitor, Span, Verifier};

/// The agreements with kinds, each with its logs, one run each.
fn runs() -> Vec<(String, Agreement, Vec<Event>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let gallery = ["lease", "orders", "convention", "service-desk", "service-level"];
    let mut runs = Vec::new();
    for name in gallery {
        let folder = root.join("examples/agreements").join(name);
        let text = fs::read_to_string(folder.join("agreement.toml")).unwrap();
        add(&mut runs, &folder, &Agreement::from_toml(&text).unwrap());
    }
    for name in ["second/orders", "second/treaty", "cuba-weapons"] {
        let folder = root.join("tests/cases").join(name);
        let text = fs::read_to_string(folder.join("agreement.json")).unwrap();
        add(&mut runs, &folder, &Agreement::from_json(&text).unwrap());
    }
    runs
}

fn add(runs: &mut Vec<(String, Agreement, Vec<Event>)>, folder: &Path, agreement: &Agreement) {
    let mut logs: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "jsonl"))
        .collect();
    logs.sort();
    assert!(!logs.is_empty(), "{}", folder.display());
    for path in logs {
        let text = fs::read_to_string(&path).unwrap();
        let events: Vec<Event> =
            Log::new(text.as_bytes(), agreement).filter_map(Result::ok).collect();
        let mut cases: Vec<_> = events.iter().map(|event| event.case.clone()).collect();
        cases.sort();
        cases.dedup();
        for case in cases {
            let name = format!("{} {}", path.display(), case.as_deref().unwrap_or_default());
            let own = events.iter().filter(|event| event.case == case).cloned().collect();
            runs.push((name, agreement.clone(), own));
        }
    }
}

fn subjects(monitor: &Monitor) -> Vec<Subject> {
    let kinds = monitor.agreement().kinds();
    kinds.flat_map(|kind| monitor.subjects(kind).map(|it| it.subject())).collect()
}

/// What is explained is as it is told otherwise.
fn explains(story: &Story, name: &str) {
    let monitor = story.monitor();
    let agreement = monitor.agreement();
    for obligation in agreement.obligations() {
        let question = Question::Obligation(obligation);
        let kind = agreement.obligation_terms(obligation).unwrap().kind().copied();
        assert_eq!(story.why(&question).is_some(), kind.is_none(), "{name}");
        for subject in subjects(monitor).iter().filter(|it| Some(it.kind) == kind) {
            let why = story.why_in(subject, &question).unwrap();
            let stands = monitor.subject(subject.kind, &subject.name).unwrap();
            let About::Obligation { status, .. } = why.reason().subject else {
                panic!("{name}: an obligation was asked about")
            };
            assert_eq!(Some(status), stands.status(obligation), "{name} {subject}");
            assert!(why.to_string().contains(&format!("`{subject}`: ")), "{name}: {why}");
            serde_json::to_string(&why).unwrap();
            assert!(monitor.why_in(subject, &question).is_some());
        }
    }
    for act in agreement.acts() {
        let kind = agreement.act_terms(act).unwrap().kind().copied();
        for party in agreement.parties() {
            let question = Question::Act { party, act };
            let why = story.why(&question).unwrap();
            why.to_string();
            if kind.is_none() {
                let is_open = monitor.open_to(party).any(|it| it == act);
                assert_eq!(why.holds(), is_open, "{name}: {why}");
            }
            for subject in subjects(monitor).iter().filter(|it| Some(it.kind) == kind) {
                let why = story.why_in(subject, &question).unwrap();
                let stands = monitor.subject(subject.kind, &subject.name).unwrap();
                let is_open = stands.open_to(party).any(|it| it == act);
                assert_eq!(why.holds(), is_open, "{name} {subject}: {why}");
            }
        }
    }
    for finding in monitor.findings() {
        assert!(story.why(&Question::Finding(finding)).is_some(), "{name}");
    }
}

/// What lies ahead is told of every subject.
fn looks_ahead(monitor: &Monitor, name: &str) {
    let agreement = monitor.agreement();
    let month: Span = "P30D".parse().unwrap();
    for party in agreement.parties() {
        let agenda = monitor.agenda(party, month).unwrap();
        agenda.to_string();
        serde_json::to_string(&agenda).unwrap();
        for subject in subjects(monitor) {
            let stands = monitor.subject(subject.kind, &subject.name).unwrap();
            for owed in stands.owed_by(party) {
                let is_it = |of: Option<&Subject>, obligation| {
                    of == Some(&subject) && obligation == owed.obligation
                };
                let lists = [&agenda.overdue, &agenda.due_soon, &agenda.due, &agenda.to_verify];
                let mut tasks = lists.into_iter().flatten();
                let mut waiting = agenda.waiting.iter();
                let terms = agreement.obligation_terms(owed.obligation).unwrap();
                let is_listed = tasks.any(|it| is_it(it.subject.as_ref(), it.obligation))
                    || waiting.any(|it| is_it(it.subject.as_ref(), it.obligation))
                    || agenda.to_keep_in.iter().any(|(it, of)| is_it(Some(of), *it))
                    // What is to be achieved is no task of anybody's.
                    || matches!(terms.duty(), servanda::terms::Duty::Achieve(_));
                assert!(is_listed, "{name}: {:?} in {subject}", owed.obligation);
            }
        }
    }
    let outlook = monitor.outlook();
    outlook.to_string();
    serde_json::to_string(&outlook).unwrap();
    let breached = subjects(monitor).into_iter().flat_map(|subject| {
        let stands = monitor.subject(subject.kind, &subject.name).unwrap();
        let breached = agreement
            .obligations()
            .filter(|it| stands.status(*it) == Some(servanda::Status::Breached));
        breached.map(|obligation| (Some(subject.clone()), obligation)).collect::<Vec<_>>()
    });
    let told: Vec<_> =
        outlook.breaches.iter().map(|it| (it.subject.clone(), it.obligation)).collect();
    for breach in breached {
        assert!(told.contains(&breach), "{name}: {breach:?}");
    }
}

/// The report and the prose name every subject, or count it.
fn tells(verifier: &Verifier, events: &[Event], name: &str) {
    let report = verifier.judge(events);
    let text = report.text().to_string();
    for kind in verifier.agreement().kinds() {
        let all: Vec<_> = report.subjects(kind).collect();
        if all.len() <= 10 {
            assert!(all.iter().all(|it| text.contains(&*it.subject.name)), "{name}:\n{text}");
        } else {
            let kind = verifier.agreement().kind_name(kind).unwrap();
            assert!(text.contains(&format!("{kind}: {}", all.len())), "{name}:\n{text}");
        }
    }
    let prose = Prose::new(verifier.agreement());
    for finding in report.findings() {
        let told = prose.finding(&finding);
        let subject = finding.subject.as_ref().map(|it| prose.subject(it));
        assert!(subject.is_none_or(|subject| told.starts_with(&subject)), "{name}: {told}");
    }
}

#[cfg(feature = "render")]
fn draws(verifier: &Verifier, events: &[Event], name: &str) {
    use servanda::pictures::{AgreementGraph, Chronicle, Page, Timeline};
    let chronicle = Chronicle::new(verifier, events);
    let page = Page::of(&chronicle).html();
    for kind in verifier.agreement().kinds() {
        let kind_name = verifier.agreement().kind_name(kind).unwrap();
        for subject in chronicle.report().subjects(kind) {
            let anchor = format!("id=\"{kind_name}/{}\"", subject.subject.name).replace(' ', "%20");
            assert!(page.contains(&anchor), "{name}: {anchor}");
        }
    }
    // Whatever is pointed to is there.
    for link in page.split("href=\"#").skip(1) {
        let anchor = link.split('"').next().unwrap();
        assert!(page.contains(&format!("id=\"{anchor}\"")), "{name}: {anchor}");
    }
    assert!(Timeline::of(&chronicle).svg().starts_with("<svg"));
    let graph = AgreementGraph::of(verifier.agreement());
    assert!(!graph.svg().is_empty() && !graph.dot().is_empty() && !graph.mermaid().is_empty());
}

#[test]
fn every_output_tells_of_subjects() {
    for (name, agreement, events) in runs() {
        let verifier = Verifier::new(&agreement);
        let mut story = Story::new(&agreement);
        for (place, event) in events.iter().enumerate() {
            let prose = Prose::new(&agreement);
            for change in story.record(event).changes() {
                assert!(!prose.change(&change).is_empty());
            }
            let is_last = place + 1 == events.len();
            if is_last || place % 5 == 2 {
                explains(&story, &name);
                looks_ahead(story.monitor(), &name);
                let so_far = &events[..=place];
                tells(&verifier, so_far, &name);
                #[cfg(feature = "render")]
                draws(&verifier, so_far, &name);
            }
        }
    }
}

#[test]
fn many_subjects_are_folded_to_a_line() {
    let text = r#"{
        "title": "Answers", "date": "2026-01-02T08:00:00Z",
        "parties": {"customer": "who reports", "desk": "who answers"},
        "subjects": {"report": {"gist": "a report", "opened_by": "report"}},
        "acts": {
            "report": {"by": ["customer"], "of": "report"},
            "answer": {"by": ["desk"], "of": "report"}
        },
        "obligations": {"answered": {
            "of": "report", "debtor": "desk", "creditor": "customer",
            "perform": "answer", "within": "PT1H"
        }}
    }"#;
    let agreement = Agreement::from_json(text).unwrap();
    let (customer, desk) = (agreement.party("customer").unwrap(), agreement.party("desk").unwrap());
    let (report, answer) = (agreement.act("report").unwrap(), agreement.act("answer").unwrap());
    let now = agreement.date().unwrap();
    let mut events: Vec<Event> = (1..=12)
        .map(|number| Event::act(now, customer, report).subject(&format!("r-{number}")))
        .collect();
    events.push(Event::act(now, desk, answer).subject("r-7"));
    let told = Verifier::new(&agreement).judge(&events).text().to_string();
    assert!(
        told.contains("report: 12; the list is open (a report)\n  answered  1 kept, 11 open\n"),
        "{told}"
    );

    let mut monitor = Monitor::new(&agreement);
    for event in &events {
        monitor.record(event);
    }
    let agenda = monitor.agenda(desk, "P1D".parse().unwrap()).unwrap().to_string();
    assert!(agenda.contains("report `r-1`: `answered`, by 2026-01-02 09:00 UTC"), "{agenda}");
    assert!(agenda.contains("and of 10 `report` more"), "{agenda}");
    let outlook = monitor.outlook();
    assert_eq!(outlook.threats.len(), 11);
    let outlook = outlook.to_string();
    assert!(outlook.contains(", of 11 `report`"), "{outlook}");
}
