//! What makes an agreement unacceptable (sections 2, 8, 9 and 10): the errors of the document.

use serde_json::{Map, Value};

use super::document::Window;
use super::document::{Agreement, Form, Obligation, Opening, Whom};
use super::json::{entries, one_or_more};
use super::told::Figure;

type Checked = Result<(), String>;

fn refuse<T>(is_wrong: bool, why: impl Fn() -> T) -> Checked
where
    T: Into<String>,
{
    if is_wrong { Err(why().into()) } else { Ok(()) }
}

const OF_AGREEMENT: &[&str] = &[
    "title",
    "date",
    "parties",
    "registrar",
    "acts",
    "obligations",
    "subjects",
    "calendars",
    "entry_into_force",
    "terminates_when",
    "settled_when",
    "passages",
];
const OF_PARTY: &[&str] = &["gist", "members", "speaks"];
const OF_ACT: &[&str] = &[
    "by",
    "of",
    "requires",
    "expires_when",
    "power",
    "unnamed",
    "protects",
    "tells",
    "unit",
    "cites",
];
const OF_OBLIGATION: &[&str] = &[
    "debtor",
    "creditor",
    "of",
    "perform",
    "quantity",
    "achieve",
    "refrain",
    "beyond",
    "per",
    "in_any",
    "where",
    "when",
    "until",
    "suspended_while",
    "within",
    "at",
    "target",
    "binding",
    "early",
    "verified_by",
    "deemed_after",
    "repaired_by",
    "survives",
    "cites",
];
const OF_KIND: &[&str] = &[
    "gist",
    "each_of",
    "every",
    "from",
    "times",
    "ends_when",
    "ahead",
    "opened_by",
    "closes_when",
    "terminates_when",
];
const OF_CALENDAR: &[&str] =
    &["offset", "offsets", "weekend", "holidays", "working", "opens", "close", "covers"];

impl Agreement {
    /// Whether the document is acceptable, but for circles of resting.
    pub(crate) fn check(&self) -> Checked {
        let source = &self.source;
        known_keys(source, OF_AGREEMENT)?;
        for key in ["title", "parties", "acts", "obligations"] {
            refuse(source.get(key).is_none(), || format!("`{key}` is missing"))?;
        }
        self.check_parties()?;
        for (_, calendar) in entries(source.get("calendars"))? {
            known_keys(calendar, OF_CALENDAR)?;
        }
        for (name, kind) in entries(source.get("subjects"))? {
            self.check_kind(name, kind)?;
        }
        for (name, act) in entries(source.get("acts"))? {
            self.check_act(name, act).map_err(|why| format!("act `{name}`: {why}"))?;
        }
        for obligation in &self.obligations {
            let name = &obligation.name;
            let terms = &source["obligations"][name];
            self.check_obligation(obligation, terms)
                .map_err(|why| format!("obligation `{name}`: {why}"))?;
        }
        Ok(())
    }

    fn is_party(&self, name: &str) -> bool {
        self.parties.iter().any(|it| it.name == name)
    }

    /// Whether a name is that of a party, or `each` in a kind over parties.
    fn may_stand(&self, name: &str, of: Option<&str>) -> bool {
        name == "each" && self.is_over_parties(of) || self.is_party(name)
    }

    fn is_over_parties(&self, of: Option<&str>) -> bool {
        let kind = of.and_then(|kind| self.kind(kind));
        kind.is_some_and(|it| matches!(it.opening, Opening::EachOf(_)))
    }

    fn check_parties(&self) -> Checked {
        for (name, party) in entries(self.source.get("parties"))? {
            refuse(name == "all" || name == "each", || format!("a party named `{name}`"))?;
            if !party.is_object() {
                continue;
            }
            known_keys(party, OF_PARTY)?;
            let members = one_or_more(&party["members"])?;
            refuse(members.is_empty(), || format!("`{name}` has no members"))?;
            for member in members {
                let found = self.parties.iter().find(|it| it.name == member);
                let is_single = found.is_some_and(|it| it.members.is_none());
                refuse(!is_single, || format!("`{member}` is no party, or a group"))?;
            }
        }
        let registrar = self.registrar.as_ref();
        refuse(registrar.is_some_and(|it| !self.is_party(it)), || "an unknown registrar")
    }

    fn check_kind(&self, name: &str, kind: &Value) -> Checked {
        known_keys(kind, OF_KIND)?;
        let ways = ["each_of", "every", "opened_by"];
        let count = ways.iter().filter(|key| kind.get(**key).is_some()).count();
        refuse(count != 1, || format!("kind `{name}`: one of {ways:?}"))?;
        refuse(kind.get("gist").is_none(), || format!("kind `{name}` has no gist"))?;
        let fits: &[(&str, &str)] = &[
            ("from", "every"),
            ("times", "every"),
            ("ends_when", "every"),
            ("ahead", "every"),
            ("closes_when", "opened_by"),
        ];
        for (key, way) in fits {
            let is_wrong = kind.get(*key).is_some() && kind.get(*way).is_none();
            refuse(is_wrong, || format!("kind `{name}`: `{key}` without `{way}`"))?;
        }
        match &self.kind(name).ok_or("no kind")?.opening {
            Opening::EachOf(parties) => {
                let is_wrong = parties.is_empty() || !parties.iter().all(|it| self.is_party(it));
                refuse(is_wrong, || format!("kind `{name}`: an unknown party"))
            }
            Opening::Periods { every, .. } => {
                refuse(is_short(&every.duration), || format!("kind `{name}`: periods too short"))
            }
            Opening::ByEvents { acts, .. } => {
                let is_own =
                    |act: &String| self.act(act).is_some_and(|act| act.of.as_deref() == Some(name));
                let is_wrong = acts.is_empty() || !acts.iter().all(is_own);
                refuse(is_wrong, || format!("kind `{name}`: opened by an act that is not its own"))
            }
        }
    }

    fn check_act(&self, name: &str, act: &Value) -> Checked {
        known_keys(act, OF_ACT)?;
        let read = self.act(name).ok_or("no act")?;
        let of = read.of.as_deref();
        refuse(of.is_some_and(|of| self.kind(of).is_none()), || "an unknown kind")?;
        refuse(read.by.is_empty(), || "nobody may do it")?;
        for party in read.by.iter().chain(&read.protects) {
            refuse(!self.may_stand(party, of), || format!("`{party}` is no party"))?;
        }
        refuse(read.unnamed.is_some() && of.is_none(), || "`unnamed` of an act of the run")?;
        for (told, kind) in &read.tells {
            let is_other = self.acts.iter().any(|other| {
                let same = other.tells.iter().find(|(it, _)| it == told);
                same.is_some_and(|(_, it)| it != kind || other.of != read.of)
            });
            refuse(is_other, || format!("`{told}` is told in two scopes or types"))?;
        }
        Ok(())
    }

    fn check_obligation(&self, obligation: &Obligation, terms: &Value) -> Checked {
        known_keys(terms, OF_OBLIGATION)?;
        let has = |key: &str| terms.get(key).is_some();
        let of = obligation.of.as_deref();
        refuse(of.is_some_and(|of| self.kind(of).is_none()), || "an unknown kind")?;
        let forms = ["perform", "achieve", "refrain"].iter().filter(|key| has(key)).count();
        refuse(forms != 1, || "not exactly one of `perform`, `achieve` and `refrain`")?;
        let excluded: &[&str] = match &obligation.form {
            Form::Perform(_) => &["beyond", "per", "in_any"],
            Form::Achieve(_) => {
                &["beyond", "per", "in_any", "quantity", "early", "where", "verified_by"]
            }
            Form::Refrain(_) => &["within", "at", "quantity", "early", "verified_by"],
        };
        for key in excluded {
            refuse(has(key), || format!("`{key}` does not fit what is owed"))?;
        }
        refuse(has("within") && has("at"), || "`within` beside `at`")?;
        refuse(has("per") && has("in_any"), || "`per` beside `in_any`")?;
        refuse(has("deemed_after") && !has("verified_by"), || "`deemed_after` of nobody")?;
        refuse(obligation.quantity == Figure::Fixed(0), || "a quantity of nought")?;
        self.check_window(obligation)?;
        self.check_owed_acts(obligation)?;
        self.check_owing_parties(obligation)?;
        if let Some(repair) = &obligation.repaired_by {
            let found = self.obligation(repair).ok_or_else(|| format!("no `{repair}`"))?;
            let is_seen = found.of.is_none() || found.of == obligation.of;
            refuse(!is_seen || *repair == obligation.name, || format!("repaired by `{repair}`"))?;
        }
        Ok(())
    }

    fn check_window(&self, obligation: &Obligation) -> Checked {
        match (&obligation.window, &obligation.beyond) {
            (Some(Window::Per(term)), _) => {
                refuse(is_short(&term.duration), || "too short a `per`")
            }
            (Some(Window::InAny(_)), Figure::Fixed(beyond)) => {
                refuse(*beyond > 100, || "`beyond` above 100 with `in_any`")
            }
            (Some(Window::InAny(_)), Figure::Told { .. }) => {
                refuse(true, || "`beyond` told with `in_any`")
            }
            (None, _) => Ok(()),
        }
    }

    fn check_owed_acts(&self, obligation: &Obligation) -> Checked {
        if matches!(obligation.form, Form::Achieve(_)) {
            return Ok(());
        }
        let names = [obligation.performs(), obligation.refrains()].concat();
        refuse(names.is_empty(), || "no act")?;
        for name in &names {
            let act = self.act(name).ok_or_else(|| format!("no act `{name}`"))?;
            let is_seen = obligation.of.is_none() || act.of.is_none() || act.of == obligation.of;
            refuse(!is_seen, || format!("`{name}` is of another kind"))?;
            refuse(act.unit != obligation.unit, || "acts of different units")?;
            for (told, _) in &obligation.matching.0 {
                let tells = act.tells.iter().any(|(it, _)| it == told);
                refuse(!tells, || format!("`{name}` does not tell `{told}`"))?;
            }
        }
        Ok(())
    }

    fn check_owing_parties(&self, obligation: &Obligation) -> Checked {
        let of = obligation.of.as_deref();
        let parties =
            [Some(&obligation.debtor), Some(&obligation.creditor), obligation.verifier.as_ref()];
        for party in parties.into_iter().flatten() {
            let is_known = match party {
                Whom::Party(name) => self.is_party(name),
                Whom::Each => self.is_over_parties(of),
                Whom::Told(_) => true,
            };
            refuse(!is_known, || format!("{party:?} is no party"))?;
        }
        let is_own = obligation.creditor == obligation.debtor
            || obligation.verifier.as_ref() == Some(&obligation.debtor);
        refuse(is_own, || "a debtor that is creditor or verifier")?;
        let acts = obligation.performs().iter().filter_map(|name| self.act(name));
        let is_able = |by: &[String]| match &obligation.debtor {
            Whom::Told(_) => true,
            Whom::Each => match of.and_then(|kind| self.kind(kind)).map(|kind| &kind.opening) {
                Some(Opening::EachOf(parties)) => parties
                    .iter()
                    .all(|party| by.iter().any(|by| by == "each" || self.acts_for(party, by))),
                _ => false,
            },
            Whom::Party(name) => by.iter().any(|by| {
                let members = self.members(name).iter();
                by == "each"
                    || self.acts_for(name, by)
                    || members.into_iter().any(|it| self.acts_for(it, by))
            }),
        };
        for act in acts {
            refuse(!is_able(&act.by), || format!("its debtor is not able to do `{}`", act.name))?;
        }
        Ok(())
    }
}

/// Less than a minute.
fn is_short(duration: &super::time::Duration) -> bool {
    duration.months == 0 && duration.days == 0 && duration.seconds < 60
}

fn known_keys(value: &Value, known: &[&str]) -> Checked {
    let none = Map::new();
    let map = value.as_object().unwrap_or(&none);
    match map.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => Err(format!("unknown key `{key}`")),
        None => Ok(()),
    }
}
