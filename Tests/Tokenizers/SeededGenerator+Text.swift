import SeededNumbers

extension SeededGenerator {
  /// Up to forty scalars of every width, with blanks, digits, marks and quotes among them.
  mutating func text() -> String {
    let alphabet: [Unicode.Scalar] = [
      "a", "b", "S", "t", "'", " ", " ", "\n", "\r", "\t", "1", "9", ".", "<", "|", "é", "ß", "\u{301}", "\u{A0}", "中", "가", "😀",
      "\u{200D}", "²", "\u{378}", "\0",
    ]
    var scalars = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...40, using: &self) { scalars.append(alphabet.randomElement(using: &self)!) }
    return String(scalars)
  }
}
