import Foundation
import RDF
import SeededNumbers

/// Random graphs of awkward terms; the same seed gives the same graph.
struct GraphGenerator: RandomNumberGenerator {
  private var numbers: SeededGenerator

  init(seed: UInt64) { numbers = SeededGenerator(seed: seed) }

  /// How many seeds a property is tried with: a few, unless `KGASSIST_FUZZ_ROUNDS` asks for more.
  static func seeds(_ few: UInt64) -> Range<UInt64> {
    0..<(ProcessInfo.processInfo.environment["KGASSIST_FUZZ_ROUNDS"].flatMap { UInt64($0) } ?? few)
  }

  mutating func next() -> UInt64 { numbers.next() }

  mutating func graph(_ count: Int) -> [Triple] { (0..<count).map { _ in triple(depth: 0) } }

  /// Quads sorted by graph, as writers like them.
  mutating func dataset(_ count: Int) -> [Quad] {
    let graphs: [Term?] = [nil, iri(), blank(), iri()]
    return graphs.flatMap { name in self.graph(count / 4).map { Quad($0, graph: name) } }
  }

  private mutating func triple(depth: Int) -> Triple {
    Triple(Bool.random(using: &self) ? iri() : blank(), iri(), object(depth: depth))
  }

  private mutating func object(depth: Int) -> Term {
    switch Int.random(in: 0..<8, using: &self) {
    case 0: iri()
    case 1: blank()
    case 2: .literal(Literal(text(), language: ["en", "de-at", "zh-hans"].randomElement(using: &self)!))
    case 3: .literal(Literal(["1", "-07", "+3", "true", "1.5", "1e3", "", "NaN"].randomElement(using: &self)!, datatype: datatype()))
    case 4: .literal(Literal(text(), language: "ar", direction: Bool.random(using: &self) ? .rightToLeft : .leftToRight))
    case 5 where depth < 3: .triple(triple(depth: depth + 1))
    default: .literal(Literal(text(), datatype: datatype()))
    }
  }

  private mutating func datatype() -> String {
    [Vocabulary.XSD.string, Vocabulary.XSD.integer, Vocabulary.XSD.boolean, Vocabulary.XSD.decimal, "urn:x:type"].randomElement(using: &self)!
  }

  private mutating func iri() -> Term {
    let namespaces = [Vocabulary.medical, Vocabulary.RDFS.namespace, "http://example.org/ü/", "urn:x:", Vocabulary.RDF.namespace]
    let locals = ["type", "a.b", "a.", ".a", "-", "a-", "é", "e\u{301}", "%41", "x/y", "", "1", "a:b", "_", "longer_name-1.2"]
    return .iri(namespaces.randomElement(using: &self)! + locals.randomElement(using: &self)!)
  }

  private mutating func blank() -> Term { .blank(["a", "b1", "c.d", "e-f", "1", "ü"].randomElement(using: &self)!) }

  private mutating func text() -> String {
    let pieces = [
      "\"", "\\", "\n", "\r", "\t", "'", "'''", "\"\"\"", "a", " ", "ä", "😀", "\u{1}", "\u{7F}", "\u{85}", "\0", ".", "@en", "^^", "\\u0041", "\u{FFFE}",
      "\u{FFFF}", "\u{8}", "\u{C}", "<<(", ")>>", "{|",
    ]
    return (0..<Int.random(in: 0...8, using: &self)).map { _ in pieces.randomElement(using: &self)! }.joined()
  }
}
