public import Kernels
import Foundation
import Media
public import Models
import Tokenizers

/// Speech to text with its times.
///
/// ```swift
/// let recognizer = try SpeechRecognizer(folder: models + "/faster-whisper-tiny.en", compute: .shared)
/// for try await event in recognizer.transcribe(samples) { if case .segment(let segment) = event { print(segment.text) } }
/// ```
/// Long recordings are heard in windows of 30 seconds; each goes on where the text of the one before it ended. A text
/// that repeats itself or is unlikely is searched for again by drawing at rising temperatures. Safe to call from
/// several threads. Source: Radford et al. 2022, section 4.5; the figures are faster-whisper's.
public final class SpeechRecognizer: Sendable {
  /// The model's folder's name.
  public let name: String
  public let model: WhisperModel

  /// Loads a Whisper model's folder.
  ///
  /// - Throws: an error that names the file.
  public init(folder: String, compute: Compute) throws {
    model = try WhisperModel(folder: folder, compute: compute)
    name = URL(filePath: folder).lastPathComponent
  }

  /// A tree of names for ``SpeechSettings/terms``, in this model's tokens.
  public func terms(_ names: [String]) -> TermTree { TermTree(names, tokenizer: model.tokenizer) }

  /// What comes while a recording is heard.
  public enum Event: Sendable {
    /// How many seconds are done, of how many.
    case progress(done: Double, total: Double)
    case segment(TranscriptSegment)
  }

  /// Hears a recording. Dropping the stream ends the work before the next layer.
  ///
  /// - Parameter samples: 16,000 a second of one channel, from -1 to 1.
  public func transcribe(_ samples: [Float], settings: SpeechSettings = SpeechSettings()) -> AsyncThrowingStream<Event, any Error> {
    let (stream, continuation) = AsyncThrowingStream<Event, any Error>.makeStream()
    // Arithmetic of seconds at a time: not on a thread that runs tasks.
    let work = Task.detached(priority: .userInitiated) { [self] in
      hear(samples, settings: settings) { continuation.yield($0) }
      continuation.finish(throwing: Task.isCancelled ? CancellationError() : nil)
    }
    continuation.onTermination = { _ in work.cancel() }
    return stream
  }

  /// The same at once, on the calling thread: all segments, or those until the task was cancelled.
  public func segments(_ samples: [Float], settings: SpeechSettings = SpeechSettings()) -> [TranscriptSegment] {
    var segments: [TranscriptSegment] = []
    hear(samples, settings: settings) { if case .segment(let segment) = $0 { segments.append(segment) } }
    return segments
  }

  private func hear(_ samples: [Float], settings: SpeechSettings, _ report: (Event) -> Void) {
    let mel = LogMelSpectrogram(samples: samples, bands: model.configuration.bands)
    let total = Double(mel.frames) * LogMelSpectrogram.secondsPerFrame
    var seek = 0, heard = settings.prompt.isEmpty ? [] : model.tokenizer.encode(" " + settings.prompt, parseSpecial: false)
    var forgotten = 0, language = language(of: settings)
    let rules = TokenRules(model, settings: settings)
    while seek < mel.frames, !Task.isCancelled {
      report(.progress(done: Double(seek) * LogMelSpectrogram.secondsPerFrame, total: total))
      let size = min(model.configuration.frames, mel.frames - seek)
      // In digital silence the model invents words.
      guard Self.isAudible(samples, from: seek, count: size) else {
        seek += size
        continue
      }
      let window = mel.values[seek * mel.bands..<(seek + size) * mel.bands]
      guard let memory = model.listen(to: window, shouldStop: { Task.isCancelled }) else { return }
      if language == nil { language = model.tokens.languages.isEmpty ? [] : heardLanguage(memory) }
      let prompt = prompt(after: settings.conditionsOnPrevious || seek == 0 ? Array(heard[forgotten...]) : [], language: language ?? [], settings)
      let search = TokenSearch(model: model, memory: memory, settings: settings, rules: rules) { Task.isCancelled }
      guard let result = attempt(search, prompt: prompt, settings) else { return }
      if result.noSpeech > settings.noSpeech, result.logProbability <= settings.leastLogProbability {
        seek += size
        continue
      }
      let cut = WindowCut(result.tokens, seek: seek, size: size, tokens: model.tokens)
      for piece in cut.pieces {
        let text = model.tokenizer.decode(piece.tokens.filter { $0 < model.tokens.endOfText })
        if piece.start == piece.end || text.allSatisfy(\.isWhitespace) { continue }
        heard += piece.tokens
        report(
          .segment(
            TranscriptSegment(
              start: piece.start, end: piece.end, text: text, tokens: piece.tokens, logProbability: result.logProbability,
              noSpeech: result.noSpeech, temperature: result.temperature, compression: result.compression)))
      }
      if !settings.conditionsOnPrevious || result.temperature > settings.forgettingTemperature { forgotten = heard.count }
      seek = cut.next
    }
    report(.progress(done: total, total: total))
  }

  /// Whether anything in some frames is louder than 66 dB below the loudest that can be.
  private static func isAudible(_ samples: [Float], from frame: Int, count: Int) -> Bool {
    let start = frame * LogMelSpectrogram.hop
    return samples[min(start, samples.count)..<min(start + count * LogMelSpectrogram.hop, samples.count)].contains { abs($0) > 0.0005 }
  }

  /// A window's text and what speaks for it.
  private struct Attempt {
    let tokens: [Int32]
    let logProbability: Double
    let noSpeech: Double
    var temperature: Double
    let compression: Double
  }

  /// Searches at one temperature after the other until a text is good enough; nil when the work was stopped.
  private func attempt(_ search: TokenSearch, prompt: [Int32], _ settings: SpeechSettings) -> Attempt? {
    var all: [Attempt] = [], plain: [Attempt] = []
    for temperature in settings.temperatures.isEmpty ? [0] : settings.temperatures {
      guard let (found, noSpeech) = search.run(prompt: prompt, temperature: temperature) else { return nil }
      let text = model.tokenizer.decode(found.tokens.filter { $0 < model.tokens.endOfText })
      let attempt = Attempt(
        tokens: found.tokens, logProbability: found.logProbability / Double(found.tokens.count + 1), noSpeech: noSpeech,
        temperature: temperature, compression: DeflatedSize.ratio(of: text.trimmingCharacters(in: .whitespaces)))
      all.append(attempt)
      let repeats = attempt.compression > settings.mostCompression
      if !repeats { plain.append(attempt) }
      let unlikely = attempt.logProbability < settings.leastLogProbability
      if unlikely && noSpeech > settings.noSpeech || !repeats && !unlikely { return attempt }
    }
    var best = (plain.isEmpty ? all : plain).max { $0.logProbability < $1.logProbability }
    best?.temperature = settings.temperatures.last ?? 0
    return best
  }

  /// The tokens before the text: what was heard before, the start, and the language and task where the model has them.
  private func prompt(after heard: [Int32], language: [Int32], _ settings: SpeechSettings) -> [Int32] {
    var prompt: [Int32] = []
    if !heard.isEmpty, let previous = model.tokens.startOfPrevious {
      prompt.append(previous)
      prompt += heard.suffix(model.configuration.textPositions / 2 - 1)
    }
    prompt.append(model.tokens.startOfTranscript)
    prompt += language
    if !language.isEmpty, let transcribe = model.tokens.transcribe { prompt.append(transcribe) }
    if !settings.timestamps { prompt.append(model.tokens.noTimestamps) }
    return prompt
  }

  /// The token of the language asked for; none for a model of English alone, nil where it must be heard.
  private func language(of settings: SpeechSettings) -> [Int32]? {
    if model.tokens.languages.isEmpty { return [] }
    return settings.language.flatMap { model.tokens.languages[$0] }.map { [$0] }
  }

  private func heardLanguage(_ memory: WhisperMemory) -> [Int32] {
    let work = model.makeWorkspace(tokens: 1, logitRows: 1), cache = model.makeCache(texts: 1)
    model.forward([.init(text: 0, tokens: [model.tokens.startOfTranscript])], cache: cache, memory: memory, work: work)
    return model.tokens.languages.values.max { work.logits[0, Int($0)] < work.logits[0, Int($1)] }.map { [$0] } ?? []
  }
}
