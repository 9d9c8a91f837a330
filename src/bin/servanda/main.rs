//! The command `servanda`: agreements and logs from the shell.

#![allow(unreachable_pub, reason = "nothing of a binary can be reached from elsewhere")]

mod arguments;
mod clocks;
mod commands;
mod document;
mod failure;
mod logs;
mod output;

use std::io::{IsTerminal, Write};
use std::panic;
use std::process::ExitCode;

use clap::Parser;
use servanda::report::TimeZone;

use crate::arguments::{Arguments, ColourChoice};
use crate::failure::Failure;

/// What a run comes to, if nothing failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was found.
    Conformant,
    /// Something was found, or refused.
    Findings,
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        // Help and the version are asked for with an error that is none.
        Err(error) if error.use_stderr() && asks_for_json() => {
            let text = error.to_string();
            let text = text.strip_prefix("error: ").unwrap_or(&text).trim_end();
            let (message, help) = match text.split_once("\n\n") {
                Some((message, help)) => (message, Some(help)),
                None => (text, None),
            };
            return tell_as_json(message, help, 2);
        }
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    choose_colour(arguments.colour);
    clocks::choose(match (arguments.utc, &arguments.calendar) {
        (true, _) => TimeZone::Utc,
        (false, Some(name)) => TimeZone::Calendar(name.clone()),
        (false, None) => TimeZone::Own,
    });
    let is_json = arguments.command.is_for_machines();
    // A bug must not look like a verdict: a panic would end in a code of its own.
    match panic::catch_unwind(move || commands::run(arguments)) {
        Ok(Ok(Verdict::Conformant)) => ExitCode::SUCCESS,
        Ok(Ok(Verdict::Findings)) => ExitCode::from(1),
        Ok(Err(failure)) if is_json => tell_machines(&failure),
        Ok(Err(failure)) => tell(&failure),
        Err(_) => {
            let _ = writeln!(anstream::stderr(), "this is a bug in servanda: please report it");
            ExitCode::from(3)
        }
    }
}

/// Tells what failed, on standard error.
fn tell(failure: &Failure) -> ExitCode {
    let mut stderr = anstream::stderr();
    match failure {
        Failure::Input(report) => {
            let _ = writeln!(stderr, "{report:?}");
            ExitCode::from(2)
        }
        Failure::Output(error) => {
            let error = document::brief(&error.to_string());
            let _ = writeln!(stderr, "error: the output can't be written: {error}");
            ExitCode::from(3)
        }
    }
}

/// Whether JSON is asked for on a command line that can't be read otherwise.
fn asks_for_json() -> bool {
    let arguments: Vec<_> = std::env::args_os().collect();
    let is_pair = |pair: &[std::ffi::OsString]| matches!(pair, [key, value] if key == "--format" && value == "json");
    arguments.windows(2).any(is_pair) || arguments.iter().any(|it| it == "--format=json")
}

/// What failed as one line of JSON, for who has asked for JSON.
fn tell_machines(failure: &Failure) -> ExitCode {
    match failure {
        Failure::Input(report) => {
            let help = report.help().map(|help| help.to_string());
            tell_as_json(&report.to_string(), help.as_deref(), 2)
        }
        Failure::Output(error) => {
            tell_as_json(&format!("the output can't be written: {error}"), None, 3)
        }
    }
}

fn tell_as_json(message: &str, help: Option<&str>, code: u8) -> ExitCode {
    let error = serde_json::json!({"error": {"message": message, "help": help}, "exit": code});
    let _ = writeln!(std::io::stderr(), "{error}");
    ExitCode::from(code)
}

fn choose_colour(colour: ColourChoice) {
    let choice = match colour {
        ColourChoice::Auto => anstream::ColorChoice::Auto,
        ColourChoice::Always => anstream::ColorChoice::AlwaysAnsi,
        ColourChoice::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
    // The first hook stays; there is none before. The stream that it is written to takes colour
    // away where there is none.
    let _ = miette::set_hook(Box::new(|_| {
        let options = miette::MietteHandlerOpts::new()
            .force_graphical(true)
            .color(true)
            .graphical_theme(miette::GraphicalTheme::unicode())
            // What no person sees on a screen is not broken into lines.
            .wrap_lines(std::io::stderr().is_terminal());
        Box::new(options.build())
    }));
}
