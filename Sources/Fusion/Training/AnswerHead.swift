import Glibc
import GraphEmbedding
import Kernels
public import Layers

/// Scores every thing as a question's answer: the relations' probabilities, each times its gate and what the graph embedding says for it, and how
/// popular a thing is, behind a gate that starts closed.
///
/// Only the likeliest relations are asked of the graph embedding, in training the right one too.
public final class AnswerHead {
  /// Logarithms (1, R): a relation whose links the embedding foretells badly is trusted less.
  public let gates: Parameter
  /// (1, 1).
  public let popularityGate: Parameter
  static let asked = 8

  public init(relations: Int) {
    gates = Parameter("gates", columns: relations)
    popularityGate = Parameter("popularity_gate", columns: 1)
  }

  public var parameters: [Parameter] { [gates, popularityGate] }

  /// One question's scores, with what the backward needs of them.
  struct Scored {
    var relations: [Int]
    var probabilities: [Float]
    /// By relation asked, of all things.
    var graph: [[Float]]
    /// Of all things.
    var scores: [Float]
  }

  /// - Parameters:
  ///   - logits: (B, R) of the relations.
  ///   - right: relations that are asked in any case.
  func score(_ logits: Activations, entities: [Int32], right: [Int32]?, inputs: FusionInputs, compute: Compute) -> [Scored] {
    var chosen: [[Int]] = [], probabilities: [[Float]] = []
    for row in 0..<logits.rows {
      var all = logits.copy(row: row)
      softmax(&all)
      var best = all.indices.sorted { (all[$1], $0) < (all[$0], $1) }.prefix(Self.asked).map { $0 }
      if let wanted = right.map({ Int($0[row]) }), !best.contains(wanted) { best[best.count - 1] = wanted }
      chosen.append(best)
      probabilities.append(all)
    }
    let anchors = chosen.enumerated().flatMap { row, best in best.map { _ in entities[row] } }
    let graph = inputs.scorer(batch: anchors.count, compute: compute).scores(.object, anchors: anchors, relations: chosen.flatMap { $0.map { Int32($0) } })
    let gateValues = gates.values.copy(row: 0), popular = popularityGate.values[0, 0]
    var result: [Scored] = [], place = 0
    for row in 0..<logits.rows {
      var scores = inputs.popularity.map { $0 * popular }
      let rows = Array(graph[place..<place + chosen[row].count])
      for (relation, values) in zip(chosen[row], rows) {
        let factor = probabilities[row][relation] * expf(gateValues[relation])
        for e in scores.indices { scores[e] += factor * values[e] }
      }
      place += rows.count
      result.append(Scored(relations: chosen[row], probabilities: probabilities[row], graph: rows, scores: scores))
    }
    return result
  }

  /// Takes the slopes of one question's scores to the gates, and gives those of its logits (R).
  func backward(_ slopes: [Float], of scored: Scored, inputs: FusionInputs) -> [Float] {
    var gateSlopes = gates.gradient.copy(row: 0)
    let gateValues = gates.values.copy(row: 0)
    var byProbability = [Float](repeating: 0, count: scored.probabilities.count), mean: Float = 0
    for (relation, values) in zip(scored.relations, scored.graph) {
      let along = VectorMath.dot(slopes, values) * expf(gateValues[relation])
      byProbability[relation] = along
      mean += along * scored.probabilities[relation]
      gateSlopes[relation] += along * scored.probabilities[relation]
    }
    gates.gradient.set(row: 0, to: gateSlopes)
    popularityGate.gradient.set(row: 0, to: [popularityGate.gradient[0, 0] + VectorMath.dot(slopes, inputs.popularity)])
    return byProbability.indices.map { scored.probabilities[$0] * (byProbability[$0] - mean) }
  }
}
