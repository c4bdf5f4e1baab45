import Foundation
import Kernels
import Media
import Models
import Tokenizers

/// A short recording that the encoder has heard once, to be asked several things: what was said, what else it may have been, and how likely
/// the decoder holds a text.
///
/// ```swift
/// let window = recognizer.window(of: samples)!
/// let texts = window.texts()                                   // five texts, the likeliest first
/// let chance = window.chances(of: [.init(before: "What does", name: "metformin", after: "treat?")])[0].whole
/// ```
/// It belongs to one computation at a time.
public final class HeardWindow {
  /// Of sound, at most those of one window.
  public let seconds: Double
  private let model: WhisperModel
  private let memory: WhisperMemory

  init(model: WhisperModel, memory: WhisperMemory, seconds: Double) {
    self.model = model
    self.memory = memory
    self.seconds = seconds
  }

  /// What a beam of five ends with, the best first, each text once.
  ///
  /// - Parameter terms: names that the search prefers.
  /// - Complexity: one pass of the decoder for each token of the longest.
  public func texts(terms: TermTree? = nil) -> [String] {
    var settings = SpeechSettings()
    settings.timestamps = false
    settings.terms = terms
    let search = TokenSearch(model: model, memory: memory, settings: settings, rules: TokenRules(model, settings: settings)) { Task.isCancelled }
    var texts: [String] = []
    for found in search.all(prompt: prompt, temperature: 0)?.texts ?? [] {
      let text = model.tokenizer.decode(found.tokens.filter { $0 < model.tokens.endOfText }).trimmingCharacters(in: .whitespaces)
      if text.contains(where: \.isLetter), !texts.contains(text) { texts.append(text) }
    }
    return texts
  }

  /// A text with a name in it.
  public struct Placed: Sendable, Equatable {
    public let before, name, after: String

    public init(before: String, name: String, after: String) {
      (self.before, self.name, self.after) = (before, name, after)
    }

    /// A text as it stands.
    public init(_ text: String) { self.init(before: "", name: text, after: "") }

    /// A candidate in its place in the words of a text; nil where the text has not so many.
    public init?(_ candidate: NameCandidates.Candidate, in text: String) {
      let words = NameCandidates.words(of: text), place = candidate.words
      guard !place.isEmpty, place.upperBound <= words.count else { return nil }
      // Marks behind the last word stay.
      let marks = String(words[place.upperBound - 1].reversed().prefix { $0.isPunctuation }.reversed())
      before = words[..<place.lowerBound].joined(separator: " ")
      name = place.lowerBound == 0 ? candidate.name.prefix(1).uppercased() + candidate.name.dropFirst() : candidate.name
      after = place.upperBound == words.count ? marks : marks + " " + words[place.upperBound...].joined(separator: " ")
    }

    public var text: String { (before.isEmpty ? "" : before + " ") + name + after }
  }

  /// How likely the decoder holds a text given the sound, as natural logarithms.
  public struct Chance: Sendable, Equatable {
    /// Of all tokens and the end.
    public let whole: Double
    /// Of the name's tokens.
    public let name: Double
    public let nameTokens: Int
  }

  /// - Complexity: one pass of the decoder over each text, eight texts at a time.
  public func chances(of texts: [Placed]) -> [Chance] {
    stride(from: 0, to: texts.count, by: 8).flatMap { chances(ofFew: Array(texts[$0..<min($0 + 8, texts.count)])) }
  }

  private func chances(ofFew texts: [Placed]) -> [Chance] {
    let start = prompt
    let all = texts.map { text -> (tokens: [Int32], name: Range<Int>) in
      func tokens(_ text: String) -> [Int32] { text.isEmpty ? [] : model.tokenizer.encode(" " + text, parseSpecial: false) }
      let before = tokens(text.before).count, named = tokens((text.before.isEmpty ? "" : text.before + " ") + text.name).count
      let room = model.configuration.textPositions - start.count - 1
      let whole = Array(tokens(text.text).prefix(room)) + [model.tokens.endOfText]
      return (start + whole, min(before, whole.count)..<min(max(before, named), whole.count))
    }
    let rows = all.map { $0.tokens.count - start.count }
    let work = model.makeWorkspace(tokens: all.reduce(0) { $0 + $1.tokens.count }, logitRows: rows.reduce(0, +))
    model.forward(
      zip(all, rows).enumerated().map { .init(text: $0, tokens: Array($1.0.tokens.dropLast()), logitRows: $1.1) }, cache: model.makeCache(texts: all.count),
      memory: memory, work: work)
    model.probabilities(work.logits)
    var row = 0
    return zip(all, rows).map { text, count in
      let chances = (0..<count).map { log(max(Double(work.logits[row + $0, Int(text.tokens[start.count + $0])]), 1e-30)) }
      row += count
      return Chance(whole: chances.reduce(0, +), name: chances[text.name].reduce(0, +), nameTokens: text.name.count)
    }
  }

  /// The encoder's states, meaned over so many equal stretches of the recording: (parts, C).
  public func states(parts: Int) -> [[Float]] {
    let states = memory.states, perSecond = 50.0, count = max(parts, min(states.rows, Int((seconds * perSecond).rounded(.up))))
    return (0..<parts).map { part in
      let range = part * count / parts..<max(part * count / parts + 1, (part + 1) * count / parts)
      var mean = [Float](repeating: 0, count: states.columns)
      for row in range where row < states.rows {
        for (column, value) in states.copy(row: row).enumerated() { mean[column] += value / Float(range.count) }
      }
      return mean
    }
  }

  private var prompt: [Int32] {
    var tokens = [model.tokens.startOfTranscript]
    if let transcribe = model.tokens.transcribe, let english = model.tokens.languages["en"] { tokens += [english, transcribe] }
    return tokens + [model.tokens.noTimestamps]
  }
}

extension SpeechRecognizer {
  /// Hears the first 30 seconds; nil where the task was cancelled.
  ///
  /// - Parameter samples: 16,000 a second of one channel, from -1 to 1.
  public func window(of samples: [Float]) -> HeardWindow? {
    let mel = LogMelSpectrogram(samples: samples, bands: model.configuration.bands), size = min(mel.frames, model.configuration.frames)
    guard let memory = model.listen(to: mel.values[..<(size * mel.bands)], shouldStop: { Task.isCancelled }) else { return nil }
    return HeardWindow(model: model, memory: memory, seconds: Double(size) * LogMelSpectrogram.secondsPerFrame)
  }
}
