//! Conditions as they stand: what has come about, and what has not.

use crate::escape::escaped;
use crate::terms::{Condition, Standing};

use super::Sentences;

impl Sentences<'_> {
    /// A condition as a statement of the present: that it holds, or that it does not.
    pub(crate) fn fact(&self, condition: &Condition, holds: bool) -> String {
        let not = if holds { "" } else { " not" };
        match condition {
            Condition::Happened { act, by, at_least, .. } => {
                let doer = match (by, &*self.terms.acts[*act].by) {
                    (Some(doer), _) => format!("{} has{not}", self.doer(*doer)),
                    (None, [only]) => format!("{} has{not}", self.party(*only)),
                    (None, _) if holds => "somebody has".to_owned(),
                    (None, _) => "nobody has".to_owned(),
                };
                let name = &self.terms.act_names[*act];
                let done = self
                    .phrases
                    .act(name)
                    .map_or_else(|| format!("done `{}`", escaped(name)), str::to_owned);
                match at_least {
                    None => format!("{doer} {done}"),
                    Some(times) => format!("{doer} {done} (at least {times} in all)"),
                }
            }
            Condition::Stands { obligation, standing } => {
                let obligation = self.obligation(*obligation);
                match standing {
                    Standing::Lapsed => format!("{obligation} has{not} lapsed"),
                    Standing::Breached => format!("{obligation} was{not} breached"),
                    Standing::Kept => format!("{obligation} was{not} kept"),
                    Standing::InBreach => format!("{obligation} is{not} in breach"),
                    other => format!("{obligation} is{not} {}", other.as_str()),
                }
            }
            Condition::Reached(at) => format!("{} has{not} come", self.moment(at)),
            Condition::Between { from, to } => format!(
                "`{}` has{not} happened since `{}`",
                self.terms.act_names[*from], self.terms.act_names[*to]
            ),
            Condition::Recent { act, term, .. } => {
                let term = self.term(term);
                format!("`{}` has{not} happened in the last {term}", self.terms.act_names[*act])
            }
            Condition::Open(calendar) => {
                let name = escaped(&self.terms.calendars[*calendar].name);
                format!("it is{not} business hours in `{name}`")
            }
            Condition::Told(matching) => format!("{} was{not} told", self.matching(matching)),
            Condition::Elapsed { since, term } => {
                format!("{} has{not} passed since {}", self.term(term), self.condition(since))
            }
            Condition::Some { of, holds: asked, at_least } => {
                let kind = escaped(&self.terms.kind_names[*of]);
                let asked = self.fact(asked, true);
                match (holds, at_least) {
                    (true, 1) => format!("of some `{kind}` {asked}"),
                    (false, 1) => format!("of no `{kind}` {asked}"),
                    (true, many) => format!("of at least {many} `{kind}` {asked}"),
                    (false, many) => format!("of fewer than {many} `{kind}` {asked}"),
                }
            }
            Condition::Every { of, holds: asked } => {
                let kind = escaped(&self.terms.kind_names[*of]);
                let asked = self.fact(asked, true);
                match holds {
                    true => format!("of every `{kind}` {asked}"),
                    false => format!("the list of `{kind}` is open, or not of every one {asked}"),
                }
            }
            Condition::All(parts) if parts.is_empty() => "nothing is asked for".to_owned(),
            Condition::Any(parts) if parts.is_empty() => "what can never be is asked".to_owned(),
            Condition::All(parts) => self.facts(parts, holds, if holds { "and" } else { "or" }),
            Condition::Any(parts) => self.facts(parts, holds, if holds { "or" } else { "and" }),
            Condition::Not(part) => self.fact(part, !holds),
        }
    }

    /// Statements that hold together or one of them, or that fail so.
    fn facts(&self, parts: &[Condition], holds: bool, with: &str) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.fact(part, holds)).collect();
        match &*parts {
            [only] => only.clone(),
            _ => format!("({})", parts.join(&format!(" {with} "))),
        }
    }
}
