#!/usr/bin/env bash
# The newcomer's road: quickstart --small in a home of its own with the weights that are there, twice. The first run must
# end in a cited answer, the second must change nothing and answer the same.
set -euo pipefail
cd "$(dirname "$0")/../.."
room=$(mktemp -d /tmp/kga-quick-XXXXXX)
models=${KGASSIST_MODELS:-${XDG_STATE_HOME:-$HOME/.local/state}/kgassist/models}
export KGASSIST_STATE=$room/state KGASSIST_MODELS=$room/models KGASSIST_SOCKET=$room/s.sock
cleanup() {
  if [[ -s $room/state/kgassistd.pid ]]; then kill "$(cat "$room/state/kgassistd.pid")" 2>/dev/null || true; fi
  rm -rf "$room"
}
trap cleanup EXIT
mkdir "$room/models"
ln -s "$models/all-MiniLM-L6-v2" "$models/SmolLM2-135M-Instruct.Q4_1.gguf" "$room/models/"

fail() {
  echo "$*"
  tail -n 20 "$room/err"
  exit 1
}
./Daemon/quickstart.sh --small >"$room/first" 2>"$room/err" || fail "quickstart.sh ended with $?"
cat "$room/first"
grep -qE '\[1\]' "$room/first" || fail "the answer cites nothing"
grep -qi 'contraindicated' "$room/first" || fail "the answer does not say that metformin is contraindicated"
grep -qE 'metformin|diabetes' "$room/first" || fail "no document is named"
count() { .build/release/kgassist docs list --json | tee "$room/list" | python3 -c 'import json,sys; print(len(json.load(sys.stdin)["documents"]))'; }
before=$(count)
((before >= 24)) || fail "only $before documents were ingested"

./Daemon/quickstart.sh --small >"$room/second" 2>"$room/err" || fail "the second quickstart.sh ended with $?"
grep -q 'One is running already' "$room/err" || fail "the second run started another daemon"
[[ $(count) == "$before" ]] || fail "the second run changed the documents"
grep -qE '\[1\]' "$room/second" || fail "the second answer cites nothing"

pid=$(cat "$room/state/kgassistd.pid")
kill "$pid"
for ((tick = 0; tick < 250; tick++)); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
kill -0 "$pid" 2>/dev/null && fail "the daemon did not end"
echo "ok: $before documents"
