public import GraphEmbedding
import Kernels

/// What known edges put beside things, as tokens: the other thing's vector and that of the relation in words.
public struct Neighbourhood: Sendable {
  private struct Neighbour: Sendable {
    let relation: Int32
    let near: Float
    let row: [Float]
  }

  /// The most tokens of a question; those whose labels mean nearly the same come first.
  public static let most = 8

  private let neighbours: [[Neighbour]]

  /// - Parameters:
  ///   - seen: edges that may be known; what is to be found is not among them.
  ///   - vector: of a label, or of a relation's ``words(_:)``; all of one width.
  /// - Complexity: O(edges of a thing, sorted); a vector of two widths is kept for each edge.
  public init(_ graph: FusionGraph, seen: [NumberedTriple], vector: (String) -> [Float]) {
    var found = [[Neighbour]](repeating: [], count: graph.entities.count)
    for edge in seen {
      let own = vector(graph.entities[Int(edge.subject)].label), other = vector(graph.entities[Int(edge.object)].label)
      let row = other + vector(Self.words(graph.relations[Int(edge.relation)]))
      found[Int(edge.subject)].append(Neighbour(relation: edge.relation, near: VectorMath.dot(own, other), row: row))
    }
    neighbours = found.map { $0.sorted { $0.near > $1.near } }
  }

  /// The tokens of the thing that a question is about.
  ///
  /// A question that only asks for a relation was made from an edge that is known: one by that relation is left out, as the edge that is asked
  /// for is not among the neighbours in any other question. Otherwise training would find the relation there each time, and judging would not.
  public func rows(for question: FusionQuestion) -> [[Float]] {
    var rows = neighbours[Int(question.entity)]
    if question.answers.isEmpty, let own = rows.firstIndex(where: { $0.relation == question.relation }) { rows.remove(at: own) }
    return rows.prefix(Self.most).map(\.row)
  }

  /// `hasAdverseEffect` as words.
  public static func words(_ relation: String) -> String {
    relation.reduce(into: "") { $0 += $1.isUppercase ? " " + $1.lowercased() : String($1) }
  }
}
