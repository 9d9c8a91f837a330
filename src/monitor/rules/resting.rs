//! A subject at rest, in bytes.
//!
//! A run may have a million subjects, and takes events for one at a time: so each of the others takes a few
//! dozen bytes, in one piece, and of what has not come about no more than a bit. It is read and written with
//! each event, so what is usual is read and written in whole words.

use std::num::NonZeroU64;

use chrono::TimeDelta;

use crate::monitor::{Lapse, Status};
use crate::names::{Key, PartyId};
use crate::time::Instant;

use super::count::Count;
use super::scope_state::ScopeState;
use super::subjects::{Subject, Tallied};
use super::tracked::{Amended, EndedBy, Parties, Tracked, TrackedAct, Window};
use super::truth::{Formula, Truth};

/// Writes a subject, without its name and what was told in it: these are kept as they are.
///
/// Everything is taken apart without `..`: what this did not know, a subject would forget.
pub(super) fn write(subject: &Subject, bytes: &mut Vec<u8>) {
    let Subject { name: _, opened, opener, period, state, truth, tallied } = subject;
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
    let has = Has {
        opener: opener.is_some(),
        period: period.is_some(),
        terminated: terminated.is_some(),
        acts: acts.values().any(|act| *act != TrackedAct::default()),
        counters: counters.values().any(|sum| *sum > 0),
        instants: since.values().chain(recent.values()).any(Option::is_some),
        between: between.values().any(|holds| *holds),
        stretches: stretches.values().any(|stretch| !stretch.is_empty()),
    };
    bytes.clear();
    let mut to = Writer { bytes, opened: Instant::FIRST };
    to.instant(*opened);
    to.opened = *opened;
    to.byte(has.byte());
    if let Some(opener) = opener {
        to.number(opener.place() as u64);
    }
    if let Some((start, end)) = period {
        to.instant(*start);
        to.instant(*end);
    }
    if let Some(terminated) = terminated {
        to.instant(*terminated);
    }
    obligations.values().for_each(|tracked| to.tracked(tracked));
    if has.acts {
        acts.values().for_each(|act| to.act(act));
    }
    if has.counters {
        counters.values().for_each(|sum| to.number(*sum));
    }
    if has.instants {
        since.values().chain(recent.values()).for_each(|instant| to.instant_if_any(*instant));
    }
    if has.between {
        between.values().for_each(|holds| to.byte(u8::from(*holds)));
    }
    if has.stretches {
        for stretch in stretches.values() {
            to.number(stretch.len() as u64);
            for (at, quantity) in stretch {
                to.instant(*at);
                to.number(*quantity);
            }
        }
    }
    to.truth(truth);
    to.number(tallied.len() as u64);
    for Tallied { is_open, is_shut } in tallied {
        to.byte(u8::from(*is_shut) << 1 | u8::from(*is_open));
    }
}

/// Reads what was written into a subject of the same kind, whichever that was before: its memory serves again.
/// Its name and what was told are to be set by who has them.
pub(super) fn read(bytes: &[u8], subject: &mut Subject) {
    let Subject { name: _, opened, opener, period, state, truth, tallied } = subject;
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
    *opened = from.instant();
    from.opened = *opened;
    let has = Has::of(from.byte());
    *opener = if has.opener { from.party() } else { None };
    *period = has.period.then(|| (from.instant(), from.instant()));
    *terminated = has.terminated.then(|| from.instant());
    obligations.values_mut().for_each(|tracked| from.tracked(tracked));
    for act in acts.values_mut() {
        if has.acts {
            *act = from.act();
        } else if *act != TrackedAct::default() {
            *act = TrackedAct::default();
        }
    }
    for sum in counters.values_mut() {
        *sum = if has.counters { from.number() } else { 0 };
    }
    for instant in since.values_mut().chain(recent.values_mut()) {
        *instant = if has.instants { from.instant_if_any() } else { None };
    }
    for holds in between.values_mut() {
        *holds = has.between && from.byte() == 1;
    }
    for stretch in stretches.values_mut() {
        stretch.clear();
        if has.stretches {
            let length = from.length();
            stretch.extend((0..length).map(|_| (from.instant(), from.number())));
        }
    }
    from.truth(truth);
    let length = from.length();
    if tallied.len() != length {
        *tallied = vec![Tallied::default(); length].into();
    }
    for it in tallied {
        let byte = from.byte();
        *it = Tallied { is_open: byte & 1 == 1, is_shut: byte & 2 == 2 };
    }
}

/// A subject to be read into, of the kind of which this is the state of one.
pub(super) fn blank(model: &ScopeState) -> Subject {
    Subject {
        name: "".into(),
        opened: Instant::FIRST,
        opener: None,
        period: None,
        state: model.clone(),
        truth: Truth::none(),
        tallied: Box::default(),
    }
}

/// What of a subject is written, because it is not as it is with most.
#[derive(Clone, Copy)]
struct Has {
    opener: bool,
    period: bool,
    terminated: bool,
    acts: bool,
    counters: bool,
    /// Of `elapsed` or `recent` conditions.
    instants: bool,
    between: bool,
    stretches: bool,
}

impl Has {
    fn byte(self) -> u8 {
        let Self { opener, period, terminated, acts, counters, instants, between, stretches } =
            self;
        let flags = [stretches, between, instants, counters, acts, terminated, period, opener];
        flags.into_iter().fold(0, |byte, flag| byte << 1 | u8::from(flag))
    }

    fn of(byte: u8) -> Self {
        let has = |bit: u8| byte >> bit & 1 == 1;
        Self {
            opener: has(0),
            period: has(1),
            terminated: has(2),
            acts: has(3),
            counters: has(4),
            instants: has(5),
            between: has(6),
            stretches: has(7),
        }
    }
}

/// The words that stand for an instant that is not written out: that at which the subject opened, and one
/// that is finer than a microsecond, which follows in two parts. No instant comes to either.
const OPENED: u64 = 0;
const FINE: u64 = 1;

/// How the first word of an obligation is made up: its status, a bit for each instant, bits for all else, its
/// parties, and how much of it was done.
mod head {
    pub(super) const DUE: u32 = 4;
    pub(super) const DEADLINE: u32 = 5;
    pub(super) const CLOSED: u32 = 6;
    pub(super) const BREACHED: u32 = 7;
    pub(super) const RESTS: u32 = 8;
    pub(super) const DEADLINE_RESTS: u32 = 9;
    pub(super) const DUE_SINCE: u32 = 10;
    pub(super) const ENOUGH: u32 = 11;
    pub(super) const FIGURE: u32 = 12;
    pub(super) const FIRED: u32 = 13;
    pub(super) const BY_TIME: u32 = 14;
    pub(super) const REPAIRABLE: u32 = 15;
    /// One more than the number of its lapse, in three bits; nought if it has not lapsed.
    pub(super) const LAPSE: u32 = 16;
    pub(super) const NEW_DEBTOR: u32 = 19;
    pub(super) const NEW_CREDITOR: u32 = 20;
    pub(super) const NEW_VERIFIER: u32 = 21;
    pub(super) const COUNTED: u32 = 22;
    /// Whether numbers that did not fit follow: of the parties, or how much was done.
    pub(super) const WIDE_PARTIES: u32 = 23;
    pub(super) const WIDE_PROGRESS: u32 = 24;
    /// One more than the place of each party; nought if there is none.
    pub(super) const PARTY_BITS: u32 = 8;
    pub(super) const DEBTOR: u32 = 25;
    pub(super) const CREDITOR: u32 = 33;
    pub(super) const VERIFIER: u32 = 41;
    pub(super) const PROGRESS: u32 = 49;
    pub(super) const MOST_PROGRESS: u64 = (1 << (u64::BITS - PROGRESS)) - 1;
}

/// What is counted of the parts of a formula goes into two bits each, or follows.
const MANY: u8 = 3;

struct Writer<'a> {
    bytes: &'a mut Vec<u8>,
    opened: Instant,
}

impl Writer<'_> {
    #[inline]
    fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    #[inline]
    fn word(&mut self, word: u64) {
        self.bytes.extend_from_slice(&word.to_le_bytes());
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

    #[inline]
    fn instant(&mut self, instant: Instant) {
        if instant == self.opened {
            return self.word(OPENED);
        }
        match instant.packed() {
            Some(packed) => self.word(packed.get()),
            None => self.fine(instant),
        }
    }

    #[cold]
    fn fine(&mut self, instant: Instant) {
        let time = instant.to_chrono();
        let fine = time.timestamp_subsec_nanos() % 1_000;
        let coarse = time.checked_sub_signed(TimeDelta::nanoseconds(fine.into()));
        let coarse = coarse.and_then(|coarse| Instant::try_from(coarse).ok()?.packed());
        self.word(FINE);
        self.number(fine.into());
        self.word(coarse.map_or(OPENED, NonZeroU64::get));
    }

    fn instant_if_any(&mut self, instant: Option<Instant>) {
        self.byte(u8::from(instant.is_some()));
        if let Some(instant) = instant {
            self.instant(instant);
        }
    }

    fn tracked(&mut self, tracked: &Tracked) {
        let Tracked {
            status,
            parties: Parties { debtor, creditor, verifier },
            amended: Amended { debtor: new_debtor, creditor: new_creditor, verifier: new_verifier },
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
        let place = |party: &Option<PartyId>| {
            party.map_or(0, |party| (party.place() as u64).saturating_add(1))
        };
        let (debtor, creditor, verifier) = (place(debtor), place(creditor), place(verifier));
        let are_wide = (debtor | creditor | verifier) >> head::PARTY_BITS > 0;
        let is_wide = *progress > head::MOST_PROGRESS;
        let is_counted = *count != Count::default();
        let bit = |flag: bool, bit: u32| u64::from(flag) << bit;
        let word = u64::from(*status as u8)
            | bit(due.is_some(), head::DUE)
            | bit(deadline.is_some(), head::DEADLINE)
            | bit(closed.is_some(), head::CLOSED)
            | bit(breached.is_some(), head::BREACHED)
            | bit(rests_since.is_some(), head::RESTS)
            | bit(deadline_rests_from.is_some(), head::DEADLINE_RESTS)
            | bit(due_since.is_some(), head::DUE_SINCE)
            | bit(enough_since.is_some(), head::ENOUGH)
            | bit(figure.is_some(), head::FIGURE)
            | bit(*fired, head::FIRED)
            | bit(*closed_by_time, head::BY_TIME)
            | bit(*is_repairable, head::REPAIRABLE)
            | lapsed.map_or(0, |lapse| u64::from(lapse as u8).saturating_add(1)) << head::LAPSE
            | bit(*new_debtor, head::NEW_DEBTOR)
            | bit(*new_creditor, head::NEW_CREDITOR)
            | bit(*new_verifier, head::NEW_VERIFIER)
            | bit(is_counted, head::COUNTED)
            | bit(are_wide, head::WIDE_PARTIES)
            | bit(is_wide, head::WIDE_PROGRESS);
        let own = debtor << head::DEBTOR | creditor << head::CREDITOR | verifier << head::VERIFIER;
        let parties = if are_wide { 0 } else { own };
        let done = if is_wide { 0 } else { progress << head::PROGRESS };
        self.word(word | parties | done);
        if word >> head::DUE == 0 {
            return;
        }
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
        instants.into_iter().flatten().for_each(|instant| self.instant(*instant));
        if let Some(figure) = figure {
            self.number(*figure);
        }
        if are_wide {
            [debtor, creditor, verifier].into_iter().for_each(|party| self.number(party));
        }
        if is_wide {
            self.word(*progress);
        }
        if is_counted {
            let Count { start, period, done, ended } = *count;
            self.instant_if_any(start);
            self.number(period);
            self.number(done);
            self.byte(u8::from(ended));
        }
    }

    fn act(&mut self, act: &TrackedAct) {
        let TrackedAct { is_waived, window } = act;
        let number = match window {
            Window::Open => 0,
            Window::Ending(_) => 1,
            Window::Over(EndedBy::Time) => 2,
            Window::Over(EndedBy::Actors(_)) => 3,
        };
        self.byte(number << 1 | u8::from(*is_waived));
        match window {
            Window::Open | Window::Over(EndedBy::Time) => {}
            Window::Ending(at) => self.instant(*at),
            Window::Over(EndedBy::Actors(actors)) => {
                self.number(actors.len() as u64);
                actors.iter().for_each(|actor| self.number(actor.place() as u64));
            }
        }
    }

    /// A byte for each formula, as long as no more than two of its parts are counted.
    fn truth(&mut self, Truth { formulas }: &Truth) {
        self.number(formulas.len() as u64);
        let few = |count: u32| count.min(MANY.into()) as u8;
        let mut has_many = false;
        self.bytes.extend(formulas.values().map(|formula| {
            let Formula {
                holds,
                is_decided,
                parts_holding,
                parts_holding_for_good,
                parts_failing_for_good,
            } = formula;
            let byte = few(*parts_failing_for_good) << 6
                | few(*parts_holding_for_good) << 4
                | few(*parts_holding) << 2
                | u8::from(*is_decided) << 1
                | u8::from(*holds);
            has_many |= is_of_many(byte);
            byte
        }));
        if !has_many {
            return;
        }
        let counts = formulas.values().flat_map(|formula| {
            [formula.parts_holding, formula.parts_holding_for_good, formula.parts_failing_for_good]
        });
        for count in counts.filter(|count| *count >= MANY.into()) {
            self.number(count.into());
        }
    }
}

/// Whether a count of the formula that this byte stands for follows: whether both bits of one are set.
fn is_of_many(byte: u8) -> bool {
    byte & byte >> 1 & 0b0101_0100 != 0
}

/// Reads what a [`Writer`] wrote. INVARIANT: all bytes are its; past their end all is nought.
struct Reader<'a> {
    bytes: &'a [u8],
    opened: Instant,
}

impl Reader<'_> {
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
    fn word(&mut self) -> u64 {
        match self.bytes.split_first_chunk() {
            Some((word, rest)) => {
                self.bytes = rest;
                u64::from_le_bytes(*word)
            }
            None => 0,
        }
    }

    #[inline]
    fn number(&mut self) -> u64 {
        let first = self.byte();
        let mut number = u64::from(first & 0x7f);
        let (mut last, mut shift) = (first, 7_u32);
        while last >= 0x80 {
            last = self.byte();
            number |= u64::from(last & 0x7f).unbounded_shl(shift);
            shift = shift.saturating_add(7);
        }
        number
    }

    fn length(&mut self) -> usize {
        usize::try_from(self.number()).unwrap_or_default()
    }

    #[inline]
    fn instant(&mut self) -> Instant {
        let instant = match self.word() {
            OPENED => Some(self.opened),
            FINE => self.fine(),
            packed => NonZeroU64::new(packed).and_then(Instant::unpacked),
        };
        instant.unwrap_or(Instant::FIRST)
    }

    #[cold]
    fn fine(&mut self) -> Option<Instant> {
        let fine = TimeDelta::nanoseconds(i64::try_from(self.number()).ok()?);
        let coarse = Instant::unpacked(NonZeroU64::new(self.word())?)?;
        Instant::try_from(coarse.to_chrono().checked_add_signed(fine)?).ok()
    }

    fn instant_if_any(&mut self) -> Option<Instant> {
        (self.byte() == 1).then(|| self.instant())
    }

    fn party(&mut self) -> Option<PartyId> {
        Some(PartyId::at(u32::try_from(self.number()).ok()?))
    }

    #[inline]
    fn tracked(&mut self, tracked: &mut Tracked) {
        let word = self.word();
        let has = |bit: u32| word >> bit & 1 == 1;
        let party = |number: u64| {
            number.checked_sub(1).and_then(|place| Some(PartyId::at(u32::try_from(place).ok()?)))
        };
        let own = |from: u32| party(word >> from & 0xff);
        *tracked = Tracked::dormant(Parties {
            debtor: own(head::DEBTOR),
            creditor: own(head::CREDITOR),
            verifier: own(head::VERIFIER),
        });
        tracked.status = nth(STATUSES, word & 0xf).unwrap_or(Status::Dormant);
        tracked.progress = word >> head::PROGRESS;
        if (word >> head::DUE).trailing_zeros() >= head::DEBTOR.wrapping_sub(head::DUE) {
            return;
        }
        let mut instant = |bit: u32| if has(bit) { Some(self.instant()) } else { None };
        tracked.due = instant(head::DUE);
        tracked.deadline = instant(head::DEADLINE);
        tracked.closed = instant(head::CLOSED);
        tracked.breached = instant(head::BREACHED);
        tracked.rests_since = instant(head::RESTS);
        tracked.deadline_rests_from = instant(head::DEADLINE_RESTS);
        tracked.due_since = instant(head::DUE_SINCE);
        tracked.enough_since = instant(head::ENOUGH);
        tracked.figure = has(head::FIGURE).then(|| self.number());
        tracked.fired = has(head::FIRED);
        tracked.closed_by_time = has(head::BY_TIME);
        tracked.is_repairable = has(head::REPAIRABLE);
        let lapse = word >> head::LAPSE & 0b111;
        tracked.lapsed = lapse.checked_sub(1).and_then(|lapse| nth(LAPSES, lapse));
        tracked.amended = Amended {
            debtor: has(head::NEW_DEBTOR),
            creditor: has(head::NEW_CREDITOR),
            verifier: has(head::NEW_VERIFIER),
        };
        if has(head::WIDE_PARTIES) {
            let [debtor, creditor, verifier] = [(); 3].map(|()| party(self.number()));
            tracked.parties = Parties { debtor, creditor, verifier };
        }
        if has(head::WIDE_PROGRESS) {
            tracked.progress = self.word();
        }
        if has(head::COUNTED) {
            let (start, period, done) = (self.instant_if_any(), self.number(), self.number());
            tracked.count = Count { start, period, done, ended: self.byte() == 1 };
        }
    }

    fn act(&mut self) -> TrackedAct {
        let byte = self.byte();
        let window = match byte >> 1 {
            0 => Window::Open,
            1 => Window::Ending(self.instant()),
            2 => Window::Over(EndedBy::Time),
            _ => {
                let actors = self.length();
                let actors = (0..actors).filter_map(|_| self.party()).collect();
                Window::Over(EndedBy::Actors(actors))
            }
        };
        TrackedAct { is_waived: byte & 1 == 1, window }
    }

    fn truth(&mut self, Truth { formulas }: &mut Truth) {
        let length = self.length();
        if formulas.len() != length {
            *formulas = (0..length).map(|_| Formula::default()).collect();
        }
        let (bytes, rest) = self.bytes.split_at_checked(length).unwrap_or_default();
        self.bytes = rest;
        let mut has_many = false;
        for (formula, byte) in formulas.values_mut().zip(bytes) {
            let few = |from: u32| byte >> from & MANY;
            has_many |= is_of_many(*byte);
            *formula = Formula {
                holds: byte & 1 == 1,
                is_decided: byte & 2 == 2,
                parts_holding: few(2).into(),
                parts_holding_for_good: few(4).into(),
                parts_failing_for_good: few(6).into(),
            };
        }
        if !has_many {
            return;
        }
        let counts = formulas.values_mut().flat_map(|formula| {
            [
                &mut formula.parts_holding,
                &mut formula.parts_holding_for_good,
                &mut formula.parts_failing_for_good,
            ]
        });
        for count in counts.filter(|count| **count == u32::from(MANY)) {
            *count = u32::try_from(self.number()).unwrap_or(u32::MAX);
        }
    }
}

fn nth<T: Copy, const N: usize>(all: [T; N], number: u64) -> Option<T> {
    all.get(usize::try_from(number).ok()?).copied()
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
    use crate::names::Table;

    fn at(second: u32) -> Option<Instant> {
        Instant::utc(2026, 1, 2, 3, 4, second).ok()
    }

    fn there_and_back(subject: &Subject) -> Subject {
        let (mut bytes, mut others) = (Vec::new(), Vec::new());
        write(subject, &mut bytes);
        let mut other = blank(&subject.state);
        // What was there before leaves nothing.
        for (before, after) in [(&bytes, &[][..]), (&others.clone(), &bytes)] {
            read(before, &mut other);
            read(after, &mut other);
        }
        write(&other, &mut others);
        assert_eq!(bytes, others);
        other
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
                        parties: Parties {
                            debtor: party(0),
                            creditor: party(300),
                            verifier: party(254),
                        },
                        amended: Amended { debtor: flag, creditor: false, verifier: !flag },
                        figure: flag.then_some(u64::MAX),
                        progress: [0, 1, 32_767, 32_768, u64::MAX][place % 5],
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
                        name: "".into(),
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
        let nothing = ScopeState {
            terminated: None,
            obligations: Table::from_iter([]),
            acts: Table::from_iter([]),
            counters: Table::from_iter([]),
            since: Table::from_iter([]),
            between: Table::from_iter([]),
            recent: Table::from_iter([]),
            told: Table::from_iter([]),
            stretches: Table::from_iter([]),
        };
        let subject = Subject { truth, tallied: tallied.into(), ..blank(&nothing) };
        let again = there_and_back(&subject);
        assert!(again.truth.formulas.values().eq(&formulas));
        assert_eq!(*again.tallied, tallied);
    }
}
