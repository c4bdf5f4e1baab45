import Foundation
import Testing
import Wire

/// What may go wrong with documents, one at a time.
@Suite(.serialized) struct IngestingJourneyTests {
  @Test func aSecondIngestChangesNothing() throws {
    let daemon = try DaemonProcess.ready()
    let folder = try Folder()
    try folder.write("a/veltamine.md", Samples.veltamine)
    try folder.write("harbour.txt", Samples.harbour)
    #expect(try daemon.kgassist("ingest", folder.url.path).status == 0)
    let before = try documents(daemon)
    #expect(Set(before.map(\.name)) == ["a/veltamine.md", "harbour.txt"])
    #expect(try daemon.kgassist("ingest", folder.url.path).status == 0)
    #expect(try documents(daemon) == before)
  }

  @Test func binaryUnderATextsNameIsRefused() throws {
    let daemon = try DaemonProcess.ready()
    let folder = try Folder()
    let file = try folder.write("notes.md", (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ $0 / 256) })
    let ingested = try daemon.kgassist("ingest", file.path)
    #expect(ingested.status == 65, "\(ingested.errors)")
    #expect(ingested.errors.contains("notes.md"))
    #expect(try documents(daemon).isEmpty)
  }

  @Test func aBatchGoesOnPastABadDocument() throws {
    let daemon = try DaemonProcess.ready()
    let folder = try Folder()
    try folder.write("bad.ttl", "@prefix x: <urn:x:> .\nx:a x:b\n")
    try folder.write("harbour.txt", Samples.harbour)
    let ingested = try daemon.kgassist("ingest", folder.url.path)
    #expect(ingested.status == 13, "\(ingested.errors)")
    #expect((ingested.errors + ingested.output).contains("bad.ttl"))
    #expect(try documents(daemon).map(\.name) == ["harbour.txt"])
  }

  @Test func turtleWithAnErrorNamesItsLine() throws {
    let daemon = try DaemonProcess.ready()
    let folder = try Folder()
    let file = try folder.write("g.ttl", "@prefix x: <urn:x:> .\nx:a x:b x:c .\nx:a x:b \"open .\n")
    let ingested = try daemon.kgassist("ingest", file.path)
    #expect(ingested.status != 0)
    #expect(ingested.errors.contains("g.ttl") && ingested.errors.contains("3"), "\(ingested.errors)")
  }

  @Test func aMissingFileIsSaid() throws {
    let daemon = try DaemonProcess.ready()
    let ingested = try daemon.kgassist("ingest", daemon.folder.url.appending(path: "nothing.txt").path)
    #expect(ingested.status == 66)
    #expect(ingested.errors.contains("nothing.txt"))
  }

  @Test func anEmptyFolderIsSaid() throws {
    let daemon = try DaemonProcess.ready()
    let folder = try Folder()
    let ingested = try daemon.kgassist("ingest", folder.url.path)
    #expect(ingested.errors.contains(folder.url.lastPathComponent), "\(ingested.errors)")
    #expect(try documents(daemon).isEmpty)
  }

  @Test func aFileThatVanishesDoesNotStopTheOthers() throws {
    let daemon = try DaemonProcess.ready()
    let folder = try Folder()
    try folder.write("harbour.txt", Samples.harbour)
    // The folder lists it, opening it finds nothing: what a client sees of a file that has just gone.
    try FileManager.default.createSymbolicLink(
      at: folder.url.appending(path: "gone.txt"), withDestinationURL: folder.url.appending(path: "not-there"))
    let ingested = try daemon.kgassist("ingest", folder.url.path)
    #expect([0, 13].contains(ingested.status), "\(ingested.errors)")
    #expect(try documents(daemon).map(\.name) == ["harbour.txt"])
  }

  @Test func jobsGoOnAfterARestart() throws {
    let daemon = try DaemonProcess.ready()
    let folder = try Folder()
    try Samples.many(into: folder)
    let ingested = try daemon.kgassist("ingest", "--detach", folder.url.path)
    #expect(ingested.status == 0, "\(ingested.errors)")
    let early = try documents(daemon).count
    // Not a goodbye: the machine went down.
    daemon.stop(signal: SIGKILL)
    #expect(early < 200, "the job was over before the daemon was stopped")
    try daemon.start()
    try daemon.waitUntilReady()
    let end = ContinuousClock.now + .seconds(90)
    while try documents(daemon).count < 200, ContinuousClock.now < end { usleep(100_000) }
    #expect(try documents(daemon).count == 200)
    let reply = try Connection(daemon.socket).get("/v1/jobs")
    let jobs = try JSONDecoder().decode(JobList.self, from: Data(reply.body)).jobs
    #expect(jobs.allSatisfy { $0.failed.isEmpty })
  }

  private func documents(_ daemon: DaemonProcess) throws -> [DocumentShape] {
    let listed = try daemon.kgassist("docs", "list", "--json")
    #expect(listed.status == 0, "\(listed.errors)")
    return try JSONDecoder().decode(DocumentList.self, from: Data(listed.output.utf8)).documents
      .sorted { $0.name < $1.name }
  }
}
