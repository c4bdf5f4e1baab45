/// A picture file's bytes to pixels, whatever its name says: the format is told by its first bytes.
public struct ImageReader: Sendable {
  /// What a decoding child may use.
  public var limits = ChildLimits()
  /// Where `djpeg` and `pdftoppm` are looked for.
  public var programFolders = InstalledProgram.folders
  /// Dots per inch that pages of a PDF are drawn with.
  public var pageResolution = 150
  /// Pages of a PDF that are read.
  public var mostPages = 50

  public init() {}

  enum Format { case png, jpeg, pdf }

  static func format(of bytes: [UInt8]) -> Format? {
    if bytes.starts(with: PNGDecoder.signature) { return .png }
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
    if bytes.starts(with: Array("%PDF-".utf8)) { return .pdf }
    return nil
  }

  /// The picture, or a PDF's pages in their order.
  ///
  /// - Throws: ``MediaError`` with one sentence, or `CancellationError`.
  public func images(of bytes: [UInt8]) async throws -> [PixelImage] {
    switch Self.format(of: bytes) {
    case .png: return [try PixelImage(serialized: try await DecodingHelper.decode(bytes, as: .png, limits: limits))]
    case .jpeg: return [try await JPEGDecoder(limits: limits, folders: programFolders).decode(bytes)]
    case .pdf: return try await PDFPages(limits: limits, folders: programFolders, resolution: pageResolution, mostPages: mostPages).images(of: bytes)
    case nil:
      throw MediaError(
        .undecodable, "\(Self.guess(bytes)); give a picture as PNG or JPEG, or a page as PDF")
    }
  }

  private static func guess(_ bytes: [UInt8]) -> String {
    if bytes.isEmpty { return "the file is empty" }
    let known: [(String, [UInt8])] = [
      ("a GIF", Array("GIF8".utf8)), ("a RIFF file (WebP or WAV)", Array("RIFF".utf8)), ("a BMP", Array("BM".utf8)),
      ("a TIFF", [0x49, 0x49, 0x2A, 0]), ("a TIFF", [0x4D, 0x4D, 0, 0x2A]), ("an FLAC recording", Array("fLaC".utf8)),
      ("an OGG recording", Array("OggS".utf8)),
    ]
    if let (name, _) = known.first(where: { bytes.starts(with: $0.1) }) { return "the file is \(name), which is not read as a picture" }
    return "the file is no picture that is known here"
  }
}
