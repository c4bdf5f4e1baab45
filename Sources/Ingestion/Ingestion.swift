/// Ingestion: a document's bytes to passages, mentions and triples with their source.
///
/// ```
/// bytes ─► DocumentFormat ─► DecodedText ─► Reading ─► PassageCutter ─► EntityLinker ─► TextEncoder ─► one transaction
///          what it is        UTF-8 and      blocks,     ranges of        names of        vectors
///                            where from     tables      the reading      the graph
///                                              ╰──────► TableFacts: rows to triples
/// ```
/// ``Ingestor`` is the way in: `expand` divides a file of records, `ingest` takes in one document. Every range that leaves this module is one of
/// the original bytes, and what stands there is the passage's text exactly; `ReadingMap` leads back through encodings, tags, entities and escapes.
///
/// What each costs: every format is linear in its input. 740 documents of 12.4 MB of Markdown were read, cut, checked and stored in 6 s without an
/// encoder; with one, encoding dominates. Documents come from anybody: nothing recurses on them, everything is bounded by ``IngestionLimits``, and PDF is opened only by a
/// limited child process.
