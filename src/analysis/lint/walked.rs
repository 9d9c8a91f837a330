//! What only a walk through the states tells.

use std::collections::HashMap;

use crate::analysis::explore::Timeless;
use crate::monitor::{Change, Monitor, Scope, Status, Transition};
use crate::names::{ActId, ObligationId};
use crate::terms::{Agreement, Condition, Deadline, Duty, Standing, Terms};

use super::super::explore::{Conduct, Cone, Explorer, Play, Visit, holds};
use super::super::reach::{Ask, Breaches, Found, LeftOpen};
use super::conditions::{self, Placed};
use super::standoff::Blocked;
use super::terms::deadline_before_due;
use super::{Lint, LintKind, Said, Severity, Topic};

/// What the walks told.
pub(super) struct Walked {
    pub(super) lints: Vec<Lint>,
    /// Places of which it is not known.
    pub(super) left_open: Vec<String>,
    pub(super) explored: usize,
    most_states: usize,
}

/// Something to be seen in some state.
#[derive(Clone, Debug)]
enum Sight {
    /// An act's precondition stands in nobody's way. (What forbids it is there to forbid it.)
    May(ActId),
    /// An obligation is due.
    Due(ObligationId),
    /// A duty is done: performed, discharged or cured.
    Done(ObligationId),
    /// A duty is due and has a deadline.
    Timed(ObligationId),
    /// A condition holds, or doesn't.
    Condition { place: String, topic: Topic, condition: Condition, holds: bool },
}

/// A sight, and whether it was seen.
struct Sought {
    sight: Sight,
    cone: Cone,
    /// None while it is not known.
    is_seen: Option<bool>,
}

/// Looks for sights on a walk.
struct Looking<'a> {
    terms: &'a Terms,
    /// What is still to be seen.
    sought: Vec<&'a mut Sought>,
}

impl Looking<'_> {
    /// Whether anything is still to be seen.
    fn look(&mut self, state: &Timeless) -> bool {
        let terms = self.terms;
        self.sought.retain_mut(|it| {
            if it.sight.is_in(terms, state) {
                it.is_seen = Some(true);
            }
            it.is_seen.is_none()
        });
        !self.sought.is_empty()
    }
}

impl Visit for Looking<'_> {
    fn state(&mut self, _number: u32, state: &Timeless) -> bool {
        self.look(state)
    }

    fn passing(&mut self, state: &Timeless) -> bool {
        self.look(state)
    }
}

impl Sought {
    fn is_asked(&self, cone: &Cone) -> bool {
        self.is_seen.is_none() && self.cone.is_part_of(cone)
    }
}

impl Walked {
    /// No walk was made: of what stands at this place walks do not speak.
    pub(super) fn none(place: String) -> Self {
        Self { lints: Vec::new(), left_open: vec![place], explored: 0, most_states: 0 }
    }

    pub(super) fn of(agreement: &Agreement, blocked: &Blocked<'_>, most_states: usize) -> Self {
        let terms = agreement.terms();
        let mut explorer = Explorer::new(agreement);
        let mut walked =
            Self { lints: Vec::new(), left_open: Vec::new(), explored: 0, most_states };
        let mut lawful = of_the_lawful(terms, blocked);
        let mut conditions = of_conditions(terms);
        if weight(terms) > 1 {
            look_along(&mut explorer, &mut lawful, &mut conditions);
        }
        let lawful = walked.look(&mut explorer, Conduct::Lawful, lawful);
        // A remedy falls due where a rule was broken, and not in lawful play.
        let (mut seen, remedies) = parted(lawful);
        seen.extend(walked.look(&mut explorer, Conduct::Any, remedies));
        let any = walked.look(&mut explorer, Conduct::Any, conditions);
        walked.unreachable(terms, &seen);
        walked.forbidden(terms, &mut explorer);
        walked.constant(terms, blocked, &any);
        walked.settlement(terms, &mut explorer);
        walked
    }

    /// Looks for every sight: small cones first, each until all that it can show was seen.
    fn look(
        &mut self,
        explorer: &mut Explorer<'_>,
        conduct: Conduct,
        mut sought: Vec<Sought>,
    ) -> Vec<Sought> {
        let agreement = &explorer.agreement.clone();
        let terms = agreement.terms();
        let play = Play::new(terms, conduct);
        let changes: Vec<Change> = Monitor::new(agreement).changes().collect();
        // A state of a large agreement costs as much as many of a small one.
        let weight = weight(terms);
        let unseen = sought.iter().filter(|it| it.is_seen.is_none());
        let mut cones: Vec<Cone> = unseen.map(|it| it.cone.clone()).collect();
        cones.sort_unstable_by(|left, right| left.size().cmp(&right.size()).then(left.cmp(right)));
        cones.dedup();
        for cone in cones {
            if weight > 1 && self.explored >= self.most_states {
                break;
            }
            let asked: Vec<&mut Sought> =
                sought.iter_mut().filter(|it| it.is_asked(&cone)).collect();
            if asked.is_empty() {
                continue;
            }
            let mut start = Timeless::of(terms, Monitor::new(agreement).state());
            start.remember_start(terms, &changes);
            let mut looking = Looking { terms, sought: asked };
            // Most can be seen without a breach, among far fewer states.
            for breaches in [false, true] {
                if looking.sought.is_empty() {
                    break;
                }
                let left = self.most_states.saturating_sub(self.explored);
                explorer.most_states = left.div_ceil(weight);
                explorer.begin();
                let graph = explorer.walk_from(&start, &cone, &play, breaches, &mut looking);
                self.explore(graph.len().saturating_mul(weight));
                if graph.is_whole && breaches {
                    for it in std::mem::take(&mut looking.sought) {
                        it.is_seen = Some(false);
                    }
                }
            }
        }
        sought
    }

    fn unreachable(&mut self, terms: &Terms, sought: &[Sought]) {
        let is_due = |id| is_due(sought, id);
        for it in sought {
            let is_seen = match it.is_seen {
                Some(true) => continue,
                is_seen => is_seen.is_some(),
            };
            let (place, said) = match &it.sight {
                Sight::May(id) => unreachable_act(terms, *id),
                Sight::Due(id) => unreachable_obligation(terms, *id),
                Sight::Done(id) if is_due(*id) => undischargeable(terms, *id),
                Sight::Timed(id) if is_due(*id) => {
                    let said = deadline_before_due(terms, *id);
                    (said.place.clone(), said)
                }
                Sight::Done(_) | Sight::Timed(_) | Sight::Condition { .. } => continue,
            };
            if is_seen {
                self.lints.push(said.lint());
            } else {
                self.left_open.push(place);
            }
        }
    }

    fn explore(&mut self, states: usize) {
        self.explored = self.explored.saturating_add(states);
    }

    /// Duties to do what is forbidden at the same time: there is a run to where both stand.
    fn forbidden(&mut self, terms: &Terms, explorer: &mut Explorer<'_>) {
        for (duty, prohibition) in conflicts(terms) {
            let due = |id| Condition::Stands { obligation: id, standing: Standing::Due };
            let both = vec![Ask::Holds(due(duty)), Ask::Holds(due(prohibition))];
            let play = explorer.play();
            let place = format!("obligations.{}", terms.obligation_names[duty]);
            explorer.most_states = self.most_states.saturating_sub(self.explored);
            explorer.begin();
            match explorer.find(&both, None, &play, Breaches::IfNeeded) {
                Found::Way(_) => self.lints.push(forbidden(terms, duty, prohibition).lint()),
                Found::None { explored } => self.explore(explored),
                Found::Unknown { explored, .. } => {
                    self.explore(explored);
                    self.left_open.push(place);
                }
            }
        }
    }

    /// Whether a settlement can be reached without a breach, as a plan would ask.
    fn settlement(&mut self, terms: &Terms, explorer: &mut Explorer<'_>) {
        explorer.most_states = self.most_states.saturating_sub(self.explored);
        explorer.begin();
        match explorer.find_lawful(&Ask::of_settlement(terms), None, &mut None) {
            Found::Way(_) | Found::Unknown { left_open: LeftOpen::Timing, .. } => {}
            Found::None { explored } => {
                self.explore(explored);
                self.lints.push(no_settlement().lint());
            }
            Found::Unknown { explored, .. } => {
                self.explore(explored);
                if !self.left_open.iter().any(|place| place == SETTLEMENT) {
                    self.left_open.push(SETTLEMENT.to_owned());
                }
            }
        }
    }

    /// Conditions that never hold, or always do.
    fn constant(&mut self, terms: &Terms, blocked: &Blocked<'_>, sought: &[Sought]) {
        let mut told: Vec<&str> = Vec::new();
        for it in sought {
            let Sight::Condition { place, topic, holds, .. } = &it.sight else { continue };
            // What is said of a condition is said of its parts.
            if told.iter().any(|whole| place.starts_with(whole)) {
                continue;
            }
            match it.is_seen {
                Some(true) => {}
                Some(false) => {
                    told.push(place);
                    if !is_told(terms, blocked, place, topic) {
                        self.lints.push(constant(place, topic, *holds).lint());
                    }
                }
                None if !self.left_open.contains(place) => self.left_open.push(place.clone()),
                None => {}
            }
        }
    }
}

/// Of so many obligations a state counts as one.
const OBLIGATIONS_A_STATE: usize = 64;

fn weight(terms: &Terms) -> usize {
    terms.obligations.len().div_ceil(OBLIGATIONS_A_STATE).max(1)
}

/// At how many moments of a plan every condition is looked at.
const MOMENTS: usize = 16;

/// Looks for sights on the way to a settlement that is found without a walk: most of what can be
/// seen is seen there, however large the agreement is.
fn look_along(explorer: &mut Explorer<'_>, lawful: &mut [Sought], conditions: &mut [Sought]) {
    let agreement = explorer.agreement.clone();
    let terms = agreement.terms();
    let play = explorer.play();
    let asks = Ask::of_settlement(terms);
    explorer.begin();
    let found = explorer.forward(&asks, None, &play, Breaches::Never, None);
    let events = found.map_or_else(Vec::new, |run| run.events);
    let mut by_act: HashMap<ActId, usize> = HashMap::new();
    let mut by_obligation: HashMap<ObligationId, Vec<usize>> = HashMap::new();
    for (place, it) in lawful.iter().enumerate() {
        match it.sight {
            Sight::May(act) => {
                by_act.insert(act, place);
            }
            Sight::Due(id) | Sight::Done(id) | Sight::Timed(id) => {
                by_obligation.entry(id).or_default().push(place);
            }
            Sight::Condition { .. } => {}
        }
    }
    let mut monitor = Monitor::new(&agreement);
    let stride = events.len().div_ceil(MOMENTS).max(1);
    for number in 0..=events.len() {
        if number.is_multiple_of(stride) || number == events.len() {
            let state = Timeless::of(terms, monitor.state());
            for it in lawful.iter_mut().chain(conditions.iter_mut()) {
                if it.is_seen.is_none() && it.sight.is_in(terms, &state) {
                    it.is_seen = Some(true);
                }
            }
        }
        let Some(event) = events.get(number) else { break };
        // It was done in order, so it could be.
        let act = event.deed.act().and_then(|act| by_act.get(act));
        if let Some(it) = act.and_then(|place| lawful.get_mut(*place)) {
            it.is_seen = Some(true);
        }
        let step = monitor.record(event);
        let moved: Vec<(ObligationId, Status)> = step
            .changes()
            .filter_map(|change| match change.transition {
                Transition::Moved { obligation, to, .. } => Some((obligation, to)),
                _ => None,
            })
            .collect();
        for (id, status) in moved {
            let is_timed = monitor.state().run.obligations[id].deadline.is_some();
            for place in by_obligation.get(&id).into_iter().flatten() {
                let Some(it) = lawful.get_mut(*place) else { continue };
                let is_seen = match it.sight {
                    Sight::Due(_) => {
                        !matches!(status, Status::Dormant | Status::Lapsed | Status::Released)
                    }
                    Sight::Done(_) => {
                        matches!(status, Status::Performed | Status::Discharged | Status::Cured)
                    }
                    Sight::Timed(_) => is_timed,
                    Sight::May(_) | Sight::Condition { .. } => false,
                };
                if is_seen {
                    it.is_seen = Some(true);
                }
            }
        }
    }
}

/// Whether a standoff, or an unreachable act or obligation, says it already.
fn is_told(terms: &Terms, blocked: &Blocked<'_>, place: &str, topic: &Topic) -> bool {
    match topic {
        Topic::Act(id) => blocked.act(*id),
        Topic::Obligation(id) => {
            let when = format!("obligations.{}.when", terms.obligation_names[*id]);
            blocked.obligation(*id) && place.starts_with(&when)
        }
        Topic::Agreement => blocked.entry() && place.starts_with("entry_into_force"),
        Topic::Kind(_) | Topic::Passage(_) => false,
    }
}

impl Sight {
    fn is_in(&self, terms: &Terms, state: &Timeless) -> bool {
        let is = |id: ObligationId, is: fn(Status) -> bool| {
            is(state.statuses()[id].status) || state.passed(id).any(is)
        };
        match self {
            Self::May(act) => state.state().may(terms, Scope::Run, *act),
            Self::Due(id) => is(*id, |status| {
                !matches!(status, Status::Dormant | Status::Lapsed | Status::Released)
            }),
            Self::Done(id) => is(*id, |status| {
                matches!(status, Status::Performed | Status::Discharged | Status::Cured)
            }),
            Self::Timed(id) => state.statuses()[*id].deadline.is_some(),
            Self::Condition { condition, holds, .. } => can_be(terms, state, condition, *holds),
        }
    }
}

/// Whether a condition holds in a state (or doesn't), or may have for a moment in the step that led
/// there.
fn can_be(terms: &Terms, state: &Timeless, condition: &Condition, wanted: bool) -> bool {
    if holds(terms, state, condition) == Some(wanted) {
        return true;
    }
    if !state.has_passed() {
        return false;
    }
    let can_be = |part: &Condition, wanted| can_be(terms, state, part, wanted);
    match condition {
        Condition::Stands { obligation, standing } => {
            state.passed(*obligation).any(|status| status.is(*standing) == wanted)
        }
        Condition::Not(part) => can_be(part, !wanted),
        Condition::All(parts) if wanted => parts.iter().all(|part| can_be(part, true)),
        Condition::All(parts) => parts.iter().any(|part| can_be(part, false)),
        Condition::Any(parts) if wanted => parts.iter().any(|part| can_be(part, true)),
        Condition::Any(parts) => parts.iter().all(|part| can_be(part, false)),
        Condition::Happened { .. }
        | Condition::Reached(_)
        | Condition::Elapsed { .. }
        | Condition::Between { .. }
        | Condition::Recent { .. }
        | Condition::Open(_)
        | Condition::Some { .. }
        | Condition::Every { .. }
        | Condition::Told(_) => false,
    }
}

/// What is to be seen of acts and obligations in lawful play; nothing of what is blocked anyway.
fn of_the_lawful(terms: &Terms, blocked: &Blocked<'_>) -> Vec<Sought> {
    let mut sought = Vec::new();
    let mut seek = |sight, cone| sought.push(Sought { sight, cone, is_seen: None });
    for id in terms.acts.keys().filter(|id| !blocked.act(*id)) {
        seek(Sight::May(id), Cone::of_act(terms, id));
    }
    for (id, obligation) in terms.obligations.iter().filter(|(id, _)| !blocked.obligation(*id)) {
        let cone = Cone::of_obligation(terms, id);
        seek(Sight::Due(id), cone.clone());
        if let Some(duty) = obligation.performance() {
            seek(Sight::Done(id), cone.clone());
            if matches!(&duty.deadline, Some(Deadline::At(at)) if at.written() >= terms.date) {
                seek(Sight::Timed(id), cone);
            }
        }
    }
    sought
}

fn is_due(sought: &[Sought], id: ObligationId) -> bool {
    let due = sought.iter().find(|it| matches!(it.sight, Sight::Due(due) if due == id));
    due.and_then(|it| it.is_seen) == Some(true)
}

/// What is settled by lawful play, and what is to be looked for in any play as well: acts that may
/// not be done, obligations that don't fall due, and what comes of those.
fn parted(lawful: Vec<Sought>) -> (Vec<Sought>, Vec<Sought>) {
    let is_settled: Vec<bool> = lawful
        .iter()
        .map(|it| match it.sight {
            Sight::May(_) | Sight::Due(_) => it.is_seen == Some(true),
            Sight::Done(id) | Sight::Timed(id) => is_due(&lawful, id),
            Sight::Condition { .. } => true,
        })
        .collect();
    let (mut settled, mut open) = (Vec::new(), Vec::new());
    for (it, is_settled) in lawful.into_iter().zip(is_settled) {
        if is_settled {
            settled.push(it);
        } else {
            open.push(Sought { is_seen: None, ..it });
        }
    }
    (settled, open)
}

/// Every condition of the document and every part of one: that it holds, and that it doesn't.
fn of_conditions(terms: &Terms) -> Vec<Sought> {
    let mut sought = Vec::new();
    for Placed { place, topic, condition } in conditions::all(terms) {
        if !condition.is_always() && !condition.is_never() {
            parts(terms, &place, &topic, condition, &mut sought);
        }
    }
    sought
}

fn parts(
    terms: &Terms,
    place: &str,
    topic: &Topic,
    condition: &Condition,
    sought: &mut Vec<Sought>,
) {
    let cone = Cone::of_condition(terms, condition);
    for holds in [true, false] {
        let (place, topic) = (place.to_owned(), topic.clone());
        let sight = Sight::Condition { place, topic, condition: condition.clone(), holds };
        sought.push(Sought { sight, cone: cone.clone(), is_seen: None });
    }
    let key = match condition {
        Condition::All(_) => "all",
        Condition::Any(_) => "any",
        Condition::Not(_) => "not",
        Condition::Elapsed { .. } => "elapsed.since",
        Condition::Happened { .. }
        | Condition::Stands { .. }
        | Condition::Reached(_)
        | Condition::Between { .. }
        | Condition::Recent { .. }
        | Condition::Open(_)
        | Condition::Some { .. }
        | Condition::Every { .. }
        | Condition::Told(_) => return,
    };
    let is_list = matches!(condition, Condition::All(_) | Condition::Any(_));
    for (number, part) in condition.parts().iter().enumerate() {
        let place =
            if is_list { format!("{place}.{key}[{number}]") } else { format!("{place}.{key}") };
        parts(terms, &place, topic, part, sought);
    }
}

/// Each duty with a binding prohibition of the same debtor that leaves too little of the same act.
fn conflicts(terms: &Terms) -> Vec<(ObligationId, ObligationId)> {
    let mut conflicts = Vec::new();
    for (id, obligation) in terms.obligations.iter() {
        let Some(duty) = obligation.performance() else { continue };
        // Of several acts, one is enough.
        let [act] = &*duty.acts else { continue };
        for other in &terms.graph.acts[*act].prohibited_by {
            let prohibition = &terms.obligations[*other];
            let Duty::Refrain(limit) = &prohibition.duty else { continue };
            let leaves_too_little = match limit.per() {
                None => limit.most() <= duty.needed(),
                // With a new period there is more; of nothing there never is.
                Some(_) => limit.most() == 1,
            };
            if prohibition.binding && prohibition.debtor == obligation.debtor && leaves_too_little {
                conflicts.push((id, *other));
            }
        }
    }
    conflicts
}

fn unreachable_act(terms: &Terms, id: ActId) -> (String, Said) {
    let place = format!("acts.{}", terms.act_names[id]);
    let said = Said {
        kind: LintKind::UnreachableAct,
        severity: Severity::Warning,
        place: place.clone(),
        topic: Topic::Act(id),
        message: "it can never be done in order: its condition holds in no state".to_owned(),
        advice: "change its condition, or take the act out".to_owned(),
    };
    (place, said)
}

fn unreachable_obligation(terms: &Terms, id: ObligationId) -> (String, Said) {
    let place = format!("obligations.{}", terms.obligation_names[id]);
    let is_binding = terms.obligations[id].binding;
    let said = Said {
        kind: LintKind::UnreachableObligation,
        severity: if is_binding { Severity::Error } else { Severity::Warning },
        place: place.clone(),
        topic: Topic::Obligation(id),
        message: "it never falls due, in no order of events".to_owned(),
        advice: "change from when it is owed, until when, or what its act requires".to_owned(),
    };
    (place, said)
}

fn debtor(terms: &Terms, id: ObligationId) -> String {
    match terms.obligations[id].debtor.named() {
        Some(debtor) => format!("`{}`", terms.parties[*debtor].name),
        None => "its debtor".to_owned(),
    }
}

fn undischargeable(terms: &Terms, id: ObligationId) -> (String, Said) {
    let place = format!("obligations.{}", terms.obligation_names[id]);
    let debtor = debtor(terms, id);
    let said = Said {
        kind: LintKind::Undischargeable,
        severity: Severity::Error,
        place: place.clone(),
        topic: Topic::Obligation(id),
        message: format!("it can fall due, but {debtor} can never discharge it within the rules"),
        advice: "see what stands in the way of its act while it is due".to_owned(),
    };
    (place, said)
}

fn forbidden(terms: &Terms, duty: ObligationId, prohibition: ObligationId) -> Said {
    let obligation = &terms.obligations[duty];
    let act = obligation.acts().first().map_or("?", |act| &*terms.act_names[*act]);
    Said {
        kind: LintKind::ForbiddenDuty,
        severity: Severity::Error,
        place: format!("obligations.{}", terms.obligation_names[duty]),
        topic: Topic::Obligation(duty),
        message: format!(
            "{} can owe `{act}` while `{}` forbids it",
            debtor(terms, duty),
            terms.obligation_names[prohibition],
        ),
        advice: format!(
            "end `{}` before this falls due, or let it allow as much as this asks",
            terms.obligation_names[prohibition],
        ),
    }
}

/// Where it is said of the settlement as a whole.
const SETTLEMENT: &str = "settled_when";

fn no_settlement() -> Said {
    Said {
        kind: LintKind::NoSettlement,
        severity: Severity::Advice,
        place: SETTLEMENT.to_owned(),
        topic: Topic::Agreement,
        message: "no settlement can be reached without the breach of a binding obligation"
            .to_owned(),
        advice: "ask `plan --dead-ends` for what can't be kept; say when each obligation ends, or \
                 what settles the agreement"
            .to_owned(),
    }
}

fn constant(place: &str, topic: &Topic, holds: bool) -> Said {
    // What was not seen is that it holds (or that it doesn't).
    let (kind, severity, message, advice) = if holds {
        let message = "it can never hold, whatever anybody does";
        (
            LintKind::NeverHolds,
            Severity::Warning,
            message,
            "change it, or take out what waits for it",
        )
    } else {
        let message = "it holds in every state, so it asks for nothing";
        (
            LintKind::AlwaysHolds,
            Severity::Advice,
            message,
            "take it out, or say what it was to ask for",
        )
    };
    Said {
        kind,
        severity,
        place: place.to_owned(),
        topic: topic.clone(),
        message: message.to_owned(),
        advice: advice.to_owned(),
    }
}
