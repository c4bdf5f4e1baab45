public import KnowledgeGraph

/// Personalised PageRank by local pushes: how likely a walk that keeps returning to the seeds is to be at each node.
///
/// Source: Andersen, Chung and Lang 2006. Only nodes near the seeds are touched, so the cost does not grow with the graph.
public enum PageRank {
  /// - Parameters:
  ///   - seeds: nodes the walk starts from, with weights above 0.
  ///   - most: the most pushes.
  /// - Complexity: O(1 / (tolerance · restart)) pushes at most.
  public static func scores(
    from seeds: [EntityID: Double], in graph: Adjacency, restart: Double = 0.3, tolerance: Double = 1e-4,
    most: Int = 20_000
  ) -> [EntityID: Double] {
    var residue: [Int: Double] = [:]
    let total = seeds.values.reduce(0, +)
    guard total > 0 else { return [:] }
    for (entity, weight) in seeds {
      if let node = graph.node(of: entity) { residue[node] = weight / total }
    }
    var rank: [Int: Double] = [:]
    var queue = residue.keys.sorted()
    var next = 0
    while next < queue.count, next < most {
      let node = queue[next]
      next += 1
      guard let mass = residue[node], mass > 0 else { continue }
      let edges = graph.edges(of: node)
      // A hub is left alone until enough mass has come to it.
      guard mass >= tolerance * Double(max(1, edges.count)) || next <= residue.count else { continue }
      residue[node] = 0
      rank[node, default: 0] += restart * mass
      guard !edges.isEmpty else { continue }
      let share = (1 - restart) * mass / Double(edges.count)
      guard share > tolerance / 16 else { continue }
      for edge in edges {
        let target = Int(graph.targets[edge])
        let before = residue[target] ?? 0
        residue[target] = before + share
        let limit = tolerance * Double(max(1, graph.edges(of: target).count))
        if before < limit, before + share >= limit { queue.append(target) }
      }
    }
    return Dictionary(uniqueKeysWithValues: rank.map { (graph.entities[$0.key], $0.value) })
  }
}
