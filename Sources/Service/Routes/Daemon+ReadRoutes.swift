import Foundation
import Ingestion
import KnowledgeGraph
import Media
import Wire

extension Daemon {
  func readRoutes() -> [Router.Route] {
    [Router.Route("POST", "/v1/read") { [self] exchange, _ in try await read(exchange) }]
  }

  /// The body is the picture, or the PDF, itself.
  private func read(_ exchange: Exchange) async throws -> Response {
    guard !exchange.request.body.isEmpty else { throw RequestError(400, "body", "the body must be a picture (PNG or JPEG) or a PDF") }
    let turn = try await takeTurn(exchange, deadline: nil)
    defer { turn.end() }
    return try .json(200, ReadReply(try await pictures.read(exchange.request.body)))
  }

  /// What was read in the pictures that came with a question, nil where none came. What cannot be read is said, never skipped.
  func seen(_ attachments: [Attachment]?) async throws -> String? {
    guard let attachments, !attachments.isEmpty else { return nil }
    guard attachments.count <= 16 else { throw RequestError(400, "attachments", "at most 16 attachments come with a question", parameter: "attachments") }
    var texts: [String] = []
    for attachment in attachments {
      guard attachment.mediaType.hasPrefix("image/") || attachment.mediaType == "application/pdf" else {
        throw RequestError(
          415, "attachments", "\(attachment.mediaType.prefix(64)) cannot be read; pictures come as image/png, image/jpeg or application/pdf",
          parameter: "attachments")
      }
      guard let data = Data(base64Encoded: attachment.data), !data.isEmpty else {
        throw RequestError(400, "attachments", "an attachment's data must be base64", parameter: "attachments")
      }
      do {
        texts.append(ReadReply(try await pictures.read([UInt8](data))).text)
      } catch let error as MediaError {
        throw RequestError(422, "undecodable", error.description, parameter: "attachments")
      }
    }
    return texts.joined(separator: "\n\n")
  }

  /// Says of citations of pictures where in the picture the cited lines stand.
  func placed(_ citations: [CitationShape]) async throws -> [CitationShape] {
    guard !citations.isEmpty else { return citations }
    return try await store.read { reader in
      try citations.map { citation in
        guard citation.end > citation.start, let record = try reader.document(citation.document), record.mediaType.hasPrefix("image/"),
          let original = try reader.original(of: citation.document)
        else { return citation }
        var placed = citation
        placed.places = PictureText.places(in: original, range: citation.start..<citation.end).map {
          CitationShape.Place(page: $0.page, left: $0.left, top: $0.top, right: $0.right, bottom: $0.bottom)
        }
        return placed
      }
    }
  }

  /// A question with what was read in its pictures behind it, cut to what a question may have.
  static func question(_ text: String, seen: String?, longest: Int) -> String {
    guard let seen, !seen.isEmpty else { return text }
    let asked = text.contains { $0.isLetter || $0.isNumber } ? text : "What does this mean?"
    var whole = asked + "\n" + seen
    while whole.utf8.count > longest { whole.removeLast() }
    return whole
  }
}
