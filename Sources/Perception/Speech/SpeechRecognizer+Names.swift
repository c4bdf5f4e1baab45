import Foundation
import Kernels
import Media
import Models
import Tokenizers

extension SpeechRecognizer {
  /// A name that was spoken, found by its sound.
  public struct SpokenName: Sendable, Equatable {
    public let name: String
    /// The transcript with the name in its place.
    public let text: String
    /// By how much the sound makes the text with the name likelier than the transcript as it was, as a logarithm.
    public let gain: Double
  }

  /// By how much less likely a name may make a text and still be taken: the decoder prefers common words to names.
  public static let standardMargin = 2.0

  /// The name among the candidates that the sound speaks for most.
  ///
  /// Each candidate is put into the transcript, and the decoder says how likely the whole is given the sound.
  /// Measured in `FUSION.md`: candidates by edits alone .35, after this .45.
  ///
  /// - Parameters:
  ///   - samples: the recording, of which the first window is heard.
  ///   - transcript: what was found in it.
  /// - Returns: nil where there are no candidates.
  /// - Complexity: one pass of the encoder, and one of the decoder over the text for each candidate.
  public func spokenName(in samples: [Float], transcript: String, candidates: [NameCandidates.Candidate]) -> SpokenName? {
    guard !candidates.isEmpty else { return nil }
    let mel = LogMelSpectrogram(samples: samples, bands: model.configuration.bands)
    let size = min(mel.frames, model.configuration.frames)
    guard let memory = model.listen(to: mel.values[..<(size * mel.bands)]) else { return nil }
    let words = NameCandidates.words(of: transcript)
    let plain = logLikelihood(of: transcript.trimmingCharacters(in: .whitespaces), memory)
    var best: SpokenName?
    for candidate in candidates where candidate.words.upperBound <= words.count {
      // Marks behind the last word stay.
      let marks = words[candidate.words.upperBound - 1].reversed().prefix { $0.isPunctuation }.reversed()
      let name = candidate.words.lowerBound == 0 ? candidate.name.prefix(1).uppercased() + candidate.name.dropFirst() : candidate.name
      let text = (words[..<candidate.words.lowerBound].map(String.init) + [name + String(marks)]
        + words[candidate.words.upperBound...].map(String.init)).joined(separator: " ")
      let gain = logLikelihood(of: text, memory) - plain
      if gain > best?.gain ?? -.infinity { best = SpokenName(name: candidate.name, text: text, gain: gain) }
    }
    return best
  }

  /// The logarithm of the probability that the decoder gives to a text without times.
  private func logLikelihood(of text: String, _ memory: WhisperMemory) -> Double {
    var tokens = [model.tokens.startOfTranscript]
    if let transcribe = model.tokens.transcribe, let english = model.tokens.languages["en"] { tokens += [english, transcribe] }
    tokens.append(model.tokens.noTimestamps)
    let prompt = tokens.count
    tokens += model.tokenizer.encode(" " + text, parseSpecial: false) + [model.tokens.endOfText]
    guard tokens.count <= model.configuration.textPositions else { return -.infinity }
    let rows = tokens.count - prompt
    let work = model.makeWorkspace(tokens: tokens.count, logitRows: rows)
    model.forward([.init(text: 0, tokens: Array(tokens.dropLast()), logitRows: rows)], cache: model.makeCache(texts: 1), memory: memory, work: work)
    model.probabilities(work.logits)
    return (0..<rows).reduce(0) { $0 + log(max(Double(work.logits[$1, Int(tokens[prompt + $1])]), 1e-30)) }
  }
}
