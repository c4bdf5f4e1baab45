import Answering
import Foundation
import Ingestion
import KnowledgeGraph
import Media
import Perception
import Wire

extension Daemon {
  private static let mostAttachments = 16

  /// Reads and hears what came with a question, and tells what is asked: the words that were written where they ask, else those that are spoken;
  /// a picture alone asks what it means. What cannot be read is said, never skipped.
  ///
  /// - Throws: ``RequestError`` 400, 415 or 422 that names the attachment.
  func perceive(_ attachments: [Attachment]?, with question: String, domain: Domain?) async throws -> Perceived {
    let written = question.trimmingCharacters(in: .whitespacesAndNewlines)
    var perceived = Perceived(question: written.contains { $0.isLetter || $0.isNumber } ? written : "")
    let attachments = attachments ?? []
    guard attachments.count <= Self.mostAttachments else {
      throw RequestError(400, "attachments", "at most \(Self.mostAttachments) attachments come with a question", parameter: "attachments")
    }
    let asksInWords = QuestionKind.asks(perceived.question) || !QuestionKind.asking(in: perceived.question).asking.isEmpty
    var pictures = 0, recordings = 0
    for (index, attachment) in attachments.enumerated() {
      try Task.checkCancellation()
      let title = "attachment \(index + 1)"
      guard let data = Data(base64Encoded: attachment.data), !data.isEmpty else {
        throw RequestError(400, "attachments", "\(title) must be base64", parameter: "attachments")
      }
      do {
        if attachment.mediaType.hasPrefix("audio/") {
          recordings += 1
          let recording = try await recording([UInt8](data), title, domain: domain, asksInWords: asksInWords)
          if let words = recording.asked { perceived.add(words: words) }
          perceived.addRecording(recording.reading, name: "recording \(recordings)", words: recording.words, isEvidence: recording.isEvidence)
        } else if attachment.mediaType.hasPrefix("image/") || attachment.mediaType == "application/pdf" {
          pictures += 1
          let reading = try AttachedReading(pages: try await self.pictures.read([UInt8](data)))
          guard reading.text.contains(where: { $0.isLetter || $0.isNumber }) else {
            throw RequestError(
              422, "no_text", "no text can be read in \(title); give a sharper, larger or less tilted picture", parameter: "attachments")
          }
          perceived.addPicture(reading, name: "image \(pictures)")
        } else {
          throw RequestError(
            415, "attachments",
            "\(attachment.mediaType.prefix(64)) cannot be read; pictures come as image/png, image/jpeg or application/pdf, recordings as audio/…",
            parameter: "attachments")
        }
      } catch let error as MediaError {
        let problem = RequestError(error)
        throw RequestError(problem.status, problem.code, "\(title): \(problem.message)", parameter: "attachments", retryAfter: problem.retryAfter)
      } catch let error as IngestionError {
        throw RequestError(422, "undecodable", "\(title): \(error.reason)", parameter: "attachments")
      }
    }
    if perceived.question.isEmpty, pictures > 0 { perceived.question = Perceived.pointing }
    while perceived.question.utf8.count > Question.longest, recordings > 0 { perceived.question.removeLast() }
    return perceived
  }

  /// A recording, what of it is asked, and whether it holds more than that.
  private func recording(_ bytes: [UInt8], _ title: String, domain: Domain?, asksInWords: Bool) async throws
    -> (reading: AttachedReading, words: String, asked: String?, isEvidence: Bool)
  {
    let recognizer = try await hearing()
    var settings = SpeechSettings()
    settings.terms = try await spokenTerms(domain: domain, recognizer)
    let samples = try await SoundReader().samples(of: bytes)
    var segments: [TranscriptSegment] = []
    for try await event in recognizer.transcribe(samples, settings: settings) { if case .segment(let segment) = event { segments.append(segment) } }
    try Task.checkCancellation()
    guard segments.contains(where: { $0.text.contains(where: \.isLetter) }) else {
      throw RequestError(422, "no_speech", "nobody can be heard to speak in \(title); give a recording with speech", parameter: "attachments")
    }
    let reading = try AttachedReading(segments: segments), text = reading.text.trimmingCharacters(in: .whitespacesAndNewlines)
    if asksInWords { return (reading, text, nil, true) }
    let (asking, others) = QuestionKind.asking(in: text)
    if !asking.isEmpty, others { return (reading, text, asking.joined(separator: " "), true) }
    let words = try await withNearestName(text, samples, recognizer, domain: domain)
    return (reading, words, words, false)
  }

  /// A question's words with the graph's name that they nearly are, where the sound allows it.
  private func withNearestName(_ text: String, _ samples: [Float], _ recognizer: SpeechRecognizer, domain: Domain?) async throws -> String {
    let seconds = samples.count / SoundReader.sampleRate
    guard seconds < 30 else { return text }
    if let linked = try await withLinkedName(text, samples, recognizer, domain: domain) { return linked }
    let near = try await spokenCandidates(domain: domain, recognizer).nearest(16, to: text).filter { $0.distance <= 0.5 }
    // A name that stands there already needs no help.
    guard let first = near.first, first.distance > 0,
      let found = recognizer.spokenName(in: samples, transcript: text, candidates: near), found.gain > -SpeechRecognizer.standardMargin
    else { return text }
    return found.text
  }
}
