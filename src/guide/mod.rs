//! The guide: servanda from the first file to the last rule.
//!
//! | page | for whom |
//! | --- | --- |
//! | [`start`] | you have five minutes: an agreement, a log, a verdict |
//! | [`concepts`] | the eight words and how they hang together, in pictures |
//! | [`encode`] | you have a text that binds somebody, and want it as an agreement, step by step |
//! | [`verify_in_ci`] | your logs are to be checked by a machine at every change |
//! | [`logs`] | you have a log from some system and a rule, and want to know how well it was kept |
//! | [`digest`] | which agreement and which log a verdict is about, to the byte |
//! | [`embed`] | your service is to keep agreements: a gatekeeper, an audit, saved states, time |
//! | [`semantics`] | what every word means, to the instant, each rule with an example that runs |
//! | [`clauses`] | your text has windows, options, remedies, groups, prices that are named later: one question a page |
//! | [`plural`] | your text binds each of many: members, months, orders; who owes what, once or each by itself |
//! | [`calendars`] | your text counts working days, months of a place, business hours |
//! | [`evidence`] | your log has entries that are late, wrong or withdrawn; what a verdict is worth, and what changed it |
//! | [`amendments`] | your agreement changes while runs of it go on: what keeps its state, what is left behind |
//! | [`editions`] | you have an agreement from servanda 0.1: what it means otherwise now |
//! | [`law`] | the law itself, `SEMANTICS.md`: sections for whoever builds an engine or settles a dispute |
//! | [`comparison`] | you know event sourcing, Declare, DCR graphs, Symboleo, eFLINT, Dogwood, runtime monitors or LegalRuleML |
//! | [`questions`] | why it is as it is |
//!
//! Every example on these pages is run by the tests. Nine whole agreements from life, each with a
//! good log and a bad one, are in the repository under `examples/agreements`; the one that the
//! crate was written for is [`cuba`](crate::cuba).

pub mod amendments;
pub mod calendars;
pub mod clauses;
pub mod comparison;
pub mod concepts;
pub mod digest;
pub mod editions;
pub mod embed;
pub mod encode;
pub mod evidence;
pub mod law;
pub mod logs;
pub mod plural;
pub mod questions;
pub mod semantics;
pub mod start;
pub mod verify_in_ci;
