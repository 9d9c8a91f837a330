//! Names as numbers: how the engine, and agreements from files, go by them.

use super::vocabulary::{Name, Vocabulary};

/// The vocabulary of agreements that are read from files: each name is the place at which the
/// document lists it. [`Agreement::party`](crate::Agreement::party) and its siblings find an id by
/// its text.
///
/// ```
/// use servanda::{Agreement, Ids, cuba};
/// let agreement: Agreement<Ids> = cuba::agreement(cuba::Reading::Verified)?.erased();
/// let lifting = agreement.act("lift-quarantine")?;
/// assert_eq!(agreement.act_name(lifting), Some("lift-quarantine"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ids {}

impl Vocabulary for Ids {
    type Party = PartyId;
    type Act = ActId;
    type Obligation = ObligationId;
    type Told = ToldId;
    type Kind = KindId;
    type Calendar = CalendarId;
}

macro_rules! id {
    ($(#[$about:meta])* $name:ident) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            pub(crate) const fn new(place: u32) -> Self {
                Self(place)
            }

            pub(crate) const fn index(self) -> usize {
                // A `u32` fits the `usize` of every platform of 32 bits or more.
                self.0 as usize
            }
        }

        impl Name for $name {
            type In = Ids;

            fn find(_text: &str, place: usize) -> Option<Self> {
                u32::try_from(place).ok().map(Self)
            }

            fn number(self) -> usize {
                self.index()
            }

            fn text(self) -> Option<String> {
                None
            }
        }
    };
}

id! {
    /// A party of an agreement that was read from a file.
    PartyId
}
id! {
    /// An act of an agreement that was read from a file.
    ActId
}
id! {
    /// An obligation of an agreement that was read from a file.
    ObligationId
}
id! {
    /// A told name of an agreement that was read from a file.
    ToldId
}
id! {
    /// A kind of subjects of an agreement, by its place in it.
    ///
    /// ```
    /// use servanda::Agreement;
    /// let agreement = Agreement::from_json(r#"{
    ///     "title": "Orders", "parties": {"buyer": "who orders", "seller": "who delivers"},
    ///     "subjects": {"order": {"gist": "what is ordered at once", "opened_by": "order"}},
    ///     "acts": {"order": {"of": "order", "by": ["buyer"]}, "deliver": {"of": "order", "by": ["seller"]}},
    ///     "obligations": {"delivery": {
    ///         "of": "order", "debtor": "seller", "creditor": "buyer", "perform": "deliver", "within": "P2W"
    ///     }}
    /// }"#)?;
    /// let order = agreement.kind("order")?;
    /// assert_eq!(agreement.kind_name(order), Some("order"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    KindId
}
id! {
    /// A calendar of an agreement, by its place in it.
    ///
    /// ```
    /// use servanda::Agreement;
    /// let agreement = Agreement::from_json(r#"{
    ///     "title": "Sale", "parties": {"buyer": "who pays", "seller": "who sells"},
    ///     "calendars": {"berlin": {"offset": "+01:00", "covers": ["2026-01-01", "2026-03-28"]}},
    ///     "acts": {"pay": {"by": ["buyer"]}},
    ///     "obligations": {"price": {
    ///         "debtor": "buyer", "creditor": "seller", "perform": "pay",
    ///         "within": {"term": "P3D", "days": "working", "ends": "midnight", "in": "berlin"}
    ///     }}
    /// }"#)?;
    /// let berlin = agreement.calendar("berlin")?;
    /// assert_eq!(agreement.calendar_name(berlin), Some("berlin"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    CalendarId
}
