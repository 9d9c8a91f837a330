//! The passages of the letter, retold, by the ids that the agreement cites.

use crate::terms::Passage;

/// Every passage with its id and its gist, in the order of the letter. The letter is Kennedy's
/// message to Khrushchev of 27 October 1962; `para-1a` is the first half of its first paragraph,
/// `item-2b` the letter b of its numbered item 2.
pub(super) fn passages() -> [(&'static str, Passage); 16] {
    let tells = Passage::narrative;
    let binds = Passage::normative;
    [
        ("para-1a", tells("the letter of 26 October is welcomed")),
        (
            "para-1b",
            binds(
                "first, work on the bases ceases and the offensive weapons are made inoperable, \
                 under United Nations arrangements",
            ),
        ),
        (
            "para-2a",
            binds(
                "if that is done promptly, representatives may work out a permanent solution that \
                 weekend in New York",
            ),
        ),
        ("para-2b", tells("the key elements are generally acceptable as understood")),
        (
            "item-1a",
            binds(
                "the Soviet Union removes the weapons under United Nations observation and \
                 supervision",
            ),
        ),
        (
            "item-1b",
            binds("the Soviet Union undertakes, with safeguards, to halt further introduction"),
        ),
        (
            "item-2",
            binds("the American duties come upon adequate arrangements through the United Nations"),
        ),
        ("item-2a", binds("the United States promptly removes the quarantine")),
        ("item-2b", binds("the United States gives assurances against an invasion")),
        ("item-2c", binds("other nations of the hemisphere are expected to do likewise")),
        (
            "para-3a",
            binds(
                "with similar Soviet instructions it could be completed and announced in a couple \
                 of days",
            ),
        ),
        (
            "para-3b",
            binds("the settlement would allow work on a general arrangement on other armaments"),
        ),
        ("para-3c", binds("useful proposals on a detente would be considered with the allies")),
        (
            "para-4a",
            binds(
                "the first ingredient once more: work ceases, weapons inoperable, under \
                 international guarantees",
            ),
        ),
        (
            "para-4b",
            binds(
                "prolonging the talks by linking them to broader questions would intensify the \
                 crisis",
            ),
        ),
        ("para-4c", tells("the hope to agree quickly")),
    ]
}
