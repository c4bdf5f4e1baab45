import Answering
import Foundation
import KnowledgeGraph
import Testing

/// Texts that come with a question: evidence for it alone.
@Suite struct AttachedTests {
  private static let page = """
    Harbour Lane Holdings

    The auditor of Harbour Lane Holdings is Ilse Verhoeven. The head office moved to Rotterdam in March 2021.

    Lantern fees | 1,250 euros
    Quay rent | 830 euros
    TOTAL | 2,080 euros
    """

  private func attached(_ text: String, name: String = "image 1") -> AttachedText {
    // Passages as paragraphs.
    let bytes = Array(text.utf8)
    var passages: [AttachedText.Passage] = [], start = 0
    for at in bytes.indices where at + 1 < bytes.count && bytes[at] == 10 && bytes[at + 1] == 10 {
      passages.append(AttachedText.Passage(heading: [], range: start..<at))
      start = at + 2
    }
    passages.append(AttachedText.Passage(heading: [], range: start..<bytes.count))
    return AttachedText(name: name, text: text, passages: passages)
  }

  private func ask(_ question: String, with texts: [AttachedText]) async throws -> Answer {
    let store = try await MadeUpStore()
    var asked = Question(text: question, extractive: true)
    asked.attached = texts
    var answer: Answer?
    for try await event in Answerer(store: store.store, encoder: store.encoder, generator: nil).answer(asked) {
      if case .done(let whole) = event { answer = whole }
    }
    await store.remove()
    return try #require(answer)
  }

  @Test func whatStandsInAnAttachedTextAnswersAndIsCitedByItsBytes() async throws {
    let text = attached(Self.page)
    let answer = try await ask("Who is the auditor of Harbour Lane Holdings?", with: [text])
    #expect(answer.outcome == .answered && answer.answer.contains("Ilse Verhoeven"), "\(answer.answer)")
    let citation = try #require(answer.citations.first)
    #expect(AttachedText.place(of: citation.document) == 0 && citation.name == "image 1" && citation.verified)
    #expect(Array(text.text.utf8)[citation.start..<citation.end].elementsEqual(citation.quote.utf8))
  }

  @Test func aCellOfAnAttachedTableIsFound() async throws {
    let answer = try await ask("What is the total of this receipt?", with: [attached(Self.page)])
    #expect(answer.answer.contains("2,080"), "\(answer.answer)")
    #expect(answer.citations.allSatisfy { AttachedText.place(of: $0.document) == 0 })
  }

  @Test(arguments: ["Who founded the lighthouse of Brill?", "What is the boiling point of mercury?", "How old is the auditor's daughter?"])
  func whatNeitherTheStoreNorTheTextSaysIsNotAnswered(_ question: String) async throws {
    let answer = try await ask(question, with: [attached(Self.page)])
    #expect(answer.outcome == .abstained && answer.citations.isEmpty, "\(answer.answer)")
  }

  @Test func aQuestionAboutTheTextIsNotAnsweredByTheStore() async throws {
    let known = try await ask("What is zelba?", with: [])
    #expect(known.outcome == .answered)
    let answer = try await ask("What is zelba, according to this page?", with: [attached(Self.page)])
    #expect(answer.outcome == .abstained, "\(answer.answer)")
  }

  @Test func whatTheWordsPointAtIsTakenFromTheTextAndAnsweredByTheStore() async throws {
    let answer = try await ask("May this be given at an age of 4?", with: [attached("Zelba root, 20 capsules")])
    #expect(answer.answer.contains("contraindicated"), "\(answer.answer)")
    let meant = try await ask("What does this mean?", with: [attached("Zelba root, 20 capsules")])
    #expect(meant.answer.contains("calms the stomach"), "\(meant.answer)")
  }

  @Test func severalTextsAreToldApart() async throws {
    let second = attached("The ferry to Brill leaves at 7:45 from pier four.", name: "recording 1")
    let answer = try await ask("When does the ferry to Brill leave?", with: [attached(Self.page), second])
    let citation = try #require(answer.citations.first)
    #expect(answer.answer.contains("7:45") && citation.name == "recording 1" && AttachedText.place(of: citation.document) == 1, "\(answer.answer)")
  }

  @Test(arguments: [("What is the dose? I take it daily.", ["What is the dose?"], true), ("How high is it", ["How high is it"], false), ("Take it daily.", [], true)])
  func sentencesThatAskAreToldFromOthers(_ text: String, _ asking: [String], _ others: Bool) {
    let found = QuestionKind.asking(in: text)
    #expect(found.asking == asking && found.others == others)
  }
}
