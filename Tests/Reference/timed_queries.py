"""What the peers of `kgassist-bench query` share: each gives its name and how it asks one query."""
import json
import re
import statistics
import sys
import time

PATIENCE = 2.0


def _timed(ask, queries):
    for query in queries:
        begun = time.perf_counter()
        rows = ask(query)
        yield 1e3 * (time.perf_counter() - begun), rows


def _measure(ask, queries, first_counts):
    first = list(_timed(ask, queries))
    times = [milliseconds for milliseconds, _ in first] if first_counts else []
    start = time.perf_counter()
    while time.perf_counter() - start < PATIENCE and len(times) < 3 * len(queries):
        for milliseconds, _ in _timed(ask, queries):
            times.append(milliseconds)
            if time.perf_counter() - start >= PATIENCE:
                break
    return statistics.median(times), sum(rows for _, rows in first)


def serve(name, ask, data, first_counts=False):
    """Prints the name, then, for each line on stdin, two values a group of queries.

    The queries stand in FILE.jsonl beside `data`, FILE.nt, one object a line with `group` and `sparql`; groups come in the
    order of the numbers in their names. The values are the median milliseconds of one query and the number of rows, which
    `ask` returns (of an ASK, 1 for yes). Each query is asked once before it is timed, or, where `first_counts`, timed then too:
    for a peer that would not come to a second time.
    """
    groups = {}
    with open(re.sub(r"\.nt$", ".jsonl", data)) as lines:
        for line in lines:
            entry = json.loads(line)
            groups.setdefault(entry["group"], []).append(entry["sparql"])
    names = sorted(groups, key=lambda name: [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)])
    print(name, flush=True)
    for _ in sys.stdin:
        print(*(value for group in names for value in _measure(ask, groups[group], first_counts)), flush=True)
