//! A deed that is about to be done: what it would bring, or why it is refused.

use tui_input::Input;

use crate::event::{Amendment, Deed, Event, Speaker};
use crate::monitor::{Change, Finding, Matter, Monitor, Refusal};
use crate::names::{Names, Subject, is_subject_name};
use crate::report::Prose;
use crate::time::Instant;

use super::card::Card;
use super::moves::Target;
use super::typed;

/// A deed with what is still to be typed about it.
#[derive(Clone, Debug)]
pub(super) struct Proposal<V: Names> {
    deed: Deed<V>,
    target: Target<V>,
    pub(super) field: Option<Field>,
    /// Whether it is asked, after a refusal, if it shall be recorded all the same.
    pub(super) is_asked_again: bool,
}

/// What is still to be typed.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) kind: FieldKind,
    pub(super) input: Input,
}

/// What a field is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldKind {
    /// How much of an act is done.
    Quantity,
    /// A new deadline.
    Until,
    /// A new debtor.
    Debtor,
    /// A new verifier.
    Verifier,
    /// The subject of an act, and how much of it is done.
    Subject,
}

/// What a proposal comes to.
#[derive(Clone, Debug)]
pub(super) enum Verdict<V: Names> {
    /// What was typed can't be read.
    Unreadable(String),
    /// It would be let in, and bring this.
    Open(Outlook<V>),
    /// It would be refused; recorded, it would bring this.
    Refused(Box<Refusal<V>>, Outlook<V>),
}

/// What an event would bring.
#[derive(Clone, Debug)]
pub(super) struct Outlook<V: Names> {
    pub(super) event: Event<V>,
    pub(super) changes: Vec<Change<V>>,
    pub(super) findings: Vec<Finding<V>>,
}

impl<V: Names> Proposal<V> {
    /// A deed as it is, or an act, whose quantity can be typed.
    pub(super) fn new(deed: Deed<V>) -> Self {
        let field = matches!(deed, Deed::Act { .. })
            .then(|| Field { kind: FieldKind::Quantity, input: Input::default() });
        Self { deed, target: Target::Run, field, is_asked_again: false }
    }

    /// The same there; what is done in a subject that is still to be named asks for its name.
    pub(super) fn to(mut self, target: Target<V>) -> Self {
        if let (Target::Asked(_), Some(field)) = (&target, &mut self.field) {
            field.kind = FieldKind::Subject;
        }
        self.target = target;
        self
    }

    pub(super) fn target(&self) -> &Target<V> {
        &self.target
    }

    /// A creditor gives a later deadline, which is to be typed.
    pub(super) fn extension(actor: V::Party, obligation: V::Obligation, clock: Instant) -> Self {
        let field = Field { kind: FieldKind::Until, input: Input::default() };
        let deed = Deed::Extend { speaker: Speaker::One(actor), obligation, until: clock };
        Self { deed, target: Target::Run, field: Some(field), is_asked_again: false }
    }

    /// Debtor and creditor agree with a new debtor or verifier, whose name is to be typed.
    pub(super) fn amendment(monitor: &Monitor<V>, card: &Card<V>, kind: FieldKind) -> Option<Self> {
        let (debtor, creditor) = (card.debtor(monitor)?, card.creditor(monitor)?);
        let obligation = card.obligation;
        let mut actors = vec![debtor];
        actors.extend((creditor != debtor).then_some(creditor));
        let amendment = match kind {
            FieldKind::Debtor => Amendment::debtor(debtor),
            _ => Amendment::verifier(creditor),
        };
        let deed = Deed::Amend { actors, obligation, amendment };
        let field = Field { kind, input: Input::default() };
        let target = Target::of(card.subject());
        Some(Self { deed, target, field: Some(field), is_asked_again: false })
    }

    /// All whom an act's precondition protects waive it together.
    pub(super) fn waiver(monitor: &Monitor<V>, act: V::Act, target: Target<V>) -> Option<Self> {
        let agreement = monitor.agreement();
        let terms = agreement.act_terms(act)?;
        // In a kind over parties the subject is named as its party is.
        let each = target.subject().filter(|_| terms.protects_each);
        let each = each.and_then(|subject| agreement.party(&subject.name).ok());
        let mut actors = match terms.protected() {
            Some(protected) => protected.to_vec(),
            None => agreement.parties().collect(),
        };
        actors.extend(each.filter(|_| terms.protected().is_some()));
        actors.dedup();
        Some(Self::new(Deed::Waive { actors, act }).to(target))
    }

    /// The deed, as far as it is known before all is typed.
    pub(super) fn deed(&self) -> &Deed<V> {
        &self.deed
    }

    /// Whether letters are typed into it, and so are no keys.
    pub(super) fn takes_letters(&self) -> bool {
        self.field.as_ref().is_some_and(|field| field.kind != FieldKind::Quantity)
    }

    /// What it would come to now.
    pub(super) fn verdict(&self, monitor: &Monitor<V>, prose: Prose<'_, V>) -> Verdict<V> {
        let deed = match self.typed(monitor, prose) {
            Ok(deed) => deed,
            Err(message) => return Verdict::Unreadable(message),
        };
        let event = Event::new(monitor.now(), deed);
        let event = match &self.target {
            Target::Run => event,
            Target::Subject(subject) => event.subject(&subject.name),
            Target::Asked(_) => match self.typed_subject() {
                // Where an act goes that names none the agreement says.
                "" => event,
                name => event.subject(name),
            },
        };
        match monitor.rehearse_submit(&event) {
            Ok(rehearsal) => Verdict::Open(Outlook {
                changes: rehearsal.step().changes().collect(),
                findings: rehearsal.step().findings().collect(),
                event,
            }),
            Err(refusal) => {
                let recorded = monitor.rehearse_record(&event);
                let outlook = Outlook {
                    changes: recorded.step().changes().collect(),
                    findings: recorded.step().findings().collect(),
                    event,
                };
                Verdict::Refused(refusal, outlook)
            }
        }
    }

    /// The subject that was typed, without how much is done.
    fn typed_subject(&self) -> &str {
        let text = self.field.as_ref().map_or("", |field| field.input.value()).trim();
        split(text).0
    }

    fn typed(&self, monitor: &Monitor<V>, prose: Prose<'_, V>) -> Result<Deed<V>, String> {
        let mut deed = self.deed.clone();
        let Some(Field { kind, input }) = &self.field else { return Ok(deed) };
        let text = input.value();
        let party = || {
            let text = text.trim();
            if text.is_empty() {
                return Err("type the name of a party".to_owned());
            }
            monitor.agreement().party(text).map_err(|unknown| unknown.to_string())
        };
        // A new party consents too.
        let joining = |party: V::Party, actors: &mut Vec<V::Party>| {
            if !actors.contains(&party) {
                actors.push(party);
            }
            party
        };
        match (&mut deed, kind) {
            (Deed::Act { quantity, .. }, FieldKind::Quantity) => {
                let times = typed::quantity(text)?;
                *quantity = Some(times.into()).filter(|_| times.get() > 1);
            }
            (Deed::Act { quantity, .. }, FieldKind::Subject) => {
                let (name, times) = split(text.trim());
                if !name.is_empty() && !is_subject_name(name) {
                    return Err("a subject's name has at most 256 bytes".to_owned());
                }
                let times = typed::quantity(times)?;
                *quantity = Some(times.into()).filter(|_| times.get() > 1);
            }
            (Deed::Extend { until, obligation, .. }, FieldKind::Until) => {
                let zone = prose.zone(Some(*obligation));
                *until = typed::instant(text, monitor.now(), zone)?;
            }
            (Deed::Amend { amendment, actors, .. }, FieldKind::Debtor) => {
                *amendment = Amendment::debtor(joining(party()?, actors));
            }
            (Deed::Amend { amendment, actors, .. }, FieldKind::Verifier) => {
                *amendment = Amendment::verifier(joining(party()?, actors));
            }
            _ => {}
        }
        Ok(deed)
    }
}

/// `A-1 *3`: a name, and how much.
fn split(text: &str) -> (&str, &str) {
    match text.rsplit_once('*') {
        Some((name, times)) if times.trim().parse::<u64>().is_ok() => (name.trim(), times),
        _ => (text, ""),
    }
}

impl<V: Names> Verdict<V> {
    /// The act whose precondition is in the way, if one is: those whom it protects can waive it.
    pub(super) fn waivable(&self) -> Option<(V::Act, Option<Subject<V>>)> {
        let Self::Refused(refusal, _) = self else { return None };
        refusal.findings.iter().find_map(|finding| match finding.matter {
            Matter::Premature { act, .. } | Matter::Waived { act, .. } => {
                Some((act, finding.subject.clone()))
            }
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cuba::{self, Act, Obligation, Party, Reading};

    fn monitor() -> Monitor<cuba::Cuba> {
        Monitor::new(&cuba::agreement(Reading::Verified).unwrap())
    }

    fn rehearsed(
        proposal: &Proposal<cuba::Cuba>,
        monitor: &Monitor<cuba::Cuba>,
    ) -> Verdict<cuba::Cuba> {
        proposal.verdict(monitor, Prose::new(monitor.agreement()))
    }

    fn type_in(proposal: &mut Proposal<cuba::Cuba>, text: &str) {
        proposal.field.as_mut().unwrap().input = Input::new(text.to_owned());
    }

    #[test]
    fn an_open_act_shows_what_it_brings() {
        let deed = Deed::act_once(Party::Ussr, Act::AcceptProposal);
        let mut proposal = Proposal::new(deed);
        let Verdict::Open(outlook) = rehearsed(&proposal, &monitor()) else { panic!("refused") };
        assert!(outlook.changes.len() > 3);
        type_in(&mut proposal, "0");
        assert!(matches!(rehearsed(&proposal, &monitor()), Verdict::Unreadable(_)));
    }

    #[test]
    fn a_closed_act_says_why_and_who_could_waive_it() {
        let deed = Deed::act_once(Party::Us, Act::LiftQuarantine);
        let verdict = rehearsed(&Proposal::new(deed), &monitor());
        assert_eq!(verdict.waivable(), Some((Act::LiftQuarantine, None)));
        let Verdict::Refused(refusal, recorded) = verdict else { panic!("let in") };
        assert_eq!(refusal.findings, recorded.findings);
        let waiver = Proposal::waiver(&monitor(), Act::LiftQuarantine, Target::Run).unwrap();
        let Verdict::Open(outlook) = rehearsed(&waiver, &monitor()) else { panic!("refused") };
        assert!(matches!(outlook.event.deed, Deed::Waive { actors, .. } if actors.len() == 5));
    }

    #[test]
    fn a_new_debtor_consents_and_a_misspelt_one_is_told() {
        let monitor = monitor();
        let mut proposal = Proposal::amendment(
            &monitor,
            &Card::of_run(Obligation::KeepNoInvasion),
            FieldKind::Debtor,
        )
        .unwrap();
        type_in(&mut proposal, "cubba");
        let Verdict::Unreadable(message) = rehearsed(&proposal, &monitor) else { panic!("read") };
        assert!(message.contains("`cuba`"), "{message}");
        type_in(&mut proposal, "cuba");
        let Verdict::Open(outlook) = rehearsed(&proposal, &monitor) else { panic!("refused") };
        let Deed::Amend { actors, .. } = outlook.event.deed else { panic!("no amendment") };
        assert!(actors.contains(&Party::Cuba));
    }

    #[test]
    fn a_new_verifier_consents() {
        let monitor = monitor();
        let mut proposal =
            Proposal::amendment(&monitor, &Card::of_run(Obligation::Announce), FieldKind::Verifier)
                .unwrap();
        type_in(&mut proposal, "un");
        let Verdict::Open(outlook) = rehearsed(&proposal, &monitor) else { panic!("refused") };
        let Deed::Amend { actors, .. } = outlook.event.deed else { panic!("no amendment") };
        assert_eq!(actors, [Party::Us, Party::Ussr, Party::Un]);
    }

    #[test]
    fn there_is_nothing_to_extend_before_it_is_due() {
        let monitor = monitor();
        let mut proposal = Proposal::extension(Party::Us, Obligation::CeaseWork, monitor.now());
        type_in(&mut proposal, "P2D");
        assert!(matches!(rehearsed(&proposal, &monitor), Verdict::Refused(..)));
    }
}
