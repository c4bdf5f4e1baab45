public import RDF

extension StoreReader {
  /// Writes the graph, piece by piece, by graph, subject and predicate. Turtle and TriG get what is said of a triple behind it, as `{| … |}`.
  ///
  /// - Parameters:
  ///   - format: formats that cannot name graphs get the triples of all graphs in scope.
  ///   - put: gets about 64 KiB at a time; what it throws ends the export.
  /// - Returns: the number of statements written.
  /// - Complexity: O(triples); memory for one piece, the terms read last and 50,000 annotations. Named graphs are sorted first.
  public func export(as format: RDFFormat, graph scope: GraphScope = .everywhere, to put: ([UInt8]) throws -> Void) throws -> Int {
    let isTurtle = format == .turtle || format == .trig
    var writer = RDFWriter(format: format, annotations: isTurtle ? try annotations(in: scope, namesGraphs: format.holdsGraphs) : nil)
    var count = 0
    func write(_ subject: Int64, _ predicate: Int64, _ object: Int64, as name: Term?) throws {
      let triple = Triple(try requiredTerm(subject), try requiredTerm(predicate), try requiredTerm(object))
      writer.write(Quad(triple, graph: name))
      count += 1
      if writer.pendingBytes >= 64 << 10 { try put(writer.takeBytes()) }
    }
    func write(_ scope: GraphScope) throws {
      try scan(graph: scope) { row in
        try write(row.subject.rawValue, row.predicate.rawValue, row.object.rawValue, as: nil)
        return true
      }
    }
    // What is found by a graph's name comes by predicate, and is brought into order here.
    func write(graph: EntityID, as name: Term?) throws {
      try connection.forEachRow(
        "SELECT subject, predicate, object FROM triple WHERE graph > 0 AND graph = ?1 ORDER BY subject, predicate, object", [.id(graph)]
      ) { row in try write(row.int64(0), row.int64(1), row.int64(2), as: name) }
    }
    guard format.holdsGraphs else {
      switch scope {
      case .everywhere, .union: try write(.union)
      case .defaultGraph: try write(.defaultGraph)
      case .named: for name in try graphs() { try write(graph: name, as: nil) }
      case .graph(let name): try write(graph: name, as: nil)
      }
      writer.finish()
      try put(writer.takeBytes())
      return count
    }
    if scope == .everywhere || scope == .union || scope == .defaultGraph { try write(.defaultGraph) }
    var names: [EntityID] = []
    switch scope {
    case .everywhere, .union, .named: names = try graphs()
    case .graph(let name): names = [name]
    case .defaultGraph: break
    }
    for name in names { try write(graph: name, as: requiredTerm(name.rawValue)) }
    writer.finish()
    try put(writer.takeBytes())
    return count
  }
}
