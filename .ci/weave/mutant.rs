//! The switch of the mutants that are woven in: which one is on, and which are come by.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::OnceLock;

static ON: OnceLock<u32> = OnceLock::new();
static MET: OnceLock<Vec<AtomicBool>> = OnceLock::new();
static NOTES: OnceLock<Option<File>> = OnceLock::new();

/// Whether the mutant of this number is on: `MUTANT` says its number, or `met` so that each that is
/// come by is written to the file `MUTANTS_MET`.
#[inline]
pub(crate) fn on(n: u32) -> bool {
    let on = *ON.get_or_init(|| match std::env::var("MUTANT") {
        Ok(word) if word == "met" => u32::MAX,
        Ok(word) => word.parse().unwrap_or(0),
        Err(_) => 0,
    });
    if on == u32::MAX {
        met(n);
    }
    on == n
}

#[cold]
fn met(n: u32) {
    let met = MET.get_or_init(|| (0..20_000).map(|_| AtomicBool::new(false)).collect());
    if met.get(n as usize).is_none_or(|it| it.swap(true, Ordering::Relaxed)) {
        return;
    }
    let notes = NOTES.get_or_init(|| {
        let path = std::env::var_os("MUTANTS_MET")?;
        OpenOptions::new().append(true).create(true).open(path).ok()
    });
    if let Some(mut notes) = notes.as_ref() {
        let _ = notes.write_all(format!("{n}\n").as_bytes());
    }
}

/// What a function with an opaque type returns: the mutant's, or its own.
#[derive(Clone, Debug)]
#[allow(dead_code, reason = "where no such mutant is woven in")]
pub(crate) enum OneOf<A, B> {
    Left(A),
    Right(B),
}

impl<A: Iterator, B: Iterator<Item = A::Item>> Iterator for OneOf<A, B> {
    type Item = A::Item;

    fn next(&mut self) -> Option<A::Item> {
        match self {
            Self::Left(it) => it.next(),
            Self::Right(it) => it.next(),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match self {
            Self::Left(it) => it.size_hint(),
            Self::Right(it) => it.size_hint(),
        }
    }
}

impl<A: DoubleEndedIterator, B: DoubleEndedIterator<Item = A::Item>> DoubleEndedIterator for OneOf<A, B> {
    fn next_back(&mut self) -> Option<A::Item> {
        match self {
            Self::Left(it) => it.next_back(),
            Self::Right(it) => it.next_back(),
        }
    }
}

impl<A: ExactSizeIterator, B: ExactSizeIterator<Item = A::Item>> ExactSizeIterator for OneOf<A, B> {}
