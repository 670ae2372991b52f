#!/usr/bin/env bash
# Builds everything and runs all tests. Ends with one line: N passed, N failed[, N skipped].
#   tests/run.sh            what every change must pass
#   tests/run.sh --full     and the long ones: soaks, large fleets, mutation testing (hours)
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
[ "${1:-}" = "--full" ] && export DESKFLEET_FULL=1

if ! command -v dotnet >/dev/null; then
  echo "The .NET SDK (10.0) is not on the PATH; install it first." >&2
  echo "0 passed, 1 failed"
  exit 1
fi

if [ -x tests/install.sh ]; then
  tests/install.sh || echo "Some of what the tests use could not be installed; those tests will say that they were skipped." >&2
fi

# Exactly the packages that packages.lock.json lists, by version and checksum.
if ! dotnet build Orleans.sln -c Release -p:RestoreLockedMode=true; then
  echo "The build failed." >&2
  echo "0 passed, 1 failed"
  exit 1
fi

if [ -n "${DESKFLEET_FULL:-}" ]; then
  # The long ones kill and measure the program as operators install it.
  if ! dotnet publish silo -c Release -o out/silo; then
    echo "The silo could not be published." >&2
    echo "0 passed, 1 failed"
    exit 1
  fi
  export DESKFLEET_PUBLISHED_SILO="$PWD/out/silo/deskfleet-silo.dll"
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
dotnet test --solution Orleans.sln -c Release --no-build --max-parallel-test-modules 1 | tee "$log"
status=${PIPESTATUS[0]}

count() { sed -nE "s/^ +$1: ([0-9]+).*/\1/p" "$log" | tail -n 1; }
passed=$(count succeeded) failed=$(count failed) skipped=$(count skipped)
passed=${passed:-0} failed=${failed:-0} skipped=${skipped:-0}
if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
if [ "$passed" -eq 0 ]; then status=1; fi
if [ -n "${DESKFLEET_FULL:-}" ] && ! tests/mutate.sh; then
  echo "Too few mutants were killed: see out/mutation/*/reports/mutation-report.html." >&2
  failed=$((failed + 1)) status=1
fi
echo "$passed passed, $failed failed, $skipped skipped"
exit "$status"
