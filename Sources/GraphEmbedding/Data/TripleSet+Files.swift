import Foundation

/// What stands in the three columns of a file of triples.
public enum ColumnOrder: Sendable {
  case subjectRelationObject
  case relationSubjectObject
  case subjectObjectRelation

  public var description: String {
    switch self {
    case .subjectRelationObject: "subject, relation, object"
    case .relationSubjectObject: "relation, subject, object"
    case .subjectObjectRelation: "subject, object, relation"
    }
  }

  /// The places of subject, relation and object.
  var places: (Int, Int, Int) {
    switch self {
    case .subjectRelationObject: (0, 1, 2)
    case .relationSubjectObject: (1, 0, 2)
    case .subjectObjectRelation: (0, 2, 1)
    }
  }
}

extension TripleSet {
  /// The most bytes a file of triples may have.
  public static let largestFile = 2 << 30

  /// Reads `train.txt`, `valid.txt` and `test.txt` of a folder: three columns a line, separated by tabs.
  ///
  /// - Throws: ``GraphEmbeddingError`` with the file and line; also when the names say that the columns stand in
  ///   another order: subjects and objects share names, relations share none with them.
  public init(folder: String, columns: ColumnOrder = .subjectRelationObject, unseen: Unseen = .refused)
    throws(GraphEmbeddingError)
  {
    var entities = Numbering(), relations = Numbering()
    var splits: [[NumberedTriple]] = []
    for (index, name) in ["train.txt", "valid.txt", "test.txt"].enumerated() {
      let file = folder + "/" + name
      let names = try Self.names(of: file)
      if index == 0 { try Self.checkOrder(names, taken: columns, file: file) }
      let places = columns.places
      var split: [NumberedTriple] = []
      split.reserveCapacity(names.count / 3)
      for line in stride(from: 0, to: names.count, by: 3) {
        split.append(NumberedTriple(
          entities.number(adding: names[line + places.0]), relations.number(adding: names[line + places.1]),
          entities.number(adding: names[line + places.2])))
      }
      splits.append(split)
    }
    try self.init(
      entities: entities, relations: relations, train: splits[0], validation: splits[1], test: splits[2], unseen: unseen)
  }

  /// The names of a file, three a line.
  private static func names(of file: String) throws(GraphEmbeddingError) -> [String] {
    let bytes: [UInt8]
    do {
      let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
      guard size <= largestFile else { throw GraphEmbeddingError.unreadable(file: file, reason: "it has more than \(largestFile >> 30) GiB") }
      bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
    } catch let error as GraphEmbeddingError {
      throw error
    } catch {
      throw .unreadable(file: file, reason: FileManager.default.fileExists(atPath: file) ? "not permitted, or not a file" : "it is not there")
    }
    var result: [String] = []
    var number = 0, start = 0
    while start < bytes.count {
      number += 1
      // The ends of the line's columns.
      var ends: [Int] = [], at = start
      while at < bytes.count, bytes[at] != 10 {
        if bytes[at] == 0 { throw .notText(file: file, line: number) }
        if bytes[at] == 9, ends.count < 100 { ends.append(at) }
        at += 1
      }
      let next = at + 1
      if at > start, bytes[at - 1] == 13 { at -= 1 }
      defer { start = next }
      if at == start { continue }
      ends.append(at)
      var first = start
      let before = result.count
      for end in ends {
        guard let name = String(validating: bytes[first..<max(first, end)], as: UTF8.self) else { throw .notText(file: file, line: number) }
        if !name.isEmpty { result.append(name) }
        first = end + 1
      }
      guard ends.count == 3, result.count - before == 3 else { throw .notThreeColumns(file: file, line: number, columns: ends.count) }
    }
    return result
  }

  /// Two columns of entities share most of their names; the third is that of the relations.
  private static func checkOrder(_ columns: [String], taken: ColumnOrder, file: String) throws(GraphEmbeddingError) {
    guard columns.count >= 30 else { return }
    let names = (0..<3).map { column in Set(stride(from: column, to: columns.count, by: 3).lazy.map { columns[$0] }) }
    func shared(_ a: Int, _ b: Int) -> Double {
      Double(names[a].intersection(names[b]).count) / Double(min(names[a].count, names[b].count))
    }
    let overlaps: [(order: ColumnOrder, share: Double)] = [
      (.subjectRelationObject, shared(0, 2)), (.relationSubjectObject, shared(1, 2)), (.subjectObjectRelation, shared(0, 1)),
    ]
    let best = overlaps.max { $0.share < $1.share }!
    let own = overlaps.first { $0.order == taken }!.share
    if best.order != taken && best.share > 0.2 && own < best.share / 4 {
      throw .columnsInWrongOrder(file: file, looksLike: best.order.description)
    }
  }
}
