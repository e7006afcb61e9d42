"""Answers, with the croniter of a Skyvern installation, what Skyvern's server would say about cron expressions.

One JSON object a line on stdin, one JSON answer a line on stdout, in the same order:

  {"cron": "0 9 * * *", "nows": [1767225600, ...]}
      -> a list with one entry for each now (seconds since the epoch): null where the server would accept the
         expression at that moment, else its reason. The rule is that of validate_cron_expression in
         skyvern/forge/sdk/workflow/schedules.py; stopping at the first gap that is too small changes no answer.
  {"cron": "0 9 * * *", "timezone": "Europe/Berlin", "after": 1767225600.5, "count": 5}
      -> the list that calculate_next_runs in the same file would give, as seconds since the epoch.
  {"timezone": "Europe/Berlin"}
      -> null when the server takes the name, else its reason.
"""

import json
import sys
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from croniter import croniter

MIN_GAP_SECONDS = 300
WINDOW_SECONDS = 25 * 60 * 60
MAX_SAMPLES = 2000


def refusal(moments, now):
    moments.set_current(datetime.fromtimestamp(now, timezone.utc), force=True)
    try:
        first = last = moments.get_next(datetime)
        for _ in range(MAX_SAMPLES - 1):
            following = moments.get_next(datetime)
            if (following - last).total_seconds() < MIN_GAP_SECONDS:
                return "Cron interval must be at least 5 minutes"
            last = following
            if (last - first).total_seconds() >= WINDOW_SECONDS:
                break
    except ValueError as error:
        return str(error)
    return None


def refusals(cron, nows):
    # croniter.is_valid says no to every ValueError of _expand, after an inspection of the stack that takes long.
    try:
        croniter._expand(cron)
    except ValueError:
        return ["Invalid cron expression"] * len(nows)
    moments = croniter(cron, datetime.fromtimestamp(0, timezone.utc))
    return [refusal(moments, now) for now in nows]


def next_runs(cron, zone, after, count):
    moments = croniter(cron, datetime.fromtimestamp(after, ZoneInfo(zone)))
    return [moments.get_next(datetime).astimezone(timezone.utc).timestamp() for _ in range(count)]


def timezone_refusal(name):
    try:
        ZoneInfo(name)
    except Exception:
        return f"Invalid timezone '{name}'"
    return None


def answer(question):
    if "nows" in question:
        return refusals(question["cron"], question["nows"])
    if "cron" in question:
        return next_runs(question["cron"], question["timezone"], question["after"], question["count"])
    return timezone_refusal(question["timezone"])


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))))
