import Foundation
import Kernels
import Layers
import Models
import Perception
import Training
import Wire

/// A classifier of texts that learns from labelled examples: a head on the text encoder's vectors, or the whole encoder with it.
///
/// A fifth of the texts is held out, which ones follows from their bytes: a text that was judged with once is never trained on.
struct ClassifierTraining: Sendable {
  enum Kind: String, CaseIterable { case whole, head }

  private static let mostExamples = 200_000

  let kind: Kind
  let examples: [LabelledText]
  /// The classes, by name.
  let labels: [String]
  let length, batch: Int
  let rate: Float
  let seed: UInt64
  let steps: Int?
  let isFresh: Bool

  /// - Throws: ``RequestError`` for wishes that cannot be.
  init(_ request: TrainRequest) throws(RequestError) {
    let wishes = Wishes(request)
    kind = try wishes.choice(request.kind, Kind.self) ?? .whole
    var seen: Set<String> = []
    examples = (request.examples ?? []).filter { !$0.text.isEmpty && seen.insert($0.text).inserted }
    labels = Set(examples.map(\.label)).sorted()
    guard labels.count >= 2, examples.count >= 5 * labels.count, examples.count <= Self.mostExamples, !labels.contains("") else {
      throw RequestError(
        400, "examples", "a classifier learns from 2 classes or more with 5 different texts each at the least and \(Self.mostExamples) in all; "
          + "there are \(examples.count) different texts of \(labels.count) classes", parameter: "examples")
    }
    length = try wishes.number(request.length, "length", 8...512) ?? 128
    batch = try wishes.number(request.batch, "batch", 1...1024) ?? (kind == .whole ? 16 : 64)
    rate = try wishes.rate(request.rate) ?? (kind == .whole ? 5e-5 : 0.03)
    steps = try wishes.number(request.steps, "steps", 1...1_000_000)
    seed = UInt64(bitPattern: Int64(request.seed ?? 0))
    isFresh = request.fresh ?? false
  }

  func prepare(
    _ name: String, _ folder: TrainedFolder, _ surroundings: ModelTrainingJob.Surroundings, _ shape: ModelTrainingShape
  ) async throws -> @Sendable (ModelTrainingRun) throws -> Void {
    guard let encoder = await surroundings.models.encoderSettled() else {
      throw RequestError(409, "encoder_missing", surroundings.models.encoder.problem ?? "there is no text encoder")
    }
    let path = surroundings.models.folder + "/" + ModelShelf.encoderFolder
    return { run in
      switch kind {
      case .head: try trainHead(name, encoder, folder, shape, run)
      case .whole: try trainWhole(name, encoder, path, folder, shape, run)
      }
    }
  }

  private var parts: (training: [LabelledText], heldOut: [LabelledText]) {
    func isHeldOut(_ text: String) -> Bool { SHA256.digest(of: Array(text.utf8))[0] % 5 == 0 }
    let held = examples.filter { isHeldOut($0.text) }, rest = examples.filter { !isHeldOut($0.text) }
    if !held.isEmpty, Set(rest.map(\.label)).count == labels.count { return (rest, held) }
    // So few that chance left a class without any: every fifth of each class.
    var (training, heldOut): ([LabelledText], [LabelledText]) = ([], [])
    for label in labels {
      for (index, example) in examples.filter({ $0.label == label }).enumerated() {
        if index % 5 == 4 { heldOut.append(example) } else { training.append(example) }
      }
    }
    return (training, heldOut)
  }

  private func number(_ label: String) -> Int32 { Int32(labels.firstIndex(of: label)!) }

  private func identity(_ base: String) -> String {
    let digest = SHA256.digest(of: examples.flatMap { Array($0.text.utf8) + [0] + Array($0.label.utf8) + [0] })
    return "\(kind.rawValue) of \(base), \(digest.prefix(8).map { String(format: "%02x", $0) }.joined()), \(length) tokens, \(batch) texts"
  }

  private func plan(_ usual: Int, precision: ProductPrecision) -> TrainingPlan {
    let steps = steps ?? usual
    var plan = TrainingPlan(schedule: RateSchedule(peak: rate, warmup: min(steps, max(1, steps / 10)), steps: steps, decay: .linear))
    (plan.seed, plan.validationInterval, plan.precision) = (seed, max(5, steps / 10), precision)
    return plan
  }

  private func trainHead(_ name: String, _ encoder: TextEncoder, _ folder: TrainedFolder, _ told: ModelTrainingShape, _ run: ModelTrainingRun) throws {
    var shape = told
    let began = ContinuousClock.now, (training, heldOut) = parts
    func encoded(_ texts: [LabelledText]) throws -> [VectorClassification.Example] {
      var made: [VectorClassification.Example] = []
      for start in stride(from: 0, to: texts.count, by: 64) {
        if run.isCancelled() { throw CancellationError() }
        let some = texts[start..<min(start + 64, texts.count)]
        made += zip(try encoder.encode(some.map(\.text)), some).map { .init(vector: $0, label: number($1.label)) }
      }
      return made
    }
    shape.phase = .loading
    run.tell(shape)
    let test = try encoded(heldOut)
    let objective = try VectorClassification(classes: labels.count, examples: try encoded(training), heldOut: test, batch: batch, seed: seed)
    let judging = TrainingPass(compute: run.compute, isTraining: false), before = try objective.validate(pass: judging)
    let curve = try run.train(
      objective, plan: plan(max(200, min(4000, 20 * training.count / batch)), precision: .float32), identity: identity(encoder.name),
      checkpoint: folder.checkpoint(name), isFresh: isFresh, shape: &shape)
    let report = ClassificationReport(
      predicted: objective.predict(test.map(\.vector), pass: judging), labels: test.map(\.label), classes: labels.count)
    try finish(name, objective.head, parameters: objective.groups.trainedElements, curve, before, report, (training, heldOut), encoder.name, began, folder, &shape, run) { _ in }
  }

  private func trainWhole(
    _ name: String, _ encoder: TextEncoder, _ base: String, _ folder: TrainedFolder, _ told: ModelTrainingShape, _ run: ModelTrainingRun
  ) throws {
    var shape = told
    shape.phase = .loading
    run.tell(shape)
    let began = ContinuousClock.now, (training, heldOut) = parts, precision = ProductPrecision.usual(on: run.compute)
    let longest = min(length, encoder.maximumTokens)
    func tokens(_ text: String) -> [Int32] {
      let all = encoder.tokenIDs(text)
      return all.count <= longest ? all : Array(all.prefix(longest - 1)) + all.suffix(1)
    }
    func encoded(_ texts: [LabelledText]) -> [SequenceClassification.Example] {
      texts.map { .init(tokens: tokens($0.text), label: number($0.label)) }
    }
    let test = encoded(heldOut)
    let objective = try SequenceClassification(
      TrainableBERT(folder: base), classes: labels.count, examples: encoded(training), heldOut: test, batch: batch, seed: seed)
    let judging = TrainingPass(compute: run.compute, precision: precision, isTraining: false)
    shape.phase = .judging
    run.tell(shape)
    let before = try objective.validate(pass: judging)
    let curve = try run.train(
      objective, plan: plan(max(30, min(1000, 3 * training.count / batch)), precision: precision), identity: identity(encoder.name),
      checkpoint: folder.checkpoint(name), isFresh: isFresh, shape: &shape)
    let report = ClassificationReport(
      predicted: objective.predict(test.map(\.tokens), pass: judging), labels: test.map(\.label), classes: labels.count)
    try finish(name, objective.head, parameters: objective.groups.trainedElements, curve, before, report, (training, heldOut), encoder.name, began, folder, &shape, run) { path in
      try objective.encoder.write(to: path + "/model.safetensors")
      for file in ["config.json", "vocab.txt"] { try FileManager.default.copyItem(atPath: base + "/" + file, toPath: path + "/" + file) }
      try Data("{\"max_seq_length\": \(longest)}\n".utf8).write(to: URL(filePath: path + "/sentence_bert_config.json"))
    }
  }

  private func finish(
    _ name: String, _ head: TrainableLinear, parameters: Int, _ curve: Training.LearningCurve, _ before: Double?, _ report: ClassificationReport,
    _ parts: (training: [LabelledText], heldOut: [LabelledText]), _ base: String, _ began: ContinuousClock.Instant, _ folder: TrainedFolder,
    _ shape: inout ModelTrainingShape, _ run: ModelTrainingRun, _ write: (String) throws -> Void
  ) throws {
    shape.phase = .writing
    run.tell(shape)
    let most = Dictionary(grouping: parts.training, by: \.label).max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }?.key
    var record = TrainedModelShape(
      what: folder.kind.rawValue, name: name, kind: kind.rawValue, base: base, parameters: parameters, steps: shape.steps,
      seconds: (ContinuousClock.now - began) / .seconds(1), trained: Date().timeIntervalSince1970)
    (record.lossBefore, record.lossAfter) = (before, curve.points.last?.validation)
    record.classification = ClassificationShape(
      labels: labels, examples: parts.training.count, heldOut: parts.heldOut.count, accuracy: report.accuracy, macroF1: report.macroF1,
      baseline: Double(parts.heldOut.count { $0.label == most }) / Double(parts.heldOut.count), f1: report.f1, confusions: report.confusions)
    try folder.replace(name, record: record, curve: curve) { path in
      try TextClassifier.write(
        .init(labels: labels, takesUnitVectors: kind == .head), weights: head.weight.elements, biases: head.bias?.elements ?? [], to: path)
      try write(path)
    }
    run.finish(&shape, record)
  }
}

extension [ParameterGroup] {
  /// Numbers that are trained.
  var trainedElements: Int { reduce(0) { $0 + $1.parameters.reduce(0) { $0 + ($1.isTrained ? $1.count : 0) } } }
}
