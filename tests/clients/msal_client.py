"""MSAL for Python signs in to the sandbox's Entra."""

import asyncio
import threading
from urllib.parse import parse_qsl, urlsplit

import msal
import requests

from steps import authority, control, ready, seen, latest, walk

SCOPES = ["User.Read", "Calendars.ReadWrite"]
REDIRECT = "http://localhost:53682"

tenant = control("", method="GET")["tenant"]
app = msal.PublicClientApplication(
    ready["clientId"], authority=authority, instance_discovery=False, client_capabilities=["cp1"]
)


def by_device_code(decision, user=None):
    flow = app.initiate_device_flow(scopes=SCOPES)
    assert "user_code" in flow, flow
    body = {"user": user} if user else {}
    # While MSAL is polling, as it is for a person.
    decide = threading.Timer(1.5, control, [f"/device-codes/{flow['user_code']}/{decision}", body])
    decide.start()
    token = app.acquire_token_by_device_flow(flow)
    decide.join()
    return token


def account():
    accounts = app.get_accounts(username="events@contosoevents.onmicrosoft.com")
    assert len(accounts) == 1, f"one account is cached, not {len(accounts)}"
    return accounts[0]


def device_code():
    """a device code is approved while the client polls"""
    control("/switches", {"deviceCodeInterval": 1})
    token = by_device_code("approve")
    assert token.get("token_type") == "Bearer", token
    assert isinstance(token["expires_in"], int), "MSAL takes a number"
    assert token["id_token_claims"]["oid"] == tenant["users"][0]["id"]
    assert account()["home_account_id"] == f"{tenant['users'][0]['id']}.{tenant['id']}"
    polls = [x for x in seen() if x["path"].endswith("/token")]
    assert polls[0]["responseBody"]["error"] == "authorization_pending", "it polled before the approval"


def declined():
    """a declined device code ends the waiting"""
    token = by_device_code("deny")
    assert token.get("error") == "authorization_declined", token


def expired():
    """an expired device code ends the waiting"""
    token = by_device_code("expire")
    assert token.get("error") in ("expired_token", "code_expired"), token


def silent():
    """a token comes from the cache without a request"""
    before = latest()
    token = app.acquire_token_silent(SCOPES, account=account())
    assert token and token["token_source"] == "cache", token
    assert latest() == before, "nothing was asked for"


def refreshed():
    """a refresh token brings another token, again and again"""
    tokens = [app.acquire_token_silent(SCOPES, account=account(), force_refresh=True) for _ in range(2)]
    assert all(token and token["token_source"] == "identity_provider" for token in tokens), tokens
    assert tokens[0]["access_token"] != tokens[1]["access_token"]


def further_scope():
    """a scope with consent is had silently, and one without asks for consent"""
    token = app.acquire_token_silent_with_error(["OnlineMeetings.ReadWrite"], account=account())
    assert "OnlineMeetings.ReadWrite" in token.get("scope", ""), token
    token = app.acquire_token_silent_with_error(["VirtualEvent.ReadWrite"], account=account())
    assert token.get("error") == "invalid_grant" and token.get("error_codes") == [65001], token
    assert token.get("suberror") == "consent_required", token


def authorization_code():
    """an authorization code with PKCE is redeemed"""
    flow = app.initiate_auth_code_flow(SCOPES, redirect_uri=REDIRECT, login_hint="ana.reyes@contosoevents.onmicrosoft.com")
    asked = dict(parse_qsl(urlsplit(flow["auth_uri"]).query))
    assert asked["code_challenge_method"] == "S256", "MSAL always sends a proof key"
    there = control("/authorizations", {"url": flow["auth_uri"], "user": "ana.reyes"})["location"]
    assert there.startswith(REDIRECT), there
    token = app.acquire_token_by_auth_code_flow(flow, dict(parse_qsl(urlsplit(there).query)))
    assert token.get("id_token_claims", {}).get("name") == "Ana Reyes", token
    again = app.acquire_token_by_auth_code_flow(flow, dict(parse_qsl(urlsplit(there).query)))
    assert again.get("error") == "invalid_grant", f"a code is good once: {again}"


def form_post():
    """an authorization code comes back as a posted form"""
    flow = app.initiate_auth_code_flow(SCOPES, redirect_uri=REDIRECT, response_mode="form_post")
    sent = control("/authorizations", {"url": flow["auth_uri"], "user": "ana.reyes"})
    assert sent["responseMode"] == "form_post" and sent["location"] == REDIRECT, sent
    assert "access_token" in app.acquire_token_by_auth_code_flow(flow, sent["fields"])


def authorization_denied():
    """a denied authorization comes back as access_denied"""
    flow = app.initiate_auth_code_flow(SCOPES, redirect_uri=REDIRECT)
    there = control("/authorizations", {"url": flow["auth_uri"], "decision": "deny"})["location"]
    token = app.acquire_token_by_auth_code_flow(flow, dict(parse_qsl(urlsplit(there).query)))
    assert token.get("error") == "access_denied", token


def challenge():
    """a claims challenge is met with the refresh token"""
    url = ready["graph"] + "/v1.0/me"
    old = app.acquire_token_silent(SCOPES, account=account())["access_token"]
    control("/grants/challenge")
    refused = requests.get(url, headers={"authorization": f"Bearer {old}"}, timeout=30)
    header = refused.headers["www-authenticate"]
    assert refused.status_code == 401 and 'error="insufficient_claims"' in header, header
    claims = header.partition('claims="')[2].partition('"')[0]
    import base64

    wanted = base64.b64decode(claims + "==").decode()
    token = app.acquire_token_silent(SCOPES, account=account(), claims_challenge=wanted)
    assert token and token["token_source"] == "identity_provider", "a challenge passes the cache by"
    answer = requests.get(url, headers={"authorization": f"Bearer {token['access_token']}"}, timeout=30)
    assert answer.status_code == 200, answer.text


def revoked():
    """after a revocation only a person can go on, and then it does"""
    control("/grants/revoke")
    token = app.acquire_token_silent_with_error(SCOPES, account=account(), force_refresh=True)
    assert token.get("error") == "invalid_grant" and token.get("error_codes") == [50173], token
    assert "access_token" in by_device_code("approve")
    assert app.acquire_token_silent(SCOPES, account=account(), force_refresh=True)


def client_credentials():
    """client credentials give four fields, and a wrong secret AADSTS7000215"""
    service = tenant["apps"][1]
    scopes = ["https://graph.microsoft.com/.default"]

    def confidential(secret):
        return msal.ConfidentialClientApplication(
            service["clientId"], client_credential=secret, authority=authority, instance_discovery=False
        )

    client = confidential(service["secret"])
    token = client.acquire_token_for_client(scopes)
    given = set(token) - {"token_source"}
    assert given == {"access_token", "token_type", "expires_in", "ext_expires_in"}, given
    assert client.acquire_token_for_client(scopes)["token_source"] == "cache"
    wrong = confidential("wrong").acquire_token_for_client(scopes)
    assert wrong["error"] == "invalid_client" and wrong["error_codes"] == [7000215], wrong


asyncio.run(walk([
    device_code, declined, expired, silent, refreshed, further_scope, authorization_code, form_post,
    authorization_denied, challenge, revoked, client_credentials,
]))
