import Foundation
public import Kernels
public import Models
import Tokenizers

/// Writes answers with a decoder, for many callers at once.
///
/// ```swift
/// let generator = try await TextGenerator(modelPath: path, compute: .shared)
/// for try await event in generator.generate(GenerationRequest(messages: messages, maxTokens: 200)) { … }
/// ```
/// Dropping the stream, or cancelling the task that reads it, ends the work before the next layer.
public final class TextGenerator: Sendable {
  /// What it was called when it was loaded, or the weight file's name without its ending.
  public let modelName: String
  /// Tokens of prompt and answer together.
  public let contextLength: Int

  private let model: DecoderModel
  private let loop: AnswerLoop

  /// The context when none is asked for; memory for keys and values is committed only as far as texts reach.
  private static let defaultContext = 8192

  /// Memory for the keys and values of all running answers where none is set.
  public static let defaultCacheBytes = 512 << 20

  /// Loads the weights on a thread of its own.
  ///
  /// - Parameters:
  ///   - name: what it is called; the file's name without its ending when nil.
  ///   - contextLength: tokens of prompt and answer together; as many as the model allows, up to 8192, when nil.
  ///   - cacheBytes: bounds the keys and values of all running answers. An answer that would go beyond waits. One
  ///     answer must fit: a smaller bound shortens the context.
  /// - Throws: an error naming the file when it cannot be used.
  public init(modelPath: String, name: String? = nil, compute: Compute, contextLength: Int? = nil, cacheBytes: Int = defaultCacheBytes) async throws {
    let model = try await Task.detached(priority: .userInitiated) { try DecoderModel(path: modelPath, compute: compute) }.value
    let positions = max(0, cacheBytes) / model.cacheBytesPerPosition
    let length = min(contextLength ?? Self.defaultContext, model.configuration.contextLength, positions)
    guard length >= 16 else {
      throw GenerationError.badRequest(
        "a context of \(length) tokens is too short (16 is the least); \(cacheBytes >> 20) MB hold \(positions) tokens' keys and values")
    }
    self.model = model
    self.contextLength = length
    modelName = name ?? URL(filePath: modelPath).deletingPathExtension().lastPathComponent
    loop = AnswerLoop(model: model, contextLength: length, poolCapacity: positions)
  }

  /// The same decoder with adapters, unmerged: its weights are shared, so that it costs the adapters' own numbers. Its answers run in a
  /// loop of their own.
  ///
  /// - Parameters:
  ///   - adapters: in order; what several add is added up, and their soft prompts stand behind one another.
  ///   - cacheBytes: bounds the keys and values of its running answers.
  /// - Throws: `WeightFileError` where an adapter is of another decoder.
  public init(_ base: TextGenerator, adapters: [StoredAdapter], name: String, cacheBytes: Int = 128 << 20) throws {
    let model = try base.model.adapted(by: adapters)
    let positions = max(0, cacheBytes) / model.cacheBytesPerPosition
    let length = min(base.contextLength, positions)
    guard length >= 16 + model.prefixTokens.count else {
      throw GenerationError.badRequest("soft prompts of \(model.prefixTokens.count) rows leave no room in a context of \(length)")
    }
    self.model = model
    contextLength = length
    modelName = name
    loop = AnswerLoop(model: model, contextLength: length, poolCapacity: positions)
  }

  deinit { loop.stop() }

  /// The weight file.
  public var modelPath: String { model.path }

  /// How many tokens a text takes.
  public func tokenCount(_ text: String) -> Int { model.tokenizer.encode(text, parseSpecial: false).count }

  /// Requests that wait for a place beside the answers being written.
  public var waitingCount: Int { loop.waitingCount }
  /// Answers that are being read or written now.
  public var runningCount: Int { loop.runningCount }

  /// Starts an answer. Its stream throws ``GenerationError`` when the request cannot be served.
  public func generate(_ request: GenerationRequest) -> AsyncThrowingStream<GenerationEvent, any Error> {
    let (stream, continuation) = AsyncThrowingStream<GenerationEvent, any Error>.makeStream()
    do {
      let prompt = try prompt(for: request)
      let ticket = Ticket(continuation)
      continuation.onTermination = { _ in ticket.cancel() }
      loop.submit(WaitingRequest(request: request, prompt: prompt, ticket: ticket))
    } catch {
      continuation.finish(throwing: error)
    }
    return stream
  }

  private func prompt(for request: GenerationRequest) throws(GenerationError) -> [Int32] {
    if let fault = request.sampling.fault { throw .badRequest(fault) }
    guard request.maxTokens > 0 else { throw .badRequest("max_tokens must be at least 1") }
    guard !request.messages.isEmpty else { throw .badRequest("there is no message to answer") }
    let prompt = model.prefixTokens + model.tokenizer.encode(
      request.messages, template: model.template, assistantPrefix: request.assistantPrefix)
    guard prompt.count < contextLength else { throw .contextExceeded(needed: prompt.count + 1, available: contextLength) }
    return prompt
  }
}
