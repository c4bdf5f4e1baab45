/// How a query is run.
public struct QueryOptions: Sendable {
  public var limits = QueryLimits()
  /// The most that `kg:matches` finds for one text.
  public var textMatches = 1000
  /// The most that `kg:similarTo` finds for one text.
  public var similarTexts = 100
  /// The most links that `kg:predicted` gives for one row.
  public var predictedLinks = 100

  public init() {}
}
