//! The tables of a page: obligations, acts, events, parties.

use crate::event::{Entry, Event};
use crate::monitor::Lapse;
use crate::names::{Ids, Key, ObligationId, PartyId, Subject};
use crate::pictures::Chronicle;
use crate::pictures::chronicle::Way;
use crate::pictures::fit::{clean, marked};
use crate::pictures::look::{Look, of_party};
use crate::report::Standings;
use crate::terms::{Deadline, Duty, EarlyActs, Obligation};
use crate::time::Date;

use super::amendments::Marks;
use super::findings::Pointers;
use super::passages::of_act;
use super::stops::Stops;
use super::words::Words;
use super::{Link, anchor};

pub(super) struct ObligationRow {
    pub(super) anchor: String,
    pub(super) heading: String,
    pub(super) name: String,
    /// Where it became what it is.
    pub(super) changed: Vec<Link>,
    pub(super) debtor: String,
    pub(super) debtor_class: &'static str,
    pub(super) creditor: String,
    pub(super) act: Link,
    pub(super) is_prohibition: bool,
    /// How much, by when, and what is special about it.
    pub(super) notes: Vec<String>,
    pub(super) look: Look,
    pub(super) done: Option<String>,
    pub(super) deadline: Option<String>,
    pub(super) passages: Vec<Link>,
    pub(super) findings: Vec<Link>,
    /// Its life: when, and what changed.
    pub(super) life: Vec<(String, String)>,
    /// The same for the script: since which stop it has had which look.
    pub(super) looks: String,
    /// The parties that it concerns, by their numbers.
    pub(super) parties: String,
}

/// Some obligations, and what they have in common.
pub(super) struct ObligationGroup {
    pub(super) heading: Option<&'static str>,
    pub(super) rows: Vec<ObligationRow>,
}

/// The obligations of the run, and those that agreements before this one left behind.
pub(super) fn obligations(
    chronicle: &Chronicle,
    words: &Words<'_>,
    pointers: &Pointers,
    marks: &Marks,
    stops: &Stops,
) -> Vec<ObligationGroup> {
    let report = chronicle.report();
    let row = |subject: Option<&Subject>, standings: &Standings<Ids>| {
        row(chronicle, words, pointers, stops, subject, standings)
    };
    let own = report.obligations().map(|it| {
        let changed = marks.of("obligations", &words.terms.obligation_names[it.obligation]);
        ObligationRow { changed, ..row(None, &it) }
    });
    let left = report.left_behind().zip(1..).map(|(it, number)| {
        let row = row(it.subject.as_ref(), &it.standings);
        match &it.subject {
            None => row,
            Some(subject) => {
                let kind = clean(&words.terms.kind_names[subject.kind]);
                let heading = format!("{kind} {}: {}", clean(&subject.name), row.heading);
                ObligationRow { anchor: format!("left-{number}"), heading, ..row }
            }
        }
    });
    let heading = Some("Left behind by the agreement before");
    let left = ObligationGroup { heading, rows: left.collect() };
    let own = ObligationGroup { heading: None, rows: own.collect() };
    [own].into_iter().chain(Some(left).filter(|left| !left.rows.is_empty())).collect()
}

fn row(
    chronicle: &Chronicle,
    words: &Words<'_>,
    pointers: &Pointers,
    stops: &Stops,
    subject: Option<&Subject>,
    standings: &Standings<Ids>,
) -> ObligationRow {
    let terms = words.terms;
    let id = standings.obligation;
    let obligation = &terms.obligations[id];
    let done = obligation.performance().filter(|duty| duty.quantity.is_some()).map(|duty| {
        let (progress, owed) = (standings.progress, standings.quantity);
        let quantity = duty.quantity.as_ref();
        clean(&words.sentences.told_done(id, progress, owed, quantity))
    });
    let changes = chronicle.changes().iter();
    let own = changes.filter(|it| it.obligation() == Some(&id) && it.subject.as_ref() == subject);
    let life = own.map(|change| {
        let at = words.sentences.instant_of(id, change.at);
        (at, marked(&clean(&words.sentences.change(change))))
    });
    let mut life: Vec<_> = life.collect();
    let look = Look::of_status(standings.status, obligation.is_prohibition());
    let mut looks = stops.looks_by_stop(chronicle, id, subject, obligation.is_prohibition());
    // That it lapsed when it was left behind is no change of its own agreement.
    if let (Some(Lapse::Superseded), Some(at)) = (standings.lapsed, standings.closed) {
        life.push((
            words.sentences.instant_of(id, at),
            "it was left behind, and lapsed".to_owned(),
        ));
        looks += &stops.since(at, look);
    }
    ObligationRow {
        anchor: anchor("obligation", id.place()),
        heading: words.obligation(id),
        name: clean(&terms.obligation_names[id]),
        changed: Vec::new(),
        debtor: words.party_or_told(standings.debtor),
        debtor_class: standings.debtor.map_or("", |it| of_party(it.place())),
        creditor: words.party_or_told(standings.creditor),
        act: match obligation.acts().first() {
            Some(act) => words.to_act(*act),
            None => words.to_obligation(id),
        },
        is_prohibition: obligation.is_prohibition(),
        notes: notes(words, id, obligation),
        look,
        done,
        deadline: standings.deadline.map(|at| words.sentences.instant_of(id, at)),
        passages: words.to_passages(&obligation.cites),
        findings: pointers.of_obligation(words, id),
        life,
        looks,
        parties: numbers(standings.debtor.into_iter().chain(standings.creditor)),
    }
}

/// Parties by their numbers: `0 2`.
pub(super) fn numbers(parties: impl Iterator<Item = PartyId>) -> String {
    let numbers: Vec<String> = parties.map(|party| party.place().to_string()).collect();
    numbers.join(" ")
}

pub(super) fn notes(words: &Words<'_>, id: ObligationId, obligation: &Obligation) -> Vec<String> {
    let mut notes = Vec::new();
    match &obligation.duty {
        Duty::Perform(duty) => {
            if duty.quantity.is_some() {
                notes.push(format!("{} in all", duty.needed_text()));
            }
            match &duty.deadline {
                Some(Deadline::Within(term)) => {
                    notes.push(format!("within {}", words.terms.term_in_words(term)));
                }
                Some(Deadline::At(at)) => {
                    let local = |at| words.sentences.instant_of(id, at);
                    let at = at.written().map_or("what is told".to_owned(), local);
                    notes.push(format!("by {at}"));
                }
                None => {}
            }
            if let Some(verifier) = &duty.verifier {
                notes.push(format!(
                    "verified by {}",
                    words.party_or_told(verifier.named().copied())
                ));
            }
            if duty.early == EarlyActs::Ignored {
                notes.push("what was done early does not count".to_owned());
            }
        }
        Duty::Achieve(_) => {}
        Duty::Refrain(duty) => {
            if duty.written_limit() != Some(0) {
                let time = words.sentences.over(duty.reach());
                notes.push(format!("more than {} {time}", duty.limit_text()));
            }
        }
    }
    if obligation.target {
        notes.push("its deadline is a hope".to_owned());
    }
    if !obligation.binding {
        notes.push("binds nobody".to_owned());
    }
    if obligation.survives {
        notes.push("outlives the agreement".to_owned());
    }
    notes
}

pub(super) struct ActRow {
    pub(super) anchor: String,
    pub(super) name: String,
    pub(super) changed: Vec<Link>,
    /// The kind that it belongs to.
    pub(super) of: Option<String>,
    pub(super) actors: String,
    /// What must hold before it is done, as HTML.
    pub(super) requires: Option<String>,
    /// To whom it is forbidden, where others may do it.
    pub(super) forbidden: Option<String>,
    pub(super) look: Look,
    pub(super) passages: Vec<Link>,
}

pub(super) fn acts(chronicle: &Chronicle, words: &Words<'_>, marks: &Marks) -> Vec<ActRow> {
    let acts = words.acts();
    acts.map(|(id, act)| {
        let mut actors: Vec<String> = act.by.iter().map(|party| words.party(*party)).collect();
        actors.extend(act.is_open_to_each.then(|| "each by itself".to_owned()));
        let of = act.of.map(|kind| clean(&words.terms.kind_names[kind]));
        let requires = (!act.requires.is_always())
            .then(|| marked(&format!("only if {}", words.sentences.fact(&act.requires, true))));
        ActRow {
            anchor: anchor("act", id.place()),
            name: words.act(id),
            changed: marks.of("acts", &words.terms.act_names[id]),
            of,
            actors: actors.join(" or "),
            requires,
            forbidden: match chronicle.way(id) {
                Way::Open(forbidden) if !forbidden.is_empty() => {
                    let parties = forbidden.iter().map(|party| words.party(*party));
                    Some(parties.collect::<Vec<_>>().join(" and "))
                }
                _ => None,
            },
            look: of_act(chronicle, id),
            passages: words.to_passages(&act.cites),
        }
    })
    .collect()
}

pub(super) struct EventRow {
    pub(super) place: u64,
    pub(super) anchor: String,
    /// The day on which it happened, where the agreement is.
    pub(super) day: Date,
    pub(super) at: String,
    pub(super) text: String,
    /// What became of it, if it stands no more.
    pub(super) withdrawn: Option<String>,
    /// When it came to be known, where that was later.
    pub(super) known: Option<String>,
    pub(super) note: Option<String>,
    pub(super) source: Option<String>,
    pub(super) findings: Vec<Link>,
    /// The stop at which it happened, and who did or said it, for the script.
    pub(super) stop: usize,
    pub(super) parties: String,
}

pub(super) fn events(
    chronicle: &Chronicle,
    words: &Words<'_>,
    pointers: &Pointers,
    stops: &Stops,
) -> Vec<EventRow> {
    let cleaned = |text: &Option<Box<str>>| text.as_deref().map(clean);
    let row = |place: u64, event: &Event, text: String| EventRow {
        place,
        anchor: format!("event-{place}"),
        day: words.day(event.time),
        at: words.sentences.instant(event.time),
        text: marked(&clean(&text)),
        withdrawn: None,
        known: event.known.map(|at| words.sentences.instant(at)),
        note: cleaned(&event.note),
        source: cleaned(&event.source),
        findings: pointers.of_event(place),
        stop: stops.number(event.time),
        parties: numbers(event.deed.actors()),
    };
    let standing = chronicle.events().iter().map(|told| {
        let row = row(told.place, &told.event, told.sentence(&words.sentences));
        ((told.event.time, told.place), row)
    });
    let withdrawn = chronicle.withdrawn().iter().map(|it| {
        let row = EventRow {
            anchor: format!("withdrawn-{}", it.place),
            withdrawn: Some(it.how()),
            findings: Vec::new(),
            ..row(it.place, &it.event, it.said(&words.sentences))
        };
        ((it.event.time, it.place), row)
    });
    let others = chronicle.others().iter().map(|(place, entry)| {
        let (at, place) = (entry.time(), *place);
        let said = words.sentences.entry(entry);
        let said = said.strip_prefix("that ").unwrap_or(&said).to_owned();
        // An event with what is written beside it; of a statement, what is written beside that.
        let row = match entry {
            Entry::Event(event) => row(place, event, said),
            Entry::Statement(it) => {
                let (known, note, source) = (it.known, it.note.clone(), it.source.clone());
                let beside = Event { known, note, source, ..Event::tick(at) };
                row(place, &beside, said)
            }
        };
        ((at, place), row)
    });
    let mut rows: Vec<_> = standing.chain(withdrawn).chain(others).collect();
    if chronicle.is_by_time() {
        rows.sort_by_key(|(key, _)| *key);
    }
    rows.into_iter().map(|(_, row)| row).collect()
}

pub(super) struct PartyRow {
    pub(super) class: &'static str,
    pub(super) name: String,
    pub(super) phrase: String,
    pub(super) description: String,
}

pub(super) fn parties(words: &Words<'_>) -> Vec<PartyRow> {
    let parties = words.terms.parties.iter().take(words.terms.as_written().parties.len());
    parties
        .map(|(id, party)| PartyRow {
            class: of_party(id.place()),
            name: clean(&party.name),
            phrase: words.party(id),
            description: clean(&party.description),
        })
        .collect()
}
