//! The kinds of lints.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What kind of thing a lint is about.
///
/// *Never*, here, is in no ordinary play: acts, attestations, denials and time, without anybody's
/// grace ([`Explorer`](super::super::Explorer)). Of entry into force, and of discharging what falls
/// due in lawful play, it is lawful play; of all else it is any play, for some conditions ask whether
/// a rule was broken, and some duties are the remedy.
///
/// More may come with each version: decide by [`Severity`], which is exhaustive.
///
/// ```
/// use servanda::analysis::LintKind;
/// use servanda::cuba::{self, Reading};
/// // "Promptly" has no figure: of many duties it can't be said when they are late.
/// let analysis = cuba::agreement(Reading::Verified)?.analyze_within(0);
/// assert!(analysis.of(LintKind::NoDeadline).count() > 3);
/// assert_eq!(LintKind::NoDeadline.to_string(), "no-deadline");
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum LintKind {
    /// Acts or duties wait for each other, so that nobody can be first.
    Standoff,
    /// An act can never be done in order: its precondition can never hold. (That it is forbidden is
    /// what a prohibition is for.)
    UnreachableAct,
    /// An obligation never falls due, be it as the remedy of a breach.
    UnreachableObligation,
    /// A duty can fall due and never be discharged by its debtor.
    Undischargeable,
    /// No settlement can be reached without the breach of a binding obligation. (It is said where no
    /// error says why already.)
    NoSettlement,
    /// A duty can be due to do what its debtor is forbidden to do at the same time.
    ForbiddenDuty,
    /// A fixed deadline passes before its duty can fall due, so that there is none.
    DeadlineBeforeDue,
    /// A deadline can never fire: something ends or suspends its duty before it, whatever happens.
    DeadlineNeverFires,
    /// Time only ever ends a precondition, so that who acts too late is told that it was too early:
    /// `expires_when` says it.
    OnlyEnds,
    /// Durations in months are counted in UTC from a date that was written with an offset.
    MonthsInUtc,
    /// A condition can never hold.
    NeverHolds,
    /// A condition always holds.
    AlwaysHolds,
    /// A binding duty has no deadline ("promptly"): its creditor can never call it breached.
    NoDeadline,
    /// One act is taken for two duties at once.
    OneActTwoDuties,
    /// A duty waits for an act of its own debtor that nobody owes.
    BehindOwnAct,
    /// A figure that only its debtor tells.
    OwnFigure,
    /// An act can be done again, and a duty answers its first time only.
    OnlyFirstTime,
    /// `discharged` and not `breached`, where `kept` says it.
    Kept,
    /// `breached` in a precondition, which holds for good, where `in_breach` may be meant.
    BreachedForGood,
    /// No subject of a kind ever opens.
    UnopenedKind,
    /// Something waits for `every` subject of a kind whose list never closes.
    ListNeverCloses,
    /// Periods follow each other without end, so that no run is settled by default.
    PeriodsGoOn,
    /// An act that opens a subject asks for what can't have come about in it yet.
    EmptySubject,
    /// A duty of each subject performs an act of the run: one is counted in all of them.
    OneActForAll,
    /// A period's deadline is at its end or past it, when its act goes to the next period.
    DeadlinePastPeriod,
    /// On which day a term ends a rule decides, from some day on: the month has no such day, or it is no working
    /// day.
    DayByRule,
    /// A term ends after the days that its calendar covers.
    OutrunsCalendar,
    /// All holidays of a year fall on weekends, as if they were those of another year.
    IdleHolidays,
    /// A name can be taken for another, or has something in it that can't be seen. (Only with the
    /// feature `look-alikes`.)
    LookAlike,
    /// A normative passage of the text is cited by nothing.
    UncitedPassage,
    /// An obligation cites nothing, where the agreement has a text to cite.
    CitesNothing,
}

/// How bad a lint is, the worst first.
///
/// ```
/// use servanda::analysis::Severity;
/// use servanda::cuba::{self, Reading};
/// let analysis = cuba::agreement(Reading::Verified)?.analyze();
/// assert!(analysis.lints().iter().all(|lint| lint.severity == Severity::Advice));
/// assert!(Severity::Error < Severity::Advice);   // the worst first
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The agreement can't work as it is written.
    Error,
    /// Something can't be meant as it is written.
    Warning,
    /// It may well be meant so; whoever signs should know.
    Advice,
}

impl LintKind {
    /// Every kind.
    pub const ALL: [Self; 31] = [
        Self::Standoff,
        Self::UnreachableAct,
        Self::UnreachableObligation,
        Self::Undischargeable,
        Self::NoSettlement,
        Self::ForbiddenDuty,
        Self::DeadlineBeforeDue,
        Self::DeadlineNeverFires,
        Self::OnlyEnds,
        Self::MonthsInUtc,
        Self::NeverHolds,
        Self::AlwaysHolds,
        Self::NoDeadline,
        Self::OneActTwoDuties,
        Self::BehindOwnAct,
        Self::OwnFigure,
        Self::OnlyFirstTime,
        Self::Kept,
        Self::BreachedForGood,
        Self::UnopenedKind,
        Self::ListNeverCloses,
        Self::PeriodsGoOn,
        Self::EmptySubject,
        Self::OneActForAll,
        Self::DeadlinePastPeriod,
        Self::DayByRule,
        Self::OutrunsCalendar,
        Self::IdleHolidays,
        Self::LookAlike,
        Self::UncitedPassage,
        Self::CitesNothing,
    ];

    /// Its name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Standoff => "standoff",
            Self::UnreachableAct => "unreachable-act",
            Self::UnreachableObligation => "unreachable-obligation",
            Self::Undischargeable => "undischargeable",
            Self::NoSettlement => "no-settlement",
            Self::ForbiddenDuty => "forbidden-duty",
            Self::DeadlineBeforeDue => "deadline-before-due",
            Self::DeadlineNeverFires => "deadline-never-fires",
            Self::OnlyEnds => "only-ends",
            Self::MonthsInUtc => "months-in-utc",
            Self::NeverHolds => "never-holds",
            Self::AlwaysHolds => "always-holds",
            Self::NoDeadline => "no-deadline",
            Self::OneActTwoDuties => "one-act-two-duties",
            Self::BehindOwnAct => "behind-own-act",
            Self::OwnFigure => "own-figure",
            Self::OnlyFirstTime => "only-first-time",
            Self::Kept => "kept",
            Self::BreachedForGood => "breached-for-good",
            Self::UnopenedKind => "unopened-kind",
            Self::ListNeverCloses => "list-never-closes",
            Self::PeriodsGoOn => "periods-go-on",
            Self::EmptySubject => "empty-subject",
            Self::OneActForAll => "one-act-for-all",
            Self::DeadlinePastPeriod => "deadline-past-period",
            Self::DayByRule => "day-by-rule",
            Self::OutrunsCalendar => "outruns-calendar",
            Self::IdleHolidays => "idle-holidays",
            Self::LookAlike => "look-alike",
            Self::UncitedPassage => "uncited-passage",
            Self::CitesNothing => "cites-nothing",
        }
    }
}

impl fmt::Display for LintKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Severity {
    /// Its name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Advice => "advice",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
