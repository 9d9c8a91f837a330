//! What stands otherwise, for people.

use std::fmt;

use crate::escape::escaped;
use crate::names::Names;
use crate::report::{Report, Sentences, Standings, Zone, padded};
use crate::terms::Decimal;
use crate::time::Instant;

use super::StandsOtherwise;

/// Tells what stands otherwise in a report than it did.
pub(in crate::verify) struct ToldStandings<'a, V: Names> {
    pub(in crate::verify) report: &'a Report<V>,
    pub(in crate::verify) sentences: &'a Sentences<'a>,
}

impl<V: Names> ToldStandings<'_, V> {
    /// Each obligation with how it stood and how it stands.
    pub(in crate::verify) fn rows(&self, stand: &[StandsOtherwise<V>]) -> Vec<(String, String)> {
        stand.iter().map(|it| (self.name_of(it), self.how_it_moved(it))).collect()
    }

    fn how_it_moved(&self, it: &StandsOtherwise<V>) -> String {
        let agreement = self.report.agreement();
        let id = agreement.lexicon().obligation_id(it.obligation);
        let mut told = statuses(it, self.sentences.zone(id));
        if let (Some(before), Some(after)) = (&it.before, &it.after)
            && before.progress != after.progress
        {
            let unit = id.and_then(|id| agreement.terms().unit_of(id));
            let [was, is] =
                [before.progress, after.progress].map(|whole| Decimal::of_whole(whole, unit));
            told += &format!("; {is} done, not {was}");
        }
        told
    }

    /// The obligation, with its subject.
    fn name_of(&self, it: &StandsOtherwise<V>) -> String {
        let agreement = self.report.agreement();
        let name = agreement.obligation_name(it.obligation).unwrap_or_default();
        match &it.subject {
            None => escaped(name).into_owned(),
            Some(subject) => {
                let kind = agreement.kind_name(subject.kind).unwrap_or_default();
                format!("{} {}: {}", escaped(kind), escaped(&subject.name), escaped(name))
            }
        }
    }
}

/// Rows of names and what is told of them, a line each, what is told below each other.
pub(in crate::verify) fn write_rows(
    f: &mut fmt::Formatter<'_>,
    rows: &[(String, String)],
) -> fmt::Result {
    let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
    for (name, moved) in rows {
        writeln!(f, "  {}  {moved}", padded(name, width))?;
    }
    Ok(())
}

/// How an obligation stood and how it stands: its status, and when it came to that.
fn statuses<V: Names>(it: &StandsOtherwise<V>, zone: Zone<'_>) -> String {
    let (before, after) = match (&it.before, &it.after) {
        (Some(before), Some(after)) => (before, after),
        (None, Some(after)) => return anew(after, zone),
        (Some(before), None) => return format!("was {}, is not there any more", before.status),
        (None, None) => return String::new(),
    };
    let mut told = match before.status == after.status {
        true => after.status.to_string(),
        false => format!("{} → {}", before.status, after.status),
    };
    for (what, before, after) in dates(before, after) {
        told += &match (before, after) {
            (before, after) if before == after => continue,
            (None, Some(at)) => format!("; {what} {}", zone.text(at)),
            (Some(at), None) => format!("; {what} no more ({})", zone.text(at)),
            (Some(was), Some(is)) => format!("; {what} {}, not {}", zone.text(is), zone.text(was)),
            (None, None) => continue,
        };
    }
    told
}

/// How something stands that was not there.
fn anew<V: Names>(after: &Standings<V>, zone: Zone<'_>) -> String {
    match after.deadline {
        Some(deadline) => format!("{}, new; deadline {}", after.status, zone.text(deadline)),
        None => format!("{}, new", after.status),
    }
}

type Dates = [(&'static str, Option<Instant>, Option<Instant>); 4];

fn dates<V: Names>(before: &Standings<V>, after: &Standings<V>) -> Dates {
    [
        ("due", before.due, after.due),
        ("deadline", before.deadline, after.deadline),
        ("breached", before.breached, after.breached),
        ("closed", before.closed, after.closed),
    ]
}
