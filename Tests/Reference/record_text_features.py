#!/usr/bin/env python3
"""Records what the detector of text sees in the lines of a recorded page, by onnxruntime, for Tests/Perception.

    ENV/bin/python Tests/Reference/record_text_features.py MODELS/PP-OCRv4

ENV is made by setup.sh see (onnx, onnxruntime, numpy, and OpenCV, which rapidocr brings). The map that the detector's head reads, the last concatenation of
its graph, is made an output; its mean over the cells whose middles lie in a line's box is one vector of 96 numbers. Boxes are rapidocr's, as
recorded for the page. Writes Recordings/text-features.json.
"""
import json, pathlib, sys

import cv2
import numpy as np
import onnx
import onnxruntime

OUT = pathlib.Path(__file__).resolve().parent / "Recordings"
PAGE, LINES = "receipt", 6

model = onnx.load(pathlib.Path(sys.argv[1]) / "ch_PP-OCRv4_det_infer.onnx")
name = [node for node in model.graph.node if node.op_type == "Concat"][-1].output[0]
model.graph.output.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
session = onnxruntime.InferenceSession(model.SerializeToString())
picture = cv2.imread(str(OUT / "pages" / f"{PAGE}.png"))[:, :, ::-1]
height, width = picture.shape[:2]
ratio = max(1, 736 / min(height, width))
sides = [max(32, round(int(side * ratio) / 32) * 32) for side in (width, height)]
# Channels as rapidocr gives them: blue first.
pixels = (cv2.resize(picture[:, :, ::-1], sides).astype(np.float32) / 255 - 0.5) / 0.5
seen = session.run([name], {session.get_inputs()[0].name: pixels.transpose(2, 0, 1)[None]})[0][0]
channels, rows, columns = seen.shape


def inside(corners, x, y):
    turns = [(b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]) for a, b in zip(corners, corners[1:] + corners[:1])]
    return not (min(turns) < 0 < max(turns))


lines = []
for line in json.loads((OUT / "pages" / "pages.json").read_text())[PAGE]["lines"][:LINES]:
    corners = [(x * columns / width, y * rows / height) for x, y in line["box"]]
    cells = [(y, x) for y in range(rows) for x in range(columns) if inside(corners, x + 0.5, y + 0.5)]
    vector = np.mean([seen[:, y, x] for y, x in cells], axis=0)
    lines.append({"box": line["box"], "cells": len(cells), "vector": [round(float(v), 5) for v in vector]})
path = OUT / "text-features.json"
path.write_text(json.dumps({"page": PAGE, "lines": lines}))
print(channels, "channels,", [line["cells"] for line in lines], "cells;", path.stat().st_size, "bytes")
