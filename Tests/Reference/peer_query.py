#!/usr/bin/env python3
"""The peer of `kgassist-bench query`: pyoxigraph's disk store on the same file and the same queries.

    peer_query.py FILE.nt FOLDER
Reads and prints what `timed_queries.serve` says.
"""
import sys

import pyoxigraph

import timed_queries

data, folder = sys.argv[1:]
store = pyoxigraph.Store(folder)
store.bulk_load(path=data, format=pyoxigraph.RdfFormat.N_TRIPLES)
store.flush()
store.optimize()


def ask(query):
    result = store.query(query)
    return int(bool(result)) if isinstance(result, pyoxigraph.QueryBoolean) else sum(1 for _ in result)


timed_queries.serve(f"pyoxigraph {pyoxigraph.__version__}", ask, data)
