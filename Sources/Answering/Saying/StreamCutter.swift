/// Cuts text that comes in pieces into whole sentences.
public struct StreamCutter {
  private var pending = ""

  public init() {}

  /// Sentences that are whole now. A sentence is whole once something follows it, or the stream is at its end.
  public mutating func take(_ piece: String) -> [String] {
    pending += piece
    let bytes = Array(pending.utf8)
    var whole: [String] = []
    var start = 0
    var lineStart = 0
    while let newline = bytes[lineStart...].firstIndex(of: 10) {
      whole += Self.sentences(bytes, start..<newline)
      start = newline + 1
      lineStart = start
    }
    let pieces = SentenceEnds.pieces(of: bytes, in: start..<bytes.count)
    for piece in pieces.dropLast() {
      whole.append(String(decoding: bytes[piece], as: UTF8.self))
      start = piece.upperBound
    }
    pending = String(decoding: bytes[start...], as: UTF8.self)
    return whole.compactMap(Self.cleaned)
  }

  /// What is left at the end of the stream.
  ///
  /// - Parameter isCut: the decoder was stopped, so that an unfinished sentence is thrown away.
  public mutating func finish(isCut: Bool) -> [String] {
    let bytes = Array(pending.utf8)
    pending = ""
    let rest = Self.sentences(bytes, 0..<bytes.count)
    return rest.filter { !isCut || $0.last.map { ".!?".contains($0) } == true }.compactMap(Self.cleaned)
  }

  private static func sentences(_ bytes: [UInt8], _ range: Range<Int>) -> [String] {
    SentenceEnds.pieces(of: bytes, in: range).map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  /// The sentence without list marks, emphasis and the decoder's own brackets, which the program sets itself.
  private static func cleaned(_ text: String) -> String? {
    var plain = Markdown.plain(text)
    while let open = plain.firstIndex(of: "["), let close = plain[open...].firstIndex(of: "]"),
      plain[plain.index(after: open)..<close].allSatisfy({ $0.isNumber || $0 == "," || $0 == " " })
    {
      plain.removeSubrange(open...close)
    }
    for mark in ["- ", "* ", "• "] where plain.hasPrefix(mark) { plain.removeFirst(mark.count) }
    plain = Markdown.plain(plain).replacingSpaceBeforeStops()
    return plain.contains(where: \.isLetter) || plain.contains(where: \.isNumber) ? plain : nil
  }
}

extension String {
  /// Without the space that a removed marker leaves before a full stop.
  func replacingSpaceBeforeStops() -> String {
    var out = ""
    for character in self {
      if ".,;!?".contains(character), out.hasSuffix(" ") { out.removeLast() }
      out.append(character)
    }
    return out
  }
}
