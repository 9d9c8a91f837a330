//! Signals that end or stop the board: the terminal is put back first.

use std::io;
use std::time::Duration;

use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event;
use ratatui::{DefaultTerminal, Terminal, crossterm};

/// How long a key is waited for before signals are looked for.
const PAUSE: Duration = Duration::from_millis(100);

/// What comes next.
pub(super) enum Next {
    Input(event::Event),
    /// The board was stopped, and goes on.
    Resumed,
    /// A signal is to end it.
    Ended(i32),
}

/// The signals that are waited for, beside keys.
#[cfg(unix)]
pub(super) struct Signals(signal_hook::iterator::Signals);

#[cfg(unix)]
impl Signals {
    pub(super) fn new() -> io::Result<Self> {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
        let signals = [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP];
        Ok(Self(signal_hook::iterator::Signals::new(signals)?))
    }

    /// Waits for a key, or a signal.
    pub(super) fn next(&mut self, terminal: &mut DefaultTerminal) -> io::Result<Next> {
        loop {
            match self.0.pending().next() {
                Some(signal_hook::consts::SIGTSTP) => {
                    ratatui::try_restore()?;
                    signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
                    // Here it has been told to go on.
                    crossterm::terminal::enable_raw_mode()?;
                    crossterm::execute!(io::stdout(), crossterm::terminal::EnterAlternateScreen)?;
                    *terminal = Terminal::new(CrosstermBackend::new(io::stdout()))?;
                    return Ok(Next::Resumed);
                }
                Some(signal) => return Ok(Next::Ended(signal)),
                None => {}
            }
            if event::poll(PAUSE)? {
                return event::read().map(Next::Input);
            }
        }
    }
}

/// Elsewhere nothing is signalled.
#[cfg(not(unix))]
pub(super) struct Signals;

#[cfg(not(unix))]
impl Signals {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self)
    }

    pub(super) fn next(&mut self, _terminal: &mut DefaultTerminal) -> io::Result<Next> {
        event::read().map(Next::Input)
    }
}
