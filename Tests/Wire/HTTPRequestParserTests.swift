import SeededNumbers
import Testing
import Wire

@Suite struct HTTPRequestParserTests {
  /// What came of some bytes: the requests, and the problem that ended them.
  struct Outcome: Equatable {
    var requests: [HTTPRequest] = []
    var problem: HTTPProblem?
  }

  private static func parse(_ pieces: [ArraySlice<UInt8>], limits: HTTPLimits = .contract) -> Outcome {
    var parser = HTTPRequestParser(limits: limits)
    var outcome = Outcome()
    for piece in pieces {
      parser.append(piece)
      do throws(HTTPProblem) {
        while let request = try parser.next() { outcome.requests.append(request) }
      } catch {
        outcome.problem = error
        return outcome
      }
    }
    return outcome
  }

  private static func parse(_ text: String, limits: HTTPLimits = .contract) -> Outcome {
    parse([Array(text.utf8)[...]], limits: limits)
  }

  private static func problem(_ text: String) -> String? { parse(text).problem?.code }

  @Test func aRequestIsReadWithAllItsParts() throws {
    let outcome = Self.parse(
      "POST /v1/documents/a%2Fb?name=x%20y&domain=code+base&flag HTTP/1.1\r\nHost: h\r\nX-Thing:  value \r\nContent-Length: 4\r\n\r\nbody")
    let request = try #require(outcome.requests.first)
    #expect(request.method == "POST")
    #expect(request.path == ["v1", "documents", "a/b"])
    #expect(request.query == ["name": "x y", "domain": "code base", "flag": ""])
    #expect(request.headers["x-thing"] == "value")
    #expect(request.body == Array("body".utf8))
    #expect(outcome.problem == nil)
  }

  @Test func severalRequestsFollowEachOther() {
    let one = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"
    let two = "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc"
    let outcome = Self.parse(one + two + one)
    #expect(outcome.requests.map(\.method) == ["GET", "POST", "GET"])
    #expect(outcome.requests[0].path.isEmpty)
  }

  @Test(arguments: [
    ("GET / HTTP/1.1\nHost: h\r\n\r\n", "bare_line_feed"),
    ("GET / HTTP/1.1\r\nHo\rst: h\r\n\r\n", "bare_carriage_return"),
    ("GET / HTTP/1.1\r\nHost: h\r\nA: b\r\n c\r\n\r\n", "folded_header"),
    ("GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n", "transfer_encoding"),
    ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na", "duplicate_length"),
    ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: +1\r\n\r\na", "content_length"),
    ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1, 1\r\n\r\na", "content_length"),
    ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length:\r\n\r\na", "content_length"),
    ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999\r\n\r\na", "content_length"),
    ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 33554433\r\n\r\n", "body_too_large"),
    ("GET / HTTP/1.1\r\nHost: h\r\nOrigin: http://evil.example\r\n\r\n", "origin"),
    ("GET / HTTP/1.1\r\nHost: h\r\nHost: i\r\n\r\n", "duplicate_host"),
    ("GET / HTTP/1.1\r\nA: b\r\n\r\n", "host_missing"),
    ("GET / HTTP/1.0\r\nHost: h\r\n\r\n", "version"),
    ("GET  / HTTP/1.1\r\nHost: h\r\n\r\n", "request_line"),
    ("get / HTTP/1.1\r\nHost: h\r\n\r\n", "request_line"),
    ("GET http://h/ HTTP/1.1\r\nHost: h\r\n\r\n", "target"),
    ("GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n", "target"),
    ("GET /%00 HTTP/1.1\r\nHost: h\r\n\r\n", "target"),
    ("GET /?a=1&a=2 HTTP/1.1\r\nHost: h\r\n\r\n", "query"),
    ("GET / HTTP/1.1\r\nHost: h\r\nA : b\r\n\r\n", "header_name"),
    ("GET / HTTP/1.1\r\nHost: h\r\nno colon\r\n\r\n", "header_name"),
    ("GET / HTTP/1.1\r\nHost: h\r\nA: \u{1}\r\n\r\n", "header_value"),
    ("GET / HTTP/1.1\r\nHost: h\r\nExpect: miracles\r\n\r\n", "expectation"),
  ])
  func whatCouldBeReadInTwoWaysIsRefused(text: String, code: String) {
    #expect(Self.problem(text) == code)
  }

  @Test func anEmptyOriginIsTaken() {
    #expect(Self.parse("GET / HTTP/1.1\r\nHost: h\r\nOrigin:\r\n\r\n").requests.count == 1)
  }

  @Test func everyLimitHoldsToTheByte() {
    let host = "Host: h\r\n"
    func line(_ length: Int) -> String { "GET /" + String(repeating: "a", count: length - 14) + " HTTP/1.1\r\n" + host + "\r\n" }
    #expect(Self.parse(line(8192)).requests.count == 1)
    #expect(Self.problem(line(8193)) == "request_line_too_long")
    func headers(_ count: Int) -> String {
      "GET / HTTP/1.1\r\n" + host + (1..<count).map { "A\($0): b\r\n" }.joined() + "\r\n"
    }
    #expect(Self.parse(headers(64)).requests.count == 1)
    #expect(Self.problem(headers(65)) == "too_many_headers")
    func bytes(_ count: Int) -> String {
      "GET / HTTP/1.1\r\n" + host + "A: " + String(repeating: "b", count: count - host.utf8.count - 5) + "\r\n\r\n"
    }
    #expect(Self.parse(bytes(16384)).requests.count == 1)
    #expect(Self.problem(bytes(16385)) == "headers_too_long")
  }

  @Test func aLineWithoutAnEndIsRefusedBeforeItEnds() {
    var parser = HTTPRequestParser()
    parser.append(Array(repeating: UInt8(ascii: "A"), count: 9000))
    #expect(throws: HTTPProblem.self) { try parser.next() }
    // And again, whatever follows.
    parser.append(Array("GET / HTTP/1.1\r\nHost: h\r\n\r\n".utf8))
    #expect(throws: HTTPProblem.self) { try parser.next() }
  }

  @Test func continueIsAskedForOnceAndOnlyBeforeTheBody() throws {
    var parser = HTTPRequestParser()
    parser.append(Array("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n".utf8))
    #expect(try parser.next() == nil)
    let asked = [parser.takeContinueRequest(), parser.takeContinueRequest()]
    #expect(asked == [true, false])
    parser.append(Array("ok".utf8))
    #expect(try parser.next()?.body == Array("ok".utf8))
  }

  /// Whatever the bytes are and wherever they are cut, the same comes of them as in one piece.
  @Test func piecesMeanTheSameAsTheWhole() {
    var random = SeededGenerator(seed: 20_260)
    var refused = 0
    for _ in 0..<4000 {
      let bytes = Self.mutated(Self.message(&random), &random)
      var limits = HTTPLimits()
      if Bool.random(using: &random) { (limits.requestLine, limits.headerBytes, limits.headerCount, limits.body) = (40, 80, 3, 20) }
      let whole = Self.parse([bytes[...]], limits: limits)
      let pieces = Self.parse(Self.cut(bytes, &random), limits: limits)
      #expect(whole == pieces, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
      if whole.problem != nil { refused += 1 }
    }
    // Both kinds were met, or this would have shown nothing.
    #expect(refused > 400 && refused < 3600, "\(refused)")
  }

  @Test func aSerialisedRequestReadsBackAsItWas() {
    var random = SeededGenerator(seed: 7)
    let letters = Array("ab/ %+?&=ü€\u{1F600}#\"")
    func word() -> String { String((0..<Int.random(in: 1...8, using: &random)).map { _ in letters.randomElement(using: &random)! }) }
    for _ in 0..<500 {
      var query: [String: String] = [:]
      for _ in 0..<Int.random(in: 0...3, using: &random) { query[word()] = word() }
      let body = (0..<Int.random(in: 0...50, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      let request = HTTPRequest(method: "POST", path: [word(), word()], query: query, body: body)
      let read = Self.parse([request.serialised()[...]])
      #expect(read.requests.count == 1)
      #expect(read.requests.first?.path == request.path)
      #expect(read.requests.first?.query == query)
      #expect(read.requests.first?.body == body)
    }
  }

  private static func message(_ random: inout SeededGenerator) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let body = String(repeating: "x", count: Int.random(in: 0...30, using: &random))
      let path = ["/", "/v1/ask", "/v1/documents?name=a%20b", "/%C3%BC"].randomElement(using: &random)!
      var text = "POST \(path) HTTP/1.1\r\nHost: h\r\n"
      if Bool.random(using: &random) { text += "Accept: */*\r\nX: y\r\n" }
      if !body.isEmpty { text += "Content-Length: \(body.utf8.count)\r\n" }
      bytes += Array((text + "\r\n" + body).utf8)
    }
    return bytes
  }

  private static func mutated(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 0...2, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.remove(at: place)
      case 2: bytes.insert([13, 10, 32, 58, 0].randomElement(using: &random)!, at: place)
      default: bytes.removeSubrange(place...)
      }
    }
    return bytes
  }

  private static func cut(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [ArraySlice<UInt8>] {
    var pieces: [ArraySlice<UInt8>] = []
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + Int.random(in: 1...12, using: &random))
      pieces.append(bytes[start..<end])
      start = end
    }
    return pieces
  }
}
