//! Findings in words, as tables tell them.

use servanda::Report;
use servanda::monitor::{Finding, Matter};
use servanda::names::Text;
use servanda::report::{FindingId, PlainPhrases, Prose};

use crate::table::{Cell, whole};

/// A finding in words.
#[derive(Debug)]
pub(crate) struct Found {
    finding: Finding<Text>,
    id: Option<String>,
    text: String,
}

impl Found {
    /// All that was found, in the order of the report.
    pub(crate) fn all(report: &Report) -> impl Iterator<Item = Self> {
        let agreement = report.agreement();
        // Most cases have none, and sentences take time.
        let has_some = report.findings().len() > 0;
        let ids = if has_some { report.identities() } else { Vec::new() };
        let texts = if has_some { report.told(&PlainPhrases) } else { Vec::new() };
        report.findings().zip(ids).zip(texts).filter_map(|((finding, id), text)| {
            let finding = finding.spelled(agreement)?;
            Some(Self { finding, id: Some(FindingId::to_string(&id)), text })
        })
    }

    /// What refused events would have had, each with the place of its event.
    pub(crate) fn refused(report: &Report) -> impl Iterator<Item = (u64, Self)> {
        let agreement = report.agreement();
        let prose = Prose::new(agreement);
        report.refusals().flat_map(move |refusal| {
            let text = |finding: &Finding| prose.foreseen(finding);
            let found = refusal.findings.iter().filter_map(|finding| {
                let text = text(finding);
                Some((refusal.event, Self { finding: finding.spelled(agreement)?, id: None, text }))
            });
            found.collect::<Vec<_>>()
        })
    }

    pub(crate) fn kind(&self) -> Cell<'_> {
        Cell::Text(self.finding.kind().as_str())
    }

    pub(crate) fn party(&self) -> Cell<'_> {
        self.finding.party().map(|it| &**it).into()
    }

    pub(crate) fn at(&self) -> Cell<'_> {
        Cell::At(self.finding.at)
    }

    pub(crate) fn event(&self) -> Cell<'_> {
        self.finding.event.map_or(Cell::Empty, whole)
    }

    pub(crate) fn subject(&self) -> Cell<'_> {
        self.finding.subject.as_ref().map(|it| &*it.name).into()
    }

    pub(crate) fn obligation(&self) -> Cell<'_> {
        self.finding.obligation().map(|it| &**it).into()
    }

    pub(crate) fn act(&self) -> Cell<'_> {
        self.finding.act().map(|it| &**it).into()
    }

    pub(crate) fn reason(&self) -> Cell<'_> {
        match &self.finding.matter {
            Matter::Void { reason, .. } | Matter::VoidStatement { reason, .. } => {
                Cell::Text(reason.as_str())
            }
            _ => Cell::Empty,
        }
    }

    pub(crate) fn deadline(&self) -> Cell<'_> {
        match &self.finding.matter {
            Matter::Overdue { deadline, .. } | Matter::DeadlinePassed { deadline, .. } => {
                Cell::At(*deadline)
            }
            _ => Cell::Empty,
        }
    }

    pub(crate) fn id(&self) -> Cell<'_> {
        self.id.as_deref().into()
    }

    pub(crate) fn text(&self) -> Cell<'_> {
        Cell::Text(&self.text)
    }
}
