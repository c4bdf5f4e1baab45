#!/usr/bin/env python3
"""Reads pictures with rapidocr-onnxruntime, for `kgassist-bench see --peer` and for the recording of Tests/Perception.

    ENV/bin/python peer_see.py THREADS PICTURE…      its name, then for each line of input: seconds, processor seconds,
                                                     characters wrong and drawn (pages.json lies beside the pictures)
    ENV/bin/python peer_see.py --record FOLDER       FOLDER of make_pages.py to Tests/Reference/Recordings/pages

ENV has rapidocr-onnxruntime==1.4.4.
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
    wrong = drawn = 0
    for path, found in zip(paths, lines):
        wanted = truth[path.stem]["drawn"] if isinstance(truth[path.stem], dict) else truth[path.stem]
        wanted = "".join(wanted).replace(" ", "")
        wrong += distance("".join(line["text"] for line in found).replace(" ", ""), wanted)
        drawn += len(wanted)
    print(*took, wrong, drawn, flush=True)
