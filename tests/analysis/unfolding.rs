//! Agreements with kinds, a few subjects of each written out: what is asked of that, and that it is the same.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use servanda::analysis::{Answer, Explorer, Goal, LeftOpen, Reach};
use servanda::event::Deed;
use servanda::names::Text;
use servanda::terms::Opening;
use servanda::{Agreement, Event, Monitor, Outcome};

use crate::subjects::agreements;

fn read(agreement: &Value) -> Agreement {
    Agreement::from_json(&agreement.to_string()).unwrap_or_else(|error| panic!("{error}"))
}

/// A frame of orders, and what of it is otherwise.
fn orders(otherwise: &Value) -> Agreement {
    let mut orders = json!({
        "title": "Orders", "date": "2026-01-01T00:00:00Z",
        "parties": {"buyer": "", "seller": ""},
        "subjects": {
            "order": {"gist": "", "opened_by": "order", "closes_when": {"happened": "close"}},
        },
        "acts": {
            "order": {"by": ["buyer"], "of": "order"},
            "deliver": {"by": ["seller"], "of": "order"},
            "pay": {"by": ["buyer"], "of": "order"},
            "close": {"by": ["buyer"]},
        },
        "obligations": {
            "delivery": {
                "of": "order", "debtor": "seller", "creditor": "buyer", "perform": "deliver",
                "within": "P7D",
            },
            "price": {
                "of": "order", "debtor": "buyer", "creditor": "seller", "perform": "pay",
                "when": {"discharged": "delivery"}, "within": "P7D",
            },
        },
        "settled_when": {"every": {"of": "order", "holds": {"all": [
            {"closed": "delivery"}, {"closed": "price"},
        ]}}},
    });
    for (key, value) in otherwise.as_object().unwrap() {
        orders[key] = value.clone();
    }
    read(&orders)
}

/// A lease of so many months.
fn lease(times: u64) -> Agreement {
    read(&json!({
        "title": "Lease", "date": "2026-01-01T00:00:00Z",
        "parties": {"tenant": "", "landlord": ""},
        "subjects": {"month": {"gist": "", "every": "P1M", "times": times}},
        "acts": {"pay": {"by": ["tenant"], "of": "month", "unnamed": "oldest"}},
        "obligations": {"rent": {
            "of": "month", "debtor": "tenant", "creditor": "landlord", "perform": "pay",
            "within": "P3D",
        }},
    }))
}

/// A plan of the agreement itself is taken by a monitor of it.
fn replayed(agreement: &Agreement, reach: &Reach) -> Monitor {
    let mut monitor = Monitor::new(agreement);
    for event in reach.plan().unwrap().events() {
        monitor.submit(event).unwrap_or_else(|refusal| panic!("{refusal}"));
    }
    monitor
}

#[test]
fn a_plan_names_the_subject() {
    let orders = orders(&json!({}));
    let mut explorer = Explorer::new(&orders);
    let settled = explorer.reach(&Goal::Settled).unwrap();
    assert_eq!(replayed(&orders, &settled).outcome(), Outcome::Settled);
    let plan = settled.plan().unwrap();
    assert_eq!(
        plan.to_string().lines().map(|line| line.split("  ").nth(1).unwrap()).collect::<Vec<_>>(),
        [
            "buyer does order [order 1]",
            "buyer does close",
            "seller does deliver [order 1]",
            "buyer does pay [order 1]",
        ]
    );
    let deliver = orders.act("deliver").unwrap();
    let delivered = explorer.reach(&Goal::Done(deliver)).unwrap();
    let last = delivered.plan().unwrap().events().last().unwrap();
    assert_eq!((last.deed.act(), last.subject.as_deref()), (Some(&deliver), Some("order 1")));
}

#[test]
fn what_is_not_found_is_left_open() {
    // There are never three orders where two are written out; that there are none is not said.
    let three = json!({"settled_when": {"some": {
        "of": "order", "holds": {"closed": "price"}, "at_least": 3,
    }}});
    let reach = Explorer::new(&orders(&three)).reach(&Goal::Settled).unwrap();
    assert_eq!(reach, Reach::Unknown { explored: 0, left_open: LeftOpen::Terms });
    let unfolded = orders(&three).unfolded().unwrap();
    let left: Vec<String> = unfolded.left_open().iter().map(ToString::to_string).collect();
    assert_eq!(
        left,
        [
            "subjects.order: more than two subjects",
            "subjects.order: acts against the rules in a subject that is not open yet",
            "settled_when: what holds of more subjects than are written out",
        ]
    );
    // Some way into a run nothing is unfolded.
    let orders = orders(&json!({}));
    let mut monitor = Monitor::new(&orders);
    let time = "2026-01-02T00:00:00Z".parse().unwrap();
    let (buyer, order) = (orders.party("buyer").unwrap(), orders.act("order").unwrap());
    monitor.record(&Event::act(time, buyer, order).subject("A-1"));
    let reach = Explorer::at(&monitor).reach(&Goal::Settled).unwrap();
    assert_eq!(reach, Reach::Unknown { explored: 0, left_open: LeftOpen::Terms });
}

#[test]
fn each_month_is_paid_in_a_plan() {
    let lease = lease(3);
    let settled = Explorer::new(&lease).reach(&Goal::Settled).unwrap();
    assert_eq!(replayed(&lease, &settled).outcome(), Outcome::Settled);
    let subjects: Vec<_> =
        settled.plan().unwrap().deeds().map(|event| event.subject.as_deref().unwrap()).collect();
    assert_eq!(subjects, ["2026-01-01", "2026-02-01", "2026-03-01"]);
    // Of twelve all are written out, of thirteen three.
    let years = |times| {
        let unfolded = self::lease(times).unfolded().unwrap();
        (unfolded.agreement().acts().len(), unfolded.left_open().len())
    };
    assert_eq!((years(12), years(13)), ((12, 2), (3, 3)));
    assert!(Explorer::new(&self::lease(12)).reach(&Goal::Settled).unwrap().is_reachable());
    assert!(!Explorer::new(&self::lease(13)).reach(&Goal::Settled).unwrap().is_reachable());
}

#[test]
fn blockers_and_exposure_are_those_of_the_unfolded() {
    let unfolded = lease(3).unfolded().unwrap();
    let mut explorer = Explorer::new(unfolded.agreement());
    let blockers = explorer.blockers(&Goal::Settled).unwrap();
    let silence: Vec<Answer> = blockers.iter().map(|it| it.by_silence).collect();
    assert_eq!(silence, [Answer::Yes, Answer::No]);
    let exposure = explorer.exposure();
    assert!(exposure.is_whole());
    let worst: Vec<i64> = exposure.sides().iter().map(|side| side.worst).collect();
    assert_eq!(worst, [3, 0]);
}

#[test]
fn each_party_is_one_of_its_own() {
    let treaty = read(&json!({
        "title": "Treaty", "date": "2026-01-01T00:00:00Z",
        "parties": {"ada": "", "bora": "", "states": {"gist": "", "members": ["ada", "bora"]}},
        "subjects": {"state": {"gist": "", "each_of": "states"}},
        "acts": {
            "ratify": {"by": ["each"], "of": "state"},
            "destroy": {"by": ["each"], "of": "state", "requires": {"happened": {"act": "ratify", "by": "each"}}},
        },
        "obligations": {"destruction": {
            "of": "state", "debtor": "each", "creditor": "states", "perform": "destroy", "within": "P1Y",
        }},
        "entry_into_force": {"every": {"of": "state", "holds": {"happened": "ratify"}}},
    }));
    let unfolded = treaty.unfolded().unwrap();
    assert!(unfolded.left_open().is_empty());
    let reach = Explorer::new(&treaty).reach(&Goal::Settled).unwrap();
    assert_eq!(replayed(&treaty, &reach).outcome(), Outcome::Settled);
    assert_eq!(reach.plan().unwrap().deeds().count(), 4);
}

#[test]
fn what_is_told_is_not_written_out() {
    let mut told = 0;
    for (name, agreement) in agreements() {
        match agreement.unfolded() {
            Ok(unfolded) => {
                assert_eq!(unfolded.agreement().kinds().len(), 0);
                let reach = Explorer::new(&agreement).most_states(2000).reach(&Goal::Settled);
                assert!(reach.unwrap().is_reachable(), "{name}");
            }
            Err(error) => {
                assert!(error.place.ends_with(".tells"), "{name}: {error}");
                told += 1;
            }
        }
    }
    assert!(told > 3);
}

/// Six rents, each in its month and in euros, the keys, and the deposit back.
#[test]
fn the_lease_of_the_gallery_has_a_plan() {
    let (_, lease) = agreements().into_iter().find(|(name, _)| name == "lease").unwrap();
    let reach = Explorer::new(&lease).reach(&Goal::Settled).unwrap();
    assert_eq!(replayed(&lease, &reach).outcome(), Outcome::Settled);
    let plan = reach.plan().unwrap().to_string();
    assert_eq!(plan.matches("tenant does pay-rent (640.00) [2026-0").count(), 6, "{plan}");
    assert!(plan.contains("tenant does pay-deposit (1280.00)"), "{plan}");
    assert!(plan.ends_with("landlord does return-deposit (1280.00)  (by 2026-10-01 00:00 UTC)"));
}

/// What is written out has a bound: of twelve months six can be chosen in 924 ways, each time.
#[test]
fn what_is_written_out_has_a_bound() {
    let six = json!({"some": {"of": "month", "holds": {"closed": "rent"}, "at_least": 6}});
    let many = |count: usize| {
        let lease = json!({
            "title": "Lease", "date": "2026-01-01T00:00:00Z",
            "parties": {"tenant": "", "landlord": ""},
            "subjects": {"month": {"gist": "", "every": "P1M", "times": 12}},
            "acts": {"pay": {"by": ["tenant"], "of": "month"}},
            "obligations": {"rent": {
                "of": "month", "debtor": "tenant", "creditor": "landlord", "perform": "pay",
                "within": "P3D",
            }},
            "settled_when": {"all": vec![six.clone(); count]},
        });
        read(&lease)
    };
    assert!(many(1).unfolded().is_ok());
    let error = many(1000).unfolded().unwrap_err();
    assert_eq!(
        (&*error.place, error.what),
        ("settled_when", "more than a hundred thousand conditions")
    );
    let reach = Explorer::new(&many(1000)).reach(&Goal::Settled).unwrap();
    assert_eq!(reach, Reach::Unknown { explored: 0, left_open: LeftOpen::Terms });
}

/// Who is silent can keep a settlement away, and the orders that each has placed are told apart.
#[test]
fn an_unfolded_agreement_is_walked() {
    let mut frame = json!({"settled_when": {"all": [
        {"every": {"of": "order", "holds": {"closed": "delivery"}}},
    ]}});
    let unfolded = orders(&frame).unfolded().unwrap();
    let mut explorer = Explorer::new(unfolded.agreement()).most_states(20_000);
    let silence: Vec<Answer> =
        explorer.blockers(&Goal::Settled).unwrap().iter().map(|it| it.by_silence).collect();
    assert_eq!(silence, [Answer::Yes, Answer::Yes]);
    // Where nothing closes the list, `every` holds of none.
    frame["subjects"] = json!({"order": {"gist": "", "opened_by": "order"}});
    let endless = orders(&frame).unfolded().unwrap();
    let reach = Explorer::new(endless.agreement()).reach(&Goal::Settled).unwrap();
    assert!(reach.is_unreachable(), "{reach:?}");
}

/// What may be left open without the two ever parting in what is written out.
const NEVER_PARTS: [&str; 6] = [
    "acts against the rules in a subject that is not open yet",
    "more than two subjects",
    "acts before a period begins",
    "what names no subject, and goes to the oldest",
    "the periods after the third",
    "the periods but the first, the middle and the last",
];

/// Lawful play of an agreement with kinds is lawful play of the unfolded one, and comes to the same, as far
/// as what happens is written out: in random play of agreements made at random, and of ours.
#[test]
fn the_unfolded_is_the_same_agreement() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/second/random/subjects.jsonl");
    let text = fs::read_to_string(path).unwrap();
    let cases = text.lines().map(|line| {
        let case: Value = serde_json::from_str(line).unwrap();
        read(&case["agreement"])
    });
    let ours = agreements().into_iter().map(|(_, agreement)| agreement);
    let frames = [orders(&json!({})), lease(3), lease(13)];
    let (mut strict, mut events, mut parted) = (0, 0, 0);
    for (number, agreement) in frames.into_iter().chain(ours).chain(cases).enumerate() {
        let Ok(unfolded) = agreement.unfolded() else { continue };
        let is_strict = unfolded.left_open().iter().all(|it| NEVER_PARTS.contains(&it.what));
        let left: Vec<_> = unfolded.left_open().iter().map(ToString::to_string).collect();
        strict += usize::from(is_strict);
        for seed in 0..20 {
            let mut beside = Beside {
                whole: Monitor::new(&agreement),
                parts: Monitor::new(unfolded.agreement()),
            };
            let mut dice = Dice(seed * 7919 + 13);
            let Some(mut time) = agreement.date() else { continue };
            for _ in 0..60 {
                let span = ["PT1H", "PT5H", "P1D", "P3D", "P9D"][dice.below(5)].parse().unwrap();
                if dice.below(2) == 0 {
                    time = time.after(span).unwrap();
                }
                let event = beside.random(time, &mut dice);
                match beside.step(event) {
                    Ok(is_taken) => events += usize::from(is_taken),
                    Err(Apart::Beyond) => break,
                    Err(Apart::Parted(why)) => {
                        parted += 1;
                        assert!(!is_strict, "{number}.{seed}: {why}, {left:?}");
                        break;
                    }
                }
            }
        }
    }
    println!("{strict} strict, {events} events, {parted} parted");
    assert!(strict >= 7 && events > 1000, "{strict} {events}");
}

struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

/// Why two runs are not compared any more.
#[derive(Debug)]
enum Apart {
    /// What happened is not written out.
    Beyond,
    Parted(String),
}

struct Beside {
    whole: Monitor,
    parts: Monitor,
}

impl Beside {
    /// Whether an event was taken by both; an error where the two part, or it can't be said of the parts.
    fn step(&mut self, event: Event<Text>) -> Result<bool, Apart> {
        let agreement = self.whole.agreement().clone();
        let Ok(of_whole) = event.clone().resolved(&agreement) else { return Ok(false) };
        let mut next = self.whole.clone();
        if next.submit(&of_whole).is_err() {
            return Ok(false);
        }
        self.whole = next;
        let Some(of_parts) = self.of_parts(event) else { return Err(Apart::Beyond) };
        let parts = self.parts.agreement().clone();
        // A name that there is not is one of what is not written out.
        let known = of_parts.clone().resolved(&parts).map_err(|_| Apart::Beyond)?;
        if let Err(refusal) = self.parts.submit(&known) {
            return Err(Apart::Parted(format!("{of_parts:?} is refused: {refusal}")));
        }
        self.compared()?;
        Ok(true)
    }

    /// Some event: an act, a word, or time.
    fn random(&self, time: servanda::Instant, dice: &mut Dice) -> Event<Text> {
        let agreement = self.whole.agreement();
        let names: Vec<&str> =
            agreement.parties().map(|it| agreement.party_name(it).unwrap()).collect();
        let actor: Box<str> = names[dice.below(names.len())].into();
        let subject =
            |kind: Option<servanda::names::KindId>, dice: &mut Dice| -> Option<Box<str>> {
                let kind = kind?;
                let mut known: Vec<String> =
                    self.whole.subjects(kind).map(|it| it.name().to_owned()).collect();
                if matches!(agreement.kind_terms(kind)?.opening(), Opening::ByActs { .. }) {
                    known.extend(["s1".to_owned(), "s2".to_owned()].into_iter().skip(known.len()));
                }
                if known.is_empty() { None } else { Some((*known[dice.below(known.len())]).into()) }
            };
        let mut event = if dice.below(5) > 0 {
            let acts: Vec<_> = agreement.acts().collect();
            let act = acts[dice.below(acts.len())];
            let kind = agreement.act_terms(act).unwrap().kind().copied();
            let subject = subject(kind, dice);
            let act: Box<str> = agreement.act_name(act).unwrap().into();
            let event = Event::<Text>::act(time, actor, act);
            (if dice.below(3) == 0 { event.quantity(3) } else { event }, subject)
        } else {
            let all: Vec<_> = agreement.obligations().collect();
            let Some(id) = (!all.is_empty()).then(|| all[dice.below(all.len())]) else {
                return Event::tick(time);
            };
            let kind = agreement.obligation_terms(id).unwrap().kind().copied();
            let subject = subject(kind, dice);
            let name: Box<str> = agreement.obligation_name(id).unwrap().into();
            let event = match dice.below(4) {
                0 => Event::<Text>::attest(time, actor, name),
                1 => Event::<Text>::deny(time, actor, name),
                2 => Event::<Text>::release(time, actor, name),
                _ => return Event::tick(time),
            };
            (event, subject)
        };
        event.0.subject = event.1;
        event.0
    }

    fn shown(&self, kind: servanda::names::KindId, name: &str) -> Option<String> {
        let agreement = self.whole.agreement();
        match agreement.kind_terms(kind)?.opening() {
            Opening::ByActs { .. } => {
                let place = self.whole.subjects(kind).position(|it| it.name() == name)?;
                Some(format!("{} {}", agreement.kind_name(kind)?, place + 1))
            }
            _ => Some(name.to_owned()),
        }
    }

    fn of_parts(&self, event: Event<Text>) -> Option<Event<Text>> {
        let agreement = self.whole.agreement();
        let kind = match &event.deed {
            Deed::Act { act, .. } | Deed::Waive { act, .. } => {
                agreement.act_terms(agreement.act(act).ok()?)?.kind().copied()
            }
            Deed::Attest { obligation, .. }
            | Deed::Deny { obligation, .. }
            | Deed::Release { obligation, .. }
            | Deed::Extend { obligation, .. }
            | Deed::Amend { obligation, .. } => {
                agreement.obligation_terms(agreement.obligation(obligation).ok()?)?.kind().copied()
            }
            Deed::Amended { .. } | Deed::Tick { .. } => None,
            Deed::Unknown(_) => return None,
        };
        let Some(kind) = kind else { return Some(event) };
        let shown = self.shown(kind, event.subject.as_deref()?)?;
        let own = |name: &str| -> Box<str> { format!("{name} ({shown})").into() };
        let deed = match event.deed {
            Deed::Act { actor, act, quantity, told } => {
                Deed::Act { actor, act: own(&act), quantity, told }
            }
            Deed::Waive { actors, act } => Deed::Waive { actors, act: own(&act) },
            Deed::Attest { speaker, obligation } => {
                Deed::Attest { speaker, obligation: own(&obligation) }
            }
            Deed::Deny { speaker, obligation } => {
                Deed::Deny { speaker, obligation: own(&obligation) }
            }
            Deed::Release { speaker, obligation } => {
                Deed::Release { speaker, obligation: own(&obligation) }
            }
            _ => return None,
        };
        Some(Event { deed, subject: None, ..event })
    }

    /// Every obligation stands in the parts as it does in the whole.
    fn compared(&self) -> Result<(), Apart> {
        let (agreement, parts) = (self.whole.agreement(), self.parts.agreement());
        for obligation in agreement.obligations() {
            let name = agreement.obligation_name(obligation).unwrap();
            let of = agreement.obligation_terms(obligation).unwrap().kind().copied();
            let mut standings = Vec::new();
            match of {
                None => standings.push((name.to_owned(), self.whole.status(obligation))),
                Some(kind) => {
                    for subject in self.whole.subjects(kind) {
                        let Some(shown) = self.shown(kind, subject.name()) else { continue };
                        standings.push((format!("{name} ({shown})"), subject.status(obligation)));
                    }
                }
            }
            for (name, status) in standings {
                let Ok(own) = parts.obligation(&name) else {
                    return Err(Apart::Beyond);
                };
                if self.parts.status(own) != status {
                    let found = self.parts.status(own);
                    return Err(Apart::Parted(format!("{name} is {status:?}, there {found:?}")));
                }
            }
        }
        Ok(())
    }
}
