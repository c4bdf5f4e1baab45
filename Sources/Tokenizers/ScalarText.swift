/// What the pre-tokenizers' regular expressions tell apart.
enum ScalarClass: UInt8 {
  /// `\p{L}`
  case letter
  /// `\p{N}`
  case number
  /// `\s`, Unicode's White_Space
  case whitespace
  /// Everything else, combining marks and unassigned scalars among it.
  case other

  init(_ scalar: Unicode.Scalar) {
    if scalar.value < 0x80 {
      switch scalar {
      case "a"..."z", "A"..."Z": self = .letter
      case "0"..."9": self = .number
      case " ", "\t"..."\r": self = .whitespace
      default: self = .other
      }
      return
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: self = .letter
    case .decimalNumber, .letterNumber, .otherNumber: self = .number
    default: self = scalar.properties.isWhitespace ? .whitespace : .other
    }
  }
}

/// A text laid out for scanning: its scalars with their classes and where each starts in the UTF-8.
struct ScalarText {
  let bytes: [UInt8]
  private(set) var scalars: [Unicode.Scalar] = []
  private(set) var classes: [ScalarClass] = []
  /// One more than there are scalars; the last is the number of bytes.
  private(set) var starts: [Int] = []

  /// Lays out a range of UTF-8 bytes, which is cut at scalars.
  init(_ utf8: ArraySlice<UInt8>) {
    bytes = Array(utf8)
    scalars.reserveCapacity(bytes.count)
    classes.reserveCapacity(bytes.count)
    starts.reserveCapacity(bytes.count + 1)
    var offset = 0
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      scalars.append(scalar)
      classes.append(ScalarClass(scalar))
      starts.append(offset)
      offset += UTF8.width(scalar)
    }
    starts.append(offset)
  }
}
