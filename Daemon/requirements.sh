#!/usr/bin/env bash
# Sees to what building and running kgassist needs: Swift 6.3 (said, not installed) and the system's packages (installed
# with apt-get where that exists, named elsewhere). Prints the path of swift; changes nothing when nothing is missing.
set -euo pipefail

die() {
  printf '%s\n' "$@" >&2
  exit 69
}

how="Install it with swiftly, in your home and without root:
  curl -O https://download.swift.org/swiftly/linux/swiftly-$(uname -m).tar.gz
  tar zxf swiftly-$(uname -m).tar.gz && ./swiftly init --quiet-shell-followup --skip-install
  . ~/.local/share/swiftly/env.sh && swiftly install --use 6.3
or as https://www.swift.org/install/linux says for your distribution, then run this again."
# A toolchain that was installed but not put into PATH counts as well.
swift= found=
for candidate in "$(command -v swift || true)" "${SWIFTLY_BIN_DIR:-$HOME/.local/share/swiftly/bin}/swift" /opt/swift/usr/bin/swift /usr/bin/swift; do
  [[ -x $candidate ]] || continue
  version=$("$candidate" --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+\.[0-9]+).*/\1/p' | head -n 1)
  found+=" $candidate (${version:-does not run})"
  major=${version%%.*} minor=${version##*.}
  if ((${major:-0} > 6 || (${major:-0} == 6 && ${minor:-0} >= 3))); then
    swift=$candidate
    break
  fi
done
[[ $swift ]] || die "Swift 6.3 or newer is needed; found:${found:- none}." "$how"

# A package is missing when what it brings is: a header, or a program.
missing=()
header() { compgen -G "/usr/include/$1" >/dev/null || compgen -G "/usr/include/*/$1" >/dev/null || compgen -G "/usr/local/include/$1" >/dev/null; }
program() { command -v "$1" >/dev/null; }
header sqlite3.h || missing+=(libsqlite3-dev)
header zlib.h || missing+=(zlib1g-dev)
header png.h || missing+=(libpng-dev)
header sndfile.h || missing+=(libsndfile1-dev)
program pkg-config || missing+=(pkg-config)
program pdftotext || missing+=(poppler-utils)
program djpeg || missing+=(libjpeg-turbo-progs)
program curl || missing+=(curl)
program python3 || missing+=(python3)
python3 -m pip --version >/dev/null 2>&1 || missing+=(python3-pip)

if ((${#missing[@]})); then
  program apt-get || die "These packages are missing, and there is no apt-get here to install them: ${missing[*]}" \
    "Install what your distribution calls them (Fedora: sqlite-devel zlib-devel libpng-devel libsndfile-devel pkgconf poppler-utils libjpeg-turbo-utils curl python3-pip), then run this again."
  as_root=()
  if [[ $(id -u) -ne 0 ]]; then
    program sudo || die "These packages are missing: ${missing[*]}" "There is no sudo here; as root: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  echo "Installing ${missing[*]}" >&2
  install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${missing[@]}")
  # The second try is for a machine whose package lists are old or empty.
  "${install[@]}" >/dev/null 2>&1 || { "${as_root[@]}" apt-get update >&2 && "${install[@]}" >&2; } ||
    die "apt-get could not install ${missing[*]}; see its message above."
fi
echo "$swift"
