//! Every state that the crate's own agreements can come to, and every event in each: what is closed
//! stays, an event blames nobody but its actor, what is refused changes nothing, and who does each
//! thing as soon as it is due is never blamed, whatever the others do.
//!
//! The settlement is too large to be walked through whole in a test: here it is walked through scene
//! by scene. The whole walks are run by hand:
//!
//! ```text
//! cargo test --release --test law walks -- --ignored --nocapture
//! ```

use crate::walk::{Seen, Walk};
use servanda::Agreement;
use servanda::cuba::{self, Reading};
use servanda::event::{Amendment, Deed, Speaker, Telling};
use servanda::terms::Duty;

/// Everything by everybody, first with no hero, then with each party as one.
fn all_walks(agreement: &Agreement, quantities: &[u64], until: &str) -> Vec<Seen> {
    let plays = Walk::all_plays(agreement, quantities, until.parse().unwrap());
    std::iter::once(None)
        .chain(agreement.parties().map(Some))
        .map(|hero| {
            let walk = Walk {
                agreement: agreement.clone(),
                begins: Vec::new(),
                plays: plays.clone(),
                hero,
            };
            let seen = walk.go();
            let hero = hero.and_then(|hero| agreement.party_name(hero)).unwrap_or("nobody");
            println!("{}, {hero} being diligent: {seen}", agreement.title());
            seen
        })
        .collect()
}

/// The README's example.
fn boat() -> Agreement {
    let text = r#"{
        "title": "Sale of a boat", "date": "2026-05-04T09:00:00Z",
        "parties": {"buyer": "who buys", "seller": "who sells"},
        "acts": {
            "pay": {"by": ["buyer"]},
            "deliver": {"by": ["seller"], "requires": {"happened": "pay"}}
        },
        "obligations": {
            "price": {"debtor": "buyer", "creditor": "seller", "perform": "pay"},
            "delivery": {"debtor": "seller", "creditor": "buyer", "perform": "deliver", "within": "P2W"}
        }
    }"#;
    Agreement::from_json(text).unwrap()
}

/// The agreement of the example `exchange`.
fn twelve_boats() -> Agreement {
    let text = r#"{
        "title": "Sale of twelve boats", "date": "2026-03-02T09:00:00Z",
        "parties": {"buyer": "a rowing club", "boatyard": "a boatyard"},
        "acts": {
            "pay-deposit": {"by": ["buyer"]},
            "deliver": {
                "by": ["boatyard"], "requires": {"happened": "pay-deposit"}, "protects": ["boatyard"]
            },
            "pay-balance": {"by": ["buyer"]},
            "pay-penalty": {"by": ["boatyard"]},
            "sell-elsewhere": {"by": ["boatyard"]}
        },
        "obligations": {
            "deposit": {
                "debtor": "buyer", "creditor": "boatyard", "perform": "pay-deposit", "within": "P1W"
            },
            "delivery": {
                "debtor": "boatyard", "creditor": "buyer",
                "perform": "deliver", "quantity": 12, "within": "P1M"
            },
            "balance": {
                "debtor": "buyer", "creditor": "boatyard", "perform": "pay-balance",
                "when": {"discharged": "delivery"}, "within": "P1W"
            },
            "penalty": {
                "debtor": "boatyard", "creditor": "buyer", "perform": "pay-penalty",
                "when": {"breached": "delivery"},
                "until": {"all": [{"discharged": "delivery"}, {"not": {"breached": "delivery"}}]},
                "within": "P1W"
            },
            "exclusivity": {
                "debtor": "boatyard", "creditor": "buyer", "refrain": "sell-elsewhere",
                "when": {"happened": "pay-deposit"}, "until": {"discharged": "delivery"}
            }
        }
    }"#;
    Agreement::from_json(text).unwrap()
}

#[test]
fn the_sale_of_a_boat() {
    let seen = all_walks(&boat(), &[1], "2026-07-01T00:00:00Z");
    // With nobody diligent, a breached delivery can be given a second term, and that can be missed too.
    assert_eq!(seen.iter().map(|seen| seen.states).collect::<Vec<_>>(), [264, 24, 16]);
}

#[test]
fn the_sale_of_twelve_boats_with_diligent_parties() {
    let agreement = twelve_boats();
    let plays = Walk::all_plays(&agreement, &[12], "2026-08-01T00:00:00Z".parse().unwrap());
    let plays: Vec<Deed> = plays
        .into_iter()
        .filter(|play| matches!(play, Deed::Act { .. } | Deed::Release { .. }))
        .collect();
    let states: Vec<usize> = agreement
        .parties()
        .map(|hero| {
            let walk = Walk {
                agreement: agreement.clone(),
                begins: Vec::new(),
                plays: plays.clone(),
                hero: Some(hero),
            };
            let seen = walk.go();
            println!("{seen}");
            seen.states
        })
        .collect();
    // A delivery that was released leaves nothing to pay and nothing to atone for: both lapse.
    assert_eq!(states, [60, 84]);
}

/// Windows that time and parties end, a power, a repair, and a verifier whose silence attests.
fn flat() -> Agreement {
    let text = r#"{
        "title": "A flat that is viewed", "date": "2026-05-04T09:00:00Z",
        "parties": {"tenant": "who lives there", "landlord": "whose it is"},
        "acts": {
            "view": {"by": ["tenant"], "expires_when": {"any": [
                {"elapsed": {"since": {"all": []}, "for": "P1W"}}, {"happened": "call-off"}
            ]}},
            "call-off": {"by": "all"},
            "reject": {
                "by": ["landlord"], "power": true, "protects": ["tenant"],
                "requires": {"happened": "view"}, "expires_when": {"happened": "pay"}
            },
            "pay": {"by": ["tenant"]},
            "make-noise": {"by": ["tenant"]},
            "make-good": {"by": ["tenant"]}
        },
        "obligations": {
            "viewing": {"debtor": "tenant", "creditor": "landlord", "perform": "view"},
            "rent": {
                "debtor": "tenant", "creditor": "landlord", "perform": "pay",
                "when": {"happened": "view"}, "until": {"happened": "reject"}, "within": "P1W",
                "verified_by": "landlord", "deemed_after": "P3D"
            },
            "quiet": {
                "debtor": "tenant", "creditor": "landlord", "refrain": "make-noise",
                "until": {"closed": "rent"}, "repaired_by": "amends"
            },
            "amends": {
                "debtor": "tenant", "creditor": "landlord", "perform": "make-good",
                "when": {"breached": "quiet"}
            }
        }
    }"#;
    Agreement::from_json(text).unwrap()
}

/// Each act by each who may do it, and all that can be said of the rent, more of it by agreement too.
fn plays_of_the_flat(agreement: &Agreement) -> Vec<Deed> {
    let until = "2026-06-10T00:00:00Z".parse().unwrap();
    let [tenant, landlord] = ["tenant", "landlord"].map(|it| agreement.party(it).unwrap());
    let rent = agreement.obligation("rent").unwrap();
    let mut plays = Walk::all_plays(agreement, &[1], until);
    plays.retain(|play| match play {
        Deed::Act { actor, act, .. } => agreement.act_terms(*act).unwrap().actors().contains(actor),
        Deed::Attest { speaker, obligation }
        | Deed::Deny { speaker, obligation }
        | Deed::Release { speaker, obligation }
        | Deed::Extend { speaker, obligation, .. } => {
            *obligation == rent && *speaker == Speaker::One(landlord)
        }
        Deed::Waive { act, .. } => agreement.act("view") == Ok(*act),
        _ => true,
    });
    let amendment = Amendment::quantity(2);
    plays.push(Deed::Amend { actors: vec![tenant, landlord], obligation: rent, amendment });
    plays
}

/// With nobody diligent there are too many states to be walked through in a test.
#[test]
fn the_flat_with_a_diligent_tenant() {
    let agreement = flat();
    let walk = Walk {
        begins: Vec::new(),
        plays: plays_of_the_flat(&agreement),
        hero: agreement.party("tenant").ok(),
        agreement,
    };
    let seen = walk.go();
    println!("A flat that is viewed, tenant being diligent: {seen}");
    assert_eq!(seen.states, 48);
}

/// Acts of the settlement that have to do with each other, once it is accepted.
const SCENES: [(&str, &[&str]); 4] = [
    (
        "the removal and the quarantine",
        &[
            "cease-work",
            "render-inoperable",
            "remove-weapons",
            "conclude-arrangement",
            "establish-arrangements",
            "undertake-bomber-removal",
            "lift-quarantine",
        ],
    ),
    (
        "what must not be done",
        &["cease-work", "resume-work", "render-inoperable", "restore-weapons", "introduce-weapons"],
    ),
    (
        "the assurances",
        &[
            "conclude-arrangement",
            "establish-arrangements",
            "assure-no-invasion",
            "invade-cuba",
            "assure-likewise",
        ],
    ),
    (
        "what is hoped for",
        &[
            "instruct-representative",
            "announce-settlement",
            "propose-detente",
            "consider-detente",
            "link-broader-questions",
        ],
    ),
];

/// What those who may do these acts can do, and what those who verify them can say.
fn plays(agreement: &Agreement, acts: &[&str]) -> Vec<Deed> {
    let mut plays = Vec::new();
    for act in agreement.acts() {
        let name = agreement.act_name(act).unwrap();
        if !acts.contains(&name) {
            continue;
        }
        // The weapons leave in two halves.
        let half = Some(42.into()).filter(|_| name == "remove-weapons");
        for actor in agreement.act_terms(act).unwrap().actors().iter().copied() {
            plays.push(Deed::Act { actor, act, quantity: half, told: Telling::nothing() });
        }
        for obligation in agreement.obligations() {
            let terms = agreement.obligation_terms(obligation).unwrap();
            let verifier = match terms.duty() {
                Duty::Perform(duty) => duty.verified_by().and_then(|it| it.named().copied()),
                Duty::Achieve(_) | Duty::Refrain(_) => None,
            };
            if let Some(actor) = verifier.filter(|_| terms.acts() == [act]) {
                plays.push(Deed::Attest { speaker: Speaker::One(actor), obligation });
                plays.push(Deed::Deny { speaker: Speaker::One(actor), obligation });
            }
        }
    }
    plays
}

/// The proposal is accepted.
fn accepted(agreement: &Agreement) -> Deed {
    let (actor, act) =
        (agreement.party("ussr").unwrap(), agreement.act("accept-proposal").unwrap());
    Deed::Act { actor, act, quantity: None, told: Telling::nothing() }
}

/// Walks through a scene of the settlement, and counts its states.
fn settlement(reading: Reading, scene: usize, hero: Option<&str>) -> usize {
    let (about, acts) = SCENES[scene];
    let agreement = cuba::agreement(reading).unwrap().erased();
    let walk = Walk {
        begins: vec![accepted(&agreement)],
        plays: plays(&agreement, acts),
        hero: hero.map(|hero| agreement.party(hero).unwrap()),
        agreement,
    };
    let seen = walk.go();
    println!("{reading:?}, {about}, {} being diligent: {seen}", hero.unwrap_or("nobody"));
    seen.states
}

/// Each scene with each party being diligent in turn, and with none; of the first, those that are
/// small enough.
fn scenes(reading: Reading) -> [Vec<usize>; 4] {
    let heroes = [None, Some("us"), Some("ussr"), Some("un")];
    [0, 1, 2, 3].map(|scene| {
        let heroes = match (scene, reading) {
            (0, Reading::Verified) => &heroes[1..],
            (0, _) => &heroes[1..2],
            _ => &heroes[..],
        };
        heroes.iter().map(|hero| settlement(reading, scene, *hero)).collect()
    })
}

#[test]
fn the_settlement_as_verified() {
    let states = scenes(Reading::Verified);
    // What is done before it may be done is done all the same: the weapons can have been removed while
    // there is still work at the sites, and the quarantine lifted while they are there.
    assert_eq!(states[0], [112, 480, 114]);
    assert_eq!(states[1], [242, 50, 20, 34]);
    assert_eq!(states[2], [36, 8, 180, 18]);
    assert_eq!(states[3], [56, 8, 16, 56]);
}

#[test]
fn the_settlement_as_established() {
    let states = scenes(Reading::Established);
    assert_eq!(states[0], [112]);
    assert_eq!(states[1], [242, 50, 20, 34]);
    assert_eq!(states[2], [48, 8, 240, 18]);
    assert_eq!(states[3], [56, 8, 16, 56]);
}

#[test]
fn the_settlement_as_practised() {
    let states = scenes(Reading::Practised);
    assert_eq!(states[0], [96]);
    assert_eq!(states[1], [242, 18, 20, 114]);
    assert_eq!(states[2], [48, 8, 240, 18]);
    assert_eq!(states[3], [56, 8, 16, 56]);
}

/// Whatever anybody does about the removal and the quarantine.
#[test]
#[ignore = "takes minutes in a debug build"]
fn the_removal_at_large() {
    let states = [
        (Reading::Verified, None),
        (Reading::Established, None),
        (Reading::Established, Some("ussr")),
        (Reading::Established, Some("un")),
        (Reading::Practised, Some("ussr")),
        (Reading::Practised, Some("un")),
    ]
    .map(|(reading, hero)| settlement(reading, 0, hero));
    assert_eq!(states, [1_944, 2_430, 600, 114, 480, 2_315]);
}

#[test]
#[ignore = "takes many minutes"]
fn the_removal_as_practised_with_nobody_diligent() {
    settlement(Reading::Practised, 0, None);
}

#[test]
#[ignore = "takes many minutes"]
fn the_whole_settlement_with_a_diligent_party() {
    let acts: Vec<&str> = SCENES.iter().flat_map(|(_, acts)| acts.iter().copied()).collect();
    for reading in [Reading::Verified, Reading::Established, Reading::Practised] {
        let agreement = cuba::agreement(reading).unwrap().erased();
        let plays = plays(&agreement, &acts);
        for hero in ["us", "ussr"] {
            let party = Some(agreement.party(hero).unwrap());
            let walk = Walk {
                agreement: agreement.clone(),
                begins: vec![accepted(&agreement)],
                plays: plays.clone(),
                hero: party,
            };
            println!("{reading:?}, {hero} being diligent: {}", walk.go());
        }
    }
}
