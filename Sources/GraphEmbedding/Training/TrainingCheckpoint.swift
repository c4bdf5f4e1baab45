import Foundation
import Kernels

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
  /// The model's, the optimisers', and where there are such the average's and the best epoch's.
  var tables: [FloatTable]

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

  public func write(to path: String) throws(GraphEmbeddingError) {
    let header: Data
    do {
      header = try JSONEncoder().encode(Header(graph: graph, state: state, shapes: tables.map { [$0.rows, $0.columns] }))
    } catch { throw .unwritable(file: path, reason: "a figure of the training is no number") }
    try TableFile.write(name: Self.name, header: header, tables: tables, to: path)
  }

  public init(readingFrom path: String) throws(GraphEmbeddingError) {
    var file = try TableFile(name: Self.name, path: path)
    guard let header = try? JSONDecoder().decode(Header.self, from: file.header), header.state.random.count == 5,
      header.shapes.count <= 16, header.shapes.allSatisfy({ $0.count == 2 && $0[0] >= 0 && $0[1] > 0 && $0[0] < 1 << 31 && $0[1] < 1 << 16 }),
      header.shapes.reduce(0, { $0 + $1[0] * $1[1] }) == file.floatsLeft
    else { throw .damaged(file: path, reason: "its header cannot be read") }
    try header.state.settings.check()
    graph = header.graph
    state = header.state
    tables = []
    for shape in header.shapes {
      let table = FloatTable(rows: shape[0], columns: shape[1])
      try file.fill(table)
      tables.append(table)
    }
  }

  init(graph: GraphFingerprint, state: State, tables: [FloatTable]) {
    self.graph = graph
    self.state = state
    self.tables = tables
  }

  /// Overwrites tables of the same shapes; false, and nothing done, where one has another.
  func restore(_ targets: [FloatTable]) -> Bool {
    guard targets.count == tables.count, zip(targets, tables).allSatisfy({ $0.rows == $1.rows && $0.columns == $1.columns }) else { return false }
    for (target, source) in zip(targets, tables) { target.copy(from: source) }
    return true
  }
}
