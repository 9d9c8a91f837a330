//! What `check` says of calendars and terms.

use servanda::Agreement;
use servanda::analysis::{LintKind, Severity};

/// An agreement in which a price is due within a term, from a date on.
fn with_term(date: &str, calendar: &str, term: &str) -> Agreement {
    let text = format!(
        r#"{{
            "title": "Sale", "date": "{date}",
            "parties": {{"buyer": "who buys", "seller": "who sells"}},
            "calendars": {{"berlin": {calendar}}},
            "acts": {{"pay": {{"by": ["buyer"]}}}},
            "obligations": {{"price": {{
                "debtor": "buyer", "creditor": "seller", "perform": "pay", "within": {term}
            }}}}
        }}"#
    );
    Agreement::from_json(&text).unwrap()
}

fn said(agreement: &Agreement, kind: LintKind) -> Vec<(Severity, String, String)> {
    let analysis = agreement.analyze();
    let lints = analysis.of(kind);
    lints.map(|lint| (lint.severity, lint.place.to_string(), lint.message.to_string())).collect()
}

const YEAR: &str = r#"{"offset": "+01:00", "covers": ["2026-01-01", "2026-12-31"]}"#;

#[test]
fn the_first_day_that_a_rule_moves_is_told() {
    let month = with_term(
        "2026-01-02T09:00:00+01:00",
        YEAR,
        r#"{"term": "P1M", "in": "berlin", "ends": "midnight"}"#,
    );
    assert_eq!(
        said(&month, LintKind::DayByRule),
        [(
            Severity::Advice,
            "obligations.price.within".to_owned(),
            "on which day it ends a rule decides: from 2026-01-29 on, 2026-02-28, for the month has no such \
             day"
                .to_owned()
        )]
    );
    let rolled = with_term(
        "2026-01-02T09:00:00+01:00",
        YEAR,
        r#"{"term": "P10D", "in": "berlin", "roll": "following"}"#,
    );
    assert!(
        said(&rolled, LintKind::DayByRule)[0]
            .2
            .contains("from 2026-01-07 on, 2026-01-19, for 2026-01-17 is no working day"),
        "{:?}",
        said(&rolled, LintKind::DayByRule)
    );
    let days = with_term("2026-01-02T09:00:00Z", YEAR, r#"{"term": "P10D", "in": "berlin"}"#);
    assert_eq!(said(&days, LintKind::DayByRule), []);
    // A month that no calendar counts is clamped as well.
    let plain = with_term("2026-01-30T09:00:00Z", YEAR, r#""P1M""#);
    let told = &said(&plain, LintKind::DayByRule)[0].2;
    assert!(
        told.contains("from 2026-01-30 on, 2026-02-28, for the month has no such day"),
        "{told}"
    );
    let plain_days = with_term("2026-01-30T09:00:00Z", YEAR, r#""P30D""#);
    assert_eq!(said(&plain_days, LintKind::DayByRule), []);
}

#[test]
fn terms_that_outrun_their_calendar_are_told() {
    let far = with_term("2026-06-01T09:00:00Z", YEAR, r#"{"term": "P1Y", "in": "berlin"}"#);
    let (severity, place, message) = said(&far, LintKind::OutrunsCalendar).remove(0);
    assert_eq!((severity, &*place), (Severity::Warning, "obligations.price.within"));
    assert!(message.ends_with("`berlin` ends on 2026-12-31"), "{message}");
    let near = with_term("2026-06-01T09:00:00Z", YEAR, r#"{"term": "P1M", "in": "berlin"}"#);
    assert_eq!(said(&near, LintKind::OutrunsCalendar), []);
}

#[test]
fn periods_that_outrun_their_calendar_are_told() {
    let lease = |times: &str| {
        let text = format!(
            r#"{{
                "title": "Lease", "date": "2026-01-01T00:00:00+01:00",
                "parties": {{"landlord": "lets", "tenant": "rents"}},
                "calendars": {{"berlin": {YEAR}}},
                "subjects": {{"month": {{
                    "gist": "a month", "every": {{"term": "P1M", "in": "berlin"}}{times}
                }}}},
                "acts": {{"pay": {{"by": ["tenant"], "of": "month"}}}},
                "obligations": {{"rent": {{
                    "of": "month", "debtor": "tenant", "creditor": "landlord", "perform": "pay"
                }}}}
            }}"#
        );
        Agreement::from_json(&text).unwrap()
    };
    let severities = |agreement| -> Vec<Severity> {
        said(&agreement, LintKind::OutrunsCalendar).into_iter().map(|it| it.0).collect()
    };
    assert_eq!(severities(lease("")), [Severity::Advice]);
    assert_eq!(severities(lease(r#", "times": 11"#)), []);
    assert_eq!(severities(lease(r#", "times": 12"#)), [Severity::Warning]);
}

#[test]
fn holidays_of_another_year_are_told() {
    // Those of 2026, a year later: Christmas 2027 is a weekend.
    let calendar = r#"{
        "holidays": ["2026-12-25", "2027-05-01", "2027-12-25", "2027-12-26"],
        "covers": ["2026-01-01", "2027-12-31"]
    }"#;
    let sale = with_term("2026-01-01T00:00:00Z", calendar, r#""P3D""#);
    let (severity, place, message) = said(&sale, LintKind::IdleHolidays).remove(0);
    assert_eq!((severity, &*place), (Severity::Warning, "calendars.berlin.holidays"));
    assert!(message.starts_with("all 3 holidays of 2027 fall on weekends"), "{message}");
}

/// Months that are counted in UTC from a date of another time are told, and those of a calendar are not.
#[test]
fn months_of_a_calendar_are_not_those_of_utc() {
    let date = "2026-05-01T00:00:00+02:00";
    assert_eq!(said(&with_term(date, YEAR, r#""P1M""#), LintKind::MonthsInUtc).len(), 1);
    let counted = with_term(date, YEAR, r#"{"term": "P1M", "in": "berlin"}"#);
    assert_eq!(said(&counted, LintKind::MonthsInUtc), []);
    // No walk speaks of it, and that is said.
    assert_eq!(counted.analyze().unspoken(), Some("walks do not speak of what a calendar counts"));
}
