//! Logs of the settlement in JSON Lines: many runs, each a `case`.

use std::io::{self, BufRead, Read};

use servanda::{Agreement, Event};

/// The lines of one run, each cut where the name of the case goes.
#[derive(Clone)]
pub struct Lines {
    cut: Vec<(String, &'static str)>,
}

/// In which order the events of the cases come.
#[derive(Clone, Copy, PartialEq)]
pub enum Order {
    /// One case after the other.
    Sequential,
    /// The first event of each case, then the second of each: no case is still in the cache when
    /// its turn comes again.
    Interleaved,
    /// The same, but the cases come in another order each time, each far from the one before it: no
    /// processor guesses which is next.
    Strewn,
}

impl Lines {
    pub fn of(agreement: &Agreement, events: &[Event]) -> Self {
        Self::named("c", agreement, events)
    }

    /// The name of each case is this and seven digits.
    pub fn named(name: &str, agreement: &Agreement, events: &[Event]) -> Self {
        let cut = events.iter().map(|event| {
            let line = serde_json::to_string(&event.spelled(agreement)).expect("an event");
            let line = line.strip_suffix('}').expect("an object").to_owned();
            (line + r#","case":""# + name, "\"}\n")
        });
        Self { cut: cut.collect() }
    }

    /// How many events a case has.
    pub fn events(&self) -> usize {
        self.cut.len()
    }

    /// The line of an event of a case.
    pub fn put(&self, event: usize, case: usize, text: &mut Vec<u8>) {
        let (before, after) = &self.cut[event];
        text.extend_from_slice(before.as_bytes());
        let mut digits = [b'0'; 7];
        let mut rest = case;
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        text.extend_from_slice(&digits);
        text.extend_from_slice(after.as_bytes());
    }

    /// The events from one to another, in the order of events, of so many cases.
    pub fn dealt(&self, order: Order, cases: usize, from: usize, to: usize) -> Dealt {
        let (lines, events) = (self.clone(), to - from);
        let strides = (from..to).map(|event| match order {
            Order::Strewn => stride(event, cases),
            Order::Sequential | Order::Interleaved => 1,
        });
        let strides = strides.collect();
        Dealt { lines, order, cases, from, events, strides, next: 0, text: Vec::new(), read: 0 }
    }

    /// A whole log as text.
    pub fn text(&self, order: Order, cases: usize) -> Vec<u8> {
        let mut text = Vec::new();
        self.dealt(order, cases, 0, self.events()).read_to_end(&mut text).expect("memory");
        text
    }
}

/// A log that is made as it is read: ten million lines need no room.
pub struct Dealt {
    lines: Lines,
    order: Order,
    cases: usize,
    from: usize,
    events: usize,
    /// How far it is from one case to the next, by the event.
    strides: Vec<usize>,
    next: usize,
    text: Vec<u8>,
    read: usize,
}

/// A stride of an event that comes to each of so many cases once.
fn stride(event: usize, cases: usize) -> usize {
    let has_no_divisor = |stride: &usize| {
        let (mut one, mut other) = (*stride, cases);
        while other > 0 {
            (one, other) = (other, one % other);
        }
        one == 1
    };
    (618_033 + 40_010 * event..).find(has_no_divisor).unwrap_or(1)
}

impl BufRead for Dealt {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.read == self.text.len() {
            self.text.clear();
            self.read = 0;
            while self.text.len() < 1 << 15 && self.next < self.cases * self.events {
                let (event, case) = match self.order {
                    Order::Sequential => (self.next % self.events, self.next / self.events),
                    Order::Interleaved | Order::Strewn => {
                        let (event, turn) = (self.next / self.cases, self.next % self.cases);
                        (event, turn * self.strides[event] % self.cases)
                    }
                };
                self.lines.put(self.from + event, case, &mut self.text);
                self.next += 1;
            }
        }
        Ok(&self.text[self.read..])
    }

    fn consume(&mut self, used: usize) {
        self.read += used;
    }
}

impl Read for Dealt {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = self.fill_buf()?;
        let used = bytes.len().min(buffer.len());
        buffer[..used].copy_from_slice(&bytes[..used]);
        self.consume(used);
        Ok(used)
    }
}
