import Foundation
import Kernels
import KnowledgeGraph
import Models
import Layers
import Perception
import Training
import Wire

/// An encoder that learns from the stored documents, masked words and the next stretch: a small one from nothing in the text encoder's
/// vocabulary, or the text encoder itself trained on.
struct EncoderTraining: Sendable {
  enum Kind: String, CaseIterable { case new, whole }

  let kind: Kind
  let layers, width, heads, length, batch: Int
  let rate: Float
  let seed: UInt64
  let steps: Int?
  let isFresh: Bool

  /// - Throws: ``RequestError`` for wishes that cannot be.
  init(_ request: TrainRequest) throws(RequestError) {
    let wishes = Wishes(request)
    kind = try wishes.choice(request.kind, Kind.self) ?? .new
    layers = try wishes.number(request.layers, "layers", 1...24) ?? 2
    width = try wishes.number(request.width, "width", 32...1024) ?? 128
    heads = try wishes.number(request.heads, "heads", 1...64) ?? max(1, width / 64)
    guard width % heads == 0, (width / heads) % 16 == 0 else {
      throw RequestError(400, "setting", "\(heads) heads over a width of \(width) are not possible: a head's width is a multiple of 16", parameter: "heads")
    }
    length = try wishes.number(request.length, "length", 9...512) ?? 64
    batch = try wishes.number(request.batch, "batch", 1...256) ?? 16
    rate = try wishes.rate(request.rate) ?? (kind == .new ? 1e-3 : 3e-4)
    steps = try wishes.number(request.steps, "steps", 1...1_000_000)
    seed = UInt64(bitPattern: Int64(request.seed ?? 0))
    isFresh = request.fresh ?? false
  }

  func prepare(
    _ name: String, _ domain: Domain?, _ folder: TrainedFolder, _ surroundings: ModelTrainingJob.Surroundings, _ shape: ModelTrainingShape
  ) async throws -> @Sendable (ModelTrainingRun) throws -> Void {
    guard let encoder = await surroundings.models.encoderSettled() else {
      throw RequestError(409, "encoder_missing", surroundings.models.encoder.problem ?? "there is no text encoder")
    }
    let text = try await surroundings.store.read { try TrainingText($0, domain: domain) }.checked(domain)
    let base = surroundings.models.folder + "/" + ModelShelf.encoderFolder
    return { run in
      // Without the marks around them.
      let documents = text.texts.map { Array(encoder.tokenIDs($0, maximum: .max).dropFirst().dropLast()) }
      try train(name, domain, text, documents, base: base, encoder.name, folder, shape, run)
    }
  }

  private func train(
    _ name: String, _ domain: Domain?, _ text: TrainingText, _ documents: [[Int32]], base: String, _ baseName: String,
    _ folder: TrainedFolder, _ told: ModelTrainingShape, _ run: ModelTrainingRun
  ) throws {
    var shape = told
    let began = ContinuousClock.now, precision = ProductPrecision.usual(on: run.compute)
    let vocabulary = base + "/vocab.txt"
    let words = try String(contentsOfFile: vocabulary, encoding: .utf8).split(whereSeparator: \.isNewline).map(String.init)
    func id(_ word: String) throws -> Int32 {
      guard let index = words.firstIndex(of: word) else { throw TrainingError.unsuited("the text encoder's vocabulary has no \(word)") }
      return Int32(index)
    }
    let marks = try TextPairs.Marks(beginning: id("[CLS]"), separator: id("[SEP]"), mask: id("[MASK]"), firstWord: id("[MASK]") + 1)
    let bert = try kind == .whole ? TrainableBERT(folder: base) : drawn(vocabulary: words.count)
    let configuration = bert.configuration
    guard configuration.tokenTypes > 1, configuration.vocabulary >= words.count else {
      throw TrainingError.unsuited("\(baseName) has no types of tokens for pairs, or fewer rows than its vocabulary has words; use --kind new")
    }
    let objective = try MaskedWords(bert, documents: documents, marks: marks, length: length, batch: batch, seed: seed)
    shape.phase = .judging
    run.tell(shape)
    let judging = TrainingPass(compute: run.compute, precision: precision, isTraining: false), before = objective.judge(pass: judging)
    // From nothing the second task begins to move after a few passes.
    let passes = kind == .new ? 10 : 3, steps = steps ?? max(50, min(2000, passes * objective.pairs.count / batch))
    var plan = TrainingPlan(schedule: RateSchedule(peak: rate, warmup: min(steps, max(1, steps / 10)), steps: steps, decay: .linear))
    (plan.precision, plan.seed, plan.validationInterval) = (precision, seed, max(10, steps / 10))
    let described = kind == .whole ? "every weight" : "\(layers) layers of \(width), \(heads) heads"
    let curve = try run.train(
      objective, plan: plan, identity: "\(described) in the words of \(baseName), \(text.digest), \(length) tokens, \(batch) pairs",
      checkpoint: folder.checkpoint(name), isFresh: isFresh, shape: &shape)
    let after = objective.judge(pass: judging)
    shape.phase = .writing
    run.tell(shape)
    var record = TrainedModelShape(
      what: folder.kind.rawValue, name: name, kind: described, base: kind == .whole ? baseName : nil, parameters: objective.groups.trainedElements, steps: steps,
      seconds: (ContinuousClock.now - began) / .seconds(1), trained: Date().timeIntervalSince1970)
    (record.domain, record.documents) = (domain?.rawValue, text.texts.count)
    (record.tokens, record.heldOutTokens) = (objective.pairs.count * objective.pairs.half, objective.judgedCount / 2 * objective.pairs.half)
    (record.lossBefore, record.lossAfter) = (before.words + before.next, after.words + after.next)
    (record.perplexityBefore, record.perplexityAfter) = (exp(before.words), exp(after.words))
    record.nextAccuracy = after.nextAccuracy
    try folder.replace(name, record: record, curve: curve) { path in
      try objective.encoder.write(to: path + "/model.safetensors")
      try configuration.write(to: path + "/config.json")
      try FileManager.default.copyItem(atPath: vocabulary, toPath: path + "/vocab.txt")
      try Data("{\"max_seq_length\": \(length)}\n".utf8).write(to: URL(filePath: path + "/sentence_bert_config.json"))
    }
    run.finish(&shape, record)
  }

  /// A BERT of the wished shape.
  private func drawn(vocabulary: Int) -> TrainableBERT {
    TrainableBERT(
      BERTConfiguration(
        vocabulary: vocabulary, width: width, layers: layers, heads: heads, intermediate: 4 * width, positions: 512, tokenTypes: 2, epsilon: 1e-12),
      seed: seed)
  }
}
