import Foundation
import Generation
import Kernels
import Models
import Perception
import Synchronization

/// The models of the daemon, which come while it already serves.
final class ModelShelf: Sendable {
  enum State<Model: Sendable>: Sendable {
    case loading
    case ready(Model)
    /// Not there, or there and not usable; the text says which file and what to do.
    case absent(String)

    var model: Model? { if case .ready(let model) = self { model } else { nil } }
    var problem: String? { if case .absent(let text) = self { text } else { nil } }
    var isLoading: Bool { if case .loading = self { true } else { false } }
    var name: String {
      switch self {
      case .loading: "loading"
      case .ready: "ready"
      case .absent: "unavailable"
      }
    }
  }

  static let encoderFolder = "all-MiniLM-L6-v2"
  static let standardSpeech = "faster-whisper-tiny.en"
  static let standardDecoder = "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf"

  private struct Shelf {
    var encoder = State<TextEncoder>.loading
    var decoder = State<TextGenerator>.loading
    /// Nil until the first recording comes: most daemons hear none.
    var speech: State<SpeechRecognizer>?
    var speechWaiters: [CheckedContinuation<Void, Never>] = []
    var waiters: [CheckedContinuation<Void, Never>] = []
    var isDone: Bool { !encoder.isLoading && !decoder.isLoading }
  }

  let folder: String
  /// The decoders that were trained here.
  private let trained: TrainedFolder
  private let decoderSetting: String?
  private let speechSetting: String?
  private let cacheBytes: Int
  private let compute: Compute
  private let shelf = Mutex(Shelf())

  /// - Parameter cacheBytes: bounds the keys and values of the decoder's running answers.
  init(folder: String, trained: TrainedFolder, decoder: String?, speech: String?, cacheBytes: Int, compute: Compute) {
    self.folder = folder
    self.trained = trained
    decoderSetting = decoder
    speechSetting = speech
    self.cacheBytes = cacheBytes
    self.compute = compute
  }

  var encoder: State<TextEncoder> { shelf.withLock { $0.encoder } }
  var decoder: State<TextGenerator> { shelf.withLock { $0.decoder } }

  /// Loads both, the encoder first since everything needs it. A file that cannot be used costs its model, nothing else.
  func load() async {
    let encoder = await loadEncoder()
    shelf.withLock { $0.encoder = encoder }
    settle()
    let decoder = await loadDecoder()
    shelf.withLock { $0.decoder = decoder }
    settle()
  }

  /// Returns once the encoder is there or known to be missing.
  func encoderSettled() async -> TextEncoder? {
    await withCheckedContinuation { continuation in
      let isSettled = shelf.withLock { shelf in
        if shelf.encoder.isLoading { shelf.waiters.append(continuation) }
        return !shelf.encoder.isLoading
      }
      if isSettled { continuation.resume() }
    }
    return encoder.model
  }

  /// Returns once the decoder is there or known to be missing.
  func decoderSettled() async -> State<TextGenerator> {
    while decoder.isLoading {
      await withCheckedContinuation { continuation in
        let isSettled = shelf.withLock { shelf in
          if shelf.decoder.isLoading { shelf.waiters.append(continuation) }
          return !shelf.decoder.isLoading
        }
        if isSettled { continuation.resume() }
      }
    }
    return decoder
  }

  var speech: State<SpeechRecognizer>? { shelf.withLock { $0.speech } }

  /// The speech model, loaded when it is first asked for; who asks meanwhile waits. One that is missing is looked for anew each time.
  func speechSettled() async -> State<SpeechRecognizer> {
    let loads = shelf.withLock { shelf in
      if shelf.speech?.model != nil || shelf.speech?.isLoading == true { return false }
      shelf.speech = .loading
      return true
    }
    if loads {
      let state = await loadSpeech()
      let waiters = shelf.withLock { shelf in
        shelf.speech = state
        defer { shelf.speechWaiters = [] }
        return shelf.speechWaiters
      }
      for waiter in waiters { waiter.resume() }
      return state
    }
    await withCheckedContinuation { continuation in
      let isSettled = shelf.withLock { shelf in
        if shelf.speech?.isLoading == true {
          shelf.speechWaiters.append(continuation)
          return false
        }
        return true
      }
      if isSettled { continuation.resume() }
    }
    return shelf.withLock { $0.speech } ?? .loading
  }

  /// The folder that was set; else that of the standard speech model; else the first by name that holds a model in its format.
  private func speechFolder() -> String? {
    let files = FileManager.default
    func holdsModel(_ name: String) -> Bool {
      let path = name.hasPrefix("/") ? name : folder + "/" + name
      return ["model.bin", "tokenizer.json", "config.json"].allSatisfy { files.fileExists(atPath: "\(path)/\($0)") }
    }
    if let speechSetting { return holdsModel(speechSetting) ? (speechSetting.hasPrefix("/") ? speechSetting : folder + "/" + speechSetting) : nil }
    if holdsModel(Self.standardSpeech) { return folder + "/" + Self.standardSpeech }
    return ((try? files.contentsOfDirectory(atPath: folder)) ?? []).sorted().first(where: holdsModel).map { folder + "/" + $0 }
  }

  private func loadSpeech() async -> State<SpeechRecognizer> {
    guard let path = speechFolder() else {
      if let speechSetting {
        return .absent("the speech model \(speechSetting) that KGASSIST_SPEECH names is no folder with model.bin, tokenizer.json and config.json; set another")
      }
      return .absent("the speech model \(Self.standardSpeech) is missing in \(folder); fetch it with: Daemon/fetch-models.sh --only speech")
    }
    do {
      return .ready(try await Task.detached { [compute] in try SpeechRecognizer(folder: path, compute: compute) }.value)
    } catch {
      let help = speechSetting == nil ? "fetch it again with: Daemon/fetch-models.sh --only speech" : "set another with KGASSIST_SPEECH"
      return .absent("the speech model at \(path) cannot be used: \(error); \(help)")
    }
  }

  private func settle() {
    let waiters = shelf.withLock { shelf in
      defer { shelf.waiters = [] }
      return shelf.waiters
    }
    for waiter in waiters { waiter.resume() }
  }

  private func loadEncoder() async -> State<TextEncoder> {
    let path = folder + "/" + Self.encoderFolder
    guard FileManager.default.fileExists(atPath: path + "/model.safetensors") else {
      return .absent("the text encoder is missing at \(path); fetch it with: Daemon/fetch-models.sh --only text")
    }
    do {
      let encoder = Task.detached { [compute] in
        try TextEncoder(folder: path, precision: .usual(on: compute), compute: compute)
      }
      return .ready(try await encoder.value)
    } catch {
      return .absent("the text encoder at \(path) cannot be used: \(error); fetch it again with: Daemon/fetch-models.sh --only text")
    }
  }

  private func loadDecoder() async -> State<TextGenerator> {
    guard let (path, name) = decoderFile() else {
      let wanted = decoderSetting ?? Self.standardDecoder
      return .absent("the decoder \(wanted) is missing in \(folder); answers quote the evidence until it is there. Fetch it with: Daemon/fetch-models.sh")
    }
    do {
      return .ready(try await TextGenerator(modelPath: path, name: name, compute: compute, cacheBytes: cacheBytes))
    } catch {
      return .absent("the decoder \(path) cannot be used: \(error); answers quote the evidence until it is replaced. Fetch it again with: Daemon/fetch-models.sh")
    }
  }

  /// The file that was set, or the trained decoder of that name; else the standard decoder; else the first one by name that lies in the
  /// folder. With the name that a trained one has.
  private func decoderFile() -> (path: String, name: String?)? {
    let files = FileManager.default
    if let decoderSetting {
      let path = decoderSetting.hasPrefix("/") ? decoderSetting : folder + "/" + decoderSetting
      if files.fileExists(atPath: path) { return (path, nil) }
      return trained.names().contains(decoderSetting) ? (trained.folder(decoderSetting) + "/" + TrainedFolder.decoderName, decoderSetting) : nil
    }
    let standard = folder + "/" + Self.standardDecoder
    if files.fileExists(atPath: standard) { return (standard, nil) }
    let names = (try? files.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".gguf") }.sorted().first.map { (folder + "/" + $0, nil) }
  }
}
