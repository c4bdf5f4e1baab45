/// A rule that has been applied to the store: the source of what it concluded.
public struct RuleNumber: StoreID {
  public let rawValue: Int64
  public init(rawValue: Int64) { self.rawValue = rawValue }
}
