//! Below a stretched scale, the same time on an even one: how far apart things really were.

use crate::pictures::fit::px;
use crate::report::Zone;

use super::places::{CHART, LEFT};
use super::rows::{Flag, Mention};
use super::scale::Scale;
use super::ticks::ticks;

/// How high it is.
pub(super) const HEIGHT: f64 = 52.0;

/// An axis on which each second has as much room as any other, with what happened and what was found.
pub(super) struct Even {
    pub(super) text_y: String,
    pub(super) line_y: String,
    pub(super) date_y: String,
    pub(super) year_y: String,
    pub(super) ticks: Vec<(String, String, Option<String>)>,
    /// A stroke for each instant at which something happened.
    pub(super) events: String,
    /// A mark for each instant at which something was found: its class, and its outline.
    pub(super) flags: Vec<(&'static str, String)>,
}

impl Even {
    /// None where the scale is even itself.
    pub(super) fn of(
        stretched: &Scale,
        zone: Zone<'_>,
        mentions: &[Mention],
        flags: &[Flag],
        top: f64,
    ) -> Option<Self> {
        if !stretched.is_stretched() {
            return None;
        }
        let ends = [stretched.first()?, stretched.last()?];
        let scale = Scale::new(ends.to_vec(), LEFT, CHART);
        let line = top + 22.0;
        let mut places: Vec<String> =
            mentions.iter().map(|mention| px(scale.place(mention.at))).collect();
        places.sort_unstable();
        places.dedup();
        let stroke = |x: &String| format!("M{x} {}v8", px(line - 4.0));
        let mut marks: Vec<(&'static str, String)> = flags
            .iter()
            .map(|flag| {
                let class = if flag.look.class == "told" { "told" } else { "breached" };
                let x = scale.place(flag.at);
                (class, format!("M{} {}l4 -8h-8z", px(x), px(line - 6.0)))
            })
            .collect();
        // What is somebody's fault is drawn upon what is nobody's.
        marks.sort_unstable_by(|one, other| other.cmp(one));
        marks.dedup();
        let tick = |it: super::ticks::Tick| (px(it.x), it.label, it.year);
        Some(Self {
            text_y: px(line + 4.0),
            line_y: px(line),
            date_y: px(line + 17.0),
            year_y: px(line + 30.0),
            ticks: ticks(&scale, zone).into_iter().map(tick).collect(),
            events: places.iter().map(stroke).collect(),
            flags: marks,
        })
    }
}
