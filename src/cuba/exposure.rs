//! Who must move first, and what each side has given when the other stops: the crisis, in numbers.
//!
//! Two sides that don't trust each other agree on a list of things to do. Whoever does the first of
//! them stands there with less than it had, and nothing for it. How far each can get ahead of the
//! other is the question that the crisis turned on, and it is answered by *the gate*: what must
//! hold before the American duties come ([`clauses::item_2`](super::clauses::item_2)).
//!
//! There are six binding duties to do something. The Soviet Union owes four: work ceases, the weapons
//! are made inoperable, they leave, safeguards are accepted. The United States owes two: the
//! quarantine is lifted, the assurance is given. A duty counts as given once it is done, verified or
//! not; a side's *imbalance* is what it has given less what it was given ([`Exposure`]).
//!
//! | | [`Verified`](super::Reading::Verified): the weapons are gone, and that is attested | [`Established`](super::Reading::Established): arrangements stand |
//! | --- | --- | --- |
//! | who must give first | the Soviet Union | the Soviet Union |
//! | what it has given before it gets anything | 3: work, weapons inoperable, weapons gone | 2: work, weapons inoperable |
//! | the most that it can be ahead | 4 | 4 |
//! | the most that the United States can be ahead | 0 | 0 |
//! | the least that somebody must be ahead at some time | 3 | 2 |
//!
//! So the order of the letter costs the United States nothing, in either reading: whenever the other
//! side stops, it has given no more than it got. The Soviet Union must go first and alone, on the
//! strength of a letter. What the readings disagree about is one step: whether the weapons, which
//! can't be brought back unseen, leave before the quarantine is lifted or may leave after it. (Were
//! that step weighed by what it was worth, and not counted as one of six, it would outweigh the rest:
//! [`Explorer::exposure_by`].)
//!
//! ```
//! use servanda::cuba::{self, Party, Reading};
//! use servanda::analysis::Explorer;
//!
//! for (reading, least) in [(Reading::Verified, 3), (Reading::Established, 2)] {
//!     let exposure = Explorer::new(&cuba::agreement(reading)?).exposure();
//!     assert_eq!(exposure.first(), [Party::Ussr]);
//!     assert_eq!(exposure.side(Party::Ussr).unwrap().worst, 4);
//!     assert_eq!(exposure.side(Party::Us).unwrap().worst, 0);
//!     assert_eq!(exposure.order().unwrap().worst, least);
//! }
//! # Ok::<(), servanda::AgreementError>(())
//! ```
//!
//! # The order that asks for the least trust
//!
//! Under the gate of the arrangements:
//!
//! ```text
//! ussr does accept-proposal        us +0  ussr +0
//! ussr does cease-work             us -1  ussr +1
//! ussr does render-inoperable      us -2  ussr +2
//! us does conclude-arrangement     us -2  ussr +2
//! un does establish-arrangements   us -2  ussr +2
//! us does lift-quarantine          us -1  ussr +1
//! us does assure-no-invasion       us +0  ussr +0
//! ussr does remove-weapons (84)    us -1  ussr +1
//! ussr does accept-safeguards      us -2  ussr +2
//! ```
//!
//! The sides come level in the middle, the weapons still there and useless. Under the gate of the
//! United Nations' word there is no such moment before the weapons are gone.
//!
//! # What holds the other to it
//!
//! Nothing in the letter does. "Promptly" has no figure, so none of the six duties has a deadline, and
//! neither side can ever call the other in breach for leaving one undone: the lint
//! [`NoDeadline`](crate::analysis::LintKind::NoDeadline) says so of all six. And each of three can keep the
//! settlement away for ever by doing nothing, the United Nations among them, for its word is needed.
//!
//! ```
//! use servanda::cuba::{self, Party, Reading};
//! use servanda::analysis::{Answer, Explorer, Goal, LintKind};
//!
//! let agreement = cuba::agreement(Reading::Verified)?;
//! assert_eq!(agreement.analyze().of(LintKind::NoDeadline).count(), 6);
//!
//! let blockers = Explorer::new(&agreement).blockers(&Goal::Settled)?;
//! let silent = blockers.iter().filter(|blocker| blocker.by_silence == Answer::Yes);
//! let silent: Vec<Party> = silent.map(|blocker| blocker.party).collect();
//! assert_eq!(silent, [Party::Us, Party::Ussr, Party::Un]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where it stood in the end
//!
//! The log of that autumn ([`history`](super::history)) ends with the Soviet Union two ahead: three of
//! its four duties are done, one of the two American ones. From there the assurance would have brought
//! it to one, and safeguards, which were never accepted, back to two.
//!
//! ```
//! use servanda::cuba::{self, Party, Reading};
//! use servanda::analysis::Explorer;
//! use servanda::Monitor;
//!
//! let mut monitor = Monitor::new(&cuba::agreement(Reading::Established)?);
//! for event in cuba::history() {
//!     monitor.record(&event);
//! }
//! let exposure = Explorer::at(&monitor).exposure();
//! let now = exposure.now();
//! assert_eq!(now, [(Party::Us, -2), (Party::Ussr, 2)]);
//! assert_eq!(exposure.order().unwrap().worst, 2);
//! # Ok::<(), servanda::AgreementError>(())
//! ```
//!
//! [`Exposure`]: crate::analysis::Exposure
//! [`Explorer::exposure_by`]: crate::analysis::Explorer::exposure_by
