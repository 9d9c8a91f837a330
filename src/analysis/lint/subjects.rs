//! What is wrong with kinds of subjects, or worth a second look: how they open, how their lists close, and
//! what is owed in each.

use crate::names::{ActId, KindId, ObligationId};
use crate::terms::{
    Act, Condition, Deadline, Moment, Obligation, Opening, PeriodsFrom, Shift, Standing, Terms,
    ToldName, Unnamed,
};

use super::conditions::{self, Placed, is_no_longer, place_of};
use super::standoff::Blocked;
use super::{Lint, LintKind, Said, Severity, Topic};

pub(super) fn lints(terms: &Terms, blocked: &Blocked<'_>) -> Vec<Lint> {
    let mut lints: Vec<Said> = Vec::new();
    for id in terms.kinds.keys() {
        lints.extend(unopened(terms, blocked, id));
        lints.extend(periods_go_on(terms, blocked, id));
    }
    for Placed { place, topic, condition } in conditions::all(terms) {
        lints.extend(list_never_closes(terms, blocked, &place, &topic, condition));
    }
    for (id, act) in terms.acts.iter() {
        // What can never be done is told elsewhere.
        lints.extend(empty_subject(terms, id, act).filter(|_| !blocked.act(id)));
    }
    for (id, obligation) in terms.obligations.iter() {
        lints.extend(one_act_for_all(terms, id, obligation));
        lints.extend(deadline_past_period(terms, id, obligation));
    }
    lints.into_iter().map(Said::lint).collect()
}

/// A kind of which no subject can come to be, as far as the terms alone tell.
fn unopened(terms: &Terms, blocked: &Blocked<'_>, id: KindId) -> Option<Said> {
    let kind = &terms.kind_names[id];
    let (key, why) = match terms.kinds[id].terms.opening() {
        Opening::EachOf(_) => return None,
        Opening::Periods(periods) => {
            let begins = match periods.from() {
                PeriodsFrom::EntryIntoForce | PeriodsFrom::At(_) | PeriodsFrom::Day(_) => true,
                PeriodsFrom::When(from) => blocked.can_hold(from),
            };
            if !begins {
                ("from", "it can never be from when they begin")
            } else if periods.end().is_always() {
                ("ends_when", "their list is closed from the start")
            } else if blocked.entry() {
                ("every", "the agreement never enters into force within the rules")
            } else {
                return None;
            }
        }
        Opening::ByActs { acts, closes_when } => {
            if closes_when.is_always() {
                ("closes_when", "its list is closed from the start")
            } else if acts.iter().all(|act| blocked.act(*act)) {
                ("opened_by", "none of the acts that open one can ever be done in order")
            } else {
                return None;
            }
        }
    };
    Some(Said {
        kind: LintKind::UnopenedKind,
        severity: Severity::Error,
        place: format!("subjects.{kind}.{key}"),
        topic: Topic::Kind(id),
        message: format!("no `{kind}` ever opens: {why}"),
        advice: "change the condition, or take the kind out with all that is of it".to_owned(),
    })
}

/// Whether the list of a kind can close before the agreement has terminated, as far as the terms alone tell.
fn can_close(terms: &Terms, blocked: &Blocked<'_>, id: KindId) -> bool {
    match terms.kinds[id].terms.opening() {
        Opening::EachOf(_) => true,
        Opening::Periods(periods) => periods.times().is_some() || blocked.can_hold(periods.end()),
        Opening::ByActs { closes_when, .. } => blocked.can_hold(closes_when),
    }
}

fn is_of_periods(terms: &Terms, id: KindId) -> bool {
    matches!(terms.kinds[id].terms.opening(), Opening::Periods(_))
}

/// How a list is closed, by its key.
fn closing_key(terms: &Terms, id: KindId) -> &'static str {
    match is_of_periods(terms, id) {
        true => "`times` or `ends_when`",
        false => "`closes_when`",
    }
}

/// Something that waits for each subject of a list that never closes.
fn list_never_closes(
    terms: &Terms,
    blocked: &Blocked<'_>,
    place: &str,
    topic: &Topic,
    condition: &Condition,
) -> Option<Said> {
    let id = waited_for(condition).into_iter().find(|id| {
        // With the agreement the list of periods ends, too.
        let ends = is_of_periods(terms, *id) && blocked.can_hold(&terms.ends.terminates_when);
        !ends && !can_close(terms, blocked, *id)
    })?;
    let kind = &terms.kind_names[id];
    Some(Said {
        kind: LintKind::ListNeverCloses,
        severity: Severity::Warning,
        place: place.to_owned(),
        topic: topic.clone(),
        message: format!(
            "it waits for `every` `{kind}`, which holds of no list that is open, and nothing closes this one"
        ),
        advice: format!(
            "say with {} from when on no further `{kind}` opens, or ask that not `some` is otherwise",
            closing_key(terms, id),
        ),
    })
}

/// The kinds of whose subjects a condition asks for each.
fn waited_for(condition: &Condition) -> Vec<KindId> {
    let own = match condition {
        Condition::Every { of, .. } => Some(*of),
        _ => None,
    };
    own.into_iter().chain(condition.parts().iter().flat_map(waited_for)).collect()
}

/// Periods that only the agreement's termination ends, where nothing says what settles it.
fn periods_go_on(terms: &Terms, blocked: &Blocked<'_>, id: KindId) -> Option<Said> {
    let goes_on = is_of_periods(terms, id) && !can_close(terms, blocked, id);
    (goes_on && terms.ends.settled_when.is_none()).then(|| {
        let kind = &terms.kind_names[id];
        Said {
            kind: LintKind::PeriodsGoOn,
            severity: Severity::Advice,
            place: format!("subjects.{kind}"),
            topic: Topic::Kind(id),
            message: format!(
                "one `{kind}` follows the other without end, so no run is ever settled"
            ),
            advice:
                "say with `times` or `ends_when` which is the last, or with `settled_when` what \
                     settles the agreement"
                    .to_owned(),
        }
    })
}

/// An act that opens a subject and asks for what can't have come about in one that has just opened.
fn empty_subject(terms: &Terms, id: ActId, act: &Act) -> Option<Said> {
    let of = act.of.filter(|of| terms.kinds[*of].terms.is_opened_by(&id))?;
    if can_hold_at_first(terms, of, &act.requires) {
        return None;
    }
    let kind = &terms.kind_names[of];
    Some(Said {
        kind: LintKind::EmptySubject,
        severity: Severity::Warning,
        place: format!("acts.{}.requires", terms.act_names[id]),
        topic: Topic::Act(id),
        message: format!(
            "it opens a `{kind}`, and asks for what can't have come about in that one, which has only opened"
        ),
        advice: format!("say with `some` what is to hold of another `{kind}`"),
    })
}

/// Whether a condition can hold in a subject in which nothing has happened yet. What is not its own can.
fn can_hold_at_first(terms: &Terms, kind: KindId, condition: &Condition) -> bool {
    let is_own = |act: &ActId| terms.acts[*act].of == Some(kind);
    let can_hold = |part: &Condition| can_hold_at_first(terms, kind, part);
    match condition {
        Condition::Happened { at_least: Some(least), .. } if least.whole() == 0 => true,
        Condition::Happened { act, .. }
        | Condition::Recent { act, .. }
        | Condition::Between { from: act, .. } => !is_own(act),
        Condition::Stands { obligation, standing } => {
            let is_own = terms.obligations[*obligation].of == Some(kind);
            // An obligation falls due or lapses at once, and has come to nothing else.
            !is_own
                || matches!(
                    standing,
                    Standing::Dormant
                        | Standing::Due
                        | Standing::Suspended
                        | Standing::Lapsed
                        | Standing::Closed
                )
        }
        Condition::Told(matching) => {
            !matching.iter().any(|(name, _)| is_told_in(terms, kind, name))
        }
        Condition::Reached(Moment::Told { name, .. }) => !is_told_in(terms, kind, name),
        // It counts from the opening on at the earliest, if it names anything of the subject's own.
        Condition::Elapsed { since, .. } => can_hold(since),
        Condition::All(parts) => parts.iter().all(can_hold),
        Condition::Any(parts) => parts.iter().any(can_hold),
        Condition::Reached(Moment::At(_) | Moment::Day { .. })
        | Condition::Open(_)
        | Condition::Not(_)
        | Condition::Some { .. }
        | Condition::Every { .. } => true,
    }
}

/// Whether it is an act of a kind that tells this.
fn is_told_in(terms: &Terms, kind: KindId, name: &ToldName) -> bool {
    name.told().is_some_and(|told| terms.told[*told].of == Some(kind))
}

/// A duty of each subject that an act of the run discharges, in all of them at once.
fn one_act_for_all(terms: &Terms, id: ObligationId, obligation: &Obligation) -> Option<Said> {
    let of = obligation.of?;
    let duty = obligation.performance().filter(|_| obligation.binding)?;
    let act = duty.acts.iter().find(|act| terms.acts[**act].of.is_none())?;
    // Who counts means to share out.
    let is_counted = duty.quantity.is_some() || terms.acts[*act].unit().is_some();
    let (act, kind) = (&terms.act_names[*act], &terms.kind_names[of]);
    Some(Said {
        kind: LintKind::OneActForAll,
        severity: if is_counted { Severity::Warning } else { Severity::Advice },
        place: place_of(terms, id, "perform"),
        topic: Topic::Obligation(id),
        message: format!(
            "one and the same `{act}` is counted, in full, in every `{kind}` that is open"
        ),
        advice: format!(
            "let `{act}` be `of` the kind if each `{kind}` is to have its own; `unnamed` says where one \
             goes that names none"
        ),
    })
}

/// A deadline past its period's end, where an act then already goes to the next period.
fn deadline_past_period(terms: &Terms, id: ObligationId, obligation: &Obligation) -> Option<Said> {
    let of = obligation.of?;
    let Opening::Periods(periods) = terms.kinds[of].terms.opening() else { return None };
    let duty = obligation.performance()?;
    let goes_on = |act: &ActId| terms.acts[*act].unnamed == Some(Unnamed::Current);
    if !duty.acts.iter().any(goes_on) {
        return None;
    }
    let key = match obligation.deadline()? {
        Deadline::At(Moment::Told { name: ToldName::End, shift })
            if !matches!(shift, Some(Shift::Before(_))) =>
        {
            "at"
        }
        // It falls due when the period begins, or later.
        Deadline::Within(within) if is_no_longer(periods.every(), within) => "within",
        Deadline::At(_) | Deadline::Within(_) => return None,
    };
    let kind = &terms.kind_names[of];
    Some(Said {
        kind: LintKind::DeadlinePastPeriod,
        severity: Severity::Warning,
        place: place_of(terms, id, key),
        topic: Topic::Obligation(id),
        message: format!(
            "its deadline is not before the `{kind}` ends, and what is done from then on goes to the next \
             one (`current`)"
        ),
        advice: "set the deadline before the end, or let the act go to the `oldest`".to_owned(),
    })
}
