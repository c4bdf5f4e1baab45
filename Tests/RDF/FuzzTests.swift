import RDF
import Testing

/// Properties over random input. More rounds: `KGASSIST_FUZZ_ROUNDS=2000 Tests/run.sh fuzz`.
@Suite("Whatever the bytes are, reading them is well behaved: fuzz") struct FuzzTests {
  /// What reading gave: every statement and where, every error and where, in order.
  private func trace(_ pieces: [[UInt8]], _ format: RDFFormat, lenient: Bool) throws -> [String] {
    var trace: [String] = []
    var rest = pieces[...]
    var limits = RDFLimits()
    limits.nesting = 20
    do {
      try RDFReader.readQuads(
        chunks: { rest.popFirst() }, format: format, base: "urn:base:", limits: limits,
        mode: lenient ? .lenient { trace.append("skipped \($0) \($0.range)") } : .strict
      ) { trace.append("\($0) \($1) \($1.byteOffset)") }
    } catch let error as RDFSyntaxError { trace.append("ended \(error) \(error.range.lowerBound)") }
    return trace
  }

  private func cut(_ bytes: [UInt8], _ generator: inout GraphGenerator) -> [[UInt8]] {
    let longest = [1, 3, 40].randomElement(using: &generator)!
    var pieces: [[UInt8]] = []
    var place = 0
    while place < bytes.count {
      let end = min(bytes.count, place + Int.random(in: 1...longest, using: &generator))
      pieces.append(Array(bytes[place..<end]))
      if Int.random(in: 0..<9, using: &generator) == 0 { pieces.append([]) }
      place = end
    }
    return pieces
  }

  /// Bytes changed, doubled, dropped and swapped, and pieces of syntax thrown in.
  private func mutate(_ bytes: [UInt8], _ generator: inout GraphGenerator) -> [UInt8] {
    let salt = [
      "<<", "<<(", ")>>", ">>", "{|", "|}", "{", "}", "[", "]", "(", ")", "~", ".", ";", ",", "\"", "'''", "\"\"\"", "\\", "\\uD800", "@en--ltr", "@",
      "^^", "#", "\n", "\r\n", "GRAPH", "@prefix", "PREFIX : <", "VERSION \"1.2\"", "_:", "<urn:x y>", "%4", "1e", "\u{FEFF}", "a",
    ].map { Array($0.utf8) } + [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0]]
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...6, using: &generator) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      let length = min(bytes.count - place, Int.random(in: 1...12, using: &generator))
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
      case 1: bytes.removeSubrange(place..<place + length)
      case 2: bytes.insert(contentsOf: bytes[place..<place + length], at: Int.random(in: 0...bytes.count, using: &generator))
      case 3: bytes.removeLast(length)
      default: bytes.insert(contentsOf: salt.randomElement(using: &generator)!, at: place)
      }
    }
    return bytes
  }

  @Test("A file read whole and in pieces gives the same, good or bad, skipping or not", arguments: GraphGenerator.seeds(120))
  func pieces(seed: UInt64) throws {
    var generator = GraphGenerator(seed: seed)
    for format in RDFFormat.allCases {
      let good = RDFWriter.bytes(quads: generator.dataset(16), format: format)
      for bytes in [good, mutate(good, &generator), mutate(good, &generator)] {
        for lenient in [false, true] {
          let whole = try trace([bytes], format, lenient: lenient)
          #expect(try trace(cut(bytes, &generator), format, lenient: lenient) == whole)
        }
      }
    }
  }

  @Test("What was read from a damaged file reads back as the same graph after writing", arguments: GraphGenerator.seeds(120))
  func serialised(seed: UInt64) throws {
    var generator = GraphGenerator(seed: seed &+ 1_000_000)
    for format in RDFFormat.allCases {
      let bytes = mutate(RDFWriter.bytes(quads: generator.dataset(12), format: format), &generator)
      var quads: [Quad] = []
      try RDFReader.readQuads(bytes, format: format, base: "urn:base:", mode: .lenient { _ in }) { quad, _ in quads.append(quad) }
      for target in [RDFFormat.nquads, .trig] {
        var again: [Quad] = []
        try RDFReader.readQuads(RDFWriter.bytes(quads: quads, format: target), format: target) { quad, _ in again.append(quad) }
        #expect(GraphIsomorphism.areEqual(quads, again), "seed \(seed) \(format) \(target)")
      }
    }
  }

  @Test("Bytes without any sense end in an error or a graph, never otherwise", arguments: GraphGenerator.seeds(120))
  func noise(seed: UInt64) throws {
    var generator = GraphGenerator(seed: seed &+ 2_000_000)
    let alphabet = Array("<>\"'.;,()[]{}|~@^_:#\\ \n\tabg1-+eu%".utf8) + [0xC3, 0xA4, 0xFF, 0]
    let bytes = (0..<200).map { _ in alphabet.randomElement(using: &generator)! }
    for format in RDFFormat.allCases {
      _ = try trace([bytes], format, lenient: false)
      let skipping = try trace([bytes], format, lenient: true)
      #expect(!skipping.contains { $0.hasPrefix("ended") })
    }
  }

  @Test("Skipping loses no statement of a line-based file but the damaged ones", arguments: GraphGenerator.seeds(60))
  func skipping(seed: UInt64) throws {
    var generator = GraphGenerator(seed: seed &+ 3_000_000)
    let quads = generator.dataset(20)
    var lines = quads.map { Array(RDFWriter.bytes(quads: [$0], format: .nquads)) }
    let bad = Set((0..<5).map { _ in Int.random(in: 0..<lines.count, using: &generator) })
    for place in bad { lines[place] = [UInt8(ascii: "!")] + lines[place] }
    var found: [Quad] = []
    var errors: [RDFSyntaxError] = []
    try RDFReader.readQuads(Array(lines.joined()), format: .nquads, mode: .lenient { errors.append($0) }) { quad, _ in found.append(quad) }
    #expect(found == quads.enumerated().filter { !bad.contains($0.offset) }.map(\.element))
    #expect(errors.map(\.position.line) == bad.sorted().map { $0 + 1 })
  }
}
