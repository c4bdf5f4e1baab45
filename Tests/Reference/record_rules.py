"""Records what rdflib and owlrl conclude from small random graphs, for Tests/Rules.

    pip install rdflib==7.6.0 owlrl==7.6.2
    python Tests/Reference/record_rules.py

Each case is a pair of files in Tests/Rules/Recorded: NAME.in.nt, what is stated, and NAME.out.nt, what follows and was not stated.
RDFS cases take owlrl's RDFS closure; OWL cases its OWL 2 RL closure, of which only what is said of individuals is kept, since
OWL 2 RL also concludes about classes and properties in ways that are not offered. What says nothing is left out: types outside
the case's own namespace, and things that are their own subclass, subproperty or equal.
"""

import pathlib
import random

import owlrl
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef

X = "urn:x:"
OUT = pathlib.Path(__file__).resolve().parent.parent / "Rules" / "Recorded"


def x(name):
    return URIRef(X + name)


def own(term):
    return isinstance(term, Literal) or str(term).startswith(X)


def random_graph(rng, owl, same):
    graph = Graph()
    classes = [x(f"C{i}") for i in range(6)]
    properties = [x(f"p{i}") for i in range(6)]
    things = [x(f"i{i}") for i in range(9)]
    for _ in range(rng.randint(2, 6)):
        graph.add((rng.choice(classes), RDFS.subClassOf, rng.choice(classes)))
    for _ in range(rng.randint(1, 4)):
        graph.add((rng.choice(properties), RDFS.subPropertyOf, rng.choice(properties)))
    for _ in range(rng.randint(1, 4)):
        graph.add((rng.choice(properties), rng.choice([RDFS.domain, RDFS.range]), rng.choice(classes)))
    if owl:
        for _ in range(rng.randint(1, 3)):
            graph.add((rng.choice(properties), RDF.type, rng.choice([OWL.SymmetricProperty, OWL.TransitiveProperty])))
        for _ in range(rng.randint(1, 2)):
            graph.add((rng.choice(properties), OWL.inverseOf, rng.choice(properties)))
    if same:
        for _ in range(rng.randint(1, 2)):
            graph.add((rng.choice(things), OWL.sameAs, rng.choice(things)))
    for _ in range(rng.randint(4, 8)):
        graph.add((rng.choice(things), RDF.type, rng.choice(classes)))
    for _ in range(rng.randint(6, 14)):
        # With inverse and symmetric properties owlrl also reasons with literals as subjects, which RDF does not have.
        end = Literal(f"text {rng.randint(0, 3)}") if not owl and rng.random() < 0.15 else rng.choice(things)
        graph.add((rng.choice(things), rng.choice(properties), end))
    return graph


def kept(triple, owl):
    s, p, o = triple
    if not own(s) or isinstance(s, Literal) or not own(o):
        return False
    if p in (RDFS.subClassOf, RDFS.subPropertyOf):
        return not owl and s != o
    if p == OWL.sameAs:
        return s != o
    return p == RDF.type or own(p)


def record(name, graph, semantics, owl):
    stated = set(graph)
    closure = Graph()
    for triple in stated:
        closure.add(triple)
    owlrl.DeductiveClosure(semantics).expand(closure)
    follows = {t for t in closure if kept(t, owl) and t not in stated}
    for kind, triples in (("in", stated), ("out", follows)):
        lines = sorted(" ".join(term.n3() for term in triple) + " .\n" for triple in triples)
        (OUT / f"{name}.{kind}.nt").write_text("".join(lines))
    print(name, len(stated), len(follows))


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    for seed in range(1, 13):
        record(f"rdfs-{seed:02}", random_graph(random.Random(seed), False, False), owlrl.RDFS_Semantics, False)
        record(f"owl-{seed:02}", random_graph(random.Random(100 + seed), True, False), owlrl.OWLRL_Semantics, True)
        record(f"same-{seed:02}", random_graph(random.Random(200 + seed), seed > 6, True), owlrl.OWLRL_Semantics, True)


if __name__ == "__main__":
    main()
