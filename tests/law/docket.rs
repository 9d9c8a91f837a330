//! The docket: whatever is repeated, torn or started again, it comes to what one verifier says, and
//! each finding has one identity.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::Value;
use servanda::cuba::{self, Cuba, Reading};
use servanda::docket::{Docket, DocketError, shard};
use servanda::formats::json::Log;
use servanda::report::FindingId;
use servanda::{Agreement, Event, Finding, Instant, Verifier};

use crate::engine;
use crate::generate::{Case, Shape, cases};

fn verifier(case: &Case, agreement: &Agreement) -> Verifier {
    let verifier = Verifier::new(agreement);
    if case.submit { verifier.submitting() } else { verifier }
}

/// One shard, and what outlasts a crash.
struct Shard {
    verifier: Verifier,
    docket: Docket,
    /// What was written down.
    bytes: Vec<u8>,
    /// The offsets and events that fall to it.
    log: Vec<(u64, Event)>,
    next: usize,
    /// Until when time moves in every case of the log.
    end: Option<Instant>,
    /// What was told, by its identity.
    told: BTreeMap<FindingId, (Option<Box<str>>, Finding)>,
}

impl Shard {
    fn new(verifier: &Verifier, log: Vec<(u64, Event)>, end: Option<Instant>) -> Self {
        let mut docket = verifier.docket();
        let (_, bytes) = docket.checkpoint();
        let verifier = verifier.clone();
        Self { verifier, docket, bytes, log, next: 0, end, told: BTreeMap::new() }
    }

    fn feed(&mut self, count: usize) {
        for _ in 0..count {
            let Some((offset, event)) = self.log.get(self.next) else { return };
            let before = self.docket.offset();
            self.docket.apply(*offset, [event]);
            self.next += 1;
            self.tell(before);
        }
    }

    fn tell(&mut self, since: u64) {
        for found in self.docket.findings_since(since) {
            let told = (found.case, found.finding);
            if let Some(before) = self.told.insert(found.id, told.clone()) {
                assert_eq!(before, told, "two findings have one identity");
            }
        }
    }

    /// Time goes on as far as no event is late for it, and not past where the log leaves any case.
    fn tick(&mut self) {
        let next = self.log[self.next..].iter().map(|(_, event)| event.time).min();
        let (Some(next), Some(end)) = (next, self.end) else { return };
        let until = next.min(end);
        let offset = self.docket.offset();
        let found = self.docket.fire(until);
        assert!(self.docket.findings_since(offset).ends_with(&found));
        self.tell(offset);
    }

    /// The process ends, perhaps while it writes, and another one goes on.
    fn crash(&mut self, torn: usize) {
        let changes = self.docket.changes();
        let mut bytes = self.bytes.clone();
        bytes.extend(&changes[..torn % changes.len()]);
        let restored = self.verifier.restore(&bytes).unwrap();
        assert_eq!(restored.whole, self.bytes.len());
        self.docket = restored.docket;
        self.next = self.log.partition_point(|(offset, _)| *offset < self.docket.offset());
    }

    fn act(&mut self, action: u8) {
        let number = usize::from(action / 8);
        match action % 8 {
            0 | 1 => self.feed(1 + number % 4),
            2 => self.bytes = self.docket.checkpoint().1,
            3 | 4 => self.bytes.extend(self.docket.changes()),
            5 => self.crash(number * 37),
            6 => self.tick(),
            _ => {
                // What was taken already, once more.
                let (start, end) = (self.next.saturating_sub(number), self.next);
                for (offset, event) in &self.log[start..end] {
                    self.docket.apply(*offset, [event]);
                }
            }
        }
    }
}

/// What a report says, its findings in the order of their identities.
fn sorted(report: &servanda::Report) -> Value {
    let mut report = serde_json::to_value(report).unwrap();
    // Of several runs, the lines that were passed over are told once for the log.
    report.as_object_mut().unwrap().remove("skipped");
    let findings = report["findings"].as_array_mut().unwrap();
    findings.sort_by_key(|finding| finding["id"].as_str().unwrap().to_owned());
    report
}

/// When things came about, as a report has it.
fn milestones(report: &mut Value) -> impl Iterator<Item = &mut Value> {
    let Value::Object(report) = report else { panic!("a report is an object") };
    let of_the_run = ["in_force", "terminated"];
    let of_each = ["due", "breached", "closed", "suspended", "performed"];
    report.iter_mut().flat_map(move |(key, value)| -> Vec<&mut Value> {
        if key == "obligations" {
            let all = value.as_object_mut().unwrap().values_mut();
            let fields = all.filter_map(Value::as_object_mut).flatten();
            fields.filter(|(key, _)| of_each.contains(&&***key)).map(|it| it.1).collect()
        } else if of_the_run.contains(&&**key) {
            vec![value]
        } else {
            Vec::new()
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn crashes_repeats_and_restarts_come_to_what_one_verifier_says(
        case in cases(Shape { cuts: false, events: 24, ..Shape::default() }),
        shards in 1..4_usize,
        milestones in any::<bool>(),
        actions in proptest::collection::vec(any::<(u8, u8)>(), 0..60),
    ) {
        let Ok(agreement) = engine::agreement(&case.agreement) else { return Ok(()) };
        let lines = engine::lines(&case.log);
        let log: Vec<Event> =
            Log::new(lines.as_bytes(), &agreement).collect::<Result<_, _>>().unwrap();
        let verifier = verifier(&case, &agreement);
        let verifier = if milestones { verifier } else { verifier.without_milestones() };
        let mut verification = verifier.start();
        verification.take_all(&log);
        let expected = verification.finish();
        let end = expected.iter().map(|report| report.as_of()).min().flatten();
        let expected: BTreeMap<Option<String>, Value> = expected
            .iter()
            .map(|report| (report.case().map(str::to_owned), sorted(report)))
            .collect();
        let mut all: Vec<Shard> = (0..shards)
            .map(|number| {
                let own = log.iter().zip(0..).map(|(event, offset)| (offset, event.clone()));
                let own = own.filter(|(_, it)| shard(it.case.as_deref(), shards) == number);
                Shard::new(&verifier, own.collect(), end)
            })
            .collect();
        for (number, action) in actions {
            all[usize::from(number) % shards].act(action);
        }
        let mut found = BTreeMap::new();
        for shard in &mut all {
            shard.feed(shard.log.len());
            let reports = shard.docket.reports();
            for report in reports.iter().filter(|_| !shard.docket.is_empty()) {
                found.insert(report.case().map(str::to_owned), sorted(report));
            }
            // Each finding was told, and nothing else.
            let told: BTreeSet<FindingId> = shard.told.keys().copied().collect();
            let all: Vec<FindingId> =
                shard.docket.findings_since(0).iter().map(|found| found.id).collect();
            prop_assert_eq!(all.len(), told.len());
            prop_assert_eq!(all.into_iter().collect::<BTreeSet<_>>(), told);
        }
        if log.is_empty() {
            return Ok(());
        }
        prop_assert_eq!(found, expected);
    }

    /// Who does not ask when things came about is told all the rest alike, from every offset.
    #[test]
    fn without_milestones_nothing_else_is_missing(
        case in cases(Shape { cuts: false, ..Shape::default() }),
        saved_at in 0..24_usize,
    ) {
        let Ok(agreement) = engine::agreement(&case.agreement) else { return Ok(()) };
        let lines = engine::lines(&case.log);
        let log: Vec<Event> =
            Log::new(lines.as_bytes(), &agreement).collect::<Result<_, _>>().unwrap();
        let verifier = verifier(&case, &agreement);
        let mut whole = verifier.docket();
        whole.apply(0, &log);
        let (before, after) = log.split_at(saved_at.min(log.len()));
        let mut docket = verifier.without_milestones().docket();
        docket.apply(0, before);
        let (offset, bytes) = docket.checkpoint();
        let mut docket = Docket::restore(&agreement, &bytes).unwrap().docket;
        prop_assert_eq!(&docket.checkpoint().1, &bytes);
        docket.apply(offset, after);
        let reports = docket.reports();
        prop_assert_eq!(reports.len(), whole.reports().len());
        for (report, whole) in reports.iter().zip(whole.reports()) {
            let (mut report, mut whole) = (sorted(report), sorted(&whole));
            prop_assert!(milestones(&mut report).all(|it| it.is_null()));
            milestones(&mut whole).for_each(|it| *it = Value::Null);
            for report in [&mut report, &mut whole] {
                for obligation in report["obligations"].as_object_mut().unwrap().values_mut() {
                    obligation.as_object_mut().unwrap().retain(|_, value| !value.is_null());
                }
                // A sentence tells when what came of a finding came about.
                for finding in report["findings"].as_array_mut().unwrap() {
                    finding.as_object_mut().unwrap().remove("text");
                }
            }
            prop_assert_eq!(report, whole);
        }
    }

    /// What a later line or a tick brings renumbers nothing.
    #[test]
    fn identities_stay_as_the_log_grows(case in cases(Shape { cuts: false, ..Shape::default() })) {
        let Ok(agreement) = engine::agreement(&case.agreement) else { return Ok(()) };
        let lines = engine::lines(&case.log);
        let log: Vec<Event> =
            Log::new(lines.as_bytes(), &agreement).collect::<Result<_, _>>().unwrap();
        let mut docket = verifier(&case, &agreement).docket();
        let mut before: Vec<FindingId> = Vec::new();
        for (event, offset) in log.iter().zip(0..) {
            docket.apply(offset, [event]);
            let now: Vec<FindingId> =
                docket.findings_since(0).into_iter().map(|found| found.id).collect();
            prop_assert!(now.starts_with(&before));
            prop_assert_eq!(now.iter().collect::<BTreeSet<_>>().len(), now.len());
            before = now;
        }
    }
}

/// The history, one event in each of so many cases after the other.
fn interleaved(cases: usize, events: usize) -> Vec<Event<Cuba>> {
    let history = cuba::history();
    let names: Vec<String> = (0..cases).map(|number| format!("case {number}")).collect();
    let rounds = history.iter().take(events);
    rounds.flat_map(|event| names.iter().map(|name| event.clone().case(name.as_str()))).collect()
}

#[test]
fn what_is_written_is_in_proportion_to_the_cases_that_changed() {
    let agreement = cuba::agreement(Reading::Verified).unwrap();
    let log = interleaved(8_000, 3);
    let (before, after) = log.split_at(log.len() - 10);
    let mut docket = Docket::new(&agreement);
    docket.apply(0, before);
    let (offset, whole) = docket.checkpoint();
    docket.apply(offset, after);
    let changes = docket.changes();
    println!("{} bytes for 8,000 cases, {} for ten events", whole.len(), changes.len());
    assert!(changes.len() * 400 < whole.len(), "{} of {}", changes.len(), whole.len());
    let bytes = [whole, changes].concat();
    let restored = Docket::restore(&agreement, &bytes).unwrap().docket;
    assert_eq!((restored.offset(), restored.len()), (24_000, 8_000));
    assert!(restored.reports() == docket.reports());
}

/// A docket of two cases in which much was found, written down in three parts.
fn written() -> (servanda::Agreement<Cuba>, Vec<u8>) {
    let agreement = cuba::agreement(Reading::Verified).unwrap();
    let mut docket = Docket::new(&agreement);
    let (_, mut bytes) = docket.checkpoint();
    let mut log: Vec<_> = cuba::history().iter().map(|it| it.clone().case("one")).collect();
    log.extend(cuba::collapse().iter().map(|it| it.clone().case("two")));
    for (part, offset) in log.chunks(9).zip((0..).step_by(9)) {
        docket.apply(offset, part);
        bytes.extend(docket.changes());
    }
    (agreement, bytes)
}

/// `SERVANDA_DAMAGES` says how many are tried (2,000).
#[test]
fn a_damaged_docket_is_refused_or_goes_on_from_before() {
    let damages = std::env::var("SERVANDA_DAMAGES").ok().and_then(|it| it.parse().ok());
    let damages: usize = damages.unwrap_or(2_000);
    let (agreement, bytes) = written();
    let whole = Docket::restore(&agreement, &bytes).unwrap().docket.reports();
    let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
    let (mut refused, mut cut) = (0, 0);
    for number in 0..damages {
        let mut damaged = bytes.clone();
        let place = number * 7_919 % bytes.len();
        match number % 4 {
            0 => damaged[place] ^= 1 << (number / 4 % 8),
            1 => damaged[place] = b'0' + u8::try_from(number % 10).unwrap(),
            2 => drop(damaged.drain(place..(place + 1 + number % 50).min(bytes.len()))),
            _ => damaged.truncate(place),
        }
        if damaged == bytes {
            continue;
        }
        match Docket::restore(&agreement, &damaged) {
            Err(_) => refused += 1,
            // Only the end may be missing, and what is left is what was written before it.
            Ok(restored) => {
                assert_eq!(damaged[..restored.whole], bytes[..restored.whole]);
                assert!(restored.whole < bytes.len() || restored.docket.reports() == whole);
                cut += 1;
            }
        }
    }
    println!("{refused} refused, {cut} cut to the last whole line of {lines}");
    assert!(refused > damages / 2 && cut > 0);
}

#[test]
fn lines_can_not_be_left_out_or_exchanged() {
    let (agreement, bytes) = written();
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    for number in 0..lines.len() - 1 {
        let mut without = lines.clone();
        without.remove(number);
        assert!(Docket::restore(&agreement, &without.concat()).is_err(), "{number}");
        let mut exchanged = lines.clone();
        exchanged.swap(number, number + 1);
        assert!(Docket::restore(&agreement, &exchanged.concat()).is_err(), "{number}");
    }
    let other = b"{\"format\": 9}\n";
    let other = [&b"0".repeat(32), &b" "[..], &other[..]].concat();
    let error = Docket::restore(&agreement, &other).unwrap_err();
    assert_eq!(error, DocketError::OtherFormat { format: 9 });
    assert!(matches!(Docket::restore(&agreement, b""), Err(DocketError::Form { .. })));
    assert!(matches!(Docket::restore(&agreement, b"{}\n"), Err(DocketError::Form { .. })));
}

#[test]
fn another_agreement_is_named_with_what_differs() {
    let (_, bytes) = written();
    let other = cuba::agreement(Reading::Practised).unwrap();
    let error = Docket::restore(&other, &bytes).unwrap_err().to_string();
    assert!(error.starts_with("saved under another agreement, `"), "{error}");
    assert!(
        error.contains("`acts.") && error.contains(" was ") && error.contains("more"),
        "{error}"
    );
}

/// A docket is gone on with in the manner in which it judged; only the instants as of which it judges
/// may move on, while nothing was left out.
#[test]
fn a_docket_is_gone_on_with_in_the_manner_in_which_it_judged() {
    let verifier = Verifier::new(&cuba::agreement(Reading::Verified).unwrap());
    let (early, late) = (cuba::LETTER_SENT, cuba::ANSWER_BROADCAST);
    let manners = [
        verifier.clone().as_of(early),
        verifier.clone().as_of(late),
        verifier.clone(),
        verifier.clone().known_by(early),
        verifier.submitting(),
    ];
    let goes_on = |saving: &Verifier<Cuba>, resuming: &Verifier<Cuba>, events: usize| {
        let mut docket = saving.docket();
        docket.apply(0, &cuba::history()[..events]);
        resuming.restore(&docket.checkpoint().1).is_ok()
    };
    for (number, saving) in manners.iter().enumerate() {
        for (other, resuming) in manners.iter().enumerate() {
            let moved_on =
                (number < 2 && other < 3 && number <= other) || (number, other) == (3, 2);
            let expected = number == other || moved_on;
            assert_eq!(goes_on(saving, resuming, 0), expected, "{number} and {other}");
            let has_left_out = number != 2 && number != 4;
            let expected = if has_left_out { number == other } else { expected };
            assert_eq!(goes_on(saving, resuming, 11), expected, "{number} and {other}");
        }
    }
}

#[test]
fn cases_are_opened_and_closed() {
    let agreement = cuba::agreement(Reading::Verified).unwrap();
    let mut docket = Docket::new(&agreement);
    let log = interleaved(4, 21);
    docket.apply(0, &log);
    let (_, mut bytes) = docket.checkpoint();
    let reports = docket.reports();
    let closed = docket.close(Some("case 1")).unwrap();
    assert_eq!(closed, reports[1]);
    assert!(docket.close(Some("case 1")).is_none() && docket.run(Some("case 1")).is_none());
    assert!(docket.findings_since(0).iter().all(|found| found.case.as_deref() != Some("case 1")));
    bytes.extend(docket.changes());
    assert!(docket.open("case 9"));
    docket.apply(docket.offset(), [log[0].clone().case("case 1")]);
    bytes.extend(docket.changes());
    let names: Vec<Option<String>> =
        docket.runs().map(|(case, _)| case.map(str::to_owned)).collect();
    let expected = ["case 0", "case 2", "case 3", "case 9", "case 1"];
    assert_eq!(names, expected.map(|name| Some(name.to_owned())));
    let restored = Docket::restore(&agreement, &bytes).unwrap().docket;
    let cases: BTreeSet<_> = restored.runs().map(|(case, _)| case.map(str::to_owned)).collect();
    assert_eq!(cases, names.into_iter().collect());
    assert_eq!(restored.len(), 5);
    assert_eq!(restored.run(Some("case 1")), docket.run(Some("case 1")));
}

#[test]
fn clocks_move_only_as_far_as_they_must() {
    let agreement = cuba::agreement(Reading::Verified).unwrap();
    let mut docket = Docket::new(&agreement);
    docket.apply(0, interleaved(3, 2));
    let next = docket.next_timeout().unwrap();
    assert!(docket.fire(next).is_empty());
    let far: Instant = "1963-01-01T00:00:00Z".parse().unwrap();
    let found = docket.fire(far);
    assert_eq!(found.len(), 3);
    assert!(found.iter().all(|found| found.offset == 6 && found.finding.at == next));
    assert!(
        docket.runs().all(|(_, run)| run.clock().unwrap() > next && run.clock().unwrap() < far)
    );
    assert!(docket.next_timeout().is_none_or(|next| next >= far));
    docket.advance(far);
    assert!(docket.runs().all(|(_, run)| run.clock().unwrap() == far));
}

/// Deadlines of subjects pass with time as those of the run do.
#[test]
fn clocks_know_what_subjects_wait_for() {
    let agreement = Agreement::from_json(
        r#"{"title": "Desk", "date": "2026-01-05T00:00:00Z",
            "parties": {"user": "who reports", "desk": "who answers"},
            "subjects": {"fault": {"gist": "a fault", "opened_by": "report"}},
            "acts": {"report": {"by": ["user"], "of": "fault"}, "answer": {"by": ["desk"], "of": "fault"}},
            "obligations": {"answer": {"of": "fault", "debtor": "desk", "creditor": "user",
                "perform": "answer", "within": "PT1H"}}}"#,
    )
    .unwrap();
    let mut docket = Docket::new(&agreement);
    let at = |text: &str| text.parse::<Instant>().unwrap();
    let (user, report) = (agreement.party("user").unwrap(), agreement.act("report").unwrap());
    docket.record(&Event::act(at("2026-01-05T10:00:00Z"), user, report).subject("F-1"));
    assert_eq!(docket.next_timeout(), Some(at("2026-01-05T11:00:00Z")));
    assert_eq!(docket.fire(at("2026-01-05T11:00:00Z")), []);
    assert_eq!(docket.fire(at("2026-01-05T11:00:01Z")).len(), 1);
}
