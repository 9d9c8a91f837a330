//! The log on disk, as JSON Lines.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

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
        replace(Path::new(path), &text)
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

/// Writes a file whole, or leaves what is there as it was: it is written beside, and then put in its
/// place. A link stays, and what it points to is replaced; what is no file, such as a device, is
/// written to.
///
/// # Errors
/// Where it can't be written.
pub fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let there = fs::metadata(&path).ok();
    if there.as_ref().is_some_and(|there| !there.is_file()) {
        return OpenOptions::new().write(true).open(path)?.write_all(text);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut beside = tempfile::Builder::new();
    beside.prefix(".servanda-");
    // As any other new file; the user's mask takes away what it does.
    #[cfg(unix)]
    beside.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = beside.tempfile_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(text)?;
    if let Some(there) = there {
        file.as_file().set_permissions(there.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
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
    fn a_file_is_replaced_whole_and_a_link_stays() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("log"), folder.path().join("link"));
        replace(&file, b"one").unwrap();
        replace(&file, b"two").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"two");
        #[cfg(unix)]
        {
            use std::os::unix::fs::{PermissionsExt, symlink};
            fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
            symlink(&file, &link).unwrap();
            replace(&link, b"three").unwrap();
            assert!(link.is_symlink());
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
            assert_eq!(fs::read(&file).unwrap(), b"three");
        }
        // Nothing is left beside.
        let left = fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(left, 1 + usize::from(link.exists()));
        assert!(replace(&folder.path().join("none/log"), b"x").is_err());
    }

    #[test]
    fn names_are_made_from_titles() {
        assert_eq!(name("Sale of a boat, 2026"), "sale-of-a-boat-2026.jsonl");
        assert_eq!(name("../ / …"), "log.jsonl");
    }
}
