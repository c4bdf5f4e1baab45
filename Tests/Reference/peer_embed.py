#!/usr/bin/env python3
"""The peer of `kgassist-bench embed`: onnxruntime on the same weights, threads and sentences.

    peer_embed.py FOLDER_OF_all-MiniLM-L6-v2 THREADS [float32|int8]
Prints its name, then, for each line on stdin, the seconds that 256 sentences took and the processor seconds among
them, tokenizing included. The graph is
built here from model.safetensors with onnxruntime's own fused operators for BERT (Attention, SkipLayerNormalization,
BiasGelu), which is what its optimiser makes of an exported model; sentences are sorted by length and run 32 at a time
with padding, as sentence-transformers does. For int8 the graph goes through onnxruntime's own dynamic quantisation
(onnxruntime.quantization.quantize_dynamic with its defaults: signed weights, activations by the tensor).
Before the first run the vectors are held against the recorded ones, and the name tells the least cosine.
"""
import base64
import json
import pathlib
import struct
import sys
import tempfile
import time

import numpy
import onnxruntime
from safetensors.numpy import load_file
from tokenizers import Tokenizer

FLOAT, INT32, INT64 = 1, 6, 7
HEADS, EPSILON = 12, 1e-12


class Message:
    """A protocol-buffers message under construction: ONNX needs only numbers, strings and messages."""

    def __init__(self):
        self.bytes = bytearray()

    @staticmethod
    def varint(value):
        out = bytearray()
        while value > 127:
            out.append(value & 127 | 128)
            value >>= 7
        return bytes(out + bytes([value]))

    def number(self, field, value):
        self.bytes += self.varint(field << 3) + self.varint(value)
        return self

    def float(self, field, value):
        self.bytes += self.varint(field << 3 | 5) + struct.pack("<f", value)
        return self

    def put(self, field, value):
        data = value.encode() if isinstance(value, str) else bytes(value.bytes if isinstance(value, Message) else value)
        self.bytes += self.varint(field << 3 | 2) + self.varint(len(data)) + data
        return self


def tensor(name, values):
    kind = {numpy.dtype("float32"): FLOAT, numpy.dtype("int64"): INT64}[values.dtype]
    message = Message()
    for size in values.shape:
        message.number(1, size)
    return message.number(2, kind).put(8, name).put(9, numpy.ascontiguousarray(values).tobytes())


def attribute(name, value):
    message = Message().put(1, name)
    return message.float(2, value).number(20, 1) if isinstance(value, float) else message.number(3, value).number(20, 2)


def port(name, kind, dimensions):
    shape = Message()
    for dimension in dimensions:
        size = Message()
        shape.put(1, size.number(1, dimension) if isinstance(dimension, int) else size.put(2, dimension))
    return Message().put(1, name).put(2, Message().put(1, Message().number(1, kind).put(2, shape)))


class Graph:
    def __init__(self):
        self.message = Message().put(2, "minilm")

    def constant(self, name, values):
        self.message.put(5, tensor(name, values))
        return name

    def node(self, operator, inputs, output, domain="", **attributes):
        node = Message()
        for name in inputs:
            node.put(1, name)
        node.put(2, output).put(4, operator)
        for name, value in attributes.items():
            node.put(5, attribute(name, value))
        self.message.put(1, node.put(7, domain) if domain else node)
        return output

    def model(self):
        model = Message().number(1, 8)
        model.put(8, Message().put(1, "").number(2, 17)).put(8, Message().put(1, "com.microsoft").number(2, 1))
        return bytes(model.put(7, self.message).bytes)


def build(weights):
    """(ids, lengths) to the last states (B, T, C)."""
    graph = Graph()
    fused = "com.microsoft"
    layers = 1 + max(int(name.split(".")[2]) for name in weights if name.startswith("encoder.layer."))

    def weight(name, transpose=False):
        values = weights[name]
        return graph.constant(name, values.T if transpose else values)

    for name, kind, shape in [("ids", INT64, ["b", "t"]), ("positions", INT64, ["b", "t"]), ("lengths", INT32, ["b"])]:
        graph.message.put(11, port(name, kind, shape))
    words = graph.node("Gather", [weight("embeddings.word_embeddings.weight"), "ids"], "words")
    table = weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    places = graph.node("Gather", [graph.constant("places", table), "positions"], "places_at")

    def norm(x, skip, prefix, output, bias=None):
        inputs = [x, skip, weight(prefix + ".weight"), weight(prefix + ".bias")] + ([bias] if bias else [])
        return graph.node("SkipLayerNormalization", inputs, output, fused, epsilon=EPSILON)

    state = norm(words, places, "embeddings.LayerNorm", "embedded")
    for layer in range(layers):
        name = f"encoder.layer.{layer}."
        parts = [name + f"attention.self.{part}." for part in ("query", "key", "value")]
        qkv = graph.constant(name + "qkv", numpy.concatenate([weights[part + "weight"].T for part in parts], 1))
        bias = graph.constant(name + "qkv_bias", numpy.concatenate([weights[part + "bias"] for part in parts]))
        seen = graph.node("Attention", [state, qkv, bias, "lengths"], name + "seen", fused, num_heads=HEADS)
        output = name + "attention.output."
        mixed = graph.node("MatMul", [seen, weight(output + "dense.weight", True)], name + "mixed")
        state = norm(mixed, state, output + "LayerNorm", name + "attended", weight(output + "dense.bias"))
        wide = graph.node("MatMul", [state, weight(name + "intermediate.dense.weight", True)], name + "wide")
        active = graph.node("BiasGelu", [wide, weight(name + "intermediate.dense.bias")], name + "active", fused)
        narrow = graph.node("MatMul", [active, weight(name + "output.dense.weight", True)], name + "narrow")
        state = norm(narrow, state, name + "output.LayerNorm", name + "state", weight(name + "output.dense.bias"))
    graph.message.put(12, port(state, FLOAT, ["b", "t", 384]))
    return graph.model()


def quantised(model):
    """What onnxruntime's dynamic quantisation makes of a float32 model."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    with tempfile.TemporaryDirectory() as folder:
        source, target = pathlib.Path(folder, "float32.onnx"), pathlib.Path(folder, "int8.onnx")
        source.write_bytes(model)
        quantize_dynamic(source, target, weight_type=QuantType.QInt8, extra_options={"DefaultTensorType": FLOAT})
        return target.read_bytes()


class Encoder:
    def __init__(self, folder, threads, mode):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Sleeping between products would cost it time, spinning would cost us ours: it spins only while it runs.
        options.add_session_config_entry("session.force_spinning_stop", "1")
        model = build(load_file(folder + "/model.safetensors"))
        if mode == "int8":
            model = quantised(model)
        self.session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self.tokenizer = Tokenizer.from_file(folder + "/tokenizer.json")
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(256)

    def encode(self, texts, batch=32):
        rows = [encoding.ids for encoding in self.tokenizer.encode_batch(texts)]
        order = sorted(range(len(rows)), key=lambda i: -len(rows[i]))
        vectors = numpy.zeros((len(rows), 384), numpy.float32)
        for start in range(0, len(order), batch):
            chosen = order[start:start + batch]
            lengths = numpy.array([len(rows[i]) for i in chosen], numpy.int32)
            ids = numpy.zeros((len(chosen), lengths.max()), numpy.int64)
            for row, index in enumerate(chosen):
                ids[row, :len(rows[index])] = rows[index]
            positions = numpy.broadcast_to(numpy.arange(ids.shape[1]), ids.shape)
            states = self.session.run(None, {"ids": ids, "positions": positions, "lengths": lengths})[0]
            mask = numpy.arange(ids.shape[1]) < lengths[:, None]
            sums = (states * mask[:, :, None]).sum(1)
            vectors[chosen] = sums / numpy.linalg.norm(sums, axis=1, keepdims=True)
        return vectors


def check(encoder, least):
    path = pathlib.Path(__file__).resolve().parent / "Recordings/embeddings.jsonl"
    records = [json.loads(line) for line in path.open()]
    ours = encoder.encode([record["text"] for record in records])
    theirs = numpy.stack([numpy.frombuffer(base64.b64decode(r["vector"]), "<f2").astype(numpy.float32) for r in records])
    cosine = (ours * theirs).sum(1) / numpy.linalg.norm(theirs, axis=1)
    if cosine.min() < least:
        sys.exit(f"peer_embed.py: cosine {cosine.min()} to the recorded vectors")
    return cosine.min()


def sentences():
    """As in Sources/kgassist-bench/EmbedCase.swift."""
    words = ("the ratio of current assets to liabilities falls when patients with renal impairment receive a transaction "
             "that locks every row until commit").split()
    counts = [4 + (i * i * 37) % 60 + (130 if i % 8 == 0 else 0) for i in range(256)]
    return [" ".join(words[(i * 31 + k * 17) % len(words)] for k in range(count)) for i, count in enumerate(counts)]


def main():
    mode = sys.argv[3] if len(sys.argv) > 3 else "float32"
    encoder = Encoder(sys.argv[1], int(sys.argv[2]), mode)
    cosine = check(encoder, 0.9999 if mode == "float32" else 0.8)
    texts = sentences()
    encoder.encode(texts)
    print(f"onnxruntime {onnxruntime.__version__} {mode}, cosine {cosine:.5f}", flush=True)
    for _ in sys.stdin:
        start, used = time.perf_counter(), time.process_time()
        encoder.encode(texts)
        print(time.perf_counter() - start, time.process_time() - used, flush=True)


main()
