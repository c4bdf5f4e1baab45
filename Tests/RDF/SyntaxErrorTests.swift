import RDF
import Testing

@Suite("Bad files are refused where they are bad") struct SyntaxErrorTests {
  private func error(_ text: String, _ format: RDFFormat = .turtle, limits: RDFLimits = RDFLimits()) -> RDFSyntaxError? {
    error(Array(text.utf8), format, limits: limits)
  }

  private func error(_ bytes: [UInt8], _ format: RDFFormat = .turtle, limits: RDFLimits = RDFLimits()) -> RDFSyntaxError? {
    do {
      try RDFReader.read(bytes, format: format, limits: limits) { _, _ in }
      return nil
    } catch { return error as? RDFSyntaxError }
  }

  @Test("An error tells its line and column, whatever ends the lines", arguments: ["\n", "\r", "\r\n"])
  func place(newline: String) throws {
    let text = ["@prefix ex: <urn:x:> .", "# ünï", "ex:a ex:b \"äö\"@en ; ex:c nope:d ."].joined(separator: newline)
    let found = try #require(error(text))
    #expect(found.message == "the prefix \"nope:\" is not declared")
    #expect(found.position.line == 3)
    #expect(found.position.column == 26)
    #expect(Array(text.utf8)[found.position.byteOffset...].starts(with: "nope:d".utf8))
    #expect(found.description == "line 3, column 26: the prefix \"nope:\" is not declared")
  }

  @Test("A triple's position is that of its object") func objectPosition() throws {
    var places: [String] = []
    try RDFReader.read(Array("<urn:a> <urn:b> 1 ,\n  2 .".utf8), format: .turtle) { places.append("\($0.object.literal!.lexical) at \($1)") }
    #expect(places == ["1 at line 1, column 17", "2 at line 2, column 3"])
  }

  @Test("Each of these is refused with a message of its own", arguments: [
    ("<urn:a> <urn:b> \"never closed .\n", "the line ends inside this text"),
    ("<urn:a> <urn:b> \"\"\"never closed .\n", "the file ends inside this text"),
    ("<urn:a> <urn:b> <urn:never closed> .", "an IRI cannot contain \" \""),
    ("<urn:a> <urn:b> <urn:never", "the file ends inside this IRI"),
    ("<urn:a> <urn:b> <relative> .", "<relative> is relative and there is no base IRI; add @base or an absolute IRI"),
    ("<urn:a> <urn:b> <urn:\\u0020> .", "an IRI cannot contain U+20"),
    ("<urn:a> <urn:b> \"\\q\" .", "a text knows the escapes \\t \\b \\n \\r \\f \\\" \\' \\\\ \\u \\U, not this one"),
    ("<urn:a> <urn:b> \"\\uD800\" .", "U+D800 is not a Unicode character"),
    ("<urn:a> <urn:b> \"\\u12\" .", "\\u needs 4 hexadecimal digits"),
    ("<urn:a> <urn:b> \"x\"@ .", "a language tag such as \"en\" is missing after @"),
    ("<urn:a> <urn:b> 1", "the file ends where a dot is missing"),
    ("<urn:a> <urn:b> 1 <urn:c>", "a dot is missing before this"),
    ("<urn:a> <urn:b> [ <urn:c> 1 .", "a ] is missing here"),
    ("<urn:a> <urn:b> ( 1 2", "the file ends where an object is missing"),
    ("<urn:a> \"p\" 1 .", "a predicate is missing here"),
    ("@forbid <urn:a> .", "only @prefix, @base and @version begin with @ here"),
  ])
  func messages(text: String, message: String) { #expect(error(text)?.message == message) }

  @Test("Bytes that are not UTF-8 are refused anywhere in the file", arguments: [
    [0xFF], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC3], [0x80],
  ] as [[UInt8]])
  func utf8(bad: [UInt8]) {
    for (before, after) in [("<urn:a> <urn:b> \"x", "\" ."), ("<urn:a", "> <urn:b> 1 ."), ("# ", "\n"), ("@prefix e", ": <urn:x:> .")] {
      let bytes = Array(before.utf8) + bad + Array(after.utf8)
      #expect(error(bytes)?.message == "this byte is not UTF-8", "after \(before)")
      #expect(error(bytes)?.position.byteOffset == before.utf8.count, "after \(before)")
    }
  }

  @Test("Brackets nested without end are refused before the stack is") func nesting() {
    let deep = String(repeating: "[ <urn:p> ", count: 100_000)
    #expect(error("<urn:a> <urn:b> " + deep)?.message == "brackets are nested deeper than 128")
    #expect(error("<urn:a> <urn:b> " + String(repeating: "(", count: 100_000))?.message == "brackets are nested deeper than 128")
    let allowed = String(repeating: "( ", count: 128) + String(repeating: ") ", count: 128)
    #expect(error("<urn:a> <urn:b> \(allowed) .") == nil)
  }

  @Test("Terms beyond the limits are refused, and terms at the limits are not") func sizes() {
    var limits = RDFLimits()
    limits.literalBytes = 100
    limits.nameBytes = 50
    func text(_ count: Int) -> String { String(repeating: "x", count: count) }
    #expect(error("<urn:a> <urn:b> \"\(text(100))\" .", limits: limits) == nil)
    #expect(error("<urn:a> <urn:b> \"\(text(101))\" .", limits: limits)?.message == "a literal is longer than 100 bytes")
    #expect(error("<urn:a> <urn:b> <urn:\(text(46))> .", limits: limits) == nil)
    #expect(error("<urn:a> <urn:b> <urn:\(text(47))> .", limits: limits)?.message == "an IRI is longer than 50 bytes")
    #expect(error("<urn:a> <urn:b> _:\(text(51)) .", limits: limits)?.message == "a name is longer than 50 bytes")
    #expect(error("<urn:a> <urn:b> \(String(repeating: "1", count: 51)) .", limits: limits)?.message == "a number has more than 50 digits")
  }

  @Test("N-Triples takes no abbreviations", arguments: ["<a> <urn:b> <urn:c> .", "<urn:a> <urn:b> 1 .", "<urn:a> a <urn:b> .", "<urn:a> <urn:b> 'x' .",
    "<urn:a> <urn:b> <urn:c> . <urn:a> <urn:b> <urn:d> .", "<urn:a> <urn:b>\n<urn:c> ."])
  func strict(line: String) { #expect(error(line, .ntriples) != nil) }

  @Test("What the receiver throws ends the reading and comes out") func receiver() {
    struct Enough: Error {}
    var count = 0
    #expect(throws: Enough.self) {
      try RDFReader.read(Array("<urn:a> <urn:b> 1, 2, 3 .".utf8), format: .turtle) { _, _ in
        count += 1
        if count == 2 { throw Enough() }
      }
    }
    #expect(count == 2)
  }
}
