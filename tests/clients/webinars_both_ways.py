"""Lectern's desk and Microsoft Graph's SDK for Python on the same webinars and town halls: drafts, people, questions,
registrations and attendance, field by field, whoever made them."""

import asyncio
import datetime
from zoneinfo import ZoneInfo

from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.generated.models.body_type import BodyType
from msgraph.generated.models.communications_guest_identity import CommunicationsGuestIdentity
from msgraph.generated.models.communications_user_identity import CommunicationsUserIdentity
from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
from msgraph.generated.models.item_body import ItemBody
from msgraph.generated.models.meeting_audience import MeetingAudience
from msgraph.generated.models.virtual_event_external_registration_information import (
    VirtualEventExternalRegistrationInformation,
)
from msgraph.generated.models.virtual_event_presenter import VirtualEventPresenter
from msgraph.generated.models.virtual_event_presenter_details import VirtualEventPresenterDetails
from msgraph.generated.models.virtual_event_registration import VirtualEventRegistration
from msgraph.generated.models.virtual_event_registration_custom_question import VirtualEventRegistrationCustomQuestion
from msgraph.generated.models.virtual_event_registration_predefined_question import (
    VirtualEventRegistrationPredefinedQuestion,
)
from msgraph.generated.models.virtual_event_registration_predefined_question_label import (
    VirtualEventRegistrationPredefinedQuestionLabel as Label,
)
from msgraph.generated.models.virtual_event_registration_question_answer_input_type import (
    VirtualEventRegistrationQuestionAnswerInputType as Answer,
)
from msgraph.generated.models.virtual_event_townhall import VirtualEventTownhall
from msgraph.generated.models.virtual_event_webinar import VirtualEventWebinar

from credentials import application, named, person, tenant
from desk import desk, same, sign_in, word
from steps import control, ready, walk

TODAY = datetime.date.fromisoformat(control("", method="GET")["now"][:10])
TITLE = "Café: התחלה \u202e<b>bold</b> 👩‍👩‍👧‍👦"
STATES = {"draft": "draft", "published": "published", "canceled": "cancelled"}
service = tenant["apps"][1]
made = {}


def client(provider):
    adapter = GraphRequestAdapter(provider)
    adapter.base_url = ready["graph"] + "/v1.0"
    return GraphServiceClient(request_adapter=adapter)


def day(days, clock):
    return f"{TODAY + datetime.timedelta(days=days)}T{clock}"


def at(days, clock, zone="Romance Standard Time"):
    return DateTimeTimeZone(date_time=f"{day(days, clock)}:00", time_zone=zone)


def utc(at):
    """Virtual events keep the zone that they were told."""
    zone = ZoneInfo({"Romance Standard Time": "Europe/Paris"}.get(at.time_zone, at.time_zone))
    moment = datetime.datetime.fromisoformat(at.date_time[:19]).replace(tzinfo=zone).astimezone(datetime.timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def webinar(name="webinar"):
    return events.webinars.by_virtual_event_webinar_id(made[name]["eventId"])


def hall():
    return events.townhalls.by_virtual_event_townhall_id(made["hall"]["eventId"])


def as_desk_tells(event):
    return {
        "eventId": event.id, "title": event.display_name, "description": event.description.content if event.description else "",
        "start": utc(event.start_date_time), "end": utc(event.end_date_time), "audience": word(event.audience), "state": STATES[word(event.status)],
        "attendeeMail": event.settings.is_attendee_email_notification_enabled,
    }


def desk_tells(shown):
    return {name: shown[name] for name in ("eventId", "title", "description", "start", "end", "audience", "state", "attendeeMail")}


def presenter(one):
    details, identity = one.presenter_details, one.identity
    return {
        "id": one.id, "name": identity.display_name, "email": one.email,
        "jobTitle": details.job_title if details else None, "company": details.company if details else None,
    }


def desk_presenters(answer):
    return {one["id"]: {name: one[name] for name in ("id", "name", "email", "jobTitle", "company")} for one in answer}


def question(one):
    predefined = isinstance(one, VirtualEventRegistrationPredefinedQuestion)
    return {
        "id": one.id, "text": word(one.label) if predefined else one.display_name, "required": one.is_required, "predefined": predefined,
        "answer": None if predefined else word(one.answer_input_type), "choices": [] if predefined else one.answer_choices or [],
    }


def desk_questions(answer):
    # The desk has Teams' own questions in words: "Job title" is jobTitle.
    plain = lambda one: {**one, "text": label(one["text"]) if one["predefined"] else one["text"]}
    return {one["id"]: plain(one) for one in answer}


def label(words):
    if words == "State or province":
        return "state"
    first, *rest = words.split(" ")
    return first.lower() + "".join(part.capitalize() for part in rest)


async def page_of(builder):
    configuration = await builder.registration_configuration.get()
    return {"url": configuration.registration_web_url, "capacity": configuration.capacity,
            "waitlist": configuration.is_waitlist_enabled, "approval": configuration.is_manual_approval_enabled}


async def sessions_of(builder):
    found = (await builder.sessions.get()).value
    return {one.id: {"id": one.id, "joinUrl": one.join_web_url, "start": utc(one.start_date_time), "end": utc(one.end_date_time)} for one in found}


async def compared(what, name="webinar"):
    """All that the desk shows of a webinar, beside what the official client reads."""
    id = made[name]["id"]
    shown = desk("webinars", "show", id)
    same(what, desk_tells(shown), as_desk_tells(await webinar(name).get()))
    same(f"{what}, its page", shown["page"], await page_of(webinar(name)))
    same(f"{what}, its sessions", {one["id"]: one for one in shown["sessions"]}, await sessions_of(webinar(name)))
    theirs = (await webinar(name).presenters.get()).value
    same(f"{what}, who speaks", desk_presenters(desk("webinars", "presenters", "list", id)["presenters"]), {one.id: presenter(one) for one in theirs})
    theirs = (await webinar(name).registration_configuration.questions.get()).value
    same(f"{what}, what is asked", desk_questions(desk("webinars", "questions", "list", id)["questions"]), {one.id: question(one) for one in theirs})
    theirs = (await webinar(name).get()).co_organizers or []
    ours = desk("webinars", "co-organizers", id)["coOrganizers"]
    same(f"{what}, who runs it", {one["id"]: one["name"] for one in ours}, {one.id: one.display_name for one in theirs})
    return shown


async def agreed():
    """the same account signs in at the desk and at the official client, once an administrator agreed"""
    global graph, events, outside
    # The limits are held elsewhere: these steps are about what is told.
    control("/switches", {"deviceCodeInterval": 1, "virtualEventWrites": 0, "virtualEventReads": 0})
    control("/grants/consent", {"scopes": ["VirtualEvent.Read", "VirtualEvent.ReadWrite"]})
    sign_in()
    graph = client(person())
    events, outside = graph.solutions.virtual_events, client(application()).solutions.virtual_events


async def drafted_here():
    """a webinar that the desk drafted, its people and its questions are the same at the official client"""
    made["webinar"] = desk("webinars", "create", "--title", TITLE, "--description", "Line one.\nLine <two> & three.", "--start", day(30, "18:00"),
                           "--end", day(30, "19:30"), "--zone", "Europe/Paris", "--audience", "organization", "--no-attendee-mail")
    id = made["webinar"]["id"]
    await compared("drafted")
    desk("webinars", "edit", id, "--audience", "everyone", "--title", TITLE + "!", "--end", day(30, "20:00"))
    desk("webinars", "co-organizers", id, "--set", named("ana.reyes")["id"], "--set", named("priya.raman")["id"])
    desk("webinars", "presenters", "add", id, "--user-id", named("priya.raman")["id"])
    desk("webinars", "presenters", "add", id, "--name", "Dr. Mina \u202eOkonkwo", "--email", "mina@fabrikam.example", "--job-title", "CTO",
         "--company", "<b>Fabrikam</b>", "--bio", "Says it plainly.", "--linked-in", "https://www.linkedin.com/in/mina")
    for name in ("street", "city", "state", "postal-code", "country-or-region", "industry", "job-title", "organization"):
        desk("webinars", "questions", "add", id, "--predefined", name)
    for kind in ("text", "multiline-text", "boolean"):
        desk("webinars", "questions", "add", id, "--text", f"A {kind}?", "--answer", kind)
    for kind in ("single-choice", "multi-choice"):
        desk("webinars", "questions", "add", id, "--text", f"Which {kind}? 👍🏽", "--answer", kind, "--required",
             "--choice", "Rot", "--choice", "כחול")
    await compared("with its people")
    mina = next(one for one in (await webinar().presenters.get()).value if one.email == "mina@fabrikam.example")
    assert mina.presenter_details.bio.content == "Says it plainly."
    assert mina.presenter_details.linked_in_profile_web_url == "https://www.linkedin.com/in/mina"
    labels = [one.label for one in (await webinar().registration_configuration.questions.get()).value if hasattr(one, "label")]
    assert len(set(labels)) == 8, "each of Teams' own questions"
    asked = desk("webinars", "questions", "list", id)["questions"]
    desk("webinars", "questions", "remove", id, next(one["id"] for one in asked if one["text"] == "A boolean?"))
    desk("webinars", "presenters", "remove", id, mina.id)
    await compared("some taken away")


async def published_here():
    """it is published at both, with the page and the way in that both tell"""
    desk("webinars", "publish", made["webinar"]["id"])
    shown = await compared("published")
    assert shown["page"]["url"] and len(shown["sessions"]) == 1, shown
    there = await webinar().get()
    assert there.external_event_information[0].external_event_id.startswith("lectern:"), "known again after a crash"


async def changed_there():
    """what the official client changes of it, and of its people and questions, is told by the desk"""
    builder = webinar()
    await builder.patch(VirtualEventWebinar(
        display_name="Renamed in Teams: " + TITLE, description=ItemBody(content_type=BodyType.Text, content="Other words."),
        start_date_time=at(31, "10:00"), end_date_time=at(31, "11:15"),
        co_organizers=[CommunicationsUserIdentity(id=named("ana.reyes")["id"], tenant_id=tenant["id"])],
    ))
    guest = await builder.presenters.post(VirtualEventPresenter(
        identity=CommunicationsGuestIdentity(display_name="קול אורח", email="guest@fabrikam.example"),
        presenter_details=VirtualEventPresenterDetails(company="Fabrikam", job_title="CTO"),
    ))
    await builder.presenters.by_virtual_event_presenter_id(guest.id).patch(
        VirtualEventPresenter(presenter_details=VirtualEventPresenterDetails(job_title="CEO")))
    questions = builder.registration_configuration.questions
    listed = (await questions.get()).value
    for one in listed[:3]:
        await questions.by_virtual_event_registration_question_base_id(one.id).delete()
    await questions.post(VirtualEventRegistrationPredefinedQuestion(label=Label.City))
    await questions.post(VirtualEventRegistrationCustomQuestion(
        display_name="Made there?", answer_input_type=Answer.MultiChoice, answer_choices=["Ja", "Nein"], is_required=False))
    rules = {"capacity": 300, "isWaitlistEnabled": True, "isManualApprovalEnabled": False}
    control(f"/virtual-events/{made['webinar']['eventId']}/configuration", rules)
    shown = await compared("changed there")
    assert (shown["page"]["capacity"], shown["page"]["waitlist"]) == (300, True), shown["page"]


async def town_hall():
    """a town hall of the desk's is the same there, changed by either, and called off"""
    made["hall"] = desk("town-halls", "create", "--title", "All hands", "--description", "Once a year.", "--start", day(40, "16:00"),
                        "--end", day(40, "17:00"), "--zone", "Europe/Paris", "--audience", "organization")
    id = made["hall"]["id"]
    desk("town-halls", "presenters", "add", id, "--name", "Guest", "--email", "guest@fabrikam.example")
    desk("town-halls", "publish", id)
    for change in (None, VirtualEventTownhall(display_name="All hands, winter", end_date_time=at(40, "17:30"))):
        if change:
            await hall().patch(change)
        shown, there = desk("town-halls", "show", id), await hall().get()
        same("town hall", desk_tells(shown), as_desk_tells(there))
        ours = desk_presenters(desk("town-halls", "presenters", "list", id)["presenters"])
        same("who speaks there", ours, {one.id: presenter(one) for one in (await hall().presenters.get()).value})
        same("its sessions", {one["id"]: one for one in shown["sessions"]}, await sessions_of(hall()))
    desk("town-halls", "cancel", id)
    same("called off", desk_tells(desk("town-halls", "show", id)), as_desk_tells(await hall().get()))


def outsider(number):
    return VirtualEventRegistration(
        first_name="Zoë", last_name=f"There {number}", email=f"there{number}@example.org", preferred_timezone="Romance Standard Time",
        preferred_language="en-us",
        external_registration_information=VirtualEventExternalRegistrationInformation(referrer="another", registration_id=f"theirs-{number}"))


async def enrolled():
    """whoever the desk enrols has the same link at the official client, and whoever that enrolled is not enrolled twice"""
    made["open"] = desk("webinars", "create", "--title", "Open house", "--start", day(32, "18:00"), "--end", day(32, "19:00"),
                        "--zone", "Europe/Paris")
    id, event = made["open"]["id"], made["open"]["eventId"]
    desk("webinars", "publish", id)
    permissions = ["VirtualEvent.Read.Chat", "VirtualEventRegistration-Anon.ReadWrite.Chat", "OnlineMeetingArtifact.Read.Chat"]
    control("/grants/rsc", {"app": service["clientId"], "event": event, "permissions": permissions})
    desk("webinars", "application", "set", "--tenant", tenant["id"], "--client-id", service["clientId"], "--secret-stdin",
         stdin=service["secret"] + "\n")
    there = outside.webinars.by_virtual_event_webinar_id(event).registrations
    await there.post(outsider(1))
    for number, name in enumerate(("Ana", "Noé", "מרים")):
        desk("webinars", "enrol", id, "--first-name", name, "--last-name", "Here", "--email", f"here{number}@example.org")
    ours = desk("webinars", "enrol", id, "--first-name", "Zoë", "--last-name", "There 1", "--email", "there1@example.org")
    listed = (await there.get()).value
    emails = sorted(one.email for one in listed)
    assert emails == ["here0@example.org", "here1@example.org", "here2@example.org", "there1@example.org"], emails
    theirs = {}
    for one in listed:
        sessions = (await there.by_virtual_event_registration_id(one.id).sessions.get()).value
        theirs[one.email] = {"name": f"{one.first_name} {one.last_name}", "joinUrl": sessions[0].join_web_url}
    same("enrolled", {one["email"]: {"name": one["name"], "joinUrl": one["joinUrl"]} for one in ours["people"]}, theirs)
    desk("webinars", "withdraw", id, "--email", "here1@example.org")
    states = {one.email: word(one.status) for one in (await there.get()).value}
    assert states["here1@example.org"] == "canceled" and list(states.values()).count("registered") == 3, states
    made["listed"] = listed
    await listed_alike(id, there)


async def listed_alike(id, there):
    """Who is on Teams' list, also by another way than the desk's, with what they said."""
    words = {"canceled": "cancelled", "rejectedByOrganizer": "rejected"}
    theirs = {one.id: (one.first_name, one.last_name, one.email, words.get(word(one.status), word(one.status)))
              for one in (await there.get()).value}
    ours = desk("webinars", "registrations", id)["rows"]
    same("on the list", {one["id"]: (one["firstName"], one["lastName"], one["email"], one["status"]) for one in ours}, theirs)


async def attended():
    """both tell who was there, and for how long"""
    event, at = made["open"]["eventId"], lambda clock: f"{day(32, clock)}:00Z"
    control("/attendance", {"event": event, "start": at("17:00"), "end": at("18:00"), "people": [
        {"user": "events", "role": "Organizer"},
        {"registration": made["listed"][0].id, "intervals": [[at("17:05"), at("17:35")], [at("17:40"), at("17:50")]]},
    ]})
    ours = desk("webinars", "attendance", made["open"]["id"])
    builder = webinar("open")
    session = (await builder.sessions.get()).value[0]
    reports = builder.sessions.by_virtual_event_session_id(session.id).attendance_reports
    report = (await reports.get()).value[0]
    records = (await reports.by_meeting_attendance_report_id(report.id).attendance_records.get()).value
    same("the report", ours["reports"][0] | {"start": None, "end": None},
         {"id": report.id, "start": None, "end": None, "participants": report.total_participant_count})
    theirs = {one.email_address: (one.total_attendance_in_seconds, one.role, one.registration_id is not None) for one in records}
    same("who was there", {one["email"]: (one["seconds"], one["role"], one["registered"]) for one in ours["people"]}, theirs)


async def cancelled_there():
    """what the official client calls off is called off at the desk, and the other way round"""
    await events.events.by_virtual_event_id(made["webinar"]["eventId"]).cancel.post()
    shown = desk("webinars", "show", made["webinar"]["id"])
    same("called off there", desk_tells(shown), as_desk_tells(await webinar().get()))
    assert shown["state"] == "cancelled", shown
    desk("webinars", "cancel", made["open"]["id"])
    same("called off here", desk_tells(desk("webinars", "show", made["open"]["id"])), as_desk_tells(await webinar("open").get()))


asyncio.run(walk([
    agreed, drafted_here, published_here, changed_there, town_hall, enrolled, attended, cancelled_there,
]))
