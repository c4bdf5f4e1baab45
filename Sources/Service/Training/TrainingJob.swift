import Foundation
import GraphEmbedding
import Kernels
import KnowledgeGraph
import Wire

/// The training of graph embeddings as a job of the queue.
///
/// Where it stands is kept beside the store every few seconds and when it is broken off: the next training of the same graph with the same
/// wishes goes on from there.
struct TrainingJob: Sendable {
  static let kind = "train"
  /// The name of its only item.
  static let item = "graph"
  /// Seconds from one keeping to the next.
  private static let interval = 20.0
  /// Above so many things a step looks at a sample of them.
  private static let manyEntities = 20_000

  let request: TrainRequest
  let selection: GraphSelection

  /// - Throws: ``RequestError`` for wishes that cannot be.
  init(_ request: TrainRequest) throws {
    guard request.what == Self.item else {
      throw RequestError(400, "what", "what is trained must be graph, not \(request.what.prefix(32))", parameter: "what")
    }
    var domain: Domain?
    if let name = request.domain {
      guard let known = Domain(rawValue: name) else {
        throw RequestError(400, "domain", "domain must be finance, medical or code, not \(name.prefix(32))", parameter: "domain")
      }
      domain = known
    }
    self.request = request
    selection = GraphSelection(domain: domain, takesInferred: request.inferred ?? false)
    try wished(TrainingSettings()).check()
  }

  /// As it lies in the queue.
  init(_ item: JobItem) throws { try self.init(WireJSON.decode(TrainRequest.self, from: item.bytes)) }

  /// Puts it at the end of the queue.
  func enqueue(in writer: StoreWriter, uid: Int) throws -> JobID {
    let job = try writer.createJob(kind: Self.kind, uid: uid)
    try writer.addJobItem(job: job, name: Self.item, mediaType: nil, domain: selection.domain, replace: false, bytes: WireJSON.encode(request))
    return job
  }

  /// Settings with what the request names in place of theirs.
  private func wished(_ settings: TrainingSettings) throws -> TrainingSettings {
    var settings = settings
    if let name = request.model {
      guard let model = TrainingSettings.Model(rawValue: name) else {
        let names = TrainingSettings.Model.allCases.map(\.rawValue).joined(separator: ", ")
        throw RequestError(400, "setting", "model must be one of \(names), not \(name.prefix(32))", parameter: "model")
      }
      settings.model = model
    }
    if let rank = request.rank { settings.rank = rank }
    if let epochs = request.epochs { settings.epochs = epochs }
    if let batch = request.batch { settings.batch = batch }
    if let value = request.regulariser { settings.regulariser = Float(value) }
    if let value = request.relationWeight { settings.relationWeight = Float(value) }
    if let seed = request.seed { settings.seed = UInt64(bitPattern: Int64(seed)) }
    return settings
  }

  /// Whether training is done with what the request names, epochs aside.
  private func isMet(by settings: TrainingSettings) throws -> Bool {
    var settings = settings
    if let epochs = request.epochs { settings.epochs = epochs }
    return try wished(settings) == settings
  }

  /// Trains, and leaves the embeddings beside the store.
  ///
  /// - Parameters:
  ///   - threads: to compute with.
  ///   - tell: called from the computing thread with how far it is.
  /// - Throws: `CancellationError` when the task was cancelled; older embeddings are as they were then.
  func run(on store: GraphStore, threads: Int, tell: @escaping @Sendable (TrainingShape) -> Void) async throws {
    tell(TrainingShape(phase: .reading))
    let selection = selection, path = store.path
    let graph = try await store.read { try StoredGraph($0, selection) }
    try await ComputingThread.run("kgassist-train") { isCancelled in
      try train(graph, store: path, compute: Compute(pool: ComputePool(threads: threads)), isCancelled: isCancelled, tell: tell)
    }
  }

  private func train(
    _ graph: StoredGraph, store: String, compute: Compute, isCancelled: @escaping () -> Bool, tell: (TrainingShape) -> Void
  ) throws {
    let part = selection.domain?.rawValue
    let path = EmbeddingFile.path(ofStore: store, part: part), pausedPath = TrainingCheckpoint.path(ofStore: store, part: part)
    let fingerprint = GraphFingerprint(graph.triples), isFresh = request.fresh ?? false
    var older: GraphEmbeddings?, paused: TrainingCheckpoint?
    if isFresh {
      try? FileManager.default.removeItem(atPath: pausedPath)
    } else {
      // Damaged ones are as good as none: training makes new ones.
      older = try? EmbeddingFile.read(path)
      if let found = older, try found.record.selection != selection || !isMet(by: found.settings) { older = nil }
      paused = try? TrainingCheckpoint(readingFrom: pausedPath)
      if let found = paused, try found.graph != fingerprint || !isMet(by: found.settings) { paused = nil }
    }
    var shape = TrainingShape(phase: .training)
    if let older, older.graph == fingerprint, paused == nil {
      shape.phase = .unchanged
      shape.result = TrainedGraphShape(older, current: true) { $0 }
      return tell(shape)
    }
    do {
      let settings = try settings(graph.triples, older: older, paused: paused, compute: compute, isCancelled: isCancelled, tell: tell)
      shape.epochs = settings.epochs
      shape.resumedAfter = paused?.epoch
      shape.fineTunes = older != nil
      tell(shape)
      var watch = Watch(after: paused?.epoch ?? 0), isKept = false
      let result = try GraphEmbeddings.train(
        on: graph.triples, settings: settings, from: older, resuming: paused, candidates: graph.candidates, selection: selection,
        now: Date().timeIntervalSince1970, layingAsideIn: URL(filePath: store).deletingLastPathComponent().path, fingerprint: fingerprint,
        compute: compute,
        progress: { point in
          shape.epoch = point.epoch
          shape.loss = point.loss
          if let validation = point.validation {
            shape.validation = validation
            if validation > shape.bestValidation ?? -1 { (shape.bestValidation, shape.bestEpoch) = (validation, point.epoch) }
          }
          shape.secondsLeft = watch.secondsAnEpoch * Double(settings.epochs - point.epoch)
          tell(shape)
          return true
        },
        // An epoch of a moment is brought to its end, so that nothing of it is lost.
        goesOn: { !isKept && (!isCancelled() || !watch.isSlow) },
        keep: { checkpoint in
          watch.epochEnded(checkpoint.epoch)
          // A long epoch is left in its middle when the job is broken off: the one before it must lie there by then.
          guard isCancelled() || watch.isSlow || watch.secondsSinceKeeping > Self.interval else { return }
          // A full disk ends no training; it only could not be taken up again.
          try? checkpoint.write(to: pausedPath)
          watch.kept()
          isKept = isCancelled()
        })
      if isCancelled() { throw CancellationError() }
      shape.phase = .judging
      tell(shape)
      try EmbeddingFile.write(result.embeddings, to: path)
      try? FileManager.default.removeItem(atPath: pausedPath)
      shape.phase = .done
      shape.secondsLeft = nil
      shape.bestValidation = result.run.bestValidation
      shape.bestEpoch = result.run.bestEpoch
      shape.result = TrainedGraphShape(result.embeddings, current: true) { $0 }
      tell(shape)
    } catch GraphEmbeddingError.stopped {
      throw CancellationError()
    }
  }

  /// What an interrupted training had, else what the older vectors had, else what the request names, else what short runs find best.
  private func settings(
    _ triples: TripleSet, older: GraphEmbeddings?, paused: TrainingCheckpoint?, compute: Compute, isCancelled: () -> Bool,
    tell: (TrainingShape) -> Void
  ) throws -> TrainingSettings {
    var settings = try wished(paused?.settings ?? older?.settings ?? TrainingSettings())
    settings.rate = TrainingSettings().rate
    settings.sampledCandidates = triples.entities.count > Self.manyEntities ? 4_000 : nil
    if paused != nil || older != nil || request.regulariser != nil || request.relationWeight != nil { return settings }
    var shape = TrainingShape(phase: .choosing)
    return try AutomaticSettings(
      on: triples, settings: settings, epochs: AutomaticSettings.epochs(triples, settings), compute: compute,
      progress: { trial in
        shape.trial = trial
        tell(shape)
        return true
      }, goesOn: { !isCancelled() }
    ).settings
  }

  /// The time that epochs take.
  private struct Watch {
    private let began = ContinuousClock.now
    private var lastKept = ContinuousClock.now
    private let first: Int
    private(set) var secondsAnEpoch = 0.0

    init(after epoch: Int) { first = epoch }

    /// Whether an epoch takes longer than who breaks it off should wait.
    var isSlow: Bool { secondsAnEpoch >= 2 }
    var secondsSinceKeeping: Double { Self.seconds(since: lastKept) }
    mutating func kept() { lastKept = .now }
    mutating func epochEnded(_ epoch: Int) { secondsAnEpoch = Self.seconds(since: began) / Double(max(1, epoch - first)) }

    private static func seconds(since start: ContinuousClock.Instant) -> Double { (ContinuousClock.now - start) / .seconds(1) }
  }
}
