import Service
import Testing
import Wire

@Suite struct RightsTests {
  @Test func usersAndMembersMayWrite() {
    let rights = Rights(users: [7], groups: [50])
    func peer(_ user: UInt32, _ group: UInt32, _ groups: [UInt32] = []) -> PeerCredentials {
      PeerCredentials(process: 1, user: user, group: group, groups: groups)
    }
    #expect(rights.mayWrite(peer(7, 1)))
    #expect(rights.mayWrite(peer(8, 50)))
    #expect(rights.mayWrite(peer(8, 1, [3, 50])))
    #expect(!rights.mayWrite(peer(8, 1, [3])))
    #expect(!rights.mayWrite(peer(0, 0)))
  }

  @Test func theStandardLetsTheDaemonsUserAndRootWrite() {
    let rights = Rights.standard()
    #expect(rights.users.contains(0))
    #expect(rights.users.count <= 2)
  }

  @Test func askingIsForAllAndWritingIsNot() async throws {
    let daemon = try await TestDaemon.start(answering: HeldAnswerer(open: true)) { $0.rights = Rights(users: [], groups: []) }
    #expect(try await daemon.request("POST", "/v1/ask", body: #"{"question":"x"}"#).status == 200)
    #expect(try await daemon.request("GET", "/v1/documents").status == 200)
    for (method, path) in [("POST", "/v1/documents"), ("DELETE", "/v1/documents/x"), ("DELETE", "/v1/jobs/1"), ("GET", "/v1/backup")] {
      let reply = try await daemon.request(method, path, method == "POST" ? ["name": "a.txt"] : [:], body: method == "POST" ? "text" : "")
      #expect(reply.status == 403, "\(method) \(path)")
      #expect(reply.error?.message.contains("kgassist-writers") == true)
    }
    #expect(try await daemon.request("GET", "/v1/documents").decoded(DocumentList.self).documents.isEmpty)
    await daemon.endAndRemove()
  }
}
