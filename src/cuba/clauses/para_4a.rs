//! First things first, once more (last paragraph, first sentence: para-4a).
//!
//! The first ingredient, the letter stresses as it ends, is that work on the sites ceases and that
//! the weapons are made inoperable, under effective international guarantees.
//!
//! **Who owes whom:** what [`para_1b`](super::para_1b) says already. Nothing is owed twice, so this
//! passage adds no obligation; [`CeaseWork`] and [`RenderInoperable`] cite it beside the other.
//!
//! **Choices of reading**
//!
//! - *One demand, said twice.* Here the guarantees are international, there the arrangements are
//!   those of the United Nations. They are read as the same thing: nobody else is named in the
//!   letter who could give any.
//! - *Stress is no new term.* That it comes first is the order of the letter, and is encoded where
//!   it has an effect: in what the arrangement ([`para_2a`](super::para_2a)) and the removal
//!   ([`item_1a`](super::item_1a)) require.
//!
//! [`CeaseWork`]: crate::cuba::Obligation::CeaseWork
//! [`RenderInoperable`]: crate::cuba::Obligation::RenderInoperable
