//! An agreement of one's own: a boatyard sells twelve rowing boats for a deposit, a delivery by a
//! deadline, a balance on delivery, and a penalty if the delivery is late.
//!
//! It shows how names are declared (a misspelt one does not compile), how terms are written, and how
//! two runs fare: one in which all goes well, one in which the boats come late.

use std::io::{self, Write};
use std::num::NonZeroU64;

use servanda::condition::{all, breached, discharged, happened, not};
use servanda::report::{Phrases, Prose};
use servanda::time::InstantError;
use servanda::{Agreement, Event, Monitor, Report, Span, by, owes, vocabulary};

vocabulary! {
    /// The names of the sale.
    struct Sale;

    /// Who deals with whom.
    enum Party { Buyer, Boatyard }

    /// What they can do.
    enum Act { PayDeposit, Deliver, PayBalance, PayPenalty, SellElsewhere }

    /// What they owe each other.
    enum Obligation { Deposit, Delivery, Balance, Penalty, Exclusivity }
}

use Act::{Deliver, PayBalance, PayDeposit, PayPenalty, SellElsewhere};
use Party::{Boatyard, Buyer};

const TWELVE: NonZeroU64 = NonZeroU64::new(12).unwrap();

fn sale() -> Result<Agreement<Sale>, Box<dyn std::error::Error>> {
    let week: Span = "P1W".parse()?;
    let month: Span = "P1M".parse()?;
    let agreement =
        Agreement::<Sale>::builder("Sale of twelve boats", "2026-03-02T09:00:00Z".parse()?)
            .party(Buyer, "a rowing club")
            .party(Boatyard, "a boatyard")
            .act(PayDeposit, by([Buyer]))
            // The boatyard need not, and may not, deliver before it has the deposit. That protects the
            // boatyard, so it alone may waive it.
            .act(Deliver, by([Boatyard]).requires(happened(PayDeposit)).protects([Boatyard]))
            .act(PayBalance, by([Buyer]))
            .act(PayPenalty, by([Boatyard]))
            .act(SellElsewhere, by([Boatyard]))
            .obligation(
                Obligation::Deposit,
                owes(Buyer, Boatyard).perform(PayDeposit).within(week.into()),
            )
            .obligation(
                Obligation::Delivery,
                owes(Boatyard, Buyer).perform(Deliver).quantity(TWELVE).within(month.into()),
            )
            .obligation(
                Obligation::Balance,
                owes(Buyer, Boatyard)
                    .perform(PayBalance)
                    .when(discharged(Obligation::Delivery))
                    .within(week.into()),
            )
            // The remedy: a penalty, owed from the breach on. Once the boats have come in time there is
            // nothing left to fear, and it lapses.
            .obligation(
                Obligation::Penalty,
                owes(Boatyard, Buyer)
                    .perform(PayPenalty)
                    .when(breached(Obligation::Delivery))
                    .until(all([
                        discharged(Obligation::Delivery),
                        not(breached(Obligation::Delivery)),
                    ]))
                    .within(week.into()),
            )
            .obligation(
                Obligation::Exclusivity,
                owes(Boatyard, Buyer)
                    .refrain(SellElsewhere)
                    .when(happened(PayDeposit))
                    .until(discharged(Obligation::Delivery)),
            )
            .build()?;
    Ok(agreement)
}

/// How things are called in sentences.
struct Words;

impl Phrases for Words {
    fn party(&self, name: &str) -> Option<&str> {
        match name {
            "buyer" => Some("the club"),
            "boatyard" => Some("the boatyard"),
            _ => None,
        }
    }

    fn act(&self, name: &str) -> Option<&str> {
        match name {
            "pay-deposit" => Some("paid the deposit"),
            "deliver" => Some("delivered boats"),
            "pay-balance" => Some("paid the balance"),
            "pay-penalty" => Some("paid the penalty"),
            "sell-elsewhere" => Some("sold boats elsewhere"),
            _ => None,
        }
    }

    fn obligation(&self, name: &str) -> Option<&str> {
        match name {
            "deposit" => Some("the deposit"),
            "delivery" => Some("the delivery"),
            "balance" => Some("the balance"),
            "penalty" => Some("the penalty"),
            "exclusivity" => Some("the promise to sell to nobody else"),
            _ => None,
        }
    }
}

fn all_goes_well() -> Result<Vec<Event<Sale>>, InstantError> {
    let eight = NonZeroU64::MIN.saturating_add(7);
    let four = NonZeroU64::MIN.saturating_add(3);
    Ok(vec![
        Event::act("2026-03-04T10:00:00Z".parse()?, Buyer, PayDeposit),
        Event::act("2026-03-20T15:00:00Z".parse()?, Boatyard, Deliver).quantity(eight),
        Event::act("2026-04-01T15:00:00Z".parse()?, Boatyard, Deliver).quantity(four),
        Event::act("2026-04-03T12:00:00Z".parse()?, Buyer, PayBalance),
    ])
}

fn the_boats_come_late() -> Result<Vec<Event<Sale>>, InstantError> {
    Ok(vec![
        Event::act("2026-03-04T10:00:00Z".parse()?, Buyer, PayDeposit),
        Event::act("2026-03-25T10:00:00Z".parse()?, Boatyard, SellElsewhere),
        Event::act("2026-04-10T15:00:00Z".parse()?, Boatyard, Deliver).quantity(TWELVE),
        Event::act("2026-04-11T09:00:00Z".parse()?, Boatyard, PayPenalty),
        Event::act("2026-04-13T12:00:00Z".parse()?, Buyer, PayBalance),
    ])
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let agreement = sale()?;
    let prose = Prose::new(&agreement).with(&Words);
    let mut out = io::stdout().lock();
    let runs =
        [("All goes well", all_goes_well()?), ("The boats come late", the_boats_come_late()?)];
    for (title, events) in runs {
        writeln!(out, "== {title} ==\n")?;
        let mut monitor = Monitor::new(&agreement);
        for event in &events {
            let step = monitor.record(event);
            let mut shown = None;
            for change in step.changes() {
                // What a deadline brought came before the event, and has its own date.
                if shown != Some(change.at) {
                    writeln!(out, "{}", change.at)?;
                    shown = Some(change.at);
                }
                writeln!(out, "    {}", prose.change(&change))?;
            }
            for finding in step.findings() {
                writeln!(out, "  ! {}", prose.finding(&finding))?;
            }
        }
        writeln!(out, "\n{}", Report::of(&monitor).text_with(&Words))?;
    }

    // The gatekeeper, asked about a delivery before the deposit: the boatyard would be giving up
    // what protects it, and must say so first.
    let mut monitor = Monitor::new(&agreement);
    let early = Event::act("2026-03-03T10:00:00Z".parse()?, Boatyard, Deliver);
    if let Err(refusal) = monitor.submit(&early) {
        writeln!(out, "== Refused ==\n")?;
        for finding in &refusal.findings {
            writeln!(out, "  {}", prose.finding(finding))?;
        }
    }
    Ok(())
}
