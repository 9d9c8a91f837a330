//! An obligation of an agreement (section 2).

use serde_json::Value;

use super::condition::Condition;
use super::document::{Moment, Whom};
use super::json::{flag, one_or_more, opt_text};
use super::reading::Reading;
use super::term::Term;
use super::told::{Figure, Unit, Where};

#[derive(Clone, Debug)]
pub(crate) enum Form {
    Perform(Vec<String>),
    Achieve(Condition),
    Refrain(Vec<String>),
}

#[derive(Clone, Debug)]
pub(crate) enum Window {
    Per(Term),
    InAny(Term),
}

#[derive(Clone, Debug)]
pub(crate) enum Deadline {
    Within(Term),
    At(Moment),
}

#[derive(Clone, Debug)]
pub(crate) struct Obligation {
    pub(crate) name: String,
    pub(crate) of: Option<String>,
    pub(crate) debtor: Whom,
    pub(crate) creditor: Whom,
    pub(crate) verifier: Option<Whom>,
    pub(crate) form: Form,
    pub(crate) quantity: Figure,
    pub(crate) beyond: Figure,
    pub(crate) window: Option<Window>,
    pub(crate) matching: Where,
    pub(crate) when: Condition,
    pub(crate) until: Condition,
    pub(crate) suspended: Condition,
    pub(crate) deadline: Option<Deadline>,
    pub(crate) target: bool,
    pub(crate) binding: bool,
    pub(crate) early_counts: bool,
    pub(crate) deemed_after: Option<Term>,
    pub(crate) repaired_by: Option<String>,
    pub(crate) survives: bool,
    pub(crate) unit: Option<Unit>,
}

impl Obligation {
    pub(crate) fn read(name: &str, value: &Value, reading: &Reading<'_>) -> Result<Self, String> {
        let of = opt_text(value, "of")?;
        let condition = |key: &str, default| {
            let path = format!("/obligations/{name}/{key}");
            reading.condition(value.get(key), default, path, of.as_deref())
        };
        let form = if let Some(acts) = value.get("perform") {
            Form::Perform(one_or_more(acts)?)
        } else if let Some(acts) = value.get("refrain") {
            Form::Refrain(one_or_more(acts)?)
        } else {
            Form::Achieve(condition("achieve", true)?)
        };
        let unit = match &form {
            Form::Perform(acts) | Form::Refrain(acts) => {
                reading.unit_of(acts.first().ok_or("no act")?)?
            }
            Form::Achieve(_) => None,
        };
        let term = |key: &str| value.get(key).map(|it| reading.term(it)).transpose();
        let figure = |key: &str, default| match value.get(key) {
            Some(written) => Figure::read(written, unit.as_ref()),
            None => Ok(Figure::Fixed(default)),
        };
        let within = term("within")?.map(Deadline::Within);
        let at = match value.get("at") {
            Some(at) => Some(Deadline::At(reading.moment(at, "midnight")?)),
            None => None,
        };
        Ok(Self {
            name: name.to_owned(),
            debtor: Whom::read(&value["debtor"])?,
            creditor: Whom::read(&value["creditor"])?,
            verifier: value.get("verified_by").map(Whom::read).transpose()?,
            quantity: figure("quantity", 1)?,
            beyond: figure("beyond", 0)?,
            window: term("per")?.map(Window::Per).or(term("in_any")?.map(Window::InAny)),
            matching: Where::read(value.get("where"), |it| reading.type_of(it))?,
            when: condition("when", true)?,
            until: condition("until", false)?,
            suspended: condition("suspended_while", false)?,
            deadline: within.or(at),
            target: flag(value, "target", false),
            binding: flag(value, "binding", true),
            early_counts: value.get("early").and_then(Value::as_str) != Some("ignored"),
            deemed_after: term("deemed_after")?,
            repaired_by: opt_text(value, "repaired_by")?,
            survives: flag(value, "survives", false),
            of,
            form,
            unit,
        })
    }

    pub(crate) fn is_prohibition(&self) -> bool {
        matches!(self.form, Form::Refrain(_))
    }

    /// The acts to be done; none of any other form.
    pub(crate) fn performs(&self) -> &[String] {
        match &self.form {
            Form::Perform(acts) => acts,
            _ => &[],
        }
    }

    pub(crate) fn refrains(&self) -> &[String] {
        match &self.form {
            Form::Refrain(acts) => acts,
            _ => &[],
        }
    }
}
