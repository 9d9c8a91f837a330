//! The date of an agreement as its document writes it.

use std::str::FromStr;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::strict;
use crate::time::{Instant, InstantError};

/// The date, and whether it was written in another time than UTC. That is no part of what it says, but who
/// wrote it may expect the days of that time to count.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WrittenDate {
    pub(crate) instant: Instant,
    pub(crate) has_offset: bool,
}

impl From<Instant> for WrittenDate {
    fn from(instant: Instant) -> Self {
        Self { instant, has_offset: false }
    }
}

impl FromStr for WrittenDate {
    type Err = InstantError;

    fn from_str(text: &str) -> Result<Self, InstantError> {
        let instant = text.parse()?;
        let is_utc = ["Z", "z", "+00:00", "-00:00"].iter().any(|end| text.ends_with(end));
        Ok(Self { instant, has_offset: !is_utc })
    }
}

impl PartialEq for WrittenDate {
    fn eq(&self, other: &Self) -> bool {
        self.instant == other.instant
    }
}

impl Eq for WrittenDate {}

impl Serialize for WrittenDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.instant.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for WrittenDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        strict::text(deserializer, "an instant of RFC 3339")
    }
}
