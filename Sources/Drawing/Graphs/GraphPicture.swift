/// Things and the relations between them, seen from one of them.
///
/// ```swift
/// let picture = GraphPicture(nodes: [.init("metformin", kind: "drug"), .init("type 2 diabetes", kind: "disease")],
///   edges: [.init(from: 0, to: 1, label: "treats")], focus: 0)
/// let svg = picture.svg()
/// ```
/// The focus stands in the middle; what it is related to stands left and right of it, one label for all relations of one name, and what those are
/// related to further out. Relations that are no branch of this tree are curves with a label of their own, and where there is no room for that label,
/// a line of text beneath the picture.
public struct GraphPicture: Sendable {
  public struct Node: Sendable, Hashable {
    public var label: String
    /// What the thing is; each kind has a colour.
    public var kind: String?
    /// Shown when a pointer rests on it.
    public var detail: String?

    public init(_ label: String, kind: String? = nil, detail: String? = nil) {
      self.label = label
      self.kind = kind
      self.detail = detail
    }
  }

  public struct Edge: Sendable, Hashable {
    /// Places in ``GraphPicture/nodes``.
    public var from, to: Int
    public var label: String
    /// Drawn dashed: a rule or a model concluded it.
    public var isInferred: Bool

    public init(from: Int, to: Int, label: String, isInferred: Bool = false) {
      self.from = from
      self.to = to
      self.label = label
      self.isInferred = isInferred
    }
  }

  /// More than these cannot be read in one picture; the rest is counted in ``hidden``.
  public static let mostNodes = 300

  public let nodes: [Node]
  public let edges: [Edge]
  public let focus: Int
  public let title: String
  /// Relations that are known and not drawn, which the picture says.
  public let hidden: Int

  /// - Parameters:
  ///   - nodes: not empty; those beyond ``mostNodes`` are left out with their edges.
  ///   - edges: those that name no node are left out.
  ///   - focus: a place in `nodes`.
  public init(nodes: [Node], edges: [Edge], focus: Int = 0, title: String? = nil, hidden: Int = 0) {
    precondition(nodes.indices.contains(focus) && focus < Self.mostNodes, "the focus must be one of the first nodes")
    self.nodes = Array(nodes.prefix(Self.mostNodes))
    let kept = self.nodes.indices
    self.edges = edges.filter { kept.contains($0.from) && kept.contains($0.to) }
    self.focus = focus
    self.title = title ?? nodes[focus].label
    self.hidden = hidden + edges.count - self.edges.count
  }

  /// Kinds, the most frequent first, then by name: the place is the colour.
  var kinds: [String] {
    var counts: [String: Int] = [:]
    for node in nodes { if let kind = node.kind { counts[kind, default: 0] += 1 } }
    return counts.keys.sorted { (-counts[$0]!, $0) < (-counts[$1]!, $1) }
  }
}
