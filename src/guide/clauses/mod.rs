//! Life as contracts have it: what an agreement can say once it has to.
//!
//! Nothing here is needed for a first agreement: [`start`](super::start) and
//! [`encode`](super::encode) do without. Each page answers one question, with an example that runs.
//!
//! | the question | page |
//! | --- | --- |
//! | Until when may it be done, and what if that is over? | [`windows`] |
//! | Must it be this act, or will another do, or only the result? | [`choices`] |
//! | What if nobody says whether it was done well? | [`silence`] |
//! | Can a breach be made up for? | [`remedies`] |
//! | What becomes of what can no longer arise? | [`contingencies`] |
//! | How does a clock pause, and how long is something recent? | [`pauses`] |
//! | Who acts, and who speaks, for a group? | [`groups`] |
//! | What if price, date and partner are known only later? | [`told`] |
//! | What if a line comes twice, or counts for nothing? | [`lines`] |

pub mod choices;
pub mod contingencies;
pub mod groups;
pub mod lines;
pub mod pauses;
pub mod remedies;
pub mod silence;
pub mod told;
pub mod windows;
