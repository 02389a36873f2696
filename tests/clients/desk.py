"""Lectern's own desk, by its terminal, on the sandbox that the official client looks at; and what the two say compared."""

import atexit
import json
import os
import shutil
import subprocess
import tempfile

from steps import control, ready

folder = tempfile.mkdtemp(prefix="lectern-both-")
atexit.register(shutil.rmtree, folder, True)
# No keychain of the machine's, no home of the person's.
environment = {
    **os.environ, "HOME": folder, "XDG_DATA_HOME": f"{folder}/data", "XDG_RUNTIME_DIR": f"{folder}/run",
    "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent/bus",
}
common = [os.environ["LECTERN_CLI"], "--profile", f"{folder}/profile", "--sandbox", ready["control"], "--json"]


def desk(*words, stdin=""):
    """What `lectern` answers, as JSON."""
    told = subprocess.run([*common, *words], input=stdin, env=environment, capture_output=True, text=True, timeout=120)
    if told.returncode != 0:
        raise AssertionError(f"lectern {' '.join(words)[:200]}: {told.stderr.strip()}")
    return json.loads(told.stdout)


def sign_in():
    """The desk's person reads the code, and the control door types it."""
    with subprocess.Popen([*common, "sign-in", "--device-code"], env=environment, stdout=subprocess.PIPE, text=True) as signing:
        for line in signing.stdout:
            event = json.loads(line)
            if event["event"] == "code":
                control(f"/device-codes/{event['userCode']}/approve")
    assert signing.returncode == 0, "the desk is signed in"


def same(what, ours, theirs):
    """Field by field; every difference is told, not the first alone."""
    names = list(dict.fromkeys([*ours, *theirs]))
    wrong = [f"{name} is {ours.get(name)!r} at the desk and {theirs.get(name)!r} at the official client"
             for name in names if name not in ours or name not in theirs or ours[name] != theirs[name]]
    assert not wrong, f"{what}: {'; '.join(wrong)}"


def instant(at):
    """A time of Graph's in UTC, which it is without `Prefer`, as the desk writes one."""
    assert at.time_zone == "UTC", at.time_zone
    return at.date_time[:19] + "Z"


def word(value):
    """Graph's own word of an enumeration."""
    return None if value is None else value.value
