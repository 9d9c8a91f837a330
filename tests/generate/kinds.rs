//! Random kinds of subjects (section 8).

use serde_json::{Value, json};

use super::conditions::{Names, Place};
use super::known::{Known, Opening};
use super::{Chooser, calendars, times};

/// What periods last, with the names that the first ones have if they begin at the start.
const PERIODS: [(&str, i64); 6] = [
    ("P1D", times::DAY),
    ("PT36H", 129_600),
    ("P1W", 7 * times::DAY),
    ("P5D", 5 * times::DAY),
    ("P1M", 30 * times::DAY),
    ("PT30H", 108_000),
];

/// How a kind is opened, before its conditions are chosen.
pub fn choose_opening(chooser: &mut Chooser<'_>) -> Opening {
    *chooser.one(&[Opening::Events, Opening::Parties, Opening::Periods])
}

impl Names<'_, '_> {
    /// The document of a kind, and the names that its subjects are likely to have.
    pub fn kind(&mut self, number: usize) -> (Value, Vec<String>) {
        let opening = self.known.kinds[number].opening;
        let (mut kind, names) = match opening {
            Opening::Parties => self.parties(),
            Opening::Periods => self.periods(),
            Opening::Events => self.events(number),
        };
        kind["gist"] = json!("a subject");
        if self.chooser.chance(20) {
            kind["terminates_when"] = self.condition(Place::of(Some(number)));
        }
        (kind, names)
    }

    fn parties(&mut self) -> (Value, Vec<String>) {
        let single = self.known.single();
        let group = self.known.parties.iter().find(|it| !it.members.is_empty());
        match (self.chooser.below(3), group) {
            (0, Some(group)) => (json!({ "each_of": group.name }), group.members.clone()),
            (1, _) => {
                let some = self.chooser.some(&single, 1);
                (json!({ "each_of": some }), some)
            }
            _ => (json!({ "each_of": "all" }), single),
        }
    }

    fn periods(&mut self) -> (Value, Vec<String>) {
        let (every, seconds) = *self.chooser.one(&PERIODS);
        let mut kind = json!({ "every": every });
        let is_term = !self.known.calendars.is_empty() && self.chooser.chance(50);
        if is_term {
            let calendar = *self.chooser.one(&self.known.calendars);
            kind["every"] = json!({ "term": every, "in": calendar });
            if !every.contains('T') && self.chooser.chance(50) {
                kind["every"]["ends"] = json!("00:00");
            }
        }
        let mut from = 0;
        match self.chooser.below(10) {
            0..=4 => {}
            5..=7 => {
                from = *self.chooser.one(&[-3 * times::DAY, 0, 5 * times::DAY, 21_600]);
                kind["from"] = json!(times::written(from));
            }
            8 if !self.known.calendars.is_empty() => {
                let mut day = calendars::day(self.chooser, &self.known.calendars);
                // Where the clocks skip a day's end, that period and the next would have one name: the law
                // does not say what then.
                if day["ends"] == "midnight" || day["ends"] == "close" {
                    day["ends"] = json!("10:00");
                }
                kind["from"] = day;
            }
            _ => kind["from"] = self.condition(Place::of(None)),
        }
        if self.chooser.chance(40) {
            kind["times"] = json!(self.chooser.between(1, 6));
        }
        if self.chooser.chance(25) {
            kind["ends_when"] = self.condition(Place::of(None));
        }
        if self.chooser.chance(40) {
            kind["ahead"] = json!(self.chooser.between(1, 3));
        }
        let is_of_days = !every.contains('T');
        let name = |k: i64| match is_of_days {
            true => times::at(from + k * seconds).date_naive().to_string(),
            false => times::written(from + k * seconds),
        };
        (kind, (0..8).map(name).collect())
    }

    fn events(&mut self, number: usize) -> (Value, Vec<String>) {
        let own: Vec<String> = self
            .known
            .acts
            .iter()
            .filter(|it| it.of == Some(number))
            .map(|it| it.name.clone())
            .collect();
        let acts = self.chooser.some(&own, 1);
        let mut kind = json!({ "opened_by": acts });
        if let [one] = acts.as_slice()
            && self.chooser.chance(50)
        {
            kind["opened_by"] = json!(one);
        }
        if self.chooser.chance(30) {
            kind["closes_when"] = self.condition(Place::of(None));
        }
        (kind, ["s0", "s1", "s2", "s3"].map(str::to_owned).to_vec())
    }
}

/// The names of the kinds of an agreement.
pub fn name(number: usize) -> String {
    format!("k{number}")
}

/// Whether an act of this kind may leave its subject to `unnamed`, and to what.
pub fn unnamed(known: &Known, number: usize) -> &'static [&'static str] {
    match known.kinds[number].opening {
        Opening::Parties => &["actor", "oldest", "refused"],
        Opening::Periods => &["current", "oldest", "refused"],
        Opening::Events => &["oldest", "refused", "oldest"],
    }
}
