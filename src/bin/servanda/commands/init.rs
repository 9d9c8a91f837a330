//! `init`: an agreement to start from.

use std::fs::File;
use std::io::{ErrorKind, Write};

use servanda::stepping::replace_file;

use crate::arguments::Init;
use crate::failure::Failure;
use crate::output::{note, write_out};

/// A sale with what most agreements need, each thing explained where it stands.
const TEMPLATE: &str = include_str!("init.toml");

pub fn run(arguments: &Init) -> Result<(), Failure> {
    let path = &arguments.path;
    if path.as_os_str() == "-" {
        return write_out(|out| Ok(out.write_all(TEMPLATE.as_bytes())?));
    }
    let written = match arguments.force {
        true => replace_file(path, TEMPLATE.as_bytes()),
        false => File::create_new(path).and_then(|mut file| file.write_all(TEMPLATE.as_bytes())),
    };
    match written {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(Failure::with_help(
            format!("{}: there is a file of this name", path.display()),
            "name another, or write over it with --force",
        )),
        Err(error) => Err(Failure::written(path, &error)),
        Ok(()) => {
            note(format!(
                "{} is written: change it, and look at it with `servanda check`",
                path.display()
            ));
            Ok(())
        }
    }
}
