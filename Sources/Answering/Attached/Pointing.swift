/// How far a question's words point at what came with it: "What does this mean?", "Is this drug safe at an eGFR of 25?".
struct Pointing {
  /// The words point at something.
  let points: Bool
  /// The words ask for something of their own, beside pointing.
  let saysMore: Bool
  /// The stems of those words.
  let own: Set<String>
  /// The question without the words that name what came with it, as in "the total of this receipt"; nil where none do. Its answer stands there, and
  /// nowhere else.
  let inside: String?

  init(_ text: String) {
    let words = Word.words(in: text)
    points = words.contains { Self.pointers.contains($0.folded) }
    let named = Self.named(words)
    inside = named.map { Self.without($0, in: text) }
    let telling = words.filter { !$0.isStopWord && !(named?.overlaps($0.start..<$0.end) ?? false) && !Self.pointers.contains($0.folded) && !Self.vague.contains($0.folded) }
    saysMore = !telling.isEmpty
    own = Set(telling.filter { !$0.isNumber && !Lexicon.commonStems.contains($0.stem) }.map(\.stem))
  }

  private static let pointers: Set<String> = Set(
    """
    this that these those here it its they their them he his she her shown attached attachment picture image photo photograph screenshot scan
    recording audio clip above below
    """.split(whereSeparator: \.isWhitespace).map(String.init))

  /// What pictures and recordings show or hold.
  private static let things: Set<String> = Set(
    """
    receipt invoice bill table chart diagram page document letter form slide label statement note notice ticket menu leaflet poster sheet list report
    picture image photo photograph screenshot scan attachment recording audio clip call meeting talk lecture memo message
    """.split(whereSeparator: \.isWhitespace).map(String.init))
  private static let generic: Set<String> = ["picture", "image", "photo", "photograph", "screenshot", "scan", "attachment", "recording", "audio", "clip"]
  private static let demonstratives: Set<String> = ["this", "that", "these", "those"]
  private static let prepositions: Set<String> = ["of", "in", "on", "from", "at", "to", "for", "by", "according", "inside", "within"]

  /// The bytes of "of this receipt", "in the attached table", "according to the picture".
  private static func named(_ words: [Word]) -> Range<Int>? {
    for (index, word) in words.enumerated() where index > 0 {
      let thing = word.folded.hasSuffix("s") && !things.contains(word.folded) ? String(word.folded.dropLast()) : word.folded
      guard things.contains(thing) else { continue }
      var start = index - 1
      let isAttached = words[start].folded == "attached"
      if isAttached, start > 0 { start -= 1 }
      guard demonstratives.contains(words[start].folded) || isAttached || words[start].folded == "the" && (generic.contains(thing) || start > 0 && ["in", "on"].contains(words[start - 1].folded))
      else { continue }
      while start > 0, prepositions.contains(words[start - 1].folded) { start -= 1 }
      return words[start].start..<word.end
    }
    return nil
  }

  private static func without(_ range: Range<Int>, in text: String) -> String {
    let bytes = Array(text.utf8)
    return (String(decoding: bytes[..<range.lowerBound], as: UTF8.self).trimmingSpace + String(decoding: bytes[range.upperBound...], as: UTF8.self)).trimmingSpace
  }

  /// Words that ask what something is about without saying what.
  private static let vague: Set<String> = Set(
    "mean means meaning say says said read reads show shows see about error message problem issue wrong going happening happens text page".split(separator: " ")
      .map(String.init))

  /// The attached texts behind the question, cut: what stands farther down says little of what the question is about.
  static func extended(_ question: String, _ texts: [String], bytes: Int = 2000) -> String {
    var whole = question + "\n"
    for text in texts {
      for line in text.split(whereSeparator: \.isNewline) where whole.utf8.count + line.utf8.count < bytes {
        whole += line.replacing("|", with: " ") + "\n"
      }
    }
    return whole.trimmingSpace
  }

  /// The lines that may be what is pointed at, the likeliest first: those that tell of a fault, then long ones.
  static func lines(_ texts: [String], most: Int = 6) -> [String] {
    let lines = texts.flatMap { $0.split(whereSeparator: \.isNewline) }.compactMap { line -> (text: String, tells: Bool, words: Int)? in
      let words = Word.words(in: String(line)), content = words.filter { !$0.isStopWord && !$0.isNumber }
      guard content.count >= 2, line.utf8.count < 400 else { return nil }
      return (String(line).replacing("|", with: " "), words.contains { faults.contains($0.folded) }, content.count)
    }
    let order = lines.indices.sorted { a, b in
      if lines[a].tells != lines[b].tells { return lines[a].tells }
      return lines[a].words != lines[b].words ? lines[a].words > lines[b].words : a < b
    }
    return order.prefix(most).map { lines[$0].text }
  }

  private static let faults: Set<String> = Set(
    "error errors fatal failed failure exception warning cannot denied refused unknown invalid missing undefined unexpected timeout aborted panic".split(
      separator: " "
    ).map(String.init))
}
