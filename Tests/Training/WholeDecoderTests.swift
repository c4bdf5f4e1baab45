import Foundation
import Kernels
import Layers
import Models
import TestFiles
import Testing
import Tokenizers
import Training
import Weights

/// Every weight of tiny decoders beside transformers (`Tests/Reference/record_decoder.py`), and what is written of them.
@Suite struct WholeDecoderTests {
  private struct Recording: Decodable {
    var sequences: [[Int32]]
    var loss: Double
  }

  private let compute = Compute(pool: ComputePool(threads: 2))

  private func decoder(_ architecture: String, _ compute: Compute) throws -> TrainableDecoder {
    var file = TinyDecoderFile(biases: architecture == "qwen2")
    file.architecture = architecture
    if architecture == "qwen2" { file.tensors["output.weight"] = [12, 32] }
    let path = try file.write()
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try TrainableDecoder(wholeOf: path, compute: compute)
  }

  private func recording(_ architecture: String) throws -> (Recording, SafetensorsFile) {
    let folder = TestFiles.recording("decoder-\(architecture)")
    let recording = try JSONDecoder().decode(Recording.self, from: Data(contentsOf: folder.appending(path: "loss.json")))
    return (recording, try SafetensorsFile(path: folder.appending(path: "slopes.safetensors").path))
  }

  private func place(_ ending: String) -> String { FileManager.default.temporaryDirectory.appending(path: "whole-\(UUID().uuidString).\(ending)").path }

  @Test(arguments: ["llama", "qwen2"], InstructionSet.available)
  func lossAndTheSlopeOfEveryWeightAreThoseOfTransformers(architecture: String, level: InstructionSet) throws {
    let (recorded, expected) = try recording(architecture)
    let compute = Compute(pool: ComputePool(threads: 2), instructionSet: level), model = try decoder(architecture, compute)
    #expect(model.isWhole && Set(model.parameters.map(\.name)) == Set(expected.tensors.keys))
    for recomputes in [false, true] {
      model.recomputes = recomputes
      for parameter in model.parameters { parameter.clearGradient() }
      #expect(abs(model.forwardBackward(recorded.sequences, weight: 1, pass: TrainingPass(compute: compute)) - recorded.loss) < 1e-5)
      for parameter in model.parameters {
        let theirs = try expected.matrix(parameter.name, limit: 1 << 20).values, own = (0..<parameter.rows).flatMap { parameter.gradient.copy(row: $0) }
        let largest = theirs.reduce(Float(0)) { max($0, abs($1)) }, worst = zip(own, theirs).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
        #expect(own.count == theirs.count && worst < 2e-5 * max(largest, 0.01), "\(parameter.name): \(worst) of \(largest)")
      }
    }
  }

  @Test func frozenWeightsGetNoSlopesAndTheRestGetTheSame() throws {
    let (recorded, expected) = try recording("llama"), model = try decoder("llama", compute)
    for parameter in model.parameters where parameter.name.hasPrefix("blk.0") || parameter.name.hasPrefix("token") { parameter.isTrained = false }
    _ = model.forwardBackward(recorded.sequences, weight: 1, pass: TrainingPass(compute: compute))
    #expect(model.parameters.allSatisfy { $0.name.hasPrefix("blk.1") || $0.name == "output_norm.weight" })
    for parameter in model.parameters {
      let theirs = try expected.matrix(parameter.name, limit: 1 << 20).values
      #expect(zip((0..<parameter.rows).flatMap { parameter.gradient.copy(row: $0) }, theirs).allSatisfy { abs($0 - $1) < 1e-5 })
    }
  }

  /// The mean loss of the decoder that answers.
  private func loss(_ path: String, _ sequences: [[Int32]]) throws -> Double {
    let model = try DecoderModel(path: path, compute: compute)
    return try model.crossEntropy(of: sequences).mean
  }

  @Test(arguments: ["llama", "qwen2"], [TensorType.f32, .f16, .bf16, .q8_0, .q4_1, .q4_0])
  func whatIsWrittenIsTheSameDecoder(architecture: String, type: TensorType) throws {
    let (recorded, _) = try recording(architecture), model = try decoder(architecture, compute), path = place("gguf")
    defer { try? FileManager.default.removeItem(atPath: path) }
    try model.write(to: path, type: type, name: "tiny")
    let file = try GGUFFile(path: path)
    #expect(file.string("general.name") == "tiny" && file.tensors["blk.0.attn_q.weight"]?.type == type && file.tensors["blk.1.ffn_norm.weight"]?.type == .f32)
    #expect((file.tensors["output.weight"] != nil) == (architecture == "qwen2"))
    let again = try TrainableDecoder(wholeOf: path, compute: compute)
    #expect(again.configuration == model.configuration && again.tokenizer.encode("abcd", parseSpecial: false) == model.tokenizer.encode("abcd", parseSpecial: false))
    if type == .f32 {
      #expect(zip(again.parameters, model.parameters).allSatisfy { $0.name == $1.name && $0.elements == $1.elements })
    }
    // Answering keeps keys and values in float16, and rounds the inputs of quantised products.
    let tolerance = [TensorType.f32: 2e-3, .f16: 2e-3, .bf16: 5e-3, .q8_0: 0.02, .q4_1: 0.15, .q4_0: 0.15][type]!
    let found = try loss(path, recorded.sequences)
    #expect(abs(found - recorded.loss) < tolerance, "\(found) beside \(recorded.loss)")
  }

  @Test func aDecoderFromNothingLearnsATextAndGoesOnAfterABreakToTheSameBits() throws {
    let text = (0..<60).map { "The nurse wrote dose \($0 % 7) into the chart of ward \($0 % 3).\n" }.joined()
    let vocabulary = BytePairVocabulary.learnt(from: [text], size: 300)
    let shape = DecoderConfiguration(
      vocabulary: vocabulary.tokens.count, width: 32, layers: 2, heads: 2, keyValueHeads: 1, intermediate: 96, contextLength: 64)
    let tokens = try vocabulary.tokenizer().encode(text, parseSpecial: false)
    var plan = TrainingPlan(schedule: RateSchedule(peak: 0.01, warmup: 5, steps: 60))
    plan.checkpointInterval = 20
    func objective() throws -> CausalText { try CausalText(TrainableDecoder(shape, vocabulary: vocabulary, seed: 3), tokens: tokens, length: 24, sequences: 2) }
    let whole = try objective(), before = try #require(try whole.validate(pass: TrainingPass(compute: compute, isTraining: false)))
    #expect(abs(before - log(Double(shape.vocabulary))) < 0.2, "before anything was learnt every token is as likely")
    #expect(whole.model.parameters.reduce(0) { $0 + $1.count } == shape.parameterCount)
    let loop = try TrainingLoop(whole, plan: plan, compute: compute)
    try loop.run()
    #expect(try #require(loop.curve.points.last?.validation) < 0.3 * before)
    let checkpoint = place("state"), path = place("gguf")
    defer { for left in [checkpoint, path] { try? FileManager.default.removeItem(atPath: left) } }
    try TrainingLoop(try objective(), plan: plan, compute: compute, checkpoint: checkpoint).run { $0.step < 32 }
    let resumed = try objective()
    try TrainingLoop(resumed, plan: plan, compute: Compute(pool: .single), checkpoint: checkpoint).run()
    #expect(zip(resumed.model.parameters, whole.model.parameters).allSatisfy { $0.elements == $1.elements })
    // It goes on with the text by heart, from its file.
    try whole.model.write(to: path, type: .q8_0, name: "ward")
    let model = try DecoderModel(path: path, compute: compute)
    #expect(model.endTokens.count == 2 && model.tokenizer.vocabularyCount == shape.vocabulary)
    let file = try model.crossEntropy(of: whole.heldOut).mean, last = try #require(loop.curve.points.last?.validation)
    #expect(abs(file - last) < 0.05, "\(file) in the file, \(last) in training")
  }

  @Test func aFileThatCannotBeWrittenLeavesTheOlderOne() throws {
    let model = try decoder("llama", compute), path = place("gguf")
    defer { try? FileManager.default.removeItem(atPath: path) }
    try model.write(to: path, type: .f16, name: "one")
    let before = try Data(contentsOf: URL(filePath: path))
    model.parameters[0].values[3, 4] = .infinity
    #expect(throws: WeightFileError.self) { try model.write(to: path, type: .q8_0, name: "two") }
    model.parameters[0].values[3, 4] = 1e6
    #expect(throws: WeightFileError.self) { try model.write(to: path, type: .f16, name: "two") }
    #expect(throws: WeightFileError.self) { try model.write(to: path + "/none/x", type: .f32, name: "two") }
    #expect(try Data(contentsOf: URL(filePath: path)) == before && !FileManager.default.fileExists(atPath: path + ".new"))
  }
}
