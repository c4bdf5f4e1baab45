/// Named and numbered characters of HTML.
///
/// Source: the HTML Standard, sections 13.5 and 13.2.5.80; the names are those of HTML 4 and the commonest later ones. A name that is not known stays
/// as it is written.
enum HTMLEntities {
  /// The character that the entity at `position`, an `&`, stands for, and how many bytes it takes.
  static func decode(_ text: [UInt8], at position: Int) -> (Unicode.Scalar, Int)? {
    var end = position + 1
    guard end < text.count else { return nil }
    if text[end] == UInt8(ascii: "#") { return number(text, at: position) }
    while end < text.count, end - position <= longestName, text[end].isLetter || text[end].isDigit { end += 1 }
    guard end > position + 1, let scalar = names[text.string(position + 1..<end)] else { return nil }
    if end < text.count, text[end] == UInt8(ascii: ";") { return (scalar, end + 1 - position) }
    // Without its semicolon only the oldest names count.
    return legacy.contains(text.string(position + 1..<end)) ? (scalar, end - position) : nil
  }

  private static func number(_ text: [UInt8], at position: Int) -> (Unicode.Scalar, Int)? {
    var end = position + 2
    let isHexadecimal = end < text.count && text[end].lowercased == UInt8(ascii: "x")
    if isHexadecimal { end += 1 }
    let first = end
    var value: UInt32 = 0
    while end < text.count, end - first < 8, let digit = JSONString.hexadecimal(text[end]), isHexadecimal || digit < 10 {
      value = value &* (isHexadecimal ? 16 : 10) &+ digit
      end += 1
    }
    guard end > first else { return nil }
    if end < text.count, text[end] == UInt8(ascii: ";") { end += 1 }
    // Pages written on old Windows machines number these characters by their code page.
    let scalar = value >= 0x80 && value < 0xA0 ? Windows1252.scalar(UInt8(value)) : Unicode.Scalar(value)
    return (value < 0x20 && value != 0x0A && value != 0x09 ? "\u{FFFD}" : scalar ?? "\u{FFFD}", end - position)
  }

  private static let longestName = 24
  private static let legacy: Set<String> = ["amp", "lt", "gt", "quot", "nbsp", "copy", "reg", "deg", "eacute", "auml", "ouml", "uuml"]

  private static let names: [String: Unicode.Scalar] = {
    var names: [String: Unicode.Scalar] = [:]
    for (index, name) in latin.split(separator: " ").enumerated() { names[String(name)] = Unicode.Scalar(UInt32(0xA0 + index)) }
    for (index, name) in greek.split(separator: " ").enumerated() where name != "-" {
      names[String(name)] = Unicode.Scalar(UInt32(0x3B1 + index))
      let capital = name.prefix(1).uppercased() + name.dropFirst()
      if name != "sigmaf" { names[capital] = Unicode.Scalar(UInt32(0x391 + index)) }
    }
    for (name, scalar) in others { names[name] = scalar }
    return names
  }()

  /// U+00A0 to U+00FF in order.
  private static let latin = """
    nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo \
    frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve \
    Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute \
    ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml
    """
  /// U+03B1 to U+03C9 in order; the capitals lie 32 before.
  private static let greek = """
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma tau upsilon phi chi psi omega
    """
  private static let others: [(String, Unicode.Scalar)] = [
    ("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'"), ("ndash", "–"), ("mdash", "—"), ("lsquo", "‘"), ("rsquo", "’"),
    ("sbquo", "‚"), ("ldquo", "“"), ("rdquo", "”"), ("bdquo", "„"), ("dagger", "†"), ("Dagger", "‡"), ("bull", "•"), ("hellip", "…"),
    ("permil", "‰"), ("prime", "′"), ("Prime", "″"), ("lsaquo", "‹"), ("rsaquo", "›"), ("oline", "‾"), ("frasl", "⁄"), ("euro", "€"),
    ("trade", "™"), ("larr", "←"), ("uarr", "↑"), ("rarr", "→"), ("darr", "↓"), ("harr", "↔"), ("lArr", "⇐"), ("rArr", "⇒"), ("hArr", "⇔"),
    ("forall", "∀"), ("part", "∂"), ("exist", "∃"), ("empty", "∅"), ("nabla", "∇"), ("isin", "∈"), ("notin", "∉"), ("ni", "∋"), ("prod", "∏"),
    ("sum", "∑"), ("minus", "−"), ("lowast", "∗"), ("radic", "√"), ("prop", "∝"), ("infin", "∞"), ("ang", "∠"), ("and", "∧"), ("or", "∨"),
    ("cap", "∩"), ("cup", "∪"), ("int", "∫"), ("there4", "∴"), ("sim", "∼"), ("cong", "≅"), ("asymp", "≈"), ("ne", "≠"), ("equiv", "≡"),
    ("le", "≤"), ("ge", "≥"), ("sub", "⊂"), ("sup", "⊃"), ("nsub", "⊄"), ("sube", "⊆"), ("supe", "⊇"), ("oplus", "⊕"), ("otimes", "⊗"),
    ("perp", "⊥"), ("sdot", "⋅"), ("loz", "◊"), ("OElig", "Œ"), ("oelig", "œ"), ("Scaron", "Š"), ("scaron", "š"), ("Yuml", "Ÿ"), ("fnof", "ƒ"),
    ("circ", "ˆ"), ("tilde", "˜"), ("ensp", "\u{2002}"), ("emsp", "\u{2003}"), ("thinsp", "\u{2009}"), ("zwnj", "\u{200C}"), ("zwj", "\u{200D}"),
    ("lrm", "\u{200E}"), ("rlm", "\u{200F}"), ("leq", "≤"), ("geq", "≥"), ("lbrace", "{"), ("rbrace", "}"), ("lbrack", "["), ("rbrack", "]"),
    ("lpar", "("), ("rpar", ")"), ("num", "#"), ("percnt", "%"), ("ast", "*"), ("plus", "+"), ("comma", ","), ("period", "."), ("sol", "/"),
    ("colon", ":"), ("semi", ";"), ("equals", "="), ("quest", "?"), ("commat", "@"), ("bsol", "\\"), ("Hat", "^"), ("lowbar", "_"), ("grave", "`"),
    ("vert", "|"), ("excl", "!"), ("dollar", "$"), ("check", "✓"), ("star", "☆"), ("hyphen", "‐"), ("hairsp", "\u{200A}"), ("Tab", "\t"), ("NewLine", "\n"),
  ]
}
