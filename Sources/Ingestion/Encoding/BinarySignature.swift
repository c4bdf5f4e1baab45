/// What bytes that are no text look like, by the marks that files begin with.
///
/// Source: the formats' specifications; the same marks that file(1) goes by.
enum BinarySignature {
  /// What to call it, and what a person can do with it.
  struct Finding: Equatable {
    var name: String
    var advice: String
  }

  static func isPDF(_ bytes: [UInt8]) -> Bool {
    // Readers accept the mark anywhere in the first kilobyte.
    bytes.firstPosition(of: "%PDF-", from: 0, upTo: min(bytes.count, 1024)) != nil
  }

  static func find(_ bytes: [UInt8]) -> Finding? {
    for (mark, name) in marks where bytes.starts(with: mark) { return Finding(name: name, advice: advice(for: name)) }
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return archive(bytes) }
    if bytes.count > 12, bytes.starts(with: Array("RIFF".utf8)) {
      let kind = bytes.string(8..<12).trimmingSpaces
      let name = kind == "WAVE" ? "a WAV recording" : kind == "WEBP" ? "a WebP picture" : "a RIFF file"
      return Finding(name: name, advice: advice(for: name))
    }
    if bytes.hasBytes("ftyp", at: 4) { return Finding(name: "an MP4 or QuickTime recording", advice: "give its transcript as text") }
    if bytes.hasBytes("ustar", at: 257) { return Finding(name: "a tar archive", advice: "unpack it and give the folder") }
    return nil
  }

  /// Office documents are ZIP archives whose first entries say which.
  private static func archive(_ bytes: [UInt8]) -> Finding {
    let window = min(bytes.count, 4096)
    func holds(_ part: StaticString) -> Bool { bytes.firstPosition(of: part, from: 0, upTo: window) != nil }
    if holds("word/") { return Finding(name: "a Word document (.docx)", advice: "save it as PDF, HTML or text") }
    if holds("xl/") { return Finding(name: "an Excel workbook (.xlsx)", advice: "save its sheets as CSV") }
    if holds("ppt/") { return Finding(name: "a PowerPoint presentation (.pptx)", advice: "save it as PDF") }
    if holds("opendocument") { return Finding(name: "an OpenDocument file", advice: "save it as PDF, HTML or text") }
    if holds("epub+zip") { return Finding(name: "an EPUB book", advice: "save it as HTML or text") }
    return Finding(name: "a ZIP archive", advice: "unpack it and give the folder")
  }

  private static func advice(for name: String) -> String {
    if name.contains("picture") { return "ask about it with --image, or give its text" }
    if name.contains("recording") { return "ask about it with --audio, or give its transcript as text" }
    if name.contains("archive") || name.contains("compressed") { return "unpack it and give the folder" }
    if name.contains("Office") { return "save it as PDF, HTML or text" }
    return "give the text it was made from"
  }

  private static let marks: [(mark: [UInt8], name: String)] = [
    ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "a PNG picture"),
    ([0xFF, 0xD8, 0xFF], "a JPEG picture"),
    (Array("GIF87a".utf8), "a GIF picture"),
    (Array("GIF89a".utf8), "a GIF picture"),
    ([0x49, 0x49, 0x2A, 0x00], "a TIFF picture"),
    ([0x4D, 0x4D, 0x00, 0x2A], "a TIFF picture"),
    ([0x7F, 0x45, 0x4C, 0x46], "a program (ELF)"),
    ([0x4D, 0x5A, 0x90, 0x00], "a Windows program"),
    ([0xCF, 0xFA, 0xED, 0xFE], "a program (Mach-O)"),
    ([0xCA, 0xFE, 0xBA, 0xBE], "a Java class or program"),
    ([0x00, 0x61, 0x73, 0x6D], "a WebAssembly program"),
    ([0x1F, 0x8B], "a gzip compressed file"),
    ([0x28, 0xB5, 0x2F, 0xFD], "a Zstandard compressed file"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "an xz compressed file"),
    (Array("BZh".utf8), "a bzip2 compressed file"),
    ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive"),
    (Array("Rar!".utf8), "a RAR archive"),
    ([0x50, 0x4B, 0x05, 0x06], "an empty ZIP archive"),
    ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an old Microsoft Office file"),
    (Array("SQLite format 3\0".utf8), "an SQLite database"),
    (Array("GGUF".utf8), "a model's weights (GGUF)"),
    (Array("OggS".utf8), "an Ogg recording"),
    (Array("fLaC".utf8), "a FLAC recording"),
    (Array("ID3".utf8), "an MP3 recording"),
    (Array("%!PS".utf8), "a PostScript file"),
    (Array("{\\rtf".utf8), "an RTF document"),
  ]
}

extension String {
  var trimmingSpaces: String {
    let bytes = Array(utf8)
    return bytes.string(bytes.trimmed(0..<bytes.count))
  }
}
