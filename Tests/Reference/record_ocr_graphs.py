#!/usr/bin/env python3
"""Records what onnxruntime makes of the three PP-OCR graphs, for Tests/Models.

    Tests/Reference/setup.sh && PYTHON Tests/Reference/record_ocr_graphs.py FOLDER_OF_PP-OCRv4

The inputs are made again by the tests: patches of one small generator's numbers, for the detector lines of strokes. Of each output its shape, its sum of magnitudes and 500
elements at equal distances are written to Tests/Reference/Recordings/ocr-graphs.json.
"""
import json, pathlib, sys

import numpy, onnxruntime

GRAPHS = [
    ("ch_PP-OCRv4_det_infer.onnx", (1, 3, 96, 160)),
    ("ch_PP-OCRv4_det_infer.onnx", (1, 3, 320, 64)),
    ("ch_PP-OCRv4_rec_infer.onnx", (1, 3, 48, 320)),
    ("ch_PP-OCRv4_rec_infer.onnx", (3, 3, 48, 200)),
    ("ch_ppocr_mobile_v2.0_cls_infer.onnx", (4, 3, 48, 192)),
]


def pixels(shape):
    """Patches of eight by eight pixels in [-1, 1], the state a linear congruence modulo 2**32."""
    state, values = 12345, numpy.empty((shape[0], shape[1], (shape[2] + 7) // 8, (shape[3] + 7) // 8), numpy.float32)
    for i in range(values.size):
        state = (state * 1664525 + 1013904223) % 2**32
        values.flat[i] = (state >> 8) / 2**23 - 1
    return values.repeat(8, 2).repeat(8, 3)[:, :, : shape[2], : shape[3]]


def strokes(shape):
    """Dark strokes on white, in lines: enough like text for the detector to find it."""
    y, x = numpy.mgrid[: shape[2], : shape[3]]
    dark = ((x // 3) * 7 + (y // 4) * 13 + (x // 3) * (y // 4) * 5) % 11 < 5
    line = (y // 14 % 3 == 1) & (x >= 16) & (x < shape[3] - 16)
    return numpy.broadcast_to(numpy.where(dark & line, -1, 1).astype(numpy.float32), shape).copy()


lines = []
for name, shape in GRAPHS:
    session = onnxruntime.InferenceSession(str(pathlib.Path(sys.argv[1]) / name), providers=["CPUExecutionProvider"])
    output = session.run(None, {session.get_inputs()[0].name: (strokes if "det" in name else pixels)(shape)})[0]
    step = max(1, output.size // 500)
    lines.append({"graph": name, "input": shape, "output": output.shape, "magnitude": float(numpy.abs(output).sum(dtype=numpy.float64)),
                  "step": step, "elements": [float(value) for value in output.ravel()[::step]]})
out = pathlib.Path(__file__).resolve().parent / "Recordings" / "ocr-graphs.json"
out.write_text(json.dumps(lines))
print(f"{len(lines)} graphs, {out.stat().st_size} bytes")
