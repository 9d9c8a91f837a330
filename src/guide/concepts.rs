//! Concepts: eight words and how they hang together.
//!
//! # The words
//!
//! ```text
//!    ┌───────── owed by, owed to, verified by ─────────┐
//!    ▼                                                 │
//!  party ─── may do ───► act ◄─── do it, or not ─── obligation
//!                         ▲                          ▲      │
//!                         │ one of          a word   │      │ waits for
//!                         │                 about    │      ▼
//!                         └───────── event ──────────┘  condition
//! ```
//!
//! - A **party** is whoever can act: a buyer, a state, an inspectorate.
//! - An **act** is a kind of thing that parties do. It says who may do it, what must hold first
//!   (its precondition), and in whose favour that precondition stands. A power is an act too: to
//!   give notice, to cancel. What a power does is written where it has its effect, in the
//!   conditions of the obligations that it touches.
//! - An **obligation** is what one party, the debtor, owes another, the creditor: to perform an
//!   act, or to refrain from one.
//! - A **condition** is a formula over what has happened and where the obligations stand.
//! - An **event** is one line of the log: an act that was done, or a word about an obligation
//!   (attest, deny, release, extend, amend) or about a precondition (waive).
//! - The **monitor** is the state machine. It holds the clock and the state of one run of an
//!   agreement.
//! - A **finding** is something wrong or worth telling: what, whom it concerns, when, and why.
//! - The **report** is what a log comes to.
//!
//! In Rust they are [`Act`], [`Obligation`], [`Condition`], [`Event`], [`Monitor`], [`Finding`] and
//! [`Report`], all of them inside or beside an [`Agreement`].
//!
//! [`Act`]: crate::Act
//! [`Obligation`]: crate::Obligation
//! [`Condition`]: crate::Condition
//! [`Event`]: crate::Event
//! [`Monitor`]: crate::Monitor
//! [`Finding`]: crate::Finding
//! [`Report`]: crate::Report
//! [`Agreement`]: crate::Agreement
//!
//! # The life of an obligation
//!
//! ```text
//!  ┌─────────┐
//!  │ dormant │  not yet owed
//!  └────┬────┘
//!       │  in force, `when` holds, and the act may be done
//!       ▼
//!  ┌─────────┐  it rests, or may not be done  ┌───────────┐
//!  │   due   │ ◄────────────────────────────► │ suspended │
//!  └─┬──┬──┬─┘                                └───────────┘
//!    │  │  │
//!    │  │  │  deadline or limit passed   ┌──────────┐ made good
//!    │  │  └───────────────────────────► │ breached │ ─────────► cured ■
//!    │  │                                └──────────┘
//!    │  │  done, a verifier is named    ┌───────────┐ attested
//!    │  └─────────────────────────────► │ performed │ ─────────► discharged ■
//!    │     ◄──────── denied ─────────── │           │
//!    │                                  └───────────┘
//!    │  done, nobody verifies it
//!    └──────────────────────────────────────────────► discharged ■
//!
//!  ended before it was done, or can arise no more ───► lapsed ■
//!  a prohibition that was kept to its end ───────────► discharged ■
//!  given up by its creditor while open ──────────────► released ■
//! ```
//!
//! The statuses with a ■ are *closed*: a closed obligation never changes again, and so what has
//! been found can never be unsaid. *Breached* is not closed: what is late can still be made good,
//! and is cured then. That it was breached stays true.
//!
//! # A deadline
//!
//! ```text
//!      due                            deadline
//!       │◄──────────── within ───────────►│
//!  ─────┼─────────────────────────────────┼──────────────────► time
//!       │   done in here, both ends       │   just after it: breached,
//!       │   included: discharged          │   dated at the deadline
//! ```
//!
//! The deadline counts from when the duty fell due, not from the agreement's date. So a duty that
//! waits for somebody else has its full time once the waiting is over.
//!
//! # Ought implies may
//!
//! A duty to perform is due only while its act's precondition holds. Here `deliver` requires `pay`,
//! and the delivery is owed within two weeks:
//!
//! ```text
//!         agreement          paid                     two weeks later
//!  ───────────┼────────────────┼─────────────────────────────┼───► time
//!  delivery:  │    dormant     │             due             │
//! ```
//!
//! Nobody is ever late with what they were not yet allowed to do. If the precondition ceases to
//! hold, the duty rests, and its deadline moves by the time that it rested:
//!
//! ```text
//!       due        rests         due again          deadline     deadline
//!                                                   as set       as it is now
//!  ──────┼───────────┼───────────────┼─────────────────┼───────────────┼──► time
//!        │           │◄── 3 days ───►│                 │◄── 3 days ───►│
//! ```
//!
//! # A prohibition, and its periods
//!
//! To refrain is due from its first instant to its end, and counts what its debtor does meanwhile.
//! With `beyond` some of it is allowed; with `per` so much in each period. Here two visits a month,
//! from 10 May on:
//!
//! ```text
//!   10 May            10 June            10 July
//!     │  ●      ●        │●   ●     ●       │
//!  ───┼──────────────────┼──────────────────┼──────► time
//!     │  two: allowed    │ the third of
//!     │                  │ these is prohibited
//! ```
//!
//! The end of a period belongs to the next one.
//!
//! # Two ways to take an event
//!
//! | | void | prohibited, premature or belated | anything else |
//! | --- | --- | --- | --- |
//! | *submit*, a gatekeeper | refused | refused | takes effect |
//! | *record*, an auditor | no effect, a finding | takes effect, a finding | takes effect |
//!
//! At your own door you can still say no: [`Monitor::submit`](crate::Monitor::submit). A log tells
//! what has happened, and no auditor can undo it: [`Monitor::record`](crate::Monitor::record).
//! Where nothing is refused, both come to the same.
//!
//! # Two questions to a report
//!
//! *Where do things stand?* is the [`Outcome`](crate::Outcome): breached, settled, terminated, clear
//! (nothing is owed now, and something may still be) or pending. *Did everybody behave?* is
//! [`Report::is_conformant`](crate::Report::is_conformant): no finding but what is only told. They are
//! not the same question. A price paid late is settled and not conformant. A hope that was missed
//! is told, and conformant.
//!
//! | | finding | it says |
//! | --- | --- | --- |
//! | breaches | *overdue* | a duty was not done by its deadline |
//! | | *prohibited* | something was done that must not be done |
//! | wrong otherwise | *premature* | an act was done before its precondition held |
//! | | *belated* | an act was done after its window was over |
//! | | *void* | an event could have no effect |
//! | | *denied* | a verifier says that it was not done |
//! | told, nobody's fault | *unmet* | a hope or an expectation was disappointed |
//! | | *deadline-passed* | a fixed deadline was over before the duty was due |
//! | | *waived* | the only one whom a precondition protects did without it |
//! | | *repeated* | an event was told again |
