//! The timeline as an SVG picture.

use askama::Template;

use crate::pictures::fit::{clean, cut, px};
use crate::pictures::look::{Colours, Look};
use crate::pictures::{Chronicle, Setting};
use crate::report::{Phrases, Sentences};

use super::days_off::{DaysOff, days_off};
use super::even::{self, Even};
use super::flags::{Pennant, Pin, pennants, pins};
use super::legend::{Entry, Keys, Shown};
use super::line::{Line, labels};
use super::places::{AXIS, CHART, LANE_OF_FLAGS, LEFT, MARGIN, Places, WIDTH};
use super::rows::{self, Flag, Row};
use super::scale::Scale;
use super::ticks::{Tick, ticks};

pub(super) fn picture(
    chronicle: &Chronicle,
    phrases: &dyn Phrases,
    setting: Setting,
) -> (String, Scale) {
    let report = chronicle.report();
    let rows = rows::rows(chronicle, phrases);
    let flags = rows::flags(chronicle, phrases, &rows);
    let mentions = rows::mentions(chronicle, phrases);
    let scale = scale(chronicle, &rows, &flags);
    let sentences = Sentences { terms: report.agreement().terms(), phrases };
    let zone = sentences.zone(None);
    let ticks = ticks(&scale, zone);
    let days_off = days_off(zone, &scale);
    let places = Places::new(rows.len(), setting);
    let title = clean(report.agreement().title());
    let outcome = Look::of_outcome(report.outcome());
    let case = report.case().map(|case| format!("case {}, ", clean(case))).unwrap_or_default();
    let subtitle = match report.as_of() {
        Some(as_of) => format!("{case}as of {}: {}", zone.text(as_of), outcome.word),
        None => format!("{case}not begun"),
    };
    let amended = amended(chronicle, &sentences, &scale);
    let now = now(chronicle, &sentences, &scale);
    let shown = Shown {
        has_days_off: !days_off.is_empty(),
        has_amendments: !amended.is_empty(),
        is_later: now.is_some(),
    };
    let even = Even::of(&scale, zone, &mentions, &flags, places.bottom());
    let below = places.bottom() + even.as_ref().map_or(0.0, |_| even::HEIGHT);
    let keys = Keys::of(&rows, &flags, &mentions, shown, below + 30.0);
    let picture = Picture {
        colours: Colours::PICTURE,
        is_alone: setting == Setting::Alone,
        title: cut(&title, 17.0, WIDTH - 2.0 * MARGIN),
        subtitle: cut(&subtitle, 12.0, WIDTH - 2.0 * MARGIN),
        full_title: title,
        is_stretched: scale.is_stretched(),
        axes: places.axes().map(|y| Axis::of(y, &ticks)).collect(),
        days_off,
        amended,
        now,
        even,
        is_local: zone.calendar().is_some(),
        grid: ticks.iter().map(|tick| px(tick.x)).collect(),
        grid_top: px(places.head + AXIS),
        grid_bottom: px(places.bottom()),
        shade_height: px(places.bottom() - places.head - AXIS),
        lane_y: px(places.head + AXIS + 20.0),
        lane_flags: pennants(&flags, None, &scale, places.top(0) - LANE_OF_FLAGS, LANE_OF_FLAGS)
            .into_iter()
            .map(|(_, pennant)| pennant)
            .collect(),
        events: pins(&mentions, zone, &scale, places.head + AXIS),
        rows: rows
            .iter()
            .enumerate()
            .zip(labels(&rows, &places))
            .map(|((place, row), name)| {
                Line::of(place, row, name, &sentences, &flags, &scale, &places)
            })
            .collect(),
        width: px(WIDTH),
        height: px(keys.bottom + 22.0),
        notes_y: px(keys.bottom + 4.0),
        keys: keys.list,
    };
    (picture.to_string(), scale)
}

/// Where another agreement took the place of the one before.
struct Amended {
    x: String,
    anchor: String,
    text: String,
}

fn amended(chronicle: &Chronicle, sentences: &Sentences<'_>, scale: &Scale) -> Vec<Amended> {
    let amendments = chronicle.amendments().iter().zip(1..);
    let lines = amendments.map(|(amendment, number)| Amended {
        x: px(scale.place(amendment.at)),
        anchor: format!("amendment-{number}"),
        text: format!(
            "{}: {} took the place of the agreement before",
            sentences.instant(amendment.at),
            clean(&amendment.title)
        ),
    });
    lines.collect()
}

/// The instant that is spoken of, where it is later than all that happened: its place, and what is said of it.
fn now(
    chronicle: &Chronicle,
    sentences: &Sentences<'_>,
    scale: &Scale,
) -> Option<(String, String)> {
    let as_of = chronicle.report().as_of()?;
    let last = chronicle.events().iter().map(|told| told.event.time).max();
    let is_later = last.is_none_or(|last| last < as_of);
    is_later.then(|| (px(scale.place(as_of)), format!("as of {}", sentences.instant(as_of))))
}

/// Every instant that is to be told from its neighbours: whatever happened, and the deadlines up to
/// the end.
fn scale(chronicle: &Chronicle, rows: &[Row], flags: &[Flag]) -> Scale {
    let (start, end) = rows::span(chronicle);
    let mut instants = vec![start, end];
    instants.extend(chronicle.events().iter().map(|told| told.event.time));
    instants.extend(chronicle.withdrawn().iter().map(|it| it.event.time));
    instants.extend(chronicle.changes().iter().map(|change| change.at));
    instants.extend(flags.iter().map(|flag| flag.at));
    instants.extend(rows.iter().flat_map(|row| &row.deadlines).map(|mark| mark.at));
    instants.retain(|instant| (start..=end).contains(instant));
    Scale::new(instants, LEFT, CHART)
}

#[derive(Template)]
#[template(path = "timeline.svg")]
struct Picture {
    colours: Colours,
    is_alone: bool,
    title: String,
    subtitle: String,
    full_title: String,
    is_stretched: bool,
    axes: Vec<Axis>,
    days_off: Vec<DaysOff>,
    amended: Vec<Amended>,
    now: Option<(String, String)>,
    even: Option<Even>,
    is_local: bool,
    grid: Vec<String>,
    grid_top: String,
    grid_bottom: String,
    shade_height: String,
    lane_y: String,
    lane_flags: Vec<Pennant>,
    events: Vec<Pin>,
    rows: Vec<Line>,
    width: String,
    height: String,
    notes_y: String,
    keys: Vec<Entry>,
}

struct Axis {
    top: String,
    year_y: String,
    date_y: String,
    line_y: String,
    ticks: Vec<(String, String, Option<String>)>,
}

impl Axis {
    fn of(top: f64, ticks: &[Tick]) -> Self {
        Self {
            top: px(top),
            year_y: px(top + 13.0),
            date_y: px(top + 28.0),
            line_y: px(top + AXIS - 6.0),
            ticks: ticks
                .iter()
                .map(|tick| (px(tick.x), tick.label.clone(), tick.year.clone()))
                .collect(),
        }
    }
}
