#!/usr/bin/env python3
"""Records a small encoder of pictures and its vector of a recorded page, for Tests/Perception.

    ENV/bin/python Tests/Reference/record_image_encoder.py

ENV is made by setup.sh see (onnx, onnxruntime, numpy, pillow). The encoder is built like CLIP's image tower (patches by a convolution, a class token, positions,
two layers of attention with quick GELU, layer norms written as many small nodes, a projection), with seeded random weights. The picture is scaled and
cut by Pillow as Hugging Face's processor does it.
"""
import json, pathlib, tempfile

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from PIL import Image

OUT = pathlib.Path(__file__).resolve().parent / "Recordings"
rng = np.random.default_rng(31)
SIDE, PATCH, WIDTH, HEADS, LAYERS, OUTPUT = 64, 16, 32, 4, 2, 24
TOKENS = (SIDE // PATCH) ** 2 + 1
nodes, weights = [], []


def weight(name, *shape, scale=None):
    values = rng.normal(0, scale or shape[-1] ** -0.5, shape).astype(np.float32)
    weights.append(numpy_helper.from_array(values, name))
    return name


def constant(name, values, kind=np.float32):
    weights.append(numpy_helper.from_array(np.array(values, kind), name))
    return name


def add(operation, inputs, output, **attributes):
    nodes.append(helper.make_node(operation, inputs, [output], **attributes))
    return output


def norm(x, name):
    mean = add("ReduceMean", [x], f"{name}.mean", axes=[-1], keepdims=1)
    centred = add("Sub", [x, mean], f"{name}.centred")
    square = add("Pow", [centred, constant(f"{name}.two", 2)], f"{name}.square")
    variance = add("ReduceMean", [square], f"{name}.variance", axes=[-1], keepdims=1)
    root = add("Sqrt", [add("Add", [variance, constant(f"{name}.epsilon", 1e-5)], f"{name}.safe")], f"{name}.root")
    scaled = add("Mul", [add("Div", [centred, root], f"{name}.unit"), constant(f"{name}.weight", rng.normal(1, 0.1, WIDTH))], f"{name}.scaled")
    return add("Add", [scaled, constant(f"{name}.bias", rng.normal(0, 0.1, WIDTH))], f"{name}.out")


def linear(x, name, rows, columns):
    product = add("MatMul", [x, weight(f"{name}.weight", rows, columns, scale=rows ** -0.5)], f"{name}.product")
    return add("Add", [product, weight(f"{name}.bias", columns, scale=0.02)], f"{name}.out")


def heads(x, name, order):
    shaped = add("Reshape", [x, constant(f"{name}.shape", [1, TOKENS, HEADS, WIDTH // HEADS], np.int64)], f"{name}.shaped")
    return add("Transpose", [shaped], f"{name}.heads", perm=order)


x = add("Conv", ["pixel_values", weight("patch", WIDTH, 3, PATCH, PATCH, scale=0.02)], "patches", strides=[PATCH, PATCH], kernel_shape=[PATCH, PATCH])
x = add("Reshape", [x, constant("flat", [1, WIDTH, TOKENS - 1], np.int64)], "flattened")
x = add("Transpose", [x], "sequence", perm=[0, 2, 1])
x = add("Concat", [weight("class", 1, 1, WIDTH, scale=0.3), x], "tokens", axis=1)
x = norm(add("Add", [x, weight("positions", 1, TOKENS, WIDTH, scale=0.1)], "placed"), "before")
for layer in range(LAYERS):
    name = f"layer{layer}"
    y = norm(x, f"{name}.first")
    q, k, v = (linear(y, f"{name}.{part}", WIDTH, WIDTH) for part in "qkv")
    scores = add("MatMul", [heads(q, f"{name}.q4", [0, 2, 1, 3]), heads(k, f"{name}.k4", [0, 2, 3, 1])], f"{name}.scores")
    scaled = add("Mul", [scores, constant(f"{name}.scale", (WIDTH // HEADS) ** -0.5)], f"{name}.scaled")
    mixed = add("MatMul", [add("Softmax", [scaled], f"{name}.shares", axis=-1), heads(v, f"{name}.v4", [0, 2, 1, 3])], f"{name}.mixed")
    joined = add("Reshape", [add("Transpose", [mixed], f"{name}.back", perm=[0, 2, 1, 3]), constant(f"{name}.whole", [1, TOKENS, WIDTH], np.int64)], f"{name}.joined")
    x = add("Add", [x, linear(joined, f"{name}.o", WIDTH, WIDTH)], f"{name}.attended")
    y = linear(norm(x, f"{name}.second"), f"{name}.up", WIDTH, 4 * WIDTH)
    gate = add("Sigmoid", [add("Mul", [y, constant(f"{name}.quick", 1.702)], f"{name}.wide")], f"{name}.gate")
    x = add("Add", [x, linear(add("Mul", [y, gate], f"{name}.gated"), f"{name}.down", 4 * WIDTH, WIDTH)], f"{name}.end")
pooled = norm(add("Gather", [x, constant("place", 0, np.int64)], "first", axis=1), "after")
add("MatMul", [pooled, weight("projection", WIDTH, OUTPUT)], "image_embeds")
graph = helper.make_graph(
    nodes, "encoder", [helper.make_tensor_value_info("pixel_values", TensorProto.FLOAT, ["batch", 3, SIDE, SIDE])],
    [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", TOKENS, WIDTH]), helper.make_tensor_value_info("image_embeds", TensorProto.FLOAT, ["batch", OUTPUT])], weights)
nodes.append(helper.make_node("Identity", [x], ["last_hidden_state"]))
del graph.node[:]
graph.node.extend(nodes)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=8)
onnx.checker.check_model(model)

folder = OUT / "image-encoder"
folder.mkdir(parents=True, exist_ok=True)
onnx.save(model, folder / "encoder.onnx")
mean, deviation = [0.5, 0.45, 0.4], [0.25, 0.26, 0.27]
(folder / "preprocessor_config.json").write_text(json.dumps(
    {"do_center_crop": True, "size": {"shortest_edge": 72}, "crop_size": {"height": SIDE, "width": SIDE}, "image_mean": mean, "image_std": deviation}))

picture = Image.open(OUT / "pages" / "receipt.png").convert("RGB")
picture = picture.resize(tuple(int(72 * side / min(picture.size)) for side in picture.size), Image.BICUBIC)
left, top = (picture.width - SIDE) // 2, (picture.height - SIDE) // 2
pixels = np.asarray(picture.crop((left, top, left + SIDE, top + SIDE))).astype(np.float32) / 255
pixels = ((pixels - np.array(mean, np.float32)) / np.array(deviation, np.float32)).transpose(2, 0, 1)[None]
vector = onnxruntime.InferenceSession(folder / "encoder.onnx").run(["image_embeds"], {"pixel_values": pixels.astype(np.float32)})[0][0]
vector = vector / np.linalg.norm(vector)
(folder / "receipt.json").write_text(json.dumps([round(float(v), 6) for v in vector]))
print(len(vector), "numbers;", (folder / "encoder.onnx").stat().st_size, "bytes")
