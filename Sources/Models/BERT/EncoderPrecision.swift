/// How an encoder's large products are computed.
public enum EncoderPrecision: String, Sendable, CaseIterable {
  /// The weights as the file has them.
  case float32
  /// Weights and activations rounded to 8 bits in blocks of 32, with the range of outlying channels moved into the
  /// weights first: two to three times as fast, cosine to the float32 vectors above 0.999.
  case int8
}
