// The knowledge graph with its documents, in one SQLite file.
//
// `GraphStore` opens the file and lends a `StoreReader` (one snapshot) or a `StoreWriter` (one transaction):
//   read    documents and passages by number; passages by words (BM25) and by vector; entities by name; triples by any pattern with who asserts
//           them; neighbours, paths; jobs; export
//   write   import triples, add and remove documents, vectors, jobs
//   whole   `labelIndex()` finds names in texts, `adjacency()` is the graph for walks, `verify()` holds the file against its promises
//
// Costs: look-ups are microseconds, full text a millisecond for thousands of hits, vectors one pass over 384 bytes a passage. A document goes in or
// out in one transaction with everything it brought. `Schema` says how the tables are laid out and why.
