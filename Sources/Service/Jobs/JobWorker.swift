import Glibc
import Ingestion
import KnowledgeGraph
import Rules
import Synchronization
import Wire

/// Takes documents from the store's queue, one after another, for as long as the daemon runs.
///
/// What is queued lies in the store: an end of the daemon, in whatever way, loses nothing, and the next one goes on.
final class JobWorker: Sendable {
  private struct State {
    var current: (job: JobID, cancel: @Sendable () -> Void)?
    var wakers: [CheckedContinuation<Void, Never>] = []
    var hasWork = false
    var isStopping = false
    var summaries: [JobID: JobSummary] = [:]
    /// Why the queue does not move, where the store itself refuses.
    var obstacle: String?
  }

  private let store: GraphStore
  private let models: ModelShelf
  private let pictures: PictureReader
  private let metrics: Metrics
  /// The state folder: where trained models go.
  private let folder: String
  /// For training.
  private let threads: Int
  private let memory: Int?
  /// Whether an answer is being computed, for which training makes room.
  private let isAnswering: @Sendable () -> Bool
  private let thread = WorkerThread("kgassist-jobs")
  private let state = Mutex(State())
  /// Who hears the recordings among the documents; set while the daemon runs.
  let hearing = Mutex<Hearing?>(nil)

  init(store: GraphStore, models: ModelShelf, pictures: PictureReader, metrics: Metrics, state: String, threads: Int, memory: Int? = nil, isAnswering: @escaping @Sendable () -> Bool) {
    self.store = store
    self.models = models
    self.pictures = pictures
    self.metrics = metrics
    folder = state
    self.threads = threads
    self.memory = memory
    self.isAnswering = isAnswering
  }

  /// Works until ``stop()``.
  func run() async {
    _ = try? await store.write { try $0.requeueRunningJobs() }
    wake()
    while await waitForWork() {
      do {
        while !isStopping, let item = try await store.read({ try $0.nextJobItem() }) { try await work(on: item) }
      } catch {
        // The store is full or busy; what is queued stays queued.
        let problem = RequestError(error)
        // A busy store is no news, one that cannot write is.
        if [500, 507].contains(problem.status) { state.withLock { $0.obstacle = problem.message } }
        try? await Task.sleep(for: .seconds(1))
        if !isStopping { wake() }
      }
    }
  }

  /// Something was queued.
  func wake() {
    let wakers = state.withLock { state in
      state.hasWork = true
      defer { state.wakers = [] }
      return state.wakers
    }
    for waker in wakers { waker.resume() }
  }

  /// The document at hand goes back into the queue for the next start.
  func stop() {
    let current = state.withLock { state in
      state.isStopping = true
      return state.current
    }
    current?.cancel()
    wake()
  }

  /// Ends a job: what waits is dropped, the document at hand leaves no trace.
  ///
  /// - Returns: false where the job had ended already.
  func cancel(_ job: JobID) async throws -> Bool {
    let cancelled = try await store.write { try $0.cancelJob(job) }
    state.withLock { state in
      if let current = state.current, current.job == job { current.cancel() }
    }
    return cancelled
  }

  /// Why nothing is done at present, though documents wait; nil while work goes on.
  var obstacle: String? { state.withLock { $0.obstacle } }

  /// What is known beyond the store's record of a job, since this start.
  func summary(of job: JobID) -> JobSummary { state.withLock { $0.summaries[job] ?? JobSummary() } }

  private var isStopping: Bool { state.withLock { $0.isStopping } }

  private func waitForWork() async -> Bool {
    await withCheckedContinuation { continuation in
      let isReady = state.withLock { state in
        if !state.hasWork { state.wakers.append(continuation) }
        return state.hasWork
      }
      if isReady { continuation.resume() }
    }
    return state.withLock { state in
      state.hasWork = false
      return !state.isStopping
    }
  }

  private func work(on item: JobItem) async throws {
    let kind = try await store.read { try $0.job(item.job)?.kind }
    if kind == InferenceJob.kind || kind == TrainingJob.kind {
      try await kind == TrainingJob.kind ? train(item) : infer(item)
      state.withLock { $0.obstacle = nil }
      return
    }
    let encoder = await models.encoderSettled()
    if isStopping { return }
    try await store.write { try $0.startJobItem(item.id) }
    let ingestor = Ingestor(store: store, encoder: encoder, pictures: { [pictures] in try await pictures.read($0) }, hearing: hearing.withLock { $0 })
    let incoming = IncomingDocument(name: item.name, mediaType: item.mediaType, bytes: item.bytes)
    let began = ContinuousClock.now
    let task = Task(executorPreference: thread) {
      try await ingestor.ingest(incoming, domain: item.domain, replace: item.replace)
    }
    state.withLock { $0.current = (item.job, { task.cancel() }) }
    if isStopping { task.cancel() }
    let result = await task.result
    state.withLock { $0.current = nil }
    try await finish(item, result, time: .now - began, hasEncoder: encoder != nil)
    state.withLock { $0.obstacle = nil }
  }

  private func finish(_ item: JobItem, _ result: Result<IngestionReport, any Error>, time: Duration, hasEncoder: Bool) async throws {
    switch result {
    case .success(let report):
      try await store.write { try $0.finishJobItem(item.id, triples: report.unchanged ? 0 : report.triples) }
      state.withLock { state in
        state.summaries[item.job, default: JobSummary()].add(report, hasEncoder: hasEncoder)
        if state.summaries.count > 256, let oldest = state.summaries.keys.min() { state.summaries[oldest] = nil }
      }
      metrics.countDocument(failed: false, time: time)
      if report.triples > 0, !report.unchanged { try await refreshInference() }
    case .failure(let error):
      // Not counted as failed: the next start takes it up again.
      if isStopping { return }
      let text = error is CancellationError ? "cancelled" : Self.text(of: error, document: item.name)
      let code = RequestError(error).code
      state.withLock { $0.summaries[item.job, default: JobSummary()].add(failure: code, of: item.name) }
      try await store.write { try $0.finishJobItem(item.id, error: text) }
      metrics.countDocument(failed: true, time: time)
    }
  }

  /// Applies the rules.
  private func infer(_ item: JobItem) async throws {
    try await store.write { try $0.startJobItem(item.id) }
    let task = Task(executorPreference: thread) { [store] in
      try await InferenceJob(item).run(on: store) { progress in
        self.state.withLock {
          $0.summaries[item.job, default: JobSummary()].progress = ProgressShape(done: progress.examined, total: progress.total)
        }
      }
    }
    state.withLock { $0.current = (item.job, { task.cancel() }) }
    if isStopping { task.cancel() }
    let result = await task.result
    state.withLock { $0.current = nil }
    switch result {
    case .success(let inference):
      state.withLock { $0.summaries[item.job, default: JobSummary()].inference = inference }
      try await store.write { try $0.finishJobItem(item.id, triples: inference.dryRun ? 0 : inference.concluded) }
    case .failure(let error):
      if isStopping { return }
      let text = error is CancellationError ? "cancelled" : RequestError(error).message
      try await store.write { try $0.finishJobItem(item.id, error: text) }
    }
  }

  /// Trains graph embeddings or a model. A daemon that ends keeps where training stands, and the next one goes on from there.
  private func train(_ item: JobItem) async throws {
    try await store.write { try $0.startJobItem(item.id) }
    let task = Task { [store, threads] in
      guard item.name == TrainingJob.item else { return try await trainModel(item) }
      try await TrainingJob(item).run(on: store, threads: threads) { shape in
        self.state.withLock {
          $0.summaries[item.job, default: JobSummary()].training = shape
          $0.summaries[item.job]?.progress = ProgressShape(done: shape.epoch, total: shape.epochs)
        }
      }
    }
    state.withLock { $0.current = (item.job, { task.cancel() }) }
    if isStopping { task.cancel() }
    let result = await task.result
    state.withLock { $0.current = nil }
    switch result {
    case .success: try await store.write { try $0.finishJobItem(item.id) }
    case .failure(let error):
      if isStopping { return }
      let text = error is CancellationError ? "cancelled" : RequestError(error).message
      try await store.write { try $0.finishJobItem(item.id, error: text) }
    }
  }

  private func trainModel(_ item: JobItem) async throws {
    let surroundings = ModelTrainingJob.Surroundings(
      store: store, models: models, state: folder, threads: threads, memory: memory, othersWait: isAnswering)
    try await ModelTrainingJob(item).run(in: surroundings) { shape in
      self.state.withLock {
        $0.summaries[item.job, default: JobSummary()].modelTraining = shape
        $0.summaries[item.job]?.progress = ProgressShape(done: shape.step, total: shape.steps)
      }
    }
  }

  /// Queues an application of the rules after a change, in stores whose rules have been applied before. Several changes in a row are one.
  func refreshInference() async throws {
    let isQueued = try await store.write { writer in
      guard try writer.reader.inferenceMark().rawValue > 0, try writer.reader.waitingJobItems() == 0 else { return false }
      _ = try InferenceJob(isDryRun: false).enqueue(in: writer, uid: Int(geteuid()))
      return true
    }
    if isQueued { wake() }
  }

  /// The document is named beside the text, so it is not repeated within.
  private static func text(of error: any Error, document: String) -> String {
    if let error = error as? IngestionError, error.document == document {
      if case .syntax(let line) = error.kind { return "line \(line): \(error.reason)" }
      return error.reason
    }
    return RequestError(error).message
  }
}
