//! From instants to places on the picture.

use crate::pictures::fit::px;
use crate::time::Instant;

/// The least room between two instants at which something happens, in pixels, for the scale to be
/// even.
const LEAST: f64 = 7.0;

/// How much of the room, where the scale is stretched, is shared among the instants alike; the rest
/// is shared by the length of time between them.
const ALIKE: f64 = 0.5;

/// A scale of time: it rises with every instant, and is straight between two at which something
/// happens.
#[derive(Clone, Debug)]
pub(in crate::pictures) struct Scale {
    /// The instants at which something happens, with their places, in order.
    knots: Vec<(Instant, f64)>,
    is_stretched: bool,
    end: f64,
}

impl Scale {
    /// A scale from the first of these instants to the last over so many pixels. It is even, unless
    /// so many of them are so near each other that they could not be told apart.
    pub(super) fn new(mut instants: Vec<Instant>, start: f64, wide: f64) -> Self {
        instants.sort_unstable();
        instants.dedup();
        let seconds = |instant: Option<&Instant>| instant.map(|it| of(*it)).unwrap_or_default();
        let first = seconds(instants.first());
        let length = (seconds(instants.last()) - first).max(f64::MIN_POSITIVE);
        let gaps = instants.len().saturating_sub(1);
        let evenly = |instant: &Instant| (of(*instant) - first) / length;
        let narrow = instants
            .iter()
            .zip(instants.iter().skip(1))
            .filter(|(one, next)| (evenly(next) - evenly(one)) * wide < LEAST)
            .count();
        let is_stretched = narrow.saturating_mul(8) > gaps;
        let alike = if is_stretched { ALIKE } else { 0.0 };
        let share = |number: usize| number as f64 / gaps.max(1) as f64;
        let knots = instants
            .iter()
            .enumerate()
            .map(|(number, instant)| {
                let place = alike * share(number) + (1.0 - alike) * evenly(instant);
                (*instant, start + place * wide)
            })
            .collect();
        Self { knots, is_stretched, end: start + wide }
    }

    /// Whether some of it is drawn larger than the rest.
    pub(super) fn is_stretched(&self) -> bool {
        self.is_stretched
    }

    /// The place of an instant, as it is written in a picture.
    pub(in crate::pictures) fn shown(&self, instant: Instant) -> String {
        px(self.place(instant))
    }

    pub(super) fn first(&self) -> Option<Instant> {
        self.knots.first().map(|(instant, _)| *instant)
    }

    pub(super) fn last(&self) -> Option<Instant> {
        self.knots.last().map(|(instant, _)| *instant)
    }

    /// The right end of the scale.
    pub(super) fn end(&self) -> f64 {
        self.end
    }

    /// Where an instant is; one that lies outside is at that end.
    pub(super) fn place(&self, instant: Instant) -> f64 {
        let next = self.knots.partition_point(|(knot, _)| *knot < instant);
        match (next.checked_sub(1).and_then(|it| self.knots.get(it)), self.knots.get(next)) {
            (_, Some((knot, place))) if *knot == instant => *place,
            (Some((before, from)), Some((after, to))) => {
                let passed = (of(instant) - of(*before)) / (of(*after) - of(*before));
                from + passed * (to - from)
            }
            (None, Some((_, place))) | (Some((_, place)), None) => *place,
            (None, None) => self.end,
        }
    }
}

/// An instant as a number of seconds.
fn of(instant: Instant) -> f64 {
    let time = instant.to_chrono();
    time.timestamp() as f64 + f64::from(time.timestamp_subsec_nanos()) / 1e9
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instants(texts: &[&str]) -> Vec<Instant> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[test]
    fn is_even_where_nothing_crowds() {
        let days =
            instants(&["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "2026-01-05T00:00:00Z"]);
        let scale = Scale::new(days.clone(), 100.0, 400.0);
        assert!(!scale.is_stretched());
        let places: Vec<f64> = days.iter().map(|day| scale.place(*day)).collect();
        assert_eq!(places, [100.0, 200.0, 500.0]);
    }

    #[test]
    fn stretches_what_crowds_and_keeps_the_order() {
        let crowd = instants(&[
            "2026-01-01T00:00:00Z",
            "2026-01-01T00:00:01Z",
            "2026-01-01T00:00:02Z",
            "2026-01-01T00:00:03Z",
            "2027-01-01T00:00:00Z",
        ]);
        let scale = Scale::new(crowd.clone(), 0.0, 400.0);
        assert!(scale.is_stretched());
        let places: Vec<f64> = crowd.iter().map(|instant| scale.place(*instant)).collect();
        assert!(places.iter().zip(&places[1..]).all(|(one, next)| next - one > 40.0), "{places:?}");
        assert_eq!((places[0], places[4]), (0.0, 400.0));
        let between = scale.place("2026-07-02T12:00:00Z".parse().unwrap());
        assert!(places[3] < between && between < 400.0);
    }

    #[test]
    fn holds_what_lies_outside_at_its_ends() {
        let scale = Scale::new(instants(&["2026-01-01T00:00:00Z"]), 5.0, 100.0);
        assert_eq!(scale.place("2025-01-01T00:00:00Z".parse().unwrap()), 5.0);
        assert_eq!(scale.place("2027-01-01T00:00:00Z".parse().unwrap()), 5.0);
        assert_eq!(
            Scale::new(Vec::new(), 5.0, 100.0).place("2027-01-01T00:00:00Z".parse().unwrap()),
            105.0
        );
    }
}
