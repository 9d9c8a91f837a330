//! What the command does: one file for each thing.

mod budget;
mod by_time;
mod calendar;
mod check;
mod compare;
mod completions;
mod convert;
mod explain;
mod follow;
mod growing;
mod init;
mod judge;
mod man;
mod map;
mod next;
mod of_many;
mod plan;
mod portfolio;
mod render;
mod report;
mod schema;
mod since;
mod so_far;
mod state;
mod step;
mod tables;
mod tell;
mod verify;
mod waiting;
mod what_if;

use crate::Verdict;
use crate::arguments::{Arguments, Command};
use crate::failure::Failure;

pub fn run(arguments: Arguments) -> Result<Verdict, Failure> {
    match arguments.command {
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Compare(arguments) => compare::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments).map(|()| Verdict::Conformant),
        Command::WhatIf(arguments) => what_if::run(&arguments),
        Command::Plan(arguments) => plan::run(&arguments),
        Command::Next(arguments) => next::run(&arguments).map(|()| Verdict::Conformant),
        Command::Step(arguments) => step::run(&arguments).map(|()| Verdict::Conformant),
        Command::Render(arguments) => render::run(&arguments).map(|()| Verdict::Conformant),
        Command::Convert(arguments) => convert::run(&arguments).map(|()| Verdict::Conformant),
        Command::Map(arguments) => map::run(&arguments).map(|()| Verdict::Conformant),
        Command::Calendar(arguments) => calendar::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments).map(|()| Verdict::Conformant),
        Command::Init(arguments) => init::run(&arguments).map(|()| Verdict::Conformant),
        Command::Completions(arguments) => {
            completions::run(&arguments).map(|()| Verdict::Conformant)
        }
        Command::Man(arguments) => man::run(&arguments).map(|()| Verdict::Conformant),
    }
}
