#!/usr/bin/env python3
"""The peer of `kgassist-bench query --peer=rdflib`: rdflib's graph in memory on the same file and the same queries.

    peer_query_rdflib.py FILE.nt FOLDER
Reads and prints what `timed_queries.serve` says.
"""
import sys

import rdflib

import timed_queries

data = sys.argv[1]
graph = rdflib.Graph()
graph.parse(data, format="nt")


def ask(query):
    result = graph.query(query)
    return int(bool(result.askAnswer)) if result.type == "ASK" else sum(1 for _ in result)


timed_queries.serve(f"rdflib {rdflib.__version__}", ask, data, first_counts=True)
