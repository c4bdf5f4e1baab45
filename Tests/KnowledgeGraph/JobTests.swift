import KnowledgeGraph
import Testing

@Suite("The queue survives the daemon") struct JobTests {
  let folder = try! TemporaryFolder()

  private func add(_ names: String..., to store: GraphStore) async throws -> JobID {
    try await store.write { writer in
      let job = try writer.createJob(kind: "ingest", uid: 1000)
      for name in names { try writer.addJobItem(job: job, name: name, mediaType: nil, domain: .code, replace: true, bytes: Array(name.utf8)) }
      return job
    }
  }

  @Test("Items come in order with their bytes, and the job ends with the last") func order() async throws {
    let store = try await GraphStore(path: folder.file("graph.sqlite3"))
    let job = try await add("a", "b", to: store)
    for (name, error) in [("a", nil), ("b", "it is binary")] {
      let item = try #require(try await store.read { try $0.nextJobItem() })
      #expect(item.name == name && item.bytes == Array(name.utf8) && item.job == job && item.domain == .code && item.replace)
      try await store.write { try $0.startJobItem(item.id) }
      #expect(try await store.read { try $0.job(job)?.status } == .running)
      try await store.write { try $0.finishJobItem(item.id, triples: 3, error: error) }
    }
    let record = try #require(try await store.read { try $0.job(job) })
    #expect(record.status == .done && record.total == 2 && record.done == 2 && record.triples == 6 && record.uid == 1000 && record.finished != nil)
    #expect(record.failed == [JobRecord.Failure(document: "b", error: "it is binary")])
    #expect(try await store.read { try $0.nextJobItem() } == nil)
    #expect(try await store.verify() == [])
  }

  @Test("What was running when the daemon ended is queued again") func restart() async throws {
    let path = folder.file("graph.sqlite3")
    let job: JobID
    do {
      let store = try await GraphStore(path: path)
      job = try await add("a", "b", to: store)
      let item = try #require(try await store.read { try $0.nextJobItem() })
      try await store.write { try $0.startJobItem(item.id) }
    }
    let store = try await GraphStore(path: path)
    #expect(try await store.write { try $0.requeueRunningJobs() } == 1)
    #expect(try await store.read { try $0.nextJobItem()?.name } == "a")
    #expect(try await store.read { try $0.waitingJobItems() } == 2)
    #expect(try await store.read { try $0.job(job)?.done } == 0)
  }

  @Test("A cancelled job starts nothing more and takes nothing more") func cancelling() async throws {
    let store = try await GraphStore(path: folder.file("graph.sqlite3"))
    let job = try await add("a", "b", to: store)
    #expect(try await store.write { try $0.cancelJob(job) })
    #expect(try await store.write { try $0.cancelJob(job) } == false)
    #expect(try await store.read { try $0.nextJobItem() } == nil)
    #expect(try await store.read { try $0.job(job)?.status } == .cancelled)
    await #expect(throws: StoreError.self) {
      try await store.write { try $0.addJobItem(job: job, name: "c", mediaType: nil, domain: nil, replace: false, bytes: []) }
    }
  }

  @Test("A job of failures only has failed, and one that gets another item runs on") func failing() async throws {
    let store = try await GraphStore(path: folder.file("graph.sqlite3"))
    let job = try await add("a", to: store)
    let item = try #require(try await store.read { try $0.nextJobItem() })
    try await store.write { try $0.finishJobItem(item.id, error: "no") }
    #expect(try await store.read { try $0.job(job)?.status } == .failed)
    try await store.write { try $0.addJobItem(job: job, name: "b", mediaType: "text/plain", domain: nil, replace: false, bytes: [1]) }
    #expect(try await store.read { try $0.job(job)?.status } == .running)
    #expect(try await store.write { try $0.removeJob(job) })
    #expect(try await store.read { try $0.jobs() } == [])
  }
}
