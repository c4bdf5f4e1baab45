/// Which names a transcript may have meant, by how they are written and how they sound.
///
/// A name is held against every stretch of about as many words: half of the distance is edits of letters, half edits of
/// a phonetic key, in which letters that are taken for each other are one.
public struct NameCandidates: Sendable {
  /// A name and the words that may have been it.
  public struct Candidate: Sendable, Equatable {
    public let name: String
    /// Words of the transcript, as ``NameCandidates/words(of:)`` counts them.
    public let words: Range<Int>
    /// 0 where they are the same, 1 where nothing is.
    public let distance: Double
  }

  private struct Entry: Sendable {
    let name: String
    let letters: [UInt8]
    let key: [UInt8]
    let words: Int
  }
  private let entries: [Entry]

  /// Names of less than four letters are left out: everything sounds like them.
  public init(_ names: [String]) {
    entries = names.compactMap { name in
      let letters = Self.letters(name)
      guard letters.count >= 4 else { return nil }
      return Entry(name: name, letters: letters, key: Self.key(letters), words: Self.words(of: name).count)
    }
  }

  /// The words of a text between its blanks.
  public static func words(of text: String) -> [Substring] { text.split(whereSeparator: \.isWhitespace) }

  /// The nearest candidates, the nearest first; for each name its best place alone.
  ///
  /// - Complexity: O(names · words · length²).
  public func nearest(_ count: Int, to text: String) -> [Candidate] {
    let words = Self.words(of: text).map { Self.letters(String($0)) }
    var stretches: [(range: Range<Int>, letters: [UInt8], key: [UInt8])] = []
    for start in words.indices {
      var letters: [UInt8] = []
      for end in start..<min(words.count, start + 6) {
        letters += words[end]
        if !letters.isEmpty { stretches.append((start..<end + 1, letters, Self.key(letters))) }
      }
    }
    var found: [Candidate] = []
    for entry in entries {
      var best: Candidate?
      for stretch in stretches where stretch.range.count <= entry.words + 3 {
        let longest = max(entry.letters.count, stretch.letters.count)
        let worst = best?.distance ?? 0.75
        guard Double(abs(entry.letters.count - stretch.letters.count)) / Double(longest) * 0.5 < worst else { continue }
        let edits = Double(Self.edits(entry.letters, stretch.letters)) / Double(longest)
        guard edits * 0.5 < worst else { continue }
        let sound = Double(Self.edits(entry.key, stretch.key)) / Double(max(entry.key.count, stretch.key.count, 1))
        let distance = 0.5 * edits + 0.5 * sound
        if distance < worst { best = Candidate(name: entry.name, words: stretch.range, distance: distance) }
      }
      if let best { found.append(best) }
    }
    return Array(found.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(count))
  }

  /// Small letters and digits; everything else is left out.
  private static func letters(_ text: String) -> [UInt8] {
    text.lowercased().utf8.filter { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
  }

  /// The consonants as they sound, voiced and unvoiced alike, and a mark for a vowel at the beginning.
  static func key(_ letters: [UInt8]) -> [UInt8] {
    func at(_ index: Int) -> Character { letters.indices.contains(index) ? Character(Unicode.Scalar(letters[index])) : " " }
    var key: [UInt8] = [], i = 0
    func put(_ sound: String) { for byte in sound.utf8 where key.last != byte { key.append(byte) } }
    while i < letters.count {
      let letter = at(i), next = at(i + 1), isSoft = "eiy".contains(next)
      var width = 1
      switch letter {
      case "a", "e", "i", "o", "u", "y": if i == 0 { put("a") }
      case "h": if i == 0 { put("h") }
      case "w": if i == 0, next != "r" { put("w") }
      case "p" where next == "h": put("f"); width = 2
      case "p" where i == 0 && next == "s": break
      case "b", "p": put("p")
      case "g" where next == "h": if i == 0 { put("k") }; width = 2
      case "k" where i == 0 && next == "n": break
      case "g" where isSoft, "j": put("j")
      case "d" where next == "g": break
      case "t" where next == "i" && "oa".contains(at(i + 2)): put("s")
      case "d", "t": put("t")
      case "c" where next == "h": put("j"); width = 2
      case "c" where isSoft, "s", "z": put("s")
      case "c", "k", "q", "g": put("k")
      case "x": put("ks")
      case "f", "v": put("f")
      default: put(String(letter))
      }
      i += width
    }
    return key
  }

  private static func edits(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var row = Array(0...b.count)
    for (i, letter) in a.enumerated() {
      var before = row[0]
      row[0] = i + 1
      for (j, other) in b.enumerated() {
        let changed = before + (letter == other ? 0 : 1)
        before = row[j + 1]
        row[j + 1] = min(changed, row[j] + 1, before + 1)
      }
    }
    return row[b.count]
  }
}
