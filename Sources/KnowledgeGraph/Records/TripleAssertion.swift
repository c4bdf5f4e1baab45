/// One source's word for a triple.
public struct TripleAssertion: Sendable, Hashable {
  public let source: TripleSource
  /// In 0…1.
  public let confidence: Double
  public let validity: Validity

  public init(source: TripleSource, confidence: Double, validity: Validity) {
    self.source = source
    self.confidence = confidence
    self.validity = validity
  }
}
