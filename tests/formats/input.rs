//! Readers that pause, stop or end in the middle of a line.

use crate::halting::Halting;
use servanda::Verifier;
use servanda::cuba::{self, Reading};
use servanda::formats::json::{Log, WordLog};
use servanda::formats::{BadLines, LineErrorKind};

const LINES: &str = "\
{\"time\": \"1962-10-28T14:04:00Z\", \"note\": \"a line\"}
{\"time\": \"1962-10-28T15:04:00Z\", \"note\": \"a line that is longer than allowed, if a limit is set\"}
{\"time\": \"1962-10-28T16:04:00Z\"}
";

#[test]
fn an_interrupted_reader_goes_on() {
    let agreement = cuba::agreement(Reading::Verified).unwrap();
    let whole: Vec<_> = Log::new(LINES.as_bytes(), &agreement).map(Result::unwrap).collect();
    let halting: Vec<_> =
        Log::new(Halting::new(LINES, false), &agreement).map(Result::unwrap).collect();
    assert_eq!((halting.len(), &halting), (3, &whole));
    let verifier = Verifier::new(&agreement);
    let expected = verifier.judge_log(LINES.as_bytes(), BadLines::Stop).unwrap();
    let halting = verifier.judge_log(Halting::new(LINES, false), BadLines::Stop).unwrap();
    assert_eq!(halting, expected);
}

#[test]
fn an_interrupted_reader_passes_over_a_line_that_is_too_long() {
    let agreement = cuba::agreement(Reading::Verified).unwrap();
    let log = Log::new(Halting::new(LINES, false), &agreement).longest_line(60);
    let read: Vec<bool> = log.map(|line| line.is_ok()).collect();
    assert_eq!(read, [true, false, true]);
}

#[test]
fn a_reader_that_fails_is_told_once_and_read_no_further() {
    let agreement = cuba::agreement(Reading::Verified).unwrap();
    for longest in [60, 1_000] {
        // It fails within the second line, be it kept or passed over.
        let log = Log::new(Halting::new(&LINES[..130], true), &agreement).longest_line(longest);
        let read: Vec<_> = log.collect();
        assert_eq!(read.len(), 2);
        let error = read[1].as_ref().unwrap_err();
        assert!(matches!(error.kind(), LineErrorKind::Input(_)), "{error}");
        assert_eq!(error.line(), 2);
    }
    let verifier = Verifier::new(&agreement);
    assert!(verifier.judge_log(Halting::new(&LINES[..130], true), BadLines::Skip).is_err());
}

#[test]
fn a_very_long_line_is_passed_over_and_the_rest_is_judged() {
    let agreement = cuba::agreement(Reading::Verified).unwrap();
    let long = format!("{}{}\n{LINES}", LINES, " ".repeat((1 << 20) + 1));
    let verifier = Verifier::new(&agreement);
    let judged = verifier.judge_log(Halting::new(&long, false), BadLines::Skip).unwrap();
    assert_eq!(judged[0].skipped().len(), 1);
    assert_eq!(judged[0].skipped()[0].line, 4);
    let half = format!("{}{}", LINES, " ".repeat((1 << 20) + 1));
    assert!(verifier.judge_log(Halting::new(&half, true), BadLines::Skip).is_err());
}

#[test]
fn words_are_read_of_lines_up_to_the_longest() {
    for (spaces, is_read) in [(0, true), (1, false), (2, false), (100, false)] {
        let line = LINES.lines().next().unwrap();
        let long = format!("{line}{}", " ".repeat((1 << 20) + spaces - line.len()));
        let mut log = WordLog::new(long.as_bytes());
        assert_eq!(log.next().unwrap().is_ok(), is_read, "{spaces}");
        assert_eq!(log.line(), 1);
        assert!(log.next().is_none());
    }
    let mut log = WordLog::new(LINES.as_bytes());
    assert_eq!((log.line(), log.nth(2).unwrap().is_ok(), log.line()), (0, true, 3));
}

#[test]
fn a_judge_reads_lines_up_to_the_longest_too() {
    let verifier = Verifier::new(&cuba::agreement(Reading::Verified).unwrap());
    for (spaces, is_read) in [(0, true), (1, false), (2, false), (100, false)] {
        let line = LINES.lines().next().unwrap();
        for end in ["", "\n"] {
            let long = format!("{line}{}{end}", " ".repeat((1 << 20) + spaces - line.len()));
            let judged = verifier.judge_log(long.as_bytes(), BadLines::Stop);
            assert_eq!(judged.is_ok(), is_read, "{spaces}");
        }
    }
}

#[test]
fn it_is_told_now_and_then_how_far_a_log_is_read() {
    let agreement = cuba::agreement(Reading::Verified).unwrap();
    let log = LINES.repeat(5_000);
    let mut told = Vec::new();
    let mut verification = Verifier::new(&agreement).start();
    verification.take_log(log.as_bytes(), BadLines::Stop, |progress| told.push(progress)).unwrap();
    let bytes: Vec<u64> = told.iter().map(|progress| progress.bytes).collect();
    // Every 64 KiB, and what was left of a block.
    assert!(bytes.windows(2).all(|two| (1..=(80 << 10)).contains(&(two[1] - two[0]))), "{bytes:?}");
    let expected = log.len() >> 16;
    assert!((expected - 4..=expected + 2).contains(&told.len()), "{} for {expected}", told.len());
    let last = told.last().unwrap();
    assert_eq!((last.events, last.bytes), (15_000, log.len() as u64));
}
