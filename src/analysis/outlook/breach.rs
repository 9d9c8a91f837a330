//! What stands breached, and whether that is for good.

use serde::Serialize;

use crate::analysis::why::Move;
use crate::condition::never;
use crate::monitor::{Finding, Monitor, Outcome, Scope, Status};
use crate::names::{Ids, KindId, Names, Subject};
use crate::time::Instant;

use super::Ahead;

/// Whether a verdict can still change. (What was found stays found, whatever comes: a log that does
/// not conform never will.)
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::analysis::Finality;
/// use servanda::Monitor;
/// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// assert_eq!(monitor.outlook().finality, Finality::Open);
/// // Work resumed, weapons brought in: prohibitions that were broken stay broken.
/// for event in cuba::collapse() {
///     monitor.record(&event);
/// }
/// assert_eq!(monitor.outlook().finality, Finality::Pardonable);
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finality {
    /// It can: nothing stands breached, and something is still open.
    Open,
    /// Breached, but it can be made good.
    Curable,
    /// Breached, and only the creditor can give it up: a prohibition that was broken stays broken.
    Pardonable,
    /// It can no longer change.
    Final,
}

/// An obligation that stands breached.
///
/// ```
/// use servanda::cuba::{self, Obligation, Party, Reading};
/// use servanda::analysis::Finality;
/// use servanda::Monitor;
/// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// for event in cuba::collapse() {
///     monitor.record(&event);
/// }
/// let outlook = monitor.outlook();
/// let breach = &outlook.breaches[0];
/// assert_eq!((breach.obligation, breach.debtor), (Obligation::StayCeased, Party::Ussr));
/// assert_eq!(breach.since, Some("1962-10-29T08:00:00Z".parse()?));
/// assert_eq!(breach.finality, Finality::Pardonable);   // by the United States alone
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Breach<V: Names = Ids> {
    /// The obligation.
    pub obligation: V::Obligation,
    /// The subject in which it stands so; none of the run.
    pub subject: Option<Subject<V>>,
    /// Who owes it.
    pub debtor: V::Party,
    /// To whom it is owed, who alone can give it up.
    pub creditor: V::Party,
    /// Since when it stands breached; none where the run keeps no history.
    pub since: Option<Instant>,
    /// Whether it can be made good, or only be given up.
    pub finality: Finality,
    /// What makes it good, one after the other.
    pub cure: Vec<Move<V>>,
}

/// A breach that comes if nobody does anything more. It only threatens.
///
/// ```
/// use servanda::cuba::{self, Act, Reading};
/// use servanda::analysis::Move;
/// use servanda::Monitor;
/// let mut monitor = Monitor::new(&cuba::agreement(Reading::Practised)?);
/// for event in cuba::practice().iter().take(12) {
///     monitor.record(event);
/// }
/// // The bombers: what averts the breach is that the last 42 weapons leave.
/// let outlook = monitor.outlook();
/// let Move::Act { act, quantity, .. } = &outlook.threats[0].averted_by[0] else {
///     panic!("an act averts it")
/// };
/// assert_eq!((*act, quantity.get()), (Act::RemoveWeapons, 42));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Threat<V: Names = Ids> {
    /// What would be found: by whom, of what, and when.
    pub finding: Finding<V>,
    /// What averts it, one after the other, where the obligation is due already.
    pub averted_by: Vec<Move<V>>,
}

/// The breaches that lie ahead, the next one first.
pub(super) fn threats<V: Names>(monitor: &Monitor<V>, ahead: &[Ahead<V>]) -> Vec<Threat<V>> {
    let findings = ahead.iter().flat_map(|ahead| &ahead.findings);
    let breaches = findings.filter(|finding| finding.kind().is_breach());
    breaches
        .map(|finding| {
            let status = |id: &V::Obligation| match &finding.subject {
                Some(it) => monitor.subject(it.kind, &it.name)?.status(*id),
                None => monitor.status(*id),
            };
            let due = finding.obligation().copied();
            let due = due.filter(|id| status(id) == Some(Status::Due));
            let why = due.and_then(|id| monitor.why_of(finding.subject.as_ref(), id));
            let averted_by = why.map(|why| why.reason().takes.clone()).unwrap_or_default();
            Threat { finding: finding.clone(), averted_by }
        })
        .collect()
}

pub(super) fn all<V: Names>(monitor: &Monitor<V>) -> Vec<Breach<V>> {
    let agreement = monitor.agreement();
    let (state, lexicon) = (monitor.state(), agreement.lexicon());
    monitor
        .standings()
        .filter(|(at, _)| state[*at].status == Status::Breached)
        .filter_map(|(at, subject)| {
            let obligation = lexicon.obligation(at.id);
            let why = monitor.why_of(subject.as_ref(), obligation)?;
            let cure = why.reason().takes.clone();
            let parties = &state[at].parties;
            Some(Breach {
                obligation,
                subject,
                debtor: lexicon.party(parties.debtor?),
                creditor: lexicon.party(parties.creditor?),
                since: why.reason().since,
                finality: if cure.is_empty() { Finality::Pardonable } else { Finality::Curable },
                cure,
            })
        })
        .collect()
}

/// Whether the outcome can still change.
pub(super) fn finality<V: Names>(monitor: &Monitor<V>, breaches: &[Breach<V>]) -> Finality {
    let terms = monitor.agreement().terms();
    let is_binding = |breach: &&Breach<V>| {
        let id = monitor.agreement().lexicon().obligation_id(breach.obligation);
        id.is_some_and(|id| terms.obligations[id].binding)
    };
    if let Some(worst) = breaches.iter().filter(is_binding).map(|it| it.finality).max() {
        return worst;
    }
    let state = monitor.state();
    // Of a kind whose list is open, more may come.
    let is_whole = |kind: Option<KindId>| kind.is_none_or(|it| state.kinds[it].is_list_closed());
    let mut binding = terms.obligations.iter().filter(|(_, terms)| terms.binding);
    let all_closed = binding.all(|(id, obligation)| {
        let mut scopes = state.scopes(obligation.of);
        is_whole(obligation.of)
            && scopes.all(|scope| state[scope.at(&terms.graph, id)].status.is_closed())
    });
    // What the agreement itself calls settled may come and go; that everything is closed may not, but an
    // agreement that terminates then is no longer called settled by default.
    let stays_settled = match &terms.ends.settled_when {
        Some(condition) => condition.is_for_good(),
        None => never_terminates(monitor),
    };
    if all_closed && monitor.outcome() == Outcome::Settled && stays_settled {
        Finality::Final
    } else {
        Finality::Open
    }
}

/// Whether what terminates the agreement can no longer arise. A waiver may open the windows of
/// powers again, and with them what they had decided.
fn never_terminates<V: Names>(monitor: &Monitor<V>) -> bool {
    let terms = monitor.agreement().terms();
    let has_windows = terms.acts.values().any(|act| act.is_power && act.expires_when != never());
    terms.ends.terminates_when == never()
        || (!has_windows
            && monitor
                .state()
                .fails_for_good(Scope::Run.at(&terms.graph, terms.graph.terminates_when)))
}
