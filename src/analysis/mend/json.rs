//! A mending for machines: names as texts, events as in a log.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::event::Event;
use crate::names::{Names, Text};
use crate::report::WrittenFinding;
use crate::terms::Agreement;
use crate::time::Instant;

use super::{Edit, Mending, Offence};

#[derive(serde::Serialize)]
struct WrittenOffence {
    place: Option<u64>,
    finding: Option<WrittenFinding>,
}

#[derive(serde::Serialize)]
#[serde(rename_all = "lowercase")]
enum WrittenEdit {
    Drop { place: u64 },
    Move { place: u64, to: Instant, after: Option<u64> },
    Add { event: Box<Event<Text>>, after: Option<u64> },
}

impl WrittenEdit {
    fn new<V: Names>(agreement: &Agreement<V>, edit: &Edit<V>) -> Self {
        match edit {
            Edit::Drop { place } => Self::Drop { place: *place },
            Edit::Move { place, to, after } => Self::Move { place: *place, to: *to, after: *after },
            Edit::Add { event, after } => {
                Self::Add { event: Box::new(event.spelled(agreement)), after: *after }
            }
        }
    }
}

impl<V: Names> Serialize for Mending<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let agreement = &self.agreement;
        let offence = self.offence.as_ref().map(|Offence { place, finding }| WrittenOffence {
            place: *place,
            finding: finding
                .translate(agreement.lexicon())
                .ok()
                .map(|finding| WrittenFinding::in_words(agreement, &finding)),
        });
        let way = |way: &Vec<Edit<V>>| -> Vec<WrittenEdit> {
            way.iter().map(|edit| WrittenEdit::new(agreement, edit)).collect()
        };
        let ways: Vec<Vec<WrittenEdit>> = self.ways.iter().map(way).collect();
        let mut mending = serializer.serialize_struct("Mending", 5)?;
        mending.serialize_field("offence", &offence)?;
        mending.serialize_field("ways", &ways)?;
        mending.serialize_field("smallest", &self.is_smallest())?;
        mending.serialize_field("tried", &self.tried)?;
        mending.serialize_field("ruled_out", &self.ruled_out)?;
        mending.end()
    }
}
