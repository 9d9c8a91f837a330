//! Who acts for whom, who speaks for whom, and who is able to do what (section 1).

use super::document::{Act, Agreement, Opening};
use super::state::ScopeId;
use super::view::View;

/// Who speaks: one (`actor`), or several together (`actors`).
#[derive(Clone, Debug)]
pub(crate) enum Voice {
    Alone(String),
    Together(Vec<String>),
}

impl Agreement {
    /// Whoever does an act acts for itself and for each group of which it is a member.
    pub(crate) fn acts_for(&self, actor: &str, party: &str) -> bool {
        actor == party || self.members(party).iter().any(|it| it == actor)
    }

    pub(crate) fn members(&self, party: &str) -> &[String] {
        let party = self.parties.iter().find(|it| it.name == party);
        party.and_then(|it| it.members.as_deref()).unwrap_or_default()
    }

    /// Whether one who speaks, or several who speak together, speak for a party, in a matter of
    /// this debtor.
    pub(crate) fn speak_for(&self, voice: &Voice, party: &str, debtor: Option<&str>) -> bool {
        let (speakers, is_together) = match voice {
            Voice::Alone(speaker) => (std::slice::from_ref(speaker), false),
            Voice::Together(speakers) => (speakers.as_slice(), true),
        };
        let Some(whom) = self.parties.iter().find(|it| it.name == party) else { return false };
        let members = whom.members.as_deref().unwrap_or_default();
        let speaks_alone =
            |it: &String| debtor.is_none_or(|debtor| debtor == party || !self.acts_for(it, debtor));
        speakers.iter().any(|it| it == party)
            || whom.any_speaks && speakers.iter().any(|it| members.contains(it) && speaks_alone(it))
            || is_together && !members.is_empty() && members.iter().all(|it| speakers.contains(it))
    }
}

impl View<'_> {
    pub(crate) fn acts_for(&self, actor: &str, party: &str) -> bool {
        self.agreement.acts_for(actor, party)
    }

    /// A party of `by` or `protects`: `each` is the subject's own.
    pub(crate) fn resolve(&self, party: &str, scope: ScopeId) -> Option<String> {
        match party {
            "each" => self.state.scopes[scope].name().map(str::to_owned),
            _ => Some(party.to_owned()),
        }
    }

    pub(crate) fn may_be_done_by(&self, act: &Act, actor: &str, scope: ScopeId) -> bool {
        act.by.iter().any(|by| self.resolve(by, scope).is_some_and(|by| self.acts_for(actor, &by)))
    }

    /// Whether a debtor is able to do an act: it, or one of its members, acts for a party of `by`.
    pub(crate) fn is_able(&self, debtor: &str, act: &Act, scope: ScopeId) -> bool {
        let does = |actor: &str| {
            act.by.iter().any(|by| match by.as_str() {
                "each" => match self.state.scopes[scope].kind() == act.of.as_deref() {
                    true => self.state.scopes[scope].name() == Some(actor),
                    false => self.parties_of(act).iter().any(|it| it == actor),
                },
                by => self.acts_for(actor, by),
            })
        };
        let group = self.agreement.parties.iter().find(|it| it.name == debtor);
        let members = group.and_then(|it| it.members.as_deref()).unwrap_or_default();
        does(debtor) || members.iter().any(|it| does(it))
    }

    /// The parties that the kind of an act is over.
    pub(crate) fn parties_of(&self, act: &Act) -> Vec<String> {
        let kind = act.of.as_deref().and_then(|kind| self.agreement.kind(kind));
        match kind.map(|it| &it.opening) {
            Some(Opening::EachOf(parties)) => parties.clone(),
            _ => Vec::new(),
        }
    }
}
