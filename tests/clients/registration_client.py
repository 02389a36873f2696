"""Microsoft Graph's beta SDK for Python registers outsiders at a meeting, as it was before that was retired."""

import asyncio

from kiota_abstractions.method import Method
from kiota_abstractions.request_information import RequestInformation
from msgraph_beta import GraphRequestAdapter, GraphServiceClient
from msgraph_beta.generated.models.answer_input_type import AnswerInputType
from msgraph_beta.generated.models.external_meeting_registrant import ExternalMeetingRegistrant
from msgraph_beta.generated.models.external_meeting_registration import ExternalMeetingRegistration
from msgraph_beta.generated.models.meeting_audience import MeetingAudience
from msgraph_beta.generated.models.meeting_registration import MeetingRegistration
from msgraph_beta.generated.models.meeting_registration_base import MeetingRegistrationBase
from msgraph_beta.generated.models.meeting_registration_question import MeetingRegistrationQuestion
from msgraph_beta.generated.models.meeting_speaker import MeetingSpeaker
from msgraph_beta.generated.models.o_data_errors.o_data_error import ODataError
from msgraph_beta.generated.models.online_meeting import OnlineMeeting

from credentials import person, refusal
from steps import control, ready, walk

made = {}


def client(version):
    adapter = GraphRequestAdapter(person())
    adapter.base_url = f"{ready['graph']}/{version}"
    return GraphServiceClient(request_adapter=adapter)


beta = client("beta")


def registration(meeting):
    return beta.me().online_meetings.by_online_meeting_id(meeting).registration


async def post(meeting, body):
    """The package has no POST of a registration: its documentation's request, with the package's own models."""
    builder = registration(meeting)
    request = RequestInformation(Method.POST, builder.url_template, builder.path_parameters)
    request.headers.try_add("Accept", "application/json")
    request.set_content_from_parsable(beta.request_adapter, "application/json", body)
    return await beta.request_adapter.send_async(request, MeetingRegistrationBase, {"XXX": ODataError})


async def meetings():
    """two meetings are made on v1.0"""
    # A meeting's own body is the same in both versions; beta's SDK sends it to v1.0.
    stable = client("v1.0")
    for name in ("external", "plain"):
        made[name] = (await stable.me().online_meetings.post(OnlineMeeting(subject=name))).id


async def retired():
    """a tenant for which it is over says so, in each way"""
    for status in (400, 403, 404, 410, 501):
        control("/switches", {"meetingRegistration": f"retired{status}"})
        error = await refusal(registration(made["external"]).get())
        assert error.response_status_code == status and error.error.code, error
        error = await refusal(post(made["external"], ExternalMeetingRegistration(allowed_registrant=MeetingAudience.Everyone)))
        assert error.response_status_code == status, error
    control("/switches", {"meetingRegistration": "empty"})
    assert not (await registration(made["external"]).registrants.get()).value
    control("/switches", {"meetingRegistration": "served"})


async def external():
    """an external registration is made, once"""
    asked = ExternalMeetingRegistration(allowed_registrant=MeetingAudience.Everyone)
    got = await post(made["external"], asked)
    assert isinstance(got, ExternalMeetingRegistration) and got.allowed_registrant == MeetingAudience.Everyone, got
    error = await refusal(post(made["external"], asked))
    assert error.response_status_code == 409, error
    assert (await registration(made["external"]).get()).id == got.id


async def registrants():
    """a registrant's join link is shown at creation, and never again"""
    builder = registration(made["external"]).registrants
    one = await builder.post(ExternalMeetingRegistrant(id="ticket-1"))
    assert isinstance(one, ExternalMeetingRegistrant) and "ticket-1" in one.join_web_url, one
    control("/switches", {"externalRegistrantId": "asSent"})
    two = await builder.post(ExternalMeetingRegistrant(id="ticket-2"))
    assert two.id == "ticket-2" and two.join_web_url != one.join_web_url
    listed = (await builder.get()).value
    assert [x.join_web_url for x in listed] == [None, None], listed
    await builder.by_meeting_registrant_base_id(two.id).delete()
    assert [x.id for x in (await builder.get()).value] == [one.id]


async def plain():
    """a plain registration has a page, questions and speakers"""
    got = await post(made["plain"], MeetingRegistration(
        allowed_registrant=MeetingAudience.Everyone, subject="Ignite", description="Two days.",
        speakers=[MeetingSpeaker(display_name="Henry Ross", bio="Chairman")],
        custom_questions=[MeetingRegistrationQuestion(
            display_name="A developer?", answer_input_type=AnswerInputType.RadioButton, answer_options=["Yes", "No"])],
    ))
    assert got.registration_page_web_url and got.speakers[0].display_name == "Henry Ross" and not got.custom_questions
    builder = registration(made["plain"])
    questions = (await builder.custom_questions.get()).value
    assert [one.display_name for one in questions] == ["A developer?"], questions
    changed = await builder.patch(MeetingRegistration(subject="Ignite again"))
    assert changed.subject == "Ignite again"


async def removed():
    """both registrations are deleted"""
    for meeting in made.values():
        await registration(meeting).delete()
        error = await refusal(registration(meeting).get())
        assert error.response_status_code == 404, error


asyncio.run(walk([meetings, retired, external, registrants, plain, removed]))
