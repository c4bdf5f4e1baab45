import Answering
import Foundation
import Fusion
import Generation
import Glibc
import Kernels
public import KnowledgeGraph
import Perception
import SPARQL
import Synchronization
import Wire

/// The daemon, composed of its parts.
///
/// ```swift
/// let daemon = try await Daemon(configuration)
/// try await daemon.run()      // until stop()
/// ```
public final class Daemon: Sendable {
  public let configuration: DaemonConfiguration
  public let store: GraphStore
  let models: ModelShelf
  let pictures: PictureReader
  let imageEncoder: OwnImageEncoder
  let metrics = Metrics()
  let queue: AskQueue
  let conversations = Conversations()
  let worker: JobWorker
  let compute: Compute
  /// Whoever has embeddings of the store's graph, for `kg:predicted`: set anew by each query that may ask for it.
  let linkPredictor = Mutex<(any LinkPredicting)?>(nil)
  let embeddings: EmbeddingShelf
  let questionReader: ReaderShelf
  let shippedWeights: WeightsShelf
  let adapters: AdapterShelf
  let decoders: DecoderShelf
  let classifiers: ClassifierShelf
  /// The names that speech is searched with, as they were when they were last asked for.
  let spokenNames = Mutex(SpokenNames())
  /// Tells which thing a spoken question names; nil where its weights are not installed.
  let spokenLinker = Mutex(SpokenLinker.shipped())
  private let substitute: (any QuestionAnswering)?
  private let socket: ListeningSocket
  private let loop: EventLoop
  private let server: Mutex<Server?> = Mutex(nil)
  private let isStopping = Mutex(false)

  /// Takes the socket and opens the store. Nothing is answered before ``run()``.
  ///
  /// - Parameter answering: stands in for the answerer that the loaded models make; for tests.
  /// - Throws: ``DaemonError`` with the exit code for it. Nothing is left behind then.
  public init(_ configuration: DaemonConfiguration, answering: (any QuestionAnswering)? = nil) async throws(DaemonError) {
    self.configuration = configuration
    substitute = answering
    let inherited = try ListeningSocket.inherited(configuration.environment, path: configuration.socket)
    socket = if let inherited { inherited } else { try ListeningSocket.make(at: configuration.socket) }
    do {
      try Self.makeFolder(configuration.state)
      OwnFile.removeLeftovers(in: configuration.state)
      store = try await Self.openStore(configuration.state + "/graph.sqlite3")
      loop = try EventLoop()
    } catch {
      socket.removeFile()
      throw (error as? DaemonError) ?? DaemonError("\(error)", exitCode: 1)
    }
    compute = configuration.threads.map { Compute(pool: ComputePool(threads: $0)) } ?? .shared
    models = ModelShelf(
      folder: configuration.models, trained: TrainedFolder(.decoder, state: configuration.state), decoder: configuration.decoder,
      speech: configuration.speech, cacheBytes: configuration.cacheBytes, compute: compute)
    imageEncoder = OwnImageEncoder(models: configuration.models, setting: configuration.imageEncoder, compute: compute)
    pictures = PictureReader(models: configuration.models, store: store, compute: compute)
    queue = AskQueue(parallel: configuration.parallel, length: configuration.queue)
    embeddings = EmbeddingShelf(store: store, compute: compute)
    questionReader = ReaderShelf(state: configuration.state, compute: compute)
    shippedWeights = WeightsShelf(compute: compute)
    adapters = AdapterShelf(state: configuration.state)
    decoders = DecoderShelf(state: configuration.state, compute: compute)
    classifiers = ClassifierShelf(state: configuration.state, compute: compute)
    let queue = queue
    worker = JobWorker(
      store: store, models: models, pictures: pictures, metrics: metrics, state: configuration.state, threads: compute.pool.threadCount,
      memory: configuration.trainingMemory, isAnswering: { queue.running > 0 })
  }

  /// Serves until ``stop()``; then finishes what runs, brings the store into its file and removes the socket.
  public func run() async {
    let router = Router(routes: routes(), rights: configuration.rights, spool: BodySpool(folder: configuration.state))
    let server = Server(socket, loop: loop, router: router, metrics: metrics, timeouts: configuration.timeouts)
    self.server.withLock { $0 = server }
    if isStopping.withLock({ $0 }) { server.stop() }
    let manager = ServiceManager(configuration.environment)
    manager.tell("READY=1\nSTATUS=loading models")
    let loading = Task {
      await models.load()
      manager.tell("STATUS=serving \(configuration.socket)")
    }
    let watchdog = Task { await manager.feedWatchdog() }
    worker.hearing.withLock { hearing in
      hearing = { [self] in
        let recognizer = try await self.hearing()
        var settings = SpeechSettings()
        settings.terms = try await spokenTerms(domain: nil, recognizer)
        return (recognizer, settings)
      }
    }
    let working = Task { await worker.run() }
    await server.run()
    manager.tell("STOPPING=1")
    worker.stop()
    await working.value
    // It holds the daemon.
    worker.hearing.withLock { $0 = nil }
    watchdog.cancel()
    loading.cancel()
    await store.close()
    loop.stop()
    socket.removeFile()
    // Its routes hold the daemon.
    self.server.withLock { $0 = nil }
  }

  /// Ends ``run()``: at once where nothing is asked, after the grace time at most.
  public func stop() {
    isStopping.withLock { $0 = true }
    worker.stop()
    server.withLock { $0 }?.stop()
  }

  /// The one who answers with adapters, stacked in this order, or with a decoder that was trained here.
  ///
  /// - Throws: 404 for an adapter or decoder that there is not, 503 where there is no decoder.
  func answering(with names: [String], decoder: String? = nil) async throws -> any QuestionAnswering {
    if names.isEmpty, decoder == nil { return try answering() }
    let generator = try await generator(names, decoder: decoder)
    guard case .ready(let encoder) = models.encoder else { return try answering() }
    return answerer(encoder, generator: generator)
  }

  /// The loaded decoder, or one that was trained here, with adapters.
  func generator(_ names: [String], decoder name: String? = nil) async throws -> TextGenerator {
    // A name that there is not is said first: no decoder makes it right.
    for name in names { _ = try adapters.folder.found(name) }
    if let name, name != models.decoder.model?.modelName {
      let base = try await decoders.generator(name)
      return names.isEmpty ? base : try await adapters.generator(names, base: base)
    }
    let decoder = models.decoder
    guard let generator = decoder.model else {
      throw RequestError(
        503, decoder.isLoading ? "loading" : "decoder_missing",
        decoder.problem ?? "the decoder is being loaded; try again in a few seconds", retryAfter: 2)
    }
    return names.isEmpty ? generator : try await adapters.generator(names, base: generator)
  }

  /// The one who answers, or why there is none.
  func answering() throws(RequestError) -> any QuestionAnswering {
    if let substitute { return substitute }
    switch models.encoder {
    case .loading:
      throw RequestError(503, "loading", "the models are being loaded; try again in a few seconds", retryAfter: 2)
    case .absent(let problem): throw RequestError(503, "encoder_missing", problem, retryAfter: 60)
    case .ready(let encoder): return answerer(encoder, generator: models.decoder.model)
    }
  }

  private func answerer(_ encoder: TextEncoder, generator: TextGenerator?) -> Answerer {
    Answerer(
      store: store, encoder: encoder, generator: generator, reader: questionReader.reader, linker: shippedWeights.linker, ranker: shippedWeights.ranker,
      pictures: shippedWeights.pictures, foreteller: ShelfForeteller(store: store, shelf: embeddings))
  }

  var hasSubstitute: Bool { substitute != nil }

  private static func makeFolder(_ path: String) throws(DaemonError) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw DaemonError("the state folder \(path) cannot be made; choose another with --state", exitCode: 77)
    }
  }

  private static func openStore(_ path: String) async throws(DaemonError) -> GraphStore {
    do throws(StoreError) {
      return try await GraphStore(path: path)
    } catch {
      let exitCode: Int32 =
        switch error.code {
        case .alreadyOpen, .busy: 75
        case .notPermitted: 77
        case .tooNew, .notAStore: 78
        default: 1
        }
      throw DaemonError(error.message, exitCode: exitCode)
    }
  }
}
