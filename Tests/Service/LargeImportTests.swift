import Foundation
import Service
import Testing
import Wire

@Suite struct LargeImportTests {
  /// Statements with long texts, together above what a body in memory may have.
  private static func statements(_ count: Int) -> String {
    let text = String(repeating: "a long review of a small thing ", count: 6000)
    return (0..<count).map { "<urn:x:\($0)> <urn:x:says> \"\($0) \(text)\" .\n" }.joined()
  }

  private func passing(_ daemon: TestDaemon) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: daemon.folder + "/state").filter { $0.hasPrefix(".outgoing") }
  }

  @Test func aFileAboveTheLimitOfABodyIsImportedWhole() async throws {
    let daemon = try await TestDaemon.start()
    let body = Self.statements(190)
    #expect(body.utf8.count > HTTPLimits.contract.body)
    let reply = try await daemon.request("POST", "/v1/graph/import", ["name": "large.nt"], body: body)
    #expect(reply.status == 200, "\(reply.text.prefix(300))")
    #expect(try reply.decoded(GraphImportShape.self).added == 190)
    let again = try await daemon.request("POST", "/v1/graph/import", ["name": "large.nt"], body: body)
    #expect(try again.decoded(GraphImportShape.self).unchanged)
    let wrong = try await daemon.request("POST", "/v1/graph/import", ["name": "wrong.nt"], body: body + "<urn:x:a> nothing .\n")
    #expect(wrong.status == 422 && wrong.error?.message.contains("line 191") == true, "\(wrong.text.prefix(300))")
    // The file goes away with its request, which outlives the reply by a moment.
    while try !passing(daemon).isEmpty { try await Task.sleep(for: .milliseconds(10)) }
    #expect(try await daemon.request("GET", "/v1/verify").decoded(VerificationShape.self).problems == [])
    await daemon.endAndRemove()
  }

  @Test(arguments: [
    ("/v1/graph/import?name=a.nt", 5 << 30, 413), ("/v1/documents?name=a.nt", 40 << 20, 413), ("/v1/ask", 40 << 20, 413),
  ])
  func whatIsNotTakenIsRefusedBeforeItComes(target: String, length: Int, status: Int) async throws {
    let daemon = try await TestDaemon.start()
    let client = try TestClient(daemon.socket)
    try await client.send("POST \(target) HTTP/1.1\r\nHost: h\r\nContent-Length: \(length)\r\n\r\n")
    #expect(try await client.reply().status == status)
    await daemon.endAndRemove()
  }

  @Test func onlyWritersMayFillTheDisk() async throws {
    let daemon = try await TestDaemon.start { $0.rights = Rights(users: [], groups: []) }
    let client = try TestClient(daemon.socket)
    try await client.send("POST /v1/graph/import?name=a.nt HTTP/1.1\r\nHost: h\r\nContent-Length: \(40 << 20)\r\n\r\n")
    let reply = try await client.reply()
    #expect(reply.status == 403 && reply.error?.message.contains("kgassist-writers") == true)
    #expect(try passing(daemon) == [])
    await daemon.endAndRemove()
  }

  @Test func twoAtATimeAreTakenAndOneThatBreaksOffLeavesNothing() async throws {
    let daemon = try await TestDaemon.start()
    let head = "POST /v1/graph/import?name=a.nt HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: \(40 << 20)\r\n\r\n"
    var held: [TestClient] = []
    for _ in 0..<2 {
      let client = try TestClient(daemon.socket)
      try await client.send(head)
      #expect(String(decoding: try await client.receive(), as: UTF8.self).hasPrefix("HTTP/1.1 100 "))
      try await client.send("<urn:a> <urn:b> <urn:c> .\n")
      held.append(client)
    }
    #expect(try passing(daemon).count == 2)
    let third = try TestClient(daemon.socket)
    try await third.send(head)
    #expect(try await third.reply().status == 503)
    for client in held { client.leave() }
    while try !passing(daemon).isEmpty { try await Task.sleep(for: .milliseconds(10)) }
    let small = try await daemon.request("POST", "/v1/graph/import", ["name": "b.nt"], body: "<urn:a> <urn:b> <urn:c> .\n")
    #expect(try small.decoded(GraphImportShape.self).added == 1)
    await daemon.endAndRemove()
  }
}
