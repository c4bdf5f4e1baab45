#!/usr/bin/env python3
"""Records MiniLM's token ids and sentence vectors, made by sentence-transformers, for Tests/Perception.

    python3 -m venv ENV && ENV/bin/pip install sentence-transformers==6.2.0
    ENV/bin/python Tests/Reference/record_embeddings.py FOLDER_OF_all-MiniLM-L6-v2

Writes Tests/Reference/Recordings/embeddings.jsonl: 200 lines {"text", "ids", "vector"}; the vector is base64 of
little-endian float16, whose rounding costs 1e-7 of cosine.
"""
import base64, json, pathlib, random, sys

import numpy
from sentence_transformers import SentenceTransformer

SUBJECTS = ["A bond", "The current ratio", "Metformin", "An index", "The patient", "A transaction", "Deferred revenue",
            "Hypertension", "A hash table", "The yield curve", "An actor in Swift", "Creatinine"]
VERBS = ["rises when", "is measured by", "depends on", "must be checked before", "was compared with", "limits",
         "is not the same as", "follows from"]
OBJECTS = ["interest rates fall.", "the kidneys clear less of it.", "the number of buckets grows!", "cash and receivables.",
           "eGFR falls below 30 mL/min/1.73 m².", "two threads write to it.", "its cost of EUR 1,250.75?",
           "the previous quarter (Q3 2024).", "128/82 mmHg at rest.", "O(n log n) comparisons."]
SPECIAL = ["", " ", "a", "?", "naïve café résumé Ångström", "東京の株式市場", "Привет, мир", "مرحبا", "😀 rocket 🚀",
           "x" * 150, "SELECT name FROM person WHERE id = 7;", "def f(x):\n    return x ** 2", "1,234,567.89 %",
           "don't can't won't", "e\u0301 combining", "tab\tand\nnewline", "unaffable antidisestablishmentarianism",
           "https://example.org/a?b=c&d=%20", "ＦＵＬＬ ＷＩＤＴＨ", "ß ﬁ ligature İstanbul"]


def texts():
    rng = random.Random(7)
    made = list(SPECIAL)
    while len(made) < 200:
        parts = [f"{rng.choice(SUBJECTS)} {rng.choice(VERBS)} {rng.choice(OBJECTS)}" for _ in range(rng.choice([1, 1, 1, 2, 4, 9, 40]))]
        made.append(" ".join(parts))
    return made


model = SentenceTransformer(sys.argv[1], device="cpu")
out = pathlib.Path(__file__).resolve().parent / "Recordings" / "embeddings.jsonl"
out.parent.mkdir(parents=True, exist_ok=True)
with out.open("w") as file:
    for text in texts():
        vector = model.encode(text, normalize_embeddings=True).astype("<f2")
        ids = model.tokenizer(text, truncation=True, max_length=model.max_seq_length)["input_ids"]
        line = {"text": text, "ids": ids, "vector": base64.b64encode(vector.tobytes()).decode()}
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
