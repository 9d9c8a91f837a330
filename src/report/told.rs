//! What is told, in words: figures, instants and what must match.

use crate::event::Speaker;
use crate::names::{Ids, ObligationId};
use crate::terms::{
    Bound, Decimal, Figure, Match, Matching, Moment, Reach, Shift, TermOf, ToldName,
};

use super::sentences::Sentences;

impl Sentences<'_> {
    /// How much of a duty to perform is done, of how much that is or will be owed.
    pub(crate) fn done(
        &self,
        id: ObligationId,
        progress: u64,
        owed: Option<u64>,
        quantity: Option<&Figure>,
    ) -> String {
        let (done, all) = self.amounts(id, progress, owed, quantity);
        match self.is_past(id, progress, owed, quantity) {
            true => format!("{done} (of {all})"),
            false => format!("{done}/{all}"),
        }
    }

    /// The same in words: "4 of 5 done"; or where more was done than is owed, "16 done, 1 owed".
    pub(crate) fn told_done(
        &self,
        id: ObligationId,
        progress: u64,
        owed: Option<u64>,
        quantity: Option<&Figure>,
    ) -> String {
        let (done, all) = self.amounts(id, progress, owed, quantity);
        match self.is_past(id, progress, owed, quantity) {
            true => format!("{done} done, {all} owed"),
            false => format!("{done} of {all} done"),
        }
    }

    /// Whether more is done than is owed.
    fn is_past(
        &self,
        id: ObligationId,
        progress: u64,
        owed: Option<u64>,
        quantity: Option<&Figure>,
    ) -> bool {
        let written = match quantity {
            None => self.terms.unit_of(id).is_none().then_some(1),
            Some(Figure::Written(figure)) => Some(figure.whole()),
            Some(Figure::Told { .. }) => None,
        };
        owed.or(written).is_some_and(|owed| progress > owed)
    }

    /// How much is done, and how much in all is or will be owed, in the unit of the acts.
    pub(crate) fn amounts(
        &self,
        id: ObligationId,
        progress: u64,
        owed: Option<u64>,
        quantity: Option<&Figure>,
    ) -> (String, String) {
        let amount = |whole| Decimal::of_whole(whole, self.terms.unit_of(id)).to_string();
        let owed = match (owed, quantity) {
            (Some(owed), _) => amount(owed),
            (None, Some(quantity)) => self.figure(quantity),
            (None, None) => "1".to_owned(),
        };
        (amount(progress), owed)
    }

    pub(super) fn figure(&self, figure: &Figure) -> String {
        match figure {
            Figure::Written(figure) => figure.to_string(),
            Figure::Told { name, share } if share.to_string() == "1" => {
                format!("what {} says", self.told_name(name))
            }
            Figure::Told { name, share } => {
                format!("{share} times what {} says", self.told_name(name))
            }
        }
    }

    pub(super) fn moment(&self, of: &Moment) -> String {
        match of {
            Moment::At(instant) => self.instant(*instant),
            Moment::Told { name, shift: None } => self.told_name(name),
            Moment::Day { day, instant } => match instant {
                Some(instant) => self.instant(*instant),
                None => day.day().to_string(),
            },
            Moment::Told { name, shift: Some(Shift::After(term)) } => {
                format!("{} after {}", self.term(term), self.told_name(name))
            }
            Moment::Told { name, shift: Some(Shift::Before(term)) } => {
                format!("{} before {}", self.term(term), self.told_name(name))
            }
        }
    }

    /// Over what time a limit counts: "in all", "in each period of one week", "within any seven days".
    pub(crate) fn over(&self, reach: &Reach) -> String {
        match reach {
            Reach::InAll => "in all".to_owned(),
            Reach::Per(term) => format!("in each period of {}", self.term(term)),
            Reach::InAny(term) => format!("within any {}", self.term(term)),
        }
    }

    /// How long, in words.
    pub(crate) fn term(&self, term: &TermOf<Ids>) -> String {
        self.terms.term_in_words(term)
    }

    pub(super) fn matching(&self, matching: &Matching) -> String {
        let parts: Vec<String> = matching
            .iter()
            .map(|(name, what)| format!("{} {}", self.told_name(name), self.what(what)))
            .collect();
        parts.join(" and ")
    }

    pub(super) fn speaker(&self, speaker: &Speaker) -> String {
        self.parties(speaker.parties())
    }

    fn what(&self, what: &Match) -> String {
        match what {
            Match::Words(words) => words.join(" or "),
            Match::Bounds { at_least, at_most } => {
                let least =
                    at_least.as_ref().map(|bound| format!("at least {}", self.bound(bound)));
                let most = at_most.as_ref().map(|bound| format!("at most {}", self.bound(bound)));
                least.into_iter().chain(most).collect::<Vec<_>>().join(" and ")
            }
        }
    }

    fn told_name(&self, name: &ToldName<Ids>) -> String {
        match name {
            ToldName::Start => "the start".to_owned(),
            ToldName::End => "its end".to_owned(),
            ToldName::Opened => "its opening".to_owned(),
            ToldName::Opener => "who opened it".to_owned(),
            ToldName::Told(name) => format!("`{}`", self.terms.told[*name].name),
        }
    }

    fn bound(&self, bound: &Bound) -> String {
        match bound {
            Bound::Quantity(quantity) => quantity.to_string(),
            Bound::Instant(instant) => self.instant(*instant),
            Bound::Day(day) => day.day().to_string(),
        }
    }
}
