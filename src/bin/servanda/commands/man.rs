//! `man`: the pages of the manual.

use clap::CommandFactory;

use crate::arguments::{Arguments, Man};
use crate::failure::Failure;
use crate::output::write_out;

pub fn run(arguments: &Man) -> Result<(), Failure> {
    let command = Arguments::command();
    match &arguments.folder {
        Some(folder) => std::fs::create_dir_all(folder)
            .and_then(|()| clap_mangen::generate_to(command, folder))
            .map_err(|error| Failure::written(folder, &error)),
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(command).render(&mut page)?;
            write_out(|out| Ok(out.write_all(&page)?))
        }
    }
}
