import Kernels
import Models
import Perception

/// The things that a spoken question may have named, as the linker reads them. The last place is that of no thing at all.
public struct SpokenList: Sendable {
  /// One of them.
  public struct Entry: Sendable {
    /// Its number among the caller's things; nil for none of them.
    public let thing: Int?
    /// The name that fits best, and where it would stand.
    public let candidate: HeardQuestion.Candidate?
    fileprivate(set) var channels: [Float] = []
    /// The label's vector and the kind's, and its graph embedding; empty where there is none.
    fileprivate let vectors, graph: [Float]
    fileprivate let popularity, asked: Float
  }

  public let entries: [Entry]
  /// The place of the thing that is meant: the last one where it is not among them; nil where it is not known.
  public let right: Int?
  private let heard: HeardQuestion
  private let words, sound: [[Float]]

  /// What is known of a thing.
  public struct Known: Sendable {
    public var thing: SpokenThing
    /// The label's vector followed by the kind's.
    public var vectors: [Float]
    public var graph: [Float]

    public init(thing: SpokenThing, vectors: [Float] = [], graph: [Float] = []) {
      (self.thing, self.vectors, self.graph) = (thing, vectors, graph)
    }
  }

  /// - Parameters:
  ///   - things: by number.
  ///   - named: the numbers of the things that have a name.
  ///   - reading: what the question asks for.
  ///   - words: the states of the heard text's word pieces.
  ///   - right: numbers of things that were meant.
  public init(
    _ heard: HeardQuestion, things: [Int: Known], named: [String: [Int]], reading: QuestionReading?, words: [[Float]] = [], right: Set<Int>? = nil
  ) {
    // Of a thing's names the one that the sound speaks for most.
    var best: [Int: HeardQuestion.Candidate] = [:], order: [Int] = []
    for candidate in heard.candidates {
      for thing in named[candidate.name] ?? [] where things[thing] != nil {
        if best[thing] == nil { order.append(thing) }
        if best[thing].map({ candidate.whole > $0.whole }) ?? true { best[thing] = candidate }
      }
    }
    let probability = Dictionary((reading?.relations ?? []).map { ($0.name, Float($0.probability)) }, uniquingKeysWith: max)
    let entries = order.compactMap { number -> Entry? in
      guard let known = things[number], let candidate = best[number] else { return nil }
      return Entry(
        thing: number, candidate: candidate, vectors: known.vectors, graph: known.graph, popularity: known.thing.popularity,
        asked: min(1, known.thing.relations.sorted().reduce(0) { $0 + (probability[$1] ?? 0) }))
    }
    // Where the nearest name stands in what was heard is where it stands in the sound, about.
    let span = heard.candidates.first.map { first in
      let count = Float(max(1, NameCandidates.words(of: heard.texts[first.text]).count))
      return Float(first.words.lowerBound) / count...Float(first.words.upperBound) / count
    }
    let sound = heard.sound.enumerated().map { index, state in
      let middle = (Float(index) + 0.5) / Float(heard.sound.count)
      return state + [middle, span.map { $0.contains(middle) ? 1 : 0 } ?? 0]
    }
    self.init(entries, right: right.map { right in entries.firstIndex { $0.thing.map(right.contains) ?? false } ?? entries.count }, heard, words, sound)
  }

  /// - Parameter candidates: without the last place.
  private init(_ candidates: [Entry], right: Int?, _ heard: HeardQuestion, _ words: [[Float]], _ sound: [[Float]]) {
    let channels = SpokenChannels(candidates.compactMap(\.candidate), heard)
    var entries = candidates
    for index in entries.indices { entries[index].channels = channels.values(index) + [entries[index].popularity / 5, entries[index].asked] }
    func zeros(_ row: [Float]?) -> [Float] { [Float](repeating: 0, count: row?.count ?? 0) }
    var none = Entry(thing: nil, candidate: nil, vectors: zeros(candidates.first?.vectors), graph: zeros(candidates.first?.graph), popularity: 0, asked: 0)
    none.channels = [1] + [Float](repeating: 0, count: Self.channels - 1)
    self.entries = entries + [none]
    (self.right, self.heard, self.words, self.sound) = (right, heard, words, sound)
  }

  /// Numbers that say how a thing fits what was heard; popularity and the relation asked for are the last.
  static let channels = SpokenChannels.count + 2

  /// The list without some of its wrong things: each is left out with that chance.
  ///
  /// - Parameter withoutRight: whether the thing that is meant goes too; then none of them is.
  func thinned(_ share: Double, withoutRight: Bool, using random: inout SeededGenerator) -> SpokenList {
    kept { place in place == right ? !withoutRight : random.unit() >= share }
  }

  /// The list without the thing that is meant.
  public var withoutRight: SpokenList { kept { $0 != right } }

  private func kept(_ isKept: (Int) -> Bool) -> SpokenList {
    let places = entries.indices.dropLast().filter(isKept)
    return SpokenList(places.map { entries[$0] }, right: right.map { places.firstIndex(of: $0) ?? places.count }, heard, words, sound)
  }

  /// The sequence of the question and its candidates.
  func tokens(_ features: SpokenLinker.Features, withoutWords: Bool = false, withoutGraph: Bool = false, withoutSound: Bool = false) -> FusionTokens {
    var rows: [FusionToken: [[Float]]] = [:]
    if features.hasWords, !withoutWords { rows[.word] = words }
    if features.hasSound, !withoutSound { rows[.sound] = sound }
    rows[.candidate] = entries.map { entry in
      var row = entry.channels
      if features.hasWords { row += entry.vectors }
      if features.hasGraph { row += withoutGraph ? [Float](repeating: 0, count: entry.graph.count) : entry.graph }
      return row
    }
    return FusionTokens(rows)
  }
}
