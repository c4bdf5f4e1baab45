import Foundation
import Wire

/// How questions are put and answers shown, for `ask` and `chat`.
struct Asking {
  var domain: String?
  var isExtractive: Bool
  var conversation: String?
  /// Adapters that the decoder answers with, in order.
  let adapters: [String]
  let decoder: String?
  let maxTokens: Int?
  let deadline: Int?
  let printsJSON: Bool
  let streams: Bool
  /// What belongs to the next question.
  let attachments: [Attachment]

  init(_ arguments: Arguments) throws {
    domain = try arguments.domain()
    isExtractive = arguments.has("--extractive")
    conversation = arguments.text("--conversation")
    adapters = arguments.texts("--adapter")
    decoder = arguments.text("--decoder")
    maxTokens = try arguments.number("--max-tokens", in: 1...4096)
    deadline = try arguments.milliseconds("--deadline")
    printsJSON = arguments.has("--json")
    streams = !arguments.has("--no-stream")
    attachments =
      try arguments.texts("--image").map { try InputFile.picture(at: $0) } + arguments.texts("--audio").map { try InputFile.recording(at: $0) }
  }

  /// - Returns: the exit code.
  func ask(_ question: String, of daemon: DaemonClient) throws -> Int32 {
    // Whole JSON is one object; nothing is gained by streaming it.
    let isStreamed = streams && !printsJSON
    let request = AskRequest(
      question: question, attachments: attachments.isEmpty ? nil : attachments, domain: domain, deadlineMs: deadline, stream: isStreamed, extractive: isExtractive,
      maxTokens: maxTokens, conversation: conversation, adapter: adapters, decoder: decoder)
    guard isStreamed else {
      let reply = try daemon.post(["v1", "ask"], request, as: AskReply.self)
      show(reply, textIsShown: false)
      return Self.exitCode(reply)
    }
    var done: AskReply?
    var shown = ""
    try daemon.events(["v1", "ask"], request) { event in
      switch event.name {
      case "token":
        let text = try WireJSON.decode(TokenEvent.self, from: Array(event.data.utf8)).text
        shown += text
        Terminal.print(Terminal.harmless(text), terminator: "")
      case "done": done = try WireJSON.decode(AskReply.self, from: Array(event.data.utf8))
      default: break
      }
    }
    guard let done else {
      if !shown.isEmpty { Terminal.print("") }
      throw Failure("the answer broke off; is the daemon ending? Ask again", exitCode: ExitCode.busy)
    }
    show(done, textIsShown: !shown.isEmpty)
    return Self.exitCode(done)
  }

  private func show(_ reply: AskReply, textIsShown: Bool) {
    if printsJSON {
      if let bytes = try? WireJSON.encode(reply) { Terminal.print(String(decoding: bytes, as: UTF8.self)) }
      return
    }
    if let heard = reply.heard { Terminal.say(Terminal.harmless("heard: “\(heard)”")) }
    Terminal.print(textIsShown ? "" : Terminal.harmless(reply.answer))
    if let predicted = reply.predicted {
      Terminal.print("Stated nowhere, but likely by the graph's other links:")
      for link in predicted {
        Terminal.print(Terminal.harmless("  \(link.subject) \(link.predicate) \(link.object): \(Int((100 * link.probability).rounded())) %"))
      }
    }
    guard !reply.citations.isEmpty else { return }
    Terminal.print("")
    for citation in reply.citations { Terminal.print(Terminal.dim(Terminal.harmless(Self.line(citation)))) }
  }

  private static func line(_ citation: CitationShape) -> String {
    guard citation.end > citation.start else {
      let triples = citation.triples.map(String.init).joined(separator: ", ")
      return "[\(citation.index)] \(citation.name)" + (triples.isEmpty ? "" : ", triple \(triples)")
    }
    let quote = citation.quote.split(whereSeparator: \.isNewline).joined(separator: " ")
    let short = quote.count > 160 ? quote.prefix(157) + "…" : quote[...]
    if let first = citation.places?.first {
      // The lines on the first page that is cited, as one box.
      let places = citation.places?.filter { $0.page == first.page } ?? []
      let left = places.map(\.left).min() ?? 0, top = places.map(\.top).min() ?? 0
      let right = places.map(\.right).max() ?? 0, bottom = places.map(\.bottom).max() ?? 0
      let page = first.page > 1 ? ", page \(first.page)" : ""
      return "[\(citation.index)] \(citation.name)\(page), box \(left), \(top) to \(right), \(bottom): “\(short)”"
    }
    if let seconds = citation.seconds {
      let time = "\(TranscribeCommand.time(seconds.start))–\(TranscribeCommand.time(seconds.end))"
      return "[\(citation.index)] \(citation.name), at \(time): “\(short)”"
    }
    return "[\(citation.index)] \(citation.name), bytes \(citation.start)–\(citation.end): “\(short)”"
  }

  private static func exitCode(_ reply: AskReply) -> Int32 {
    reply.outcome == .answered ? ExitCode.done : ExitCode.abstained
  }
}
