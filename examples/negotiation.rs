//! A mediator's session: a draft is looked at before anybody signs it.
//!
//! The draft is the letter of 27 October 1962 read strictly. Work is to cease *under* arrangements of
//! the United Nations, and these are to be worked out once work has ceased: so neither can be first.
//! The mediator finds that, tries two ways out, and shows the parties what each exposes them to.

use std::io::{self, Write};

use serde_json::{Value, json};
use servanda::Agreement;
use servanda::analysis::{Explorer, Goal, LintKind, Severity};
use servanda::cuba::{self, Reading};

/// The settlement, with work to cease under arrangements: the draft on the table.
fn draft() -> Result<Value, Box<dyn std::error::Error>> {
    let mut draft: Value = serde_json::from_str(&cuba::agreement(Reading::Verified)?.to_json())?;
    let arrangements_stand = json!({"happened": "establish-arrangements"});
    rewrite(&mut draft, &["cease-work", "render-inoperable"], &arrangements_stand);
    Ok(draft)
}

/// Lets acts wait for something else.
fn rewrite(draft: &mut Value, acts: &[&str], requires: &Value) {
    for act in acts {
        let terms = draft.pointer_mut(&format!("/acts/{act}")).and_then(Value::as_object_mut);
        if let Some(terms) = terms {
            terms.insert("requires".to_owned(), requires.clone());
        }
    }
}

/// What a look at a draft finds, and what it would come to.
fn look(out: &mut impl Write, draft: &Value) -> Result<Agreement, Box<dyn std::error::Error>> {
    let agreement = Agreement::from_json(&draft.to_string())?;
    let analysis = agreement.analyze();
    for lint in analysis.lints().iter().filter(|lint| lint.severity != Severity::Advice) {
        writeln!(out, "{lint}")?;
    }
    let mut explorer = Explorer::new(&agreement);
    match explorer.reach(&Goal::Settled)?.plan() {
        None => writeln!(out, "a settlement can not be reached")?,
        Some(plan) => {
            let deeds = plan.deeds().count();
            let promptly = analysis.of(LintKind::NoDeadline).count();
            writeln!(out, "a settlement takes {deeds} deeds; {promptly} duties have no deadline")?;
            let blockers = explorer.blockers(&Goal::Settled)?;
            let can_block = blockers.iter().filter(|blocker| blocker.can_lawfully());
            let names: Vec<&str> =
                can_block.filter_map(|blocker| agreement.party_name(blocker.party)).collect();
            writeln!(out, "each of these can keep it away by doing nothing: {}", names.join(", "))?;
        }
    }
    Ok(agreement)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = io::stdout().lock();
    writeln!(out, "THE DRAFT: work ceases under arrangements, arrangements follow once it has\n")?;
    let draft = draft()?;
    look(&mut out, &draft)?;

    writeln!(out, "\nONE WAY OUT: arrangements are worked out first\n")?;
    let mut arrangements_first = draft.clone();
    let nothing = json!({"all": []});
    rewrite(&mut arrangements_first, &["conclude-arrangement"], &nothing);
    look(&mut out, &arrangements_first)?;

    writeln!(
        out,
        "\nTHE LETTER'S OWN: work ceases first, and is verified under arrangements later\n"
    )?;
    let mut work_first = draft;
    rewrite(&mut work_first, &["cease-work", "render-inoperable"], &nothing);
    let agreement = look(&mut out, &work_first)?;
    writeln!(out, "\n{}", Explorer::new(&agreement).exposure())?;

    writeln!(out, "\nTHE SAME, with the quarantine lifted upon the arrangements themselves\n")?;
    let arrangements_stand = json!({"happened": "establish-arrangements"});
    rewrite(&mut work_first, &["lift-quarantine", "assure-no-invasion"], &arrangements_stand);
    let agreement = look(&mut out, &work_first)?;
    writeln!(out, "\n{}", Explorer::new(&agreement).exposure())?;
    Ok(())
}
