import Glibc
public import Kernels
public import Layers
public import Models

/// Says how well each of some pictures fits a question: the question's words, a picture's lines and what it looks like in one sequence a picture.
///
/// Score = gate × what another search gave + what the Transformer's own token says, which starts at zero. Pixels enter through weights that start at
/// zero, so that lines are what counts until pixels are found to help.
///
/// - Complexity: a picture of 20 lines 6 million multiply-adds: rank the best dozen of a search, not a whole store.
public final class PictureRanker {
  /// What of a picture becomes tokens.
  public enum Features: String, Sendable, CaseIterable, Codable {
    /// Of each line what it shares with the question and where it stands; no vectors, and no words of the question beside them.
    case marks
    case lines, linesAndPixels, pixels

    var hasWords: Bool { self != .marks }
    var hasLines: Bool { self != .pixels }
    var hasVectors: Bool { self == .lines || self == .linesAndPixels }
    var hasPixels: Bool { self == .pixels || self == .linesAndPixels }
  }

  public let features: Features
  public let model: FusionTransformer
  /// Logarithm of what the other search's score counts (1, 1).
  public let gate: Parameter

  /// - Parameters:
  ///   - dimension: of the text encoder's vectors and states.
  ///   - visual: numbers that the detector of text gives a line.
  ///   - pooled: numbers that the image encoder gives a picture.
  public init(_ features: Features, dimension: Int, visual: Int, pooled: Int, seed: UInt64) {
    self.features = features
    var shape = FusionConfiguration(
      features: [
        .word: features.hasWords ? dimension : 0,
        .line: features.hasLines ? PictureList.lineChannels + (features.hasVectors ? 2 * dimension + visual : 0) : 0,
        .pixels: features.hasPixels ? pooled : 0,
      ], classes: [1])
    (shape.width, shape.layers, shape.heads, shape.intermediate) = (64, 2, 4, 128)
    model = FusionTransformer(shape, seed: seed)
    gate = Parameter("picture_gate", columns: 1).fill(2)
    for parameter in model.parameters where parameter.name.hasPrefix("classes") || features == .linesAndPixels && parameter.name == "pixels.weight" {
      parameter.fill(0)
    }
  }

  public var parameters: [Parameter] { model.parameters + [gate] }

  /// A score for each picture of a list, a larger one better; comparable within the list alone.
  public func rank(_ list: PictureList, compute: Compute) -> [Float] {
    let pass = TrainingPass(compute: compute, isTraining: false), factor = expf(gate.values[0, 0])
    return stride(from: 0, to: list.pictures.count, by: 32).flatMap { start in
      let part = start..<min(start + 32, list.pictures.count)
      let memory = model.forward(part.map { list.tokens(of: $0, features) }, pass: pass)
      return part.map { factor * list.prior[$0] + memory.classes[0][$0 - start, 0] }
    }
  }
}
