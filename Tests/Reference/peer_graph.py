#!/usr/bin/env python3
"""The peer of `kgassist-bench graph`: pyoxigraph's disk store on the same file.

    peer_graph.py FILE.nt FOLDER
Prints its name, then, for each line on stdin, four values: triples; the seconds of a bulk load with everything flushed
to the disk; the bytes of its folder after it was compacted, which is not timed; the seconds in which one subject's
triples come as terms, over every 50th subject that is an IRI.
"""
import os
import shutil
import sys
import time

import pyoxigraph


def size(folder):
    return sum(os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(folder) for name in names)


def main():
    data, folder = sys.argv[1:]
    print(f"pyoxigraph {pyoxigraph.__version__}", flush=True)
    for _ in sys.stdin:
        shutil.rmtree(folder, ignore_errors=True)
        start = time.perf_counter()
        store = pyoxigraph.Store(folder)
        store.bulk_load(path=data, format=pyoxigraph.RdfFormat.N_TRIPLES)
        store.flush()
        load = time.perf_counter() - start
        store.optimize()
        named = {quad.subject.value for quad in store if isinstance(quad.subject, pyoxigraph.NamedNode)}
        subjects = [pyoxigraph.NamedNode(iri) for iri in sorted(named)[::50]]
        start = time.perf_counter()
        found = sum(len(list(store.quads_for_pattern(subject, None, None))) for subject in subjects)
        look_up = (time.perf_counter() - start) / len(subjects)
        if found < len(subjects):
            sys.exit("subjects without triples")
        triples = len(store)
        del store
        print(triples, load, size(folder), look_up, flush=True)
    shutil.rmtree(folder, ignore_errors=True)


main()
