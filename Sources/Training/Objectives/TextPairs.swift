public import Kernels

/// The places of documents where pairs of stretches are cut out, those that are trained on and those that are held out.
///
/// Of the tokens 15 % are asked for; of those 80 % are masked, 10 % replaced and 10 % left. What does not follow comes from another document
/// where there is one: a stretch of the same document may well follow, for all that can be read from it. Source: Devlin et al. 2019.
public struct TextPairs: Sendable {
  /// Ids of the tokens that are no words.
  public struct Marks: Sendable, Equatable {
    public var beginning, separator, mask: Int32
    /// Ids from here on are drawn where a token is replaced.
    public var firstWord: Int32

    public init(beginning: Int32, separator: Int32, mask: Int32, firstWord: Int32) {
      self.beginning = beginning
      self.separator = separator
      self.mask = mask
      self.firstWord = firstWord
    }
  }

  /// A pair that follows: where it begins.
  private struct Place {
    let document, start: Int
  }

  /// Places in the documents' order, and which are of each document.
  private struct Part {
    let places: [Place]
    private(set) var ranges: [Int: Range<Int>] = [:]

    init(_ places: [Place]) {
      self.places = places
      for (index, place) in places.enumerated() { ranges[place.document] = (ranges[place.document]?.lowerBound ?? index)..<index + 1 }
    }
  }

  private let documents: [[Int32]]
  private let marks: Marks
  private let vocabulary: Int32
  /// Tokens of a stretch.
  public let half: Int
  private let trained, kept: Part

  /// - Parameters:
  ///   - documents: token ids below `vocabulary`, without marks.
  ///   - length: tokens of a pair with its three marks, 9 or more.
  ///   - heldOut: the share of the places, the last ones, that is not trained on.
  /// - Throws: ``TrainingError/tooLittle(_:)`` where there are not ten places.
  public init(_ documents: [[Int32]], marks: Marks, vocabulary: Int, length: Int, heldOut share: Double) throws(TrainingError) {
    precondition(length >= 9, "TextPairs: \(length) tokens")
    let half = (length - 3) / 2
    let all = documents.enumerated().flatMap { number, tokens in
      stride(from: 0, through: tokens.count - 2 * half, by: half).map { Place(document: number, start: $0) }
    }
    guard all.count >= 10 else { throw .tooLittle("\(all.count) pairs of \(2 * half) tokens; at least 10 are needed") }
    let held = Array(all.suffix(max(1, Int((Double(all.count) * share).rounded()))))
    var rest = Array(all.dropLast(held.count))
    // The second stretch of one place is the first of the next.
    if rest.last?.document == held.first?.document { rest.removeLast() }
    (self.documents, self.marks, self.vocabulary, self.half) = (documents, marks, Int32(vocabulary), half)
    (trained, kept) = (Part(rest), Part(held))
  }

  /// Places that are trained on, and those that are held out.
  public var count: Int { trained.places.count }
  public var heldOutCount: Int { kept.places.count }

  /// So many pairs to train on, half of which follow.
  ///
  /// - Parameter turn: where a number of pairs is odd, one more follows in every other turn.
  public func drawn(_ count: Int, turn: Int, using random: inout SeededGenerator) -> [TextPair] {
    (0..<count).map { pair(Int.random(in: trained.places.indices, using: &random), of: trained, follows: (turn + $0) % 2 == 0, &random) }
  }

  /// Places that are held out, evenly spread, each twice: with what follows, and with what does not.
  public func heldOut(places most: Int = .max, using random: inout SeededGenerator) -> [TextPair] {
    let count = min(most, kept.places.count)
    return (0..<count).flatMap { number in [true, false].map { pair(number * kept.places.count / count, of: kept, follows: $0, &random) } }
  }

  private func pair(_ index: Int, of part: Part, follows: Bool, _ random: inout SeededGenerator) -> TextPair {
    let place = part.places[index]
    let other = follows ? Place(document: place.document, start: place.start + half) : stranger(to: index, of: part, &random)
    var tokens = [marks.beginning] + documents[place.document][place.start..<place.start + half] + [marks.separator]
    tokens += documents[other.document][other.start..<other.start + half] + [marks.separator]
    let types = [Int32](repeating: 0, count: half + 2) + [Int32](repeating: 1, count: half + 1)
    let places = (Array(1...half) + Array(half + 2...2 * half + 1)).shuffled(using: &random)
    var asked: [TextPair.Asked] = []
    for place in places.prefix(max(1, places.count * 15 / 100)).sorted() {
      asked.append(TextPair.Asked(place: place, token: tokens[place]))
      let draw = random.unit()
      if draw < 0.8 {
        tokens[place] = marks.mask
      } else if draw < 0.9 {
        tokens[place] = Int32.random(in: marks.firstWord..<vocabulary, using: &random)
      }
    }
    return TextPair(tokens: tokens, types: types, asked: asked, follows: follows)
  }

  /// A place of another document; in the only one, a place that is not the next.
  private func stranger(to index: Int, of part: Part, _ random: inout SeededGenerator) -> Place {
    var own = part.ranges[part.places[index].document] ?? index..<index + 1
    if own.count == part.places.count { own = min(index + 1, own.upperBound - 1)..<min(index + 2, own.upperBound) }
    // The only place there is: what stands there does not follow itself.
    guard own.count < part.places.count else { return part.places[index] }
    let drawn = Int.random(in: 0..<part.places.count - own.count, using: &random)
    return part.places[drawn < own.lowerBound ? drawn : drawn + own.count]
  }
}
