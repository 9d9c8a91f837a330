//! Conditions as each subject has them.

use crate::condition::{always, never};
use crate::names::Text;
use crate::terms::{Condition, Decimal, Doer, Moment, Shift, ToldName};

use super::UnfoldError;
use super::rewrite::Rewriter;
use super::subjects::{Begin, Sort, Symbol, UnfoldedKind, happened, shifted};

/// The subject to which a condition belongs; none of the run.
pub(super) type Scope<'a> = Option<In<'a>>;

/// A subject of a kind.
#[derive(Clone, Copy)]
pub(super) struct In<'a> {
    pub(super) kind: &'a UnfoldedKind,
    pub(super) symbol: &'a Symbol,
}

impl In<'_> {
    /// What is its own, by its name.
    pub(super) fn own(self, name: &str) -> Box<str> {
        format!("{name} ({})", self.symbol.shown).into()
    }
}

/// All of these, without what always holds.
pub(super) fn all_of(parts: impl IntoIterator<Item = Condition<Text>>) -> Condition<Text> {
    let mut parts: Vec<_> = parts.into_iter().filter(|it| !it.is_always()).collect();
    if parts.iter().any(Condition::is_never) {
        return never();
    }
    match (parts.len(), parts.pop()) {
        (0, _) | (_, None) => always(),
        (1, Some(only)) => only,
        (_, Some(last)) => {
            parts.push(last);
            Condition::All(parts)
        }
    }
}

/// Any of these, without what never holds.
pub(super) fn any_of(parts: impl IntoIterator<Item = Condition<Text>>) -> Condition<Text> {
    let mut parts: Vec<_> = parts.into_iter().filter(|it| !it.is_never()).collect();
    if parts.iter().any(Condition::is_always) {
        return always();
    }
    match (parts.len(), parts.pop()) {
        (0, _) | (_, None) => never(),
        (1, Some(only)) => only,
        (_, Some(last)) => {
            parts.push(last);
            Condition::Any(parts)
        }
    }
}

/// That this does not hold.
pub(super) fn not_so(part: Condition<Text>) -> Condition<Text> {
    match part {
        part if part.is_always() => never(),
        part if part.is_never() => always(),
        part => Condition::Not(Box::new(part)),
    }
}

impl<'a> Rewriter<'a> {
    /// A condition of a scope.
    pub(super) fn condition(
        &mut self,
        place: &str,
        condition: &Condition<Text>,
        scope: Scope<'a>,
    ) -> Result<Condition<Text>, UnfoldError> {
        self.count(place, 1)?;
        Ok(match condition {
            Condition::Happened { act, by, matching, at_least } => {
                let by = by.map_each(scope);
                let one = |act: Box<str>| Condition::Happened {
                    act,
                    by: by.clone(),
                    matching: matching.clone(),
                    at_least: *at_least,
                };
                let copies = self.copies(act, scope);
                let is_sum = copies.len() > 1 && at_least.is_some_and(|it| it != Decimal::from(1));
                if is_sum {
                    self.leave(place, "how much is done in several subjects together");
                }
                any_of(copies.into_iter().map(one))
            }
            Condition::Recent { act, by, term } => {
                let by = by.map_each(scope);
                let one = |act| Condition::Recent { act, by: by.clone(), term: term.clone() };
                any_of(self.copies(act, scope).into_iter().map(one))
            }
            Condition::Between { from, to } => {
                let (from, to) = (self.copies(from, scope), self.copies(to, scope));
                self.count(place, from.len().saturating_mul(to.len()))?;
                if from.len() > 1 || to.len() > 1 {
                    self.leave(place, "what lies between acts of several subjects");
                }
                // Whichever subject's `to` comes, it ends what any `from` began.
                any_of(from.iter().map(|from| {
                    let to = to.iter().cloned();
                    all_of(to.map(|to| Condition::Between { from: from.clone(), to }))
                }))
            }
            Condition::Stands { obligation, standing } => {
                let is_own = self.kind_of_obligation(obligation).is_some();
                let obligation = match scope.filter(|_| is_own) {
                    Some(own) => own.own(obligation),
                    None => obligation.clone(),
                };
                Condition::Stands { obligation, standing: *standing }
            }
            Condition::Reached(moment) => self.reached(place, moment, scope)?,
            Condition::Elapsed { since, term } => {
                let names_own = self.names_own(since, scope);
                let since = self.condition(place, since, scope)?;
                // What names anything of the subject's own counts from its opening on.
                let opened = match scope.filter(|_| names_own) {
                    Some(own) => self.opened(own)?,
                    None => always(),
                };
                Condition::Elapsed { since: Box::new(all_of([opened, since])), term: term.clone() }
            }
            // What is written out has no calendar that counts.
            Condition::Open(_) => return Err(error(place, "what a calendar counts")),
            Condition::Told(_) => return Err(error(place, "what is told")),
            Condition::Some { of, holds, at_least } => {
                let of = self.kind(place, of)?;
                let each = self.holding(place, of, holds)?;
                self.some(place, of, &each, *at_least)?
            }
            Condition::Every { of, holds } => {
                let of = self.kind(place, of)?;
                let mut parts = vec![self.closed(of)?];
                let opened = of.symbols.iter().map(|symbol| self.opened(In { kind: of, symbol }));
                let opened = opened.collect::<Result<Vec<_>, _>>()?;
                parts.push(any_of(opened.clone()));
                for (symbol, opened) in of.symbols.iter().zip(opened) {
                    let holds = self.condition(place, holds, Some(In { kind: of, symbol }))?;
                    parts.push(any_of([not_so(opened), holds]));
                }
                all_of(parts)
            }
            Condition::All(parts) => all_of(self.conditions(place, parts, scope)?),
            Condition::Any(parts) => any_of(self.conditions(place, parts, scope)?),
            Condition::Not(part) => not_so(self.condition(place, part, scope)?),
        })
    }

    fn conditions(
        &mut self,
        place: &str,
        parts: &[Condition<Text>],
        scope: Scope<'a>,
    ) -> Result<Vec<Condition<Text>>, UnfoldError> {
        parts.iter().map(|part| self.condition(place, part, scope)).collect()
    }

    /// Of each subject, that there is it and this holds of it.
    fn holding(
        &mut self,
        place: &str,
        of: &'a UnfoldedKind,
        holds: &Condition<Text>,
    ) -> Result<Vec<Condition<Text>>, UnfoldError> {
        let mut each = Vec::new();
        for symbol in &of.symbols {
            let own = In { kind: of, symbol };
            let holds = self.condition(place, holds, Some(own))?;
            each.push(all_of([self.opened(own)?, holds]));
        }
        Ok(each)
    }

    /// That it holds of so many.
    fn some(
        &mut self,
        place: &str,
        of: &UnfoldedKind,
        each: &[Condition<Text>],
        least: u64,
    ) -> Result<Condition<Text>, UnfoldError> {
        let least = usize::try_from(least).unwrap_or(usize::MAX);
        if least > each.len() && of.left_open.is_some() {
            self.leave(place, "what holds of more subjects than are written out");
        }
        // Each is part of as many choices at the most as there are of all.
        let weight = each.iter().map(size).fold(0_usize, usize::saturating_add);
        self.count(place, weight.saturating_mul(ways(each.len(), least)))?;
        Ok(any_of(choices(each, least).into_iter().map(all_of)))
    }

    /// That the subject has opened.
    pub(super) fn opened(&mut self, own: In<'a>) -> Result<Condition<Text>, UnfoldError> {
        Ok(match (&own.kind.sort, &own.symbol.period) {
            (Sort::Opened { by }, _) => {
                self.count(&format!("subjects.{}.opened_by", own.kind.name), by.len())?;
                let opening = by.iter().filter_map(|act| Some((own.own(act), self.act(act)?)));
                any_of(opening.map(|(name, act)| happened(name, act, None)))
            }
            (Sort::Periods { .. }, Some((start, _))) => {
                let begun = self.begun(&format!("subjects.{}.from", own.kind.name), start)?;
                // None opens before the agreement is in force.
                all_of([self.in_force()?, begun])
            }
            (Sort::Parties | Sort::Periods { .. }, _) => always(),
        })
    }

    /// That a period has begun.
    pub(super) fn begun(
        &mut self,
        place: &str,
        begin: &Begin,
    ) -> Result<Condition<Text>, UnfoldError> {
        Ok(match begin {
            Begin::At(at) if self.date().is_some_and(|date| *at <= date) => always(),
            Begin::At(at) => Condition::Reached(Moment::At(*at)),
            Begin::After(since, span) => {
                let since = self.condition(place, since, None)?;
                match span {
                    None => since,
                    Some(span) => {
                        Condition::Elapsed { since: Box::new(since), term: (*span).into() }
                    }
                }
            }
        })
    }

    /// That the list of a kind is closed.
    fn closed(&mut self, of: &UnfoldedKind) -> Result<Condition<Text>, UnfoldError> {
        let ends = self.ends_when(of)?;
        Ok(match &of.sort {
            Sort::Parties => always(),
            Sort::Opened { .. } => ends,
            Sort::Periods { last } => {
                let place = format!("subjects.{}.times", of.name);
                let last = last.as_ref().map(|last| self.begun(&place, last)).transpose()?;
                any_of(last.into_iter().chain([ends]))
            }
        })
    }

    /// That an instant is reached which the subject knows of itself.
    fn reached(
        &mut self,
        place: &str,
        moment: &Moment<Text>,
        scope: Scope<'a>,
    ) -> Result<Condition<Text>, UnfoldError> {
        let Moment::Told { name, shift } = moment else {
            return Ok(Condition::Reached(moment.clone()));
        };
        match (self.begin_of(place, name, scope)?, shift) {
            (Known::Start, _) => Ok(Condition::Reached(moment.clone())),
            (Known::At(at), shift) => match shifted(at, shift.as_ref()) {
                Some(at) => Ok(Condition::Reached(Moment::At(at))),
                None => Ok(never()),
            },
            (Known::When(since), None) => Ok(since),
            (Known::When(since), Some(Shift::After(term))) => {
                Ok(Condition::Elapsed { since: Box::new(since), term: term.clone() })
            }
            (Known::When(_), Some(Shift::Before(_))) => {
                Err(error(place, "an instant before one that no date tells"))
            }
        }
    }

    /// An instant that a subject knows of itself.
    pub(super) fn begin_of(
        &mut self,
        place: &str,
        name: &ToldName<Text>,
        scope: Scope<'a>,
    ) -> Result<Known, UnfoldError> {
        let Some(own) = scope else { return Ok(Known::Start) };
        let begin = match (name, &own.symbol.period) {
            (ToldName::Told(_) | ToldName::Opener, _) => return Err(error(place, "what is told")),
            (ToldName::Start | ToldName::Opened, Some((start, _))) => start.clone(),
            (ToldName::End, Some((_, end))) => end.clone(),
            (ToldName::Opened, None) if own.symbol.each.is_none() => {
                return Ok(Known::When(self.opened(own)?));
            }
            (ToldName::Start | ToldName::Opened | ToldName::End, None) => return Ok(Known::Start),
        };
        match begin {
            // One that had begun before the agreement's date opened then.
            Begin::At(at) if *name == ToldName::Opened => {
                Ok(Known::At(self.date().map_or(at, |date| at.max(date))))
            }
            Begin::At(at) => Ok(Known::At(at)),
            begin => Ok(Known::When(self.begun(place, &begin)?)),
        }
    }

    /// Whether a condition names anything of its subject's own.
    fn names_own(&self, condition: &Condition<Text>, scope: Scope<'a>) -> bool {
        if scope.is_none() {
            return false;
        }
        let is_own = |act: &str| self.kind_of_act(act).is_some();
        match condition {
            Condition::Happened { act, by, .. } | Condition::Recent { act, by, .. } => {
                is_own(act) || matches!(by, Some(Doer::Each))
            }
            Condition::Between { from, to } => is_own(from) || is_own(to),
            Condition::Stands { obligation, .. } => self.kind_of_obligation(obligation).is_some(),
            Condition::Reached(moment) => moment.written().is_none(),
            Condition::Told(_) => true,
            Condition::Open(_) | Condition::Some { .. } | Condition::Every { .. } => false,
            Condition::Elapsed { .. }
            | Condition::All(_)
            | Condition::Any(_)
            | Condition::Not(_) => condition.parts().iter().any(|part| self.names_own(part, scope)),
        }
    }
}

/// When something is.
pub(super) enum Known {
    /// When the run starts.
    Start,
    At(crate::time::Instant),
    When(Condition<Text>),
}

pub(super) fn error(place: &str, what: &'static str) -> UnfoldError {
    UnfoldError { place: place.into(), what }
}

/// By whom, where that is the subject's own party.
trait MapEach {
    fn map_each(&self, scope: Scope<'_>) -> Self;
}

impl MapEach for Option<Doer<Text>> {
    fn map_each(&self, scope: Scope<'_>) -> Self {
        match (self, scope.and_then(|own| own.symbol.each.clone())) {
            (Some(Doer::Each), Some(each)) => Some(Doer::Party(each)),
            (by, _) => by.clone(),
        }
    }
}

/// How many conditions one is made of.
fn size(condition: &Condition<Text>) -> usize {
    condition.parts().iter().map(size).fold(1, usize::saturating_add)
}

/// How many choices there are of so many among all.
fn ways(all: usize, count: usize) -> usize {
    // From the n-th to the next one: times what is left, by how many there are then.
    let ways = (0..count).try_fold(1_usize, |ways, taken| {
        let left = all.checked_sub(taken)?;
        ways.checked_mul(left)?.checked_div(taken.checked_add(1)?)
    });
    ways.unwrap_or(0)
}

/// Every choice of so many of these.
fn choices(all: &[Condition<Text>], count: usize) -> Vec<Vec<Condition<Text>>> {
    let Some((first, rest)) = all.split_first().filter(|_| count > 0) else {
        return if count == 0 { vec![Vec::new()] } else { Vec::new() };
    };
    let with = choices(rest, count.saturating_sub(1)).into_iter().map(|mut choice| {
        choice.insert(0, first.clone());
        choice
    });
    with.chain(choices(rest, count)).collect()
}
