"""A second reading of the calendar: series made up by chance (always the same ones), expanded by python-dateutil's rules
and the standard library's zones, neither of which knows anything of ours. `series_reading.py 2026-12-01 220` prints JSON:
each series as Lectern is told it, and the instants that it means. With `changed` after that: as Graph is told it, under
Windows' names of zones alone, some for whole days, with what is to become of one or two of its dates. `series_reading.py
delta FILE` reads the pages of a calendar's delta as they came, and prints each series' dates as they stand in the end."""

import json
import random
import sys
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, FR, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, YEARLY, rrule

DAYS = {"monday": MO, "tuesday": TU, "wednesday": WE, "thursday": TH, "friday": FR, "saturday": SA, "sunday": SU}
WHICH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
# Both hemispheres, half hours, clocks that change at midnight, by half an hour, backwards, and never.
ZONES = [
    "Europe/Berlin", "Europe/Paris", "Europe/London", "Europe/Lisbon", "Europe/Istanbul", "Europe/Kyiv", "America/New_York",
    "America/Chicago", "America/St_Johns", "America/Santiago", "America/Sao_Paulo", "America/Los_Angeles", "America/Nuuk",
    "Africa/Cairo", "Africa/Casablanca", "Asia/Jerusalem", "Asia/Beirut", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tokyo",
    "Australia/Sydney", "Australia/Adelaide", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Apia", "UTC",
]
WINDOWS = {
    "Europe/Berlin": "W. Europe Standard Time", "Europe/Paris": "Romance Standard Time", "Europe/London": "GMT Standard Time",
    "Europe/Istanbul": "Turkey Standard Time", "America/New_York": "Eastern Standard Time", "America/Chicago": "Central Standard Time",
    "America/St_Johns": "Newfoundland Standard Time", "America/Santiago": "Pacific SA Standard Time",
    "America/Sao_Paulo": "E. South America Standard Time", "America/Los_Angeles": "Pacific Standard Time",
    "Africa/Cairo": "Egypt Standard Time", "Africa/Casablanca": "Morocco Standard Time", "Asia/Jerusalem": "Israel Standard Time",
    "Asia/Beirut": "Middle East Standard Time", "Asia/Kolkata": "India Standard Time", "Asia/Kathmandu": "Nepal Standard Time",
    "Asia/Tokyo": "Tokyo Standard Time", "Australia/Sydney": "AUS Eastern Standard Time",
    "Australia/Adelaide": "Cen. Australia Standard Time", "Australia/Lord_Howe": "Lord Howe Standard Time",
    "Pacific/Auckland": "New Zealand Standard Time", "Pacific/Chatham": "Chatham Islands Standard Time",
    "Pacific/Apia": "Samoa Standard Time", "UTC": "UTC",
}
CLOCKS = ["00:00", "00:15", "00:30", "01:30", "02:00", "02:15", "02:30", "02:45", "03:00", "09:00", "14:00", "18:30", "23:45"]
LONG = 40


def pattern(chance, day):
    days = chance.sample(list(DAYS), chance.randint(1, 3))
    kind = chance.choice(["daily", "weekly", "weekly", "monthlyOnDay", "monthlyOnWeekday", "yearlyOnDay", "yearlyOnWeekday"])
    made = {"kind": kind}
    if kind == "weekly":
        made |= {"days": days, "firstDay": chance.choice(list(DAYS))}
    if kind.endswith("OnDay"):
        made["day"] = chance.choice([1, 15, day.day, 28, 29, 30, 31])
    if kind.endswith("OnWeekday"):
        made |= {"which": chance.choice(list(WHICH)), "days": days}
    if kind.startswith("yearly"):
        made["month"] = chance.randint(1, 12)
    return made


def dates(rule, start):
    """The wall-clock readings. A day that a month lacks is its last: the last of those from the 28th on that it has."""
    made, more = rule["pattern"], {}
    kind = made["kind"]
    often = DAILY if kind == "daily" else WEEKLY if kind == "weekly" else MONTHLY if kind.startswith("monthly") else YEARLY
    if "days" in made:
        more["byweekday"] = [DAYS[name] for name in made["days"]]
    if kind == "weekly":
        more["wkst"] = DAYS[made["firstDay"]]
    if "which" in made:
        more["bysetpos"] = WHICH[made["which"]]
    if "day" in made:
        more |= {"bymonthday": list(range(min(28, made["day"]), made["day"] + 1)), "bysetpos": -1}
    if "month" in made:
        more["bymonth"] = made["month"]
    ending = rule["ending"]
    if ending["kind"] == "after":
        more["count"] = ending["times"]
    if ending["kind"] == "on":
        more["until"] = datetime.fromisoformat(ending["date"] + "T23:59:59")
    found = []
    for at in rrule(often, dtstart=start, interval=rule["interval"], **more):
        found.append(at)
        if len(found) == LONG:
            break
    return found


def instant(wall, zone):
    """Of a reading that comes twice the first; a skipped one as much later as the clocks jump: PEP 495's fold 0."""
    return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(timezone.utc)


def skipped(wall, zone):
    return instant(wall, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wall


def series(chance, today):
    zone, clock = chance.choice(ZONES), chance.choice(CLOCKS)
    day = today + timedelta(days=chance.randint(3, 120))
    start = datetime.fromisoformat(f"{day}T{clock}")
    rule = {"pattern": pattern(chance, day), "interval": chance.choice([1, 1, 1, 2, 3, 5]), "ending": chance.choice([
        {"kind": "after", "times": chance.randint(1, 14)},
        {"kind": "on", "date": str(day + timedelta(days=chance.randint(0, 500)))},
        {"kind": "after", "times": chance.randint(2, 14)},
    ])}
    walls = dates(rule, start)
    # A first date that the clocks skip is asked about, and a series without any is refused: neither is expanded.
    if not walls or skipped(walls[0], zone):
        return None
    written = [instant(wall, zone).strftime("%Y-%m-%dT%H:%M:%SZ") for wall in walls]
    crossed = sum(skipped(wall, zone) for wall in walls)
    return {"zone": zone, "start": start.strftime("%Y-%m-%dT%H:%M"), "minutes": chance.choice([15, 45, 60, 90]), "rule": rule,
            "instants": written, "skipped": crossed}


KINDS = {
    "daily": "daily", "weekly": "weekly", "monthlyOnDay": "absoluteMonthly", "monthlyOnWeekday": "relativeMonthly",
    "yearlyOnDay": "absoluteYearly", "yearlyOnWeekday": "relativeYearly",
}


def as_graph(rule, day, zone):
    """The rule in Graph's words."""
    made = rule["pattern"]
    told = {"type": KINDS[made["kind"]], "interval": rule["interval"]}
    names = {"days": "daysOfWeek", "firstDay": "firstDayOfWeek", "day": "dayOfMonth", "which": "index", "month": "month"}
    told |= {names[name]: value for name, value in made.items() if name in names}
    ending, until = rule["ending"], {"startDate": str(day), "recurrenceTimeZone": zone}
    if ending["kind"] == "after":
        until |= {"type": "numbered", "numberOfOccurrences": ending["times"]}
    else:
        until |= {"type": "endDate", "endDate": ending["date"]}
    return {"pattern": told, "range": until}


def changed(chance, today):
    """A series that somebody else makes, one or two of whose dates are moved on their day, or taken away."""
    one = series(chance, today)
    if not one or one["zone"] not in WINDOWS or not 3 <= len(one["instants"]) < LONG:
        return None
    # Within the year that the calendar is read for.
    if one["instants"][-1] > (datetime.combine(today, datetime.min.time()) + timedelta(days=390)).isoformat():
        return None
    zone, windows, rule, minutes = one["zone"], WINDOWS[one["zone"]], one["rule"], one["minutes"]
    start = datetime.fromisoformat(one["start"])
    whole = chance.random() < 0.15
    if whole:
        start, minutes = datetime.combine(start.date(), datetime.min.time()), 24 * 60
    walls = dates(rule, start)
    if len(walls) < 3 or any(skipped(wall, zone) for wall in walls):
        return None
    clock = lambda wall: {"dateTime": wall.isoformat(), "timeZone": windows}
    event = {"start": clock(walls[0]), "end": clock(walls[0] + timedelta(minutes=minutes)), "isAllDay": whole,
             "recurrence": as_graph(rule, walls[0].date(), windows)}
    steps, stands = [], {instant(wall, zone): wall for wall in walls}
    for wall in chance.sample(walls, chance.choice([1, 2])):
        step = {"date": instant(wall, zone).strftime("%Y-%m-%dT%H:%M:%SZ")}
        del stands[instant(wall, zone)]
        if not whole and chance.random() < 0.6:
            moved = wall.replace(hour=12, minute=34)
            step["change"] = {"start": clock(moved), "end": clock(moved + timedelta(minutes=40))}
            stands[instant(moved, zone)] = moved
        steps.append(step)
    written = sorted(at.strftime("%Y-%m-%dT%H:%M:%SZ") for at in stands)
    return {"zone": zone, "event": event, "steps": steps, "instants": written}


def delta(pages):
    """What stands after all pages, by what a delta means: an entry is new or changed, or removed."""
    entries, masters = {}, {}
    for page in pages:
        for entry in page["value"]:
            if "@removed" in entry:
                entries.pop(entry["id"], None)
            elif entry.get("type") == "seriesMaster":
                masters[entry["id"]] = entry
            else:
                entries[entry["id"]] = entry
    found = {id: [] for id in masters}
    for entry in entries.values():
        if entry.get("seriesMasterId"):
            assert entry["start"]["timeZone"] == "UTC", entry
            found.setdefault(entry["seriesMasterId"], []).append(entry["start"]["dateTime"][:19] + "Z")
    return {id: sorted(starts) for id, starts in found.items()}


def main():
    if sys.argv[1] == "delta":
        with open(sys.argv[2], encoding="utf-8") as file:
            json.dump(delta(json.load(file)), sys.stdout)
        return
    make = changed if sys.argv[3:] == ["changed"] else series
    today, wanted = date.fromisoformat(sys.argv[1]), int(sys.argv[2])
    chance, made = random.Random(495), []
    while len(made) < wanted:
        one = make(chance, today)
        if one:
            made.append(one)
    json.dump(made, sys.stdout)


main()
