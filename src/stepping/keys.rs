//! What each key does.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use tui_input::{Input, InputRequest};

use crate::analysis::Question;
use crate::event::{Deed, Speaker};
use crate::names::Names;

use super::board::{Board, Demand, Dialog, Focus, Message, Saving, Why};
use super::card::{Card, Place};
use super::moves::{Move, Target};
use super::proposal::{FieldKind, Proposal, Verdict};
use super::typed;

/// How far a page is.
const PAGE: isize = 8;

impl<V: Names> Board<'_, V> {
    /// Takes a key, and says what it wants from the world.
    pub(super) fn press(&mut self, key: KeyEvent) -> Demand {
        match self.dialog.take() {
            Some(Dialog::Proposal(proposal)) => self.press_in_proposal(proposal, key),
            Some(Dialog::Card(card)) => self.press_in_card(&card, key),
            Some(Dialog::Find(input)) => self.press_in_find(input, key),
            Some(Dialog::Clock(input, _)) => self.press_in_clock(input, key),
            Some(Dialog::Save(saving)) => return self.press_in_save(saving, key),
            Some(Dialog::Quit) => return self.press_in_quit(key),
            Some(Dialog::Why(why)) => self.press_in_why(why, key),
            Some(Dialog::Help) => {}
            None => return self.press_on_board(key),
        }
        Demand::Nothing
    }

    fn press_on_board(&mut self, key: KeyEvent) -> Demand {
        match (key.code, is_control(key)) {
            (KeyCode::Char('c'), true) | (KeyCode::Char('q'), false) => return self.quit(),
            (KeyCode::Char('r'), true) | (KeyCode::Char('U'), false) => self.redo(),
            (KeyCode::Char('u'), false) => self.undo(),
            (KeyCode::Char('t'), false) => self.next_timer(),
            (KeyCode::Char('c'), false) => {
                self.dialog = Some(Dialog::Clock(Input::default(), None));
            }
            (KeyCode::Char('/'), false) => {
                let sought = self.sought().to_owned();
                match sought.is_empty() {
                    true => self.dialog = Some(Dialog::Find(Input::default())),
                    false => self.find(""),
                }
            }
            (KeyCode::Char('s'), false) => self.ask_for_file(false),
            (KeyCode::Char('?') | KeyCode::F(1), false) => self.dialog = Some(Dialog::Help),
            (KeyCode::Tab, false) => {
                self.focus = match self.focus {
                    Focus::Moves => Focus::Cards,
                    Focus::Cards => Focus::Log,
                    Focus::Log => Focus::Moves,
                };
            }
            (KeyCode::BackTab, false) => {
                self.focus = match self.focus {
                    Focus::Moves => Focus::Log,
                    Focus::Cards => Focus::Moves,
                    Focus::Log => Focus::Cards,
                };
            }
            (_, false) => match self.focus {
                Focus::Moves => self.press_in_moves(key.code),
                Focus::Cards => self.press_in_cards(key.code),
                Focus::Log => self.press_in_log(key.code),
            },
            _ => {}
        }
        Demand::Nothing
    }

    fn press_in_moves(&mut self, code: KeyCode) {
        match code {
            KeyCode::Up | KeyCode::Char('k') => self.choose_by(-1),
            KeyCode::Down | KeyCode::Char('j') => self.choose_by(1),
            KeyCode::PageUp => self.choose_by(-PAGE),
            KeyCode::PageDown => self.choose_by(PAGE),
            KeyCode::Home => self.choose_by(isize::MIN),
            KeyCode::End => self.choose_by(isize::MAX),
            KeyCode::Left | KeyCode::Char('h') => self.choose_party(false),
            KeyCode::Right | KeyCode::Char('l') => self.choose_party(true),
            KeyCode::Enter => {
                let chosen = self.moves().into_iter().nth(self.chosen());
                self.dialog =
                    chosen.map(|it| Dialog::Proposal(Proposal::new(it.deed).to(it.target)));
            }
            KeyCode::Char('y') => {
                let chosen = self.moves().into_iter().nth(self.chosen());
                let question = chosen.and_then(|it| match it.deed {
                    Deed::Act { actor, act, .. } => {
                        Some((Question::Act { party: actor, act }, it.target))
                    }
                    deed => {
                        let obligation = deed.obligation().copied();
                        obligation.map(|it| Question::Obligation(it)).zip(Some(it.target))
                    }
                });
                if let Some((question, target)) = question {
                    self.explain(&question, target.subject());
                }
            }
            KeyCode::Char('w') => {
                let chosen = self.moves().into_iter().nth(self.chosen());
                if let Some(Move { deed: Deed::Act { act, .. }, target, .. }) = chosen
                    && !matches!(target, Target::Asked(_))
                {
                    self.propose(Proposal::waiver(self.monitor(), act, target));
                }
            }
            _ => {}
        }
    }

    fn press_in_cards(&mut self, code: KeyCode) {
        match code {
            KeyCode::Up | KeyCode::Char('k') => self.card_by(-1),
            KeyCode::Down | KeyCode::Char('j') => self.card_by(1),
            KeyCode::PageUp => self.card_by(-PAGE),
            KeyCode::PageDown => self.card_by(PAGE),
            KeyCode::Home => self.card_by(isize::MIN),
            KeyCode::End => self.card_by(isize::MAX),
            KeyCode::Left | KeyCode::Char('h') => self.card_column(false),
            KeyCode::Right | KeyCode::Char('l') => self.card_column(true),
            KeyCode::Enter => self.dialog = self.card().cloned().map(Dialog::Card),
            code => {
                if let Some(card) = self.card().cloned() {
                    self.word_about(&card, code);
                }
            }
        }
    }

    fn press_in_log(&mut self, code: KeyCode) {
        let by: isize = match code {
            KeyCode::Up | KeyCode::Char('k') => 1,
            KeyCode::Down | KeyCode::Char('j') => -1,
            KeyCode::PageUp => PAGE,
            KeyCode::PageDown => -PAGE,
            KeyCode::Home => isize::MAX,
            KeyCode::End => isize::MIN,
            _ => return,
        };
        let most = self.course.entries().len().saturating_sub(1);
        self.back = self.back.saturating_add_signed(by).min(most);
    }

    fn press_in_find(&mut self, mut input: Input, key: KeyEvent) {
        match key.code {
            KeyCode::Esc => return,
            KeyCode::Enter => return self.find(input.value()),
            _ => {
                edit(&mut input, key);
            }
        }
        self.dialog = Some(Dialog::Find(input));
    }

    fn press_in_card(&mut self, card: &Card<V>, key: KeyEvent) {
        match key.code {
            KeyCode::Esc | KeyCode::Enter | KeyCode::Char('q') => return,
            KeyCode::Up | KeyCode::Char('k') => self.card_by(-1),
            KeyCode::Down | KeyCode::Char('j') => self.card_by(1),
            KeyCode::Left | KeyCode::Char('h') => self.card_column(false),
            KeyCode::Right | KeyCode::Char('l') => self.card_column(true),
            code => self.word_about(card, code),
        }
        if self.dialog.is_none() {
            self.dialog = self.card().cloned().map(Dialog::Card);
        }
    }

    /// A word about an obligation, by the party that has it; or why it stands as it does.
    fn word_about(&mut self, card: &Card<V>, code: KeyCode) {
        let obligation = card.obligation;
        if let (Place::Many(_), KeyCode::Char('y' | 'a' | 'd' | 'r' | 'e' | 'o' | 'v')) =
            (&card.place, code)
        {
            self.message = Message::plain("it stands for many: find one by its name with /");
            return;
        }
        if code == KeyCode::Char('y') {
            return self.explain(&Question::Obligation(obligation), card.subject());
        }
        let monitor = self.monitor();
        let (verifier, creditor) = (card.verifier(monitor), card.creditor(monitor));
        let proposal = match code {
            KeyCode::Char('a') => verifier
                .map(Speaker::One)
                .map(|speaker| Proposal::new(Deed::Attest { speaker, obligation })),
            KeyCode::Char('d') => verifier
                .map(Speaker::One)
                .map(|speaker| Proposal::new(Deed::Deny { speaker, obligation })),
            KeyCode::Char('r') => creditor
                .map(Speaker::One)
                .map(|speaker| Proposal::new(Deed::Release { speaker, obligation })),
            KeyCode::Char('e') => {
                creditor.map(|actor| Proposal::extension(actor, obligation, monitor.now()))
            }
            KeyCode::Char('o') => Proposal::amendment(monitor, card, FieldKind::Debtor),
            KeyCode::Char('v') => Proposal::amendment(monitor, card, FieldKind::Verifier),
            _ => return,
        };
        if proposal.is_none() {
            let name = self.words().obligation(obligation);
            self.message = Message::plain(format!("`{name}` has no verifier"));
        }
        self.propose(proposal.map(|it| it.to(Target::of(card.subject()))));
    }

    fn propose(&mut self, proposal: Option<Proposal<V>>) {
        self.dialog = proposal.map(Dialog::Proposal);
    }

    fn press_in_proposal(&mut self, mut proposal: Proposal<V>, key: KeyEvent) {
        let verdict = proposal.verdict(self.monitor(), self.words().prose());
        let is_letter = !proposal.takes_letters();
        match (key.code, is_control(key)) {
            (KeyCode::Esc, _) if proposal.is_asked_again => proposal.is_asked_again = false,
            (KeyCode::Esc, _) => return,
            (KeyCode::Enter, _) => {
                if let Verdict::Open(outlook) = &verdict {
                    return self.record(outlook);
                }
            }
            (KeyCode::Char('y'), false) if proposal.is_asked_again => {
                if let Verdict::Refused(_, outlook) = &verdict {
                    return self.record(outlook);
                }
            }
            (KeyCode::Char('r'), control) if control || is_letter => {
                proposal.is_asked_again = matches!(verdict, Verdict::Refused(..));
            }
            (KeyCode::Char('w'), control) if control || is_letter => {
                let waiver = verdict.waivable().and_then(|(act, subject)| {
                    let target = Target::of(subject.as_ref());
                    Proposal::waiver(self.monitor(), act, target)
                });
                proposal = waiver.unwrap_or(proposal);
            }
            (KeyCode::Char('q'), false) if is_letter => return,
            _ => {
                let takes_letters = proposal.takes_letters();
                if let Some(field) = &mut proposal.field
                    && (takes_letters || !is_nondigit(key.code))
                    && edit(&mut field.input, key)
                {
                    proposal.is_asked_again = false;
                }
            }
        }
        self.dialog = Some(Dialog::Proposal(proposal));
    }

    fn press_in_why(&mut self, mut why: Why, key: KeyEvent) {
        let by: isize = match key.code {
            KeyCode::Up | KeyCode::Char('k') => -1,
            KeyCode::Down | KeyCode::Char('j') => 1,
            KeyCode::PageUp => -PAGE,
            KeyCode::PageDown => PAGE,
            KeyCode::Home => isize::MIN,
            _ => return,
        };
        let last = why.text.lines().count().saturating_sub(1);
        why.from = why.from.saturating_add_signed(by).min(last);
        self.dialog = Some(Dialog::Why(why));
    }

    fn press_in_clock(&mut self, mut input: Input, key: KeyEvent) {
        let mut error = None;
        match key.code {
            KeyCode::Esc => return,
            KeyCode::Enter => {
                match typed::later_instant(input.value(), self.monitor().now(), self.words().zone())
                {
                    Ok(to) => return self.pass_time(to),
                    Err(message) => error = Some(message),
                }
            }
            _ => {
                edit(&mut input, key);
            }
        }
        self.dialog = Some(Dialog::Clock(input, error));
    }

    fn press_in_save(&mut self, mut saving: Saving, key: KeyEvent) -> Demand {
        let mut demand = Demand::Nothing;
        match (key.code, saving.exists.take()) {
            (KeyCode::Esc, None) => return Demand::Nothing,
            (KeyCode::Char('y'), Some(path)) => {
                demand = Demand::Save { path, may_overwrite: true };
            }
            // Anything but a clear yes leaves the file as it is.
            (_, Some(_)) => {}
            (KeyCode::Enter, None) => {
                let path = saving.input.value().trim().to_owned();
                if path.is_empty() {
                    saving.trouble = Some("type the name of a file".to_owned());
                } else {
                    demand = Demand::Save { path, may_overwrite: false };
                }
            }
            (_, None) => {
                saving.trouble = None;
                edit(&mut saving.input, key);
            }
        }
        self.dialog = Some(Dialog::Save(saving));
        demand
    }

    fn press_in_quit(&mut self, key: KeyEvent) -> Demand {
        match key.code {
            KeyCode::Char('s') => self.ask_for_file(true),
            KeyCode::Char('d') => return Demand::Quit,
            KeyCode::Esc | KeyCode::Char('n') => {}
            _ => self.dialog = Some(Dialog::Quit),
        }
        Demand::Nothing
    }

    fn quit(&mut self) -> Demand {
        if self.is_unsaved() {
            self.dialog = Some(Dialog::Quit);
            return Demand::Nothing;
        }
        Demand::Quit
    }
}

fn is_control(key: KeyEvent) -> bool {
    key.modifiers.contains(KeyModifiers::CONTROL)
}

fn is_nondigit(code: KeyCode) -> bool {
    matches!(code, KeyCode::Char(letter) if !letter.is_ascii_digit())
}

/// Edits a line as usual; answers whether the key was one of those.
fn edit(input: &mut Input, key: KeyEvent) -> bool {
    let request = match (key.code, is_control(key)) {
        (KeyCode::Char('a'), true) | (KeyCode::Home, _) => InputRequest::GoToStart,
        (KeyCode::Char('e'), true) | (KeyCode::End, _) => InputRequest::GoToEnd,
        (KeyCode::Char('u'), true) => InputRequest::DeleteLine,
        (KeyCode::Char('w'), true) => InputRequest::DeletePrevWord,
        (KeyCode::Backspace, _) => InputRequest::DeletePrevChar,
        (KeyCode::Delete, _) => InputRequest::DeleteNextChar,
        (KeyCode::Left, true) => InputRequest::GoToPrevWord,
        (KeyCode::Right, true) => InputRequest::GoToNextWord,
        (KeyCode::Left, false) => InputRequest::GoToPrevChar,
        (KeyCode::Right, false) => InputRequest::GoToNextChar,
        (KeyCode::Char(letter), false) => InputRequest::InsertChar(letter),
        _ => return false,
    };
    input.handle(request);
    true
}
