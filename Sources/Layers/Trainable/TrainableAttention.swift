public import Kernels

/// Attention with a backward, in float32: causal or not, heads of keys and values shared by groups or not.
///
/// It has no parameters and keeps nothing: probabilities are computed again in the backward, 64 rows of queries at a time.
/// Forward 4·T²·H·D operations a sequence, backward 10; half of both where it is causal.
public struct TrainableAttention: Sendable {
  public let shape: AttentionShape

  public init(_ shape: AttentionShape) { self.shape = shape }

  /// - Parameters:
  ///   - q: (T, H·D), turned by its positions already where they are rotary; `k` and `v` are (T, Hkv·D).
  ///   - sequences: rows that see one another. Rows between them are padding: seen by none, and 0 in `y`.
  ///   - y: becomes (T, H·D).
  public func forward(
    queries q: Activations, keys k: Activations, values v: Activations, sequences: [Range<Int>], into y: Activations, pass: TrainingPass
  ) {
    pass.compute.attend(sequences: sequences, queries: q, keys: k, values: v, shape: shape, into: y)
  }

  /// - Parameters:
  ///   - dy: (T, H·D).
  ///   - dq: becomes (T, H·D); `dk` and `dv` become (T, Hkv·D). Padding gets 0.
  public func backward(
    _ dy: Activations, queries q: Activations, keys k: Activations, values v: Activations, sequences: [Range<Int>],
    queries dq: Activations, keys dk: Activations, values dv: Activations, pass: TrainingPass
  ) {
    pass.compute.attendGradient(
      sequences: sequences, queries: q, keys: k, values: v, slopes: dy, shape: shape, queries: dq, keys: dk, values: dv)
  }
}
