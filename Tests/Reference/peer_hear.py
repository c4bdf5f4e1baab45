#!/usr/bin/env python3
"""The peer of `kgassist-bench hear`: faster-whisper in float32 on the same weights, threads and recordings.

    peer_hear.py FOLDER_OF_faster-whisper-tiny.en FOLDER_OF_RECORDINGS THREADS BEAM
Prints its name, then, for each line on stdin, the seconds that all recordings took, the processor seconds among them,
and how many words were wrong of how many, where a text of the same name lies beside a recording. Files are decoded
before the clock starts, as ours are.
"""
import pathlib
import re
import sys
import time

import ctranslate2
import faster_whisper
from faster_whisper.audio import decode_audio


def words(text):
    return [word for word in re.split(r"[^\w']+", text.lower().replace("_", " ")) if word]


def errors(text, expected):
    a, b = words(text), words(expected)
    row = list(range(len(b) + 1))
    for i, word in enumerate(a):
        before, row[0] = row[0], i + 1
        for j, other in enumerate(b):
            changed = before + (word != other)
            before = row[j + 1]
            row[j + 1] = min(changed, row[j] + 1, before + 1)
    return row[-1], len(b)


def main():
    folder, data, threads, beam = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    model = faster_whisper.WhisperModel(folder, device="cpu", compute_type="float32", cpu_threads=threads)
    recordings = []
    for path in sorted(data.rglob("*")):
        if path.suffix in (".wav", ".flac"):
            text = path.with_suffix(".txt")
            recordings.append((decode_audio(str(path)), text.read_text() if text.exists() else None))
    print(f"faster-whisper {faster_whisper.__version__} float32 (CTranslate2 {ctranslate2.__version__})", flush=True)
    for _ in sys.stdin:
        start, used = time.perf_counter(), time.process_time()
        found = ["".join(s.text for s in model.transcribe(audio, beam_size=beam)[0]) for audio, _ in recordings]
        seconds, spent = time.perf_counter() - start, time.process_time() - used
        counts = [errors(text, expected) for text, (_, expected) in zip(found, recordings) if expected is not None]
        print(seconds, spent, sum(c[0] for c in counts), sum(c[1] for c in counts), flush=True)


main()
