#!/usr/bin/env bash
# Makes the pictures of FIRST-HOUR.md from reports: simulator/pictures.sh RUN_FOLDER LOST_ZONE_RUN_FOLDER. Needs chromium.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$here/pictures"
shot() { # report, file, height, element to scroll to
  local page; page=$(mktemp --suffix=.html)
  sed "s#</head>#<style>header,main{max-width:900px}${4}</style></head>#" "$1/report.html" > "$page"
  chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --blink-settings=preferredColorScheme=1 --window-size="900,$3" --screenshot="$here/pictures/$2" "file://$page" 2>/dev/null
  rm -f "$page"
}
shot "$1" verdict.png 560 ""
shot "$2" recovery.png 430 "header,section{display:none}section:has([data-chart^=recovery]){display:block}"
