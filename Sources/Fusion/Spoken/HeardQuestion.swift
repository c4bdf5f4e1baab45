public import Perception

/// What was heard of a spoken question, and which names it may have said.
public struct HeardQuestion: Sendable, Codable {
  /// A name that may have been said.
  public struct Candidate: Sendable, Codable {
    public var name: String
    /// The text that it is nearest to, by its number in ``HeardQuestion/texts``, and the words there that may have been it.
    public var text: Int
    public var words: Range<Int>
    /// That text with the name in its place.
    public var spelt = ""
    /// To each text, 0 where it stands there and at most ``HeardQuestion/farthest``.
    public var distances: [Double]
    /// What the decoder makes of that text with the name in it, as natural logarithms: of the whole, and of the name's tokens.
    public var whole, said: Double
    public var tokens: Int

    public init(name: String, text: Int, words: Range<Int>, distances: [Double], whole: Double = 0, said: Double = 0, tokens: Int = 0) {
      (self.name, self.text, self.words, self.distances) = (name, text, words, distances)
      (self.whole, self.said, self.tokens) = (whole, said, tokens)
    }

    /// To the nearest text.
    public var distance: Double { distances.min() ?? HeardQuestion.farthest }
  }

  /// Without the names, the likeliest first, then with the names in the search.
  public var texts: [String]
  /// How many of the texts were heard without the names.
  public var plain: Int
  /// The text that the search with the names likes best.
  public var named: Int
  /// What the decoder makes of the first text.
  public var chance: Double
  /// The nearest first.
  public var candidates: [Candidate]
  /// The encoder's states, meaned over equal stretches of the recording.
  public var sound: [[Float]]

  /// The distance of names that are not near.
  public static let farthest = 0.75
  /// Candidates that are judged by the sound.
  public static let most = 32
  /// Texts of each search that names are held against.
  static let alternatives = 3
  static let stretches = 12

  /// What was found out elsewhere.
  public init(texts: [String], plain: Int, chance: Double, candidates: [Candidate], sound: [[Float]] = []) {
    (self.texts, self.plain, self.chance, self.candidates, self.sound) = (texts, plain, chance, candidates, sound)
    named = plain < texts.count ? plain : 0
  }

  /// Hears a window.
  ///
  /// - Parameters:
  ///   - names: those that a candidate can have.
  ///   - terms: the same for the search.
  /// - Complexity: two searches, and a pass of the decoder over a text for each candidate.
  public init(_ window: HeardWindow, names: NameCandidates, terms: TermTree?) {
    let plain = Array(window.texts().prefix(Self.alternatives)), named = terms.map { window.texts(terms: $0).prefix(Self.alternatives) } ?? []
    let texts = plain + named.filter { !plain.contains($0) }
    var found: [String: (candidate: Candidate, near: NameCandidates.Candidate)] = [:]
    for (number, text) in texts.enumerated() {
      for near in names.nearest(Self.most, to: text) {
        var distances = found[near.name]?.candidate.distances ?? [Double](repeating: Self.farthest, count: texts.count)
        let isNearest = near.distance < distances.min() ?? 1
        distances[number] = near.distance
        if isNearest { found[near.name] = (Candidate(name: near.name, text: number, words: near.words, distances: distances), near) }
        found[near.name]?.candidate.distances = distances
      }
    }
    let order = found.values.sorted { a, b in
      (a.candidate.distance, a.candidate.distances.reduce(0, +), a.near.name) < (b.candidate.distance, b.candidate.distances.reduce(0, +), b.near.name)
    }.prefix(Self.most)
    var chosen = order.map(\.candidate)
    let placed = order.map { HeardWindow.Placed($0.near, in: texts[$0.candidate.text]) ?? HeardWindow.Placed(texts[$0.candidate.text]) }
    let chances = texts.isEmpty ? [] : window.chances(of: [HeardWindow.Placed(texts[0])] + placed)
    for (index, chance) in chances.dropFirst().enumerated() {
      chosen[index].spelt = placed[index].text
      (chosen[index].whole, chosen[index].said, chosen[index].tokens) = (chance.whole, chance.name, chance.nameTokens)
    }
    self.named = named.first.flatMap { texts.firstIndex(of: $0) } ?? 0
    (self.texts, self.plain, chance, candidates, sound) = (texts, plain.count, chances.first?.whole ?? 0, chosen, window.states(parts: Self.stretches))
  }

  /// What the question's words are read from.
  public var text: String { named < texts.count ? texts[named] : "" }
}
