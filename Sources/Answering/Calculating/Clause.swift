/// The parts of a sentence that each say something whole: between semicolons, and around "while", "whereas", "but".
enum Clause {
  /// The clause around a byte range.
  static func text(of sentence: String, around range: Range<Int>) -> String {
    let bytes = Array(sentence.utf8)
    guard range.upperBound <= bytes.count else { return sentence }
    let cuts = cuts(in: sentence, bytes)
    let start = cuts.last { $0.upperBound <= range.lowerBound }?.upperBound ?? 0
    let end = cuts.first { $0.lowerBound >= range.upperBound }?.lowerBound ?? bytes.count
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private static func cuts(in sentence: String, _ bytes: [UInt8]) -> [Range<Int>] {
    var cuts = bytes.indices.filter { bytes[$0] == UInt8(ascii: ";") }.map { $0..<($0 + 1) }
    for word in Word.words(in: sentence) where ["while", "whereas", "but", "otherwise"].contains(word.folded) {
      cuts.append(word.start..<word.end)
    }
    return cuts.sorted { $0.lowerBound < $1.lowerBound }
  }
}
