/// A shape that no fusion Transformer can have.
public struct FusionShapeError: Error, CustomStringConvertible, Sendable, Equatable {
  public let problem: String

  public var description: String { "a fusion Transformer \(problem)" }
}

extension FusionConfiguration {
  /// Holds the shape against what can be computed, for one that comes from a file.
  ///
  /// - Throws: ``FusionShapeError`` naming what is not possible.
  public func check() throws(FusionShapeError) {
    func fault(_ problem: String) -> FusionShapeError { FusionShapeError(problem: problem) }
    guard (16...4096).contains(width), (1...64).contains(heads), width % heads == 0, (width / heads) % 16 == 0 else {
      throw fault("of a width of \(width) with \(heads) heads is not possible: a head's width is a multiple of 16")
    }
    guard (1...64).contains(layers), (1...65_536).contains(intermediate) else { throw fault("of \(layers) layers, \(intermediate) wide inside, is not possible") }
    guard dropout >= 0, dropout < 1 else { throw fault("with a dropout of \(dropout) is not possible: 0 to below 1") }
    guard features.values.allSatisfy({ (1...65_536).contains($0) }), classes.allSatisfy({ (1...1_000_000).contains($0) }) else {
      throw fault("with features or classes of none, or of more than 65,536 and 1,000,000, is not possible")
    }
  }
}
