#!/usr/bin/env bash
# Builds everything and runs all tests. Ends with one line: N passed, N failed, N skipped.
#   tests/run.sh            what every change must pass, with the tools that this machine has
#   tests/run.sh --install  installs first what is missing (Debian's packages; needs root or sudo)
#   tests/run.sh --full     and the long ones: soaks, large fleets, mutation testing (hours); tests/faults.sh makes the fault runs larger still
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

fail() {
  echo "$1" >&2
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
}

for option in "$@"; do
  case $option in
    --install) install=1 ;;
    --full) export DESKFLEET_FULL=1 ;;
    --help | -h) sed -nE '2,5s/^# ?//p' tests/run.sh; exit 0 ;;
    *) fail "tests/run.sh knows --install and --full, and no '$option'." ;;
  esac
done

command -v dotnet >/dev/null || fail "The .NET SDK (10.0) is not on the PATH; install it first."
if [ -n "${install:-}" ]; then
  bash tests/install.sh || echo "Some of what the tests use could not be installed; those tests say that they are skipped." >&2
fi
echo "The tests use, beside .NET $(dotnet --version):"
bash tests/tools.sh

dotnet build Orleans.sln -c Release || fail "The build failed."

if [ -n "${DESKFLEET_FULL:-}" ]; then
  # The long ones kill and measure the program as operators install it.
  dotnet publish silo -c Release -o out/silo || fail "The silo could not be published."
  export DESKFLEET_PUBLISHED_SILO="$PWD/out/silo/deskfleet-silo.dll"
fi

reports=$PWD/out/tests
rm -rf "$reports"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# Who starts this in the background of a script makes it deaf to interrupts, and tests interrupt programs.
hears=()
if env --default-signal=INT true 2>/dev/null; then hears=(env --default-signal=INT); fi
"${hears[@]}" dotnet test --solution Orleans.sln -c Release --no-build --max-parallel-test-modules 1 --results-directory "$reports" --report-xunit-xml | tee "$log"
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
# How long, and why not: it tells only, so a report that cannot be read fails nothing.
dotnet run tests/report.cs -- "$reports" || echo "The reports in $reports could not be read." >&2
echo "$passed passed, $failed failed, $skipped skipped"
exit "$status"
