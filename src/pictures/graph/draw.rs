//! From the terms of an agreement to the nodes and edges of its graph.

use std::collections::BTreeMap;

use crate::names::{ActId, Key, KindId, ObligationId, PartyId};
use crate::pictures::fit::clean;
use crate::report::{Phrases, Sentences};
use crate::terms::{Act, Condition, Deadline, Doer, Duty, Obligation, Terms, Who};
use crate::time::Instant;

use super::{AgreementGraph, Edge, EdgeKind, Node, NodeKind, Party};

/// The graph of these terms, with no circle marked.
pub(super) fn graph(terms: &Terms, phrases: &dyn Phrases) -> AgreementGraph {
    let mut drawing = Drawing::new(Sentences { terms, phrases });
    drawing.acts();
    drawing.obligations();
    drawing.gates();
    AgreementGraph {
        title: clean(&terms.title),
        parties: terms
            .parties
            .values()
            .map(|party| Party { name: clean(&party.name), description: clean(&party.description) })
            .collect(),
        nodes: drawing.nodes,
        edges: drawing.edges,
    }
}

/// What the gate of entry into force is called.
pub(super) const ENTRY: &str = "entry into force";

/// The place of an act.
pub(super) fn of_act(id: ActId) -> usize {
    id.place()
}

/// The place of an obligation.
pub(super) fn of_obligation(terms: &Terms, id: ObligationId) -> usize {
    terms.acts.len().saturating_add(id.place())
}

struct Drawing<'a> {
    terms: &'a Terms,
    sentences: Sentences<'a>,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    /// Each thing has its own clock: one for all would tie together what has nothing else in common.
    clocks: BTreeMap<(Instant, usize), usize>,
}

/// Where an edge leads, and what it says there.
#[derive(Clone, Copy)]
struct Towards {
    node: usize,
    kind: EdgeKind,
}

/// What is said of a node, and of what it is one for each.
fn of_each(terms: &Terms, kind: Option<KindId>, detail: String) -> String {
    match kind {
        None => detail,
        Some(kind) => format!("{detail}, each {}", clean(&terms.kind_names[kind])),
    }
}

impl<'a> Drawing<'a> {
    /// The acts come first, the obligations after them: both are found by their places.
    fn new(sentences: Sentences<'a>) -> Self {
        let terms = sentences.terms;
        let acts = terms.acts.iter().map(|(id, act)| Node {
            kind: NodeKind::Act,
            name: clean(&terms.act_names[id]),
            detail: of_each(terms, act.of, Self::act_detail(terms, act)),
            parties: act.by.iter().map(|party| party.place()).collect(),
            is_loose: false,
            is_in_circle: false,
            look: None,
        });
        let obligations = terms.obligations.iter().map(|(id, obligation)| Node {
            kind: match obligation.duty {
                Duty::Perform(_) | Duty::Achieve(_) => NodeKind::Duty,
                Duty::Refrain(_) => NodeKind::Prohibition,
            },
            name: clean(&terms.obligation_names[id]),
            detail: of_each(terms, obligation.of, detail(&sentences, id, obligation)),
            parties: obligation.debtor.named().map(|party| party.place()).into_iter().collect(),
            is_loose: !obligation.binding,
            is_in_circle: false,
            look: None,
        });
        let nodes = acts.chain(obligations).collect();
        Self { terms, sentences, nodes, edges: Vec::new(), clocks: BTreeMap::new() }
    }

    fn names(terms: &Terms, parties: &[PartyId], with: &str) -> String {
        let names: Vec<String> =
            parties.iter().map(|party| clean(&terms.parties[*party].name)).collect();
        names.join(with)
    }

    fn act_detail(terms: &Terms, act: &Act) -> String {
        let mut names = Self::names(terms, &act.by, " or ");
        if act.is_open_to_each {
            names.push_str(if names.is_empty() { "each" } else { " or each" });
        }
        names
    }

    fn acts(&mut self) {
        let terms = self.terms;
        for (id, act) in terms.acts.iter() {
            let node = of_act(id);
            self.condition(&act.requires, "", Towards { node, kind: EdgeKind::Waits });
            self.condition(&act.expires_when, "", Towards { node, kind: EdgeKind::Ends });
        }
    }

    fn obligations(&mut self) {
        let terms = self.terms;
        for (id, obligation) in terms.obligations.iter() {
            let node = of_obligation(terms, id);
            let (kind, label) = match &obligation.duty {
                Duty::Perform(duty) if duty.quantity.is_some() => {
                    (EdgeKind::Performs, format!("×{}", duty.needed_text()))
                }
                Duty::Achieve(_) | Duty::Perform(_) => (EdgeKind::Performs, String::new()),
                Duty::Refrain(duty) if duty.written_limit() != Some(0) => {
                    (EdgeKind::Breaks, format!("more than {}", duty.limit_text()))
                }
                Duty::Refrain(_) => (EdgeKind::Breaks, String::new()),
            };
            for act in obligation.acts() {
                self.edge(of_act(*act), label.clone(), Towards { node, kind });
            }
            if let Duty::Achieve(duty) = &obligation.duty {
                self.condition(&duty.goal, "", Towards { node, kind });
            }
            self.condition(&obligation.when, "", Towards { node, kind: EdgeKind::Waits });
            self.condition(&obligation.until, "", Towards { node, kind: EdgeKind::Ends });
            let rests = Towards { node, kind: EdgeKind::Rests };
            self.condition(&obligation.suspended_while, "", rests);
        }
    }

    fn gates(&mut self) {
        let ends = &self.terms.ends;
        if !ends.entry_into_force.is_always() {
            let about = "nothing is due before";
            self.gate(ENTRY, about, &ends.entry_into_force, EdgeKind::Waits);
        }
        if !ends.terminates_when.is_never() {
            let about = "what is open lapses";
            self.gate("termination", about, &ends.terminates_when, EdgeKind::Waits);
        }
        if let Some(condition) = &ends.settled_when {
            self.gate("settled", "nothing is left to do", condition, EdgeKind::Waits);
        }
    }

    fn gate(&mut self, name: &str, detail: &str, condition: &Condition, kind: EdgeKind) {
        let node = self.node(NodeKind::Gate, name.to_owned(), detail.to_owned());
        self.condition(condition, "", Towards { node, kind });
    }

    fn node(&mut self, kind: NodeKind, name: String, detail: String) -> usize {
        let node = Node {
            kind,
            name,
            detail,
            parties: Vec::new(),
            is_loose: false,
            is_in_circle: false,
            look: None,
        };
        self.nodes.push(node);
        self.nodes.len().saturating_sub(1)
    }

    /// The clock that a node waits for.
    fn clock(&mut self, instant: Instant, of: usize) -> usize {
        if let Some(place) = self.clocks.get(&(instant, of)) {
            return *place;
        }
        let place =
            self.node(NodeKind::Clock, self.sentences.instant(instant), "the clock".to_owned());
        self.clocks.insert((instant, of), place);
        place
    }

    /// One edge for each thing that a condition asks for; what is said of it stands before it.
    fn condition(&mut self, condition: &Condition, said: &str, towards: Towards) {
        match condition {
            Condition::Happened { act, by, at_least, .. } => {
                let times = at_least.map(|times| format!("×{times}"));
                let by = by.map(|by| match by {
                    Doer::Party(party) => format!("by {}", clean(&self.terms.parties[party].name)),
                    Doer::Each => "by each".to_owned(),
                });
                let done = (!said.is_empty()).then(|| "done".to_owned());
                let words: Vec<String> = [done, times, by].into_iter().flatten().collect();
                self.edge(of_act(*act), joined(said, &words.join(" ")), towards);
            }
            Condition::Stands { obligation, standing } => {
                let from = of_obligation(self.terms, *obligation);
                self.edge(from, joined(said, standing.as_str()), towards);
            }
            Condition::Reached(moment) => {
                if let Some(instant) = moment.written() {
                    let from = self.clock(instant, towards.node);
                    self.edge(from, said.to_owned(), towards);
                }
            }
            Condition::Between { from: act, .. } | Condition::Recent { act, .. } => {
                self.edge(of_act(*act), said.to_owned(), towards);
            }
            Condition::Open(_) | Condition::Told(_) => {}
            Condition::Elapsed { since, term } => {
                let after = format!("{} after", clean(&self.terms.term_in_words(term)));
                self.condition(since, &joined(said, &after), towards);
            }
            Condition::Some { holds, .. } => {
                self.condition(holds, &joined(said, "of some"), towards);
            }
            Condition::Every { holds, .. } => {
                self.condition(holds, &joined(said, "of every"), towards);
            }
            Condition::All(parts) => {
                for part in parts {
                    self.condition(part, said, towards);
                }
            }
            Condition::Any(parts) => {
                let said = if parts.len() > 1 { joined(said, "or") } else { said.to_owned() };
                for part in parts {
                    self.condition(part, &said, towards);
                }
            }
            Condition::Not(part) => self.condition(part, &joined(said, "not"), towards),
        }
    }

    /// An edge, once: a condition may ask for the same thing in several places.
    fn edge(&mut self, from: usize, label: String, towards: Towards) {
        let Towards { node: to, kind } = towards;
        let is_new = !self
            .edges
            .iter()
            .any(|edge| (edge.from, edge.to, edge.kind) == (from, to, kind) && edge.label == label);
        if is_new {
            self.edges.push(Edge { from, to, kind, label, is_in_circle: false });
        }
    }
}

fn joined(said: &str, more: &str) -> String {
    match (said.is_empty(), more.is_empty()) {
        (true, _) => more.to_owned(),
        (_, true) => said.to_owned(),
        _ => format!("{said} {more}"),
    }
}

/// Who owes whom, by when, and what is special about it.
fn detail(sentences: &Sentences<'_>, id: ObligationId, obligation: &Obligation) -> String {
    let terms = sentences.terms;
    let name = |party: &Who| match party.named() {
        Some(party) => clean(&terms.parties[*party].name),
        None => "(to be told)".to_owned(),
    };
    // In words: between two names that are written from right to left an arrow would point at the debtor.
    let mut detail = format!("{} owes {}", name(&obligation.debtor), name(&obligation.creditor));
    if let Duty::Perform(duty) = &obligation.duty {
        let by = if obligation.target || !obligation.binding { "hoped for" } else { "due" };
        match &duty.deadline {
            Some(Deadline::Within(term)) => {
                detail += &format!(", {by} within {}", terms.term_in_words(term));
            }
            Some(Deadline::At(at)) => {
                let local = |at| sentences.instant_of(id, at);
                let at = at.written().map_or("what is told".to_owned(), local);
                detail += &format!(", {by} by {at}");
            }
            None => {}
        }
        if let Some(verifier) = &duty.verifier {
            detail += &format!(", {} verifies", name(verifier));
        }
    }
    detail
}
