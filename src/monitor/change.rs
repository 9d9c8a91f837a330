//! What a step changed.

use serde::{Deserialize, Deserializer, Serialize};

use crate::names::{Ids, Subject, Translate, Vocabulary};
use crate::strict;
use crate::time::Instant;

use super::{Cause, Status};

/// One thing that changed: when, brought by which event, and what.
///
/// ```
/// use servanda::cuba::{self, Act, Party, Reading};
/// use servanda::monitor::Transition;
/// use servanda::{Event, Monitor};
/// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// let accepted = Event::act(cuba::ANSWER_BROADCAST, Party::Ussr, Act::AcceptProposal);
/// let step = monitor.record(&accepted);
/// let change = step.changes().next().unwrap();
/// assert_eq!((change.at, change.event), (cuba::ANSWER_BROADCAST, Some(1)));
/// assert_eq!(change.transition, Transition::EnteredIntoForce);
/// assert_eq!(change.obligation(), None);
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    bound(
        serialize = "Transition<V>: Serialize, Subject<V>: Serialize",
        deserialize = "Transition<V>: Deserialize<'de>, Subject<V>: Deserialize<'de>"
    )
)]
#[non_exhaustive]
pub struct Change<V: Vocabulary = Ids> {
    /// When.
    pub at: Instant,
    /// The place in the log of the event that brought it, counted from 1; none where time did.
    pub event: Option<u64>,
    /// The subject in which it changed; none of what is the run's.
    #[serde(
        default,
        deserialize_with = "strict::present",
        skip_serializing_if = "Option::is_none"
    )]
    pub subject: Option<Subject<V>>,
    /// What.
    pub transition: Transition<V>,
}

/// What changed.
///
/// More may come: what is told grows with the law.
///
/// ```
/// use servanda::cuba::{self, Obligation, Reading};
/// use servanda::monitor::Transition;
/// use servanda::{Monitor, Status};
/// let mut monitor = Monitor::new(&cuba::agreement(Reading::Verified)?);
/// for event in cuba::history() {
///     monitor.record(&event);
/// }
/// // Through which statuses the removal of the weapons went.
/// let statuses = monitor.history(Obligation::RemoveWeapons).filter_map(|it| match it.transition {
///     Transition::Moved { to, .. } => Some(to),
///     _ => None,
/// });
/// assert_eq!(statuses.collect::<Vec<_>>(), [Status::Due, Status::Performed]);
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    rename_all = "kebab-case",
    deny_unknown_fields,
    bound(
        serialize = "V::Act: Serialize, V::Obligation: Serialize, V::Kind: Serialize",
        deserialize = "V::Act: Deserialize<'de>, V::Obligation: Deserialize<'de>, V::Kind: Deserialize<'de>"
    )
)]
#[non_exhaustive]
pub enum Transition<V: Vocabulary = Ids> {
    /// The agreement entered into force.
    EnteredIntoForce,
    /// The agreement terminated.
    Terminated,
    /// A subject opened.
    Opened,
    /// The list of a kind is closed: no further subject opens.
    #[serde(deserialize_with = "list_closed")]
    ListClosed {
        /// The kind.
        kind: V::Kind,
    },
    /// An obligation moved from one status to another.
    #[serde(deserialize_with = "moved")]
    Moved {
        /// The obligation.
        obligation: V::Obligation,
        /// From where.
        from: Status,
        /// To where.
        to: Status,
        /// Why.
        cause: Cause,
    },
    /// Something was done towards an obligation, or its progress restarted.
    #[serde(deserialize_with = "progressed")]
    Progressed {
        /// The obligation.
        obligation: V::Obligation,
        /// How much of it is done now.
        progress: u64,
    },
    /// An obligation has a new deadline.
    #[serde(deserialize_with = "scheduled")]
    Scheduled {
        /// The obligation.
        obligation: V::Obligation,
        /// The deadline; none if it lies past the end of time.
        deadline: Option<Instant>,
    },
    /// An obligation has new terms: another party, quantity or deadline.
    #[serde(deserialize_with = "amended")]
    Amended {
        /// The obligation.
        obligation: V::Obligation,
    },
    /// The window of an act is over, for good.
    #[serde(deserialize_with = "expired")]
    Expired {
        /// The act.
        act: V::Act,
    },
    /// The precondition and the window of an act bind nobody any longer.
    #[serde(deserialize_with = "waived")]
    Waived {
        /// The act.
        act: V::Act,
    },
}

/// Reads what a kind of change has from an object only: serde would take it from a list as well, in
/// the order of the fields.
macro_rules! from_objects {
    ($(fn $kind:ident($($(#[$about:meta])* $field:ident: $type:ty),*) -> $fields:ty;)*) => {$(
        fn $kind<'de, D, N>(deserializer: D) -> Result<$fields, D::Error>
        where
            D: Deserializer<'de>,
            N: Deserialize<'de>,
        {
            #[derive(Deserialize)]
            #[serde(deny_unknown_fields)]
            struct Fields<N> {
                $($(#[$about])* $field: $type,)*
            }

            let Fields { $($field,)* } = strict::object(deserializer)?;
            Ok(($($field),*))
        }
    )*};
}

from_objects! {
    fn moved(
        obligation: N,
        #[serde(deserialize_with = "strict::word")] from: Status,
        #[serde(deserialize_with = "strict::word")] to: Status,
        #[serde(deserialize_with = "strict::word")] cause: Cause
    ) -> (N, Status, Status, Cause);
    fn progressed(obligation: N, progress: u64) -> (N, u64);
    fn scheduled(obligation: N, deadline: Option<Instant>) -> (N, Option<Instant>);
    fn amended(obligation: N) -> N;
    fn list_closed(kind: N) -> N;
    fn expired(act: N) -> N;
    fn waived(act: N) -> N;
}

impl<V: Vocabulary> Transition<V> {
    /// The obligation that changed, if one did.
    pub(crate) fn obligation(&self) -> Option<&V::Obligation> {
        match self {
            Self::Moved { obligation, .. }
            | Self::Progressed { obligation, .. }
            | Self::Scheduled { obligation, .. }
            | Self::Amended { obligation } => Some(obligation),
            Self::EnteredIntoForce
            | Self::Terminated
            | Self::Opened
            | Self::ListClosed { .. }
            | Self::Expired { .. }
            | Self::Waived { .. } => None,
        }
    }
}

impl<V: Vocabulary> Change<V> {
    /// The obligation that changed, if one did.
    #[must_use]
    pub fn obligation(&self) -> Option<&V::Obligation> {
        self.transition.obligation()
    }

    pub(crate) fn translate<W: Vocabulary, T: Translate<V, W>>(
        &self,
        translation: &T,
    ) -> Result<Change<W>, T::Error> {
        let transition = match &self.transition {
            Transition::EnteredIntoForce => Transition::EnteredIntoForce,
            Transition::Terminated => Transition::Terminated,
            Transition::Opened => Transition::Opened,
            Transition::ListClosed { kind } => {
                Transition::ListClosed { kind: translation.kind(kind)? }
            }
            Transition::Moved { obligation, from, to, cause } => Transition::Moved {
                obligation: translation.obligation(obligation)?,
                from: *from,
                to: *to,
                cause: *cause,
            },
            Transition::Progressed { obligation, progress } => Transition::Progressed {
                obligation: translation.obligation(obligation)?,
                progress: *progress,
            },
            Transition::Scheduled { obligation, deadline } => Transition::Scheduled {
                obligation: translation.obligation(obligation)?,
                deadline: *deadline,
            },
            Transition::Amended { obligation } => {
                Transition::Amended { obligation: translation.obligation(obligation)? }
            }
            Transition::Expired { act } => Transition::Expired { act: translation.act(act)? },
            Transition::Waived { act } => Transition::Waived { act: translation.act(act)? },
        };
        let subject = self.subject.as_ref().map(|it| it.translate(translation)).transpose()?;
        Ok(Change { at: self.at, event: self.event, subject, transition })
    }
}
