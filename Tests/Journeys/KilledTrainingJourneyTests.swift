import Foundation
import Testing
import Wire

/// A training survives the daemon's sudden end.
@Suite(.serialized) struct KilledTrainingJourneyTests {
  /// What is trained, how small, and where its weights lie in the state folder.
  struct Trained: Sendable, CustomTestStringConvertible {
    let what: String
    let wishes: [String]
    let folder, weights: String

    var testDescription: String { what }

    static let adapter = Trained(
      what: "adapter", wishes: ["--steps", "150", "--length", "16", "--batch", "1", "--rank", "2", "--rate", "0.003", "--seed", "4"], folder: "adapters",
      weights: "adapter_model.safetensors")
    /// Its vocabulary is learnt from the text again after the restart, and has to be the same one.
    static let decoder = Trained(
      what: "decoder",
      wishes: [
        "--kind", "new", "--steps", "500", "--layers", "2", "--width", "64", "--vocabulary", "320", "--length", "32", "--batch", "4", "--rate", "0.003",
        "--seed", "4",
      ], folder: "decoders", weights: "model.gguf")
  }

  @Test(arguments: [Trained.adapter, .decoder])
  func aModelWhoseTrainingWasKilledEndsAtTheBitsOfOneThatWasNot(trained: Trained) throws {
    let daemon = try DaemonProcess.ready(), folder = try Folder()
    let shelf = daemon.state.appending(path: trained.folder), model = shelf.appending(path: "ward")
    func train(_ more: String...) throws -> Finished { try daemon.kgassist(["train", trained.what, "ward"] + trained.wishes + more, limit: 500) }
    func exists(_ place: URL) -> Bool { FileManager.default.fileExists(atPath: place.path) }

    try folder.write("ward.md", (1...30).map { "Ward note \($0). The nurse wrote dose \($0 * 7 % 13) into the chart.\n\n" }.joined())
    #expect(try daemon.kgassist("ingest", folder.url.path).status == 0)
    let job = try WireJSON.decode(JobAccepted.self, from: Array(train("--detach", "--json").output.utf8)).job
    // A checkpoint comes every hundred steps, or every 20 seconds: it is killed after the first, in the middle of what follows.
    try wait(for: "a checkpoint") { exists(shelf.appending(path: ".ward.state")) }
    #expect(daemon.stop(signal: SIGKILL) != 0)
    #expect(!exists(model))
    try daemon.start()
    try daemon.waitUntilReady()
    // The command is in the queue still, and goes on by itself.
    var resumed = 0
    try wait(for: "the \(trained.what)") {
      let shape = try? WireJSON.decode(JobShape.self, from: Array(daemon.kgassist("jobs", String(job), "--json").output.utf8))
      resumed = max(resumed, shape?.modelTraining?.resumedAfter ?? 0)
      return exists(model)
    }
    #expect(resumed > 0, "it went on from the checkpoint")
    let killed = try Data(contentsOf: model.appending(path: trained.weights))
    // Under the same name, which some files have in them.
    try FileManager.default.removeItem(at: model)
    let undisturbed = try train("--fresh")
    #expect(undisturbed.status == 0, "\(undisturbed.errors)")
    #expect(try Data(contentsOf: model.appending(path: trained.weights)) == killed)
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
