//! Moves as clauses.

use crate::names::Names;
use crate::report::Prose;
use crate::terms::Decimal;

use super::reason::Move;

/// A move as a clause: "the Soviet Union doing `remove-weapons`, 42 more".
pub(in crate::analysis) fn told<V: Names>(prose: &Prose<'_, V>, step: &Move<V>) -> String {
    let parties = |parties: &[V::Party], with: &str| -> String {
        let parties: Vec<String> = parties.iter().map(|party| prose.party(*party)).collect();
        parties.join(with)
    };
    match step {
        Move::Act { by, act, quantity, deadline, breaks } => {
            let mut text = format!("{} doing {}", parties(by, " or "), prose.act(*act));
            if quantity.get() > 1 {
                let agreement = prose.agreement();
                let id = agreement.lexicon().act_id(*act);
                let unit = id.and_then(|id| agreement.terms().acts[id].unit.as_ref());
                let quantity = Decimal::of_whole(quantity.get(), unit);
                text.push_str(&format!(", {quantity} more"));
            }
            if let Some(deadline) = deadline {
                text.push_str(&format!(", by {}", prose.instant(*deadline)));
            }
            if !breaks.is_empty() {
                let broken: Vec<String> =
                    breaks.iter().map(|broken| prose.obligation(*broken)).collect();
                text.push_str(&format!(", which breaks {}", broken.join(" and ")));
            }
            text
        }
        Move::Attest { by, obligation } => {
            format!("{} attesting {}", prose.party(*by), prose.obligation(*obligation))
        }
        Move::Deny { by, obligation } => {
            format!("{} denying {}", prose.party(*by), prose.obligation(*obligation))
        }
        Move::Release { by, obligation } => {
            format!("{} releasing {}", prose.party(*by), prose.obligation(*obligation))
        }
        Move::Waive { by, act } => {
            let all = prose.agreement().parties().len();
            let by = match by.len() {
                many if many > 2 && many == all => "all parties".to_owned(),
                _ => parties(by, " and "),
            };
            format!("{by} waiving what {} waits for", prose.act(*act))
        }
        Move::Wait { until } => format!("time, until {}", prose.instant(*until)),
        Move::WaitFor { term } => format!("time, {} from then", prose.term(term)),
        Move::Miss { obligation, deadline } => format!(
            "time to pass {} before {} is done",
            prose.instant_of(*obligation, *deadline),
            prose.obligation(*obligation)
        ),
        Move::Impossible => "what can no longer be".to_owned(),
    }
}
