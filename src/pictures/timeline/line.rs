//! A row as it is drawn: its name, its bars, its deadlines, its flags.

use crate::monitor::Status;
use crate::pictures::fit::{cut, cut_apart, px, width};
use crate::pictures::look::Look;
use crate::report::{Sentences, Zone};

use super::flags::{Extent, Pennant, pennants};
use super::places::{CHART, LEFT, MANY, MARGIN, Places, WIDTH};
use super::rows::{Bar, Flag, Mark, Row};
use super::scale::Scale;

/// A row as it is drawn.
pub(super) struct Line {
    pub(super) anchor: String,
    pub(super) is_shaded: bool,
    pub(super) top: String,
    pub(super) height: String,
    pub(super) text_y: String,
    pub(super) name_y: String,
    pub(super) debtor_x: String,
    pub(super) debtor_y: String,
    pub(super) name: String,
    pub(super) debtor: String,
    pub(super) about: String,
    pub(super) bars: Vec<Strip>,
    pub(super) closing: Option<Closing>,
    pub(super) deadlines: Vec<Deadline>,
    pub(super) flags: Vec<Pennant>,
    pub(super) end: Look,
    pub(super) end_text: String,
    pub(super) end_is_bold: bool,
}

impl Line {
    pub(super) fn of(
        place: usize,
        row: &Row,
        name: String,
        sentences: &Sentences<'_>,
        flags: &[Flag],
        scale: &Scale,
        places: &Places,
    ) -> Self {
        let (top, height) = (places.top(place), places.height);
        let middle = top + height / 2.0;
        let is_one_of_many = places.rows > MANY;
        let debtor = debtor(row, places);
        let zone = sentences.zone(Some(row.obligation()));
        let (flags, pennants): (Vec<Extent>, Vec<Pennant>) =
            pennants(flags, Some(place), scale, top, height).into_iter().unzip();
        let end_text = match &row.done {
            Some(done) => format!("{} {done}", row.end.word).trim_start().to_owned(),
            None => row.end.word.to_owned(),
        };
        Self {
            anchor: row.anchor.clone(),
            is_shaded: place.is_multiple_of(2),
            top: px(top),
            height: px(height),
            text_y: px(middle + 4.0),
            name_y: px(if is_one_of_many { middle + 3.6 } else { middle - 1.0 }),
            debtor_x: px(if is_one_of_many { LEFT - 10.0 } else { MARGIN }),
            debtor_y: px(if is_one_of_many { middle + 3.6 } else { middle + 11.0 }),
            name,
            about: format!("{} ({}): {end_text}", row.name, row.debtor),
            debtor,
            bars: row
                .bars
                .iter()
                .map(|bar| {
                    let band = Band { middle, height, zone };
                    Strip::of(bar, row.is_prohibition, scale, band, &flags)
                })
                .collect(),
            closing: Closing::of(row, scale, middle),
            deadlines: row
                .deadlines
                .iter()
                .filter(|mark| !row.is_closed() || scale.last().is_some_and(|last| mark.at <= last))
                .map(|mark| Deadline::of(mark, scale, zone, middle + height * 0.14))
                .collect(),
            flags: pennants,
            end: row.end,
            end_text: cut(&end_text, 11.5, WIDTH - LEFT - CHART - 44.0),
            end_is_bold: matches!(row.end.class, "breached" | "due" | "performed"),
        }
    }
}

/// How wide the column of names is.
const LABEL: f64 = LEFT - MARGIN - 14.0;

/// One of many has its debtor beside its name, others below.
fn debtor(row: &Row, places: &Places) -> String {
    cut(&row.debtor, 10.0, if places.rows > MANY { 80.0 } else { LABEL })
}

/// What stands at the head of each row.
pub(super) fn labels(rows: &[Row], places: &Places) -> Vec<String> {
    let names: Vec<String> = rows.iter().map(|row| row.name.clone()).collect();
    let is_one_of_many = places.rows > MANY;
    let room = |place: usize| match rows.get(place).filter(|_| is_one_of_many) {
        Some(row) => LABEL - width(&debtor(row, places), 10.0) - 8.0,
        None => LABEL,
    };
    cut_apart(&names, if is_one_of_many { 10.5 } else { 12.0 }, room)
}

/// The middle of a row, its height, and the clocks by which its times are told.
#[derive(Clone, Copy)]
struct Band<'a> {
    middle: f64,
    height: f64,
    zone: Zone<'a>,
}

/// A bar as it is drawn.
pub(super) struct Strip {
    pub(super) class: String,
    pub(super) path: String,
    pub(super) text: String,
    pub(super) text_x: String,
    pub(super) text_y: String,
    pub(super) about: String,
}

impl Strip {
    fn of(
        bar: &Bar,
        is_prohibition: bool,
        scale: &Scale,
        band: Band<'_>,
        flags: &[Extent],
    ) -> Self {
        let Band { middle, height, zone } = band;
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
            about: format!("{}, {} to {}", look.word, zone.text(bar.from), zone.text(bar.to)),
        }
    }
}

/// The mark at which an obligation was closed.
pub(super) struct Closing {
    pub(super) class: &'static str,
    pub(super) symbol: &'static str,
    pub(super) x: String,
    pub(super) y: String,
    pub(super) text_y: String,
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
pub(super) struct Deadline {
    pub(super) class: &'static str,
    pub(super) path: String,
    pub(super) about: String,
}

impl Deadline {
    fn of(mark: &Mark, scale: &Scale, zone: Zone<'_>, middle: f64) -> Self {
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
        Self { class, path, about: format!("{word}: {}", zone.text(mark.at)) }
    }
}
