import Kernels

/// Linear maps that share one input of a BERT layer: y = x·Wᵀ + b, each weight as the file has it, in bfloat16 or in 8 bits.
///
/// Some channels of a BERT's states are ten times as large as the others, and one scale for a block then rounds the
/// others away. In 8 bits each input channel is therefore divided by a factor that its weights are multiplied by.
/// Source: Xiao et al. 2023 (SmoothQuant), with strength one half.
struct EncoderProjection: Sendable {
  private let weights: [WeightMatrix]
  private let biases: [FloatVector]
  private let channels: FloatVector?
  private let appliesGELU: Bool
  private let roundsInput: Bool

  /// - Parameters:
  ///   - matrices: the maps, all with the same inputs.
  ///   - extents: (K) the magnitudes that the input's channels reach, for `int8`. A width that is no whole number of
  ///     blocks keeps its weights as they are.
  init(
    _ matrices: [EncoderMatrix], precision: EncoderPrecision, extents: [Float]?, appliesGELU: Bool, compute: Compute
  ) throws {
    biases = matrices.map { FloatVector($0.bias) }
    self.appliesGELU = appliesGELU
    roundsInput = precision == .bfloat16
    guard precision == .int8, let extents, extents.count % ElementType.q8_0.blockSize == 0 else {
      channels = nil
      weights = try matrices.map { try precision == .bfloat16 ? $0.bfloat(compute: compute) : $0.packed(compute: compute) }
      return
    }
    let columns = try matrices.map { try $0.columnExtents() }
    let factors = extents.indices.map { k in
      (max(extents[k], 1e-3) / columns.reduce(Float(1e-4)) { max($0, $1[k]) }).squareRoot()
    }
    channels = FloatVector(factors.map { 1 / $0 })
    weights = try matrices.map { try $0.rounded(multipliedBy: factors, compute: compute) }
  }

  /// `x` is (T, K); `outputs[i]` becomes (T, Nᵢ).
  func forward(_ x: Activations, into outputs: [Activations], compute: Compute) {
    compute.multiply(
      x,
      weights.indices.map {
        Product(weights: weights[$0], bias: biases[$0], output: outputs[$0], appliesGELU: appliesGELU)
      }, scaledBy: channels, roundsInput: roundsInput)
  }
}
