import Kernels
public import Layers
public import Models

/// A decoder that learns to go on as a text does: the cross entropy of each next token.
///
/// The text is cut into windows that do not overlap; the last share of them is held out. Every epoch takes the windows in another
/// order, which follows from the seed.
public final class CausalText: TrainingObjective {
  public let model: TrainableDecoder
  /// Windows that are trained on, and those that are held out.
  public let windows, heldOut: [[Int32]]
  public let groups: [ParameterGroup]

  private let sequences: Int
  private let seed: UInt64
  private var order: (epoch: Int, windows: [Int]) = (-1, [])

  /// - Parameters:
  ///   - tokens: the text, in the decoder's vocabulary.
  ///   - length: tokens of a window that are read; one more is predicted.
  ///   - sequences: windows of one part of a step.
  ///   - heldOut: the share of the windows that is not trained on.
  /// - Throws: ``TrainingError/tooLittle(_:)`` where there is not one window to train on.
  public init(
    _ model: TrainableDecoder, tokens: [Int32], length: Int, sequences: Int, heldOut share: Double = 0.1, decay: Float = 0.01, seed: UInt64 = 0
  ) throws(TrainingError) {
    guard length >= 2, length < model.configuration.contextLength, sequences >= 1 else {
      throw .badSetting(name: "length", value: String(length), allowed: "2 to \(model.configuration.contextLength - 1)")
    }
    let all = stride(from: 0, to: tokens.count - length, by: length).map { Array(tokens[$0...$0 + length]) }
    let held = Int((Double(all.count) * share).rounded(.up))
    guard all.count > held else { throw .tooLittle("\(tokens.count) tokens give \(all.count) windows of \(length), \(held) of them held out") }
    self.model = model
    windows = Array(all.dropLast(held))
    heldOut = Array(all.suffix(held))
    self.sequences = sequences
    self.seed = seed
    groups = model.isWhole ? ParameterGroup.usual(model.parameters, decay: decay) : [ParameterGroup(model.parameters, decay: decay)]
  }

  public func accumulate(step: Int, part: Int, parts: Int, weight: Float, pass: TrainingPass) throws -> PartLoss {
    let first = (step * parts + part) * sequences
    let batch = (first..<first + sequences).map { windows[window($0)] }
    let loss = model.forwardBackward(batch, weight: weight, pass: pass)
    return PartLoss(mean: loss, tokens: batch.reduce(0) { $0 + $1.count })
  }

  /// The mean over the tokens that are held out; nil where none are. Its exponential is the perplexity.
  public func validate(pass: TrainingPass) throws -> Double? {
    if heldOut.isEmpty { return nil }
    var total = 0.0
    for start in stride(from: 0, to: heldOut.count, by: sequences) {
      let batch = Array(heldOut[start..<min(start + sequences, heldOut.count)])
      total += model.forwardBackward(batch, weight: nil, pass: pass) * Double(batch.count)
    }
    return total / Double(heldOut.count)
  }

  /// The window that comes at a place of all epochs laid end to end.
  private func window(_ place: Int) -> Int {
    let epoch = place / windows.count
    if order.epoch != epoch {
      var random = SeededGenerator(seed: seed &+ UInt64(epoch) &* 0x9E37_79B9)
      order = (epoch, windows.indices.shuffled(using: &random))
    }
    return order.windows[place % windows.count]
  }
}
