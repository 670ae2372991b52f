#!/usr/bin/env bash
# Mutation testing of grains/Core: do its tests notice when a decision changes? Fails below 80 %. Part of tests/run.sh --full.
#   tests/mutate.sh                    the whole of Core, and the scores in MUTATION.md
#   tests/mutate.sh Billing Placement  only these folders of it
# The reports, with every survivor in its place: out/mutation/*/reports/mutation-report.html
# It builds into the working copy's bin folders, without the slow tests: let nothing else build or test there meanwhile, and build again after it.
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DESKFLEET_MUTATION=1 RunAnalyzers=false DOTNET_INFO_WAIT_TIME=120000
dotnet tool restore >/dev/null

# Rules.Tests proves these folders; it is too slow for the others, which Core.Tests proves alone.
by_rules=" Billing Catalog Commitment MaintenanceWindows Regions Tags "
all=$(cd ../grains/Core && ls -d [A-Z]*/ | tr -d / | paste -sd' ')
rules=() core=()
for folder in ${*:-$all}; do
  if [[ " $all " != *" $folder "* ]]; then
    echo "grains/Core has no folder '$folder'. It has: $all." >&2
    exit 2
  elif [[ $by_rules == *" $folder "* ]]; then
    rules+=(--mutate "$folder/**/*.cs")
  else
    core+=(--mutate "$folder/**/*.cs")
  fi
done

reports=()
# mutate NAME "TEST-PROJECTS" --mutate FILES...: one run of Stryker.
mutate() {
  local name=$1 projects=() programs=()
  for project in $2; do
    projects+=(--test-project "$project.Tests/DeskFleet.$project.Tests.csproj")
    programs+=("$project.Tests/bin/Release/net10.0/DeskFleet.$project.Tests")
  done
  shift 2
  local report=../out/mutation/$name/reports/mutation-report.json
  dotnet stryker --config-file Mutation/stryker-config.json --output "../out/mutation/$name" "${projects[@]}" "$@"
  dotnet run Mutation/retest.cs -- "$report" "${programs[@]}"
  reports+=("$report")
}
[ ${#rules[@]} -eq 0 ] || mutate rules "Core Rules" "${rules[@]}"
[ ${#core[@]} -eq 0 ] || mutate core "Core" "${core[@]}"
if [ $# -eq 0 ]; then reports=(--into MUTATION.md "${reports[@]}"); fi
dotnet run Mutation/tally.cs -- "${reports[@]}"
