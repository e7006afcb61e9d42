"""Answers with the server's own calculate_next_runs (skyvern/forge/sdk/workflow/schedules.py) for intervals.

One JSON object a line on stdin, one JSON list a line on stdout, in the same order, in seconds since the epoch:

  {"interval": 5400, "first": 1767225600, "timezone": "UTC", "now": 1767225600, "count": 5}

The module is loaded by its path: its package would load the whole server. Its `datetime` has a clock of its own.
"""

import importlib.util
import json
import pathlib
import sys
from datetime import datetime, timezone

package = pathlib.Path(importlib.util.find_spec("skyvern").origin).parent
spec = importlib.util.spec_from_file_location(
    "schedules", package / "forge" / "sdk" / "workflow" / "schedules.py"
)
schedules = importlib.util.module_from_spec(spec)
spec.loader.exec_module(schedules)


class Clock(datetime):
    at = 0.0

    @classmethod
    def now(cls, tz=None):
        return datetime.fromtimestamp(cls.at, tz)


schedules.datetime = Clock

for line in sys.stdin:
    question = json.loads(line)
    Clock.at = question["now"]
    runs = schedules.calculate_next_runs(
        None,
        question["timezone"],
        question["count"],
        interval_seconds=question["interval"],
        first_fire_at=datetime.fromtimestamp(question["first"], timezone.utc),
    )
    print(json.dumps([run.timestamp() for run in runs]))
