/// Tells from a line's first words whether a declaration begins on it, and of what.
struct SourceDeclaration: Equatable {
  var name: String
  /// Other declarations may stand inside it, under its name.
  var isContainer: Bool

  init?(_ text: [UInt8], _ line: Line, language: SourceLanguage) {
    let words = Self.words(text, line)
    guard !words.isEmpty else { return nil }
    let keywords = Self.keywords[language] ?? Keywords()
    var index = 0
    while index < words.count, index < 8, keywords.modifiers.contains(words[index]) { index += 1 }
    guard index < words.count else { return nil }
    let word = words[index]
    let next = index + 1 < words.count ? words[index + 1] : ""
    if keywords.containers.contains(word) {
      // "impl<T> Trait for Type" and "enum class Name" are about their last name.
      var name = next
      if word == "impl", let place = words.firstIndex(of: "for"), place + 1 < words.count { name = words[place + 1] }
      if word == "enum", next == "class" || next == "struct", index + 2 < words.count { name = words[index + 2] }
      self.init(name: name, isContainer: true)
    } else if keywords.members.contains(word) {
      let standsAlone = ["init", "deinit", "subscript"].contains(word)
      self.init(name: standsAlone ? word : next, isContainer: false)
    } else if keywords.functionsByShape, let name = Self.functionName(text, line, words) {
      self.init(name: name, isContainer: false)
    } else {
      return nil
    }
  }

  private init(name: String, isContainer: Bool) {
    self.name = name
    self.isContainer = isContainer
  }

  /// The first words of a line, punctuation dropped; attributes (`@…`, `#[…]`) and generics count as nothing.
  private static func words(_ text: [UInt8], _ line: Line) -> [String] {
    var words: [String] = []
    var position = line.content(text)
    while position < line.end, words.count < 12 {
      let byte = text[position]
      if byte.isIdentifier {
        let start = position
        while position < line.end, text[position].isIdentifier { position += 1 }
        words.append(text.string(start..<min(position, start + 100)))
      } else if byte == UInt8(ascii: "@") {
        position += 1
        while position < line.end, text[position].isIdentifier || text[position] == UInt8(ascii: ".") { position += 1 }
        if position < line.end, text[position] == UInt8(ascii: "(") { position = text[position..<line.end].firstIndex(of: UInt8(ascii: ")")) ?? line.end }
      } else if byte == UInt8(ascii: "<") {
        position = text[position..<line.end].firstIndex(of: UInt8(ascii: ">")) ?? line.end
      } else if byte == UInt8(ascii: "=") || byte == UInt8(ascii: "{") {
        break
      } else {
        position += 1
      }
    }
    return words
  }

  /// `type name(`: how C, C++ and Java begin functions, JavaScript and Java methods, shells functions.
  private static func functionName(_ text: [UInt8], _ line: Line, _ words: [String]) -> String? {
    guard let open = text[line.range].firstIndex(of: UInt8(ascii: "(")), open > line.start else { return nil }
    guard !["if", "for", "while", "switch", "return", "else", "do", "catch", "case", "new", "throw", "try", "typedef", "using", "await", "delete", "sizeof"]
      .contains(words[0]) else { return nil }
    let last = text[..<line.end].last { !$0.isSpace }
    guard last != UInt8(ascii: ";"), !text[line.start..<open].contains(where: { "=.+,\"'".utf8.contains($0) }) else { return nil }
    var end = open
    while end > line.start, text[end - 1].isBlank { end -= 1 }
    var start = end
    while start > line.start, text[start - 1].isIdentifier { start -= 1 }
    return start < end ? text.string(start..<end) : nil
  }

  private struct Keywords {
    var modifiers: Set<String> = []
    var containers: Set<String> = []
    var members: Set<String> = []
    var functionsByShape = false
  }

  private static let keywords: [SourceLanguage: Keywords] = [
    .swift: Keywords(
      modifiers: [
        "public", "private", "internal", "fileprivate", "package", "open", "static", "final", "mutating", "nonmutating", "override", "indirect", "convenience",
        "required", "lazy", "weak", "unowned", "nonisolated", "isolated", "distributed", "borrowing", "consuming", "set", "prefix", "postfix", "infix",
      ], containers: ["struct", "class", "enum", "protocol", "extension", "actor"],
      members: ["func", "init", "deinit", "subscript", "typealias", "macro", "var", "let", "associatedtype", "operator"]),
    .python: Keywords(modifiers: ["async"], containers: ["class"], members: ["def"]),
    .javascript: Keywords(
      modifiers: ["export", "default", "async", "static", "get", "set"], containers: ["class"], members: ["function", "const", "let", "var"],
      functionsByShape: true),
    .typescript: Keywords(
      modifiers: ["export", "default", "async", "static", "get", "set", "declare", "abstract", "public", "private", "protected", "readonly"],
      containers: ["class", "interface", "namespace", "module"], members: ["function", "const", "let", "var", "type", "enum"], functionsByShape: true),
    .c: Keywords(modifiers: ["static", "typedef", "extern", "const"], members: ["struct", "enum", "union"], functionsByShape: true),
    .cpp: Keywords(
      modifiers: ["static", "typedef", "extern", "const", "inline", "constexpr", "template", "typename"], containers: ["class", "struct", "namespace"],
      members: ["enum", "union"], functionsByShape: true),
    .java: Keywords(
      modifiers: ["public", "private", "protected", "static", "final", "abstract", "synchronized", "default", "sealed", "native"],
      containers: ["class", "interface", "enum", "record"], functionsByShape: true),
    .go: Keywords(members: ["func", "type", "const", "var"]),
    .rust: Keywords(
      modifiers: ["pub", "crate", "super", "unsafe", "async", "const", "extern", "default"], containers: ["impl", "trait", "mod"],
      members: ["fn", "struct", "enum", "union", "type", "macro_rules", "static"]),
    .sql: Keywords(members: ["create", "CREATE", "Create", "insert", "INSERT", "alter", "ALTER", "select", "SELECT", "update", "UPDATE", "with", "WITH"]),
    .shell: Keywords(members: ["function"], functionsByShape: true),
  ]
}
