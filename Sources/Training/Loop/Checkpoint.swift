import Foundation
import Kernels
import Layers

/// Where a training stands: everything from which it goes on to the same bits as if it had not been broken off.
///
/// A ``TableFile``: the plan, the curve and the names of the parameters, then values and moments. Written beside its place and
/// renamed, with a digest. 12 bytes a trained element.
public struct Checkpoint {
  private static let name: [UInt8] = Array("KGSTATE".utf8) + [1]
  private static let mostParameters = 100_000

  struct Header: Codable {
    var plan: TrainingPlan
    /// What the objective calls itself: model, data and settings of its own.
    var identity: String
    var step: Int
    var curve: LearningCurve
    var names: [String]
    var shapes: [[Int]]
  }

  let header: Header
  private let path: String

  public var step: Int { header.step }
  /// What the training called itself.
  public var identity: String { header.identity }
  public var plan: TrainingPlan { header.plan }
  public var curve: LearningCurve { header.curve }

  static func write(_ optimiser: AdamW, plan: TrainingPlan, identity: String, curve: LearningCurve, to path: String) throws(TableFileError) {
    let header = Header(
      plan: plan, identity: identity, step: optimiser.steps, curve: curve, names: optimiser.parameters.map(\.name),
      shapes: optimiser.parameters.map { [$0.rows, $0.columns] })
    let data: Data
    do { data = try JSONEncoder().encode(header) } catch { throw .unwritable(file: path, reason: "a figure of the training is no number") }
    try TableFile.write(name: name, header: data, tables: optimiser.tables, to: path)
  }

  /// Reads the header and holds the digest against the bytes; the tables are read by ``restore(_:)``.
  public init(path: String) throws {
    let file = try TableFile(name: Self.name, path: path)
    guard let header = try? JSONDecoder().decode(Header.self, from: file.header), header.names.count == header.shapes.count,
      header.names.count <= Self.mostParameters, header.step >= 0,
      header.shapes.allSatisfy({ $0.count == 2 && $0[0] > 0 && $0[1] > 0 && $0[0] < 1 << 31 && $0[1] < 1 << 31 && $0[0] < (1 << 40) / $0[1] }),
      header.shapes.reduce(0, { $0 + 3 * $1[0] * $1[1] }) == file.floatsLeft
    else { throw TableFileError.damaged(file: path, reason: "its header cannot be read") }
    try header.plan.check()
    self.header = header
    self.path = path
  }

  /// Overwrites the parameters and moments.
  ///
  /// - Throws: ``TrainingError/otherTraining(file:reason:)`` where names or shapes differ; nothing was overwritten then.
  func restore(_ optimiser: AdamW) throws {
    let parameters = optimiser.parameters
    guard header.names == parameters.map(\.name), header.shapes == parameters.map({ [$0.rows, $0.columns] }) else {
      throw TrainingError.otherTraining(file: path, reason: "it trains \(header.names.count) parameters of other names or shapes")
    }
    var file = try TableFile(name: Self.name, path: path)
    for table in optimiser.tables { try file.fill(table) }
    optimiser.resume(after: header.step)
  }
}
