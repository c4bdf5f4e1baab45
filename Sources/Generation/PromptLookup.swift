/// Guesses an answer's next tokens from its own text: grounded answers repeat what their prompt says.
///
/// Where the last tokens of the text stand in it before, what followed them there is the draft. A wrong draft costs
/// a few rows of one pass and changes nothing. Source of the idea: Saxena 2023 (prompt lookup decoding).
struct PromptLookup {
  private var text: [Int32]
  /// Where each pair of neighbours ends.
  private var ends: [Pair: [Int32]] = [:]
  /// How far drafts are believed: doubled by a whole hit, halved by a miss.
  private var reach = 4

  /// Tokens of the longest draft: with the last token they are sixteen rows, which one reading of the weights serves.
  static let longest = 15
  /// How far back two places are compared.
  private static let compared = 16

  private struct Pair: Hashable {
    let first, second: Int32
  }

  init(_ prompt: [Int32]) {
    text = []
    text.reserveCapacity(prompt.count + 256)
    for token in prompt { append(token) }
  }

  mutating func append(_ token: Int32) {
    if let last = text.last { ends[Pair(first: last, second: token), default: []].append(Int32(text.count)) }
    text.append(token)
  }

  /// What may come next, at most `limit` tokens; often nothing.
  func draft(limit: Int) -> ArraySlice<Int32> {
    guard text.count >= 2, limit > 0,
      let places = ends[Pair(first: text[text.count - 2], second: text[text.count - 1])], places.count > 1
    else { return [] }
    var best = 0, length = 0
    // The last place is the end itself. Of equally good places the latest counts.
    for end in places.dropLast().suffix(64) {
      let same = common(Int(end))
      if same >= length { (best, length) = (Int(end), same) }
    }
    // A longer agreement is worth a longer draft.
    let wanted = min(limit, Self.longest, length > 3 ? max(reach, 8) : reach)
    return text[best + 1..<min(text.count, best + 1 + wanted)]
  }

  /// Tells how much of a draft was right.
  mutating func judge(drafted: Int, accepted: Int) {
    guard drafted > 0 else { return }
    reach = accepted == drafted ? min(reach * 2, Self.longest) : max(accepted + 1, reach / 2, 1)
  }

  /// How many tokens up to and including `end` agree with the last ones.
  private func common(_ end: Int) -> Int {
    var count = 2
    while count < Self.compared, count <= end, text[end - count] == text[text.count - 1 - count] { count += 1 }
    return count
  }
}
