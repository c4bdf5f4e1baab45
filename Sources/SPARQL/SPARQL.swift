// SPARQL 1.2 queries, with them those of 1.1, from text to rows, over any source of numbered quads.
//
// `Query` reads a text; `Query.answer`, `solutions`, `ask` and `triples` run it on a `QuadSource`: `StoreSource` is the store, `MemoryDataset` a
// few triples in memory. The stages a query passes are the folders:
//   Syntax      text to algebra, errors with line and column
//   Algebra     the operators of the specification, and what they say about variables
//   Planning    what comes first, where filters stand, what must be evaluated by itself
//   Evaluation  operators that bind slots of one row and call the next; look-ups turn into hash tables when they become many
//   Values, Functions   literals as values, and what the standard computes with them
//   Updating    INSERT, DELETE and their like, on any source that can be changed: `StoreTarget` is the store inside one transaction
//   Results     rows and triples as JSON, CSV, TSV and tables
//
// Full text (`kg:matches`), vectors (`kg:similarTo`) and predicted links (`kg:predicted`) are look-ups of the source; `LinkPredicting` is what
// whoever has graph embeddings gives to `StoreSource`.
//
// Costs: reading and planning a small query take some 20 µs; a look-up in the store a few µs, a row of a scan a fraction of one. Terms are
// numbers until an answer or a filter needs their text. A query holds no more memory than its limits say, and nothing it says can write or
// leave the source.
