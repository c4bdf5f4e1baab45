extension GraphPicture {
  private static let mostCrossings = 12

  /// Draws the edges that are no branch of the tree, each with a label where one has room beside it.
  ///
  /// - Returns: the edges that found no room, to be told in words.
  func placeCrossings(_ tree: BranchTree, _ layout: inout GraphLayout) -> [Edge] {
    var area = OccupiedArea()
    for box in layout.labels { area.insert(box.grown(by: 3)) }
    var untold: [Edge] = []
    var drawn = 0
    for edge in tree.remaining {
      // A curve past the focus would run through everything that stands there.
      guard edge.from != edge.to, drawn < Self.mostCrossings, isOneSided(edge, layout) else {
        untold.append(edge)
        continue
      }
      let curve = Self.curve(from: layout.nodes[edge.from], to: layout.nodes[edge.to], focus: layout.nodes[focus])
      let block = TextBlock(edge.label, font: Self.relationFont, width: 150)
      let size = BranchPlacing.branchSize(block)
      let places = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8].lazy.map { Box(centre: curve.point(at: $0), size) }
      guard let box = area.place(places) else {
        untold.append(edge)
        continue
      }
      drawn += 1
      layout.relations.append(GraphLayout.RelationLabel(block: block, box: box))
      layout.connections.append(
        GraphLayout.Connection(
          path: SVGPath(curve.start).curve(curve.first, curve.second, to: curve.end), isInferred: edge.isInferred,
          arrows: [(curve.end, curve.end.x >= curve.second.x ? 1 : -1)], isCrossing: true))
    }
    return untold
  }

  private func isOneSided(_ edge: Edge, _ layout: GraphLayout) -> Bool {
    let middle = layout.nodes[focus].centre.x
    return (layout.nodes[edge.from].centre.x > middle) == (layout.nodes[edge.to].centre.x > middle)
  }

  private struct Curve {
    let start, first, second, end: Point

    func point(at t: Double) -> Point {
      let s = 1 - t
      func mixed(_ a: Double, _ b: Double, _ c: Double, _ d: Double) -> Double {
        s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d
      }
      return Point(mixed(start.x, first.x, second.x, end.x), mixed(start.y, first.y, second.y, end.y))
    }
  }

  /// Leaves and arrives sideways: around the outside where both stand above each other, else from one to the side of the other that faces it.
  private static func curve(from a: Box, to b: Box, focus: Box) -> Curve {
    let isStacked = a.x < b.right && b.x < a.right
    if isStacked {
      let side: Double = a.centre.x >= focus.centre.x ? 1 : -1
      let start = Point(side > 0 ? a.right : a.x, a.centre.y)
      let end = Point(side > 0 ? b.right : b.x, b.centre.y)
      let reach = side > 0 ? max(start.x, end.x) : min(start.x, end.x)
      let bulge = reach + side * (36 + 0.22 * abs(start.y - end.y))
      return Curve(start: start, first: Point(bulge, start.y), second: Point(bulge, end.y), end: end)
    }
    let isRightward = a.centre.x < b.centre.x
    let start = Point(isRightward ? a.right : a.x, a.centre.y)
    let end = Point(isRightward ? b.x : b.right, b.centre.y)
    let middle = (start.x + end.x) / 2
    return Curve(start: start, first: Point(middle, start.y), second: Point(middle, end.y), end: end)
  }
}
