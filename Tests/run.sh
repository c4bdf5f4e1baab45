#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")/.."
swift build -c release --build-tests --explicit-target-dependency-import-check error
swift test -c release
