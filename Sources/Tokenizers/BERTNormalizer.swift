// Canonical decomposition is not public in the standard library; this name of it is, and Foundation's costs far more.
@_spi(_Unicode) import Swift

/// BERT's basic tokenizer: cleans a text, folds it, and cuts it into words and punctuation.
struct BERTNormalizer: Sendable {
  let lowercase: Bool

  /// Calls `body` with each word in order until it returns false.
  ///
  /// Control characters vanish inside a word; white space separates; a CJK ideograph or a punctuation mark is a word of
  /// its own. With `lowercase`, accents (category Mn, after decomposition) are dropped and case is folded by scalar.
  func words(of text: String, _ body: (NormalizedWord) -> Bool) {
    var word = NormalizedWord()
    var offset = 0

    /// Hands on the word that stands so far; false when the caller has enough.
    func flush() -> Bool {
      if word.isEmpty { return true }
      defer { word.removeAll() }
      return body(word)
    }

    for scalar in text.unicodeScalars {
      let source = offset..<offset + UTF8.width(scalar)
      offset = source.upperBound
      switch Kind(scalar) {
      case .dropped: continue
      case .separator:
        guard flush() else { return }
      case .ideograph:
        guard flush() else { return }
        fold(scalar) { word.append($0, from: source) }
        guard flush() else { return }
      case .ordinary:
        var goOn = true
        fold(scalar) { folded in
          guard goOn else { return }
          // Decomposition may bring punctuation to light (the Greek question mark is a semicolon).
          if Self.isPunctuation(folded) {
            goOn = flush()
            word.append(folded, from: source)
            goOn = goOn && flush()
          } else {
            word.append(folded, from: source)
          }
        }
        guard goOn else { return }
      }
    }
    _ = flush()
  }

  private enum Kind {
    case dropped, separator, ideograph, ordinary

    init(_ scalar: Unicode.Scalar) {
      if scalar.value < 0x80 {
        switch scalar {
        case " ", "\t", "\n", "\r": self = .separator
        case "\0"..."\u{1F}", "\u{7F}": self = .dropped
        default: self = .ordinary
        }
        return
      }
      switch scalar.properties.generalCategory {
      case .control, .format, .privateUse, .surrogate: self = .dropped
      case _ where scalar == "\u{FFFD}": self = .dropped
      case _ where scalar.properties.isWhitespace: self = .separator
      default: self = Self.isIdeograph(scalar.value) ? .ideograph : .ordinary
      }
    }

    /// The blocks that BERT spaces out: CJK ideographs, but neither kana nor Hangul.
    private static func isIdeograph(_ value: UInt32) -> Bool {
      switch value {
      case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F, 0x2B920...0x2CEAF,
        0xF900...0xFAFF, 0x2F800...0x2FA1F:
        true
      default: false
      }
    }
  }

  private func fold(_ scalar: Unicode.Scalar, _ emit: (Unicode.Scalar) -> Void) {
    guard lowercase else { return emit(scalar) }
    if scalar.value < 0x80 {
      let isUpper = ("A"..."Z").contains(scalar)
      return emit(isUpper ? Unicode.Scalar(UInt8(scalar.value) | 0x20) : scalar)
    }
    for part in String(scalar)._nfd where part.properties.generalCategory != .nonspacingMark {
      for lower in part.properties.lowercaseMapping.unicodeScalars { emit(lower) }
    }
  }

  private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: return true
    case ..<0x80: return false
    default: break
    }
    switch scalar.properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation:
      return true
    default: return false
    }
  }
}
