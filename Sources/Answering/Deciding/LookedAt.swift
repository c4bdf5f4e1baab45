public import Fusion
internal import KnowledgeGraph

/// What a question's evidence shows, and what is decided from it without weights.
public struct LookedAt: Sendable {
  public let look: EvidenceLook
  /// How surely the best sentence answers by the rules alone, from 0 to 1.
  public let strength: Double
  public let isAnswered: Bool
  /// True where the program computed the answer, which nothing overrules.
  public let isComputed: Bool
  /// The chosen sentences as they stand, or the best one where none was.
  public let best: [String]
  /// The first of them is the graph's.
  public let isFact: Bool
}

extension Answerer {
  /// What is found for a question and decided about it, without anything said: for teaching and judging who decides.
  @concurrent public func look(at question: Question) async throws -> LookedAt {
    let prepared = try await prepareAlone(question, k: max(1, min(64, question.evidenceCount)))
    let best = prepared.decision.chosen.isEmpty ? Array(prepared.sentences.prefix(1)) : prepared.decision.chosen
    return LookedAt(
      look: prepared.look, strength: prepared.decision.strength,
      isAnswered: prepared.isAnswered, isComputed: prepared.isComputed, best: best.map(\.sentence.quote),
      isFact: best.first?.isFact == true)
  }
}

extension Preparation {
  var look: EvidenceLook { EvidenceLook(question, evidence, sentences, decision) }
}
