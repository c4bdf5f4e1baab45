import RDF
import Testing

@Suite("A bad statement can be left out") struct LenientTests {
  private func read(_ text: String, _ format: RDFFormat) throws -> (objects: [String], errors: [RDFSyntaxError]) {
    var objects: [String] = []
    var errors: [RDFSyntaxError] = []
    try RDFReader.readQuads(Array(text.utf8), format: format, mode: .lenient { errors.append($0) }) { quad, _ in
      objects.append(quad.triple.object.literal?.lexical ?? quad.triple.object.description)
    }
    return (objects, errors)
  }

  @Test("Turtle goes on behind the statement that is bad, wherever it is bad", arguments: [
    "<urn:s> <urn:p> nope:x .", "<urn:s> <urn:p> 9, 8 ; nope:p 7 .", "<urn:s> <urn:p> [ <urn:q> 9 ; ] , ( 8 nope:x ) .", "<urn:s> <urn:p> <urn:a b> .",
    "<urn:s> <urn:p> \"9.8 . never closed .", "<urn:s> <urn:p> \"a . b\" nope . # . \"", "<urn:s> nope . ", "<urn:s> <urn:p> \"\"\"long . \n . text\"\"\"@- .",
    "@nope <urn:x> .", "<urn:s> <urn:p> <<( 1 <urn:p> 2 )>> .", "<urn:s> <urn:p> 9 {| <urn:q> nope:x |} .", "} .",
  ])
  func turtle(bad: String) throws {
    let (objects, errors) = try read("<urn:s> <urn:p> 1 .\n\(bad)\n<urn:s> <urn:p> 2 .", .turtle)
    #expect(objects == ["1", "2"])
    #expect(errors.count == 1)
    #expect(errors.first.map { $0.position.line >= 2 && $0.position.line <= 3 } == true)
  }

  @Test("A graph goes on behind a bad statement, and goes as a whole when its name is bad") func trig() throws {
    let inside = try read("<urn:g> { <urn:s> <urn:p> 1 . <urn:s> nope 9 . <urn:s> <urn:p> 2 . <urn:s> nope:p 9 } <urn:h> { <urn:s> <urn:p> 3 }", .trig)
    #expect(inside.objects == ["1", "2", "3"])
    #expect(inside.errors.count == 2)
    let named = try read("nope:g { <urn:s> <urn:p> 9 . <urn:s> <urn:p> 8 } <urn:s> <urn:p> 3 .", .trig)
    #expect(named.objects == ["3"])
    #expect(named.errors.count == 1)
    let open = try read("<urn:g> { <urn:s> <urn:p> 1 .", .trig)
    #expect(open.objects == ["1"])
    #expect(open.errors.map(\.message) == ["the file ends inside a graph, where a } is missing"])
  }

  @Test("An error tells the bytes it is about") func range() throws {
    let text = "<urn:s> <urn:p> nope:x ."
    let error = try #require(try read(text, .turtle).errors.first)
    #expect(String(decoding: Array(text.utf8)[error.range], as: UTF8.self) == "nope:")
  }

  @Test("What the closures throw ends the reading") func thrown() {
    struct Enough: Error {}
    #expect(throws: Enough.self) {
      try RDFReader.readQuads(Array("nope nope .".utf8), format: .turtle, mode: .lenient { _ in throw Enough() }) { _, _ in }
    }
    #expect(throws: Enough.self) {
      try RDFReader.readQuads(Array("<urn:s> <urn:p> 1 .".utf8), format: .turtle, mode: .lenient { _ in }) { _, _ in throw Enough() }
    }
  }

  @Test("A gigabyte without an end costs no more than the limit", arguments: ["\"", "<urn:", "_:", "<urn:s> <urn:p> \"\"\"", "[", "<<", "#"])
  func endless(start: String) throws {
    let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
    var left = 1024
    var first: [UInt8]? = Array(start.utf8)
    var error: RDFSyntaxError?
    do {
      try RDFReader.readQuads(
        chunks: {
          if let start = first {
            first = nil
            return start
          }
          left -= 1
          return left >= 0 ? piece : nil
        }, format: .turtle
      ) { _, _ in }
    } catch let syntax as RDFSyntaxError { error = syntax }
    // A comment is passed over; everything else is refused after the largest term's bytes, long before its end.
    if start == "#" { #expect(error == nil) } else {
      #expect(error != nil)
      #expect(left > 1000)
    }
  }
}
