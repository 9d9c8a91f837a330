//! `schema`: the JSON Schema of what is read and printed.

use crate::arguments::Schema;
use crate::failure::Failure;
use crate::output::write_out;

pub fn run(arguments: &Schema) -> Result<(), Failure> {
    write_out(|out| Ok(out.write_all(arguments.of.to_json().as_bytes())?))
}
