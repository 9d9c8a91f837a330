//! Signals that end or stop the board: the terminal is put back first.

#[cfg(not(unix))]
use std::io;

#[cfg(not(unix))]
use ratatui::DefaultTerminal;
use ratatui::crossterm::event;

/// What comes next.
pub(super) enum Next {
    Input(event::Event),
    /// The board was stopped, and goes on.
    Resumed,
}

#[cfg(unix)]
pub(super) use unix::Signals;

#[cfg(unix)]
mod unix {
    use std::io;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread::{self, JoinHandle};
    use std::time::Duration;

    use ratatui::backend::CrosstermBackend;
    use ratatui::crossterm::{event, execute, terminal};
    use ratatui::{DefaultTerminal, Terminal};
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
    use signal_hook::iterator::{Handle, Signals as Waiting};
    use signal_hook::low_level::emulate_default_handler;

    use super::Next;

    /// How long a key is waited for before it is looked whether the board is to stop.
    const PAUSE: Duration = Duration::from_millis(100);

    /// The signals that are waited for, as long as this lives.
    pub(in crate::stepping) struct Signals {
        is_to_stop: Arc<AtomicBool>,
        handle: Handle,
        waiter: Option<JoinHandle<()>>,
    }

    impl Signals {
        pub(in crate::stepping) fn new() -> io::Result<Self> {
            let mut waiting = Waiting::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP])?;
            let handle = waiting.handle();
            let is_to_stop = Arc::new(AtomicBool::new(false));
            let stopping = Arc::clone(&is_to_stop);
            // On a thread of its own: whoever waits for a key of a terminal that is gone does not
            // come back.
            let waiter = thread::spawn(move || {
                for signal in waiting.forever() {
                    if signal == SIGTSTP {
                        stopping.store(true, Ordering::SeqCst);
                    } else {
                        // A terminal that is gone can't be put back; the signal ends us all the same.
                        let _ = ratatui::try_restore();
                        let _ = emulate_default_handler(signal);
                    }
                }
            });
            Ok(Self { is_to_stop, handle, waiter: Some(waiter) })
        }

        /// Waits for a key; stops where that was asked for, and says so when it goes on.
        pub(in crate::stepping) fn next(
            &mut self,
            terminal: &mut DefaultTerminal,
        ) -> io::Result<Next> {
            loop {
                if self.is_to_stop.swap(false, Ordering::SeqCst) {
                    ratatui::try_restore()?;
                    emulate_default_handler(SIGTSTP)?;
                    // Here it has been told to go on.
                    terminal::enable_raw_mode()?;
                    execute!(io::stdout(), terminal::EnterAlternateScreen)?;
                    *terminal = Terminal::new(CrosstermBackend::new(io::stdout()))?;
                    return Ok(Next::Resumed);
                }
                if event::poll(PAUSE)? {
                    return event::read().map(Next::Input);
                }
            }
        }
    }

    impl Drop for Signals {
        fn drop(&mut self) {
            self.handle.close();
            if let Some(waiter) = self.waiter.take() {
                // It has nothing to tell.
                let _ = waiter.join();
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
