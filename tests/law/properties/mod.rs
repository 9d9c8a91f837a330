//! What must always hold: the properties of SEMANTICS.md, section 7, over random agreements and logs.
//!
//! Each is numbered as there. `runs` follows one run of the engine (2, 3, 5, 6, 10); `logs` compares what
//! the engine makes of a log and of a changed one (1, 4, 8, 9, 11, 12); `blame` plays a diligent party (7);
//! `model` holds the reference model, which has read all sections, to the same and to what the later
//! sections add (4, 6, 8, 11, 15, 16); `subjects` has those that speak of subjects (13, 14), `knowing` that of logs that are judged by time (15).

mod blame;
mod knowing;
mod logs;
mod model;
mod runs;
mod subjects;

use serde_json::Value;
use servanda::formats::json::Log;
use servanda::{Agreement, Event, Monitor, Report};

use crate::generate::{Case, ONE_SCOPE, Shape};

/// Agreements and logs of one run without cuts, so that a monitor alone can be followed.
fn plain() -> Shape {
    Shape { undated: 0, cuts: false, runs: 1, ..ONE_SCOPE }
}

/// The agreement and the events of a case; none for an agreement that is refused.
fn read(case: &Case) -> Option<(Agreement, Vec<Event>)> {
    let agreement = crate::engine::agreement(&case.agreement).ok()?;
    let lines = crate::engine::lines(&case.log);
    let events = Log::new(lines.as_bytes(), &agreement).collect::<Result<_, _>>().unwrap();
    Some((agreement, events))
}

fn take(monitor: &mut Monitor, event: &Event, submit: bool) {
    if submit {
        let _ = monitor.submit(event);
    } else {
        monitor.record(event);
    }
}

fn run(agreement: &Agreement, events: &[Event], submit: bool) -> Monitor {
    let mut monitor = Monitor::new(agreement);
    for event in events {
        take(&mut monitor, event, submit);
    }
    monitor
}

/// The report at the end of the log, the clock having moved on to where it stands.
fn report(mut monitor: Monitor) -> Value {
    let clock = monitor.clock().unwrap();
    monitor.advance(clock).unwrap();
    serde_json::to_value(Report::of(&monitor)).unwrap()
}

/// A property of every case of a shape.
macro_rules! property {
    ($($(#[$about:meta])* fn $name:ident($case:ident: $shape:expr) $body:block)*) => {
        proptest! {
            #![proptest_config(ProptestConfig {
                cases: 600, failure_persistence: None, ..ProptestConfig::default()
            })]
            $(
                $(#[$about])*
                #[test]
                fn $name($case in crate::generate::cases($shape)) $body
            )*
        }
    };
}
use property;
