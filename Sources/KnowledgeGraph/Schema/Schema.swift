/// The tables, as steps from one version of the file to the next. A released step is never edited: a change is a new step.
///
/// Space decides the layout of the graph (measured on 262,000 triples): terms are numbered once and found through 48 bits of a hash, since an index
/// over their texts would repeat over half of the file; triples are numbers in one tree in the order SPO with two more orders beside it. Literals have
/// odd numbers and everything else even ones, so that edges between things are told from values without a look at the term; predicates get
/// small numbers, which take one or two bytes in each of the trees. A triple carries its first source in its own row and further ones in `assertion`:
/// most triples have one. Terms are not declared as foreign keys of triples, which would cost three look-ups an insert; `verify` checks them.
enum Schema {
  /// "kgas": https://sqlite.org/pragma.html#pragma_application_id
  static let applicationID: Int64 = 0x6B67_6173

  /// The version that this program reads and writes.
  static var version: Int { steps.count }

  /// `steps[n]` takes a file from version n to n + 1.
  static let steps: [String] = [graph, documents, jobs, namedGraphs, compact, inferences, packedTexts, pictures]

  /// Triples with their terms, labels and sources.
  private static let graph = """
    CREATE TABLE meta(key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
    INSERT INTO meta VALUES('next_predicate', 2), ('next_term', 65536), ('next_literal', 65537), ('next_triple', 1);

    CREATE TABLE term(
      id INTEGER PRIMARY KEY,
      kind INTEGER NOT NULL,      -- 1 IRI, 2 blank node, 3 literal
      lexical TEXT NOT NULL,
      datatype INTEGER,           -- a term; NULL for xsd:string and language texts
      language TEXT);
    CREATE TABLE term_hash(hash INTEGER, id INTEGER, PRIMARY KEY(hash, id)) WITHOUT ROWID;

    CREATE TABLE source(
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind INTEGER NOT NULL,      -- 1 document, 2 imported file, 3 rule, 4 person
      name TEXT NOT NULL,
      sha256 TEXT,
      domain INTEGER,
      uid INTEGER,
      added INTEGER NOT NULL);
    CREATE INDEX source_sha256 ON source(sha256);

    CREATE TABLE triple(
      subject INTEGER NOT NULL, predicate INTEGER NOT NULL, object INTEGER NOT NULL, graph INTEGER NOT NULL DEFAULT 0,
      id INTEGER NOT NULL,
      source INTEGER NOT NULL,
      place INTEGER,              -- the line of an imported file, the first byte of a document's range
      extent INTEGER,             -- the byte after a document's range; NULL for all other sources
      confidence REAL NOT NULL DEFAULT 1,
      inferred INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY(subject, predicate, object, graph)) WITHOUT ROWID;
    CREATE UNIQUE INDEX triple_id ON triple(id);
    \(triplesByPredicate)
    \(triplesByObject)
    -- Only documents' triples need to be found by source: an imported file goes by a scan, and is most of the table anyway.
    CREATE INDEX triple_source ON triple(source) WHERE extent IS NOT NULL;

    CREATE TABLE assertion(
      triple INTEGER NOT NULL, source INTEGER NOT NULL, place INTEGER NOT NULL DEFAULT 0, extent INTEGER,
      confidence REAL NOT NULL DEFAULT 1,
      PRIMARY KEY(triple, source, place)) WITHOUT ROWID;
    CREATE INDEX assertion_source ON assertion(source);

    -- Triples that name things, by the hash of the folded name; an entity's names are found through the triples themselves.
    CREATE TABLE label(hash INTEGER, triple INTEGER, PRIMARY KEY(hash, triple)) WITHOUT ROWID;
    CREATE VIRTUAL TABLE label_fts USING fts5(text, content='', tokenize="porter unicode61 remove_diacritics 2");
    """

  /// Documents, their passages with full text, vectors and mentions.
  private static let documents = """
    CREATE TABLE document(
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      sha256 TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL,
      media_type TEXT NOT NULL,
      domain INTEGER,
      encoding TEXT NOT NULL,
      byte_count INTEGER NOT NULL,
      added INTEGER NOT NULL,
      reading_map BLOB,
      reading BLOB,               -- UTF-8; NULL where the original is the reading
      original BLOB NOT NULL);
    CREATE INDEX document_name ON document(name);
    ALTER TABLE source ADD COLUMN document INTEGER REFERENCES document(id) ON DELETE CASCADE;
    CREATE UNIQUE INDEX source_document ON source(document) WHERE document IS NOT NULL;

    CREATE TABLE passage(
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      document INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL,
      start INTEGER NOT NULL, "end" INTEGER NOT NULL,
      reading_start INTEGER NOT NULL, reading_end INTEGER NOT NULL,
      heading TEXT NOT NULL,      -- outermost first, separated by U+001F
      text TEXT NOT NULL);
    CREATE UNIQUE INDEX passage_document ON passage(document, ordinal);
    -- Kept by the writer: with an untrusted schema, triggers may not write full text.
    CREATE VIRTUAL TABLE passage_fts USING fts5(
      heading, text, content='passage', content_rowid='id', tokenize="porter unicode61 remove_diacritics 2");
    CREATE TABLE mention(
      passage INTEGER NOT NULL REFERENCES passage(id) ON DELETE CASCADE,
      start INTEGER NOT NULL, "end" INTEGER NOT NULL,
      entity INTEGER NOT NULL,
      PRIMARY KEY(passage, start, "end", entity)) WITHOUT ROWID;
    CREATE INDEX mention_entity ON mention(entity, passage);

    CREATE TABLE encoder(id INTEGER PRIMARY KEY, name TEXT NOT NULL, dimension INTEGER NOT NULL, UNIQUE(name, dimension));
    CREATE TABLE vector(
      passage INTEGER PRIMARY KEY REFERENCES passage(id) ON DELETE CASCADE,
      encoder INTEGER NOT NULL REFERENCES encoder(id),
      value BLOB NOT NULL);       -- float32, little endian
    INSERT INTO meta VALUES('vector_generation', 0);
    """

  /// The daemon's queue.
  private static let jobs = """
    CREATE TABLE job(
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL,
      status TEXT NOT NULL,
      uid INTEGER NOT NULL,
      created INTEGER NOT NULL,
      finished INTEGER);
    CREATE TABLE job_item(
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      job INTEGER NOT NULL REFERENCES job(id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      media_type TEXT,
      domain INTEGER,
      replace INTEGER NOT NULL,
      status TEXT NOT NULL,
      error TEXT,
      triples INTEGER NOT NULL DEFAULT 0,
      bytes BLOB);                -- until the item is finished
    CREATE INDEX job_item_job ON job_item(job, status);
    CREATE INDEX job_item_waiting ON job_item(id) WHERE status = 'queued';
    """

  /// Finding a named graph's triples. The default graph, which is most of every store, has no entry here.
  private static let namedGraphs = triplesByGraph

  /// Less space for the same: triples are found by their numbers through one entry for several; IRIs share what they begin with; all terms but
  /// predicates count together. And the times that sources give.
  private static let compact = """
    CREATE TABLE triple_block(
      id INTEGER PRIMARY KEY,     -- of the first triple
      span INTEGER NOT NULL,      -- from it to the last one's number
      size INTEGER NOT NULL,      -- how many of them there are still
      subject INTEGER NOT NULL, predicate INTEGER NOT NULL, object INTEGER NOT NULL, graph INTEGER NOT NULL);
    INSERT INTO triple_block SELECT id, 0, 1, subject, predicate, object, graph FROM triple ORDER BY id;
    DROP INDEX triple_id;

    -- A term that is no literal names what it begins with in its column `datatype`; `lexical` is then the rest.
    CREATE TABLE namespace(id INTEGER PRIMARY KEY, text TEXT NOT NULL, uses INTEGER NOT NULL);
    INSERT INTO meta VALUES('next_namespace', 1);
    UPDATE meta SET value = max(value, (SELECT value - 1 FROM meta WHERE key = 'next_literal')) WHERE key = 'next_term';
    DELETE FROM meta WHERE key = 'next_literal';

    CREATE TABLE validity(
      triple INTEGER NOT NULL, source INTEGER NOT NULL, place INTEGER NOT NULL,
      valid_from TEXT, valid_to TEXT,   -- as xsd:date or xsd:dateTime writes them, both included
      PRIMARY KEY(triple, source, place)) WITHOUT ROWID;
    CREATE INDEX validity_source ON validity(source);
    """

  /// Why triples follow from others. The terms stand here too, so that a triple which is gone can be tried again.
  private static let inferences = """
    CREATE TABLE derivation(
      triple INTEGER PRIMARY KEY, subject INTEGER NOT NULL, predicate INTEGER NOT NULL, object INTEGER NOT NULL,
      rule INTEGER NOT NULL);             -- a source
    CREATE TABLE premise(
      triple INTEGER NOT NULL, ordinal INTEGER NOT NULL, premise INTEGER NOT NULL, PRIMARY KEY(triple, ordinal)) WITHOUT ROWID;
    CREATE INDEX premise_premise ON premise(premise, triple);
    INSERT INTO meta VALUES('inference_mark', 0), ('inference_same_as', 0);
    """

  /// From here on `lexical` of a long literal may be a blob (``TextPacker``), which older programs must not take for a text. Those that are
  /// there stay as they are.
  private static let packedTexts = "SELECT 1;"

  /// What pictures show, so that the one which is asked for can be told from others. Pictures that were stored before have no row here.
  private static let pictures = """
    CREATE TABLE picture(
      document INTEGER PRIMARY KEY REFERENCES document(id) ON DELETE CASCADE,
      sort TEXT,                  -- "bar chart", "table"
      encoder INTEGER NOT NULL REFERENCES encoder(id));
    CREATE TABLE picture_line(
      document INTEGER NOT NULL REFERENCES picture(document) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL,
      text TEXT NOT NULL,
      "left" REAL NOT NULL, top REAL NOT NULL, "right" REAL NOT NULL, bottom REAL NOT NULL,
      vector BLOB NOT NULL,       -- float32, little endian
      PRIMARY KEY(document, ordinal)) WITHOUT ROWID;
    """

  // A bulk load drops these and builds them again from the finished table, in key order.
  static let triplesByPredicate = "CREATE INDEX triple_pos ON triple(predicate, object, subject);"
  static let triplesByObject = "CREATE INDEX triple_osp ON triple(object, subject, predicate);"
  static let triplesByGraph = "CREATE INDEX triple_graph ON triple(graph, predicate, object) WHERE graph > 0;"
  static let triplesRebuilt = [triplesByPredicate, triplesByObject, triplesByGraph]
}
