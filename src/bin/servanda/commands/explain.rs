//! `explain`: why things stand as they do.

use servanda::analysis::{Explanation, Question, Story};
use servanda::names::{ActId, PartyId, Subject, UnknownNameError};
use servanda::report::escaped;

use crate::arguments::{About, AnswerFormat, Explain};
use crate::clocks::phrases;
use crate::failure::Failure;
use crate::output::{write_folded, write_out};

use super::so_far::SoFar;
use super::waiting;

/// Of so many subjects at most each is answered for where none is named.
const MOST: usize = 10;

pub fn run(arguments: &Explain) -> Result<(), Failure> {
    let so_far = SoFar::read(&arguments.run)?;
    let story = so_far.story(&arguments.run);
    let questions = questions(&arguments.about, &story)?;
    let subjects = subjects(arguments, &story, &questions)?;
    let answers: Vec<Explanation> = match &subjects {
        // What was found says of which subject it is.
        Some(subjects) if questions.iter().any(is_finding) => questions
            .iter()
            .filter(|question| match question {
                Question::Finding(finding) => {
                    finding.subject.as_ref().is_some_and(|it| subjects.contains(it))
                }
                _ => false,
            })
            .filter_map(|question| story.why(question))
            .collect(),
        None => questions.iter().filter_map(|question| story.why(question)).collect(),
        Some(subjects) => subjects
            .iter()
            .flat_map(|subject| questions.iter().map(move |question| (subject, question)))
            .filter(|(subject, question)| is_of(&story, subject, question))
            .filter_map(|(subject, question)| story.why_in(subject, question))
            .collect(),
    };
    let says_what_waits = arguments.run.log.is_none() && arguments.about.is_silent();
    let asks = |question: &Question| !is_finding(question);
    if subjects.is_some() && answers.is_empty() && questions.iter().any(asks) {
        return Err(Failure::plain(
            "what is asked about is nothing of this subject, and not known in it",
        ));
    }
    if let (Some(_), None) = (&arguments.about.condition, answers.first()) {
        return Err(Failure::with_help(
            "a run does not remember whether this condition held",
            "ask for one that the agreement asks, or a part of one, or where an obligation stands",
        ));
    }
    write_out(|out| {
        match arguments.format {
            AnswerFormat::Json => {
                let written = match says_what_waits {
                    true => serde_json::to_string_pretty(&waiting::Written::of(&so_far.agreement)),
                    false => serde_json::to_string_pretty(&answers),
                };
                writeln!(out, "{}", written.map_err(std::io::Error::from)?)?;
            }
            AnswerFormat::Text if says_what_waits => {
                write_folded(out, &waiting::told(&so_far.agreement))?;
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
                    write_folded(out, &answer.text_with(phrases()).to_string())?;
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
        let mut by =
            agreement.act_terms(act).map(|terms| terms.actors().to_vec()).unwrap_or_default();
        by.extend(
            each(story, act).into_iter().filter(|party| !by.contains(party)).collect::<Vec<_>>(),
        );
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

/// The parties that may do an act each as the subject that it is.
fn each(story: &Story, act: ActId) -> Vec<PartyId> {
    let monitor = story.monitor();
    let terms = monitor.agreement().act_terms(act).filter(|terms| terms.is_open_to_each());
    let Some(kind) = terms.and_then(|terms| terms.kind().copied()) else { return Vec::new() };
    let subjects = monitor.subjects(kind).map(|it| it.subject());
    subjects.filter_map(|subject| monitor.agreement().party(&subject.name).ok()).collect()
}

/// Whether a question can be asked of a subject: what each may do as the subject that it is, it may not in another.
fn is_of(story: &Story, subject: &Subject, question: &Question) -> bool {
    let Question::Act { party, act } = question else { return true };
    let agreement = story.monitor().agreement();
    let is_named = agreement.act_terms(*act).is_some_and(|it| it.actors().contains(party));
    is_named || agreement.party_name(*party) == Some(&*subject.name)
}

fn is_finding(question: &Question) -> bool {
    matches!(question, Question::Finding(_))
}

/// The subjects that are asked about; none where the run is.
fn subjects(
    arguments: &Explain,
    story: &Story,
    questions: &[Question],
) -> Result<Option<Vec<Subject>>, Failure> {
    let monitor = story.monitor();
    let agreement = monitor.agreement();
    let kind = questions.first().and_then(|question| match question {
        Question::Obligation(id) => agreement.obligation_terms(*id)?.kind().copied(),
        Question::Act { act, .. } => agreement.act_terms(*act)?.kind().copied(),
        _ => None,
    });
    let Some(text) = &arguments.subject else {
        let Some(kind) = kind else { return Ok(None) };
        let all: Vec<Subject> =
            monitor.subjects(kind).map(|it| it.subject()).take(MOST + 1).collect();
        let name = agreement.kind_name(kind).unwrap_or("?");
        return match all.len() {
            // An act may open the first.
            0 if arguments.about.act.is_some() => Ok(None),
            0 => Err(Failure::plain(format!("there is no `{name}` yet"))),
            many if many > MOST => Err(Failure::with_help(
                format!("there are more than {MOST} `{name}`"),
                "name one with --subject",
            )),
            _ => Ok(Some(all)),
        };
    };
    let kinds: Vec<_> = match kind {
        Some(kind) => vec![kind],
        None => agreement.kinds().collect(),
    };
    // A name may have a slash of its own.
    let named = kinds.iter().find_map(|kind| Some(monitor.subject(*kind, text)?.subject()));
    let with_kind = kinds.iter().find_map(|kind| {
        let name = text.strip_prefix(agreement.kind_name(*kind)?)?.strip_prefix('/')?;
        Some(monitor.subject(*kind, name)?.subject())
    });
    match named.or(with_kind) {
        Some(subject) => Ok(Some(vec![subject])),
        None => {
            let names: Vec<_> =
                kinds.iter().filter_map(|kind| agreement.kind_name(*kind)).collect();
            let text = escaped(text);
            Err(Failure::plain(match &*names {
                [] => format!("there is no subject `{text}`: the agreement has no kinds"),
                names => format!("there is no `{}` of the name `{text}`", names.join("` or `")),
            }))
        }
    }
}
