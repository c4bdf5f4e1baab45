import Foundation
import Testing

/// The fusion Transformer's tables made anew on the command line.
@Suite(.serialized) struct AblationJourneyTests {
  private static let graphs = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Graphs").standardizedFileURL

  @Test func aRunningDaemonsGraphGivesTheTableOfEdgesRowByRow() throws {
    let daemon = try DaemonProcess()
    try daemon.linkModels([Programs.encoderFolder])
    try daemon.start()
    let end = ContinuousClock.now + .seconds(60)
    while try daemon.kgassist("status").status != 0, ContinuousClock.now < end { usleep(50_000) }
    for file in ["vocabulary.ttl", "medical/graph.ttl"] {
      #expect(try daemon.kgassist("ingest", Self.graphs.appending(path: file).path, "--domain", "medical").status == 0)
    }
    // A few steps: what the figures are is not looked at.
    let made = try daemon.kgassist("eval", "--ablation", "edges", "--seeds", "1", "--steps", "6", limit: 400)
    #expect(made.status == 0, "\(made.errors)")
    for row in ["pipeline: mean reciprocal rank", "late fusion: mean reciprocal rank", "entity token: label and graph: relation"] {
      #expect(made.output.contains(row), "\(made.output)")
    }
    #expect(made.output.contains("1 seed\n") && made.output.contains("95 %"))
    let line = try #require(made.output.split(separator: "\n").first { $0.contains("pipeline: mean") })
    #expect(line.contains(/0\.\d{3}  0\.\d{3} to 0\.\d{3}/), "\(line)")
    // Its store is left as it was, and no copy of it either.
    #expect(try daemon.kgassist("graph", "query", "ASK { ?s ?p ?o }").status == 0)
  }

  @Test func whatAPartNeedsIsSaidBeforeAnythingIsTrained() throws {
    let daemon = try DaemonProcess()
    let missing = try daemon.kgassist("eval", "--ablation", "pictures")
    #expect(missing.status == 2 && missing.errors.contains("draw_topics.py"), "\(missing.errors)")
    let unknown = try daemon.kgassist("eval", "--ablation", "smells")
    #expect(unknown.status == 2 && unknown.errors.contains("edges, spoken, pictures, passages, chains"), "\(unknown.errors)")
    let none = try daemon.kgassist("eval", "--ablation", "edges")
    #expect(none.status == 69 && none.errors.contains("start kgassistd"), "\(none.errors)")
  }

  @Test func withoutTheBenchmarkTheWayToGetItIsSaid() throws {
    let folder = try Folder(), client = folder.url.appending(path: "kgassist")
    try FileManager.default.copyItem(at: Programs.client, to: client)
    let asked = try Finished.run(client, ["eval", "--ablation", "edges"], environment: ["HOME": folder.url.path])
    #expect(asked.status == 4 && asked.errors.contains("swift build -c release --product kgassist-bench"), "\(asked.errors)")
  }
}
