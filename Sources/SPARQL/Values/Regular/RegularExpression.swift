/// A regular expression as XPath's fn:matches and fn:replace take it, matched in time linear in the text whatever the expression is.
///
/// All ways through the expression are followed at once (Thompson 1968, Pike's captures), the preferred one first. Source of the
/// construction: Cox, "Regular Expression Matching: the Virtual Machine Approach", 2009.
struct RegularExpression {
  private enum Instruction {
    case set(ScalarSet)
    case scalar(UInt32)
    case any
    case lineStart, lineEnd
    case jump(Int)
    case split(Int, Int)
    case save(Int)
    case match
  }

  static let maximumLength = 20_000

  private var program: [Instruction] = []
  private let captures: Int
  private var isQuoted = false
  private var ignoresCase = false
  private var dotMatchesNewline = false
  private var isMultiline = false
  /// What the text must simply contain, when that is all the expression says.
  private let plain: String?

  /// - Parameter flags: those of XPath: `s`, `m`, `i`, `x`, `q`.
  init(_ pattern: String, flags: String) throws(RegularError) {

    var ignoresSpace = false
    for flag in flags.unicodeScalars {
      switch flag {
      case "i": ignoresCase = true
      case "s": dotMatchesNewline = true
      case "m": isMultiline = true
      case "x": ignoresSpace = true
      case "q": isQuoted = true
      default: throw RegularError(message: "there is no flag \"\(flag)\"")
      }
    }
    let special = Set("\\|.?*+(){}-[]^$".utf8)
    plain = !ignoresCase && (isQuoted || !pattern.utf8.contains { special.contains($0) }) && !(ignoresSpace && !isQuoted) ? pattern : nil
    if isQuoted {
      captures = 0
      try compile(.sequence(pattern.unicodeScalars.map { .set(ScalarSet($0.value)) }))
    } else {
      var parser = RegularParser(pattern, ignoringSpace: ignoresSpace)
      let node = try parser.parse()
      captures = parser.captures
      try compile(node)
    }
    program.append(.match)
  }

  private mutating func compile(_ node: RegularNode) throws(RegularError) {
    guard program.count < Self.maximumLength else { throw RegularError(message: "it is too large") }
    switch node {
    case .empty: break
    case .set(let set):
      if !ignoresCase, !set.isNegated, set.subtracted.isEmpty, set.members.count == 1, case .range(let range) = set.members[0], range.count == 1 {
        program.append(.scalar(range.lowerBound))
      } else {
        program.append(.set(set))
      }
    case .any: program.append(.any)
    case .lineStart: program.append(.lineStart)
    case .lineEnd: program.append(.lineEnd)
    case .sequence(let items): for item in items { try compile(item) }
    case .alternative(let branches):
      var ends: [Int] = []
      for (index, branch) in branches.enumerated() {
        let isLast = index == branches.count - 1
        let split = program.count
        if !isLast { program.append(.split(split + 1, 0)) }
        try compile(branch)
        if !isLast {
          ends.append(program.count)
          program.append(.jump(0))
          program[split] = .split(split + 1, program.count)
        }
      }
      for end in ends { program[end] = .jump(program.count) }
    case .group(let inner, let capture):
      if let capture { program.append(.save(2 * capture)) }
      try compile(inner)
      if let capture { program.append(.save(2 * capture + 1)) }
    case .repetition(let inner, let least, let most, let isLazy):
      for _ in 0..<least { try compile(inner) }
      func split(_ stay: Int, _ leave: Int) -> Instruction { isLazy ? .split(leave, stay) : .split(stay, leave) }
      if let most {
        var splits: [Int] = []
        for _ in least..<most {
          splits.append(program.count)
          program.append(.jump(0))
          try compile(inner)
        }
        for place in splits { program[place] = split(place + 1, program.count) }
      } else {
        let start = program.count
        program.append(.jump(0))
        try compile(inner)
        program.append(.jump(start))
        program[start] = split(start + 1, program.count)
      }
    }
  }

  // MARK: Matching

  /// Whether it matches somewhere in the text.
  /// - Parameter check: called now and then in long texts; what it throws ends the search.
  func matches(_ text: String, check: () throws -> Void) throws -> Bool {
    if let plain { return ByteSearch.contains(text, plain) }
    return try firstMatch(in: text.unicodeScalars.map(\.value), from: 0, capturing: false, check: check) != nil
  }

  /// The text with every match replaced; `$1` stands for what the first bracket matched.
  /// - Throws: ``RegularError`` when it matches nothing at all, or the replacement has a loose `$`.
  func replacing(_ text: String, with replacement: String, check: () throws -> Void) throws -> String {
    let scalars = text.unicodeScalars.map(\.value)
    guard try firstMatch(in: [], from: 0, capturing: false, check: check) == nil else {
      throw RegularError(message: "it matches the empty text, which cannot be replaced")
    }
    let pieces = try Replacement(replacement, captures: captures, isQuoted: isQuoted)
    var result = String.UnicodeScalarView()
    var place = 0
    while let match = try firstMatch(in: scalars, from: place, capturing: true, check: check) {
      Self.append(scalars[place..<match[0]], to: &result)
      for piece in pieces.pieces {
        switch piece {
        case .text(let text): result.append(contentsOf: text.unicodeScalars)
        case .capture(let number) where match[2 * number] >= 0 && match[2 * number + 1] >= 0:
          Self.append(scalars[match[2 * number]..<match[2 * number + 1]], to: &result)
        case .capture: break
        }
      }
      // A match of nothing between two characters: the one behind it is kept.
      if match[1] == match[0] {
        guard match[1] < scalars.count else { break }
        Self.append(scalars[match[1]...match[1]], to: &result)
      }
      place = max(match[1], match[0] + 1)
    }
    guard place <= scalars.count else { return String(result) }
    Self.append(scalars[place...], to: &result)
    return String(result)
  }

  private static func append(_ scalars: ArraySlice<UInt32>, to text: inout String.UnicodeScalarView) {
    for value in scalars { if let scalar = Unicode.Scalar(value) { text.append(scalar) } }
  }

  private struct Thread {
    let place: Int
    var saved: [Int]
  }

  /// The captures of the first match, its whole range first; -1 where a bracket took no part.
  private func firstMatch(in text: [UInt32], from start: Int, capturing: Bool, check: () throws -> Void) throws -> [Int]? {
    let slots = capturing ? 2 * captures + 2 : 0
    var current: [Thread] = []
    var next: [Thread] = []
    var seen = [Int](repeating: -1, count: program.count)
    var generation = 0
    var found: [Int]?
    var work = 0
    var index = start
    while index <= text.count {
      if found == nil {
        var saved = [Int](repeating: -1, count: slots)
        if capturing { saved[0] = index }
        generation += current.isEmpty ? 1 : 0
        add(Thread(place: 0, saved: saved), at: index, text, to: &current, &seen, generation)
      }
      if current.isEmpty {
        if found != nil { break }
        index += 1
        continue
      }
      work += current.count
      if work > 1 << 16 {
        work = 0
        try check()
      }
      generation += 1
      next.removeAll(keepingCapacity: true)
      step: for thread in current {
        let isTaken: Bool
        switch program[thread.place] {
        case .match:
          var saved = thread.saved
          if capturing { saved[1] = index }
          found = saved
          // What is preferred less is given up.
          break step
        case .scalar(let scalar): isTaken = index < text.count && text[index] == scalar
        case .set(let set): isTaken = index < text.count && set.contains(text[index], ignoringCase: ignoresCase)
        case .any: isTaken = index < text.count && (dotMatchesNewline || (text[index] != 0x0A && text[index] != 0x0D))
        default: isTaken = false
        }
        if isTaken { add(Thread(place: thread.place + 1, saved: thread.saved), at: index + 1, text, to: &next, &seen, generation) }
      }
      swap(&current, &next)
      if found != nil, !capturing { break }
      index += 1
    }
    return found
  }

  /// Follows what consumes nothing, in the order of preference, without recursion.
  private func add(
    _ thread: Thread, at index: Int, _ text: [UInt32], to list: inout [Thread], _ seen: inout [Int], _ generation: Int
  ) {
    var stack = [thread]
    while var thread = stack.popLast() {
      guard seen[thread.place] != generation else { continue }
      seen[thread.place] = generation
      switch program[thread.place] {
      case .jump(let target): stack.append(Thread(place: target, saved: thread.saved))
      case .split(let preferred, let other):
        stack.append(Thread(place: other, saved: thread.saved))
        stack.append(Thread(place: preferred, saved: thread.saved))
      case .save(let slot):
        if !thread.saved.isEmpty { thread.saved[slot] = index }
        stack.append(Thread(place: thread.place + 1, saved: thread.saved))
      case .lineStart:
        if index == 0 || (isMultiline && text[index - 1] == 0x0A) { stack.append(Thread(place: thread.place + 1, saved: thread.saved)) }
      case .lineEnd:
        if index == text.count || (isMultiline && text[index] == 0x0A) { stack.append(Thread(place: thread.place + 1, saved: thread.saved)) }
      default: list.append(thread)
      }
    }
  }
}
