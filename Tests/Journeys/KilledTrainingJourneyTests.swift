import Foundation
import Testing
import Wire

/// A training survives the daemon's sudden end.
@Suite(.serialized) struct KilledTrainingJourneyTests {
  private static let wishes = ["--steps", "150", "--length", "16", "--batch", "1", "--rank", "2", "--rate", "0.003", "--seed", "4"]

  private func train(_ daemon: DaemonProcess, _ name: String, _ more: String...) throws -> Finished {
    try daemon.kgassist(["train", "adapter", name] + Self.wishes + more, limit: 500)
  }

  private func weights(_ daemon: DaemonProcess, _ name: String) throws -> Data {
    try Data(contentsOf: daemon.state.appending(path: "adapters/\(name)/adapter_model.safetensors"))
  }

  @Test func anAdapterWhoseTrainingWasKilledEndsAtTheBitsOfOneThatWasNot() throws {
    let daemon = try DaemonProcess.ready(), folder = try Folder()
    try folder.write("ward.md", (1...30).map { "Ward note \($0). The nurse wrote dose \($0 * 7 % 13) into the chart.\n\n" }.joined())
    #expect(try daemon.kgassist("ingest", folder.url.path).status == 0)
    let job = try WireJSON.decode(JobAccepted.self, from: Array(train(daemon, "killed", "--detach", "--json").output.utf8)).job
    // A checkpoint comes every hundred steps: it is killed after the first, in the middle of what follows.
    let checkpoint = daemon.state.appending(path: "adapters/.killed.state").path
    try wait(for: "a checkpoint") { FileManager.default.fileExists(atPath: checkpoint) }
    #expect(daemon.stop(signal: SIGKILL) != 0)
    #expect(!FileManager.default.fileExists(atPath: daemon.state.appending(path: "adapters/killed").path))
    try daemon.start()
    try daemon.waitUntilReady()
    // The command is in the queue still, and goes on by itself.
    var resumed = 0
    try wait(for: "the adapter") {
      let shape = try? WireJSON.decode(JobShape.self, from: Array(daemon.kgassist("jobs", String(job), "--json").output.utf8))
      resumed = max(resumed, shape?.modelTraining?.resumedAfter ?? 0)
      return FileManager.default.fileExists(atPath: daemon.state.appending(path: "adapters/killed").path)
    }
    #expect(resumed >= 100, "it went on from the checkpoint")
    let killed = try weights(daemon, "killed")
    let undisturbed = try train(daemon, "whole")
    #expect(undisturbed.status == 0, "\(undisturbed.errors)")
    #expect(try weights(daemon, "whole") == killed)
  }

  private func wait(for what: String, _ holds: () throws -> Bool) throws {
    let end = ContinuousClock.now + .seconds(300)
    while ContinuousClock.now < end {
      if try holds() { return }
      usleep(10_000)
    }
    Issue.record("it never came: \(what)")
  }
}
