//! Many subjects in a line: in how many of them something stands how.

use crate::monitor::Status;

/// How something stands, as it is counted where there are many.
///
/// What was done late counts as late, whatever became of it: that many were kept is told of those that were
/// never breached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fold {
    /// Discharged, and never breached.
    Kept,
    /// Breached, and made good or not.
    Late,
    /// Breached by an act that is forbidden, or otherwise than by time.
    Broken,
    /// Due, suspended or performed.
    Open,
    /// Not due yet.
    Dormant,
    /// Given up by its creditor.
    Released,
    /// Lapsed.
    Lapsed,
}

impl Fold {
    pub(crate) const ALL: [Self; 7] = [
        Self::Kept,
        Self::Late,
        Self::Broken,
        Self::Open,
        Self::Dormant,
        Self::Released,
        Self::Lapsed,
    ];

    /// How an obligation is counted.
    pub(crate) fn of(status: Status, was_breached: bool, is_prohibition: bool) -> Self {
        let is_bad =
            was_breached || matches!(status, Status::Breached | Status::Cured | Status::Repaired);
        match status {
            _ if is_bad && is_prohibition => Self::Broken,
            _ if is_bad => Self::Late,
            Status::Discharged => Self::Kept,
            Status::Dormant => Self::Dormant,
            Status::Released => Self::Released,
            Status::Lapsed => Self::Lapsed,
            _ => Self::Open,
        }
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Late => "late",
            Self::Broken => "broken",
            Self::Open => "open",
            Self::Dormant => "dormant",
            Self::Released => "released",
            Self::Lapsed => "lapsed",
        }
    }

    /// The status whose look it has.
    #[cfg(feature = "render")]
    pub(crate) fn status(self) -> Status {
        match self {
            Self::Kept => Status::Discharged,
            Self::Late | Self::Broken => Status::Breached,
            Self::Open => Status::Due,
            Self::Dormant => Status::Dormant,
            Self::Released => Status::Released,
            Self::Lapsed => Status::Lapsed,
        }
    }
}

/// Of how many it stands how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Folded {
    counts: [usize; Fold::ALL.len()],
}

impl Folded {
    pub(crate) fn add(&mut self, fold: Fold) {
        if let Some(count) = self.counts.get_mut(fold as usize) {
            *count = count.saturating_add(1);
        }
    }

    /// Those that there are, with their numbers.
    pub(crate) fn counts(&self) -> impl Iterator<Item = (Fold, usize)> {
        Fold::ALL.into_iter().zip(self.counts).filter(|(_, count)| *count > 0)
    }

    /// `28 kept, 2 late, 1 open`.
    pub(crate) fn told(&self) -> String {
        let parts: Vec<String> =
            self.counts().map(|(fold, count)| format!("{count} {}", fold.word())).collect();
        parts.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_late_is_late_whatever_became_of_it() {
        let mut folded = Folded::default();
        for _ in 0..28 {
            folded.add(Fold::of(Status::Discharged, false, false));
        }
        folded.add(Fold::of(Status::Cured, true, false));
        folded.add(Fold::of(Status::Released, true, false));
        folded.add(Fold::of(Status::Suspended, false, false));
        assert_eq!(folded.told(), "28 kept, 2 late, 1 open");
        assert_eq!(Fold::of(Status::Breached, true, true), Fold::Broken);
        assert!(Fold::ALL.iter().enumerate().all(|(place, fold)| *fold as usize == place));
    }
}
