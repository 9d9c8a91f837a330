//! Instants as people see them: in the time zone of the agreement's calendars.

use servanda::report::{InTimeZone, PlainPhrases, Prose, TimeZone};
use servanda::{Agreement, Event, Monitor, Report, Verifier};

/// Two parties, two places: the report goes to Tokyo within two days, the visa is New York's within three.
const TWO_PLACES: &str = r#"{
    "title": "two places", "date": "2026-01-05T12:00:00Z",
    "parties": {"ada": "who reports", "bob": "who reads"},
    "calendars": {
        "tokyo": {"offset": "+09:00", "covers": ["2026-01-01", "2026-12-31"]},
        "new-york": {"offset": "-05:00", "covers": ["2026-01-01", "2026-01-07"]}
    },
    "acts": {"report": {"by": ["ada"]}, "apply": {"by": ["ada"]}},
    "obligations": {
        "report": {
            "debtor": "ada", "creditor": "bob", "perform": "report",
            "within": {"term": "P2D", "in": "tokyo", "ends": "midnight"}
        },
        "visa": {
            "debtor": "ada", "creditor": "bob", "perform": "apply",
            "within": {"term": "P1D", "in": "new-york"}
        }
    }
}"#;

fn report(agreement: &str) -> Report {
    let agreement = Agreement::from_json(agreement).unwrap();
    let as_of: servanda::time::Instant = "2026-01-10T00:00:00Z".parse().unwrap();
    Verifier::new(&agreement).judge([Event::tick(as_of)])
}

fn text(report: &Report, time_zone: TimeZone) -> String {
    report.text_with(&InTimeZone::new(&PlainPhrases, time_zone)).to_string()
}

#[test]
fn what_is_said_of_an_obligation_is_in_the_time_zone_of_its_own_term() {
    let report = report(TWO_PLACES);
    let own = text(&report, TimeZone::Own);
    // No calendar is the agreement's only one, so what is said of it is in UTC.
    assert!(own.contains("as of 2026-01-10 00:00 UTC"), "{own}");
    assert!(own.contains("2026-01-07 24:00 +09:00"), "{own}");
    assert!(own.contains("2026-01-06 07:00 -05:00"), "{own}");
    assert_eq!(own, report.text().to_string(), "it goes without saying");
}

#[test]
fn one_time_zone_serves_for_all_where_it_is_asked_for() {
    let report = report(TWO_PLACES);
    let in_utc = text(&report, TimeZone::Utc);
    assert!(in_utc.contains("2026-01-06 12:00 UTC") && !in_utc.contains("+09:00"), "{in_utc}");
    let in_tokyo = text(&report, TimeZone::Calendar("tokyo".into()));
    assert!(in_tokyo.contains("as of 2026-01-10 09:00 +09:00"), "{in_tokyo}");
    assert!(in_tokyo.contains("2026-01-06 21:00 +09:00"), "{in_tokyo}");
    // The calendar ends on 7 January: what its clocks show later nobody says.
    let in_new_york = text(&report, TimeZone::Calendar("new-york".into()));
    assert!(in_new_york.contains("as of 2026-01-10 00:00 UTC"), "{in_new_york}");
    assert_eq!(in_utc, text(&report, TimeZone::Calendar("nowhere".into())));
}

#[test]
fn the_only_calendar_is_everywhere_that_of_the_agreement() {
    let agreement = TWO_PLACES.replace("new-york", "tokyo").replacen(
        "\"tokyo\": {\"offset\": \"-05:00\", \"covers\": [\"2026-01-01\", \"2026-01-07\"]}",
        "",
        1,
    );
    let agreement = agreement.replace("\"2026-12-31\"]},", "\"2026-12-31\"]}");
    let agreement = Agreement::from_json(&agreement).unwrap();
    let monitor = Monitor::new(&agreement);
    let outlook = monitor.outlook().text().to_string();
    assert!(outlook.starts_with("as of 2026-01-05 21:00 +09:00: "), "{outlook}");
    assert!(outlook.contains("2026-01-06 21:00 +09:00"), "{outlook}");
    let at = "2026-01-31T15:30:15Z".parse().unwrap();
    assert_eq!(Prose::new(&agreement).instant(at), "2026-02-01 00:30:15 +09:00");
}

#[cfg(feature = "render")]
#[test]
fn weekends_and_holidays_are_shaded_on_the_timeline() {
    use servanda::pictures::{Chronicle, Page, Timeline};

    let agreement = TWO_PLACES
        .replace(
            "\"new-york\": {\"offset\": \"-05:00\", \"covers\": [\"2026-01-01\", \"2026-01-07\"]}",
            "",
        )
        .replace("new-york", "tokyo")
        .replace("\"2026-12-31\"]},", "\"2026-12-31\"], \"holidays\": [\"2026-01-08\"]}");
    let agreement = Agreement::from_json(&agreement).unwrap();
    let as_of: servanda::time::Instant = "2026-01-12T20:00:00Z".parse().unwrap();
    let chronicle = Chronicle::new(&Verifier::new(&agreement), &[Event::tick(as_of)]);
    let picture = Timeline::of(&chronicle).svg();
    // The holiday, and the weekend of 10 and 11 January with the Monday that began before the end left out.
    assert_eq!(picture.matches("class=\"off\"").count(), 3, "two stretches and the legend's");
    assert!(picture.contains("Weekend or holiday") && picture.contains("Times are local"));
    assert!(Page::of(&chronicle).html().contains("Times are local"));
    let in_utc = InTimeZone::new(&PlainPhrases, TimeZone::Utc);
    let picture = Timeline::of(&chronicle).with(&in_utc).svg();
    assert!(!picture.contains("class=\"off\"") && picture.contains("Times are in UTC"));
}
