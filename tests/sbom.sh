#!/usr/bin/env bash
# Writes the list of what the silo is made of (CycloneDX, JSON) to a folder, out/sbom unless another is given.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet tool restore >/dev/null
dotnet dotnet-CycloneDX silo/DeskFleet.Silo.csproj --output "${1:-out/sbom}" --output-format Json --set-name DeskFleet --disable-package-restore
