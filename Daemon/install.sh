#!/usr/bin/env bash
# Installs kgassist for everyone on this machine: programs, systemd units, the graphs and the way to fetch weights.
#   install.sh [--prefix DIR] [--binaries DIR] [--no-models] [--small] [--dry-run]     as root, or with DESTDIR set
#   install.sh --uninstall [--prefix DIR] [--dry-run]     takes all of it away except /var/lib/kgassist and the settings
# Without --binaries the release is built here with the Swift runtime linked in, so that it does not depend on a
# toolchain in somebody's home. With DESTDIR nothing of the running system is touched.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")

usage() {
  sed -n '2,6s/^# \{0,1\}//p' "$0" >&2
  exit 2
}
prefix=/usr/local binaries= models=1 small= dry= uninstall= destination=${DESTDIR:-}
while (($#)); do
  case $1 in
    --prefix) [[ ${2-} == /* ]] || usage; prefix=${2%/}; shift ;;
    --binaries) [[ ${2-} ]] || usage; binaries=$2; shift ;;
    --no-models) models= ;;
    --small) small=--small ;;
    --dry-run) dry=1 ;;
    --uninstall) uninstall=1 ;;
    *) usage ;;
  esac
  shift
done

run() {
  if [[ $dry ]]; then
    printf '%s\n' "$(printf '%q ' "$@")"
  else
    "$@"
  fi
}
die() {
  echo "install: $*" >&2
  exit 1
}
# The running system is ours to change only when files go to its own root.
live() { [[ -z $destination ]]; }
systemd_runs() { [[ -d /run/systemd/system ]]; }
if live && [[ -z $dry && $(id -u) -ne 0 ]]; then die "needs root; run it with sudo, or set DESTDIR"; fi

bin=$destination$prefix/bin
share=$destination$prefix/share/kgassist
documents=$destination$prefix/share/doc/kgassist
units=$destination$prefix/lib/systemd/system
users=$destination$prefix/lib/sysusers.d
settings=$destination/etc/kgassist
completions=$destination$prefix/share/bash-completion/completions

if [[ $uninstall ]]; then
  if live && systemd_runs; then
    run systemctl disable --now kgassist.socket kgassist.service || true
  fi
  run rm -f "$bin/kgassist" "$bin/kgassistd" "$bin/kgassist-media" "$bin/kgassist-bench" "$units/kgassist.service" "$units/kgassist.socket" \
    "$users/kgassist.conf" "$completions/kgassist"
  run rm -rf "$share" "$documents"
  if live && systemd_runs; then run systemctl daemon-reload; fi
  echo "install: removed; /var/lib/kgassist (the store, the weights) and /etc/kgassist stay" >&2
  exit 0
fi

if [[ -z $binaries ]]; then
  command -v swift >/dev/null || die "swift is missing; see https://www.swift.org/install/linux, or give --binaries DIR"
  binaries=$root/.build-install/release
  run swift build --package-path "$root" --scratch-path "$root/.build-install" -c release --static-swift-stdlib
fi
for program in kgassist kgassistd kgassist-media kgassist-bench; do
  [[ $dry || -x $binaries/$program ]] || die "$binaries has no $program; build the release first"
done

run install -d "$bin" "$share" "$documents" "$units" "$users" "$settings"
for program in kgassist kgassistd kgassist-media kgassist-bench; do
  run install -m 0755 "$binaries/$program" "$bin/$program"
done
for unit in kgassist.service kgassist.socket; do
  run install -m 0644 "$here/$unit" "$units/$unit"
  if [[ $prefix != /usr/local ]]; then run sed -i "s|/usr/local|$prefix|g" "$units/$unit"; fi
done
run install -m 0644 "$here/kgassist.sysusers" "$users/kgassist.conf"
# Settings that somebody has changed are theirs.
[[ -e $settings/kgassist.conf ]] || run install -m 0644 "$here/kgassist.conf" "$settings/kgassist.conf"
run install -m 0755 "$here/fetch-models.sh" "$here/torch-to-safetensors.py" "$share/"
run install -m 0644 "$root/README.md" "$documents/README.md"
while IFS= read -r -d '' file; do
  run install -D -m 0644 "$root/Graphs/$file" "$share/Graphs/$file"
done < <(cd "$root/Graphs" && find . -type f -printf '%P\0' | sort -z)
for file in config.json model.safetensors spoken.weights linker.weights pictures.weights; do run install -D -m 0644 "$here/fusion/$file" "$share/fusion/$file"; done
# Passages are ranked anew only where somebody has made the weights for it.
[[ ! -e $here/fusion/passages.weights ]] || run install -D -m 0644 "$here/fusion/passages.weights" "$share/fusion/passages.weights"

if live; then
  if command -v systemd-sysusers >/dev/null; then
    run systemd-sysusers "$users/kgassist.conf"
  else
    getent group kgassist-writers >/dev/null || run groupadd --system kgassist-writers
    id kgassist >/dev/null 2>&1 || run useradd --system --user-group --home-dir /var/lib/kgassist --shell /usr/sbin/nologin kgassist
  fi
  run install -d -m 0750 -o kgassist -g kgassist /var/lib/kgassist
  if [[ $models ]]; then run "$share/fetch-models.sh" ${small:+"$small"} --models /var/lib/kgassist/models; fi
  if systemd_runs; then
    run systemctl daemon-reload
    run systemctl enable --now kgassist.socket
  fi
fi

cat >&2 <<END
install: done. How to go on:
  sudo usermod -aG kgassist,kgassist-writers NAME        who may ask, who may also ingest (log in again)
  sudo -u kgassist kgassist ingest $prefix/share/kgassist/Graphs     the graphs and their documents
  kgassist ask "When is metformin contraindicated?"
END
