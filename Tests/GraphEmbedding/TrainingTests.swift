import Foundation
import GraphEmbedding
import Kernels
import Testing

/// Training from the first epoch to the best.
@Suite struct TrainingTests {
  private func quick(_ change: (inout TrainingSettings) -> Void = { _ in }) -> TrainingSettings {
    var settings = TrainingSettings()
    settings.rank = 32
    settings.batch = 64
    settings.epochs = 25
    settings.regulariser = 0.003
    change(&settings)
    return settings
  }

  private func values(_ model: EmbeddingModel) -> [[Float]] {
    (0..<model.entities.rows).map { model.entities.copy(row: $0) } + (0..<model.relations.rows).map { model.relations.copy(row: $0) }
  }

  @Test func familiesAreLearntFromHalfTheirTriples() throws {
    let triples = try TestGraphs.families()
    let run = try TrainingRun(on: triples, settings: quick(), compute: TestGraphs.compute)
    let report = Evaluator(triples: triples, compute: TestGraphs.compute).evaluate(run.model, on: triples.test)
    #expect(report.all.meanReciprocalRank > 0.85, "\(report.all.meanReciprocalRank)")
    #expect(run.points.last!.loss < run.points.first!.loss)
  }

  @Test func aSeedGivesTheSameBitsWithAnyNumberOfThreads() throws {
    let triples = try TestGraphs.families()
    for rounds in [false, true] {
      for sampled in [nil, 8] {
        let settings = quick { settings in
          settings.epochs = 3
          settings.rounds = rounds
          settings.relationWeight = 0.5
          settings.sampledCandidates = sampled
        }
        let runs = try [1, 1, 3].map { threads in
          try TrainingRun(on: triples, settings: settings, compute: Compute(pool: ComputePool(threads: threads)))
        }
        #expect(values(runs[0].model) == values(runs[1].model))
        #expect(values(runs[0].model) == values(runs[2].model))
        var other = settings
        other.seed = 1
        #expect(try values(TrainingRun(on: triples, settings: other, compute: TestGraphs.compute).model) != values(runs[0].model))
      }
    }
  }

  @Test func aLossThatIsNoNumberStopsTrainingAndNamesTheRate() throws {
    let triples = try TestGraphs.families()
    let settings = quick { $0.rate = 0.25 }
    // Vectors so long that their products overflow.
    let start = settings.makeModel(entities: 30, relations: 2)
    start.initialise(deviation: 1e20, seed: 1)
    do {
      _ = try TrainingRun(on: triples, settings: settings, from: start, compute: TestGraphs.compute)
      Issue.record("training went on")
    } catch {
      #expect(error == .notFinite(epoch: 1, batch: 1, rate: 0.25))
      #expect(error.description.contains("lower the learning rate (0.25)"))
    }
  }

  @Test func aTrainingTakenUpFromItsFileEndsAtTheSameBits() throws {
    let triples = try TestGraphs.families()
    for (sampled, optimiser) in [(nil, TrainingSettings.Optimiser.adagrad), (8, .adamW(decay: 0.01))] {
      let settings = quick { settings in
        settings.epochs = 9
        settings.relationWeight = 0.5
        settings.sampledCandidates = sampled
        settings.optimiser = optimiser
        if optimiser != .adagrad { settings.rate = 0.01 }
      }
      let whole = try TrainingRun(on: triples, settings: settings, compute: TestGraphs.compute)
      let path = try TestGraphs.write(train: "") + "/t.training"
      var epochs = 0
      #expect(throws: GraphEmbeddingError.stopped(epoch: 6)) {
        _ = try TrainingRun(on: triples, settings: settings, compute: TestGraphs.compute, goesOn: { epochs < 5 }, keep: { checkpoint in
          epochs = checkpoint.epoch
          if epochs == 4 { try? checkpoint.write(to: path) }
        })
      }
      let checkpoint = try TrainingCheckpoint(readingFrom: path)
      #expect(checkpoint.epoch == 4 && checkpoint.settings == settings)
      var seen: [Int] = []
      let second = try TrainingRun(on: triples, settings: settings, resuming: checkpoint, compute: TestGraphs.compute) { point in
        seen.append(point.epoch)
        return true
      }
      #expect(seen == [5, 6, 7, 8, 9] && values(second.model) == values(whole.model))
      #expect(second.points.map { $0.loss } == whole.points.map { $0.loss } && second.bestEpoch == whole.bestEpoch)
      var bytes = try Data(contentsOf: URL(filePath: path))
      bytes[bytes.count / 2] ^= 1
      try bytes.write(to: URL(filePath: path))
      #expect(throws: GraphEmbeddingError.self) { try TrainingCheckpoint(readingFrom: path) }
    }
  }

  @Test(arguments: [Float(0), 0.8])
  func theVectorsThatAreKeptAreThoseThatRankedBestAndNothingIsLeftOnDisk(averaging: Float) throws {
    // Chance alone: validation goes up and down, and the last epoch is not the best.
    var random = SeededGenerator(seed: 4)
    func drawn(_ count: Int) -> [NumberedTriple] {
      (0..<count).map { _ in NumberedTriple(Int32(random.unit() * 40), Int32(random.unit() * 2), Int32(random.unit() * 40)) }
    }
    let triples = try TripleSet(
      entities: Numbering(names: (0..<40).map { "e\($0)" })!, relations: Numbering(names: ["r", "q"])!, train: drawn(300),
      validation: drawn(40), test: [], unseen: .kept)
    let folder = try TestGraphs.write(train: "")
    let before = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    let settings = quick { settings in
      settings.averaging = averaging
      settings.validationInterval = 2
      settings.patience = 40
    }
    let run = try TrainingRun(on: triples, settings: settings, layingAsideIn: folder, compute: TestGraphs.compute)
    let last = try #require(run.points.last)
    #expect(run.bestEpoch < last.epoch && last.validation! < run.bestValidation)
    let again = Evaluator(triples: triples, compute: TestGraphs.compute).evaluate(run.model, on: triples.validation)
    #expect(again.all.meanReciprocalRank == run.bestValidation)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == before)
  }

  @Test func aFolderWithoutRoomIsNamedBeforeTrainingBegins() throws {
    let triples = try TestGraphs.families(), settings = quick()
    var epochs = 0
    // The average and the best epoch: 30 rows of 64 and 4 of 64, padded to 80.
    #expect(throws: GraphEmbeddingError.noRoom(folder: "/nowhere", bytes: 2 * 4 * 80 * 34)) {
      _ = try TrainingRun(on: triples, settings: settings, layingAsideIn: "/nowhere", compute: TestGraphs.compute) { _ in
        epochs += 1
        return true
      }
    }
    #expect(epochs == 0)
  }

  @Test func impossibleSettingsAreNamed() throws {
    let triples = try TestGraphs.families()
    let changes: [(String, (inout TrainingSettings) -> Void)] = [
      ("rank", { $0.rank = 7 }), ("rate", { $0.rate = .nan }), ("batch", { $0.batch = 0 }), ("epochs", { $0.epochs = 0 }),
      ("regulariser", { $0.regulariser = -1 }), ("candidates", { $0.sampledCandidates = 0 }),
    ]
    for (name, change) in changes {
      do {
        _ = try TrainingRun(on: triples, settings: quick(change), compute: TestGraphs.compute)
        Issue.record("\(name) was taken")
      } catch {
        guard case .badSetting(let named, _, _) = error else { throw error }
        #expect(named == name)
      }
    }
  }

  @Test func trainingEndsWhenItsCallerSaysSoWithTheBestSoFar() throws {
    let triples = try TestGraphs.families()
    let run = try TrainingRun(on: triples, settings: quick(), compute: TestGraphs.compute) { $0.epoch < 4 }
    #expect(run.points.count == 4 && run.bestEpoch == 3)
  }

  @Test func sampledCandidatesLearnWhatAllOfThemDo() throws {
    let triples = try TestGraphs.families()
    let settings = quick { settings in
      settings.sampledCandidates = 8
      settings.batch = 16
    }
    let run = try TrainingRun(on: triples, settings: settings, compute: TestGraphs.compute)
    #expect(run.bestValidation > 0.8, "\(run.bestValidation)")
  }

  @Test(
    .enabled(if: TestGraphs.folder("UMLS") != nil, "link-prediction/ is absent; set KGASSIST_TEST_DATA"),
    arguments: [("UMLS", 0.007, 0, 0.95), ("Kinships", 0.015, 1, 0.885)])
  func complExReachesItsQualityOnPublicGraphs(name: String, regulariser: Float, relationWeight: Float, floor: Double) throws {
    let triples = try TripleSet(folder: TestGraphs.folder(name)!)
    var settings = TrainingSettings()
    settings.regulariser = regulariser
    settings.relationWeight = relationWeight
    settings.epochs = 24
    let run = try TrainingRun(on: triples, settings: settings, compute: TestGraphs.compute)
    let report = Evaluator(triples: triples, compute: TestGraphs.compute).evaluate(run.model, on: triples.test)
    #expect(report.all.meanReciprocalRank > floor, "\(name): \(report.all.meanReciprocalRank)")
    #expect(report.byRelation.values.reduce(0) { $0 + $1.count } == report.all.count)
    #expect(report.byCategory.values.reduce(0) { $0 + $1.count } == report.all.count)
  }
}
