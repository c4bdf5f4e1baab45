/// Where everything of a ``GraphPicture`` stands.
public struct GraphLayout: Sendable {
  /// A line with what its ends look like.
  struct Connection: Sendable {
    var path: SVGPath
    var isInferred: Bool
    /// The tips of arrows, with the direction they point to: 1 to the right, -1 to the left.
    var arrows: [(tip: Point, direction: Double)] = []
    var isCrossing = false
  }

  /// The name of a relation.
  struct RelationLabel: Sendable {
    var block: TextBlock
    var box: Box
  }

  struct LegendItem: Sendable {
    var block: TextBlock
    var box: Box
    var mark: LegendMark
  }

  enum LegendMark: Sendable {
    case kind(Int)
    case stated, inferred
  }

  /// By node.
  public internal(set) var nodes: [Box] = []
  var nodeBlocks: [TextBlock] = []
  var relations: [RelationLabel] = []
  var connections: [Connection] = []
  /// Sentences beneath the picture.
  var notes: [(block: TextBlock, box: Box)] = []
  var legend: [LegendItem] = []
  /// Everything that is shown.
  public internal(set) var bounds = Box(x: 0, y: 0, width: 0, height: 0)

  /// The boxes of all texts: of nodes, relations, notes and legend.
  public var labels: [Box] { nodes + relations.map(\.box) + notes.map(\.box) + legend.map(\.box) }
}
