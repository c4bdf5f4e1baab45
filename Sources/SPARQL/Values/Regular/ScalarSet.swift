/// A set of Unicode scalars as a character class of a regular expression describes it.
struct ScalarSet {
  enum Member {
    case range(ClosedRange<UInt32>)
    case whitespace, digit, word, nameStart, nameCharacter
    /// A general category such as `L` or `Lu`.
    case category(String)
    indirect case not(Member)
  }

  var members: [Member] = []
  var isNegated = false
  /// What `[a-z-[aeiou]]` takes away.
  var subtracted: [ScalarSet] = []

  init(_ members: [Member] = []) { self.members = members }

  init(_ scalar: UInt32) { members = [.range(scalar...scalar)] }

  func contains(_ scalar: UInt32, ignoringCase: Bool) -> Bool {
    var found = members.contains { Self.matches($0, scalar) }
    if !found, ignoringCase {
      found = Self.otherCases(scalar).contains { other in members.contains { Self.matches($0, other) } }
    }
    return found != isNegated && !subtracted.contains { $0.contains(scalar, ignoringCase: ignoringCase) }
  }

  private static func otherCases(_ value: UInt32) -> [UInt32] {
    guard let scalar = Unicode.Scalar(value) else { return [] }
    if value < 0x80 {
      // The Kelvin sign and the long s are ASCII letters in another case.
      switch value | 0x20 {
      case 0x6B: return [value ^ 0x20, 0x212A]
      case 0x73: return [value ^ 0x20, 0x17F]
      case 0x61...0x7A: return [value ^ 0x20]
      default: return []
      }
    }
    return [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping, scalar.properties.titlecaseMapping].compactMap {
      $0.unicodeScalars.count == 1 ? $0.unicodeScalars.first?.value : nil
    }
  }

  private static func matches(_ member: Member, _ value: UInt32) -> Bool {
    switch member {
    case .range(let range): return range.contains(value)
    case .whitespace: return value == 0x20 || value == 0x09 || value == 0x0A || value == 0x0D
    case .digit: return value < 0x80 ? value >= 0x30 && value <= 0x39 : category(value) == "Nd"
    case .word:
      let category = category(value)
      return !(category.hasPrefix("P") || category.hasPrefix("Z") || category.hasPrefix("C"))
    case .nameStart: return value == 0x3A || isNameStart(value)
    case .nameCharacter:
      return value == 0x3A || isNameStart(value) || value == 0x2D || value == 0x2E || (0x30...0x39).contains(value) || value == 0xB7
        || (0x300...0x36F).contains(value) || (0x203F...0x2040).contains(value)
    case .category(let name): return category(value).hasPrefix(name)
    case .not(let inner): return !matches(inner, value)
    }
  }

  private static func isNameStart(_ value: UInt32) -> Bool {
    guard let scalar = Unicode.Scalar(value) else { return false }
    return value == 0x5F || scalar.properties.isXIDStart
  }

  /// The general category's two letters.
  private static func category(_ value: UInt32) -> String {
    guard let scalar = Unicode.Scalar(value) else { return "Cs" }
    return switch scalar.properties.generalCategory {
    case .uppercaseLetter: "Lu"
    case .lowercaseLetter: "Ll"
    case .titlecaseLetter: "Lt"
    case .modifierLetter: "Lm"
    case .otherLetter: "Lo"
    case .nonspacingMark: "Mn"
    case .spacingMark: "Mc"
    case .enclosingMark: "Me"
    case .decimalNumber: "Nd"
    case .letterNumber: "Nl"
    case .otherNumber: "No"
    case .connectorPunctuation: "Pc"
    case .dashPunctuation: "Pd"
    case .openPunctuation: "Ps"
    case .closePunctuation: "Pe"
    case .initialPunctuation: "Pi"
    case .finalPunctuation: "Pf"
    case .otherPunctuation: "Po"
    case .mathSymbol: "Sm"
    case .currencySymbol: "Sc"
    case .modifierSymbol: "Sk"
    case .otherSymbol: "So"
    case .spaceSeparator: "Zs"
    case .lineSeparator: "Zl"
    case .paragraphSeparator: "Zp"
    case .control: "Cc"
    case .format: "Cf"
    case .surrogate: "Cs"
    case .privateUse: "Co"
    case .unassigned: "Cn"
    @unknown default: "Cn"
    }
  }

  static let categories: Set = [
    "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
    "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf", "Co", "Cn",
  ]
}
