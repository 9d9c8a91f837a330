//! Names, deeds and times in few words, as a board has room for.

use std::borrow::Cow;

use chrono::Datelike;

use crate::escape::escaped;
use crate::event::{Deed, Event};
use crate::monitor::Monitor;
use crate::names::Names;
use crate::report::{Phrases, Prose, Zone};
use crate::terms::{Agreement, Decimal, Duty};
use crate::time::Instant;

use super::card::{Card, Place};
use super::moves::Target;

/// Says things of one agreement, by names where sentences would be too long.
#[derive(Clone)]
pub(super) struct Words<'a, V: Names> {
    agreement: &'a Agreement<V>,
    phrases: &'a dyn Phrases,
}

impl<'a, V: Names> Words<'a, V> {
    pub(super) fn new(agreement: &'a Agreement<V>, phrases: &'a dyn Phrases) -> Self {
        Self { agreement, phrases }
    }

    /// The same in sentences.
    pub(super) fn prose(&self) -> Prose<'a, V> {
        Prose::new(self.agreement).with(self.phrases)
    }

    /// The clocks by which the board tells time.
    pub(super) fn zone(&self) -> Zone<'a> {
        self.prose().zone(None)
    }

    pub(super) fn party(&self, party: V::Party) -> Cow<'a, str> {
        escaped(self.agreement.party_name(party).unwrap_or("?"))
    }

    pub(super) fn parties(&self, parties: &[V::Party]) -> String {
        let names: Vec<_> = parties.iter().map(|party| self.party(*party)).collect();
        names.join(", ")
    }

    pub(super) fn act(&self, act: V::Act) -> Cow<'a, str> {
        escaped(self.agreement.act_name(act).unwrap_or("?"))
    }

    pub(super) fn obligation(&self, obligation: V::Obligation) -> Cow<'a, str> {
        escaped(self.agreement.obligation_name(obligation).unwrap_or("?"))
    }

    /// A deed, with who does it: `ussr: remove-weapons ×42`.
    pub(super) fn deed(&self, deed: &Deed<V>) -> String {
        match deed {
            Deed::Act { actor, .. } => format!("{}: {}", self.party(*actor), self.what(deed)),
            Deed::Attest { speaker, .. }
            | Deed::Deny { speaker, .. }
            | Deed::Release { speaker, .. }
            | Deed::Extend { speaker, .. }
            | Deed::Amended { speaker, .. } => {
                let names: Vec<_> = speaker.parties().iter().map(|it| self.party(*it)).collect();
                format!("{}: {}", names.join(" and "), self.what(deed))
            }
            Deed::Amend { actors, .. } | Deed::Waive { actors, .. } => {
                format!("{}: {}", self.parties(actors), self.what(deed))
            }
            Deed::Tick { .. } => self.what(deed),
            Deed::Unknown(deed) => {
                let actor = deed.actor().map_or("?", |actor| &**actor);
                let what = deed.act().or(deed.obligation()).map_or("?", |name| &**name);
                format!("{}: {} (unknown)", escaped(actor), escaped(what))
            }
        }
    }

    /// A deed, with the subject in which it is done: `farm: A-1: deliver`.
    pub(super) fn event(&self, event: &Event<V>) -> String {
        let deed = self.deed(&event.deed);
        match &event.subject {
            Some(subject) => format!("{deed} · {}", escaped(subject)),
            None => deed,
        }
    }

    /// What is done where: `A-1: deliver`, or `deliver …order` where the subject is still to be named.
    pub(super) fn what_there(&self, deed: &Deed<V>, target: &Target<V>) -> String {
        let what = self.what(deed);
        match target {
            Target::Run => what,
            Target::Subject(subject) => format!("{subject}: {what}"),
            Target::Asked(kind) => {
                format!("{what} …{}", escaped(self.agreement.kind_name(*kind).unwrap_or("?")))
            }
        }
    }

    /// A card by its name: `A-1: delivery`, or `delivery ×12` where it stands for many.
    pub(super) fn card(&self, monitor: &Monitor<V>, card: &Card<V>) -> String {
        let name = self.obligation(card.obligation);
        match &card.place {
            Place::Run => name.into_owned(),
            Place::Subject(subject) => format!("{subject}: {name}"),
            Place::Many(_) => format!("{name} ×{}", card.many(monitor).count()),
        }
    }

    /// A deed, without who does it: `remove-weapons ×42`, `attest remove-weapons`.
    pub(super) fn what(&self, deed: &Deed<V>) -> String {
        match deed {
            Deed::Act { act, quantity: Some(quantity), .. } => {
                format!("{} ×{quantity}", self.act(*act))
            }
            Deed::Act { act, .. } => self.act(*act).into_owned(),
            Deed::Attest { obligation, .. } => format!("attest {}", self.obligation(*obligation)),
            Deed::Deny { obligation, .. } => format!("deny {}", self.obligation(*obligation)),
            Deed::Release { obligation, .. } => {
                format!("release {}", self.obligation(*obligation))
            }
            Deed::Extend { obligation, until, .. } => {
                let until = self.prose().instant_of(*obligation, *until);
                format!("extend {} until {until}", self.obligation(*obligation))
            }
            Deed::Amend { obligation, amendment, .. } => {
                let local = |at| self.prose().instant_of(*obligation, at);
                let obligation = self.obligation(*obligation);
                let verifier = |party: &V::Party| format!("verifier {}", self.party(*party));
                let debtor = |party: &V::Party| format!("debtor {}", self.party(*party));
                let creditor = |party: &V::Party| format!("creditor {}", self.party(*party));
                let new = [
                    amendment.verifier.as_ref().map(verifier),
                    amendment.debtor.as_ref().map(debtor),
                    amendment.creditor.as_ref().map(creditor),
                    amendment.until.map(|until| format!("until {}", local(until))),
                    amendment.quantity.map(|quantity| format!("{quantity} in all")),
                ];
                let new = new.into_iter().flatten().collect::<Vec<_>>().join(", ");
                format!("amend {obligation}: {new}")
            }
            Deed::Waive { act, .. } => format!("waive what {} requires", self.act(*act)),
            Deed::Amended { .. } => "put another agreement in the place of this one".to_owned(),
            Deed::Tick { .. } => "time passes".to_owned(),
            Deed::Unknown(_) => "something unknown".to_owned(),
        }
    }

    /// How much of an obligation is done: `42/84`; of a prohibition, how much of what it allows:
    /// `must not`, or `1 of at most 3 in P1Y`.
    pub(super) fn progress(&self, monitor: &Monitor<V>, card: &Card<V>) -> String {
        let Some(terms) = self.agreement.obligation_terms(card.obligation) else {
            return String::new();
        };
        if let Place::Many(_) = card.place {
            return format!("in {}", card.many(monitor).count());
        }
        match terms.duty() {
            Duty::Perform(duty) => {
                let terms = self.agreement.terms();
                let id = self.agreement.lexicon().obligation_id(card.obligation);
                let unit = id.and_then(|id| terms.unit_of(id));
                let done = card.progress(monitor).unwrap_or_default();
                let done = Decimal::of_whole(done, unit);
                // What is told in each subject is known there.
                let owed = card.quantity(monitor).filter(|_| card.subject().is_some());
                let owed = owed.map_or_else(
                    || duty.needed_text().to_string(),
                    |it| Decimal::of_whole(it, unit).to_string(),
                );
                format!("{done}/{owed}")
            }
            Duty::Achieve(_) => "to be achieved".to_owned(),
            Duty::Refrain(duty) if duty.written_limit() == Some(0) => "must not".to_owned(),
            Duty::Refrain(duty) => {
                let done = card.counted(monitor).unwrap_or_default();
                let in_term = |term| format!(" in {}", self.prose().term(term));
                let per = duty.per().map(in_term).unwrap_or_default();
                format!("{done} of at most {}{per}", duty.limit_text())
            }
        }
    }

    /// The same in a few letters: `42/84`, `never`, `1/3`.
    pub(super) fn brief_progress(&self, monitor: &Monitor<V>, it: &Card<V>) -> String {
        let terms = self.agreement.obligation_terms(it.obligation);
        if let Place::Many(_) = it.place {
            return String::new();
        }
        match terms.as_ref().map(crate::terms::Obligation::duty) {
            Some(Duty::Refrain(duty)) if duty.written_limit() == Some(0) => "never".to_owned(),
            Some(Duty::Refrain(duty)) => {
                format!("{}/{}", it.counted(monitor).unwrap_or_default(), duty.limit_text())
            }
            _ => self.progress(monitor, it),
        }
    }
}

/// `Tue 20 Nov 1962, 23:00 UTC`, with seconds where there are some.
pub(super) fn clock(instant: Instant, zone: Zone<'_>) -> String {
    let text = zone.text(instant);
    let hour = text.split_once(' ').map_or(&*text, |(_, hour)| hour);
    format!("{}, {hour}", day(instant, zone))
}

/// `Tue 20 Nov 1962`.
pub(super) fn day(instant: Instant, zone: Zone<'_>) -> String {
    zone.local(instant).to_chrono().format("%a %-d %b %Y").to_string()
}

/// `23:00`.
pub(super) fn hour(instant: Instant, zone: Zone<'_>) -> String {
    zone.local(instant).to_chrono().format("%H:%M").to_string()
}

/// `20 Nov 23:00`, or `20 Nov 1962` in another year than that of the clock.
pub(super) fn short(instant: Instant, clock: Instant, zone: Zone<'_>) -> String {
    let (local, now) = (zone.local(instant).to_chrono(), zone.local(clock).to_chrono());
    let form = if local.year() == now.year() { "%_d %b %H:%M" } else { "%_d %b %Y " };
    local.format(form).to_string()
}

/// How far away an instant is: `in 1 d 4 h`, `23 h 55 min ago`, `now`.
pub(super) fn away(clock: Instant, instant: Instant) -> String {
    away_in(2, clock, instant)
}

/// The same in one unit: `in 1 d`, `23 h ago`, `now`.
pub(super) fn roughly_away(clock: Instant, instant: Instant) -> String {
    away_in(1, clock, instant)
}

/// The same in a few letters: `1d`, `23h ago`, `now`.
pub(super) fn tersely_away(clock: Instant, instant: Instant) -> String {
    let away = roughly_away(clock, instant);
    let away = away.strip_prefix("in ").unwrap_or(&away);
    away.replacen(' ', "", 1)
}

fn away_in(units: usize, clock: Instant, instant: Instant) -> String {
    let seconds = clock.seconds_until(instant);
    if seconds == 0 {
        return "now".to_owned();
    }
    let length = length(seconds.unsigned_abs(), units);
    if seconds > 0 { format!("in {length}") } else { format!("{length} ago") }
}

/// A length of time in the largest units that it has, so many of them.
pub(super) fn length(seconds: u64, units: usize) -> String {
    const UNITS: [(u64, &str); 4] = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];
    let mut left = seconds;
    let parts: Vec<(u64, &str)> = UNITS
        .iter()
        .map(|(size, unit)| {
            let count = left.checked_div(*size).unwrap_or_default();
            left = left.checked_rem(*size).unwrap_or_default();
            (count, *unit)
        })
        .skip_while(|(count, _)| *count == 0)
        .take(units)
        .filter(|(count, _)| *count > 0)
        .collect();
    let parts: Vec<String> = parts.iter().map(|(count, unit)| format!("{count} {unit}")).collect();
    if parts.is_empty() { "0 s".to_owned() } else { parts.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn lengths_have_two_units_at_most() {
        for (seconds, text) in [
            (0, "0 s"),
            (59, "59 s"),
            (60, "1 min"),
            (86_100, "23 h 55 min"),
            (100_800, "1 d 4 h"),
            (86_401, "1 d"),
        ] {
            assert_eq!(length(seconds, 2), text);
        }
    }

    #[test]
    fn before_and_after() {
        let (early, late) = (instant("1962-10-28T00:05:00Z"), instant("1962-10-29T04:05:00Z"));
        assert_eq!(away(early, late), "in 1 d 4 h");
        assert_eq!(away(late, early), "1 d 4 h ago");
        assert_eq!(away(late, late), "now");
        assert_eq!(tersely_away(early, late), "1d");
        assert_eq!(tersely_away(late, early), "1d ago");
    }

    #[test]
    fn moments_are_short_within_the_year() {
        let now = instant("1962-10-28T00:05:00Z");
        assert_eq!(clock(now, Zone::UTC), "Sun 28 Oct 1962, 00:05 UTC");
        assert_eq!(short(instant("1962-11-02T23:00:00Z"), now, Zone::UTC), " 2 Nov 23:00");
        assert_eq!(short(instant("1963-01-07T17:00:00Z"), now, Zone::UTC), " 7 Jan 1963 ");
    }
}
