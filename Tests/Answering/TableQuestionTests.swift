import Answering
import Foundation
import KnowledgeGraph
import Testing

/// Tables are asked in one way, whether a document has them, a picture, or a chart was read as one: values with errors are compared by what is known of them.
@Suite struct TableQuestionTests {
  private static let chart = """
    Values read off the chart “Sales of the branches”, each with its error:
    Year | Cash flow | Net income
    --- | --- | ---
    2018 | about 40.2 (±0.4) | about 12.0 (±0.4)
    2019 | about 55.1 (±0.4) | about 12.3 (±0.4)
    2020 | about 54.9 (±0.4) | about 30.5 (±0.4)
    """
  private static let regions = """
    Values read off the chart, each with its error:
    Category | Value
    --- | ---
    Asia | about 12.0% (±0.2)
    Healthcare | about 30.4% (±0.2)
    Oceania | about 57.6% (±0.2)
    """

  private func ask(_ question: String, _ table: String, stored: Bool = false) async throws -> Answer {
    let store = try await MadeUpStore()
    if stored { try await store.add("sales.md", "# Sales of the branches\n\n" + table) }
    var asked = Question(text: question, extractive: true)
    if !stored { asked.attached = [AttachedText(name: "image 1", text: table, passages: [AttachedText.Passage(heading: [], range: 0..<table.utf8.count)])] }
    var answer: Answer?
    for try await event in Answerer(store: store.store, encoder: store.encoder, generator: nil).answer(asked) { if case .done(let whole) = event { answer = whole } }
    await store.remove()
    return try #require(answer)
  }

  @Test(arguments: [
    ("Which year had the highest Net income?", "2020: Net income: about 30.5 (±0.4), the highest of 3."), ("Which was lowest in 2018?", "2018, Net income: about 12.0 (±0.4)"),
    ("What was the cash flow in 2019?", "2019, Cash flow: about 55.1 (±0.4)."),
    ("How much higher was Net income in 2020 than in 2019?", "The difference is 18.2 (±0.6)"), ("Did Net income rise from 2018 to 2020?", "Yes: 2018 about 12.0 (±0.4)"),
    ("Did Net income fall from 2019 to 2020?", "No:"), ("Is Cash flow higher than Net income in 2018?", "Yes:"),
    ("What is the total of Net income?", "The total of the 3 values of Net income is 55 (±2)."),
  ])
  func aChartsValuesAreComputedWithAndTheirErrorsTold(_ question: String, _ wanted: String) async throws {
    let answer = try await ask(question, Self.chart)
    #expect(answer.answer.hasPrefix(wanted), "\(answer.answer)")
    #expect(!answer.citations.isEmpty && answer.citations.allSatisfy { $0.name == "image 1" && $0.verified && $0.quote.contains("(±0.4)") })
  }

  @Test(arguments: ["Which year had the highest Cash flow?", "How much higher was Cash flow in 2019 than in 2020?", "Did Cash flow fall from 2019 to 2020?", "Did Net income rise from 2018 to 2019?"])
  func valuesThatDifferByLessThanTheirErrorsAreToldToBeTooNear(_ question: String) async throws {
    let answer = try await ask(question, Self.chart)
    #expect(answer.answer.contains("can be told") || answer.answer.contains("cannot be told"), "\(answer.answer)")
  }

  @Test(arguments: [
    ("Which region is highest?", "Oceania:"), ("Which is lowest?", "Asia:"), ("What is the share of Asia?", "Asia, Value: about 12.0% (±0.2)"),
    ("Which is higher, Health care or Asia?", "Healthcare:"), ("By how much does Oceania exceed Asia?", "The difference is 45.6% (±0.3)"), ("What is the total?", "The total of the 3 values"),
  ])
  func whoShowsAChartNeedNotSayWhatItIsAbout(_ question: String, _ wanted: String) async throws {
    let answer = try await ask(question, Self.regions)
    #expect(answer.answer.hasPrefix(wanted), "\(answer.answer)")
  }

  @Test(arguments: ["What was the Cash flow in 2031?", "What were the Dividends in 2019?", "How much higher was Atlantis than 2019?", "Did Dividends rise from 2018 to 2020?"])
  func whatATableDoesNotShowIsNotAnswered(_ question: String) async throws {
    let answer = try await ask(question, Self.chart)
    #expect(answer.outcome == .abstained, "\(answer.answer)")
  }

  @Test(arguments: [
    ("Which year had the highest Net income?", "2020"), ("What is the total of the Net income?", "The total of the 3 values of Net income is 54.8."),
    ("How much higher was Net income in 2020 than in 2019?", "The difference is 18.2"), ("Did Net income rise from 2018 to 2020?", "Yes:"),
  ])
  func aTableOfADocumentAnswersInTheSameWay(_ question: String, _ wanted: String) async throws {
    let answer = try await ask(question, "Year | Cash flow | Net income\n--- | --- | ---\n2018 | 40.2 | 12.0\n2019 | 55.1 | 12.3\n2020 | 54.9 | 30.5\n", stored: true)
    #expect(answer.answer.hasPrefix(wanted), "\(answer.answer)")
    #expect(answer.citations.allSatisfy { $0.name == "sales.md" && $0.verified })
  }

  @Test(arguments: [("4.2 (±0.1)", 4.2, 0.1, ""), ("12.5% (±0.6)", 12.5, 0.6, "%"), ("$4,200 (±30)", 4200, 30, "$"), ("7 ± 2 mg", 7, 2, "mg"), ("3.1 ± 0.2 million", 3.1e6, 2e5, "")])
  func aNumberIsReadWithItsError(_ text: String, _ value: Double, _ error: Double, _ unit: String) throws {
    let found = QuantityReader.quantities(in: "about \(text) of it"), first = try #require(found.first)
    #expect(found.count == 1 && first.quantity.value == value && first.quantity.unit.symbol == unit)
    #expect(first.error.map { abs($0 - error) < 1e-9 * error } == true)
  }
}
