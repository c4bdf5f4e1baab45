public import GraphEmbedding
import Kernels

/// The edges of a graph in four parts. An edge and its inverse are in one part, or the one would give the other away.
///
/// A Transformer that trained on edges which the graph embedding had seen would trust the embedding too much: there its scores are near
/// certain, and on new edges they are not.
public struct EdgeSplit: Sendable {
  /// What the graph embedding learns from.
  public private(set) var embedding: [NumberedTriple] = []
  /// What the Transformer learns from.
  public private(set) var fusion: [NumberedTriple] = []
  public private(set) var validation: [NumberedTriple] = []
  public private(set) var test: [NumberedTriple] = []

  /// - Parameter seed: another one divides otherwise.
  public init(_ graph: FusionGraph, seed: UInt64, shares: (fusion: Double, validation: Double, test: Double) = (0.2, 0.04, 0.12)) {
    var degree = [Int](repeating: 0, count: graph.entities.count), random = SeededGenerator(seed: seed), done: Set<NumberedTriple> = []
    for edge in graph.edges { degree[Int(edge.subject)] += 1 }
    var left = degree
    for edge in graph.edges.shuffled(using: &random) where done.insert(edge).inserted {
      var both = [edge]
      if let inverse = graph.inverses[Int(edge.relation)] {
        let back = NumberedTriple(edge.object, inverse, edge.subject)
        if done.insert(back).inserted { both.append(back) }
      }
      let draw = random.unit()
      // A thing that the embedding never sees can only be guessed: each keeps half of its edges, and at least one.
      let ends = [Int(edge.subject), Int(edge.object)]
      let isSpared = ends.allSatisfy { left[$0] > max(1, degree[$0] / 2) }
      guard isSpared, draw < shares.fusion + shares.validation + shares.test else {
        embedding += both
        continue
      }
      for end in ends { left[end] -= 1 }
      if draw < shares.test { test += both } else if draw < shares.test + shares.validation { validation += both } else { fusion += both }
    }
  }

  public var all: [NumberedTriple] { embedding + fusion + validation + test }
}
