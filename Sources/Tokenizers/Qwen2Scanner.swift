/// Qwen2's rule over a whole text.
struct Qwen2Scanner {
  let text: ScalarText

  func scan(_ piece: (Range<Int>) -> Void) {
    var start = 0
    while start < text.scalars.count {
      let end = self.end(from: start)
      piece(text.starts[start]..<text.starts[end])
      start = end
    }
  }

  private func end(from start: Int) -> Int {
    if let end = contraction(at: start) { return end }
    let count = text.scalars.count
    let scalar = text.scalars[start]
    let kind = text.classes[start]

    // [^\r\n\p{L}\p{N}]?\p{L}+
    if kind == .letter { return runEnd(of: .letter, from: start) }
    if scalar != "\r", scalar != "\n", kind != .number, start + 1 < count, text.classes[start + 1] == .letter {
      return runEnd(of: .letter, from: start + 1)
    }
    // \p{N}
    if kind == .number { return start + 1 }
    //  ?[^\s\p{L}\p{N}]+[\r\n]*
    let first = scalar == " " && start + 1 < count ? start + 1 : start
    if text.classes[first] == .other {
      var end = runEnd(of: .other, from: first)
      while end < count, isLineBreak(end) { end += 1 }
      return end
    }
    // Only white space begins here: \s*[\r\n]+, then \s+(?!\S), then \s+
    let end = runEnd(of: .whitespace, from: start)
    if let last = (start..<end).last(where: isLineBreak) { return last + 1 }
    return end < count && end - start > 1 ? end - 1 : end
  }

  private func isLineBreak(_ index: Int) -> Bool {
    text.scalars[index] == "\r" || text.scalars[index] == "\n"
  }

  private func runEnd(of kind: ScalarClass, from start: Int) -> Int {
    var end = start
    while end < text.classes.count, text.classes[end] == kind { end += 1 }
    return end
  }

  /// 's 't 're 've 'm 'll 'd in either case.
  private func contraction(at start: Int) -> Int? {
    guard text.scalars[start] == "'", start + 1 < text.scalars.count else { return nil }
    switch text.scalars[start + 1] {
    case "s", "S", "t", "T", "m", "M", "d", "D": return start + 2
    case "r", "R", "v", "V": return follows("e", "E", at: start + 2)
    case "l", "L": return follows("l", "L", at: start + 2)
    default: return nil
    }
  }

  private func follows(_ lower: Unicode.Scalar, _ upper: Unicode.Scalar, at index: Int) -> Int? {
    guard index < text.scalars.count else { return nil }
    return text.scalars[index] == lower || text.scalars[index] == upper ? index + 1 : nil
  }
}
