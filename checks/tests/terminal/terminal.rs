//! A pseudo-terminal with a program on it, and the screen that it draws.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::process::{Child, ExitStatus};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use std::{env, thread};

use expect_test::ExpectFile;
use pty_process::Size;
use pty_process::blocking::{Command, Pty, open};
use vt100::{Parser, Screen};

/// Columns and rows.
const USUAL: (u16, u16) = (80, 24);

/// A terminal with much room.
pub(crate) const WIDE: (u16, u16) = (200, 60);

/// How long a screen is waited for. The machine may be busy.
const PATIENCE: Duration = Duration::from_secs(30);

/// The board on a terminal.
pub(crate) struct Terminal {
    pty: Arc<Pty>,
    child: Child,
    seen: Arc<Mutex<Seen>>,
    reader: Option<JoinHandle<()>>,
}

struct Seen {
    parser: Parser,
    bytes: Vec<u8>,
}

/// What is left when the board was left.
pub(crate) struct Left {
    pub(crate) status: ExitStatus,
    pub(crate) screen: Screen,
    pub(crate) bytes: String,
}

impl Terminal {
    /// Opens the settlement in a folder, with settings in its environment.
    pub(crate) fn open(folder: &Path, settings: &[(&str, &str)]) -> Self {
        let mut terminal = Self::running(example(), &["--interactive"], folder, settings);
        terminal.waits_for("? keys");
        terminal
    }

    /// Runs a program in a folder, with settings in its environment.
    pub(crate) fn running(
        program: &Path,
        arguments: &[&str],
        folder: &Path,
        settings: &[(&str, &str)],
    ) -> Self {
        let (pty, child) = started(program, arguments, folder, settings);
        let (width, height) = USUAL;
        let parser = Parser::new(side(height), side(width), 0);
        let seen = Arc::new(Mutex::new(Seen { parser, bytes: Vec::new() }));
        let pty = Arc::new(pty);
        let reader = {
            let (pty, seen) = (Arc::clone(&pty), Arc::clone(&seen));
            thread::spawn(move || {
                let mut buffer = [0; 4096];
                // The end is an error where the other side has gone.
                while let Ok(count @ 1..) = (&*pty).read(&mut buffer) {
                    let mut seen = seen.lock().unwrap();
                    seen.parser.process(&buffer[..count]);
                    seen.bytes.extend_from_slice(&buffer[..count]);
                }
            })
        };
        Self { pty, child, seen, reader: Some(reader) }
    }

    /// Presses keys by their names, a space between them.
    pub(crate) fn press(&mut self, keys: &str) {
        for key in keys.split_whitespace() {
            self.type_in(match key {
                "Enter" => "\r",
                "Esc" => "\u{1b}",
                "Up" => "\u{1b}[A",
                "Down" => "\u{1b}[B",
                "Right" => "\u{1b}[C",
                "Left" => "\u{1b}[D",
                "Home" => "\u{1b}[H",
                other => panic!("no key {other}"),
            });
            // An escape that is followed at once would be another key.
            thread::sleep(Duration::from_millis(30));
        }
    }

    /// Types a text.
    pub(crate) fn type_in(&mut self, text: &str) {
        (&*self.pty).write_all(text.as_bytes()).unwrap();
    }

    /// Sends a signal to the program, by its name.
    pub(crate) fn signal(&self, name: &str) {
        let process = self.child.id().to_string();
        let sent = std::process::Command::new("kill").args(["-s", name, &process]).status();
        assert!(sent.unwrap().success());
    }

    /// Waits until the program has written this; whether it has.
    pub(crate) fn until_written(&self, bytes: &str) -> bool {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            let seen = self.seen.lock().unwrap();
            if String::from_utf8_lossy(&seen.bytes).contains(bytes) {
                return true;
            }
            drop(seen);
            thread::sleep(Duration::from_millis(5));
        }
        false
    }

    pub(crate) fn resize(&mut self, (width, height): (u16, u16)) {
        self.seen.lock().unwrap().parser.set_size(side(height), side(width));
        self.pty.resize(Size::new(height, width)).unwrap();
    }

    /// Waits until the screen is as expected, line by line.
    #[track_caller]
    pub(crate) fn shows(&mut self, expected: ExpectFile) {
        if env::var_os("UPDATE_EXPECT").is_some() {
            thread::sleep(Duration::from_secs(1));
        } else {
            let text = expected.data();
            self.until(|screen| screen == text);
        }
        expected.assert_eq(&self.screen());
    }

    /// Waits until the screen has a text.
    #[track_caller]
    pub(crate) fn waits_for(&mut self, text: &str) {
        let is_there = self.until(|screen| screen.contains(text));
        assert!(is_there, "no `{text}` on the screen:\n{}", self.screen());
    }

    /// Waits until the program has ended, which it was told to.
    #[track_caller]
    pub(crate) fn leaves(mut self) -> Left {
        let status = self.ends();
        self.reader.take().unwrap().join().unwrap();
        let seen = self.seen.lock().unwrap();
        Left {
            status,
            screen: seen.parser.screen().clone(),
            bytes: String::from_utf8_lossy(&seen.bytes).into_owned(),
        }
    }

    #[track_caller]
    fn ends(&mut self) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(start.elapsed() < PATIENCE, "it has not ended:\n{}", self.screen());
            thread::sleep(Duration::from_millis(10));
        }
    }

    fn until(&self, is_so: impl Fn(&str) -> bool) -> bool {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if is_so(&self.screen()) {
                return true;
            }
            thread::sleep(Duration::from_millis(5));
        }
        false
    }

    /// The screen as text, as the screens are kept.
    fn screen(&self) -> String {
        let seen = self.seen.lock().unwrap();
        let screen = seen.parser.screen();
        let (_, columns) = screen.size();
        screen.rows(0, columns.get()).map(|row| format!("{}\n", row.trim_end())).collect()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // Only of a test that has failed is it still there.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A program on a terminal that nobody reads yet.
fn started(
    program: &Path,
    arguments: &[&str],
    folder: &Path,
    settings: &[(&str, &str)],
) -> (Pty, Child) {
    let (pty, pts) = open().unwrap();
    let (width, height) = USUAL;
    pty.resize(Size::new(height, width)).unwrap();
    let child = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env("TERM", "xterm-256color")
        .envs(settings.iter().copied())
        .spawn(pts)
        .unwrap();
    (pty, child)
}

/// Opens the board, and then closes the terminal, as somebody does who closes its window; whether
/// the program ends.
pub(crate) fn ends_with_its_terminal(folder: &Path) -> bool {
    let (mut pty, mut child) = started(example(), &["--interactive"], folder, &[]);
    let mut seen = Vec::new();
    while !String::from_utf8_lossy(&seen).contains("keys") {
        let mut buffer = [0; 4096];
        let count = pty.read(&mut buffer).unwrap();
        seen.extend_from_slice(&buffer[..count]);
    }
    drop(pty);
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if child.try_wait().unwrap().is_some() {
            return true;
        }
        thread::sleep(Duration::from_millis(10));
    }
    let _ = child.kill();
    let _ = child.wait();
    false
}

fn side(length: u16) -> NonZeroU16 {
    NonZeroU16::new(length).unwrap()
}

/// An empty folder of a test's own.
pub(crate) fn folder(name: &str) -> PathBuf {
    servanda_checks::folder(concat!(env!("CARGO_TARGET_TMPDIR"), "/stepping"), name)
}

/// The `settlement` example as it is now.
pub(crate) fn example() -> &'static Path {
    static EXAMPLE: OnceLock<PathBuf> = OnceLock::new();
    EXAMPLE.get_or_init(|| servanda_checks::program(["--example", "settlement"]))
}

/// The command as it is now.
pub(crate) fn command() -> &'static Path {
    static COMMAND: OnceLock<PathBuf> = OnceLock::new();
    COMMAND.get_or_init(|| servanda_checks::program(["--bin", "servanda"]))
}
