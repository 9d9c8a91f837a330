//! What waits for what in an agreement, before anything has happened.

use serde::Serialize;
use servanda::names::{ActId, ObligationId, Text};
use servanda::report::{Prose, escaped};
use servanda::{Agreement, Condition, condition};

use crate::clocks::phrases;

/// What an obligation and its acts wait for; none of what always holds, or never.
struct Waiting {
    obligation: ObligationId,
    when: Option<Condition>,
    /// The preconditions of its acts.
    requires: Vec<(ActId, Condition)>,
    suspended_while: Option<Condition>,
    until: Option<Condition>,
}

fn all(agreement: &Agreement) -> impl Iterator<Item = Waiting> {
    let asked = |it: &Condition| {
        let is_asked = *it != condition::always() && *it != condition::never();
        is_asked.then(|| it.clone())
    };
    agreement.obligations().filter_map(move |obligation| {
        let terms = agreement.obligation_terms(obligation)?;
        let acts = terms.acts().iter().filter(|_| !terms.is_prohibition());
        let requires =
            acts.filter_map(|act| Some((*act, asked(agreement.act_terms(*act)?.precondition())?)));
        Some(Waiting {
            obligation,
            when: asked(terms.when()),
            requires: requires.collect(),
            suspended_while: asked(terms.suspended_while()),
            until: asked(terms.until()),
        })
    })
}

/// A paragraph for each obligation: when it falls due, what its acts wait for, when it rests and ends.
pub fn told(agreement: &Agreement) -> String {
    let prose = Prose::new(agreement).with(phrases());
    let fact = |condition: &Condition| prose.fact(condition, true);
    let mut text = format!("{}\nwhat waits for what\n", escaped(agreement.title()));
    for Waiting { obligation, when, requires, suspended_while, until } in all(agreement) {
        text += &format!("\n{}\n", prose.obligation(obligation));
        let mut points: Vec<String> = Vec::new();
        points.extend(when.map(|it| format!("falls due when {}", fact(&it))));
        let acts = requires.into_iter();
        points.extend(acts.map(|(act, requires)| {
            format!("{} may be done once {}", prose.act(act), fact(&requires))
        }));
        points.extend(suspended_while.map(|it| format!("rests while {}", fact(&it))));
        points.extend(until.map(|it| format!("ends when {}", fact(&it))));
        if points.is_empty() {
            points.push("waits for nothing but the agreement\u{2019}s entry into force".to_owned());
        }
        for point in points {
            text += &format!("  {point}\n");
        }
    }
    text
}

/// The same for machines.
#[derive(Serialize)]
pub struct Written<'a> {
    title: &'a str,
    waiting: Vec<WrittenWaiting<'a>>,
}

#[derive(Serialize)]
struct WrittenWaiting<'a> {
    obligation: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<Condition<Text>>,
    acts: Vec<WrittenAct<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suspended_while: Option<Condition<Text>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Condition<Text>>,
}

#[derive(Serialize)]
struct WrittenAct<'a> {
    act: &'a str,
    requires: Option<Condition<Text>>,
}

impl<'a> Written<'a> {
    pub fn of(agreement: &'a Agreement) -> Self {
        let spelled = |condition: &Condition| condition.spelled(agreement);
        let waiting = all(agreement).map(|it| WrittenWaiting {
            obligation: agreement.obligation_name(it.obligation).unwrap_or_default(),
            when: it.when.as_ref().and_then(spelled),
            acts: it
                .requires
                .iter()
                .map(|(act, requires)| WrittenAct {
                    act: agreement.act_name(*act).unwrap_or_default(),
                    requires: spelled(requires),
                })
                .collect(),
            suspended_while: it.suspended_while.as_ref().and_then(spelled),
            until: it.until.as_ref().and_then(spelled),
        });
        Self { title: agreement.title(), waiting: waiting.collect() }
    }
}
