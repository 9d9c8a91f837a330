//! The way of an edge round the boxes: straight through a column of boxes, in a gap between two of them, and
//! bent only between two columns, where no box stands.

use std::collections::BTreeMap;

use super::layout::{HEIGHT, Point};

/// What an edge leaves free above and below a foreign box.
const CLEAR: f64 = 5.0;
/// How far two edges that meet a box on one side are apart.
const APART: f64 = 9.0;

/// A box, by its middle and its width.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) middle: Point,
    pub(super) width: f64,
}

impl Frame {
    fn left(&self) -> f64 {
        self.middle.x - self.width / 2.0
    }

    fn right(&self) -> f64 {
        self.middle.x + self.width / 2.0
    }
}

/// An edge that goes from left to right, before it has its way.
#[derive(Clone, Debug)]
pub(super) struct Raw {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Where it passes the columns between.
    pub(super) between: Vec<Point>,
    /// Where its label stands, and how wide that is.
    pub(super) label: Option<(Point, f64)>,
}

/// A column of boxes that stand one above the other.
struct Column {
    middle: f64,
    left: f64,
    right: f64,
    /// From where to where each box reaches, from the top down.
    boxes: Vec<(f64, f64)>,
}

impl Column {
    /// The height next to this one at which a line through the whole column meets no box.
    fn free(&self, y: f64) -> f64 {
        let is_free = |y: f64| {
            let meets = |(top, bottom): &(f64, f64)| y > top - CLEAR && y < bottom + CLEAR;
            !self.boxes.iter().any(meets)
        };
        if is_free(y) {
            return y;
        }
        let edges = self.boxes.iter().flat_map(|(top, bottom)| [top - CLEAR, bottom + CLEAR]);
        let near = |one: &f64, other: &f64| (one - y).abs().total_cmp(&(other - y).abs());
        edges.filter(|edge| is_free(*edge)).min_by(near).unwrap_or(y)
    }
}

/// A stretch of an edge that is level.
#[derive(Clone, Copy, Debug)]
struct Level {
    from: f64,
    to: f64,
    y: f64,
}

/// The ways of the edges, in their order: the ends of their level stretches, from left to right.
pub(super) fn ways(frames: &BTreeMap<usize, Frame>, edges: &[Raw]) -> Vec<Vec<Point>> {
    let columns = columns(frames);
    let of = |x: f64| columns.iter().find(|column| (column.middle - x).abs() < 1.0);
    let mut ways: Vec<Vec<Level>> = Vec::new();
    for edge in edges {
        let (Some(from), Some(to)) = (frames.get(&edge.from), frames.get(&edge.to)) else {
            ways.push(Vec::new());
            continue;
        };
        let right = of(from.middle.x).map_or(from.right(), |column| column.right);
        let left = of(to.middle.x).map_or(to.left(), |column| column.left);
        let mut levels = vec![Level { from: from.right(), to: right, y: from.middle.y }];
        for point in &edge.between {
            let at_label =
                edge.label.filter(|(label, width)| *width > 0.0 && (label.x - point.x).abs() < 1.0);
            match (of(point.x), at_label) {
                (Some(column), _) => levels.push(Level {
                    from: column.left,
                    to: column.right,
                    y: column.free(point.y),
                }),
                (None, Some((label, width))) => levels.push(Level {
                    from: label.x - width / 2.0,
                    to: label.x + width / 2.0,
                    y: label.y,
                }),
                // Between two columns nothing is in the way.
                (None, None) => {}
            }
        }
        levels.push(Level { from: left, to: to.left(), y: to.middle.y });
        ways.push(levels);
    }
    spread(edges, &mut ways);
    ways.iter()
        .map(|levels| {
            let ends = |it: &Level| [Point { x: it.from, y: it.y }, Point { x: it.to, y: it.y }];
            levels.iter().flat_map(ends).collect()
        })
        .collect()
}

fn columns(frames: &BTreeMap<usize, Frame>) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for frame in frames.values() {
        let reach = (frame.middle.y - HEIGHT / 2.0, frame.middle.y + HEIGHT / 2.0);
        let known = columns.iter_mut().find(|it| (it.middle - frame.middle.x).abs() < 1.0);
        match known {
            Some(column) => {
                column.left = column.left.min(frame.left());
                column.right = column.right.max(frame.right());
                column.boxes.push(reach);
            }
            None => columns.push(Column {
                middle: frame.middle.x,
                left: frame.left(),
                right: frame.right(),
                boxes: vec![reach],
            }),
        }
    }
    columns
}

/// Edges that meet a box on one side meet it one below the other, in the order in which they come.
fn spread(edges: &[Raw], ways: &mut [Vec<Level>]) {
    // Of each box and side: the edges with the height of what lies next on their way.
    let mut sides: BTreeMap<(usize, bool), Vec<(f64, usize)>> = BTreeMap::new();
    for (number, (edge, way)) in edges.iter().zip(&*ways).enumerate() {
        if let [_, next, ..] = &**way {
            sides.entry((edge.from, true)).or_default().push((next.y, number));
        }
        if let [.., before, _] = &**way {
            sides.entry((edge.to, false)).or_default().push((before.y, number));
        }
    }
    for ((_, is_start), mut met) in sides {
        met.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        let count = f64::from(u32::try_from(met.len()).unwrap_or(u32::MAX));
        let step = if count > 1.0 { APART.min((HEIGHT - 12.0) / (count - 1.0)) } else { 0.0 };
        let mut down = -step * (count - 1.0) / 2.0;
        for (_, number) in met {
            let way = ways.get_mut(number);
            let end = way.and_then(|way| if is_start { way.first_mut() } else { way.last_mut() });
            if let Some(end) = end {
                end.y += down;
            }
            down += step;
        }
    }
}
