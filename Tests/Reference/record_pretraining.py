#!/usr/bin/env python3
"""Records both losses and the slope of every weight of a tiny BERT in pre-training, as transformers computes them, for Tests/Training.

    ENV/bin/python Tests/Reference/record_pretraining.py          ENV as Tests/Reference/setup.sh training makes it

Weights are drawn as Tests/Training/MaskedWordsTests.swift draws them, in the order of their names. Writes
Tests/Reference/Recordings/pretraining: pairs.json with the batch and its losses, slopes.safetensors of the two losses' sum, and
slopes of the second loss alone of what both tasks train most differently: the table of the types and the first layer's queries.
"""
import json, pathlib

import torch
from safetensors.torch import save_file
from transformers import BertConfig, BertForPreTraining

WORDS, POSITIONS = 24, 16
# tokens, where words are asked for and what stood there, whether the second stretch follows
PAIRS = [([1, 9, 3, 11, 12, 2, 13, 14, 3, 16, 2], {2: 10, 8: 15}, True),
         ([1, 5, 7, 9, 22, 2, 20, 3, 8, 12, 2], {4: 11, 7: 23}, False),
         ([1, 6, 6, 3, 18, 2, 19, 20, 21, 3, 2], {3: 17, 9: 4}, True),
         ([1, 3, 4, 15, 8, 2, 23, 3, 10, 5, 2], {1: 21, 7: 13}, False)]

model = BertForPreTraining(BertConfig(
    vocab_size=WORDS, hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=48, max_position_embeddings=POSITIONS,
    type_vocab_size=2, hidden_dropout_prob=0, attention_probs_dropout_prob=0, layer_norm_eps=1e-12, attn_implementation="eager")).eval()
# What scores the words is the words' table; parameters are told once.
parameters = {name.removeprefix("bert.") if not name.startswith("bert.pooler") else name: value for name, value in model.named_parameters()}
state = 7
with torch.no_grad():
    for name, parameter in sorted(parameters.items()):
        values = []
        for _ in range(parameter.numel()):
            state = (state * 1664525 + 1013904223) % 2**32
            value = ((state >> 8) / 2**24 - 0.5) * 0.5
            values.append(1 + value if name.endswith("LayerNorm.weight") else value)
        parameter.copy_(torch.tensor(values).reshape(parameter.shape))

tokens = torch.tensor([pair[0] for pair in PAIRS])
types = torch.tensor([[0] * 6 + [1] * 5 for _ in PAIRS])
labels = torch.full_like(tokens, -100)
for row, (_, asked, _) in enumerate(PAIRS):
    for place, token in asked.items():
        labels[row, place] = token
follows = torch.tensor([0 if pair[2] else 1 for pair in PAIRS])


def slopes_of(loss):
    model.zero_grad()
    loss.backward(retain_graph=True)
    return {name: (value.grad.reshape(1, -1) if value.dim() == 1 else value.grad).clone().contiguous() for name, value in parameters.items()
            if value.grad is not None}


answer = model(input_ids=tokens, token_type_ids=types, labels=labels, next_sentence_label=follows)
next_loss = torch.nn.functional.cross_entropy(answer.seq_relationship_logits, follows)
words_loss = torch.nn.functional.cross_entropy(answer.prediction_logits.view(-1, WORDS), labels.view(-1))
assert abs(answer.loss.item() - words_loss.item() - next_loss.item()) < 1e-5
slopes = slopes_of(answer.loss)
alone = slopes_of(next_loss)
slopes |= {"next." + name: alone[name] for name in ("embeddings.token_type_embeddings.weight", "encoder.layer.0.attention.self.query.weight")}

folder = pathlib.Path(__file__).resolve().parent / "Recordings" / "pretraining"
folder.mkdir(exist_ok=True)
save_file(slopes, folder / "slopes.safetensors")
(folder / "pairs.json").write_text(json.dumps({
    "pairs": [{"tokens": pair[0], "types": kinds.tolist(), "places": list(pair[1]), "asked": list(pair[1].values()), "follows": pair[2]}
              for pair, kinds in zip(PAIRS, types)],
    "words": words_loss.item(), "next": next_loss.item(),
    "right": (answer.seq_relationship_logits.argmax(1) == follows).float().mean().item()}, separators=(",", ":")) + "\n")
print(words_loss.item(), next_loss.item(), len(slopes), sum(value.numel() for value in slopes.values()))
