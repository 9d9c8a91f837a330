//! The log on disk, as JSON Lines.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};

use crate::event::Event;
use crate::names::Names;
use crate::terms::Agreement;

/// How saving went.
#[derive(Debug)]
pub(super) enum Saved {
    Written,
    /// There is such a file, and nobody said that it may be written over.
    Exists,
    Failed(io::Error),
}

/// Writes a log. A file that is there is written over only if that was said.
pub(super) fn save<'a, V: Names>(
    path: &str,
    agreement: &Agreement<V>,
    events: impl Iterator<Item = &'a Event<V>>,
    may_overwrite: bool,
) -> Saved {
    // The whole text first: what can't be written down leaves the old file as it is.
    let text = match lines(agreement, events) {
        Ok(text) => text,
        Err(error) => return Saved::Failed(error),
    };
    let written = if may_overwrite {
        fs::write(path, text)
    } else {
        let file = OpenOptions::new().write(true).create_new(true).open(path);
        file.and_then(|mut file| file.write_all(&text))
    };
    match written {
        Ok(()) => Saved::Written,
        Err(error) if !may_overwrite && error.kind() == io::ErrorKind::AlreadyExists => {
            Saved::Exists
        }
        Err(error) => Saved::Failed(error),
    }
}

/// A log as JSON Lines.
fn lines<'a, V: Names>(
    agreement: &Agreement<V>,
    events: impl Iterator<Item = &'a Event<V>>,
) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    for event in events {
        serde_json::to_writer(&mut text, &event.spelled(agreement))?;
        text.push(b'\n');
    }
    Ok(text)
}

/// A file's name made up from a title: `the-settlement-of-october-1962.jsonl`.
pub(super) fn name(title: &str) -> String {
    let words: Vec<String> = title
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(6)
        .map(str::to_lowercase)
        .collect();
    let name = if words.is_empty() { "log".to_owned() } else { words.join("-") };
    format!("{name}.jsonl")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cuba::{self, Reading};
    use crate::formats::json::Log;

    #[test]
    fn a_saved_log_reads_back() {
        let agreement = cuba::agreement(Reading::Verified).unwrap();
        let history = cuba::history();
        let text = lines(&agreement, history.iter()).unwrap();
        let read: Result<Vec<_>, _> = Log::new(&*text, &agreement).collect();
        assert_eq!(read.unwrap(), history);
    }

    #[test]
    fn names_are_made_from_titles() {
        assert_eq!(name("Sale of a boat, 2026"), "sale-of-a-boat-2026.jsonl");
        assert_eq!(name("../ / …"), "log.jsonl");
    }
}
