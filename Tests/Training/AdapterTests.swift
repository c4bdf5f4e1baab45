import Foundation
import Kernels
import Layers
import Models
import TestFiles
import Testing
import Training
import Weights

/// Adapters of tiny decoders beside transformers and PEFT (`Tests/Reference/record_adapter.py`).
@Suite struct AdapterTests {
  private struct Recording: Decodable {
    var sequences: [[Int32]]
    var loss: Double
    var slopes: [String: [Float]]
  }

  private func recording(_ architecture: String) throws -> (Recording, DecoderAdapter) {
    let folder = TestFiles.recording("adapter-\(architecture)")
    let recording = try JSONDecoder().decode(Recording.self, from: Data(contentsOf: folder.appending(path: "slopes.json")))
    return (recording, try DecoderAdapter(folder: folder.path))
  }

  private func file(_ architecture: String) throws -> String {
    var file = TinyDecoderFile(biases: architecture == "qwen2")
    file.architecture = architecture
    return try file.write()
  }

  private func decoder(_ architecture: String, _ precision: ProductPrecision, _ compute: Compute) throws -> TrainableDecoder {
    let path = try file(architecture)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try TrainableDecoder(path: path, precision: precision, compute: compute)
  }

  @Test(arguments: ["llama", "qwen2"], InstructionSet.available)
  func lossAndSlopesAreThoseOfPEFT(architecture: String, level: InstructionSet) throws {
    let (recorded, adapter) = try recording(architecture)
    let compute = Compute(pool: ComputePool(threads: 2), instructionSet: level)
    let model = try decoder(architecture, .float32, compute)
    try model.add(adapter)
    for recomputes in [false, true] {
      model.recomputes = recomputes
      for parameter in model.parameters { parameter.clearGradient() }
      let loss = model.forwardBackward(recorded.sequences, weight: 1, pass: TrainingPass(compute: compute))
      #expect(abs(loss - recorded.loss) < 1e-5)
      let slopes = model.adapterSlopes
      #expect(Set(slopes.keys) == Set(recorded.slopes.keys))
      for (name, expected) in recorded.slopes {
        let own = try #require(slopes[name]), largest = expected.reduce(Float(0)) { max($0, abs($1)) }
        let worst = zip(own, expected).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
        #expect(own.count == expected.count && worst < 2e-5 * max(largest, 0.01), "\(name): \(worst) of \(largest)")
      }
    }
    #expect(abs(model.forwardBackward(recorded.sequences, weight: nil, pass: TrainingPass(compute: compute)) - recorded.loss) < 1e-5)
  }

  @Test func inBFloatTheSlopesPointTheSameWay() throws {
    let (recorded, adapter) = try recording("llama")
    let compute = Compute(pool: ComputePool(threads: 2)), model = try decoder("llama", .bfloat16, compute)
    try model.add(adapter)
    _ = model.forwardBackward(recorded.sequences, weight: 1, pass: TrainingPass(compute: compute, precision: .bfloat16))
    var (along, own, other) = (0.0, 0.0, 0.0)
    for (name, slopes) in model.adapterSlopes {
      for (a, b) in zip(slopes, try #require(recorded.slopes[name])) {
        along += Double(a) * Double(b)
        own += Double(a) * Double(a)
        other += Double(b) * Double(b)
      }
    }
    #expect(along / (own * other).squareRoot() > 0.999)
  }

  @Test(arguments: ["llama", "qwen2"])
  func anAdapterThatIsWrittenAndReadAgainIsTheSameOne(architecture: String) throws {
    let (_, adapter) = try recording(architecture)
    let compute = Compute(pool: .single), model = try decoder(architecture, .float32, compute)
    try model.add(adapter)
    #expect(model.trainedAdapter == adapter)
    let folder = FileManager.default.temporaryDirectory.appending(path: "adapter-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try adapter.write(to: folder, base: "tiny")
    #expect(try DecoderAdapter(folder: folder) == adapter)
    // Another decoder's adapter is refused by name.
    var narrow = adapter
    for (name, matrix) in adapter.matrices where name.contains("lora_A") {
      narrow.matrices[name] = .init(rows: matrix.rows, columns: 16, values: Array(matrix.values.prefix(matrix.rows * 16)))
    }
    #expect(throws: WeightFileError.self) { try decoder(architecture, .float32, compute).add(narrow) }
    try Data("{\"peft_type\":\"LORA\",\"r\":4,\"lora_alpha\":8,\"target_modules\":[\"q_proj\"],\"use_dora\":true}".utf8)
      .write(to: URL(filePath: folder + "/adapter_config.json"))
    #expect(throws: WeightFileError.self) { try DecoderAdapter(folder: folder) }
  }

  @Test func anAdapterLearnsATextAndGoesOnAfterABreakToTheSameBits() throws {
    let compute = Compute(pool: ComputePool(threads: 2))
    let tokens = (0..<400).map { Int32([3, 1, 4, 1, 5, 9, 2, 6][$0 % 8]) }
    var plan = TrainingPlan(schedule: RateSchedule(peak: 0.02, warmup: 5, steps: 40))
    plan.checkpointInterval = 15
    let path = FileManager.default.temporaryDirectory.appending(path: "adapter-\(UUID().uuidString).state").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    func objective() throws -> CausalText {
      let model = try decoder("llama", .float32, compute)
      model.add(AdapterSettings(rank: 4, dropout: 0.1, targets: AdapterSettings.possibleTargets), seed: 1)
      return try CausalText(model, tokens: tokens, length: 16, sequences: 2)
    }
    let whole = try objective(), before = try #require(try whole.validate(pass: TrainingPass(compute: compute, isTraining: false)))
    let loop = try TrainingLoop(whole, plan: plan, compute: compute)
    try loop.run()
    #expect(try #require(loop.curve.best?.validation) < 0.3 * before)
    let broken = try objective()
    try TrainingLoop(broken, plan: plan, compute: compute, checkpoint: path).run { $0.step < 22 }
    let resumed = try objective()
    try TrainingLoop(resumed, plan: plan, compute: Compute(pool: .single), checkpoint: path).run()
    #expect(resumed.model.trainedAdapter == whole.model.trainedAdapter)
  }
}
