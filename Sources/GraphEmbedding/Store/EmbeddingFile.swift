import Foundation
import Kernels
import Training

/// Embeddings on disk, beside the store: `<store>.embeddings`, and `<store>.<domain>.embeddings` for those of one domain.
///
/// A ``TableFile`` of the entities' and the relations' rows. Nothing in it is asserted: the store does not know of it.
public enum EmbeddingFile {
  private static let name: [UInt8] = Array("KGEMBED".utf8) + [2]

  private struct Header: Codable {
    var settings: TrainingSettings
    var entities: [String]
    var relations: [String]
    var graph: GraphFingerprint
    var calibration: Calibration
    var record: TrainingRecord
  }

  /// Where the embeddings of a store, or of a part of it, lie.
  public static func path(ofStore store: String, part: String? = nil) -> String {
    part.map { "\(store).\($0).embeddings" } ?? store + ".embeddings"
  }

  /// Writes embeddings, in place of older ones.
  ///
  /// - Throws: ``GraphEmbeddingError/unwritable(file:reason:)``; the older file is then untouched.
  public static func write(_ embeddings: GraphEmbeddings, to path: String) throws(GraphEmbeddingError) {
    let header: Data
    do {
      header = try JSONEncoder().encode(Header(
        settings: embeddings.settings, entities: embeddings.entities.names, relations: embeddings.relations.names,
        graph: embeddings.graph, calibration: embeddings.calibration, record: embeddings.record))
    } catch { throw .unwritable(file: path, reason: "a figure of the training is no number") }
    try GraphEmbeddingError.of { () throws(TableFileError) in
      try TableFile.write(name: name, header: header, tables: embeddings.model.tables, to: path)
    }
  }

  /// Reads embeddings, every length held against the file.
  ///
  /// - Throws: ``GraphEmbeddingError/damaged(file:reason:)`` or, when there is no file, `unreadable`.
  public static func read(_ path: String) throws(GraphEmbeddingError) -> GraphEmbeddings {
    var file = try GraphEmbeddingError.of { () throws(TableFileError) in try TableFile(name: name, path: path) }
    guard let header = try? JSONDecoder().decode(Header.self, from: file.header), let entities = Numbering(names: header.entities),
      let relations = Numbering(names: header.relations), entities.count > 0, relations.count > 0
    else { throw .damaged(file: path, reason: "its header cannot be read") }
    let settings = header.settings
    try settings.check()
    // Before the tables are allocated: the file must have their floats.
    let scorer = settings.scorer
    let floats = entities.count * scorer.entityWidth + (settings.hasReciprocals ? 2 : 1) * relations.count * scorer.relationWidth
    guard file.floatsLeft == floats else { throw .damaged(file: path, reason: "it has not as many vectors as names") }
    let model = settings.makeModel(entities: entities.count, relations: relations.count)
    try GraphEmbeddingError.of { () throws(TableFileError) in
      for table in model.tables { try file.fill(table) }
    }
    guard file.isAtEnd else { throw .damaged(file: path, reason: "it has more than its header says") }
    return GraphEmbeddings(
      model: model, settings: settings, entities: entities, relations: relations, graph: header.graph,
      calibration: header.calibration, record: header.record)
  }
}
