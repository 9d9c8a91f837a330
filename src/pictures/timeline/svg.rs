//! The timeline as an SVG picture.

use askama::Template;

use crate::monitor::Status;
use crate::pictures::Chronicle;
use crate::pictures::fit::{clean, cut, headed, px, width};
use crate::pictures::look::{Colours, Look};
use crate::report::{Phrases, moment};

use super::rows::{self, Bar, Flag, Mark, Mention, Row};
use super::scale::Scale;
use super::ticks::{Tick, ticks};

const LEFT: f64 = 286.0;
const CHART: f64 = 760.0;
const WIDTH: f64 = 1_208.0;
const MARGIN: f64 = 20.0;
const AXIS: f64 = 40.0;
/// The height of the lane of what happened.
const LANE: f64 = 44.0;
/// The part of it in which flags stand.
const LANE_OF_FLAGS: f64 = 15.0;
/// After so many rows the axis is drawn again.
const PAGE: usize = 30;
/// From so many rows on they are drawn lower.
const MANY: usize = 60;

/// Where a picture is to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    /// By itself, with its title and its colours.
    Alone,
    /// On a page that has both, and what it links to.
    OnPage,
}

pub(super) fn picture(chronicle: &Chronicle, phrases: &dyn Phrases, setting: Setting) -> String {
    let report = chronicle.report();
    let rows = rows::rows(chronicle, phrases);
    let flags = rows::flags(chronicle, phrases);
    let mentions = rows::mentions(chronicle, phrases);
    let scale = scale(chronicle, &rows, &flags);
    let ticks = ticks(&scale);
    let places = Places::new(rows.len(), setting);
    let title = clean(report.agreement().title());
    let outcome = Look::of_outcome(report.outcome());
    let case = report.case().map(|case| format!("case {}, ", clean(case))).unwrap_or_default();
    let subtitle = format!("{case}as of {}: {}", moment(report.as_of()), outcome.word);
    let keys = Keys::of(&rows, &flags, places.bottom() + 30.0);
    let picture = Picture {
        colours: Colours::PICTURE,
        is_alone: setting == Setting::Alone,
        title: cut(&title, 17.0, WIDTH - 2.0 * MARGIN),
        subtitle: cut(&subtitle, 12.0, WIDTH - 2.0 * MARGIN),
        full_title: title,
        is_stretched: scale.is_stretched(),
        axes: places.axes().map(|y| Axis::of(y, &ticks)).collect(),
        grid: ticks.iter().map(|tick| px(tick.x)).collect(),
        grid_top: px(places.head + AXIS),
        grid_bottom: px(places.bottom()),
        lane_y: px(places.head + AXIS + 20.0),
        lane_flags: pennants(&flags, None, &scale, places.top(0) - LANE_OF_FLAGS, LANE_OF_FLAGS)
            .into_iter()
            .map(|(_, pennant)| pennant)
            .collect(),
        events: pins(&mentions, &scale, places.head + AXIS),
        rows: rows
            .iter()
            .enumerate()
            .map(|(place, row)| Line::of(place, row, &flags, &scale, &places))
            .collect(),
        width: px(WIDTH),
        height: px(keys.bottom + 22.0),
        notes_y: px(keys.bottom + 4.0),
        keys: keys.list,
    };
    picture.to_string()
}

/// Every instant that is to be told from its neighbours: whatever happened, and the deadlines up to
/// the end.
fn scale(chronicle: &Chronicle, rows: &[Row], flags: &[Flag]) -> Scale {
    let (start, end) = rows::span(chronicle);
    let mut instants = vec![start, end];
    instants.extend(chronicle.events().iter().map(|told| told.event.time));
    instants.extend(chronicle.changes().iter().map(|change| change.at));
    instants.extend(flags.iter().map(|flag| flag.at));
    instants.extend(rows.iter().flat_map(|row| &row.deadlines).map(|mark| mark.at));
    instants.retain(|instant| (start..=end).contains(instant));
    Scale::new(instants, LEFT, CHART)
}

/// Where the rows stand.
#[derive(Clone, Copy)]
struct Places {
    head: f64,
    rows: usize,
    height: f64,
}

impl Places {
    fn new(rows: usize, setting: Setting) -> Self {
        let head = if setting == Setting::Alone { 62.0 } else { 4.0 };
        Self { head, rows, height: if rows > MANY { 17.0 } else { 31.0 } }
    }

    /// The top of a row: below the head, the axis, what happened, the rows before it, and the axes
    /// between these.
    fn top(&self, row: usize) -> f64 {
        let axes = row.checked_div(PAGE).unwrap_or_default();
        self.head + AXIS + LANE + row as f64 * self.height + axes as f64 * AXIS
    }

    fn bottom(&self) -> f64 {
        self.rows
            .checked_sub(1)
            .map_or(self.head + AXIS + LANE, |last| self.top(last) + self.height)
    }

    /// The tops of the axes.
    fn axes(&self) -> impl Iterator<Item = f64> {
        let first = self.head;
        let others = (PAGE..self.rows).step_by(PAGE).map(|row| self.top(row) - AXIS);
        std::iter::once(first).chain(others)
    }
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
    grid: Vec<String>,
    grid_top: String,
    grid_bottom: String,
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

/// Events that are drawn as one, being too near each other.
struct Pin {
    x: String,
    top: String,
    bottom: String,
    label_y: String,
    label: String,
    place: u64,
    text: String,
}

fn pins(mentions: &[Mention], scale: &Scale, top: f64) -> Vec<Pin> {
    let mut by_place: Vec<(f64, &Mention)> =
        mentions.iter().map(|mention| (scale.place(mention.at), mention)).collect();
    by_place.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    let groups = grouped(by_place, 15.0);
    // A number is left out where there is no room for it.
    let mut written = f64::NEG_INFINITY;
    groups
        .iter()
        .map(|(x, group)| {
            let places: Vec<String> = group.iter().map(|it| it.place.to_string()).collect();
            let mut label = short(&places);
            let half = width(&label, 9.5) / 2.0;
            if x - half > written {
                written = x + half + 5.0;
            } else {
                label.clear();
            }
            let told = |it: &&Mention| format!("{}. {}: {}", it.place, moment(it.at), it.text);
            Pin {
                x: px(*x),
                top: px(top + 17.0),
                bottom: px(top + LANE - LANE_OF_FLAGS - 1.0),
                label_y: px(top + 13.0),
                label,
                place: group.first().map(|it| it.place).unwrap_or_default(),
                text: told_together(group.iter().map(told)),
            }
        })
        .collect()
}

/// How many are told of each that is drawn as one.
const TOLD: usize = 8;

/// What is told of several that are drawn as one: the first of them, and how many more there are.
fn told_together(texts: impl ExactSizeIterator<Item = String>) -> String {
    let more = texts.len().saturating_sub(TOLD);
    let mut lines: Vec<String> = texts.take(TOLD).collect();
    if more > 0 {
        lines.push(format!("and {more} more"));
    }
    lines.join("\n")
}

/// Neighbours that are nearer than this to the first of their group, together.
fn grouped<T>(sorted: Vec<(f64, T)>, room: f64) -> Vec<(f64, Vec<T>)> {
    let mut groups: Vec<(f64, Vec<T>)> = Vec::new();
    for (x, one) in sorted {
        match groups.last_mut() {
            Some((first, group)) if x - *first < room => group.push(one),
            _ => groups.push((x, vec![one])),
        }
    }
    groups
}

/// `4`, or `4+` for four and what follows it.
fn short(numbers: &[String]) -> String {
    match numbers {
        [] => String::new(),
        [only] => only.clone(),
        [first, ..] => format!("{first}+"),
    }
}

/// A flag as it is drawn; it may stand for several that are too near each other.
struct Pennant {
    class: &'static str,
    pole: String,
    cloth: String,
    label_x: String,
    label_y: String,
    label: String,
    anchor: String,
    text: String,
}

fn pennants(
    flags: &[Flag],
    row: Option<usize>,
    scale: &Scale,
    top: f64,
    height: f64,
) -> Vec<(Extent, Pennant)> {
    let mut own: Vec<(f64, &Flag)> = flags
        .iter()
        .filter(|flag| flag.row == row)
        .map(|flag| (scale.place(flag.at), flag))
        .collect();
    own.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    let groups = grouped(own, 20.0);
    groups
        .iter()
        .map(|(x, group)| {
            let is_wrong = group.iter().any(|flag| flag.look.class != "told");
            let numbers: Vec<String> = group.iter().map(|flag| flag.label()).collect();
            let label = short(&numbers);
            let wide = width(&label, 9.0) + 9.0;
            // At the end of the scale they fly backwards.
            let sign = if x + wide > scale.end() + 6.0 { -1.0 } else { 1.0 };
            let pennant = Pennant {
                class: if is_wrong { "breached" } else { "told" },
                pole: format!("M{} {}V{}", px(*x), px(top + 1.0), px(top + height - 1.0)),
                cloth: format!(
                    "M{} {}h{}l{} 5.5l{} 5.5h{}z",
                    px(*x),
                    px(top + 1.0),
                    px(sign * wide),
                    px(sign * -3.0),
                    px(sign * 3.0),
                    px(sign * -wide)
                ),
                label_x: px(x + sign * (wide - 2.5) / 2.0),
                label_y: px(top + 9.6),
                label,
                anchor: group.first().map(|flag| flag.anchor()).unwrap_or_default(),
                text: told_together(group.iter().map(|flag| flag.text.clone())),
            };
            (Extent { from: x.min(x + sign * wide), to: x.max(x + sign * wide) }, pennant)
        })
        .collect()
}

/// From where to where something reaches.
#[derive(Clone, Copy, Debug)]
struct Extent {
    from: f64,
    to: f64,
}

impl Flag {
    fn label(&self) -> String {
        if self.is_refusal { format!("r{}", self.number) } else { self.number.to_string() }
    }

    fn anchor(&self) -> String {
        let kind = if self.is_refusal { "refusal" } else { "finding" };
        format!("{kind}-{}", self.number)
    }
}

/// A row as it is drawn.
struct Line {
    anchor: String,
    is_shaded: bool,
    top: String,
    height: String,
    text_y: String,
    name_y: String,
    debtor_x: String,
    debtor_y: String,
    name: String,
    debtor: String,
    about: String,
    bars: Vec<Strip>,
    closing: Option<Closing>,
    deadlines: Vec<Deadline>,
    flags: Vec<Pennant>,
    end: Look,
    end_text: String,
    end_is_bold: bool,
}

impl Line {
    fn of(place: usize, row: &Row, flags: &[Flag], scale: &Scale, places: &Places) -> Self {
        let (top, height) = (places.top(place), places.height);
        let middle = top + height / 2.0;
        let is_one_of_many = places.rows > MANY;
        let size = if is_one_of_many { 10.5 } else { 12.0 };
        let label = LEFT - MARGIN - 14.0;
        // One of many has its debtor beside its name, others below.
        let debtor = cut(&row.debtor, 10.0, if is_one_of_many { 80.0 } else { label });
        let room = if is_one_of_many { label - width(&debtor, 10.0) - 8.0 } else { label };
        let (flags, pennants): (Vec<Extent>, Vec<Pennant>) =
            pennants(flags, Some(place), scale, top, height).into_iter().unzip();
        let end_text = match &row.done {
            Some(done) => format!("{} {done}", row.end.word),
            None => row.end.word.to_owned(),
        };
        Self {
            anchor: format!("obligation-{}", place.saturating_add(1)),
            is_shaded: place.is_multiple_of(2),
            top: px(top),
            height: px(height),
            text_y: px(middle + 4.0),
            name_y: px(if is_one_of_many { middle + 3.6 } else { middle - 1.0 }),
            debtor_x: px(if is_one_of_many { LEFT - 10.0 } else { MARGIN }),
            debtor_y: px(if is_one_of_many { middle + 3.6 } else { middle + 11.0 }),
            name: cut(&row.name, size, room),
            about: format!("{} ({}): {end_text}", row.name, row.debtor),
            debtor,
            bars: row
                .bars
                .iter()
                .map(|bar| {
                    Strip::of(bar, row.is_prohibition, scale, Band { middle, height }, &flags)
                })
                .collect(),
            closing: Closing::of(row, scale, middle),
            deadlines: row
                .deadlines
                .iter()
                .filter(|mark| !row.is_closed() || scale.last().is_some_and(|last| mark.at <= last))
                .map(|mark| Deadline::of(mark, scale, middle + height * 0.14))
                .collect(),
            flags: pennants,
            end: row.end,
            end_text: cut(&end_text, 11.5, WIDTH - LEFT - CHART - 44.0),
            end_is_bold: matches!(row.end.class, "breached" | "due" | "performed"),
        }
    }
}

/// The middle of a row, and its height.
#[derive(Clone, Copy)]
struct Band {
    middle: f64,
    height: f64,
}

/// A bar as it is drawn.
struct Strip {
    class: String,
    path: String,
    text: String,
    text_x: String,
    text_y: String,
    about: String,
}

impl Strip {
    fn of(bar: &Bar, is_prohibition: bool, scale: &Scale, band: Band, flags: &[Extent]) -> Self {
        let Band { middle, height } = band;
        let look = Look::of_status(bar.status, is_prohibition);
        let (from, to) = (scale.place(bar.from), scale.place(bar.to));
        let is_thin = bar.status.is_closed() || bar.status == Status::Dormant;
        let path = if is_thin {
            format!("M{} {}H{}", px(from), px(middle), px(to))
        } else {
            let (thick, wide) = ((height * 0.52).round(), (to - from).max(2.5));
            format!(
                "M{} {}h{wide}v{thick}h-{wide}z",
                px(from),
                px(middle - thick / 2.0),
                wide = px(wide)
            )
        };
        // A word that a flag would hide stands behind it.
        let start = flags
            .iter()
            .filter(|flag| flag.from < from + 5.0 + width(look.word, 9.5) && flag.to > from)
            .fold(from + 5.0, |start, flag| start.max(flag.to + 4.0));
        let fits = !is_thin && start + width(look.word, 9.5) + 9.0 <= to;
        let form = match bar.status {
            Status::Due if is_prohibition => " hollow",
            Status::Performed => " half",
            Status::Suspended => " dashed",
            Status::Dormant => " dotted",
            status if status.is_closed() => " closed",
            _ => "",
        };
        Self {
            class: format!("{}{form}", look.class),
            path,
            text: if fits { look.word.to_owned() } else { String::new() },
            text_x: px(start),
            text_y: px(middle + 3.3),
            about: format!("{}, {} to {}", look.word, moment(bar.from), moment(bar.to)),
        }
    }
}

/// The mark at which an obligation was closed.
struct Closing {
    class: &'static str,
    symbol: &'static str,
    x: String,
    y: String,
    text_y: String,
}

impl Closing {
    fn of(row: &Row, scale: &Scale, middle: f64) -> Option<Self> {
        let last = row.bars.last().filter(|bar| bar.status.is_closed())?;
        Some(Self {
            class: row.end.class,
            symbol: row.end.symbol,
            x: px(scale.place(last.from)),
            y: px(middle),
            text_y: px(middle + 3.4),
        })
    }
}

/// A deadline as it is drawn: a diamond on a stem, or an arrow at the end for one that is still to
/// come.
struct Deadline {
    class: &'static str,
    path: String,
    about: String,
}

impl Deadline {
    fn of(mark: &Mark, scale: &Scale, middle: f64) -> Self {
        let is_ahead = scale.last().is_some_and(|last| mark.at > last);
        let x = scale.place(mark.at);
        let path = if is_ahead {
            format!("M{} {}l7 5l-7 5z", px(scale.end() + 2.0), px(middle - 5.0))
        } else {
            format!("M{} {}l5 6l-5 6l-5 -6z", px(x), px(middle - 6.0))
        };
        let class = match mark {
            Mark { is_past: true, .. } => "deadline past",
            Mark { is_hope: true, .. } => "deadline hope",
            _ => "deadline",
        };
        let word = match mark {
            Mark { is_past: true, .. } => "a deadline that was moved",
            Mark { is_hope: true, .. } => "hoped for by",
            _ => "deadline",
        };
        Self { class, path, about: format!("{word}: {}", moment(mark.at)) }
    }
}

/// The legend: what occurs in the picture, and no more.
struct Keys {
    list: Vec<Entry>,
    bottom: f64,
}

/// An entry of the legend.
struct Entry {
    kind: &'static str,
    class: String,
    x: String,
    y: String,
    text: String,
}

impl Keys {
    fn of(rows: &[Row], flags: &[Flag], top: f64) -> Self {
        let mut keys: Vec<(&'static str, String, String)> = Vec::new();
        let mut add = |kind, class: String, text: String| {
            let key = (kind, class, headed(&text));
            if !keys.contains(&key) {
                keys.push(key);
            }
        };
        let mut statuses: Vec<(Status, bool)> = rows
            .iter()
            .flat_map(|row| row.bars.iter().map(|bar| (bar.status, row.is_prohibition)))
            .collect();
        statuses.sort_unstable();
        for (status, is_prohibition) in statuses {
            let look = Look::of_status(status, is_prohibition);
            match status {
                Status::Dormant => add("line", format!("{} dotted", look.class), look.word.into()),
                status if status.is_closed() => {
                    add("dot", look.class.into(), look.word.into());
                }
                Status::Due if is_prohibition => {
                    add("bar", format!("{} hollow", look.class), look.word.into());
                }
                Status::Performed => {
                    add("bar", format!("{} half", look.class), "performed, to be verified".into());
                }
                Status::Suspended => add("bar", format!("{} dashed", look.class), look.word.into()),
                _ => add("bar", look.class.into(), look.word.into()),
            }
        }
        let marks = || rows.iter().flat_map(|row| &row.deadlines);
        if marks().any(|mark| !mark.is_past && !mark.is_hope) {
            add("diamond", "deadline".into(), "deadline".into());
        }
        if marks().any(|mark| !mark.is_past && mark.is_hope) {
            add("diamond", "deadline hope".into(), "hoped for by then".into());
        }
        if marks().any(|mark| mark.is_past) {
            add("diamond", "deadline past".into(), "deadline that was moved".into());
        }
        if flags.iter().any(|flag| flag.look.class != "told") {
            add("flag", "breached".into(), "finding, with its number".into());
        }
        if flags.iter().any(|flag| flag.look.class == "told") {
            add("flag", "told".into(), "told, and nobody's fault".into());
        }
        let (mut x, mut y) = (MARGIN, top);
        let mut list = Vec::new();
        for (kind, class, text) in keys {
            let room = width(&text, 11.0) + 42.0;
            if x > MARGIN && x + room > WIDTH - MARGIN {
                (x, y) = (MARGIN, y + 22.0);
            }
            list.push(Entry { kind, class, x: px(x), y: px(y), text });
            x += room;
        }
        Self { list, bottom: y + 22.0 }
    }
}
