//! What reads as if something else were meant: words that are each in order, and come to what hardly anybody
//! signs knowingly.

use crate::names::{ActId, ObligationId, PartyId, ToldId};
use crate::terms::{
    Act, Condition, Deadline, Duty, EarlyActs, Figure, Obligation, Standing, Terms, ToldName, Who,
};
use crate::time::Span;

use super::super::durations::{self, PlacedTerm};
use super::conditions::{self, Placed, is_no_longer, place_of};
use super::{Lint, LintKind, Said, Severity, Topic};

pub(super) fn lints(terms: &Terms) -> Vec<Lint> {
    let mut lints: Vec<Said> = Vec::new();
    for (id, act) in terms.acts.iter() {
        lints.extend(only_ends(terms, id, act));
    }
    for (id, obligation) in terms.obligations.iter() {
        lints.extend(deadline_never_fires(terms, id, obligation));
        lints.extend(one_act_two_duties(terms, id, obligation));
        lints.extend(behind_own_act(terms, id, obligation));
        lints.extend(own_figure(terms, id, obligation));
        lints.extend(only_first_time(terms, id, obligation));
    }
    each_condition(terms, &mut |place, topic, condition| {
        lints.extend(kept(terms, place, topic, condition));
    });
    for (id, act) in terms.acts.iter() {
        lints.extend(breached_for_good(terms, id, act));
    }
    lints.extend(months_in_utc(terms));
    lints.into_iter().map(Said::lint).collect()
}

/// The parts of a condition that must all hold.
fn conjuncts(condition: &Condition) -> Vec<&Condition> {
    match condition {
        Condition::All(parts) => parts.iter().flat_map(conjuncts).collect(),
        part => vec![part],
    }
}

/// A precondition that holds at first and at some time no longer. Who comes too late is told that it was
/// too early.
fn only_ends(terms: &Terms, id: ActId, act: &Act) -> Option<Said> {
    let ends = |part: &&Condition| match part {
        Condition::Not(ended) => {
            matches!(**ended, Condition::Reached(_) | Condition::Elapsed { .. })
        }
        _ => false,
    };
    conjuncts(&act.requires).into_iter().find(ends)?;
    Some(Said {
        kind: LintKind::OnlyEnds,
        severity: Severity::Warning,
        place: format!("acts.{}.requires", terms.act_names[id]),
        topic: Topic::Act(id),
        message:
            "time only ever ends this precondition: whoever acts too late is told that it was \
                  premature"
                .to_owned(),
        advice: "say with `expires_when` what ends the time in which it may be done".to_owned(),
    })
}

/// A deadline that what ends or suspends its duty always comes before, or that lies past the end of time.
fn deadline_never_fires(terms: &Terms, id: ObligationId, obligation: &Obligation) -> Option<Said> {
    let deadline = obligation.deadline()?;
    let why = if obligation.suspended_while.is_always() || rests_for_good(obligation) {
        "the duty is suspended whenever it would run"
    } else if is_past_the_end(terms, deadline) {
        "it lies past the last instant that there is"
    } else if ends_before(deadline, &obligation.when, &obligation.until) {
        "the duty has ended by then"
    } else if !obligation.survives
        && ends_before(deadline, &obligation.when, &terms.ends.terminates_when)
    {
        "the agreement has terminated by then"
    } else {
        return None;
    };
    let key = match deadline {
        Deadline::Within(_) => "within",
        Deadline::At(_) => "at",
    };
    Some(Said {
        kind: LintKind::DeadlineNeverFires,
        severity: Severity::Warning,
        place: place_of(terms, id, key),
        topic: Topic::Obligation(id),
        message: format!("its deadline can never fire: {why}"),
        advice: "set an earlier deadline, or let the duty last until it".to_owned(),
    })
}

/// Whether it rests from when it falls due, for what brought it about is what suspends it, and stays.
fn rests_for_good(obligation: &Obligation) -> bool {
    obligation.suspended_while == obligation.when && obligation.when.is_for_good()
}

fn is_past_the_end(terms: &Terms, deadline: &Deadline) -> bool {
    match (deadline, terms.date) {
        (Deadline::Within(term), Some(date)) => {
            term.plain().is_some_and(|span| date.after(span).is_none())
        }
        _ => false,
    }
}

/// Whether an end always comes at the deadline or before it: at an instant, or so long after the very
/// condition from which the deadline counts.
fn ends_before(deadline: &Deadline, when: &Condition, end: &Condition) -> bool {
    match (deadline, end) {
        (_, Condition::Any(ends)) => ends.iter().any(|end| ends_before(deadline, when, end)),
        (Deadline::At(at), Condition::Reached(end)) => match (at.written(), end.written()) {
            (Some(at), Some(end)) => end <= at,
            _ => false,
        },
        (Deadline::Within(within), Condition::Elapsed { since, term }) => {
            **since == *when && is_no_longer(term, within)
        }
        _ => false,
    }
}

/// Two duties of one debtor that one and the same event discharges. (Where they ask for different quantities
/// of it, they are stages.)
fn one_act_two_duties(terms: &Terms, id: ObligationId, obligation: &Obligation) -> Option<Said> {
    let duty = obligation.performance()?;
    let earlier = terms.obligations.iter().take_while(|(other, _)| *other != id);
    let (twin, act) = earlier.into_iter().find_map(|(twin, other)| {
        let others = other.performance()?;
        let may_meet = other.binding
            && obligation.binding
            && other.debtor == obligation.debtor
            && other.when == obligation.when
            && others.quantity == duty.quantity
            && others.matching == duty.matching
            && others.early == EarlyActs::Count;
        let act = duty.acts.iter().find(|act| others.acts.contains(act)).filter(|_| may_meet)?;
        Some((twin, *act))
    })?;
    let twin = &terms.obligation_names[twin];
    let act = &terms.act_names[act];
    Some(Said {
        kind: LintKind::OneActTwoDuties,
        severity: Severity::Advice,
        place: place_of(terms, id, "perform"),
        topic: Topic::Obligation(id),
        message: format!("one and the same `{act}` is taken for this duty and for `{twin}`"),
        advice: "give each an act of its own, or tell them apart with `where`, if both are owed"
            .to_owned(),
    })
}

/// `discharged` and not `breached`, which is what `kept` says.
fn kept(terms: &Terms, place: &str, topic: &Topic, condition: &Condition) -> Option<Said> {
    let Condition::All(parts) = condition else { return None };
    let stands = |part: &Condition, wanted| match part {
        Condition::Stands { obligation, standing } if *standing == wanted => Some(*obligation),
        _ => None,
    };
    let discharged = parts.iter().filter_map(|part| stands(part, Standing::Discharged));
    let never_breached = |id: &ObligationId| {
        parts.iter().any(|part| match part {
            Condition::Not(part) => stands(part, Standing::Breached) == Some(*id),
            _ => false,
        })
    };
    let id = discharged.into_iter().find(never_breached)?;
    let name = &terms.obligation_names[id];
    Some(Said {
        kind: LintKind::Kept,
        severity: Severity::Advice,
        place: place.to_owned(),
        topic: topic.clone(),
        message: format!("`{name}` discharged and never breached is what `kept` says"),
        advice: format!("say `kept: {name}`"),
    })
}

/// A precondition that a breach takes away for good, though the duty is made good since.
fn breached_for_good(terms: &Terms, id: ActId, act: &Act) -> Option<Said> {
    let breached = |part: &&Condition| match part {
        Condition::Not(part) => {
            matches!(**part, Condition::Stands { standing: Standing::Breached, .. })
        }
        part => matches!(part, Condition::Stands { standing: Standing::Breached, .. }),
    };
    let part = conjuncts(&act.requires).into_iter().find(breached)?;
    let (is_barred, of) = match part {
        Condition::Not(part) => (true, &**part),
        part => (false, part),
    };
    let Condition::Stands { obligation, .. } = of else { return None };
    let name = &terms.obligation_names[*obligation];
    let message = match is_barred {
        true => {
            format!("once `{name}` was breached it may never be done, though that is made good")
        }
        false => {
            format!("once `{name}` was breached it may always be done, though that is made good")
        }
    };
    Some(Said {
        kind: LintKind::BreachedForGood,
        severity: Severity::Advice,
        place: format!("acts.{}.requires", terms.act_names[id]),
        topic: Topic::Act(id),
        message,
        advice: format!(
            "say `in_breach: {name}` if it is to hold only as long as that stands breached"
        ),
    })
}

/// A duty whose act waits for another one, which its debtor alone can do and does not owe: it rests, and is
/// never late, for as long as the debtor likes.
fn behind_own_act(terms: &Terms, id: ObligationId, obligation: &Obligation) -> Option<Said> {
    let duty = obligation.performance().filter(|_| obligation.binding)?;
    let debtor = *obligation.debtor.named()?;
    let waits_for = |act: &ActId| {
        conjuncts(&terms.acts[*act].requires).into_iter().find_map(|part| match part {
            Condition::Happened { act, .. } if is_free_for(terms, *act, debtor) => Some(*act),
            _ => None,
        })
    };
    let mut all: Vec<Option<ActId>> = duty.acts.iter().map(waits_for).collect();
    let first = all.pop().flatten().filter(|_| all.iter().all(Option::is_some))?;
    let first = &terms.act_names[first];
    let debtor = &terms.parties[debtor].name;
    Some(Said {
        kind: LintKind::BehindOwnAct,
        severity: Severity::Advice,
        place: place_of(terms, id, "perform"),
        topic: Topic::Obligation(id),
        message: format!(
            "it waits for `{first}`, which only `{debtor}` can do and nobody owes: as long as that is \
             left undone, this is never late"
        ),
        advice: format!("make `{first}` a duty with a deadline, or don't wait for it"),
    })
}

/// Whether only this party can do the act, and no duty to perform it binds.
fn is_free_for(terms: &Terms, act: ActId, party: PartyId) -> bool {
    let is_owed = terms
        .obligations
        .values()
        .any(|it| it.binding && it.performance().is_some_and(|duty| duty.acts.contains(&act)));
    terms.acts[act].by == [party] && !is_owed
}

/// A figure that nobody but the debtor tells.
fn own_figure(terms: &Terms, id: ObligationId, obligation: &Obligation) -> Option<Said> {
    let debtor = *obligation.debtor.named()?;
    let (key, figure) = match &obligation.duty {
        Duty::Perform(duty) => ("quantity", duty.quantity.as_ref()?),
        Duty::Refrain(limit) => ("beyond", &limit.beyond),
        Duty::Achieve(_) => return None,
    };
    let Figure::Told { name: ToldName::Told(told), .. } = figure else { return None };
    let mut tellers = terms.acts.values().filter(|act| act.tells.iter().any(|(it, _)| it == told));
    tellers.all(|act| act.by == [debtor]).then(|| {
        let (debtor, told) = (&terms.parties[debtor].name, told_name(terms, *told));
        Said {
            kind: LintKind::OwnFigure,
            severity: Severity::Advice,
            place: place_of(terms, id, key),
            topic: Topic::Obligation(id),
            message: format!(
                "nobody but its debtor, `{debtor}`, tells `{told}`, of which it is made"
            ),
            advice: "let its creditor, or somebody between them, tell it as well".to_owned(),
        }
    })
}

fn told_name(terms: &Terms, id: ToldId) -> &str {
    &terms.told[id].name
}

/// A duty that answers the first time that somebody does something who can do it again.
fn only_first_time(terms: &Terms, id: ObligationId, obligation: &Obligation) -> Option<Said> {
    obligation.performance().filter(|_| obligation.binding)?;
    let Who::Named(debtor) = &obligation.debtor else { return None };
    let first_time = |part: &&Condition| match part {
        Condition::Happened { at_least, .. } => at_least.is_none_or(|it| it.whole() <= 1),
        _ => false,
    };
    let Some(Condition::Happened { act, .. }) =
        conjuncts(&obligation.when).into_iter().find(first_time)
    else {
        return None;
    };
    // What is owed, or done by the debtor itself, or only where something calls for it, is done once as a rule.
    let is_owed =
        terms.obligations.values().any(|it| it.acts().contains(act) && !it.is_prohibition());
    let doing = &terms.acts[*act];
    if doing.of.is_some() && doing.of == obligation.of {
        // Each subject answers its own.
        return None;
    }
    let is_limited = doing.by.contains(debtor) || doing.is_power || !doing.requires.is_always();
    (!is_owed && !is_limited).then(|| {
        let act = &terms.act_names[*act];
        Said {
            kind: LintKind::OnlyFirstTime,
            severity: Severity::Advice,
            place: place_of(terms, id, "when"),
            topic: Topic::Obligation(id),
            message: format!(
                "`{act}` can be done again, and this duty answers only the first time"
            ),
            advice: format!(
                "if each `{act}` is to be answered, let it open a subject of a kind (`opened_by`), and make \
                 this a duty of that kind"
            ),
        }
    })
}

/// Months that are counted on the days of UTC, from a date that was written in another time.
fn months_in_utc(terms: &Terms) -> Option<Said> {
    let date = terms.date.filter(|_| terms.date_has_offset)?;
    let (place, span) = months(terms)?;
    let end =
        date.after(span).map(|end| format!(" (from the date it is {end})")).unwrap_or_default();
    Some(Said {
        kind: LintKind::MonthsInUtc,
        severity: Severity::Warning,
        place: "date".to_owned(),
        topic: Topic::Agreement,
        message: format!(
            "it is written with an offset, and `{span}` at {place} counts its days and months in UTC{end}"
        ),
        advice: "let a calendar count it, as in {\"term\": \"P1M\", \"in\": \"berlin\"}, where the day of another time \
                 matters"
            .to_owned(),
    })
}

/// The first duration in months of UTC, and where it stands.
fn months(terms: &Terms) -> Option<(String, Span)> {
    let is_in_months = |span: &Span| span.calendar_months() > 0;
    durations::all(terms).into_iter().find_map(|PlacedTerm { place, term, .. }| {
        Some((place, term.plain().filter(is_in_months)?))
    })
}

/// Each condition of an agreement and each part of one, with the place of the whole.
fn each_condition(terms: &Terms, see: &mut impl FnMut(&str, &Topic, &Condition)) {
    for Placed { place, topic, condition } in conditions::all(terms) {
        each_part(&place, &topic, condition, see);
    }
}

fn each_part(
    place: &str,
    topic: &Topic,
    condition: &Condition,
    see: &mut impl FnMut(&str, &Topic, &Condition),
) {
    see(place, topic, condition);
    for part in condition.parts() {
        each_part(place, topic, part, see);
    }
}
