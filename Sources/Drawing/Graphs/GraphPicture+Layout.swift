extension GraphPicture {
  static let nodeFont = FontMetrics(size: 14)
  static let focusFont = FontMetrics(size: 18, isBold: true)
  static let relationFont = FontMetrics(size: 12)
  static let noteFont = FontMetrics(size: 12)
  private static let margin = 24.0

  /// Where everything stands.
  ///
  /// - Complexity: linear in nodes and edges, apart from the places that are tried for the labels of crossing edges.
  public func layout() -> GraphLayout {
    var tree = BranchTree(self)
    var layout = GraphLayout()
    layout.nodeBlocks = nodes.indices.map { node in
      TextBlock(nodes[node].label, font: node == focus ? Self.focusFont : Self.nodeFont, width: node == focus ? 240 : 210)
    }
    let sizes = layout.nodeBlocks.indices.map { node in
      let size = layout.nodeBlocks[node].size
      return node == focus ? Size(size.width + 36, size.height + 24) : Size(size.width + 22, size.height + 10)
    }
    layout.nodes = sizes.map { Box(centre: Point(0, 0), $0) }
    let (right, left) = sides(of: &tree, sizes)
    let blocks = Self.blocks(tree)
    for (branches, direction) in [(right, 1.0), (left, -1.0)] {
      var placing = BranchPlacing(tree, sizes, blocks, direction: direction)
      placing.place(branches, focus: focus, into: &layout)
    }
    placeUnreached(tree, &layout)
    let untold = placeCrossings(tree, &layout)
    layout.bounds = Self.extent(layout)
    placeNotes(untold, &layout)
    placeLegend(&layout)
    layout.bounds = Self.extent(layout).grown(by: Self.margin)
    return layout
  }

  private static func blocks(_ tree: BranchTree) -> [TextBlock] {
    tree.branches.map { TextBlock($0.text, font: relationFont, width: 150) }
  }

  /// The branches of the focus on either side, so that both are about as high. One branch that is most of the picture is cut in two.
  private func sides(of tree: inout BranchTree, _ sizes: [Size]) -> (right: [Int], left: [Int]) {
    func measured(_ tree: BranchTree) -> BranchPlacing { BranchPlacing(tree, sizes, Self.blocks(tree), direction: 1) }
    var placing = measured(tree)
    let whole = tree.leaving[focus].reduce(0) { $0 + placing.height(ofBranch: $1) }
    if let largest = tree.leaving[focus].first(where: { placing.height(ofBranch: $0) > whole * 0.55 }), tree.branches[largest].children.count >= 8 {
      let others = whole - placing.height(ofBranch: largest)
      // As much stays as makes both sides equal.
      var kept = 0
      var height = 0.0
      for child in tree.branches[largest].children where height < (whole - others) / 2 + others / 2 {
        height += placing.height(ofNode: child.node) + BranchPlacing.childGap
        kept += 1
      }
      if kept < tree.branches[largest].children.count { _ = tree.split(largest, keeping: kept) }
      placing = measured(tree)
    }
    var heights = (right: 0.0, left: 0.0)
    var isRight: [Int: Bool] = [:]
    let byHeight = tree.leaving[focus].sorted { (-placing.height(ofBranch: $0), $0) < (-placing.height(ofBranch: $1), $1) }
    for branch in byHeight {
      let height = placing.height(ofBranch: branch) + BranchPlacing.branchGap
      let goesRight = heights.right <= heights.left
      isRight[branch] = goesRight
      if goesRight { heights.right += height } else { heights.left += height }
    }
    return (tree.leaving[focus].filter { isRight[$0] == true }, tree.leaving[focus].filter { isRight[$0] == false })
  }

  /// Nodes that no edge joins to the focus stand in rows beneath.
  private func placeUnreached(_ tree: BranchTree, _ layout: inout GraphLayout) {
    let unreached = nodes.indices.filter { tree.depth[$0] < 0 }
    guard !unreached.isEmpty else { return }
    var reached = layout.nodes[focus]
    for node in nodes.indices where tree.depth[node] >= 0 { reached = reached.union(layout.nodes[node]) }
    for label in layout.relations { reached = reached.union(label.box) }
    let width = max(reached.width, 700)
    let start = reached.centre.x - width / 2
    var (x, y, rowHeight) = (start, reached.bottom + 30, 0.0)
    for node in unreached {
      let size = layout.nodes[node]
      if x > start, x + size.width > start + width { (x, y, rowHeight) = (start, y + rowHeight + 30, 0) }
      layout.nodes[node] = Box(x: x, y: y, width: size.width, height: size.height)
      x += size.width + 30
      rowHeight = max(rowHeight, size.height)
    }
  }

  private static func extent(_ layout: GraphLayout) -> Box {
    layout.labels.dropFirst().reduce(layout.labels[0]) { $0.union($1) }
  }

  private func placeNotes(_ untold: [Edge], _ layout: inout GraphLayout) {
    var sentences = untold.prefix(8).map { "\(nodes[$0.from].label) \($0.label) \(nodes[$0.to].label)" + ($0.isInferred ? " (inferred)" : "") }
    let more = hidden + untold.count - sentences.count
    if more > 0 { sentences.append(more == 1 ? "One more relation is not shown." : "\(more) more relations are not shown.") }
    var y = layout.bounds.bottom + 18
    let width = max(layout.bounds.width, 420)
    for sentence in sentences {
      let block = TextBlock(sentence, font: Self.noteFont, width: width, maxLines: 2)
      layout.notes.append((block, Box(x: layout.bounds.x, y: y, width: block.size.width, height: block.size.height)))
      y += block.size.height + 4
    }
    layout.bounds = Self.extent(layout)
  }

  private func placeLegend(_ layout: inout GraphLayout) {
    var items: [(String, GraphLayout.LegendMark)] = []
    let kinds = self.kinds
    for (number, kind) in kinds.prefix(Palette.colours.count).enumerated() { items.append((kind, .kind(number))) }
    let others = kinds.dropFirst(Palette.colours.count)
    if let first = others.first { items.append((others.count == 1 ? first : "other kinds", .kind(Palette.colours.count))) }
    if edges.contains(where: \.isInferred) {
      items.append(("stated", .stated))
      items.append(("inferred", .inferred))
    }
    let width = max(layout.bounds.width, 420)
    let start = layout.bounds.x
    var (x, y) = (start, layout.bounds.bottom + 24)
    for (text, mark) in items {
      let block = TextBlock(text, font: Self.noteFont, width: 220, maxLines: 1)
      let markWidth =
        switch mark {
        case .kind: 22.0
        case .stated, .inferred: 42.0
        }
      let size = Size(block.size.width + markWidth, max(block.size.height, 16))
      if x > start, x + size.width > start + width { (x, y) = (start, y + 24) }
      layout.legend.append(GraphLayout.LegendItem(block: block, box: Box(x: x, y: y, width: size.width, height: size.height), mark: mark))
      x += size.width + 20
    }
  }
}
