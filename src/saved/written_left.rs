//! What a run has left behind that was carried over to another agreement, written down.

use serde::{Deserialize, Serialize};

use crate::monitor::{LeftBehind, LeftObligation, LeftSubject, Status};
use crate::names::{Ids, Subject, Text};
use crate::strict::Strict;
use crate::terms::Terms;
use crate::time::Instant;

use super::RestoreError;
use super::parts::WrittenTracked;
use super::written_run::part;

/// All that was left behind, in the order in which it was.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenLeft {
    obligations: Vec<Strict<WrittenLeftObligation>>,
    subjects: Vec<Strict<WrittenLeftSubject>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLeftObligation {
    obligation: Box<str>,
    /// The subject in which it was owed, where that is still there.
    subject: Option<Subject<Text>>,
    binding: bool,
    stands: Strict<WrittenTracked>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLeftSubject {
    subject: Subject<Text>,
    opened: Instant,
    period: Option<(Instant, Instant)>,
    terminated: Option<Instant>,
    obligations: Vec<Strict<WrittenLeftObligation>>,
}

impl WrittenLeft {
    pub(super) fn of(terms: &Terms, left: &LeftBehind) -> Self {
        let obligation = |it: &LeftObligation| Strict(WrittenLeftObligation::of(terms, it));
        let LeftBehind { obligations, subjects } = left;
        Self {
            obligations: obligations.iter().map(obligation).collect(),
            subjects: subjects
                .iter()
                .map(|it| {
                    let LeftSubject { subject, opened, period, terminated, obligations } = it;
                    Strict(WrittenLeftSubject {
                        subject: words(terms, subject),
                        opened: *opened,
                        period: *period,
                        terminated: *terminated,
                        obligations: obligations.iter().map(obligation).collect(),
                    })
                })
                .collect(),
        }
    }

    pub(super) fn read(self, terms: &Terms) -> Result<LeftBehind, RestoreError> {
        let all = |written: Vec<Strict<WrittenLeftObligation>>| {
            written.into_iter().map(|Strict(it)| it.read(terms)).collect::<Result<Vec<_>, _>>()
        };
        let subjects = self.subjects.into_iter().map(|Strict(it)| {
            Ok(LeftSubject {
                subject: ids(terms, &it.subject)?,
                opened: it.opened,
                period: it.period,
                terminated: it.terminated,
                obligations: all(it.obligations)?,
            })
        });
        Ok(LeftBehind {
            subjects: subjects.collect::<Result<_, RestoreError>>()?,
            obligations: all(self.obligations)?,
        })
    }
}

impl WrittenLeftObligation {
    fn of(terms: &Terms, left: &LeftObligation) -> Self {
        let LeftObligation { subject, obligation, binding, tracked } = left;
        Self {
            obligation: terms.obligation_names[*obligation].clone(),
            subject: subject.as_ref().map(|subject| words(terms, subject)),
            binding: *binding,
            stands: Strict(WrittenTracked::of(terms, tracked, &[])),
        }
    }

    fn read(self, terms: &Terms) -> Result<LeftObligation, RestoreError> {
        let place = || format!("left_behind.{}", self.obligation);
        let obligation = terms.known_obligation(self.obligation.as_bytes());
        let obligation = obligation.ok_or_else(|| part(place(), "is an unknown obligation"))?;
        let subject = self.subject.as_ref().map(|subject| ids(terms, subject)).transpose()?;
        let Strict(stands) = self.stands.clone();
        let (tracked, _) =
            stands.whatever_it_is(terms).map_err(|message| part(place(), message))?;
        match tracked.status {
            Status::Breached => {}
            status if status.is_closed() => {}
            _ => return Err(part(place(), "is neither breached nor closed")),
        }
        Ok(LeftObligation { subject, obligation, binding: self.binding, tracked })
    }
}

fn words(terms: &Terms, subject: &Subject) -> Subject<Text> {
    let Ok(subject) = subject.translate(terms);
    subject
}

fn ids(terms: &Terms, subject: &Subject<Text>) -> Result<Subject, RestoreError> {
    subject.translate::<Ids, _>(terms).map_err(|()| part("left_behind", "names an unknown kind"))
}
