//! The board as it is seen, key by key: each screen is kept as text in tests/stepping. To accept
//! what has changed: `UPDATE_EXPECT=1 cargo test --features step --lib stepping`.

use expect_test::{ExpectFile, expect_file};
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::style::Color;

use crate::cuba::{self, Cuba, Obligation, Party, Reading};
use crate::event::{Amendment, Deed, Event};
use crate::monitor::{Monitor, Outcome, Status};
use crate::names::Names;
use crate::terms::Agreement;

use super::board::{Board, Demand, Dialog, Focus};
use super::file::Saved;
use super::settings::Settings;
use super::view::{Paint, draw};

fn opened(reading: Reading, log: Vec<Event<Cuba>>) -> Board<'static, Cuba> {
    let settings = Settings::new().phrases(&cuba::PHRASES).file("october.jsonl");
    Board::new(&cuba::agreement(reading).unwrap(), log, &settings)
}

fn board() -> Board<'static, Cuba> {
    opened(Reading::Verified, Vec::new())
}

/// The obligation of the chosen card.
fn card(board: &Board<'_, Cuba>) -> Option<Obligation> {
    board.card().map(|card| card.obligation)
}

/// A log up to an event.
fn until(count: usize) -> Vec<Event<Cuba>> {
    cuba::as_it_might_have_gone().into_iter().take(count).collect()
}

fn code(name: &str) -> KeyEvent {
    let plain = |code| KeyEvent::new(code, KeyModifiers::NONE);
    match name {
        "Enter" => plain(KeyCode::Enter),
        "Esc" => plain(KeyCode::Esc),
        "Tab" => plain(KeyCode::Tab),
        "BackTab" => plain(KeyCode::BackTab),
        "Up" => plain(KeyCode::Up),
        "Down" => plain(KeyCode::Down),
        "Left" => plain(KeyCode::Left),
        "Right" => plain(KeyCode::Right),
        "Home" => plain(KeyCode::Home),
        "End" => plain(KeyCode::End),
        "Backspace" => plain(KeyCode::Backspace),
        "Ctrl-C" => KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL),
        "Ctrl-R" => KeyEvent::new(KeyCode::Char('r'), KeyModifiers::CONTROL),
        "Ctrl-U" => KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL),
        "Space" => plain(KeyCode::Char(' ')),
        letter => plain(KeyCode::Char(letter.chars().next().unwrap())),
    }
}

/// Presses keys by their names, a space between them; what the last one demands.
fn press(board: &mut Board<'_, Cuba>, keys: &str) -> Demand {
    keys.split_whitespace().map(|name| board.press(code(name))).last().unwrap()
}

/// Types a text letter by letter.
fn type_in(board: &mut Board<'_, Cuba>, text: &str) {
    for letter in text.chars() {
        board.press(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE));
    }
}

/// Chooses an act of a party in the list.
fn choose(board: &mut Board<'_, Cuba>, party: Party, act: &str) {
    let words = board.words();
    let is_it = |deed: &Deed<Cuba>| words.what(deed) == act;
    let place = board.moves().iter().position(|it| it.party == party && is_it(&it.deed)).unwrap();
    board.choose_by(isize::MIN);
    board.choose_by(isize::try_from(place).unwrap());
}

fn drawn<V: Names>(board: &Board<'_, V>, width: u16, height: u16, paint: Paint) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| draw(frame, board, paint)).unwrap();
    terminal.backend().buffer().clone()
}

fn screen<V: Names>(board: &Board<'_, V>, width: u16, height: u16) -> String {
    let buffer = drawn(board, width, height, Paint::new(true));
    let mut text = String::new();
    for row in 0..height {
        let line: String = (0..width).map(|column| buffer[(column, row)].symbol()).collect();
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn shows(board: &Board<'_, Cuba>, expected: ExpectFile) {
    expected.assert_eq(&screen(board, 80, 24));
}

#[test]
fn before_anything_has_happened() {
    shows(&board(), expect_file!["../../tests/stepping/start.txt"]);
}

#[test]
fn an_open_act_shows_what_it_brings_and_is_done() {
    let mut board = board();
    choose(&mut board, Party::Ussr, "accept-proposal");
    press(&mut board, "Enter");
    shows(&board, expect_file!["../../tests/stepping/open-act.txt"]);
    press(&mut board, "Enter");
    shows(&board, expect_file!["../../tests/stepping/accepted.txt"]);
    assert_eq!(board.monitor().status(Obligation::CeaseWork), Some(Status::Due));
}

#[test]
fn a_closed_act_answers_why_not_and_is_recorded_only_after_a_yes() {
    let mut board = opened(Reading::Verified, until(4));
    choose(&mut board, Party::Us, "lift-quarantine");
    press(&mut board, "Enter");
    shows(&board, expect_file!["../../tests/stepping/closed-act.txt"]);
    press(&mut board, "Enter Enter y");
    assert_eq!(board.course.entries().len(), 4, "neither Enter nor a lone y records it");
    press(&mut board, "r");
    shows(&board, expect_file!["../../tests/stepping/closed-act-asked-again.txt"]);
    press(&mut board, "Esc y r y");
    shows(&board, expect_file!["../../tests/stepping/closed-act-recorded.txt"]);
    let findings: Vec<String> =
        board.monitor().findings().map(|finding| finding.kind().to_string()).collect();
    assert_eq!(findings, ["premature"]);
}

#[test]
fn a_quantity_is_typed_and_judged_as_it_is_typed() {
    let mut board = opened(Reading::Verified, until(4));
    choose(&mut board, Party::Ussr, "remove-weapons");
    press(&mut board, "Enter 4 x 2");
    shows(&board, expect_file!["../../tests/stepping/quantity.txt"]);
    press(&mut board, "Backspace Backspace 0");
    assert!(screen(&board, 80, 24).contains("a quantity is a whole number from 1"));
    press(&mut board, "Enter");
    assert!(board.dialog.is_some(), "what can't be read can't be done");
    press(&mut board, "Ctrl-U 4 2 Enter");
    assert_eq!(board.monitor().progress(Obligation::RemoveWeapons), Some(42));
}

#[test]
fn those_whom_it_protects_waive_what_an_act_requires() {
    let mut board = opened(Reading::Established, until(4));
    choose(&mut board, Party::Us, "lift-quarantine");
    press(&mut board, "Enter");
    shows(&board, expect_file!["../../tests/stepping/waivable-act.txt"]);
    press(&mut board, "w Enter");
    choose(&mut board, Party::Us, "lift-quarantine");
    press(&mut board, "Enter Enter");
    assert_eq!(board.monitor().status(Obligation::LiftQuarantine), Some(Status::Discharged));
    assert!(board.monitor().is_conformant());
}

#[test]
fn a_verifier_attests_or_denies() {
    let mut board = opened(Reading::Verified, until(3));
    shows(&board, expect_file!["../../tests/stepping/performed.txt"]);
    choose(&mut board, Party::Un, "deny cease-work");
    press(&mut board, "Enter Enter");
    assert_eq!(board.monitor().status(Obligation::CeaseWork), Some(Status::Due));
    press(&mut board, "u");
    assert_eq!(board.monitor().status(Obligation::CeaseWork), Some(Status::Performed));
    choose(&mut board, Party::Un, "attest cease-work");
    press(&mut board, "Enter Enter");
    assert_eq!(board.monitor().status(Obligation::CeaseWork), Some(Status::Discharged));
}

#[test]
fn words_about_a_card() {
    let mut board = opened(Reading::Practised, cuba::practice());
    board.course.undo();
    while board.monitor().status(Obligation::RemoveBombers) != Some(Status::Due) {
        board.course.undo();
    }
    press(&mut board, "Tab Home");
    while card(&board) != Some(Obligation::RemoveBombers) {
        press(&mut board, "Down");
    }
    press(&mut board, "Enter");
    shows(&board, expect_file!["../../tests/stepping/card.txt"]);
    let deadline = board.monitor().deadline(Obligation::RemoveBombers).unwrap();
    press(&mut board, "e");
    type_in(&mut board, "P60D");
    shows(&board, expect_file!["../../tests/stepping/extension.txt"]);
    press(&mut board, "Enter");
    assert!(board.monitor().deadline(Obligation::RemoveBombers).unwrap() > deadline);
    press(&mut board, "v");
    type_in(&mut board, "uns");
    shows(&board, expect_file!["../../tests/stepping/misspelt-party.txt"]);
    press(&mut board, "Backspace Enter");
    assert_eq!(board.monitor().verifier(Obligation::RemoveBombers), Some(Party::Un));
    let last = board.course.events().last().unwrap();
    let by_all = [Party::Ussr, Party::Us, Party::Un];
    let amendment = Amendment::verifier(Party::Un);
    let obligation = Obligation::RemoveBombers;
    let amended = Deed::Amend { actors: by_all.to_vec(), obligation, amendment };
    assert_eq!(last.deed, amended);
    press(&mut board, "r Enter");
    assert_eq!(board.monitor().status(Obligation::RemoveBombers), Some(Status::Released));
    press(&mut board, "r");
    assert!(screen(&board, 80, 24).contains("it is closed"), "{}", screen(&board, 80, 24));
}

#[test]
fn a_card_without_a_verifier_says_so() {
    let mut board = opened(Reading::Verified, until(1));
    press(&mut board, "Tab");
    while card(&board) != Some(Obligation::HaltIntroduction) {
        press(&mut board, "Down");
        assert_ne!(card(&board), Some(Obligation::NoLinkage));
    }
    press(&mut board, "a");
    assert!(board.dialog.is_none());
    assert_eq!(board.message.text, "`halt-introduction` has no verifier");
}

#[test]
fn time_passes_to_the_next_timer_and_just_past_a_deadline() {
    let mut board = opened(Reading::Practised, cuba::practice());
    while board.monitor().deadline(Obligation::RemoveBombers).is_none()
        || board.monitor().status(Obligation::RemoveBombers) != Some(Status::Due)
    {
        assert!(board.course.undo().is_some());
    }
    let deadline = board.monitor().deadline(Obligation::RemoveBombers).unwrap();
    while board.monitor().now() < deadline {
        press(&mut board, "t");
    }
    assert_eq!(board.monitor().now(), deadline, "the deadline's own instant is in time");
    assert_eq!(board.monitor().status(Obligation::RemoveBombers), Some(Status::Due));
    press(&mut board, "t");
    assert_eq!(board.monitor().status(Obligation::RemoveBombers), Some(Status::Breached));
    assert_eq!(board.monitor().outcome(), Outcome::Breached);
    shows(&board, expect_file!["../../tests/stepping/late.txt"]);
}

#[test]
fn time_is_typed() {
    let mut board = board();
    let start = board.monitor().now();
    press(&mut board, "c");
    type_in(&mut board, "1962-10-27");
    press(&mut board, "Enter");
    shows(&board, expect_file!["../../tests/stepping/clock.txt"]);
    press(&mut board, "Ctrl-U");
    type_in(&mut board, "P2D");
    press(&mut board, "Enter");
    assert_eq!(start.seconds_until(board.monitor().now()), 172_800);
    assert_eq!(board.message.text, "2 d passed · nothing changes");
}

#[test]
fn why_is_told_with_whose_move_it_is() {
    let mut board = opened(Reading::Verified, until(1));
    choose(&mut board, Party::Us, "lift-quarantine");
    press(&mut board, "y");
    shows(&board, expect_file!["../../tests/stepping/why-act.txt"]);
    press(&mut board, "Up Down Down Down");
    shows(&board, expect_file!["../../tests/stepping/why-act-further.txt"]);
    press(&mut board, "Esc");
    assert!(board.dialog.is_none());
    press(&mut board, "Tab End Enter y");
    shows(&board, expect_file!["../../tests/stepping/why-card.txt"]);
}

#[test]
fn steps_are_taken_back_and_taken_again() {
    let mut board = opened(Reading::Verified, cuba::history());
    let there = screen(&board, 80, 24);
    for _ in 0..cuba::history().len() {
        press(&mut board, "u");
    }
    shows(&board, expect_file!["../../tests/stepping/taken-back.txt"]);
    press(&mut board, "u");
    assert_eq!(board.message.text, "nothing to take back");
    for _ in 0..cuba::history().len() {
        press(&mut board, "U");
    }
    let again = screen(&board, 80, 24);
    let board_of = |screen: &str| screen.lines().take(12).collect::<Vec<_>>().join("\n");
    assert_eq!(board_of(&again), board_of(&there));
    press(&mut board, "Ctrl-R");
    assert_eq!(board.message.text, "nothing to take again");
}

#[test]
fn saving_asks_before_it_writes_over() {
    let mut board = board();
    choose(&mut board, Party::Ussr, "accept-proposal");
    press(&mut board, "Enter Enter");
    let demand = press(&mut board, "s Enter");
    let path = "october.jsonl".to_owned();
    assert_eq!(demand, Demand::Save { path: path.clone(), may_overwrite: false });
    board.hear(path.clone(), Saved::Exists);
    shows(&board, expect_file!["../../tests/stepping/overwrite.txt"]);
    assert_eq!(press(&mut board, "n"), Demand::Nothing);
    let demand = press(&mut board, "Enter");
    assert_eq!(demand, Demand::Save { path: path.clone(), may_overwrite: false });
    board.hear(path.clone(), Saved::Exists);
    let demand = press(&mut board, "y");
    assert_eq!(demand, Demand::Save { path: path.clone(), may_overwrite: true });
    let trouble = std::io::Error::other("the disk is full");
    board.hear(path.clone(), Saved::Failed(trouble));
    assert!(screen(&board, 80, 24).contains("`october.jsonl`: the disk is full"));
    assert!(board.is_unsaved());
    board.hear(path, Saved::Written);
    assert!(!board.is_unsaved());
    assert_eq!(board.message.text, "saved: 1 event in `october.jsonl`");
}

#[test]
fn quitting_asks_where_something_would_be_lost() {
    let mut board = opened(Reading::Verified, cuba::history());
    assert_eq!(press(&mut board, "u u q"), Demand::Quit, "what was only taken back is in the file");
    press(&mut board, "t c P 1 D Enter");
    assert_eq!(press(&mut board, "q"), Demand::Nothing);
    shows(&board, expect_file!["../../tests/stepping/quit.txt"]);
    assert_eq!(press(&mut board, "x q Esc"), Demand::Nothing);
    assert!(board.dialog.is_none());
    assert_eq!(press(&mut board, "Ctrl-C d"), Demand::Quit);
    press(&mut board, "q s");
    let demand = press(&mut board, "Enter");
    let Demand::Save { path, .. } = demand else { panic!("{demand:?}") };
    assert_eq!(board.hear(path, Saved::Written), Demand::Quit);
}

#[test]
fn the_keys_are_listed() {
    let mut board = board();
    press(&mut board, "?");
    shows(&board, expect_file!["../../tests/stepping/help.txt"]);
    press(&mut board, "x");
    assert!(board.dialog.is_none());
}

#[test]
fn a_wide_terminal_shows_all_at_once() {
    let mut board = opened(Reading::Verified, cuba::history());
    choose(&mut board, Party::Us, "assure-no-invasion");
    expect_file!["../../tests/stepping/wide.txt"].assert_eq(&screen(&board, 200, 60));
    press(&mut board, "Tab Right Right Right Down");
    assert_eq!(card(&board), Some(Obligation::LiftQuarantine));
    expect_file!["../../tests/stepping/wide-card.txt"].assert_eq(&screen(&board, 200, 60));
}

#[test]
fn many_columns_share_little_room() {
    let mut board = opened(Reading::Verified, cuba::collapse());
    press(&mut board, "Tab End");
    shows(&board, expect_file!["../../tests/stepping/collapse.txt"]);
    press(&mut board, "Home");
    shows(&board, expect_file!["../../tests/stepping/collapse-home.txt"]);
}

#[test]
fn the_log_scrolls() {
    let mut board = opened(Reading::Verified, cuba::history());
    press(&mut board, "Tab Tab Home");
    shows(&board, expect_file!["../../tests/stepping/log-home.txt"]);
    press(&mut board, "End");
    let end = screen(&board, 80, 24);
    press(&mut board, "Down");
    assert_eq!(screen(&board, 80, 24), end);
}

#[test]
fn too_little_room_is_told() {
    expect_file!["../../tests/stepping/small.txt"].assert_eq(&screen(&board(), 40, 10));
}

#[test]
fn without_colours_there_are_none() {
    let mut board = opened(Reading::Verified, cuba::collapse());
    for keys in ["Tab", "Enter", "Esc", "Tab", "Tab Enter"] {
        press(&mut board, keys);
        let buffer = drawn(&board, 120, 40, Paint::new(false));
        assert!(buffer.content().iter().all(|cell| cell.fg == Color::Reset));
        assert!(buffer.content().iter().all(|cell| cell.bg == Color::Reset));
        let coloured = drawn(&board, 120, 40, Paint::new(true));
        assert!(coloured.content().iter().any(|cell| cell.fg != Color::Reset));
    }
}

#[test]
fn every_size_can_be_drawn() {
    let mut board = opened(Reading::Verified, cuba::collapse());
    for keys in ["Tab", "Enter", "Esc Tab", "Tab Enter", "Esc s", "Esc c", "Esc ?"] {
        press(&mut board, keys);
        for width in [1, 20, 59, 60, 61, 115, 116, 300] {
            for height in [1, 5, 15, 16, 33, 34, 90] {
                drawn(&board, width, height, Paint::new(true));
            }
        }
    }
}

/// An agreement from a file, with a quota, and one without obligations.
const QUOTA: &str = r#"{
    "title": "Inspections under a yearly quota", "date": "2026-01-01T00:00:00Z",
    "parties": {"north": "the northern side", "south": "the southern side, 南"},
    "acts": {
        "inspect": {"by": ["north"]},
        "declare": {"by": ["south"]},
        "destroy": {"by": ["south"], "requires": {"happened": "declare"}, "protects": ["north"]}
    },
    "obligations": {
        "quota": {"debtor": "north", "creditor": "south", "refrain": "inspect", "beyond": 2,
                  "per": "P1Y"},
        "declaration": {"debtor": "south", "creditor": "north", "perform": "declare",
                        "within": "P1M"},
        "destruction": {"debtor": "south", "creditor": "north", "perform": "destroy",
                        "quantity": 40, "within": "P1Y", "verified_by": "north"}
    }
}"#;

#[test]
fn an_agreement_from_a_file_goes_by_its_names() {
    let agreement = Agreement::from_json(QUOTA).unwrap();
    let mut board = Board::new(&agreement, Vec::new(), &Settings::new());
    let keys = ["Enter", "2", "Enter", "Enter", "3"];
    for key in keys {
        board.press(code(key));
    }
    expect_file!["../../tests/stepping/quota.txt"].assert_eq(&screen(&board, 80, 24));
    for key in ["Esc", "c", "P", "1", "Y", "Enter", "Enter"] {
        board.press(code(key));
    }
    // In the next year there is a quota again.
    expect_file!["../../tests/stepping/quota-next-year.txt"].assert_eq(&screen(&board, 80, 24));
    assert_eq!(board.into_events().len(), 2);
}

#[test]
fn an_agreement_of_nothing_has_a_board_too() {
    let nothing = r#"{"title": "Nothing", "date": "2026-01-01T00:00:00Z", "parties": {},
                      "acts": {}, "obligations": {}}"#;
    let agreement = Agreement::from_json(nothing).unwrap();
    let mut board = Board::new(&agreement, Vec::new(), &Settings::new());
    for key in ["Enter", "w", "Down", "Right", "Tab", "Enter", "a", "Right", "Tab", "Up", "t"] {
        board.press(code(key));
        screen(&board, 80, 24);
        screen(&board, 200, 60);
    }
    assert_eq!(board.message.text, "no deadline and no other timer is running");
}

#[test]
fn two_hundred_obligations_can_be_walked_through() {
    let mut acts = Vec::new();
    let mut obligations = Vec::new();
    for number in 0..200 {
        acts.push(format!(r#""deliver-{number}": {{"by": ["seller"]}}"#));
        obligations.push(format!(
            r#""delivery-{number}": {{"debtor": "seller", "creditor": "buyer",
               "perform": "deliver-{number}", "within": "P{}D"}}"#,
            number + 1
        ));
    }
    let text = format!(
        r#"{{"title": "Two hundred deliveries", "date": "2026-01-01T00:00:00Z",
            "parties": {{"seller": "who sells", "buyer": "who buys"}},
            "acts": {{{}}}, "obligations": {{{}}}}}"#,
        acts.join(","),
        obligations.join(",")
    );
    let agreement = Agreement::from_json(&text).unwrap();
    let mut board = Board::new(&agreement, Vec::new(), &Settings::new());
    for key in ["c", "P", "4", "0", "D", "Enter", "End", "Enter", "Enter", "Tab", "Right", "End"] {
        board.press(code(key));
    }
    expect_file!["../../tests/stepping/many.txt"].assert_eq(&screen(&board, 80, 24));
    expect_file!["../../tests/stepping/many-wide.txt"].assert_eq(&screen(&board, 160, 50));
}

fn any_key() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "Enter",
        "Enter",
        "Enter",
        "Esc",
        "Tab",
        "BackTab",
        "Up",
        "Down",
        "Down",
        "Left",
        "Right",
        "Right",
        "Home",
        "End",
        "Backspace",
        "Ctrl-R",
        "Ctrl-U",
        "a",
        "d",
        "r",
        "y",
        "w",
        "e",
        "o",
        "v",
        "t",
        "c",
        "u",
        "U",
        "P",
        "1",
        "2",
        "D",
        "x",
        "?",
        "n",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..Default::default() })]

    /// Whatever is pressed, the board can be drawn, something is chosen, and its state is that of
    /// its log.
    #[test]
    fn any_keys_leave_the_board_in_order(keys in prop::collection::vec(any_key(), 0..80)) {
        let mut board = opened(Reading::Practised, until(3));
        for key in keys {
            board.press(code(key));
            if let Some(Dialog::Save(_)) = board.dialog {
                board.press(code("Esc"));
            }
        }
        drawn(&board, 80, 24, Paint::new(true));
        prop_assert!(board.moves().get(board.chosen()).is_some());
        prop_assert!(matches!(board.focus, Focus::Moves | Focus::Cards | Focus::Log));
        let mut again = Monitor::new(board.agreement());
        for event in board.course.events() {
            again.record(event);
        }
        prop_assert_eq!(board.monitor(), &again);
    }
}

#[test]
fn nothing_that_hides_comes_to_the_screen() {
    let hostile = "x\u{1b}[2J\u{9b}\u{202e}\u{200b}\u{7f}\u{2028}\n";
    let agreement = serde_json::json!({
        "title": hostile, "date": "2026-01-01T00:00:00Z",
        "parties": {hostile: hostile, "b": hostile},
        "passages": {hostile: {"gist": hostile, "normative": true}},
        "acts": {hostile: {"by": [hostile], "cites": [hostile]}},
        "obligations": {hostile: {
            "debtor": hostile, "creditor": "b", "perform": hostile, "verified_by": "b",
            "within": "P1D", "cites": [hostile],
        }},
    });
    let agreement = Agreement::from_json(&agreement.to_string()).unwrap();
    let log = serde_json::json!({
        "time": "2026-01-03T00:00:00Z", "actor": hostile, "act": "none", "note": hostile,
    });
    let log: Event<crate::names::Text> = serde_json::from_value(log).unwrap();
    let mut board =
        Board::new(&agreement, vec![log.resolved(&agreement).unwrap()], &Settings::new());
    for keys in ["", "Enter", "Esc", "Tab", "Enter", "Esc", "Tab", "w", "Esc", "l", "Esc", "?"] {
        keys.split_whitespace().for_each(|key| drop(board.press(code(key))));
        let mut terminal = Terminal::new(TestBackend::new(140, 50)).unwrap();
        terminal.draw(|frame| draw(frame, &board, Paint::new(false))).unwrap();
        let buffer: &Buffer = terminal.backend().buffer();
        let shown: String = buffer.content().iter().map(|cell| cell.symbol()).collect();
        let hidden = shown.find(|it: char| {
            crate::escape::escaped(it.encode_utf8(&mut [0; 4])).len() > it.len_utf8()
        });
        assert_eq!(hidden.map(|at| &shown[at.saturating_sub(60)..]), None, "after {keys}");
        assert!(!shown.trim().is_empty());
    }
}

fn exhibit(name: &str, log: &str) -> (Agreement, Vec<Event>) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/agreements");
    let text = std::fs::read_to_string(format!("{folder}/{name}/agreement.toml")).unwrap();
    let agreement = Agreement::from_toml(&text).unwrap();
    let log = std::fs::read_to_string(format!("{folder}/{name}/{log}.jsonl")).unwrap();
    let log = crate::formats::json::Log::new(log.as_bytes(), &agreement);
    let events = log
        .map(Result::unwrap)
        .filter(|event| event.case.as_deref().is_none_or(|case| case == "acme"));
    let events = events.collect();
    (agreement, events)
}

fn press_any(board: &mut Board<'_, crate::names::Ids>, keys: &str) {
    for name in keys.split_whitespace() {
        board.press(code(name));
    }
}

/// Whatever is chosen, drawn and asked about in an agreement with kinds, the board answers.
#[test]
fn subjects_have_cards_and_moves() {
    for name in ["lease", "orders", "convention", "service-desk", "service-level"] {
        let (agreement, events) = exhibit(name, "bad");
        for count in (0..=events.len()).step_by(7) {
            let log = events.iter().take(count).cloned().collect();
            let mut board = Board::new(&agreement, log, &Settings::new());
            let cards = board.cards().len();
            for place in 0..board.moves().len().max(cards) {
                for keys in ["Enter", "Esc", "y", "Esc", "w", "Esc"] {
                    press_any(&mut board, keys);
                }
                if place % 11 == 0 {
                    screen(&board, 80, 24);
                }
                press_any(&mut board, "Down");
            }
            press_any(&mut board, "Tab Home");
            for place in 0..cards {
                for keys in ["Enter", "Esc", "y", "Esc", "a", "Esc", "o", "Esc"] {
                    press_any(&mut board, keys);
                    if place % 9 == 0 {
                        screen(&board, 80, 24);
                    }
                }
                press_any(&mut board, "Down");
            }
            assert_eq!(board.course.entries().len(), count, "{name}");
            screen(&board, 200, 60);
        }
    }
}

#[test]
fn a_few_subjects_stand_by_themselves() {
    let (agreement, events) = exhibit("orders", "bad");
    let log = events.into_iter().take(6).collect();
    let mut board = Board::new(&agreement, log, &Settings::new());
    expect_file!["../../tests/stepping/orders.txt"].assert_eq(&screen(&board, 116, 30));
    press_any(&mut board, "Tab Home Right Enter");
    expect_file!["../../tests/stepping/order-card.txt"].assert_eq(&screen(&board, 80, 24));
    press_any(&mut board, "y");
    expect_file!["../../tests/stepping/why-order.txt"].assert_eq(&screen(&board, 80, 24));
}

#[test]
fn many_subjects_are_folded_found_by_name_and_asked_for() {
    let agreement = Agreement::from_json(
        r#"{
            "title": "Answers", "date": "2026-01-02T08:00:00Z",
            "parties": {"customer": "who reports", "desk": "who answers"},
            "subjects": {"report": {"gist": "a report", "opened_by": "report"}},
            "acts": {
                "report": {"by": ["customer"], "of": "report"},
                "answer": {"by": ["desk"], "of": "report", "unnamed": "oldest"}
            },
            "obligations": {"answered": {
                "of": "report", "debtor": "desk", "creditor": "customer",
                "perform": "answer", "within": "PT1H"
            }}
        }"#,
    )
    .unwrap();
    let mut board = Board::new(&agreement, Vec::new(), &Settings::new());
    // Each is asked for the name of the report that it opens.
    for number in 1..=12 {
        press_any(&mut board, "Home Enter");
        for letter in format!("r-{number}").chars() {
            board.press(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE));
        }
        press_any(&mut board, "Enter");
    }
    let kind = agreement.kind("report").unwrap();
    let answered = agreement.obligation("answered").unwrap();
    assert_eq!(board.monitor().subjects(kind).count(), 12);
    assert_eq!(board.cards().len(), 1);
    // An answer that names none goes to the oldest; one may name another.
    press_any(&mut board, "End Enter Enter End Enter");
    for letter in "r-7".chars() {
        board.press(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE));
    }
    expect_file!["../../tests/stepping/asked.txt"].assert_eq(&screen(&board, 80, 24));
    press_any(&mut board, "Enter");
    for name in ["r-1", "r-7"] {
        let report = board.monitor().subject(kind, name).unwrap();
        assert_eq!(report.status(answered), Some(Status::Discharged), "{name}");
    }
    press_any(&mut board, "Tab");
    expect_file!["../../tests/stepping/folded.txt"].assert_eq(&screen(&board, 80, 24));
    press_any(&mut board, "y");
    assert!(board.message.text.contains("find one by its name"), "{}", board.message.text);
    press_any(&mut board, "/ r - 1 1 Enter");
    assert_eq!(board.cards().len(), 1, "{:?}", board.cards());
    assert_eq!(board.card().and_then(|it| it.subject()).map(|it| &*it.name), Some("r-11"));
    press_any(&mut board, "r Enter");
    let report = board.monitor().subject(kind, "r-11").unwrap();
    assert_eq!(report.status(answered), Some(Status::Released));
    press_any(&mut board, "/");
    assert!(board.cards().iter().any(|(status, _)| *status == Status::Due));
}
