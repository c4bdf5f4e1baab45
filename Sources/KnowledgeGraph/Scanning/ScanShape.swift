/// Which positions of a pattern are given, and over which graphs it goes: all that the text of its statement depends on.
struct ScanShape: Hashable {
  /// How the graph takes part in a statement.
  enum GraphPart: Int, CaseIterable {
    case any, standard, named, one
  }

  let subject, predicate, object: Bool
  let graph: GraphPart

  init(subject: Bool, predicate: Bool, object: Bool, graph: GraphScope) {
    self.subject = subject
    self.predicate = predicate
    self.object = object
    self.graph =
      switch graph {
      case .everywhere, .union: .any
      case .defaultGraph: .standard
      case .named: .named
      case .graph: .one
      }
  }

  /// A number below ``count``.
  var number: Int { (subject ? 1 : 0) | (predicate ? 2 : 0) | (object ? 4 : 0) | graph.rawValue << 3 }
  static let count = 32

  /// The tree whose order begins with what is given, so that the answers stand side by side in it. Named, as without statistics
  /// SQLite takes any of them.
  var tree: String {
    let isNamed = graph == .named || graph == .one
    if subject { return object && !predicate ? "INDEXED BY triple_osp" : "NOT INDEXED" }
    // What a named graph holds is found by its name, unless the object tells more.
    if isNamed, !object || predicate { return "INDEXED BY triple_graph" }
    if predicate { return "INDEXED BY triple_pos" }
    return object ? "INDEXED BY triple_osp" : "NOT INDEXED"
  }

  var filter: String {
    var conditions: [String] = []
    if subject { conditions.append("subject = ?1") }
    if predicate { conditions.append("predicate = ?2") }
    if object { conditions.append("object = ?3") }
    switch graph {
    case .any: break
    case .standard: conditions.append("graph = 0")
    case .named: conditions.append("graph > 0")
    case .one: conditions.append("graph > 0 AND graph = ?4")
    }
    return conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
  }

  var scan: String { "SELECT subject, predicate, object, graph FROM triple \(tree)\(filter)" }
  /// Counts to a limit.
  var count: String { "SELECT count(*) FROM (SELECT 1 FROM triple \(tree)\(filter) LIMIT ?5)" }
}
