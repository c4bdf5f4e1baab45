import Foundation
import Testing
import Wire

/// From the graph that ships to predicted links and pictures, on the command line.
@Suite(.serialized) struct TrainingJourneyTests {
  private static let graphs = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Graphs").standardizedFileURL

  @Test func theMedicalGraphIsTrainedPredictedFromAndDrawn() throws {
    let daemon = try DaemonProcess()
    try daemon.start()
    let end = ContinuousClock.now + .seconds(30)
    while try daemon.kgassist("train", "status").status != 0, ContinuousClock.now < end { usleep(20_000) }
    #expect(try daemon.kgassist("graph", "predict", "metformin", "treats").errors.contains("kgassist train graph"))
    for file in ["vocabulary.ttl", "medical/graph.ttl"] {
      #expect(try daemon.kgassist("ingest", Self.graphs.appending(path: file).path, "--domain", "medical").status == 0)
    }
    let trained = try daemon.kgassist("train", "graph", "--domain", "medical", "--rank", "64", "--json")
    #expect(trained.status == 0, "\(trained.errors)")
    let training = try WireJSON.decode(TrainingShape.self, from: Array(trained.output.utf8))
    // A third of what is held out comes first, which chance would bring to one in three hundred.
    #expect(try #require(training.result?.test).mrr > 0.3, "\(trained.output)")
    let predicted = try daemon.kgassist("graph", "predict", "metformin", "treats", "--limit", "5")
    #expect(predicted.status == 0 && predicted.output.contains(" %  ") && predicted.output.contains("since "), "\(predicted.output)\(predicted.errors)")
    #expect(predicted.errors.contains("held-out questions"))
    #expect(!predicted.output.contains("%  type 2 diabetes"), "the graph states that one")
    let links = try daemon.kgassist("eval", "links")
    #expect(links.status == 0 && links.output.contains("N-N") && links.output.contains("hits@10") && links.output.contains("treats"), "\(links.output)")
    let query = "SELECT ?what { med:metformin kg:predicted (kg:treats ?what ?p) } LIMIT 3"
    #expect(try daemon.kgassist("graph", "query", query).output.split(separator: "\n").count == 4)
    for (name, arguments) in [("map.svg", ["graph", "map", "medical"]), ("curve.svg", ["train", "curve", "--domain", "medical"])] {
      let file = daemon.folder.url.appending(path: name)
      let drawn = try Finished.run(Programs.client, arguments + ["--output", file.path], environment: daemon.environment)
      #expect(drawn.status == 0, "\(drawn.errors)")
      #expect(try String(contentsOf: file, encoding: .utf8).hasPrefix("<svg") || String(contentsOf: file, encoding: .utf8).contains("<svg"))
    }
    #expect(try daemon.kgassist("train", "stars").status == 2)
  }
}
