"""Makes the workload: cases of the settlement of 1962, one fifth of them with a violation.

    workload.py CASES SEED FOLDER [--xes]

About ten events each, all cases in one log in order of time, as JSON Lines and, for pm4py, as XES.
"""

import datetime
import json
import random
import sys
from xml.sax.saxutils import quoteattr

LEGAL = [
    ("ussr", "act", "accept-proposal", 1),
    ("ussr", "act", "cease-work", 1),
    ("ussr", "act", "render-inoperable", 1),
    ("us", "act", "conclude-arrangement", 1),
    ("un", "act", "establish-arrangements", 1),
    ("ussr", "act", "remove-weapons", 84),
    ("un", "attest", "remove-weapons", 1),
    ("us", "act", "lift-quarantine", 1),
    ("us", "act", "assure-no-invasion", 1),
    ("ussr", "act", "accept-safeguards", 1),
]


def lifted_too_early(events, chance):
    events.insert(chance.randrange(1, 6), events.pop(7))


def removed_too_early(events, chance):
    events.insert(1, events.pop(5))


def work_resumed(events, chance):
    events.insert(chance.randrange(2, len(events) + 1), ("ussr", "act", "resume-work", 1))


def weapons_introduced(events, chance):
    events.insert(chance.randrange(1, len(events) + 1), ("ussr", "act", "introduce-weapons", 1))


def established_by_another(events, chance):
    events[4] = ("us", "act", "establish-arrangements", 1)


VIOLATIONS = [
    lifted_too_early,
    removed_too_early,
    work_resumed,
    weapons_introduced,
    established_by_another,
]
START = datetime.datetime(1962, 10, 28, 14, 4)


def cases(count, seed):
    chance = random.Random(seed)
    for number in range(count):
        events = list(LEGAL)
        if chance.random() < 0.2:
            chance.choice(VIOLATIONS)(events, chance)
        time = chance.randrange(0, 86_400)
        timed = []
        for event in events:
            time += chance.randrange(1, 7_200)
            timed.append((time, *event))
        yield f"case-{number:06}", timed


def written(seconds):
    return (START + datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def main():
    count, seed, folder = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    everything = list(cases(count, seed))
    log = [(time, name, *event) for name, events in everything for (time, *event) in events]
    log.sort(key=lambda event: event[0])
    with open(f"{folder}/log.jsonl", "w") as file:
        for time, case, actor, verb, what, quantity in log:
            line = {"time": written(time), "case": case, "actor": actor, verb: what}
            if quantity > 1:
                line["quantity"] = quantity
            file.write(json.dumps(line, separators=(",", ":")) + "\n")
    if "--xes" in sys.argv:
        with open(f"{folder}/log.xes", "w") as file:
            file.write('<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0">\n')
            for name, events in everything:
                file.write(f'<trace><string key="concept:name" value={quoteattr(name)}/>\n')
                for time, actor, verb, what, quantity in events:
                    file.write(
                        f'<event><string key="concept:name" value="{verb} {what} {actor}"/>'
                        f'<date key="time:timestamp" value="{written(time)}"/>'
                        f'<int key="quantity" value="{quantity}"/></event>\n'
                    )
                file.write("</trace>\n")
            file.write("</log>\n")


main()
