//! The types by which an agreement's names go.

use std::fmt::Debug;
use std::hash::Hash;

/// The types by which the parties, acts and obligations of an agreement go.
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
    Vocabulary<Party: Name<In = Self>, Act: Name<In = Self>, Obligation: Name<In = Self>>
{
}

impl<V> Names for V where
    V: Vocabulary<Party: Name<In = V>, Act: Name<In = V>, Obligation: Name<In = V>>
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {}

impl Vocabulary for Text {
    type Party = Box<str>;
    type Act = Box<str>;
    type Obligation = Box<str>;
}

/// Declares the names of an agreement as three enums, in this order: its parties, its acts, its
/// obligations. A misspelt name then does not compile, and a `match` on one is exhaustive.
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
#[macro_export]
macro_rules! vocabulary {
    (
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
