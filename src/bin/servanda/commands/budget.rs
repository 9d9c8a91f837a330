//! How long and how large an answer may become, and how far it has come.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget};
use std::io::IsTerminal;

use crate::failure::Failure;

/// What may be spent on an answer. It is asked from time to time whether that is too much.
pub struct Budget {
    started: Instant,
    most_time: Duration,
    most_bytes: u64,
    /// How often it was asked.
    asked: Cell<u32>,
    interrupted: Arc<AtomicBool>,
    ended: Cell<Option<Ended>>,
}

/// Why no more was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    Interrupted,
    Time,
    Memory,
}

/// How many words are passed over between two looks at how much memory is held.
const BETWEEN_LOOKS: u32 = 8;

impl Budget {
    /// So many seconds from now, so many MiB of memory, and until Ctrl-C; a second Ctrl-C ends the
    /// command as ever.
    pub fn new(most_seconds: u64, most_mebibytes: u64) -> Result<Self, Failure> {
        let interrupted = Arc::new(AtomicBool::new(false));
        let signal = signal_hook::consts::SIGINT;
        // The order matters: the first signal finds the flag not yet set.
        signal_hook::flag::register_conditional_default(signal, Arc::clone(&interrupted))?;
        signal_hook::flag::register(signal, Arc::clone(&interrupted))?;
        Ok(Self {
            started: Instant::now(),
            most_time: Duration::from_secs(most_seconds),
            most_bytes: most_mebibytes.saturating_mul(1 << 20),
            asked: Cell::new(0),
            interrupted,
            ended: Cell::new(None),
        })
    }

    /// How many bytes may be held.
    pub fn most_bytes(&self) -> usize {
        usize::try_from(self.most_bytes).unwrap_or(usize::MAX)
    }

    /// Whether it is spent.
    pub fn is_spent(&self) -> bool {
        self.asked.set(self.asked.get().wrapping_add(1));
        let is_large = || {
            self.asked.get().is_multiple_of(BETWEEN_LOOKS)
                && resident().is_some_and(|bytes| bytes > self.most_bytes)
        };
        let ended = if self.interrupted.load(Ordering::Relaxed) {
            Some(Ended::Interrupted)
        } else if self.started.elapsed() > self.most_time {
            Some(Ended::Time)
        } else {
            is_large().then_some(Ended::Memory)
        };
        self.ended.set(self.ended.get().or(ended));
        self.ended.get().is_some()
    }

    /// Why it is spent, if it is.
    pub fn ended(&self) -> Option<Ended> {
        self.ended.get()
    }
}

/// How many bytes of memory this process holds, where the system tells.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes.saturating_mul(1024))
}

/// A line that says how far it has come, on a terminal; elsewhere nothing.
pub fn bar() -> ProgressBar {
    match std::io::stderr().is_terminal() {
        true => ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()),
        false => ProgressBar::hidden(),
    }
}
