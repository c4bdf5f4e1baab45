import Foundation
import Testing
import Wire

/// Ingest, ask, and hold the citations against the documents.
@Suite(.serialized) struct AskingJourneyTests {
  @Test func anAnswerQuotesTheBytesItCites() throws {
    let daemon = try DaemonProcess.ready()
    let documents = try ingestSamples(into: daemon)
    let asked = try daemon.kgassist("ask", "--json", "Below which eGFR is veltamine contraindicated?")
    #expect(asked.status == 0, "\(asked.errors)")
    let answer = try JSONDecoder().decode(AskReply.self, from: Data(asked.output.utf8))
    #expect(answer.outcome == .answered)
    #expect(answer.answer.contains("35"))
    #expect(!answer.citations.isEmpty)
    for citation in answer.citations {
      #expect(citation.verified)
      #expect(citation.name == "veltamine.md")
      let bytes = Array(try Data(contentsOf: documents.url.appending(path: citation.name)))
      try #require(citation.start >= 0 && citation.start < citation.end && citation.end <= bytes.count)
      #expect(String(decoding: bytes[citation.start..<citation.end], as: UTF8.self) == citation.quote)
      #expect(answer.answer.contains("[\(citation.index)]"))
    }
  }

  @Test func theProgramComparesNotTheDecoder() throws {
    let daemon = try DaemonProcess.ready()
    try ingestSamples(into: daemon)
    let asked = try daemon.kgassist("ask", "--json", "Is veltamine contraindicated in a patient with an eGFR of 28?")
    #expect(asked.status == 0, "\(asked.errors)")
    let answer = try JSONDecoder().decode(AskReply.self, from: Data(asked.output.utf8))
    #expect(answer.answer.lowercased().contains("contraindicated"))
    #expect(!answer.answer.lowercased().contains("not contraindicated"))
    #expect(answer.citations.allSatisfy(\.verified) && !answer.citations.isEmpty)
  }

  @Test func aStreamedAnswerNamesItsDocument() throws {
    let daemon = try DaemonProcess.ready()
    try ingestSamples(into: daemon)
    let asked = try daemon.kgassist("ask", "Who founded Harbour Lane Holdings?")
    #expect(asked.status == 0, "\(asked.errors)")
    #expect(asked.output.contains("Ilse Verhoeven"))
    #expect(asked.output.contains("[1]"))
    #expect((asked.output + asked.errors).contains("harbour.txt"))
  }

  @Test func anExtractiveAnswerUsesTheEvidencesOwnWords() throws {
    let daemon = try DaemonProcess.ready()
    try ingestSamples(into: daemon)
    let asked = try daemon.kgassist("ask", "--json", "--extractive", "How many elements does the bounded queue hold?")
    #expect(asked.status == 0, "\(asked.errors)")
    let answer = try JSONDecoder().decode(AskReply.self, from: Data(asked.output.utf8))
    #expect(answer.answer.contains("64"))
    #expect(answer.usage.completionTokens == 0)
  }

  @Test func whatTheDocumentsDoNotSayIsNotAnswered() throws {
    let daemon = try DaemonProcess.ready()
    try ingestSamples(into: daemon)
    let asked = try daemon.kgassist("ask", "--json", "What is the boiling point of tungsten in kelvin?")
    #expect(asked.status == 3, "\(asked.output)\(asked.errors)")
    let answer = try JSONDecoder().decode(AskReply.self, from: Data(asked.output.utf8))
    #expect(answer.outcome == .abstained)
    #expect(answer.citations.isEmpty)
  }

  @Test func pipedTextAndAnArgumentAreJoined() throws {
    let daemon = try DaemonProcess.ready()
    try ingestSamples(into: daemon)
    let asked = try daemon.kgassist("ask", "--extractive", "-", input: "What is the largest daily dose of veltamine?")
    #expect(asked.status == 0, "\(asked.errors)")
    #expect(asked.output.contains("1500 mg"))
  }

  @Test func searchGivesTheEvidenceAlone() throws {
    let daemon = try DaemonProcess.ready()
    let documents = try ingestSamples(into: daemon)
    let searched = try daemon.kgassist("search", "--json", "-k", "3", "grapefruit juice and veltamine")
    #expect(searched.status == 0, "\(searched.errors)")
    let reply = try JSONDecoder().decode(SearchReply.self, from: Data(searched.output.utf8))
    let first = try #require(reply.passages.first)
    #expect(first.name == "veltamine.md" && first.text.contains("Grapefruit"))
    #expect(reply.passages.count <= 3)
    let bytes = Array(try Data(contentsOf: documents.url.appending(path: first.name)))
    #expect(String(decoding: bytes[first.start..<first.end], as: UTF8.self).contains("Grapefruit"))
  }

  @Test func aRemovedDocumentIsNotCitedAnyMore() throws {
    let daemon = try DaemonProcess.ready()
    try ingestSamples(into: daemon)
    let listed = try daemon.kgassist("docs", "list", "--json")
    let list = try JSONDecoder().decode(DocumentList.self, from: Data(listed.output.utf8))
    let document = try #require(list.documents.first { $0.name == "veltamine.md" })
    #expect(try daemon.kgassist("docs", "remove", document.id).status == 0)
    #expect(try daemon.kgassist("docs", "show", document.id).status == 4)
    let asked = try daemon.kgassist("ask", "--json", "Below which eGFR is veltamine contraindicated?")
    #expect(asked.status == 3, "\(asked.output)")
  }

  @Test func manyAskAtOnce() async throws {
    let daemon = try DaemonProcess.ready()
    try ingestSamples(into: daemon)
    let environment = daemon.environment
    let answers = try await withThrowingTaskGroup(of: Finished.self) { group in
      for _ in 0..<8 {
        group.addTask {
          try Finished.run(
            Programs.client, ["ask", "--extractive", "What is the largest daily dose of veltamine?"],
            environment: environment)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(answers.count == 8)
    #expect(answers.allSatisfy { $0.status == 0 && $0.output.contains("1500 mg") })
  }

  @discardableResult
  private func ingestSamples(into daemon: DaemonProcess) throws -> Folder {
    let folder = try Folder()
    try folder.write("veltamine.md", Samples.veltamine)
    try folder.write("harbour.txt", Samples.harbour)
    try folder.write("queue.md", Samples.queue)
    let ingested = try daemon.kgassist("ingest", folder.url.path)
    #expect(ingested.status == 0, "\(ingested.errors)")
    return folder
  }
}
