// Where a question's words meet the graph: what becomes a token of the fusion Transformer, how it is trained, and what it says.
//
//   Data/      `RelationWordings` has the ways in which each relation of the vocabulary is asked for, some of them held out; `FusionGraph` is the
//              part of a store that questions are made of; `EdgeSplit` divides its edges so that the Transformer trains on edges that the graph
//              embedding never saw, and is judged on edges that neither saw; `QuestionMaker` words edges as questions
//   Reading/   what ships and answering uses: `FusionReader` tells the relation and the domain of a question; `ReaderTraining` makes one
//   Training/  the ablation's: `FusionObjective` takes the Transformer down the loss of the relation and of the answers, beside `PlainPipeline`
//   Judging/   `FusionJudge` ranks all things as answers, known others left out
//   Answerability/  whether what was found answers the question: `AnswerabilityHead`, from what an `EvidenceLook` shows
//   Chains/    questions over several hops of a graph of which a part is missing
//   Passages/  a list of passages ranked anew; `PASSAGES.md`
//   Pictures/  which picture a question means; `PICTURES.md`
//   Spoken/    which thing a spoken question names; `SPOKEN.md`
//
// Costs: a question of T tokens takes 2·T times the parameters (under a million) forward, three times that in training: a reading is about a
// millisecond beside the encoder's states. `README.md` beside this file has the tokens, the tables and what did not work.
