#!/usr/bin/env bash
# Makes the virtual environment that the reference scripts run in, from pinned PyPI packages.
#   Tests/Reference/setup.sh            prints the environment's python when it is ready; a second run changes nothing
#   Tests/Reference/setup.sh embedding  PyKEEN and torch alone (4 GB), for kgassist-bench graph-embedding --peer
#   Tests/Reference/setup.sh training   torch, transformers and PEFT alone (2 GB), for kgassist-bench train --peer
#   Tests/Reference/setup.sh see        an environment of its own beside it (its name ends in -see), for kgassist-bench see --peer and make_pages.py
# The others may share one environment. Place: KGASSIST_REFERENCE_VENV, else $XDG_CACHE_HOME/kgassist/reference (with no word
# about 700 MB; llama-cpp-python is compiled, which takes a C++ compiler and half an hour of processor time).
set -euo pipefail

venv=${KGASSIST_REFERENCE_VENV:-${XDG_CACHE_HOME:-$HOME/.cache}/kgassist/reference}
packages=(
  cmake==4.4.4
  ninja==1.13.2
  scikit_build_core==1.1.2
  numpy==2.4.6
  tokenizers==0.23.3
  safetensors==0.8.0
  onnx==1.23.2
  onnxruntime==1.31.1
  Jinja2==3.1.6
  llama_cpp_python==0.3.36
  pyoxigraph==0.5.13
  rdflib==7.6.0
  faster_whisper==1.2.1
)

case ${1:-} in
  "") ;;
  embedding) packages=(numpy==2.4.6 torch==2.15.0 pykeen==1.11.1) ;;
  training) packages=(numpy==2.4.6 torch==2.15.0 transformers==5.23.0 peft==0.21.2 accelerate==1.15.0 gguf==0.19.0) ;;
  # rapidocr-onnxruntime holds other packages back: it must not share the environment of the rest.
  see)
    venv=$venv-see
    packages=(rapidocr-onnxruntime==1.4.4 onnxruntime==1.31.1 onnx==1.23.2 numpy==2.4.6 matplotlib==3.11.2 pillow==13.0.0)
    ;;
  *) echo "setup.sh: $1 is unknown: it takes nothing, embedding, training or see" >&2; exit 2 ;;
esac

command -v python3 >/dev/null || { echo "setup.sh: python3 is missing; install python3 and python3-venv" >&2; exit 69; }

missing=()
for package in "${packages[@]}"; do
  name=${package%%==*}
  version=${package##*==}
  have=
  [[ -x $venv/bin/python ]] && have=$("$venv/bin/python" -c \
    'import sys, importlib.metadata as m; print(m.version(sys.argv[1]))' "$name" 2>/dev/null || true)
  [[ $have == "$version" ]] || missing+=("$package")
done

if ((${#missing[@]})); then
  [[ -x $venv/bin/python ]] || python3 -m venv "$venv" || {
    echo "setup.sh: cannot make a virtual environment in $venv; install python3-venv" >&2; exit 69; }
  echo "setup.sh: installing ${missing[*]} into $venv" >&2
  "$venv/bin/python" -m pip install --disable-pip-version-check "${missing[@]}" >&2
fi
echo "$venv/bin/python"
