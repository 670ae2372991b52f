#!/usr/bin/env bash
# Looks for what the tests use beside .NET: which versions this machine has, what is missing, and which tests are skipped for it.
#   tests/tools.sh            a line a tool
#   tests/tools.sh --missing  Debian's packages of what is missing, and nothing else
set -uo pipefail
export LC_ALL=C AWS_CONFIG_FILE=/dev/null PYENV_VERSION=${PYENV_VERSION:-}
[ -n "$PYENV_VERSION" ] || unset PYENV_VERSION

# The first of the PATH, and Debian's; each once.
places() {
  local on_path
  on_path=$(command -v "$1" || true)
  [ -z "$on_path" ] || echo "$on_path"
  if [ -x "/usr/bin/$1" ] && [ "$on_path" != "/usr/bin/$1" ] && [ "$on_path" != "/bin/$1" ]; then echo "/usr/bin/$1"; fi
}

of_aws() { "$1" --version 2>&1 | head -n 1 | cut -d' ' -f1; }
of_python() { "$1" -c 'import boto3; print("boto3/" + boto3.__version__)' 2>/dev/null; }
of_node() { echo "node/$("$1" --version)"; }
of_prometheus() { "$1" --version 2>&1 | sed -nE '1s/^([a-z]+), version ([0-9.]+).*/\1\/\2/p'; }
of_chromium() { "$1" --version 2>/dev/null | sed -nE 's/^(Chromium|Google Chrome) ([0-9.]+).*/chromium\/\2/p'; }
postgres_folders() {
  for program in $(command -v initdb) $(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -Vr); do dirname "$program"; done | uniq
}

missing=()
# tell TOOL "PACKAGES" "WHAT IS SKIPPED" VERSIONS...
tell() {
  local tool=$1 packages=$2 skipped=$3 found
  shift 3
  found=$(printf '%s\n' "$@" | grep . | paste -sd',' | sed 's/,/, /g')
  if [ -n "$found" ]; then
    lines+=("$(printf '  %-14s %s' "$tool" "$found")")
  else
    lines+=("$(printf '  %-14s missing (Debian: %s): skipped are %s' "$tool" "$packages" "$skipped")")
    read -ra names <<<"$packages"
    missing+=("${names[@]}")
  fi
}

# each PROGRAM FUNCTION: version and place of all.
each() {
  local place version
  while read -r place; do
    version=$("$2" "$place") && [ -n "$version" ] && echo "$version ($place)"
  done < <(places "$1")
}

of_curl() { "$1" --version | sed -nE '1s/^curl ([0-9.]+).*/curl\/\1/p'; }

of_nginx() { "$1" -v 2>&1 | sed -nE 's/^nginx version: //p'; }

lines=()
mapfile -t found < <(each curl of_curl)
tell curl curl "the tests of runbooks and of the systemd unit" "${found[@]}"
mapfile -t found < <(each nginx of_nginx; [ ! -x /usr/sbin/nginx ] || echo "$(of_nginx /usr/sbin/nginx) (/usr/sbin/nginx)")
tell nginx nginx-light "the tests of a proxy before the silo" "${found[@]}"
mapfile -t found < <(each aws of_aws)
tell "AWS CLI" awscli "the API's stories by the command line and the README's transcript" "${found[@]}"
mapfile -t found < <(each python3 of_python)
tell boto3 python3-boto3 "the API's story by boto3" "${found[@]}"
mapfile -t found < <(each node of_node)
command -v npm >/dev/null || found=()
tell "Node, npm" "nodejs npm" "the API's stories by the JavaScript SDK" "${found[@]}"
mapfile -t found < <(postgres_folders | while read -r folder; do echo "postgresql/$("$folder/initdb" --version | sed -E 's/^[^0-9]*([0-9.]+).*/\1/') ($folder)"; done)
tell PostgreSQL postgresql "every test of the PostgreSQL store" "${found[@]}"
mapfile -t found < <(each promtool of_prometheus; each prometheus of_prometheus)
tell Prometheus prometheus "the tests of alert rules, dashboards' queries and live silos" "${found[@]}"
mapfile -t found < <(each prometheus-alertmanager of_prometheus)
tell Alertmanager prometheus-alertmanager "the tests of what is paged and what is not" "${found[@]}"
mapfile -t found < <(each chromium of_chromium)
tell Chromium chromium "the tests of pages in a browser" "${found[@]}"

if [ "${1:-}" = "--missing" ]; then
  [ ${#missing[@]} -eq 0 ] || printf '%s\n' "${missing[@]}"
else
  printf '%s\n' "${lines[@]}"
fi
