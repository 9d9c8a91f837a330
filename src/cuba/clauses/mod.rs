//! The letter, clause by clause: a page for each normative passage, telling in our own words what
//! it says there, who owes whom, how that is encoded, and which choices of reading were made, and
//! why. The terms themselves stand on the page as functions, and [`agreement`](super::agreement)
//! puts them together.
//!
//! A passage goes by its place in the letter: `para-1b` is the second half of the first paragraph,
//! `item-2a` the letter a of the numbered item 2.
//!
//! | page | passage | what it is about |
//! | --- | --- | --- |
//! | [`para_1b`] | first paragraph, second half | first, work ceases and the weapons are made inoperable |
//! | [`para_2a`] | second paragraph, first half | then an arrangement is worked out that weekend |
//! | [`item_1a`] | item 1, first half | the Soviet Union removes the weapons |
//! | [`item_1b`] | item 1, second half | it brings no more, and accepts safeguards |
//! | [`item_2`] | item 2, its opening | the gate: when the American duties come |
//! | [`item_2a`] | item 2, letter a | the United States removes the quarantine |
//! | [`item_2b`] | item 2, letter b | it gives an assurance against an invasion |
//! | [`item_2c`] | item 2, last sentence | others are expected to do likewise |
//! | [`para_3a`] | third paragraph, first sentence | Soviet instructions, and a couple of days |
//! | [`para_3b`] | third paragraph, second sentence | talks on other armaments |
//! | [`para_3c`] | third paragraph, last sentence | a detente would be considered |
//! | [`para_4a`] | last paragraph, first sentence | first things first, once more |
//! | [`para_4b`] | last paragraph, second sentence | a warning: link nothing else to it |
//! | [`narrative`] | what remains | what only tells, and what stands beside the letter |

pub mod item_1a;
pub mod item_1b;
pub mod item_2;
pub mod item_2a;
pub mod item_2b;
pub mod item_2c;
pub mod narrative;
pub mod para_1b;
pub mod para_2a;
pub mod para_3a;
pub mod para_3b;
pub mod para_3c;
pub mod para_4a;
pub mod para_4b;
