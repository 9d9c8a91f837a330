//! The graph in Mermaid's language.

use std::fmt::Write as _;

use super::{AgreementGraph, EdgeKind, Node, NodeKind};

pub(super) fn text(graph: &AgreementGraph) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write(graph, &mut text);
    text
}

fn write(graph: &AgreementGraph, out: &mut String) -> std::fmt::Result {
    writeln!(out, "flowchart LR")?;
    writeln!(out, "  accTitle: {}", escaped(&graph.title))?;
    for (place, party) in graph.parties.iter().enumerate() {
        writeln!(out, "  subgraph p{place}[\"{}\"]", escaped(&party.name))?;
        for (place, node) in nodes(graph, Some(place)) {
            write!(out, "  ")?;
            write_node(out, place, node)?;
        }
        writeln!(out, "  end")?;
    }
    for (place, node) in nodes(graph, None) {
        write_node(out, place, node)?;
    }
    let mut in_circle = Vec::new();
    for (place, edge) in graph.edges.iter().enumerate() {
        let arrow = match edge.kind {
            EdgeKind::Performs => "==>",
            EdgeKind::Breaks => "--x",
            EdgeKind::Waits => "-->",
            EdgeKind::Ends | EdgeKind::Rests => "-.->",
        };
        let label = edge.kind.said(&edge.label);
        let label = if label.is_empty() { label } else { format!("|\"{}\"|", escaped(&label)) };
        writeln!(out, "  {} {arrow}{label} {}", Node::key(edge.from), Node::key(edge.to))?;
        if edge.is_in_circle {
            in_circle.push(place.to_string());
        }
    }
    writeln!(out, "  classDef loose stroke-dasharray:4 3")?;
    writeln!(out, "  classDef circle stroke:#c5112b,stroke-width:3px,color:#c5112b")?;
    if !in_circle.is_empty() {
        let places = in_circle.join(",");
        writeln!(out, "  linkStyle {places} stroke:#c5112b,stroke-width:3px")?;
    }
    Ok(())
}

/// The nodes of one party, or those of none or of several.
fn nodes(graph: &AgreementGraph, party: Option<usize>) -> impl Iterator<Item = (usize, &Node)> {
    graph.nodes.iter().enumerate().filter(move |(_, node)| match &*node.parties {
        [only] => Some(*only) == party,
        _ => party.is_none(),
    })
}

fn write_node(out: &mut String, place: usize, node: &Node) -> std::fmt::Result {
    let (open, close) = match node.kind {
        NodeKind::Act => ("[", "]"),
        NodeKind::Duty | NodeKind::Prohibition => ("([", "])"),
        NodeKind::Gate => ("{{", "}}"),
        NodeKind::Clock => ("((", "))"),
    };
    let class = match node {
        Node { is_in_circle: true, .. } => ":::circle",
        Node { is_loose: true, .. } => ":::loose",
        _ => "",
    };
    let (name, detail) = (escaped(&node.heading()), escaped(&node.detail));
    writeln!(
        out,
        "  {}{open}\"{name}<br/><small>{detail}</small>\"{close}{class}",
        Node::key(place)
    )
}

/// Mermaid has entities of its own for what its grammar or its HTML would take for something else.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            letter if letter.is_alphanumeric() || " .,-→⊘◷×…()'/:+_○●◆◐‖✓✗◇–".contains(letter) =>
            {
                out.push(letter);
            }
            letter => out.push_str(&format!("#{};", u32::from(letter))),
        }
    }
    out
}
