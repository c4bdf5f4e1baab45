#!/usr/bin/env python3
"""Records the loss and the adapter's slopes of tiny decoders with LoRA, as transformers and PEFT compute them, for Tests/Training.

    ENV/bin/python Tests/Reference/record_adapter.py          ENV as Tests/Reference/setup.sh training makes it

The decoders are those that Tests/TestFiles/TinyDecoderFile.swift writes: the same generator draws their weights here. Writes
Tests/Reference/Recordings/adapter-llama and adapter-qwen2, soft-prompt-llama and soft-prompt-qwen2: the adapter as PEFT saves it, and slopes.json with the loss of two
sequences and the slope of every adapter weight.
"""
import json, pathlib

import numpy
import torch
from peft import LoraConfig, PromptTuningConfig, get_peft_model
from transformers import LlamaConfig, LlamaForCausalLM, Qwen2Config, Qwen2ForCausalLM

SEQUENCES = [[0, 3, 8, 1, 11, 5, 5, 2, 9], [10, 4, 7, 6, 0, 1, 2]]
PLACES = {"attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj", "attn_output": "self_attn.o_proj",
          "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj",
          "attn_norm": "input_layernorm", "ffn_norm": "post_attention_layernorm"}


def tiny(biases):
    """The tensors of TinyDecoderFile(biases:)."""
    shapes = {"token_embd.weight": (12, 32), "output_norm.weight": (32,)}
    for layer in range(2):
        for name, shape in {"attn_norm": (32,), "attn_q": (32, 32), "attn_k": (16, 32), "attn_v": (16, 32), "attn_output": (32, 32),
                            "ffn_norm": (32,), "ffn_gate": (64, 32), "ffn_up": (64, 32), "ffn_down": (32, 64)}.items():
            shapes[f"blk.{layer}.{name}.weight"] = shape
            if biases and name in ("attn_q", "attn_k", "attn_v"):
                shapes[f"blk.{layer}.{name}.bias"] = shape[:1]
    state, tensors = 7, {}
    for name, shape in sorted(shapes.items()):
        values = []
        for _ in range(int(numpy.prod(shape))):
            state = (state * 1664525 + 1013904223) % 2**32
            value = ((state >> 8) / 2**24 - 0.5) * 0.5
            values.append(1 + value if "norm" in name else value)
        tensors[name] = torch.tensor(numpy.array(values, dtype=numpy.float32).reshape(shape))
    return tensors


def upright(tensor, heads):
    """llama's files have the rows of queries and keys in pairs; transformers has them in halves."""
    return tensor.view(heads, tensor.shape[0] // heads // 2, 2, -1).transpose(1, 2).reshape(tensor.shape)


def model(architecture):
    settings = dict(vocab_size=12, hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=1,
                    max_position_embeddings=64, rms_norm_eps=1e-5, tie_word_embeddings=True)
    made = LlamaForCausalLM(LlamaConfig(**settings)) if architecture == "llama" else Qwen2ForCausalLM(Qwen2Config(**settings))
    state = {}
    for name, tensor in tiny(architecture == "qwen2").items():
        if name == "token_embd.weight":
            state["model.embed_tokens.weight"] = state["lm_head.weight"] = tensor
        elif name == "output_norm.weight":
            state["model.norm.weight"] = tensor
        else:
            _, layer, place, kind = name.split(".")
            if architecture == "llama" and place in ("attn_q", "attn_k"):
                tensor = upright(tensor, 2 if place == "attn_q" else 1)
            state[f"model.layers.{layer}.{PLACES[place]}.{kind}"] = tensor
    made.load_state_dict(state)
    return made


for architecture in ("llama", "qwen2"):
    torch.manual_seed(3)
    targets = [name.split(".")[1] for name in PLACES.values() if "." in name]
    adapted = get_peft_model(model(architecture), LoraConfig(r=4, lora_alpha=6, target_modules=targets, lora_dropout=0.0))
    for name, parameter in adapted.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(parameter, std=0.2)
    total, count = 0, sum(len(s) - 1 for s in SEQUENCES)
    for sequence in SEQUENCES:
        ids = torch.tensor([sequence])
        logits = adapted(input_ids=ids).logits[0, :-1]
        total = total + torch.nn.functional.cross_entropy(logits, ids[0, 1:], reduction="sum")
    loss = total / count
    loss.backward()
    folder = pathlib.Path(__file__).resolve().parent / "Recordings" / f"adapter-{architecture}"
    adapted.save_pretrained(folder)
    (folder / "README.md").unlink(missing_ok=True)
    slopes = {name.replace(".default", ""): [float(f"{x:.6g}") for x in p.grad.flatten().tolist()]
              for name, p in adapted.named_parameters() if p.grad is not None}
    (folder / "slopes.json").write_text(json.dumps({"sequences": SEQUENCES, "loss": loss.item(), "slopes": slopes}, separators=(",", ":")) + "\n")
    print(architecture, loss.item(), len(slopes))

# A soft prompt of three rows, as PEFT's prompt tuning puts it in front of what the decoder reads.
for architecture in ("llama", "qwen2"):
    torch.manual_seed(4)
    base = model(architecture)
    adapted = get_peft_model(base, PromptTuningConfig(task_type="CAUSAL_LM", num_virtual_tokens=3))
    rows = adapted.prompt_encoder["default"].embedding.weight
    torch.nn.init.normal_(rows, std=0.3)
    total = 0
    for sequence in SEQUENCES:
        ids = torch.tensor([sequence])
        logits = adapted(input_ids=ids).logits[0, rows.shape[0]:-1]
        total = total + torch.nn.functional.cross_entropy(logits, ids[0, 1:], reduction="sum")
    loss = total / sum(len(s) - 1 for s in SEQUENCES)
    loss.backward()
    folder = pathlib.Path(__file__).resolve().parent / "Recordings" / f"soft-prompt-{architecture}"
    adapted.save_pretrained(folder)
    (folder / "README.md").unlink(missing_ok=True)
    slopes = {"prompt_embeddings": [float(f"{x:.6g}") for x in rows.grad.flatten().tolist()]}
    (folder / "slopes.json").write_text(json.dumps({"sequences": SEQUENCES, "loss": loss.item(), "slopes": slopes}, separators=(",", ":")) + "\n")
    print(architecture, "soft prompt", loss.item())
