import Foundation
import Generation
import Kernels
import KnowledgeGraph
import Layers
import Models
import Tokenizers
import Training
import Weights
import Wire

/// A whole decoder that learns to go on as the stored documents do: a small one from nothing, or the loaded one with every weight
/// trained. What comes of it is a GGUF file that the daemon can be told to load.
///
/// One from nothing has a vocabulary of its own, learnt from the same text: of a large decoder's 49,152 tokens or more a few thousand stand
/// in a team's documents, so that most of a small model would be rows that are never trained, and most of its time their scores.
struct DecoderTraining: Sendable {
  enum Kind: String, CaseIterable { case new, whole }

  /// Positions that one from nothing may be asked about; those beyond its windows it has not seen.
  private static let context = 2048
  /// Text that a vocabulary is learnt from.
  private static let vocabularyBytes = 8 << 20

  let kind: Kind
  let layers, width, heads, vocabulary, length, batch: Int
  let rate: Float
  let seed: UInt64
  let steps: Int?
  let weights: TensorType
  let isFresh: Bool

  /// - Throws: ``RequestError`` for wishes that cannot be.
  init(_ request: TrainRequest) throws(RequestError) {
    let wishes = Wishes(request)
    kind = try wishes.choice(request.kind, Kind.self) ?? .new
    layers = try wishes.number(request.layers, "layers", 1...24) ?? 4
    width = try wishes.number(request.width, "width", 32...1024) ?? 128
    heads = try wishes.number(request.heads, "heads", 1...64) ?? max(1, width / 64)
    guard DecoderConfiguration.isPossible(width: width, heads: heads) else {
      throw RequestError(400, "setting", "\(heads) heads over a width of \(width) are not possible: a head's width is a multiple of 16", parameter: "heads")
    }
    vocabulary = try wishes.number(request.vocabulary, "vocabulary", BytePairVocabulary.least...65_536) ?? 2048
    length = try wishes.number(request.length, "length", 16...4096) ?? (kind == .new ? 128 : 256)
    batch = try wishes.number(request.batch, "batch", 1...256) ?? (kind == .new ? 8 : 4)
    rate = try wishes.rate(request.rate) ?? (kind == .new ? 1e-3 : 5e-5)
    steps = try wishes.number(request.steps, "steps", 1...1_000_000)
    seed = UInt64(bitPattern: Int64(request.seed ?? 0))
    isFresh = request.fresh ?? false
    guard let weights = TensorType(rawValue: request.weights ?? TensorType.q8_0.rawValue), TensorType.writable.contains(weights) else {
      let all = TensorType.writable.map(\.rawValue).joined(separator: ", ")
      throw RequestError(400, "setting", "weights must be one of \(all), not \(request.weights?.prefix(32) ?? "")", parameter: "weights")
    }
    self.weights = weights
  }

  /// Reads what it learns from; the rest is computed by what it returns.
  func prepare(
    _ name: String, _ domain: Domain?, _ folder: TrainedFolder, _ surroundings: ModelTrainingJob.Surroundings, _ shape: ModelTrainingShape
  ) async throws -> @Sendable (ModelTrainingRun) throws -> Void {
    var base: (path: String, name: String)?
    if kind == .whole {
      let decoder = await surroundings.models.decoderSettled()
      guard let generator = decoder.model else { throw RequestError(409, "decoder_missing", decoder.problem ?? "there is no decoder") }
      base = (generator.modelPath, generator.modelName)
      try checkMemory(generator.modelPath, generator.modelName, name, surroundings)
    }
    let text = try await surroundings.store.read { try TrainingText($0, domain: domain) }.checked(domain), found = base
    return { run in try train(name, domain, text, base: found, folder, shape, run) }
  }

  /// - Throws: 409 where every weight of a decoder with its gradient and moments does not fit into what may be taken.
  private func checkMemory(_ path: String, _ base: String, _ name: String, _ surroundings: ModelTrainingJob.Surroundings) throws {
    let free = surroundings.memory ?? MemoryLimit().free
    let needed = try TrainableDecoder.bytes(toTrain: path) + 2 * TextWindows.partBytes
    guard let free, needed > free else { return }
    func megabytes(_ bytes: Int) -> String { "\(max(0, bytes) >> 20) MB" }
    throw RequestError(
      409, "memory",
      "to train every weight of \(base) takes \(megabytes(needed)), and the daemon may take \(megabytes(free)) more; train an adapter instead "
        + "(kgassist train adapter \(name)), load a smaller decoder (KGASSIST_DECODER), or give the daemon more memory", parameter: "kind")
  }

  private func train(
    _ name: String, _ domain: Domain?, _ text: TrainingText, base: (path: String, name: String)?, _ folder: TrainedFolder, _ told: ModelTrainingShape,
    _ run: ModelTrainingRun
  ) throws {
    let began = ContinuousClock.now, precision = ProductPrecision.usual(on: run.compute)
    var shape = told
    shape.phase = .loading
    run.tell(shape)
    let model = try base.map { try TrainableDecoder(wholeOf: $0.path, compute: run.compute) } ?? drawn(text)
    if run.isCancelled() { throw CancellationError() }
    let tokens = self.tokens(text, model.tokenizer)
    let windows = try TextWindows(model, tokens: tokens, length: length, batch: batch, decay: kind == .new ? 0.1 : 0.01, seed: seed)
    let objective = windows.objective

    shape.phase = .judging
    run.tell(shape)
    let before = try objective.validate(pass: TrainingPass(compute: run.compute, precision: precision, isTraining: false))
    let passes = objective.windows.count / batch
    let steps = steps ?? (kind == .new ? max(100, min(2000, 10 * passes)) : max(20, min(300, 3 * passes)))
    let curve = try run.train(
      objective, plan: windows.plan(steps: steps, rate: rate, precision: precision),
      identity: "\(described(base?.name)), \(text.digest), \(length) tokens", checkpoint: folder.checkpoint(name), isFresh: isFresh, shape: &shape)

    shape.phase = .writing
    run.tell(shape)
    var record = TrainedModelShape(
      what: folder.kind.rawValue, name: name, kind: described(base?.name), base: base?.name, parameters: objective.groups.trainedElements, steps: steps,
      seconds: (ContinuousClock.now - began) / .seconds(1), trained: Date().timeIntervalSince1970)
    windows.tell(&record, of: text, domain, before: before, after: curve.points.last?.validation)
    record.weights = weights.rawValue
    try folder.replace(name, curve: curve) { path in
      let file = path + "/" + TrainedFolder.decoderName
      try model.write(to: file, type: weights, name: name)
      // What lies there is read back before it takes the older one's place, and judged as it will answer.
      let loss = try DecoderModel(path: file, compute: run.compute).crossEntropy(of: objective.heldOut, shouldStop: run.isCancelled).mean
      if run.isCancelled() { throw CancellationError() }
      record.perplexityWritten = exp(loss)
      let bytes = objective.heldOut.reduce(0) { $0 + $1.dropFirst().reduce(0) { $0 + model.tokenizer.bytes(of: $1).count } }
      record.bitsPerByte = loss * Double(objective.heldOut.count * length) / log(2) / Double(max(1, bytes))
      return record
    }
    run.finish(&shape, record)
  }

  /// A decoder of the wished shape, in a vocabulary that is learnt from the text.
  private func drawn(_ text: TrainingText) throws -> TrainableDecoder {
    var bytes = 0
    let some = text.texts.prefix { text in
      defer { bytes += text.utf8.count }
      return bytes < Self.vocabularyBytes
    }
    let learnt = BytePairVocabulary.learnt(from: some, size: vocabulary)
    // Rows that quantised types can be cut into.
    let intermediate = (width * 8 / 3 + 31) / 32 * 32
    let shape = DecoderConfiguration(
      vocabulary: learnt.tokens.count, width: width, layers: layers, heads: heads, keyValueHeads: heads, intermediate: intermediate,
      contextLength: max(Self.context, length + 1))
    return try TrainableDecoder(shape, vocabulary: learnt, seed: seed)
  }

  /// One document after another, with what ends a text between them.
  private func tokens(_ text: TrainingText, _ tokenizer: BytePairTokenizer) -> [Int32] {
    guard kind == .new, let end = tokenizer.endID else { return text.texts.flatMap { tokenizer.encode($0 + "\n\n", parseSpecial: false) } }
    return text.texts.flatMap { tokenizer.encode($0, parseSpecial: false) + [end] }
  }

  /// What a checkpoint must be of, beside the plan.
  private func described(_ base: String?) -> String {
    base.map { "every weight of \($0)" } ?? "\(layers) layers of \(width), \(heads) heads, at most \(vocabulary) tokens"
  }
}
