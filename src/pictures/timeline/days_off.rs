//! Weekends and holidays, shaded.

use crate::pictures::fit::px;
use crate::report::Zone;
use crate::time::Instant;

use super::scale::Scale;

/// Days that are no working days, one after the other.
pub(super) struct DaysOff {
    pub(super) x: String,
    pub(super) width: String,
}

/// On so many days shading tells something; on more it is a pattern of stripes.
const MOST: usize = 400;
/// The least width of a day that is seen, in pixels.
const LEAST: f64 = 2.0;

/// The days of a scale that are no working days where the clocks of the picture are; none where no calendar says,
/// or where days are too narrow to be seen.
pub(super) fn days_off(zone: Zone<'_>, scale: &Scale) -> Vec<DaysOff> {
    let (Some(calendar), Some(first), Some(last)) = (zone.calendar(), scale.first(), scale.last())
    else {
        return Vec::new();
    };
    let days: Vec<Instant> = days(zone, first, last).take(MOST.saturating_add(1)).collect();
    let stretches = days.iter().zip(days.iter().skip(1));
    let off: Vec<(f64, f64)> = stretches
        .filter(|(begins, _)| !calendar.is_working_day(zone.local(**begins).date()))
        .map(|(begins, ends)| (scale.place(*begins), scale.place(*ends)))
        .filter(|(from, to)| to > from)
        .collect();
    let is_seen = off.iter().all(|(from, to)| to - from >= LEAST);
    if days.len() > MOST || !is_seen {
        return Vec::new();
    }
    let mut joined: Vec<(f64, f64)> = Vec::new();
    for (from, to) in off {
        match joined.last_mut() {
            Some((_, end)) if *end >= from => *end = to,
            _ => joined.push((from, to)),
        }
    }
    joined.into_iter().map(|(from, to)| DaysOff { x: px(from), width: px(to - from) }).collect()
}

/// When each day begins, from the one in which the first instant lies to the one after the last.
fn days(zone: Zone<'_>, first: Instant, last: Instant) -> impl Iterator<Item = Instant> + '_ {
    let day = zone.local(first).to_chrono().date_naive();
    let begins = day.iter_days().map_while(move |day| zone.when(day.and_hms_opt(0, 0, 0)?));
    let mut is_over = false;
    begins.take_while(move |at| !std::mem::replace(&mut is_over, *at > last))
}
