#!/usr/bin/env python3
"""Records greedy continuations and logits of llama.cpp for each decoder; Tests/Models compares with them.

    $(Tests/Reference/setup.sh) Tests/Reference/record_logits.py [--models FOLDER] [--out FOLDER]

Both programs round activations to 8 bits before each quantised product, each in its own way, so their logits differ by
a few hundredths to tenths. Where the reference's two likeliest tokens lie nearer than that, either is right, and after
such a place the texts part. Therefore a prompt counts only if the two likeliest tokens are at least GAP apart in each of
its first 32 steps; the first 20 prompts of PROMPTS for which that holds are recorded, with their smallest gap.
For three prompts the logits of the last position are recorded: the 24 likeliest tokens and 40 ids spread over the rest.
"""
import argparse
import ctypes
import json
import os
from pathlib import Path

import llama_cpp
import numpy

GAP = 0.3
STEPS = 32
WANTED = 20
FILES = {"smollm": "SmolLM2-135M-Instruct.Q4_1.gguf", "qwen2": "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf"}

PLAIN = [
    # Texts to go on with, as base models see them: lists, sequences and repetitions leave little doubt.
    "1, 2, 3, 4, 5, 6, 7, 8,", "2 4 6 8 10 12 14 16", "10, 20, 30, 40, 50,", "100 99 98 97 96 95 94",
    "a b c d e f g h i j k", "A, B, C, D, E, F,", "Monday, Tuesday, Wednesday,", "January, February, March, April,",
    "one two three four five six", "first, second, third, fourth,", "1. one\n2. two\n3. three\n4. four\n5.",
    "1\n2\n3\n4\n5\n6\n", "0 1 0 1 0 1 0 1 0 1", "yes no yes no yes no yes no", "The cat sat. The cat sat. The cat sat. The",
    "red green blue red green blue red green blue", "x = 1\nx = 2\nx = 3\nx = 4\n", "| 1 | 1 |\n| 2 | 4 |\n| 3 | 9 |\n| 4 | 16 |\n",
    "def add(a, b):\n    return a + b\n\ndef subtract(a, b):\n    return a - b\n\ndef multiply(a, b):\n",
    "for i in range(10):\n    print(i)\nfor i in range(20):\n    print(i)\nfor i in range(30):\n",
    "int a = 1;\nint b = 2;\nint c = 3;\nint d = 4;\n", "{\"a\": 1, \"b\": 2, \"c\": 3, \"d\": 4,",
    "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,", "2000, 2001, 2002, 2003, 2004, 2005,",
    "Metformin lowers glucose. Metformin lowers glucose. Metformin lowers glucose.",
    "A bond is a loan. A share is a part. A bond is a loan. A share is a part. A bond is",
    "import os\nimport sys\nimport os\nimport sys\nimport os\nimport sys\n", "<li>1</li>\n<li>2</li>\n<li>3</li>\n<li>4</li>\n",
    "eins zwei drei eins zwei drei eins zwei drei", "α β γ α β γ α β γ α β γ", "1+1=2\n2+2=4\n3+3=6\n4+4=8\n",
    "step 1: open\nstep 2: read\nstep 3: close\nstep 1: open\nstep 2: read\nstep 3:", "SELECT a FROM t;\nSELECT b FROM t;\nSELECT c FROM t;\n",
]
QUESTIONS = [
    "Count from 1 to 30.", "List the numbers from 1 to 20, separated by commas.", "Write the alphabet in capital letters.",
    "Repeat exactly: The quick brown fox jumps over the lazy dog. The five boxing wizards jump quickly. Pack my box.",
    "Name the twelve months of the year in order.", "Name the seven days of the week in order, one a line.",
    "Write a Python function that returns the factorial of n.", "Write a Python function fibonacci(n) using recursion.",
    "Write a C program that prints Hello, World!", "Write a Python function that checks whether a number is prime.",
    "What is the capital of France?", "Write a SQL query that selects all rows of the table users.",
    "Write a Python class Stack with push and pop.", "Write a binary search in Python.", "Write a for loop in Java that prints 0 to 9.",
    "Write a function in JavaScript that reverses a string.", "Write quicksort in Python.", "Write bubble sort in C.",
    "Write an HTML page with the title Test and one paragraph.", "What does HTTP stand for?", "Write a Go program that prints Hello.",
    "Copy this line three times: alpha beta gamma delta epsilon", "Write a Python function that reads a file and returns its lines.",
    "Spell out the numbers one to fifteen.", "Write a Rust function that adds two numbers.", "Write a linked list node class in Python.",
    "Write a Python function that sums a list.", "Write a Swift function that adds two integers.", "What is 2 + 2?",
    "Write a Python function gcd(a, b).", "Write a JSON object with the keys name, age and city.", "Write the multiplication table of 2 from 1 to 10.",
    "Write a bash loop over all files in a folder.", "Write a Python decorator that times a function.", "Write a regular expression for an e-mail address in Python.",
    "Count down from 20 to 1.", "List the first ten even numbers.", "List the first ten powers of two.", "Write merge sort in Python.",
]
LOGIT_PROMPTS = [
    "A bond is a loan to its issuer.", "Metformin is contraindicated when eGFR is below 30 mL/min/1.73m2, because",
    "def mean(values):\n    \"\"\"The arithmetic mean.\"\"\"\n    return",
]


class Reference:
    def __init__(self, path):
        self.llm = llama_cpp.Llama(str(path), n_ctx=512, n_batch=512, n_threads=1, n_threads_batch=1, verbose=False)
        self.vocabulary = self.llm.n_vocab()

    def ids(self, text, special):
        return self.llm.tokenize(text.encode(), add_bos=False, special=special)

    def clear(self):
        llama_cpp.llama_memory_clear(llama_cpp.llama_get_memory(self.llm.ctx), True)

    def logits(self, tokens):
        array = (llama_cpp.llama_token * len(tokens))(*tokens)
        assert llama_cpp.llama_decode(self.llm.ctx, llama_cpp.llama_batch_get_one(array, len(tokens))) == 0
        view = ctypes.cast(llama_cpp.llama_get_logits_ith(self.llm.ctx, -1), ctypes.POINTER(ctypes.c_float * self.vocabulary))
        return numpy.array(view.contents, dtype=numpy.float32)

    def continuation(self, prompt):
        """The greedy tokens and the smallest gap, or None where it ends early or a gap is too small."""
        self.clear()
        tokens, smallest, feed = [], float("inf"), prompt
        for _ in range(STEPS):
            logits = self.logits(feed)
            second, first = numpy.sort(logits)[-2:]
            if first - second < GAP:
                return None
            smallest = min(smallest, float(first - second))
            token = int(logits.argmax())
            tokens.append(token)
            if llama_cpp.llama_vocab_is_eog(llama_cpp.llama_model_get_vocab(self.llm.model), token):
                return None
            feed = [token]
        return tokens, smallest


def record(name, path, out):
    reference = Reference(path)
    candidates = []
    for plain, question in zip(PLAIN + [None] * 99, QUESTIONS + [None] * 99):
        if plain:
            candidates.append((plain, reference.ids(plain, False)))
        if question:
            turn = f"<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n<|im_start|>user\n{question}<|im_end|>\n<|im_start|>assistant\n"
            candidates.append((question, reference.ids(turn, True)))
    lines = []
    for number, (text, prompt) in enumerate(candidates):
        if len(lines) == WANTED:
            break
        found = reference.continuation(prompt)
        if found:
            lines.append({"text": text, "prompt": prompt, "greedy": found[0], "gap": round(found[1], 3)})
    print(f"{name}: {len(lines)} of the first {number} prompts have every gap at least {GAP}")
    assert len(lines) == WANTED
    for text in LOGIT_PROMPTS:
        reference.clear()
        prompt = reference.ids(text, False)
        logits = reference.logits(prompt)
        ids = [int(i) for i in numpy.argsort(-logits)[:24]]
        ids += [i for i in range(7, reference.vocabulary, reference.vocabulary // 40) if i not in ids][:40]
        lines.append({"text": text, "prompt": prompt, "logits": [[i, round(float(logits[i]), 3)] for i in ids]})
    with open(out / f"decoder-{name}.jsonl", "w") as file:
        for line in lines:
            file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


def main():
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state"
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, default=Path(os.environ.get("KGASSIST_MODELS") or Path(state) / "kgassist/models"))
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "Recordings")
    options = parser.parse_args()
    for name, file in FILES.items():
        record(name, options.models / file, options.out)


if __name__ == "__main__":
    main()
