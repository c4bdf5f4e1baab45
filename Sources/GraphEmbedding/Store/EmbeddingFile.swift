import Foundation
import Kernels

/// Embeddings on disk, beside the store: `<store>.embeddings`.
///
/// Eight bytes of name and version, the header's length, the header as JSON, the rows as little-endian float32 and a
/// checksum of all of it. Written beside and renamed, so that readers see the old file or the new one. Nothing in it is
/// asserted: the store does not know of it.
public enum EmbeddingFile {
  private static let name: [UInt8] = Array("KGEMBED".utf8) + [1]
  private static let largest = 8 << 30

  private struct Header: Codable {
    var model: String
    var rank: Int
    var reciprocals: Bool
    var entities: [String]
    var relations: [String]
    var graph: GraphFingerprint
    var calibration: Calibration
    var regulariser: Float
    var relationWeight: Float
    var seed: UInt64
  }

  /// Where the embeddings of a store lie.
  public static func path(ofStore store: String) -> String { store + ".embeddings" }

  /// Writes embeddings, in place of older ones.
  ///
  /// - Throws: ``GraphEmbeddingError/unwritable(file:reason:)``; the older file is then untouched.
  public static func write(_ embeddings: GraphEmbeddings, to path: String) throws(GraphEmbeddingError) {
    let settings = embeddings.settings
    do {
      let header = try JSONEncoder().encode(Header(
        model: settings.model.rawValue, rank: settings.rank, reciprocals: settings.hasReciprocals,
        entities: embeddings.entities.names, relations: embeddings.relations.names, graph: embeddings.graph,
        calibration: embeddings.calibration, regulariser: settings.regulariser, relationWeight: settings.relationWeight,
        seed: settings.seed))
      var data = Data(name)
      data.append(contentsOf: bytes(UInt64(header.count)))
      data.append(header)
      for table in [embeddings.model.entities, embeddings.model.relations] {
        for row in 0..<table.rows { for value in table.copy(row: row) { data.append(contentsOf: bytes(UInt64(value.bitPattern)).prefix(4)) } }
      }
      var sum = FNV1a()
      sum.add(data)
      data.append(contentsOf: bytes(sum.value))
      try data.write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw .unwritable(file: path, reason: "the disk is full, or the folder may not be written")
    }
  }

  /// Reads embeddings, every length held against the file.
  ///
  /// - Throws: ``GraphEmbeddingError/damaged(file:reason:)`` or, when there is no file, `unreadable`.
  public static func read(_ path: String) throws(GraphEmbeddingError) -> GraphEmbeddings {
    let data: Data
    do {
      let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
      guard size <= largest else { throw GraphEmbeddingError.damaged(file: path, reason: "it is larger than any embeddings") }
      data = try Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
    } catch let error as GraphEmbeddingError {
      throw error
    } catch {
      throw .unreadable(file: path, reason: FileManager.default.fileExists(atPath: path) ? "not permitted, or not a file" : "it is not there")
    }
    func damaged(_ reason: String) -> GraphEmbeddingError { .damaged(file: path, reason: reason) }
    guard data.count >= 24, data.prefix(8).elementsEqual(name) else { throw damaged("it is not a file of embeddings, or of another version") }
    var sum = FNV1a()
    sum.add(data.dropLast(8))
    guard number(data, data.count - 8) == sum.value else { throw damaged("its checksum is wrong") }
    let length = number(data, 8)
    guard length <= UInt64(data.count - 24) else { throw damaged("its header is longer than the file") }
    let end = 16 + Int(length)
    guard let header = try? JSONDecoder().decode(Header.self, from: data[data.startIndex + 16..<data.startIndex + end]),
      let model = TrainingSettings.Model(rawValue: header.model), let entities = Numbering(names: header.entities),
      let relations = Numbering(names: header.relations), entities.count > 0, relations.count > 0
    else { throw damaged("its header cannot be read") }
    var settings = TrainingSettings()
    settings.model = model
    settings.rank = header.rank
    settings.hasReciprocals = header.reciprocals
    settings.regulariser = header.regulariser
    settings.relationWeight = header.relationWeight
    settings.seed = header.seed
    try settings.check()
    // Before the tables are allocated: the file must have their floats.
    let scorer = settings.scorer
    let floats = entities.count * scorer.entityWidth + (header.reciprocals ? 2 : 1) * relations.count * scorer.relationWidth
    guard data.count == end + 4 * floats + 8 else { throw damaged("it has not as many vectors as names") }
    let result = settings.makeModel(entities: entities.count, relations: relations.count)
    var at = end
    for table in [result.entities, result.relations] {
      var row = [Float](repeating: 0, count: table.columns)
      for i in 0..<table.rows {
        for k in row.indices {
          row[k] = Float(bitPattern: UInt32(truncatingIfNeeded: number(data, at, bytes: 4)))
          at += 4
        }
        guard row.allSatisfy(\.isFinite) else { throw damaged("a vector has an element that is no number") }
        table.set(row: i, to: row)
      }
    }
    return GraphEmbeddings(
      model: result, settings: settings, entities: entities, relations: relations, graph: header.graph, calibration: header.calibration)
  }

  private static func bytes(_ value: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) } }

  private static func number(_ data: Data, _ at: Int, bytes: Int = 8) -> UInt64 {
    (0..<bytes).reduce(0) { $0 | UInt64(data[data.startIndex + at + $1]) << (8 * UInt64($1)) }
  }
}
