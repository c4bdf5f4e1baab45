/// A graph as a tree of branches around its focus, with what the tree leaves over.
///
/// Breadth first; edges that leave a node for new ones form a branch for each relation and direction, in the order of the edges.
struct BranchTree {
  /// All relations of one name from a node to others further out.
  struct Branch {
    let parent: Int
    /// One line for each relation: two things may be related in more than one way.
    let relations: [Relation]
    var children: [Child] = []

    /// Whether an arrow points outwards, and inwards.
    var pointsOut: Bool { relations.contains { $0.isForward } }
    var pointsIn: Bool { relations.contains { !$0.isForward } }

    /// The names of the relations; those that lead back to the parent say so where others lead away from it.
    var text: String {
      let away = relations.filter(\.isForward).map(\.label)
      let back = relations.filter { !$0.isForward && !away.contains($0.label) }.map(\.label)
      if away.isEmpty || back.isEmpty { return (away + back).joined(separator: ", ") }
      return away.joined(separator: ", ") + "; back: " + back.joined(separator: ", ")
    }
  }

  struct Relation: Hashable {
    let label: String
    let isForward: Bool
  }

  struct Child {
    let node: Int
    let isInferred: Bool
  }

  private(set) var branches: [Branch] = []
  /// By node, the branches that leave it.
  private(set) var leaving: [[Int]]
  /// By node, the steps from the focus; -1 for those that no edge reaches.
  private(set) var depth: [Int]
  /// Edges between nodes of the tree that are no part of a branch.
  private(set) var remaining: [GraphPicture.Edge] = []

  init(_ picture: GraphPicture) {
    leaving = Array(repeating: [], count: picture.nodes.count)
    depth = Array(repeating: -1, count: picture.nodes.count)
    var touching: [[Int]] = Array(repeating: [], count: picture.nodes.count)
    for (number, edge) in picture.edges.enumerated() {
      touching[edge.from].append(number)
      if edge.to != edge.from { touching[edge.to].append(number) }
    }
    var isUsed = Array(repeating: false, count: picture.edges.count)
    depth[picture.focus] = 0
    var frontier = [picture.focus]
    while !frontier.isEmpty {
      var next: [Int] = []
      for node in frontier {
        next += grow(from: node, touching[node], picture.edges, &isUsed)
      }
      frontier = next
    }
    remaining = picture.edges.indices.filter { !isUsed[$0] }.map { picture.edges[$0] }
  }

  /// - Returns: the nodes that were reached first from this one.
  private mutating func grow(from node: Int, _ touching: [Int], _ edges: [GraphPicture.Edge], _ isUsed: inout [Bool]) -> [Int] {
    var order: [Int] = []
    var between: [Int: [Int]] = [:]
    for number in touching {
      let other = edges[number].from == node ? edges[number].to : edges[number].from
      guard depth[other] < 0 else { continue }
      if between[other] == nil { order.append(other) }
      between[other, default: []].append(number)
      isUsed[number] = true
    }
    var places: [[Relation]: Int] = [:]
    for other in order {
      depth[other] = depth[node] + 1
      let numbers = between[other] ?? []
      var relations: [Relation] = []
      for number in numbers {
        let relation = Relation(label: edges[number].label, isForward: edges[number].from == node)
        if !relations.contains(relation) { relations.append(relation) }
      }
      relations.sort { ($0.label, $0.isForward ? 0 : 1) < ($1.label, $1.isForward ? 0 : 1) }
      let child = Child(node: other, isInferred: numbers.allSatisfy { edges[$0].isInferred })
      if let place = places[relations] {
        branches[place].children.append(child)
      } else {
        places[relations] = branches.count
        leaving[node].append(branches.count)
        branches.append(Branch(parent: node, relations: relations, children: [child]))
      }
    }
    return order
  }

  /// A branch cut in two, for the two sides of the focus.
  mutating func split(_ branch: Int, keeping count: Int) -> Int {
    let moved = Array(branches[branch].children[count...])
    branches[branch].children.removeSubrange(count...)
    leaving[branches[branch].parent].append(branches.count)
    branches.append(Branch(parent: branches[branch].parent, relations: branches[branch].relations, children: moved))
    return branches.count - 1
  }
}
