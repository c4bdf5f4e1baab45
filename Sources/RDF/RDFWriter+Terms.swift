/// Terms as N-Triples writes them: no prefixes, every escape that is needed and no other.
extension RDFWriter {
  static func ntriples(_ term: Term) -> String {
    var bytes: [UInt8] = []
    write(term, into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  static func write(_ term: Term, into bytes: inout [UInt8]) {
    switch term {
    case .iri(let iri): writeIRI(iri, into: &bytes)
    case .blank(let label):
      bytes.append(contentsOf: "_:".utf8)
      bytes.append(contentsOf: label.utf8)
    case .triple(let triple):
      bytes.append(contentsOf: "<<( ".utf8)
      write(triple.subject, into: &bytes)
      bytes.append(UInt8(ascii: " "))
      write(triple.predicate, into: &bytes)
      bytes.append(UInt8(ascii: " "))
      write(triple.object, into: &bytes)
      bytes.append(contentsOf: " )>>".utf8)
    case .literal(let literal):
      writeQuoted(literal.lexical, into: &bytes)
      if let tag = literal.languageTag {
        bytes.append(UInt8(ascii: "@"))
        bytes.append(contentsOf: tag.utf8)
      } else if literal.datatype != Vocabulary.XSD.string {
        bytes.append(contentsOf: "^^".utf8)
        writeIRI(literal.datatype, into: &bytes)
      }
    }
  }

  /// IRIREF forbids controls, space and <>"{}|^`\ in the open; an IRI that came in through an escape goes out through one.
  static func writeIRI(_ iri: String, into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "<"))
    for byte in iri.utf8 {
      switch byte {
      case 0...0x20, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "|"),
        UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "\\"):
        writeEscape(byte, into: &bytes)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: ">"))
  }

  static func writeQuoted(_ text: String, into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    var sawFirst = false, sawSecond = false
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
      case UInt8(ascii: "\r"): bytes.append(contentsOf: "\\r".utf8)
      case UInt8(ascii: "\t"): bytes.append(contentsOf: "\\t".utf8)
      case 0x08: bytes.append(contentsOf: "\\b".utf8)
      case 0x0C: bytes.append(contentsOf: "\\f".utf8)
      case 0..<0x20, 0x7F: writeEscape(byte, into: &bytes)
      case 0xBE where sawSecond, 0xBF where sawSecond:
        // U+FFFE and U+FFFF, which are no characters.
        bytes.removeLast(2)
        bytes.append(contentsOf: (byte == 0xBE ? "\\uFFFE" : "\\uFFFF").utf8)
      default: bytes.append(byte)
      }
      sawSecond = sawFirst && byte == 0xBF
      sawFirst = byte == 0xEF
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func writeEscape(_ byte: UInt8, into bytes: inout [UInt8]) {
    let digits = Array("0123456789ABCDEF".utf8)
    bytes.append(contentsOf: "\\u00".utf8)
    bytes.append(digits[Int(byte >> 4)])
    bytes.append(digits[Int(byte & 15)])
  }
}
