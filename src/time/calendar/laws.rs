//! Laws that hold of every calendar and every term.

use proptest::prelude::*;

use super::*;
use crate::time::{Date, Instant, Span};

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}

/// Any calendar of these years: changes of the offset, a weekend, holidays, odd working days.
fn calendars() -> impl Strategy<Value = Calendar> {
    let day = 1_460..2_200_i64;
    (
        -900..900_i32,
        proptest::collection::btree_map(1_460 * 1_440..2_200 * 1_440_i64, -900..900_i32, 0..5),
        0..127_u8,
        proptest::collection::vec(day.clone(), 0..60),
        proptest::collection::vec(day, 0..20),
        (0..24_u16, 0..60_u16, 1..24_u16),
    )
        .prop_map(|(offset, changes, weekend, holidays, working, (opens, minute, close))| {
            let start = date("2020-01-01");
            let on = |days: i64| {
                let day = start.to_chrono() + chrono::TimeDelta::days(days - 1_460);
                Date::try_from(day).unwrap()
            };
            let weekend =
                Weekday::ALL.into_iter().filter(|day| weekend & day.bit() != 0).collect::<Vec<_>>();
            let mut calendar = Calendar::builder(on(1_500), on(2_200))
                .offset(Offset::of_minutes(offset).unwrap())
                .weekend(weekend)
                .holidays(holidays.into_iter().map(on))
                .working(working.into_iter().map(on))
                .opens(TimeOfDay::of(opens.min(close - 1), minute).unwrap())
                .close(
                    TimeOfDay::of(close, 0)
                        .unwrap()
                        .max(TimeOfDay::of(opens.min(close - 1) + 1, 0).unwrap()),
                );
            for (minutes, offset) in changes {
                let from = start.to_chrono().and_hms_opt(0, 0, 0).unwrap()
                    + chrono::TimeDelta::minutes(minutes - 1_460 * 1_440);
                let from = Instant::try_from(from.and_utc()).unwrap();
                calendar = calendar.offset_from(from, Offset::of_minutes(offset).unwrap());
            }
            calendar.build().unwrap()
        })
}

fn instants() -> impl Strategy<Value = Instant> {
    (0..740 * 86_400_i64).prop_map(|seconds| {
        let start = instant("2020-01-01T00:00:00Z").to_chrono();
        Instant::try_from(start + chrono::TimeDelta::seconds(seconds)).unwrap()
    })
}

/// Working days, found by looking at each.
fn nth_working_day(calendar: &Calendar, from: Date, n: u32, forwards: bool) -> Date {
    let mut day = from.to_chrono();
    let mut left = n;
    while left > 0 {
        day = if forwards { day.succ_opt().unwrap() } else { day.pred_opt().unwrap() };
        left -= u32::from(calendar.is_working_day(Date::try_from(day).unwrap()));
    }
    Date::try_from(day).unwrap()
}

proptest! {
    #[test]
    fn working_days_are_those_of_counting_one_by_one(
        calendar in calendars(), start in instants(), n in 1..60_u32, forwards in any::<bool>(),
    ) {
        let days = CalendarTerm::new(Span::days(n).unwrap(), &calendar).working().unwrap();
        let days = Term::from(days.ends(Ends::At("12:00".parse().unwrap())).unwrap());
        let day = nth_working_day(&calendar, calendar.local(start).date(), n, forwards);
        let reckoned = if forwards { days.after(start) } else { days.before(start) };
        let expected = CalendarDay::new(day, &calendar).ends("12:00".parse().unwrap()).unwrap();
        // At an edge, a skipped noon can lie on the next day, which is not covered any more.
        let is_at_edge = day == calendar.covers().1 || day == calendar.covers().0;
        prop_assume!(!is_at_edge);
        prop_assert_eq!(reckoned, expected.deadline());
    }

    #[test]
    fn a_later_date_never_ends_earlier(
        calendar in calendars(), starts in (instants(), instants()),
        months in 0..4_u32, days in 0..40_u32, working in any::<bool>(), roll in 0..4_usize,
        end_of_day in any::<bool>(),
    ) {
        let months = if working { 0 } else { months };
        let span = Span::or_at_once(&format!("P{months}M{days}D")).unwrap();
        let rolls = [Roll::None, Roll::Following, Roll::Preceding, Roll::ModifiedFollowing];
        let ends = if end_of_day { Ends::Midnight } else { Ends::Close };
        let term = CalendarTerm::new(span, &calendar).ends(ends).unwrap().roll(rolls[roll]);
        let term = Term::from(if working { term.working().unwrap() } else { term });
        let (mut early, mut late) = starts;
        if calendar.local(early).date() > calendar.local(late).date() {
            (early, late) = (late, early);
        }
        if let (Ok(early), Ok(late)) = (term.after(early), term.after(late)) {
            prop_assert!(early <= late, "{early} {late}");
        }
        if let (Ok(early), Ok(late)) = (term.before(early), term.before(late)) {
            prop_assert!(early <= late, "{early} {late}");
        }
    }

    #[test]
    fn under_one_offset_and_without_a_weekend_terms_are_plain_durations(
        offset in -900..900_i32, start in instants(), days in 0..200_u32, seconds in 0..200_000_u32,
    ) {
        let calendar = Calendar::builder(date("2019-01-01"), date("2024-12-31"))
            .offset(Offset::of_minutes(offset).unwrap())
            .weekend([])
            .build()
            .unwrap();
        let span = Span::or_at_once(&format!("P{days}DT{seconds}S")).unwrap();
        let term = Term::from(CalendarTerm::new(span, &calendar));
        let plain = Term::<&Calendar>::from(span);
        prop_assert_eq!(term.after(start), plain.after(start));
        prop_assert_eq!(term.before(start), plain.before(start));
        prop_assert_eq!(term.after(start).and_then(|end| term.before(end)), Ok(start));

        let days = CalendarTerm::new(Span::or_at_once(&format!("P{days}D")).unwrap(), &calendar);
        let working = Term::from(days.working().unwrap());
        prop_assert_eq!(working.after(start), Term::from(days).after(start));
        let to_the_end = Term::from(days.ends(Ends::Midnight).unwrap()).after(start).unwrap();
        let day = CalendarDay::new(calendar.local(Term::from(days).after(start).unwrap()).date(), &calendar);
        prop_assert_eq!(Ok(to_the_end), day.deadline());
    }

    #[test]
    fn in_utc_months_are_those_of_plain_durations(
        start in instants(), months in 0..40_u32, days in 0..60_u32, times in 0..9_u64,
    ) {
        let utc = Calendar::builder(date("1900-01-01"), date("2100-12-31")).build().unwrap();
        let span = Span::or_at_once(&format!("P{months}M{days}D")).unwrap();
        let term = Term::from(CalendarTerm::new(span, &utc));
        let plain = Term::<&Calendar>::from(span);
        prop_assert_eq!(term.after_times(start, times), plain.after_times(start, times));
        prop_assert_eq!(term.before(start), plain.before(start));
    }

    #[test]
    fn between_two_changes_it_stays_open_or_closed(
        calendar in calendars(), start in instants(), share in 0.0..1.0_f64,
    ) {
        let end = calendar.next_change(start);
        let last = end.unwrap_or(instant("2023-01-01T00:00:00Z")).to_chrono();
        prop_assert!(last > start.to_chrono());
        let between = (last - start.to_chrono()).num_seconds() as f64 * share;
        let between = start.to_chrono() + chrono::TimeDelta::seconds(between as i64);
        let between = Instant::try_from(between).unwrap();
        prop_assert_eq!(calendar.is_open(between), calendar.is_open(start), "{}", between);
        // And it is no later than it need be: something does change there.
        if let Some(end) = end {
            let changes = calendar.is_open(end) != calendar.is_open(start);
            prop_assert!(changes || calendar.offsets().iter().any(|(from, _)| *from == end));
        }
    }

    #[cfg(feature = "json")]
    #[test]
    fn any_calendar_is_read_as_it_was_written(calendar in calendars()) {
        let written = serde_json::to_string(&calendar).unwrap();
        let read: Calendar = serde_json::from_str(&written).unwrap();
        prop_assert_eq!(read, calendar);
    }
}
