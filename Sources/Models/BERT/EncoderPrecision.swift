public import Kernels

/// How an encoder's large products are computed.
public enum EncoderPrecision: String, Sendable, CaseIterable {
  /// The weights as the file has them.
  case float32
  /// Weights and activations of the products rounded to bfloat16, sums in float32: nearly twice as fast where the CPU
  /// multiplies pairs of them (AVX-512 with BF16), no faster elsewhere; cosine to the float32 vectors above 0.9999.
  case bfloat16
  /// Weights and activations rounded to 8 bits in blocks of 32, with the range of outlying channels moved into the
  /// weights first: two to three times as fast, cosine to the float32 vectors above 0.999.
  case int8

  /// What to take where nothing else is asked for: bfloat16 where it is faster, else float32.
  public static func usual(on compute: Compute) -> EncoderPrecision { compute.multipliesPairs ? .bfloat16 : .float32 }
}
