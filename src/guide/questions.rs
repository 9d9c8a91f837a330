//! Questions and answers: why it is as it is.
//!
//! # Why does nothing read a clock?
//!
//! Because a verdict must not depend on when it is asked for. The same agreement and the same log
//! give the same report today, next year, and on another machine. Time is an argument: it comes in
//! with the events, or with [`advance`](crate::Monitor::advance). The crate's date library is built
//! without its clock, so that reading one would not compile.
//!
//! # Why is the deadline's own instant still in time?
//!
//! "Within two days" is kept by whoever comes at the last moment of the second day. With the
//! instant excluded, a deadline of noon would be missed at noon. So a deadline fires *just after*
//! its instant, and its finding is dated *at* it.
//!
//! # Why is nobody late with what they may not do?
//!
//! "Ought implies may." If the buyer has not paid, the seller who need not deliver before is not
//! late, however long ago the delivery would have been due. Without this rule every waiting party
//! would have to be excused by hand, and some would be forgotten. It also makes blame sound: a
//! party that does everything as soon as it is due is never found in breach, whatever the others
//! do. That is a property that the tests hold the engine to.
//!
//! # Why are preconditions on acts, and not on obligations?
//!
//! Because whether something *may* be done and whether it *must* be done are different questions. A
//! delivery before payment is allowed to the seller (it waives its own protection) though nobody
//! owes it yet; an attack is never allowed, though the duty not to attack is only one obligation
//! among many. The precondition belongs to the act; the obligation adds *when*, *until* and *by
//! when*.
//!
//! # Why does a precondition protect somebody?
//!
//! Because the same early act can be a gift or a wrong. A seller who ships before the money is
//! there gives up what was meant for its own safety. An escrow agent who pays out before the goods
//! are there hurts the buyer. `protects` says which it is, and it also says who can waive.
//!
//! # Why are there two ways to take an event?
//!
//! A gatekeeper and an auditor see the same event at different times. Before it happens, one can
//! say no, and nothing needs to be undone. Afterwards it has happened, whatever the rules say, and
//! the world has changed by it. One function for both would either pretend that a forbidden act did
//! not happen or let forbidden acts through the door.
//!
//! # Why is a breach not the end?
//!
//! Because it is not in life. What is late is still owed and can be made good, a penalty may
//! follow, and the other duties go on. If a breach shall end the agreement, say so:
//! `terminates_when` it is `breached`, or give the other party an act for it.
//!
//! # Why does `breached` hold when the breach was cured?
//!
//! Because what follows from a breach should not be undone by its cure: the penalty for being late
//! is owed *because* one was late, also when the goods are there at last. Where only a present
//! breach counts, say `all` of `breached` and `not` `discharged`.
//!
//! # Why is a breached prohibition never cured?
//!
//! What must not be done cannot be made undone. To pay for it is another obligation. If both sides
//! agree to let it rest, the creditor releases it.
//!
//! # Why does "promptly" have no deadline?
//!
//! Because the text has none. A figure that the parties did not write would be ours, not theirs.
//! Write what they said, and if they later agree on a figure, `extend` needs a deadline to move:
//! put the figure into the agreement then, as its own reading. The crate's first agreement has
//! three readings for a reason of that kind.
//!
//! # Why are powers no kind of their own?
//!
//! A power is an act whose effects are elsewhere: to give notice, to cancel, to choose. Its effects
//! are written in the conditions of what it touches, where whoever reads that obligation sees them.
//! A list of effects at the power would have to be searched from the other end.
//!
//! # Why do conditions count, and not look at the last event?
//!
//! "It has happened at least twice" stays true once it is; "the last thing that happened was" flips
//! back and forth, and two people would read the same log differently as soon as two events share
//! an instant. Almost everything moves one way, so that a state settles in a few rounds and a
//! finding is never unsaid. What does come and go again and again, as a maintenance window, has a
//! condition of its own: `between`.
//!
//! # Why does a document's order decide nothing?
//!
//! In each round all rules look at the same state and change together, like the cells of a game of
//! life. If they ran one after the other, the first obligation in the file would see a different
//! world from the last, and sorting a file would change verdicts. The order of the document shows
//! only in the order of lines in reports.
//!
//! # Why are names enums, and why are they ids as well?
//!
//! In a program that knows its agreement, a misspelt obligation should not compile, and a `match`
//! should leave none out. A program that reads agreements from files cannot know their names
//! beforehand. Both run on the same engine: inside, names are numbers.
//! [`Agreement::typed`](crate::Agreement::typed) and
//! [`Agreement::erased`](crate::Agreement::erased) go from one to the other.
//!
//! # Why can't an agreement be changed while it runs?
//!
//! Some of it can: deadlines move (`extend`), debtors and verifiers change (`amend`), duties are
//! given up (`release`), preconditions are waived. New terms are a new agreement, with a new date.
//! That keeps a report's meaning fixed: it is about this text. A [`Saved`](crate::Saved) state
//! carries the agreement that it belongs to, and is refused under one that reads otherwise, with what differs.
//!
//! # Why does a refused event let time pass?
//!
//! Because time did pass. If an event of noon is refused, it was noon all the same, and a deadline
//! of the morning is over. A refusal changes nothing else.
//!
//! # Why is an event that is out of order void?
//!
//! Verdicts have been given as the clock moved: deadlines fired, findings were dated. To slip an
//! event in before them would unsay what was said. Sort the log before you verify it. If something
//! became known late, put it where it happened and say so with `known`: then the log can be judged
//! as it was known at any time.
//!
//! # How do I write a duty that recurs every month?
//!
//! As an obligation of a *kind* whose subjects are the months: `every` = `P1M`, and `times` if there is a
//! last one. The clock opens them, and in each the duty stands by itself, with its own deadline, breach and
//! cure. What is opened by events instead, as orders are, is a kind too: see [`plural`](super::plural). A
//! prohibition also recurs by `per`, without subjects. A `case` is another thing: another run of the same
//! agreement, with other people in it.
//!
//! # Is the outcome the judgment of a court?
//!
//! No. It is what the encoding of a text says about a log that somebody wrote. Both can be wrong,
//! and the report's use is that one can see which: every finding says which passages it rests on.
