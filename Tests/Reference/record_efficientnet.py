#!/usr/bin/env python3
"""Records what PyTorch makes of EfficientNet-Lite0's weights, for Tests/Models.

    python3 -m venv ENV && ENV/bin/pip install torch numpy
    ENV/bin/python Tests/Reference/record_efficientnet.py efficientnet-lite0/model.safetensors

The picture is made again by the test. Writes Tests/Reference/Recordings/efficientnet.json.
"""
import json, pathlib, struct, sys

import torch
import torch.nn.functional as f

STRIDES = [1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1]

with open(sys.argv[1], "rb") as file:
    header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
    data = bytearray(file.read())
w = {name: torch.frombuffer(data, dtype=torch.float32, count=(e["data_offsets"][1] - e["data_offsets"][0]) // 4, offset=e["data_offsets"][0]).reshape(e["shape"])
     for name, e in header.items() if name != "__metadata__" and e["dtype"] == "F32"}


def convolve(x, name, norm, stride=1, groups=1, clip=True):
    kernel, side = w[name + ".weight"].shape[-1], x.shape[-1]
    pad = max(0, (-(-side // stride) - 1) * stride + kernel - side)
    x = f.conv2d(f.pad(x, [pad // 2, pad - pad // 2] * 2), w[name + ".weight"], stride=stride, groups=groups)
    x = f.batch_norm(x, *(w[f"{norm}.{part}"] for part in ("running_mean", "running_var", "weight", "bias")), eps=1e-3)
    return x.clamp(0, 6) if clip else x


y, x, c = torch.meshgrid(torch.arange(224), torch.arange(224), torch.arange(3), indexing="ij")
pixels = ((x * (c + 1) + y * 2 + (x // 16) * (y // 16) * 11) % 256).float()
h = ((pixels - 127) / 128).permute(2, 0, 1)[None]
h = convolve(h, "_conv_stem", "_bn0", 2)
for i, stride in enumerate(STRIDES):
    name, before = f"_blocks.{i}.", h
    if name + "_expand_conv.weight" in w:
        h = convolve(h, name + "_expand_conv", name + "_bn0")
    h = convolve(h, name + "_depthwise_conv", name + "_bn1", stride, groups=h.shape[1])
    h = convolve(h, name + "_project_conv", name + "_bn2", clip=False)
    if stride == 1 and h.shape == before.shape:
        h = h + before
grid = h[0].permute(1, 2, 0).flatten()
pooled = convolve(h, "_conv_head", "_bn1").mean((2, 3))[0]
logits = w["_fc.weight"] @ pooled + w["_fc.bias"]
out = pathlib.Path(__file__).resolve().parent / "Recordings" / "efficientnet.json"
out.write_text(json.dumps({"grid": grid[::31].tolist(), "pooled": pooled[::5].tolist(), "logits": logits[::10].tolist()}))
print(out.stat().st_size, "bytes; class", int(logits.argmax()))
