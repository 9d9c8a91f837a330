"""Judges this crate's terms by numpy's business days, dateutil's months and zoneinfo's zones.

    benches/calendars/run [TERMS [SEED]]

Calendars are of real zones and random holidays; each term is reckoned by `terms.rs` and here, where every
rule of SEMANTICS.md's section 10 is written anew with these libraries alone. The first that differ are
printed, and there is a table of what was judged.
"""

import collections
import datetime as dt
import json
import random
import subprocess
import sys
import zoneinfo

import numpy as np
from dateutil import tz as dateutil_tz
from dateutil.relativedelta import relativedelta

UTC = dt.timezone.utc
DAY = dt.timedelta(days=1)
# With changes of an hour and of half an hour, at midnight, of a whole day, in both directions, and none.
ZONES = [
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Asuncion", "Asia/Beirut",
    "Pacific/Apia", "America/Havana", "Africa/Cairo", "Asia/Kolkata", "UTC", "America/Sao_Paulo",
    "Asia/Pyongyang", "America/Santiago", "Africa/Casablanca",
]
FIRST, LAST = dt.date(2005, 1, 1), dt.date(2024, 12, 31)
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
PER_CALENDAR = 2_000


def minutes(time):
    return int(time[:2]) * 60 + int(time[3:])


def changes(zone):
    """The zone's offsets in minutes, by zoneinfo: the first, and each change, found by halving."""
    offset = lambda at: int(at.astimezone(zone).utcoffset().total_seconds())
    at, end = dt.datetime(2004, 1, 1, tzinfo=UTC), dt.datetime(2026, 1, 1, tzinfo=UTC)
    first = offset(at)
    found = []
    step = dt.timedelta(hours=6)
    while at < end:
        if offset(at) != offset(at + step):
            low, high = at, at + step
            while high - low > dt.timedelta(seconds=1):
                middle = low + (high - low) // 2
                middle = middle.replace(microsecond=0)
                low, high = (middle, high) if offset(middle) == offset(low) else (low, middle)
            found.append((high, offset(high)))
        at += step
    return first, found


def written_offset(seconds):
    assert seconds % 60 == 0
    sign = "-" if seconds < 0 else "+"
    return f"{sign}{abs(seconds) // 3600:02}:{abs(seconds) // 60 % 60:02}"


class Calendar:
    def __init__(self, pick, name):
        self.name, self.zone = name, zoneinfo.ZoneInfo(name)
        first, found = CHANGES[name]
        day = lambda: FIRST + pick.randrange((LAST - FIRST).days) * DAY
        days_off = {0: [5, 6], 1: [4, 5], 2: [6], 3: []}[pick.randrange(4)]
        self.holidays = sorted({day() for _ in range(pick.randrange(400))})
        self.working = sorted({day() for _ in range(pick.randrange(40))})
        self.covers = (FIRST + pick.randrange(200) * DAY, LAST - pick.randrange(200) * DAY)
        self.opens = pick.choice(["00:00", "08:00", "09:30"])
        self.close = pick.choice(["24:00", "17:00", "12:00"])
        # numpy has no working days beside a mask and holidays: each day is asked of a table of both,
        # whose days are numbered as if every one was a working day.
        mask = [int(day not in days_off) for day in range(7)]
        everyday = np.arange(FIRST - 4000 * DAY, LAST + 4000 * DAY, dtype="datetime64[D]")
        plain = np.busdaycalendar(weekmask=mask, holidays=np.array(self.holidays, "datetime64[D]"))
        works = np.is_busday(everyday, busdaycal=plain) | np.isin(
            everyday, np.array(self.working, "datetime64[D]")
        )
        self.busdays = np.busdaycalendar(weekmask="1111111", holidays=everyday[~works])
        self.written = {
            "offset": written_offset(first),
            "offsets": [[at.isoformat().replace("+00:00", "Z"), written_offset(it)] for at, it in found],
            "weekend": [WEEKDAYS[day] for day in days_off],
            "holidays": [day.isoformat() for day in self.holidays],
            "working": [day.isoformat() for day in self.working],
            "opens": self.opens,
            "close": self.close,
            "covers": [day.isoformat() for day in self.covers],
        }

    def is_covered(self, day):
        return self.covers[0] <= day <= self.covers[1]

    def when(self, naive):
        """The instant at which clocks show it: the later of two, the first after a gap."""
        earlier, later = (naive.replace(tzinfo=self.zone, fold=fold).astimezone(UTC) for fold in (0, 1))
        if not dateutil_tz.datetime_exists(naive, self.zone):
            # In a gap `fold=1` reckons by the offset after it, `fold=0` by the one before: the change
            # lies between.
            low, high = min(earlier, later), max(earlier, later)
            return next(at for at, _ in CHANGES[self.name][1] if low <= at <= high)
        return max(earlier, later)

    def reckon(self, start, nanosecond, term, times):
        """The end in seconds and nanoseconds, or none where it can't be reckoned."""
        if times == 0:
            return start, nanosecond
        local = start.astimezone(self.zone).replace(tzinfo=None)
        date = local.date() + relativedelta(
            years=term["Y"] * times, months=term["M"] * times
        )
        days = (term["W"] * 7 + term["D"]) * times
        if term.get("days") == "working" and days:
            # numpy rolls a day off first: forwards to go back from it, backwards to go on.
            back = "backward" if days > 0 else "forward"
            date = np.busday_offset(date, days, roll=back, busdaycal=self.busdays).item()
        else:
            date = date + days * DAY
        if not self.is_covered(date):
            return None
        roll = term.get("roll", "none")
        if roll != "none":
            date = np.busday_offset(
                date, 0, roll=roll.replace("-", ""), busdaycal=self.busdays
            ).item()
            if not self.is_covered(date):
                return None
        ends = term.get("ends", "same-time")
        if ends == "close":
            ends = self.close
        if ends in ("midnight", "24:00"):
            at = self.when(dt.datetime.combine(date + DAY, dt.time())) - dt.timedelta(seconds=1)
            nanosecond = 999_999_999
        elif ends == "same-time":
            at = self.when(dt.datetime.combine(date, local.time()))
            if not dateutil_tz.datetime_exists(dt.datetime.combine(date, local.time()), self.zone):
                nanosecond = 0
        else:
            at = self.when(dt.datetime.combine(date, dt.time()) + dt.timedelta(minutes=minutes(ends)))
            nanosecond = 0
        exact = dt.timedelta(hours=term["h"], minutes=term["m"], seconds=term["s"]) * times
        at = at + exact
        return (at, nanosecond) if self.is_covered(at.astimezone(self.zone).date()) else None

    def is_open(self, at):
        local = at.astimezone(self.zone)
        works = bool(np.is_busday(local.date(), busdaycal=self.busdays))
        time = local.hour * 60 + local.minute
        return works and self.is_covered(local.date()) and minutes(self.opens) <= time < minutes(self.close)


def random_term(pick):
    parts = dict.fromkeys("YMWDhms", 0)
    kind = pick.randrange(3)
    few = lambda most: pick.choice([0, 0, pick.randrange(most)])
    term = {}
    if kind == 0:
        parts["W"], parts["D"] = few(6), few(90)
        term["days"] = "working"
    else:
        parts["Y"], parts["M"], parts["W"], parts["D"] = few(4), few(30), few(9), few(120)
    if kind == 2:
        parts["h"], parts["m"], parts["s"] = few(60), few(90), few(90)
    if not any(parts[unit] for unit in "hms") and pick.randrange(3):
        term["ends"] = pick.choice(["midnight", "close", "same-time", "00:00", "02:30", "09:30", "24:00"])
    if pick.randrange(2):
        term["roll"] = pick.choice(["none", "following", "preceding", "modified-following"])
    date = "".join(f"{parts[unit]}{unit}" for unit in "YMWD" if parts[unit])
    time = "".join(f"{parts[unit]}{unit.upper()}" for unit in "hms" if parts[unit])
    written = {"term": "P" + (date or ("" if time else "0D")) + ("T" + time if time else ""), "in": "x"}
    return parts | term, written | term


def random_start(pick, calendar):
    """Near a change of clocks half of the time, where most can go wrong."""
    found = CHANGES[calendar.name][1]
    if found and pick.randrange(2):
        base = pick.choice(found)[0] - pick.choice([0, 1, 7, 30, 31]) * DAY
        at = base + dt.timedelta(seconds=pick.randrange(-90_000, 90_000))
    else:
        first = dt.datetime.combine(FIRST, dt.time(), UTC)
        at = first + dt.timedelta(seconds=pick.randrange(int((LAST - FIRST) / dt.timedelta(seconds=1))))
    return at, pick.choice([0, 0, 1, 999_999_999])


def printed(end):
    if end is None:
        return None
    at, nanosecond = end
    return at.strftime("%Y-%m-%dT%H:%M:%S"), nanosecond


def parsed(text):
    if text is None:
        return None
    second, _, fraction = text.rstrip("Z").partition(".")
    return second, int(fraction.ljust(9, "0") or 0) if fraction else 0


def main():
    binary, count, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    pick = random.Random(seed)
    ours = subprocess.Popen([binary], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    seen, differ, done = collections.Counter(), 0, 0
    while done < count:
        calendar = Calendar(pick, pick.choice(ZONES))
        questions, instants = [], []
        for _ in range(min(PER_CALENDAR, count - done)):
            start, nanosecond = random_start(pick, calendar)
            parts, written = random_term(pick)
            times = pick.choice([1, 1, 1, 1, -1, -1, 0, 2, 3, 12])
            questions.append((start, nanosecond, parts, written, times))
            instants.append(random_start(pick, calendar)[0])
        stamp = lambda at, nanosecond: f"{at:%Y-%m-%dT%H:%M:%S}.{nanosecond:09}Z"
        ours.stdin.write(json.dumps({
            "calendar": calendar.written,
            "terms": [
                {"start": stamp(start, nano), "term": written, "times": times}
                for start, nano, _, written, times in questions
            ],
            "instants": [stamp(at, 0) for at in instants],
        }) + "\n")
        ours.stdin.flush()
        answer = json.loads(ours.stdout.readline())
        for (start, nano, parts, written, times), end in zip(questions, answer["ends"], strict=True):
            expected = printed(calendar.reckon(start, nano, parts, times))
            seen["unreckoned" if expected is None else "reckoned"] += 1
            seen["taken off" if times < 0 else "several times" if times > 1 else "once or not at all"] += 1
            seen["working days" if parts.get("days") else "days of the calendar"] += 1
            seen["ends: " + parts.get("ends", "same-time")] += 1
            seen["roll: " + parts.get("roll", "none")] += 1
            if expected != parsed(end):
                differ += 1
                if differ <= 5:
                    print("differs:", calendar.name, stamp(start, nano), written, times, end, expected)
                    print(json.dumps(calendar.written))
        for at, is_open in zip(instants, answer["open"], strict=True):
            expected = calendar.is_open(at)
            seen["open" if expected else "closed"] += 1
            if expected != is_open:
                differ += 1
                if differ <= 5:
                    print("differs:", calendar.name, stamp(at, 0), "open" if is_open else "closed")
        done += len(questions)
    for what, number in sorted(seen.items()):
        print(f"{number:>9}  {what}")
    print(f"{done} terms and as many instants, seed {seed}: {differ} differ")
    sys.exit(1 if differ else 0)


CHANGES = {name: changes(zoneinfo.ZoneInfo(name)) for name in ZONES}
main()
