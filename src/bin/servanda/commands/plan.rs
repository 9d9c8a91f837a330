//! `plan`: what leads to a goal, and who or what can keep it away.

use std::io::Write;

use indicatif::ProgressBar;
use serde_json::{Map, Value, json};
use servanda::Agreement;
use servanda::analysis::{
    Answer, Blocker, DeadEnds, Explorer, Exposure, Goal, LeftOpen, Reach, UnaskedError, Unfolded,
};
use servanda::report::escaped;

use crate::Verdict;
use crate::arguments::{self, AnswerFormat};
use crate::clocks::phrases;
use crate::failure::Failure;
use crate::output::{write_folded, write_out};

use super::budget::{Budget, Ended, bar};
use super::so_far::SoFar;

/// All that was asked.
struct Answers {
    goal: String,
    reach: Reach,
    blockers: Option<Vec<Blocker>>,
    dead_ends: Option<DeadEnds>,
    exposure: Option<Exposure>,
    /// What else than the plan was asked of, if that was not the agreement itself.
    unfolded: Option<Unfolded>,
    /// Why no more was looked at.
    ended: Option<Ended>,
}

pub fn run(arguments: &arguments::Plan) -> Result<Verdict, Failure> {
    let so_far = SoFar::read(&arguments.run)?;
    let story = so_far.story(&arguments.run);
    let agreement = &so_far.agreement;
    let (goal, name) = goal(&arguments.goal, agreement)?;
    let budget = Budget::new(arguments.most_seconds, arguments.most_memory)?;
    let bar = bar();
    let most = (arguments.most_states, &budget);
    let mut explorer = bounded(Explorer::at(story.monitor()), most, &bar);
    let unasked = |error: UnaskedError| Failure::plain(error);
    let reach = explorer.reach(&goal).map_err(unasked)?;
    // Walks do not speak of subjects: what else is asked is asked of a few of them, written out.
    let unfolded = match story.monitor().events() == 0 && agreement.kinds().len() > 0 {
        true => agreement.unfolded().ok().and_then(|unfolded| {
            let goal = goal_of_parts(&goal, &unfolded)?;
            Some((unfolded, goal))
        }),
        false => None,
    };
    let goal = match &unfolded {
        Some((unfolded, goal)) => {
            drop(explorer);
            explorer = bounded(Explorer::new(unfolded.agreement()), most, &bar);
            goal.clone()
        }
        None => goal,
    };
    let mut answers = Answers {
        goal: name,
        reach,
        blockers: match arguments.blockers {
            true => Some(explorer.blockers(&goal).map_err(unasked)?),
            false => None,
        },
        dead_ends: match arguments.dead_ends {
            true => Some(explorer.dead_ends(&goal).map_err(unasked)?),
            false => None,
        },
        exposure: arguments.exposure.then(|| explorer.exposure()),
        unfolded: None,
        ended: None,
    };
    drop(explorer);
    answers.unfolded = unfolded.map(|(unfolded, _)| unfolded);
    answers.ended = budget.ended();
    bar.finish_and_clear();
    write_out(|out| match arguments.format {
        AnswerFormat::Text => {
            let mut text = Vec::new();
            print(&mut text, agreement, &answers)?;
            write_folded(out, &String::from_utf8_lossy(&text))
        }
        AnswerFormat::Json => Ok(writeln!(out, "{:#}", written(agreement, &answers))?),
    })?;
    Ok(if answers.reach.is_reachable() { Verdict::Conformant } else { Verdict::Findings })
}

/// An explorer that keeps to what may be spent, and tells how far it has come.
fn bounded<'a>(
    explorer: Explorer<'a>,
    (most_states, budget): (usize, &'a Budget),
    bar: &'a ProgressBar,
) -> Explorer<'a> {
    explorer
        .most_states(most_states)
        .most_bytes(budget.most_bytes())
        .on_progress(|progress| {
            bar.set_message(format!("{} states, {} open", progress.states, progress.open));
            bar.tick();
        })
        .stop_when(|_| budget.is_spent())
}

/// A goal of an agreement with its subjects written out; none of a condition, and for an act of a kind that
/// of its first subject.
fn goal_of_parts(goal: &Goal, unfolded: &Unfolded) -> Option<Goal> {
    match goal {
        Goal::Settled => Some(Goal::Settled),
        Goal::Done(act) => unfolded.each_of(*act).next().map(Goal::Done),
        Goal::Holds(_) => None,
    }
}

impl Answers {
    /// Whether anything was asked of what is written out.
    fn unfolded(&self) -> Option<&Unfolded> {
        let is_asked =
            self.blockers.is_some() || self.dead_ends.is_some() || self.exposure.is_some();
        self.unfolded.as_ref().filter(|_| is_asked)
    }
}

fn goal(goal: &arguments::Goal, agreement: &Agreement) -> Result<(Goal, String), Failure> {
    if let Some(act) = &goal.done {
        let id = agreement.act(act).map_err(Failure::plain)?;
        return Ok((Goal::Done(id), format!("that `{act}` is done")));
    }
    if let Some(condition) = &goal.holds {
        let written = serde_json::to_string(condition).map_err(std::io::Error::from)?;
        let condition = condition.resolved(agreement).map_err(Failure::plain)?;
        return Ok((Goal::Holds(condition), format!("that {written} holds")));
    }
    Ok((Goal::Settled, "a settlement".to_owned()))
}

fn print(out: &mut dyn Write, agreement: &Agreement, answers: &Answers) -> Result<(), Failure> {
    let goal = escaped(&answers.goal);
    match &answers.reach {
        Reach::Reachable(plan) if plan.events().is_empty() => {
            writeln!(out, "{goal}: it is so now")?
        }
        Reach::Reachable(plan) if plan.breaches().is_empty() => {
            writeln!(out, "{goal} can be reached:\n{}", indented(&plan.text_with(phrases())))?;
        }
        Reach::Reachable(plan) => {
            let breaches = breaches(agreement, plan).join(", ");
            writeln!(
                out,
                "{goal} can be reached only by a breach ({breaches}):\n{}",
                indented(plan)
            )?;
        }
        Reach::Unreachable { explored } => writeln!(
            out,
            "{goal} can't be reached by anything that the parties may do ({explored} states were \
             looked at)"
        )?,
        Reach::Unknown { explored, left_open } => {
            let why = match left_open {
                LeftOpen::Bound => "there are more than --most-states allows",
                LeftOpen::Memory => "more would not fit into --most-memory",
                LeftOpen::Stopped => ended(answers.ended),
                LeftOpen::Terms => "walks do not speak of all that the agreement says",
                LeftOpen::Timing => "no instants were found at which a way there works out",
            };
            writeln!(
                out,
                "{goal}: it was not found out whether it can be reached ({explored} states were \
                 looked at; {why})"
            )?;
        }
    }
    let agreement = answers.unfolded().map_or(agreement, Unfolded::agreement);
    if let Some(unfolded) = answers.unfolded() {
        writeln!(out, "\nWhat follows is said of a few subjects of each kind; it leaves open")?;
        for left in unfolded.left_open() {
            writeln!(out, "  {left}")?;
        }
        if unfolded.left_open().is_empty() {
            writeln!(out, "  nothing")?;
        }
    }
    if let Some(blockers) = &answers.blockers {
        writeln!(out, "\nWho alone can keep it away")?;
        for blocker in blockers {
            let party = escaped(agreement.party_name(blocker.party).unwrap_or_default());
            writeln!(
                out,
                "  {party}: by silence {}, by a lawful step {}, by an unlawful step {}",
                word(blocker.by_silence),
                word(blocker.by_lawful_step),
                word(blocker.by_unlawful_step),
            )?;
            for plan in blocker.lawful_step.iter().chain(&blocker.unlawful_step) {
                writeln!(
                    out,
                    "    {}",
                    plan.text_with(phrases()).to_string().replace('\n', "\n    ")
                )?;
            }
        }
    }
    if let Some(dead_ends) = &answers.dead_ends {
        writeln!(out, "\nDead ends")?;
        for end in &dead_ends.ends {
            let lost = end.lost.iter().filter_map(|it| agreement.obligation_name(*it));
            let lost: Vec<_> = lost.map(escaped).collect();
            writeln!(
                out,
                "  this loses {}:\n{}",
                lost.join(", "),
                indented(&end.plan.text_with(phrases()))
            )?;
        }
        match (dead_ends.ends.is_empty(), dead_ends.are_all) {
            (true, true) => writeln!(out, "  there are none")?,
            (_, true) => {}
            (_, false) => writeln!(out, "  there may be more than were found")?,
        }
    }
    if let Some(exposure) = &answers.exposure {
        writeln!(out, "\nWho is exposed\n{}", indented(exposure))?;
    }
    if let Some(why) = answers.ended {
        writeln!(out, "\nnot everything was looked at: {}", ended(Some(why)))?;
    }
    Ok(())
}

/// Why it was stopped.
fn ended(ended: Option<Ended>) -> &'static str {
    match ended {
        Some(Ended::Time) => "more would have taken longer than --most-seconds",
        Some(Ended::Memory) => "more would not fit into --most-memory",
        Some(Ended::Interrupted) | None => "it was interrupted",
    }
}

/// The obligations that a plan breaches.
fn breaches<'a>(agreement: &'a Agreement, plan: &servanda::analysis::Plan) -> Vec<&'a str> {
    plan.breaches().iter().filter_map(|id| agreement.obligation_name(*id)).collect()
}

fn indented(text: &dyn std::fmt::Display) -> String {
    format!("  {}", text.to_string().replace('\n', "\n  "))
}

fn word(answer: Answer) -> &'static str {
    match answer {
        Answer::Yes => "yes",
        Answer::No => "no",
        Answer::Unknown => "not found out",
    }
}

fn written(agreement: &Agreement, answers: &Answers) -> Value {
    let mut all = Map::new();
    all.insert("goal".to_owned(), answers.goal.clone().into());
    let (reachable, left_open) = match &answers.reach {
        Reach::Reachable(_) => (Some(true), None),
        Reach::Unreachable { .. } => (Some(false), None),
        Reach::Unknown { left_open: LeftOpen::Bound, .. } => (None, Some("bound")),
        Reach::Unknown { left_open: LeftOpen::Terms, .. } => (None, Some("terms")),
        Reach::Unknown { left_open: LeftOpen::Timing, .. } => (None, Some("timing")),
        Reach::Unknown { left_open: LeftOpen::Memory, .. } => (None, Some("memory")),
        Reach::Unknown { left_open: LeftOpen::Stopped, .. } => {
            let why = match answers.ended {
                Some(Ended::Time) => "time",
                Some(Ended::Memory) => "memory",
                Some(Ended::Interrupted) | None => "interrupted",
            };
            (None, Some(why))
        }
    };
    all.insert("reachable".to_owned(), reachable.into());
    all.insert("left_open".to_owned(), left_open.into());
    let events = |plan: &servanda::analysis::Plan| -> Value {
        plan.events().iter().map(|event| json!(event.spelled(agreement))).collect()
    };
    all.insert("events".to_owned(), answers.reach.plan().map(events).into());
    let steps = |plan: &servanda::analysis::Plan| -> Value {
        let steps = plan.steps().map(|step| {
            json!({
                "event": step.event.spelled(agreement),
                "earliest": step.earliest.to_string(),
                "deadline": step.deadline.map(|deadline| deadline.to_string()),
            })
        });
        steps.collect()
    };
    all.insert("steps".to_owned(), answers.reach.plan().map(steps).into());
    let breached = answers.reach.plan().map(|plan| breaches(agreement, plan));
    all.insert("breaches".to_owned(), breached.into());
    // The rest is said of the agreement with its subjects written out, if it has any.
    let agreement = answers.unfolded().map_or(agreement, Unfolded::agreement);
    if let Some(unfolded) = answers.unfolded() {
        let left = unfolded.left_open().iter();
        let left = left.map(|it| json!({"place": it.place, "what": it.what}));
        all.insert("unfolded".to_owned(), json!({"left_open": left.collect::<Value>()}));
    }
    let events = |plan: &servanda::analysis::Plan| -> Value {
        plan.events().iter().map(|event| json!(event.spelled(agreement))).collect()
    };
    let party = |party: servanda::names::PartyId| agreement.party_name(party).unwrap_or_default();
    if let Some(blockers) = &answers.blockers {
        let blockers = blockers.iter().map(|blocker| {
            json!({
                "party": party(blocker.party),
                "by_silence": truth(blocker.by_silence),
                "by_lawful_step": truth(blocker.by_lawful_step),
                "lawful_step": blocker.lawful_step.as_ref().map(events),
                "by_unlawful_step": truth(blocker.by_unlawful_step),
                "unlawful_step": blocker.unlawful_step.as_ref().map(events),
            })
        });
        all.insert("blockers".to_owned(), blockers.collect());
    }
    if let Some(dead_ends) = &answers.dead_ends {
        let ends = dead_ends.ends.iter().map(|end| {
            let lost = end.lost.iter().filter_map(|it| agreement.obligation_name(*it));
            json!({
                "by": end.by.map(party),
                "lost": lost.collect::<Vec<_>>(),
                "events": events(&end.plan),
            })
        });
        let ends: Vec<Value> = ends.collect();
        all.insert("dead_ends".to_owned(), json!({"ends": ends, "are_all": dead_ends.are_all}));
    }
    if let Some(exposure) = &answers.exposure {
        let sides = exposure.sides().iter().map(|side| {
            json!({
                "party": party(side.party),
                "gives": side.gives,
                "gets": side.gets,
                "worst": side.worst,
                "events": side.plan.as_ref().map(events),
            })
        });
        let order = exposure.order().map(|order| {
            json!({
                "worst": order.worst,
                "events": events(&order.plan),
                "imbalances": order.imbalances,
            })
        });
        let first: Vec<&str> = exposure.first().iter().map(|it| party(*it)).collect();
        let sides: Vec<Value> = sides.collect();
        let written = json!({
            "first": first,
            "sides": sides,
            "order": order,
            "is_whole": exposure.is_whole(),
        });
        all.insert("exposure".to_owned(), written);
    }
    Value::Object(all)
}

/// Null for what was not found out.
fn truth(answer: Answer) -> Option<bool> {
    match answer {
        Answer::Yes => Some(true),
        Answer::No => Some(false),
        Answer::Unknown => None,
    }
}
