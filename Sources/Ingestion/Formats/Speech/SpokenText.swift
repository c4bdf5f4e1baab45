internal import Media
internal import Perception

/// A recording as text: a WebVTT document, whose bytes passages and citations refer to.
///
/// The times stand in the document itself, so that whoever holds a citation's byte range can tell the seconds.
struct SpokenText {
  let hearing: Hearing?

  /// - Throws: ``IngestionError`` where it cannot be decoded, nobody speaks, or there is no speech model.
  func document(of recording: IncomingDocument) async throws -> [UInt8] {
    guard let hearing else {
      throw IngestionError(
        .missingProgram("speech model"), document: recording.name,
        reason: "there is no speech model to hear it with; fetch one with: Daemon/fetch-models.sh --only speech")
    }
    let samples: [Float]
    do {
      samples = try await SoundReader().samples(of: recording.bytes)
    } catch let error as MediaError {
      throw IngestionError(error, document: recording.name)
    }
    let (recognizer, settings) = try await hearing()
    var segments: [TranscriptSegment] = []
    for try await event in recognizer.transcribe(samples, settings: settings) { if case .segment(let segment) = event { segments.append(segment) } }
    try Task.checkCancellation()
    guard segments.contains(where: { $0.text.contains(where: \.isLetter) }) else {
      throw IngestionError(.undecodable, document: recording.name, reason: "nobody can be heard to speak in it; give a recording with speech")
    }
    return Array(Self.document(segments).utf8)
  }

  static func document(_ segments: [TranscriptSegment]) -> String {
    segments.reduce("WEBVTT\n") { text, segment in
      // A line of text must not look like a time.
      let words = segment.text.split(whereSeparator: \.isWhitespace).joined(separator: " ").replacing("-->", with: "->")
      return text + "\n\(CueTime.text(segment.start)) --> \(CueTime.text(segment.end))\n\(words)\n"
    }
  }
}
