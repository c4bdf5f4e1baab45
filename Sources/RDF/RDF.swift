// RDF graphs as values, and their two plain syntaxes.
//
// A graph is a sequence of `Triple`s of `Term`s. `RDFReader.read` turns bytes into triples with their place in the file, in one pass and with
// memory for one term; `RDFWriter` turns triples into bytes. `Vocabulary` holds the IRIs the program knows, `PrefixMap` their short names.
//
// Costs: reading and writing are linear in the bytes; a triple costs three strings. Nothing is kept, looked up or deduplicated here: that is
// what `KnowledgeGraph` does.
