"""Records what PyKEEN's evaluator says of fixed scores, for Tests/GraphEmbedding.

  python Tests/Reference/record_ranking.py > Tests/Reference/Recordings/ranking.json      (needs pykeen 1.11)

Scores are whole numbers made by arithmetic alone, with many ties, so that the test makes the same ones.
"""
import json

import torch
from pykeen.evaluation import RankBasedEvaluator
from pykeen.models import Model
from pykeen.triples import CoreTriplesFactory

ENTITIES, RELATIONS = 23, 3


def triples(first, count):
    rows = []
    for i in range(first, first + count):
        row = ((i * 7 + i // 5) % ENTITIES, (i * 5 + i // 3) % RELATIONS, (i * 11 + i // 7 + 3) % ENTITIES)
        if row not in rows:
            rows.append(row)
    return rows


def score(s, p, o):
    return float((s * 31 + p * 17 + o * 13 + s * o * 7 + p * o * 5) % 11)


SPLITS = [triples(0, 90), triples(90, 20), triples(110, 25)]
SEEN = set(SPLITS[0])
SPLITS[1] = [t for t in SPLITS[1] if t not in SEEN]
SEEN |= set(SPLITS[1])
SPLITS[2] = [t for t in SPLITS[2] if t not in SEEN]


class Fixed(Model):
    """Scores by the formula above."""

    def __init__(self, factory):
        super().__init__(triples_factory=factory, loss="marginranking", random_seed=0)
        grid = torch.tensor(
            [[[score(s, p, o) for o in range(ENTITIES)] for p in range(RELATIONS)] for s in range(ENTITIES)])
        self.register_buffer("grid", grid)

    def _get_entity_len(self, **_):
        return ENTITIES

    def collect_regularization_term(self):
        return 0.0

    def _reset_parameters_(self):
        pass

    def score_hrt(self, hrt_batch, **_):
        return self.grid[hrt_batch[:, 0], hrt_batch[:, 1], hrt_batch[:, 2]].unsqueeze(-1)

    def score_t(self, hr_batch, **_):
        return self.grid[hr_batch[:, 0], hr_batch[:, 1]].clone()

    def score_h(self, rt_batch, **_):
        return self.grid[:, rt_batch[:, 0], rt_batch[:, 1]].T.clone()

    def score_r(self, ht_batch, **_):
        return self.grid[ht_batch[:, 0], :, ht_batch[:, 1]].clone()


def main():
    tensors = [torch.tensor(split, dtype=torch.long) for split in SPLITS]
    factories = [
        CoreTriplesFactory(t, num_entities=ENTITIES, num_relations=RELATIONS) for t in tensors]
    model = Fixed(factories[0])
    results = RankBasedEvaluator(filtered=True).evaluate(
        model, tensors[2], additional_filter_triples=[tensors[0], tensors[1]], use_tqdm=False)
    record = {"entities": ENTITIES, "relations": RELATIONS, "train": SPLITS[0], "validation": SPLITS[1], "test": SPLITS[2]}
    for side, name in (("both", "all"), ("tail", "objects"), ("head", "subjects")):
        record[name] = {
            metric: results.get_metric(f"{side}.realistic.{metric}")
            for metric in ("inverse_harmonic_mean_rank", "hits_at_1", "hits_at_3", "hits_at_10", "arithmetic_mean_rank")}
    print(json.dumps(record))


if __name__ == "__main__":
    main()
