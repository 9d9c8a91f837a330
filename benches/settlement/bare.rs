//! What there is to compare with: monitors that know less.

use servanda::Event;
use servanda::cuba::{Act, Obligation, Party};
use servanda::event::{Deed, Speaker};
use servanda::names::Name;
use servanda::terms::Decimal;

/// Acts, and after them the attestations of obligations.
const ACTS: usize = Act::ALL.len() + Obligation::ALL.len();

/// A formula over what has happened.
#[derive(Clone, Debug)]
enum Formula {
    Happened { act: usize, at_least: u64 },
    All(Vec<Formula>),
}

#[derive(Clone, Debug)]
struct Row {
    by: Vec<usize>,
    requires: Formula,
}

/// A table of parties, acts and preconditions, interpreted for each event: no deadlines, no
/// statuses, no causes.
#[derive(Clone, Debug)]
pub struct Table {
    rows: Vec<Row>,
    happened: Vec<u64>,
}

fn attested(obligation: Obligation) -> usize {
    Act::ALL.len() + obligation as usize
}

impl Table {
    pub fn new() -> Self {
        let happened = |act: Act| Formula::Happened { act: act as usize, at_least: 1 };
        let halted =
            || Formula::All(vec![happened(Act::CeaseWork), happened(Act::RenderInoperable)]);
        let verified = || {
            Formula::All(vec![
                happened(Act::EstablishArrangements),
                Formula::All(vec![
                    Formula::Happened { act: Act::RemoveWeapons as usize, at_least: 84 },
                    Formula::Happened { act: attested(Obligation::RemoveWeapons), at_least: 1 },
                ]),
            ])
        };
        let rows = (0..ACTS)
            .map(|number| {
                let Some(act) = Act::ALL.get(number) else {
                    let by = vec![Party::Un as usize];
                    return Row { by, requires: Formula::All(Vec::new()) };
                };
                let by: &[Party] = match act {
                    Act::ConcludeArrangement => &[Party::Us, Party::Ussr, Party::Un],
                    Act::EstablishArrangements => &[Party::Un],
                    Act::AssureLikewise => &[Party::Hemisphere],
                    Act::RefuseInspection => &[Party::Cuba],
                    Act::InstructRepresentative
                    | Act::AnnounceSettlement
                    | Act::LinkBroaderQuestions => &[Party::Us, Party::Ussr],
                    Act::LiftQuarantine
                    | Act::AssureNoInvasion
                    | Act::SuspendQuarantine
                    | Act::ResumeQuarantine
                    | Act::InvadeCuba
                    | Act::OpenGeneralTalks
                    | Act::ConsiderDetente => &[Party::Us],
                    _ => &[Party::Ussr],
                };
                let requires = match act {
                    Act::ConcludeArrangement | Act::RemoveWeapons => halted(),
                    Act::EstablishArrangements => happened(Act::ConcludeArrangement),
                    Act::LiftQuarantine | Act::AssureNoInvasion => verified(),
                    Act::ConsiderDetente => happened(Act::ProposeDetente),
                    _ => Formula::All(Vec::new()),
                };
                Row { by: by.iter().map(|party| *party as usize).collect(), requires }
            })
            .collect();
        Self { rows, happened: vec![0; ACTS] }
    }

    /// Whether the event is legal; it has happened all the same. An attestation is an act of its
    /// own.
    pub fn take(&mut self, event: &Event) -> bool {
        let (actor, act, quantity) = match &event.deed {
            Deed::Act { actor, act, quantity, .. } => {
                (actor, act.number(), quantity.map_or(1, Decimal::whole))
            }
            Deed::Attest { speaker: Speaker::One(actor), obligation } => {
                (actor, Act::ALL.len() + obligation.number(), 1)
            }
            _ => return false,
        };
        let Some(row) = self.rows.get(act) else { return false };
        let is_legal = row.by.contains(&actor.number()) && self.holds(&row.requires);
        self.happened[act] += quantity;
        is_legal
    }

    fn holds(&self, formula: &Formula) -> bool {
        match formula {
            Formula::Happened { act, at_least } => self.happened[*act] >= *at_least,
            Formula::All(parts) => parts.iter().all(|part| self.holds(part)),
        }
    }
}
