"""Times the rule of Skyvern's own server, validate_cron_expression and validate_timezone_name.

One JSON list of cron expressions a line on stdin; one JSON list a line on stdout, with the microseconds that one
validation of each takes: the median of several samples. An expression that the rule refuses is timed just so.
"""

import json
import statistics
import sys
import time

from skyvern.forge.sdk.workflow.schedules import validate_cron_expression, validate_timezone_name

SAMPLE_SECONDS = 0.002
SAMPLES = 5


def validate(cron):
    try:
        validate_cron_expression(cron)
        validate_timezone_name("America/New_York")
    except ValueError:
        pass


def seconds_of(cron, calls):
    start = time.perf_counter()
    for _ in range(calls):
        validate(cron)
    return time.perf_counter() - start


def microseconds(cron):
    calls = max(1, int(SAMPLE_SECONDS / seconds_of(cron, 1)))
    return 1e6 * statistics.median(seconds_of(cron, calls) for _ in range(SAMPLES)) / calls


for line in sys.stdin:
    print(json.dumps([microseconds(cron) for cron in json.loads(line)]), flush=True)
