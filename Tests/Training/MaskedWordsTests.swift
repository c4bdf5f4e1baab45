import Foundation
import Kernels
import Layers
import Models
import TestFiles
import Testing
import Training
import Weights

@Suite struct MaskedWordsTests {
  private let compute = Compute(pool: ComputePool(threads: 2))
  private let marks = TextPairs.Marks(beginning: 1, separator: 2, mask: 3, firstWord: 4)

  /// Documents of words that follow one another by a rule: each its own step through the words.
  private func documents(_ count: Int) -> [[Int32]] {
    (0..<count).map { (number: Int) -> [Int32] in
      let step = 1 + number % 3
      return (0..<120).map { (place: Int) -> Int32 in Int32(4 + (number * 7 + place * step) % 20) }
    }
  }

  private func objective(dropout: Float, batch: Int = 8) throws -> MaskedWords {
    let shape = BERTConfiguration(vocabulary: 24, width: 32, layers: 2, heads: 2, intermediate: 64, positions: 32)
    return try MaskedWords(TrainableBERT(shape, dropout: dropout, seed: 2), documents: documents(12), marks: marks, length: 21, batch: batch, seed: 3)
  }

  private struct Recording: Decodable {
    struct Pair: Decodable {
      var tokens, types, asked: [Int32]
      var places: [Int]
      var follows: Bool
    }
    var pairs: [Pair]
    var words, next, right: Double
  }

  /// Beside `Tests/Reference/record_pretraining.py`, which draws the same weights and explains the batch.
  @Test(arguments: InstructionSet.available)
  func bothLossesAndTheSlopeOfEveryWeightAreThoseOfTransformers(level: InstructionSet) throws {
    let folder = TestFiles.recording("pretraining"), compute = Compute(pool: ComputePool(threads: 2), instructionSet: level)
    let recorded = try JSONDecoder().decode(Recording.self, from: Data(contentsOf: folder.appending(path: "pairs.json")))
    let expected = try SafetensorsFile(path: folder.appending(path: "slopes.safetensors").path)
    let shape = BERTConfiguration(vocabulary: 24, width: 32, layers: 2, heads: 2, intermediate: 48, positions: 16, tokenTypes: 2, epsilon: 1e-12)
    func objective(_ nextWeight: Float) throws -> (MaskedWords, [Parameter]) {
      let objective = try MaskedWords(
        TrainableBERT(shape, dropout: 0), documents: documents(12), marks: marks, length: 11, nextWeight: nextWeight)
      let parameters = objective.groups.flatMap(\.parameters).sorted { $0.name < $1.name }
      var state: UInt32 = 7
      for parameter in parameters {
        parameter.fill(with: (0..<parameter.count).map { _ in
          state = state &* 1_664_525 &+ 1_013_904_223
          let value = (Float(state >> 8) / Float(1 << 24) - 0.5) * 0.5
          return parameter.name.hasSuffix("LayerNorm.weight") ? 1 + value : value
        })
      }
      return (objective, parameters)
    }
    let pairs = recorded.pairs.map { pair in
      TextPair(
        tokens: pair.tokens, types: pair.types, asked: zip(pair.places, pair.asked).map { TextPair.Asked(place: $0, token: $1) }, follows: pair.follows)
    }
    func check(_ parameter: Parameter, _ name: String, _ own: [Float]) throws {
      let theirs = try expected.matrix(name, limit: 1 << 20).values
      let largest = theirs.reduce(Float(0)) { max($0, abs($1)) }, worst = zip(own, theirs).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
      #expect(own.count == theirs.count && worst < 2e-5 * max(largest, 0.01), "\(name): \(worst) of \(largest)")
    }
    func slopes(_ parameter: Parameter) -> [Float] { (0..<parameter.rows).flatMap { parameter.gradient.copy(row: $0) } }

    let (both, parameters) = try objective(1), pass = TrainingPass(compute: compute)
    #expect(Set(parameters.map(\.name)) == Set(expected.tensors.keys.filter { !$0.hasPrefix("next.") }))
    let losses = both.forwardBackward(pairs, weight: 1, pass: pass)
    #expect(abs(losses.words - recorded.words) < 1e-5 && abs(losses.next - recorded.next) < 1e-5 && losses.nextAccuracy == recorded.right, "\(losses)")
    for parameter in parameters { try check(parameter, parameter.name, slopes(parameter)) }
    // What the second task counts: twice of it less once of it is the second task alone.
    let (twice, others) = try objective(2)
    _ = twice.forwardBackward(pairs, weight: 1, pass: pass)
    for (one, two) in zip(parameters, others) where expected.tensors["next." + one.name] != nil {
      try check(one, "next." + one.name, zip(slopes(two), slopes(one)).map { $0 - $1 })
    }
  }

  @Test func slopesAreTheDifferencesOfTheLoss() throws {
    let objective = try objective(dropout: 0, batch: 4), pass = TrainingPass(compute: compute, seed: 5)
    func loss(_ weight: Float) throws -> Double { try objective.accumulate(step: 0, part: 0, parts: 1, weight: weight, pass: pass).mean }
    var random = SeededGenerator(seed: 9)
    // Away from the beginning, where the second task's slopes are next to nothing.
    let parameters = objective.groups.flatMap(\.parameters)
    for parameter in parameters where parameter.rows > 1 { parameter.fillNormally(deviation: 0.2, using: &random) }
    for parameter in parameters { parameter.clearGradient() }
    _ = try loss(1)
    #expect(parameters.count == 5 + 2 * 16 + 9)
    for parameter in parameters {
      let kept = parameter.elements, slopes = (0..<parameter.rows).flatMap { parameter.gradient.copy(row: $0) }
      let length = slopes.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      // Along its own slope a parameter changes the loss most: the length of the slope, by definition. The keys' biases change nothing.
      guard length > 1e-4 else {
        #expect(parameter.name.hasSuffix("key.bias"), "\(parameter.name): \(length)")
        continue
      }
      let step = 2e-3 * max(1, Double(kept.count).squareRoot() / 8)
      func moved(_ by: Double) throws -> Double {
        parameter.fill(with: zip(kept, slopes).map { $0 + Float(by / length) * $1 })
        return try loss(0)
      }
      let difference = try (moved(step) - moved(-step)) / (2 * step)
      parameter.fill(with: kept)
      #expect(abs(difference - length) < 0.02 * length + 2e-4, "\(parameter.name): \(difference) for \(length)")
    }
  }

  @Test func anEncoderFromNothingLearnsToFillInWords() throws {
    let objective = try objective(dropout: 0, batch: 16), judging = TrainingPass(compute: compute, isTraining: false)
    let before = objective.judge(pass: judging)
    // Twenty words that are all as frequent.
    #expect(abs(before.words - log(24)) < 0.3 && abs(before.next - log(2)) < 0.1)
    let loop = try TrainingLoop(objective, plan: TrainingPlan(schedule: RateSchedule(peak: 0.003, warmup: 20, steps: 1200)), compute: compute)
    try loop.run()
    let after = objective.judge(pass: judging)
    #expect(after.words < 0.6 * before.words, "\(before) \(after)")
  }

  @Test func layersThatAreComputedAgainGiveTheSameSlopesToTheBit() throws {
    // With dropout, whose places must come again the same.
    let kept = try objective(dropout: 0.2), again = try objective(dropout: 0.2), pass = TrainingPass(compute: compute, seed: 5)
    again.encoder.recomputes = true
    let (one, other) = (kept.groups.flatMap(\.parameters), again.groups.flatMap(\.parameters))
    for step in 0..<2 {
      let losses = try [kept, again].map { try $0.accumulate(step: step, part: 0, parts: 1, weight: 1, pass: pass).mean }
      #expect(losses[0] == losses[1])
    }
    for (a, b) in zip(one, other) { #expect((0..<a.rows).allSatisfy { a.gradient.copy(row: $0) == b.gradient.copy(row: $0) }, "\(a.name)") }
    #expect(one.contains { $0.name.hasSuffix("layer.0.attention.self.query.weight") && $0.gradient.copy(row: 3).contains { $0 != 0 } })
  }

  @Test func whatWasTrainedIsWrittenAsBERTsFilesAre() throws {
    let objective = try objective(dropout: 0)
    let folder = FileManager.default.temporaryDirectory.appending(path: "encoder-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try objective.encoder.configuration.write(to: folder + "/config.json")
    try objective.encoder.write(to: folder + "/model.safetensors")
    let again = try TrainableBERT(folder: folder)
    #expect(again.configuration == objective.encoder.configuration)
    #expect(zip(again.parameters, objective.encoder.parameters).allSatisfy { $0.elements == $1.elements })
    _ = try BERTEncoder(folder: folder, compute: compute)
  }

  @Test func tooLittleTextIsNamed() throws {
    let shape = BERTConfiguration(vocabulary: 24, width: 32, layers: 1, heads: 2, intermediate: 64, positions: 32)
    #expect(throws: TrainingError.self) { try MaskedWords(TrainableBERT(shape), documents: [[4, 5, 6]], marks: marks, length: 21) }
    #expect(throws: TrainingError.self) { try MaskedWords(TrainableBERT(shape), documents: documents(9), marks: marks, length: 64) }
  }
}
