/// The singular forms that an English plural may stand for.
enum WordForms {
  /// Of a folded word; empty when it does not look like a plural. Several may be given, and not all need be words.
  static func singulars(_ word: String) -> [String] {
    let bytes = word.utf8
    guard bytes.count > 3, bytes.last == UInt8(ascii: "s"), bytes.allSatisfy({ $0 < 0x80 }) else { return [] }
    for ending in ["ss", "us", "is"] where word.hasSuffix(ending) { return [] }
    var forms = [String(word.dropLast())]
    if word.hasSuffix("ies") { forms.append(word.dropLast(3) + "y") }
    for ending in ["ses", "xes", "zes", "ches", "shes"] where word.hasSuffix(ending) { forms.append(String(word.dropLast(2))) }
    return forms
  }

  /// Of an acronym's plural (`ETFs`, folded), which may be too short for ``singulars(_:)`` or end like another word.
  static func acronym(_ word: String) -> String? { word.utf8.count > 2 && word.hasSuffix("s") ? String(word.dropLast()) : nil }
}
