//! What a log known by one instant and by a later one differ in (section 11).

use serde_json::{Map, Value, json};

use super::evidence::known;
use super::{Options, judge_known, read};

/// The findings that went and those that came, each with the line that made it so, and the
/// obligations that stand otherwise: those of the run by name; those of subjects under `subjects`,
/// by kind and name.
///
/// `options` says how the log is judged; its `known_by` is the earlier instant.
///
/// # Errors
///
/// As for [`super::judge`].
pub fn difference(
    agreement: &Value,
    log: &[Value],
    options: &Options,
    against: &str,
) -> Result<Value, String> {
    let until = read(Some(&against.to_owned()))?;
    let from = read(options.known_by.as_ref())?;
    let mut options = options.clone();
    options.as_of = options.as_of.or_else(|| Some(against.to_owned()));
    let mut shown = Vec::new();
    let mut later = Vec::new();
    for (place, line) in (1..).zip(log) {
        let known = known(line)?;
        if from.is_none_or(|from| known <= from) {
            shown.push((place, line));
        } else if until.is_none_or(|until| known <= until) {
            later.push((known, place, line));
        }
    }
    later.sort_by_key(|(known, place, _)| (*known, *place));
    let before = judge_known(agreement, &shown, &options)?;
    // The reports after each line, with the line's place.
    let mut steps = Vec::new();
    for (_, place, line) in later {
        shown.push((place, line));
        shown.sort_by_key(|(place, _)| *place);
        steps.push((place, judge_known(agreement, &shown, &options)?));
    }
    let after = steps.last().map_or(&before, |(_, report)| report);
    let moved = |from: &Value, to: &Value, has_come: bool| -> Vec<Value> {
        let found = findings(to).into_iter().enumerate().filter(|(place, it)| {
            // Of several that are the same, those past the other's number.
            let same = findings(to).iter().take(place + 1).filter(|other| *other == it).count();
            same > count(from, it)
        });
        found
            .map(|(_, it)| {
                let mut was = count(&before, &it);
                let mut by = Value::Null;
                for (place, report) in &steps {
                    let is = count(report, &it);
                    if if has_come { is > was } else { is < was } {
                        by = json!(place);
                    }
                    was = is;
                }
                let whole = list(to).iter().find(|whole| plain(whole) == it).cloned();
                let mut whole = whole.unwrap_or_default();
                whole["by"] = by;
                whole
            })
            .collect()
    };
    let mut stand = standing_otherwise(&before, after);
    let mut kinds = Map::new();
    let none = Map::new();
    for (kind, of_kind) in after["subjects"].as_object().into_iter().flatten() {
        let subjects_of = |report: &Value| -> Map<String, Value> {
            report["subjects"][kind]["subjects"].as_object().unwrap_or(&none).clone()
        };
        let (old, new) = (subjects_of(&before), subjects_of(after));
        let mut subjects = Map::new();
        let gone = old.keys().filter(|name| !new.contains_key(*name));
        for name in of_kind["subjects"].as_object().into_iter().flatten().map(|it| it.0).chain(gone)
        {
            let side = |map: &Map<String, Value>| map.get(name).cloned().unwrap_or_default();
            let otherwise = standing_otherwise(&side(&old), &side(&new));
            if !otherwise.is_empty() {
                subjects.insert(name.clone(), json!(otherwise));
            }
        }
        if !subjects.is_empty() {
            kinds.insert(kind.clone(), json!(subjects));
        }
    }
    if !kinds.is_empty() {
        stand.insert("subjects".to_owned(), json!(kinds));
    }
    Ok(json!({
        "gone": moved(after, &before, false),
        "come": moved(&before, after, true),
        "stand": stand,
    }))
}

fn list(report: &Value) -> &[Value] {
    report["findings"].as_array().map(Vec::as_slice).unwrap_or_default()
}

/// A finding without what may differ: `unmet` and `certain`.
fn plain(finding: &Value) -> Value {
    let mut finding = finding.clone();
    if let Some(map) = finding.as_object_mut() {
        map.remove("unmet");
        map.remove("certain");
    }
    finding
}

fn findings(report: &Value) -> Vec<Value> {
    list(report).iter().map(plain).collect()
}

fn count(report: &Value, finding: &Value) -> usize {
    findings(report).iter().filter(|it| *it == finding).count()
}

fn standing_otherwise(before: &Value, after: &Value) -> Map<String, Value> {
    let mut stand = Map::new();
    // Of a subject that there was not, or is not any more, there is nothing on one side.
    let all = if after.is_null() { before } else { after };
    for name in all["obligations"].as_object().into_iter().flatten().map(|(name, _)| name) {
        let (was, is) = (&before["obligations"][name], &after["obligations"][name]);
        if was != is {
            stand.insert(name.clone(), json!([was, is]));
        }
    }
    stand
}
