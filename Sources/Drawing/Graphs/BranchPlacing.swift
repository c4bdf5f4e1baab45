/// Places the branches of one side of the focus: columns outwards, for each branch a band of its own, so that nothing can overlap.
///
/// Works in distances from the middle of the focus, and mirrors them for the left side.
struct BranchPlacing {
  static let childGap = 8.0
  static let branchGap = 14.0

  let tree: BranchTree
  let nodeSizes: [Size]
  let branchBlocks: [TextBlock]
  /// 1 for the right side, -1 for the left one.
  let direction: Double

  private var nodeWidths: [Double] = []
  private var branchWidths: [Double] = []
  /// By depth of the node: where its column begins, and where the column of the branches before it begins.
  private var nodeStarts: [Double] = []
  private var branchStarts: [Double] = []

  init(_ tree: BranchTree, _ nodeSizes: [Size], _ branchBlocks: [TextBlock], direction: Double) {
    self.tree = tree
    self.nodeSizes = nodeSizes
    self.branchBlocks = branchBlocks
    self.direction = direction
  }

  static func branchSize(_ block: TextBlock) -> Size { Size(block.size.width + 12, block.size.height + 6) }

  func height(ofBranch branch: Int) -> Double {
    let children = tree.branches[branch].children
    let inner = children.reduce(0) { $0 + height(ofNode: $1.node) } + Double(children.count - 1) * Self.childGap
    return max(Self.branchSize(branchBlocks[branch]).height, inner)
  }

  func height(ofNode node: Int) -> Double { max(nodeSizes[node].height, height(of: tree.leaving[node])) }

  func height(of branches: [Int]) -> Double {
    branches.reduce(0) { $0 + height(ofBranch: $1) } + Double(max(0, branches.count - 1)) * Self.branchGap
  }

  /// Places the given branches of the focus, centred at y = 0.
  mutating func place(_ branches: [Int], focus: Int, into layout: inout GraphLayout) {
    guard !branches.isEmpty else { return }
    measure(branches, depth: 0)
    let span = height(of: branches)
    var edge = nodeSizes[focus].width / 2
    nodeStarts = [0]
    branchStarts = [0]
    for depth in 1..<nodeWidths.count {
      let approach = depth == 1 ? max(34, min(110, span * 0.11)) : 34
      branchStarts.append(edge + approach)
      nodeStarts.append(edge + approach + branchWidths[depth] + 38)
      edge = nodeStarts[depth] + nodeWidths[depth]
    }
    nodeWidths[0] = nodeSizes[focus].width / 2
    place(branches, from: Point(nodeWidths[0], 0), depth: 1, top: -span / 2, into: &layout)
  }

  private mutating func measure(_ branches: [Int], depth: Int) {
    while nodeWidths.count < depth + 2 {
      nodeWidths.append(0)
      branchWidths.append(0)
    }
    for branch in branches {
      branchWidths[depth + 1] = max(branchWidths[depth + 1], Self.branchSize(branchBlocks[branch]).width)
      for child in tree.branches[branch].children {
        nodeWidths[depth + 1] = max(nodeWidths[depth + 1], nodeSizes[child.node].width)
        if !tree.leaving[child.node].isEmpty { measure(tree.leaving[child.node], depth: depth + 1) }
      }
    }
  }

  private func place(_ branches: [Int], from start: Point, depth: Int, top: Double, into layout: inout GraphLayout) {
    var top = top
    let columnEnd = nodeStarts[depth - 1] + nodeWidths[depth - 1]
    for branch in branches {
      let band = height(ofBranch: branch)
      let size = Self.branchSize(branchBlocks[branch])
      let label = box(inner: branchStarts[depth], centre: top + band / 2, size)
      layout.relations.append(GraphLayout.RelationLabel(block: branchBlocks[branch], box: label))
      let children = tree.branches[branch].children
      let y = top + band / 2
      layout.connections.append(
        connection(
          start, Point(branchStarts[depth], y), straightTo: columnEnd, isInferred: children.allSatisfy(\.isInferred),
          arrowIn: tree.branches[branch].pointsIn, arrowOut: false))
      let inner = children.reduce(0) { $0 + height(ofNode: $1.node) } + Double(children.count - 1) * Self.childGap
      var childTop = top + (band - inner) / 2
      for child in children {
        let childBand = height(ofNode: child.node)
        let centre = childTop + childBand / 2
        layout.nodes[child.node] = box(inner: nodeStarts[depth], centre: centre, nodeSizes[child.node])
        layout.connections.append(
          connection(
            Point(branchStarts[depth] + size.width, y), Point(nodeStarts[depth], centre), straightTo: branchStarts[depth] + branchWidths[depth],
            isInferred: child.isInferred, arrowIn: false, arrowOut: tree.branches[branch].pointsOut))
        if !tree.leaving[child.node].isEmpty {
          let further = tree.leaving[child.node]
          place(
            further, from: Point(nodeStarts[depth] + nodeSizes[child.node].width, centre), depth: depth + 1,
            top: childTop + (childBand - height(of: further)) / 2, into: &layout)
        }
        childTop += childBand + Self.childGap
      }
      top += band + Self.branchGap
    }
  }

  private func box(inner: Double, centre: Double, _ size: Size) -> Box {
    Box(x: direction > 0 ? inner : -inner - size.width, y: centre - size.height / 2, width: size.width, height: size.height)
  }

  /// Straight to the end of its column, then a curve to the next.
  private func connection(
    _ from: Point, _ to: Point, straightTo columnEnd: Double, isInferred: Bool, arrowIn: Bool, arrowOut: Bool
  ) -> GraphLayout.Connection {
    func at(_ x: Double, _ y: Double) -> Point { Point(direction * x, y) }
    let bend = (columnEnd + to.x) / 2
    let path = SVGPath(at(from.x, from.y)).line(to: at(max(from.x, columnEnd), from.y))
      .curve(at(bend, from.y), at(bend, to.y), to: at(to.x, to.y))
    var connection = GraphLayout.Connection(path: path, isInferred: isInferred)
    if arrowIn { connection.arrows.append((at(from.x, from.y), -direction)) }
    if arrowOut { connection.arrows.append((at(to.x, to.y), direction)) }
    return connection
  }
}
