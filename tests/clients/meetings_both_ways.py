"""Lectern's desk and Microsoft Graph's SDK for Python on one calendar: what either makes, changes and cancels, the other
sees, field by field."""

import asyncio
import datetime
import html

from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.generated.models.allowed_lobby_admitter_roles import AllowedLobbyAdmitterRoles
from msgraph.generated.models.attendee import Attendee
from msgraph.generated.models.attendee_type import AttendeeType
from msgraph.generated.models.body_type import BodyType
from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
from msgraph.generated.models.day_of_week import DayOfWeek
from msgraph.generated.models.email_address import EmailAddress
from msgraph.generated.models.event import Event
from msgraph.generated.models.item_body import ItemBody
from msgraph.generated.models.lobby_bypass_scope import LobbyBypassScope
from msgraph.generated.models.lobby_bypass_settings import LobbyBypassSettings
from msgraph.generated.models.meeting_chat_mode import MeetingChatMode
from msgraph.generated.models.meeting_participant_info import MeetingParticipantInfo
from msgraph.generated.models.meeting_participants import MeetingParticipants
from msgraph.generated.models.online_meeting import OnlineMeeting
from msgraph.generated.models.online_meeting_presenters import OnlineMeetingPresenters
from msgraph.generated.models.online_meeting_provider_type import OnlineMeetingProviderType
from msgraph.generated.models.online_meeting_role import OnlineMeetingRole
from msgraph.generated.models.patterned_recurrence import PatternedRecurrence
from msgraph.generated.models.recurrence_pattern import RecurrencePattern
from msgraph.generated.models.recurrence_pattern_type import RecurrencePatternType
from msgraph.generated.models.recurrence_range import RecurrenceRange
from msgraph.generated.models.recurrence_range_type import RecurrenceRangeType
from msgraph.generated.models.week_index import WeekIndex
from msgraph.generated.users.item.calendar_view.calendar_view_request_builder import CalendarViewRequestBuilder
from msgraph.generated.users.item.events.item.cancel.cancel_post_request_body import CancelPostRequestBody
from msgraph.generated.users.item.online_meetings.online_meetings_request_builder import OnlineMeetingsRequestBuilder

from credentials import person, refusal
from desk import desk, instant, same, sign_in, word
from steps import control, ready, walk

TODAY = datetime.date.fromisoformat(control("", method="GET")["now"][:10])
ANA = "ana.reyes@contosoevents.onmicrosoft.com"
WINDOWS = {"Europe/Paris": "Romance Standard Time", "America/New_York": "Eastern Standard Time"}
KINDS = {
    "daily": "daily", "weekly": "weekly", "monthlyOnDay": "absoluteMonthly", "monthlyOnWeekday": "relativeMonthly",
    "yearlyOnDay": "absoluteYearly", "yearlyOnWeekday": "relativeYearly",
}
TITLE = "Café \u202eévènement <script>alert(1)</script> 👩‍👩‍👧‍👦"
made = {}


def connected():
    adapter = GraphRequestAdapter(person())
    adapter.base_url = ready["graph"] + "/v1.0"
    return GraphServiceClient(request_adapter=adapter)


graph = connected()


def asking(parameters=None):
    """The ids that the desk goes by."""
    configuration = RequestConfiguration(query_parameters=parameters)
    configuration.headers.add("Prefer", 'IdType="ImmutableId"')
    return configuration


def day(days, clock):
    return f"{TODAY + datetime.timedelta(days=days)}T{clock}"


def at(days, clock, zone):
    return DateTimeTimeZone(date_time=f"{day(days, clock)}:00", time_zone=zone)


def event(id):
    return graph.me.events.by_event_id(id)


async def read(id):
    return await event(id).get(request_configuration=asking())


async def meeting_of(link):
    query = OnlineMeetingsRequestBuilder.OnlineMeetingsRequestBuilderGetQueryParameters(filter=f"JoinWebUrl eq '{link}'")
    found = (await graph.me.online_meetings.get(request_configuration=RequestConfiguration(query_parameters=query))).value
    assert len(found) == 1, found
    return found[0]


async def dates_of(master):
    """A series' dates, as the calendar's view has them."""
    query = CalendarViewRequestBuilder.CalendarViewRequestBuilderGetQueryParameters(
        start_date_time=f"{TODAY}T00:00:00Z", end_date_time=day(390, "00:00:00Z"), top=500)
    view = await graph.me.calendar_view.get(request_configuration=asking(query))
    ours = [one for one in view.value if one.series_master_id == master.id]
    return [{"id": one.id, "start": instant(one.start), "end": instant(one.end), "exception": word(one.type) == "exception",
             "title": one.subject if one.subject != master.subject else None} for one in sorted(ours, key=lambda one: one.start.date_time)]


def told(dates):
    return {date["id"]: {name: date[name] for name in ("id", "start", "end", "exception", "title")} for date in dates}


def rule_of(recurrence):
    """A rule of Graph's as the desk tells one."""
    pattern, range = recurrence.pattern, recurrence.range
    kind = next(ours for ours, theirs in KINDS.items() if theirs == word(pattern.type))
    rule = {"kind": kind}
    if kind == "weekly":
        rule |= {"days": [word(one) for one in pattern.days_of_week], "firstDay": word(pattern.first_day_of_week)}
    if kind.endswith("OnDay"):
        rule["day"] = pattern.day_of_month
    if kind.endswith("OnWeekday"):
        rule |= {"which": word(pattern.index), "days": [word(one) for one in pattern.days_of_week]}
    if kind.startswith("yearly"):
        rule["month"] = pattern.month
    ending = {
        "endDate": lambda: {"kind": "on", "date": str(range.end_date)}, "noEnd": lambda: {"kind": "never"},
        "numbered": lambda: {"kind": "after", "times": range.number_of_occurrences},
    }[word(range.type)]()
    return {"pattern": rule, "interval": pattern.interval, "ending": ending}


def as_desk_tells(one):
    """An event of the official client's in the desk's words."""
    return {
        "title": one.subject, "start": instant(one.start), "end": instant(one.end), "joinUrl": one.online_meeting.join_url,
        "eventId": one.id, "zone": one.original_start_time_zone, "webLink": one.web_link,
    }


def desk_tells(shown):
    series = shown["series"] or shown
    return {
        "title": shown["title"], "start": series["start"], "end": series["end"], "joinUrl": shown["joinUrl"],
        "eventId": shown["eventId"], "zone": WINDOWS[shown["zone"]], "webLink": shown["webLink"],
    }


def options_of(meeting):
    """Every option that the desk offers, in its words."""
    lobby = meeting.lobby_bypass_settings
    return {
        "lobby": word(lobby.scope), "lobbyDialIn": lobby.is_dial_in_bypass_enabled,
        "admitters": word(meeting.allowed_lobby_admitters), "presenters": word(meeting.allowed_presenters),
        "chat": word(meeting.allow_meeting_chat), "camera": meeting.allow_attendee_to_enable_camera,
        "mic": meeting.allow_attendee_to_enable_mic, "reactions": meeting.allow_teamwork_reactions,
        "recording": meeting.allow_recording, "transcription": meeting.allow_transcription,
        "recordAutomatically": meeting.record_automatically, "announced": meeting.is_entry_exit_announced,
        "people": [(one.upn, word(one.role)) for one in meeting.participants.attendees or []],
        "passcodeRequired": meeting.join_meeting_id_settings.is_passcode_required,
        "teamsUrl": meeting.meeting_options_web_url,
    }


def desk_options(answer):
    return {**answer, "people": [(one["upn"], one["role"]) for one in answer["people"]]}


def signed_in():
    """the same account signs in at the desk and at the official client"""
    control("/switches", {"deviceCodeInterval": 1})
    sign_in()


async def made_here():
    """a meeting that the desk made is the same at the official client"""
    words = "Doors <b>open</b> at six.\nBring & share."
    got = desk("events", "create", "--title", TITLE, "--description", words, "--start", day(9, "18:00"), "--end", day(9, "19:30"),
               "--zone", "Europe/Paris")
    made["ours"], shown, there = got["id"], desk("events", "show", got["id"]), await read(got["eventId"])
    same("made", desk_tells(shown), as_desk_tells(there))
    assert there.subject == TITLE and there.is_online_meeting and there.transaction_id
    assert word(there.online_meeting_provider) == "teamsForBusiness" and word(there.type) == "singleInstance"
    assert shown["description"] == words
    for line in words.split("\n"):
        assert html.escape(line, quote=False) in there.body.content, there.body.content
    meeting = await meeting_of(shown["joinUrl"])
    assert (meeting.id, meeting.subject) == (shown["meetingId"], TITLE), "one meeting, not two"


async def changed_here():
    """what the desk changes is changed at the official client, and the meeting stays"""
    id = made["ours"]
    before = desk("events", "show", id)
    desk("events", "change", id, "--title", "Winter gathering", "--description", "Moved.", "--start", day(10, "20:15"),
         "--end", day(10, "21:45"), "--zone", "America/New_York")
    shown, there = desk("events", "show", id), await read(before["eventId"])
    same("changed", desk_tells(shown), as_desk_tells(there))
    assert (there.subject, shown["joinUrl"]) == ("Winter gathering", before["joinUrl"])
    assert "Moved." in there.body.content and "Doors" not in there.body.content
    assert (await meeting_of(shown["joinUrl"])).id == before["meetingId"]


async def series_here():
    """a series of the desk's has the same rule and dates there, one of them moved and one called off"""
    got = desk("events", "create", "--title", "Reading circle", "--start", day(12, "09:00"), "--end", day(12, "10:00"),
               "--zone", "Europe/Paris", "--repeat", "weekly", "--times", "6")
    id = got["id"]
    desk("events", "sync")
    dates = desk("events", "show", id)["series"]["dates"]
    assert len(dates) == 6 and all(date["id"] for date in dates), dates
    desk("events", "change", id, "--date", dates[2]["id"], "--title", "Reading circle, with a guest", "--start", day(27, "11:30"),
         "--end", day(27, "13:00"))
    desk("events", "cancel", id, "--date", dates[4]["id"])
    for fresh in (False, True):
        if fresh:
            assert desk("events", "sync")["elsewhere"] == [], "nobody else changed it"
        shown, master = desk("events", "show", id), await read(got["eventId"])
        same("series", desk_tells(shown), as_desk_tells(master))
        same("rule", shown["series"]["rule"], rule_of(master.recurrence))
        ours, theirs = told(shown["series"]["dates"]), told(await dates_of(master))
        same("dates", ours, theirs)
    assert len(ours) == 5 and [date["exception"] for date in ours.values()].count(True) == 1, ours
    made["series"] = id


def chosen(number):
    """The words of one round: each option goes through all that it can be."""
    words = {
        "lobby": ["everyone", "organizer", "organization", "organizationAndFederated", "invited", "organizationExcludingGuests"],
        "admitters": ["organizerAndCoOrganizers", "organizerAndCoOrganizersAndPresenters"],
        "presenters": ["everyone", "organization", "roleIsPresenter", "organizer"],
        "chat": ["limited", "disabled", "enabled"],
    }
    names = ["lobby-dial-in", "camera", "mic", "reactions", "recording", "transcription", "record-automatically", "announced"]
    switches = {name: ["on", "off"][(number + place) % 2] for place, name in enumerate(names)}
    # What may not be recorded is not recorded from the start.
    switches["record-automatically"] = switches["recording"]
    return {name: all[number % len(all)] for name, all in words.items()} | switches


async def options_here():
    """every option that the desk sets, each of its words, is read by the official client"""
    id = made["ours"]
    link = desk("events", "show", id)["joinUrl"]
    same("at first", desk_options(desk("events", "options", id)), options_of(await meeting_of(link)))
    people = [["--co-organizer", ANA, "--presenter", "guest@fabrikam.example"], ["--presenter", ANA], ["--attendee", "guest@fabrikam.example"]]
    for number in range(6):
        words = chosen(number)
        asked = [part for name, value in words.items() for part in (f"--{name}", value)]
        now = desk_options(desk("events", "options", id, *asked, *people[number % 3]))
        same(f"round {number}", now, options_of(await meeting_of(link)))
        wanted = {name.replace("-dial-in", "DialIn").replace("-automatically", "Automatically"): value
                  for name, value in words.items()}
        wrong = {name: now[name] for name, value in wanted.items() if now[name] != {"on": True, "off": False}.get(value, value)}
        assert not wrong, f"round {number} was told {wanted} and has {wrong}"


async def options_there():
    """every option that the official client sets is shown by the desk"""
    id = made["ours"]
    meeting = await meeting_of(desk("events", "show", id)["joinUrl"])
    builder = graph.me.online_meetings.by_online_meeting_id(meeting.id)
    scopes = [scope for scope in LobbyBypassScope if scope != LobbyBypassScope.UnknownFutureValue]
    presenters = [OnlineMeetingPresenters.Everyone, OnlineMeetingPresenters.Organization, OnlineMeetingPresenters.Organizer]
    chats = [MeetingChatMode.Disabled, MeetingChatMode.Enabled, MeetingChatMode.Limited]
    admitters = [AllowedLobbyAdmitterRoles.OrganizerAndCoOrganizersAndPresenters, AllowedLobbyAdmitterRoles.OrganizerAndCoOrganizers]
    for number, scope in enumerate(scopes):
        on = number % 2 == 0
        await builder.patch(OnlineMeeting(
            lobby_bypass_settings=LobbyBypassSettings(scope=scope, is_dial_in_bypass_enabled=on),
            allowed_lobby_admitters=admitters[number % 2], allowed_presenters=presenters[number % 3],
            allow_meeting_chat=chats[number % 3], allow_attendee_to_enable_camera=on, allow_attendee_to_enable_mic=not on,
            allow_teamwork_reactions=on, allow_recording=on, allow_transcription=not on, record_automatically=on,
            is_entry_exit_announced=not on,
            participants=MeetingParticipants(attendees=[MeetingParticipantInfo(
                upn=ANA, role=OnlineMeetingRole.Coorganizer if on else OnlineMeetingRole.Presenter)]),
        ))
        same(word(scope), desk_options(desk("events", "options", id)), options_of(await builder.get()))


async def cancelled_here():
    """what the desk cancels is gone at the official client"""
    there = desk("events", "show", made["ours"])["eventId"]
    desk("events", "cancel", made["ours"], "--comment", "Moved to spring")
    error = await refusal(event(there).get(request_configuration=asking()))
    assert (error.response_status_code, error.error.code) == (404, "ErrorItemNotFound"), error
    assert desk("events", "show", made["ours"])["state"] == "cancelled"


def offered(title):
    found = [offer for offer in desk("events", "sync")["calendar"]["offers"] if offer["title"] == title]
    assert len(found) == 1, f"{title} is offered once: {found}"
    return found[0]


async def made_there():
    """a meeting of the official client's is offered and taken over as it is, with a Windows zone and people"""
    people = [Attendee(type=AttendeeType.Required, email_address=EmailAddress(address=f"p{n}@fabrikam.example", name=f"P {n}")) for n in range(3)]
    one = await graph.me.events.post(Event(
        subject="Made in Outlook: " + TITLE, start=at(20, "14:00", "Romance Standard Time"), end=at(20, "15:00", "Romance Standard Time"),
        body=ItemBody(content_type=BodyType.Html, content="<p>Written <em>there</em>.</p><script>alert(1)</script>"), attendees=people,
        is_online_meeting=True, online_meeting_provider=OnlineMeetingProviderType.TeamsForBusiness,
    ), request_configuration=asking())
    offer = offered(one.subject)
    same("offer", {name: offer[name] for name in ("id", "start", "end", "series")},
         {"id": one.id, "start": instant(one.start), "end": instant(one.end), "series": False})
    shown = desk("events", "show", desk("events", "adopt", offer["id"])["id"])
    same("taken over", desk_tells(shown), as_desk_tells(await read(one.id)))
    assert shown["description"].startswith("Written there."), shown["description"]
    assert shown["meetingId"] == (await meeting_of(shown["joinUrl"])).id
    desk("events", "change", shown["id"], "--title", "Renamed at the desk", "--description", "Ours now.")
    there = await read(one.id)
    assert [person.email_address.address for person in there.attendees] == [person.email_address.address for person in people], "nobody was taken off"
    assert there.subject == "Renamed at the desk" and there.online_meeting.join_url == one.online_meeting.join_url
    made["theirs"] = shown["id"]


async def changed_there():
    """what the official client changes is told by the desk as changed elsewhere, and is the same"""
    id, before = made["theirs"], desk("events", "show", made["theirs"])
    await event(before["eventId"]).patch(Event(
        subject="Renamed in Outlook", start=at(21, "08:05", "Eastern Standard Time"), end=at(21, "09:35", "Eastern Standard Time")))
    assert desk("events", "sync")["elsewhere"] == [id]
    shown = desk("events", "show", id)
    same("changed there", desk_tells(shown), as_desk_tells(await read(before["eventId"])))
    fields = {field["field"]: field["before"] for change in shown["elsewhere"] for field in change["fields"]}
    assert fields["title"] == "Renamed at the desk" and "time" in fields, fields


async def series_there():
    """a series of the official client's, a date moved and a date deleted, is the same at the desk"""
    first = TODAY.replace(day=1) + datetime.timedelta(days=40)
    days = [date for date in (first.replace(day=1) + datetime.timedelta(days=n) for n in range(28)) if date.weekday() == 3]
    start = days[1]
    moment = lambda clock: DateTimeTimeZone(date_time=f"{start}T{clock}:00", time_zone="Romance Standard Time")
    master = await graph.me.events.post(Event(
        subject="Second Thursday", start=moment("17:00"), end=moment("18:30"), is_online_meeting=True,
        online_meeting_provider=OnlineMeetingProviderType.TeamsForBusiness,
        recurrence=PatternedRecurrence(
            pattern=RecurrencePattern(type=RecurrencePatternType.RelativeMonthly, interval=1, index=WeekIndex.Second,
                                      days_of_week=[DayOfWeek.Thursday]),
            range=RecurrenceRange(type=RecurrenceRangeType.Numbered, start_date=start, number_of_occurrences=7,
                                  recurrence_time_zone="Romance Standard Time")),
    ), request_configuration=asking())
    dates = await dates_of(master)
    moved = datetime.datetime.fromisoformat(dates[2]["start"][:19]) + datetime.timedelta(days=2, hours=1)
    utc = lambda hours: DateTimeTimeZone(date_time=(moved + datetime.timedelta(hours=hours)).isoformat(), time_zone="UTC")
    await event(dates[2]["id"]).patch(Event(subject="Third of seven", start=utc(0), end=utc(2)), request_configuration=asking())
    await event(dates[4]["id"]).delete(request_configuration=asking())
    id = desk("events", "adopt", offered("Second Thursday")["id"])["id"]
    await compared(id, master.id, 6)
    dates = await dates_of(master)
    await event(dates[0]["id"]).patch(Event(subject="The first, renamed"), request_configuration=asking())
    await event(dates[5]["id"]).cancel.post(CancelPostRequestBody(comment="Snow"), request_configuration=asking())
    desk("events", "sync")
    await compared(id, master.id, 5)
    made["there"] = id


async def compared(id, master_id, count):
    shown, master = desk("events", "show", id), await read(master_id)
    same("series there", desk_tells(shown), as_desk_tells(master))
    same("rule there", shown["series"]["rule"], rule_of(master.recurrence))
    ours = told(shown["series"]["dates"])
    same("dates there", ours, told(await dates_of(master)))
    assert len(ours) == count and shown["series"]["fromCalendar"], ours


async def cancelled_there():
    """what the official client cancels or deletes is cancelled at the desk"""
    gone = [made["theirs"], made["there"], made["series"]]
    ids = [desk("events", "show", id)["eventId"] for id in gone]
    await event(ids[0]).cancel.post(CancelPostRequestBody(comment="Called off"), request_configuration=asking())
    await event(ids[1]).delete(request_configuration=asking())
    await event(ids[2]).delete(request_configuration=asking())
    assert sorted(desk("events", "sync")["elsewhere"]) == sorted(gone)
    for id in gone:
        shown = desk("events", "show", id)
        assert shown["state"] == "cancelled" and shown["elsewhere"][-1]["fields"][0]["field"] == "gone", shown


async def whole():
    """in the end both see the same calendar"""
    query = CalendarViewRequestBuilder.CalendarViewRequestBuilderGetQueryParameters(
        start_date_time=day(-30, "00:00:00Z"), end_date_time=day(390, "00:00:00Z"), top=500)
    view = (await graph.me.calendar_view.get(request_configuration=asking(query))).value
    theirs = {one.series_master_id or one.id for one in view if one.is_online_meeting and one.is_organizer and not one.is_cancelled}
    report = desk("events", "sync")["calendar"]
    ours = {one["id"] for one in report["offers"]}
    ours |= {desk("events", "show", one["id"])["eventId"] for one in desk("events", "list")["events"] if one["state"] == "scheduled"}
    assert ours == theirs, f"at the desk alone {ours - theirs}, at the official client alone {theirs - ours}"


asyncio.run(walk([
    signed_in, made_here, changed_here, series_here, options_here, options_there, cancelled_here, made_there, changed_there,
    series_there, cancelled_there, whole,
]))
