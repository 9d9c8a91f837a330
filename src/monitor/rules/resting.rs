//! A subject at rest, in bytes.
//!
//! A run may have a million subjects, and takes events for one at a time: so each of the others takes a few
//! dozen bytes, in one piece, and of what has not come about nothing but a bit.

use std::num::NonZeroU64;

use chrono::TimeDelta;

use crate::monitor::{Lapse, Status};
use crate::names::{Key, PartyId, Table};
use crate::time::Instant;

use super::count::Count;
use super::scope_state::ScopeState;
use super::subjects::{Subject, Tallied};
use super::tracked::{Amended, EndedBy, Parties, Tracked, TrackedAct, Window};
use super::truth::{Formula, Truth};

/// Writes a subject; what was told in it is kept apart, for it is no number.
///
/// Everything is taken apart without `..`: what this did not know, a subject would forget.
pub(super) fn write(subject: &Subject, bytes: &mut Vec<u8>) {
    let Subject { name, opened, opener, period, state, truth, tallied } = subject;
    let ScopeState {
        terminated,
        obligations,
        acts,
        counters,
        since,
        between,
        recent,
        told: _,
        stretches,
    } = state;
    bytes.clear();
    let mut to = Writer { bytes, opened: Instant::FIRST };
    to.number(name.len() as u64);
    to.bytes.extend_from_slice(name.as_bytes());
    to.instant(Some(*opened));
    to.opened = *opened;
    to.party(*opener);
    to.instant(period.map(|(start, _)| start));
    to.instant(period.map(|(_, end)| end));
    to.instant(*terminated);
    to.table(obligations, |to, it| to.tracked(it));
    to.table(acts, |to, it| to.act(it));
    to.table(counters, |to, it| to.number(*it));
    to.table(since, |to, it| to.instant(*it));
    to.table(between, |to, it| to.flags(&[*it]));
    to.table(recent, |to, it| to.instant(*it));
    to.table(stretches, |to, it| {
        to.number(it.len() as u64);
        for (at, quantity) in it {
            to.instant(Some(*at));
            to.number(*quantity);
        }
    });
    let Truth { formulas } = truth;
    to.table(formulas, |to, it| to.formula(*it));
    to.number(tallied.len() as u64);
    for Tallied { is_open, is_shut } in tallied {
        to.flags(&[*is_open, *is_shut]);
    }
}

/// The name of a subject that was written.
pub(super) fn name(bytes: &[u8]) -> &[u8] {
    Reader { bytes, opened: Instant::FIRST }.text()
}

/// Reads what was written into a subject, whichever that was before: its memory serves again. What was told
/// it keeps.
pub(super) fn read(bytes: &[u8], subject: &mut Subject) {
    let Subject { name, opened, opener, period, state, truth, tallied } = subject;
    let ScopeState {
        terminated,
        obligations,
        acts,
        counters,
        since,
        between,
        recent,
        told: _,
        stretches,
    } = state;
    let mut from = Reader { bytes, opened: Instant::FIRST };
    let text = std::str::from_utf8(from.text()).unwrap_or_default();
    if **name != *text {
        *name = text.into();
    }
    *opened = from.instant().unwrap_or(Instant::FIRST);
    from.opened = *opened;
    *opener = from.party();
    *period = from.instant().zip(from.instant());
    *terminated = from.instant();
    from.table(obligations, Reader::tracked);
    from.table(acts, Reader::act);
    from.table(counters, Reader::number);
    from.table(since, Reader::instant);
    from.table(between, |from| from.flags() != [false; 8]);
    from.table(recent, Reader::instant);
    from.table(stretches, |from| {
        let length = from.length();
        (0..length).filter_map(|_| Some((from.instant()?, from.number()))).collect()
    });
    let Truth { formulas } = truth;
    from.table(formulas, Reader::formula);
    let length = from.length();
    if tallied.len() != length {
        *tallied = vec![Tallied::default(); length].into();
    }
    for it in tallied {
        let [is_open, is_shut, ..] = from.flags();
        *it = Tallied { is_open, is_shut };
    }
}

/// A subject of nothing, to be read into.
pub(super) fn blank() -> Subject {
    Subject {
        name: "".into(),
        opened: Instant::FIRST,
        opener: None,
        period: None,
        state: ScopeState {
            terminated: None,
            obligations: Table::from_iter([]),
            acts: Table::from_iter([]),
            counters: Table::from_iter([]),
            since: Table::from_iter([]),
            between: Table::from_iter([]),
            recent: Table::from_iter([]),
            told: Table::from_iter([]),
            stretches: Table::from_iter([]),
        },
        truth: Truth::none(),
        tallied: Box::default(),
    }
}

/// How an instant is written: it is none, that at which the subject opened, or the first of all, as where
/// milestones are not kept; or it follows, in whole microseconds or with nanoseconds.
mod instants {
    pub(super) const NONE: u8 = 0;
    pub(super) const OPENED: u8 = 1;
    pub(super) const FIRST: u8 = 2;
    pub(super) const COARSE: u8 = 3;
    pub(super) const FINE: u8 = 4;
}

struct Writer<'a> {
    bytes: &'a mut Vec<u8>,
    opened: Instant,
}

impl Writer<'_> {
    fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// Seven bits to a byte, the lowest first; one more bit tells whether others follow.
    #[inline]
    fn number(&mut self, mut number: u64) {
        loop {
            let [low, ..] = number.to_le_bytes();
            number >>= 7;
            if number == 0 {
                return self.byte(low & 0x7f);
            }
            self.byte(low | 0x80);
        }
    }

    fn flags(&mut self, flags: &[bool]) {
        self.byte(flags.iter().rev().fold(0, |byte, flag| byte << 1 | u8::from(*flag)));
    }

    fn party(&mut self, party: Option<PartyId>) {
        self.number(party.map_or(0, |party| (party.place() as u64).saturating_add(1)));
    }

    fn instant(&mut self, instant: Option<Instant>) {
        match instant {
            None => self.byte(instants::NONE),
            Some(instant) if instant == self.opened => self.byte(instants::OPENED),
            Some(instant) if instant == Instant::FIRST => self.byte(instants::FIRST),
            Some(instant) => match instant.packed() {
                Some(packed) => {
                    self.byte(instants::COARSE);
                    self.bytes.extend_from_slice(&packed.get().to_le_bytes());
                }
                None => self.fine(instant),
            },
        }
    }

    /// An instant that is finer than a microsecond.
    #[cold]
    fn fine(&mut self, instant: Instant) {
        let time = instant.to_chrono();
        let fine = time.timestamp_subsec_nanos() % 1_000;
        let coarse = time.checked_sub_signed(TimeDelta::nanoseconds(fine.into()));
        let coarse = coarse.and_then(|coarse| Instant::try_from(coarse).ok()?.packed());
        self.byte(instants::FINE);
        self.number(fine.into());
        self.bytes.extend_from_slice(&coarse.map_or(0, NonZeroU64::get).to_le_bytes());
    }

    #[inline]
    fn table<K: Key, T>(&mut self, table: &Table<K, T>, mut write: impl FnMut(&mut Self, &T)) {
        self.number(table.len() as u64);
        for value in table.values() {
            write(self, value);
        }
    }

    fn tracked(&mut self, tracked: &Tracked) {
        let Tracked {
            status,
            parties: Parties { debtor, creditor, verifier },
            amended,
            figure,
            progress,
            deadline,
            fired,
            due,
            breached,
            closed,
            closed_by_time,
            lapsed,
            rests_since,
            deadline_rests_from,
            due_since,
            enough_since,
            is_repairable,
            count,
        } = tracked;
        let instants = [
            due,
            deadline,
            closed,
            breached,
            rests_since,
            deadline_rests_from,
            due_since,
            enough_since,
        ];
        let is_amended = *amended != Amended::default();
        let is_counted = *count != Count::default();
        self.byte(*status as u8);
        for party in [debtor, creditor, verifier] {
            self.party(*party);
        }
        // What may have come about: if nothing has, no more is written.
        let others = [figure.is_some(), lapsed.is_some(), *fired, *closed_by_time];
        let rare = [*is_repairable, is_amended, is_counted];
        let has_instant = instants.map(Option::is_some);
        let has_others = others.into_iter().chain(rare).any(|flag| flag) || *progress > 0;
        self.flags(&has_instant);
        let [figured, lapses, fired, by_time] = others;
        let [is_repairable, is_amended, is_counted] = rare;
        self.flags(&[
            figured,
            lapses,
            fired,
            by_time,
            is_repairable,
            is_amended,
            is_counted,
            has_others,
        ]);
        instants.into_iter().filter(|it| it.is_some()).for_each(|it| self.instant(*it));
        if !has_others {
            return;
        }
        self.number(*progress);
        if let Some(figure) = figure {
            self.number(*figure);
        }
        if let Some(lapsed) = lapsed {
            self.byte(*lapsed as u8);
        }
        if is_amended {
            let Amended { debtor, creditor, verifier } = *amended;
            self.flags(&[debtor, creditor, verifier]);
        }
        if is_counted {
            let Count { start, period, done, ended } = *count;
            self.instant(start);
            self.number(period);
            self.number(done);
            self.flags(&[ended]);
        }
    }

    fn act(&mut self, act: &TrackedAct) {
        let TrackedAct { is_waived, window } = act;
        let is_over = matches!(window, Window::Over(_));
        let ends = matches!(window, Window::Ending(_));
        let by_actors = matches!(window, Window::Over(EndedBy::Actors(_)));
        self.flags(&[*is_waived, ends, is_over, by_actors]);
        match window {
            Window::Open | Window::Over(EndedBy::Time) => {}
            Window::Ending(at) => self.instant(Some(*at)),
            Window::Over(EndedBy::Actors(actors)) => {
                self.number(actors.len() as u64);
                actors.iter().for_each(|actor| self.party(Some(*actor)));
            }
        }
    }

    /// In one byte, as long as no more than two parts of a formula are counted.
    fn formula(&mut self, formula: Formula) {
        let Formula {
            holds,
            is_decided,
            parts_holding,
            parts_holding_for_good,
            parts_failing_for_good,
        } = formula;
        let counts = [parts_holding, parts_holding_for_good, parts_failing_for_good];
        let few = |count: u32| u8::try_from(count).map_or(MANY, |count| count.min(MANY));
        let byte = counts.iter().rev().fold(0, |byte, count| byte << 2 | few(*count));
        self.byte(byte << 2 | u8::from(is_decided) << 1 | u8::from(holds));
        for count in counts.into_iter().filter(|count| few(*count) == MANY) {
            self.number(count.into());
        }
    }
}

/// A count that did not go into two bits, and follows.
const MANY: u8 = 3;

/// Reads what a [`Writer`] wrote. INVARIANT: all bytes are its; past their end all is nought.
struct Reader<'a> {
    bytes: &'a [u8],
    opened: Instant,
}

impl<'a> Reader<'a> {
    #[inline]
    fn byte(&mut self) -> u8 {
        match self.bytes.split_first() {
            Some((first, rest)) => {
                self.bytes = rest;
                *first
            }
            None => 0,
        }
    }

    #[inline]
    fn number(&mut self) -> u64 {
        let first = self.byte();
        if first < 0x80 {
            return first.into();
        }
        let mut number = u64::from(first & 0x7f);
        let mut shift = 7_u32;
        loop {
            let byte = self.byte();
            number |= u64::from(byte & 0x7f).unbounded_shl(shift);
            shift = shift.saturating_add(7);
            if byte < 0x80 {
                return number;
            }
        }
    }

    fn length(&mut self) -> usize {
        usize::try_from(self.number()).unwrap_or_default()
    }

    fn text(&mut self) -> &'a [u8] {
        let length = self.length();
        let (text, rest) = self.bytes.split_at_checked(length).unwrap_or_default();
        self.bytes = rest;
        text
    }

    #[inline]
    fn flags(&mut self) -> [bool; 8] {
        let byte = self.byte();
        [0, 1, 2, 3, 4, 5, 6, 7].map(|bit| byte >> bit & 1 == 1)
    }

    fn party(&mut self) -> Option<PartyId> {
        let place = self.number().checked_sub(1)?;
        Some(PartyId::at(u32::try_from(place).ok()?))
    }

    fn instant(&mut self) -> Option<Instant> {
        match self.byte() {
            instants::OPENED => Some(self.opened),
            instants::FIRST => Some(Instant::FIRST),
            instants::COARSE => self.packed(),
            instants::FINE => {
                let fine = TimeDelta::nanoseconds(i64::try_from(self.number()).ok()?);
                let time = self.packed()?.to_chrono().checked_add_signed(fine)?;
                Instant::try_from(time).ok()
            }
            _ => None,
        }
    }

    #[inline]
    fn packed(&mut self) -> Option<Instant> {
        let (packed, rest) = self.bytes.split_first_chunk()?;
        self.bytes = rest;
        Instant::unpacked(NonZeroU64::new(u64::from_le_bytes(*packed))?)
    }

    #[inline]
    fn table<K: Key, T>(&mut self, table: &mut Table<K, T>, mut read: impl FnMut(&mut Self) -> T) {
        let length = self.length();
        match table.len() == length {
            true => table.values_mut().for_each(|value| *value = read(self)),
            false => *table = (0..length).map(|_| read(self)).collect(),
        }
    }

    fn tracked(&mut self) -> Tracked {
        let status = STATUSES.get(usize::from(self.byte())).copied().unwrap_or(Status::Dormant);
        let [debtor, creditor, verifier] = [(); 3].map(|()| self.party());
        let has_instant = self.flags();
        let [figured, lapses, fired, closed_by_time, is_repairable, is_amended, is_counted, others] =
            self.flags();
        let [due, deadline, closed, breached, rests_since, deadline_rests_from, due_since, enough] =
            has_instant.map(|it| if it { self.instant() } else { None });
        let mut tracked = Tracked {
            status,
            due,
            deadline,
            closed,
            breached,
            rests_since,
            deadline_rests_from,
            due_since,
            enough_since: enough,
            fired,
            closed_by_time,
            is_repairable,
            ..Tracked::dormant(Parties { debtor, creditor, verifier })
        };
        if !others {
            return tracked;
        }
        tracked.progress = self.number();
        tracked.figure = figured.then(|| self.number());
        tracked.lapsed = if lapses { LAPSES.get(usize::from(self.byte())).copied() } else { None };
        if is_amended {
            let [debtor, creditor, verifier, ..] = self.flags();
            tracked.amended = Amended { debtor, creditor, verifier };
        }
        if is_counted {
            let (start, period, done) = (self.instant(), self.number(), self.number());
            let [ended, ..] = self.flags();
            tracked.count = Count { start, period, done, ended };
        }
        tracked
    }

    fn act(&mut self) -> TrackedAct {
        let [is_waived, ends, is_over, by_actors, ..] = self.flags();
        let window = if ends {
            self.instant().map_or(Window::Open, Window::Ending)
        } else if by_actors {
            let actors = self.length();
            let actors = (0..actors).filter_map(|_| self.party()).collect();
            Window::Over(EndedBy::Actors(actors))
        } else if is_over {
            Window::Over(EndedBy::Time)
        } else {
            Window::Open
        };
        TrackedAct { is_waived, window }
    }

    fn formula(&mut self) -> Formula {
        let byte = self.byte();
        let mut counts = [byte >> 2, byte >> 4, byte >> 6].map(|few| u32::from(few & MANY));
        for count in counts.iter_mut().filter(|count| **count == u32::from(MANY)) {
            *count = u32::try_from(self.number()).unwrap_or(u32::MAX);
        }
        let [parts_holding, parts_holding_for_good, parts_failing_for_good] = counts;
        Formula {
            holds: byte & 1 == 1,
            is_decided: byte & 2 == 2,
            parts_holding,
            parts_holding_for_good,
            parts_failing_for_good,
        }
    }
}

/// Every status and every lapse, in the order of their numbers.
const STATUSES: [Status; 10] = [
    Status::Dormant,
    Status::Due,
    Status::Performed,
    Status::Suspended,
    Status::Discharged,
    Status::Breached,
    Status::Cured,
    Status::Repaired,
    Status::Released,
    Status::Lapsed,
];
const LAPSES: [Lapse; 4] = [Lapse::Terminated, Lapse::Ended, Lapse::Window, Lapse::Moot];

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: u32) -> Option<Instant> {
        Instant::utc(2026, 1, 2, 3, 4, second).ok()
    }

    fn there_and_back(subject: &Subject) -> Subject {
        let (mut bytes, mut again) = (Vec::new(), blank());
        write(subject, &mut bytes);
        read(&bytes, &mut again);
        let mut other = subject.clone();
        other.name = "another".into();
        other.state.obligations = Table::from_iter([]);
        // Whatever it is read into.
        read(&bytes, &mut other);
        assert_eq!(again, other);
        assert_eq!(name(&bytes), subject.name.as_bytes());
        again
    }

    #[test]
    fn all_that_is_remembered_of_a_subject_comes_back() {
        let party = |place| Some(PartyId::at(place));
        let fine = "2026-01-02T03:04:05.123456789Z".parse().ok();
        for (place, status) in STATUSES.into_iter().enumerate() {
            assert_eq!(status as usize, place);
            for (number, lapsed) in LAPSES.into_iter().enumerate() {
                assert_eq!(lapsed as usize, number);
                for flag in [false, true] {
                    let some = |at: Option<Instant>| at.filter(|_| flag);
                    let tracked = Tracked {
                        status,
                        parties: Parties { debtor: party(0), creditor: party(300), verifier: None },
                        amended: Amended { debtor: flag, creditor: false, verifier: !flag },
                        figure: flag.then_some(u64::MAX),
                        progress: u64::MAX - place as u64,
                        deadline: fine,
                        fired: flag,
                        due: some(at(1)),
                        breached: at(2),
                        closed: some(Some(Instant::FIRST)),
                        closed_by_time: !flag,
                        lapsed: Some(lapsed).filter(|_| flag),
                        rests_since: at(4),
                        deadline_rests_from: some(at(5)),
                        due_since: at(6),
                        enough_since: some(Some(Instant::LAST)),
                        is_repairable: flag,
                        count: Count { start: some(at(8)), period: 9, done: 1 << 40, ended: flag },
                    };
                    let parties = Parties { debtor: None, creditor: party(1), verifier: party(2) };
                    let dormant = Tracked::dormant(parties);
                    let due = Tracked { status, due: at(0), ..dormant };
                    let actors = EndedBy::Actors([PartyId::at(0), PartyId::at(7)].into());
                    let windows = [
                        Window::Open,
                        Window::Ending(Instant::FIRST),
                        Window::Over(EndedBy::Time),
                        Window::Over(actors),
                        Window::Over(EndedBy::Actors([].into())),
                    ];
                    let act = |window| TrackedAct { is_waived: flag, window };
                    let stretch = vec![(Instant::FIRST, 3), (Instant::LAST, 0)];
                    let subject = Subject {
                        name: "é".repeat(number * 100).into(),
                        opened: at(1).unwrap_or(Instant::FIRST),
                        opener: party(0).filter(|_| flag),
                        period: Some((Instant::FIRST, Instant::LAST)).filter(|_| !flag),
                        state: ScopeState {
                            terminated: some(fine),
                            obligations: [dormant, tracked, due].into_iter().collect(),
                            acts: windows.into_iter().map(act).collect(),
                            counters: [0, 127, 128, u64::MAX].into_iter().collect(),
                            since: [None, at(1), fine].into_iter().collect(),
                            between: [flag, !flag].into_iter().collect(),
                            recent: [at(0), Some(Instant::LAST)].into_iter().collect(),
                            told: Table::from_iter([]),
                            stretches: [Vec::new(), stretch].into_iter().collect(),
                        },
                        truth: Truth::none(),
                        tallied: Box::default(),
                    };
                    assert_eq!(there_and_back(&subject), subject);
                }
            }
        }
    }

    #[test]
    fn what_is_derived_of_a_subject_comes_back() {
        let counts = [0, 1, 2, 3, 4, u32::MAX];
        let mut formulas = Vec::new();
        for (place, count) in counts.into_iter().enumerate() {
            formulas.push(Formula {
                holds: place % 2 == 0,
                is_decided: place % 3 == 0,
                parts_holding: count,
                parts_holding_for_good: counts[(place + 1) % counts.len()],
                parts_failing_for_good: counts[(place + 2) % counts.len()],
            });
        }
        let truth = Truth { formulas: formulas.iter().copied().collect() };
        let open = Tallied { is_open: true, is_shut: false };
        let shut = Tallied { is_open: false, is_shut: true };
        let tallied = [open, shut, Tallied::default()];
        let subject = Subject { truth, tallied: tallied.into(), ..blank() };
        let again = there_and_back(&subject);
        assert!(again.truth.formulas.values().eq(&formulas));
        assert_eq!(*again.tallied, tallied);
    }
}
