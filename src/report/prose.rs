//! Sentences about an agreement, in its own vocabulary.

use std::borrow::Cow;
use std::fmt;

use crate::escape::escaped;
use crate::event::Deed;
use crate::monitor::{Change, Finding, Refusal};
use crate::names::{Ids, Names, Subject};
use crate::terms::{Agreement, Condition, TermOf};
use crate::time::{Date, Instant};

use super::sentences::Sentences;
use super::{Phrases, PlainPhrases, WrittenFinding, Zone};

/// Tells in sentences what changed and what was found.
///
/// ```
/// use servanda::cuba::{self, Act, Party, Reading};
/// use servanda::report::Prose;
/// use servanda::{Event, Monitor};
///
/// let agreement = cuba::agreement(Reading::Verified)?;
/// let prose = Prose::new(&agreement).with(&cuba::PHRASES);
/// let mut monitor = Monitor::new(&agreement);
/// let step = monitor.record(&Event::act(cuba::LETTER_SENT, Party::Us, Act::LiftQuarantine));
/// let told: Vec<String> = step.findings().map(|finding| prose.finding(&finding)).collect();
/// assert!(told[0].starts_with("the United States lifted the quarantine before "));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Prose<'a, V: Names = Ids> {
    agreement: &'a Agreement<V>,
    phrases: &'a dyn Phrases,
}

impl<V: Names> fmt::Debug for Prose<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prose").field("agreement", &self.agreement.title()).finish_non_exhaustive()
    }
}

impl<'a, V: Names> Prose<'a, V> {
    /// In plain phrases: everything goes by its name.
    #[must_use]
    pub fn new(agreement: &'a Agreement<V>) -> Self {
        Self { agreement, phrases: &PlainPhrases }
    }

    /// In phrases of your own.
    #[must_use]
    pub fn with(self, phrases: &'a dyn Phrases) -> Self {
        Self { phrases, ..self }
    }

    /// The agreement that it speaks of.
    pub(crate) fn agreement(&self) -> &'a Agreement<V> {
        self.agreement
    }

    /// A finding, without its date and place.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::report::Prose;
    /// use servanda::Verifier;
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let report = Verifier::new(&agreement).judge(cuba::history());
    /// let finding = report.findings().find(|it| !it.kind().is_only_told()).unwrap();
    /// let told = Prose::new(&agreement).with(&cuba::PHRASES).finding(&finding);
    /// assert!(told.contains("the United States lifted the quarantine before"));
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn finding(&self, finding: &Finding<V>) -> String {
        let finding = finding.translate(self.agreement.lexicon());
        finding.map_or_else(|_| foreign(), |finding| self.sentences().matter(&finding))
    }

    /// A finding that is only foreseen: what would be found if nobody did anything more, or if an event came.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::report::Prose;
    /// use servanda::Monitor;
    /// let agreement = cuba::agreement(Reading::Practised)?;
    /// let mut monitor = Monitor::new(&agreement);
    /// for event in cuba::practice().iter().take(12) {
    ///     monitor.record(event);
    /// }
    /// let outlook = monitor.outlook();
    /// let told = Prose::new(&agreement).with(&cuba::PHRASES).foreseen(outlook.next_breach().unwrap());
    /// assert!(told.starts_with("the Soviet Union would be late with "), "{told}");
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn foreseen(&self, finding: &Finding<V>) -> String {
        let finding = finding.translate(self.agreement.lexicon());
        finding.map_or_else(|_| foreign(), |finding| self.sentences().foreseen(&finding))
    }

    /// A finding as a report writes it, to serialise: with its date, its place, a sentence, and the
    /// passages that it rests on.
    ///
    /// ```
    /// use servanda::cuba::{self, Act, Party, Reading};
    /// use servanda::report::Prose;
    /// use servanda::{Event, Monitor};
    ///
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let mut monitor = Monitor::new(&agreement);
    /// let step = monitor.record(&Event::act(cuba::LETTER_SENT, Party::Us, Act::LiftQuarantine));
    /// let finding = step.findings().next().unwrap();
    /// let written = serde_json::to_value(Prose::new(&agreement).written(&finding))?;
    /// assert_eq!(written["kind"], "premature");
    /// assert_eq!(written["act"], "lift-quarantine");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn written(&self, finding: &Finding<V>) -> impl serde::Serialize + use<V> {
        let finding = finding.translate(self.agreement.lexicon()).ok()?;
        let sentences = self.sentences();
        let cites = sentences.cites(&finding);
        let written = WrittenFinding::new(self.agreement, &finding);
        Some(written.told(sentences.matter(&finding), cites))
    }

    /// Why an event was refused, as what would be if it were let in, without its date and place.
    ///
    /// ```
    /// use servanda::cuba::{self, Act, Party, Reading};
    /// use servanda::report::Prose;
    /// use servanda::{Event, Monitor};
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let mut monitor = Monitor::new(&agreement);
    /// let lifted = Event::act(cuba::LETTER_SENT, Party::Us, Act::LiftQuarantine);
    /// let refusal = monitor.submit(&lifted).unwrap_err();
    /// let told = Prose::new(&agreement).with(&cuba::PHRASES).refusal(&refusal);
    /// assert!(told.starts_with("`lift-quarantine` by the United States would be premature: "));
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn refusal(&self, refusal: &Refusal<V>) -> String {
        refusal.record().map_or_else(foreign, |refusal| self.sentences().refused(&refusal))
    }

    /// A change, without its date and place.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::report::Prose;
    /// use servanda::Monitor;
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let mut monitor = Monitor::new(&agreement);
    /// let step = monitor.record(&cuba::history()[0]);
    /// let told = Prose::new(&agreement).change(&step.changes().next().unwrap());
    /// assert_eq!(told, "the agreement enters into force");
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn change(&self, change: &Change<V>) -> String {
        let change = change.translate(self.agreement.lexicon());
        change.map_or_else(|_| foreign(), |change| self.sentences().change(&change))
    }

    /// What an event says, as a clause: "that the United States lifted the quarantine".
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::report::Prose;
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let prose = Prose::new(&agreement).with(&cuba::PHRASES);
    /// let lifting = &cuba::history()[9].deed;
    /// assert_eq!(prose.deed(lifting), "that the United States lifted the quarantine");
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn deed(&self, deed: &Deed<V>) -> String {
        let deed = deed.translate(self.agreement.lexicon());
        deed.map_or_else(|_| foreign(), |deed| self.sentences().deed(&deed))
    }

    /// A condition, as something that had not come about yet: fits after "before".
    ///
    /// ```
    /// use servanda::cuba::{self, Act, Reading};
    /// use servanda::condition::happened;
    /// use servanda::report::Prose;
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let prose = Prose::new(&agreement).with(&cuba::PHRASES);
    /// let told = prose.condition(&happened(Act::CeaseWork));
    /// assert!(told.contains("had"), "{told}");
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn condition(&self, condition: &Condition<V>) -> String {
        let condition = condition.translate(self.agreement.lexicon());
        condition.map_or_else(|_| foreign(), |condition| self.sentences().condition(&condition))
    }

    /// A condition as a statement of the present: that it holds, or that it does not.
    ///
    /// ```
    /// use servanda::cuba::{self, Act, Reading};
    /// use servanda::condition::happened;
    /// use servanda::report::Prose;
    ///
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let prose = Prose::new(&agreement).with(&cuba::PHRASES);
    /// let lifted = happened(Act::LiftQuarantine);
    /// assert_eq!(prose.fact(&lifted, false), "the United States has not lifted the quarantine");
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn fact(&self, condition: &Condition<V>, holds: bool) -> String {
        let condition = condition.translate(self.agreement.lexicon());
        condition.map_or_else(|_| foreign(), |condition| self.sentences().fact(&condition, holds))
    }

    /// A condition as a statement of a time that is past: that it held then, or that it did not.
    ///
    /// ```
    /// use servanda::cuba::{self, Act, Reading};
    /// use servanda::condition::happened;
    /// use servanda::report::Prose;
    ///
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let prose = Prose::new(&agreement).with(&cuba::PHRASES);
    /// let lifted = happened(Act::LiftQuarantine);
    /// let told = prose.fact_then(&lifted, false);
    /// assert_eq!(told, "the United States had not lifted the quarantine");
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn fact_then(&self, condition: &Condition<V>, holds: bool) -> String {
        let condition = condition.translate(self.agreement.lexicon());
        let told = |condition: Condition| self.sentences().fact_then(&condition, holds);
        condition.map_or_else(|_| foreign(), told)
    }

    /// A party.
    #[must_use]
    pub fn party(&self, party: V::Party) -> String {
        let id = self.agreement.lexicon().party_id(party);
        id.map_or_else(foreign, |id| self.sentences().party(id))
    }

    /// How long, in words: "two days", "three working days, Berlin".
    #[must_use]
    pub fn term(&self, term: &TermOf<V>) -> String {
        let name = |it: &V::Calendar| self.agreement.calendar_name(*it).map(escaped);
        term.map(|it| name(it).map_or_else(foreign, Cow::into_owned)).in_words()
    }

    /// An obligation.
    #[must_use]
    pub fn obligation(&self, obligation: V::Obligation) -> String {
        let id = self.agreement.lexicon().obligation_id(obligation);
        id.map_or_else(foreign, |id| self.sentences().obligation(id))
    }

    /// An act as such: "`lift-quarantine`".
    #[must_use]
    pub fn act(&self, act: V::Act) -> String {
        self.agreement.act_name(act).map_or_else(foreign, |name| format!("`{}`", escaped(name)))
    }

    /// An act that was done: "lifted the quarantine", or "did `lift-quarantine`".
    ///
    /// ```
    /// use servanda::cuba::{self, Act, Reading};
    /// use servanda::report::Prose;
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// assert_eq!(Prose::new(&agreement).did(Act::LiftQuarantine), "did `lift-quarantine`");
    /// let prose = Prose::new(&agreement).with(&cuba::PHRASES);
    /// assert_eq!(prose.did(Act::LiftQuarantine), "lifted the quarantine");
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn did(&self, act: V::Act) -> String {
        let id = self.agreement.lexicon().act_id(act);
        id.map_or_else(foreign, |id| self.sentences().did(id))
    }

    /// A subject, with its kind: "order `A-1`".
    ///
    /// ```
    /// # servanda::vocabulary! {
    /// #     struct Orders;
    /// #     enum Party { Buyer, Seller }
    /// #     enum Act { Order }
    /// #     enum Obligation { Delivery }
    /// #     enum Told {}
    /// #     enum Kind { Order }
    /// # }
    /// # use servanda::terms::opened_by;
    /// # use servanda::{Agreement, by, owes};
    /// use servanda::names::Subject;
    /// use servanda::report::Prose;
    /// # let orders = Agreement::<Orders>::builder("Orders", "2026-01-01T00:00:00Z".parse()?)
    /// #     .party(Party::Buyer, "who orders")
    /// #     .party(Party::Seller, "who delivers")
    /// #     .subjects(Kind::Order, opened_by([Act::Order]).gist("what is ordered at once"))
    /// #     .act(Act::Order, by([Party::Buyer, Party::Seller]).of_kind(Kind::Order))
    /// #     .obligation(
    /// #         Obligation::Delivery,
    /// #         owes(Party::Seller, Party::Buyer).perform(Act::Order).of_kind(Kind::Order),
    /// #     )
    /// #     .build()?;
    /// let order = Subject { kind: Kind::Order, name: "A-1".into() };
    /// assert_eq!(Prose::new(&orders).subject(&order), "order `A-1`");
    /// assert_eq!(Prose::new(&orders).kind(Kind::Order), "`order`");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn subject(&self, subject: &Subject<V>) -> String {
        let subject = subject.translate(self.agreement.lexicon());
        subject.map_or_else(|_| foreign(), |subject| self.sentences().subject(&subject))
    }

    /// A kind of subjects by its name; [`Prose::subject`] has an example.
    #[must_use]
    pub fn kind(&self, kind: V::Kind) -> String {
        self.agreement.kind_name(kind).map_or_else(foreign, |name| format!("`{}`", escaped(name)))
    }

    /// An instant in the time zone in which people see the agreement's ([`TimeZone`](super::TimeZone)).
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::report::Prose;
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// assert_eq!(Prose::new(&agreement).instant(cuba::LETTER_SENT), "1962-10-28 00:05 UTC");
    /// # Ok::<(), servanda::AgreementError>(())
    /// ```
    #[must_use]
    pub fn instant(&self, at: Instant) -> String {
        self.zone(None).text(at)
    }

    /// An instant of which something is said of an obligation: in the time zone of its own term.
    #[must_use]
    pub fn instant_of(&self, obligation: V::Obligation, at: Instant) -> String {
        self.zone(Some(obligation)).text(at)
    }

    /// The last instant of a day, by the clocks by which people see the agreement's instants.
    ///
    /// ```
    /// use servanda::cuba::{self, Reading};
    /// use servanda::report::Prose;
    /// let agreement = cuba::agreement(Reading::Verified)?;
    /// let end = Prose::new(&agreement).end_of("1962-10-28".parse()?);
    /// assert_eq!(Prose::new(&agreement).instant(end), "1962-10-28 24:00 UTC");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn end_of(&self, day: Date) -> Instant {
        self.zone(None).end_of(day)
    }

    /// When something was found: in the time zone of the term of the obligation that it is about.
    #[must_use]
    pub fn found_at(&self, finding: &Finding<V>) -> String {
        self.zone(finding.obligation().copied()).text(finding.at)
    }

    /// The time zone in which people see what is said of an obligation, or of the agreement.
    pub(crate) fn zone(&self, obligation: Option<V::Obligation>) -> Zone<'a> {
        let id = obligation.and_then(|it| self.agreement.lexicon().obligation_id(it));
        self.sentences().zone(id)
    }

    fn sentences(&self) -> Sentences<'a> {
        Sentences { terms: self.agreement.terms(), phrases: self.phrases }
    }
}

fn foreign() -> String {
    "something of another agreement".to_owned()
}
