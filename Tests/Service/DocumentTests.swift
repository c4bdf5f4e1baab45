import Foundation
import KnowledgeGraph
import Service
import Testing
import Wire

@Suite struct DocumentTests {
  private static let text = "# Veltamine\n\nVeltamine is contraindicated below an eGFR of 35.\n"

  @Test func aDocumentGoesInAndOut() async throws {
    let daemon = try await TestDaemon.start()
    let job = try await daemon.ingest("veltamine.md", Self.text)
    #expect(job.status == .done && job.done == 1 && job.total == 1 && job.failed.isEmpty)
    let listed = try await daemon.request("GET", "/v1/documents").decoded(DocumentList.self).documents
    let document = try #require(listed.first)
    #expect(listed.count == 1 && document.name == "veltamine.md" && document.bytes == Self.text.utf8.count)
    let piece = try await daemon.request("GET", "/v1/documents/\(document.id)/text", ["start": "2", "end": "11"])
    #expect(try piece.decoded(DocumentText.self).text == "Veltamine")
    #expect(try await daemon.request("GET", "/v1/documents/\(document.id)/text", ["start": "9", "end": "2"]).status == 400)
    #expect(try await daemon.request("DELETE", "/v1/documents/\(document.id)").status == 200)
    #expect(try await daemon.request("GET", "/v1/documents/\(document.id)").status == 404)
    #expect(try await daemon.request("DELETE", "/v1/documents/\(document.id)").status == 404)
    #expect(try await daemon.request("GET", "/v1/verify").decoded(VerificationShape.self).problems.isEmpty)
    await daemon.endAndRemove()
  }

  @Test func theSameBytesAreTakenOnce() async throws {
    let daemon = try await TestDaemon.start()
    _ = try await daemon.ingest("a.md", Self.text)
    let second = try await daemon.ingest("a.md", Self.text)
    #expect(second.status == .done && second.unchanged == 1)
    #expect(try await daemon.request("GET", "/v1/documents").decoded(DocumentList.self).documents.count == 1)
    await daemon.endAndRemove()
  }

  @Test func severalPostsAreOneJobThatReportsEachFailure() async throws {
    let daemon = try await TestDaemon.start()
    let first = try await daemon.request("POST", "/v1/documents", ["name": "a.md"], body: Self.text).decoded(JobAccepted.self)
    for (name, body) in [("bad.ttl", "<urn:a> <urn:b>\n.\n"), ("good.ttl", "<urn:a> <urn:b> <urn:c> .")] {
      let next = try await daemon.request("POST", "/v1/documents", ["name": name, "job": "\(first.job)"], body: body)
      #expect(try next.decoded(JobAccepted.self).job == first.job)
    }
    try await until("all are done") { try await daemon.finished(first.job).done == 3 }
    let job = try await daemon.finished(first.job)
    #expect(job.status == .done && job.total == 3 && job.triples == 1)
    #expect(job.failed.map(\.document) == ["bad.ttl"])
    #expect(job.failed.first?.error.contains("line 2") == true)
    #expect(job.failed.first?.code == "undecodable")
    #expect(try await daemon.request("POST", "/v1/documents", ["name": "x.md", "job": "999"], body: "x").status == 404)
    await daemon.endAndRemove()
  }

  @Test func recordsOfOneFileAreReportedEach() async throws {
    let daemon = try await TestDaemon.start()
    let lines = #"{"_id":"one","text":"A bond is a loan."}"# + "\n" + #"{"_id":"two","text":"A share is a part of a company."}"# + "\n"
    let job = try await daemon.ingest("corpus.jsonl", lines)
    #expect(job.total == 2 && job.failed.isEmpty)
    let names = try await daemon.request("GET", "/v1/documents").decoded(DocumentList.self).documents.map(\.name)
    #expect(Set(names) == ["one", "two"])
    await daemon.endAndRemove()
  }

  @Test func aDryRunChangesNothing() async throws {
    let daemon = try await TestDaemon.start()
    _ = try await daemon.ingest("a.md", Self.text)
    let same = try await daemon.request("POST", "/v1/documents", ["name": "a.md", "dry_run": "1"], body: Self.text).decoded(DryRunShape.self)
    let other = try await daemon.request("POST", "/v1/documents", ["name": "b.md", "dry_run": "1"], body: "Other").decoded(DryRunShape.self)
    #expect(same.documents.map(\.unchanged) == [true] && other.documents.map(\.unchanged) == [false])
    #expect(try await daemon.request("GET", "/v1/documents").decoded(DocumentList.self).documents.count == 1)
    await daemon.endAndRemove()
  }

  @Test(arguments: [[:], ["name": ""], ["name": "a.md", "domain": "law"], ["name": "a.md", "replace": "maybe"], ["name": "a.md", "job": "x"]])
  func aPostThatMakesNoSenseIsRefused(query: [String: String]) async throws {
    let daemon = try await TestDaemon.start()
    #expect(try await daemon.request("POST", "/v1/documents", query, body: "text").status == 400)
    #expect(try await daemon.request("GET", "/v1/jobs").decoded(JobList.self).jobs.isEmpty)
    await daemon.endAndRemove()
  }

  @Test func whatAKilledDaemonLeftIsTakenUpAgain() async throws {
    let folder = TestDaemon.newFolder()
    let job = try await leaveJob(folder + "/state")
    let second = try await restarted(folder)
    let shape = try await second.finished(job.rawValue)
    #expect(shape.status == .done && shape.done == 2 && shape.failed.isEmpty)
    #expect(try await second.request("GET", "/v1/documents").decoded(DocumentList.self).documents.count == 2)
    await second.endAndRemove()
  }

  /// A store as a daemon leaves it that was killed at the first of two documents.
  private func leaveJob(_ folder: String) async throws -> JobID {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let store = try await GraphStore(path: folder + "/graph.sqlite3")
    let job = try await store.write { writer in
      let job = try writer.createJob(kind: "ingest", uid: 0)
      let item = try writer.addJobItem(job: job, name: "a.md", mediaType: nil, domain: nil, replace: false, bytes: Array(Self.text.utf8))
      try writer.addJobItem(job: job, name: "b.txt", mediaType: nil, domain: nil, replace: false, bytes: Array("Other text.".utf8))
      try writer.startJobItem(item)
      return job
    }
    await store.close()
    return job
  }

  /// The store's lock goes with its last owner, which may take a moment longer than `close`.
  private func restarted(_ folder: String) async throws -> TestDaemon {
    var daemon: TestDaemon?
    try await until("the store is free") {
      daemon = try? await TestDaemon.start(folder: folder)
      return daemon != nil
    }
    return try #require(daemon)
  }

  @Test func aCancelledJobTakesNothingMore() async throws {
    let daemon = try await TestDaemon.start()
    let accepted = try await daemon.request("POST", "/v1/documents", ["name": "a.md"], body: Self.text).decoded(JobAccepted.self)
    _ = try await daemon.finished(accepted.job)
    // A job that has ended stays as it is.
    #expect(try await daemon.request("DELETE", "/v1/jobs/\(accepted.job)").decoded(JobShape.self).status == .done)
    let lines = (0..<3000).map { #"{"_id":"d\#($0)","text":"Document number \#($0) is about bonds and shares."}"# }.joined(separator: "\n")
    let long = try await daemon.request("POST", "/v1/documents", ["name": "c.jsonl"], body: lines).decoded(JobAccepted.self)
    let cancelled = try await daemon.request("DELETE", "/v1/jobs/\(long.job)").decoded(JobShape.self)
    #expect(cancelled.status == .cancelled && cancelled.total == 3000)
    let refused = try await daemon.request("POST", "/v1/documents", ["name": "x.md", "job": "\(long.job)"], body: "x")
    #expect(refused.status == 409)
    let count = try await daemon.request("GET", "/v1/documents").decoded(DocumentList.self).documents.count
    #expect(count < 3001)
    _ = try await daemon.ingest("later.txt", "Later text.")
    #expect(try await daemon.request("GET", "/v1/documents").decoded(DocumentList.self).documents.count <= count + 2)
    await daemon.endAndRemove()
  }
}
