/// A command's arguments, taken apart along its flags.
struct Arguments {
  private var values: [String: String] = [:]
  private var given: [(flag: String, value: String)] = []
  /// What is no flag, in order.
  private(set) var words: [String] = []

  /// `--flag VALUE`, `--flag=VALUE`; `--` ends the flags; `-` is a word.
  init(_ arguments: some Collection<String>, flags: [Flag], command: String) throws {
    var rest = Array(arguments)[...]
    var isOver = false
    while let argument = rest.popFirst() {
      if isOver || argument == "-" || !argument.hasPrefix("-") {
        words.append(argument)
        continue
      }
      if argument == "--" {
        isOver = true
        continue
      }
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard let flag = flags.first(where: { $0.name == parts[0] }) else {
        let near = Suggestion.nearest(to: parts[0], in: flags.map(\.name)).map { "; did you mean \($0)?" } ?? ""
        throw Failure.usage("kgassist \(command) does not know \(parts[0])\(near); see kgassist help \(command)")
      }
      if flag.value == nil {
        guard parts.count == 1 else { throw Failure.usage("\(flag.name) takes no value") }
        values[flag.name] = ""
      } else {
        guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
          throw Failure.usage("\(flag.name) needs a value: \(flag.name) \(flag.value ?? "")")
        }
        values[flag.name] = value
        given.append((flag.name, value))
      }
    }
  }

  func has(_ flag: String) -> Bool { values[flag] != nil }

  func text(_ flag: String) -> String? { values[flag] }

  /// Every value of a flag that may stand several times.
  func texts(_ flag: String) -> [String] { given.filter { $0.flag == flag }.map(\.value) }

  func number(_ flag: String, in range: ClosedRange<Int>) throws -> Int? {
    guard let text = values[flag] else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw Failure.usage("\(flag) must be a number from \(range.lowerBound) to \(range.upperBound), not \(text)")
    }
    return number
  }

  func domain() throws -> String? {
    guard let name = values["--domain"] else { return nil }
    guard ["finance", "medical", "code"].contains(name) else {
      throw Failure.usage("--domain must be finance, medical or code, not \(name)")
    }
    return name
  }

  /// `20`, `20s`, `1.5s`, `500ms`, `2m` in milliseconds.
  func milliseconds(_ flag: String) throws -> Int? {
    guard let text = values[flag] else { return nil }
    let units: [(String, Double)] = [("ms", 1), ("s", 1000), ("m", 60_000), ("", 1000)]
    for (unit, factor) in units where text.hasSuffix(unit) {
      if let number = Double(text.dropLast(unit.count)), number > 0, number * factor <= 3_600_000 {
        return max(1, Int(number * factor))
      }
      break
    }
    throw Failure.usage("\(flag) must be a time of at most an hour, such as 20s, 500ms or 2m, not \(text)")
  }
}
