//! The graph as an SVG picture.

use askama::Template;

use crate::pictures::fit::{cut, cut_apart, px, width};
use crate::pictures::look::{Colours, of_party};
use crate::pictures::{Setting, anchor};

use super::layout::{BOLD, DETAIL, HEIGHT, LABEL, NAME, PADDING, Point, Route, layout, width_of};
use super::{AgreementGraph, Edge, EdgeKind, Node, NodeKind};

const MARGIN: f64 = 24.0;
/// Where the graph begins, below its title, or the word on what is red.
const HEAD: f64 = 64.0;

pub(super) fn picture(graph: &AgreementGraph, setting: Setting) -> String {
    let layout = layout(graph);
    let has_circle = graph.nodes.iter().any(|node| node.is_in_circle);
    let head = match setting {
        Setting::OnPage if !has_circle => MARGIN / 2.0,
        _ => HEAD,
    };
    let anchors = Anchors::of(graph, setting);
    let width = layout.width.max(760.0) + 2.0 * MARGIN;
    let legend = legend(graph, width);
    let bottom = head + layout.height + 44.0;
    let height = bottom + 24.0 * legend.last().map_or(0.0, |key| key.row + 1.0) + 60.0;
    let shift = |point: Point| Point { x: point.x + MARGIN, y: point.y + head };
    let picture = Picture {
        colours: Colours::PICTURE,
        title: cut(&graph.title, 17.0, width - 2.0 * MARGIN),
        full_title: &graph.title,
        nodes: graph
            .nodes
            .iter()
            .zip(&layout.nodes)
            .zip(labels(graph))
            .enumerate()
            .map(|(place, ((node, middle), label))| Card {
                anchor: anchors.of_node(place, node),
                ..Card::of(node, label, shift(*middle))
            })
            .collect(),
        edges: graph
            .edges
            .iter()
            .zip(&layout.edges)
            .filter(|(edge, _)| edge.from != edge.to)
            .map(|(edge, route)| Arrow::of(edge, route, shift))
            .collect(),
        loops: loops(graph, &layout.nodes, shift),
        is_alone: setting == Setting::Alone,
        has_circle,
        keys: legend
            .into_iter()
            .map(|key| Key {
                x: px(key.x),
                y: px(bottom + 24.0 * key.row),
                class: key.class,
                text: key.text,
            })
            .collect(),
        lines_y: px(height - 34.0),
        width: px(width),
        height: px(height),
    };
    picture.to_string()
}

#[derive(Template)]
#[template(path = "graph.svg")]
struct Picture<'a> {
    colours: Colours,
    is_alone: bool,
    title: String,
    full_title: &'a str,
    nodes: Vec<Card>,
    edges: Vec<Arrow>,
    loops: Vec<String>,
    has_circle: bool,
    keys: Vec<Key>,
    lines_y: String,
    width: String,
    height: String,
}

/// A node as it is drawn.
struct Card {
    class: String,
    /// Where the page tells more of it.
    anchor: Option<String>,
    /// The colour of who may do it or owes it.
    party: Option<&'static str>,
    /// Its outline.
    path: String,
    stripe: String,
    text_x: String,
    name_y: String,
    detail_y: String,
    name: String,
    detail: String,
    about: String,
}

impl Card {
    fn of(node: &Node, name: String, middle: Point) -> Self {
        let wide = width_of(node);
        let (left, top) = (middle.x - wide / 2.0, middle.y - HEIGHT / 2.0);
        let room = wide - 2.0 * PADDING;
        let class = match node {
            Node { is_in_circle: true, .. } => "node circle",
            Node { is_loose: true, .. } => "node loose",
            Node { kind: NodeKind::Act, .. } => "node act",
            Node { kind: NodeKind::Gate | NodeKind::Clock, .. } => "node gate",
            _ => "node",
        };
        // A standoff is red, wherever its obligations stand.
        let look = node.look.filter(|_| !node.is_in_circle);
        let class = look.map_or(class.to_owned(), |look| format!("{class} {}", look.class));
        let party = node.parties.first().map(|party| of_party(*party));
        Self {
            class,
            anchor: None,
            party,
            path: outline(node.kind, left, top, wide),
            stripe: format!("M{} {}v{}", px(left + 4.5), px(top + 9.0), px(HEIGHT - 18.0)),
            text_x: px(middle.x),
            name_y: px(middle.y - 3.5),
            detail_y: px(middle.y + 12.5),
            name,
            detail: cut(&node.detail, DETAIL, room),
            about: format!("{} ({}): {}", node.name, node.kind.word(), node.detail),
        }
    }
}

/// Where a page tells of the nodes, if the graph is on one.
struct Anchors {
    /// The acts are the first nodes, and the obligations follow them.
    acts: usize,
    is_on_page: bool,
}

impl Anchors {
    fn of(graph: &AgreementGraph, setting: Setting) -> Self {
        let acts = graph.nodes.iter().take_while(|node| node.kind == NodeKind::Act).count();
        Self { acts, is_on_page: setting == Setting::OnPage }
    }

    fn of_node(&self, place: usize, node: &Node) -> Option<String> {
        let anchor = match node.kind {
            NodeKind::Act => anchor("act", place),
            NodeKind::Duty | NodeKind::Prohibition => {
                anchor("obligation", place.checked_sub(self.acts)?)
            }
            NodeKind::Gate | NodeKind::Clock => return None,
        };
        self.is_on_page.then_some(anchor)
    }
}

/// What the nodes are called in their boxes.
fn labels(graph: &AgreementGraph) -> Vec<String> {
    let names: Vec<String> = graph.nodes.iter().map(Node::heading).collect();
    let room = |place: usize| graph.nodes.get(place).map_or(0.0, width_of) - 2.0 * PADDING;
    cut_apart(&names, NAME * BOLD, room)
}

impl NodeKind {
    fn word(self) -> &'static str {
        match self {
            Self::Act => "act",
            Self::Duty => "obligation",
            Self::Prohibition => "prohibition",
            Self::Gate => "of the agreement",
            Self::Clock => "instant",
        }
    }
}

/// Acts have corners, obligations are round, prohibitions have their corners cut, gates are pointed.
fn outline(kind: NodeKind, left: f64, top: f64, wide: f64) -> String {
    let (right, bottom, middle) = (left + wide, top + HEIGHT, top + HEIGHT / 2.0);
    let path = |points: &[(f64, f64)]| {
        let points: Vec<String> =
            points.iter().map(|(x, y)| format!("{} {}", px(*x), px(*y))).collect();
        format!("M{}Z", points.join("L"))
    };
    let cut = 9.0;
    match kind {
        NodeKind::Act => path(&[(left, top), (right, top), (right, bottom), (left, bottom)]),
        NodeKind::Prohibition => path(&[
            (left + cut, top),
            (right - cut, top),
            (right, top + cut),
            (right, bottom - cut),
            (right - cut, bottom),
            (left + cut, bottom),
            (left, bottom - cut),
            (left, top + cut),
        ]),
        NodeKind::Gate => path(&[
            (left, middle),
            (left + cut, top),
            (right - cut, top),
            (right, middle),
            (right - cut, bottom),
            (left + cut, bottom),
        ]),
        NodeKind::Duty | NodeKind::Clock => {
            let round = if kind == NodeKind::Clock { HEIGHT / 2.0 } else { 11.0 };
            let (inner, side) = (px(wide - 2.0 * round), px(HEIGHT - 2.0 * round));
            let turn =
                |x: f64, y: f64| format!("a{r} {r} 0 0 1 {} {}", px(x), px(y), r = px(round));
            format!(
                "M{} {}h{inner}{}v{side}{}h-{inner}{}v-{side}{}Z",
                px(left + round),
                px(top),
                turn(round, round),
                turn(-round, round),
                turn(-round, -round),
                turn(round, -round)
            )
        }
    }
}

/// An edge as it is drawn.
struct Arrow {
    class: &'static str,
    path: String,
    head: String,
    label: String,
    label_x: String,
    label_y: String,
}

impl Arrow {
    fn of(edge: &Edge, route: &Route, shift: impl Fn(Point) -> Point) -> Self {
        let points: Vec<Point> = route.points.iter().copied().map(&shift).collect();
        let label = edge.kind.said(&edge.label);
        let at = route.label.map(shift).unwrap_or(Point { x: 0.0, y: 0.0 });
        Self {
            class: edge.kind.class(edge.is_in_circle),
            path: curve(&points),
            head: head(&points, edge.kind),
            label: if route.label.is_some() { cut(&label, LABEL, 220.0) } else { String::new() },
            label_x: px(at.x),
            label_y: px(at.y + 3.5),
        }
    }
}

impl EdgeKind {
    fn class(self, is_in_circle: bool) -> &'static str {
        match self {
            _ if is_in_circle => "edge waits circle",
            Self::Performs => "edge performs",
            Self::Breaks => "edge breaks",
            Self::Waits => "edge waits",
            Self::Ends => "edge ends",
            Self::Rests => "edge rests",
        }
    }
}

/// A line of level stretches, each given by its two ends, and of bends from one to the next.
fn curve(points: &[Point]) -> String {
    let mut path = String::new();
    let mut last: Option<&Point> = None;
    for stretch in points.chunks(2) {
        let [from, to] = stretch else { continue };
        match last {
            None => path += &format!("M{} {}", px(from.x), px(from.y)),
            Some(last) => {
                let middle = px((last.x + from.x) / 2.0);
                path += &format!(
                    "C{middle} {} {middle} {} {} {}",
                    px(last.y),
                    px(from.y),
                    px(from.x),
                    px(from.y)
                );
            }
        }
        path += &format!("H{}", px(to.x));
        last = Some(to);
    }
    path
}

/// The head of an arrow; where an act breaks something, a bar.
fn head(points: &[Point], kind: EdgeKind) -> String {
    let ([first, ..], [.., tip]) = (points, points) else { return String::new() };
    // Edges meet their boxes level, from the side from which they come.
    let (x, y) = if tip.x >= first.x { (1.0, 0.0) } else { (-1.0, 0.0) };
    let side = |back: f64, aside: f64| {
        format!("{} {}", px(tip.x - x * back - y * aside), px(tip.y - y * back + x * aside))
    };
    match kind {
        EdgeKind::Breaks => format!("M{}L{}", side(2.0, 6.0), side(2.0, -6.0)),
        _ => format!("M{}L{}L{}Z", side(0.0, 0.0), side(8.0, 3.6), side(8.0, -3.6)),
    }
}

/// What a node has to do with itself is drawn above it.
fn loops(graph: &AgreementGraph, middles: &[Point], shift: impl Fn(Point) -> Point) -> Vec<String> {
    let own = graph.edges.iter().filter(|edge| edge.from == edge.to);
    own.filter_map(|edge| middles.get(edge.from).copied().map(&shift))
        .map(|middle| {
            let top = px(middle.y - HEIGHT / 2.0);
            format!("M{} {top}c-6 -16 26 -16 20 0", px(middle.x - 10.0))
        })
        .collect()
}

/// An entry of the legend.
struct Key {
    x: String,
    y: String,
    class: &'static str,
    text: String,
}

struct Placed {
    x: f64,
    row: f64,
    class: &'static str,
    text: String,
}

/// The parties with their colours, in as many rows as they need.
fn legend(graph: &AgreementGraph, wide: f64) -> Vec<Placed> {
    let (mut x, mut row) = (MARGIN, 0.0);
    let mut keys = Vec::new();
    for (place, party) in graph.parties.iter().enumerate() {
        let text = format!("{}: {}", party.name, party.description);
        let text = cut(&text, 11.5, wide - 2.0 * MARGIN - 20.0);
        let room = width(&text, 11.5) + 40.0;
        if x > MARGIN && x + room > wide - MARGIN {
            (x, row) = (MARGIN, row + 1.0);
        }
        keys.push(Placed { x, row, class: of_party(place), text });
        x += room;
    }
    keys
}
