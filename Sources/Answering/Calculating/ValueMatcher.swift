/// Finds which value of a text belongs to which named quantity: "a price of 50 and EPS of 2.5", "30 entries".
struct ValueMatcher {
  private let words: [Word]
  private let quantities: [QuantityMention]

  init(_ text: String) {
    words = Word.words(in: text)
    quantities = QuantityReader.quantities(in: text).filter { !$0.isYear }
  }

  var values: [QuantityMention] { quantities }

  /// How well a value's place fits a name: 1 for a name right beside it, 0 where the name is not said near it.
  func fit(of mention: QuantityMention, names: [String]) -> Double {
    // The first number of 120/80 is the systolic pressure.
    if let place = mention.pairPlace {
      let wanted = place == 0 ? "systolic" : "diastolic"
      if names.contains(where: { $0.lowercased().contains(wanted) }) { return 0.95 }
    }
    return names.map { fit(of: mention, name: $0) }.max() ?? 0
  }

  private func fit(of mention: QuantityMention, name: String) -> Double {
    let parts = Word.words(in: name).filter { !$0.isStopWord || name.utf8.count <= 3 }.map(\.stem)
    guard !parts.isEmpty,
      let first = words.firstIndex(where: { $0.end > mention.start }),
      let last = words.lastIndex(where: { $0.start < mention.end })
    else { return 0 }
    var best = 0.0
    // The name before the value, after it, or its parts on either side.
    for side in [-1, 1] {
      var distances: [Int] = []
      var crossed = false
      for part in parts {
        guard let (distance, crosses) = distance(to: part, from: side < 0 ? first : last, side: side, mention: mention)
        else { continue }
        distances.append(distance)
        crossed = crossed || crosses
      }
      guard let nearest = distances.min(), !distances.isEmpty else { continue }
      let share = Double(distances.count) / Double(parts.count)
      // "a has weight", and a single letter is only a symbol where it stands right beside the value.
      if name.utf8.count == 1, nearest > 1 { continue }
      var fit = share.squareRoot() * share / (1 + 0.12 * Double(nearest))
      if crossed { fit *= 0.25 }
      if side > 0 { fit *= nearest == 0 ? 1 : 0.75 }
      best = max(best, fit)
    }
    return best
  }

  /// Words between a value and a stem on one side of it, within ten words.
  private func distance(
    to stem: String, from place: Int, side: Int, mention: QuantityMention
  ) -> (Int, crosses: Bool)? {
    var at = place + side
    var steps = 0
    var crosses = false
    while at >= 0, at < words.count, steps < 10 {
      if Lexicon.agree(words[at].stem, stem) { return (steps, crosses) }
      let word = words[at]
      if quantities.contains(where: { $0.start <= word.start && word.end <= $0.end && $0 != mention }) { crosses = true }
      if !Self.light.contains(word.folded) { steps += 1 }
      at += side
    }
    return nil
  }

  private static let light: Set<String> = ["of", "is", "a", "an", "the", "at", "are", "was", "has", "have", "with"]

  /// The best value for each of several named quantities, each value used once.
  ///
  /// - Returns: places of `names` to value and fit. A value and a name that are left over alone belong together.
  func assign(
    _ names: [[String]], isPossible: (QuantityMention, Int) -> Bool
  ) -> [Int: (mention: QuantityMention, fit: Double)] {
    var pairs: [(fit: Double, name: Int, value: Int)] = []
    for (name, labels) in names.enumerated() {
      for (value, mention) in quantities.enumerated() where isPossible(mention, name) {
        let fit = fit(of: mention, names: labels)
        if fit > 0.12 { pairs.append((fit, name, value)) }
      }
    }
    pairs.sort { $0.fit > $1.fit }
    var assigned: [Int: (mention: QuantityMention, fit: Double)] = [:]
    var used: Set<Int> = []
    for pair in pairs where assigned[pair.name] == nil && !used.contains(pair.value) {
      assigned[pair.name] = (quantities[pair.value], pair.fit)
      used.insert(pair.value)
    }
    let openNames = names.indices.filter { assigned[$0] == nil }
    let openValues = quantities.indices.filter { !used.contains($0) }
    if openNames.count == 1, openValues.count == 1, isPossible(quantities[openValues[0]], openNames[0]),
      !assigned.isEmpty || names.count == 1
    {
      assigned[openNames[0]] = (quantities[openValues[0]], 0.4)
    }
    return assigned
  }
}
