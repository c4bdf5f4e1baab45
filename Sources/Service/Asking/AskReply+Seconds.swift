import Answering
import Ingestion
import KnowledgeGraph
import Wire

extension Daemon {
  /// Citations of recordings get their seconds.
  func timed(_ citations: [CitationShape]) async throws -> [CitationShape] {
    var citations = citations, times: [String: SpokenTimes?] = [:]
    for index in citations.indices where citations[index].end > citations[index].start {
      let document = citations[index].document
      if times[document] == nil {
        let text = try await store.read { reader in
          try reader.document(document)?.mediaType == "text/vtt" ? try reader.original(of: document) : nil
        }
        times[document] = .some(text.map { SpokenTimes($0) })
      }
      if let spoken = times[document] ?? nil, let seconds = spoken.seconds(of: citations[index].start..<citations[index].end) {
        citations[index].seconds = SecondsShape(start: seconds.start, end: seconds.end)
      }
    }
    return citations
  }

  /// An answer as it leaves.
  func reply(_ answer: Answer, to asking: Asking) async throws -> AskReply {
    var reply = AskReply(answer)
    reply.citations = try await placed(try await timed(reply.citations))
    reply.seen = asking.seen
    reply.heard = asking.heard
    let time = asking.perceiving.components
    reply.timingsMs.perceive += Double(time.seconds) * 1000 + (Double(time.attoseconds) * 1e-15).rounded()
    return reply
  }
}
