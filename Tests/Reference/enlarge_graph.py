#!/usr/bin/env python3
"""Makes a graph of any size from a smaller one, for measurements of loading.

    enlarge_graph.py FILE.nt TRIPLES > LARGER.nt
Gives the file's triples as they are, then copies of them until there are enough. In the n-th copy every IRI and blank
node but predicates, datatypes and classes gets `-n` at its end, so that the copies share their vocabulary and literals
and no thing: what a second, third … year of the same kind of data would look like.
"""
import re
import sys

TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LINE = re.compile(r"(<[^>]*>|_:\S+) (<[^>]*>) (.*) \.$")


def copied(node, mark):
    if node.startswith("<"):
        return node[:-1] + mark + ">"
    return node + mark if node.startswith("_:") else node


def main():
    path, wanted = sys.argv[1], int(sys.argv[2])
    lines = [line.rstrip("\n") for line in open(path, encoding="utf-8") if line.strip()]
    triples = [LINE.match(line).groups() for line in lines]
    count = 0
    number = 0
    while count < wanted:
        mark = f"-{number}" if number else ""
        for subject, predicate, object_ in triples[: wanted - count]:
            thing = object_ if predicate == TYPE else copied(object_, mark)
            print(copied(subject, mark), predicate, thing, ".")
        count += len(triples[: wanted - count])
        number += 1


main()
