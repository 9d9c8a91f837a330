//! Where everything stands on a timeline.

use crate::pictures::Setting;

/// Where the chart begins, and how wide it is; how wide the whole picture is, and its margin.
pub(super) const LEFT: f64 = 286.0;
pub(super) const CHART: f64 = 760.0;
pub(super) const WIDTH: f64 = 1_208.0;
pub(super) const MARGIN: f64 = 20.0;
/// The height of an axis.
pub(super) const AXIS: f64 = 40.0;
/// The height of the lane of what happened.
pub(super) const LANE: f64 = 44.0;
/// The part of it in which flags stand.
pub(super) const LANE_OF_FLAGS: f64 = 15.0;
/// After so many rows the axis is drawn again.
const PAGE: usize = 30;
/// From so many rows on they are drawn lower.
pub(super) const MANY: usize = 60;

/// Where the rows stand.
#[derive(Clone, Copy)]
pub(super) struct Places {
    pub(super) head: f64,
    pub(super) rows: usize,
    pub(super) height: f64,
}

impl Places {
    pub(super) fn new(rows: usize, setting: Setting) -> Self {
        let head = if setting == Setting::Alone { 62.0 } else { 4.0 };
        Self { head, rows, height: if rows > MANY { 17.0 } else { 31.0 } }
    }

    /// The top of a row: below the head, the axis, what happened, the rows before it, and the axes
    /// between these.
    pub(super) fn top(&self, row: usize) -> f64 {
        let axes = row.checked_div(PAGE).unwrap_or_default();
        self.head + AXIS + LANE + row as f64 * self.height + axes as f64 * AXIS
    }

    pub(super) fn bottom(&self) -> f64 {
        self.rows
            .checked_sub(1)
            .map_or(self.head + AXIS + LANE, |last| self.top(last) + self.height)
    }

    /// The tops of the axes.
    pub(super) fn axes(&self) -> impl Iterator<Item = f64> {
        let first = self.head;
        let others = (PAGE..self.rows).step_by(PAGE).map(|row| self.top(row) - AXIS);
        std::iter::once(first).chain(others)
    }
}
