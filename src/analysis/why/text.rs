//! An explanation for people: one point a line, what it rests on below it, and after an arrow what
//! it would take.

use std::fmt;

use crate::escape::escaped;
use crate::names::{self, Ids, Names};
use crate::report::{Phrases, Prose};
use crate::time::Instant;

use super::Explanation;
use super::moves::told;
use super::reason::{Again, Join, Reason, Subject};

/// An explanation as text, to print: see [`Explanation::text`].
///
/// ```
/// use servanda::cuba::{self, Act, Party, Reading};
/// use servanda::analysis::Question;
/// use servanda::Monitor;
/// let monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// let may = Question::Act { party: Party::Us, act: Act::LiftQuarantine };
/// let why = monitor.why(&may).ok_or("not of this agreement")?;
/// println!("{}", why.text_with(&cuba::PHRASES));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct ExplanationText<'a, V: Names = Ids> {
    explanation: &'a Explanation<V>,
    prose: Prose<'a, V>,
}

impl<V: Names> fmt::Debug for ExplanationText<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ExplanationText").field(self.explanation).finish()
    }
}

impl<'a, V: Names> ExplanationText<'a, V> {
    pub(super) fn new(explanation: &'a Explanation<V>, phrases: &'a dyn Phrases) -> Self {
        Self { explanation, prose: Prose::new(&explanation.agreement).with(phrases) }
    }
}

impl<V: Names> ExplanationText<'_, V> {
    /// Its lines, each with how deep it stands.
    pub(crate) fn lines(&self) -> Vec<(usize, String)> {
        let agreement = &self.explanation.agreement;
        let is_past = matches!(self.explanation.reason.subject, Subject::Finding(_));
        let text = Text { prose: &self.prose, date: agreement.terms().start(), is_past };
        let mut lines = Vec::new();
        text.point(&mut lines, &self.explanation.reason, None, 0);
        lines
    }
}

impl<V: Names> fmt::Display for ExplanationText<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (depth, line) in self.lines() {
            writeln!(f, "{:indent$}{line}", "", indent = depth.saturating_mul(2))?;
        }
        Ok(())
    }
}

impl<V: Names> fmt::Display for Explanation<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text().fmt(f)
    }
}

struct Text<'a, V: Names> {
    prose: &'a Prose<'a, V>,
    date: Instant,
    /// Whether it tells how things stood when something was found, not how they stand.
    is_past: bool,
}

impl<V: Names> Text<'_, V> {
    fn point(
        &self,
        lines: &mut Vec<(usize, String)>,
        reason: &Reason<V>,
        within: Option<&names::Subject<V>>,
        depth: usize,
    ) {
        let mut line = self.statement(reason) + &self.dated(reason);
        let names_it = matches!(reason.subject, Subject::Finding(_));
        if let Some(subject) = reason.of.as_ref().filter(|of| Some(*of) != within && !names_it) {
            line = format!("{}: {line}", self.prose.subject(subject));
        }
        line += match reason.again {
            Some(Again::Circle) => ": here the circle closes, it waits for itself",
            Some(Again::Told) => ": told elsewhere",
            Some(Again::Deeper) => ": and so on, further than is told here",
            None => "",
        };
        if !reason.cites.is_empty() {
            line += &format!(" [{}]", escaped(&reason.cites.join(", ")));
        }
        lines.push((depth, line));
        let below = depth.saturating_add(1);
        if reason.join == Join::Any && reason.because.len() > 1 {
            let would_do = match self.is_past {
                true => "any one of these would have done:",
                false => "any one of these would do:",
            };
            lines.push((below, would_do.to_owned()));
        }
        for point in &reason.because {
            self.point(lines, point, reason.of.as_ref(), below);
        }
        for (number, step) in reason.takes.iter().enumerate() {
            let begin = if number == 0 { self.takes() } else { "and then" };
            lines.push((below, format!("→ {begin} {}", told(self.prose, step))));
        }
        let is_only = reason.takes.is_empty() && reason.because.is_empty();
        for (number, step) in reason.instead.iter().enumerate() {
            let begin = if number == 0 && is_only { self.takes() } else { "or, instead," };
            lines.push((below, format!("→ {begin} {}", told(self.prose, step))));
        }
    }

    fn takes(&self) -> &'static str {
        if self.is_past { "it took" } else { "it takes" }
    }

    fn statement(&self, reason: &Reason<V>) -> String {
        let not = if reason.holds { "" } else { " not" };
        let is = if self.is_past { "was" } else { "is" };
        match &reason.subject {
            Subject::Obligation { obligation, status, cause } => {
                let obligation = self.prose.obligation(*obligation);
                match cause {
                    Some(cause) => format!("{obligation} {is} {status} ({cause})"),
                    None => format!("{obligation} {is} {status}"),
                }
            }
            Subject::May { act, party: Some(party) } if self.is_past => {
                let (party, act) = (self.prose.party(*party), self.prose.act(*act));
                format!("{party} was{not} allowed to do {act} then")
            }
            Subject::May { act, party: None } if self.is_past => {
                format!("{} was{not} to be done yet", self.prose.act(*act))
            }
            Subject::May { act, party: Some(party) } => {
                format!("{} may{not} do {} now", self.prose.party(*party), self.prose.act(*act))
            }
            Subject::May { act, party: None } => {
                format!("{} may{not} be done yet", self.prose.act(*act))
            }
            Subject::Condition(condition) if self.is_past => {
                self.prose.fact_then(condition, reason.holds)
            }
            Subject::Condition(condition) => self.prose.fact(condition, reason.holds),
            Subject::Many { kind, opened, holding } => {
                let list = if reason.holds { "closed" } else { "open" };
                let (are, held) = if self.is_past { ("were", "held") } else { ("are", "holds") };
                let kind = self.prose.kind(*kind);
                let holding = match holding {
                    Some(0) => format!(", of none of them it {held}"),
                    Some(all) if all == opened => format!(", of all of them it {held}"),
                    Some(some) => format!(", of {some} of them it {held}"),
                    None => String::new(),
                };
                format!("of {kind} there {are} {opened}{holding}; the list {is} {list}")
            }
            Subject::InForce => format!("the agreement {is}{not} in force"),
            Subject::Finding(finding) => {
                format!("{}: {}", finding.kind(), self.prose.finding(finding))
            }
        }
    }

    /// Since when, and by which events; what was never otherwise goes without saying.
    fn dated(&self, reason: &Reason<V>) -> String {
        let is_finding = matches!(reason.subject, Subject::Finding(_));
        let since = match reason.since {
            Some(since) if is_finding => format!(", {}", self.prose.instant(since)),
            Some(since) if since > self.date => format!(", since {}", self.prose.instant(since)),
            None if reason.is_datable() => ", since when is not known".to_owned(),
            _ => String::new(),
        };
        let places: Vec<String> = reason.events.iter().map(u64::to_string).collect();
        let places = match &*places {
            [] => String::new(),
            [only] => format!(" (event {only})"),
            several => format!(" (events {})", several.join(", ")),
        };
        since + &places
    }
}
