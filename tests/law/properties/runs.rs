//! Properties of one run of the engine, followed event by event.

use proptest::prelude::*;
use servanda::{Monitor, Saved, Status};

use super::{plain, property, read, report, run, take};

fn statuses(monitor: &Monitor) -> Vec<Status> {
    monitor.agreement().obligations().map(|id| monitor.status(id).unwrap()).collect()
}

property! {
    /// 2. Replay = incremental, and 10. Saved state: event by event, in one go, or from a saved
    /// state at every place: the same.
    fn a_saved_state_goes_on_equally(case: plain()) {
        let Some((agreement, events)) = read(&case) else { return Ok(()) };
        let whole = run(&agreement, &events, case.submit);
        let mut monitor = Monitor::new(&agreement);
        for event in &events {
            let text = serde_json::to_string(&monitor.save()).unwrap();
            let saved: Saved = serde_json::from_str(&text).unwrap();
            let restored = Monitor::restore(&agreement, saved).unwrap();
            prop_assert_eq!(&restored, &monitor);
            prop_assert_eq!(restored.next_timeout(), monitor.next_timeout());
            monitor = restored;
            take(&mut monitor, event, case.submit);
        }
        prop_assert_eq!(&monitor, &whole);
        let batch = crate::engine::judge(&case).unwrap();
        prop_assert_eq!(report(whole)["findings"].clone(), batch[0]["findings"].clone());
    }

    /// 3. Irrevocable: a closed status, and a finding, never goes away as the log grows.
    fn what_is_closed_or_found_stays(case: plain()) {
        let Some((agreement, events)) = read(&case) else { return Ok(()) };
        let mut monitor = Monitor::new(&agreement);
        for event in &events {
            let before = monitor.clone();
            take(&mut monitor, event, case.submit);
            for (before, after) in statuses(&before).into_iter().zip(statuses(&monitor)) {
                prop_assert!(!before.is_closed() || before == after);
            }
            let found: Vec<_> = monitor.findings().collect();
            prop_assert!(found.starts_with(&before.findings().collect::<Vec<_>>()));
        }
    }

    /// 5. Refusal is harmless: after it the state is what it was.
    fn a_refused_event_changes_nothing(case: plain()) {
        let Some((agreement, events)) = read(&case) else { return Ok(()) };
        let mut monitor = Monitor::new(&agreement);
        for event in &events {
            let bystander = monitor.clone();
            if monitor.submit(event).is_err() {
                prop_assert_eq!(statuses(&monitor), statuses(&bystander));
                prop_assert_eq!(monitor.clock().unwrap(), bystander.clock().unwrap());
                prop_assert_eq!(monitor.next_timeout(), bystander.next_timeout());
                let (mine, theirs) = (monitor.save(), bystander.save());
                let essence = |saved: &Saved| {
                    let mut value = serde_json::to_value(saved).unwrap();
                    value["run"].as_object_mut().unwrap().remove("events");
                    value
                };
                prop_assert_eq!(essence(&mine), essence(&theirs));
            }
        }
    }

    /// 6. Submit and record agree on logs with nothing to refuse; the accepted logs are
    /// prefix-closed.
    fn what_is_accepted_is_recorded_the_same(case: plain()) {
        let Some((agreement, events)) = read(&case) else { return Ok(()) };
        let mut monitor = Monitor::new(&agreement);
        let mut accepted = Vec::new();
        for event in events {
            if monitor.rehearse_submit(&event).is_ok() {
                monitor.submit(&event).unwrap();
                accepted.push(event);
            } else {
                // What is refused is left out, time and all.
                continue;
            }
            let recorded = run(&agreement, &accepted, false);
            prop_assert_eq!(&recorded, &monitor);
        }
        let mut again = Monitor::new(&agreement);
        for event in &accepted {
            prop_assert!(again.submit(event).is_ok());
        }
    }
}
