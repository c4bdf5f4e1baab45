import Foundation
import Kernels
import Layers
import Models
import TestFiles
import Testing
import Training
import Weights

/// Soft prompts of tiny decoders beside transformers and PEFT (`Tests/Reference/record_adapter.py`).
@Suite struct SoftPromptTests {
  private struct Recording: Decodable {
    var sequences: [[Int32]]
    var loss: Double
    var slopes: [String: [Float]]
  }

  private let compute = Compute(pool: ComputePool(threads: 2))

  private func recording(_ architecture: String) throws -> (Recording, SoftPrompt) {
    let folder = TestFiles.recording("soft-prompt-\(architecture)")
    let recording = try JSONDecoder().decode(Recording.self, from: Data(contentsOf: folder.appending(path: "slopes.json")))
    guard case .softPrompt(let prompt) = try StoredAdapter(folder: folder.path) else {
      throw WeightFileError(.wrongFormat, path: folder.path, problem: "this is no soft prompt")
    }
    return (recording, prompt)
  }

  private func file(_ architecture: String) throws -> String {
    var file = TinyDecoderFile(biases: architecture == "qwen2")
    file.architecture = architecture
    return try file.write()
  }

  private func trainable(_ architecture: String) throws -> TrainableDecoder {
    let path = try file(architecture)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try TrainableDecoder(path: path, precision: .float32, compute: compute)
  }

  @Test(arguments: ["llama", "qwen2"])
  func lossAndSlopesAreThoseOfPEFT(architecture: String) throws {
    let (recorded, prompt) = try recording(architecture), model = try trainable(architecture)
    model.addSoftPrompt(initial: [0, 0, 0])
    let parameter = try #require(model.softPrompt)
    parameter.fill(with: prompt.values)
    for recomputes in [false, true] {
      model.recomputes = recomputes
      parameter.clearGradient()
      let loss = model.forwardBackward(recorded.sequences, weight: 1, pass: TrainingPass(compute: compute))
      #expect(abs(loss - recorded.loss) < 1e-5)
      let expected = try #require(recorded.slopes["prompt_embeddings"]), own = (0..<3).flatMap { parameter.gradient.copy(row: $0) }
      let largest = expected.reduce(Float(0)) { max($0, abs($1)) }
      #expect(own.count == expected.count && zip(own, expected).allSatisfy { abs($0 - $1) < 2e-5 * largest }, "\(largest)")
    }
    #expect(model.trainedSoftPrompt == prompt)
  }

  @Test(arguments: ["llama", "qwen2"])
  func theDecoderThatAnswersGivesTheSameLoss(architecture: String) throws {
    let (recorded, prompt) = try recording(architecture), path = try file(architecture)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let base = try DecoderModel(path: path, compute: compute), model = try base.adapted(by: [.softPrompt(prompt)])
    #expect(base.prefixTokens.isEmpty && model.prefixTokens == [12, 13, 14])
    var total = 0.0, count = 0
    for sequence in recorded.sequences {
      let tokens = model.prefixTokens + sequence, work = model.makeWorkspace(tokens: tokens.count, logitRows: sequence.count)
      try model.forward([.init(tokens: tokens[...], cache: model.makeCache(capacity: 64), logitRows: sequence.count)], work: work)
      for t in 0..<sequence.count - 1 {
        let scores = work.logits.copy(row: t).map(Double.init), top = scores.max()!
        total += top + log(scores.reduce(0) { $0 + exp($1 - top) }) - scores[Int(sequence[t + 1])]
        count += 1
      }
    }
    // Keys and values of answering are float16.
    #expect(abs(total / Double(count) - recorded.loss) < 2e-3)
  }

  @Test func aPromptLearnsATextBeforeAFrozenDecoderAndIsReadAgain() throws {
    let model = try trainable("llama")
    model.addSoftPrompt(initial: [1, 2, 3, 4])
    let tokens = (0..<400).map { Int32([3, 1, 4, 1, 5, 9, 2, 6][$0 % 8]) }
    let objective = try CausalText(model, tokens: tokens, length: 16, sequences: 2)
    let before = try #require(try objective.validate(pass: TrainingPass(compute: compute, isTraining: false)))
    let loop = try TrainingLoop(objective, plan: TrainingPlan(schedule: RateSchedule(peak: 0.05, warmup: 5, steps: 60)), compute: compute)
    try loop.run()
    #expect(try #require(loop.curve.points.last?.validation) < before - 0.1, "\(before)")
    let folder = FileManager.default.temporaryDirectory.appending(path: "prompt-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let trained = try #require(model.trainedSoftPrompt)
    try trained.write(to: folder, base: "tiny", shape: model.configuration)
    #expect(try StoredAdapter(folder: folder) == .softPrompt(trained))
  }

  @Test func whatDoesNotFitIsRefusedByName() throws {
    let path = try file("llama"), folder = FileManager.default.temporaryDirectory.appending(path: "prompt-\(UUID().uuidString)").path
    defer { for left in [path, folder] { try? FileManager.default.removeItem(atPath: left) } }
    let base = try DecoderModel(path: path, compute: compute)
    #expect(throws: WeightFileError.self) { try base.adapted(by: [.softPrompt(SoftPrompt(rows: 2, columns: 16, values: Array(repeating: 0, count: 32)))]) }
    try SoftPrompt(rows: 2, columns: 32, values: Array(repeating: 0.5, count: 64)).write(to: folder, shape: base.configuration)
    try Data("{\"peft_type\":\"PROMPT_TUNING\",\"num_virtual_tokens\":7}".utf8).write(to: URL(filePath: folder + "/adapter_config.json"))
    #expect(throws: WeightFileError.self) { try StoredAdapter(folder: folder) }
    try Data("{\"peft_type\":\"IA3\"}".utf8).write(to: URL(filePath: folder + "/adapter_config.json"))
    #expect(throws: WeightFileError.self) { try StoredAdapter(folder: folder) }
    #expect(throws: WeightFileError.self) { try StoredAdapter(folder: folder + "/none") }
  }
}
