//! Reckons terms for `check.py`, which judges them: JSON Lines in, JSON Lines out.
//!
//! Each line has a calendar, terms with their starts, and instants to be asked whether it is open. A
//! term's `times` is how many of it, or -1 for one taken off.
#![allow(clippy::print_stdout, reason = "it answers on standard output")]

use std::io::{self, BufRead};

use serde::Deserialize;
use servanda::Instant;
use servanda::time::calendar::{Calendar, Reckoned, Term, term_or_at_once};

#[derive(Deserialize)]
struct Line {
    calendar: Calendar,
    terms: Vec<Question>,
    instants: Vec<Instant>,
}

#[derive(Deserialize)]
struct Question {
    start: Instant,
    #[serde(deserialize_with = "term_or_at_once")]
    term: Term,
    times: i64,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for line in io::stdin().lock().lines() {
        let Line { calendar, terms, instants } = serde_json::from_str(&line?)?;
        let ends: Vec<Option<Instant>> =
            terms.iter().map(|question| reckoned(question, &calendar).ok()).collect();
        let open: Vec<bool> = instants.iter().map(|instant| calendar.is_open(*instant)).collect();
        println!("{}", serde_json::json!({"ends": ends, "open": open}));
    }
    Ok(())
}

fn reckoned(question: &Question, calendar: &Calendar) -> Reckoned {
    let term = question.term.map(|_| calendar);
    match u64::try_from(question.times) {
        Ok(times) => term.after_times(question.start, times),
        Err(_) => term.before(question.start),
    }
}
