/// A store as the fifth version of its schema laid it out, before conclusions were kept: three things, a statement with confidence and time, a
/// document that names one of them. Frozen: it stands for files that people have.
enum FifthVersion {
  static let sql = """
    PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL;
    PRAGMA application_id = 1801937267; PRAGMA user_version = 5;
    CREATE TABLE meta(key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE term(id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, lexical TEXT NOT NULL, datatype INTEGER, language TEXT);
    CREATE TABLE term_hash(hash INTEGER, id INTEGER, PRIMARY KEY(hash, id)) WITHOUT ROWID;
    CREATE TABLE source(id INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL, name TEXT NOT NULL, sha256 TEXT, domain INTEGER, uid
      INTEGER, added INTEGER NOT NULL, document INTEGER REFERENCES document(id) ON DELETE CASCADE);
    CREATE INDEX source_sha256 ON source(sha256);
    CREATE TABLE triple(subject INTEGER NOT NULL, predicate INTEGER NOT NULL, object INTEGER NOT NULL, graph INTEGER NOT NULL DEFAULT 0, id
      INTEGER NOT NULL, source INTEGER NOT NULL, place INTEGER, extent INTEGER, confidence REAL NOT NULL DEFAULT 1, inferred INTEGER NOT NULL
      DEFAULT 0, PRIMARY KEY(subject, predicate, object, graph)) WITHOUT ROWID;
    CREATE INDEX triple_pos ON triple(predicate, object, subject);
    CREATE INDEX triple_osp ON triple(object, subject, predicate);
    CREATE INDEX triple_source ON triple(source) WHERE extent IS NOT NULL;
    CREATE TABLE assertion(triple INTEGER NOT NULL, source INTEGER NOT NULL, place INTEGER NOT NULL DEFAULT 0, extent INTEGER, confidence REAL
      NOT NULL DEFAULT 1, PRIMARY KEY(triple, source, place)) WITHOUT ROWID;
    CREATE INDEX assertion_source ON assertion(source);
    CREATE TABLE label(hash INTEGER, triple INTEGER, PRIMARY KEY(hash, triple)) WITHOUT ROWID;
    CREATE VIRTUAL TABLE label_fts USING fts5(text, content='', tokenize="porter unicode61 remove_diacritics 2");
    CREATE TABLE document(id INTEGER PRIMARY KEY AUTOINCREMENT, sha256 TEXT NOT NULL UNIQUE, name TEXT NOT NULL, media_type TEXT NOT NULL,
      domain INTEGER, encoding TEXT NOT NULL, byte_count INTEGER NOT NULL, added INTEGER NOT NULL, reading_map BLOB, reading BLOB, original
      BLOB NOT NULL);
    CREATE INDEX document_name ON document(name);
    CREATE UNIQUE INDEX source_document ON source(document) WHERE document IS NOT NULL;
    CREATE TABLE passage(id INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE, ordinal
      INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, reading_start INTEGER NOT NULL, reading_end INTEGER NOT NULL, heading
      TEXT NOT NULL, text TEXT NOT NULL);
    CREATE UNIQUE INDEX passage_document ON passage(document, ordinal);
    CREATE VIRTUAL TABLE passage_fts USING fts5(heading, text, content='passage', content_rowid='id', tokenize="porter unicode61 remove_diacritics 2");
    CREATE TABLE mention(passage INTEGER NOT NULL REFERENCES passage(id) ON DELETE CASCADE, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
      entity INTEGER NOT NULL, PRIMARY KEY(passage, start, "end", entity)) WITHOUT ROWID;
    CREATE INDEX mention_entity ON mention(entity, passage);
    CREATE TABLE encoder(id INTEGER PRIMARY KEY, name TEXT NOT NULL, dimension INTEGER NOT NULL, UNIQUE(name, dimension));
    CREATE TABLE vector(passage INTEGER PRIMARY KEY REFERENCES passage(id) ON DELETE CASCADE, encoder INTEGER NOT NULL REFERENCES encoder(id),
      value BLOB NOT NULL);
    CREATE TABLE job(id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, status TEXT NOT NULL, uid INTEGER NOT NULL, created INTEGER NOT
      NULL, finished INTEGER);
    CREATE TABLE job_item(id INTEGER PRIMARY KEY AUTOINCREMENT, job INTEGER NOT NULL REFERENCES job(id) ON DELETE CASCADE, name TEXT NOT NULL,
      media_type TEXT, domain INTEGER, replace INTEGER NOT NULL, status TEXT NOT NULL, error TEXT, triples INTEGER NOT NULL DEFAULT 0, bytes
      BLOB);
    CREATE INDEX job_item_job ON job_item(job, status);
    CREATE INDEX job_item_waiting ON job_item(id) WHERE status = 'queued';
    CREATE INDEX triple_graph ON triple(graph, predicate, object) WHERE graph > 0;
    CREATE TABLE triple_block(id INTEGER PRIMARY KEY, span INTEGER NOT NULL, size INTEGER NOT NULL, subject INTEGER NOT NULL, predicate INTEGER
      NOT NULL, object INTEGER NOT NULL, graph INTEGER NOT NULL);
    CREATE TABLE namespace(id INTEGER PRIMARY KEY, text TEXT NOT NULL, uses INTEGER NOT NULL);
    CREATE TABLE validity(triple INTEGER NOT NULL, source INTEGER NOT NULL, place INTEGER NOT NULL, valid_from TEXT, valid_to TEXT, PRIMARY
      KEY(triple, source, place)) WITHOUT ROWID;
    CREATE INDEX validity_source ON validity(source);
    INSERT INTO meta VALUES ('next_namespace', 6), ('next_predicate', 16), ('next_term', 65566), ('next_triple', 11), ('vector_generation', 0);
    INSERT INTO term VALUES (2, 1, 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type', NULL, NULL),
      (4, 1, 'http://www.w3.org/2000/01/rdf-schema#label', NULL, NULL), (6, 1, 'partOf', 1, NULL), (8, 1, 'price', 1, NULL),
      (10, 1, 'reifies', 2, NULL), (12, 1, 'urn:kgassist:vocabulary:confidence', NULL, NULL), (14, 1, 'validFrom', 3, NULL),
      (65536, 1, 'urn:kgassist:medical:aspirin', NULL, NULL), (65538, 1, 'Drug', 1, NULL), (65541, 3, 'Aspirin', NULL, 'en'),
      (65542, 1, 'salicylates', 1, NULL), (65544, 1, 'analgesics', 1, NULL),
      (65546, 1, 'http://www.w3.org/2002/07/owl#TransitiveProperty', NULL, NULL),
      (65548, 1, 'http://www.w3.org/2001/XMLSchema#decimal', NULL, NULL), (65551, 3, '3.5', 65548, NULL),
      (65552, 2, 'b04ac36c5adb73ec3-_g1', NULL, NULL),
      (65554, 4, '<<( <urn:kgassist:medical:aspirin> <urn:kgassist:medical:price> "3.5"^^<http://www.w3.org/2001/XMLSchema#decimal> )>>', NULL, NULL),
      (65557, 3, '0.8', 65548, NULL), (65558, 1, 'date', 4, NULL), (65561, 3, '2020-01-01', 65558, NULL), (65562, 2, '_g2', 5, NULL),
      (65565, 3, 'unnamed', NULL, NULL);
    INSERT INTO term_hash VALUES (-110857583722954, 65565), (-71908883676771, 65536), (-65708950385667, 8), (-41473867244265, 65554),
      (-29657062745199, 4), (-19458652725986, 2), (-18320875260829, 14), (-3136390990163, 6), (-1754488227285, 10), (3930914561946, 65548),
      (7870122265631, 65561), (34898849543215, 65551), (39925746404237, 65557), (57112011597715, 65541), (58846974043454, 65552),
      (58846974546255, 65562), (60816897897242, 12), (62477124227047, 65542), (104112293587503, 65558), (117627139654001, 65546),
      (135063731098247, 65544), (139885630097478, 65538);
    INSERT INTO source VALUES
      (1, 2, 'old.ttl', '04ac36c5adb73ec3073d155e8ef0352f2f954e2bc8b4728e9fa69ec923d8d8a6', NULL, NULL, 1795258569, NULL),
      (2, 1, 'a.txt', 'sha256:1e0c30c27848c7d8f7e616eee22bc2a0eba23697ef9390ab42a30bd3aeef4f04', NULL, NULL, 1795258569, 1);
    INSERT INTO triple VALUES (6, 2, 65546, 0, 1, 1, 4, NULL, 1.0, 0), (65536, 2, 65538, 0, 2, 1, 3, NULL, 1.0, 0),
      (65536, 4, 65541, 0, 3, 1, 3, NULL, 1.0, 0), (65536, 6, 65542, 0, 4, 1, 3, NULL, 1.0, 0), (65536, 8, 65551, 0, 5, 1, 5, NULL, 0.8, 0),
      (65542, 6, 65544, 0, 6, 1, 4, NULL, 1.0, 0), (65552, 10, 65554, 0, 7, 1, 5, NULL, 1.0, 0), (65552, 12, 65557, 0, 8, 1, 5, NULL, 1.0, 0),
      (65552, 14, 65561, 0, 9, 1, 5, NULL, 1.0, 0), (65562, 4, 65565, 0, 10, 1, 6, NULL, 1.0, 0);
    INSERT INTO label VALUES (-134919830151185, 3), (-28144760859303, 10);
    INSERT INTO document VALUES
      (1, 'sha256:1e0c30c27848c7d8f7e616eee22bc2a0eba23697ef9390ab42a30bd3aeef4f04', 'a.txt', 'text/plain', NULL, 'utf-8', 25, 1795258569, NULL, NULL, x'4173706972696e207468696e732074686520626c6f6f642e0a');
    INSERT INTO passage VALUES (1, 1, 0, 0, 24, 0, 24, '', 'Aspirin thins the blood.');
    INSERT INTO mention VALUES (1, 0, 7, 65536);
    INSERT INTO triple_block VALUES (1, 0, 1, 6, 2, 65546, 0), (2, 0, 1, 65536, 2, 65538, 0), (3, 0, 1, 65536, 4, 65541, 0),
      (4, 0, 1, 65536, 6, 65542, 0), (5, 0, 1, 65536, 8, 65551, 0), (6, 0, 1, 65542, 6, 65544, 0), (7, 0, 1, 65552, 10, 65554, 0),
      (8, 0, 1, 65552, 12, 65557, 0), (9, 0, 1, 65552, 14, 65561, 0), (10, 0, 1, 65562, 4, 65565, 0);
    INSERT INTO namespace VALUES (1, 'urn:kgassist:medical:', 5), (2, 'http://www.w3.org/1999/02/22-rdf-syntax-ns#', 1),
      (3, 'urn:kgassist:vocabulary:', 1), (4, 'http://www.w3.org/2001/XMLSchema#', 1), (5, 'b04ac36c5adb73ec3-', 1);
    INSERT INTO validity VALUES (5, 1, 5, '2020-01-01', NULL);
    INSERT INTO label_fts(rowid, text) VALUES(3, 'Aspirin'), (10, 'unnamed');
    INSERT INTO passage_fts(passage_fts) VALUES('rebuild');
    """
}
