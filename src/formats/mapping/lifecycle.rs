//! Which transitions of an activity are events.

/// Which transitions of an activity are read, where a log tells its start from its end.
///
/// ```
/// # #[cfg(feature = "csv")] {
/// use servanda::formats::mapping::{Lifecycle, Mapping};
/// let text = "time,actor,act,lifecycle:transition\n\
///     2026-05-06T12:00:00Z,desk,claim,start\n2026-05-06T13:00:00Z,desk,claim,complete\n";
/// let read = |mapping: Mapping| -> Result<usize, Box<dyn std::error::Error>> {
///     Ok(mapping.csv(text.as_bytes())?.count())
/// };
/// assert_eq!(read(Mapping::new())?, 1);
/// assert_eq!(read(Mapping::new().lifecycle(Lifecycle::All))?, 2);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Lifecycle {
    /// Those that are complete, or say nothing of it.
    #[default]
    Complete,
    /// All, each an event of its activity.
    All,
    /// All, each an act of its own: `claim+start`, `claim+complete`.
    Joined,
    /// These.
    Of(Vec<String>),
}

impl Lifecycle {
    /// Whether an event of this transition is read.
    pub(super) fn takes(&self, transition: &str) -> bool {
        match self {
            Self::Complete => transition.eq_ignore_ascii_case("complete"),
            Self::All | Self::Joined => true,
            Self::Of(some) => some.iter().any(|it| it.eq_ignore_ascii_case(transition)),
        }
    }
}
