/// All edges between things of the graph in memory, for walks that visit much of it (PageRank). Values are left out.
///
/// Nodes are numbered densely from 0 in the order of their ``EntityID``. Memory: 16 bytes an edge and 8 a node.
public struct Adjacency: Sendable {
  struct Edge: Sendable {
    let subject, predicate, object: EntityID
  }

  /// Node numbers to entities, ascending.
  public let entities: [EntityID]
  /// The edges of node n are `offsets[n]..<offsets[n + 1]`, those that leave it and those that come to it.
  public let offsets: [Int32]
  /// For each edge the node at its other end.
  public let targets: [Int32]
  /// For each edge its predicate, as a place in ``predicates``.
  public let labels: [Int32]
  /// The predicates that occur.
  public let predicates: [EntityID]

  init(_ edges: [Edge]) {
    entities = Set(edges.flatMap { [$0.subject, $0.object] }).sorted()
    predicates = Set(edges.map(\.predicate)).sorted()
    let nodes = Dictionary(uniqueKeysWithValues: entities.enumerated().map { ($1, Int32($0)) })
    let names = Dictionary(uniqueKeysWithValues: predicates.enumerated().map { ($1, Int32($0)) })
    var ends: [(Int32, Int32, Int32)] = []
    ends.reserveCapacity(edges.count * 2)
    for edge in edges {
      guard let s = nodes[edge.subject], let o = nodes[edge.object], let p = names[edge.predicate] else { continue }
      ends.append((s, o, p))
      ends.append((o, s, p))
    }
    var offsets = [Int32](repeating: 0, count: entities.count + 1)
    for (node, _, _) in ends { offsets[Int(node) + 1] += 1 }
    for node in entities.indices { offsets[node + 1] += offsets[node] }
    var next = offsets
    var targets = [Int32](repeating: 0, count: ends.count)
    var labels = targets
    for (node, target, label) in ends {
      let place = Int(next[Int(node)])
      targets[place] = target
      labels[place] = label
      next[Int(node)] += 1
    }
    self.offsets = offsets
    self.targets = targets
    self.labels = labels
  }

  /// The node of an entity; nil when no edge touches it.
  public func node(of entity: EntityID) -> Int? {
    var low = 0
    var high = entities.count
    while low < high {
      let middle = (low + high) / 2
      if entities[middle] < entity { low = middle + 1 } else { high = middle }
    }
    return low < entities.count && entities[low] == entity ? low : nil
  }

  /// The places in ``targets`` and ``labels`` of a node's edges.
  public func edges(of node: Int) -> Range<Int> { Int(offsets[node])..<Int(offsets[node + 1]) }
}
