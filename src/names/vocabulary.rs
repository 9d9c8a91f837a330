//! The types by which an agreement's names go.

use std::cmp::Ordering;
use std::convert::Infallible;
use std::fmt::{self, Debug};
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

/// The types by which the parties, acts, obligations, told names, kinds and calendars of an agreement go.
///
/// You need not implement it: [`vocabulary!`](crate::vocabulary) declares one from your enums, and
/// [`Ids`](crate::Ids) is the one of agreements that are read from files.
///
/// ```
/// use servanda::{Vocabulary, cuba};
/// let party: <cuba::Cuba as Vocabulary>::Party = cuba::Party::Un;
/// # let _ = party;
/// ```
pub trait Vocabulary: Clone + Debug + Eq + 'static {
    /// Whoever can act.
    type Party: Clone + Debug + Eq + Ord + Hash + Send + Sync + 'static;
    /// A kind of thing that parties do.
    type Act: Clone + Debug + Eq + Ord + Hash + Send + Sync + 'static;
    /// What one party owes another.
    type Obligation: Clone + Debug + Eq + Ord + Hash + Send + Sync + 'static;
    /// What acts tell: a price, a date, a grade. [`NoTold`] where they tell nothing.
    type Told: Clone + Debug + Eq + Ord + Hash + Send + Sync + 'static;
    /// A kind of subjects, for each of which something is owed: orders, months, states. [`NoKinds`] where
    /// everything is owed once.
    type Kind: Clone + Debug + Eq + Ord + Hash + Send + Sync + 'static;
    /// A calendar, by which days and working days are counted. [`NoCalendars`] where all are those of UTC.
    type Calendar: Clone + Debug + Eq + Ord + Hash + Send + Sync + 'static;
}

/// A vocabulary whose names an agreement can be kept by: small copies, each knowing its place.
///
/// ```
/// use servanda::names::Names;
/// use servanda::{Agreement, cuba};
///
/// /// Works for every agreement, from a file or from Rust.
/// fn debts<V: Names>(agreement: &Agreement<V>) -> usize {
///     agreement.obligations().len()
/// }
///
/// let typed = cuba::agreement(cuba::Reading::Verified)?;
/// assert_eq!(debts(&typed), debts(&typed.erased()));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
pub trait Names:
    Vocabulary<
        Party: Name<In = Self>,
        Act: Name<In = Self>,
        Obligation: Name<In = Self>,
        Told: Name<In = Self>,
        Kind: Name<In = Self>,
        Calendar: Name<In = Self>,
    >
{
}

impl<V> Names for V where
    V: Vocabulary<
            Party: Name<In = V>,
            Act: Name<In = V>,
            Obligation: Name<In = V>,
            Told: Name<In = V>,
            Kind: Name<In = V>,
            Calendar: Name<In = V>,
        >
{
}

/// One name: a variant of an enum that [`vocabulary!`](crate::vocabulary) declared, or an id.
///
/// ```
/// use servanda::names::Name;
/// use servanda::cuba::Act;
/// assert_eq!(Act::LiftQuarantine.text().as_deref(), Some("lift-quarantine"));
/// assert_eq!(Act::find("cease-work", 0), Some(Act::CeaseWork));
/// ```
pub trait Name: Copy + Debug + Eq + Ord + Hash + Send + Sync + 'static {
    /// The vocabulary that it belongs to.
    type In: Vocabulary;

    /// The name that goes by this text and stands at this place of an agreement, if there is one.
    fn find(text: &str, place: usize) -> Option<Self>;

    /// Its own number: the place of the variant in the enum, or of the id in the agreement.
    fn number(self) -> usize;

    /// All names of the type, where the type alone knows them: every variant; none of ids.
    #[must_use]
    fn all() -> &'static [Self] {
        &[]
    }

    /// Its text, where the type alone knows it: the variant in kebab case; none for an id.
    fn text(self) -> Option<String>;
}

/// The vocabulary of documents: every name is its text.
///
/// ```
/// use servanda::names::Text;
/// use servanda::Event;
/// let event: Event<Text> = serde_json::from_str(
///     r#"{"time": "1962-10-28T14:04:00Z", "actor": "ussr", "act": "accept-proposal"}"#,
/// )?;
/// assert_eq!(event.deed.actor().map(|name| &**name), Some("ussr"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Text {}

impl Vocabulary for Text {
    type Party = Box<str>;
    type Act = Box<str>;
    type Obligation = Box<str>;
    type Told = Box<str>;
    type Kind = Box<str>;
    type Calendar = Box<str>;
}

macro_rules! no_names {
    ($(#[$about:meta])* $name:ident) => {
        $(#[$about])*
        pub struct $name<V>(Infallible, PhantomData<fn() -> V>);

        impl<V> $name<V> {
            /// There is none to be compared, hashed or printed.
            fn none(self) -> ! {
                match self.0 {}
            }
        }

        impl<V> Clone for $name<V> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<V> Copy for $name<V> {}

        impl<V> Debug for $name<V> {
            fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.none()
            }
        }

        impl<V> PartialEq for $name<V> {
            fn eq(&self, _: &Self) -> bool {
                self.none()
            }
        }

        impl<V> Eq for $name<V> {}

        impl<V> PartialOrd for $name<V> {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl<V> Ord for $name<V> {
            fn cmp(&self, _: &Self) -> Ordering {
                self.none()
            }
        }

        impl<V> Hash for $name<V> {
            fn hash<H: Hasher>(&self, _: &mut H) {
                self.none()
            }
        }

        impl<V: Vocabulary> Name for $name<V> {
            type In = V;

            fn find(_text: &str, _place: usize) -> Option<Self> {
                None
            }

            fn number(self) -> usize {
                self.none()
            }

            fn text(self) -> Option<String> {
                self.none()
            }
        }
    };
}

no_names! {
    /// The told names of a vocabulary whose acts tell nothing: there are none.
    ///
    /// ```
    /// use servanda::cuba::Cuba;
    /// use servanda::names::{Name, NoTold};
    /// assert_eq!(NoTold::<Cuba>::find("price", 0), None);
    /// ```
    NoTold
}

no_names! {
    /// The kinds of a vocabulary in which everything is owed once: there are none.
    ///
    /// ```
    /// use servanda::cuba::Cuba;
    /// use servanda::names::{Name, NoKinds};
    /// assert_eq!(NoKinds::<Cuba>::find("order", 0), None);
    /// ```
    NoKinds
}

no_names! {
    /// The calendars of a vocabulary whose days are all those of UTC: there are none.
    ///
    /// ```
    /// use servanda::cuba::Cuba;
    /// use servanda::names::{Name, NoCalendars};
    /// assert_eq!(NoCalendars::<Cuba>::find("moscow", 0), None);
    /// ```
    NoCalendars
}

/// Declares the names of an agreement as three enums, in this order: its parties, its acts, its
/// obligations; where acts tell something, a fourth: what is told; where something is owed for each of
/// many, a fifth: the kinds of subjects; and where days are counted by calendars, a sixth: these (each after
/// those before, which may have no variant). A misspelt name then does not compile, and a `match` on one is
/// exhaustive.
///
/// On the wire a variant goes by its name in kebab case (`PayDeposit` is `pay-deposit`); the first
/// line names the vocabulary itself, the `V` of `Agreement<V>`.
///
/// ```
/// servanda::vocabulary! {
///     /// The names of a sale.
///     pub struct Sale;
///     /// Who deals.
///     pub enum Party { Buyer, Seller }
///     /// What they do.
///     pub enum Act { Pay, Deliver }
///     /// What they owe.
///     pub enum Obligation { Price, Delivery }
/// }
///
/// use servanda::names::Name;
/// assert_eq!(Act::Deliver.to_string(), "deliver");
/// assert_eq!(Party::find("buyer", 0), Some(Party::Buyer));
/// ```
///
/// With what acts tell:
///
/// ```
/// servanda::vocabulary! {
///     pub struct Orders;
///     pub enum Party { Buyer, Seller }
///     pub enum Act { Order, Deliver }
///     pub enum Obligation { Delivery }
///     pub enum Told { Pieces, DeliverBy }
/// }
/// assert_eq!(Told::DeliverBy.to_string(), "deliver-by");
/// ```
///
/// With kinds of subjects:
///
/// ```
/// servanda::vocabulary! {
///     pub struct Lease;
///     pub enum Party { Landlord, Tenant }
///     pub enum Act { Pay }
///     pub enum Obligation { Rent }
///     pub enum Told {}
///     pub enum Kind { Month }
/// }
/// assert_eq!(Kind::Month.to_string(), "month");
/// ```
///
/// With a calendar, whose table the agreement's builder is given:
///
/// ```
/// servanda::vocabulary! {
///     pub struct Sale;
///     pub enum Party { Buyer, Seller }
///     pub enum Act { Pay }
///     pub enum Obligation { Price }
///     pub enum Told {}
///     pub enum Kind {}
///     pub enum Calendar { Berlin }
/// }
/// assert_eq!(Calendar::Berlin.to_string(), "berlin");
/// ```
#[macro_export]
macro_rules! vocabulary {
    (
        $(#[$about:meta])* $seen:vis struct $vocabulary:ident;
        $(#[$about_party:meta])* $seen_party:vis enum $party:ident { $($parties:tt)* }
        $(#[$about_act:meta])* $seen_act:vis enum $act:ident { $($acts:tt)* }
        $(#[$about_obligation:meta])* $seen_obligation:vis enum $obligation:ident { $($obligations:tt)* }
        $(#[$about_told:meta])* $seen_told:vis enum $told:ident { $($tolds:tt)* }
        $(#[$about_kind:meta])* $seen_kind:vis enum $kind:ident { $($kinds:tt)* }
        $(#[$about_calendar:meta])* $seen_calendar:vis enum $calendar:ident { $($calendars:tt)* }
    ) => {
        $crate::vocabulary! {
            @with ($told) ($kind) ($calendar)
            $(#[$about])* $seen struct $vocabulary;
            $(#[$about_party])* $seen_party enum $party { $($parties)* }
            $(#[$about_act])* $seen_act enum $act { $($acts)* }
            $(#[$about_obligation])* $seen_obligation enum $obligation { $($obligations)* }
        }
        $crate::__names! { $vocabulary $(#[$about_told])* $seen_told enum $told { $($tolds)* } }
        $crate::__names! { $vocabulary $(#[$about_kind])* $seen_kind enum $kind { $($kinds)* } }
        $crate::__names! {
            $vocabulary $(#[$about_calendar])* $seen_calendar enum $calendar { $($calendars)* }
        }
    };
    (
        $(#[$about:meta])* $seen:vis struct $vocabulary:ident;
        $(#[$about_party:meta])* $seen_party:vis enum $party:ident { $($parties:tt)* }
        $(#[$about_act:meta])* $seen_act:vis enum $act:ident { $($acts:tt)* }
        $(#[$about_obligation:meta])* $seen_obligation:vis enum $obligation:ident { $($obligations:tt)* }
        $(#[$about_told:meta])* $seen_told:vis enum $told:ident { $($tolds:tt)* }
        $(#[$about_kind:meta])* $seen_kind:vis enum $kind:ident { $($kinds:tt)* }
    ) => {
        $crate::vocabulary! {
            @with ($told) ($kind) ($crate::names::NoCalendars<$vocabulary>)
            $(#[$about])* $seen struct $vocabulary;
            $(#[$about_party])* $seen_party enum $party { $($parties)* }
            $(#[$about_act])* $seen_act enum $act { $($acts)* }
            $(#[$about_obligation])* $seen_obligation enum $obligation { $($obligations)* }
        }
        $crate::__names! { $vocabulary $(#[$about_told])* $seen_told enum $told { $($tolds)* } }
        $crate::__names! { $vocabulary $(#[$about_kind])* $seen_kind enum $kind { $($kinds)* } }
    };
    (
        $(#[$about:meta])* $seen:vis struct $vocabulary:ident;
        $(#[$about_party:meta])* $seen_party:vis enum $party:ident { $($parties:tt)* }
        $(#[$about_act:meta])* $seen_act:vis enum $act:ident { $($acts:tt)* }
        $(#[$about_obligation:meta])* $seen_obligation:vis enum $obligation:ident { $($obligations:tt)* }
        $(#[$about_told:meta])* $seen_told:vis enum $told:ident { $($tolds:tt)* }
    ) => {
        $crate::vocabulary! {
            @with ($told) ($crate::names::NoKinds<$vocabulary>)
                ($crate::names::NoCalendars<$vocabulary>)
            $(#[$about])* $seen struct $vocabulary;
            $(#[$about_party])* $seen_party enum $party { $($parties)* }
            $(#[$about_act])* $seen_act enum $act { $($acts)* }
            $(#[$about_obligation])* $seen_obligation enum $obligation { $($obligations)* }
        }
        $crate::__names! { $vocabulary $(#[$about_told])* $seen_told enum $told { $($tolds)* } }
    };
    (
        $(#[$about:meta])* $seen:vis struct $vocabulary:ident;
        $(#[$about_party:meta])* $seen_party:vis enum $party:ident { $($parties:tt)* }
        $(#[$about_act:meta])* $seen_act:vis enum $act:ident { $($acts:tt)* }
        $(#[$about_obligation:meta])* $seen_obligation:vis enum $obligation:ident { $($obligations:tt)* }
    ) => {
        $crate::vocabulary! {
            @with ($crate::names::NoTold<$vocabulary>) ($crate::names::NoKinds<$vocabulary>)
                ($crate::names::NoCalendars<$vocabulary>)
            $(#[$about])* $seen struct $vocabulary;
            $(#[$about_party])* $seen_party enum $party { $($parties)* }
            $(#[$about_act])* $seen_act enum $act { $($acts)* }
            $(#[$about_obligation])* $seen_obligation enum $obligation { $($obligations)* }
        }
    };
    (
        @with ($told:ty) ($kind:ty) ($calendar:ty)
        $(#[$about:meta])* $seen:vis struct $vocabulary:ident;
        $(#[$about_party:meta])* $seen_party:vis enum $party:ident { $($parties:tt)* }
        $(#[$about_act:meta])* $seen_act:vis enum $act:ident { $($acts:tt)* }
        $(#[$about_obligation:meta])* $seen_obligation:vis enum $obligation:ident { $($obligations:tt)* }
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $seen enum $vocabulary {}

        impl $crate::Vocabulary for $vocabulary {
            type Party = $party;
            type Act = $act;
            type Obligation = $obligation;
            type Told = $told;
            type Kind = $kind;
            type Calendar = $calendar;
        }

        $crate::__names! { $vocabulary $(#[$about_party])* $seen_party enum $party { $($parties)* } }
        $crate::__names! { $vocabulary $(#[$about_act])* $seen_act enum $act { $($acts)* } }
        $crate::__names! {
            $vocabulary $(#[$about_obligation])* $seen_obligation enum $obligation { $($obligations)* }
        }
    };
}

/// One enum of a vocabulary.
#[doc(hidden)]
#[macro_export]
macro_rules! __names {
    ($vocabulary:ident $(#[$about:meta])* $seen:vis enum $name:ident {}) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $seen enum $name {}

        impl $name {
            /// Every one of them: there is none.
            $seen const ALL: &'static [Self] = &[];
        }

        impl $crate::names::Name for $name {
            type In = $vocabulary;

            fn find(_text: &str, _place: usize) -> ::core::option::Option<Self> {
                ::core::option::Option::None
            }

            fn number(self) -> usize {
                match self {}
            }

            fn all() -> &'static [Self] {
                Self::ALL
            }

            fn text(self) -> ::core::option::Option<::std::string::String> {
                match self {}
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, _: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match *self {}
            }
        }
    };
    (
        $vocabulary:ident $(#[$about:meta])* $seen:vis enum $name:ident {
            $($(#[$about_variant:meta])* $variant:ident),* $(,)?
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $seen enum $name {
            $($(#[$about_variant])* $variant),*
        }

        impl $name {
            /// Every one of them, in their order.
            $seen const ALL: &'static [Self] = &[$(Self::$variant),*];
        }

        impl $crate::names::Name for $name {
            type In = $vocabulary;

            fn find(text: &str, _place: usize) -> ::core::option::Option<Self> {
                Self::ALL.iter().copied().find(|name| $crate::names::kebab(&::std::format!("{name:?}")) == text)
            }

            fn number(self) -> usize {
                self as usize
            }

            fn all() -> &'static [Self] {
                Self::ALL
            }

            fn text(self) -> ::core::option::Option<::std::string::String> {
                ::core::option::Option::Some($crate::names::kebab(&::std::format!("{self:?}")))
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(&$crate::names::kebab(&::std::format!("{self:?}")))
            }
        }
    };
}

/// `PayDeposit` as `pay-deposit`.
#[doc(hidden)]
#[must_use]
pub fn kebab(variant: &str) -> String {
    let mut text = String::with_capacity(variant.len().saturating_add(4));
    for letter in variant.chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push('-');
        }
        text.extend(letter.to_lowercase());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::kebab;

    #[test]
    fn variants_go_by_kebab_case() {
        assert_eq!(kebab("LiftQuarantine"), "lift-quarantine");
        assert_eq!(kebab("Us"), "us");
        assert_eq!(kebab("Pay2"), "pay2");
    }
}
