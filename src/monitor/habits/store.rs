//! The habits of an agreement's deeds, shared by all its runs.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU8, Ordering};

use crate::event::Deed;
use crate::names::Names;
use crate::terms::{Lexicon, Terms};
use crate::time::Instant;

use super::super::budget::Budget;
use super::super::doing::Doing;
use super::super::settle::Run;
use super::super::state::State;
use super::super::take::Manner;
use super::super::tale::Tale;
use super::habit::Habit;
use super::watch::watch;

/// What whole runs of one agreement do of habit. It only grows, up to a bound.
#[derive(Debug)]
pub(in crate::monitor) struct Habits {
    /// By the act's place, and after all acts by that of the obligation attested to.
    deeds: Box<[Custom]>,
    acts: u64,
    budget: Budget,
}

/// The habits of one deed.
#[derive(Debug, Default)]
struct Custom {
    /// How often the rules worked it out.
    times: AtomicU8,
    first: OnceLock<Box<Habit>>,
}

/// A deed that comes once forms no habit: watching costs more than it gains.
const FIRST_WATCHED: u8 = 1;

/// One that was watched so often and has none for what comes gets no more.
const LAST_WATCHED: u8 = 32;

/// The most habits of one deed.
const MOST_OTHERS: usize = 8;

impl Habits {
    pub(in crate::monitor) fn of(terms: &Terms) -> Self {
        let deeds = terms.acts.len().saturating_add(terms.obligations.len());
        let deeds = (0..deeds).map(|_| Custom::default()).collect();
        let acts = u64::try_from(terms.acts.len()).unwrap_or(u64::MAX);
        Self { deeds, acts, budget: Budget::default() }
    }

    /// Takes a whole run along a habit of the event's deed, if there is one for it and no timer
    /// fires before it.
    pub(in crate::monitor) fn follow<V: Names>(
        &self,
        state: &mut State,
        time: Instant,
        deed: &Deed<V>,
        lexicon: &Lexicon<V>,
    ) -> Option<&Tale> {
        let doing = Doing::of(deed, lexicon, self.acts)?;
        let first = self.custom(doing)?.first.get()?;
        if time < state.clock || state.timers.next().is_some_and(|(at, _)| at <= time) {
            return None;
        }
        let habit = first.follow(state, doing, time)?;
        Some(&habit.tale)
    }

    /// Where the habits of a deed are kept, if it is of this agreement.
    fn custom(&self, doing: Doing) -> Option<&Custom> {
        self.deeds.get(usize::try_from(doing.place).ok()?)
    }

    /// Where a habit of a deed is to be kept that the rules are about to work out, if that is worth
    /// watching.
    pub(in crate::monitor) fn forming<V: Names>(
        &self,
        deed: &Deed<V>,
        lexicon: &Lexicon<V>,
    ) -> Option<Forming<'_>> {
        let custom = self.custom(Doing::of(deed, lexicon, self.acts)?)?;
        let count = |times: u8| Some(times.saturating_add(1));
        let times = custom.times.fetch_update(Ordering::Relaxed, Ordering::Relaxed, count).ok()?;
        let is_worth = (FIRST_WATCHED..=LAST_WATCHED).contains(&times);
        is_worth.then_some(Forming { custom, budget: &self.budget })
    }
}

/// A habit that is about to form.
#[derive(Clone, Copy, Debug)]
pub(in crate::monitor) struct Forming<'a> {
    custom: &'a Custom,
    budget: &'a Budget,
}

impl Forming<'_> {
    /// Has the rules take the deed, and keeps the habit that this forms, if any. Answers whether the
    /// deed was accepted.
    pub(in crate::monitor) fn watch(self, run: &mut Run<'_>, deed: &Deed, manner: Manner) -> bool {
        let (is_accepted, habit) = watch(run, deed, manner);
        habit.and_then(|habit| self.keep(habit));
        is_accepted
    }

    fn keep(self, habit: Box<Habit>) -> Option<()> {
        let mut slot = &self.custom.first;
        for _ in 0..MOST_OTHERS {
            match slot.get() {
                Some(known) => slot = &known.other,
                None => {
                    self.budget.afford(habit.weight())?;
                    let _ = slot.set(habit);
                    return Some(());
                }
            }
        }
        None
    }
}

#[cfg(test)]
#[cfg(feature = "json")]
mod tests {
    use std::fmt::Write as _;

    use super::super::super::paths::Paths;
    use super::*;
    use crate::event::Event;
    use crate::monitor::Monitor;
    use crate::terms::Agreement;

    /// Acts, and obligations among so many idle ones that no run is on paths.
    fn agreement(acts: &str, obligations: &str) -> Agreement {
        let mut idle = String::new();
        for number in 0..64 {
            let _ = write!(
                idle,
                r#", "idle-{number}": {{
                    "debtor": "a", "creditor": "b", "perform": "never",
                    "when": {{"happened": "never"}}
                }}"#
            );
        }
        Agreement::from_json(&format!(
            r#"{{
                "title": "t", "date": "2026-01-01T00:00:00Z", "parties": {{"a": "", "b": ""}},
                "acts": {{"never": {{"by": ["a"]}}, {acts}}},
                "obligations": {{{obligations} {idle}}}
            }}"#
        ))
        .unwrap()
    }

    /// How many habits there are, and how often the rules worked a deed out that can form one.
    fn counts(habits: &Habits) -> [usize; 2] {
        let kept = |custom: &Custom| {
            std::iter::successors(custom.first.get(), |habit| habit.other.get()).count()
        };
        let times = |custom: &Custom| usize::from(custom.times.load(Ordering::Relaxed));
        [habits.deeds.iter().map(kept).sum(), habits.deeds.iter().map(times).sum()]
    }

    /// For each event of a run, how many habits it forms, and how often the rules worked it out.
    fn brings(agreement: &Agreement, log: &[Event]) -> Vec<[usize; 2]> {
        let paths = Paths::of(agreement.terms());
        let mut monitor = Monitor::new(agreement);
        log.iter()
            .map(|event| {
                let before = counts(paths.habits());
                monitor.record(event);
                let after = counts(paths.habits());
                [0, 1].map(|what| after[what].strict_sub(before[what]))
            })
            .collect()
    }

    #[test]
    fn what_comes_again_and_is_plain_becomes_a_habit() {
        let agreement = agreement(
            r#""start": {"by": ["a"]}, "give": {"by": ["a"]}, "answer": {"by": ["b"]},
            "gated": {"by": ["a"], "requires": {"discharged": "answer"}}, "pause": {"by": ["b"]},
            "begin": {"by": ["b"]}, "end": {"by": ["b"]}, "late": {"by": ["b"]}"#,
            r#""give": {
                "debtor": "a", "creditor": "b", "perform": "give", "quantity": 3, "within": "P9D",
                "when": {"happened": "start"}, "verified_by": "b",
                "suspended_while": {"all": [{"happened": "pause"}, {"not": {"happened": "end"}}]}
            },
            "calm": {
                "debtor": "b", "creditor": "a", "perform": "late",
                "suspended_while": {"all": [{"happened": "start"}, {"not": {"happened": "pause"}}]}
            },
            "answer": {
                "debtor": "b", "creditor": "a", "perform": "answer", "at": "2026-01-03T00:00:00Z",
                "when": {"discharged": "give"}
            },
            "slow": {
                "debtor": "b", "creditor": "a", "perform": "late",
                "when": {"elapsed": {"since": {"happened": "begin"}, "for": "P2D"}}
            }"#,
        );
        let party = |name| agreement.party(name).unwrap();
        let give = agreement.obligation("give").unwrap();
        let at = |hour| Instant::literal(2026, 1, 2, hour, 0);
        let act =
            |hour, actor, act| Event::act(at(hour), party(actor), agreement.act(act).unwrap());
        let log = [
            act(1, "a", "gated"),
            act(2, "a", "start"),
            act(3, "b", "pause"),
            act(4, "b", "end"),
            act(5, "a", "give"),
            act(6, "a", "give"),
            act(7, "a", "give"),
            act(8, "a", "answer"),
            Event::attest(at(9), party("b"), give),
            act(10, "b", "answer"),
            act(11, "b", "begin"),
            act(12, "b", "begin"),
            Event::deny(at(13), party("b"), give),
            Event::tick(at(14)),
        ];
        // What comes first is for the rules alone. `give`, `answer` and `begin` come again in one run;
        // and `give` is done with the third. What comes too early, what ends a rest, what its actor
        // may not do, and what begins to wait is for the rules each time.
        let (rules, forms, habit) = ([0, 1], [1, 1], [0, 0]);
        let first = [
            rules, rules, rules, rules, rules, forms, forms, rules, rules, forms, rules, forms,
            habit, habit,
        ];
        assert_eq!(brings(&agreement, &log), first);
        let again = [
            rules, forms, forms, rules, habit, habit, habit, rules, forms, habit, rules, habit,
            habit, habit,
        ];
        assert_eq!(brings(&agreement, &log), again);
        let then = [
            rules, habit, habit, rules, habit, habit, habit, rules, habit, habit, rules, habit,
            habit, habit,
        ];
        assert_eq!(brings(&agreement, &log), then);
    }

    /// How many habits a run forms.
    fn forms(agreement: &Agreement, acts: &[&str]) -> usize {
        let time = Instant::literal(2026, 1, 2, 0, 0);
        let party = agreement.party("a").unwrap();
        let act = |name: &&str| Event::act(time, party, agreement.act(name).unwrap());
        let log: Vec<Event> = acts.iter().map(act).collect();
        brings(agreement, &log).iter().map(|[formed, _]| *formed).sum()
    }

    #[test]
    fn what_holds_elsewhere_of_many_conditions_does_not_matter() {
        let acts =
            r#""p": {"by": ["a"]}, "q": {"by": ["a"]}, "r": {"by": ["a"]}, "s": {"by": ["a"]}"#;
        let among = |kind: &str| {
            let parts = r#"[{"happened": "p"}, {"happened": "q"}, {"happened": "r"}]"#;
            let duty = format!(
                r#""duty": {{
                    "debtor": "a", "creditor": "b", "perform": "s", "when": {{"{kind}": {parts}}}
                }}"#
            );
            agreement(acts, &duty)
        };
        let all = among("all");
        assert_eq!(forms(&all, &["p", "q", "r"]), 0);
        assert_eq!(forms(&all, &["p"]), 1);
        assert_eq!(forms(&all, &["q", "p"]), 1, "p is the same for a second");
        assert_eq!(forms(&all, &["p", "q", "r"]), 1, "the last of all");
        assert_eq!(forms(&all, &["p", "q", "r"]), 0);
        assert_eq!(forms(&all, &["r", "q", "p"]), 2, "the first that is another, and the last");
        let any = among("any");
        assert_eq!(forms(&any, &["p", "q", "r"]), 0);
        assert_eq!(forms(&any, &["p"]), 1, "the first");
        assert_eq!(forms(&any, &["r", "p"]), 2, "the first that is another, and a second");
        assert_eq!(forms(&any, &["r", "q", "p"]), 1, "p is the same for a third");
    }

    #[test]
    fn a_deed_is_near_to_eight_obligations_at_the_most() {
        for near in 0..=9 {
            let duties = (0..near).map(|number| {
                format!(r#""duty-{number}": {{"debtor": "a", "creditor": "b", "perform": "do"}}, "#)
            });
            let last = r#""last": {"debtor": "a", "creditor": "b", "perform": "never"}"#;
            let duties = duties.collect::<String>() + last;
            let agreement = agreement(r#""do": {"by": ["a"]}"#, &duties);
            assert_eq!(forms(&agreement, &["do"]), 0);
            assert_eq!(forms(&agreement, &["do"]), usize::from(near <= 8), "{near}");
        }
    }

    /// Each time that an act is done another duty falls due: eight of that are kept.
    #[test]
    fn a_deed_has_so_many_habits_and_no_more() {
        let mut duties = String::new();
        for times in 1..=12 {
            let comma = if times == 1 { "" } else { "," };
            let _ = write!(
                duties,
                r#"{comma} "duty-{times}": {{
                    "debtor": "a", "creditor": "b", "perform": "answer",
                    "when": {{"happened": {{"act": "do", "at_least": {times}}}}}
                }}"#
            );
        }
        let agreement = agreement(r#""do": {"by": ["a"]}, "answer": {"by": ["a"]}"#, &duties);
        assert_eq!(forms(&agreement, &["do"; 12]), MOST_OTHERS);
        for _ in 0..10 {
            assert_eq!(forms(&agreement, &["do"; 12]), 0);
        }
        // And it is watched no more.
        let habits = Paths::of(agreement.terms());
        let deed = Deed::Act {
            actor: agreement.party("a").unwrap(),
            act: agreement.act("do").unwrap(),
            quantity: std::num::NonZeroU64::MIN,
        };
        assert!(habits.habits().forming(&deed, agreement.lexicon()).is_none());
    }
}
