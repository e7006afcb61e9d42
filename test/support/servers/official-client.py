"""Drives Skyvern servers with the official Python SDK, and prints what the SDK returns.

  PYTHON official-client.py URL...

PYTHON has the package skyvern, which takes seconds to load. SKYVERN_API_KEYS has the key of each server, separated by
spaces. Prints one JSON object for each server: for each step the parsed response, its type, or the error of the SDK.
Deletes the workflows that it creates.
"""

import json
import os
import sys
import time
from datetime import datetime, timezone

from skyvern.client import Skyvern
from skyvern.client.core.api_error import ApiError
from skyvern.client.types import (
    WorkflowCreateYamlRequest,
    WorkflowDefinitionYaml,
)

MARK = f"sdk-{os.getpid()}-{time.time_ns()}"
YAML = f"""
title: Written in YAML {MARK}
description: 2026-01-01
workflow_definition:
  parameters:
    - {{parameter_type: workflow, key: vendor-name, workflow_parameter_type: string, default_value: acme}}
  blocks:
    - {{block_type: wait, label: First wait, wait_sec: 1}}
    - block_type: text_prompt
      label: summary
      prompt: "Sum up {{{{ First wait_output }}}} for {{{{ vendor-name }}}}"
      parameter_keys: [vendor-name]
"""


def wait(label, **fields):
    return {"block_type": "wait", "label": label, "wait_sec": 1, **fields}


def inputs():
    kinds = {"url": "string", "count": "integer", "rows": "json"}
    defaults = {"count": "12", "rows": [1, 2]}
    return [
        {"parameter_type": "workflow", "key": key, "workflow_parameter_type": kind, "default_value": defaults.get(key)}
        for key, kind in kinds.items()
    ]


def every_block():
    """A block of each type that the SDK knows, with what it requires. The conditional block has its own workflow."""
    always = {"criteria_type": "jinja2_template", "expression": "{{ true }}"}
    fields = {
        "task": {"url": "https://example.com", "navigation_goal": "Look.", "parameter_keys": ["url", "count"]},
        "for_loop": {"loop_over_parameter_key": "rows", "loop_blocks": [wait("in_for")]},
        "while_loop": {"condition": always, "loop_blocks": [wait("in_while")]},
        "code": {"code": "x = 1"},
        "text_prompt": {"prompt": "Sum up."},
        "download_to_s3": {"url": "https://example.com"},
        "upload_to_s3": {},
        "file_upload": {},
        "send_email": {"sender": "a@example.com", "recipients": ["b@example.com"], "subject": "s", "body": "b"},
        "file_url_parser": {"file_url": "https://example.com/a.csv", "file_type": "csv"},
        "validation": {"complete_criterion": "Done."},
        "action": {"navigation_goal": "Click."},
        "navigation": {"navigation_goal": "Go.", "max_steps_per_run": "3", "engine": "skyvern-2.0"},
        "extraction": {"data_extraction_goal": "Read.", "data_schema": {"type": "object"}},
        "login": {"navigation_goal": "Log in.", "url": "https://example.com"},
        "wait": {"wait_sec": 2, "continue_on_failure": True},
        "human_interaction": {"recipients": ["b@example.com"]},
        "file_download": {"navigation_goal": "Download."},
        "goto_url": {"url": "https://example.com"},
        "pdf_parser": {"file_url": "https://example.com/a.pdf"},
        "task_v2": {"prompt": "Do it."},
        "http_request": {"url": "https://example.com", "timeout": 5},
        "print_page": {},
        "pdf_fill": {"file_url": "https://example.com/a.pdf", "prompt": "Fill."},
        "split_pdf": {"file_url": "https://example.com/a.pdf", "prompt": "Split."},
        "workflow_trigger": {"workflow_permanent_id": "wpid_0"},
        "google_sheets_read": {"spreadsheet_url": "https://example.com"},
        "google_sheets_write": {"spreadsheet_url": "https://example.com"},
    }
    return [{"block_type": kind, "label": f"b_{kind}", **more} for kind, more in fields.items()]


class Recorder:
    """Calls the SDK, and keeps what a user sees of each call."""

    def __init__(self):
        self.seen = {}

    def call(self, step, function, /, *args, **kwargs):
        try:
            result = function(*args, **kwargs)
        except ApiError as error:
            self.seen[step] = {"error": type(error).__name__, "status": error.status_code, "body": plain(error.body)}
            return None
        self.seen[step] = {"type": type_of(result), "value": plain(result)}
        return result


def type_of(value):
    if isinstance(value, list):
        return [type_of(one) for one in value]
    nested = [type(block).__name__ for block in value.workflow_definition.blocks] if is_workflow(value) else []
    return [type(value).__name__, *nested]


def is_workflow(value):
    return hasattr(value, "workflow_definition")


def plain(value):
    if hasattr(value, "model_dump"):
        return plain(value.model_dump())
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, datetime) else value


def definition(title, blocks, parameters=(), **settings):
    body = {"title": f"{title} {MARK}", "workflow_definition": {"parameters": list(parameters), "blocks": blocks}}
    # Built without validation: the SDK sends what it is given, and the server decides.
    return {**body, **settings}


def workflows(client, record):
    created = []
    json_definition = definition("Every block", every_block(), inputs(), webhook_callback_url="example.com/hook")
    every = record.call("create_workflow", client.create_workflow, json_definition=json_definition)
    created.append(every.workflow_permanent_id)
    record.call("get_workflow", client.get_workflow, every.workflow_permanent_id)
    written = record.call("create_workflow from YAML", client.create_workflow, yaml_definition=YAML)
    created.append(written.workflow_permanent_id)
    record.call("create_workflow from broken YAML", client.create_workflow, yaml_definition="title: Y\n")
    typed = WorkflowCreateYamlRequest(
        title=f"Typed {MARK}",
        workflow_definition=WorkflowDefinitionYaml(parameters=[], blocks=[]),
    )
    created.append(record.call("create_workflow, typed", client.create_workflow, json_definition=typed).workflow_permanent_id)
    branches = [{"criteria": {"expression": "{{ count }}"}, "next_block_label": "yes"}, {"is_default": True, "next_block_label": "no"}]
    choice = [{"block_type": "conditional", "label": "choice", "branch_conditions": branches}, wait("yes"), wait("no")]
    conditional = definition("Conditional", choice, inputs())
    created.append(record.call("create_workflow, conditional", client.create_workflow, json_definition=conditional).workflow_permanent_id)
    mail = {"block_type": "send_email", "label": "mail", "custom_smtp_host": "smtp.example.com", "sender": "a@example.com"}
    mail.update(recipients=["b@example.com"], subject="s", body="b", smtp_host_secret_parameter_key="host")
    secret = {"parameter_type": "aws_secret", "key": "host", "aws_key": "HOST"}
    sender = definition("Mail", [mail], [secret])
    created.append(record.call("create_workflow, mail", client.create_workflow, json_definition=sender).workflow_permanent_id)
    settings = {"description": "Second version", "status": "draft", "extra_http_headers": {"a": "b"}, "run_with": "code"}
    second = definition("Second", [wait("pause")], inputs(), **settings)
    record.call("update_workflow", client.update_workflow, every.workflow_permanent_id, json_definition=second)
    for version in [1, 2, 9]:
        name = f"get_workflow, version {version}"
        record.call(name, client.get_workflow, every.workflow_permanent_id, version=version)
    record.call("get_workflow_versions", client.get_workflow_versions, every.workflow_permanent_id)
    for name, filters in {
        "search_key": {"search_key": MARK},
        "title": {"title": f"written in yaml {MARK}"},
        "status": {"search_key": MARK, "status": ["draft"]},
        "only_saved_tasks": {"search_key": MARK, "only_saved_tasks": True},
        "page": {"search_key": MARK, "page": 2, "page_size": 1},
        "both kinds": {"only_saved_tasks": True, "only_workflows": True},
    }.items():
        record.call(f"get_workflows, {name}", client.get_workflows, **filters)
    key = {"Idempotency-Key": MARK}
    for name, options in {"first": key, "again": key, "invalid key": {"Idempotency-Key": "a b"}}.items():
        once = record.call(
            f"create_workflow once, {name}",
            client.create_workflow,
            json_definition=definition(f"Once, {name}", [wait("pause")]),
            request_options={"additional_headers": options},
        )
    created.append(f"{record.seen['create_workflow once, first']['value']['workflow_permanent_id']}")
    record.call("delete_workflow", client.delete_workflow, every.workflow_permanent_id)
    record.call("get_workflow, deleted", client.get_workflow, every.workflow_permanent_id)
    record.call("update_workflow, deleted", client.update_workflow, every.workflow_permanent_id, json_definition=second)
    record.call("get_workflow, brought back", client.get_workflow, every.workflow_permanent_id)
    return created


def runs(client, record):
    made = client.create_workflow(json_definition=definition("Run", [wait("pause")], inputs()[:2]))
    workflow_id = made.workflow_permanent_id
    run = client.run_workflow(agent_id=workflow_id, parameters={"url": MARK}, run_metadata={"kind": "sdk"})
    deadline = time.monotonic() + 60
    # The real server writes the end of a run into the list a moment after its status.
    while not has_ended(client, run.run_id) and time.monotonic() < deadline:
        time.sleep(0.2)
    record.call("get_run", client.get_run, run.run_id)
    record.call("get_workflow_runs", client.get_workflow_runs, search_key=MARK)
    record.call("get_workflow_runs, failed", client.get_workflow_runs, search_key=MARK, status=["failed"])
    record.call("get_workflow_runs_by_id", client.get_workflow_runs_by_id, workflow_id)
    record.call("get_workflow_runs_by_id, none", client.get_workflow_runs_by_id, "wpid_0")
    record.call("get_runs_v2", client.get_runs_v2, search_key=run.run_id)
    response = client._client_wrapper.httpx_client.request(f"api/v1/workflows/runs/{run.run_id}", method="GET")
    record.seen["GET /api/v1/workflows/runs"] = {"status": response.status_code, "value": response.json()}
    return [workflow_id]


def has_ended(client, run_id):
    if client.get_run(run_id).status != "completed":
        return False
    rows = client.get_runs_v2(search_key=run_id)
    return len(rows) > 0 and all(row.finished_at is not None for row in rows)


def schedules(client, record):
    made = client.create_workflow(json_definition=definition("Schedules", [wait("pause")]))
    workflow_id = made.workflow_permanent_id
    zone = {"timezone": "UTC"}
    nightly = record.call("schedules.create", client.schedules.create, workflow_id, cron_expression="0 2 * * *", name=MARK, **zone)
    schedule_id = nightly.schedule.workflow_schedule_id
    first = datetime(2090, 1, 1, tzinfo=timezone.utc)
    record.call("schedules.create, interval", client.schedules.create, workflow_id, interval_seconds=600, first_fire_at=first, **zone)
    record.call("schedules.create, no such day", client.schedules.create, workflow_id, interval_seconds=600, first_fire_at="2027-02-30T00:00:00Z", **zone)
    record.call("schedules.create, latest", client.schedules.create, workflow_id, run_at="2100-12-31T23:59:59.5Z", **zone)
    record.call("schedules.get", client.schedules.get, workflow_id, schedule_id)
    record.call("schedules.update", client.schedules.update, workflow_id, schedule_id, cron_expression="0 3 * * *", **zone)
    record.call("schedules.disable", client.schedules.disable, workflow_id, schedule_id)
    record.call("schedules.enable", client.schedules.enable, workflow_id, schedule_id)
    record.call("schedules.list", client.schedules.list, workflow_id)
    record.call("schedules.list_all", client.schedules.list_all, search=MARK)
    record.call("schedules.delete", client.schedules.delete, workflow_id, schedule_id)
    record.call("schedules.get, deleted", client.schedules.get, workflow_id, schedule_id)
    return [workflow_id]


def drive(url, api_key):
    client = Skyvern(base_url=url, api_key=api_key)
    seen = {}
    for area in (workflows, runs, schedules):
        record = Recorder()
        for workflow_id in area(client, record):
            client.delete_workflow(workflow_id)
        seen[area.__name__] = record.seen
    return seen


if __name__ == "__main__":
    urls = sys.argv[1:]
    if not urls:
        sys.exit(__doc__)
    keys = os.environ["SKYVERN_API_KEYS"].split()
    print(json.dumps({"mark": MARK, "seen": [drive(url, key) for url, key in zip(urls, keys, strict=True)]}))
