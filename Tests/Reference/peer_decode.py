#!/usr/bin/env python3
"""The peer of `kgassist-bench decode`: llama.cpp, through llama-cpp-python, on the same file, threads and tokens.

    peer_decode.py MODEL THREADS PROMPT_TOKENS WRITTEN_TOKENS
Prints its name, then, for each line on stdin, "PREFILL DECODE" in tokens a second. It calls llama_decode itself and takes
the likeliest token with numpy: what Python adds in between (sampler chains, copies of all logits) is not measured.
"""
import sys
import time

import llama_cpp
import numpy

path, threads, prompt_count, written = sys.argv[1], *map(int, sys.argv[2:5])
model = llama_cpp.Llama(path, n_ctx=prompt_count + written + 8, n_threads=threads, n_threads_batch=threads,
                        n_batch=prompt_count, n_ubatch=prompt_count, verbose=False)
vocabulary = model.n_vocab()
prompt = [(1000 + i * 7919) % (vocabulary - 1000) for i in range(prompt_count)]


def decode(tokens):
    """The likeliest token after `tokens`."""
    array = (llama_cpp.llama_token * len(tokens))(*tokens)
    if llama_cpp.llama_decode(model.ctx, llama_cpp.llama_batch_get_one(array, len(tokens))) != 0:
        sys.exit("peer_decode.py: llama_decode failed")
    logits = llama_cpp.llama_get_logits_ith(model.ctx, -1)
    return int(numpy.ctypeslib.as_array(logits, shape=(vocabulary,)).argmax())


def run():
    llama_cpp.llama_memory_clear(llama_cpp.llama_get_memory(model.ctx), True)
    start = time.perf_counter()
    token = decode(prompt)
    reading = time.perf_counter() - start
    start = time.perf_counter()
    for _ in range(written):
        token = decode([token])
    return prompt_count / reading, written / (time.perf_counter() - start)


run()
print(f"llama-cpp-python {llama_cpp.__version__}", flush=True)
for _ in sys.stdin:
    print(*run(), flush=True)
