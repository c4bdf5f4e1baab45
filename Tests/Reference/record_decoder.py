#!/usr/bin/env python3
"""Records the loss and the slope of every weight of tiny decoders, as transformers computes them, for Tests/Training.

    ENV/bin/python Tests/Reference/record_decoder.py          ENV as Tests/Reference/setup.sh training makes it

The decoders are those that Tests/TestFiles/TinyDecoderFile.swift writes: llama, whose embedding scores too, and qwen2 with biases and an
output matrix of its own. Writes Tests/Reference/Recordings/decoder-llama and decoder-qwen2: slopes.safetensors by the file's names and in
the file's order of rows, and loss.json.
"""
import json, pathlib

import torch
from safetensors.torch import save_file
from transformers import LlamaConfig, LlamaForCausalLM, Qwen2Config, Qwen2ForCausalLM

SEQUENCES = [[0, 3, 8, 1, 11, 5, 5, 2, 9], [10, 4, 7, 6, 0, 1, 2]]
PLACES = {"attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj", "attn_output": "self_attn.o_proj",
          "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj",
          "attn_norm": "input_layernorm", "ffn_norm": "post_attention_layernorm"}
HEADS = {"attn_q": 2, "attn_k": 1}


def tiny(qwen):
    """The tensors of TinyDecoderFile, drawn by the same generator in the order of their names."""
    shapes = {"token_embd.weight": (12, 32), "output_norm.weight": (32,)} | ({"output.weight": (12, 32)} if qwen else {})
    for layer in range(2):
        for name, shape in {"attn_norm": (32,), "attn_q": (32, 32), "attn_k": (16, 32), "attn_v": (16, 32), "attn_output": (32, 32),
                            "ffn_norm": (32,), "ffn_gate": (64, 32), "ffn_up": (64, 32), "ffn_down": (32, 64)}.items():
            shapes[f"blk.{layer}.{name}.weight"] = shape
            if qwen and name in ("attn_q", "attn_k", "attn_v"):
                shapes[f"blk.{layer}.{name}.bias"] = shape[:1]
    state, tensors = 7, {}
    for name, shape in sorted(shapes.items()):
        values = []
        for _ in range(torch.Size(shape).numel()):
            state = (state * 1664525 + 1013904223) % 2**32
            value = ((state >> 8) / 2**24 - 0.5) * 0.5
            values.append(1 + value if "norm" in name else value)
        tensors[name] = torch.tensor(values, dtype=torch.float32).reshape(shape)
    return tensors


def renamed(name):
    """What transformers calls a tensor of the file."""
    fixed = {"token_embd.weight": "model.embed_tokens.weight", "output_norm.weight": "model.norm.weight", "output.weight": "lm_head.weight"}
    if name in fixed:
        return fixed[name]
    _, layer, place, kind = name.split(".")
    return f"model.layers.{layer}.{PLACES[place]}.{kind}"


def halves(tensor, heads):
    """Rows in pairs, as llama's files have those of queries and keys, into transformers' halves."""
    return tensor.view(heads, tensor.shape[0] // heads // 2, 2, -1).transpose(1, 2).reshape(tensor.shape)


def pairs(tensor, heads):
    return tensor.view(heads, 2, tensor.shape[0] // heads // 2, -1).transpose(1, 2).reshape(tensor.shape)


for architecture in ("llama", "qwen2"):
    qwen = architecture == "qwen2"
    settings = dict(vocab_size=12, hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=1,
                    max_position_embeddings=64, rms_norm_eps=1e-5, rope_theta=10000.0, tie_word_embeddings=not qwen)
    model = Qwen2ForCausalLM(Qwen2Config(**settings)) if qwen else LlamaForCausalLM(LlamaConfig(**settings))
    turned = {} if qwen else HEADS
    tensors = tiny(qwen)
    state = {renamed(name): halves(tensor, turned[name.split(".")[2]]) if name.count(".") == 3 and name.split(".")[2] in turned else tensor
             for name, tensor in tensors.items()}
    if not qwen:
        state["lm_head.weight"] = state["model.embed_tokens.weight"]
    model.load_state_dict(state)
    total = 0
    for sequence in SEQUENCES:
        ids = torch.tensor([sequence])
        total = total + torch.nn.functional.cross_entropy(model(input_ids=ids).logits[0, :-1], ids[0, 1:], reduction="sum")
    loss = total / sum(len(s) - 1 for s in SEQUENCES)
    loss.backward()
    own = dict(model.named_parameters())
    slopes = {}
    for name in tensors:
        slope = own[renamed(name)].grad
        if name.count(".") == 3 and name.split(".")[2] in turned:
            slope = pairs(slope, turned[name.split(".")[2]])
        slopes[name] = slope.reshape(1, -1).contiguous() if slope.dim() == 1 else slope.contiguous()
    folder = pathlib.Path(__file__).resolve().parent / "Recordings" / f"decoder-{architecture}"
    folder.mkdir(exist_ok=True)
    save_file(slopes, folder / "slopes.safetensors")
    (folder / "loss.json").write_text(json.dumps({"sequences": SEQUENCES, "loss": loss.item()}, separators=(",", ":")) + "\n")
    print(architecture, loss.item(), len(slopes))
