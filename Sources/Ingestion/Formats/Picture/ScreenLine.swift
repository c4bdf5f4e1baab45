/// Tells lines of programs, terminals and logs, which end where they end, from lines of prose, which run on.
enum ScreenLine {
  /// What a prompt, a comment or a member of a list begins with.
  private static let beginnings = ["$ ", "# ", "> ", ">>> ", "% ", "// ", "/* ", "* ", "- ", "+ ", "@", "./", "--"]
  private static let words: Set<Substring> = [
    "import", "func", "def", "let", "var", "const", "return", "class", "struct", "enum", "public", "private", "static", "fn", "use", "from", "package", "if", "for", "while",
    "else", "switch", "case", "try", "throw", "guard", "sudo", "git", "error:", "warning:", "note:", "info", "INFO", "WARN", "ERROR", "DEBUG",
  ]

  /// - Parameter onScreen: whether the picture is a screenshot, where less is needed to believe it.
  static func isByItself(_ text: String, onScreen: Bool) -> Bool {
    let text = text.drop { $0 == " " }
    guard let first = text.first, let last = text.last(where: { $0 != " " }) else { return false }
    if beginnings.contains(where: text.hasPrefix) || first == "$" && text.dropFirst().first?.isLetter == true { return true }
    let words = text.split(separator: " ")
    // Many words of letters alone are prose, whatever signs are among them.
    let plain = words.count { word in word.count(where: \.isLetter) * 4 >= word.count * 3 }
    if words.count >= 8, plain * 10 >= words.count * 7 { return false }
    // Brackets, equals signs and the like are rare in prose, but for a pair of brackets.
    let signs: Int = text.count { "{}[]=<>|\\;_`~^&".contains($0) } + pairs(text)
    if "{};".contains(last) || signs >= 2 { return true }
    if signs == 1, onScreen || last == ":" || last == ")" { return true }
    // A time or a path, as logs and terminals have them.
    let head = words[0]
    if head.contains(":"), head.count(where: \.isNumber) >= 4 { return true }
    if words.contains(where: { $0.count { $0 == "/" } >= 2 && !$0.hasPrefix("http") }) { return true }
    if onScreen, Self.words.contains(head) { return true }
    // On a screen a line that neither begins nor goes on as prose does is a button, a name, an entry.
    return onScreen && words.count <= 4 && !".,".contains(last) && (first.isUppercase || first.isNumber)
  }

  /// Calls: a bracket right behind a letter.
  private static func pairs(_ text: Substring) -> Int { zip(text, text.dropFirst()).count { $0.isLetter && $1 == "(" } * 2 }
}
