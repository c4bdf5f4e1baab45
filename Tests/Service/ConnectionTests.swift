import Service
import Testing
import Wire

@Suite struct ConnectionTests {
  @Test func oneConnectionCarriesManyRequests() async throws {
    let daemon = try await TestDaemon.start()
    let client = try TestClient(daemon.socket)
    for _ in 0..<3 {
      try await client.send("GET /version HTTP/1.1\r\nHost: h\r\n\r\n")
      #expect(try await client.reply().status == 200)
    }
    try await client.send("GET /version HTTP/1.1\r\nHost: h\r\n\r\nGET /nothing HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
    let text = String(decoding: try await client.rest(), as: UTF8.self)
    #expect(text.contains("HTTP/1.1 200 OK") && text.contains("HTTP/1.1 404 Not Found"))
    await daemon.endAndRemove()
  }

  @Test func aBodyIsCalledForWhereTheClientWaits() async throws {
    let daemon = try await TestDaemon.start()
    let client = try TestClient(daemon.socket)
    try await client.send("POST /v1/documents?name=a.txt HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
    #expect(String(decoding: try await client.receive(), as: UTF8.self).hasPrefix("HTTP/1.1 100 "))
    try await client.send("Hello")
    #expect(try await client.reply().status == 202)
    await daemon.endAndRemove()
  }

  @Test(arguments: [
    ("GET / HTTP/1.1\r\nHost: h\r\nOrigin: http://x\r\n\r\n", 403), ("GET / HTTP/1.1\nHost: h\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999\r\n\r\n", 413),
    ("GET /" + String(repeating: "a", count: 9000) + " HTTP/1.1\r\n\r\n", 431),
  ])
  func aRefusedRequestIsToldWhyAndTheConnectionEnds(text: String, status: Int) async throws {
    let daemon = try await TestDaemon.start()
    let client = try TestClient(daemon.socket)
    try await client.send(text)
    let reply = try await client.reply()
    #expect(reply.status == status)
    #expect(reply.error?.message.isEmpty == false)
    #expect(try await client.rest().isEmpty)
    await daemon.endAndRemove()
  }

  @Test func aSlowHeadIsNotWaitedFor() async throws {
    let daemon = try await TestDaemon.start { $0.timeouts.head = .milliseconds(150) }
    let client = try TestClient(daemon.socket)
    try await client.send("GET /version HTTP/1.1\r\nHo")
    #expect(try await client.reply().status == 408)
    let silent = try TestClient(daemon.socket)
    #expect(try await silent.rest().isEmpty)
    await daemon.endAndRemove()
  }

  @Test func dribblingDoesNotStretchTheHeadsTime() async throws {
    let daemon = try await TestDaemon.start { $0.timeouts.head = .milliseconds(200) }
    let client = try TestClient(daemon.socket)
    let dribble = Task {
      for byte in Array("GET /version HTTP/1.1\r\nHost: h\r\nX: ".utf8) + [UInt8](repeating: 0x61, count: 200) {
        try await client.send([byte])
        try await Task.sleep(for: .milliseconds(20))
      }
    }
    #expect(try await client.reply().status == 408)
    dribble.cancel()
    await daemon.endAndRemove()
  }

  @Test func aBodyThatStopsComingIsNotWaitedFor() async throws {
    let daemon = try await TestDaemon.start { $0.timeouts.bodyIdle = .milliseconds(150) }
    let client = try TestClient(daemon.socket)
    try await client.send("POST /v1/ask HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n{")
    #expect(try await client.reply().status == 408)
    await daemon.endAndRemove()
  }

  @Test func jsonRPCIsRefusedInItsOwnLanguage() async throws {
    let daemon = try await TestDaemon.start()
    let client = try TestClient(daemon.socket)
    try await client.send(#"{"jsonrpc":"2.0","id":1,"method":"initialize"}"# + "\n")
    let line = String(decoding: try await client.rest(), as: UTF8.self)
    #expect(line.hasPrefix(#"{"jsonrpc":"2.0""#) && line.hasSuffix("\n") && line.contains(#""error""#))
    let other = try TestClient(daemon.socket)
    try await other.send([0x16, 0x03, 0x01])
    #expect(try await other.rest().isEmpty)
    await daemon.endAndRemove()
  }

  @Test func pathsAndMethodsThatAreNotThereAreTold() async throws {
    let daemon = try await TestDaemon.start()
    #expect(try await daemon.request("GET", "/nothing").status == 404)
    let wrong = try await daemon.request("DELETE", "/v1/ask")
    #expect(wrong.status == 405 && wrong.error?.message.contains("POST") == true)
    await daemon.endAndRemove()
  }
}
