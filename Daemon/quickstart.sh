#!/usr/bin/env bash
# From an empty machine to a cited answer; a second run does only what is missing.
#   quickstart.sh [--small | --large] [--question TEXT]
# Installs the system packages that are lacking, builds the release, fetches and checks the weights (--small and --large
# take those decoders instead of the default), starts the daemon for you, brings in the graphs and their documents, and
# asks. KGASSIST_SOCKET, KGASSIST_STATE and KGASSIST_MODELS move the places, as everywhere.
set -euo pipefail
cd "$(dirname "$0")/.."

decoder= question="Is metformin contraindicated in a patient with an eGFR of 25?"
while (($#)); do
  case $1 in
    --small | --large) decoder=$1 ;;
    --question) [[ ${2-} ]] || { sed -n '2,6s/^# \{0,1\}//p' "$0" >&2; exit 2; }; question=$2; shift ;;
    *) sed -n '2,6s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
  shift
done

step() { printf '\n== %s\n' "$*" >&2; }
die() {
  printf 'quickstart: %s\n' "$*" >&2
  exit 1
}

[[ $(uname -s) == Linux ]] || die "kgassist runs on Linux; this is $(uname -s)"
state=${KGASSIST_STATE:-${XDG_STATE_HOME:-$HOME/.local/state}/kgassist}
models=${KGASSIST_MODELS:-$state/models}
if [[ -n ${KGASSIST_SOCKET:-} ]]; then
  socket=$KGASSIST_SOCKET
elif [[ -n ${XDG_RUNTIME_DIR:-} ]]; then
  socket=$XDG_RUNTIME_DIR/kgassist/kgassist.sock
else
  socket=${TMPDIR:-/tmp}/kgassist-$(id -u)/kgassist.sock
fi
# What was asked for is what answers, even beside another decoder.
case $decoder in
  --small) export KGASSIST_DECODER=SmolLM2-135M-Instruct.Q4_1.gguf ;;
  --large) export KGASSIST_DECODER=qwen2.5-coder-1.5b-instruct-q4_k_m.gguf ;;
esac
export KGASSIST_STATE=$state KGASSIST_MODELS=$models KGASSIST_SOCKET=$socket
log=$state/kgassistd.log
(umask 077 && mkdir -p "$state")

step "Checking Swift and the system's packages"
swift=$(./Daemon/requirements.sh)
"$swift" --version 2>/dev/null | head -n 1 >&2

step "Building the release"
"$swift" build -c release >&2
bin=$("$swift" build -c release --show-bin-path)

step "Fetching and checking the weights"
./Daemon/fetch-models.sh ${decoder:+"$decoder"}

# 200 when it is ready, 503 while it loads, 000 where nobody listens.
health() { curl --silent --max-time 5 --output /dev/null --write-out '%{http_code}' --unix-socket "$socket" http://kgassist/health 2>/dev/null || true; }

step "Starting the daemon"
if [[ $(health) == 000 ]]; then
  setsid nohup "$bin/kgassistd" >>"$log" 2>&1 </dev/null &
  daemon=$!
  echo "$daemon" >"$state/kgassistd.pid"
else
  daemon=
  echo "One is running already." >&2
fi
for ((tick = 0; ; tick++)); do
  case $(health) in
    200) break ;;
    *)
      if [[ $daemon ]] && ! kill -0 "$daemon" 2>/dev/null; then
        tail -n 5 "$log" >&2
        die "the daemon ended; the lines above are from $log"
      fi
      ((tick < 600)) || die "the daemon is not ready after two minutes; see $log"
      sleep 0.2
      ;;
  esac
done
echo "Ready at $socket" >&2

step "Bringing in the graphs and their documents"
"$bin/kgassist" ingest Graphs/vocabulary.ttl Graphs/rules.ttl
for domain in finance medical code; do
  echo "-- $domain" >&2
  "$bin/kgassist" ingest --domain "$domain" "Graphs/$domain/graph.ttl" "Graphs/$domain/rules.ttl"
  "$bin/kgassist" ingest --domain "$domain" "Graphs/$domain/documents"
done

step "Asking: $question"
status=0
"$bin/kgassist" ask "$question" || status=$?
((status == 0)) || die "no answer (kgassist ask ended with $status)"

cat >&2 <<END

== How to go on
  export PATH="$bin:\$PATH"
  kgassist ask "What is the price-earnings ratio of a share at 50 with earnings of 2.50?"
  kgassist chat                        turn by turn
  kgassist ingest FOLDER               your own documents
  kgassist status                      what the daemon does; its log is $log
  kill \$(cat "$state/kgassistd.pid")     stop the daemon
  sudo ./Daemon/install.sh             run it as a service for everyone on this machine
END
