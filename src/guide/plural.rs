//! Each of many: the patterns of plural duty.
//!
//! "The members pay." Who owes what, if one of them pays all, if one of them doesn't, if there are more
//! of them next year? Natural language leaves it open, and a contract should not. An agreement says it by
//! where an obligation stands: in the run, where it is owed once, or in a *kind* of subjects (`of`), where
//! it is owed once in each.
//!
//! | your text says | pattern | words |
//! | --- | --- | --- |
//! | each member pays | [each by itself](#each-by-itself) | `each_of`, `debtor` = `each` |
//! | the members pay, together | [all together, once](#all-together-once) | a party with `members` |
//! | each is liable for the whole | [each fully, and one is enough](#each-fully-and-one-is-enough) | `achieve`, owed by each |
//! | only all of them can do it | [one act by all](#one-act-by-all) | `every` |
//! | every report is followed by an answer within the hour | [each after each](#each-after-each) | `opened_by`, `oldest`; or an act of the run |
//! | each may have two | [a quota for each](#a-quota-for-each) | `refrain`, `beyond`, in the kind |
//! | all of them together may have two | [a quota over all](#a-quota-over-all) | the same, in the run |
//! | whoever borrows gives back to whoever lent | [duties between members](#duties-between-members) | `opener`, a told party |
//! | they take turns | [by turns](#by-turns) | periods, a told party; `between` |
//! | for each breach a penalty | [a penalty for each breach](#a-penalty-for-each-breach) | `breached`, in the kind; or an act that opens |
//!
//! Subjects come into a run in three ways: they are its parties, from the start (`each_of`); the clock
//! opens them (`every`: the months of a lease); or events do (`opened_by`: the orders under a frame).
//! Whole agreements of each way are in `examples/agreements`: `convention`, `lease`, `orders` and
//! `service-desk`.
//!
//! # Each by itself
//!
//! The parties are the subjects, and `each` is the subject's own party. One obligation is written, and
//! stands once in each member: with its own deadline, its own breach, its own cure. What a member does
//! goes to its own subject, unnamed.
//!
//! ```
//! # mod judged { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/plural/judged.rs")); }
//! # use judged::judge;
//! let agreement = r#"{
//!   "title": "Dues of a club",
//!   "date": "2026-01-01T00:00:00Z",
//!   "parties": {
//!     "club": "to which they belong",
//!     "members": {"gist": "all members", "members": ["ann", "bo", "cy"]},
//!     "ann": "a member", "bo": "a member", "cy": "a member"
//!   },
//!   "subjects": {"member": {"gist": "a member", "each_of": "members"}},
//!   "acts": {"pay": {"by": ["each"], "of": "member"}},
//!   "obligations": {
//!     "dues": {
//!       "of": "member", "debtor": "each", "creditor": "club",
//!       "perform": "pay", "quantity": 60, "within": "P30D"
//!     }
//!   }
//! }"#;
//!
//! let log = r#"
//! {"time": "2026-01-10T09:00:00Z", "actor": "ann", "act": "pay", "quantity": 60}
//! {"time": "2026-02-03T09:00:00Z", "actor": "bo", "act": "pay", "quantity": 60}
//! {"time": "2026-02-04T09:00:00Z"}
//! "#;
//!
//! let judged = judge(agreement, log)?;
//! assert_eq!(judged.standing("dues"), ["discharged ann", "cured bo", "breached cy"]);
//! assert_eq!(judged.found(), ["overdue bo on 2026-01-31", "overdue cy on 2026-01-31"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! `dues` of ann is *discharged*, of bo *cured* (it was due on 31 January), of cy *breached*; two findings,
//! one against each of the late. What ann paid too much would help nobody.
//!
//! # All together, once
//!
//! The debtor is a group, and the obligation one of the run. Whoever of them acts, acts for the group;
//! what they do adds up; and if it is late, the group is. Nothing is said about who bears how much.
//!
//! ```
//! # mod judged { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/plural/judged.rs")); }
//! # use judged::judge;
//! let agreement = r#"{
//!   "title": "A shared flat",
//!   "date": "2026-01-01T00:00:00Z",
//!   "parties": {
//!     "landlord": "whose flat it is",
//!     "tenants": {"gist": "who rent it", "members": ["ann", "bo", "cy"]},
//!     "ann": "a tenant", "bo": "a tenant", "cy": "a tenant"
//!   },
//!   "acts": {"pay": {"by": ["tenants"]}},
//!   "obligations": {
//!     "rent": {
//!       "debtor": "tenants", "creditor": "landlord",
//!       "perform": "pay", "quantity": 900, "within": "P3D"
//!     }
//!   }
//! }"#;
//!
//! let log = r#"
//! {"time": "2026-01-02T09:00:00Z", "actor": "ann", "act": "pay", "quantity": 600}
//! {"time": "2026-01-03T09:00:00Z", "actor": "bo", "act": "pay", "quantity": 300}
//! "#;
//!
//! let judged = judge(agreement, log)?;
//! assert_eq!(judged.status("rent"), "discharged");
//! assert!(judged.found().is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! `rent` is *discharged*: cy has paid nothing, and is not late either.
//!
//! # Each fully, and one is enough
//!
//! Joint and several liability: the creditor can hold each of them to the whole, and has it only once. So
//! each owes not that it pays, but that it *is paid*, by whomever: a state of things to `achieve`. When it
//! comes about it frees them all; while it does not, all of them are late.
//!
//! ```
//! # mod judged { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/plural/judged.rs")); }
//! # use judged::judge;
//! let agreement = r#"{
//!   "title": "A loan with two sureties",
//!   "date": "2026-01-01T00:00:00Z",
//!   "parties": {
//!     "bank": "who lent",
//!     "debtors": {"gist": "the borrower and its sureties", "members": ["ann", "bo", "cy"]},
//!     "ann": "who borrowed", "bo": "a surety", "cy": "a surety"
//!   },
//!   "subjects": {"debtor": {"gist": "one of the debtors", "each_of": "debtors"}},
//!   "acts": {"pay": {"by": ["debtors"]}},
//!   "obligations": {
//!     "debt": {
//!       "of": "debtor", "debtor": "each", "creditor": "bank",
//!       "achieve": {"happened": {"act": "pay", "at_least": 900}}, "within": "P90D"
//!     }
//!   }
//! }"#;
//!
//! let log = r#"
//! {"time": "2026-02-01T09:00:00Z", "actor": "ann", "act": "pay", "quantity": 200}
//! {"time": "2026-04-05T09:00:00Z", "actor": "bo", "act": "pay", "quantity": 700}
//! "#;
//!
//! let judged = judge(agreement, log)?;
//! assert_eq!(judged.standing("debt"), ["cured ann", "cured bo", "cured cy"]);
//! assert_eq!(
//!     judged.found(),
//!     [
//!         "overdue ann on 2026-04-01",
//!         "overdue bo on 2026-04-01",
//!         "overdue cy on 2026-04-01",
//!     ],
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! On 1 April all three are late, and told so one by one; on the 5th bo's payment makes it good for all
//! three: `debt` is *cured* in each. (`pay` is an act of the run: it belongs to no debtor, and all count
//! it.) That bo may ask the others for their shares is a duty between members.
//!
//! Why not `perform`? A duty to perform counts only what its own debtor does, so the one payment would
//! leave two duties undone. Why not `until` the sum was paid? It lets go who is still in time; a breach it
//! does not undo.
//!
//! # One act by all
//!
//! Some things only all of them can do: sell what they own together, change their statutes. Acts have one
//! actor, so each does its part, and `every` says when the whole is there: here as the precondition of
//! what follows, and as what they owe together. If one does not sign, all of them have not.
//!
//! ```
//! # mod judged { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/plural/judged.rs")); }
//! # use judged::judge;
//! let agreement = r#"{
//!   "title": "Sale of a house by its heirs",
//!   "date": "2026-01-01T00:00:00Z",
//!   "parties": {
//!     "buyer": "who buys",
//!     "heirs": {"gist": "who own it together", "members": ["ann", "bo"]},
//!     "ann": "an heir", "bo": "an heir", "notary": "who registers"
//!   },
//!   "subjects": {"heir": {"gist": "an heir", "each_of": "heirs"}},
//!   "acts": {
//!     "sign": {"by": ["each"], "of": "heir"},
//!     "register": {"by": ["notary"], "requires": {"every": {"of": "heir", "holds": {"happened": "sign"}}}}
//!   },
//!   "obligations": {
//!     "deed": {
//!       "debtor": "heirs", "creditor": "buyer",
//!       "achieve": {"every": {"of": "heir", "holds": {"happened": "sign"}}}, "within": "P14D"
//!     },
//!     "registration": {"debtor": "notary", "creditor": "buyer", "perform": "register", "within": "P7D"}
//!   }
//! }"#;
//!
//! let log = r#"
//! {"time": "2026-01-05T09:00:00Z", "actor": "ann", "act": "sign"}
//! {"time": "2026-01-06T09:00:00Z", "actor": "notary", "act": "register"}
//! {"time": "2026-01-20T09:00:00Z", "actor": "bo", "act": "sign"}
//! "#;
//!
//! let judged = judge(agreement, log)?;
//! assert_eq!(judged.status("deed"), "cured");
//! assert_eq!(judged.found(), ["premature notary on 2026-01-06", "overdue heirs on 2026-01-15"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The notary was *premature* on the 6th, `deed` *overdue* on the 15th, against the heirs, and *cured* on
//! the 20th. *Words* need no such pattern: a word of a group that says nothing of `speaks` is spoken by all
//! its members together (`actors`). And `every` asks for a closed list, which that of `each_of` is.
//!
//! # Each after each
//!
//! "Every report is answered within the hour." As an obligation of the run it would be owed once, and the
//! first answer would do for all reports. Let each report open a subject, in which its answer is owed. Then
//! say which answer counts for which report.
//!
//! **One for one.** The answer is an act of the kind. `unnamed` = `oldest` sends it to the report that has
//! waited longest of those without one; it may name another.
//!
//! ```
//! # mod judged { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/plural/judged.rs")); }
//! # use judged::judge;
//! let agreement = r#"{
//!   "title": "Answers, one for one",
//!   "date": "2026-01-01T00:00:00Z",
//!   "parties": {"customer": "who reports", "desk": "who answers"},
//!   "subjects": {"report": {"gist": "a report", "opened_by": "report"}},
//!   "acts": {
//!     "report": {"by": ["customer"], "of": "report"},
//!     "answer": {"by": ["desk"], "of": "report", "unnamed": "oldest"}
//!   },
//!   "obligations": {
//!     "answered": {
//!       "of": "report", "debtor": "desk", "creditor": "customer",
//!       "perform": "answer", "within": "PT1H"
//!     }
//!   }
//! }"#;
//!
//! let log = r#"
//! {"time": "2026-01-02T09:00:00Z", "id": "r1", "actor": "customer", "act": "report"}
//! {"time": "2026-01-02T09:10:00Z", "id": "r2", "actor": "customer", "act": "report"}
//! {"time": "2026-01-02T09:20:00Z", "id": "r3", "actor": "customer", "act": "report"}
//! {"time": "2026-01-02T09:30:00Z", "actor": "desk", "act": "answer"}
//! {"time": "2026-01-02T09:40:00Z", "actor": "desk", "act": "answer", "subject": "r3"}
//! {"time": "2026-01-02T11:00:00Z"}
//! "#;
//!
//! let judged = judge(agreement, log)?;
//! assert_eq!(judged.standing("answered"), ["discharged r1", "breached r2", "discharged r3"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! `answered` is *discharged* in r1 and r3, *breached* in r2.
//!
//! **One for all.** The answer is an act of the run. Each report counts every answer since it was opened,
//! so one answer serves for all reports before it, and for none after it.
//!
//! ```
//! # mod judged { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/plural/judged.rs")); }
//! # use judged::judge;
//! let agreement = r#"{
//!   "title": "Answers, one for all",
//!   "date": "2026-01-01T00:00:00Z",
//!   "parties": {"customer": "who reports", "desk": "who answers"},
//!   "subjects": {"report": {"gist": "a report", "opened_by": "report"}},
//!   "acts": {
//!     "report": {"by": ["customer"], "of": "report"},
//!     "post-status": {"by": ["desk"]}
//!   },
//!   "obligations": {
//!     "informed": {
//!       "of": "report", "debtor": "desk", "creditor": "customer",
//!       "perform": "post-status", "within": "PT1H"
//!     }
//!   }
//! }"#;
//!
//! let log = r#"
//! {"time": "2026-01-02T09:00:00Z", "id": "r1", "actor": "customer", "act": "report"}
//! {"time": "2026-01-02T09:10:00Z", "id": "r2", "actor": "customer", "act": "report"}
//! {"time": "2026-01-02T09:30:00Z", "actor": "desk", "act": "post-status"}
//! {"time": "2026-01-02T09:40:00Z", "id": "r3", "actor": "customer", "act": "report"}
//! {"time": "2026-01-02T11:00:00Z"}
//! "#;
//!
//! let judged = judge(agreement, log)?;
//! assert_eq!(judged.standing("informed"), ["discharged r1", "discharged r2", "breached r3"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! `informed` is *discharged* in r1 and r2, *breached* in r3.
//!
//! # A quota for each
//!
//! A prohibition with a limit, in the kind: its count stands once in each subject. `beyond` alone is a limit
//! in all; with `in_any` it is one within any stretch of that length, with `per` one in each period. The
//! next example has a quota of either sort.
//!
//! # A quota over all
//!
//! The same prohibition as an obligation of the run: it counts the act in whichever subject it is done. An
//! agreement may have both, and either can be broken while the other is kept.
//!
//! ```
//! # mod judged { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/plural/judged.rs")); }
//! # use judged::judge;
//! let agreement = r#"{
//!   "title": "Inspections",
//!   "date": "2026-01-01T00:00:00Z",
//!   "parties": {
//!     "inspectorate": "who inspects",
//!     "plants": {"gist": "whom it inspects", "members": ["ash", "birch", "cedar"]},
//!     "ash": "a plant", "birch": "a plant", "cedar": "a plant"
//!   },
//!   "subjects": {"plant": {"gist": "a plant", "each_of": "plants"}},
//!   "acts": {"inspect": {"by": ["inspectorate"], "of": "plant"}},
//!   "obligations": {
//!     "of-each": {
//!       "of": "plant", "debtor": "inspectorate", "creditor": "each",
//!       "refrain": "inspect", "beyond": 2, "per": "P1Y"
//!     },
//!     "of-all": {
//!       "debtor": "inspectorate", "creditor": "plants",
//!       "refrain": "inspect", "beyond": 3, "in_any": "P7D"
//!     }
//!   }
//! }"#;
//!
//! let log = r#"
//! {"time": "2026-02-02T09:00:00Z", "actor": "inspectorate", "act": "inspect", "subject": "ash"}
//! {"time": "2026-02-03T09:00:00Z", "actor": "inspectorate", "act": "inspect", "subject": "ash"}
//! {"time": "2026-02-04T09:00:00Z", "actor": "inspectorate", "act": "inspect", "subject": "birch"}
//! {"time": "2026-02-05T09:00:00Z", "actor": "inspectorate", "act": "inspect", "subject": "cedar"}
//! {"time": "2026-06-01T09:00:00Z", "actor": "inspectorate", "act": "inspect", "subject": "ash"}
//! "#;
//!
//! let judged = judge(agreement, log)?;
//! assert_eq!(
//!     judged.found(),
//!     [
//!         "prohibited inspectorate on 2026-02-05",
//!         "prohibited inspectorate on 2026-06-01",
//!     ],
//! );
//! assert_eq!(judged.standing("of-each"), ["breached ash", "due birch", "due cedar"]);
//! assert_eq!(judged.status("of-all"), "breached");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! On 5 February `of-all` is broken (the fourth in a week, the first of cedar), on 1 June `of-each` of ash
//! (its third in the year, the only one of that week). What the inspectorate does goes nowhere unless it
//! names a plant: it is none itself.
//!
//! # Duties between members
//!
//! Who owes whom is not known beforehand: it is whoever borrows from whoever lends. Let the act that makes
//! the duty open a subject. Its actor is the subject's `opener`; the other it tells. Both may stand where
//! an obligation writes a party.
//!
//! ```
//! # mod judged { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/plural/judged.rs")); }
//! # use judged::judge;
//! let agreement = r#"{
//!   "title": "A cooperative lends tools",
//!   "date": "2026-01-01T00:00:00Z",
//!   "parties": {
//!     "members": {"gist": "all of them", "members": ["ann", "bo", "cy"]},
//!     "ann": "a member", "bo": "a member", "cy": "a member"
//!   },
//!   "subjects": {"loan": {"gist": "a tool that is lent", "opened_by": "lend"}},
//!   "acts": {
//!     "lend": {"by": ["members"], "of": "loan", "tells": {"borrower": "party", "return-by": "instant"}},
//!     "return": {"by": ["members"], "of": "loan"}
//!   },
//!   "obligations": {
//!     "return": {
//!       "of": "loan", "debtor": {"told": "borrower"}, "creditor": {"told": "opener"},
//!       "perform": "return", "at": {"told": "return-by"}
//!     }
//!   }
//! }"#;
//!
//! let log = r#"
//! {"time": "2026-03-01T09:00:00Z", "actor": "ann", "act": "lend", "subject": "saw", "told": {"borrower": "bo", "return-by": "2026-03-08T09:00:00Z"}}
//! {"time": "2026-03-02T09:00:00Z", "actor": "bo", "act": "lend", "subject": "ladder", "told": {"borrower": "cy", "return-by": "2026-03-05T09:00:00Z"}}
//! {"time": "2026-03-05T09:00:00Z", "actor": "cy", "act": "return", "subject": "ladder"}
//! {"time": "2026-03-06T09:00:00Z", "actor": "bo", "extend": "return", "subject": "saw", "until": "2026-04-01T09:00:00Z"}
//! {"time": "2026-03-07T09:00:00Z", "actor": "ann", "extend": "return", "subject": "saw", "until": "2026-03-15T09:00:00Z"}
//! {"time": "2026-03-14T09:00:00Z", "actor": "bo", "act": "return", "subject": "saw"}
//! "#;
//!
//! let judged = judge(agreement, log)?;
//! assert_eq!(judged.standing("return"), ["discharged saw", "discharged ladder"]);
//! assert_eq!(judged.found(), ["void bo on 2026-03-06"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Both are *discharged*. Bo owes the saw and is owed the ladder; that it extends its own debt is *void*
//! (`unauthorized`), that ann does holds.
//!
//! # By turns
//!
//! **A roster.** The turns are periods, and whose turn it is is told: by whoever draws up the roster, before
//! the period begins (`ahead`). In each period the one who was told owes; where nobody was, nobody does, and
//! whoever owes the roster is late.
//!
//! ```
//! # mod judged { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/plural/judged.rs")); }
//! # use judged::judge;
//! let agreement = r#"{
//!   "title": "Sweeping the stairs",
//!   "date": "2026-01-05T00:00:00Z",
//!   "parties": {
//!     "caretaker": "who draws up the roster",
//!     "neighbours": {"gist": "who sweep", "members": ["ann", "bo", "cy"]},
//!     "ann": "on the first floor", "bo": "on the second", "cy": "on the third"
//!   },
//!   "subjects": {
//!     "week": {"gist": "a week", "every": "P1W", "from": "2026-01-05T00:00:00Z", "times": 3, "ahead": 2}
//!   },
//!   "acts": {
//!     "name": {"by": ["caretaker"], "of": "week", "tells": {"sweeper": "party"}},
//!     "sweep": {"by": ["neighbours"], "of": "week", "unnamed": "current"}
//!   },
//!   "obligations": {
//!     "roster": {
//!       "of": "week", "debtor": "caretaker", "creditor": "neighbours",
//!       "perform": "name", "within": "P1D"
//!     },
//!     "sweeping": {
//!       "of": "week", "debtor": {"told": "sweeper"}, "creditor": "caretaker", "perform": "sweep",
//!       "at": {"told": "end", "before": "PT1S"}
//!     }
//!   }
//! }"#;
//!
//! let log = r#"
//! {"time": "2026-01-05T08:00:00Z", "actor": "caretaker", "act": "name", "subject": "2026-01-05", "told": {"sweeper": "ann"}}
//! {"time": "2026-01-05T08:00:00Z", "actor": "caretaker", "act": "name", "subject": "2026-01-12", "told": {"sweeper": "bo"}}
//! {"time": "2026-01-10T10:00:00Z", "actor": "ann", "act": "sweep"}
//! {"time": "2026-01-15T10:00:00Z", "actor": "ann", "act": "sweep"}
//! {"time": "2026-01-27T00:00:00Z"}
//! "#;
//!
//! let judged = judge(agreement, log)?;
//! assert_eq!(
//!     judged.standing("sweeping"),
//!     [
//!         "discharged 2026-01-05",
//!         "breached 2026-01-12",
//!         "dormant 2026-01-19",
//!     ],
//! );
//! assert_eq!(judged.found(), ["overdue bo on 2026-01-18", "overdue caretaker on 2026-01-20"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The first week is *discharged*. In the second ann swept, whose turn it was not: bo's duty is *breached*
//! at the week's last second. For the third nobody was named: the caretaker's `roster` is *breached*, and
//! `sweeping` stays *dormant*. (The deadline is a second before the `end`, which is the next week's first
//! instant: what is done then with no week named goes to that week, the `current` one.)
//!
//! **One after the other.** Two take turns with no calendar: neither moves again before the other has.
//! `between` holds while white's move was the last, that is while it is black's turn. It is what a move
//! requires, and what rests the clock of the other: each is to see the game over within thirty days of its
//! own turns.
//!
//! ```
//! # mod judged { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/plural/judged.rs")); }
//! # use judged::judge;
//! let agreement = r#"{
//!   "title": "A game by letter",
//!   "date": "2026-01-01T00:00:00Z",
//!   "parties": {"white": "who begins", "black": "who answers"},
//!   "acts": {
//!     "move-white": {
//!       "by": ["white"], "requires": {"not": {"between": {"from": "move-white", "to": "move-black"}}}
//!     },
//!     "move-black": {
//!       "by": ["black"], "requires": {"between": {"from": "move-white", "to": "move-black"}}
//!     },
//!     "resign": {"by": ["white", "black"]}
//!   },
//!   "obligations": {
//!     "clock-of-white": {
//!       "debtor": "white", "creditor": "black",
//!       "achieve": {"happened": "resign"}, "within": "P30D",
//!       "suspended_while": {"between": {"from": "move-white", "to": "move-black"}}
//!     },
//!     "clock-of-black": {
//!       "debtor": "black", "creditor": "white",
//!       "achieve": {"happened": "resign"}, "within": "P30D",
//!       "suspended_while": {"not": {"between": {"from": "move-white", "to": "move-black"}}}
//!     }
//!   }
//! }"#;
//!
//! let log = r#"
//! {"time": "2026-01-03T00:00:00Z", "actor": "white", "act": "move-white"}
//! {"time": "2026-01-04T00:00:00Z", "actor": "white", "act": "move-white"}
//! {"time": "2026-01-18T00:00:00Z", "actor": "black", "act": "move-black"}
//! {"time": "2026-01-20T00:00:00Z", "actor": "white", "act": "move-white"}
//! {"time": "2026-02-06T00:00:00Z", "actor": "black", "act": "move-black"}
//! {"time": "2026-02-07T00:00:00Z", "actor": "white", "act": "resign"}
//! "#;
//!
//! let judged = judge(agreement, log)?;
//! assert_eq!(judged.found(), ["premature white on 2026-01-04", "overdue black on 2026-02-04"]);
//! assert_eq!(judged.status("clock-of-black"), "cured");
//! assert_eq!(judged.status("clock-of-white"), "discharged");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! White's second move was *premature*. Black took fifteen days for its first move, and its thirty were over
//! on 4 February, two days before its second: *overdue*, *cured* by the end of the game. White had used five
//! when it resigned.
//!
//! # A penalty for each breach
//!
//! **Of a duty.** A remedy is an obligation of its own. In the kind, `when` the subject's own duty is
//! breached, it is owed once in each subject that was late, and lapses (`moot`) in the others.
//!
//! ```
//! # mod judged { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/plural/judged.rs")); }
//! # use judged::judge;
//! let agreement = r#"{
//!   "title": "Dues with a surcharge",
//!   "date": "2026-01-01T00:00:00Z",
//!   "parties": {
//!     "club": "to which they belong",
//!     "members": {"gist": "all members", "members": ["ann", "bo", "cy"]},
//!     "ann": "a member", "bo": "a member", "cy": "a member"
//!   },
//!   "subjects": {"member": {"gist": "a member", "each_of": "members"}},
//!   "acts": {
//!     "pay": {"by": ["each"], "of": "member"},
//!     "pay-surcharge": {"by": ["each"], "of": "member"}
//!   },
//!   "obligations": {
//!     "dues": {
//!       "of": "member", "debtor": "each", "creditor": "club",
//!       "perform": "pay", "quantity": 60, "within": "P30D"
//!     },
//!     "surcharge": {
//!       "of": "member", "debtor": "each", "creditor": "club", "perform": "pay-surcharge", "quantity": 6,
//!       "when": {"breached": "dues"}, "within": "P14D", "early": "ignored"
//!     }
//!   }
//! }"#;
//!
//! let log = r#"
//! {"time": "2026-01-10T09:00:00Z", "actor": "ann", "act": "pay", "quantity": 60}
//! {"time": "2026-02-03T09:00:00Z", "actor": "bo", "act": "pay", "quantity": 60}
//! {"time": "2026-02-04T09:00:00Z", "actor": "bo", "act": "pay-surcharge", "quantity": 6}
//! {"time": "2026-02-20T09:00:00Z"}
//! "#;
//!
//! let judged = judge(agreement, log)?;
//! assert_eq!(judged.standing("surcharge"), ["lapsed ann", "discharged bo", "breached cy"]);
//! assert_eq!(judged.standing("dues"), ["discharged ann", "cured bo", "breached cy"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! `surcharge` has *lapsed* for ann, is *discharged* for bo, and *breached* for cy since 14 February.
//!
//! **Of a prohibition.** A prohibition is breached once, however often it is broken: each time is a finding,
//! and none is a new status. Where each time costs, let the act that is forbidden open a subject, in which
//! the fine is owed.
//!
//! ```
//! # mod judged { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/plural/judged.rs")); }
//! # use judged::judge;
//! let agreement = r#"{
//!   "title": "A harbour where nobody moors at the quay",
//!   "date": "2026-01-01T00:00:00Z",
//!   "parties": {"harbour": "whose quay it is", "skipper": "who has a boat"},
//!   "subjects": {"offence": {"gist": "a mooring at the quay", "opened_by": "moor-at-quay"}},
//!   "acts": {
//!     "moor-at-quay": {"by": ["skipper"], "of": "offence"},
//!     "pay-fine": {"by": ["skipper"], "of": "offence", "unnamed": "oldest"}
//!   },
//!   "obligations": {
//!     "keep-off": {"debtor": "skipper", "creditor": "harbour", "refrain": "moor-at-quay"},
//!     "fine": {
//!       "of": "offence", "debtor": "skipper", "creditor": "harbour",
//!       "perform": "pay-fine", "quantity": 50, "within": "P14D"
//!     }
//!   }
//! }"#;
//!
//! let log = r#"
//! {"time": "2026-05-01T09:00:00Z", "id": "o1", "actor": "skipper", "act": "moor-at-quay"}
//! {"time": "2026-05-03T09:00:00Z", "id": "o2", "actor": "skipper", "act": "moor-at-quay"}
//! {"time": "2026-05-10T09:00:00Z", "actor": "skipper", "act": "pay-fine", "quantity": 70}
//! {"time": "2026-05-20T09:00:00Z"}
//! "#;
//!
//! let judged = judge(agreement, log)?;
//! assert_eq!(judged.standing("fine"), ["discharged o1", "breached o2"]);
//! assert_eq!(judged.status("keep-off"), "breached");
//! assert_eq!(
//!     judged.found(),
//!     [
//!         "prohibited skipper on 2026-05-01",
//!         "prohibited skipper on 2026-05-03",
//!         "overdue skipper on 2026-05-17",
//!     ],
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! `keep-off` is *breached*, with two findings. The payment pays the fine of o1, and twenty of that of o2,
//! which is *breached* since 17 May. (A gatekeeper refuses the mooring, and what is refused opens nothing.)
