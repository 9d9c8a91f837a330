//! A run whose agreement may change ([SEMANTICS.md, section
//! 12](crate::guide::law#12-an-agreement-that-changes)): it goes by the rules alone, and remembers what the rules of
//! another agreement may ask for.

use std::sync::Arc;

use crate::event::{Deed, Speaker};
use crate::names::{Ids, Text};
use crate::terms::{Agreement, Terms};
use crate::time::Instant;

use super::parked::ParkedRun;
use super::rules::{Change, Given, Ledger, Manner, Run, State, change};
use super::runner::Occurrence;
use super::{Finding, Matter, RefusalRecord};

/// The agreements at hand, by their digests: the first is that under which runs start, and as which lines are read.
#[derive(Clone, Debug)]
pub(crate) struct AtHand {
    first: Agreement,
    all: Arc<[(String, Agreement)]>,
    /// The first one, with the names of all of them.
    all_names: Agreement,
}

/// A run, with the agreement under which it stands.
#[derive(Clone, Debug)]
pub(crate) struct ChangingRun {
    /// The agreement as it is written: lines are read as it reads them.
    written: Agreement,
    /// Its terms, in which what agreements before it had has names, too.
    standing: Agreement,
    state: Box<State>,
    ledger: Ledger,
    refusals: Vec<RefusalRecord>,
}

impl AtHand {
    pub(crate) fn new(first: &Agreement, others: &[Agreement]) -> Self {
        let all = std::iter::once(first).chain(others);
        let all = all.map(|agreement| (agreement.digest().to_string(), agreement.clone()));
        Self { first: first.clone(), all: all.collect(), all_names: first.open_to_change(others) }
    }

    /// The first agreement, with the names of all of them.
    pub(crate) fn all_names(&self) -> &Agreement {
        &self.all_names
    }

    fn find(&self, digest: &str) -> Option<&Agreement> {
        self.all.iter().find(|(known, _)| known == digest).map(|(_, agreement)| agreement)
    }

    /// A run at the first agreement's date.
    pub(crate) fn start(&self) -> ChangingRun {
        self.start_with(false)
    }

    /// The same, which keeps every change.
    #[cfg(feature = "render")]
    pub(crate) fn start_with_history(&self) -> ChangingRun {
        self.start_with(true)
    }

    fn start_with(&self, keeps_history: bool) -> ChangingRun {
        let standing = self.all_names.clone();
        let mut state = Box::new(State::new(standing.terms()));
        let mut ledger = Ledger { done: Some(Vec::new()), keeps_history, ..Ledger::default() };
        let terms = standing.terms();
        Run { terms, state: &mut state, ledger: &mut ledger }.settle_at_start();
        let refusals = Vec::new();
        ChangingRun { written: self.first.clone(), standing, state, ledger, refusals }
    }
}

/// A finding of one agreement by the ids of another that has its names, too.
pub(crate) fn named_in(to: &Agreement, from: &Terms, found: &Finding) -> Finding {
    let Ok(words): Result<Finding<Text>, _> = found.translate(from);
    words.translate::<Ids, _>(to.terms()).unwrap_or_else(|()| found.clone())
}

impl ChangingRun {
    /// Takes the event at a place of a log, by the ids of the first agreement.
    pub(crate) fn take(
        &mut self,
        at_hand: &AtHand,
        place: u64,
        event: Occurrence<'_, Ids>,
        manner: Manner,
    ) {
        self.ledger.events = place;
        self.ledger.open();
        if let Err(refusal) = self.answer(at_hand, event, manner) {
            self.refusals.push(*refusal);
        }
    }

    fn answer(
        &mut self,
        at_hand: &AtHand,
        event: Occurrence<'_, Ids>,
        manner: Manner,
    ) -> Result<(), Box<RefusalRecord>> {
        let Occurrence { time, known, subject, id, idle_quantity, deed } = event;
        let deed = self.read(at_hand, &self.written, deed);
        let given = Given { time, known, subject, id, idle_quantity, deed: &deed };
        if self.is_repeated(at_hand, event) {
            let matter = Matter::Repeated { deed: deed.clone() };
            let event = Some(self.ledger.events);
            self.ledger.findings.push(Finding { at: time, event, subject: None, matter });
            return Ok(());
        }
        if let Deed::Unknown(words) = &deed
            && let Deed::Amended { speaker, agreement } = &**words
        {
            return self.amend(at_hand, given, speaker, agreement, manner);
        }
        let terms = self.standing.terms();
        let mut run = Run { terms, state: &mut self.state, ledger: &mut self.ledger };
        run.take(given, manner).map(|_| ())
    }

    /// What a line says, as an agreement reads it.
    fn read(&self, at_hand: &AtHand, agreement: &Agreement, deed: &Deed) -> Deed {
        match agreement.is(&at_hand.first) {
            true => deed.identified(&at_hand.first),
            false => deed.spelled(&at_hand.first).resolved_or_unknown(agreement),
        }
    }

    /// Whether an event was there before, as any agreement reads it: it may have been taken under another one.
    fn is_repeated(&self, at_hand: &AtHand, event: Occurrence<'_, Ids>) -> bool {
        let Occurrence { time, known, subject, id, idle_quantity, deed } = event;
        id.is_some_and(|id| self.ledger.ids.has(id))
            && at_hand.all.iter().any(|(_, agreement)| {
                let deed = self.read(at_hand, agreement, deed);
                let given = Given { time, known, subject, id, idle_quantity, deed: &deed };
                given.says_what_was_said(agreement.terms(), &self.ledger.ids)
            })
    }

    fn amend(
        &mut self,
        at_hand: &AtHand,
        given: Given<'_>,
        speaker: &Speaker<Text>,
        digest: &str,
        manner: Manner,
    ) -> Result<(), Box<RefusalRecord>> {
        let new = at_hand.find(digest);
        let terms = self.standing.terms();
        let mut run = Run { terms, state: &mut self.state, ledger: &mut self.ledger };
        let pair = new.map(|new| Change { old: self.written.terms(), new: new.terms() });
        let can_be_carried = new.is_some_and(|new| self.written.can_become(new).is_ok());
        if let Some(found) = given.amendment_found_alone(&run, speaker, pair, can_be_carried) {
            let place = self.ledger.events;
            return self.ledger.let_in(place, given.time, vec![found], manner);
        }
        if let (Some(new), Some(pair)) = (new, pair)
            && run.may_change(given, speaker, pair, manner)?
        {
            let succession = new.in_place_of(&self.standing);
            let (old, standing) = (self.standing.terms(), succession.agreement);
            let (state, ledger) = (&mut self.state, &mut self.ledger);
            // What has happened is kept: all that another agreement may ask for is remembered.
            if change(old, standing.terms(), &succession.renamed, state, ledger).is_err() {
                return Ok(());
            }
            for refusal in &mut self.refusals {
                for finding in &mut refusal.findings {
                    let Ok(named) = finding.translate(&succession.renamed);
                    *finding = named;
                }
            }
            (self.written, self.standing) = (new.clone(), standing);
        }
        Ok(())
    }

    /// Moves the clock on, if that is not yet there. What is past already fires.
    pub(crate) fn advance(&mut self, to: Instant) {
        if self.state.start.is_some() {
            self.ledger.open();
            self.ledger.forget_attempt();
            let to = to.max(self.state.clock);
            let terms = self.standing.terms();
            Run { terms, state: &mut self.state, ledger: &mut self.ledger }.advance(to);
        }
    }

    /// The agreement under which it stands, with the names of those before it.
    pub(crate) fn standing(&self) -> &Agreement {
        &self.standing
    }

    /// The agreement under which it stands, as it is written.
    #[cfg(feature = "render")]
    pub(crate) fn written(&self) -> &Agreement {
        &self.written
    }

    #[cfg(feature = "render")]
    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    /// Every change so far, where they are kept, by the ids of the agreement under which it stands.
    #[cfg(feature = "render")]
    pub(crate) fn history(&self) -> &[super::Change] {
        self.ledger.history()
    }

    /// What was found so far, by the ids of that agreement.
    pub(crate) fn findings(&self) -> &[Finding] {
        &self.ledger.findings
    }

    /// What was refused so far, by the same ids.
    pub(crate) fn refusals(&self) -> &[RefusalRecord] {
        &self.refusals
    }

    /// Where its clock stands.
    pub(crate) fn now(&self) -> Instant {
        self.state.clock
    }

    /// When its next timer fires.
    pub(crate) fn next_timeout(&self) -> Option<Instant> {
        self.state.next_timer().map(|(at, _)| at)
    }

    /// About how many things a copy of it copies, beside a fixed number.
    pub(crate) fn weight(&self) -> usize {
        self.ledger.weight().saturating_add(self.refusals.len())
    }

    /// The run, laid down, with the agreement under which it stands.
    pub(crate) fn parked(self) -> (Agreement, ParkedRun) {
        let Self { written: _, standing, state, ledger, refusals } = self;
        let ledger = Ledger { events: ledger.events, ..ledger.parked() };
        (standing, ParkedRun::standing(state, ledger, refusals))
    }
}
