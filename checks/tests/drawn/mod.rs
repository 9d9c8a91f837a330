//! Agreements and logs to draw: as many obligations as are asked for, and names that mean harm.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    unreachable_pub,
    reason = "helpers for tests, of which each test uses its part"
)]

use serde_json::{Map, Value, json};
use servanda::formats::json::Log;
use servanda::pictures::Chronicle;
use servanda::{Agreement, Instant, Span, Verifier};

/// How things are called.
pub trait Names {
    fn title(&self) -> String;
    fn party(&self, number: usize) -> String;
    fn act(&self, number: usize) -> String;
    fn obligation(&self, number: usize) -> String;
    fn text(&self, number: usize) -> String;
}

/// Names as people give them.
pub struct Plain;

impl Names for Plain {
    fn title(&self) -> String {
        "A framework of deliveries".to_owned()
    }

    fn party(&self, number: usize) -> String {
        ["supplier", "buyer", "carrier", "bank"][number].to_owned()
    }

    fn act(&self, number: usize) -> String {
        format!("act-{number}")
    }

    fn obligation(&self, number: usize) -> String {
        format!("obligation-{number}")
    }

    fn text(&self, number: usize) -> String {
        format!("clause {number} says what is to be done")
    }
}

/// What every hostile name begins with.
pub const HARM: &str = "<script>window.harmed=1</script>";

/// Names that mean harm: markup, quotes, other directions of writing, control characters, and great
/// lengths.
pub struct Hostile;

impl Hostile {
    fn name(kind: &str, number: usize) -> String {
        let harm = [
            format!("{HARM}\"><img src=x onerror=window.harmed=1>"),
            format!("{HARM}' onload='window.harmed=1' </title></svg></style>"),
            format!("{HARM}\u{202e}\u{2067}אבג العربية"),
            format!("{HARM}{{{{ 7 * 7 }}}} ]]> <!-- --> &lt;b&gt; %% \\ \"\" `#`;"),
            format!("{HARM}\u{0}\u{1b}[31m\u{7f}\n\r\t\u{fffe}"),
            format!("{HARM}{}", "long-".repeat(200)),
            format!("{HARM}{}", "締約国".repeat(40)),
        ];
        format!("{} {kind} {number}", harm[number % harm.len()])
    }
}

impl Names for Hostile {
    fn title(&self) -> String {
        Self::name("title", 1)
    }

    fn party(&self, number: usize) -> String {
        Self::name("party", number)
    }

    fn act(&self, number: usize) -> String {
        Self::name("act", number)
    }

    fn obligation(&self, number: usize) -> String {
        Self::name("obligation", number)
    }

    fn text(&self, number: usize) -> String {
        Self::name("text", number)
    }
}

/// An agreement of so many obligations between four parties, and a log in which much goes wrong.
pub fn agreement(names: &dyn Names, count: usize) -> Agreement {
    let mut acts = Map::new();
    let mut obligations = Map::new();
    let mut passages = Map::new();
    for number in 0..count {
        let (debtor, creditor) = (number % 4, (number + 1 + number % 3) % 4);
        let passage = names.text(number / 5);
        let mut act = json!({"by": [names.party(debtor)], "cites": [&passage]});
        if number % 3 == 2 {
            act["requires"] = json!({"discharged": names.obligation(number - 2)});
        }
        acts.insert(names.act(number), act);
        let (debtor, creditor) = (names.party(debtor), names.party(creditor));
        let mut terms = json!({"debtor": debtor, "creditor": creditor, "cites": [&passage]});
        if number % 9 == 4 {
            terms["refrain"] = json!(names.act(number));
            terms["until"] = json!({"reached": "2026-01-20T00:00:00Z"});
        } else {
            terms["perform"] = json!(names.act(number));
            if number % 2 == 0 {
                terms["within"] = json!(format!("P{}D", 3 + number % 60));
            }
            if number % 5 == 0 {
                // Nobody verifies what it owes itself.
                let verifier = if number % 4 == 3 { 2 } else { 3 };
                terms["verified_by"] = json!(names.party(verifier));
            }
            if number % 11 == 0 {
                terms["quantity"] = json!(4);
            }
        }
        if number % 4 == 3 {
            terms["when"] = json!({"happened": names.act(number - 1)});
        }
        if number % 13 == 6 {
            terms["suspended_while"] = json!({"not": {"reached": "2026-01-10T00:00:00Z"}});
        }
        obligations.insert(names.obligation(number), terms);
        passages.insert(passage, json!({"gist": names.text(number), "normative": true}));
    }
    let parties: Map<String, Value> =
        (0..4).map(|number| (names.party(number), json!(names.text(number)))).collect();
    let document = json!({
        "title": names.title(),
        "date": "2026-01-01T00:00:00Z",
        "parties": parties,
        "passages": passages,
        "acts": acts,
        "obligations": obligations,
    });
    Agreement::from_json(&document.to_string()).unwrap()
}

/// A log of about as many events as there are obligations, judged.
pub fn chronicle(names: &dyn Names, count: usize) -> Chronicle {
    let agreement = agreement(names, count);
    let mut random = 7_u64;
    let mut time: Instant = "2026-01-01T00:00:00Z".parse().unwrap();
    let mut log = String::new();
    for number in 0..count {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let chosen = usize::try_from(random % 1_000).unwrap() % count;
        let minutes = u32::try_from(random % 97 * 3_000 / u64::try_from(count.max(30)).unwrap());
        time = Span::minutes(minutes.unwrap() + 1).and_then(|span| time.after(span)).unwrap();
        let event = if number % 5 == 4 {
            let attested = names.obligation(chosen / 5 * 5);
            json!({"time": time, "actor": names.party(3), "attest": attested})
        } else {
            let note = names.text(number);
            let actor = names.party(chosen % 4);
            json!({"time": time, "actor": actor, "act": names.act(chosen), "note": note})
        };
        log += &format!("{event}\n");
    }
    let events: Vec<_> = Log::new(log.as_bytes(), &agreement).map(|event| event.unwrap()).collect();
    Chronicle::new(&Verifier::new(&agreement), events)
}
