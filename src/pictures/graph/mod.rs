//! An agreement as a graph: parties, acts, obligations, and what waits for what.

mod dot;
mod draw;
mod layout;
mod mermaid;
mod routing;
mod svg;

use std::collections::BTreeSet;

use crate::analysis::{Link, Topic, standoffs};
use crate::names::Names;
use crate::pictures::look::Look;
use crate::report::{Phrases, PlainPhrases, Report};
use crate::terms::Agreement;

use super::Setting;

/// An agreement as a graph: its acts and obligations, what each waits for, and whose they are. Acts
/// and obligations that wait for each other in a circle, so that none of them can begin (a
/// standoff), are shown in red.
///
/// An arrow goes from what comes first to what waits for it. It is drawn as Mermaid text, as DOT
/// text (for Graphviz), and as SVG.
///
/// ```
/// use servanda::pictures::AgreementGraph;
/// use servanda::cuba::{self, Reading};
///
/// let graph = AgreementGraph::of(&cuba::agreement(Reading::Verified)?);
/// assert!(graph.mermaid().starts_with("flowchart LR\n"));
/// assert!(graph.dot().starts_with("digraph agreement {\n"));
/// assert!(graph.svg().starts_with("<svg"));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug)]
pub struct AgreementGraph {
    title: String,
    parties: Vec<Party>,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

/// A party, its name and who that is.
#[derive(Clone, Debug)]
struct Party {
    name: String,
    description: String,
}

/// What stands in the graph.
#[derive(Clone, Debug)]
struct Node {
    kind: NodeKind,
    name: String,
    /// What is said of it in a second line.
    detail: String,
    /// The places of the parties that may do it, or the one that owes it.
    parties: Vec<usize>,
    /// Whether it binds nobody: an expectation or a warning.
    is_loose: bool,
    is_in_circle: bool,
    /// Of an obligation where a report says so: where it stands.
    look: Option<Look>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NodeKind {
    Act,
    Duty,
    Prohibition,
    /// Entry into force, termination, settlement.
    Gate,
    /// An instant that is waited for.
    Clock,
}

/// What goes from one node to another, by their places.
#[derive(Clone, Debug)]
struct Edge {
    from: usize,
    to: usize,
    kind: EdgeKind,
    label: String,
    is_in_circle: bool,
}

/// What an edge says of the node that it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum EdgeKind {
    /// It is done by doing this.
    Performs,
    /// It is broken by doing this.
    Breaks,
    /// It may be done, is due, or comes about only upon this.
    Waits,
    /// It ends with this.
    Ends,
    /// It rests upon this.
    Rests,
}

/// The most boxes of a graph that is a part of a page.
const MOST_ON_PAGE: usize = 100;

impl AgreementGraph {
    /// The graph of an agreement, with the circles of its standoffs.
    #[must_use]
    pub fn of<V: Names>(agreement: &Agreement<V>) -> Self {
        Self::told(agreement, &PlainPhrases)
    }

    /// The same, with instants in the time zone that the phrases say.
    #[must_use]
    pub fn told<V: Names>(agreement: &Agreement<V>, phrases: &dyn Phrases) -> Self {
        let terms = agreement.terms();
        let mut graph = draw::graph(terms, phrases);
        for standoff in standoffs(terms) {
            let of_link = |link: &Link| match &link.topic {
                Topic::Act(id) => Some(draw::of_act(*id)),
                Topic::Obligation(id) => Some(draw::of_obligation(terms, *id)),
                Topic::Agreement => graph.entry(),
                Topic::Kind(_) | Topic::Passage(_) => None,
            };
            let circle: Vec<usize> = standoff.circle.iter().filter_map(of_link).collect();
            graph.mark(|place, _| circle.contains(&place));
        }
        graph
    }

    /// With the acts and obligations of these names, and what goes between them, in red: a circle
    /// that was found by other means. Names that the agreement doesn't know are nothing.
    ///
    /// ```
    /// use servanda::pictures::AgreementGraph;
    /// use servanda::cuba::{self, Reading};
    /// let plain = AgreementGraph::of(&cuba::agreement(Reading::Verified)?);
    /// let marked = plain.clone().with_circle(["lift-quarantine", "remove-weapons"]);
    /// assert_ne!(marked.svg(), plain.svg());
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn with_circle<'a>(mut self, names: impl IntoIterator<Item = &'a str>) -> Self {
        let names: BTreeSet<String> = names.into_iter().map(super::fit::clean).collect();
        self.mark(|_, node| {
            let is_named =
                matches!(node.kind, NodeKind::Act | NodeKind::Duty | NodeKind::Prohibition);
            is_named && names.contains(&node.name)
        });
        self
    }

    /// With each obligation as it stands in a report of the same agreement, by colour, symbol and word. What is owed
    /// in each of many subjects stands in each by itself, and is drawn as it was.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::pictures::AgreementGraph;
    /// use servanda::Verifier;
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let report = Verifier::new(&agreement).judge(cuba::history());
    /// let graph = AgreementGraph::of(&agreement).with_standings(&report);
    /// assert!(graph.mermaid().contains("discharged"));
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn with_standings<V: Names>(mut self, report: &Report<V>) -> Self {
        let terms = report.agreement().terms();
        for standings in report.obligations() {
            let Some(id) = report.agreement().lexicon().obligation_id(standings.obligation) else {
                continue;
            };
            if let Some(node) = self.nodes.get_mut(draw::of_obligation(terms, id)) {
                let is_prohibition = node.kind == NodeKind::Prohibition;
                let look = Look::of_status(standings.status, is_prohibition);
                node.detail = format!("{}: {}", look.word, node.detail);
                node.look = Some(look);
            }
        }
        self
    }

    /// The place of entry into force, if anything must come before it.
    fn entry(&self) -> Option<usize> {
        self.nodes.iter().position(|node| node.kind == NodeKind::Gate && node.name == draw::ENTRY)
    }

    /// Marks a circle: its nodes, and what goes between them.
    fn mark(&mut self, is_in: impl Fn(usize, &Node) -> bool) {
        let marks: Vec<bool> =
            self.nodes.iter().enumerate().map(|(place, node)| is_in(place, node)).collect();
        for (node, mark) in self.nodes.iter_mut().zip(&marks) {
            node.is_in_circle |= mark;
        }
        for edge in &mut self.edges {
            let holds_up = matches!(edge.kind, EdgeKind::Performs | EdgeKind::Waits);
            let is_within = [edge.from, edge.to].iter().all(|end| marks.get(*end) == Some(&true));
            edge.is_in_circle |= holds_up && is_within;
        }
    }

    /// As a flowchart in Mermaid's language, which GitHub and many editors draw.
    #[must_use]
    pub fn mermaid(&self) -> String {
        mermaid::text(self)
    }

    /// In the DOT language, for Graphviz.
    ///
    /// ```
    /// use servanda::pictures::AgreementGraph;
    /// use servanda::cuba::{self, Reading};
    /// let graph = AgreementGraph::of(&cuba::agreement(Reading::Verified)?);
    /// assert!(graph.dot().starts_with("digraph"));
    /// assert!(graph.mermaid().contains("flowchart"));
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn dot(&self) -> String {
        dot::text(self)
    }

    /// How many boxes it has: to draw it as SVG takes more than twice as long for twice as many, and
    /// past some hundreds it can't be looked at.
    ///
    /// ```
    /// use servanda::pictures::AgreementGraph;
    /// use servanda::cuba::{self, Reading};
    /// let graph = AgreementGraph::of(&cuba::agreement(Reading::Verified)?);
    /// assert!(graph.boxes() < 100);
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn boxes(&self) -> usize {
        self.nodes.len()
    }

    /// As an SVG picture that stands alone.
    #[must_use]
    pub fn svg(&self) -> String {
        svg::picture(self, Setting::Alone)
    }

    /// As a part of a page that has the colours and the anchors that it links to; none of an agreement that has
    /// nothing to draw, or more than can be looked at there.
    pub(super) fn on_page(&self) -> Option<String> {
        let is_apt = (1..=MOST_ON_PAGE).contains(&self.boxes());
        is_apt.then(|| svg::picture(self, Setting::OnPage))
    }
}

impl Node {
    /// Its key in text formats.
    fn key(place: usize) -> String {
        format!("n{place}")
    }

    /// Its symbol and its name, for where a form tells less than in a picture.
    fn heading(&self) -> String {
        let heading = match self.kind {
            NodeKind::Prohibition => format!("⊘ {}", self.name),
            NodeKind::Clock => format!("◷ {}", self.name),
            NodeKind::Act | NodeKind::Duty | NodeKind::Gate => self.name.clone(),
        };
        match self.look {
            Some(look) => format!("{} {heading}", look.symbol),
            None => heading,
        }
    }
}

impl EdgeKind {
    /// What stands beside the edge.
    fn said(self, label: &str) -> String {
        let word = match self {
            Self::Performs | Self::Breaks | Self::Waits => return label.to_owned(),
            Self::Ends => "until",
            Self::Rests => "rests while",
        };
        if label.is_empty() { word.to_owned() } else { format!("{word} {label}") }
    }
}
