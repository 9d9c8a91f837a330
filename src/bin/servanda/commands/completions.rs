//! `completions`: for shells.

use clap::CommandFactory;

use crate::arguments::{Arguments, Completions};
use crate::failure::Failure;
use crate::output::write_out;

pub fn run(arguments: &Completions) -> Result<(), Failure> {
    let mut text = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "servanda", &mut text);
    write_out(|out| Ok(out.write_all(&text)?))
}
