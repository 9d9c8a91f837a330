//! An agreement in words, with its kinds written out.

use std::collections::BTreeMap;

use crate::condition::{always, never};
use crate::names::Text;
use crate::terms::{
    Act, Condition, Deadline, Draft, Duty, EarlyActs, Moment, Obligation, Opening, PeriodsFrom,
    Shift, Standing, ToldName, Unnamed, Who, WrittenDate,
};
use crate::time::Instant;

use super::scope::{In, Known, Scope, all_of, any_of, error, not_so};
use super::subjects::{Sort, UnfoldedKind, Unfolding, shifted};
use super::{LeftOut, UnfoldError};

pub(super) struct Rewriter<'a> {
    draft: &'a Draft,
    unfolding: &'a Unfolding,
    acts: BTreeMap<&'a str, &'a Act<Text>>,
    obligations: BTreeMap<&'a str, &'a Obligation<Text>>,
    left_open: Vec<LeftOut>,
    /// How many conditions were written out.
    written: usize,
}

/// So many conditions are written out, with all their parts.
const MOST_CONDITIONS: usize = 100_000;

impl<'a> Rewriter<'a> {
    pub(super) fn new(draft: &'a Draft, unfolding: &'a Unfolding) -> Self {
        Self {
            draft,
            unfolding,
            acts: draft.acts.iter().map(|(name, act)| (&**name, act)).collect(),
            obligations: draft.obligations.iter().map(|(name, it)| (&**name, it)).collect(),
            left_open: Vec::new(),
            written: 0,
        }
    }

    /// Counts so many conditions more; what is written out must be no multiple of the document's square.
    pub(super) fn count(&mut self, place: &str, more: usize) -> Result<(), UnfoldError> {
        self.written = self.written.saturating_add(more);
        match self.written > MOST_CONDITIONS {
            true => Err(error(place, "more than a hundred thousand conditions")),
            false => Ok(()),
        }
    }

    pub(super) fn date(&self) -> Option<Instant> {
        self.draft.date.as_ref().and_then(WrittenDate::instant)
    }

    /// Says that something is left open, once.
    pub(super) fn leave(&mut self, place: &str, what: &'static str) {
        let left = LeftOut { place: place.into(), what };
        if !self.left_open.contains(&left) {
            self.left_open.push(left);
        }
    }

    pub(super) fn kind(&self, place: &str, name: &str) -> Result<&'a UnfoldedKind, UnfoldError> {
        self.unfolding.kind(name).ok_or_else(|| error(place, "a kind that there is not"))
    }

    pub(super) fn act(&self, name: &str) -> Option<&'a Act<Text>> {
        self.acts.get(name).copied()
    }

    pub(super) fn kind_of_act(&self, name: &str) -> Option<&'a str> {
        self.act(name)?.of.as_deref()
    }

    pub(super) fn kind_of_obligation(&self, name: &str) -> Option<&'a str> {
        self.obligations.get(name)?.of.as_deref()
    }

    /// The subjects in which something of a kind is; one without a subject, of what is the run's.
    fn scopes(&self, of: Option<&str>) -> Vec<Scope<'a>> {
        match of {
            None => vec![None],
            Some(kind) => {
                let kind = self.unfolding.kind(kind).into_iter();
                kind.flat_map(|kind| {
                    kind.symbols.iter().map(move |symbol| Some(In { kind, symbol }))
                })
                .collect()
            }
        }
    }

    /// What an act is called in a scope: its own, or the run's; in the run, that of each subject.
    pub(super) fn copies(&self, act: &str, scope: Scope<'a>) -> Vec<Box<str>> {
        match (self.kind_of_act(act), scope) {
            (None, _) => vec![act.into()],
            (Some(_), Some(own)) => vec![own.own(act)],
            (of, None) => self.scopes(of).into_iter().flatten().map(|own| own.own(act)).collect(),
        }
    }

    /// That the agreement enters into force.
    pub(super) fn in_force(&mut self) -> Result<Condition<Text>, UnfoldError> {
        match &self.draft.entry_into_force {
            None => Ok(always()),
            Some(entry) => self.condition("entry_into_force", entry, None),
        }
    }

    fn declared(&self, of: &UnfoldedKind) -> Option<&'a crate::terms::Kind<Text>> {
        self.draft.kinds.iter().find(|(name, _)| *name == of.name).map(|(_, kind)| kind)
    }

    /// From when on no further subject of a kind opens.
    pub(super) fn ends_when(&mut self, of: &UnfoldedKind) -> Result<Condition<Text>, UnfoldError> {
        let (key, condition) = match self.declared(of).map(|kind| kind.opening()) {
            Some(Opening::ByActs { closes_when, .. }) => ("closes_when", closes_when),
            Some(Opening::Periods(periods)) => ("ends_when", periods.end()),
            Some(Opening::EachOf(_)) | None => return Ok(never()),
        };
        self.condition(&format!("subjects.{}.{key}", of.name), condition, None)
    }

    /// The agreement without kinds, and what that leaves open.
    pub(super) fn rewritten(mut self) -> Result<(Draft, Vec<LeftOut>), UnfoldError> {
        let draft = self.draft;
        for kind in &self.unfolding.kinds {
            let place = format!("subjects.{}", kind.name);
            if let Some(what) = kind.left_open {
                self.leave(&place, what);
            }
            self.leave_of_periods(kind, &place)?;
            self.leave_of_opening(kind, &place);
        }
        let mut acts = Vec::new();
        for (name, act) in &draft.acts {
            if act.unnamed == Some(Unnamed::Oldest) {
                let place = format!("acts.{name}.unnamed");
                self.leave(&place, "what names no subject, and goes to the oldest");
            }
            for scope in self.scopes(act.of.as_deref()) {
                let own = scope.map_or_else(|| name.clone(), |own| own.own(name));
                acts.push((own, self.rewritten_act(name, act, scope)?));
            }
        }
        let mut obligations = Vec::new();
        for (name, obligation) in &draft.obligations {
            for scope in self.scopes(obligation.of.as_deref()) {
                let own = scope.map_or_else(|| name.clone(), |own| own.own(name));
                obligations.push((own, self.rewritten_obligation(name, obligation, scope)?));
            }
        }
        let mut end = |place: &str, condition: &Option<Condition<Text>>| {
            condition.as_ref().map(|it| self.condition(place, it, None)).transpose()
        };
        let rewritten = Draft {
            title: draft.title.clone(),
            date: draft.date.clone(),
            parties: draft.parties.clone(),
            registrar: draft.registrar.clone(),
            kinds: Vec::new(),
            calendars: draft.calendars.clone(),
            passages: Vec::new(),
            acts,
            obligations,
            entry_into_force: end("entry_into_force", &draft.entry_into_force)?,
            terminates_when: end("terminates_when", &draft.terminates_when)?,
            settled_when: match &draft.settled_when {
                None => self.settled_by_default()?,
                settled => end("settled_when", settled)?,
            },
        };
        Ok((rewritten, self.left_open))
    }

    /// What of periods is not as it is written out.
    fn leave_of_periods(&mut self, kind: &UnfoldedKind, place: &str) -> Result<(), UnfoldError> {
        let Some(declared) = self.declared(kind) else { return Ok(()) };
        let Opening::Periods(periods) = declared.opening() else { return Ok(()) };
        if periods.ahead() > 0 {
            self.leave(place, "acts before a period begins");
        }
        if !periods.end().is_never() {
            self.leave(place, "periods that do not open any more");
        }
        if !self.in_force()?.is_always() {
            self.leave(place, "periods that are over when the agreement enters into force");
        }
        Ok(())
    }

    /// What of the opening of subjects is not as it is written out.
    fn leave_of_opening(&mut self, kind: &UnfoldedKind, place: &str) {
        let Some(declared) = self.declared(kind) else { return };
        // What first holds is remembered; what is written out asks whether it holds.
        let remembered = match declared.opening() {
            Opening::EachOf(_) => return,
            Opening::ByActs { closes_when, .. } => closes_when,
            Opening::Periods(periods) => match periods.from() {
                PeriodsFrom::When(from) => from,
                PeriodsFrom::EntryIntoForce | PeriodsFrom::At(_) | PeriodsFrom::Day(_) => {
                    periods.end()
                }
            },
        };
        if !remembered.is_never() && !remembered.is_for_good() {
            self.leave(place, "what has opened or closed the list, where it holds no more");
        }
        // Within the rules nobody does anything in a subject that there is not.
        self.leave(place, "acts against the rules in a subject that is not open yet");
    }

    /// By default all that is binding is closed, or a prohibition that runs: of subjects, of those that
    /// there are. Where every subject is sure to come, nothing is to be said.
    fn settled_by_default(&mut self) -> Result<Option<Condition<Text>>, UnfoldError> {
        let is_opened = |kind: &UnfoldedKind| matches!(kind.sort, Sort::Opened { .. });
        if !self.unfolding.kinds.iter().any(is_opened) {
            return Ok(None);
        }
        let mut parts = vec![self.in_force()?];
        for (name, obligation) in self.draft.obligations.iter().filter(|(_, it)| it.binding) {
            for scope in self.scopes(obligation.of.as_deref()) {
                let own = scope.map_or_else(|| name.clone(), |own| own.own(name));
                let stands = |standing| Condition::Stands { obligation: own.clone(), standing };
                let mut is_over = vec![stands(Standing::Closed)];
                if matches!(obligation.duty, Duty::Refrain(_)) {
                    is_over.extend([stands(Standing::Due), stands(Standing::Suspended)]);
                }
                if let Some(own) = scope.filter(|own| is_opened(own.kind)) {
                    is_over.push(not_so(self.opened(own)?));
                }
                parts.push(any_of(is_over));
            }
        }
        Ok(Some(all_of(parts)))
    }

    fn rewritten_act(
        &mut self,
        name: &str,
        act: &Act<Text>,
        scope: Scope<'a>,
    ) -> Result<Act<Text>, UnfoldError> {
        let place = format!("acts.{name}.requires");
        let requires = self.condition(&place, &act.requires, scope)?;
        let requires = match scope {
            None => requires,
            Some(own) => all_of([self.may_be(name, own)?, requires]),
        };
        let opened = scope.map(|own| self.opened(own)).transpose()?;
        let place = format!("acts.{name}.expires_when");
        let mut expires_when = self.condition(&place, &act.expires_when, scope)?;
        if !expires_when.is_never() {
            expires_when = all_of(opened.into_iter().chain([expires_when]));
        }
        let each = scope.and_then(|own| own.symbol.each.clone());
        let mut rewritten = act.clone();
        rewritten.of = None;
        rewritten.unnamed = None;
        rewritten.cites = Vec::new();
        rewritten.requires = requires;
        rewritten.expires_when = expires_when;
        if let Some(each) = each {
            if std::mem::take(&mut rewritten.is_open_to_each) && !rewritten.by.contains(&each) {
                rewritten.by.push(each.clone());
            }
            let protected = rewritten.protects.as_mut().filter(|it| !it.contains(&each));
            if std::mem::take(&mut rewritten.protects_each)
                && let Some(protected) = protected
            {
                protected.push(each);
            }
        }
        Ok(rewritten)
    }

    /// Whether an act of a subject can be done, as far as its subject goes: it is there, or the act opens
    /// it, one after the other.
    fn may_be(&mut self, act: &str, own: In<'a>) -> Result<Condition<Text>, UnfoldError> {
        let opened = self.opened(own)?;
        let Sort::Opened { by } = &own.kind.sort else { return Ok(opened) };
        if !by.iter().any(|it| &**it == act) {
            return Ok(opened);
        }
        let closes = self.ends_when(own.kind)?;
        let still = match closes.is_never() {
            true => always(),
            false => any_of([opened, not_so(closes)]),
        };
        let before = own.kind.symbols.iter().take_while(|it| it.place < own.symbol.place).last();
        let before = match before {
            Some(symbol) => self.opened(In { kind: own.kind, symbol })?,
            None => always(),
        };
        Ok(all_of([before, still]))
    }

    fn rewritten_obligation(
        &mut self,
        name: &str,
        obligation: &Obligation<Text>,
        scope: Scope<'a>,
    ) -> Result<Obligation<Text>, UnfoldError> {
        let place = |key: &str| format!("obligations.{name}.{key}");
        let mut rewritten = obligation.clone();
        rewritten.of = None;
        rewritten.cites = Vec::new();
        rewritten.debtor = self.who(&place("debtor"), &obligation.debtor, scope)?;
        rewritten.creditor = self.who(&place("creditor"), &obligation.creditor, scope)?;
        rewritten.suspended_while =
            self.condition(&place("suspended_while"), &obligation.suspended_while, scope)?;
        let mut when = vec![self.condition(&place("when"), &obligation.when, scope)?];
        let mut until = vec![self.condition(&place("until"), &obligation.until, scope)?];
        if let Some(own) = scope {
            let opened = self.opened(own)?;
            if let Sort::Periods { .. } = own.kind.sort {
                let ends = self.ends_when(own.kind)?;
                when.insert(0, not_so(ends));
            }
            when.insert(0, opened.clone());
            let terminates = self.declared(own.kind).map(|kind| kind.termination());
            if let Some(terminates) = terminates.filter(|it| !it.is_never() && !obligation.survives)
            {
                let place = format!("subjects.{}.terminates_when", own.kind.name);
                let terminates = self.condition(&place, terminates, scope)?;
                until.push(all_of([opened, terminates]));
            }
            if let Some(repair) = &obligation.repaired_by
                && self.kind_of_obligation(repair).is_some()
            {
                rewritten.repaired_by = Some(own.own(repair));
            }
        }
        match &mut rewritten.duty {
            Duty::Perform(duty) => {
                let is_of_run = |act: &str| self.kind_of_act(act).is_none();
                if scope.is_some() && duty.acts.iter().any(|act| is_of_run(act)) {
                    if duty.early == EarlyActs::Count && !obligation.when.is_always() {
                        let what = "acts of the run between a subject's opening and its duty";
                        self.leave(&place("perform"), what);
                    }
                    // What was done before the opening does not count.
                    duty.early = EarlyActs::Ignored;
                }
                duty.acts = duty.acts.iter().flat_map(|act| self.copies(act, scope)).collect();
                duty.deadline = self.deadline(&place("at"), &duty.deadline, obligation, scope)?;
                if let Some(verifier) = &duty.verifier {
                    duty.verifier = Some(self.who(&place("verified_by"), verifier, scope)?);
                }
            }
            Duty::Achieve(duty) => {
                duty.goal = self.condition(&place("achieve"), &duty.goal, scope)?;
                duty.deadline = self.deadline(&place("at"), &duty.deadline, obligation, scope)?;
            }
            Duty::Refrain(duty) => {
                let period = scope.and_then(|own| own.symbol.period.as_ref());
                // A period's counts what is done while it lasts, to whichever period it goes.
                let counted = if period.is_some() { None } else { scope };
                duty.acts = duty.acts.iter().flat_map(|act| self.copies(act, counted)).collect();
                if let Some((_, end)) = period {
                    until.push(self.begun(&place("until"), end)?);
                }
            }
        }
        rewritten.when = all_of(when);
        rewritten.until = any_of(until);
        Ok(rewritten)
    }

    fn deadline(
        &mut self,
        place: &str,
        deadline: &Option<Deadline<Text>>,
        obligation: &Obligation<Text>,
        scope: Scope<'a>,
    ) -> Result<Option<Deadline<Text>>, UnfoldError> {
        let Some(Deadline::At(Moment::Told { name, shift })) = deadline else {
            return Ok(deadline.clone());
        };
        Ok(Some(match (self.begin_of(place, name, scope)?, shift) {
            (Known::Start, _) => {
                Deadline::At(Moment::Told { name: ToldName::Start, shift: shift.clone() })
            }
            (Known::At(at), shift) => match shifted(at, shift.as_ref()) {
                Some(at) => Deadline::At(Moment::At(at)),
                None => return Err(error(place, "an instant past the end of time")),
            },
            // It falls due when its subject opens, if nothing else is waited for.
            (Known::When(_), Some(Shift::After(term)))
                if *name != ToldName::End && obligation.when.is_always() =>
            {
                Deadline::Within(term.clone())
            }
            (Known::When(_), _) => return Err(error(place, "an instant that no date tells")),
        }))
    }

    fn who(
        &self,
        place: &str,
        who: &Who<Text>,
        scope: Scope<'a>,
    ) -> Result<Who<Text>, UnfoldError> {
        match (who, scope) {
            (Who::Named(_), _) => Ok(who.clone()),
            (Who::Each, Some(In { symbol, .. })) => match &symbol.each {
                Some(each) => Ok(Who::Named(each.clone())),
                None => Err(error(place, "`each`")),
            },
            (Who::Told(ToldName::Opener), Some(In { kind, .. })) => self.opener(place, kind),
            (Who::Told(_) | Who::Each, _) => Err(error(place, "a party that is told")),
        }
    }

    /// Who opens a subject, where that can be one party only.
    fn opener(&self, place: &str, kind: &UnfoldedKind) -> Result<Who<Text>, UnfoldError> {
        let Sort::Opened { by } = &kind.sort else { return Err(error(place, "`opener`")) };
        let mut openers: Vec<&Box<str>> =
            by.iter().filter_map(|act| self.act(act)).flat_map(|act| &act.by).collect();
        openers.sort_unstable();
        openers.dedup();
        let is_group = |name: &str| {
            let mut parties = self.draft.parties.iter();
            parties.any(|(party, described)| &**party == name && described.group.is_some())
        };
        match openers.as_slice() {
            [only] if !is_group(only) => Ok(Who::Named((*only).clone())),
            _ => Err(error(place, "whoever opens one of several parties")),
        }
    }
}
