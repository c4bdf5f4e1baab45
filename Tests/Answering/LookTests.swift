import Answering
import Fusion
import Testing

@Suite("What a question's evidence shows is told without being said") struct LookTests {
  @Test("A stated fact is found and answers, a threshold is computed, and what nothing knows is weak") func looks() async throws {
    let made = try await MadeUpStore()
    let answerer = Answerer(store: made.store, encoder: made.encoder, generator: nil)
    let known = try await answerer.look(at: Question(text: "What does zelba soothe?"))
    #expect(known.isAnswered && !known.isComputed && known.best.contains { $0.contains("wamble") })
    #expect(!known.look.sentences.isEmpty && !known.look.passages.isEmpty)
    let computed = try await answerer.look(at: Question(text: "May a child aged 4 years take zelba?"))
    #expect(computed.isAnswered && computed.isComputed)
    let unknown = try await answerer.look(at: Question(text: "Who painted the quorvex of Elmstadt?"))
    #expect(!unknown.isAnswered && unknown.strength < known.strength)
    // Every look has the same numbers.
    #expect(known.look.question.count == unknown.look.question.count && known.look.question.allSatisfy(\.isFinite))
    await made.remove()
  }
}
