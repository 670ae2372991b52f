#!/usr/bin/env bash
# Installs what the tests use beside .NET, from Debian's packages: PostgreSQL, Chromium, Prometheus and its Alertmanager, the AWS CLI,
# boto3, nginx, Node. Tests that need one of them say that they were skipped where it cannot be had.
set -euo pipefail
missing=()
if ! command -v initdb >/dev/null && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then missing+=(postgresql); fi
if ! command -v chromium >/dev/null; then missing+=(chromium); fi
if ! command -v promtool >/dev/null; then missing+=(prometheus); fi
if ! command -v prometheus-alertmanager >/dev/null; then missing+=(prometheus-alertmanager); fi
if [ ! -x /usr/bin/aws ] && ! command -v aws >/dev/null; then missing+=(awscli); fi
if ! /usr/bin/python3 -c 'import boto3' 2>/dev/null && ! python3 -c 'import boto3' 2>/dev/null; then missing+=(python3-boto3); fi
if [ ! -x /usr/sbin/nginx ] && ! command -v nginx >/dev/null; then missing+=(nginx-light); fi
if ! command -v npm >/dev/null; then missing+=(nodejs npm); fi
if [ ${#missing[@]} -eq 0 ]; then exit 0; fi

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "Not installed, and this user can not install it: ${missing[*]}." >&2
  exit 1
fi
echo "Installs ${missing[*]}."
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
