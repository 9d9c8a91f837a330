//! `explain`: why things stand as they do.

use servanda::analysis::{Explanation, Question, Story};
use servanda::names::UnknownNameError;

use crate::arguments::{About, AnswerFormat, Explain};
use crate::failure::Failure;
use crate::output::write_out;

use super::so_far::SoFar;

pub fn run(arguments: &Explain) -> Result<(), Failure> {
    let so_far = SoFar::read(&arguments.run)?;
    let story = so_far.story(&arguments.run);
    let questions = questions(&arguments.about, &story)?;
    let answers: Vec<Explanation> =
        questions.iter().filter_map(|question| story.why(question)).collect();
    if let (Some(_), None) = (&arguments.about.condition, answers.first()) {
        return Err(Failure::with_help(
            "a run does not remember whether this condition held",
            "ask for one that the agreement asks, or a part of one, or where an obligation stands",
        ));
    }
    write_out(|out| {
        match arguments.format {
            AnswerFormat::Json => {
                let written = serde_json::to_string_pretty(&answers);
                writeln!(out, "{}", written.map_err(std::io::Error::from)?)?;
            }
            AnswerFormat::Text if answers.is_empty() => {
                writeln!(
                    out,
                    "nothing was found: ask why with --obligation, --act or --condition"
                )?;
            }
            AnswerFormat::Text => {
                for (number, answer) in answers.iter().enumerate() {
                    if number > 0 {
                        writeln!(out)?;
                    }
                    write!(out, "{answer}")?;
                }
            }
        }
        Ok(())
    })
}

fn questions(about: &About, story: &Story) -> Result<Vec<Question>, Failure> {
    let agreement = story.monitor().agreement();
    let unknown = |error: UnknownNameError| Failure::plain(error);
    if let Some(name) = &about.obligation {
        return Ok(vec![Question::Obligation(agreement.obligation(name).map_err(unknown)?)]);
    }
    if let Some(name) = &about.act {
        let act = agreement.act(name).map_err(unknown)?;
        let by = agreement.act_terms(act).map(|terms| terms.actors().to_vec()).unwrap_or_default();
        return Ok(by.into_iter().map(|party| Question::Act { party, act }).collect());
    }
    if let Some(condition) = &about.condition {
        return Ok(vec![Question::Condition(condition.resolved(agreement).map_err(unknown)?)]);
    }
    let refused = story.refusals().flat_map(|refusal| refusal.findings.clone());
    let findings: Vec<_> = story.monitor().findings().chain(refused).collect();
    if let Some(number) = about.finding {
        let index = number.checked_sub(1);
        let finding = index.and_then(|index| findings.get(index)).ok_or_else(|| {
            let count = findings.len();
            Failure::plain(format!("there is no finding {number}: there are {count}"))
        })?;
        return Ok(vec![Question::Finding(finding.clone())]);
    }
    Ok(findings.into_iter().map(Question::Finding).collect())
}
