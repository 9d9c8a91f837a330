//! What waits for what in an agreement, before anything has happened.

use servanda::report::{Prose, escaped};
use servanda::{Agreement, Condition, condition};

use crate::clocks::phrases;

/// A paragraph for each obligation: when it falls due, what its acts wait for, when it rests and ends.
pub fn told(agreement: &Agreement) -> String {
    let prose = Prose::new(agreement).with(phrases());
    let fact = |condition: &Condition| prose.fact(condition, true);
    let is_asked = |it: &&Condition| **it != condition::always() && **it != condition::never();
    let mut text = format!("{}\nwhat waits for what\n", escaped(agreement.title()));
    for id in agreement.obligations() {
        let Some(terms) = agreement.obligation_terms(id) else { continue };
        text += &format!("\n{}\n", prose.obligation(id));
        let mut points: Vec<String> = Vec::new();
        if let Some(when) = Some(terms.when()).filter(is_asked) {
            points.push(format!("falls due when {}", fact(when)));
        }
        for act in terms.acts() {
            let act_terms = agreement.act_terms(*act);
            let Some(act_terms) = act_terms.filter(|_| !terms.is_prohibition()) else { continue };
            if let Some(requires) = Some(act_terms.precondition()).filter(is_asked) {
                points.push(format!("{} may be done once {}", prose.act(*act), fact(requires)));
            }
        }
        if let Some(rests) = Some(terms.suspended_while()).filter(is_asked) {
            points.push(format!("rests while {}", fact(rests)));
        }
        if let Some(until) = Some(terms.until()).filter(is_asked) {
            points.push(format!("ends when {}", fact(until)));
        }
        if points.is_empty() {
            points.push("waits for nothing but the agreement\u{2019}s entry into force".to_owned());
        }
        for point in points {
            text += &format!("  {point}\n");
        }
    }
    text
}
