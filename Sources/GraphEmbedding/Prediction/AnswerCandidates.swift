/// Which entities may answer a question about what is missing: not what is known, not what the declared types forbid, and nothing that is
/// no thing of its own.
public struct AnswerCandidates: Sendable {
  private let known: KnownAnswers
  private let constraints: TypeConstraints
  private let isAnswer: [Bool]

  /// - Parameters:
  ///   - known: what holds already.
  ///   - isAnswer: by entity; empty where all are answers.
  public init(known: [NumberedTriple], constraints: TypeConstraints = TypeConstraints(), isAnswer: [Bool] = []) {
    self.known = KnownAnswers([known])
    self.constraints = constraints
    self.isAnswer = isAnswer
  }

  /// The entities that may answer, ascending.
  ///
  /// - Parameter kept: counts although it is known: the answer that a calibration asks for.
  public func entities(_ direction: QueryDirection, anchor: Int32, relation: Int32, of count: Int, keeping kept: Int32? = nil) -> [Int] {
    let taken = direction == .object ? known.objects(anchor, relation) : known.subjects(relation, anchor)
    var next = taken.startIndex
    return (0..<count).filter { entity in
      while next < taken.endIndex, taken[next] < entity { next += 1 }
      if let kept, Int(kept) == entity { return true }
      if next < taken.endIndex, Int(taken[next]) == entity { return false }
      return entity != Int(anchor) && (isAnswer.isEmpty || isAnswer[entity]) && constraints.allows(Int32(entity), answering: direction, of: relation)
    }
  }
}
