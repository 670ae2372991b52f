#!/usr/bin/env bash
# Five kinds of faults under load, large: a silo that stands still, silos parted from each other, a database that stands still, a full disk, and 200 kills of
# the only silo. Prints a row each, and fails where anything acknowledged was lost or done twice. As root it takes half an hour on a machine with 2 cores
# that does nothing else; who is not root cannot part silos or fill a disk, and those two are skipped.
#   tests/faults.sh           all five
#   tests/faults.sh Parted    those whose name has this in it: StandsStill, Parted, Disk, Killed
# tests/run.sh makes a glance of each, tests/run.sh --full small ones.
set -euo pipefail
cd "$(dirname "$0")/.."
case ${1:-} in --help | -h) sed -nE '2,7s/^# ?//p' tests/faults.sh; exit 0 ;; esac

dotnet publish silo -c Release -o out/silo
dotnet build tests/Durable.Tests -c Release
rows=$(mktemp)
trap 'rm -f "$rows"' EXIT
status=0
# One at a time: each fault has the machine to itself.
DESKFLEET_FAULTS=large DESKFLEET_FAULTS_FILE=$rows DESKFLEET_PUBLISHED_SILO=$PWD/out/silo/deskfleet-silo.dll \
  tests/Durable.Tests/bin/Release/net10.0/DeskFleet.Durable.Tests --filter-query "/*/*/FaultRunTests/${1:+*$1}*" --max-threads 1 --show-live-output on || status=$?
echo "$(date +%F), $(nproc) processors:"
echo
echo "| fault under load | times | acknowledged | lines of the journal | lost or doubled | slowest answer | slowest call | sessions promised | callers met |"
echo "|---|---:|---:|---:|---:|---:|---:|---:|---|"
cat "$rows"
exit "$status"
