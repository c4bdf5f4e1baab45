#!/usr/bin/env bash
# The C kernels alone: every level of this machine against the portable one, and the NEON level under an emulator.
# Exit status 77, with the reason on the last line, where the emulator or the headers for arm64 are missing (Debian:
# apt-get install qemu-user libc6-dev-arm64-cross libgcc-12-dev-arm64-cross).
set -euo pipefail
cd "$(dirname "$0")/../.."
swift=$(./Daemon/requirements.sh)
clang=$(dirname "$(readlink -f "$swift")")/clang
[[ -x $clang ]] || { echo "there is no clang beside $swift"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

sources=(Tests/Levels/levels.c Sources/CKernels/{dequantize,dispatch,pack}.c Sources/CKernels/level_*.c)
flags=(-std=gnu17 -O2 -Wall -Wextra -Werror -ISources/CKernels/include)
"$clang" "${flags[@]}" "${sources[@]}" -lm -o "$folder/levels"
"$folder/levels" || exit 1

[[ $(uname -m) != aarch64 ]] || exit 0
emulator=$(command -v qemu-aarch64 || true)
[[ $emulator ]] || { echo "qemu-aarch64 is missing: the NEON level was not run"; exit 77; }
root=/usr/aarch64-linux-gnu
library=$(compgen -G "/usr/lib/gcc-cross/aarch64-linux-gnu/*/libgcc.a" | sort -V | tail -n 1 || true)
[[ -e $root/lib/libc.a && $library ]] || { echo "the arm64 C library is missing: the NEON level was not run"; exit 77; }
library=$(dirname "$library")
objects=()
for source in "${sources[@]}"; do
  object=$folder/$(basename "$source" .c).o
  "$clang" --target=aarch64-linux-gnu -isystem "$root/include" "${flags[@]}" -c "$source" -o "$object"
  objects+=("$object")
done
"$(dirname "$clang")/ld.lld" -static -o "$folder/levels-arm64" "$root/lib/crt1.o" "$root/lib/crti.o" "$library/crtbeginT.o" \
  "${objects[@]}" -L"$root/lib" -L"$library" --start-group -lm -lgcc -lgcc_eh -lc --end-group "$library/crtend.o" "$root/lib/crtn.o"
"$emulator" -cpu max "$folder/levels-arm64"
