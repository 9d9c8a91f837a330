//! An obligation as it is written on the wire.

use std::fmt;

use serde::de::{self, Deserializer};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use crate::names::Text;
use crate::strict;
use crate::time::calendar::{Term, term_or_at_once};

use super::condition::{Condition, always, never};
use super::decimal::Decimal;
use super::duty::{
    Abstention, Achievement, Deadline, Duty, DutyForm, EarlyActs, Performance, Reach,
};
use super::error::{BrokenRule, Defect};
use super::figure::Figure;
use super::matching::Matching;
use super::moment::Moment;
use super::obligation::Obligation;
use super::who::Who;

/// An obligation on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(
        rename = "Obligation",
        description = "What one party owes another: to perform an act, to achieve something, or to refrain from an act."
    )
)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenObligation {
    /// Who owes it.
    debtor: Who<Text>,
    /// To whom.
    creditor: Who<Text>,
    /// The kind of subject in each of which it is owed; by default the run.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    of: Option<Box<str>>,
    /// The act that must be done, or acts of which one must be.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    perform: Option<OneOrMore>,
    /// How much of the act must be done in all; 1 if nothing is said.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "schema", schemars(extend("not" = {"enum": [0, "0"]})))]
    quantity: Option<Figure<Text>>,
    /// What must come to hold.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    achieve: Option<Condition<Text>>,
    /// The act, or acts, that must not be done.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    refrain: Option<OneOrMore>,
    /// How much of the act may be done all the same, in all or over the time of `per` or `in_any`; 0 if nothing is said.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    beyond: Option<Figure<Text>>,
    /// The period in which `beyond` counts anew; without it there is none.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    per: Option<Term>,
    /// The stretch of time within any of which `beyond` counts; without it there is none.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    in_any: Option<Term>,
    /// What events must tell to count; all count if nothing is said.
    #[serde(
        default,
        rename = "where",
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    matching: Option<Matching<Text>>,
    /// While this holds a duty that is not owed yet falls due; without it, at once.
    #[serde(default = "always", skip_serializing_if = "Condition::is_always")]
    when: Condition<Text>,
    /// From when this holds the duty is owed no longer; without it, never.
    #[serde(default = "never", skip_serializing_if = "Condition::is_never")]
    until: Condition<Text>,
    /// While this holds the duty and its deadline rest; without it, never.
    #[serde(default = "never", skip_serializing_if = "Condition::is_never")]
    suspended_while: Condition<Text>,
    /// The deadline, counted from when the duty became due; `PT0S` is at once.
    #[serde(default, deserialize_with = "present_term", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<TermOrAtOnce>"))]
    within: Option<Term>,
    /// The deadline, as an instant.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    at: Option<Moment<Text>>,
    /// Whether the deadline is a hope, not a term: missing it is told, and is no breach.
    #[serde(default, skip_serializing_if = "is_false")]
    target: bool,
    /// Whether it binds. An expectation or a warning does not: it is never breached, and settlement does not wait for it.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    binding: bool,
    /// Whether acts that were done before the duty was due count towards it; they do if nothing is said.
    #[serde(
        default,
        deserialize_with = "strict::present_word",
        skip_serializing_if = "Option::is_none"
    )]
    early: Option<WrittenEarly>,
    /// Whose attestation is needed before the duty is discharged.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    verified_by: Option<Who<Text>>,
    /// After how long a silence of the verifier it counts as attested; without it, never.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    deemed_after: Option<Term>,
    /// The obligation that, discharged after this one's breach, stands instead of it.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    repaired_by: Option<Box<str>>,
    /// Whether termination does not touch it.
    #[serde(default, skip_serializing_if = "is_false")]
    survives: bool,
    /// The passages that it encodes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    cites: Vec<Box<str>>,
}

/// `early` on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "Early", description = "Whether early acts count.")
)]
#[serde(rename_all = "lowercase")]
enum WrittenEarly {
    Counts,
    Ignored,
}

impl WrittenObligation {
    /// The obligation, if its keys fit together; `place` is the path of the obligation.
    pub(crate) fn read(self, place: &str) -> Result<Obligation<Text>, Vec<Defect>> {
        let mut defects = Vec::new();
        let mut broken = |key: &str, rule: BrokenRule| {
            let separator = if key.is_empty() { "" } else { "." };
            defects.push(Defect::new(format!("{place}{separator}{key}"), rule));
        };
        let forms = [self.perform.is_some(), self.achieve.is_some(), self.refrain.is_some()];
        let form = match forms {
            [true, false, false] => Some(DutyForm::Perform),
            [false, true, false] => Some(DutyForm::Achieve),
            [false, false, true] => Some(DutyForm::Refrain),
            [false, false, false] => {
                broken("", BrokenRule::NoDuty);
                None
            }
            _ => {
                broken("", BrokenRule::TwoDuties);
                None
            }
        };
        let given = [
            ("quantity", self.quantity.is_some()),
            ("within", self.within.is_some()),
            ("at", self.at.is_some()),
            ("early", self.early.is_some()),
            ("verified_by", self.verified_by.is_some()),
            ("deemed_after", self.deemed_after.is_some()),
            ("beyond", self.beyond.is_some()),
            ("per", self.per.is_some()),
            ("in_any", self.in_any.is_some()),
            ("where", self.matching.is_some()),
        ];
        if let Some(form) = form {
            let given = given.into_iter().filter_map(|(key, given)| given.then_some(key));
            for key in given.filter(|key| form.bars().contains(key)) {
                broken(key, BrokenRule::NotOfDuty { key, form });
            }
        }
        if self.within.is_some() && self.at.is_some() {
            broken("within", BrokenRule::TwoDeadlines);
        }
        if self.per.is_some() && self.in_any.is_some() {
            broken("per", BrokenRule::TwoReaches);
        }
        let deadline = self.within.map(Deadline::Within).or(self.at.map(Deadline::At));
        let matching = self.matching.unwrap_or_default();
        let duty = match (self.perform, self.achieve, self.refrain) {
            (Some(OneOrMore(acts)), None, None) => Some(Duty::Perform(Performance {
                acts,
                quantity: self.quantity,
                matching,
                deadline,
                early: match self.early {
                    None | Some(WrittenEarly::Counts) => EarlyActs::Count,
                    Some(WrittenEarly::Ignored) => EarlyActs::Ignored,
                },
                verifier: self.verified_by,
                deemed_after: self.deemed_after,
            })),
            (None, Some(goal), None) => Some(Duty::Achieve(Achievement { goal, deadline })),
            (None, None, Some(OneOrMore(acts))) => Some(Duty::Refrain(Abstention {
                acts,
                beyond: self.beyond.unwrap_or(Decimal::NOTHING.into()),
                reach: self
                    .per
                    .map(Reach::Per)
                    .or(self.in_any.map(Reach::InAny))
                    .unwrap_or_default(),
                matching,
            })),
            _ => None,
        };
        match duty {
            Some(duty) if defects.is_empty() => Ok(Obligation {
                debtor: self.debtor,
                creditor: self.creditor,
                of: self.of,
                duty,
                when: self.when,
                until: self.until,
                suspended_while: self.suspended_while,
                target: self.target,
                binding: self.binding,
                survives: self.survives,
                repaired_by: self.repaired_by,
                cites: self.cites,
            }),
            _ => Err(defects),
        }
    }
}

impl From<Obligation<Text>> for WrittenObligation {
    fn from(obligation: Obligation<Text>) -> Self {
        let mut written = Self {
            debtor: obligation.debtor,
            creditor: obligation.creditor,
            of: obligation.of,
            perform: None,
            quantity: None,
            achieve: None,
            refrain: None,
            beyond: None,
            per: None,
            in_any: None,
            matching: None,
            when: obligation.when,
            until: obligation.until,
            suspended_while: obligation.suspended_while,
            within: None,
            at: None,
            target: obligation.target,
            binding: obligation.binding,
            early: None,
            verified_by: None,
            deemed_after: None,
            repaired_by: obligation.repaired_by,
            survives: obligation.survives,
            cites: obligation.cites,
        };
        let some = |matching: Matching<Text>| Some(matching).filter(|it| !it.is_empty());
        let deadline = match obligation.duty {
            Duty::Perform(duty) => {
                written.perform = Some(OneOrMore(duty.acts));
                written.quantity = duty.quantity;
                written.matching = some(duty.matching);
                written.early = (duty.early == EarlyActs::Ignored).then_some(WrittenEarly::Ignored);
                written.verified_by = duty.verifier;
                written.deemed_after = duty.deemed_after;
                duty.deadline
            }
            Duty::Achieve(duty) => {
                written.achieve = Some(duty.goal);
                duty.deadline
            }
            Duty::Refrain(duty) => {
                written.refrain = Some(OneOrMore(duty.acts));
                written.beyond = Some(duty.beyond)
                    .filter(|it| it.written().is_none_or(|limit| limit.whole() > 0));
                written.matching = some(duty.matching);
                match duty.reach {
                    Reach::InAll => {}
                    Reach::Per(span) => written.per = Some(span),
                    Reach::InAny(span) => written.in_any = Some(span),
                }
                None
            }
        };
        match deadline {
            Some(Deadline::Within(span)) => written.within = Some(span),
            Some(Deadline::At(moment)) => written.at = Some(moment),
            None => {}
        }
        written
    }
}

/// Acts on the wire: one as a text, several as a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OneOrMore(pub(super) Vec<Box<str>>);

impl Serialize for OneOrMore {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [act] => act.serialize(serializer),
            acts => acts.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for OneOrMore {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;

        impl<'de> de::Visitor<'de> for Form {
            type Value = OneOrMore;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of an act, or a list of such names")
            }

            fn visit_str<E: de::Error>(self, act: &str) -> Result<OneOrMore, E> {
                Ok(OneOrMore(vec![act.into()]))
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<OneOrMore, A::Error> {
                let mut acts = Vec::new();
                while let Some(act) = list.next_element()? {
                    acts.push(act);
                }
                Ok(OneOrMore(acts))
            }
        }

        deserializer.deserialize_any(Form)
    }
}

/// A term that may be of no length, for its schema.
#[cfg(feature = "schema")]
pub(crate) struct TermOrAtOnce;

/// Reads a deadline's term, which may be of no length.
fn present_term<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Term>, D::Error> {
    term_or_at_once(deserializer).map(Some)
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes the field by reference")]
fn is_true(value: &bool) -> bool {
    *value
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes the field by reference")]
fn is_false(value: &bool) -> bool {
    !*value
}
