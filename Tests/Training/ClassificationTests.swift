import Foundation
import Kernels
import Layers
import Models
import TestFiles
import Testing
import Training
import Weights

@Suite struct ClassificationTests {
  private let compute = Compute(pool: ComputePool(threads: 2))

  private func smallEncoder() throws -> TrainableBERT {
    let path = FileManager.default.temporaryDirectory.appending(path: "bert-\(UUID().uuidString).json").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data("""
      {"vocab_size": 20, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 48,
       "max_position_embeddings": 16, "type_vocab_size": 2, "layer_norm_eps": 1e-12}
      """.utf8).write(to: URL(filePath: path))
    return TrainableBERT(try BERTConfiguration(path: path), dropout: 0.1, seed: 3)
  }

  /// Texts of a class hold its token somewhere.
  private func examples(_ count: Int, seed: UInt64) -> [SequenceClassification.Example] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      let label = Int32.random(in: 0..<3, using: &random)
      var tokens = (0..<Int.random(in: 4...12, using: &random)).map { _ in Int32.random(in: 4..<20, using: &random) }
      tokens[Int.random(in: tokens.indices, using: &random)] = 1 + label
      return .init(tokens: tokens, label: label)
    }
  }

  @Test func anEncoderFromNothingLearnsToTellClassesApart() throws {
    let test = examples(120, seed: 9)
    let objective = try SequenceClassification(try smallEncoder(), classes: 3, examples: examples(300, seed: 8), heldOut: test, headRate: 1)
    let loop = try TrainingLoop(objective, plan: TrainingPlan(schedule: RateSchedule(peak: 0.003, warmup: 10, steps: 250)), compute: compute)
    let judging = TrainingPass(compute: compute, isTraining: false)
    let before = ClassificationReport(predicted: objective.predict(test.map(\.tokens), pass: judging), labels: test.map(\.label))
    try loop.run()
    let after = ClassificationReport(predicted: objective.predict(test.map(\.tokens), pass: judging), labels: test.map(\.label))
    #expect(before.accuracy < 0.6)
    #expect(after.accuracy > 0.9 && after.macroF1 > 0.9)
  }

  @Test func frozenLayersStayAsTheyAre() throws {
    let encoder = try smallEncoder()
    for parameter in encoder.parameters where !parameter.name.hasPrefix("encoder.layer.1") { parameter.isTrained = false }
    let kept = encoder.words.table.elements, moved = encoder.layers[1].expansion.weight.elements
    let objective = try SequenceClassification(encoder, classes: 3, examples: examples(50, seed: 1))
    try TrainingLoop(objective, plan: TrainingPlan(schedule: RateSchedule(peak: 0.001, steps: 3)), compute: compute).run()
    #expect(encoder.words.table.elements == kept)
    #expect(encoder.words.table.gradient.copy(row: 1).allSatisfy { $0 == 0 })
    #expect(encoder.layers[1].expansion.weight.elements != moved)
  }

  @Test func accuracyAndFAreThoseOfTheDefinition() {
    let report = ClassificationReport(predicted: [0, 0, 1, 1, 2, 0], labels: [0, 1, 1, 1, 2, 2])
    #expect(abs(report.accuracy - 4.0 / 6) < 1e-12)
    // F1: class 0 2·1/(3+1), class 1 2·2/(2+3), class 2 2·1/(1+2).
    #expect(abs(report.macroF1 - (0.5 + 0.8 + 2.0 / 3) / 3) < 1e-12)
    #expect(report.confusions == [[1, 0, 0], [1, 2, 0], [1, 0, 1]])
    // A class that nobody has and nobody was told counts for nothing.
    #expect(ClassificationReport(predicted: [0, 1], labels: [0, 1], classes: 3).macroF1 == 1)
  }

  @Test func aHeadOnVectorsFindsThePlaneBetweenTheClasses() throws {
    var random = SeededGenerator(seed: 4)
    func drawn(_ count: Int) -> [VectorClassification.Example] {
      (0..<count).map { _ in
        let label = Int32.random(in: 0..<3, using: &random)
        let vector = (0..<24).map { column in (column == Int(label) ? 0.5 : 0) + 0.15 * random.normal() }
        return .init(vector: vector, label: label)
      }
    }
    let test = drawn(300), objective = try VectorClassification(classes: 3, examples: drawn(400), heldOut: test)
    let loop = try TrainingLoop(objective, plan: TrainingPlan(schedule: RateSchedule(peak: 0.03, warmup: 10, steps: 300)), compute: compute)
    let judging = TrainingPass(compute: compute, isTraining: false)
    #expect(abs(try #require(try objective.validate(pass: judging)) - log(3)) < 1e-5, "a head of zeros knows nothing")
    try loop.run()
    let report = ClassificationReport(predicted: objective.predict(test.map(\.vector), pass: judging), labels: test.map(\.label))
    #expect(report.accuracy > 0.95, "\(report)")
    #expect(throws: TrainingError.self) { try VectorClassification(classes: 3, examples: [.init(vector: [1], label: 3)]) }
  }

  @Test func whatWasTrainedIsReadByTheEncoderThatAnswers() throws {
    let folder = TestFiles.models + "/all-MiniLM-L6-v2"
    try #require(FileManager.default.fileExists(atPath: folder + "/model.safetensors"), "the text encoder is missing: Daemon/fetch-models.sh brings it")
    let trainable = try TrainableBERT(folder: folder), batch: [[Int32]] = [[101, 2023, 2003, 1037, 3231, 102], [101, 7592, 102]]
    let judging = TrainingPass(compute: compute, isTraining: false), pooled = Activations(rows: 2, columns: 384)
    func vectors() -> [[Float]] {
      trainable.mean(of: trainable.forward(batch, pass: judging), into: pooled, compute: compute)
      return (0..<2).map { row in
        let vector = pooled.copy(row: row), length = VectorMath.dot(vector, vector).squareRoot()
        return vector.map { $0 / length }
      }
    }
    let encoder = try BERTEncoder(folder: folder, compute: compute)
    for (own, other) in zip(vectors(), try encoder.sentenceVectors(batch)) { #expect(VectorMath.dot(own, other) > 0.99999) }
    // Another folder with weights that were changed.
    let copy = FileManager.default.temporaryDirectory.appending(path: "bert-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: copy) }
    try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: folder + "/config.json", toPath: copy + "/config.json")
    trainable.layers[5].outputNorm.bias.fill(0.5)
    try trainable.write(to: copy + "/model.safetensors")
    let again = try BERTEncoder(folder: copy, compute: compute)
    for (own, other) in zip(vectors(), try again.sentenceVectors(batch)) { #expect(VectorMath.dot(own, other) > 0.99999) }
  }
}
