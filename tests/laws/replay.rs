//! Law: what other runs did before changes no run. Runs of one agreement that take turns and follow the
//! edges of its automaton come to the same as each alone under an agreement of its own, which has none yet.

use std::num::NonZeroU64;
use std::sync::OnceLock;

use servanda::cuba::{self, Reading};
use servanda::{Agreement, Event, Instant, Monitor, Span};

use crate::engine::with_idle;

/// The agreements, each with the automaton that all its runs have built so far.
fn agreements() -> &'static [(Agreement, String)] {
    static AGREEMENTS: OnceLock<Vec<(Agreement, String)>> = OnceLock::new();
    AGREEMENTS.get_or_init(|| {
        let settlement = cuba::agreement(Reading::Practised).expect("the crate's own").to_json();
        let texts = [settlement, include_str!("../../fuzz/agreement.json").to_owned()];
        let crowd = |text: &String| {
            with_idle(&serde_json::from_str(text).expect("a sound agreement")).to_string()
        };
        let crowded: Vec<String> = texts.iter().map(crowd).collect();
        texts
            .into_iter()
            .chain(crowded)
            .map(|text| (Agreement::from_json(&text).expect("a sound agreement"), text))
            .collect()
    })
}

/// The bytes are the steps of three runs: whose, what, how much, how much later.
pub fn holds(bytes: &[u8]) {
    let Some((first, steps)) = bytes.split_first() else { return };
    let is_submit = first & 2 != 0;
    let is_crowded = first & 4 != 0;
    let (shared, text) = &agreements()[usize::from(first % 2 + if is_crowded { 2 } else { 0 })];
    let take = |monitor: &mut Monitor, event: &Event| {
        if is_submit {
            let answer = monitor.submit(event);
            answer
                .map(|step| (step.changes().collect(), step.findings().collect()))
                .map_err(|it| *it)
        } else {
            let step = monitor.record(event);
            Ok::<(Vec<_>, Vec<_>), _>((step.changes().collect(), step.findings().collect()))
        }
    };
    let fresh = || Agreement::from_json(text).expect("a sound agreement");
    let mut together: Vec<Monitor> = (0..3).map(|_| Monitor::new(shared)).collect();
    let mut alone: Vec<Monitor> = (0..3).map(|_| Monitor::new(&fresh())).collect();
    for step in steps.chunks_exact(4).take(64) {
        let run = usize::from(step[0] % 3);
        let event = event(shared, together[run].clock().unwrap(), step);
        assert_eq!(take(&mut together[run], &event), take(&mut alone[run], &event));
    }
    for (together, alone) in together.iter().zip(&alone) {
        assert_eq!(together, alone);
        assert_eq!(together.next_timeout(), alone.next_timeout());
    }
}

fn event(agreement: &Agreement, clock: Instant, step: &[u8]) -> Event {
    let parties: Vec<_> = agreement.parties().collect();
    let acts: Vec<_> = agreement.acts().collect();
    let obligations: Vec<_> = agreement.obligations().collect();
    let later: &[&str] = &["PT1S", "PT1H", "P1D", "P1W", "P1M", "P40D", "P1Y"];
    let time = match later.get(usize::from(step[3] % 16)) {
        Some(later) => {
            let span: Span = later.parse().expect("a duration");
            clock.after(span).unwrap_or(clock)
        }
        None => clock,
    };
    let actor = parties[usize::from(step[1] >> 5) % parties.len()];
    let place = usize::from(step[1] & 31) % (acts.len() + 2);
    match acts.get(place) {
        Some(act) => {
            let quantity = match step[2] {
                255 => NonZeroU64::MAX,
                other => NonZeroU64::MIN.saturating_add(u64::from(other / 3)),
            };
            Event::act(time, actor, *act).quantity(quantity)
        }
        None => {
            let obligation = obligations[usize::from(step[2]) % obligations.len()];
            if place == acts.len() {
                Event::attest(time, actor, obligation)
            } else {
                Event::deny(time, actor, obligation)
            }
        }
    }
}
