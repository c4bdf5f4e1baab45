import Foundation
import Glibc
import Wire

/// One ingest: sends files, watches the job, says what became of it.
struct IngestRun {
  /// Bytes of a document.
  static let largest = 32 << 20

  let daemon: DaemonClient
  let domain: String?
  let replaces: Bool
  let printsJSON: Bool
  private var bar = ProgressBar()
  /// What failed before it reached the daemon.
  private var failures: [(document: String, error: String, exitCode: Int32)] = []
  private var job: Int64?

  init(daemon: DaemonClient, domain: String?, replaces: Bool, printsJSON: Bool) {
    self.daemon = daemon
    self.domain = domain
    self.replaces = replaces
    self.printsJSON = printsJSON
  }

  /// - Returns: the exit code.
  mutating func ingest(_ listing: FileListing, waits: Bool) throws -> Int32 {
    Self.sayLeftOut(listing)
    Interruption.catchIt()
    var done = 0
    for (index, file) in listing.files.enumerated() {
      if Interruption.isWanted { return try cancel() }
      try send(file)
      // Watching costs a request: now and then is enough while files are still being sent.
      if waits, bar.isShown, index % 8 == 7, let job { done = try state(of: job).done }
      bar.show(done, of: listing.files.count, "documents")
    }
    guard let job else { return finish(nil) }
    if !waits {
      bar.clear()
      Terminal.print(printsJSON ? #"{"job":\#(job)}"# : "job \(job); kgassist jobs \(job) shows how far it is")
      sayFailures(nil)
      return failures.isEmpty ? ExitCode.done : ExitCode.someFailed
    }
    while true {
      if Interruption.isWanted { return try cancel() }
      let state = try state(of: job)
      bar.show(state.done, of: state.total, "documents")
      if state.status.isFinal { return finish(state) }
      if let obstacle = state.obstacle {
        bar.clear()
        sayFailures(state)
        throw Failure("job \(job) stands still with \(state.total - state.done) of \(state.total) documents to do: \(obstacle). Once that is mended they go on by themselves")
      }
      usleep(state.total - state.done > 20 ? 250_000 : 50_000)
    }
  }

  /// Says what would be done with each document.
  mutating func dryRun(_ listing: FileListing) throws -> Int32 {
    Self.sayLeftOut(listing)
    var query = query("", for: nil)
    query["dry_run"] = "1"
    for file in listing.files {
      guard let bytes = read(file) else { continue }
      query["name"] = file.name
      do {
        let body = try daemon.request(
          "POST", ["v1", "documents"], query, body: bytes, contentType: "application/octet-stream")
        for document in try WireJSON.decode(DryRunShape.self, from: body).documents {
          let would = document.unchanged && !replaces ? "unchanged" : "take in"
          Terminal.print(
            printsJSON
              ? String(decoding: try WireJSON.encode(document), as: UTF8.self)
              : Terminal.harmless("\(would)  \(document.name)  \(document.bytes) bytes"))
        }
      } catch let failure as Failure where [ExitCode.undecodable, ExitCode.usage].contains(failure.exitCode) {
        failures.append((file.name, failure.description, failure.exitCode))
      }
    }
    sayFailures(nil)
    return failures.isEmpty ? ExitCode.done : listing.files.count == 1 ? failures[0].exitCode : ExitCode.someFailed
  }

  private mutating func send(_ file: FileListing.File) throws {
    guard let bytes = read(file) else { return }
    do {
      let reply = try daemon.request(
        "POST", ["v1", "documents"], query(file.name, for: job), body: bytes, contentType: "application/octet-stream")
      job = try WireJSON.decode(JobAccepted.self, from: reply).job
    } catch let failure as Failure {
      // Without rights or a daemon no other file will fare better.
      if [ExitCode.notPermitted, ExitCode.noDaemon, ExitCode.badSettings].contains(failure.exitCode) { throw failure }
      failures.append((file.name, failure.description, failure.exitCode))
    }
  }

  private mutating func read(_ file: FileListing.File) -> [UInt8]? {
    let size = (try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int) ?? 0
    guard size <= Self.largest else {
      let isGraph = ["ttl", "trig", "nt", "nq"].contains(URL(filePath: file.path).pathExtension)
      let advice = isGraph ? "kgassist graph import takes it" : "split it"
      failures.append((file.name, "it has \(size >> 20) MiB, at most 32 are taken; \(advice)", ExitCode.failed))
      return nil
    }
    guard let data = FileManager.default.contents(atPath: file.path) else {
      let isThere = FileManager.default.fileExists(atPath: file.path)
      failures.append(
        (
          file.name, isThere ? "it cannot be read; do you have the right to?" : "it is not there any more",
          isThere ? ExitCode.notPermitted : ExitCode.inputMissing
        ))
      return nil
    }
    return [UInt8](data)
  }

  private func query(_ name: String, for job: Int64?) -> [String: String] {
    var query = ["name": name]
    query["domain"] = domain
    if replaces { query["replace"] = "1" }
    query["job"] = job.map(String.init)
    return query
  }

  private func state(of job: Int64) throws -> JobShape {
    try daemon.get(["v1", "jobs", String(job)], as: JobShape.self)
  }

  private mutating func cancel() throws -> Int32 {
    bar.clear()
    guard let job else { return ExitCode.interrupted }
    let state = try daemon.delete(["v1", "jobs", String(job)], as: JobShape.self)
    Terminal.say("cancelled; what was done stays. Run the same again to go on. (job \(job), \(state.done) of \(state.total) ended)")
    return ExitCode.interrupted
  }

  private mutating func finish(_ state: JobShape?) -> Int32 {
    bar.clear()
    sayFailures(state)
    let failed = failures.count + (state?.failed.count ?? 0)
    let total = failures.count + (state?.total ?? 0)
    if let state {
      for notice in state.notices ?? [] { Terminal.say(Terminal.harmless("note: \(notice)")) }
      if printsJSON, let bytes = try? WireJSON.encode(whole(state)) {
        Terminal.print(String(decoding: bytes, as: UTF8.self))
      } else {
        Terminal.print(Self.sentence(state, failed: failed, total: total))
      }
      if state.status == .cancelled {
        Terminal.say("kgassist: job \(state.id) was cancelled")
        return ExitCode.failed
      }
    }
    guard failed > 0 else { return ExitCode.done }
    guard total == 1 else { return ExitCode.someFailed }
    return failures.first?.exitCode ?? (state?.failed.first?.code == "undecodable" ? ExitCode.undecodable : ExitCode.failed)
  }

  private func whole(_ state: JobShape) -> JobShape {
    var state = state
    state.failed += failures.map { JobShape.Failure(document: $0.document, error: $0.error) }
    return state
  }

  private static func sentence(_ state: JobShape, failed: Int, total: Int) -> String {
    let unchanged = state.unchanged ?? 0
    let taken = state.done - state.failed.count - unchanged
    var parts = ["\(taken) taken in"]
    if unchanged > 0 { parts.append("\(unchanged) unchanged") }
    if failed > 0 { parts.append("\(failed) failed") }
    let brought = [(state.passages ?? 0, "passages"), (state.triples, "triples")].filter { $0.0 > 0 }
    let more = brought.isEmpty ? "" : "; " + brought.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    return "\(total) document\(total == 1 ? "" : "s"): \(parts.joined(separator: ", "))\(more)"
  }

  private func sayFailures(_ state: JobShape?) {
    for failure in failures { Terminal.say(Terminal.harmless("\(failure.document): \(failure.error)")) }
    for failure in state?.failed ?? [] { Terminal.say(Terminal.harmless("\(failure.document): \(failure.error)")) }
  }

  private static func sayLeftOut(_ listing: FileListing) {
    guard !listing.leftOut.isEmpty else { return }
    let kinds = listing.leftOut.sorted { $0.key < $1.key }.map { "\($0.value) .\($0.key)" }.joined(separator: ", ")
    Terminal.say(Terminal.harmless("note: left out, since they cannot be read: \(kinds)"))
  }
}
