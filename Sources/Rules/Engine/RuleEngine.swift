public import KnowledgeGraph

/// Applies rules to the store.
///
/// ```swift
/// let report = try await store.write { try RuleEngine(units: units).infer(in: $0) }
/// ```
public struct RuleEngine: Sendable {
  /// How far an application is.
  public struct Progress: Sendable, Hashable {
    public let examined: Int
    /// Triples known to be looked at; grows with what is concluded.
    public let total: Int
    public let concluded: Int
  }

  private let limits: InferenceLimits
  private let units: MeasuredUnit.Naming

  /// - Parameter units: how names of units are understood.
  public init(limits: InferenceLimits = InferenceLimits(), units: @escaping MeasuredUnit.Naming = { _ in nil }) {
    self.limits = limits
    self.units = units
  }

  /// The rules that hold in a store: the standard ones, `owl:sameAs` where it was asked for, and the graph's own.
  public func rules(in reader: StoreReader) throws -> [InferenceRule] {
    StandardRules.schema + (try reader.infersSameAs() ? StandardRules.sameAs : []) + (try RuleReader.rules(in: reader, units: units))
  }

  /// Brings what is inferred up to date with what is stated.
  ///
  /// - Parameter progress: called now and then.
  /// - Throws: ``RuleError``, and the store's errors. The transaction must then not be kept.
  /// - Complexity: as the module says; a store that did not change costs a look at each premise.
  @discardableResult
  public func infer(in writer: StoreWriter, progress: (Progress) -> Void = { _ in }) throws -> InferenceReport {
    try infer(rules(in: writer.reader), in: writer, progress: progress)
  }

  /// The same with rules of the caller's choice: what others concluded is withdrawn.
  @discardableResult
  public func infer(_ rules: [InferenceRule], in writer: StoreWriter, progress: (Progress) -> Void = { _ in }) throws -> InferenceReport {
    let application = try RuleApplication(rules, writer, limits: limits, units: units)
    return try withoutActuallyEscaping(progress) { try application.run($0) }
  }
}
