//! Events and flags as they are drawn; those that are too near each other are drawn as one.

use crate::pictures::fit::{px, width};
use crate::report::Zone;

use super::places::{LANE, LANE_OF_FLAGS};
use super::rows::{Flag, Mention};
use super::scale::Scale;

/// Events that are drawn as one, being too near each other.
pub(super) struct Pin {
    pub(super) x: String,
    pub(super) top: String,
    pub(super) bottom: String,
    pub(super) label_y: String,
    pub(super) label: String,
    pub(super) anchor: String,
    pub(super) text: String,
    /// Whether all of them stand no more.
    pub(super) is_withdrawn: bool,
}

pub(super) fn pins(mentions: &[Mention], zone: Zone<'_>, scale: &Scale, top: f64) -> Vec<Pin> {
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
            let told = |it: &&Mention| format!("{}. {}: {}", it.place, zone.text(it.at), it.text);
            Pin {
                x: px(*x),
                top: px(top + 17.0),
                bottom: px(top + LANE - LANE_OF_FLAGS - 1.0),
                label_y: px(top + 13.0),
                label,
                anchor: group.first().map(|it| it.anchor()).unwrap_or_default(),
                text: told_together(group.iter().map(told)),
                is_withdrawn: group.iter().all(|it| it.is_withdrawn),
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
pub(super) struct Pennant {
    pub(super) class: &'static str,
    pub(super) pole: String,
    pub(super) cloth: String,
    pub(super) label_x: String,
    pub(super) label_y: String,
    pub(super) label: String,
    pub(super) anchor: String,
    pub(super) text: String,
}

pub(super) fn pennants(
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
                cloth: match is_wrong {
                    true => format!(
                        "M{} {}h{}l{} 5.5l{} 5.5h{}z",
                        px(*x),
                        px(top + 1.0),
                        px(sign * wide),
                        px(sign * -3.0),
                        px(sign * 3.0),
                        px(sign * -wide)
                    ),
                    // What is nobody's fault is told from it by its form, and by being hollow.
                    false => format!(
                        "M{} {}h{}a5.5 5.5 0 0 {} 0 11h{}z",
                        px(*x),
                        px(top + 1.0),
                        px(sign * (wide - 5.5).max(2.0)),
                        if sign > 0.0 { 1 } else { 0 },
                        px(sign * -(wide - 5.5).max(2.0))
                    ),
                },
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
pub(super) struct Extent {
    pub(super) from: f64,
    pub(super) to: f64,
}

impl Mention {
    fn anchor(&self) -> String {
        let kind = if self.is_withdrawn { "withdrawn" } else { "event" };
        format!("{kind}-{}", self.place)
    }
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
