/// A store as the first version of its schema laid it out, with one labelled entity. Frozen: it stands for files that people have.
enum FirstVersion {
  static let sql = """
    PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL;
    PRAGMA application_id = 1801937267; PRAGMA user_version = 1;
    CREATE TABLE meta(key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
    INSERT INTO meta VALUES('next_predicate', 4), ('next_term', 65538), ('next_literal', 65539), ('next_triple', 2);
    CREATE TABLE term(id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, lexical TEXT NOT NULL, datatype INTEGER, language TEXT);
    CREATE TABLE term_hash(hash INTEGER, id INTEGER, PRIMARY KEY(hash, id)) WITHOUT ROWID;
    CREATE TABLE source(id INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL, name TEXT NOT NULL, sha256 TEXT, domain INTEGER, uid INTEGER,
      added INTEGER NOT NULL);
    CREATE INDEX source_sha256 ON source(sha256);
    CREATE TABLE triple(subject INTEGER NOT NULL, predicate INTEGER NOT NULL, object INTEGER NOT NULL, graph INTEGER NOT NULL DEFAULT 0,
      id INTEGER NOT NULL, source INTEGER NOT NULL, place INTEGER, extent INTEGER, confidence REAL NOT NULL DEFAULT 1,
      inferred INTEGER NOT NULL DEFAULT 0, PRIMARY KEY(subject, predicate, object, graph)) WITHOUT ROWID;
    CREATE UNIQUE INDEX triple_id ON triple(id);
    CREATE INDEX triple_pos ON triple(predicate, object, subject);
    CREATE INDEX triple_osp ON triple(object, subject, predicate);
    CREATE INDEX triple_source ON triple(source) WHERE extent IS NOT NULL;
    CREATE TABLE assertion(triple INTEGER NOT NULL, source INTEGER NOT NULL, place INTEGER NOT NULL DEFAULT 0, extent INTEGER,
      confidence REAL NOT NULL DEFAULT 1, PRIMARY KEY(triple, source, place)) WITHOUT ROWID;
    CREATE INDEX assertion_source ON assertion(source);
    CREATE TABLE label(hash INTEGER, triple INTEGER, PRIMARY KEY(hash, triple)) WITHOUT ROWID;
    CREATE VIRTUAL TABLE label_fts USING fts5(text, content='', tokenize="porter unicode61 remove_diacritics 2");
    INSERT INTO source VALUES(1, 2, 'old.ttl', 'e3b0c442', 2, NULL, 1700000000);
    INSERT INTO term VALUES(2, 1, 'http://www.w3.org/2000/01/rdf-schema#label', NULL, NULL), (65536, 1, 'urn:kgassist:medical:aspirin', NULL, NULL),
      (65537, 3, 'Aspirin', NULL, 'en');
    INSERT INTO term_hash VALUES(-29657062745199, 2), (-71908883676771, 65536), (57112011597715, 65537);
    INSERT INTO triple(subject, predicate, object, id, source, place) VALUES(65536, 2, 65537, 1, 1, 7);
    INSERT INTO label VALUES(-134919830151185, 1);
    INSERT INTO label_fts(rowid, text) VALUES(1, 'Aspirin');
    """
}
