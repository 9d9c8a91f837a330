//! `calendar`.

use std::fs;

use serde_json::{Value, json};

use crate::kit::{folder, servanda, text};

const LEASE: &str = "tests/cases/second/lease/agreement.json";

/// Holidays as a publisher has them: a yearly rule without one of its days, a day of a series that was
/// moved, an event of two days, one that was cancelled, one with a time of day, one without an end.
const HOLIDAYS: &str = "\
BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Somebody//Holidays//EN\r
BEGIN:VEVENT\r
UID:labour\r
DTSTAMP:20250101T000000Z\r
DTSTART;VALUE=DATE:20200501\r
DTEND;VALUE=DATE:20200502\r
RRULE:FREQ=YEARLY\r
EXDATE;VALUE=DATE:20270501\r
SUMMARY:Labour\r
  Day\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:labour\r
DTSTAMP:20250101T000000Z\r
RECURRENCE-ID;VALUE=DATE:20280501\r
DTSTART;VALUE=DATE:20280502\r
SUMMARY:Labour Day\\, moved\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:christmas\r
DTSTAMP:20250101T000000Z\r
DTSTART;VALUE=DATE:20261225\r
DTEND;VALUE=DATE:20261227\r
SUMMARY:Christmas\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:cancelled\r
DTSTAMP:20250101T000000Z\r
DTSTART;VALUE=DATE:20260601\r
STATUS:CANCELLED\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:party\r
DTSTAMP:20250101T000000Z\r
DTSTART;TZID=Europe/Berlin:20260602T180000\r
DTEND;TZID=Europe/Berlin:20260602T200000\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:unity\r
DTSTAMP:20250101T000000Z\r
DTSTART;VALUE=DATE:20261003\r
END:VEVENT\r
END:VCALENDAR\r
";

fn written(arguments: &[&str]) -> Value {
    let ran = servanda(&[&["calendar"], arguments].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

#[test]
fn a_zones_offsets_are_written_with_the_holidays_of_files() {
    let folder = folder("calendar");
    let lines = folder.join("holidays.txt");
    fs::write(&lines, "# Berlin\n2026-01-01 New Year's Day\n\n2026-04-03\n2025-12-25 before\n")
        .unwrap();
    let holidays = ["--holidays", text(&lines)];
    let berlin = ["--zone", "Europe/Berlin", "--from", "2026", "--to", "2026"];
    assert_eq!(
        written(&[berlin.as_slice(), &holidays].concat()),
        json!({"calendars": {"berlin": {
            "offset": "+01:00",
            "offsets": [["2026-03-29T01:00:00Z", "+02:00"], ["2026-10-25T01:00:00Z", "+01:00"]],
            "holidays": ["2026-01-01", "2026-04-03"],
            "covers": ["2026-01-01", "2026-12-31"],
        }}})
    );
    let days = ["--zone", "america/new_york", "--from", "2026-07-01", "--to", "2026-11-01"];
    assert_eq!(
        written(&[days.as_slice(), &["--name", "desk"]].concat()),
        json!({"calendars": {"desk": {
            "offset": "-04:00",
            "offsets": [["2026-11-01T06:00:00Z", "-05:00"]],
            "covers": ["2026-07-01", "2026-11-01"],
        }}})
    );
    let utc = written(&["--zone", "UTC", "--from", "2026", "--to", "2027"]);
    assert_eq!(utc, json!({"calendars": {"utc": {"covers": ["2026-01-01", "2027-12-31"]}}}));
}

#[test]
fn events_of_icalendar_are_holidays_as_often_as_they_recur() {
    let folder = folder("calendar-ics");
    let file = folder.join("holidays.ics");
    fs::write(&file, HOLIDAYS).unwrap();
    let arguments = ["calendar", "--zone", "UTC", "--from", "2026", "--to", "2030"];
    let ran = servanda(&[arguments.as_slice(), &["--holidays", text(&file)]].concat());
    let calendar: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        calendar["calendars"]["utc"]["holidays"],
        json!([
            "2026-05-01",
            "2026-10-03",
            "2026-12-25",
            "2026-12-26",
            "2028-05-02",
            "2029-05-01",
            "2030-05-01"
        ])
    );
    for told in
        ["one event that has a time of day is passed over", "no holiday in 2027", "edition 20"]
    {
        assert!(ran.err.contains(told), "{told}: {}", ran.err);
    }
    assert!(!ran.err.contains("no holiday in 2028"), "{}", ran.err);
}

#[test]
fn what_is_written_in_each_format_is_read_again() {
    let folder = folder("calendar-formats");
    let zone = ["calendar", "--zone", "Australia/Lord_Howe"];
    for extension in ["json", "toml", "yaml"] {
        let file = folder.join(format!("calendar.{extension}"));
        let ran = servanda(
            &[zone.as_slice(), &["--from", "2026", "--to", "2036", "-o", text(&file)]].concat(),
        );
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
        let checked = servanda(&[zone.as_slice(), &["--check", text(&file)]].concat());
        assert_eq!((checked.code, checked.err.as_str()), (0, ""));
        assert!(checked.out.starts_with("lord-howe: nothing differs"), "{}", checked.out);
        let printed = servanda(
            &[zone.as_slice(), &["--from", "2026", "--to", "2036", "--format", extension]].concat(),
        );
        assert_eq!(printed.out, fs::read_to_string(&file).unwrap());
    }
}

#[test]
fn an_agreements_calendar_is_checked_against_its_zone_and_files() {
    let same = servanda(&["calendar", "--zone", "Europe/Berlin", "--check", LEASE]);
    assert_eq!((same.code, same.err.as_str()), (0, ""));
    assert!(same.out.starts_with("berlin: nothing differs from Europe/Berlin (20"), "{}", same.out);

    let folder = folder("calendar-check");
    let file = folder.join("holidays.txt");
    fs::write(&file, "2026-01-01\n2026-04-03\n2026-04-06\n2026-05-01\n2026-05-14\n2026-05-25\n2026-10-03\n2026-12-24\n2026-12-25\n2027-01-01\n").unwrap();
    let holidays = ["--holidays", text(&file)];
    let london = ["calendar", "--zone", "Europe/London", "--check", LEASE, "--name", "berlin"];
    let other = servanda(&[london.as_slice(), &holidays].concat());
    assert_eq!((other.code, other.err.as_str()), (1, ""));
    assert_eq!(
        other.out,
        "berlin: from 2025-12-31T00:00:00Z to 2026-03-29T01:00:00Z it is +01:00, and Europe/London is +00:00\n\
         berlin: from 2026-03-29T01:00:00Z to 2026-10-25T01:00:00Z it is +02:00, and Europe/London is +01:00\n\
         berlin: from 2026-10-25T01:00:00Z to 2027-01-02T00:00:00Z it is +01:00, and Europe/London is +00:00\n\
         berlin: 2026-12-24 is no holiday, and the files have it\n\
         berlin: 2026-12-26 is a holiday, and no file has it\n"
    );
}

#[test]
fn what_it_cannot_do_is_told_with_a_way_out() {
    let folder = folder("calendar-refused");
    let lines = folder.join("holidays.txt");
    fs::write(&lines, "2026-01-01\n25 December\n").unwrap();
    let events = folder.join("holidays.ics");
    fs::write(&events, "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n").unwrap();
    let berlin = ["--zone", "Europe/Berlin"];
    let years = ["--from", "2026", "--to", "2026"];
    for (arguments, told) in [
        (
            [["--zone", "Europe/New_York"].as_slice(), &years].concat(),
            "did you mean `America/New_York`?",
        ),
        ([["--zone", "Atlantis"].as_slice(), &years].concat(), "`Europe/Berlin`"),
        ([berlin.as_slice(), &["--from", "2027", "--to", "2026"]].concat(), "write the first day"),
        ([berlin.as_slice(), &["--from", "soon", "--to", "2026"]].concat(), "expected a year"),
        ([berlin.as_slice(), &["--from", "2026-02-30", "--to", "2026"]].concat(), "no such date"),
        ([berlin.as_slice(), &["--to", "2026"]].concat(), "--from"),
        ([berlin.as_slice(), &years, &["--holidays", text(&lines)]].concat(), "line 2: `25`"),
        ([berlin.as_slice(), &years, &["--holidays", text(&events)]].concat(), "BEGIN:VCALENDAR"),
        (
            [["--zone", "Africa/Monrovia"].as_slice(), &["--from", "1960", "--to", "1960"]]
                .concat(),
            "whole minutes",
        ),
        ([berlin.as_slice(), &["--check", LEASE, "--name", "paris"]].concat(), "it has `berlin`"),
        (
            [berlin.as_slice(), &["--check", "tests/cases/cuba-1962/agreement-verified.json"]]
                .concat(),
            "under `calendars`",
        ),
        ([berlin.as_slice(), &["--check", text(&lines)]].concat(), "holidays.txt"),
    ] {
        let ran = servanda(&[&["calendar"], arguments.as_slice()].concat());
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(told), "{arguments:?}: {}", ran.err);
    }
}
