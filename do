#!/usr/bin/env bash
# The one script of this repository.
#
#   ./do run [command …]   build quietly, then `kaiwa command …`; without a command: `kaiwa serve --demo`
#   ./do test              everything: what the tests need is installed, then check, then all tests; the last line is "N passed, N failed"
#   ./do check             format, build with analyzers, architecture and document tests: the minute before a commit
#   ./do bench …           load, webhooks, crash, memory, overtake, gateway, relay, inbox, agents, fuzz (bench/Kaiwa.Load/README.md)
#   ./do docs              write the generated pages under docs/ anew
#   ./do setup             install what the tests need (Debian, as root)
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$root"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en

say() { echo "$*" >&2; }
complain() { say "$1"; exit "${2:-1}"; }

# build TARGET [dotnet arguments…]: silent unless it fails.
build() {
  local log
  log=$(mktemp)
  if ! dotnet build "$@" -v q --nologo >"$log" 2>&1; then
    grep -E 'error|warning' "$log" | sort -u >&2 || cat "$log" >&2
    rm -f "$log"
    complain "The build failed: mend the errors above and try again."
  fi
  rm -f "$log"
}

has() { command -v "$1" >/dev/null 2>&1; }
postgres_binaries() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || has initdb; }
font() { has fc-list && [ "$(fc-list | grep -ci "$1")" -gt 0 ]; }

# Installs what the tests need and a fresh Debian with the .NET SDK lacks. Does nothing where all of it is there.
setup() {
  local missing=()
  postgres_binaries || missing+=(postgresql)
  has chromium || missing+=(chromium)
  has fc-list || missing+=(fontconfig)
  font 'Noto Sans CJK' || missing+=(fonts-noto-cjk)
  font 'Noto Color Emoji' || missing+=(fonts-noto-color-emoji)
  has ffmpeg || missing+=(ffmpeg)
  has redis-server || missing+=(redis-server)
  has node || missing+=(nodejs)
  has npm || missing+=(npm)
  has curl || missing+=(curl)
  [ ${#missing[@]} -eq 0 ] && return 0
  if ! has apt-get || [ "$(id -u)" -ne 0 ]; then
    say "The tests need programs that are missing here: ${missing[*]}. Install them (on Debian as root: apt-get install ${missing[*]}). What needs them will fail until then."
    return 0
  fi
  say "Installing for the tests: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  # No server of the packages is started: the tests start their own, throw-away ones.
  local policy=/usr/sbin/policy-rc.d made=
  if [ ! -e "$policy" ]; then printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy" && made=1; fi
  apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null || say "apt-get could not install everything; the tests that need it will say so."
  [ -z "$made" ] || rm -f "$policy"
}

format() {
  local log
  log=$(mktemp)
  if ! dotnet format whitespace Kaiwa.slnx --no-restore --verify-no-changes >"$log" 2>&1; then
    grep -E 'error' "$log" | head -n 40 >&2 || true
    rm -f "$log"
    complain "Some files are not formatted. Run: dotnet format whitespace Kaiwa.slnx"
  fi
  rm -f "$log"
}

compile() {
  dotnet restore Kaiwa.slnx -v q --nologo >/dev/null || complain "The packages could not be restored. Is the registry reachable?"
  build Kaiwa.slnx --no-restore -c Debug -p:KaiwaAnalyze=true
}

passed=0 failed=0 failures=

# tests PROJECT [arguments…]: runs a test project and adds its counts.
tests() {
  local project=$1 log summary total bad idle
  shift
  log=$(mktemp)
  say "── $project $*"
  "artifacts/bin/$project/debug/$project" -noColor "$@" 2>&1 | tee "$log" >&2 || true
  summary=$(grep -E 'Total: *[0-9]+' "$log" | tail -n 1 || true)
  failures+=$(sed -nE 's/^ *(.+) \[FAIL\]$/ \1/p' "$log")
  count() { sed -nE "s/.*$1: *([0-9]+).*/\1/p" <<<"$summary"; }
  if [ -z "$summary" ]; then
    say "$project ended without a summary: that counts as one failure."
    failed=$((failed + 1))
  else
    total=$(count Total)
    bad=$(($(count Failed) + $(count Errors)))
    idle=$(($(count Skipped) + $(count 'Not Run')))
    passed=$((passed + total - $(count Failed) - idle))
    failed=$((failed + bad))
  fi
  rm -f "$log"
}

# The journeys share one browser and two cores with the server: one that fails is run once more, by itself. If it passes then, it is named as unsteady, and has to be mended.
journeys() {
  local before=$failures wasFailed=$failed wasPassed=$passed name unsteady
  tests Kaiwa.EndToEnd
  unsteady=${failures#"$before"}
  [ -n "$unsteady" ] || return 0
  say "Once more, by themselves:$unsteady"
  failures=$before
  local count=$((failed - wasFailed)) good=$((passed - wasPassed))
  failed=$wasFailed
  local again=()
  while read -r name; do again+=(-method "${name%%(*}"); done < <(tr -s ' ' '\n' <<<"$unsteady" | grep '^Kaiwa\.' | sort -u)
  tests Kaiwa.EndToEnd "${again[@]}"
  passed=$((wasPassed + good + count - (failed - wasFailed)))
  [ "$failed" -gt "$wasFailed" ] || say "Unsteady, failed among the others and passed alone:$unsteady"
}

# kill -9 in the middle of everything, three rounds an engine: each engine counts as one test.
crash_rounds() {
  local engine
  build src/Kaiwa.Server -c Release
  build bench/Kaiwa.Load -c Release
  for engine in sqlite postgres; do
    say "── bench crash --engine $engine --rounds 3"
    if artifacts/bin/Kaiwa.Load/release/Kaiwa.Load crash --engine "$engine" --rounds 3 >&2; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
  done
}

# Wrong bodies through the reader, the webhook endpoint and the gateway: one hundredth of the whole, one test.
wrong_bodies() {
  say "── bench fuzz --percent 1"
  if artifacts/bin/Kaiwa.Load/release/Kaiwa.Load fuzz --percent 1 >&2; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

# The names of what failed are repeated last: the end of a long log is what people see first.
verdict() {
  [ -z "$failures" ] || say "Failed:$failures"
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
}

case ${1:-help} in
  run)
    shift
    build src/Kaiwa.Server -c Release
    [ $# -gt 0 ] || set -- serve --demo
    exec artifacts/bin/Kaiwa.Server/release/kaiwa "$@"
    ;;
  check)
    compile
    format
    tests Kaiwa.Tests -namespace 'Kaiwa.Tests.Architecture*' -namespace 'Kaiwa.Tests.Docs*'
    verdict
    ;;
  test)
    setup
    compile
    format
    tests Kaiwa.Tests
    tests Kaiwa.Console.Tests
    journeys
    crash_rounds
    wrong_bodies
    verdict
    ;;
  bench)
    shift
    build src/Kaiwa.Server -c Release
    build bench/Kaiwa.Load -c Release
    exec artifacts/bin/Kaiwa.Load/release/Kaiwa.Load "$@"
    ;;
  docs)
    build tests/Kaiwa.Tests -c Debug
    UPDATE_SNAPSHOTS=1 artifacts/bin/Kaiwa.Tests/debug/Kaiwa.Tests -namespace 'Kaiwa.Tests.Docs*'
    ;;
  setup) setup ;;
  help | -h | --help) sed -n '2,10s/^# \{0,1\}//p' "$0" ;;
  *) complain "There is no ./do $1. See ./do help." 2 ;;
esac
