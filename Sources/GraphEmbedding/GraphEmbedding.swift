// Vectors of a graph's entities and relations, learnt from its triples, that say how likely a triple is that nobody asserted.
//
//   read     `TripleSet` reads train, validation and test files, its columns checked
//   model    `EmbeddingModel` is a `TripleScorer` (ComplEx, DistMult, CP, TransE, RotatE) with its tables; it answers
//            "which object", "which subject" and "how likely" alike
//   train    `Trainer` fits a model by `TrainingSettings`, stopping by validation; `AutomaticSettings` chooses the
//            regulariser and the weight of relation prediction by a few short runs
//   judge    `Evaluator` ranks filtered, both directions, ties at the mean rank
//
// Costs: one pass over n triples of a graph of N entities at width D is 12·n·N·D multiply-adds with all entities as
// candidates, in bfloat16 where the CPU multiplies it; a fraction C/N of that with C sampled candidates. Memory is the
// parameters, their optimiser's state (for complex vectors half as much) and one batch of scores; the average over epochs
// and the best epoch lie on disk. Results depend on the seed alone, not on the number of threads. `README.md` beside this file has the measurements.
