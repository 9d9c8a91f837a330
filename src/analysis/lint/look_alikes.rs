//! Names that people take for one another: in other scripts, in another case, with spaces or what
//! can't be seen at their ends, in another form of Unicode.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_security::confusable_detection::skeleton;

use crate::escape::escaped;
use crate::names::difference;
use crate::terms::Terms;

use super::{Lint, LintKind, Said, Severity, Topic};

pub(super) fn lints(terms: &Terms) -> Vec<Lint> {
    let parties = terms.parties.values().map(|party| (&*party.name, Topic::Agreement));
    let acts = terms.act_names.iter().map(|(id, name)| (&**name, Topic::Act(id)));
    let obligations =
        terms.obligation_names.iter().map(|(id, name)| (&**name, Topic::Obligation(id)));
    // Of these are the subjects of a kind with `each_of`.
    let mut lints = of_kind("parties", parties);
    lints.extend(of_kind("acts", acts));
    lints.extend(of_kind("obligations", obligations));
    let kinds = terms.kind_names.iter().map(|(id, name)| (&**name, Topic::Kind(id)));
    lints.extend(of_kind("subjects", kinds));
    lints
}

/// The look-alikes among names of one kind, each told beside the first that looks so.
fn of_kind<'a>(kind: &str, names: impl Iterator<Item = (&'a str, Topic)>) -> Vec<Lint> {
    let mut lints = Vec::new();
    let mut by_look: HashMap<String, &str> = HashMap::new();
    for (name, topic) in names {
        let looks = looks(name);
        let twin = looks.iter().find_map(|look| by_look.get(look)).copied();
        for look in looks {
            by_look.entry(look).or_insert(name);
        }
        let shown = escaped(name);
        let message = match twin {
            Some(twin) => {
                let (twin_shown, difference) = (escaped(twin), difference(name, twin));
                format!("`{shown}` looks like `{twin_shown}`: it has {difference}")
            }
            None if shown != name => format!("`{shown}` has characters that can't be seen"),
            None if name.trim() != name => format!("`{shown}` begins or ends with a space"),
            None => continue,
        };
        let said = Said {
            kind: LintKind::LookAlike,
            severity: Severity::Warning,
            place: format!("{kind}.{name}"),
            topic,
            message,
            advice: "give it a name that nobody takes for another".to_owned(),
        };
        lints.push(said.lint());
    }
    lints
}

/// What a name looks like, as it is written and in small letters: whoever has one of these in common
/// with it looks alike.
fn looks(name: &str) -> [String; 2] {
    let seen = escaped(name);
    // What can't be seen is not what sets a name apart.
    let seen: String = match &*seen == name {
        true => name.split_whitespace().collect::<Vec<_>>().join(" "),
        false => name
            .chars()
            .filter(|letter| escaped(letter.encode_utf8(&mut [0; 4])).len() == letter.len_utf8())
            .collect(),
    };
    let seen = seen.trim();
    let look = |text: &str| skeleton(text).nfkc().collect();
    [look(seen), look(&seen.nfkc().flat_map(char::to_lowercase).collect::<String>())]
}
