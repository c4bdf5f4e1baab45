/// Random numbers that are the same in every run. Source: Steele et al. 2014, SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

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
