//! The board on a terminal.

use std::io::{self, IsTerminal};

use ratatui::DefaultTerminal;
use ratatui::crossterm::event::Event as Input;

use crate::event::Event;
use crate::names::Names;
use crate::terms::Agreement;

use super::board::{Board, Demand};
use super::file;
use super::settings::Settings;
use super::signals::{Next, Signals};
use super::view::{Paint, draw};

/// Why the board can't be opened, or was left.
///
/// ```no_run
/// use servanda::cuba::{self, Reading};
/// use servanda::stepping::{Settings, SteppingError, run};
/// let agreement = cuba::agreement(Reading::Verified)?;
/// match run(&agreement, Vec::new(), &Settings::new()) {
///     Err(SteppingError::NoTerminal) => println!("open it on a terminal"),
///     other => println!("{} events", other?.len()),
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SteppingError {
    /// The output goes somewhere else.
    #[error("stepping needs a terminal, and standard output is none")]
    NoTerminal,
    /// The terminal can't be read or drawn on any more.
    #[error("the terminal: {0}")]
    Terminal(#[from] io::Error),
}

/// Opens an agreement as a board on the terminal, with a log so far, and answers the log as it is
/// when the board is left.
///
/// The log so far is recorded as it is, and can be stepped back through. A file is written only
/// where the user asks for it. The terminal is put back as it was, after a panic too, and where the
/// program is stopped (`SIGTSTP`), or ended by `SIGTERM`, `SIGHUP`, `SIGINT` or `SIGQUIT`: these do
/// what they do by default once the terminal is put back.
///
/// # Errors
/// [`SteppingError::NoTerminal`] where standard output is not a terminal, before anything is
/// written; [`SteppingError::Terminal`] when it fails.
///
/// ```no_run
/// use servanda::cuba::{self, Reading};
/// use servanda::stepping::{Settings, run};
/// let agreement = cuba::agreement(Reading::Practised)?;
/// let log = run(&agreement, cuba::practice(), &Settings::new().phrases(&cuba::PHRASES))?;
/// println!("{} events when the board was left", log.len());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn run<V: Names>(
    agreement: &Agreement<V>,
    log: Vec<Event<V>>,
    settings: &Settings<'_>,
) -> Result<Vec<Event<V>>, SteppingError> {
    if !io::stdout().is_terminal() {
        return Err(SteppingError::NoTerminal);
    }
    let mut board = Board::new(agreement, log, settings);
    let mut signals = Signals::new()?;
    let mut terminal = ratatui::try_init()?;
    let ran = turns(&mut terminal, &mut board, &mut signals);
    ratatui::try_restore()?;
    ran?;
    Ok(board.into_events())
}

/// Draws, waits for a key, and does what the board wants, until it wants to be left.
fn turns<V: Names>(
    terminal: &mut DefaultTerminal,
    board: &mut Board<'_, V>,
    signals: &mut Signals,
) -> io::Result<()> {
    let paint = Paint::of_environment();
    loop {
        terminal.draw(|frame| draw(frame, board, paint))?;
        let mut demand = match signals.next(terminal)? {
            Next::Input(Input::Key(key)) if key.is_press() => board.press(key),
            // Anything else, a new size among it, is drawn and no more.
            Next::Input(_) | Next::Resumed => Demand::Nothing,
        };
        if let Demand::Save { path, may_overwrite } = demand {
            let events = board.course.events();
            let saved = file::save(&path, board.agreement(), events, may_overwrite);
            demand = board.hear(path, saved);
        }
        if demand == Demand::Quit {
            return Ok(());
        }
    }
}
