import Foundation

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
    let placed = candidates.compactMap { candidate in HeardWindow.Placed(candidate, in: transcript).map { (candidate.name, $0) } }
    guard !placed.isEmpty, let window = window(of: samples) else { return nil }
    let plain = HeardWindow.Placed(transcript.trimmingCharacters(in: .whitespaces))
    let chances = window.chances(of: [plain] + placed.map(\.1))
    let gains = chances.dropFirst().map { $0.whole - chances[0].whole }
    guard let best = gains.indices.max(by: { gains[$0] < gains[$1] }) else { return nil }
    return SpokenName(name: placed[best].0, text: placed[best].1.text, gain: gains[best])
  }
}
