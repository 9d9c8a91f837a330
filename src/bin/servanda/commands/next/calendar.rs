//! What is next, as a calendar (RFC 5545): an event for each deadline, with a reminder the day before.

use std::borrow::Cow;

use ical::component::{IcalComponent, IcalComponentKind};
use ical::ical::Ical;
use ical::prop::{IcalProp, IcalPropKind};
use ical::value::IcalValue;
use ical::value::datetime::IcalDateTime;
use ical::value::duration::IcalDuration;
use ical::value::text::IcalText;
use ical::version::IcalVersion;
use servanda::report::{Digest, escaped};
use servanda::{Agreement, Instant, Status};

use crate::failure::Failure;

use super::{Entry, cites};

/// How long before a deadline one is reminded of it.
const REMINDER: &str = "-P1D";

/// The calendar as text. What has no deadline is not in it, nor what lies outside the years that a
/// calendar can say.
pub fn written(agreement: &Agreement, entries: &[Entry]) -> Result<String, Failure> {
    let calendar = Ical {
        version: IcalVersion::V2_0,
        props: vec![
            text(IcalPropKind::ProdId, format!("-//servanda//{}//EN", env!("CARGO_PKG_VERSION"))),
            text(IcalPropKind::Method, "PUBLISH".to_owned()),
        ],
        components: entries.iter().filter_map(|entry| event(agreement, entry)).collect(),
    };
    let calendar = calendar.validate().map_err(|errors| {
        Failure::plain(format!("the calendar would not be one that others read: {errors:?}"))
    })?;
    Ok(calendar.into_inner().to_string())
}

fn event(agreement: &Agreement, entry: &Entry) -> Option<IcalComponent<'static>> {
    let duty = &entry.duty;
    let deadline = duty.deadline?;
    let name = agreement.obligation_name(duty.obligation)?;
    let who = duty.awaited().and_then(|party| agreement.party_name(party));
    let subject = duty.subject.as_ref().map(|subject| {
        format!("{} {}", agreement.kind_name(subject.kind).unwrap_or_default(), subject.name)
    });
    let of = [subject.clone(), entry.case.as_deref().map(|case| format!("case {case}"))];
    let of: Vec<String> = of.into_iter().flatten().collect();
    let of = if of.is_empty() { String::new() } else { format!(" ({})", of.join(", ")) };
    let how = match duty.status {
        Status::Breached => "overdue: ",
        Status::Performed => "to be verified: ",
        Status::Suspended => "rests: ",
        _ if duty.is_hope => "hoped for: ",
        _ => "",
    };
    let summary = format!("{how}{}: {name}{of}", who.unwrap_or("(to be told)"));
    let summary = escaped(&summary).into_owned();
    let mut about = vec![agreement.title().to_owned()];
    for id in cites(agreement, duty) {
        let passage = agreement.passages().find(|(known, _)| **known == *id);
        about.push(match passage {
            Some((id, passage)) => format!("{id}: {}", passage.gist()),
            None => id,
        });
    }
    // The same entry has the same id in every calendar of the same agreement, so that it is moved and not
    // doubled when its deadline is.
    let known_by = format!("{} {:?} {subject:?} {name}", agreement.digest(), entry.case);
    let id = Digest::of(known_by.as_bytes()).to_string();
    let id = id.get(..32).unwrap_or(&id);
    let reminder = IcalComponent {
        name: IcalComponentKind::VAlarm.into(),
        props: vec![
            text(IcalPropKind::Action, "DISPLAY".to_owned()),
            prop(IcalPropKind::Trigger, IcalValue::Duration(IcalDuration(REMINDER.into()))),
            text(IcalPropKind::Description, summary.clone()),
        ],
        components: Vec::new(),
    };
    let is_to_come = deadline >= entry.as_of;
    Some(IcalComponent {
        name: IcalComponentKind::VEvent.into(),
        props: vec![
            text(IcalPropKind::Uid, format!("{id}@servanda")),
            instant(IcalPropKind::DtStamp, entry.as_of)?,
            instant(IcalPropKind::DtStart, deadline)?,
            text(IcalPropKind::Summary, summary),
            text(IcalPropKind::Description, about.join("\n")),
        ],
        components: if is_to_come { vec![reminder] } else { Vec::new() },
    })
}

/// An instant in UTC, to the second.
fn instant(kind: IcalPropKind, instant: Instant) -> Option<IcalProp<'static>> {
    let text = instant.to_chrono().format("%Y%m%dT%H%M%SZ").to_string();
    // Four digits of a year are all that there is room for.
    (text.len() == 16).then(|| prop(kind, IcalValue::DateTime(IcalDateTime(Cow::Owned(text)))))
}

fn text(kind: IcalPropKind, text: String) -> IcalProp<'static> {
    prop(kind, IcalValue::Text(IcalText(Cow::Owned(text))))
}

fn prop(kind: IcalPropKind, value: IcalValue<'static>) -> IcalProp<'static> {
    IcalProp { name: kind.into(), params: Vec::new(), value }
}
