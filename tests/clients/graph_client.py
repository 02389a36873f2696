"""Microsoft Graph's SDK for Python, with azure-identity, plans an event and its meeting on the sandbox."""

import asyncio
import json
import uuid
from urllib.parse import urlsplit

from azure.identity import ClientSecretCredential, DeviceCodeCredential
from kiota_abstractions.api_error import APIError
from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_authentication_azure.azure_identity_authentication_provider import AzureIdentityAuthenticationProvider
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.generated.models.body_type import BodyType
from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
from msgraph.generated.models.event import Event
from msgraph.generated.models.item_body import ItemBody
from msgraph.generated.models.lobby_bypass_scope import LobbyBypassScope
from msgraph.generated.models.lobby_bypass_settings import LobbyBypassSettings
from msgraph.generated.models.online_meeting import OnlineMeeting
from msgraph.generated.models.online_meeting_presenters import OnlineMeetingPresenters
from msgraph.generated.models.online_meeting_provider_type import OnlineMeetingProviderType
from msgraph.generated.users.item.calendar_view.calendar_view_request_builder import CalendarViewRequestBuilder
from msgraph.generated.users.item.calendar_view.delta.delta_request_builder import DeltaRequestBuilder
from msgraph.generated.users.item.events.events_request_builder import EventsRequestBuilder
from msgraph.generated.users.item.events.item.cancel.cancel_post_request_body import CancelPostRequestBody
from msgraph.generated.users.item.online_meetings.online_meetings_request_builder import OnlineMeetingsRequestBuilder
from msgraph_core.requests.batch_request_builder import BatchRequestBuilder
from msgraph_core.requests.batch_request_content import BatchRequestContent
from msgraph_core.requests.batch_request_item import BatchRequestItem
from msgraph_core.tasks.page_iterator import PageIterator

from steps import control, latest, ready, seen, walk

DEFAULT = ["https://graph.microsoft.com/.default"]
WINDOW = {"start_date_time": "2026-12-01T00:00:00Z", "end_date_time": "2026-12-31T00:00:00Z"}

tenant = control("", method="GET")["tenant"]
made = {}


def client(credential):
    host = urlsplit(ready["graph"]).hostname
    provider = AzureIdentityAuthenticationProvider(credential, scopes=DEFAULT, allowed_hosts=[host])
    adapter = GraphRequestAdapter(provider)
    adapter.base_url = ready["graph"] + "/v1.0"
    return GraphServiceClient(request_adapter=adapter)


def approve(_page, user_code, _expires_on):
    control(f"/device-codes/{user_code}/approve")


graph = client(DeviceCodeCredential(
    client_id=ready["clientId"], tenant_id=ready["tenantId"], authority=ready["entra"],
    disable_instance_discovery=True, prompt_callback=approve,
))


def with_query(parameters, **headers):
    configuration = RequestConfiguration(query_parameters=parameters)
    for name, value in headers.items():
        configuration.headers.add(name, value)
    return configuration


def event(subject, day=1, **more):
    return Event(
        subject=subject,
        body=ItemBody(content_type=BodyType.Html, content="<p>Grüße ✓</p>"),
        start=DateTimeTimeZone(date_time=f"2026-12-{day:02}T18:00:00", time_zone="Europe/Paris"),
        end=DateTimeTimeZone(date_time=f"2026-12-{day:02}T19:30:00", time_zone="Europe/Paris"),
        **more,
    )


def batch_item(number, information):
    """One request of a batch, mended as the package's users do: the service takes relative addresses only
    (msgraph-sdk-python#1015), and `depends_on` is not its name for a dependency (msgraph-sdk-python-core#996)."""
    item = BatchRequestItem(information, id=number)
    item.url = item.url.removeprefix(graph.request_adapter.base_url)
    item._depends_on = None
    return item


async def refusal(request):
    """The error that a request ends with."""
    try:
        await request
    except APIError as error:
        return error
    raise AssertionError("it was not refused")


async def signed_in():
    """the service account signs in by device code and reads itself"""
    me = await graph.me.get()
    assert me.user_principal_name == tenant["users"][0]["userPrincipalName"], me.user_principal_name


async def created():
    """an event is made together with its meeting"""
    asked = event(
        "Café évènement", is_online_meeting=True,
        online_meeting_provider=OnlineMeetingProviderType.TeamsForBusiness, transaction_id=str(uuid.uuid4()),
    )
    got = await graph.me.events.post(asked)
    assert got.online_meeting.join_url.startswith("https://teams.microsoft.com/"), got.online_meeting.join_url
    assert got.subject == "Café évènement" and got.i_cal_u_id and got.change_key
    # Without `Prefer: outlook.timezone` times come in UTC.
    assert (got.start.date_time, got.start.time_zone) == ("2026-12-01T17:00:00.0000000", "UTC"), got.start
    assert got.created_date_time.tzinfo is not None
    made.update(id=got.id, link=got.online_meeting.join_url)
    again = await graph.me.events.post(asked)
    assert again.id == got.id, "the same transactionId makes no second event"


async def prefers():
    """an event is read back in the preferred time zone and as plain text"""
    asked = RequestConfiguration()
    asked.headers.add("Prefer", 'outlook.timezone="Tokyo Standard Time", outlook.body-content-type="text"')
    got = await graph.me.events.by_event_id(made["id"]).get(request_configuration=asked)
    assert (got.start.date_time, got.start.time_zone) == ("2026-12-02T02:00:00.0000000", "Tokyo Standard Time"), got.start
    assert got.body.content_type == BodyType.Text and "<p>" not in got.body.content, got.body.content


async def renamed():
    """an event is renamed"""
    before = await graph.me.events.by_event_id(made["id"]).get()
    got = await graph.me.events.by_event_id(made["id"]).patch(Event(subject="Winter gathering"))
    assert got.subject == "Winter gathering" and got.change_key != before.change_key
    assert got.online_meeting.join_url == made["link"], "the meeting stays"


async def meeting_found():
    """the meeting is found by its join link"""
    query = OnlineMeetingsRequestBuilder.OnlineMeetingsRequestBuilderGetQueryParameters(
        filter=f"JoinWebUrl eq '{made['link']}'"
    )
    found = (await graph.me.online_meetings.get(request_configuration=with_query(query))).value
    assert len(found) == 1 and found[0].join_web_url == made["link"], found
    made["meeting"] = found[0].id


async def options_set():
    """the meeting's options are set"""
    asked = OnlineMeeting(
        lobby_bypass_settings=LobbyBypassSettings(scope=LobbyBypassScope.Everyone, is_dial_in_bypass_enabled=True),
        allowed_presenters=OnlineMeetingPresenters.Organizer, record_automatically=True,
    )
    meeting = graph.me.online_meetings.by_online_meeting_id(made["meeting"])
    await meeting.patch(asked)
    got = await meeting.get()
    assert got.lobby_bypass_settings.scope == LobbyBypassScope.Everyone
    assert got.allowed_presenters == OnlineMeetingPresenters.Organizer and got.record_automatically


async def in_view():
    """the calendar's view holds the event"""
    query = CalendarViewRequestBuilder.CalendarViewRequestBuilderGetQueryParameters(**WINDOW, orderby=["start/dateTime"])
    view = await graph.me.calendar_view.get(request_configuration=with_query(query))
    assert made["id"] in [one.id for one in view.value], [one.subject for one in view.value]


async def paged():
    """a batch of twelve events, then all pages of the calendar"""
    numbers = [str(n) for n in range(2, 14)]
    requests = {n: batch_item(n, graph.me.events.to_post_request_information(event(f"Batch {n}", int(n)))) for n in numbers}
    answer = await BatchRequestBuilder(graph.request_adapter).post(BatchRequestContent(requests))
    statuses = {number: item.status for number, item in answer.responses.items()}
    assert statuses == {number: 201 for number in requests}, statuses
    before, subjects = latest(), []
    query = EventsRequestBuilder.EventsRequestBuilderGetQueryParameters(select=["subject"])
    first = await graph.me.events.get(request_configuration=with_query(query))
    assert len(first.value) == 10 and first.odata_next_link, "ten a page unless another size is asked for"
    await PageIterator(first, graph.request_adapter).iterate(lambda one: subjects.append(one.subject) or True)
    assert len({s for s in subjects if s.startswith("Batch ")}) == 12, subjects
    assert len(subjects) == len(set(subjects)), "no event comes twice"
    assert all("%24" in x["query"] or "$" in x["query"] for x in seen(before)), "the link carries the selection"


async def followed():
    """changes are followed from one delta link to the next"""
    query = DeltaRequestBuilder.DeltaRequestBuilderGetQueryParameters(**WINDOW)
    page = await graph.me.calendar_view.delta.get(request_configuration=with_query(query, Prefer="odata.maxpagesize=5"))
    found = list(page.value)
    while page.odata_next_link:
        page = await graph.me.calendar_view.delta.with_url(page.odata_next_link).get()
        found += page.value
    assert made["id"] in [one.id for one in found] and len(found) >= 13, len(found)
    assert page.odata_delta_link, "the last page leads on"
    await graph.me.events.by_event_id(made["id"]).patch(Event(subject="Winter gathering, again"))
    page = await graph.me.calendar_view.delta.with_url(page.odata_delta_link).get()
    assert [one.id for one in page.value] == [made["id"]], "only what changed"
    made["delta"] = page.odata_delta_link


async def throttled():
    """a throttled request is repeated after the time that was told"""
    control("/faults", {"route": "GET /me/calendar", "count": 1, "status": 429, "retryAfter": 1})
    before = latest()
    assert (await graph.me.calendar.get()).name
    assert [x["status"] for x in seen(before)] == [429, 200]


async def challenged():
    """a claims challenge is met without a person"""
    before = latest()
    control("/grants/challenge")
    assert (await graph.me.get()).id
    paths = [(x["service"], x["status"]) for x in seen(before)]
    assert paths == [("graph", 401), ("entra", 200), ("graph", 200)], paths
    asked = json.dumps(seen(before)[1]["requestBody"])
    assert "claims" in asked and "nbf" in asked, asked


async def refused():
    """a refusal is read as Graph's error"""
    error = await refusal(graph.me.events.post(event("x", additional_data={"nonsense": 1})))
    assert (error.response_status_code, error.error.code) == (400, "RequestBodyRead"), error
    error = await refusal(graph.me.events.by_event_id("nothing").get())
    assert (error.response_status_code, error.error.code) == (400, "ErrorInvalidIdMalformed"), error
    assert error.error.inner_error.request_id and error.error.inner_error.date, "it tells which request it was"


async def cancelled():
    """an event is cancelled, and delta says that it is gone"""
    one = graph.me.events.by_event_id(made["id"])
    await one.cancel.post(CancelPostRequestBody(comment="Moved to spring"))
    error = await refusal(one.get())
    assert (error.response_status_code, error.error.code) == (404, "ErrorItemNotFound"), error
    page = await graph.me.calendar_view.delta.with_url(made["delta"]).get()
    removed = {item.id: item.additional_data.get("@removed") for item in page.value}
    assert removed == {made["id"]: {"reason": "deleted"}}, removed


async def without_person():
    """an application without a person has no /me"""
    app = tenant["apps"][0]
    alone = client(ClientSecretCredential(
        tenant["id"], app["clientId"], app["secret"], authority=ready["entra"], disable_instance_discovery=True,
    ))
    error = await refusal(alone.me.get())
    assert error.response_status_code == 400 and "delegated authentication flow" in error.error.message, error


asyncio.run(walk([
    signed_in, created, prefers, renamed, meeting_found, options_set, in_view, paged, followed, throttled, challenged,
    refused, cancelled, without_person,
]))
