import Foundation
import Ingestion
import KnowledgeGraph
import Testing

@Suite("Encodings are told apart, and what is no text is refused by name")
struct EncodingTests {
  static let text = "# Café “Zürich”\n\nA naïve coöperation costs €5 – or £4. Ærø is an island.\n\n| Größe | Preis |\n|---|---|\n| groß | 5 |\n"

  @Test func everyEncodingGivesTheSameReadingWithRangesOfItsOwnBytes() async throws {
    let encodings: [(String, [UInt8], String)] = [
      ("utf-8", Array(Self.text.utf8), "utf-8"),
      ("utf-8 with a mark", [0xEF, 0xBB, 0xBF] + Array(Self.text.utf8), "utf-8"),
      ("utf-16le with a mark", [0xFF, 0xFE] + encoded(Self.text + "😀 end", .utf16LittleEndian), "utf-16le"),
      ("utf-16be with a mark", [0xFE, 0xFF] + encoded(Self.text, .utf16BigEndian), "utf-16be"),
      ("utf-16le", encoded(Self.text, .utf16LittleEndian), "utf-16le"),
      ("utf-16be", encoded(Self.text, .utf16BigEndian), "utf-16be"),
      ("utf-32le with a mark", [0xFF, 0xFE, 0, 0] + encoded(Self.text, .utf32LittleEndian), "utf-32le"),
      ("windows-1252", encoded(Self.text, .windowsCP1252), "windows-1252"),
    ]
    for (name, bytes, encoding) in encodings {
      let bench = try await Workbench()
      let report = try await bench.ingest("a.md", bytes)
      let passages = try await bench.passages("a.md")
      #expect(passages.first?.heading == ["Café “Zürich”"] && passages.first?.text.hasPrefix("A naïve coöperation costs €5 – or £4.") == true, "\(name)")
      #expect(try await bench.store.read { try $0.document(report.documentID)?.encoding } == encoding, "\(name)")
      #expect(try await bench.triples().contains { $0.contains("\"groß (Größe)\"") }, "\(name)")
    }
  }

  @Test func otherEncodingsWorkThroughTheFormatsToo() async throws {
    let bench = try await Workbench()
    try await bench.ingest("a.html", encoded("<h1>Gr&ouml;ße</h1><p>Caf\u{E9} &amp; Br\u{F6}t – sch\u{F6}n</p>", .windowsCP1252))
    #expect(try await bench.texts("a.html") == ["Café & Bröt – schön"])
    try await bench.ingest("a.json", [0xFF, 0xFE] + encoded(#"{"größe": "schön\t\u00e9 漢字"}"#, .utf16LittleEndian))
    #expect(try await bench.texts("a.json") == ["größe: schön\té 漢字"])
  }

  @Test func aFewWrongBytesAreReplacedAndSaid() async throws {
    let bench = try await Workbench()
    let report = try await bench.ingest("a.txt", Array("Übermäßig größere Flöße für süße Bären, schöne Wölfe, böse Kühe: ".utf8) + [0xFF] + Array(" Ende.".utf8))
    #expect(report.notices.contains { $0.contains("1 bytes are not UTF-8") })
    #expect(try await bench.texts("a.txt").joined(separator: " ").contains("\u{FFFD} Ende."))
  }

  static let binaries: [(String, [UInt8], String)] = [
    ("a.txt", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13], "a PNG picture"),
    ("a.md", [0x50, 0x4B, 3, 4, 20, 0, 0, 0] + Array("[Content_Types].xml word/document.xml".utf8) + [0, 1], "a Word document"),
    ("a.csv", [0x50, 0x4B, 3, 4, 20, 0, 0, 0] + Array("xl/workbook.xml".utf8) + [0, 1], "an Excel workbook"),
    ("a.html", [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0], "a program (ELF)"),
    ("a.json", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0], "gzip"),
    ("a.py", Array("SQLite format 3\0".utf8), "an SQLite database"),
    ("a.txt", [UInt8](repeating: 0, count: 100), "binary data"),
    ("a.txt", Array("%PDF-1.4\n".utf8), "this is a PDF under the name of another type"),
    ("a.pdf", Array("Just text.".utf8), "named PDF"),
    ("a.docx", Array("{\\rtf1 hello}".utf8), "an RTF document"),
    ("a.txt", encoded("Это русский текст в кодировке КОИ", .windowsCP1251), "in no encoding that could be told"),
  ]

  @Test("What is no text is refused", arguments: binaries)
  func whatIsNoTextIsRefused(_ name: String, _ bytes: [UInt8], _ words: String) async throws {
    let bench = try await Workbench()
    let error = await #expect(throws: IngestionError.self) { try await bench.ingest(name, bytes) }
    #expect(error?.kind == .undecodable && error?.exitCode == 65)
    #expect(error?.description.hasPrefix(name + ": ") == true && error?.description.contains(words) == true, "\(String(describing: error))")
    #expect(try await bench.store.read { try $0.documents().isEmpty })
  }

  @Test func textAboutFileFormatsIsStillText() async throws {
    let bench = try await Workbench()
    for mark in ["GGUF files hold weights.", "ID3 tags name songs.", "BZh is a mark.", "MZ began DOS programs."] { try await bench.ingest("\(mark.prefix(3)).txt", mark) }
    #expect(try await bench.store.read { try $0.documents().count } == 4)
  }
}
