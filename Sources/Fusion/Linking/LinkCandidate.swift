import Glibc
public import KnowledgeGraph

/// A thing that a question may mean by a misspelt word.
public struct LinkCandidate: Sendable {
  public let near: NearMatch
  public let entity: EntityID
  public let label: String
  /// What it is, in words.
  public let kind: String
  /// Its triples as a subject, counted up to ``most``.
  public let degree: Int
  /// Pieces that the text encoder cuts the written word into: one for a common word.
  public let pieces: Int

  static let most = 64
  /// Numbers beside the vectors of label and kind.
  static let channels = 11

  /// Those of a text; none for most texts.
  ///
  /// - Parameter pieces: how many pieces a word has for the text encoder.
  public static func find(in text: String, labels: LabelIndex, reader: StoreReader, pieces: (String) -> Int) throws -> [LinkCandidate] {
    var found: [LinkCandidate] = []
    for near in labels.nearMatches(in: text) {
      for entity in near.match.entities.prefix(3) {
        guard let record = try reader.entity(entity), !record.isProperty else { continue }
        found.append(
          LinkCandidate(
            near: near, entity: entity, label: record.label, kind: record.kind, degree: try reader.triples(subject: entity, limit: most).count,
            pieces: pieces(near.written)))
      }
    }
    return found
  }

  /// What its token says.
  ///
  /// - Parameter vector: of a name.
  func row(beside all: [LinkCandidate], vector: (String) -> [Float]) -> [Float] {
    let written = Array(near.written.utf8), meant = Array(near.meant.utf8)
    let rivals = Set(all.filter { $0.near.range == near.range && $0.near.meant != near.meant }.map(\.near.meant)).count
    let isSwap = written.count == meant.count && written.sorted() == meant.sorted()
    return vector(label) + vector(kind) + [
      1 - 1 / Float(meant.count), Float(written.count) / 16, written.first == meant.first ? 1 : 0, written.last == meant.last ? 1 : 0, isSwap ? 1 : 0,
      written.count > meant.count ? 1 : 0, written.count < meant.count ? 1 : 0, logf(1 + Float(degree)) / 5,
      Float(near.words - 1) / Float(near.words), min(Float(pieces), 6) / 6, Float(min(rivals, 5)) / 5,
    ]
  }
}

extension EntityRecord {
  /// Whether it is a relation of the graph's vocabulary, and no thing that relations join.
  var isProperty: Bool { types.contains { $0.iri.hasSuffix("#Property") || $0.iri.hasSuffix("#ObjectProperty") || $0.iri.hasSuffix("#DatatypeProperty") } }
}
