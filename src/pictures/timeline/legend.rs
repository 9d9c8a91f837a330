//! The legend of a timeline.

use crate::monitor::Status;
use crate::pictures::fit::{headed, px, width};
use crate::pictures::look::Look;

use super::places::{MARGIN, WIDTH};
use super::rows::{Flag, Mention, Row};

/// The legend: what occurs in the picture, and no more.
pub(super) struct Keys {
    pub(super) list: Vec<Entry>,
    pub(super) bottom: f64,
}

/// What else is in the picture.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    pub(super) has_days_off: bool,
    pub(super) has_amendments: bool,
    /// Whether the instant that is spoken of is later than all that happened.
    pub(super) is_later: bool,
}

/// An entry of the legend.
pub(super) struct Entry {
    pub(super) kind: &'static str,
    pub(super) class: String,
    pub(super) x: String,
    pub(super) y: String,
    pub(super) text: String,
}

impl Keys {
    pub(super) fn of(
        rows: &[Row],
        flags: &[Flag],
        mentions: &[Mention],
        shown: Shown,
        top: f64,
    ) -> Self {
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
        if mentions.iter().any(|mention| mention.is_withdrawn) {
            add("pin", "withdrawn".into(), "withdrawn or corrected".into());
        }
        if shown.has_amendments {
            add("pin", "amended".into(), "the agreement changed".into());
        }
        if shown.is_later {
            add("pin", "now".into(), "as of when it is judged".into());
        }
        if shown.has_days_off {
            add("shade", "off".into(), "weekend or holiday".into());
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
