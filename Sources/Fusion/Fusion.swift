// Where a question's words meet the graph: what becomes a token of the fusion Transformer, how it is trained, and what it says.
//
//   word     `RelationWordings` has the ways in which each relation of the vocabulary is asked for, some of them held out
//   divide   `FusionGraph` is the part of a store that questions are made of; `EdgeSplit` divides its edges so that the
//            Transformer trains on edges that the graph embedding never saw, and is judged on edges that neither saw
//   ask      `QuestionMaker` words edges as questions, with labels, aliases and misspellings
//   train    `FusionObjective` takes `FusionTransformer` (Models) down the loss of the relation and of the answers
//   judge    `FusionJudge` ranks all entities as answers, known others left out, beside the plain pipeline of a relation
//            classifier and the graph embedding
//
// Costs: a question of T tokens takes 2·T times the parameters (under a million) forward, three times that in training;
// its answers 8 rows of scores over all entities. `README.md` beside this file has the tokens, the table and what did not work.
