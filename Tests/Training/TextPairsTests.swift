import Kernels
import Testing
import Training

@Suite struct TextPairsTests {
  private let marks = TextPairs.Marks(beginning: 1, separator: 2, mask: 3, firstWord: 4)

  /// Documents whose every token tells where it stands: 1000 times the document, and the place.
  private func documents(_ count: Int, tokens: Int) -> [[Int32]] {
    (1...count).map { number in (0..<tokens).map { Int32(1000 * number + $0) } }
  }

  /// The pair with its words back where they were asked for.
  private func restored(_ pair: TextPair) -> (first: [Int32], second: [Int32]) {
    var tokens = pair.tokens
    for asked in pair.asked { tokens[asked.place] = asked.token }
    let half = (tokens.count - 3) / 2
    return (Array(tokens[1...half]), Array(tokens[half + 2...2 * half + 1]))
  }

  private func isRun(_ tokens: [Int32]) -> Bool { zip(tokens, tokens.dropFirst()).allSatisfy { $1 == $0 + 1 } }

  @Test func whatFollowsStandsBehindInTheSameDocumentAndWhatDoesNotInAnother() throws {
    let pairs = try TextPairs(documents(6, tokens: 100), marks: marks, vocabulary: 8000, length: 23, heldOut: 0.4)
    var random = SeededGenerator(seed: 1)
    let drawn = pairs.drawn(400, turn: 0, using: &random), held = pairs.heldOut(using: &random)
    for pair in drawn + held {
      let (first, second) = restored(pair)
      #expect(pair.tokens.count == 23 && pair.tokens[0] == 1 && pair.tokens[11] == 2 && pair.tokens[22] == 2)
      #expect(pair.types == [Int32](repeating: 0, count: 12) + [Int32](repeating: 1, count: 11))
      #expect(isRun(first) && isRun(second) && first.count == 10)
      if pair.follows { #expect(isRun(first + second)) } else { #expect(first[0] / 1000 != second[0] / 1000) }
    }
    // Half and half, exactly: to say always the same is right half of the time.
    #expect(drawn.count { $0.follows } == 200 && held.count == 2 * pairs.heldOutCount && held.count { $0.follows } == pairs.heldOutCount)
    let some = pairs.heldOut(places: 7, using: &random)
    #expect(pairs.heldOutCount > 7 && some.count == 14 && Set(some.map { restored($0).first[0] }).count == 7 && some.count { $0.follows } == 7)
    #expect((0..<10).map { turn in pairs.drawn(1, turn: turn, using: &random).count { $0.follows } }.reduce(0, +) == 5)
  }

  @Test func nothingThatIsHeldOutIsReadInTraining() throws {
    for (count, tokens) in [(6, 100), (1, 300), (3, 77)] {
      let pairs = try TextPairs(documents(count, tokens: tokens), marks: marks, vocabulary: 8000, length: 23, heldOut: 0.25)
      var random = SeededGenerator(seed: 2)
      func words(_ pairs: [TextPair]) -> Set<Int32> { Set(pairs.flatMap { restored($0).first + restored($0).second }) }
      let read = words(pairs.drawn(2000, turn: 0, using: &random)), held = words(pairs.heldOut(using: &random))
      #expect(read.isDisjoint(with: held) && !held.isEmpty && read.count > held.count, "\(count) documents of \(tokens)")
    }
  }

  @Test func ofAnOnlyDocumentAnotherPlaceIsTakenThatDoesNotFollow() throws {
    let pairs = try TextPairs(documents(1, tokens: 300), marks: marks, vocabulary: 8000, length: 23, heldOut: 0.1)
    var random = SeededGenerator(seed: 3)
    for pair in pairs.drawn(500, turn: 0, using: &random) + pairs.heldOut(using: &random) {
      let (first, second) = restored(pair)
      #expect(pair.follows == isRun(first + second))
    }
  }

  @Test func aSeventhOfTheWordsIsAskedForAndMostOfThoseAreMasked() throws {
    let pairs = try TextPairs(documents(6, tokens: 400), marks: marks, vocabulary: 8000, length: 63, heldOut: 0.1)
    var random = SeededGenerator(seed: 4)
    let drawn = pairs.drawn(500, turn: 0, using: &random), asked = drawn.flatMap { pair in pair.asked.map { (pair.tokens[$0.place], $0.token) } }
    #expect(drawn.allSatisfy { $0.asked.count == 9 && Set($0.asked.map(\.place)).count == 9 && !$0.asked.contains { $0.token < 1000 } })
    let masked = Double(asked.count { $0.0 == 3 }) / Double(asked.count), left = Double(asked.count { $0.0 == $0.1 }) / Double(asked.count)
    #expect(abs(masked - 0.8) < 0.03 && abs(left - 0.1) < 0.03)
    #expect(asked.allSatisfy { $0.0 == 3 || $0.0 >= 4 })
  }

  @Test func tooLittleTextIsNamed() {
    #expect(throws: TrainingError.self) { try TextPairs(documents(9, tokens: 20), marks: marks, vocabulary: 8000, length: 23, heldOut: 0.1) }
    #expect(throws: Never.self) { try TextPairs(documents(10, tokens: 20), marks: marks, vocabulary: 8000, length: 23, heldOut: 0.1) }
  }
}
