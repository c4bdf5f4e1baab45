/// The names of the colours: texts with a sample of a colour to their left.
struct ChartLegend {
  struct Entry {
    var ink: Int
    var name: String
    var text: ChartText
    /// Where the sample stands.
    var left, right: Int
  }

  var entries: [Entry] = []
  /// The rectangle around samples and names, in pixels.
  var left = 0, top = 0, right = -1, bottom = -1

  var isEmpty: Bool { entries.isEmpty }

  init(_ inks: InkMap, texts: [ChartText]) {
    var found: [Entry] = []
    // Slanted texts are an axis's.
    for text in texts where text.text.contains(where: \.isLetter) && text.right - text.left > text.size * 0.8 && text.anchor == text.middle {
      if let entry = Self.entry(text, inks) { found.append(entry) }
    }
    guard !found.isEmpty else { return }
    // Entries stand in a column or in a row: the largest such group, each colour once.
    var best: [Entry] = []
    for seed in found {
      let size = seed.text.size
      let column = found.filter { abs($0.text.left - seed.text.left) < 0.7 * size }
      let row = found.filter { abs($0.text.middle.y - seed.text.middle.y) < 0.5 * size }
      let block = found.filter { other in
        column.contains { abs($0.text.middle.y - other.text.middle.y) < 0.5 * size } && row.contains { abs($0.text.left - other.text.left) < 0.7 * size }
          || column.contains { $0.text == other.text } || row.contains { $0.text == other.text }
      }
      for group in [column, row, block] {
        var byInk: [Int: Entry] = [:]
        for entry in group where byInk[entry.ink] == nil { byInk[entry.ink] = entry }
        if byInk.count > best.count { best = byInk.values.sorted { ($0.text.top, $0.text.left) < ($1.text.top, $1.text.left) } }
      }
    }
    entries = Self.completed(best, inks, texts)
    let margin = Int(0.5 * best[0].text.size)
    left = best.map { min($0.left, Int($0.text.left)) }.min()! - margin
    right = Int(best.map(\.text.right).max()!) + margin
    top = Int(best.map(\.text.top).min()!) - margin / 2
    bottom = Int(best.map(\.text.bottom).max()!) + margin / 2
  }

  /// With the entries over or under those found whose samples a line or a bar runs into: the colour where a sample must be.
  private static func completed(_ found: [Entry], _ inks: InkMap, _ texts: [ChartText]) -> [Entry] {
    var out = found, isNew = true
    while isNew, out.count < 12 {
      isNew = false
      for text in texts where text.text.contains(where: \.isLetter) && !out.contains(where: { $0.text == text }) {
        guard let beside = out.first(where: { abs($0.text.left - text.left) < 0.6 * text.size && abs($0.text.middle.y - text.middle.y) < 2 * text.size }) else { continue }
        let middle = Int(text.middle.y), reach = max(1, Int(0.2 * text.size))
        guard middle - reach >= 0, middle + reach < inks.height, beside.left <= beside.right else { continue }
        var counts = [Int: Int]()
        for y in middle - reach...middle + reach { for x in beside.left...beside.right { let l = Int(inks.label(x, y)); if l < 250 { counts[l, default: 0] += 1 } } }
        guard let best = counts.filter({ ink, _ in !out.contains { $0.ink == ink } }).max(by: { ($0.value, $0.key) < ($1.value, $1.key) }), best.value >= beside.right - beside.left else { continue }
        let name = cleaned(text.text)
        guard !name.isEmpty else { continue }
        out.append(Entry(ink: best.key, name: name, text: text, left: beside.left, right: beside.right))
        isNew = true
      }
    }
    return out
  }

  /// With x and y changed for one another.
  var transposed: ChartLegend {
    var out = self
    (out.left, out.top, out.right, out.bottom) = (top, left, bottom, right)
    for i in out.entries.indices { out.entries[i].text = entries[i].text.transposed }
    return out
  }

  func name(of ink: Int) -> String? { entries.first { $0.ink == ink }?.name }

  /// - Returns: nil unless there is one compact sample of one colour left of the text, as high as a line at most.
  private static func entry(_ text: ChartText, _ inks: InkMap) -> Entry? {
    let size = text.size, top = Int(text.top), bottom = Int(text.bottom)
    let from = max(0, Int(text.left - 4.2 * size)), to = min(inks.width - 1, Int(text.left + 0.25 * size))
    guard from < to, top >= 0, bottom < inks.height, bottom > top else { return nil }
    var counts = [Int](repeating: 0, count: inks.inks.count), heights = counts, lefts = [Int](repeating: .max, count: inks.inks.count), rights = [Int](repeating: -1, count: inks.inks.count)
    for y in top...bottom {
      for x in from...to {
        let label = Int(inks.label(x, y))
        guard label < counts.count else { continue }
        counts[label] += 1
        heights[label] += y
        lefts[label] = min(lefts[label], x)
        rights[label] = max(rights[label], x)
      }
    }
    // What is behind the letters, and what surrounds the plot, is no sample, though it may be no paper of the plot's.
    var behind = [UInt8: Int]()
    for y in top...bottom { for x in Int(text.left)...min(inks.width - 1, max(Int(text.left), Int(text.right))) { behind[inks.label(x, y), default: 0] += 1 } }
    let backdrop = behind.max { ($0.value, $0.key) < ($1.value, $1.key) }.map { Int($0.key) }
    for ink in [backdrop, inks.surround].compactMap(\.self) where ink < counts.count { counts[ink] = 0 }
    // Nor is a mark that shows through the legend's own paper.
    for ink in counts.indices where counts[ink] > 0 && inks.inks.contains(where: { InkMap.isBetween(inks.inks[ink].colour, inks.paperColour, $0.colour, below: 0.5) }) { counts[ink] = 0 }
    guard let ink = counts.indices.max(by: { counts[$0] < counts[$1] }), counts[ink] >= max(8, Int(0.5 * size)) else { return nil }
    // A sample stands at the middle of its name: an axis or a tick over a label does not.
    guard abs(Double(heights[ink]) / Double(counts[ink]) - text.middle.y) < 0.3 * size else { return nil }
    // The sample's own middle is one stretch of its colour; nothing else of that colour is above, below or further to the left.
    let width = rights[ink] - lefts[ink] + 1
    guard Double(width) >= 0.45 * size, Double(width) <= 3.6 * size, Double(to - rights[ink]) < 1.6 * size else { return nil }
    if counts.indices.contains(where: { $0 != ink && counts[$0] * 3 > counts[ink] * 2 && rights[$0] > lefts[ink] - Int(size / 2) && !isEdge(inks.inks[$0], of: inks.inks[ink]) }) { return nil }
    var around = 0, total = 0
    for y in [top - Int(0.35 * size), bottom + Int(0.35 * size)] where y >= 0 && y < inks.height {
      for x in lefts[ink]...rights[ink] {
        total += 1
        if Int(inks.label(x, y)) == ink { around += 1 }
      }
    }
    let before = max(0, lefts[ink] - Int(0.5 * size))
    for y in top...bottom where before < lefts[ink] - 1 {
      for x in before..<(lefts[ink] - 1) where Int(inks.label(x, y)) == ink { around += total }
    }
    guard around * 5 <= total else { return nil }
    let name = cleaned(text.text)
    return name.isEmpty ? nil : Entry(ink: ink, name: name, text: text, left: lefts[ink], right: rights[ink])
  }

  /// A frame around a sample is dark or light and has no colour of its own.
  private static func isEdge(_ a: InkMap.Ink, of b: InkMap.Ink) -> Bool {
    let c = a.colour
    return max(c.red, c.green, c.blue) - min(c.red, c.green, c.blue) < 40
  }

  /// Without what a sample was read as.
  private static func cleaned(_ text: String) -> String {
    var out = Substring(text)
    while let first = out.first, "-–—_=•·.■□▪●○◆▲+*一~ ".contains(first) { out = out.dropFirst() }
    // An I behind a small letter is an l.
    var letters = Array(out.trimmingSpaces)
    for i in letters.indices.dropFirst() where letters[i] == "I" && letters[i - 1].isLowercase { letters[i] = "l" }
    return String(letters)
  }
}

extension Substring {
  var trimmingSpaces: String {
    var out = self
    while out.last == " " { out.removeLast() }
    return String(out)
  }
}
