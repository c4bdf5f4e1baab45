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
      let lines = try Self.lines(of: file)
      if index == 0 { try Self.checkOrder(lines, taken: columns, file: file) }
      let places = columns.places
      splits.append(lines.map { parts in
        NumberedTriple(
          entities.number(adding: parts[places.0]), relations.number(adding: parts[places.1]),
          entities.number(adding: parts[places.2]))
      })
    }
    try self.init(
      entities: entities, relations: relations, train: splits[0], validation: splits[1], test: splits[2], unseen: unseen)
  }

  private static func lines(of file: String) throws(GraphEmbeddingError) -> [[String]] {
    let data: Data
    do {
      let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
      guard size <= largestFile else { throw GraphEmbeddingError.unreadable(file: file, reason: "it has more than \(largestFile >> 30) GiB") }
      data = try Data(contentsOf: URL(filePath: file))
    } catch let error as GraphEmbeddingError {
      throw error
    } catch {
      throw .unreadable(file: file, reason: FileManager.default.fileExists(atPath: file) ? "not permitted, or not a file" : "it is not there")
    }
    var result: [[String]] = []
    var number = 0
    for line in data.split(separator: 10, omittingEmptySubsequences: false) {
      number += 1
      let line = line.last == 13 ? line.dropLast() : line
      if line.isEmpty { continue }
      guard let text = String(validating: line, as: UTF8.self), !text.utf8.contains(0) else { throw .notText(file: file, line: number) }
      let parts = text.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty }) else { throw .notThreeColumns(file: file, line: number, columns: parts.count) }
      result.append(parts)
    }
    return result
  }

  /// Two columns of entities share most of their names; the third is that of the relations.
  private static func checkOrder(_ lines: [[String]], taken: ColumnOrder, file: String) throws(GraphEmbeddingError) {
    guard lines.count >= 10 else { return }
    let names = (0..<3).map { column in Set(lines.map { $0[column] }) }
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
