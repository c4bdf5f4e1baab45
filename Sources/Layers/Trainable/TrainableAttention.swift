public import Kernels

/// Attention with a backward, in float32: causal or not, heads of keys and values shared by groups or not.
///
/// It has no parameters and keeps nothing: probabilities are computed again in the backward, 64 rows of queries at a time.
/// Forward 4·T²·H·D operations a sequence, backward 10; half of both where it is causal.
public struct TrainableAttention: Sendable {
  public let shape: AttentionShape
  /// The share of the probabilities that is dropped in training. No mask is kept: places follow from the pass's seed.
  public let dropout: Float

  public init(_ shape: AttentionShape, dropout: Float = 0) {
    precondition(dropout >= 0 && dropout < 1, "TrainableAttention: a dropout of \(dropout)")
    self.shape = shape
    self.dropout = dropout
  }

  private func dropped(in pass: TrainingPass) -> AttentionDropout? {
    dropout > 0 && pass.isTraining ? AttentionDropout(share: dropout, seed: pass.seed) : nil
  }

  /// - Parameters:
  ///   - q: (T, H·D), turned by its positions already where they are rotary; `k` and `v` are (T, Hkv·D).
  ///   - sequences: rows that see one another. Rows between them are padding: seen by none, and 0 in `y`.
  ///   - y: becomes (T, H·D).
  public func forward(
    queries q: Activations, keys k: Activations, values v: Activations, sequences: [Range<Int>], into y: Activations, pass: TrainingPass
  ) {
    pass.compute.attend(sequences: sequences, queries: q, keys: k, values: v, shape: shape, dropout: dropped(in: pass), into: y)
  }

  /// - Parameters:
  ///   - dy: (T, H·D).
  ///   - dq: becomes (T, H·D); `dk` and `dv` become (T, Hkv·D). Padding gets 0.
  public func backward(
    _ dy: Activations, queries q: Activations, keys k: Activations, values v: Activations, sequences: [Range<Int>],
    queries dq: Activations, keys dk: Activations, values dv: Activations, pass: TrainingPass
  ) {
    pass.compute.attendGradient(
      sequences: sequences, queries: q, keys: k, values: v, slopes: dy, shape: shape, dropout: dropped(in: pass), queries: dq, keys: dk,
      values: dv)
  }
}
