/// What a unit measures and how many base units it is.
///
/// Which units there are is not this module's business: whoever runs rules hands in how names are understood.
public struct MeasuredUnit: Sendable, Hashable {
  /// Powers of base dimensions by name; empty for a plain number.
  public let powers: [String: Int]
  public let scale: Double
  /// Added after scaling, as for degrees Celsius.
  public let offset: Double

  public init(powers: [String: Int], scale: Double, offset: Double = 0) {
    self.powers = powers.filter { $0.value != 0 }
    self.scale = scale
    self.offset = offset
  }

  /// The unit of a name, nil where it is not known.
  public typealias Naming = @Sendable (String) -> MeasuredUnit?
}
