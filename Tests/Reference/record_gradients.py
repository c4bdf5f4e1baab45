#!/usr/bin/env python3
"""Records what PyTorch's layers give and what their backward passes give, for Tests/Layers.

    ENV/bin/python Tests/Reference/record_gradients.py        ENV as Tests/Reference/setup.sh embedding makes it

Writes Tests/Reference/Recordings/gradients.json: for each case its inputs, its output and the slopes of the sum of output times
`dy`, or of the loss, as rows of numbers. Everything is float64 inside and rounded to seven digits.
"""
import json, pathlib

import torch
import torch.nn.functional as F

torch.manual_seed(11)
torch.set_default_dtype(torch.float64)
cases = {}


def leaf(*shape, scale=1.0):
    return (torch.randn(*shape) * scale).requires_grad_()


def record(name, inputs, output, dy=None, **other):
    """`output` a matrix (then dy is drawn) or a loss."""
    if output.dim() == 0:
        output.backward()
        other["loss"] = [[output.item()]]
    else:
        dy = torch.randn_like(output) if dy is None else dy
        (output * dy).sum().backward()
        other |= {"y": output, "dy": dy}
    entries = {}
    for key, value in {**inputs, **other}.items():
        entries[key] = value
        if torch.is_tensor(value) and value.requires_grad and value.is_leaf:
            entries["d" + key] = value.grad
    cases[name] = {
        key: [[float(f"{x:.7g}") for x in row] for row in (torch.atleast_2d(value).tolist() if torch.is_tensor(value) else value)]
        for key, value in entries.items()
    }


def rotated(x, heads, size, starts, base, halves):
    """Rotary positions over (T, heads·size)."""
    angles = starts[:, None].double() * base ** (-torch.arange(0, size, 2).double() / size)
    cos, sin = angles.cos()[:, None], angles.sin()[:, None]
    x = x.view(len(starts), heads, size)
    if halves:
        u, v = x[..., : size // 2], x[..., size // 2 :]
        return torch.cat([u * cos - v * sin, u * sin + v * cos], -1).flatten(1)
    u, v = x[..., 0::2], x[..., 1::2]
    return torch.stack([u * cos - v * sin, u * sin + v * cos], -1).flatten(-2).flatten(1)


def attended(q, k, v, heads, shared, size, sequences, causal):
    out = torch.zeros(q.shape)
    parts = []
    for start, end in sequences:
        split = lambda x, h: x[start:end].view(1, end - start, h, size).transpose(1, 2)
        y = F.scaled_dot_product_attention(split(q, heads), split(k, shared), split(v, shared), is_causal=causal, enable_gqa=True)
        parts.append((start, end, y.transpose(1, 2).reshape(end - start, heads * size)))
    pieces, at = [], 0
    for start, end, y in parts:
        pieces += [out[at:start], y]
        at = end
    return torch.cat(pieces + [out[at:]])


x, w, b = leaf(5, 12), leaf(9, 12), leaf(9)
record("linear", {"x": x, "w": w, "b": b}, F.linear(x, w, b))

table = leaf(7, 6)
tokens = torch.tensor([3, 0, 3, 6])
record("embedding", {"table": table}, F.embedding(tokens, table), tokens=[tokens.tolist()])

x, w = leaf(6, 20, scale=3), leaf(20)
record("rms norm", {"x": x, "w": w}, F.rms_norm(x, (20,), w, eps=1e-5))
x, w, b = leaf(6, 20, scale=3), leaf(20), leaf(20)
record("layer norm", {"x": x, "w": w, "b": b}, F.layer_norm(x, (20,), w, b, eps=1e-5))

x = leaf(4, 25, scale=2)
record("gelu", {"x": x}, F.gelu(x))
gate, up = leaf(4, 25, scale=2), leaf(4, 25)
record("swiglu", {"gate": gate, "up": up}, F.silu(gate) * up)

# Two sequences with a row of padding between them and two behind.
sequences, places = [(0, 5), (6, 13)], torch.tensor([0, 1, 2, 3, 4, 0, 0, 1, 2, 3, 4, 5, 6, 0, 0])
for name, heads, shared, causal, halves in [
    ("causal attention with rotary halves", 4, 2, True, True),
    ("causal attention with rotary pairs", 3, 1, True, False),
    ("attention of encoders", 2, 2, False, None),
]:
    q, k, v = leaf(15, heads * 16), leaf(15, shared * 16), leaf(15, shared * 16)
    turn = lambda x, h: x if halves is None else rotated(x, h, 16, places, 100.0, halves)
    y = attended(turn(q, heads), turn(k, shared), v, heads, shared, 16, sequences, causal)
    record(name, {"q": q, "k": k, "v": v}, y)

scores = leaf(5, 33, scale=2)
targets = torch.tensor([4, -1, 32, 0, 4])
for name, smoothing in [("cross entropy", 0.0), ("cross entropy with smoothing", 0.1)]:
    scores.grad = None
    record(name, {"scores": scores}, F.cross_entropy(scores, targets, ignore_index=-1, label_smoothing=smoothing), targets=[targets.tolist()])
scores, wanted = leaf(3, 4, scale=3), torch.rand(3, 4)
record("binary cross entropy", {"scores": scores}, F.binary_cross_entropy_with_logits(scores, wanted), targets=wanted)

a, b = leaf(5, 8), leaf(5, 8)
alike = torch.tensor([1.0, -1, 1, -1, -1])
record("cosine", {"a": a, "b": b}, F.cosine_embedding_loss(a, b, alike, margin=0.1), alike=alike)

q, c = leaf(4, 8), leaf(6, 8)
right = torch.tensor([2, 0, 5, 1])
record("info nce", {"q": q, "c": c}, F.cross_entropy(F.normalize(q) @ F.normalize(c).T / 0.2, right), targets=[right.tolist()])

x, w, b = leaf(7, 3), leaf(5, 3, 3), leaf(5)
y = F.conv1d(x.T[None], w, b, stride=2, padding=1)[0].T
record("convolution", {"x": x, "b": b}, y, w=w.permute(0, 2, 1).reshape(5, 9))
cases["convolution"]["dw"] = w.grad.permute(0, 2, 1).reshape(5, 9).tolist()

x, w, down, up = leaf(6, 12), torch.randn(10, 12), leaf(4, 12), leaf(10, 4)
record("low rank", {"x": x, "down": down, "up": up}, F.linear(x, w) + 2.0 * F.linear(F.linear(x, down), up), w=w)

# Encoder layers of PyTorch itself: the norm behind the residual connection, and before it.
for name, first in [("encoder layer, norms after", False), ("encoder layer, norms before", True)]:
    layer = torch.nn.TransformerEncoderLayer(16, 1, 24, dropout=0.0, activation="gelu", batch_first=True, norm_first=first)
    for parameter in layer.parameters():
        torch.nn.init.normal_(parameter, std=0.3)
    x = leaf(11, 16)
    y = torch.cat([layer(x[None, 0:4])[0], layer(x[None, 4:11])[0]])
    record(name, {"x": x}, y)
    a = layer.self_attn
    parts = dict(zip(("queries", "keys", "values"), zip(a.in_proj_weight.chunk(3), a.in_proj_bias.chunk(3), a.in_proj_weight.grad.chunk(3), a.in_proj_bias.grad.chunk(3))))
    for part, module in {"output": a.out_proj, "expansion": layer.linear1, "contraction": layer.linear2, "norm1": layer.norm1, "norm2": layer.norm2}.items():
        parts[part] = (module.weight, module.bias, module.weight.grad, module.bias.grad)
    for part, tensors in parts.items():
        for key, tensor in zip(("w", "b", "dw", "db"), tensors):
            cases[name][f"{part}.{key}"] = [[float(f"{v:.6g}") for v in row] for row in torch.atleast_2d(tensor).tolist()]

out = pathlib.Path(__file__).resolve().parent / "Recordings" / "gradients.json"
out.write_text(json.dumps(cases, separators=(",", ":")) + "\n")
print(f"{len(cases)} cases, {out.stat().st_size} bytes")
