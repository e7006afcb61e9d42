"""Answers, with the croniter of a Skyvern installation, what Skyvern's server would say about cron expressions.

One JSON object a line on stdin, one JSON answer a line on stdout, in the same order:

  {"cron": "0 9 * * *", "nows": [1767225600, ...]}
      -> a list with one entry for each now (seconds since the epoch): null where the server would accept the
         expression at that moment, else its reason. The rule is that of validate_cron_expression in
         skyvern/forge/sdk/workflow/schedules.py; stopping at the first gap that is too small changes no answer.
  {"cron": "0 9 * * *", "timezone": "Europe/Berlin", "after": 1767225600.5, "count": 5}
      -> the list that calculate_next_runs in the same file would give, as seconds since the epoch; null at the end
         where croniter gives up.
  {"cron": "0 9 * * *", "timezone": "Europe/Berlin", "from": 1805587200, "until": 1805684400}
      -> the runs that the local scheduler starts in that time for fire times that the expression does not have,
         as [started, fire time] in seconds since the epoch. It looks each minute, as dispatch_due_schedules in
         skyvern/services/workflow_schedule_service.py does, at a schedule that was never changed and has had
         all its runs.
  {"cron": "0 9 * * *", "timezone": "Europe/Berlin", "from": 1805587200, "until": 1805684400, "step": 300}
      -> all runs that the scheduler starts in that time, as [started, fire time, whether the expression has that fire
         time], looking each 300 seconds.
  {"timezone": "Europe/Berlin"}
      -> null when the server takes the name, else its reason.
"""

import json
import sys
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from croniter import CroniterBadDateError, croniter

# croniter asks for the same weekdays of the same months again and again: a quarter of its work.
croniter._get_nth_weekday_of_month = staticmethod(lru_cache(None)(croniter._get_nth_weekday_of_month))

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
    runs = []
    try:
        for _ in range(count):
            runs.append(moments.get_next(datetime).astimezone(timezone.utc).timestamp())
    except CroniterBadDateError:
        runs.append(None)
    return runs


def started_runs(cron, zone, start, until, step=60):
    zone = ZoneInfo(zone)
    wall = datetime.fromtimestamp(start, zone).replace(tzinfo=None)

    def instant(fire_time):
        return fire_time.replace(tzinfo=zone).timestamp()

    # On a clock without a timezone croniter adjusts nothing: these are the fire times as they are written.
    written = {instant(croniter(cron, wall).get_prev(datetime))}
    following = croniter(cron, wall - timedelta(seconds=1))
    last = following.get_next(datetime)
    while last <= wall + timedelta(seconds=until - start, hours=3):
        written.add(instant(last))
        last = following.get_next(datetime)

    moments = croniter(cron, datetime.fromtimestamp(start, zone))

    def previous_fire_time(now):
        moments.set_current(datetime.fromtimestamp(now, zone), force=True)
        return moments.get_prev(datetime).astimezone(timezone.utc).timestamp()

    newest_run = max(min(written), previous_fire_time(start))
    started = {}
    for now in range(start + 30, until, step):
        fire_time = previous_fire_time(now)
        if newest_run < fire_time and fire_time not in started:
            started[fire_time] = newest_run = now
    return [[now, fire_time, fire_time in written] for fire_time, now in started.items()]


def extra_runs(cron, zone, start, until):
    return [[now, fire_time] for now, fire_time, is_own in started_runs(cron, zone, start, until) if not is_own]


def timezone_refusal(name):
    try:
        ZoneInfo(name)
    except Exception:
        return f"Invalid timezone '{name}'"
    return None


def answer(question):
    if "nows" in question:
        return refusals(question["cron"], question["nows"])
    if "step" in question:
        return started_runs(
            question["cron"], question["timezone"], question["from"], question["until"], question["step"]
        )
    if "from" in question:
        return extra_runs(question["cron"], question["timezone"], question["from"], question["until"])
    if "cron" in question:
        return next_runs(question["cron"], question["timezone"], question["after"], question["count"])
    return timezone_refusal(question["timezone"])


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))))
