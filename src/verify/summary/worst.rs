//! The cases in which most was found.

use crate::monitor::FindingKind;
use crate::names::Names;
use crate::report::Report;

/// A case in which much was found.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct WorstCase {
    /// The case, if the log names it.
    pub case: Option<Box<str>>,
    /// How much was found that is somebody's fault, or refused.
    pub findings: u64,
    /// The kind of which there is most.
    pub mostly: Option<FindingKind>,
    /// How many seconds all that was late in it was or is late, together.
    pub late: u64,
}

/// The worst cases so far, the worst first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Worst {
    most: usize,
    cases: Vec<WorstCase>,
}

impl Worst {
    pub(super) fn new(most: usize) -> Self {
        Self { most, cases: Vec::new() }
    }

    pub(super) fn add<V: Names>(&mut self, report: &Report<V>, late: u64) {
        let kinds = report.found().iter().map(|finding| finding.kind());
        let mut kinds: Vec<FindingKind> = kinds.filter(|kind| !kind.is_only_told()).collect();
        let findings = kinds.len().saturating_add(report.refusals().len());
        let findings = u64::try_from(findings).unwrap_or(u64::MAX);
        let is_full = self.cases.len() >= self.most;
        let is_less =
            self.cases.last().is_some_and(|last| (findings, late) <= (last.findings, last.late));
        if findings == 0 || (is_full && is_less) {
            return;
        }
        kinds.sort_unstable();
        let mostly = kinds.chunk_by(|a, b| a == b).max_by_key(|same| same.len());
        let mostly = mostly.and_then(|same| same.first().copied());
        self.insert(WorstCase { case: report.case().map(Into::into), findings, mostly, late });
    }

    fn insert(&mut self, case: WorstCase) {
        // Of two that are as bad, the one that was there first stays first.
        let place = self
            .cases
            .partition_point(|known| (known.findings, known.late) >= (case.findings, case.late));
        self.cases.insert(place, case);
        self.cases.truncate(self.most);
    }

    pub(super) fn merge(&mut self, other: &Self) {
        other.cases.iter().cloned().for_each(|case| self.insert(case));
    }

    pub(super) fn cases(&self) -> impl ExactSizeIterator<Item = &WorstCase> {
        self.cases.iter()
    }
}
