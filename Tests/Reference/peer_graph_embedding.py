"""PyKEEN beside `kgassist-bench graph-embedding --peer`: ComplEx by the same recipe on the same files.

  peer_graph_embedding.py FOLDER THREADS GOAL N3      (needs pykeen 1.11)

For each line read it trains anew until filtered MRR on validation reaches GOAL, at most 60 epochs, and prints the
processor seconds spent until its best validation, and then the MRR on test and on validation.
"""
import logging
import sys
import time
from functools import partial

import torch

logging.disable(logging.WARNING)
from pykeen.evaluation import RankBasedEvaluator  # noqa: E402
from pykeen.models import ComplEx  # noqa: E402
from pykeen.training import LCWATrainingLoop  # noqa: E402
from pykeen.triples import TriplesFactory  # noqa: E402

folder, threads, goal, weight = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4])
torch.set_num_threads(threads)
train = TriplesFactory.from_path(f"{folder}/train.txt", create_inverse_triples=True)
others = [
    TriplesFactory.from_path(
        f"{folder}/{name}.txt", entity_to_id=train.entity_to_id, relation_to_id=train.relation_to_id)
    for name in ("valid", "test")]


def judge(model, split):
    known = [train.mapped_triples, others[0].mapped_triples, others[1].mapped_triples]
    result = RankBasedEvaluator(filtered=True).evaluate(
        model, split.mapped_triples, additional_filter_triples=known, batch_size=256, use_tqdm=False)
    return result.get_metric("both.realistic.inverse_harmonic_mean_rank")


def run(seed):
    start = time.process_time()
    model = ComplEx(
        triples_factory=train, embedding_dim=256, loss="crossentropy", random_seed=seed,
        entity_initializer=partial(torch.nn.init.normal_, std=1e-3),
        relation_initializer=partial(torch.nn.init.normal_, std=1e-3),
        regularizer="lp", regularizer_kwargs={"weight": weight, "p": 3.0, "normalize": False})
    optimizer = torch.optim.Adagrad(model.parameters(), lr=0.1)
    loop = LCWATrainingLoop(model=model, triples_factory=train, optimizer=optimizer)
    best = (0.0, 0.0, 0.0)
    for epoch in range(1, 61):
        loop.train(
            triples_factory=train, num_epochs=epoch, batch_size=256, use_tqdm=False, use_tqdm_batch=False,
            continue_training=epoch > 1)
        rank = judge(model, others[0])
        if rank > best[2]:
            seconds = time.process_time() - start
            best = (seconds, judge(model, others[1]), rank)
            start += time.process_time() - start - seconds  # judging test is not training
        if rank >= goal:
            break
    return best


import pykeen  # noqa: E402

print(f"pykeen {pykeen.get_version()}", flush=True)
for number, _ in enumerate(sys.stdin):
    print(*run(number), flush=True)
