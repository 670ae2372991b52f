#!/usr/bin/env bash
# Installs from Debian's packages what tests/tools.sh finds missing. Part of tests/run.sh --install.
# It ends with 1 where something could not be had; the tests that need it are skipped then and say so.
set -uo pipefail
cd "$(dirname "$0")"
mapfile -t missing < <(bash tools.sh --missing)
[ ${#missing[@]} -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null; then
  echo "Not installed, since there is no apt-get here: ${missing[*]}. Install what corresponds to these packages of Debian." >&2
  exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null || ! sudo -n true 2>/dev/null; then
    echo "Not installed, since this user may not: run as root: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo -n)
fi

apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get -o DPkg::Lock::Timeout=600 -qq "$@" </dev/null >/dev/null; }
echo "Installs ${missing[*]}."
apt update || echo "The lists of packages could not be renewed; those that are here are used." >&2
if ! apt install -y --no-install-recommends "${missing[@]}"; then
  # One that cannot be had must not keep the others away.
  for package in "${missing[@]}"; do
    apt install -y --no-install-recommends "$package" || echo "$package could not be installed." >&2
  done
fi
[ -z "$(bash tools.sh --missing)" ]
