//! Logs that are judged by time, with evidence that comes late or is withdrawn (section 11).

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::{Case, Chooser, times};

fn time(line: &Value) -> DateTime<Utc> {
    times::read(line["time"].as_str().unwrap())
}

fn written(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
}

/// The same case with a log in the order of knowing: some of it late, withdrawn or corrected.
pub fn move_evidence(chooser: &mut Chooser<'_>, case: Case) -> Case {
    let mut case = Case { by_time: true, ..case };
    if case.agreement.get("date").is_none() {
        case.agreement["date"] = json!(times::written(0));
    }
    let parties: Vec<String> =
        case.agreement["parties"].as_object().unwrap().keys().cloned().collect();
    if chooser.chance(70) {
        case.agreement["registrar"] = json!(chooser.one(&parties));
    }
    let mut lines = late(chooser, std::mem::take(&mut case.log));
    for (place, line) in lines.iter_mut().enumerate() {
        if chooser.chance(80) && line.get("id").is_none() {
            line["id"] = json!(format!("l{place}"));
        }
    }
    let mut known = times::start();
    for line in lines {
        let delay = *chooser.one(&[0, 3_600, 21_600, times::DAY]);
        let writes = chooser.chance(85);
        known = known.max(time(&line)) + TimeDelta::seconds(delay);
        let mut line = line;
        line.as_object_mut().unwrap().remove("known");
        if writes {
            line["known"] = json!(written(known));
        }
        case.log.push(line);
        if chooser.chance(25) {
            known += TimeDelta::seconds(*chooser.one(&[0, 3_600]));
            let mut line = special(chooser, &case, &parties, known);
            if writes && chooser.chance(80) {
                line["known"] = json!(written(known));
            }
            // Said now and then before what is known already.
            if chooser.chance(4) {
                line["known"] = json!(written(known - TimeDelta::days(3)));
            }
            case.log.push(line);
        }
    }
    let last = (known - times::start()).num_seconds();
    let mut instant = |chance: usize| {
        let day = times::DAY;
        chooser.chance(chance).then(|| {
            times::written((last - *chooser.one(&[0, day, 3 * day, 6 * day, 10 * day])).max(0))
        })
    };
    case.known_by = instant(35);
    case.as_of = instant(30);
    case
}

/// Some lines stand later in the log than what happened after them.
fn late(chooser: &mut Chooser<'_>, log: Vec<Value>) -> Vec<Value> {
    let mut lines = Vec::new();
    for (place, line) in log.into_iter().enumerate() {
        let late = if chooser.chance(30) { chooser.between(1, 6) } else { 0 };
        lines.push((place + late, line));
    }
    lines.sort_by_key(|(place, _)| *place);
    lines.into_iter().map(|(_, line)| line).collect()
}

/// A line that retracts, corrects, or says that the log is complete.
fn special(
    chooser: &mut Chooser<'_>,
    case: &Case,
    parties: &[String],
    known: DateTime<Utc>,
) -> Value {
    let mut line = json!({ "time": written(known) });
    let registrar = case.agreement.get("registrar").cloned();
    let had: Vec<_> = case
        .log
        .iter()
        .filter(|it| it.get("id").is_some() && it.get("time").is_some())
        .cloned()
        .collect();
    if had.is_empty() || chooser.chance(25) {
        let back = *chooser.one(&[0, times::DAY, 3 * times::DAY, 8 * times::DAY, -3_600]);
        // Of a log of several runs, some speak of all.
        if let Some(run) = case.log.last().and_then(|it| it.get("case"))
            && chooser.chance(50)
        {
            line["case"] = run.clone();
        }
        line["complete"] = json!(written(known - TimeDelta::seconds(back)));
        line["actor"] = json!(chooser.one(parties));
        if let (Some(registrar), true) = (registrar, chooser.chance(85)) {
            line["actor"] = registrar;
        }
        return line;
    }
    let wrong = had.last().cloned().unwrap();
    let chosen = if chooser.chance(50) { wrong } else { chooser.one(&had).clone() };
    match chooser.below(10) {
        0..=3 => line["actors"] = json!(parties),
        4 => line["actor"] = json!(chooser.one(parties)),
        _ => match registrar {
            Some(registrar) => line["actor"] = registrar,
            None => line["actors"] = json!(parties),
        },
    }
    if let Some(run) = chosen.get("case") {
        line["case"] = run.clone();
    }
    let id = if chooser.chance(4) { json!("nothing") } else { chosen["id"].clone() };
    if chooser.chance(50) {
        line["retract"] = id;
        return line;
    }
    line["correct"] = id;
    let mut event = chosen;
    let map = event.as_object_mut().unwrap();
    for key in ["id", "known", "case"] {
        map.remove(key);
    }
    match chooser.below(4) {
        0 if event.get("act").is_some() && event["quantity"].is_u64() => {
            event["quantity"] = json!(chooser.between(1, 4));
        }
        1 => event["time"] = json!(written(known + TimeDelta::seconds(60))),
        _ => {
            let back = *chooser.one(&[times::DAY, 3_600, -3_600, 2 * times::DAY]);
            let start = times::start();
            event["time"] = json!(written((time(&event) - TimeDelta::seconds(back)).max(start)));
        }
    }
    line["event"] = event;
    line
}
