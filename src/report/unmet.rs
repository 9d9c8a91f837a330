//! What an act's precondition still asked for, told as the precondition joins it.

use crate::terms::Condition;

use super::Sentences;

impl Sentences<'_> {
    /// What was unmet of an act's precondition: "before" what had not come about yet, "although" what had
    /// come about and stood in its way. What all was needed is joined by "and", what any one of would have
    /// done by "or".
    pub(crate) fn unmet(&self, unmet: &[Condition]) -> String {
        let (parts, joint) = match unmet {
            [Condition::Any(parts)] if !parts.is_empty() => (&**parts, " or before "),
            all => (all, " and before "),
        };
        let (against, before): (Vec<&Condition>, Vec<&Condition>) =
            parts.iter().partition(|part| asks_for_absence(part));
        let before: Vec<String> = before.into_iter().map(|part| self.condition(part)).collect();
        let against: Vec<String> =
            against.into_iter().map(|part| self.fact_then(part, false)).collect();
        let against = against.join(" and although ");
        match (before.is_empty(), against.is_empty()) {
            (_, true) => format!("before {}", before.join(joint)),
            (true, false) => format!("although {against}"),
            (false, false) => format!("before {}, and although {against}", before.join(joint)),
        }
    }
}

/// Whether a condition asks that something has not come about: that it fails is told as what did.
fn asks_for_absence(condition: &Condition) -> bool {
    match condition {
        Condition::Not(part) => !asks_for_absence(part),
        Condition::All(parts) | Condition::Any(parts) => parts.iter().any(asks_for_absence),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::condition::{all, any, happened, not};
    use crate::report::Prose;
    use crate::{Agreement, Event, Monitor, by};

    crate::vocabulary! {
        struct Fair;
        enum Party { Host, Guest }
        enum Act { Ask, Call, Write, Come }
        enum Obligation {}
    }

    #[test]
    fn what_any_one_of_would_do_is_told_with_or() {
        let date = "2026-05-04T09:00:00Z".parse().unwrap();
        let said = |requires: crate::Condition<Fair>, done: &[Act]| {
            let agreement = Agreement::<Fair>::builder("Fair", date)
                .party(Party::Host, "")
                .party(Party::Guest, "")
                .act(Act::Ask, by([Party::Guest]))
                .act(Act::Call, by([Party::Guest]))
                .act(Act::Write, by([Party::Guest]))
                .act(Act::Come, by([Party::Guest]).requires(requires))
                .build()
                .unwrap();
            let mut monitor = Monitor::new(&agreement);
            for act in done {
                monitor.record(&Event::act(date, Party::Guest, *act));
            }
            monitor.record(&Event::act(date, Party::Guest, Act::Come));
            let finding = monitor.findings().next().unwrap();
            let text = Prose::new(&agreement).finding(&finding);
            text.split_once(" before ").unwrap().1.to_owned()
        };
        let (asked, called, wrote) = (
            "guest had done `ask`".to_owned(),
            "guest had done `call`".to_owned(),
            "guest had done `write`".to_owned(),
        );
        let or = any([happened(Act::Call), happened(Act::Write)]);
        assert_eq!(said(or.clone(), &[]), format!("{called} or before {wrote}"));
        let both = all([happened(Act::Ask), or]);
        assert_eq!(said(both.clone(), &[]), format!("{asked} and before ({called} or {wrote})"));
        assert_eq!(said(both.clone(), &[Act::Ask]), format!("{called} or before {wrote}"));
        assert_eq!(said(both, &[Act::Call]), asked);
        assert_eq!(said(crate::condition::never(), &[]), "what can never be");
        let or = any([happened(Act::Call), happened(Act::Write)]);
        let call_and = all([happened(Act::Call), or.clone()]);
        assert_eq!(said(call_and, &[Act::Write]), called);
        let either = any([all([happened(Act::Ask), happened(Act::Call)]), happened(Act::Write)]);
        assert_eq!(said(either, &[]), format!("({asked} and {called}) or before {wrote}"));
        let hopeless = all([happened(Act::Ask), crate::condition::never()]);
        assert_eq!(said(hopeless, &[]), format!("{asked} and before what can never be"));
        let unasked = all([happened(Act::Ask), crate::condition::always()]);
        assert_eq!(said(unasked, &[]), asked);
    }

    #[test]
    fn what_should_not_have_been_is_told_as_what_was() {
        let date = "2026-05-04T09:00:00Z".parse().unwrap();
        let said = |requires: crate::Condition<Fair>, done: &[Act]| {
            let agreement = Agreement::<Fair>::builder("Fair", date)
                .party(Party::Host, "the host, whose fair it is")
                .party(Party::Guest, "")
                .act(Act::Ask, by([Party::Host, Party::Guest]))
                .act(Act::Call, by([Party::Host]))
                .act(Act::Write, by([Party::Guest]))
                .act(Act::Come, by([Party::Guest]).requires(requires))
                .build()
                .unwrap();
            let mut monitor = Monitor::new(&agreement);
            for act in done {
                let actor = if *act == Act::Call { Party::Host } else { Party::Guest };
                monitor.record(&Event::act(date, actor, *act));
            }
            monitor.record(&Event::act(date, Party::Guest, Act::Come));
            let finding = monitor.findings().next().unwrap();
            Prose::new(&agreement).finding(&finding)
        };
        let uncalled = not(happened(Act::Call));
        assert_eq!(
            said(uncalled.clone(), &[Act::Call]),
            "guest did `come` although the host had done `call`"
        );
        assert_eq!(
            said(all([not(happened(Act::Ask)), happened(Act::Write)]), &[Act::Ask]),
            "guest did `come` before guest had done `write`, and although somebody had done `ask`"
        );
        assert_eq!(
            said(any([uncalled.clone(), happened(Act::Write)]), &[Act::Call]),
            "guest did `come` before guest had done `write`, and although the host had done `call`"
        );
        assert_eq!(said(not(uncalled), &[]), "guest did `come` before the host had done `call`");
    }
}
