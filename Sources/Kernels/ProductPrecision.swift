/// How the products of a training are computed. Parameters, slopes and sums are float32 in either.
public enum ProductPrecision: String, Sendable, CaseIterable, Codable {
  case float32
  /// Operands rounded to bfloat16: twice as fast where the CPU multiplies pairs of them (AVX-512 with BF16), slower elsewhere.
  case bfloat16

  /// What to take where nothing else is asked for: bfloat16 where it is faster, else float32.
  public static func usual(on compute: Compute) -> ProductPrecision { compute.multipliesPairs ? .bfloat16 : .float32 }
}
