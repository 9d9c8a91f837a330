use servanda::cuba::{self, *};
use servanda::*;
#[test]
fn look() {
    for (reading, log) in [(Reading::Verified, cuba::history())] {
        let agreement = cuba::agreement(reading).unwrap();
        let story = Story::of(&agreement, log);
        for o in Obligation::ALL {
            if let Some(w) = story.why(&Question::Obligation(*o)) {
                println!("{}", w.text_with(&cuba::PHRASES));
            }
        }
        for finding in story.monitor().findings() {
            println!(
                "{}",
                story.why(&Question::Finding(finding.clone())).unwrap().text_with(&cuba::PHRASES)
            );
            println!(
                "{}",
                story
                    .monitor()
                    .why(&Question::Finding(finding.clone()))
                    .unwrap()
                    .text_with(&cuba::PHRASES)
            );
        }
        println!(
            "{}",
            story.why(&Question::Act { party: Party::Us, act: Act::LiftQuarantine }).unwrap()
        );
        println!(
            "{}",
            serde_json::to_string(
                &story.why(&Question::Act { party: Party::Us, act: Act::LiftQuarantine }).unwrap()
            )
            .unwrap()
        );
        let m = Monitor::new(&agreement);
        println!(
            "{}",
            m.why(&Question::Obligation(Obligation::LiftQuarantine))
                .unwrap()
                .text_with(&cuba::PHRASES)
        );
    }
}
