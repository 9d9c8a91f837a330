//! Cases: what each rule comes to.

use super::*;
use crate::time::{Date, Instant, Span};

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}

/// Berlin in 2026, as a lease has it.
fn berlin() -> CalendarBuilder {
    Calendar::builder(date("2026-01-01"), date("2026-12-31"))
        .offset("+01:00".parse().unwrap())
        .offset_from(instant("2026-03-29T01:00:00Z"), "+02:00".parse().unwrap())
        .offset_from(instant("2026-10-25T01:00:00Z"), "+01:00".parse().unwrap())
        .holidays(["2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-12-25"].map(date))
        .close("17:00".parse().unwrap())
}

/// One term of Berlin: duration, days, ends, roll.
fn term(calendar: &Calendar, [span, days, ends, roll]: [&str; 4]) -> Term<Calendar> {
    let mut term = CalendarTerm::new(Span::or_at_once(span).unwrap(), calendar.clone());
    if days == "working" {
        term = term.working().unwrap();
    }
    term.ends(ends.parse().unwrap()).unwrap().roll(roll.parse().unwrap()).into()
}

fn shown(calendar: &Calendar, reckoned: Reckoned) -> String {
    match reckoned {
        Ok(end) => calendar.local(end).to_string(),
        Err(why) => format!("{why:?}"),
    }
}

#[test]
fn a_term_from_an_instant() {
    let calendar = berlin().build().unwrap();
    for (start, written, expected) in [
        // Days of the calendar keep the time of day over a change of clocks; hours do not.
        (
            "2026-03-28T12:00:00+01:00",
            ["P1D", "calendar", "same-time", "none"],
            "2026-03-29T12:00:00+02:00",
        ),
        (
            "2026-03-28T12:00:00+01:00",
            ["PT24H", "calendar", "same-time", "none"],
            "2026-03-29T13:00:00+02:00",
        ),
        (
            "2026-03-28T12:00:00+01:00",
            ["P1DT1H", "calendar", "same-time", "none"],
            "2026-03-29T13:00:00+02:00",
        ),
        // A local time in the gap, and one that occurs twice.
        (
            "2026-03-28T02:30:00+01:00",
            ["P1D", "calendar", "same-time", "none"],
            "2026-03-29T03:00:00+02:00",
        ),
        (
            "2026-10-24T02:30:00+02:00",
            ["P1D", "calendar", "same-time", "none"],
            "2026-10-25T02:30:00+01:00",
        ),
        // The time of day of a start in the doubled hour is the later one too.
        (
            "2026-10-25T02:30:00+02:00",
            ["PT8H", "calendar", "same-time", "none"],
            "2026-10-25T10:30:00+01:00",
        ),
        // Months end on a last day, then days are added.
        (
            "2026-01-31T10:30:00+01:00",
            ["P1M", "calendar", "midnight", "none"],
            "2026-02-28T23:59:59.999999999+01:00",
        ),
        (
            "2026-01-31T10:30:00+01:00",
            ["P1M1D", "calendar", "09:00", "none"],
            "2026-03-01T09:00:00+01:00",
        ),
        // The local date counts: it is the 1st in Berlin while it is the 28th in UTC.
        (
            "2026-02-28T23:30:00Z",
            ["P1M", "calendar", "midnight", "none"],
            "2026-04-01T23:59:59.999999999+02:00",
        ),
        // The day of the event is not counted, nor are holidays or weekends.
        (
            "2026-04-02T23:00:00+02:00",
            ["P1D", "working", "midnight", "none"],
            "2026-04-07T23:59:59.999999999+02:00",
        ),
        (
            "2026-04-04T12:00:00+02:00",
            ["P3D", "working", "close", "none"],
            "2026-04-09T17:00:00+02:00",
        ),
        (
            "2026-04-07T12:00:00+02:00",
            ["P1W", "working", "same-time", "none"],
            "2026-04-16T12:00:00+02:00",
        ),
        // Of nothing, the day is today.
        (
            "2026-04-07T12:00:00+02:00",
            ["P0D", "calendar", "midnight", "none"],
            "2026-04-07T23:59:59.999999999+02:00",
        ),
        (
            "2026-04-04T12:00:00+02:00",
            ["P0D", "working", "same-time", "following"],
            "2026-04-07T12:00:00+02:00",
        ),
        // A date that is no working day moves after it was found, and hours are added after that.
        (
            "2026-05-29T12:00:00+02:00",
            ["P1D", "calendar", "same-time", "following"],
            "2026-06-01T12:00:00+02:00",
        ),
        (
            "2026-05-29T12:00:00+02:00",
            ["P1D", "calendar", "same-time", "preceding"],
            "2026-05-29T12:00:00+02:00",
        ),
        (
            "2026-05-29T12:00:00+02:00",
            ["P1D", "calendar", "same-time", "modified-following"],
            "2026-05-29T12:00:00+02:00",
        ),
        (
            "2026-05-01T12:00:00+02:00",
            ["P1D", "calendar", "same-time", "modified-following"],
            "2026-05-04T12:00:00+02:00",
        ),
        (
            "2026-05-29T12:00:00+02:00",
            ["P1DT36H", "calendar", "same-time", "following"],
            "2026-06-03T00:00:00+02:00",
        ),
        (
            "2026-05-29T12:00:00+02:00",
            ["P3D", "calendar", "24:00", "following"],
            "2026-06-01T23:59:59.999999999+02:00",
        ),
        // Past what is covered nothing is reckoned.
        (
            "2026-12-31T12:00:00+01:00",
            ["P0D", "calendar", "midnight", "none"],
            "2026-12-31T23:59:59.999999999+01:00",
        ),
        ("2026-12-31T12:00:00+01:00", ["P1D", "calendar", "midnight", "none"], "AfterCovered"),
        ("2026-12-31T12:00:00+01:00", ["P1D", "working", "midnight", "none"], "AfterCovered"),
        ("2026-12-31T12:00:00+01:00", ["PT12H", "calendar", "same-time", "none"], "AfterCovered"),
        ("2026-12-01T12:00:00+01:00", ["P9999Y", "calendar", "same-time", "none"], "AfterCovered"),
        (
            "2026-12-01T12:00:00+01:00",
            ["P4000000000D", "working", "same-time", "none"],
            "AfterCovered",
        ),
        ("2025-12-01T12:00:00+01:00", ["P1D", "working", "midnight", "none"], "BeforeCovered"),
        // The start itself need not be covered.
        (
            "2025-12-31T12:00:00+01:00",
            ["P1D", "working", "same-time", "none"],
            "2026-01-02T12:00:00+01:00",
        ),
    ] {
        let end = term(&calendar, written).after(instant(start));
        assert_eq!(shown(&calendar, end), expected, "{start} {written:?}");
    }
}

#[test]
fn a_date_before_its_roll_must_be_covered_and_so_must_the_one_after() {
    // From Monday to Saturday.
    let week = |builder: CalendarBuilder| builder.build().unwrap();
    let calendar = week(Calendar::builder(date("2026-06-01"), date("2026-06-06")));
    let friday = instant("2026-06-05T12:00:00Z");
    let rolled = |span, roll| {
        let term = term(&calendar, [span, "calendar", "same-time", roll]);
        shown(&calendar, term.after(friday))
    };
    assert_eq!(rolled("P1D", "none"), "2026-06-06T12:00:00+00:00");
    assert_eq!(rolled("P1D", "following"), "AfterCovered");
    assert_eq!(rolled("P1D", "preceding"), "2026-06-05T12:00:00+00:00");
    assert_eq!(rolled("P2D", "preceding"), "AfterCovered");
}

#[test]
fn so_many_times_a_term_is_its_parts_so_many_times() {
    let calendar = berlin().build().unwrap();
    let start = instant("2026-01-31T00:00:00+01:00");
    for (written, times, expected) in [
        (["P1M", "calendar", "same-time", "none"], 0, "2026-01-31T00:00:00+01:00"),
        (["P1M", "calendar", "midnight", "following"], 0, "2026-01-31T00:00:00+01:00"),
        (["P1M", "calendar", "same-time", "none"], 1, "2026-02-28T00:00:00+01:00"),
        (["P1M", "calendar", "same-time", "none"], 2, "2026-03-31T00:00:00+02:00"),
        (["P1M", "calendar", "same-time", "none"], 3, "2026-04-30T00:00:00+02:00"),
        (["P1M", "calendar", "same-time", "following"], 1, "2026-03-02T00:00:00+01:00"),
        (["P2D", "working", "same-time", "none"], 3, "2026-02-09T00:00:00+01:00"),
        (["P1DT2H", "calendar", "same-time", "none"], 3, "2026-02-03T06:00:00+01:00"),
        (["P1M", "calendar", "same-time", "none"], u64::MAX, "AfterCovered"),
        (["P1D", "working", "same-time", "none"], u64::MAX, "AfterCovered"),
    ] {
        let end = term(&calendar, written).after_times(start, times);
        assert_eq!(shown(&calendar, end), expected, "{times} × {written:?}");
    }
}

#[test]
fn a_term_taken_off_has_its_parts_taken_off() {
    let calendar = berlin().build().unwrap();
    for (end, written, expected) in [
        (
            "2026-03-31T12:00:00+02:00",
            ["P1M", "calendar", "same-time", "none"],
            "2026-02-28T12:00:00+01:00",
        ),
        (
            "2026-03-31T12:00:00+02:00",
            ["P1M1D", "calendar", "same-time", "none"],
            "2026-02-27T12:00:00+01:00",
        ),
        (
            "2026-04-07T12:00:00+02:00",
            ["P1D", "working", "midnight", "none"],
            "2026-04-02T23:59:59.999999999+02:00",
        ),
        (
            "2026-04-05T12:00:00+02:00",
            ["P2D", "working", "same-time", "none"],
            "2026-04-01T12:00:00+02:00",
        ),
        (
            "2026-03-29T12:00:00+02:00",
            ["PT24H", "calendar", "same-time", "none"],
            "2026-03-28T11:00:00+01:00",
        ),
        (
            "2026-04-07T12:00:00+02:00",
            ["P1D", "calendar", "same-time", "following"],
            "2026-04-07T12:00:00+02:00",
        ),
        (
            "2026-04-07T12:00:00+02:00",
            ["P1D", "calendar", "same-time", "preceding"],
            "2026-04-02T12:00:00+02:00",
        ),
        ("2026-01-02T12:00:00+01:00", ["P1D", "working", "same-time", "none"], "BeforeCovered"),
        ("2026-01-02T12:00:00+01:00", ["P2000Y", "calendar", "same-time", "none"], "BeforeCovered"),
        ("2026-01-02T12:00:00+01:00", ["PT48H", "calendar", "same-time", "none"], "BeforeCovered"),
    ] {
        let start = term(&calendar, written).before(instant(end));
        assert_eq!(shown(&calendar, start), expected, "{end} {written:?}");
    }
}

#[test]
fn an_instant_by_its_day() {
    let calendar = berlin().build().unwrap();
    for (day, ends, deadline, beginning) in [
        ("2026-01-15", None, "2026-01-15T23:59:59.999999999+01:00", "2026-01-15T00:00:00+01:00"),
        ("2026-03-29", Some("02:30"), "2026-03-29T03:00:00+02:00", "2026-03-29T03:00:00+02:00"),
        ("2026-10-25", Some("02:30"), "2026-10-25T02:30:00+01:00", "2026-10-25T02:30:00+01:00"),
        ("2026-04-03", Some("close"), "2026-04-03T17:00:00+02:00", "2026-04-03T17:00:00+02:00"),
        (
            "2026-12-31",
            Some("midnight"),
            "2026-12-31T23:59:59.999999999+01:00",
            "2026-12-31T23:59:59.999999999+01:00",
        ),
        ("2025-12-31", None, "BeforeCovered", "BeforeCovered"),
        ("2027-01-01", Some("09:00"), "AfterCovered", "AfterCovered"),
    ] {
        let mut written = CalendarDay::new(date(day), &calendar);
        if let Some(ends) = ends {
            written = written.ends(ends.parse().unwrap()).unwrap();
        }
        assert_eq!(shown(&calendar, written.deadline()), deadline, "{day} {ends:?}");
        assert_eq!(shown(&calendar, written.instant()), beginning, "{day} {ends:?}");
    }
    let as_nothing = CalendarDay::new(date("2026-01-15"), "berlin").ends(Ends::SameTime);
    assert_eq!(as_nothing, Err(TermError::SameTimeAsNothing));
}

#[test]
fn midnight_is_found_where_the_next_days_beginning_is_skipped_or_doubled() {
    // Asunción once changed its clocks at midnight: from 00:00 to 01:00, and back from 24:00 to 23:00.
    let calendar = Calendar::builder(date("2023-01-01"), date("2023-12-31"))
        .offset("-03:00".parse().unwrap())
        .offset_from(instant("2023-03-26T03:00:00Z"), "-04:00".parse().unwrap())
        .offset_from(instant("2023-10-01T04:00:00Z"), "-03:00".parse().unwrap())
        .build()
        .unwrap();
    for (day, midnight, beginning) in [
        ("2023-03-25", "2023-03-25T23:59:59.999999999-04:00", "2023-03-25T00:00:00-03:00"),
        ("2023-09-30", "2023-09-30T23:59:59.999999999-04:00", "2023-09-30T00:00:00-04:00"),
        ("2023-10-01", "2023-10-01T23:59:59.999999999-03:00", "2023-10-01T01:00:00-03:00"),
    ] {
        let day = CalendarDay::new(date(day), &calendar);
        assert_eq!(shown(&calendar, day.deadline()), midnight);
        assert_eq!(shown(&calendar, day.instant()), beginning);
    }
}

#[test]
fn time_ends_where_it_ends() {
    let always = Calendar::builder(date("0000-01-01"), date("9999-12-31"));
    let utc = always.clone().build().unwrap();
    let last = instant("9999-12-31T12:00:00Z");
    let today = ["P0D", "calendar", "midnight", "none"];
    assert_eq!(term(&utc, today).after(last), Ok(instant("9999-12-31T23:59:59.999999999Z")));
    let west = always.offset("-05:00".parse().unwrap()).build().unwrap();
    assert_eq!(term(&west, today).after(last), Err(Unreckoned::Never));
    assert!(!Unreckoned::Never.is_of_calendar() && Unreckoned::AfterCovered.is_of_calendar());
    let plain: Term<Calendar> = "P1D".parse::<Span>().unwrap().into();
    assert_eq!(plain.after(last), Err(Unreckoned::Never));
    assert_eq!(plain.before(instant("0000-01-01T12:00:00Z")), Err(Unreckoned::Never));
}

#[test]
fn a_calendar_that_never_works_has_no_working_days() {
    let calendar = berlin().weekend(Weekday::ALL).working([date("2026-07-01")]).build().unwrap();
    let start = instant("2026-06-01T12:00:00+02:00");
    let after = |written| shown(&calendar, term(&calendar, written).after(start));
    assert_eq!(after(["P1D", "working", "close", "none"]), "2026-07-01T17:00:00+02:00");
    assert_eq!(after(["P2D", "working", "close", "none"]), "AfterCovered");
    assert_eq!(after(["P1D", "calendar", "close", "following"]), "2026-07-01T17:00:00+02:00");
    assert_eq!(after(["P1D", "calendar", "close", "preceding"]), "BeforeCovered");
    assert_eq!(after(["P1D", "calendar", "close", "modified-following"]), "BeforeCovered");
}

#[cfg(feature = "json")]
#[test]
fn what_is_written_is_read_and_what_is_wrong_is_told() {
    for written in [
        r#""P3D""#,
        r#"{"term":"P3D","in":"berlin"}"#,
        r#"{"term":"P1W","in":"berlin","days":"working","ends":"close","roll":"preceding"}"#,
        r#"{"term":"P1M","in":"berlin","ends":"09:30","roll":"modified-following"}"#,
    ] {
        let term: Term = serde_json::from_str(written).unwrap();
        assert_eq!(serde_json::to_string(&term).unwrap(), written);
    }
    for written in
        [r#"{"day":"2026-01-15","in":"berlin"}"#, r#"{"day":"2026-01-15","ends":"close","in":"b"}"#]
    {
        let day: CalendarDay = serde_json::from_str(written).unwrap();
        assert_eq!(serde_json::to_string(&day).unwrap(), written);
    }
    let defaults = r#"{"term":"P3D","in":"b","days":"calendar","ends":"same-time","roll":"none"}"#;
    assert_eq!(
        serde_json::from_str::<Term>(defaults).unwrap(),
        CalendarTerm::new("P3D".parse().unwrap(), "b".into()).into()
    );
    for (written, error) in [
        (r#""P0D""#, "a duration must be longer than nothing"),
        (r#"{"term":"P0D","in":"b"}"#, "a duration must be longer than nothing"),
        (r#"{"term":"P3D"}"#, "missing field `in`"),
        (r#"{"term":"P3D","in":"b","day":"working"}"#, "unknown field `day`"),
        (r#"{"term":"P3D","in":"b","days":"work"}"#, "`work`: expected one of `calendar`"),
        (r#"{"term":"P3D","in":"b","days":null}"#, "invalid type: null"),
        (r#"{"term":"P3D","in":"b","ends":"noon"}"#, "`noon`: not a time of day at which it ends"),
        (r#"{"term":"P3D","in":"b","roll":"back"}"#, "`back`: expected one of `none`"),
        (r#"{"term":"P3M","in":"b","days":"working"}"#, "counts whole days or weeks"),
        (r#"{"term":"PT3H","in":"b","days":"working"}"#, "counts whole days or weeks"),
        (r#"{"term":"PT3H","in":"b","ends":"midnight"}"#, "can't have hours"),
        (r#"["P3D","b"]"#, "expected a plain value or an object"),
    ] {
        let told = serde_json::from_str::<Term>(written).unwrap_err().to_string();
        assert!(told.contains(error), "{written}: {told}");
    }
    for (written, error) in [
        (r#"{"day":"2026-01-15","in":"b","ends":"same-time"}"#, "is of no day by itself"),
        (r#"{"day":"2026-02-30","in":"b"}"#, "`2026-02-30`: no such date"),
        (r#"{"day":"2026-01-15"}"#, "missing field `in`"),
        (r#"["2026-01-15","b"]"#, "expected an object"),
    ] {
        let told = serde_json::from_str::<CalendarDay>(written).unwrap_err().to_string();
        assert!(told.contains(error), "{written}: {told}");
    }
}

#[cfg(feature = "json")]
#[test]
fn a_calendar_is_written_as_it_is_read() {
    for written in [
        r#"{"covers":["2026-01-01","2026-12-31"]}"#,
        r#"{"offset":"+01:00","offsets":[["2026-03-29T01:00:00Z","+02:00"]],"weekend":["friday","saturday"],"holidays":["2026-01-01"],"working":["2026-01-02"],"opens":"09:00","close":"17:00","covers":["2026-01-01","2026-12-31"]}"#,
        r#"{"weekend":[],"covers":["2026-01-01","2026-12-31"]}"#,
    ] {
        let calendar: Calendar = serde_json::from_str(written).unwrap();
        assert_eq!(serde_json::to_string(&calendar).unwrap(), written);
    }
    for (written, error) in [
        ("{}", "missing field `covers`"),
        (r#"{"covers":["2026-01-01"]}"#, "invalid length 1"),
        (r#"{"covers":["2026-12-31","2026-01-01"]}"#, "covers: the last day"),
        (r#"{"covers":["2026-01-01","2026-12-31"],"opens":"17:00","close":"09:00"}"#, "opens: it"),
        (r#"{"covers":["2026-01-01","2026-12-31"],"holiday":[]}"#, "unknown field `holiday`"),
        (r#"{"covers":["2026-01-01","2026-12-31"],"weekend":["sun"]}"#, "`sun`: not a day of"),
        (r#"{"covers":["2026-01-01","2026-12-31"],"weekend":null}"#, "invalid type: null"),
        (r#"{"covers":["2026-01-01","2026-12-31"],"offset":"CET"}"#, "`CET`: not an offset"),
        (r#"{"covers":["2026-01-01","2026-12-31"],"opens":"9:00"}"#, "`9:00`: not a time of day"),
    ] {
        let told = serde_json::from_str::<Calendar>(written).unwrap_err().to_string();
        assert!(told.contains(error), "{written}: {told}");
    }
}
