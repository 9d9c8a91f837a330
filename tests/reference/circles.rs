//! Circles of resting, which make an agreement an error (section 4).

use super::condition::Condition;
use super::document::Agreement;
use super::obligation::Obligation;

/// Refuses an agreement in which an obligation comes back to itself by way of
/// what it rests on.
pub(crate) fn none_of_resting(agreement: &Agreement) -> Result<(), String> {
    let mut clear = Vec::new();
    for obligation in &agreement.obligations {
        follow(agreement, &obligation.name, &mut Vec::new(), &mut clear)?;
    }
    Ok(())
}

/// Walks on from `name`, which was reached along `path`. What is `clear` has
/// been walked from already and led into no circle.
fn follow<'a>(
    agreement: &'a Agreement,
    name: &'a str,
    path: &mut Vec<&'a str>,
    clear: &mut Vec<&'a str>,
) -> Result<(), String> {
    if let Some(start) = path.iter().position(|passed| *passed == name) {
        let circle = [&path[start..], &[name]].concat().join("` rests on `");
        return Err(format!("a circle of resting: `{circle}`"));
    }
    if clear.contains(&name) {
        return Ok(());
    }
    path.push(name);
    for next in rests_on(agreement, agreement.obligation(name)) {
        follow(agreement, next, path, clear)?;
    }
    path.pop();
    clear.push(name);
    Ok(())
}

/// The obligations whose `due` or `suspended` is mentioned, anywhere, in the
/// obligation's `suspended_while` or in the precondition of what it performs.
fn rests_on<'a>(agreement: &'a Agreement, obligation: &'a Obligation) -> Vec<&'a str> {
    let precondition = obligation.performs().map(|act| &agreement.act(act).requires);
    std::iter::once(&obligation.suspended_while)
        .chain(precondition)
        .flat_map(Condition::parts)
        .filter_map(|part| match part {
            Condition::Stands { word, obligation } if word == "due" || word == "suspended" => {
                Some(obligation.as_str())
            }
            _ => None,
        })
        .collect()
}
