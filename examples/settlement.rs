//! The settlement of October 1962, told in three parts: step by step as it might have gone; the
//! quarantine's removal refused when it comes too early; and what really happened, judged under
//! three readings of the letter.
//!
//! With `--interactive` it opens the settlement as a board on the terminal instead, to step through
//! (`cargo run --features step --example settlement -- --interactive`).

#[path = "settlement/page.rs"]
mod page;

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use anstyle::AnsiColor;
use clap::Parser;
use page::{Line, Page, capitalised, moment};
use servanda::cuba::{self, Act, Cuba, Obligation, Party, Reading};
use servanda::event::{Deed, Speaker};
use servanda::monitor::Transition;
use servanda::report::Prose;
use servanda::{Change, Condition, Event, Finding, Monitor, Report, Status, Step, Verifier};

const MAY_NOT_YET: &str = "may not yet";

type Told = Result<(), Box<dyn Error>>;

/// The settlement of October 1962, told; or opened as a board, to step through.
#[derive(Parser)]
struct Arguments {
    /// Open the settlement as a board on this terminal, to step through (feature `step`)
    #[arg(long)]
    interactive: bool,
}

fn main() -> ExitCode {
    let told = if Arguments::parse().interactive {
        step_through()
    } else {
        tell(&mut Page { out: anstream::stdout().lock() })
    };
    match told {
        // At a closed pipe whoever reads has seen enough.
        Err(error) if !is_closed_pipe(&*error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

#[cfg(feature = "step")]
fn step_through() -> Told {
    use servanda::stepping::{Settings, run};
    let settings = Settings::new().phrases(&cuba::PHRASES).file("october-1962.jsonl");
    run(&cuba::agreement(Reading::Verified)?, Vec::new(), &settings)?;
    Ok(())
}

#[cfg(not(feature = "step"))]
fn step_through() -> Told {
    Err("the board needs the feature `step`: \
         cargo run --features step --example settlement -- --interactive"
        .into())
}

fn is_closed_pipe(error: &(dyn Error + 'static)) -> bool {
    error.downcast_ref().is_some_and(|error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn tell(page: &mut Page<impl Write>) -> Told {
    page.heading("The settlement of October 1962")?;
    page.text(
        "Soviet missiles are in Cuba, and American ships keep more from coming: the quarantine. On \
         27 October Kennedy proposes a way out. The Soviet Union removes the weapons, the United \
         Nations verifies it, and then the United States lifts the quarantine and gives an assurance \
         against invading Cuba. Khrushchev accepts the next day. Who must do what, and when?",
    )?;
    as_it_might_have_gone(page)?;
    too_early(page)?;
    what_happened(page)
}

/// Part 1: event by event, what changes, what each side owes, and what it may not do yet.
fn as_it_might_have_gone(page: &mut Page<impl Write>) -> Told {
    page.heading("1. As it might have gone")?;
    page.text(
        "Here all keep to the letter's order; from the third event on it is invented. After each \
         event comes what it changes, and below that whatever is new in each side's position. A duty \
         is dormant until it is owed, then due; performed once it is done and not yet verified; \
         discharged when it is done for good.",
    )?;
    let agreement = cuba::agreement(Reading::Verified)?;
    let prose = Prose::new(&agreement).with(&cuba::PHRASES);
    let mut monitor = Monitor::new(&agreement);
    let mut before: Vec<Vec<Line>> = vec![Vec::new(); Party::ALL.len()];
    for event in cuba::as_it_might_have_gone() {
        page.event(event.time, &deed(&prose, &event))?;
        let changes: Vec<Change<Cuba>> = step(&mut monitor, &event)?.changes().collect();
        for change in changes.iter().filter(|change| !goes_without_saying(change, &changes)) {
            page.point(&prose.change(change))?;
        }
        for (party, before) in Party::ALL.iter().zip(&mut before) {
            let now = position(&monitor, &prose, *party);
            if now != *before {
                page.name(&prose.party(*party))?;
                for line in news(before, &now) {
                    page.line(&line)?;
                }
                *before = now;
            }
        }
    }
    let outcome = capitalised(&format!("{}.", monitor.outcome()));
    let why = "Everything that binds is done, and what was promised for good is being kept.";
    Ok(page.verdict(AnsiColor::Green, &outcome, why)?)
}

/// That something is done goes without saying where a duty moves on by it, and a deadline is told
/// with the duty.
fn goes_without_saying(change: &Change<Cuba>, all: &[Change<Cuba>]) -> bool {
    match &change.transition {
        Transition::Scheduled { .. } => true,
        Transition::Progressed { obligation, .. } => all.iter().any(
            |other| matches!(&other.transition, Transition::Moved { obligation: moved, .. } if moved == obligation),
        ),
        _ => false,
    }
}

/// The lines that were not there before, and those of which nothing is left.
fn news(before: &[Line], now: &[Line]) -> Vec<Line> {
    let is_left = |line: &Line| now.iter().any(|other| other.label == line.label);
    let gone = before.iter().filter(|line| line.label != MAY_NOT_YET && !is_left(line));
    let gone = gone.map(|line| Line::new(line.label, "nothing more"));
    gone.chain(now.iter().filter(|line| !before.contains(line)).cloned()).collect()
}

/// What a party owes now, by when, and what it may not do yet, and why.
fn position(monitor: &Monitor<Cuba>, prose: &Prose<'_, Cuba>, party: Party) -> Vec<Line> {
    let agreement = monitor.agreement();
    let owed = |is_prohibition: bool, is_binding: bool| -> Vec<String> {
        monitor
            .owed_by(party)
            .filter(|owed| {
                agreement.obligation_terms(owed.obligation).is_some_and(|terms| {
                    terms.is_prohibition() == is_prohibition && terms.is_binding() == is_binding
                })
            })
            .map(|owed| {
                let by = owed.deadline.map(|deadline| format!(" by {}", moment(deadline)));
                prose.obligation(owed.obligation) + &by.unwrap_or_default()
            })
            .collect()
    };
    let duties = || agreement.obligations().filter(|duty| monitor.debtor(*duty) == Some(party));
    let unverified = duties().filter(|duty| monitor.status(*duty) == Some(Status::Performed));
    let mut lines = vec![
        ("owes", owed(false, true)),
        ("unverified", unverified.map(|duty| prose.obligation(duty)).collect()),
        ("must keep", owed(true, true)),
        ("is asked for", owed(false, false)),
        ("is warned by", owed(true, false)),
    ];
    // Of what may not be done yet, only what is promised matters. What waits for the same is told
    // together.
    let mut waiting: Vec<(Vec<Condition<Cuba>>, Vec<String>)> = Vec::new();
    for closed in monitor.closed_to(party) {
        let promised = duties().find(|duty| {
            agreement.obligation_terms(*duty).is_some_and(|terms| {
                !terms.is_prohibition() && terms.is_binding() && terms.acts().contains(&closed.act)
            })
        });
        if let Some(duty) = promised.map(|duty| prose.obligation(duty)) {
            match waiting.iter_mut().find(|(unmet, _)| *unmet == closed.unmet) {
                Some((_, duties)) => duties.push(duty),
                None => waiting.push((closed.unmet, vec![duty])),
            }
        }
    }
    lines.extend(waiting.into_iter().map(|(unmet, duties)| {
        let unmet: Vec<String> = unmet.iter().map(|unmet| prose.condition(unmet)).collect();
        let duties = duties.join(" and ");
        (MAY_NOT_YET, vec![format!("{duties}, before {}", unmet.join(" and before "))])
    }));
    let lines = lines.into_iter().filter(|(_, names)| !names.is_empty());
    lines.map(|(label, names)| Line::new(label, names.join("; "))).collect()
}

/// Part 2: the gatekeeper refuses the quarantine's removal, and says what it waits for.
fn too_early(page: &mut Page<impl Write>) -> Told {
    page.heading("2. Too early")?;
    let agreement = cuba::agreement(Reading::Verified)?;
    let prose = Prose::new(&agreement).with(&cuba::PHRASES);
    let mut monitor = Monitor::new(&agreement);
    for event in cuba::as_it_might_have_gone().iter().take(4) {
        step(&mut monitor, event)?;
    }
    page.text(
        "Once more from the start. Khrushchev has accepted, work has ceased, the weapons are \
         inoperable; nobody has looked yet.",
    )?;
    let night = "1962-10-29T03:00:00Z".parse()?;
    let attempt = Event::act(night, Party::Us, Act::LiftQuarantine);
    page.event(attempt.time, "The United States wants to lift the quarantine")?;
    let audited = monitor.rehearse_record(&attempt);
    let Err(refusal) = monitor.submit(&attempt) else { return Ok(()) };
    page.verdict(AnsiColor::Red, "Refused.", "That would be")?;
    for condition in refusal.findings.iter().flat_map(Finding::unmet) {
        page.point(&format!("before {}", prose.condition(condition)))?;
    }
    page.text(
        "Nothing has changed by asking but the hour. Had it been done unasked, the record would have \
         to take it as it is, and would say:",
    )?;
    for finding in audited.step().findings() {
        page.point(&prose.finding(&finding))?;
    }
    Ok(())
}

type Judged = (Reading, Report<Cuba>);

/// Part 3: what really happened, under three readings.
fn what_happened(page: &mut Page<impl Write>) -> Told {
    page.heading("3. What really happened, read in three ways")?;
    page.text(
        "Cuba let nobody in to verify. The Soviet Union shipped the weapons out, the United States \
         counted them at sea, and on 20 November it lifted the quarantine. Was that in order? It \
         depends on what the letter, as one reads it, wants to see first:",
    )?;
    page.line(&Line::new("verified", "the United Nations has verified that the weapons are gone"))?;
    page.line(&Line::new("established", "the United Nations has set up arrangements, no more"))?;
    page.line(&Line::new(
        "practised",
        "42 weapons are out, by American count, and the bombers are promised",
    ))?;
    let mut reports: Vec<Judged> = Vec::new();
    for reading in Reading::ALL {
        let log = match reading {
            Reading::Verified | Reading::Established => cuba::history(),
            Reading::Practised => cuba::practice(),
        };
        let verifier = Verifier::new(&cuba::agreement(reading)?);
        reports.push((reading, verifier.as_of("1963-01-07T17:00:00Z".parse()?).judge(log)));
    }
    page.text("On 7 January 1963, when both sides wrote to the United Nations, it stood so:")?;
    page.table(&table(&reports))?;
    findings(page, &reports)?;
    let open: Vec<String> = Obligation::ALL
        .iter()
        .filter(|duty| reports.iter().all(|(_, report)| is_open(report, **duty)))
        .map(|duty| name(&reports, *duty))
        .collect();
    let why = format!("Under every reading this stayed open: {}.", open.join("; "));
    Ok(page.verdict(AnsiColor::Yellow, "Never settled.", &why)?)
}

/// Verdict, outcome, and the obligations whose status is not the same under all readings.
fn table(reports: &[Judged]) -> Vec<Vec<String>> {
    let row = |label: &str, cell: &dyn Fn(&Judged) -> String| -> Vec<String> {
        std::iter::once(label.to_owned()).chain(reports.iter().map(cell)).collect()
    };
    let mut rows = vec![
        row("reading", &|(reading, _)| reading.to_string()),
        row("all in order?", &|(_, it)| if it.is_conformant() { "yes" } else { "no" }.into()),
        row("outcome", &|(_, report)| report.outcome().to_string()),
    ];
    for duty in Obligation::ALL {
        let statuses = row(&name(reports, *duty), &|(_, report)| {
            status(report, *duty).map_or("(not asked)".into(), |status| status.to_string())
        });
        if statuses.iter().skip(2).any(|status| Some(status) != statuses.get(1)) {
            rows.push(statuses);
        }
    }
    rows
}

/// Every finding once, with the readings under which it is one.
fn findings(page: &mut Page<impl Write>, reports: &[Judged]) -> Told {
    let mut found: Vec<(Finding<Cuba>, String, Vec<String>)> = Vec::new();
    for (reading, report) in reports {
        let prose = Prose::new(report.agreement()).with(&cuba::PHRASES);
        for finding in report.findings() {
            match found.iter_mut().find(|(known, ..)| known.matter == finding.matter) {
                Some((.., readings)) => readings.push(reading.to_string()),
                None => {
                    let sentence = prose.finding(&finding);
                    found.push((finding, sentence, vec![reading.to_string()]));
                }
            }
        }
    }
    found.sort_by_key(|(finding, ..)| finding.at);
    for (finding, sentence, readings) in found {
        let under = match readings.len() {
            all if all == reports.len() => "under every reading".to_owned(),
            _ => format!("under `{}`", readings.join("`, `")),
        };
        let fault = if finding.kind().is_only_told() { "nobody's fault" } else { "a fault" };
        page.event(finding.at, &format!("{}, {fault}, {under}", finding.kind()))?;
        page.point(&capitalised(&sentence))?;
    }
    Ok(())
}

fn status(report: &Report<Cuba>, duty: Obligation) -> Option<Status> {
    report.obligations().find(|it| it.obligation == duty).map(|it| it.status)
}

/// Whether a binding duty was not done.
fn is_open(report: &Report<Cuba>, duty: Obligation) -> bool {
    let is_awaited = report
        .agreement()
        .obligation_terms(duty)
        .is_some_and(|terms| terms.is_binding() && !terms.is_prohibition());
    is_awaited && matches!(status(report, duty), Some(Status::Due | Status::Dormant))
}

/// What a duty is called, by the first report that knows it.
fn name(reports: &[Judged], duty: Obligation) -> String {
    let knows = |report: &&Report<Cuba>| status(report, duty).is_some();
    let report = reports.iter().map(|(_, report)| report).find(knows);
    let prose = report.map(|report| Prose::new(report.agreement()).with(&cuba::PHRASES));
    prose.map_or_else(|| duty.to_string(), |prose| prose.obligation(duty))
}

/// One step of a story in which nothing is refused.
fn step<'a>(
    monitor: &'a mut Monitor<Cuba>,
    event: &Event<Cuba>,
) -> Result<Step<'a, Cuba>, Box<dyn Error>> {
    monitor
        .submit(event)
        .map_err(|refusal| format!("out of the letter's order: {refusal:?}").into())
}

fn deed(prose: &Prose<'_, Cuba>, event: &Event<Cuba>) -> String {
    capitalised(&match &event.deed {
        Deed::Act { actor, act, quantity: Some(quantity), .. } => {
            format!("{} {} ({quantity})", prose.party(*actor), prose.did(*act))
        }
        Deed::Act { actor, act, .. } => format!("{} {}", prose.party(*actor), prose.did(*act)),
        Deed::Attest { speaker: Speaker::One(actor), obligation } => {
            format!("{} attested {}", prose.party(*actor), prose.obligation(*obligation))
        }
        _ => "time passed".to_owned(),
    })
}
