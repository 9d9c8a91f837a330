//! Every error of a document, with its place.

use serde_json::{Value, json};
use servanda::Agreement;
use servanda::formats::ReadError;

/// An agreement that breaks no rule.
fn sound() -> Value {
    json!({
        "title": "Orders",
        "parties": {
            "buyer": "who orders",
            "seller": {"gist": "who delivers", "members": ["ann", "bo"]},
            "ann": "", "bo": "", "clerk": ""
        },
        "registrar": "clerk",
        "acts": {
            "order": {"by": ["buyer"], "tells": {"pieces": "quantity", "by": "instant",
                "carrier": "party", "grade": ["a", "b"],
                "price": {"unit": {"name": "USD", "places": 2}}}},
            "deliver": {"by": ["seller"], "tells": {"grade": ["b", "a"]}},
            "bring": {"by": "all", "tells": {"grade": ["a", "b"]}},
            "pay": {"by": ["buyer"], "unit": {"name": "USD", "places": 2}},
            "pay-euros": {"by": ["buyer"], "unit": {"name": "EUR", "places": 2}}
        },
        "obligations": {
            "delivery": {"debtor": "seller", "creditor": "buyer", "perform": ["deliver", "bring"],
                "quantity": {"told": "pieces"}, "at": {"told": "by", "after": "P1D"},
                "where": {"grade": "a"}, "verified_by": "buyer", "deemed_after": "P1D",
                "repaired_by": "price"},
            "price": {"debtor": "buyer", "creditor": {"told": "carrier"}, "perform": "pay",
                "quantity": {"told": "price", "share": "0.5"}, "within": "PT0S"},
            "arrival": {"debtor": "ann", "creditor": "bo", "achieve": {"happened": "deliver"}},
            "quota": {"debtor": "bo", "creditor": "ann", "refrain": "order", "beyond": 100,
                "in_any": "P1M"}
        }
    })
}

/// What is wrong when this stands at this path; null stands for nothing there.
fn wrong(path: &str, value: Value) -> Vec<String> {
    let mut document = sound();
    put(&mut document, path, value);
    defects(&document)
}

fn put(document: &mut Value, path: &str, value: Value) {
    let (parents, key) = path.rsplit_once('.').unwrap_or(("", path));
    let mut place = document;
    for parent in parents.split('.').filter(|parent| !parent.is_empty()) {
        place = &mut place[parent];
    }
    let place = place.as_object_mut().unwrap();
    match value {
        Value::Null => drop(place.remove(key)),
        value => drop(place.insert(key.to_owned(), value)),
    }
}

fn defects(document: &Value) -> Vec<String> {
    match Agreement::from_json(&document.to_string()) {
        Ok(_) => Vec::new(),
        Err(ReadError::Agreement(error)) => error
            .defects()
            .iter()
            .map(|defect| format!("{}: {}", defect.place(), defect.rule()))
            .collect(),
        Err(form) => vec![form.to_string()],
    }
}

#[test]
fn a_sound_agreement_has_none() {
    assert_eq!(defects(&sound()), Vec::<String>::new());
}

#[test]
fn each_defect_has_its_place() {
    for (path, value, expected) in [
        (
            "parties.all",
            json!(""),
            "parties.all: no party can be named `all`, which is a word of agreements",
        ),
        (
            "parties.each",
            json!({"gist": "", "members": ["ann"]}),
            "parties.each: no party can be named `each`, which is a word of agreements",
        ),
        (
            "parties.seller.members",
            json!([]),
            "parties.seller.members: `members` is empty: nobody acts for this group",
        ),
        (
            "parties.pair",
            json!({"gist": "", "members": ["ann", "seller"]}),
            "parties.pair.members[1]: `seller` is a group: the members of a group are parties and no \
             groups",
        ),
        (
            "parties.pair",
            json!({"gist": "", "members": ["an"]}),
            "parties.pair.members[0]: unknown party `an`: did you mean `ann`?",
        ),
        ("registrar", json!("clark"), "registrar: unknown party `clark`: did you mean `clerk`?"),
        ("acts.order.by", json!([]), "acts.order.by: `by` is empty: nobody may do this act"),
        (
            "acts.pay.expires_when",
            json!({"happened": "ordr"}),
            "acts.pay.expires_when.happened: unknown act `ordr`: did you mean `order`?",
        ),
        (
            "acts.pay.tells",
            json!({"start": "instant"}),
            "acts.pay.tells.start: no act can tell `start`, which every run knows of itself",
        ),
        (
            "acts.pay.tells",
            json!({"grade": "quantity"}),
            "acts.pay.tells.grade: `grade` is a quantity here, and one of `a`, `b` where `order` tells \
             it",
        ),
        (
            "acts.pay.tells",
            json!({"price": {"unit": {"name": "USD", "places": 3}}}),
            "acts.pay.tells.price: `price` is a quantity in USD with 3 places here, and a quantity in USD \
             with 2 places where `order` tells it",
        ),
        (
            "obligations.delivery.perform",
            json!([]),
            "obligations.delivery.perform: the list of acts is empty",
        ),
        (
            "obligations.quota.refrain",
            json!([]),
            "obligations.quota.refrain: the list of acts is empty",
        ),
        (
            "obligations.delivery.perform",
            json!(["deliver", "brin"]),
            "obligations.delivery.perform[1]: unknown act `brin`: did you mean `bring`?",
        ),
        (
            "obligations.delivery.quantity",
            json!(0),
            "obligations.delivery.quantity: a quantity of 0 is no duty",
        ),
        (
            "obligations.price.quantity",
            json!("0.00"),
            "obligations.price.quantity: a quantity of 0 is no duty",
        ),
        (
            "obligations.arrival.refrain",
            json!("order"),
            "obligations.arrival: an obligation has one of `perform`, `achieve` and `refrain`, not \
             several",
        ),
        (
            "obligations.arrival.achieve",
            json!(null),
            "obligations.arrival: an obligation needs `perform`, `achieve` or `refrain`",
        ),
        (
            "obligations.price.at",
            json!("2026-01-01T00:00:00Z"),
            "obligations.price.within: a deadline is `within` or `at`, not both",
        ),
        (
            "obligations.quota.per",
            json!("P1D"),
            "obligations.quota.per: a limit is counted `per` period or `in_any` stretch, not both",
        ),
        (
            "obligations.quota.within",
            json!("P1D"),
            "obligations.quota.within: `within` belongs to a duty to perform or to achieve, but this \
             is a prohibition",
        ),
        (
            "obligations.quota.quantity",
            json!(1),
            "obligations.quota.quantity: `quantity` belongs to a duty to perform, but this is a \
             prohibition",
        ),
        (
            "obligations.quota.early",
            json!("counts"),
            "obligations.quota.early: `early` belongs to a duty to perform, but this is a prohibition",
        ),
        (
            "obligations.quota.verified_by",
            json!("ann"),
            "obligations.quota.verified_by: `verified_by` belongs to a duty to perform, but this is a \
             prohibition",
        ),
        (
            "obligations.delivery.beyond",
            json!(1),
            "obligations.delivery.beyond: `beyond` belongs to a prohibition, but this is a duty to \
             perform",
        ),
        (
            "obligations.delivery.per",
            json!("P1D"),
            "obligations.delivery.per: `per` belongs to a prohibition, but this is a duty to perform",
        ),
        (
            "obligations.arrival.in_any",
            json!("P1D"),
            "obligations.arrival.in_any: `in_any` belongs to a prohibition, but this is a duty to \
             achieve",
        ),
        (
            "obligations.arrival.quantity",
            json!(2),
            "obligations.arrival.quantity: `quantity` belongs to a duty to perform, but this is a duty \
             to achieve",
        ),
        (
            "obligations.arrival.early",
            json!("ignored"),
            "obligations.arrival.early: `early` belongs to a duty to perform, but this is a duty to \
             achieve",
        ),
        (
            "obligations.arrival.where",
            json!({"grade": "a"}),
            "obligations.arrival.where: `where` belongs to a duty to perform or a prohibition, but \
             this is a duty to achieve",
        ),
        (
            "obligations.arrival.verified_by",
            json!("bo"),
            "obligations.arrival.verified_by: `verified_by` belongs to a duty to perform, but this is \
             a duty to achieve",
        ),
        (
            "obligations.price.deemed_after",
            json!("P1D"),
            "obligations.price.deemed_after: `deemed_after` says when the verifier's silence attests, \
             but there is no `verified_by`",
        ),
        (
            "obligations.quota.beyond",
            json!(101),
            "obligations.quota.beyond: a limit in any stretch must be at most 100",
        ),
        (
            "obligations.quota.beyond",
            json!({"told": "pieces"}),
            "obligations.quota.beyond: a limit in any stretch can't be told",
        ),
        (
            "obligations.arrival.creditor",
            json!("ann"),
            "obligations.arrival.debtor: the debtor `ann` is the creditor too",
        ),
        (
            "obligations.delivery.verified_by",
            json!("seller"),
            "obligations.delivery.debtor: the debtor `seller` is the verifier too",
        ),
        (
            "obligations.delivery.repaired_by",
            json!("delivery"),
            "obligations.delivery.repaired_by: an obligation can't repair itself",
        ),
        (
            "obligations.delivery.repaired_by",
            json!("prize"),
            "obligations.delivery.repaired_by: unknown obligation `prize`: did you mean `price`?",
        ),
        (
            "obligations.delivery.debtor",
            json!("clerk"),
            "obligations.delivery.debtor: the debtor `clerk` is not among those who may do `deliver` \
             (seller)",
        ),
        (
            "obligations.delivery.quantity",
            json!({"told": "peces"}),
            "obligations.delivery.quantity.told: unknown told name `peces`: did you mean `pieces`?",
        ),
        (
            "obligations.delivery.quantity",
            json!({"told": "by"}),
            "obligations.delivery.quantity.told: `by` is an instant, but a quantity stands here",
        ),
        (
            "obligations.delivery.quantity",
            json!({"told": "start"}),
            "obligations.delivery.quantity.told: `start` is an instant, but a quantity stands here",
        ),
        (
            "obligations.delivery.at",
            json!({"told": "pieces"}),
            "obligations.delivery.at.told: `pieces` is a quantity, but an instant stands here",
        ),
        (
            "obligations.price.creditor",
            json!({"told": "grade"}),
            "obligations.price.creditor.told: `grade` is one of `a`, `b`, but a party stands here",
        ),
        (
            "obligations.price.debtor",
            json!({"told": "carier"}),
            "obligations.price.debtor.told: unknown told name `carier`: did you mean `carrier`?",
        ),
        (
            "obligations.delivery.where",
            json!({"pieces": {"at_least": 1}}),
            "obligations.delivery.where.pieces: `deliver` does not tell `pieces`",
        ),
        (
            "obligations.delivery.where",
            json!({"start": {"at_least": "2026-01-01T00:00:00Z"}}),
            "obligations.delivery.where.start: `deliver` does not tell `start`",
        ),
        (
            "obligations.delivery.where",
            json!({"grade": {"at_least": 1}}),
            "obligations.delivery.where.grade: `grade` is one of `a`, `b`, but a quantity or an \
             instant stands here",
        ),
        (
            "obligations.quota.where",
            json!({"pieces": "many"}),
            "obligations.quota.where.pieces: `pieces` is a quantity, but one of several words stands \
             here",
        ),
        (
            "obligations.quota.where",
            json!({"carrier": "ann"}),
            "obligations.quota.where.carrier: `carrier` is a party, but one of several words stands \
             here",
        ),
        (
            "obligations.quota.where",
            json!({"by": {"at_most": 5}}),
            "obligations.quota.where.by.at_most: `by` is an instant, but a quantity stands here",
        ),
        (
            "obligations.quota.where",
            json!({"price": {"at_most": "5.005"}}),
            "obligations.quota.where.price.at_most: `5.005` has more places than USD, which has 2",
        ),
        (
            "obligations.quota.refrain",
            json!(["order", "pay"]),
            "obligations.quota.refrain: `order` is counted in no unit, `pay` in USD with 2 places",
        ),
        (
            "obligations.price.perform",
            json!(["pay", "pay-euros"]),
            "obligations.price.perform: `pay` is counted in USD with 2 places, `pay-euros` in EUR \
             with 2 places",
        ),
        (
            "obligations.price.quantity",
            json!({"told": "pieces"}),
            "obligations.price.quantity.told: `pay` is counted in USD with 2 places, `pieces` in no \
             unit",
        ),
        (
            "obligations.price.quantity",
            json!(null),
            "obligations.price.quantity: `pay` is counted in USD: how much must be said",
        ),
        (
            "obligations.price.quantity",
            json!(10.005),
            "obligations.price.quantity: `10.005` has more places than USD, which has 2",
        ),
        (
            "obligations.delivery.quantity",
            json!("3"),
            "obligations.delivery.quantity: `3` is not written as a whole number, and `deliver` has no \
             unit",
        ),
        (
            "obligations.delivery.quantity",
            json!(1.5),
            "obligations.delivery.quantity: `1.5` is not written as a whole number, and `deliver` has \
             no unit",
        ),
        (
            "obligations.arrival.achieve",
            json!({"happened": "pay"}),
            "obligations.arrival.achieve.happened.at_least: `pay` is counted in USD: how much must be \
             said",
        ),
        (
            "settled_when",
            json!({"all": [{"happened": {"act": "deliver", "at_least": 0.5}}]}),
            "settled_when.all[0].happened.at_least: `0.5` is not written as a whole number, and \
             `deliver` has no unit",
        ),
        (
            "settled_when",
            json!({"not": {"happened": {"act": "deliver", "by": "anna", "where": {"grade": "a"}}}}),
            "settled_when.not.happened.by: unknown party `anna`: did you mean `ann`?",
        ),
        (
            "settled_when",
            json!({"happened": {"act": "pay", "at_least": 1, "where": {"grade": "a"}}}),
            "settled_when.happened.where.grade: `pay` does not tell `grade`",
        ),
        (
            "terminates_when",
            json!({"between": {"from": "order", "to": "delive"}}),
            "terminates_when.between.to: unknown act `delive`: did you mean `deliver`?",
        ),
        (
            "terminates_when",
            json!({"recent": {"act": "order", "by": "buier", "for": "P1D"}}),
            "terminates_when.recent.by: unknown party `buier`: did you mean `buyer`?",
        ),
        (
            "terminates_when",
            json!({"elapsed": {"since": {"told": {"grad": "a"}}, "for": "P1D"}}),
            "terminates_when.elapsed.since.told.grad: unknown told name `grad`: did you mean `grade`?",
        ),
        (
            "terminates_when",
            json!({"told": {"carrier": {"at_least": 1}}}),
            "terminates_when.told.carrier: `carrier` is a party, but a quantity or an instant stands \
             here",
        ),
        (
            "entry_into_force",
            json!({"reached": {"told": "price"}}),
            "entry_into_force.reached.told: `price` is a quantity in USD with 2 places, but an instant stands here",
        ),
        (
            "entry_into_force",
            json!({"in_breach": "prize"}),
            "entry_into_force.in_breach: unknown obligation `prize`: did you mean `price`?",
        ),
    ] {
        assert_eq!(wrong(path, value.clone()), [expected], "{path} {value}");
    }
}

#[test]
fn a_period_is_a_minute_long_at_the_least() {
    for (span, is_too_short) in [("PT59S", true), ("PT60S", false), ("PT1M", false), ("P1M", false)]
    {
        let mut document = sound();
        put(&mut document, "obligations.quota.in_any", json!(null));
        put(&mut document, "obligations.quota.per", json!(span));
        let expected = "obligations.quota.per: a period must be a minute long at the least";
        assert_eq!(defects(&document), [expected][..usize::from(is_too_short)], "{span}");
    }
}

#[test]
fn what_is_not_of_the_form_is_told_with_line_and_column() {
    for (path, value, expected) in [
        ("obligations.price.within", json!("P-1D"), "`P-1D`: not a duration"),
        ("obligations.quota.in_any", json!("PT0S"), "a duration must be longer than nothing"),
        (
            "obligations.delivery.deemed_after",
            json!("P0D"),
            "a duration must be longer than nothing",
        ),
        (
            "obligations.delivery.at",
            json!({"told": "by", "share": "1"}),
            "`share` belongs to a figure",
        ),
        (
            "obligations.delivery.at",
            json!({"told": "by", "after": "P1D", "before": "P1D"}),
            "`after` or `before`, not both",
        ),
        (
            "obligations.delivery.quantity",
            json!({"told": "pieces", "after": "P1D"}),
            "`after` and `before` belong to an instant",
        ),
        ("obligations.delivery.quantity", json!({"told": "pieces", "share": "0"}), "a share is"),
        ("obligations.delivery.quantity", json!({"tld": "pieces"}), "unknown field `tld`"),
        ("obligations.delivery.quantity", json!(-1), "invalid value: integer `-1`"),
        ("obligations.delivery.quantity", json!(true), "invalid type: boolean `true`"),
        ("obligations.delivery.debtor", json!(["ann"]), "invalid type: sequence"),
        ("obligations.delivery.perform", json!(1), "expected the name of an act, or a list"),
        (
            "obligations.delivery.where",
            json!({"grade": 1}),
            "a word, a list of words, or an object",
        ),
        ("acts.pay.by", json!("everybody"), "expected a list of parties, or `all`"),
        ("acts.pay.power", json!("yes"), "invalid type: string \"yes\""),
        ("acts.pay.unit", json!({"name": "USD", "places": 19}), "a unit has at most 18 places"),
        ("acts.pay.unit", json!({"name": "USD"}), "missing field `places`"),
        ("acts.pay.tells", json!({"x": "number"}), "invalid value: string \"number\""),
        ("parties.seller.speaks", json!("each"), "unknown variant `each`"),
        ("parties.seller.gist", json!(null), "missing field `gist`"),
        ("settled_when", json!({"opn": "berlin"}), "unknown field `opn`: did you mean `open`?"),
        ("obligations.price.within", json!({"term": "P3D"}), "missing field `in`"),
        (
            "obligations.price.within",
            json!({"term": "PT3H", "in": "berlin", "days": "working"}),
            "write whole days (`P3D`), or leave `days` out",
        ),
        ("date", json!({"day": "2026-01-15"}), "missing field `in`"),
        ("obligations.delivery.at", json!({"day": "2026-01-15"}), "a day needs `in`"),
        ("settled_when", json!({"some": {"of": "order"}}), "missing field `holds`"),
        ("subjects", json!(1), "invalid type: integer `1`"),
        ("date", json!("tomorrow"), "`tomorrow`: not an instant"),
    ] {
        let found = wrong(path, value.clone());
        let [found] = &*found else { panic!("{path} {value}: {found:?}") };
        assert!(found.contains(expected), "{path} {value}: {found}");
        assert!(found.starts_with("line 1, column "), "{path} {value}: {found}");
    }
}

#[test]
fn a_number_of_too_many_digits_is_to_be_written_as_a_text() {
    let text = sound().to_string().replace(r#""share":"0.5""#, r#""share":0.1234567890123456"#);
    let error = Agreement::from_json(&text).unwrap_err().to_string();
    assert!(error.contains("a number of more than 15 digits is exact only as a text"), "{error}");
}

#[test]
fn a_prohibition_may_bind_whoever_may_not_do_the_act() {
    let mut document = sound();
    put(&mut document, "acts.order.by", json!(["clerk"]));
    assert_eq!(defects(&document), Vec::<String>::new());
}

#[test]
fn a_debtor_is_able_through_its_group_and_a_group_through_its_members() {
    for (by, debtor, is_able) in [
        ("seller", "ann", true),
        ("ann", "seller", true),
        ("seller", "seller", true),
        ("bo", "ann", false),
        ("clerk", "seller", false),
    ] {
        let mut document = sound();
        put(&mut document, "acts.deliver.by", json!([by]));
        put(&mut document, "obligations.delivery.debtor", json!(debtor));
        assert_eq!(defects(&document).is_empty(), is_able, "{by} {debtor}");
    }
}

#[test]
fn a_circle_of_resting_goes_through_any_act_of_a_list() {
    let mut document = sound();
    put(&mut document, "acts.bring.requires", json!({"suspended": "arrival"}));
    put(&mut document, "obligations.arrival.suspended_while", json!({"not": {"due": "delivery"}}));
    assert_eq!(
        defects(&document),
        ["obligations.delivery: a circle of resting: `delivery` rests on `arrival`, `arrival` on \
          `delivery`"]
    );
    // What only ends a window, or asks for a breach, does not swing.
    put(&mut document, "acts.bring.requires", json!({"in_breach": "arrival"}));
    put(&mut document, "acts.bring.expires_when", json!({"due": "arrival"}));
    assert_eq!(defects(&document), Vec::<String>::new());
}
