import Foundation
import Generation
import Kernels
import KnowledgeGraph
import Layers
import Models
import Tokenizers
import Training
import Wire

/// An adapter of the loaded decoder that learns to go on as the stored documents do: LoRA beside its projections, or a soft prompt in
/// front of what it reads.
struct AdapterTraining: Sendable {
  enum Kind: String, CaseIterable { case lora, softPrompt = "soft-prompt" }

  let kind: Kind
  let settings: AdapterSettings
  let rows, length, batch: Int
  let rate: Float
  let seed: UInt64
  let steps: Int?
  let isFresh: Bool

  /// - Throws: ``RequestError`` for wishes that cannot be.
  init(_ request: TrainRequest) throws(RequestError) {
    let wishes = Wishes(request)
    kind = try wishes.choice(request.kind, Kind.self) ?? .lora
    settings = AdapterSettings(
      rank: request.rank ?? 8, alpha: request.alpha.map { Float($0) }, dropout: Float(request.dropout ?? 0), targets: request.targets ?? ["q_proj", "v_proj"])
    if let fault = settings.fault { throw RequestError(400, "setting", fault, parameter: "rank") }
    rows = try wishes.number(request.rows, "rows", SoftPrompt.possibleRows) ?? 16
    length = try wishes.number(request.length, "length", 16...4096) ?? 256
    batch = try wishes.number(request.batch, "batch", 1...256) ?? 4
    rate = try wishes.rate(request.rate) ?? (kind == .lora ? 5e-4 : 1e-2)
    steps = try wishes.number(request.steps, "steps", 1...1_000_000)
    seed = UInt64(bitPattern: Int64(request.seed ?? 0))
    isFresh = request.fresh ?? false
  }

  /// Reads what it learns from; the rest is computed by what it returns.
  func prepare(
    _ name: String, _ domain: Domain?, _ folder: TrainedFolder, _ surroundings: ModelTrainingJob.Surroundings, _ shape: ModelTrainingShape
  ) async throws -> @Sendable (ModelTrainingRun) throws -> Void {
    let decoder = await surroundings.models.decoderSettled()
    guard let generator = decoder.model else { throw RequestError(409, "decoder_missing", decoder.problem ?? "there is no decoder") }
    let text = try await surroundings.store.read { try TrainingText($0, domain: domain) }.checked(domain)
    let (path, base) = (generator.modelPath, generator.modelName)
    return { run in try train(name, domain, text, path: path, base: base, folder, shape, run) }
  }

  private func train(
    _ name: String, _ domain: Domain?, _ text: TrainingText, path: String, base: String, _ folder: TrainedFolder, _ told: ModelTrainingShape,
    _ run: ModelTrainingRun
  ) throws {
    let began = ContinuousClock.now, precision = ProductPrecision.usual(on: run.compute)
    var shape = told
    shape.phase = .loading
    run.tell(shape)
    let model = try TrainableDecoder(path: path, precision: precision, compute: run.compute)
    let tokens = text.texts.flatMap { model.tokenizer.encode($0 + "\n\n", parseSpecial: false) }
    switch kind {
    case .lora: model.add(settings, seed: seed)
    case .softPrompt:
      // Words of the text itself are a better beginning than any numbers.
      guard tokens.count >= rows else { throw TrainingError.tooLittle("\(tokens.count) tokens") }
      model.addSoftPrompt(initial: Array(tokens.prefix(rows)))
    }
    let windows = try TextWindows(model, tokens: tokens, length: length, batch: batch, decay: kind == .lora ? 0.01 : 0, seed: seed)
    let objective = windows.objective

    shape.phase = .judging
    run.tell(shape)
    let before = try objective.validate(pass: TrainingPass(compute: run.compute, precision: precision, isTraining: false))
    let steps = steps ?? max(20, min(300, 3 * objective.windows.count / batch))
    let curve = try run.train(
      objective, plan: windows.plan(steps: steps, rate: rate, precision: precision),
      identity: "\(base), \(text.digest), \(described), \(length) tokens", checkpoint: folder.checkpoint(name), isFresh: isFresh, shape: &shape)

    shape.phase = .writing
    run.tell(shape)
    var record = TrainedModelShape(
      what: folder.kind.rawValue, name: name, kind: kind.rawValue, base: base, parameters: model.parameters.reduce(0) { $0 + $1.count }, steps: steps,
      seconds: (ContinuousClock.now - began) / .seconds(1), trained: Date().timeIntervalSince1970)
    windows.tell(&record, of: text, domain, before: before, after: curve.points.last?.validation)
    try folder.replace(name, record: record, curve: curve) { path in
      try model.trainedAdapter?.write(to: path, base: base)
      try model.trainedSoftPrompt?.write(to: path, base: base, shape: model.configuration)
    }
    run.finish(&shape, record)
  }

  /// What a checkpoint must be of, beside the plan.
  private var described: String {
    switch kind {
    case .lora: "LoRA of rank \(settings.rank), alpha \(settings.alpha), dropout \(settings.dropout) on \(settings.targets.joined(separator: " "))"
    case .softPrompt: "soft prompt of \(rows)"
    }
  }
}
