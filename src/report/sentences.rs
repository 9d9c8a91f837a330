//! Conditions and findings as sentences.

use crate::escape::escaped;
use crate::event::Deed;
use crate::monitor::{Cause, Change, Finding, Matter, Status, Transition, VoidReason};
use crate::names::{ActId, Ids, ObligationId, PartyId, Subject};
use crate::terms::{Decimal, Doer, Duty, Terms, Who};

use super::{Phrases, PlainPhrases};

/// Says things of one agreement in sentences.
pub(crate) struct Sentences<'a> {
    pub(crate) terms: &'a Terms,
    pub(crate) phrases: &'a dyn Phrases,
}

/// What a party is called by its description, where that begins with a name or a title: "the United States"
/// of "the United States, which proposed it". One that only tells about the party calls it nothing.
pub(crate) fn called(description: &str) -> Option<&str> {
    /// So long may a name be that stands in sentences.
    const LONGEST: usize = 40;
    let first = description.split([',', ';', ':', '(']).next()?.trim();
    let is_title = first.starts_with("the ") || first.starts_with(char::is_uppercase);
    let tells = [" that ", " who ", " whom ", " whose ", " which "];
    let is_name = is_title && !tells.iter().any(|word| first.contains(word));
    (is_name && first.chars().count() <= LONGEST).then_some(first)
}

impl<'a> Sentences<'a> {
    /// In plain phrases: everything goes by its name.
    pub(crate) fn plain(terms: &'a Terms) -> Self {
        Self { terms, phrases: &PlainPhrases }
    }
}

impl Sentences<'_> {
    pub(crate) fn party(&self, id: PartyId) -> String {
        let party = &self.terms.parties[id];
        match (self.phrases.party(&party.name), called(&party.description)) {
            (Some(phrase), _) => phrase.to_owned(),
            (None, Some(called)) => escaped(called).into_owned(),
            (None, None) => escaped(&party.name).into_owned(),
        }
    }

    /// Who verifies an obligation, as the agreement writes it.
    fn verifier(&self, id: ObligationId) -> String {
        let verifier = self.terms.obligations[id].verifier().and_then(Who::named);
        verifier.map_or_else(|| "the verifier".to_owned(), |party| self.party(*party))
    }

    pub(crate) fn obligation(&self, id: ObligationId) -> String {
        let name = &self.terms.obligation_names[id];
        self.phrases.obligation(name).map_or_else(|| format!("`{}`", escaped(name)), str::to_owned)
    }

    /// "lifted the quarantine", or "did `lift-quarantine`".
    pub(crate) fn did(&self, id: ActId) -> String {
        let name = &self.terms.act_names[id];
        self.phrases.act(name).map_or_else(|| format!("did `{}`", escaped(name)), str::to_owned)
    }

    /// "lifted the quarantine", or "done `lift-quarantine`": fits after "has" and "had".
    pub(super) fn done_act(&self, id: ActId) -> String {
        let name = &self.terms.act_names[id];
        self.phrases.act(name).map_or_else(|| format!("done `{}`", escaped(name)), str::to_owned)
    }

    /// A finding as a sentence, without its date and place.
    pub(crate) fn matter(&self, finding: &Finding) -> String {
        let matter = self.matter_alone(finding);
        match &finding.subject {
            Some(subject) => format!("{}: {matter}", self.subject(subject)),
            None => matter,
        }
    }

    /// The same of what is only foreseen.
    pub(crate) fn foreseen(&self, finding: &Finding) -> String {
        let foreseen = match &finding.matter {
            Matter::Overdue { party, obligation, deadline } => format!(
                "{} would be late with {}, which is due by {}",
                self.party(*party),
                self.obligation(*obligation),
                self.instant_of(*obligation, *deadline),
            ),
            Matter::Unmet { party, obligation }
                if !self.terms.obligations[*obligation].is_prohibition() =>
            {
                let (party, obligation) = (self.party(*party), self.obligation(*obligation));
                format!("{party} would not have done {obligation} by then, as is hoped")
            }
            _ => return self.matter(finding),
        };
        match &finding.subject {
            Some(subject) => format!("{}: {foreseen}", self.subject(subject)),
            None => foreseen,
        }
    }

    /// A subject, with its kind.
    pub(crate) fn subject(&self, subject: &Subject) -> String {
        format!("{} `{subject}`", escaped(&self.terms.kind_names[subject.kind]))
    }

    /// By whom something was done.
    pub(super) fn doer(&self, doer: Doer) -> String {
        match doer {
            Doer::Party(party) => self.party(party),
            Doer::Each => "it".to_owned(),
        }
    }

    /// What a finding says, whatever its subject.
    fn matter_alone(&self, finding: &Finding) -> String {
        match &finding.matter {
            Matter::Overdue { party, obligation, deadline } => format!(
                "{} was late with {}, which was due by {}",
                self.party(*party),
                self.obligation(*obligation),
                self.instant_of(*obligation, *deadline),
            ),
            Matter::Prohibited { party, obligation } => {
                let did = match self.terms.obligations[*obligation].acts() {
                    [act] => self.did(*act),
                    _ => "did it".to_owned(),
                };
                format!("{} {did}, {}", self.party(*party), self.forbidden(*obligation))
            }
            Matter::Premature { party, act, unmet } => {
                format!("{} {} {}", self.party(*party), self.did(*act), self.unmet(unmet))
            }
            Matter::Belated { party, act, .. } => format!(
                "{} {} after its time was over: {}",
                self.party(*party),
                self.did(*act),
                self.fact_then(&self.terms.acts[*act].expires_when, true),
            ),
            Matter::Repeated { deed } => {
                format!("{} was told again, and counts once", self.deed(deed))
            }
            Matter::Waived { party, act, unmet } => format!(
                "{} {} {}; what had to come first protects nobody else, so doing it waived that",
                self.party(*party),
                self.did(*act),
                self.unmet(unmet)
            ),
            Matter::Denied { party, obligation } => format!(
                "{} denied that {} had performed {}",
                self.verifier(*obligation),
                self.party(*party),
                self.obligation(*obligation)
            ),
            Matter::Unmet { party, obligation } => {
                if self.terms.obligations[*obligation].is_prohibition() {
                    format!(
                        "{} did not heed {}, a warning that binds nobody",
                        self.party(*party),
                        self.obligation(*obligation)
                    )
                } else {
                    format!(
                        "{} had not done {} by then, as was hoped",
                        self.party(*party),
                        self.obligation(*obligation)
                    )
                }
            }
            Matter::DeadlinePassed { obligation, deadline, .. } => format!(
                "{} fell due only after its deadline, {}, and has none now",
                self.obligation(*obligation),
                self.instant_of(*obligation, *deadline),
            ),
            Matter::Unreckoned { obligation } => format!(
                "{} fell due, and its calendar does not reach its deadline: it has none",
                self.obligation(*obligation),
            ),
            Matter::Void { reason, needed, deed } => {
                format!("{} has no effect: {}", self.deed(deed), self.reason(*reason, needed, deed))
            }
            Matter::VoidStatement { reason, needed, stated } => {
                let why = self.why_stated_in_vain(*reason, needed, stated);
                format!("{} has no effect: {why}", self.stated(stated))
            }
        }
    }

    fn forbidden(&self, id: ObligationId) -> String {
        let obligation = self.obligation(id);
        match &self.terms.obligations[id].duty {
            Duty::Refrain(duty) if duty.written_limit() != Some(0) => {
                let (limit, time) = (self.figure(&duty.beyond), self.over(duty.reach()));
                format!("more than the {limit} {time} that {obligation} allows")
            }
            _ => format!("which {obligation} forbids"),
        }
    }

    /// What an event says, as a sentence.
    pub(crate) fn deed(&self, deed: &Deed) -> String {
        match deed {
            Deed::Act { actor, act, .. } => {
                format!("that {} {}", self.party(*actor), self.did(*act))
            }
            Deed::Attest { speaker, obligation } => {
                format!("that {} attested {}", self.speaker(speaker), self.obligation(*obligation))
            }
            Deed::Deny { speaker, obligation } => {
                format!("that {} denied {}", self.speaker(speaker), self.obligation(*obligation))
            }
            Deed::Release { speaker, obligation } => {
                format!("that {} released {}", self.speaker(speaker), self.obligation(*obligation))
            }
            Deed::Extend { speaker, obligation, until } => format!(
                "that {} extended {} until {}",
                self.speaker(speaker),
                self.obligation(*obligation),
                self.instant_of(*obligation, *until)
            ),
            Deed::Amend { actors, obligation, .. } => {
                format!("that {} amended {}", self.parties(actors), self.obligation(*obligation))
            }
            Deed::Waive { actors, act } => format!(
                "that {} waived what `{}` requires",
                self.parties(actors),
                escaped(&self.terms.act_names[*act])
            ),
            Deed::Amended { speaker, .. } => {
                let speaker = self.speaker(speaker);
                format!("that {speaker} put another agreement in the place of this one")
            }
            Deed::Tick { .. } => "the tick".to_owned(),
            Deed::Unknown(deed) if matches!(**deed, Deed::Amended { .. }) => {
                let mut actors: Vec<String> =
                    deed.actors().map(|actor| self.party_of_name(&actor)).collect();
                actors.dedup();
                format!("that {} put another agreement in the place of this one", listed(&actors))
            }
            Deed::Unknown(deed) => {
                let actor = deed.actor().map_or("someone", |actor| &**actor);
                let about = deed.obligation().or(deed.act());
                let about = about.map(|name| format!(" of `{}`", escaped(name)));
                format!("what `{}` said{}", escaped(actor), about.unwrap_or_default())
            }
        }
    }

    pub(super) fn parties(&self, parties: &[PartyId]) -> String {
        if parties.is_empty() {
            return "nobody".to_owned();
        }
        let names: Vec<String> = parties.iter().map(|party| self.party(*party)).collect();
        listed(&names)
    }

    /// A party by its name in a log.
    fn party_of_name(&self, name: &str) -> String {
        match self.terms.party(name) {
            Ok(id) => self.party(id),
            Err(_) => format!("`{}`", escaped(name)),
        }
    }

    pub(super) fn reason(&self, reason: VoidReason, needed: &[PartyId], deed: &Deed) -> String {
        match reason {
            VoidReason::Conflicting => {
                "another event came before under its id, and said something else".to_owned()
            }
            VoidReason::OutOfOrder => "it is earlier than what came before it".to_owned(),
            VoidReason::Future => "it was known before it happened".to_owned(),
            VoidReason::Complete => {
                "a line before it said that the log had all that happened up to then".to_owned()
            }
            VoidReason::NotCarried => "the run can't be carried over to that agreement".to_owned(),
            VoidReason::Untold => self.untold(deed),
            VoidReason::NoSubject => self.no_subject(deed),
            VoidReason::TooFar => {
                "more than 100,000 periods would open on the way to it".to_owned()
            }
            VoidReason::NoPower => "it was done without right".to_owned(),
            VoidReason::Unknown => self.unknown(deed),
            VoidReason::Unauthorized if needed.is_empty() => self.nobody_may(deed, "it"),
            VoidReason::Unauthorized => format!("only {} may", self.parties(needed)),
            VoidReason::NothingToVerify => "there is nothing to verify".to_owned(),
            VoidReason::Closed => "it is closed".to_owned(),
            VoidReason::NoDeadline => "it has no running deadline before that".to_owned(),
            VoidReason::NoConsent if needed.is_empty() => {
                "its parties are still to be told".to_owned()
            }
            VoidReason::NoConsent => format!("{} did not consent", self.parties(needed)),
            VoidReason::NotDue => "that can't be amended as the obligation stands".to_owned(),
        }
    }

    /// Why nobody at all could do what was done about the obligation so named.
    fn no_subject(&self, deed: &Deed) -> String {
        let of_act = deed.act().and_then(|act| self.terms.acts[*act].of);
        let kind = of_act.or_else(|| {
            deed.obligation().and_then(|obligation| self.terms.obligations[*obligation].of)
        });
        match kind {
            None => "it names a subject, and is about nothing that has subjects".to_owned(),
            Some(kind) => {
                let kind = escaped(&self.terms.kind_names[kind]);
                format!("it goes to no `{kind}` that there is, and opens none")
            }
        }
    }

    pub(super) fn nobody_may(&self, deed: &Deed, name: &str) -> String {
        let has_verifier = |id: ObligationId| self.terms.obligations[id].verifier().is_some();
        match deed {
            Deed::Amend { .. } => {
                format!("the debtor of {name} would be its own creditor or verifier")
            }
            Deed::Attest { obligation, .. } | Deed::Deny { obligation, .. }
                if !has_verifier(*obligation) =>
            {
                format!("{name} has no verifier")
            }
            Deed::Attest { .. } | Deed::Deny { .. } => {
                format!("the verifier of {name} is still to be told")
            }
            _ => format!("the creditor of {name} is still to be told"),
        }
    }

    /// What an act must tell, and nothing else.
    fn untold(&self, deed: &Deed) -> String {
        let tells = match deed {
            Deed::Act { act, .. } => self.terms.acts[*act].told(),
            _ => &[],
        };
        let names: Vec<String> = tells
            .iter()
            .map(|(name, what)| format!("`{}` ({what})", self.terms.told[*name].name))
            .collect();
        match names.is_empty() {
            true => "it must tell nothing".to_owned(),
            false => format!("it must tell {}, and nothing else", names.join(", ")),
        }
    }

    /// The first unknown name of a deed, with the nearest known one.
    pub(super) fn unknown(&self, deed: &Deed) -> String {
        let unknown = match deed {
            Deed::Unknown(deed) => {
                deed.translate::<Ids, _>(&self.terms.as_written().suggesting()).err()
            }
            _ => None,
        };
        match (unknown, deed) {
            (Some(unknown), _) => unknown.to_string(),
            (None, Deed::Unknown(deed)) => match &**deed {
                Deed::Amended { agreement, .. } => {
                    format!("no agreement at hand has the digest `{}`", escaped(agreement))
                }
                _ => "the agreement does not know its names".to_owned(),
            },
            (None, _) => "the agreement does not know its names".to_owned(),
        }
    }

    /// The passages that a finding rests on: those that its obligation or act cites.
    pub(crate) fn cites(&self, finding: &Finding) -> &[Box<str>] {
        match (finding.obligation(), finding.act()) {
            (Some(id), _) => &self.terms.obligations[*id].cites,
            (None, Some(id)) => &self.terms.acts[*id].cites,
            (None, None) => &[],
        }
    }

    /// A change as a sentence, without its date and place.
    pub(crate) fn change(&self, change: &Change) -> String {
        let text = self.change_alone(change);
        match (&change.subject, &change.transition) {
            (Some(subject), Transition::Opened | Transition::Terminated) => {
                format!("{} {text}", self.subject(subject))
            }
            (Some(subject), _) => format!("{}: {text}", self.subject(subject)),
            (None, _) => text,
        }
    }

    /// What a change says, whatever its subject.
    fn change_alone(&self, change: &Change) -> String {
        match &change.transition {
            Transition::EnteredIntoForce => "the agreement enters into force".to_owned(),
            Transition::Terminated if change.subject.is_some() => "terminates".to_owned(),
            Transition::Terminated => "the agreement terminates".to_owned(),
            Transition::Opened => "opens".to_owned(),
            Transition::ListClosed { kind } => {
                format!("the list of `{}` is closed", escaped(&self.terms.kind_names[*kind]))
            }
            Transition::Moved { obligation, from, to, cause } => {
                let name = self.obligation(*obligation);
                let terms = &self.terms.obligations[*obligation];
                match (from, to, cause) {
                    (Status::Dormant, Status::Due, _) if terms.is_prohibition() => {
                        format!("{name} takes effect")
                    }
                    (Status::Dormant, Status::Due, _) => format!("{name} falls due"),
                    (_, _, Cause::Done) => format!("{name}: {from} → {to}"),
                    _ => format!("{name}: {from} → {to} ({cause})"),
                }
            }
            Transition::Progressed { obligation, progress: whole } => {
                let name = self.obligation(*obligation);
                let progress = Decimal::of_whole(*whole, self.terms.unit_of(*obligation));
                match self.terms.obligations[*obligation].performance() {
                    Some(duty) => {
                        let quantity = duty.quantity.as_ref();
                        let told = self.told_done(*obligation, *whole, None, quantity);
                        format!("{name}: {told}")
                    }
                    None => format!("{name}: {progress} done"),
                }
            }
            Transition::Scheduled { obligation, deadline } => {
                let name = self.obligation(*obligation);
                let terms = &self.terms.obligations[*obligation];
                let is_term = terms.binding && !terms.target;
                match deadline {
                    Some(deadline) if is_term => {
                        format!("{name}: to be done by {}", self.instant_of(*obligation, *deadline))
                    }
                    Some(deadline) => {
                        format!("{name}: hoped for by {}", self.instant_of(*obligation, *deadline))
                    }
                    None => format!("{name}: has no deadline any more"),
                }
            }
            Transition::Amended { obligation } => {
                format!("{} is amended", self.obligation(*obligation))
            }
            Transition::Expired { act } => {
                format!("the time of `{}` is over", self.terms.act_names[*act])
            }
            Transition::Waived { act } => {
                let act = escaped(&self.terms.act_names[*act]);
                format!("what `{act}` requires binds nobody any longer")
            }
        }
    }
}

/// "ada", "ada and bob", "ada, bob and eve".
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
