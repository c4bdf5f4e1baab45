/// All names of the graph's entities, for finding them in texts.
///
/// The longest name wins and matches never overlap. Case, accents, hyphens against spaces, and a plural's ending do not matter, except that short
/// names and acronyms (`MI`, `US`, `Go`) must be written as the graph writes them: as ordinary words they mean something else.
///
/// A value that can be kept: it does not change when the store does. Memory: about 150 bytes a name, and as many for each different word of the names.
public struct LabelIndex: Sendable {
  struct Entry: Sendable {
    let entity: EntityID
    let label: String
    /// Whether the text must be written exactly as the label.
    let needsCase: Bool
  }

  private let entries: [String: [Entry]]
  /// For the first word of each name, how many words the longest such name has.
  private let longest: [String: Int]
  let spellings: SpellingIndex

  /// Different names, folded.
  public var count: Int { entries.count }

  private init(entries: [String: [Entry]], longest: [String: Int]) {
    self.entries = entries
    self.longest = longest
    spellings = SpellingIndex(entries.keys.reduce(into: []) { words, name in for word in name.split(separator: " ") { words.insert(String(word)) } })
  }

  /// The names in a text, in its order.
  ///
  /// - Parameter acronymsNeedCase: false for a person's hasty `what is mi?`, where every acronym may be meant.
  /// - Complexity: linear in the text.
  public func matches(in text: String, acronymsNeedCase: Bool = true) -> [LabelMatch] {
    var text = text
    text.makeContiguousUTF8()
    let words = TextWords(text).words
    var result: [LabelMatch] = []
    var start = 0
    while start < words.count {
      if let (match, length) = longestMatch(words, from: start, in: text, acronymsNeedCase) {
        result.append(match)
        start += length
      } else {
        start += 1
      }
    }
    return result
  }

  /// The entities that have this name, folded; acronyms in any case.
  public func entities(for name: String) -> [EntityID] { Self.distinct(entries[TextFolding.key(name)] ?? []) }

  private func longestMatch(_ words: [TextWords.Word], from start: Int, in text: String, _ needsCase: Bool) -> (LabelMatch, Int)? {
    let first = words[start].folded
    var most = longest[first] ?? 0
    if most == 0, WordForms.singulars(first).contains(where: { longest[$0] != nil }) || WordForms.acronym(first).map({ longest[$0] != nil }) == true {
      most = 1
    }
    var hyphenated = 1
    while start + hyphenated < words.count, words[start + hyphenated].followsHyphen { hyphenated += 1 }
    var length = min(max(most, hyphenated), words.count - start, Self.mostWords)
    while length > 0 {
      let span = words[start..<start + length]
      if !span.dropFirst().contains(where: \.followsBreak) {
        var keys = [span.map(\.folded).joined(separator: " ")]
        if length > 1, length <= hyphenated { keys.append(span.map(\.folded).joined()) }
        for key in keys {
          if let match = match(key, lastWord: span.last!.folded, span.first!.range.lowerBound..<span.last!.range.upperBound, text, needsCase) {
            return (match, length)
          }
        }
      }
      length -= 1
    }
    return nil
  }

  /// Names longer than this many words are found by their search text only.
  private static let mostWords = 16

  private func match(_ key: String, lastWord: String, _ range: Range<Int>, _ text: String, _ needsCase: Bool) -> LabelMatch? {
    let stem = key.dropLast(lastWord.count)
    for form in [lastWord] + WordForms.singulars(lastWord) {
      guard let found = entries[stem + form] else { continue }
      let fitting = needsCase ? found.filter { Self.isWritten($0, at: range, of: text) } : found
      if let entry = fitting.first { return LabelMatch(range: range, entities: Self.distinct(fitting), label: entry.label) }
    }
    // What is written in capitals but for the s at its end.
    if stem.isEmpty, let form = WordForms.acronym(lastWord), let entry = entries[form]?.first(where: { $0.needsCase && Self.isWritten($0, at: range, of: text) }) {
      return LabelMatch(range: range, entities: Self.distinct(entries[form]!.filter { $0.label == entry.label }), label: entry.label)
    }
    return nil
  }

  /// Whether the text may name the entry's entity as far as case goes; an acronym's plural (`ETFs`) may.
  private static func isWritten(_ entry: Entry, at range: Range<Int>, of text: String) -> Bool {
    guard entry.needsCase else { return true }
    let start = text.utf8.index(text.utf8.startIndex, offsetBy: range.lowerBound)
    let written = text.utf8[start..<text.utf8.index(start, offsetBy: range.count)]
    return written.elementsEqual(entry.label.utf8) || (written.last == UInt8(ascii: "s") && written.dropLast().elementsEqual(entry.label.utf8))
  }

  private static func distinct(_ entries: [Entry]) -> [EntityID] { Set(entries.map(\.entity)).sorted() }

  /// Collects names.
  struct Builder {
    private var entries: [String: [Entry]] = [:]
    private var longest: [String: Int] = [:]

    mutating func add(_ label: String, for entity: EntityID) {
      let words = TextWords(label).words
      guard !words.isEmpty, words.count <= LabelIndex.mostWords, label.unicodeScalars.contains(where: \.properties.isAlphabetic) else { return }
      let entry = Entry(entity: entity, label: label, needsCase: Self.needsCase(label, words))
      let folded = words.map(\.folded)
      add(entry, key: folded)
      // What is written with hyphens may also be written as one word.
      if words.contains(where: \.followsHyphen) {
        var joined: [String] = []
        for word in words {
          if word.followsHyphen, !joined.isEmpty { joined[joined.count - 1] += word.folded } else { joined.append(word.folded) }
        }
        add(entry, key: joined)
      }
      // A name in the plural is also met in the singular; of short words (news, gas) that would be another word.
      if let last = folded.last, last.utf8.count > 4, !entry.needsCase {
        for singular in WordForms.singulars(last) { add(entry, key: folded.dropLast() + [singular]) }
      }
    }

    private mutating func add(_ entry: Entry, key words: [String]) {
      let key = words.joined(separator: " ")
      guard entries[key]?.contains(where: { $0.entity == entry.entity && $0.label == entry.label }) != true else { return }
      entries[key, default: []].append(entry)
      longest[words[0]] = max(longest[words[0]] ?? 0, words.count)
    }

    /// One word of one or two letters, or of capitals only up to five.
    private static func needsCase(_ label: String, _ words: [TextWords.Word]) -> Bool {
      guard words.count == 1 else { return false }
      let letters = label.unicodeScalars.filter(\.properties.isAlphabetic)
      return letters.count <= 2 || (letters.count <= 5 && letters.allSatisfy(\.properties.isUppercase))
    }

    func finish() -> LabelIndex { LabelIndex(entries: entries, longest: longest) }
  }
}
