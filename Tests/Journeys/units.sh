#!/usr/bin/env bash
# The systemd units hold: they verify, their exposure is at most 1.0 of 10, and the daemon takes a socket handed to it.
# Ends with 77 where this machine has no systemd tools.
set -euo pipefail
cd "$(dirname "$0")/../.."
for tool in systemd-analyze systemd-socket-activate curl; do
  command -v "$tool" >/dev/null || { echo "$tool is not installed"; exit 77; }
done
bin=$PWD/.build/release
room=$(mktemp -d /tmp/kga-units-XXXXXX)
activator=
cleanup() {
  [[ $activator ]] && kill "$activator" 2>/dev/null
  rm -rf "$room"
}
trap cleanup EXIT

echo "-- installation into a root of its own"
DESTDIR=$room/root ./Daemon/install.sh --binaries "$bin" 2>/dev/null
for file in bin/kgassistd bin/kgassist bin/kgassist-bench lib/systemd/system/kgassist.service lib/systemd/system/kgassist.socket \
  lib/sysusers.d/kgassist.conf share/kgassist/fetch-models.sh share/kgassist/Graphs/vocabulary.ttl; do
  [[ -f $room/root/usr/local/$file ]] || { echo "install.sh did not install $file"; exit 1; }
done
touch "$room/root/etc/kgassist/mine"
echo "KGASSIST_ISA=portable" >"$room/root/etc/kgassist/kgassist.conf"
DESTDIR=$room/root ./Daemon/install.sh --binaries "$bin" 2>/dev/null
grep -q portable "$room/root/etc/kgassist/kgassist.conf" || { echo "install.sh overwrote changed settings"; exit 1; }

echo "-- units"
# The units are verified as they would run: with the program where they name it.
mkdir "$room/units"
for unit in kgassist.service kgassist.socket; do
  sed "s|/usr/local|$room/root/usr/local|g" "$room/root/usr/local/lib/systemd/system/$unit" >"$room/units/$unit"
done
systemd-analyze verify "$room/units/kgassist.service" "$room/units/kgassist.socket"
systemd-analyze security --offline=true --threshold=10 "$room/units/kgassist.service" | tail -n 1
if command -v systemd-sysusers >/dev/null; then
  systemd-sysusers --dry-run "$room/root/usr/local/lib/sysusers.d/kgassist.conf" >/dev/null
fi

echo "-- socket activation"
socket=$room/s.sock
models=${KGASSIST_MODELS:-${XDG_STATE_HOME:-$HOME/.local/state}/kgassist/models}
mkdir "$room/models"
ln -s "$models/all-MiniLM-L6-v2" "$models/SmolLM2-135M-Instruct.Q4_1.gguf" "$room/models/"
systemd-socket-activate --listen="$socket" --setenv=KGASSIST_STATE="$room/state" --setenv=KGASSIST_MODELS="$room/models" \
  --setenv=HOME="$room" --setenv=PATH="$PATH" "$bin/kgassistd" 2>"$room/log" &
activator=$!
for ((tick = 0; tick < 50; tick++)); do [[ -S $socket ]] && break; sleep 0.1; done
# The first connection starts the daemon, which must answer on the socket it was handed.
for ((tick = 0; tick < 150; tick++)); do
  code=$(curl --silent --max-time 30 --output /dev/null --write-out '%{http_code}' --unix-socket "$socket" http://kgassist/health || true)
  [[ $code == 200 ]] && break
  sleep 0.2
done
[[ $code == 200 ]] || { echo "/health is $code after socket activation"; tail -n 20 "$room/log"; exit 1; }
kill -TERM "$activator"
for ((tick = 0; tick < 250; tick++)); do kill -0 "$activator" 2>/dev/null || break; sleep 0.1; done
kill -0 "$activator" 2>/dev/null && { echo "the daemon did not end on SIGTERM"; exit 1; }
status=0
wait "$activator" || status=$?
((status == 0)) || { echo "the daemon ended with $status"; tail -n 20 "$room/log"; exit 1; }
[[ -S $socket ]] || { echo "the daemon removed a socket that was not its own"; exit 1; }
activator=
echo "ok"
