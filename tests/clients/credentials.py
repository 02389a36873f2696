"""Ways in for the clients of virtual events: a person by device code, an application by its secret."""

from urllib.parse import urlsplit

from azure.identity import ClientSecretCredential, DeviceCodeCredential
from kiota_abstractions.api_error import APIError
from kiota_authentication_azure.azure_identity_authentication_provider import AzureIdentityAuthenticationProvider

from steps import control, ready

DEFAULT = ["https://graph.microsoft.com/.default"]

tenant = control("", method="GET")["tenant"]


def named(who):
    """The seeded user of this alias."""
    return next(user for user in tenant["users"] if user["userPrincipalName"].startswith(f"{who}@"))


def person(who="events"):
    """The provider of a person's tokens; the control door presses the button for them."""
    def approve(_page, user_code, _expires_on):
        control(f"/device-codes/{user_code}/approve", {"user": who})

    return provider(DeviceCodeCredential(
        client_id=ready["clientId"], tenant_id=ready["tenantId"], authority=ready["entra"],
        disable_instance_discovery=True, prompt_callback=approve,
    ))


def application():
    """The provider of the service's own tokens."""
    service = tenant["apps"][1]
    return provider(ClientSecretCredential(
        tenant["id"], service["clientId"], service["secret"], authority=ready["entra"], disable_instance_discovery=True,
    ))


def provider(credential):
    host = urlsplit(ready["graph"]).hostname
    return AzureIdentityAuthenticationProvider(credential, scopes=DEFAULT, allowed_hosts=[host])


async def refusal(request):
    """The error that a request ends with."""
    try:
        await request
    except APIError as error:
        return error
    raise AssertionError("it was not refused")
