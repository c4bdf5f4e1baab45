/// GPT-2's rule over a stretch of a text that holds no digits.
///
/// The stretch's ends count as the text's ends: `\s+(?!\S)` cannot look past them. That is what llama.cpp does with
/// the stretches that a first expression has cut out.
struct GPT2Scanner {
  let text: ScalarText

  func scan(_ stretch: Range<Int>, _ piece: (Range<Int>) -> Void) {
    var start = stretch.lowerBound
    while start < stretch.upperBound {
      let end = self.end(from: start, in: stretch)
      piece(text.starts[start]..<text.starts[end])
      start = end
    }
  }

  private func end(from start: Int, in stretch: Range<Int>) -> Int {
    if let end = contraction(at: start, in: stretch) { return end }
    // " ?" before a run: the blank belongs to the run only if the run is not empty.
    let first = text.scalars[start] == " " && start + 1 < stretch.upperBound ? start + 1 : start
    let kind = text.classes[first]
    if kind != .whitespace { return runEnd(of: kind, from: first, in: stretch) }
    let end = runEnd(of: .whitespace, from: start, in: stretch)
    // \s+(?!\S): a longer blank run leaves its last blank to the word that follows.
    return end < stretch.upperBound && end - start > 1 ? end - 1 : end
  }

  private func runEnd(of kind: ScalarClass, from start: Int, in stretch: Range<Int>) -> Int {
    var end = start
    while end < stretch.upperBound, text.classes[end] == kind { end += 1 }
    return end
  }

  /// 's 't 're 've 'm 'll 'd, in lower case only.
  private func contraction(at start: Int, in stretch: Range<Int>) -> Int? {
    guard text.scalars[start] == "'", start + 1 < stretch.upperBound else { return nil }
    let first = text.scalars[start + 1]
    switch first {
    case "s", "t", "m", "d": return start + 2
    case "r", "v", "l":
      guard start + 2 < stretch.upperBound else { return nil }
      return text.scalars[start + 2] == (first == "l" ? "l" : "e") ? start + 3 : nil
    default: return nil
    }
  }
}
