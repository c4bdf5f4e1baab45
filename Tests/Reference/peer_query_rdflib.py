#!/usr/bin/env python3
"""The peer of `kgassist-bench query --peer=rdflib`: rdflib's graph in memory on the same file and the same queries.

    peer_query_rdflib.py FILE.nt FOLDER
Reads and prints what `peer_query.py` does.
"""
import json
import re
import statistics
import sys
import time

import rdflib

PATIENCE = 2.0


def ask(graph, query):
    result = graph.query(query)
    return int(bool(result.askAnswer)) if result.type == "ASK" else sum(1 for _ in result)


def measure(graph, queries):
    rows = 0
    times = []
    for query in queries:
        begun = time.perf_counter()
        rows += ask(graph, query)
        times.append(1e3 * (time.perf_counter() - begun))
    start = time.perf_counter()
    while time.perf_counter() - start < PATIENCE and len(times) < 3 * len(queries):
        for query in queries:
            if time.perf_counter() - start >= PATIENCE:
                break
            begun = time.perf_counter()
            ask(graph, query)
            times.append(1e3 * (time.perf_counter() - begun))
    return statistics.median(times), rows


def main():
    data = sys.argv[1]
    graph = rdflib.Graph()
    graph.parse(data, format="nt")
    groups = {}
    with open(re.sub(r"\.nt$", ".jsonl", data)) as lines:
        for line in lines:
            entry = json.loads(line)
            groups.setdefault(entry["group"], []).append(entry["sparql"])
    names = sorted(groups, key=lambda name: [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)])
    print(f"rdflib {rdflib.__version__}", flush=True)
    for _ in sys.stdin:
        print(*(value for name in names for value in measure(graph, groups[name])), flush=True)


main()
