#!/usr/bin/env python3
"""Records what CTranslate2 makes of a Whisper of another shape than tiny.en's, for Tests/Models: many languages, 128 bands, other numbers of layers.

    python3 -m venv ENV && ENV/bin/pip install faster-whisper==1.2.1
    ENV/bin/python Tests/Reference/record_whisper_shape.py

The weights are no trained ones: each number follows from its place and
its tensor's, so that the test can make the same file. Vocabulary and steering tokens are those of large-v3. Writes Recordings/whisper-shape.json: the
tensors' names and shapes, the tokens, samples of the encoder's states and the tokens of a greedy search.
"""
import json, math, pathlib, struct, tempfile

import ctranslate2
import numpy as np

BANDS, WIDTH, HEADS, ENCODER, DECODER, INNER, POSITIONS, TEXT, VOCABULARY = 128, 32, 2, 3, 2, 96, 1500, 64, 51_866
CODES = ("en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la mi ml cy sk te fa lv bn sr az sl kn et mk "
         "br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd gu am yi lo uz fo ht ps tk nn mt sa lb my bo tl mg as tt haw ln ha ba jw su yue").split()
STEERING = (["<|endoftext|>", "<|startoftranscript|>"] + [f"<|{code}|>" for code in CODES]
            + ["<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>"])
added = {50_257 + i: name for i, name in enumerate(STEERING)}

shapes = {"decoder/embeddings/weight": [VOCABULARY, WIDTH], "decoder/position_encodings/encodings": [TEXT, WIDTH],
          "encoder/position_encodings/encodings": [POSITIONS, WIDTH], "encoder/conv1/weight": [WIDTH, BANDS, 3], "encoder/conv1/bias": [WIDTH],
          "encoder/conv2/weight": [WIDTH, WIDTH, 3], "encoder/conv2/bias": [WIDTH]}


def norm(name): shapes.update({f"{name}/gamma": [WIDTH], f"{name}/beta": [WIDTH]})


def linear(name, outputs, inputs): shapes.update({f"{name}/weight": [outputs, inputs], f"{name}/bias": [outputs]})


for part, layers in (("encoder", ENCODER), ("decoder", DECODER)):
    norm(f"{part}/layer_norm")
    for i in range(layers):
        layer = f"{part}/layer_{i}"
        norm(f"{layer}/self_attention/layer_norm")
        linear(f"{layer}/self_attention/linear_0", 3 * WIDTH, WIDTH)
        linear(f"{layer}/self_attention/linear_1", WIDTH, WIDTH)
        if part == "decoder":
            norm(f"{layer}/attention/layer_norm")
            linear(f"{layer}/attention/linear_0", WIDTH, WIDTH)
            linear(f"{layer}/attention/linear_1", 2 * WIDTH, WIDTH)
            linear(f"{layer}/attention/linear_2", WIDTH, WIDTH)
        norm(f"{layer}/ffn/layer_norm")
        linear(f"{layer}/ffn/linear_0", INNER, WIDTH)
        linear(f"{layer}/ffn/linear_1", WIDTH, INNER)


def numbers(count, seed):
    """Even over -1/2 to 1/2."""
    x = (np.arange(count, dtype=np.uint64) * 2_654_435_761 + seed * 7919 + 1) & 0xFFFFFFFF
    x ^= x >> 15
    x = (x * 2_246_822_519) & 0xFFFFFFFF
    x ^= x >> 13
    return x.astype(np.float64) / 2**32 - 0.5


def tensor(name, seed):
    shape = shapes[name]
    values = numbers(math.prod(shape), seed)
    if name.endswith("gamma"): values = 1 + values / 4
    elif name.endswith("encodings"): values = values * 4
    elif len(shape) > 1: values = values * (4 / math.sqrt(math.prod(shape[1:])))
    return values.astype(np.float32)


def string(text): return struct.pack("<H", len(text.encode()) + 1) + text.encode() + b"\0"


settings = [("decoder/activation", "b", 3), ("decoder/alibi", "b", 0), ("decoder/alignment_heads", "h", 1), ("decoder/alignment_layer", "h", -1),
            ("decoder/num_heads", "h", HEADS), ("decoder/pre_norm", "b", 1), ("decoder/scale_embeddings", "b", 0), ("decoder/start_from_zero_embedding", "b", 0),
            ("encoder/num_heads", "h", HEADS)]
names = sorted(shapes)
folder = pathlib.Path(tempfile.mkdtemp())
with open(folder / "model.bin", "wb") as file:
    file.write(struct.pack("<I", 6) + string("WhisperSpec") + struct.pack("<II", 3, len(names) + len(settings)))
    for name, kind, value in settings:
        data = struct.pack("<" + kind, value)
        file.write(string(name) + struct.pack("<BBI", 0, 1 if kind == "b" else 2, len(data)) + data)
    for seed, name in enumerate(names):
        data = tensor(name, seed).tobytes()
        file.write(string(name) + struct.pack("<B", len(shapes[name])) + struct.pack(f"<{len(shapes[name])}I", *shapes[name]) + struct.pack("<BI", 0, len(data)) + data)
    file.write(struct.pack("<I", 1) + string("decoder/projection/weight") + string("decoder/embeddings/weight"))
first = max(added) + 1
words = [added.get(i, f"<|{(i - first) * 0.02:.2f}|>" if i >= first else f"w{i}") for i in range(VOCABULARY)]
(folder / "vocabulary.json").write_text(json.dumps(words))
(folder / "config.json").write_text(json.dumps({"suppress_ids": [], "suppress_ids_begin": [], "lang_ids": list(range(50_259, 50_359))}))

model = ctranslate2.models.Whisper(str(folder), device="cpu", compute_type="float32", intra_threads=1)
frames = (numbers(BANDS * 2 * POSITIONS, 999) * 2).astype(np.float32).reshape(1, BANDS, 2 * POSITIONS)
view = ctranslate2.StorageView.from_array(np.ascontiguousarray(frames))
states = np.array(model.encode(view))[0]
start = [50_258, 50_262, 50_360, 50_364]
result = model.generate(view, [start], beam_size=1, max_length=12, suppress_blank=False, suppress_tokens=[], return_scores=True)[0]
rows = list(range(0, POSITIONS, 125))
target = pathlib.Path(__file__).resolve().parent / "Recordings" / "whisper-shape.json"
target.write_text(json.dumps({
    "settings": {name: value for name, _, value in settings}, "tensors": [{"name": name, "shape": shapes[name]} for name in names], "vocabulary": VOCABULARY,
    "added": [{"id": i, "content": name} for i, name in added.items()], "stateRows": rows, "states": [[round(float(v), 5) for v in states[r]] for r in rows],
    "start": start, "tokens": result.sequences_ids[0]}, separators=(",", ":")) + "\n")
print(result.sequences_ids[0], result.scores, target.stat().st_size, "bytes")
