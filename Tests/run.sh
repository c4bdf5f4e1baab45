#!/usr/bin/env bash
# Runs the tests. Installs what is missing: system packages, and weights into ${XDG_CACHE_HOME:-~/.cache}/kgassist/models
# unless KGASSIST_MODELS names a folder.
#   run.sh            everything that CI runs
#   run.sh unit       every target's own tests
#   run.sh journeys   the built daemon and client: ingest, ask, check the cited answer; the quickstart; the units
#   run.sh w3c        the W3C suites alone, one line each
#   run.sh faults     what goes wrong: full disks, damaged files, hostile documents, a daemon killed in between
#   run.sh soak       twelve clients for two minutes (KGASSIST_SOAK_SECONDS): memory, files and the store stay whole
#   run.sh fuzz       properties over random input; KGASSIST_FUZZ_ROUNDS seeds instead of the usual 500
#   run.sh bench      kgassist-bench: each level of kernels against its budget (ratios, no wall time), then decode
# The last line is `N passed, N failed, N skipped`; the exit status is 1 when something failed.
set -euo pipefail
cd "$(dirname "$0")/.."

part=${1:-all}
case $part in
  all | unit | journeys | w3c | faults | soak | fuzz | bench) ;;
  *) sed -n '2,11s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
(($# <= 1)) || { echo "run.sh: one part at a time" >&2; exit 2; }

passed=0 failed=0 skipped=0
results=$(mktemp -d)
# What a test that is stopped leaves behind goes with the run.
mkdir "$results/tmp"
export TMPDIR=$results/tmp
session=
# What a part that is out of time has left running goes with its session.
end_session() {
  [[ -z $session ]] || pkill -KILL --session "$session" 2>/dev/null || true
  session=
}
trap 'end_session; rm -rf "$results"' EXIT

# Runs a command in a session of its own, at most LIMIT seconds, its output into FILE. 124 says that time was up.
limited() {  # limit, file, command…
  local limit=$1 file=$2 status=0
  shift 2
  setsid timeout --kill-after=10 "$limit" "$@" >"$file" 2>&1 </dev/null &
  session=$!
  wait "$session" || status=$?
  end_session
  return "$status"
}

swift=$(./Daemon/requirements.sh)
export KGASSIST_MODELS=${KGASSIST_MODELS:-${XDG_CACHE_HOME:-$HOME/.cache}/kgassist/models}
./Daemon/fetch-models.sh --only text,small,decoder,speech,images

build() {
  echo "== build" >&2
  "$swift" build -c release "$@" --explicit-target-dependency-import-check error
}

# Passed, failed and skipped test functions of a report.
count_report() {
  python3 - "$1" <<'PYTHON'
import sys, xml.etree.ElementTree as tree
try:
    cases = list(tree.parse(sys.argv[1]).iter("testcase"))
except (OSError, tree.ParseError):
    sys.exit(1)
failed = sum(case.find("failure") is not None for case in cases)
skipped = sum(case.find("skipped") is not None for case in cases)
print(len(cases) - failed - skipped, failed, skipped)
PYTHON
}

# Adds what one run of `swift test` did, from the report it writes.
suite() {  # name, limit, arguments of swift test
  local name=$1 limit=$2 status=0 report counts good bad left
  shift 2
  echo "== $name" >&2
  report=$results/$name.xml
  limited "$limit" "$results/$name.log" "$swift" test -c release --skip-build --disable-xctest --xunit-output "$report" \
    "$@" || status=$?
  if counts=$(count_report "$report"); then
    read -r good bad left <<<"$counts"
    passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + left))
    # A crash or a time-out ends the process after some tests have reported; no tests at all is no success either.
    if ((status != 0 && bad == 0)) || ((good + bad + left == 0)); then failed=$((failed + 1)); fi
  else
    failed=$((failed + 1))
  fi
  if ((status != 0)); then
    grep -E '✘|error:|warning:' "$results/$name.log" | head -n 60 || true
    ((status != 124)) || echo "$name: stopped after $limit s"
    grep -hE -m 1 -A 8 'crashed:|Fatal error' "$results/$name.log" || tail -n 5 "$results/$name.log"
  fi
  grep -E '➜ .* skipped' "$results/$name.log" || true
}

# A journey that is a script: 0 passed, 77 skipped with its reason on the last line, else failed.
script() {  # folder/name, limit
  local status=0 name=${1#*/}
  echo "== $name" >&2
  limited "$2" "$results/$name.log" "Tests/$1.sh" || status=$?
  case $status in
    0) passed=$((passed + 1)) ;;
    77) skipped=$((skipped + 1)); echo "$name: skipped: $(tail -n 1 "$results/$name.log")" ;;
    *) failed=$((failed + 1)); echo "$name: failed with status $status"; tail -n 30 "$results/$name.log" ;;
  esac
}

# The teaching material against its own rules: samples compile, documents are long enough, questions name documents.
material() {
  echo "== material" >&2
  limited 300 "$results/material.log" python3 Tests/Graphs/check.py || true
  local counts
  counts=$(sed -nE 's/^([0-9]+) passed, ([0-9]+) failed$/\1 \2/p' "$results/material.log" | tail -n 1)
  if [[ -n $counts ]]; then
    passed=$((passed + ${counts% *})) failed=$((failed + ${counts#* }))
    [[ ${counts#* } == 0 ]] || head -n 20 "$results/material.log"
  else
    failed=$((failed + 1)); tail -n 5 "$results/material.log"
  fi
}

w3c_figures() { grep -hoE '^[A-Z][A-Za-z0-9.-]+ [0-9]+/[0-9]+$' "$results/$1.log" | sort || true; }
unit() {
  # The daemon's tests wait for replies: models that compute beside them would make them wait too long.
  suite unit 600 --skip JourneysTests --skip ServiceTests
  suite service 300 --filter ServiceTests
  w3c_figures unit
  script Levels/levels 240
  material
}
journeys() {
  suite journeys 420 --no-parallel --filter JourneysTests
  script Journeys/units 120
  script Journeys/quickstart 420
}
# Each level of kernels against its floor. Processor time of medians in turn; twice below a floor is no accident.
budget() {
  echo "== budget" >&2
  if limited 120 "$results/budget.log" .build/release/kgassist-bench budget ||
    limited 120 "$results/budget.log" .build/release/kgassist-bench budget; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1)); tail -n 5 "$results/budget.log"
  fi
}
faults() { suite faults 600 --no-parallel --filter 'FaultTests|HostileTests|LifetimeJourneyTests|GGUFFileTests|SafetensorsFileTests'; }
soak() {
  local seconds=${KGASSIST_SOAK_SECONDS:-120}
  echo "== soak: $seconds s" >&2
  if limited $((seconds + 300)) "$results/soak.log" Tests/Journeys/soak.py "$seconds"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
  cat "$results/soak.log"
}
w3c() {
  suite w3c 300 --filter W3C
  w3c_figures w3c
}

fuzz() {
  export KGASSIST_FUZZ_ROUNDS=${KGASSIST_FUZZ_ROUNDS:-500}
  suite fuzz 1200 --filter FuzzTests
}

case $part in
  bench)
    build --product kgassist-bench
    budget
    .build/release/kgassist-bench decode --model "$KGASSIST_MODELS/qwen2.5-coder-0.5b-instruct-q4_k_m.gguf" &&
      passed=$((passed + 1)) || failed=$((failed + 1))
    ;;
  *)
    build --build-tests
    case $part in
      all) unit; budget; journeys ;;
      *) "$part" ;;
    esac
    ;;
esac
echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0))
