//! Where the nodes of the graph stand and its edges run. What hangs together is laid out in layers
//! from left to right by dagre; the parts are then set side by side and below each other.

use std::collections::BTreeMap;

use dagre::graph::{Graph, GraphOptions};
use dagre::layout::types::LabelPos;
use dagre::{EdgeLabel, LayoutOptions, NodeLabel, RankDir};

use crate::pictures::fit::width;

use super::routing::{Frame, Raw, ways};
use super::{AgreementGraph, Edge, Node};

/// The height of a node.
pub(super) const HEIGHT: f64 = 42.0;
pub(super) const NAME: f64 = 12.5;
pub(super) const DETAIL: f64 = 10.5;
pub(super) const LABEL: f64 = 10.0;
/// How much wider a bold text is.
pub(super) const BOLD: f64 = 1.14;
const NARROWEST: f64 = 96.0;
const WIDEST: f64 = 330.0;
/// What a node's text leaves free on either side.
pub(super) const PADDING: f64 = 12.0;
const GAP: f64 = 22.0;
/// How wide a row of parts may be, unless one of them is wider.
const ROW: f64 = 1_180.0;

/// A place in the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub(super) width: f64,
    pub(super) height: f64,
    /// The middle of each node.
    pub(super) nodes: Vec<Point>,
    pub(super) edges: Vec<Route>,
}

/// The way of an edge, and where its label stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Route {
    pub(super) points: Vec<Point>,
    pub(super) label: Option<Point>,
}

/// How wide a node is.
pub(super) fn width_of(node: &Node) -> f64 {
    let text = (width(&node.heading(), NAME) * BOLD).max(width(&node.detail, DETAIL));
    (text + 2.0 * PADDING).clamp(NARROWEST, WIDEST)
}

pub(super) fn layout(graph: &AgreementGraph) -> Layout {
    let mut layout = Layout {
        width: 0.0,
        height: 0.0,
        nodes: vec![Point { x: 0.0, y: 0.0 }; graph.nodes.len()],
        edges: vec![Route::default(); graph.edges.len()],
    };
    let parts = parts(graph);
    let mut laid: Vec<Part> = parts.iter().map(|part| lay(graph, part)).collect();
    // What hangs together most comes first; what stands alone, last.
    laid.sort_by_key(|part| std::cmp::Reverse(part.nodes.len()));
    let widest = laid.iter().map(|part| part.width).fold(ROW, f64::max);
    let (mut x, mut y, mut row): (f64, f64, f64) = (0.0, 0.0, 0.0);
    for part in laid {
        if x > 0.0 && x + part.width > widest {
            (x, y, row) = (0.0, y + row + GAP, 0.0);
        }
        layout.put(&part, Point { x, y });
        x += part.width + GAP;
        row = row.max(part.height);
        layout.width = layout.width.max(x - GAP);
        layout.height = layout.height.max(y + row);
    }
    layout
}

impl Layout {
    fn put(&mut self, part: &Part, corner: Point) {
        let moved = |point: Point| Point { x: point.x + corner.x, y: point.y + corner.y };
        for (place, middle) in &part.nodes {
            if let Some(node) = self.nodes.get_mut(*place) {
                *node = moved(*middle);
            }
        }
        for (place, route) in &part.edges {
            if let Some(edge) = self.edges.get_mut(*place) {
                *edge = Route {
                    points: route.points.iter().copied().map(moved).collect(),
                    label: route.label.map(moved),
                };
            }
        }
    }
}

/// A part of the graph that hangs together, laid out by itself, with the places in the whole.
struct Part {
    width: f64,
    height: f64,
    nodes: Vec<(usize, Point)>,
    edges: Vec<(usize, Route)>,
}

/// The places of the nodes that hang together, each part in order.
fn parts(graph: &AgreementGraph) -> Vec<Vec<usize>> {
    let mut neighbours: Vec<Vec<usize>> = vec![Vec::new(); graph.nodes.len()];
    for edge in &graph.edges {
        for (one, other) in [(edge.from, edge.to), (edge.to, edge.from)] {
            if let Some(neighbours) = neighbours.get_mut(one) {
                neighbours.push(other);
            }
        }
    }
    let mut is_taken = vec![false; graph.nodes.len()];
    let mut parts = Vec::new();
    for start in 0..graph.nodes.len() {
        let mut part = Vec::new();
        let mut open = vec![start];
        while let Some(place) = open.pop() {
            if let Some(taken @ false) = is_taken.get_mut(place) {
                *taken = true;
                part.push(place);
                open.extend(neighbours.get(place).into_iter().flatten());
            }
        }
        if !part.is_empty() {
            part.sort_unstable();
            parts.push(part);
        }
    }
    parts
}

/// Lays out one part.
fn lay(graph: &AgreementGraph, part: &[usize]) -> Part {
    let options = GraphOptions { directed: true, multigraph: true, compound: false };
    let mut layers: Graph<NodeLabel, EdgeLabel> = Graph::with_options(options);
    for place in part {
        if let Some(node) = graph.nodes.get(*place) {
            let (width, height) = (width_of(node), HEIGHT);
            let label = NodeLabel { width, height, ..NodeLabel::default() };
            layers.set_node(Node::key(*place), Some(label));
        }
    }
    let forward = Forward::of(graph, part);
    for (place, edge) in forward.edges() {
        let text = edge.kind.said(&edge.label);
        let (width, height) =
            if text.is_empty() { (0.0, 0.0) } else { (width(&text, LABEL) + 8.0, 13.0) };
        let labelpos = LabelPos::Center;
        let label = EdgeLabel { width, height, labelpos, ..EdgeLabel::default() };
        let (from, to) = forward.ends(edge);
        layers.set_edge(Node::key(from), Node::key(to), Some(label), Some(&place.to_string()));
    }
    let options = LayoutOptions {
        rankdir: RankDir::LR,
        nodesep: 14.0,
        edgesep: 8.0,
        ranksep: 64.0,
        ..LayoutOptions::default()
    };
    dagre::layout(&mut layers, Some(options));
    read(graph, part, &forward, &layers)
}

/// What dagre has put where, moved so that it begins at nothing.
fn read(
    graph: &AgreementGraph,
    part: &[usize],
    forward: &Forward<'_>,
    layers: &Graph<NodeLabel, EdgeLabel>,
) -> Part {
    let mut bounds = Bounds::default();
    let mut nodes = Vec::new();
    for place in part {
        let Some(node) = graph.nodes.get(*place) else { continue };
        let label = layers.node(&Node::key(*place));
        let middle = Point {
            x: label.and_then(|label| label.x).unwrap_or_default(),
            y: label.and_then(|label| label.y).unwrap_or_default(),
        };
        bounds.take(middle, width_of(node), HEIGHT);
        nodes.push((*place, middle));
    }
    let frames: BTreeMap<usize, Frame> = nodes
        .iter()
        .filter_map(|(place, middle)| {
            let node = graph.nodes.get(*place)?;
            Some((*place, Frame { middle: *middle, width: width_of(node) }))
        })
        .collect();
    let mut kept = Vec::new();
    let mut raw = Vec::new();
    for (place, edge) in forward.edges() {
        let (from, to) = forward.ends(edge);
        let key = place.to_string();
        let Some(label) = layers.edge(&Node::key(from), &Node::key(to), Some(&key)) else {
            continue;
        };
        let points: Vec<Point> =
            label.points.iter().map(|point| Point { x: point.x, y: point.y }).collect();
        // The first and the last are where it meets its boxes.
        let between = match &*points {
            [_, between @ .., _] => between.to_vec(),
            _ => Vec::new(),
        };
        let at = label.x.zip(label.y).map(|(x, y)| (Point { x, y }, label.width));
        if let Some((at, width)) = at {
            bounds.take(at, width, label.height);
        }
        kept.push((place, from != edge.from));
        raw.push(Raw { from, to, between, label: at });
    }
    let ways = ways(&frames, &raw);
    let mut edges = Vec::new();
    for (((place, is_turned), raw), mut points) in kept.into_iter().zip(raw).zip(ways) {
        for point in &points {
            bounds.take(*point, 0.0, 0.0);
        }
        if is_turned {
            points.reverse();
        }
        edges.push((place, Route { points, label: raw.label.map(|(at, _)| at) }));
    }
    let Bounds { left, top, right, bottom } = bounds;
    let moved = |point: &mut Point| {
        *point = Point { x: point.x - left, y: point.y - top };
    };
    nodes.iter_mut().for_each(|(_, middle)| moved(middle));
    for (_, route) in &mut edges {
        route.points.iter_mut().for_each(moved);
        route.label.iter_mut().for_each(moved);
    }
    Part { width: right - left, height: bottom - top, nodes, edges }
}

/// What a part takes up.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Default for Bounds {
    fn default() -> Self {
        let (least, most) = (f64::INFINITY, f64::NEG_INFINITY);
        Self { left: least, top: least, right: most, bottom: most }
    }
}

impl Bounds {
    fn take(&mut self, middle: Point, width: f64, height: f64) {
        self.left = self.left.min(middle.x - width / 2.0);
        self.right = self.right.max(middle.x + width / 2.0);
        self.top = self.top.min(middle.y - height / 2.0);
        self.bottom = self.bottom.max(middle.y + height / 2.0);
    }
}

/// The edges of a part with those turned round that would close a circle: dagre is given no circles,
/// which it does not always give back whole. An edge from a node to itself is left to be drawn apart.
struct Forward<'a> {
    graph: &'a AgreementGraph,
    /// The order in which every edge goes forward, by the nodes' places.
    order: Vec<usize>,
    part: &'a [usize],
}

impl<'a> Forward<'a> {
    fn of(graph: &'a AgreementGraph, part: &'a [usize]) -> Self {
        let mut next: Vec<Vec<usize>> = vec![Vec::new(); graph.nodes.len()];
        for edge in &graph.edges {
            if let Some(next) = next.get_mut(edge.from) {
                next.push(edge.to);
            }
        }
        // Where depth first search leaves each node: an edge that closes a circle leads to one that
        // is left later.
        let mut order = vec![usize::MAX; graph.nodes.len()];
        let mut is_seen = vec![false; graph.nodes.len()];
        let mut left = 0_usize;
        for start in part {
            let mut path = vec![(*start, 0_usize)];
            while let Some((place, turn)) = path.last_mut() {
                let place = *place;
                if *turn == 0
                    && std::mem::replace(is_seen.get_mut(place).unwrap_or(&mut true), true)
                {
                    path.pop();
                    continue;
                }
                let follower = next.get(place).and_then(|next| next.get(*turn)).copied();
                *turn = turn.saturating_add(1);
                match follower {
                    Some(follower) if is_seen.get(follower) == Some(&false) => {
                        path.push((follower, 0));
                    }
                    Some(_) => {}
                    None => {
                        if let Some(order) = order.get_mut(place) {
                            *order = left;
                        }
                        left = left.saturating_add(1);
                        path.pop();
                    }
                }
            }
        }
        Self { graph, order, part }
    }

    /// The edges of the part with their places, but for those from a node to itself.
    fn edges(&self) -> impl Iterator<Item = (usize, &'a Edge)> {
        let edges = self.graph.edges.iter().enumerate();
        edges
            .filter(|(_, edge)| edge.from != edge.to && self.part.binary_search(&edge.from).is_ok())
    }

    /// From where and to where an edge goes forward.
    fn ends(&self, edge: &Edge) -> (usize, usize) {
        let order = |place: usize| self.order.get(place).copied().unwrap_or_default();
        if order(edge.from) > order(edge.to) { (edge.from, edge.to) } else { (edge.to, edge.from) }
    }
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "tests may stop at once")]
mod tests {
    use super::super::{EdgeKind, NodeKind};
    use super::*;

    /// A graph of so many nodes with edges as chance has it, circles and all.
    fn random(seed: u64, count: usize, edges: usize) -> AgreementGraph {
        let mut random = seed | 1;
        let mut chance = |below: usize| {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            usize::try_from(random % 1_000_003).unwrap() % below
        };
        let node = |number: usize| Node {
            kind: NodeKind::Duty,
            name: format!("node-{number}"),
            detail: "of nobody".to_owned(),
            parties: Vec::new(),
            is_loose: false,
            is_in_circle: false,
            look: None,
        };
        let edge = |(from, to): (usize, usize)| Edge {
            from,
            to,
            kind: EdgeKind::Waits,
            label: if from % 2 == 0 { String::new() } else { "discharged".to_owned() },
            is_in_circle: false,
        };
        AgreementGraph {
            title: String::new(),
            parties: Vec::new(),
            nodes: (0..count).map(node).collect(),
            edges: (0..edges).map(|_| (chance(count), chance(count))).map(edge).collect(),
        }
    }

    #[test]
    fn every_node_has_its_own_room_and_every_edge_its_way() {
        for seed in 1..120 {
            let count = 1 + usize::try_from(seed).unwrap() % 17;
            let graph = random(seed, count, count * 2);
            let layout = layout(&graph);
            let boxes: Vec<(Point, f64)> = layout
                .nodes
                .iter()
                .zip(&graph.nodes)
                .map(|(middle, node)| (*middle, width_of(node)))
                .collect();
            for (number, (one, wide)) in boxes.iter().enumerate() {
                assert!(one.x - wide / 2.0 >= -0.01 && one.x + wide / 2.0 <= layout.width + 0.01);
                assert!(
                    one.y - HEIGHT / 2.0 >= -0.01 && one.y + HEIGHT / 2.0 <= layout.height + 0.01
                );
                for (other, width) in &boxes[number + 1..] {
                    let is_apart = (one.x - other.x).abs() >= (wide + width) / 2.0
                        || (one.y - other.y).abs() >= HEIGHT;
                    assert!(is_apart, "seed {seed}: {one:?} {other:?}");
                }
            }
            for (edge, route) in graph.edges.iter().zip(&layout.edges) {
                assert_eq!(route.points.len() >= 2, edge.from != edge.to, "seed {seed}: {edge:?}");
                let [first, .., last] = &*route.points else { continue };
                let touches = |point: &Point, node: usize| {
                    let (middle, wide) = boxes[node];
                    (point.x - middle.x).abs() <= wide / 2.0 + 1.0
                        && (point.y - middle.y).abs() <= HEIGHT / 2.0 + 1.0
                };
                assert!(
                    touches(first, edge.from) && touches(last, edge.to),
                    "seed {seed}: {edge:?}"
                );
            }
        }
    }
    /// Where a route goes, near enough.
    fn along(route: &Route) -> Vec<Point> {
        let mut along = Vec::new();
        for (number, pair) in route.points.windows(2).enumerate() {
            let [one, other] = pair else { continue };
            let is_level = number % 2 == 0;
            for step in 0..=40 {
                let part = f64::from(step) / 40.0;
                // A bend as it is drawn: level at both of its ends.
                let rise = if is_level { part } else { part * part * (3.0 - 2.0 * part) };
                let bend = if is_level { part } else { 1.5 * part * (1.0 - part) + part.powi(3) };
                along.push(Point {
                    x: one.x + (other.x - one.x) * bend,
                    y: one.y + (other.y - one.y) * rise,
                });
            }
        }
        along
    }

    /// How often an edge runs through a box that is neither its beginning nor its end.
    fn through_foreign(graph: &AgreementGraph) -> usize {
        let layout = layout(graph);
        let mut count = 0;
        for (edge, route) in graph.edges.iter().zip(&layout.edges) {
            let along = along(route);
            for (place, (middle, node)) in layout.nodes.iter().zip(&graph.nodes).enumerate() {
                let is_within = |point: &Point| {
                    (point.x - middle.x).abs() < width_of(node) / 2.0 - 0.5
                        && (point.y - middle.y).abs() < HEIGHT / 2.0 - 0.5
                };
                let is_own = place == edge.from || place == edge.to;
                count += usize::from(!is_own && along.iter().any(is_within));
            }
        }
        count
    }

    #[test]
    fn no_edge_runs_through_a_foreign_box() {
        for (count, seeds) in [(20, 1..12), (60, 1..4), (200, 1..2)] {
            for seed in seeds {
                let graph = random(seed, count, count * 5 / 4);
                assert_eq!(through_foreign(&graph), 0, "{count} boxes, seed {seed}");
            }
        }
    }

    #[test]
    fn nor_in_the_settlement_of_1962() {
        use crate::cuba::{self, Reading};
        for reading in [Reading::Verified, Reading::Established, Reading::Practised] {
            let graph = AgreementGraph::of(&cuba::agreement(reading).unwrap());
            assert_eq!(through_foreign(&graph), 0, "{reading:?}");
        }
    }

    #[cfg(feature = "toml")]
    #[test]
    fn nor_in_the_gallery() {
        let gallery = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/agreements");
        let mut drawn = 0;
        for folder in std::fs::read_dir(gallery).unwrap() {
            let path = folder.unwrap().path().join("agreement.toml");
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            let agreement = crate::Agreement::from_toml(&text).unwrap();
            assert_eq!(through_foreign(&AgreementGraph::of(&agreement)), 0, "{path:?}");
            drawn += 1;
        }
        assert!(drawn > 5);
    }
}
