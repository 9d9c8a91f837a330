//! `calendar`: calendars from the database of time zones and files of holidays.

mod check;
mod holidays;
mod icalendar;
mod table;
mod zone;

use servanda::time::Date;
use servanda::time::calendar::Calendar;

use crate::Verdict;
use crate::arguments::{self, CalendarFormat};
use crate::document::Form;
use crate::failure::Failure;
use crate::output::{note, write_file, write_out};
use holidays::Holidays;
use table::{Calendars, Table};
use zone::Zone;

pub fn run(arguments: &arguments::Calendar) -> Result<Verdict, Failure> {
    let zone = Zone::named(&arguments.zone)?;
    let holidays = Holidays::read(&arguments.holidays)?;
    match &arguments.check {
        Some(path) => check::run(path, arguments.name.as_deref(), &zone, &holidays),
        None => write(arguments, &zone, &holidays).map(|()| Verdict::Conformant),
    }
}

fn write(arguments: &arguments::Calendar, zone: &Zone, holidays: &Holidays) -> Result<(), Failure> {
    let (from, to) = covers(arguments)?;
    let calendar = calendar(zone, holidays, from, to)?;
    note(format!("offsets from the database of time zones, edition {}", zone::edition()));
    if !holidays.is_empty() {
        for year in holidays.years_without(from, to) {
            note(format!("no holiday in {year}: do the files go so far?"));
        }
    }
    let name = arguments.name.clone().unwrap_or_else(|| zone.place());
    let calendars = Calendars { calendars: Table(vec![(name, calendar)]) };
    let text = match format(arguments) {
        CalendarFormat::Json => serde_json::to_string_pretty(&calendars).map_err(Failure::plain)?,
        CalendarFormat::Toml => toml::to_string(&calendars).map_err(Failure::plain)?,
        CalendarFormat::Yaml => serde_saphyr::to_string(&calendars).map_err(Failure::plain)?,
    };
    let text = format!("{}\n", text.trim_end());
    match &arguments.output {
        Some(path) => write_file(path, text.as_bytes()),
        None => write_out(|out| Ok(out.write_all(text.as_bytes())?)),
    }
}

fn calendar(zone: &Zone, holidays: &Holidays, from: Date, to: Date) -> Result<Calendar, Failure> {
    let (offset, changes) = zone.offsets(from, to)?;
    let mut calendar =
        Calendar::builder(from, to).offset(offset).holidays(holidays.between(from, to));
    for (instant, offset) in changes {
        calendar = calendar.offset_from(instant, offset);
    }
    calendar.build().map_err(|error| {
        let help = error.defects().first().map_or("", |defect| defect.rule().help());
        Failure::with_help(&error, help)
    })
}

/// The days to cover.
fn covers(arguments: &arguments::Calendar) -> Result<(Date, Date), Failure> {
    let (Some(from), Some(to)) = (arguments.from, arguments.to) else {
        return Err(Failure::plain("which days to cover is not said: --from and --to"));
    };
    Ok((from.first().map_err(Failure::plain)?, to.last().map_err(Failure::plain)?))
}

fn format(arguments: &arguments::Calendar) -> CalendarFormat {
    let of_output = || match Form::of_name(arguments.output.as_deref()?)? {
        Form::Json => Some(CalendarFormat::Json),
        Form::Toml => Some(CalendarFormat::Toml),
        Form::Yaml => Some(CalendarFormat::Yaml),
    };
    arguments.format.or_else(of_output).unwrap_or(CalendarFormat::Json)
}
