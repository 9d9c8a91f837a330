//! The graph in the DOT language.

use std::fmt::Write as _;

use super::{AgreementGraph, Edge, EdgeKind, Node, NodeKind};

const RED: &str = "#c5112b";

pub(super) fn text(graph: &AgreementGraph) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write(graph, &mut text);
    text
}

fn write(graph: &AgreementGraph, out: &mut String) -> std::fmt::Result {
    writeln!(out, "digraph agreement {{")?;
    writeln!(
        out,
        "  graph [rankdir=LR, label={}, labelloc=t, fontname=\"sans-serif\"];",
        quoted(&graph.title)
    )?;
    writeln!(out, "  node [shape=box, fontname=\"sans-serif\", fontsize=11];")?;
    writeln!(out, "  edge [fontname=\"sans-serif\", fontsize=9];")?;
    for (place, party) in graph.parties.iter().enumerate() {
        writeln!(out, "  subgraph cluster_{place} {{")?;
        writeln!(out, "    label={};", quoted(&party.name))?;
        writeln!(out, "    tooltip={};", quoted(&party.description))?;
        for (number, node) in graph.nodes.iter().enumerate() {
            if node.parties == [place] {
                writeln!(out, "    {};", Node::key(number))?;
            }
        }
        writeln!(out, "  }}")?;
    }
    for (place, node) in graph.nodes.iter().enumerate() {
        let label = format!("{}\n{}", node.heading(), node.detail);
        let mut attributes = format!("label={}, {}", quoted(&label), shape(node.kind));
        let style = match (node.kind, node.is_loose) {
            (NodeKind::Act, _) => "solid",
            (_, true) => "rounded,dashed",
            (_, false) => "rounded",
        };
        write!(attributes, ", style=\"{style}\"")?;
        if node.is_in_circle {
            write!(attributes, ", color=\"{RED}\", fontcolor=\"{RED}\", penwidth=2.5")?;
        }
        writeln!(out, "  {} [{attributes}];", Node::key(place))?;
    }
    for edge in &graph.edges {
        let (from, to) = (Node::key(edge.from), Node::key(edge.to));
        writeln!(out, "  {from} -> {to} [{}];", attributes(edge)?)?;
    }
    writeln!(out, "}}")
}

fn shape(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Act | NodeKind::Duty => "shape=box",
        NodeKind::Prohibition => "shape=octagon",
        NodeKind::Gate => "shape=hexagon",
        NodeKind::Clock => "shape=ellipse",
    }
}

fn attributes(edge: &Edge) -> Result<String, std::fmt::Error> {
    let style = match edge.kind {
        EdgeKind::Performs => "style=bold",
        EdgeKind::Breaks => "style=solid, arrowhead=tee",
        EdgeKind::Waits => "style=solid",
        EdgeKind::Ends => "style=dashed",
        EdgeKind::Rests => "style=dotted",
    };
    let mut attributes = format!("label={}, {style}", quoted(&edge.kind.said(&edge.label)));
    if edge.is_in_circle {
        write!(attributes, ", color=\"{RED}\", fontcolor=\"{RED}\", penwidth=2.5")?;
    }
    Ok(attributes)
}

/// A quoted string: backslashes and quotes escaped, lines centred.
fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("\"{escaped}\"")
}
