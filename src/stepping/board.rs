//! The board: all that is seen and chosen, without a terminal.

use tui_input::Input;

use crate::analysis::Question;
use crate::event::{Deed, Event};
use crate::monitor::{Change, Finding, Monitor, Status};
use crate::names::{Names, Subject};
use crate::report::Phrases;
use crate::terms::Agreement;
use crate::time::{Instant, Span};

use super::card::{Card, Place, shown};
use super::course::{Course, worth_telling};
use super::file::{self, Saved};
use super::moves::{Move, Target, moves};
use super::proposal::{Outlook, Proposal};
use super::settings::Settings;
use super::words::{self, Words};

/// All that is seen and chosen. Keys change it ([`Board::press`]); it is drawn from scratch after
/// each.
pub(super) struct Board<'a, V: Names> {
    agreement: Agreement<V>,
    phrases: &'a dyn Phrases,
    pub(super) course: Course<V>,
    pub(super) focus: Focus,
    /// The place of the chosen move among all.
    chosen: usize,
    /// The chosen card; none of an agreement without obligations.
    card: Option<Card<V>>,
    /// What is sought in the names of subjects; nothing where all are shown.
    sought: String,
    /// How many events of the log are passed over at its end.
    pub(super) back: usize,
    pub(super) dialog: Option<Dialog<V>>,
    pub(super) message: Message,
    file: String,
    /// The log as it was opened or saved last.
    saved: Vec<Event<V>>,
}

/// Where the keys go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Focus {
    Moves,
    Cards,
    Log,
}

/// What stands before the board and takes the keys.
#[derive(Clone, Debug)]
pub(super) enum Dialog<V: Names> {
    /// A deed that is about to be done.
    Proposal(Proposal<V>),
    /// All about one obligation.
    Card(Card<V>),
    /// Which subjects are sought, by a part of their names.
    Find(Input),
    /// Where the clock is to go, and what is wrong with what was typed.
    Clock(Input, Option<String>),
    /// Under which name the log is saved.
    Save(Saving),
    /// There are steps that were not saved.
    Quit,
    /// Why something is as it is, from a line on.
    Why(Why),
    /// The keys.
    Help,
}

/// An explanation that is being read.
#[derive(Clone, Debug)]
pub(super) struct Why {
    /// What was asked about.
    pub(super) title: String,
    /// The explanation, one point a line, indented below what it belongs to.
    pub(super) text: String,
    /// How many lines were scrolled on.
    pub(super) from: usize,
}

/// A log that is about to be saved.
#[derive(Clone, Debug)]
pub(super) struct Saving {
    pub(super) input: Input,
    /// What went wrong so far.
    pub(super) trouble: Option<String>,
    /// The name for which it is asked whether the file may be written over.
    pub(super) exists: Option<String>,
    /// Whether the board is left after that.
    pub(super) then_quits: bool,
}

/// What happened last, in a line.
#[derive(Clone, Debug)]
pub(super) struct Message {
    pub(super) text: String,
    /// Whether something is wrong.
    pub(super) is_grave: bool,
}

/// What the board wants from the world after a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Demand {
    Nothing,
    Quit,
    Save { path: String, may_overwrite: bool },
}

/// The statuses in the order of the columns.
pub(super) const COLUMNS: [Status; 9] = [
    Status::Dormant,
    Status::Due,
    Status::Suspended,
    Status::Performed,
    Status::Breached,
    Status::Discharged,
    Status::Cured,
    Status::Released,
    Status::Lapsed,
];

impl<'a, V: Names> Board<'a, V> {
    pub(super) fn new(
        agreement: &Agreement<V>,
        log: Vec<Event<V>>,
        settings: &Settings<'a>,
    ) -> Self {
        let course = Course::new(agreement, log.clone());
        let file = settings.file.map_or_else(|| file::name(agreement.title()), str::to_owned);
        let mut board = Self {
            agreement: agreement.clone(),
            phrases: settings.phrases,
            course,
            focus: Focus::Moves,
            chosen: 0,
            card: None,
            sought: String::new(),
            back: 0,
            dialog: None,
            message: Message::plain("choose an act and press Enter; ? lists all keys"),
            file,
            saved: log,
        };
        board.card = board.cards().first().map(|(_, card)| card.clone());
        board
    }

    pub(super) fn agreement(&self) -> &Agreement<V> {
        &self.agreement
    }

    pub(super) fn monitor(&self) -> &Monitor<V> {
        self.course.monitor()
    }

    pub(super) fn words(&self) -> Words<'_, V> {
        Words::new(&self.agreement, self.phrases)
    }

    pub(super) fn moves(&self) -> Vec<Move<V>> {
        moves(self.monitor(), &self.sought)
    }

    /// The place of the chosen move among all.
    pub(super) fn chosen(&self) -> usize {
        self.chosen
    }

    pub(super) fn card(&self) -> Option<&Card<V>> {
        self.card.as_ref()
    }

    /// What is sought in the names of subjects.
    pub(super) fn sought(&self) -> &str {
        &self.sought
    }

    /// Shows the subjects alone whose name has this in it; all again if it is nothing.
    pub(super) fn find(&mut self, sought: &str) {
        let choice = self.choice();
        self.sought = sought.trim().to_owned();
        let kinds = self.agreement.kinds();
        let found = kinds.filter_map(|kind| shown(self.monitor(), kind, &self.sought));
        let found = found.map(|found| found.len()).fold(0, usize::saturating_add);
        self.message = Message::plain(match (self.sought.is_empty(), found) {
            (true, _) => "all subjects".to_owned(),
            (false, 0) => format!("no subject has `{}` in its name", self.sought),
            (false, found) => {
                format!("{} of `{}`; / shows all again", counted(found, "subject"), self.sought)
            }
        });
        self.choose_again(choice);
    }

    /// The obligations, column by column.
    pub(super) fn cards(&self) -> Vec<(Status, Card<V>)> {
        let monitor = self.monitor();
        let mut cards: Vec<(Status, Card<V>)> = Vec::new();
        for obligation in self.agreement.obligations() {
            let terms = self.agreement.obligation_terms(obligation);
            let Some(kind) = terms.as_ref().and_then(|terms| terms.kind()).copied() else {
                let status = monitor.status(obligation);
                // Who seeks a subject does not seek the run.
                let status = status.filter(|_| self.sought.is_empty());
                cards.extend(status.map(|status| (status, Card::of_run(obligation))));
                continue;
            };
            match shown(monitor, kind, &self.sought) {
                Some(subjects) => {
                    let own = subjects.into_iter().filter_map(|subject| {
                        let card = Card { obligation, place: Place::Subject(subject) };
                        Some((card.status(monitor)?, card))
                    });
                    cards.extend(own);
                }
                None => {
                    let own = COLUMNS.into_iter().filter_map(|status| {
                        let card = Card { obligation, place: Place::Many(status) };
                        let is_any = card.many(monitor).next().is_some();
                        is_any.then_some((status, card))
                    });
                    cards.extend(own);
                }
            }
        }
        let column = |status: Status| COLUMNS.iter().position(|column| *column == status);
        cards.sort_by_key(|(status, _)| column(*status));
        cards
    }

    /// Whether the log has steps that are in no file.
    pub(super) fn is_unsaved(&self) -> bool {
        let mut saved = self.saved.iter();
        !self.course.events().all(|event| saved.next() == Some(event))
    }

    /// The log as it stands.
    pub(super) fn into_events(self) -> Vec<Event<V>> {
        self.course.into_events()
    }

    /// Chooses the move that is so far away in the list.
    pub(super) fn choose_by(&mut self, steps: isize) {
        let last = self.moves().len().saturating_sub(1);
        self.chosen = self.chosen.saturating_add_signed(steps).min(last);
    }

    /// Chooses the first move of the party before or after.
    pub(super) fn choose_party(&mut self, is_next: bool) {
        let moves = self.moves();
        let Some(here) = moves.get(self.chosen).map(|it| it.party) else { return };
        let place = |is: &dyn Fn(usize, V::Party) -> bool| {
            moves.iter().enumerate().position(|(place, it)| is(place, it.party))
        };
        let first = place(&|_, party| party == here).unwrap_or_default();
        let found = if is_next {
            place(&|at, party| at > self.chosen && party != here)
        } else {
            let before = first.checked_sub(1).and_then(|before| moves.get(before));
            before.and_then(|before| place(&|_, party| party == before.party))
        };
        self.chosen = found.unwrap_or(if is_next { self.chosen } else { first });
    }

    /// Chooses the card that is so far away, column by column.
    pub(super) fn card_by(&mut self, steps: isize) {
        let cards = self.cards();
        let here = self.card.as_ref();
        let here = cards.iter().position(|(_, it)| Some(it) == here).unwrap_or_default();
        let last = cards.len().saturating_sub(1);
        let there = cards.get(here.saturating_add_signed(steps).min(last));
        self.card = there.map(|(_, card)| card.clone()).or(self.card.take());
    }

    /// Chooses the first card of the column before or after.
    pub(super) fn card_column(&mut self, is_next: bool) {
        let cards = self.cards();
        let here = self.card.as_ref();
        let here = cards.iter().find(|(_, it)| Some(it) == here).map(|(status, _)| *status);
        let mut columns: Vec<Status> = cards.iter().map(|(status, _)| *status).collect();
        columns.dedup();
        let place = columns.iter().position(|column| Some(*column) == here).unwrap_or_default();
        let there = if is_next { place.saturating_add(1) } else { place.saturating_sub(1) };
        if let Some(column) = columns.get(there)
            && let Some((_, card)) = cards.iter().find(|(status, _)| status == column)
        {
            self.card = Some(card.clone());
        }
    }

    /// Records what was proposed.
    pub(super) fn record(&mut self, outlook: &Outlook<V>) {
        self.dialog = None;
        let told = self.words().event(&outlook.event);
        self.step(outlook.event.clone(), &told);
    }

    /// Moves the clock on to the next deadline or other timer, or just past the one it stands at.
    pub(super) fn next_timer(&mut self) {
        let clock = self.monitor().now();
        let next = match self.monitor().next_timeout() {
            // A deadline's own instant is still in time: it is missed from the next second on.
            Some(at) if at == clock => Span::seconds(1).and_then(|second| clock.after(second)),
            next => next,
        };
        match next {
            Some(at) => self.pass_time(at),
            None => self.message = Message::plain("no deadline and no other timer is running"),
        }
    }

    /// Moves the clock on.
    pub(super) fn pass_time(&mut self, to: Instant) {
        let seconds = self.monitor().now().seconds_until(to).unsigned_abs();
        let told = format!("{} passed", words::length(seconds, 2));
        self.step(Event::tick(to), &told);
    }

    pub(super) fn undo(&mut self) {
        let choice = self.choice();
        self.back = 0;
        let undone = self.course.undo().cloned();
        self.message = match undone {
            Some(event) => Message::plain(format!("taken back: {}", self.words().event(&event))),
            None => Message::plain("nothing to take back"),
        };
        self.choose_again(choice);
    }

    pub(super) fn redo(&mut self) {
        let choice = self.choice();
        self.back = 0;
        let redone = self.course.redo().cloned();
        self.message = match redone {
            Some(event) => Message::plain(format!("taken again: {}", self.words().event(&event))),
            None => Message::plain("nothing to take again"),
        };
        self.choose_again(choice);
    }

    /// Explains an act of a party, or how an obligation stands.
    pub(super) fn explain(&mut self, question: &Question<V>, subject: Option<&Subject<V>>) {
        let title = match question {
            Question::Act { party, act } => {
                format!("why: {}: {}", self.words().party(*party), self.words().act(*act))
            }
            Question::Obligation(obligation) => {
                format!("why: {}", self.words().obligation(*obligation))
            }
            Question::Condition(_) | Question::Finding(_) => "why".to_owned(),
        };
        let title = match subject {
            Some(subject) => format!("{title} · {subject}"),
            None => title,
        };
        if let Some(explanation) = self.course.why(question, subject) {
            let text = explanation.text_with(self.phrases).to_string();
            self.dialog = Some(Dialog::Why(Why { title, text, from: 0 }));
        }
    }

    /// Asks under which name to save.
    pub(super) fn ask_for_file(&mut self, then_quits: bool) {
        let input = Input::new(self.file.clone());
        let saving = Saving { input, trouble: None, exists: None, then_quits };
        self.dialog = Some(Dialog::Save(saving));
    }

    /// Hears how saving went.
    pub(super) fn hear(&mut self, path: String, saved: Saved) -> Demand {
        let Some(Dialog::Save(saving)) = &mut self.dialog else { return Demand::Nothing };
        match saved {
            Saved::Written => {
                let then_quits = saving.then_quits;
                self.saved = self.course.events().cloned().collect();
                let events = counted(self.saved.len(), "event");
                self.message = Message::plain(format!("saved: {events} in `{path}`"));
                self.file = path;
                self.dialog = None;
                if then_quits { Demand::Quit } else { Demand::Nothing }
            }
            Saved::Exists => {
                saving.trouble = None;
                saving.exists = Some(path);
                Demand::Nothing
            }
            Saved::Failed(error) => {
                saving.exists = None;
                saving.trouble = Some(format!("`{path}`: {error}"));
                Demand::Nothing
            }
        }
    }

    fn step(&mut self, event: Event<V>, told: &str) {
        let choice = self.choice();
        self.course.record(event);
        self.back = 0;
        if let Some(entry) = self.course.entries().last() {
            self.message = self.summary(told, &entry.changes, &entry.findings);
        }
        self.choose_again(choice);
    }

    fn summary(&self, told: &str, changes: &[Change<V>], findings: &[Finding<V>]) -> Message {
        let faults = findings.iter().filter(|finding| !finding.kind().is_only_told());
        let prose = self.words().prose();
        let fault = |it: &Finding<V>| match it.obligation() {
            Some(obligation) => {
                let of = it.subject.as_ref().map(|subject| format!("{subject}: "));
                let name = self.words().obligation(*obligation);
                format!("{}: {}{name}", it.kind(), of.unwrap_or_default())
            }
            None => it.kind().to_string(),
        };
        let mut news: Vec<String> = faults.map(fault).collect();
        let is_grave = !news.is_empty();
        news.extend(worth_telling(changes).map(|change| prose.change(change)));
        let text = match &*news {
            [] => format!("{told} · nothing changes"),
            [first] => format!("{told} · {first}"),
            [first, rest @ ..] => format!("{told} · {first} · {} more", rest.len()),
        };
        Message { text, is_grave }
    }

    fn choice(&self) -> Option<(V::Party, Deed<V>, Target<V>)> {
        let chosen = self.moves().into_iter().nth(self.chosen);
        chosen.map(|it| (it.party, it.deed, it.target))
    }

    /// The same move wherever it stands now; the nearest if it is gone.
    fn choose_again(&mut self, choice: Option<(V::Party, Deed<V>, Target<V>)>) {
        let moves = self.moves();
        let place = choice.and_then(|(party, deed, target)| {
            let is_it = |it: &Move<V>| it.party == party && it.deed == deed && it.target == target;
            moves.iter().position(is_it)
        });
        self.chosen = place.unwrap_or(self.chosen).min(moves.len().saturating_sub(1));
        self.keep_card();
    }

    /// The same card if it is still there; else the nearest to it.
    fn keep_card(&mut self) {
        let cards = self.cards();
        let chosen = self.card.as_ref();
        if cards.iter().any(|(_, card)| Some(card) == chosen) {
            return;
        }
        let obligation = chosen.map(|card| card.obligation);
        let same = cards.iter().find(|(_, card)| Some(card.obligation) == obligation);
        self.card = same.or(cards.first()).map(|(_, card)| card.clone());
    }
}

impl Message {
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_grave: false }
    }
}

/// `1 event`, `2 events`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
