#!/usr/bin/env python3
"""The peer of `kgassist-bench query`: pyoxigraph's disk store on the same file and the same queries.

    peer_query.py FILE.nt FOLDER
FILE.jsonl beside it has the queries, one object a line with `group` and `sparql`. Prints its name, then, for each line on
stdin, two values a group, in the order of the numbers in the groups' names: the median milliseconds of one query after each
was asked once, all rows read, and the number of rows (of an ASK, 1 for yes).
"""
import json
import re
import statistics
import sys
import time

import pyoxigraph

PATIENCE = 2.0


def ask(store, query):
    result = store.query(query)
    if isinstance(result, pyoxigraph.QueryBoolean):
        return int(bool(result))
    return sum(1 for _ in result)


def measure(store, queries):
    rows = sum(ask(store, query) for query in queries)
    times = []
    start = time.perf_counter()
    while time.perf_counter() - start < PATIENCE and len(times) < 3 * len(queries):
        for query in queries:
            if time.perf_counter() - start >= PATIENCE:
                break
            begun = time.perf_counter()
            ask(store, query)
            times.append(1e3 * (time.perf_counter() - begun))
    return statistics.median(times), rows


def main():
    data, folder = sys.argv[1:]
    store = pyoxigraph.Store(folder)
    store.bulk_load(path=data, format=pyoxigraph.RdfFormat.N_TRIPLES)
    store.flush()
    store.optimize()
    groups = {}
    with open(re.sub(r"\.nt$", ".jsonl", data)) as lines:
        for line in lines:
            entry = json.loads(line)
            groups.setdefault(entry["group"], []).append(entry["sparql"])
    names = sorted(groups, key=lambda name: [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)])
    print(f"pyoxigraph {pyoxigraph.__version__}", flush=True)
    for _ in sys.stdin:
        print(*(value for name in names for value in measure(store, groups[name])), flush=True)


main()
