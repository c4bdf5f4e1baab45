// Answers questions from the store, with citations that the program itself has checked.
//
// The folders are the stages a question passes:
//   Understanding/  kind, entities, content words and values of the question; what a follow-up refers to; the relation asked for, where
//                   the weights that read questions are there (`FusionReader`); misspelt names put right, where those for that are (`FusionLinker`)
//   Attached/       what came with a question, read or heard: evidence for it alone, or part of what is asked
//   Gathering/      passages by words, vectors and graph, their scores fused, the best ranked anew where there are weights for that; facts around the entities, first
//                   those of the relation asked for; links that nothing states, where nothing else answers; pictures told from one another (`PictureOrder`)
//   Reading/        passages into sentences, list items, table rows and code, each with its bytes
//   Deciding/       every sentence weighed; two hops where one is not enough; the picture itself where one is asked for; or an abstention
//   Calculating/    cells of tables looked up; formulas, limits and comparisons of graph and evidence, computed with their units
//   Saying/         the decoder's wording held against its evidence; citations read back from the store
//
// Operations and what they cost, for a store of thousands of passages on two cores:
//   Answerer.search   one vector of the question, three searches, one vector for each of 20 sentences: tens of milliseconds
//   Answerer.answer   the same; with a decoder also its prompt and at most 96 tokens
// Nothing is kept between questions, and nothing is said that was not verified.
