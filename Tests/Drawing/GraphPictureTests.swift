import Drawing
import Foundation
import SeededNumbers
import Testing

@Suite struct GraphPictureTests {
  private static let words = [
    "metformin", "type 2 diabetes", "estimated glomerular filtration rate", "HbA1c", "a", "Überdruck", "生物学的製剤", "kidney",
    "acceptance-test-driven-development", "renin-angiotensin-aldosterone system of the kidney and the vessels", "<script>", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "",
  ]

  private static func random(_ seed: UInt64) -> GraphPicture {
    var numbers = SeededGenerator(seed: seed)
    let count = [1, 2, 6, 16, 41, 90, 200].randomElement(using: &numbers)!
    let nodes = (0..<count).map { _ in
      GraphPicture.Node(
        (0..<Int.random(in: 1...3, using: &numbers)).map { _ in words.randomElement(using: &numbers)! }.joined(separator: " "),
        kind: (0..<10).randomElement(using: &numbers).map { "kind \($0)" })
    }
    let density = [0.5, 1, 2, 4].randomElement(using: &numbers)!
    let isStar = Bool.random(using: &numbers)
    let edges = (0..<Int(Double(count) * density)).map { _ in
      GraphPicture.Edge(
        from: isStar && Bool.random(using: &numbers) ? 0 : Int.random(in: 0..<count, using: &numbers),
        to: Int.random(in: 0..<count, using: &numbers),
        label: ["treats", "is a first-line treatment for", "can have the adverse effect", "r"].randomElement(using: &numbers)!,
        isInferred: Bool.random(using: &numbers))
    }
    return GraphPicture(nodes: nodes, edges: edges, focus: Int.random(in: 0..<count, using: &numbers), hidden: Int.random(in: 0...2, using: &numbers))
  }

  @Test(arguments: UInt64(1)...120) func noTwoLabelsOverlap(seed: UInt64) {
    let layout = Self.random(seed).layout()
    let labels = layout.labels
    for first in labels.indices {
      #expect(layout.bounds.contains(labels[first]))
      for second in labels.indices where second > first {
        #expect(!labels[first].overlaps(labels[second]), "labels \(first) and \(second) of seed \(seed) overlap")
      }
    }
  }

  @Test(arguments: UInt64(1)...20) func everyEdgeIsDrawnOrToldOrCounted(seed: UInt64) throws {
    let picture = Self.random(seed)
    let svg = picture.svg()
    // Names stand escaped in the document, each in the title of its node.
    #expect(svg.components(separatedBy: "<g><title>").count - 1 == picture.nodes.count)
    #expect(picture.svg() == svg, "the same graph gives the same picture")
  }

  @Test func theDocumentIsWellFormedWhateverTheNamesAre() throws {
    let picture = GraphPicture(
      nodes: [.init("a <b> & \"c\"\u{0}\u{1B}[31m\u{202E}", kind: "k&k"), .init("]]>", kind: "<!--")], edges: [.init(from: 0, to: 1, label: "</text>")])
    let svg = picture.svg()
    #expect(!svg.contains("\u{1B}") && !svg.contains("\u{202E}") && !svg.contains("\u{0}"))
    #expect(svg.contains("a &lt;b&gt; &amp; &quot;c&quot;"))
    #expect(!svg.contains("</text></text>"))
  }

  @Test func inferredRelationsAreDashedAndSoIsTheLegend() {
    let nodes = [GraphPicture.Node("a", kind: "x"), .init("b", kind: "x"), .init("c", kind: "x")]
    let stated = GraphPicture(nodes: nodes, edges: [.init(from: 0, to: 1, label: "r")])
    #expect(!stated.svg().contains("stroke-dasharray"))
    let inferred = GraphPicture(nodes: nodes, edges: [.init(from: 0, to: 1, label: "r"), .init(from: 0, to: 2, label: "r", isInferred: true)]).svg()
    // One branch with a stated and an inferred child: the child's line and the legend's.
    #expect(inferred.components(separatedBy: "stroke-dasharray").count - 1 == 2)
    #expect(inferred.contains(">inferred</text>"))
  }

  @Test func aCrowdedBranchIsSpreadOverBothSides() {
    let nodes = (0...40).map { GraphPicture.Node("thing \($0)") }
    let layout = GraphPicture(nodes: nodes, edges: (1...40).map { .init(from: 0, to: $0, label: "has") }).layout()
    let right = layout.nodes.dropFirst().filter { $0.x > layout.nodes[0].right }.count
    #expect((15...25).contains(right))
  }

  @Test func whatIsNotDrawnIsSaid() {
    let picture = GraphPicture(nodes: [.init("a")], edges: [.init(from: 0, to: 5, label: "r")], hidden: 3)
    #expect(picture.hidden == 4)
    #expect(picture.svg().contains("4 more relations are not shown."))
  }

  @Test func dotQuotesEveryName() {
    let dot = GraphPicture(
      nodes: [.init("a \"quoted\" \\N name\n"), .init("b")], edges: [.init(from: 0, to: 1, label: "is \\l", isInferred: true)]
    ).dot()
    #expect(dot.contains(#"label="a \"quoted\" \\N name ""#))
    #expect(dot.contains(#"n0 -> n1 [label="is \\l", style=dashed];"#))
  }
}
