#!/usr/bin/env bash
# Runs the real open-source Skyvern API server on loopback for the end-to-end tests: SQLite, no browser,
# no language model, telemetry off. Nothing is written into the repository.
#
#   tools/skyvern-server.sh start [port]    install if missing, start, wait until it answers
#   tools/skyvern-server.sh status [port]   succeed when it answers
#   tools/skyvern-server.sh stop [port]     stop the one that this script started on that port
#   tools/skyvern-server.sh reset [port]    stop it and forget its database, key and logs
#   tools/skyvern-server.sh install         install if missing, start nothing
#
# start and status print SKYVERN_BASE_URL, SKYVERN_API_KEY and SKYVERN_PYTHON (the interpreter that has
# croniter) as NAME=value lines on stdout, install only the last; progress goes to stderr. Each port has its own
# state folder.
# SKYVERN_PYTHON_BASE names the interpreter to build the environment from, when the usual names are not it.
set -euo pipefail

readonly release=1.0.56
readonly action="${1:-help}"
readonly port="${2:-18230}"
readonly cache="${XDG_CACHE_HOME:-$HOME/.cache}/pulumi-skyvern"
readonly venv="$cache/skyvern-$release"
readonly python="$venv/bin/python"
readonly state="$cache/server-$port"
readonly nowhere=http://127.0.0.1:9 # the discard port: closed, so whatever is pointed at it fails at once
readonly start_limit=240

note() { printf 'skyvern-server: %s\n' "$*" >&2; }
fail() { note "$*"; exit 1; }

[[ "$port" =~ ^[0-9]+$ ]] || fail "the port must be a number, not '$port'"

find_base_python() {
  local candidate
  for candidate in ${SKYVERN_PYTHON_BASE:+"$SKYVERN_PYTHON_BASE"} python3.11 python3.12 python3.13 python3; do
    if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  fail "Skyvern needs Python 3.11, 3.12 or 3.13; install one, or name it in SKYVERN_PYTHON_BASE"
}

# Puts the packages into $venv: with uv where it is there or can be had, which takes seconds where pip takes minutes.
install_packages() {
  local packages=("skyvern[server]==$release" croniter aiosqlite)
  if command -v uv >/dev/null && uv pip install --quiet --python "$python" "${packages[@]}"; then return; fi
  if "$python" -m pip install --quiet --disable-pip-version-check uv &&
    "$python" -m uv pip install --quiet --python "$python" "${packages[@]}"; then return; fi
  note "uv did not do it; falling back to pip, which takes a few minutes"
  "$python" -m pip install --quiet --disable-pip-version-check "${packages[@]}"
}

# The marker is written last, so an interrupted installation is never taken for a whole one.
ensure_installed() {
  [[ -e "$venv/.complete" ]] && return
  mkdir -p "$cache"
  if command -v flock >/dev/null; then
    exec 8>"$cache/install.lock"
    flock 8
    [[ -e "$venv/.complete" ]] && { exec 8>&-; return; }
  fi
  local base
  base=$(find_base_python)
  note "installing skyvern $release into $venv (once; about 20 s with uv, some minutes with pip)"
  rm -rf "$venv"
  "$base" -m venv "$venv" >&2
  install_packages >"$cache/install.log" 2>&1 || { tail -n 20 "$cache/install.log" >&2; fail "could not install skyvern $release"; }
  "$python" -c 'import aiosqlite, croniter, fastapi, uvicorn' || fail "skyvern $release is installed without its server"
  touch "$venv/.complete"
  note "installed in $SECONDS s"
  if command -v flock >/dev/null; then exec 8>&-; fi
}

# The recorded process, if it is still the server of this state folder and no stranger with its old number.
running_pid() {
  local pid
  pid=$(cat "$state/pid" 2>/dev/null) || return 1
  [[ -n "$pid" ]] && ps -ww -o command= -p "$pid" 2>/dev/null | grep -Eq "skyvern\.forge\.api_app.*--port $port( |\$)" && echo "$pid"
}

# The server makes its own key at the first start and keeps it in this file, quoted.
api_key() { sed -n "s/^SKYVERN_API_KEY=['\"]\{0,1\}\([^'\"]*\).*/\1/p" "$state/server.env" 2>/dev/null | tail -n 1; }

# Whether a call with the key is answered. The key goes through a pipe: process arguments are public.
answers() {
  api_key | "$python" -c '
import sys, urllib.request
request = urllib.request.Request(sys.argv[1], headers={"x-api-key": sys.stdin.read().strip()})
urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=5)
' "http://127.0.0.1:$port/v1/schedules?page_size=1" 2>/dev/null
}

port_is_taken() { (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; }

print_environment() {
  printf 'SKYVERN_BASE_URL=http://127.0.0.1:%s\n' "$port"
  printf 'SKYVERN_API_KEY=%s\n' "$(api_key)"
  print_python
}

print_python() { printf 'SKYVERN_PYTHON=%s\n' "$python"; }

# A clean environment: no key, proxy or provider account of the caller gets in, and no default leads out. A
# session of its own, so that Ctrl-C in the caller's terminal leaves the server to whoever cleans up.
launch() {
  mkdir -p "$state/home" "$state/work"
  chmod 700 "$state"
  cd "$state/work"
  env -i \
    PATH="$venv/bin:$PATH" HOME="$state/home" LANG=C.UTF-8 PYTHONUNBUFFERED=1 \
    ENV=local PORT="$port" LOG_LEVEL=INFO SKYVERN_ENV_FILE="$state/server.env" \
    DATABASE_STRING="sqlite+aiosqlite:///$state/skyvern.db" \
    ARTIFACT_STORAGE_PATH="$state/artifacts" VIDEO_PATH="$state/video" HAR_PATH="$state/har" \
    LOG_PATH="$state/log" TEMP_PATH="$state/temp" DOWNLOAD_PATH="$state/downloads" \
    ENABLE_WORKFLOW_SCHEDULES=true BROWSER_TYPE=chromium-headless BROWSER_STREAMING_MODE=cdp \
    SKYVERN_TELEMETRY=false DO_NOT_TRACK=1 OTEL_ENABLED=false OTEL_SDK_DISABLED=true POSTHOG_DISABLED=true \
    POSTHOG_PROJECT_HOST=$nowhere MCP_POSTHOG_PROJECT_HOST=$nowhere HF_HUB_OFFLINE=1 \
    LITELLM_TELEMETRY=False LITELLM_LOCAL_MODEL_COST_MAP=True \
    ENABLE_OPENAI_COMPATIBLE=true LLM_KEY=OPENAI_COMPATIBLE OPENAI_COMPATIBLE_MODEL_NAME=none \
    OPENAI_COMPATIBLE_API_KEY=none OPENAI_COMPATIBLE_API_BASE=$nowhere \
    XAI_API_BASE=$nowhere VOLCENGINE_API_BASE=$nowhere YUTORI_API_BASE=$nowhere OPENROUTER_API_BASE=$nowhere \
    GROQ_API_BASE=$nowhere MOONSHOT_API_BASE=$nowhere INCEPTION_API_BASE=$nowhere \
    TASK_BLOCKED_SITE_FALLBACK_URL=$nowhere SKYVERN_BASE_URL="http://127.0.0.1:$port" \
    "$python" -c 'import os, sys; os.setsid(); os.execv(sys.argv[1], sys.argv[1:])' \
    "$python" -m uvicorn --factory skyvern.forge.api_app:create_api_app \
    --host 127.0.0.1 --port "$port" --no-access-log --loop asyncio --ws websockets-sansio \
    >"$state/server.log" 2>&1 </dev/null &
  echo $! >"$state/pid"
  disown
}

start() {
  ensure_installed
  # Two starts at once launch one server.
  if command -v flock >/dev/null; then
    exec 9>"$cache/start-$port.lock"
    flock 9
  fi
  if running_pid >/dev/null; then
    note "already started on port $port"
  else
    port_is_taken && fail "port $port is in use by something else; give another: $0 start <port>"
    note "starting skyvern $release on port $port (about a minute: it imports a lot)"
    trap 'stop; exit 130' INT TERM HUP
    (launch 9>&-)
  fi
  if command -v flock >/dev/null; then exec 9>&-; fi
  local began=$SECONDS
  until port_is_taken && answers; do
    running_pid >/dev/null || { tail -n 30 "$state/server.log" >&2; fail "the server ended while it was starting"; }
    ((SECONDS - began < start_limit)) || { tail -n 30 "$state/server.log" >&2; stop; fail "no answer within $start_limit s"; }
    (((SECONDS - began) % 10 == 9)) && note "still starting, $((SECONDS - began)) s"
    sleep 1
  done
  note "answers after $((SECONDS - began)) s; log in $state/server.log"
  print_environment
}

stop() {
  local pid waited=0
  if ! pid=$(running_pid); then
    note "not running on port $port"
    rm -f "$state/pid"
    return
  fi
  kill "$pid"
  while kill -0 "$pid" 2>/dev/null; do
    ((++waited == 8)) && { kill -9 "$pid" 2>/dev/null || true; }
    sleep 0.25
  done
  rm -f "$state/pid"
  note "stopped on port $port"
}

case "$action" in
  start) start ;;
  install) ensure_installed && print_python ;;
  stop) stop ;;
  status) if running_pid >/dev/null && answers; then print_environment; else fail "not running on port $port"; fi ;;
  reset) stop && rm -rf "$state" && note "forgot everything of port $port" ;;
  *) sed -n '2,/^set /{/^set /!s/^# \{0,1\}//p}' "$0" >&2 && exit 2 ;;
esac
