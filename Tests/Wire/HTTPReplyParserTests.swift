import Testing
import Wire

@Suite struct HTTPReplyParserTests {
  private func parts(_ bytes: [UInt8], piece: Int) throws -> (status: Int, body: [UInt8], ended: Bool) {
    var parser = HTTPReplyParser()
    var result = (status: 0, body: [UInt8](), ended: false)
    for start in stride(from: 0, to: bytes.count, by: piece) {
      parser.append(bytes[start..<min(bytes.count, start + piece)])
      while let part = try parser.next() {
        switch part {
        case .head(let status, _): result.status = status
        case .body(let more): result.body += more
        case .end: result.ended = true
        }
      }
    }
    return result
  }

  @Test(arguments: [1, 2, 7, 1000]) func aReplyIsReadInPiecesOfAnySize(piece: Int) throws {
    let reply = HTTPReply(status: 404, contentType: "text/plain", body: Array("nothing here".utf8))
    let read = try parts(HTTPReply.goOn + reply.serialised(close: false), piece: piece)
    #expect(read.status == 404)
    #expect(read.body == reply.body)
    #expect(read.ended)
  }

  @Test func aReplyWithoutLengthEndsWithTheConnection() throws {
    var parser = HTTPReplyParser()
    parser.append(HTTPReply.eventStreamHead + Array("data: x\n\n".utf8))
    guard case .head(200, let headers)? = try parser.next() else { throw HTTPProblem(500, "test", "no head") }
    #expect(headers["content-type"] == "text/event-stream")
    #expect(try parser.next() == .body(Array("data: x\n\n".utf8)))
    #expect(try parser.next() == nil)
    #expect(try parser.finish() == .end)
  }

  @Test func aReplyThatBreaksOffIsNotTakenForWhole() throws {
    var parser = HTTPReplyParser()
    parser.append(Array("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc".utf8))
    while try parser.next() != nil {}
    #expect(throws: HTTPProblem.self) { try parser.finish() }
  }

  @Test(arguments: ["SSH-2.0-OpenSSH\n", "HTTP/2 200\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n"])
  func anotherProgramBehindTheSocketIsNoticed(text: String) {
    var parser = HTTPReplyParser()
    parser.append(Array(text.utf8))
    #expect(throws: HTTPProblem.self) { while try parser.next() != nil {} }
  }
}
