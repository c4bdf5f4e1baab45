import Testing
import Wire

@Suite struct ServerSentEventTests {
  @Test func eventsReadBackAsTheyWereWritten() {
    let events = [
      ServerSentEvent(name: "token", data: "one line"), ServerSentEvent(name: nil, data: "[DONE]"),
      ServerSentEvent(name: "citation", data: "two\nlines with: colons and ünïcode"), ServerSentEvent(name: "x", data: " "),
    ]
    let bytes = events.flatMap(\.serialised)
    for size in [1, 3, 8, bytes.count] {
      var parser = ServerSentEventParser()
      var read: [ServerSentEvent] = []
      for start in stride(from: 0, to: bytes.count, by: size) { read += parser.take(bytes[start..<min(bytes.count, start + size)]) }
      #expect(read == events)
    }
  }

  @Test func linesMayEndWithCarriageReturns() {
    var parser = ServerSentEventParser()
    #expect(parser.take(Array("event: a\r\ndata: b\r\n\r\n: a remark\r\n\r\n".utf8)) == [ServerSentEvent(name: "a", data: "b")])
  }
}
