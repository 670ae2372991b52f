#!/usr/bin/env bash
# Mutation testing of grains/Core: do its tests notice when a decision changes? Fails below 80 %. Part of tests/run.sh --full.
#   tests/mutate.sh                    the whole of Core; takes hours on two cores
#   tests/mutate.sh Billing Placement  only these folders of it
# The report, with every survivor in its place: out/mutation/reports/mutation-report.html
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet tool restore >/dev/null

only=()
for folder in "$@"; do
  if [ ! -d "../grains/Core/$folder" ]; then
    echo "grains/Core has no folder '$folder'. It has: $(cd ../grains/Core && ls -d [A-Z]*/ | tr -d / | paste -sd' ')." >&2
    exit 2
  fi
  only+=(--mutate "$folder/**/*.cs")
done
exec dotnet stryker --output ../out/mutation "${only[@]}"
