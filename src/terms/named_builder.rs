//! Writing an agreement whose names are known only when the program runs.

use crate::names::{
    ActId, CalendarId, Ids, KindId, Name, ObligationId, PartyId, Text, ToldId, Translate,
};
use crate::time::Instant;
use crate::time::calendar::Calendar;

use super::act::{Act, by};
use super::agreement::Agreement;
use super::builder::Draft;
use super::condition::Condition;
use super::error::{AgreementError, BrokenRule, Defect};
use super::obligation::Obligation;
use super::party::Described;
use super::passage::Passage;

/// An agreement being written whose names are known only when the program runs: see
/// [`Agreement::named`].
///
/// A name is declared once, as text, and answers the id that terms and conditions speak of it by.
/// Names come first, for terms may speak of each other; the order of their declaration is the order of
/// the document.
///
/// ```
/// use servanda::condition::happened;
/// use servanda::{Agreement, Event, Monitor, Status, by, owes};
///
/// let mut sale = Agreement::named("Sale of a boat", "2026-05-04T09:00:00Z".parse()?);
/// let buyer = sale.party("buyer", "who buys");
/// let seller = sale.party("seller", "who sells");
/// let (pay, deliver) = (sale.act("pay"), sale.act("deliver"));
/// let delivery = sale.obligation("delivery");
/// sale.act_terms(pay, by([buyer]));
/// sale.act_terms(deliver, by([seller]));
/// let owed = owes(seller, buyer).perform(deliver).when(happened(pay)).within("P2W".parse()?);
/// sale.obligation_terms(delivery, owed);
/// let sale = sale.build()?;
///
/// let mut monitor = Monitor::new(&sale);
/// monitor.record(&Event::act(sale.date().ok_or("undated")?, buyer, pay));
/// assert_eq!(monitor.status(delivery), Some(Status::Due));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "an agreement is made by `build`"]
pub struct NamedBuilder {
    /// What needs no id. Its acts and obligations are put in when it is built.
    draft: Draft,
    acts: Vec<(Box<str>, Act)>,
    obligations: Vec<(Box<str>, Option<Obligation>)>,
    entry_into_force: Option<Condition>,
    terminates_when: Option<Condition>,
    settled_when: Option<Condition>,
}

impl Agreement {
    /// Starts an agreement of this title, whose clock starts at this instant, and whose names are
    /// known only when the program runs.
    ///
    /// ```
    /// use servanda::{Agreement, by};
    /// let mut chores = Agreement::named("Chores", "2026-05-04T09:00:00Z".parse()?);
    /// let people: Vec<_> = ["ann", "bo"].map(|name| chores.party(name, "lives here")).into();
    /// let sweep = chores.act("sweep");
    /// chores.act_terms(sweep, by(people));
    /// let chores = chores.build()?;
    /// assert_eq!(chores.party_name(chores.party("bo")?), Some("bo"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn named(title: &str, date: Instant) -> NamedBuilder {
        NamedBuilder {
            draft: Draft::new(title, Some(date)),
            acts: Vec::new(),
            obligations: Vec::new(),
            entry_into_force: None,
            terminates_when: None,
            settled_when: None,
        }
    }
}

impl NamedBuilder {
    /// A party of this name, with who that is.
    pub fn party(&mut self, name: &str, description: &str) -> PartyId {
        let id = id(self.draft.parties.len());
        let described = Described { gist: description.into(), group: None };
        self.draft.parties.push((name.into(), described));
        PartyId::new(id)
    }

    /// An act of this name. Nobody may do it until [`NamedBuilder::act_terms`] says who.
    pub fn act(&mut self, name: &str) -> ActId {
        let id = id(self.acts.len());
        let nobody: [PartyId; 0] = [];
        self.acts.push((name.into(), by(nobody)));
        ActId::new(id)
    }

    /// An obligation of this name; what it is [`NamedBuilder::obligation_terms`] says.
    pub fn obligation(&mut self, name: &str) -> ObligationId {
        let id = id(self.obligations.len());
        self.obligations.push((name.into(), None));
        ObligationId::new(id)
    }

    /// A calendar of this name, for terms to be counted by.
    pub fn calendar(&mut self, name: &str, calendar: Calendar) -> CalendarId {
        let id = id(self.draft.calendars.len());
        self.draft.calendars.push((name.into(), calendar));
        CalendarId::new(id)
    }

    /// Who may do an act, what must hold first, in whose favour. See [`by`](crate::by).
    pub fn act_terms(&mut self, act: ActId, terms: Act) {
        if let Some((_, known)) = self.acts.get_mut(act.number()) {
            *known = terms;
        }
    }

    /// What an obligation is. See [`owes`](crate::owes).
    pub fn obligation_terms(&mut self, obligation: ObligationId, terms: impl Into<Obligation>) {
        if let Some((_, known)) = self.obligations.get_mut(obligation.number()) {
            *known = Some(terms.into());
        }
    }

    /// A passage of the source text, by the id that `cites` points to.
    pub fn passage(&mut self, id: &str, passage: Passage) {
        self.draft.passages.push((id.into(), passage));
    }

    /// Until this first holds nothing is due. Without a word, the agreement is in force at once.
    pub fn entry_into_force(&mut self, condition: Condition) {
        self.entry_into_force = Some(condition);
    }

    /// From when this first holds everything still open lapses. Without a word, never.
    pub fn terminates_when(&mut self, condition: Condition) {
        self.terminates_when = Some(condition);
    }

    /// What "settled" means. Without a word: every binding obligation is closed, or is a
    /// prohibition that is due or suspended.
    pub fn settled_when(&mut self, condition: Condition) {
        self.settled_when = Some(condition);
    }

    /// The agreement, checked.
    ///
    /// # Errors
    /// Every rule of [SEMANTICS.md, section 2](crate::guide::law#2-an-agreement), that it breaks, with its place: among them names that
    /// were declared twice, and obligations of which nobody said what they are.
    ///
    /// ```
    /// let mut sale = servanda::Agreement::named("Sale", "2026-05-04T09:00:00Z".parse()?);
    /// sale.party("buyer", "who buys");
    /// sale.obligation("price");
    /// let error = sale.build().unwrap_err();
    /// assert_eq!(error.defects()[0].place(), "obligations.price");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn build(mut self) -> Result<Agreement, AgreementError> {
        let unsaid = self.obligations.iter().filter(|(_, terms)| terms.is_none());
        let unsaid = unsaid
            .map(|(name, _)| Defect::new(format!("obligations.{name}"), BrokenRule::NoDuty))
            .collect();
        if let Some(error) = AgreementError::of(unsaid) {
            return Err(error);
        }
        let mut draft = std::mem::replace(&mut self.draft, Draft::new("", None));
        let words = Words::of(&draft, &self);
        draft.acts = self
            .acts
            .iter()
            .map(|(name, act)| {
                let Ok(act) = act.translate(&words);
                (name.clone(), act)
            })
            .collect();
        draft.obligations = self
            .obligations
            .iter()
            .filter_map(|(name, obligation)| {
                let Ok(obligation) = obligation.as_ref()?.translate(&words);
                Some((name.clone(), obligation))
            })
            .collect();
        let condition = |condition: &Option<Condition>| {
            condition.as_ref().map(|condition| {
                let Ok(condition) = condition.translate(&words);
                condition
            })
        };
        draft.entry_into_force = condition(&self.entry_into_force);
        draft.terminates_when = condition(&self.terminates_when);
        draft.settled_when = condition(&self.settled_when);
        Agreement::drafted(draft)
    }
}

/// As many ids as fit; past them the agreement is refused as too large.
fn id(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// The names by their ids. An id of another agreement reads `?` and is refused as unknown.
struct Words {
    parties: Vec<Box<str>>,
    acts: Vec<Box<str>>,
    obligations: Vec<Box<str>>,
    calendars: Vec<Box<str>>,
}

impl Words {
    fn of(draft: &Draft, builder: &NamedBuilder) -> Self {
        Self {
            parties: draft.parties.iter().map(|(name, _)| name.clone()).collect(),
            acts: builder.acts.iter().map(|(name, _)| name.clone()).collect(),
            obligations: builder.obligations.iter().map(|(name, _)| name.clone()).collect(),
            calendars: draft.calendars.iter().map(|(name, _)| name.clone()).collect(),
        }
    }
}

fn word(names: &[Box<str>], id: impl Name) -> Box<str> {
    names.get(id.number()).cloned().unwrap_or_else(|| "?".into())
}

impl Translate<Ids, Text> for Words {
    type Error = std::convert::Infallible;

    fn party(&self, party: &PartyId) -> Result<Box<str>, Self::Error> {
        Ok(word(&self.parties, *party))
    }

    fn act(&self, act: &ActId) -> Result<Box<str>, Self::Error> {
        Ok(word(&self.acts, *act))
    }

    fn told(&self, _: &ToldId) -> Result<Box<str>, Self::Error> {
        Ok("?".into())
    }

    fn kind(&self, _: &KindId) -> Result<Box<str>, Self::Error> {
        Ok("?".into())
    }

    fn calendar(&self, calendar: &CalendarId) -> Result<Box<str>, Self::Error> {
        Ok(word(&self.calendars, *calendar))
    }

    fn obligation(&self, obligation: &ObligationId) -> Result<Box<str>, Self::Error> {
        Ok(word(&self.obligations, *obligation))
    }
}

#[cfg(all(test, feature = "json"))]
mod tests {
    use crate::condition::{discharged, happened};
    use crate::cuba::{self, Reading};
    use crate::{Agreement, by, owes};

    #[test]
    fn it_comes_to_what_a_document_comes_to() {
        let date = "2026-05-04T09:00:00Z".parse().unwrap();
        let mut sale = Agreement::named("Sale", date);
        let (buyer, seller) = (sale.party("buyer", "buys"), sale.party("seller", "sells"));
        let (pay, deliver) = (sale.act("pay"), sale.act("deliver"));
        let price = sale.obligation("price");
        sale.act_terms(deliver, by([seller]).requires(discharged(price)));
        sale.act_terms(pay, by([buyer]));
        sale.obligation_terms(price, owes(buyer, seller).perform(pay));
        sale.settled_when(happened(deliver));
        let sale = sale.build().unwrap();
        let document = Agreement::from_json(
            r#"{
                "title": "Sale", "date": "2026-05-04T09:00:00Z",
                "parties": {"buyer": "buys", "seller": "sells"},
                "acts": {
                    "pay": {"by": ["buyer"]},
                    "deliver": {"by": ["seller"], "requires": {"discharged": "price"}}
                },
                "obligations": {
                    "price": {"debtor": "buyer", "creditor": "seller", "perform": "pay"}
                },
                "settled_when": {"happened": "deliver"}
            }"#,
        );
        assert_eq!(sale, document.unwrap());
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        let date = "2026-05-04T09:00:00Z".parse().unwrap();
        let error = |write: &dyn Fn(&mut super::NamedBuilder)| {
            let mut agreement = Agreement::named("Sale", date);
            write(&mut agreement);
            agreement.build().unwrap_err().to_string()
        };
        let nobody = error(&|it| {
            it.act("pay");
        });
        assert!(
            nobody.starts_with("acts.pay.by: `by` is empty: nobody may do this act"),
            "{nobody}"
        );
        let twice = error(&|it| {
            it.party("ann", "");
            it.party("ann", "");
        });
        assert!(twice.contains("the party `ann` is declared twice"), "{twice}");
        let other = cuba::agreement(Reading::Verified).unwrap().erased();
        let foreign = other.parties().last().unwrap();
        let foreign = error(&|it| {
            let act = it.act("pay");
            it.act_terms(act, by([foreign]));
        });
        assert!(foreign.contains("unknown party `?`"), "{foreign}");
    }
}
