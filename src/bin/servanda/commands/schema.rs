//! `schema`: the JSON Schema of what is read and written.

use servanda::formats::schema::SchemaOf;

use crate::arguments::{Schema, SchemaKind};
use crate::failure::Failure;
use crate::output::write_out;

pub fn run(arguments: &Schema) -> Result<(), Failure> {
    let schema = match arguments.of {
        SchemaKind::Agreement => SchemaOf::Agreement,
        SchemaKind::Event => SchemaOf::Event,
        SchemaKind::Report => SchemaOf::Report,
    };
    write_out(|out| Ok(out.write_all(schema.to_json().as_bytes())?))
}
