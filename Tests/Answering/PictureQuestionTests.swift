import Answering
import Foundation
import Fusion
import Kernels
import KnowledgeGraph
import Perception
import TestFiles
import Testing

@Suite("A picture that is asked for is found among those about the same thing") struct PictureQuestionTests {
  private static let weights = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Daemon/fusion/\(PictureRanker.shippedName)").path()

  /// Four pictures of one thing, which differ in measure, breakdown, year or sort alone.
  private static let pictures: [(name: String, sort: PictureSort, lines: [String])] = [
    ("bars.png", .barChart, ["Flimmering: cost of repair by region, 2021", "Europe", "Asia", "Africa"]),
    ("slices.png", .pieChart, ["Flimmering: cost of repair by region, 2021", "Europe", "Asia", "Africa"]),
    ("months.png", .lineChart, ["Flimmering: cost of repair by month, 2021", "January", "February", "March"]),
    ("later.png", .barChart, ["Flimmering: number of visitors by region, 2022", "Europe", "Asia", "Africa"]),
  ]

  private func asking<R>(_ body: (MadeUpStore, Answerer) async throws -> R) async throws -> R {
    let made = try await MadeUpStore()
    for picture in Self.pictures {
      let text = picture.lines.joined(separator: "\n\n"), original = Array((text + "\n\n" + picture.sort.rawValue).utf8)
      let vectors = try made.encoder.encode(picture.lines)
      let passage = NewPassage(heading: [], text: text, start: 0, end: text.utf8.count, vector: try made.encoder.encode([text])[0])
      let stored = StoredPicture(
        sort: picture.sort.rawValue,
        lines: picture.lines.indices.map { StoredPicture.Line(text: picture.lines[$0], box: [0.1, 0.2 * Float($0), 0.9, 0.2 * Float($0) + 0.1], vector: vectors[$0]) })
      let document = NewDocument(
        id: SHA256.documentID(of: original), name: picture.name, mediaType: "image/png", domain: nil, encoding: "utf-8", original: original,
        passages: [passage], encoder: made.encoder.name, picture: stored)
      _ = try await made.store.write { try $0.addDocument(document) }
    }
    let answerer = Answerer(store: made.store, encoder: made.encoder, generator: nil, pictures: try PictureRanker(path: Self.weights))
    let result = try await body(made, answerer)
    await made.remove()
    return result
  }

  private func answer(_ answerer: Answerer, _ text: String) async throws -> Answer {
    var answer: Answer?
    for try await event in answerer.answer(Question(text: text, extractive: true)) { if case .done(let done) = event { answer = done } }
    return try #require(answer)
  }

  @Test("Year, breakdown and sort tell the picture, which is named and cited by the line that says it", arguments: [
    ("Which pie chart shows what flimmering costs to repair across the continents in 2021?", "slices.png"),
    ("Which bar chart shows what flimmering costs to repair across the continents in 2021?", "bars.png"),
    ("Show me the chart of flimmering's cost of repair for each month in 2021", "months.png"),
    ("Find the picture with the number of flimmering visitors by region in 2022", "later.png"),
  ]) func found(_ question: String, _ name: String) async throws {
    try await asking { _, answerer in
      let answer = try await answer(answerer, question), citation = try #require(answer.citations.first, "\(question): \(answer.answer)")
      #expect(answer.outcome == .answered && citation.name == name && citation.verified, "\(question): \(answer.answer)")
      #expect(citation.quote.hasPrefix("Flimmering") && answer.answer.contains("“\(citation.quote)”") && answer.answer.hasPrefix(name), "\(answer.answer)")
      let evidence = try await answerer.search(Question(text: question), k: 3)
      #expect(evidence.passages.first?.name == name && evidence.passages.count == 3)
    }
  }

  @Test("A picture of something that no picture shows is not named") func refused() async throws {
    try await asking { _, answerer in
      for question in [
        "Which chart shows the rainfall in Norway?", "Show me the picture of the cathedral", "Show me a screenshot of flimmering's visitors",
      ] {
        let answer = try await answer(answerer, question)
        #expect(answer.outcome == .abstained && answer.citations.isEmpty, "\(question): \(answer.answer)")
      }
    }
  }

  @Test("Who asks for charts gets all, each with its own citation") func several() async throws {
    try await asking { _, answerer in
      let answer = try await answer(answerer, "Show me the charts of flimmering"), names = answer.citations.map(\.name)
      #expect(answer.outcome == .answered && names.sorted() == ["bars.png", "later.png", "months.png", "slices.png"] && answer.citations.allSatisfy(\.verified), "\(answer.answer)")
    }
  }

  @Test("A question that asks for no picture is answered by sentences") func others() async throws {
    try await asking { _, answerer in
      let answer = try await answer(answerer, "What is zelba?")
      #expect(answer.outcome == .answered && !answer.answer.contains(".png"), "\(answer.answer)")
    }
  }
}
