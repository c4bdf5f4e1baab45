import Drawing
import GraphEmbedding
import Kernels
import KnowledgeGraph
import RDF

/// A domain's things where their vectors put them.
struct ConceptMap {
  /// As many as can be told apart.
  static let usual = 150
  static let most = 1000

  private let reader: StoreReader
  private let loaded: LoadedEmbeddings

  init(_ reader: StoreReader, _ loaded: LoadedEmbeddings) {
    self.reader = reader
    self.loaded = loaded
  }

  /// - Parameters:
  ///   - limit: the most things that are shown, those with the most links.
  func map(of domain: Domain?, method: VectorMap.Method, limit: Int) throws -> ScatterMap {
    var degrees = [Int](repeating: 0, count: loaded.graph.isAnswer.count)
    for triple in loaded.graph.known {
      degrees[Int(triple.subject)] += 1
      degrees[Int(triple.object)] += 1
    }
    let type = loaded.graph.triples.relations.number(of: Vocabulary.RDF.type)
    let classes = Set(loaded.graph.known.lazy.filter { $0.relation == type }.map(\.object))
    var rows: [Int32] = [], marks: [(label: String, kind: String?, weight: Double)] = []
    for row in degrees.indices.sorted(by: { (-degrees[$0], $0) < (-degrees[$1], $1) }) where rows.count < limit {
      guard loaded.graph.isAnswer[row], degrees[row] > 0, !classes.contains(Int32(row)) else { continue }
      try reader.checkCancellation()
      guard let id = try reader.id(of: loaded.term(Int32(row))), let label = try reader.label(of: id), let record = try reader.entity(id),
        domain == nil || record.domain == domain
      else { continue }
      rows.append(Int32(row))
      marks.append((label, try EntityClasses.names(of: record, reader).first, Double(degrees[row])))
    }
    guard rows.count >= 3 else {
      throw RequestError(409, "too_few", "there are fewer than three things\(domain.map { " of \($0.rawValue)" } ?? "") with links and names: nothing to map")
    }
    let map = VectorMap(rows.map { loaded.model.entities.copy(row: Int($0)) }, method: method)
    let shown = "\(rows.count) things\(domain.map { " of \($0.rawValue)" } ?? "")"
    let title = method == .tsne
      ? "\(shown), near what they are linked like (t-SNE)" : "\(shown), by the two principal components (\(Int((map.share * 100).rounded())) % of the differences)"
    return ScatterMap(
      title: title, marks: zip(marks, map.points).map { mark, point in ScatterMap.Mark(Point(point.x, point.y), label: mark.label, kind: mark.kind, weight: mark.weight) },
      size: Size(1200, 900))
  }
}
