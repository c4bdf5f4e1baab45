#!/usr/bin/env python3
"""The peer of `kgassist-bench decode`: llama-cpp-python on the same file, threads and number of tokens.

    peer_decode.py MODEL THREADS PROMPT_TOKENS WRITTEN_TOKENS
Prints its name, then, for each line on stdin, "PREFILL DECODE" in tokens a second.
"""
import sys, time
import llama_cpp

path, threads, prompt_count, written = sys.argv[1], *map(int, sys.argv[2:5])
model = llama_cpp.Llama(path, n_ctx=prompt_count + written + 8, n_threads=threads, n_threads_batch=threads,
                        n_batch=prompt_count, n_ubatch=prompt_count, verbose=False)
prompt = [(1000 + i * 7919) % (model.n_vocab() - 1000) for i in range(prompt_count)]


def run():
    model.reset()
    model._ctx.kv_cache_clear() if hasattr(model._ctx, "kv_cache_clear") else None
    start = time.perf_counter()
    model.eval(prompt)
    reading = time.perf_counter() - start
    token = model.sample(temp=0.0)
    start = time.perf_counter()
    for _ in range(written):
        model.eval([token])
        token = model.sample(temp=0.0)
    return prompt_count / reading, written / (time.perf_counter() - start)


run()
print(f"llama-cpp-python {llama_cpp.__version__}", flush=True)
for _ in sys.stdin:
    print(*run(), flush=True)
