//! The same terms, written in Rust.

use servanda::condition::{
    all, between, closed, happened, in_breach, kept, reached_moment, recent, told,
};
use servanda::event::{Deed, ToldValue};
use servanda::names::Text;
use servanda::terms::{
    Decimal, Figure, Group, Matching, Moment, Speaks, ToldType, Unit, Who, by_all,
};
use servanda::{Agreement, Event, Span, by, owes};

servanda::vocabulary! {
    struct Orders;
    enum Party { Buyer, Seller, Ann, Bo, Clerk }
    enum Act { Order, Deliver, Bring, Reject, Pay }
    enum Obligation { Delivery, Price, Amends, Arrival, Quota }
    enum Told { Pieces, DeliverBy, Carrier, Grade, Price }
}

fn span(text: &str) -> Span {
    text.parse().unwrap()
}

fn dollars() -> Unit {
    Unit::new("USD", 2)
}

fn orders() -> Agreement<Orders> {
    let half = "0.5".parse().unwrap();
    Agreement::<Orders>::undated("Orders")
        .party(Party::Buyer, "who orders")
        .group(
            Party::Seller,
            "who delivers",
            Group::of([Party::Ann, Party::Bo]).speaking(Speaks::Any),
        )
        .party(Party::Ann, "")
        .party(Party::Bo, "")
        .party(Party::Clerk, "")
        .registrar(Party::Clerk)
        .act(
            Act::Order,
            by([Party::Buyer])
                .tells(Told::Pieces, ToldType::Quantity(None))
                .tells(Told::DeliverBy, ToldType::Instant)
                .tells(Told::Carrier, ToldType::Party)
                .tells(Told::Price, ToldType::Quantity(Some(dollars()))),
        )
        .act(Act::Deliver, by([Party::Seller]).tells(Told::Grade, ToldType::words(["a", "b"])))
        .act(Act::Bring, by_all().tells(Told::Grade, ToldType::words(["a", "b"])))
        .act(
            Act::Reject,
            by([Party::Buyer])
                .power()
                .requires(happened(Act::Deliver))
                .expires_when(reached_moment(
                    Moment::told(Told::DeliverBy).after(span("P7D").into()),
                ))
                .protects([Party::Seller]),
        )
        .act(Act::Pay, by([Party::Buyer]).counted_in(dollars()))
        .obligation(
            Obligation::Delivery,
            owes(Party::Seller, Party::Buyer)
                .perform_any([Act::Deliver, Act::Bring])
                .quantity(Figure::told(Told::Pieces))
                .told(Matching::words(Told::Grade, ["a"]))
                .at_moment(Moment::told(Told::DeliverBy))
                .verified_by(Party::Buyer)
                .deemed_after(span("P7D").into())
                .repaired_by(Obligation::Amends),
        )
        .obligation(
            Obligation::Price,
            owes(Party::Buyer, Who::told(Told::Carrier))
                .perform(Act::Pay)
                .quantity(Figure::share_of(half, Told::Price))
                .within(Span::AT_ONCE.into())
                .when(all([kept(Obligation::Delivery), closed(Obligation::Delivery)])),
        )
        .obligation(
            Obligation::Amends,
            owes(Party::Seller, Party::Buyer)
                .perform(Act::Bring)
                .when(in_breach(Obligation::Delivery)),
        )
        .obligation(
            Obligation::Arrival,
            owes(Party::Ann, Party::Bo)
                .achieve(happened(Act::Deliver).by(Party::Ann).at_least(2))
                .within(span("P1D").into())
                .until(told(Matching::at_least(Told::Price, "1.5".parse::<Decimal>().unwrap()))),
        )
        .obligation(
            Obligation::Quota,
            owes(Party::Seller, Party::Buyer)
                .refrain_from([Act::Deliver, Act::Bring])
                .beyond(2)
                .in_any(span("P90D").into())
                .suspended_while(between(Act::Order, Act::Reject))
                .until(recent(span("P1D").into(), Act::Order).by(Party::Buyer)),
        )
        .build()
        .unwrap()
}

const WRITTEN: &str = r#"{
    "title": "Orders",
    "parties": {"buyer": "who orders",
        "seller": {"gist": "who delivers", "members": ["ann", "bo"], "speaks": "any"},
        "ann": "", "bo": "", "clerk": ""},
    "registrar": "clerk",
    "acts": {
        "order": {"by": ["buyer"], "tells": {"pieces": "quantity", "deliver-by": "instant",
            "carrier": "party", "price": {"unit": {"name": "USD", "places": 2}}}},
        "deliver": {"by": ["seller"], "tells": {"grade": ["a", "b"]}},
        "bring": {"by": "all", "tells": {"grade": ["a", "b"]}},
        "reject": {"by": ["buyer"], "power": true, "requires": {"happened": "deliver"},
            "expires_when": {"reached": {"told": "deliver-by", "after": "P7D"}},
            "protects": ["seller"]},
        "pay": {"by": ["buyer"], "unit": {"name": "USD", "places": 2}}
    },
    "obligations": {
        "delivery": {"debtor": "seller", "creditor": "buyer", "perform": ["deliver", "bring"],
            "quantity": {"told": "pieces"}, "where": {"grade": "a"}, "at": {"told": "deliver-by"},
            "verified_by": "buyer", "deemed_after": "P7D", "repaired_by": "amends"},
        "price": {"debtor": "buyer", "creditor": {"told": "carrier"}, "perform": "pay",
            "quantity": {"told": "price", "share": "0.5"}, "within": "PT0S",
            "when": {"all": [{"kept": "delivery"}, {"closed": "delivery"}]}},
        "amends": {"debtor": "seller", "creditor": "buyer", "perform": "bring",
            "when": {"in_breach": "delivery"}},
        "arrival": {"debtor": "ann", "creditor": "bo",
            "achieve": {"happened": {"act": "deliver", "by": "ann", "at_least": 2}},
            "within": "P1D", "until": {"told": {"price": {"at_least": "1.50"}}}},
        "quota": {"debtor": "seller", "creditor": "buyer", "refrain": ["deliver", "bring"],
            "beyond": 2, "in_any": "P90D",
            "suspended_while": {"between": {"from": "order", "to": "reject"}},
            "until": {"recent": {"act": "order", "by": "buyer", "for": "P1D"}}}
    }
}"#;

#[test]
fn what_is_built_is_what_is_read() {
    let read = Agreement::from_json(WRITTEN).unwrap();
    assert_eq!(orders().erased(), read);
    assert_eq!(read.typed::<Orders>().unwrap(), orders());
    assert_eq!(orders().digest(), read.digest());
}

#[test]
fn an_agreement_tells_of_its_parties_and_of_what_is_told() {
    let orders = orders();
    assert_eq!((orders.date(), orders.registrar()), (None, Some(Party::Clerk)));
    let group = orders.group(Party::Seller).unwrap();
    assert_eq!((group.members(), group.speaks()), (&[Party::Ann, Party::Bo][..], Speaks::Any));
    assert_eq!(orders.group(Party::Ann), None);
    assert_eq!(orders.acts_for(Party::Ann).collect::<Vec<_>>(), [Party::Ann, Party::Seller]);
    assert_eq!(orders.acts_for(Party::Seller).collect::<Vec<_>>(), [Party::Seller]);
    let names: Vec<Told> = orders.told_names().collect();
    assert_eq!(
        names,
        [Told::Pieces, Told::DeliverBy, Told::Carrier, Told::Price, Told::Grade],
        "in the order of the document"
    );
    assert_eq!(orders.told("grade"), Ok(Told::Grade));
    assert_eq!(
        orders.told("grad").unwrap_err().to_string(),
        "unknown told name `grad`: did you mean `grade`?"
    );
    assert_eq!(orders.told_name(Told::DeliverBy), Some("deliver-by"));
    assert_eq!(orders.told_type(Told::Price), Some(&ToldType::Quantity(Some(dollars()))));
    // Who may do what is open to all is everybody, the group too.
    let bring = orders.act_terms(Act::Bring).unwrap();
    assert!(bring.is_open_to_all());
    assert_eq!(bring.actors(), Party::ALL);
}

#[test]
fn terms_that_were_asked_for_can_be_built_again() {
    let orders = orders();
    let mut builder = Agreement::<Orders>::undated(orders.title()).registrar(Party::Clerk);
    for party in orders.parties() {
        let description = orders.party_description(party).unwrap();
        builder = match orders.group(party) {
            Some(group) => builder.group(party, description, group),
            None => builder.party(party, description),
        };
    }
    for act in orders.acts() {
        builder = builder.act(act, orders.act_terms(act).unwrap());
    }
    for obligation in orders.obligations() {
        builder = builder.obligation(obligation, orders.obligation_terms(obligation).unwrap());
    }
    assert_eq!(builder.build().unwrap(), orders);
}

#[test]
fn a_duration_of_nothing_is_for_deadlines_alone() {
    let error = Agreement::<Orders>::undated("Orders")
        .party(Party::Buyer, "")
        .party(Party::Seller, "")
        .act(Act::Deliver, by_all())
        .obligation(
            Obligation::Delivery,
            owes(Party::Seller, Party::Buyer)
                .perform(Act::Deliver)
                .verified_by(Party::Buyer)
                .deemed_after(Span::AT_ONCE.into())
                .at_moment(Moment::start().before(Span::AT_ONCE.into()))
                .when(recent(Span::AT_ONCE.into(), Act::Deliver))
                .until(servanda::condition::elapsed(Span::AT_ONCE.into(), happened(Act::Deliver))),
        )
        .obligation(
            Obligation::Quota,
            owes(Party::Seller, Party::Buyer).refrain(Act::Deliver).in_any(Span::AT_ONCE.into()),
        )
        .build()
        .unwrap_err();
    let places: Vec<&str> = error.defects().iter().map(|defect| defect.place()).collect();
    assert_eq!(
        places,
        [
            "obligations.delivery.deemed_after",
            "obligations.delivery.at.before",
            "obligations.delivery.when.recent.for",
            "obligations.delivery.until.elapsed.for",
            "obligations.quota.in_any",
        ]
    );
    for defect in error.defects() {
        assert_eq!(defect.rule().to_string(), "a duration must be longer than nothing");
    }
}

#[test]
fn an_event_in_rust_is_the_event_of_a_line() {
    let orders = orders();
    let time = "2026-01-01T00:00:00Z".parse().unwrap();
    let event = Event::act(time, Party::Buyer, Act::Order)
        .telling(Told::Price, "12.5".parse::<Decimal>().unwrap())
        .telling(Told::Carrier, ToldValue::Party(Party::Clerk))
        .telling(Told::Pieces, 3)
        .telling(Told::DeliverBy, time)
        .subject("A-1")
        .id("7");
    let line = r#"{"time":"2026-01-01T00:00:00Z","actor":"buyer","act":"order","told":{"price":"12.50","carrier":"clerk","pieces":3,"deliver-by":"2026-01-01T00:00:00Z"},"subject":"A-1","id":"7"}"#;
    let words: Event<Text> = serde_json::from_str(line).unwrap();
    let read = words.resolved(&orders).unwrap();
    // What is told comes in one order, and each figure in its unit, once an agreement has read it.
    let written = event.spelled(&orders).resolved(&orders).unwrap();
    assert_eq!(written, read);
    let Deed::Act { told, .. } = &read.deed else { panic!("an act") };
    let names: Vec<Told> = told.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, [Told::Pieces, Told::DeliverBy, Told::Carrier, Told::Price]);
}
