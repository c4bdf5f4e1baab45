import Glibc
import Kernels

/// What can be said of each passage of a list without reading it: how the searches ranked it, which of the question's words it has, and how the
/// passages of the list speak of one another.
///
/// Scores are divided by the list's best, so that lists of different stores are alike. Everything is between about -1 and 1.
enum PassageChannels {
  /// Numbers a passage.
  static let count = 24
  /// Those that hold whether passages name one another by their titles.
  static let naming = [22, 23]
  /// The most that a word counts, however rare.
  private static let heaviest: Float = 1.5

  /// - Parameter question: its words; the words that few of the passages have count more.
  /// - Complexity: one pass over the texts, and n² products of vectors.
  static func rows(of candidates: [PassageCandidate], question: String) -> [[Float]] {
    guard !candidates.isEmpty else { return [] }
    let asked = WordHashes(question), wanted = Set(asked.all)
    let texts = candidates.map { WordHashes($0.text) }, titles = candidates.map { WordHashes($0.title, limit: 256) }
    let held = zip(texts, titles).map { wanted.intersection($0.all).union(wanted.intersection($1.all)) }
    var weights: [UInt64: Float] = [:]
    for word in wanted {
      let having = held.reduce(0) { $0 + ($1.contains(word) ? 1 : 0) }
      // A word that hardly any has is often the asker's setting ("python", "please"), not what is asked.
      weights[word] = min(heaviest, logf(Float(candidates.count + 1) / (Float(having) + 0.5)))
    }
    // Words that no passage has tell the passages apart as little as those that all have.
    func weight(_ words: Set<UInt64>) -> Float { words.reduce(0) { $0 + max(0, weights[$1] ?? 0) } }
    let everywhere = held.reduce(into: Set<UInt64>()) { $0.formUnion($1) }, whole = max(weight(everywhere), 1e-6)

    let fused = shares(candidates.map(\.fused)), words = shares(candidates.map(\.words)), graph = shares(candidates.map(\.graph))
    let similarities = candidates.map(\.similarity), nearest = similarities.max() ?? 0
    let order = ranks(fused), byWords = ranks(words), bySimilarity = ranks(similarities)
    let best = fused.indices.max { fused[$0] < fused[$1] } ?? 0
    let missing = everywhere.subtracting(held[best]), missingWeight = max(weight(missing), 1e-6)
    let wordsSpread = spread(words), similaritySpread = spread(similarities.map { max(0, $0) / max(nearest, 1e-6) })
    let leaders = order.indices.filter { order[$0] <= 3 }
    let looks = candidates.map { look($0.text) }
    let names = naming(texts: texts, titles: titles, scores: fused)

    return candidates.indices.map { index in
      let vector = candidates[index].vector
      var toLeaders: Float = 0, leadersCount: Float = 0, toNearest: Float = 0
      for other in candidates.indices where other != index && candidates[other].vector.count == vector.count {
        let product = VectorMath.dot(vector, candidates[other].vector)
        toNearest = max(toNearest, product)
        if leaders.contains(other) { (toLeaders, leadersCount) = (toLeaders + product, leadersCount + 1) }
      }
      let titleWords = Set(titles[index].all)
      let row: [Float] = [
        fused[index], words[index], graph[index], similarities[index], similarities[index] - nearest,
        1 / order[index], words[index] > 0 ? 1 / byWords[index] : 0, 1 / bySimilarity[index],
        logf(1 + order[index]) / 4, logf(1 + bySimilarity[index]) / 4, words[index] > 0 ? 1 : 0,
        logf(1 + Float(texts[index].all.count)) / 6,
        weight(held[index]) / whole, titleWords.isEmpty ? 0 : Float(titleWords.intersection(wanted).count) / Float(titleWords.count),
        weight(held[index].intersection(missing)) / missingWeight,
        asked.numbers.isEmpty ? 0 : Float(asked.numbers.intersection(texts[index].all).count) / Float(asked.numbers.count),
        toLeaders / max(1, leadersCount), toNearest, wordsSpread, similaritySpread,
        looks[index].figures, looks[index].signs, names.named[index], names.naming[index],
      ]
      return row
    }
  }

  /// Which shares of a text are digits and signs: prose, tables and code differ in what their words tell.
  private static func look(_ text: String) -> (figures: Float, signs: Float) {
    var digits: Float = 0, signs: Float = 0, bytes: Float = 1
    for byte in text.utf8.prefix(1024) where byte > 32 {
      bytes += 1
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...: break
      default: signs += 1
      }
    }
    return (digits / bytes, signs / bytes)
  }

  /// Each as a share of the largest; all 0 where none is above 0.
  private static func shares(_ values: [Float]) -> [Float] {
    let best = values.max() ?? 0
    return values.map { best > 0 ? max(0, $0) / best : 0 }
  }

  /// From 1; the mean rank of those that are equal, so that the order in which they came does not count.
  private static func ranks(_ values: [Float]) -> [Float] {
    values.map { value in
      var above: Float = 0, equal: Float = 0
      for other in values { if other > value { above += 1 } else if other == value { equal += 1 } }
      return 1 + above + (equal - 1) / 2
    }
  }

  /// How far the 20 best of shares fall behind the first, in the mean.
  private static func spread(_ shares: [Float]) -> Float {
    let best = shares.sorted(by: >).prefix(20)
    return best.count < 2 ? 0 : 1 - best.dropFirst().reduce(0, +) / Float(best.count - 1)
  }

  /// For each passage the best score of a passage that has its title in its text, and of one whose title is in its own text: a question of
  /// two steps finds its second passage through the first.
  private static func naming(texts: [WordHashes], titles: [WordHashes], scores: [Float]) -> (named: [Float], naming: [Float]) {
    var byFirst: [UInt64: [Int]] = [:]
    for (index, title) in titles.enumerated() {
      if let first = title.all.first { byFirst[first, default: []].append(index) }
    }
    var named = [Float](repeating: 0, count: texts.count), naming = named
    for (index, text) in texts.enumerated() {
      for place in text.all.indices {
        for other in byFirst[text.all[place]] ?? [] where other != index && titles[other].all != titles[index].all {
          guard text.all[place...].starts(with: titles[other].all) else { continue }
          named[other] = max(named[other], scores[index])
          naming[index] = max(naming[index], scores[other])
        }
      }
    }
    return (named, naming)
  }
}
