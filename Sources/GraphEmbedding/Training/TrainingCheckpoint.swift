import Foundation
import Kernels
import Training

/// Where a training stands after an epoch: everything from which it goes on to the same bits as if it had not been broken off.
///
/// Holds the running training's own tables, so making one costs nothing; it is true until the next epoch begins.
public struct TrainingCheckpoint {
  /// What is not a table.
  struct State: Codable, Equatable {
    var settings: TrainingSettings
    var points: [TrainingRun.Point] = []
    var bestEpoch = 0
    var bestValidation = -1.0
    var worse = 0
    var random: [UInt64] = []
  }

  /// The graph that is trained on.
  public internal(set) var graph: GraphFingerprint
  var state: State
  private var content: Content

  /// The model's tables, the optimisers', and where there are such the average's and the best epoch's.
  private enum Content {
    case running([StoredTable])
    case file(TableFile, shapes: [[Int]])
  }

  public var settings: TrainingSettings { state.settings }
  public var epoch: Int { state.points.last?.epoch ?? 0 }

  private struct Header: Codable {
    var graph: GraphFingerprint
    var state: State
    var shapes: [[Int]]
  }

  private static let name: [UInt8] = Array("KGTRAIN".utf8) + [1]

  /// Where the interrupted training of a store, or of a part of it, lies.
  public static func path(ofStore store: String, part: String? = nil) -> String {
    part.map { "\(store).\($0).training" } ?? store + ".training"
  }

  /// Writes a running training. One that was read is where it was.
  public func write(to path: String) throws(GraphEmbeddingError) {
    guard case .running(let tables) = content else { return }
    let header: Data
    do {
      header = try JSONEncoder().encode(Header(graph: graph, state: state, shapes: tables.map { [$0.shape.rows, $0.shape.columns] }))
    } catch { throw .unwritable(file: path, reason: "a figure of the training is no number") }
    try GraphEmbeddingError.of { () throws(TableFileError) in try TableFile.write(name: Self.name, header: header, tables: tables, to: path) }
  }

  /// Reads where a training stood. Its tables stay in the file until a training takes them.
  public init(readingFrom path: String) throws(GraphEmbeddingError) {
    let file = try GraphEmbeddingError.of { () throws(TableFileError) in try TableFile(name: Self.name, path: path) }
    guard let header = try? JSONDecoder().decode(Header.self, from: file.header), header.state.random.count == 5,
      header.shapes.count <= 16, header.shapes.allSatisfy({ $0.count == 2 && $0[0] >= 0 && $0[1] > 0 && $0[0] < 1 << 31 && $0[1] < 1 << 16 }),
      header.shapes.reduce(0, { $0 + $1[0] * $1[1] }) == file.floatsLeft
    else { throw .damaged(file: path, reason: "its header cannot be read") }
    try header.state.settings.check()
    try GraphEmbeddingError.of { () throws(TableFileError) in try file.checkNumbers() }
    (graph, state, content) = (header.graph, header.state, .file(file, shapes: header.shapes))
  }

  init(graph: GraphFingerprint, state: State, tables: [StoredTable]) {
    (self.graph, self.state, content) = (graph, state, .running(tables))
  }

  /// Overwrites tables of the same shapes with what was read; false, and nothing done, where one has another.
  func restore(_ targets: [StoredTable]) throws(GraphEmbeddingError) -> Bool {
    guard case .file(var file, let shapes) = content, targets.map({ [$0.shape.rows, $0.shape.columns] }) == shapes else { return false }
    try GraphEmbeddingError.of { () throws(TableFileError) in
      for target in targets { try file.fill(target) }
    }
    return true
  }
}
