"""What each Python client is given: where the sandbox is, its control door, and a line a step."""

import inspect
import json
import os
import sys
import time
import traceback
import urllib.request

with open(os.environ["SANDBOX_READY_FILE"], encoding="utf-8") as file:
    ready = json.load(file)

authority = f"{ready['entra']}/{ready['tenantId']}"


def control(path, body=None, method="POST"):
    """Asks the sandbox's control door, which is plain HTTP."""
    data = None if method == "GET" else json.dumps(body or {}).encode()
    request = urllib.request.Request(ready["control"] + path, data, {"content-type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def seen(after=0):
    """Recorded exchanges with a number above `after`."""
    return control(f"/traffic?after={after}", method="GET")


def latest():
    """The number of the newest exchange."""
    return max((exchange["n"] for exchange in seen()), default=0)


async def walk(steps):
    """Runs the steps in their order. A step's name is its docstring."""
    failed = 0
    for step in steps:
        began = time.monotonic()
        try:
            result = step()
            if inspect.isawaitable(result):
                await result
        except Exception as error:
            failed += 1
            where = traceback.extract_tb(error.__traceback__)[-1]
            what = " ".join(f"{type(error).__name__}: {error}".split())[:400]
            print(f"failed  {step.__doc__}: {what} ({os.path.basename(where.filename)}:{where.lineno})", flush=True)
        else:
            print(f"ok      {step.__doc__} ({time.monotonic() - began:.1f} s)", flush=True)
    sys.exit(1 if failed else 0)
