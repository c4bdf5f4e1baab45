import Answering
import Ingestion
import KnowledgeGraph
import Wire

extension Daemon {
  /// Citations as they leave: those of pictures with the boxes of the cited lines, those of recordings with their seconds, those of what came with
  /// the question as byte ranges of what was seen or heard.
  func located(_ citations: [Citation], _ perceived: Perceived) async throws -> [CitationShape] {
    guard !citations.isEmpty else { return [] }
    return try await store.read { reader in
      var known: [DocumentID: CitedDocument] = [:]
      return try citations.map { citation in
        var shape = CitationShape(citation)
        guard citation.end > citation.start else { return shape }
        if let place = AttachedText.place(of: citation.document) {
          guard place < perceived.sources.count else { return shape }
          let source = perceived.sources[place], range = citation.start..<citation.end
          shape.locate(source.reading.places(of: range), source.reading.seconds(of: range))
          shape.start += source.offset
          shape.end += source.offset
          return shape
        }
        let document = try known[citation.document] ?? CitedDocument(citation.document, reader)
        known[citation.document] = document
        shape.locate(document.places(of: citation.start..<citation.end), document.seconds(of: citation.start..<citation.end))
        return shape
      }
    }
  }

  /// An answer as it leaves.
  func reply(_ answer: Answer, to asking: Asking) async throws -> AskReply {
    var reply = AskReply(answer)
    reply.citations = try await located(answer.citations, asking.perceived)
    reply.seen = asking.perceived.seen
    reply.heard = asking.perceived.heard
    let time = asking.perceiving.components
    reply.timingsMs.perceive += Double(time.seconds) * 1000 + (Double(time.attoseconds) * 1e-15).rounded()
    return reply
  }
}

/// A stored document, as far as citations say more of it than a byte range.
private enum CitedDocument {
  case picture([UInt8])
  case recording(SpokenTimes)
  case other

  init(_ id: DocumentID, _ reader: StoreReader) throws {
    self = .other
    guard let type = try reader.document(id)?.mediaType, type.hasPrefix("image/") || ["text/vtt", "application/pdf"].contains(type), let original = try reader.original(of: id) else {
      return
    }
    self = type == "text/vtt" ? .recording(SpokenTimes(original)) : .picture(original)
  }

  func places(of range: Range<Int>) -> [PictureText.Place] {
    if case .picture(let original) = self { return PictureText.places(in: original, range: range) }
    return []
  }

  func seconds(of range: Range<Int>) -> (start: Double, end: Double)? {
    if case .recording(let times) = self { return times.seconds(of: range) }
    return nil
  }
}

extension CitationShape {
  fileprivate mutating func locate(_ boxes: [PictureText.Place], _ spoken: (start: Double, end: Double)?) {
    if !boxes.isEmpty { places = boxes.map { Place(page: $0.page, left: $0.left, top: $0.top, right: $0.right, bottom: $0.bottom) } }
    seconds = spoken.map { SecondsShape(start: $0.start, end: $0.end) }
  }
}
