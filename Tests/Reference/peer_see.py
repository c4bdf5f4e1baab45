#!/usr/bin/env python3
"""Reads pictures with rapidocr-onnxruntime, for `kgassist-bench see --peer` and for the recording of Tests/Perception.

    ENV/bin/python peer_see.py THREADS PICTURE…      its name, then for each line of input: seconds, processor seconds, characters
                                                     wrong and drawn, lines right and drawn (pages.json lies beside the pictures)
    ENV/bin/python peer_see.py --record FOLDER       FOLDER of make_pages.py to Tests/Reference/Recordings/pages

ENV is made by Tests/Reference/setup.sh see.
"""
import json, pathlib, shutil, sys, time

import cv2
from rapidocr_onnxruntime import RapidOCR


def read(engine, path):
    result, _ = engine(str(path))
    return [{"text": text, "score": float(score), "box": box} for box, text, score in result or []]


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def plain(text):
    """Without spaces; the wide signs of Chinese print as the plain ones."""
    return "".join(chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in text if c != " ")


def compare(found, wanted):
    """Characters wrong and lines right: each line that was drawn beside the nearest line read that is still free. Order does not count."""
    free, wrong, right = [plain(line) for line in found], 0, 0
    for line in map(plain, wanted):
        best = min(range(len(free)), key=lambda i: distance(free[i], line), default=None)
        apart = len(line) if best is None else min(len(line), distance(free[best], line))
        if apart < len(line):
            free.pop(best)
        wrong += apart
        right += apart == 0
    return wrong, right


if sys.argv[1] == "--record":
    folder = pathlib.Path(sys.argv[2])
    out = pathlib.Path(__file__).resolve().parent / "Recordings" / "pages"
    out.mkdir(parents=True, exist_ok=True)
    truth, engine, recorded = json.loads((folder / "pages.json").read_text()), RapidOCR(), {}
    for name in ["prose0", "prose3", "prose4", "columns", "table", "receipt", "terminal", "upsidedown", "slanted", "small", "wide"]:
        recorded[name] = {"drawn": truth[name], "lines": read(engine, folder / f"{name}.png")}
        shutil.copy(folder / f"{name}.png", out / f"{name}.png")
    (out / "pages.json").write_text(json.dumps(recorded))
    print(len(recorded), "pictures")
    sys.exit()

threads, paths = int(sys.argv[1]), [pathlib.Path(path) for path in sys.argv[2:]]
cv2.setNumThreads(threads)
engine = RapidOCR(intra_op_num_threads=threads, inter_op_num_threads=1)
truth = json.loads((paths[0].parent / "pages.json").read_text())
read(engine, paths[0])
print("rapidocr-onnxruntime", flush=True)
for _ in sys.stdin:
    began, used = time.perf_counter(), time.process_time()
    lines = [read(engine, path) for path in paths]
    took = time.perf_counter() - began, time.process_time() - used
    wrong = drawn = right = count = 0
    for path, found in zip(paths, lines):
        wanted = truth[path.stem]["drawn"] if isinstance(truth[path.stem], dict) else truth[path.stem]
        errors = compare([line["text"] for line in found], wanted)
        wrong, right = wrong + errors[0], right + errors[1]
        drawn, count = drawn + len(plain("".join(wanted))), count + len(wanted)
    print(*took, wrong, drawn, right, count, flush=True)
