/// One line of a set for `kgassist eval`.
public struct EvaluationQuestion: Codable, Sendable, Equatable {
  public var id: String
  public var question: String
  /// Texts of which one must stand in the answer.
  public var answer: [String]
  /// The document that must be cited, by name.
  public var document: String?
  public var domain: String?
  /// Whether the right answer is that there is none.
  public var abstain: Bool?
  public var image: String?
  public var audio: String?
  /// Each must stand in the answer; alternatives are joined by `|`.
  public var contains: [String]?
  /// None may stand in the answer.
  public var forbidden: [String]?

  public var isToAbstain: Bool { abstain ?? false }
}
