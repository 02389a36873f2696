"""Microsoft Graph's SDK for Python takes a webinar and a town hall through their lives on the sandbox."""

import asyncio

from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.generated.models.body_type import BodyType
from msgraph.generated.models.communications_guest_identity import CommunicationsGuestIdentity
from msgraph.generated.models.communications_user_identity import CommunicationsUserIdentity
from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
from msgraph.generated.models.item_body import ItemBody
from msgraph.generated.models.meeting_audience import MeetingAudience
from msgraph.generated.models.online_meeting import OnlineMeeting
from msgraph.generated.models.virtual_event_attendee_registration_status import VirtualEventAttendeeRegistrationStatus
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
    VirtualEventRegistrationPredefinedQuestionLabel,
)
from msgraph.generated.models.virtual_event_registration_question_answer import VirtualEventRegistrationQuestionAnswer
from msgraph.generated.models.virtual_event_registration_question_answer_input_type import (
    VirtualEventRegistrationQuestionAnswerInputType,
)
from msgraph.generated.models.virtual_event_settings import VirtualEventSettings
from msgraph.generated.models.virtual_event_status import VirtualEventStatus
from msgraph.generated.models.virtual_event_townhall import VirtualEventTownhall
from msgraph.generated.models.virtual_event_webinar import VirtualEventWebinar
from msgraph.generated.solutions.virtual_events.events.item.set_external_event_information.set_external_event_information_post_request_body import (  # noqa: E501
    SetExternalEventInformationPostRequestBody,
)
from msgraph.generated.solutions.virtual_events.webinars.item.sessions.item.attendance_reports.item.meeting_attendance_report_item_request_builder import (  # noqa: E501
    MeetingAttendanceReportItemRequestBuilder,
)

from credentials import application, named, person, refusal, tenant
from steps import control, latest, ready, seen, walk

made = {}


def client(provider):
    adapter = GraphRequestAdapter(provider)
    adapter.base_url = ready["graph"] + "/v1.0"
    return GraphServiceClient(request_adapter=adapter)


graph = client(person())
service = client(application())
events, outside = graph.solutions.virtual_events, service.solutions.virtual_events
YEAR = 2035


def at(hour, zone="Pacific Standard Time"):
    return DateTimeTimeZone(date_time=f"{YEAR}-03-30T{hour:02}:00:00", time_zone=zone)


def webinar():
    return events.webinars.by_virtual_event_webinar_id(made["webinar"])


def from_outside():
    return outside.webinars.by_virtual_event_webinar_id(made["webinar"])


def grant(*permissions):
    app = tenant["apps"][1]["clientId"]
    control("/grants/rsc", {"app": app, "event": made["webinar"], "permissions": list(permissions)})


async def consented():
    """without an administrator's consent nothing is made; with it the person signs in again"""
    global graph, events
    error = await refusal(events.webinars.post(VirtualEventWebinar(
        display_name="x", start_date_time=at(10), end_date_time=at(11),
    )))
    assert (error.response_status_code, error.error.code) == (403, "Forbidden"), error
    control("/grants/consent", {"scopes": ["VirtualEvent.Read", "VirtualEvent.ReadWrite"]})
    # The service itself lets 15 writes through in 30 seconds; these steps are not about that, but for one.
    control("/switches", {"virtualEventWrites": 0})
    graph = client(person())
    events = graph.solutions.virtual_events


async def drafted():
    """a webinar is drafted, with a co-organizer and no mail to attendees"""
    got = await events.webinars.post(VirtualEventWebinar(
        display_name="Café: התחלה <b>", audience=MeetingAudience.Everyone, start_date_time=at(10), end_date_time=at(17),
        description=ItemBody(content_type=BodyType.Text, content="How technology has changed the way we communicate."),
        co_organizers=[CommunicationsUserIdentity(id=named("ana.reyes")["id"], tenant_id=tenant["id"])],
        settings=VirtualEventSettings(is_attendee_email_notification_enabled=False),
    ))
    assert got.status == VirtualEventStatus.Draft and got.id.endswith("@" + tenant["id"]), got
    assert got.display_name == "Café: התחלה <b>" and got.start_date_time.time_zone == "Pacific Standard Time"
    assert got.co_organizers[0].display_name == "Ana Reyes", got.co_organizers
    assert got.created_by.user.id == named("events")["id"]
    assert got.settings.is_attendee_email_notification_enabled is False
    made["webinar"] = got.id


async def presented():
    """a person of the tenant and a guest present it, with details"""
    presenters = webinar().presenters
    await presenters.post(VirtualEventPresenter(identity=CommunicationsUserIdentity(id=named("priya.raman")["id"])))
    guest = await presenters.post(VirtualEventPresenter(
        identity=CommunicationsGuestIdentity(display_name="Guest Speaker", email="guest@fabrikam.example"),
        presenter_details=VirtualEventPresenterDetails(
            company="Fabrikam", job_title="CTO", bio=ItemBody(content_type=BodyType.Html, content="<p>Speaks.</p>"),
            linked_in_profile_web_url="https://www.linkedin.com/in/guest",
        ),
    ))
    assert isinstance(guest.identity, CommunicationsGuestIdentity) and guest.email == "guest@fabrikam.example"
    changed = await presenters.by_virtual_event_presenter_id(guest.id).patch(
        VirtualEventPresenter(presenter_details=VirtualEventPresenterDetails(job_title="CEO")))
    assert (changed.presenter_details.job_title, changed.presenter_details.company) == ("CEO", "Fabrikam")
    listed = (await presenters.get()).value
    assert [type(one.identity) for one in listed] == [CommunicationsUserIdentity, CommunicationsGuestIdentity], listed
    await presenters.by_virtual_event_presenter_id(guest.id).delete()
    assert len((await presenters.get()).value) == 1


async def asked():
    """predefined and custom questions are asked, and one is taken away"""
    questions = webinar().registration_configuration.questions
    street = await questions.post(VirtualEventRegistrationPredefinedQuestion(
        label=VirtualEventRegistrationPredefinedQuestionLabel.Street))
    assert street.display_name == "Address" and street.is_required is False, street
    city = await questions.post(VirtualEventRegistrationCustomQuestion(
        display_name="Which city?", answer_input_type=VirtualEventRegistrationQuestionAnswerInputType.SingleChoice,
        answer_choices=["Seattle", "Lisbon"], is_required=True,
    ))
    extra = await questions.post(VirtualEventRegistrationCustomQuestion(
        display_name="Anything else?", answer_input_type=VirtualEventRegistrationQuestionAnswerInputType.MultilineText))
    await questions.by_virtual_event_registration_question_base_id(extra.id).delete()
    listed = (await questions.get()).value
    assert [type(one) for one in listed] == [
        VirtualEventRegistrationPredefinedQuestion, VirtualEventRegistrationCustomQuestion], listed
    configuration = await webinar().registration_configuration.get()
    assert configuration.registration_web_url.startswith("https://events.teams.microsoft.com/event/")
    assert configuration.is_waitlist_enabled is False
    made.update(city=city.id)


async def published():
    """it is changed and published, and takes no registrations before that"""
    error = await refusal(webinar().registrations.post(own()))
    assert error.response_status_code == 400, error
    changed = await webinar().patch(VirtualEventWebinar(display_name="The Impact of Tech"))
    assert changed.display_name == "The Impact of Tech"
    event = events.events.by_virtual_event_id(made["webinar"])
    await event.set_external_event_information.post(SetExternalEventInformationPostRequestBody(external_event_id="ours"))
    await event.publish.post()
    got = await webinar().get()
    assert got.status == VirtualEventStatus.Published and got.external_event_information[0].external_event_id == "ours"
    role = events.webinars.get_by_user_role_with_role
    assert made["webinar"] in [one.id for one in (await role("organizer").get()).value]
    assert made["webinar"] not in [one.id for one in (await role("coOrganizer").get()).value]


def answers():
    return [VirtualEventRegistrationQuestionAnswer(question_id=made["city"], multi_choice_values=["Lisbon"])]


def own():
    return VirtualEventRegistration(
        preferred_timezone="Romance Standard Time", preferred_language="en-gb",
        registration_question_answers=answers() if "city" in made else None,
    )


def outsider(number):
    return VirtualEventRegistration(
        first_name="Diane", last_name=f"Demoss {number}", email=f"diane{number}@example.org",
        preferred_timezone="Pacific Standard Time", preferred_language="en-us", registration_question_answers=answers(),
        external_registration_information=VirtualEventExternalRegistrationInformation(
            referrer="lectern", registration_id=f"ticket-{number}"),
    )


async def enrolled():
    """a signed-in person enrols themselves and is told, and cancels"""
    got = await webinar().registrations.post(own())
    assert got.status == VirtualEventAttendeeRegistrationStatus.Registered and got.user_id == named("events")["id"]
    assert got.registration_question_answers[0].display_name == "Which city?"
    one = webinar().registrations.by_virtual_event_registration_id(got.id)
    assert (await one.get()).email == named("events")["mail"]
    error = await refusal(one.sessions.get())
    assert (error.response_status_code, error.error.code) == (403, "Forbidden"), error
    error = await refusal(webinar().registrations.get())
    assert (error.response_status_code, error.error.code) == (403, "Forbidden"), error
    await one.cancel.post()
    got = await one.get()
    assert got.status == VirtualEventAttendeeRegistrationStatus.Canceled and got.cancelation_date_time


async def reconciled():
    """an application enrols outsiders blindly, then finds them and their own join links"""
    for number in (1, 2):
        assert await from_outside().registrations.post(outsider(number)) is None, "204 has no body"
    error = await refusal(from_outside().registrations.get())
    assert error.response_status_code == 403, error
    grant("VirtualEvent.Read.Chat", "VirtualEventRegistration-Anon.ReadWrite.Chat")
    listed = (await from_outside().registrations.get()).value
    found = {one.external_registration_information.registration_id: one for one in listed
             if one.external_registration_information}
    assert set(found) == {"ticket-1", "ticket-2"}, found
    links = set()
    for one in found.values():
        sessions = await from_outside().registrations.by_virtual_event_registration_id(one.id).sessions.get()
        assert len(sessions.value) == 1 and sessions.value[0].start_date_time.time_zone == "Pacific Standard Time"
        links.add(sessions.value[0].join_web_url)
    assert len(links) == 2, "each has a link of their own"
    made.update(first=found["ticket-1"].id, second=found["ticket-2"].id)


async def paged():
    """a long list comes in pages"""
    control("/switches", {"virtualEventPageSize": 2})
    page = await from_outside().registrations.get()
    found = list(page.value)
    while page.odata_next_link:
        page = await from_outside().registrations.with_url(page.odata_next_link).get()
        found += page.value
    control("/switches", {"virtualEventPageSize": 100})
    assert len(found) == len({one.id for one in found}) == 3, found


async def canceled_outsider():
    """an outsider's registration is canceled by the application that was let in, and by nobody else"""
    error = await refusal(webinar().registrations.by_virtual_event_registration_id(made["second"]).cancel.post())
    assert error.response_status_code == 403, error
    one = from_outside().registrations.by_virtual_event_registration_id(made["second"])
    await one.cancel.post()
    assert (await one.get()).status == VirtualEventAttendeeRegistrationStatus.Canceled


async def throttled():
    """a throttled write is repeated after the time that was told"""
    control("/switches", {"virtualEventWrites": 1, "virtualEventWindowSeconds": 2})
    before = latest()
    await webinar().patch(VirtualEventWebinar(display_name="The Impact of Tech, again"))
    await webinar().patch(VirtualEventWebinar(display_name="The Impact of Tech"))
    statuses = [x["status"] for x in seen(before)]
    control("/switches", {"virtualEventWrites": 0, "virtualEventWindowSeconds": 30})
    assert 429 in statuses and statuses[-1] == 200, statuses


async def attended():
    """after the event its attendance is read, by the organizer and by the application that was let in"""
    session = (await webinar().sessions.get()).value[0]
    assert session.join_web_url.startswith("https://teams.microsoft.com/l/meetup-join/")
    control("/attendance", {"event": made["webinar"], "people": [
        {"user": "events", "role": "Organizer"},
        {"registration": made["first"], "intervals": [
            [f"{YEAR}-03-30T17:05:00Z", f"{YEAR}-03-30T17:35:00Z"], [f"{YEAR}-03-30T18:00:00Z", f"{YEAR}-03-30T18:10:00Z"],
        ]},
    ]})
    grant("OnlineMeetingArtifact.Read.Chat", "VirtualEvent.Read.Chat")
    for builder in (webinar(), from_outside()):
        reports = builder.sessions.by_virtual_event_session_id(session.id).attendance_reports
        report = (await reports.get()).value[0]
        assert report.total_participant_count == 2 and not report.attendance_records, report
        assert report.external_event_information[0].external_event_id == "ours"
        one = reports.by_meeting_attendance_report_id(report.id)
        records = (await one.attendance_records.get()).value
        assert records[1].total_attendance_in_seconds == 40 * 60 and records[1].registration_id == made["first"]
        assert records[1].external_registration_information.registration_id == "ticket-1"
        assert isinstance(records[0].identity, CommunicationsUserIdentity)
        query = MeetingAttendanceReportItemRequestBuilder.MeetingAttendanceReportItemRequestBuilderGetQueryParameters(
            expand=["attendanceRecords"])
        expanded = await one.get(request_configuration=RequestConfiguration(query_parameters=query))
        assert len(expanded.attendance_records) == 2


async def meeting_attended():
    """a meeting's attendance is read in the same form"""
    meeting = await graph.me.online_meetings.post(OnlineMeeting(subject="Held"))
    control("/attendance", {"meeting": meeting.id, "people": [{"name": "A guest", "email": "guest@example.org"}]})
    reports = graph.me.online_meetings.by_online_meeting_id(meeting.id).attendance_reports
    report = (await reports.get()).value[0]
    records = (await reports.by_meeting_attendance_report_id(report.id).attendance_records.get()).value
    assert records[0].email_address == "guest@example.org", records


async def town_hall():
    """a town hall is drafted by invitation, published and canceled"""
    got = await events.townhalls.post(VirtualEventTownhall(
        display_name="All hands", audience=MeetingAudience.Organization, is_invite_only=True,
        start_date_time=at(9, "Europe/Paris"), end_date_time=at(10, "Europe/Paris"),
        invited_attendees=[CommunicationsUserIdentity(id=named("ana.reyes")["id"])],
    ))
    assert got.status == VirtualEventStatus.Draft and got.is_invite_only, got
    assert got.invited_attendees[0].display_name == "Ana Reyes"
    hall = events.townhalls.by_virtual_event_townhall_id(got.id)
    await hall.presenters.post(VirtualEventPresenter(
        identity=CommunicationsGuestIdentity(display_name="Guest", email="guest@fabrikam.example")))
    changed = await hall.patch(VirtualEventTownhall(display_name="All hands, winter"))
    assert changed.display_name == "All hands, winter"
    event = events.events.by_virtual_event_id(got.id)
    await event.publish.post()
    assert (await hall.get()).status == VirtualEventStatus.Published
    assert len((await hall.sessions.get()).value) == 1
    await event.cancel.post()
    assert (await hall.get()).status == VirtualEventStatus.Canceled


async def canceled():
    """the webinar is canceled for ever, and stays readable"""
    event = events.events.by_virtual_event_id(made["webinar"])
    await event.cancel.post()
    assert (await webinar().get()).status == VirtualEventStatus.Canceled
    error = await refusal(event.publish.post())
    assert error.response_status_code == 400, error
    error = await refusal(from_outside().registrations.post(outsider(9)))
    assert error.response_status_code == 400, error


async def unlicensed():
    """a person without a licence makes no webinar"""
    front_desk = client(person("front.desk")).solutions.virtual_events
    error = await refusal(front_desk.webinars.post(VirtualEventWebinar(
        display_name="x", start_date_time=at(10), end_date_time=at(11))))
    assert error.response_status_code == 403 and "licensed" in error.error.message, error


asyncio.run(walk([
    consented, drafted, presented, asked, published, enrolled, reconciled, paged, canceled_outsider, throttled, attended,
    meeting_attended, town_hall, canceled, unlicensed,
]))
