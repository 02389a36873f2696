"""Keeps the judge of recorded traffic warm: reads its contracts once and judges a file a line.

    judging.py JUDGE        each line on standard input is a traffic file; answered by {"code", "told"} in one line
"""
import contextlib, io, json, runpy, sys, traceback
import yaml

tool, load, kept = sys.argv[1], yaml.load, {}


def once(text, Loader=yaml.SafeLoader):
    if text not in kept:
        kept[text] = load(text, Loader=Loader)
    return kept[text]


yaml.load = once
for line in sys.stdin:
    told, code = io.StringIO(), 0
    sys.argv = [tool, line.rstrip("\n")]
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
        try:
            runpy.run_path(tool, run_name="__main__")
        except SystemExit as end:
            code = int(end.code or 0)
        except BaseException:
            traceback.print_exc(file=told)
            code = 2
    print(json.dumps({"code": code, "told": told.getvalue()}), flush=True)
