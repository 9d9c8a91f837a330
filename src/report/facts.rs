//! Conditions as they stand: what has come about, and what has not; now, and at a time that is past.

use crate::escape::escaped;
use crate::terms::{Condition, Standing};

use super::Sentences;

/// The time of which a condition is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tense {
    /// "client has done `x`".
    Now,
    /// "client had done `x`".
    Then,
    /// The same, after "before": "anyone had done `x`".
    Before,
}

impl Tense {
    fn has(self) -> &'static str {
        if self == Self::Now { "has" } else { "had" }
    }

    fn is(self) -> &'static str {
        if self == Self::Now { "is" } else { "was" }
    }

    /// What was so once: "was breached".
    fn was(self, not: &str) -> String {
        match self {
            Self::Now => format!("was{not}"),
            Self::Then | Self::Before => format!("had{not} been"),
        }
    }
}

impl Sentences<'_> {
    /// A condition as a statement of the present: that it holds, or that it does not.
    pub(crate) fn fact(&self, condition: &Condition, holds: bool) -> String {
        self.said(condition, holds, Tense::Now)
    }

    /// The same of a time that is past.
    pub(crate) fn fact_then(&self, condition: &Condition, holds: bool) -> String {
        self.said(condition, holds, Tense::Then)
    }

    /// A condition as something that had not come about yet: fits after "before".
    pub(crate) fn condition(&self, condition: &Condition) -> String {
        self.said(condition, true, Tense::Before)
    }

    fn said(&self, condition: &Condition, holds: bool, tense: Tense) -> String {
        let not = if holds { "" } else { " not" };
        let (has, is) = (tense.has(), tense.is());
        match condition {
            Condition::Happened { act, by, at_least, .. } => {
                let of_act = &self.terms.acts[*act];
                let each = of_act.of.filter(|_| of_act.is_open_to_each);
                let doer = match (by, &*of_act.by, each) {
                    (Some(doer), _, _) => format!("{} {has}{not}", self.doer(*doer)),
                    (None, [only], None) => format!("{} {has}{not}", self.party(*only)),
                    // What each may do counts in the subject that it is.
                    (None, [], Some(kind)) => {
                        let kind = escaped(&self.terms.kind_names[kind]);
                        format!("the `{kind}` itself {has}{not}")
                    }
                    (None, ..) if !holds => format!("nobody {has}"),
                    (None, ..) if tense == Tense::Before => format!("anyone {has}"),
                    (None, ..) => format!("somebody {has}"),
                };
                let done = self.done_act(*act);
                match at_least {
                    None => format!("{doer} {done}"),
                    Some(times) => format!("{doer} {done} (at least {times} in all)"),
                }
            }
            Condition::Stands { obligation, standing } => {
                let obligation = self.obligation(*obligation);
                match standing {
                    Standing::Lapsed => format!("{obligation} {has}{not} lapsed"),
                    Standing::Breached => format!("{obligation} {} breached", tense.was(not)),
                    Standing::Kept => format!("{obligation} {} kept", tense.was(not)),
                    Standing::InBreach => format!("{obligation} {is}{not} in breach"),
                    other => format!("{obligation} {is}{not} {}", other.as_str()),
                }
            }
            Condition::Reached(at) => format!("{} {has}{not} come", self.moment(at)),
            Condition::Between { from, to } => format!(
                "`{}` {has}{not} happened since `{}`",
                escaped(&self.terms.act_names[*from]),
                escaped(&self.terms.act_names[*to])
            ),
            Condition::Recent { act, term, .. } => format!(
                "`{}` {has}{not} happened in the last {}",
                escaped(&self.terms.act_names[*act]),
                self.term(term)
            ),
            Condition::Open(calendar) => {
                let name = escaped(&self.terms.calendars[*calendar].name);
                format!("it {is}{not} business hours in `{name}`")
            }
            Condition::Told(matching) => {
                format!("{} {} told", self.matching(matching), tense.was(not))
            }
            Condition::Elapsed { since, term } => {
                let since = self.said(since, true, Tense::Then);
                let term = self.term(term);
                let is_one = term.starts_with("one ") && !term.contains(" and ");
                let has = if has == "has" && !is_one { "have" } else { has };
                let comma = if term.contains(',') { "," } else { "" };
                format!("{term}{comma} {has}{not} passed since {since}")
            }
            Condition::Some { of, holds: asked, at_least } => {
                let kind = escaped(&self.terms.kind_names[*of]);
                let asked = self.said(asked, true, tense);
                match (holds, at_least) {
                    (true, 1) => format!("of some `{kind}` {asked}"),
                    (false, 1) => format!("of no `{kind}` {asked}"),
                    (true, many) => format!("of at least {many} `{kind}` {asked}"),
                    (false, many) => format!("of fewer than {many} `{kind}` {asked}"),
                }
            }
            Condition::Every { of, holds: asked } => {
                let kind = escaped(&self.terms.kind_names[*of]);
                let asked = self.said(asked, true, tense);
                match (holds, tense) {
                    (true, Tense::Before) => {
                        format!("the list of `{kind}` was closed, and of every one {asked}")
                    }
                    (true, _) => format!("of every `{kind}` {asked}"),
                    (false, _) => {
                        format!("the list of `{kind}` {is} open, or not of every one {asked}")
                    }
                }
            }
            Condition::All(parts) if parts.is_empty() => match tense {
                Tense::Now => "nothing is asked for".to_owned(),
                Tense::Then => "nothing was asked for".to_owned(),
                Tense::Before => "nothing at all".to_owned(),
            },
            Condition::Any(parts) if parts.is_empty() => match tense {
                Tense::Now => "what can never be is asked".to_owned(),
                Tense::Then => "what can never be was asked".to_owned(),
                Tense::Before => "what can never be".to_owned(),
            },
            Condition::All(parts) => {
                self.facts(parts, holds, tense, if holds { "and" } else { "or" })
            }
            Condition::Any(parts) => {
                self.facts(parts, holds, tense, if holds { "or" } else { "and" })
            }
            Condition::Not(part) => self.said(part, !holds, tense),
        }
    }

    /// Statements that hold together or one of them, or that fail so.
    fn facts(&self, parts: &[Condition], holds: bool, tense: Tense, with: &str) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.said(part, holds, tense)).collect();
        match &*parts {
            [only] => only.clone(),
            _ => format!("({})", parts.join(&format!(" {with} "))),
        }
    }
}
