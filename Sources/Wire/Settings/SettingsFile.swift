/// KEY=VALUE lines, as systemd reads an EnvironmentFile: blank lines and lines that begin with `#` or `;` say nothing,
/// a value may stand in quotes.
struct SettingsFile: Sendable {
  private(set) var values: [Setting: (value: String, line: Int)] = [:]
  let path: String

  init(_ bytes: [UInt8], path: String) throws(SettingsError) {
    self.path = path
    guard bytes.count <= 1 << 20 else { throw SettingsError("\(path) is larger than 1 MiB; is it the settings file?") }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw SettingsError("\(path) is not UTF-8 text")
    }
    var number = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      number += 1
      let trimmed = String(line).trimmingBlanks()
      guard let first = trimmed.first, first != "#", first != ";", trimmed != "\r" else { continue }
      guard let equals = trimmed.firstIndex(of: "=") else {
        throw SettingsError("\(path), line \(number): not KEY=VALUE")
      }
      let key = String(trimmed[..<equals])
      guard key.hasPrefix("KGASSIST_") else { continue }
      guard let setting = Setting(rawValue: key) else {
        let known = Setting.allCases.map(\.rawValue).joined(separator: ", ")
        throw SettingsError("\(path), line \(number): there is no setting \(key); there are \(known)")
      }
      values[setting] = (Self.unquoted(trimmed[trimmed.index(after: equals)...]), number)
    }
  }

  private static func unquoted(_ value: Substring) -> String {
    let value = String(value).trimmingBlanks()
    if value.count >= 2, let quote = value.first, quote == "\"" || quote == "'", value.last == quote {
      return String(value.dropFirst().dropLast())
    }
    return String(value.last == "\r" ? value.dropLast() : value)
  }
}
