//! Agreements through serde, in any format that has maps.

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

use crate::names::Names;
use crate::strict::Strict;
use crate::terms::{Agreement, Document};

impl<V: Names> Serialize for Agreement<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.terms().document().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Agreement {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Strict(document): Strict<Document> = Strict::deserialize(deserializer)?;
        Self::read(document).map_err(D::Error::custom)
    }
}
