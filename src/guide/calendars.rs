//! Deadlines as law and business have them: days of a place, working days, the end of the day.
//!
//! "Within three working days." Whose days, from which hour, to which hour? A duration alone (`P3D`) is exact
//! time: three times 24 hours, and a month is one of UTC. A *term* is a duration as a *calendar* counts it, and
//! a calendar is a table in the agreement: what the clocks of a place show, which days are no working days,
//! when it is open. Nothing else decides, no database and no clock of the machine: one agreement and one log
//! come to one report on every machine and in every year.
//!
//! | your text says | pattern | words |
//! | --- | --- | --- |
//! | within three working days | [working days, to the day's end](#working-days-to-the-days-end) | `days` = `working`, `ends` = `midnight` |
//! | within one month | [a month, as a date](#a-month-as-a-date) | `term` = `P1M`, `roll` |
//! | within eight hours, during business hours | [business hours](#business-hours) | `open`, `suspended_while` |
//! | each month | [months of a place](#months-of-a-place) | `every` = a term |
//! | by 15 January | [a day by its date](#a-day-by-its-date) | `day` |
//!
//! `servanda calendar --zone Europe/Berlin --from 2026 --to 2036 --holidays FILE.ics` writes the table from the
//! database of time zones and lists of holidays; `--check` tells what an agreement's table has otherwise.
//! `servanda check` lists the days on which a rule decides (31 January and a month: 28 February), terms that end
//! after the days that their calendar covers, and holidays that look like those of another year.
//!
//! # Working days, to the day's end
//!
//! The day of the event is not counted, and the last day counts whole: its last instant is still in time.
//!
//! ```
//! # mod judged { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/plural/judged.rs")); }
//! # use judged::judge;
//! let agreement = r#"{
//!   "title": "Sale", "date": "2026-04-01T09:30:00+02:00",
//!   "parties": {"buyer": "who pays", "seller": "who sells"},
//!   "calendars": {"berlin": {
//!     "offset": "+01:00",
//!     "offsets": [["2026-03-29T01:00:00Z", "+02:00"], ["2026-10-25T01:00:00Z", "+01:00"]],
//!     "holidays": ["2026-04-03", "2026-04-06"],
//!     "covers": ["2026-01-01", "2026-12-31"]
//!   }},
//!   "acts": {"pay": {"by": ["buyer"]}},
//!   "obligations": {"price": {
//!     "debtor": "buyer", "creditor": "seller", "perform": "pay",
//!     "within": {"term": "P3D", "days": "working", "ends": "midnight", "in": "berlin"}
//!   }}
//! }"#;
//! // From the Wednesday before Easter: Thursday, Tuesday, and Wednesday to its end.
//! let kept = r#"{"time": "2026-04-08T23:59:59+02:00", "actor": "buyer", "act": "pay"}"#;
//! assert_eq!(judge(agreement, kept)?.found(), [""; 0]);
//! let late = r#"{"time": "2026-04-09T00:00:00+02:00", "actor": "buyer", "act": "pay"}"#;
//! assert_eq!(judge(agreement, late)?.found(), ["overdue buyer on 2026-04-08"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! `ends` may be `close` (the calendar's close of business) or a time of day (`"17:00"`), too; without it the
//! term ends at the time of day at which it began.
//!
//! # A month, as a date
//!
//! A month later is the same day of the next month, and the month's last day where there is none: from 31
//! January on, 28 February. Where the last day is no working day, `roll` moves it: `following`, `preceding`, or
//! `modified-following` (the next working day, unless that is in another month).
//!
//! ```
//! use servanda::Instant;
//! use servanda::time::calendar::{CalendarTerm, Ends, Roll, Term, covering};
//! let berlin = covering("2026-01-01".parse()?, "2026-03-28".parse()?).offset("+01:00".parse()?).build()?;
//! let start: Instant = "2026-01-31T10:30:00+01:00".parse()?;
//! let month = CalendarTerm::new("P1M".parse()?, &berlin).ends(Ends::Midnight)?;
//! assert_eq!(Term::from(month).after(start)?, "2026-02-28T23:59:59.999999999+01:00".parse()?);
//! // The 28th is a Saturday.
//! let rolled = Term::from(month.roll(Roll::Following));
//! assert_eq!(rolled.after(start)?, "2026-03-02T23:59:59.999999999+01:00".parse()?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Business hours
//!
//! A clock that runs only while a place is open: the duty rests while it is not. `{"open": "desk"}` holds from
//! `opens` to `close` of each working day.
//!
//! ```
//! # mod judged { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/plural/judged.rs")); }
//! # use judged::judge;
//! let agreement = r#"{
//!   "title": "Service desk", "date": "2026-01-01T00:00:00Z",
//!   "parties": {"customer": "who asks", "provider": "who answers"},
//!   "calendars": {"desk": {"opens": "09:00", "close": "17:00", "covers": ["2026-01-01", "2026-12-31"]}},
//!   "acts": {"ask": {"by": ["customer"]}, "answer": {"by": ["provider"]}},
//!   "obligations": {"answer": {
//!     "debtor": "provider", "creditor": "customer", "perform": "answer",
//!     "when": {"happened": "ask"}, "within": "PT4H", "suspended_while": {"not": {"open": "desk"}}
//!   }}
//! }"#;
//! // Asked on a Friday at four: an hour of it runs that day, three on Monday.
//! let kept = r#"
//! {"time": "2026-01-09T16:00:00Z", "actor": "customer", "act": "ask"}
//! {"time": "2026-01-12T12:00:00Z", "actor": "provider", "act": "answer"}
//! "#;
//! assert_eq!(judge(agreement, kept)?.status("answer"), "discharged");
//! let late = kept.replace("T12:00:00Z", "T12:00:01Z");
//! assert_eq!(judge(agreement, &late)?.status("answer"), "cured");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Months of a place
//!
//! Periods that a calendar counts begin at its midnight, summer and winter, and go by its dates.
//!
//! ```
//! # mod judged { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/plural/judged.rs")); }
//! # use judged::judge;
//! let agreement = r#"{
//!   "title": "Lease", "date": {"day": "2026-03-01", "in": "berlin"},
//!   "parties": {"landlord": "who lets", "tenant": "who rents"},
//!   "calendars": {"berlin": {
//!     "offset": "+01:00", "offsets": [["2026-03-29T01:00:00Z", "+02:00"]],
//!     "covers": ["2026-01-01", "2026-10-24"]
//!   }},
//!   "subjects": {"month": {
//!     "gist": "a month of the lease", "every": {"term": "P1M", "in": "berlin"}, "times": 3
//!   }},
//!   "acts": {"pay": {"by": ["tenant"], "of": "month", "unnamed": "current"}},
//!   "obligations": {"rent": {
//!     "of": "month", "debtor": "tenant", "creditor": "landlord", "perform": "pay",
//!     "within": {"term": "P2D", "days": "working", "ends": "midnight", "in": "berlin"}
//!   }}
//! }"#;
//! let log = r#"
//! {"time": "2026-03-02T10:00:00+01:00", "actor": "tenant", "act": "pay"}
//! {"time": "2026-04-01T00:30:00+02:00", "actor": "tenant", "act": "pay"}
//! {"time": "2026-05-06T00:00:00+02:00"}
//! "#;
//! // In UTC the second payment was on 31 March, and would have gone to March.
//! let judged = judge(agreement, log)?;
//! assert_eq!(
//!     judged.standing("rent"),
//!     ["discharged 2026-03-01", "discharged 2026-04-01", "breached 2026-05-01"],
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What people see
//!
//! Reports, pages, timelines, the board, agendas and plans show instants in local time with its offset: that of the
//! calendar that the obligation's own term names, else that of the agreement's only calendar, else UTC. A timeline
//! shades weekends and holidays. The command shows UTC with `--utc`, and the time of one calendar with `--calendar
//! NAME`; a program says so with [`InTimeZone`](crate::report::InTimeZone). The summary of many cases counts months by
//! the same clocks. What programs read is in UTC always, and
//! so is what a calendar does not cover.
//!
//! ```
//! use servanda::report::{InTimeZone, PlainPhrases, TimeZone};
//! use servanda::{Agreement, Event, Verifier};
//! let agreement = r#"{
//!   "title": "Loan of a book", "date": "2026-03-27T09:00:00+01:00",
//!   "parties": {"ada": "who lends", "bob": "who borrows"},
//!   "calendars": {"berlin": {
//!     "offset": "+01:00", "offsets": [["2026-03-29T01:00:00Z", "+02:00"]],
//!     "covers": ["2026-01-01", "2026-10-24"]
//!   }},
//!   "acts": {"return": {"by": ["bob"]}},
//!   "obligations": {"return": {
//!     "debtor": "bob", "creditor": "ada", "perform": "return",
//!     "within": {"term": "P3D", "ends": "midnight", "in": "berlin"}
//!   }}
//! }"#;
//! let loan = Agreement::from_json(agreement)?;
//! let report = Verifier::new(&loan).judge([Event::tick("2026-03-27T09:00:00Z".parse()?)]);
//! assert!(report.text().to_string().contains("2026-03-30 24:00 +02:00"));
//! let in_utc = InTimeZone::new(&PlainPhrases, TimeZone::Utc);
//! assert!(report.text_with(&in_utc).to_string().contains("2026-03-30 21:59:59.999999999 UTC"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # A day by its date
//!
//! `{"day": "2026-01-15", "in": "berlin"}` stands wherever an instant does. As a deadline (`at`) it is the day's
//! end, elsewhere the day's beginning; `ends` says another time of day.
//!
//! # What a calendar does not cover
//!
//! A calendar says for which days it holds (`covers`): after its last day nobody knows the holidays yet. A
//! deadline that would lie past it is not set, and that is told (*unreckoned*, nobody's fault); an `elapsed` or
//! a silence does not come, no period opens that can't be reckoned to its end, and nowhere is it open. An
//! instant by a day that is not covered is an error of the document.
