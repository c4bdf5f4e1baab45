import Answering
import KnowledgeGraph
import Testing

@Suite struct QuestionTests {
  @Test(arguments: [
    ("What is a bond?", QuestionKind.definition), ("How many days are left?", .number), ("When was it founded?", .date),
    ("Is it safe?", .yesNo), ("Who wrote it?", .who), ("Why does it fail?", .why), ("How is it done?", .how),
    ("Where is it stored?", .place), ("Which is longer, the Skoll or the Hati?", .comparison),
    ("My password has 12 characters. Is that enough?", .yesNo), ("What are the symptoms of flu?", .list),
    ("A share costs 50 and earns 2.5. How much is the P/E?", .number), ("What is a list comprehension?", .definition),
    ("List the ports.", .list), ("What is elasticity of demand?", .definition), ("What is the price of tea?", .other),
  ])
  func theKindIsReadFromTheWords(text: String, kind: QuestionKind) { #expect(QuestionKind(of: text) == kind) }

  @Test func aPronounTakesTheTopicOfTheLastTurn() {
    let history = [Turn(question: "What is metformin?", answer: "A drug.")]
    #expect(FollowUp.resolve("What is its dose?", history: history).contains("metformin"))
    #expect(FollowUp.resolve("And in children?", history: history).contains("metformin"))
    #expect(FollowUp.resolve("What is the price of gold in London?", history: history) == "What is the price of gold in London?")
    #expect(FollowUp.resolve("What is its dose?", history: []) == "What is its dose?")
  }

  @Test func whatIsFoundByWordsAndByVectorsComesFirst() {
    func passage(_ id: Int64) -> PassageID { PassageID(rawValue: id) }
    let fusion = ScoreFusion(weights: RetrievalWeights(words: 0.3, vectors: 0.7, graph: 0.05))
    let fused = fusion.fuse(
      words: [(passage(1), 8), (passage(2), 7)], vectors: [(passage(2), 0.6), (passage(3), 0.5)], graph: [(passage(4), 1)])
    #expect(fused.map(\.item) == [passage(2), passage(3), passage(1)])
    #expect(fused.allSatisfy { $0.score > 0 })
    #expect(fusion.fuse(words: [], vectors: [], graph: []).isEmpty)
  }

  @Test func wordsAloneRankAsTheyAreScored() {
    let fused = ScoreFusion(weights: .wordsAlone).fuse(
      words: [(PassageID(rawValue: 5), 2), (PassageID(rawValue: 6), 3)], vectors: [], graph: [])
    #expect(fused.map(\.item.rawValue) == [6, 5])
  }

  @Test func streamedTextIsCutIntoWholeSentences() {
    var cutter = StreamCutter()
    #expect(cutter.take("The dose is 2.").isEmpty)
    #expect(cutter.take("5 mg. It wor") == ["The dose is 2.5 mg."])
    #expect(cutter.take("ks [1].") == [])
    #expect(cutter.finish(isCut: false) == ["It works."])
    var cut = StreamCutter()
    _ = cut.take("Whole. Half of a")
    #expect(cut.finish(isCut: true).isEmpty)
  }
}
