#!/usr/bin/env python3
"""The peer of `kgassist-bench graph --peer=rdflib`: rdflib's graph in memory on the same file.

    peer_graph_rdflib.py FILE.nt FOLDER
Prints its name, then, for each line on stdin, four values as `peer_graph.py` does; it has no file, so its size is 0.
"""
import sys
import time

import rdflib


def main():
    data = sys.argv[1]
    print(f"rdflib {rdflib.__version__}", flush=True)
    for _ in sys.stdin:
        start = time.perf_counter()
        graph = rdflib.Graph()
        graph.parse(data, format="nt")
        load = time.perf_counter() - start
        named = {subject for subject in graph.subjects() if isinstance(subject, rdflib.URIRef)}
        subjects = sorted(named)[::50]
        start = time.perf_counter()
        found = sum(len(list(graph.triples((subject, None, None)))) for subject in subjects)
        look_up = (time.perf_counter() - start) / len(subjects)
        if found < len(subjects):
            sys.exit("subjects without triples")
        print(len(graph), load, 0, look_up, flush=True)


main()
