#!/usr/bin/env python3
"""Records llama.cpp's perplexity on Recordings/perplexity.txt, for Tests/Models and `kgassist-bench perplexity`.

    "$(Tests/Reference/setup.sh)" Tests/Reference/record_perplexity.py MODEL.gguf [THREADS [CHUNKS]]
The text is teaching prose of finance, medicine and programming with code and tables, put together from Graphs/. It is
tokenized whole, without special tokens, and cut into chunks of 512; a last chunk that is not full is left out. Each
chunk starts with an empty cache, and its second half is scored: the natural logarithm of the probability of tokens
256 … 511 after all before them. Perplexity is e to the mean of their negatives. Writes
Recordings/perplexity-MODEL.json: {"model", "peer", "tokens" of the whole text, "sums": one a chunk}.
With the word `peer` in front it is the peer of `kgassist-bench perplexity`: it prints its name, then, for each line on
stdin, seconds and the sum of each chunk.
"""
import json
import pathlib
import sys
import time

import llama_cpp
import numpy

SIZE, HALF = 512, 256
arguments = sys.argv[1:]
live = arguments[0] == "peer"
arguments = arguments[live:]
path = arguments[0]
threads = int(arguments[1]) if len(arguments) > 1 else 2
limit = int(arguments[2]) if len(arguments) > 2 else 1 << 30
folder = pathlib.Path(__file__).resolve().parent / "Recordings"
model = llama_cpp.Llama(path, n_ctx=SIZE, n_threads=threads, n_threads_batch=threads, n_batch=SIZE, n_ubatch=SIZE, verbose=False)
vocabulary = model.n_vocab()
tokens = model.tokenize((folder / "perplexity.txt").read_bytes(), add_bos=False, special=False)
chunks = [tokens[i:i + SIZE] for i in range(0, len(tokens) - SIZE + 1, SIZE)][:limit]


def score(chunk):
    llama_cpp.llama_memory_clear(llama_cpp.llama_get_memory(model.ctx), True)
    batch = llama_cpp.llama_batch_init(SIZE, 0, 1)
    batch.n_tokens = SIZE
    for i, token in enumerate(chunk):
        batch.token[i], batch.pos[i], batch.n_seq_id[i] = token, i, 1
        batch.seq_id[i][0] = 0
        batch.logits[i] = i >= HALF - 1
    if llama_cpp.llama_decode(model.ctx, batch) != 0:
        sys.exit("record_perplexity.py: llama_decode failed")
    total = 0.0
    for i in range(HALF - 1, SIZE - 1):
        row = numpy.ctypeslib.as_array(llama_cpp.llama_get_logits_ith(model.ctx, i), shape=(vocabulary,)).astype(numpy.float64)
        top = row.max()
        total += row[chunk[i + 1]] - top - numpy.log(numpy.exp(row - top).sum())
    llama_cpp.llama_batch_free(batch)
    return float(total)


name = f"llama-cpp-python {llama_cpp.__version__}"
if live:
    print(name, flush=True)
    for _ in sys.stdin:
        start = time.perf_counter()
        sums = [score(chunk) for chunk in chunks]
        print(time.perf_counter() - start, *sums, flush=True)
else:
    record = {"model": pathlib.Path(path).name, "peer": name, "tokens": len(tokens), "sums": []}
    target = folder / f"perplexity-{pathlib.Path(path).stem}.json"
    for chunk in chunks:
        record["sums"].append(round(score(chunk), 6))
        target.write_text(json.dumps(record) + "\n")
        print(len(record["sums"]), "of", len(chunks), file=sys.stderr, flush=True)
    print("perplexity", numpy.exp(-sum(record["sums"]) / (len(chunks) * HALF)))
