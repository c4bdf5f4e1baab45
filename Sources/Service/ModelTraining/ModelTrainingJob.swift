import Foundation
import Kernels
import KnowledgeGraph
import Training
import Wire

/// The training of an adapter, a classifier, a decoder or a small encoder as a job of the queue.
///
/// Where it stands is kept beside what it will become, every few seconds and when it is broken off: the next training of the same
/// name with the same wishes on the same text goes on from there, to the same bits.
struct ModelTrainingJob: Sendable {
  let request: TrainRequest
  let kind: TrainedFolder.Kind
  let name: String
  let domain: Domain?

  /// - Throws: ``RequestError`` for wishes that cannot be.
  init(_ request: TrainRequest) throws {
    guard let kind = TrainedFolder.Kind(rawValue: request.what) else {
      let all = ([TrainingJob.item] + TrainedFolder.Kind.allCases.map(\.rawValue)).joined(separator: ", ")
      throw RequestError(400, "what", "what is trained must be one of \(all), not \(request.what.prefix(32))", parameter: "what")
    }
    domain = try Daemon.domain(request.domain)
    name = try kind == .fusion ? ReaderShelf.ownName : TrainedFolder.checked(request.name ?? request.domain ?? "all")
    self.kind = kind
    self.request = request
    switch kind {
    case .adapter: _ = try AdapterTraining(request)
    case .classifier: _ = try ClassifierTraining(request)
    case .decoder: _ = try DecoderTraining(request)
    case .fusion: _ = try FusionTraining(request)
    case .encoder: _ = try EncoderTraining(request)
    }
  }

  /// As it lies in the queue.
  init(_ item: JobItem) throws { try self.init(WireJSON.decode(TrainRequest.self, from: item.bytes)) }

  /// Puts it at the end of the queue.
  func enqueue(in writer: StoreWriter, uid: Int) throws -> JobID {
    let job = try writer.createJob(kind: TrainingJob.kind, uid: uid)
    try writer.addJobItem(job: job, name: kind.rawValue, mediaType: nil, domain: domain, replace: false, bytes: WireJSON.encode(request))
    return job
  }

  /// What a training meets in the daemon.
  struct Surroundings: Sendable {
    let store: GraphStore
    let models: ModelShelf
    /// The state folder.
    let state: String
    let threads: Int
    /// Bytes that a training may take; nil for what the machine and the process's limits leave.
    let memory: Int?
    /// Whether an answer is being computed.
    let othersWait: @Sendable () -> Bool
  }

  /// Trains, and leaves the model in the state folder.
  ///
  /// - Parameter tell: called from the computing thread with how far it is.
  /// - Throws: `CancellationError` when the task was cancelled; an older model of the name is as it was then.
  func run(in surroundings: Surroundings, tell: @escaping @Sendable (ModelTrainingShape) -> Void) async throws {
    let shape = ModelTrainingShape(what: kind.rawValue, name: name, phase: .reading)
    tell(shape)
    let folder = TrainedFolder(kind, state: surroundings.state)
    try folder.makeItself()
    let work: @Sendable (ModelTrainingRun) throws -> Void
    switch kind {
    case .adapter: work = try await AdapterTraining(request).prepare(name, domain, folder, surroundings, shape)
    case .fusion: work = try await FusionTraining(request).prepare(name, folder, surroundings, shape)
    case .decoder: work = try await DecoderTraining(request).prepare(name, domain, folder, surroundings, shape)
    case .classifier: work = try await ClassifierTraining(request).prepare(name, folder, surroundings, shape)
    case .encoder: work = try await EncoderTraining(request).prepare(name, domain, folder, surroundings, shape)
    }
    try Task.checkCancellation()
    let (threads, othersWait) = (surroundings.threads, surroundings.othersWait)
    try await ComputingThread.run("kgassist-train") { isCancelled in
      // The pool's threads give way as the thread that makes it does.
      let compute = Compute(pool: ComputePool(threads: threads))
      try work(ModelTrainingRun(compute: compute, isCancelled: isCancelled, othersWait: othersWait, tell: tell))
    }
  }
}
