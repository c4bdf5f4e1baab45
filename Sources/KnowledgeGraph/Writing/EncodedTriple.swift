/// A triple as its terms' numbers, with where its source says it: 40 bytes.
struct EncodedTriple {
  var subject, predicate, object: Int64
  /// 0 for the default graph.
  var graph: Int64
  /// The line of a file, the first byte of a document's range.
  var place: Int32
  /// What is not as usual, as a place in the batch's details; -1 for nothing.
  var detail: Int32 = -1

  init(subject: Int64, predicate: Int64, object: Int64, graph: Int64 = 0, place: Int = 0, detail: Int32 = -1) {
    self.subject = subject
    self.predicate = predicate
    self.object = object
    self.graph = graph
    self.place = Int32(clamping: place)
    self.detail = detail
  }

  static func isBefore(_ a: EncodedTriple, _ b: EncodedTriple) -> Bool {
    if a.subject != b.subject { return a.subject < b.subject }
    if a.predicate != b.predicate { return a.predicate < b.predicate }
    if a.object != b.object { return a.object < b.object }
    if a.graph != b.graph { return a.graph < b.graph }
    return a.place < b.place
  }

  func isSameTriple(as other: EncodedTriple) -> Bool {
    subject == other.subject && predicate == other.predicate && object == other.object && graph == other.graph
  }

  /// What few triples need.
  struct Detail {
    /// The byte after a document's range.
    var extent: Int64?
    var confidence = 1.0
    var validity = Validity()
  }
}

/// Triples of one source on their way into the store.
struct TripleBatch {
  var triples: [EncodedTriple] = []
  var details: [EncodedTriple.Detail] = []
  /// Whether a rule or a model gave them.
  var isInferred = false

  mutating func append(_ triple: EncodedTriple, _ detail: EncodedTriple.Detail? = nil) {
    var triple = triple
    if let detail {
      triple.detail = Int32(details.count)
      details.append(detail)
    }
    triples.append(triple)
  }

  func detail(of triple: EncodedTriple) -> EncodedTriple.Detail { triple.detail < 0 ? EncodedTriple.Detail() : details[Int(triple.detail)] }
}
