//! `map`: a mapping drafted from a log.

use servanda::formats::mapping::Survey;

use crate::arguments::{DraftMap, LogFormat};
use crate::failure::Failure;
use crate::logs;
use crate::output::{write_file, write_out};

pub fn run(arguments: &DraftMap) -> Result<(), Failure> {
    let path = &arguments.log;
    let format = arguments.log_format.or_else(|| logs::named(path)).unwrap_or(LogFormat::JsonLines);
    let unreadable = |error| Failure::file(path, error);
    let input = logs::open(path, arguments.encoding).map_err(unreadable)?;
    let survey = match format {
        LogFormat::Csv => {
            let (separator, input) = match arguments.separator {
                Some(separator) => (separator, input),
                None => logs::separator_of(input).map_err(unreadable)?,
            };
            Survey::csv(input, separator)
        }
        LogFormat::Xes => Survey::xes(input),
        LogFormat::JsonLines | LogFormat::CloudEvents => Survey::json_lines(input),
        LogFormat::Ocel => {
            let message = "a log in OCEL has no columns to be mapped";
            let help = "say where the actor is found: --map actor=NAME, actor=type:NAME or actor=value:NAME";
            return Err(Failure::with_help(message, help));
        }
    };
    let survey = survey.map_err(|error| logs::failed(path, &error, None))?;
    if survey.entries() == 0 {
        return Err(Failure::plain(format!("{}: there is no event in it", logs::name_of(path))));
    }
    let text = survey.to_string();
    match &arguments.output {
        Some(path) => write_file(path, text.as_bytes()),
        None => write_out(|out| Ok(out.write_all(text.as_bytes())?)),
    }
}
