/// Pages of a PDF as pictures, drawn by the program `pdftoppm` in a limited child.
struct PDFPages: Sendable {
  let limits: ChildLimits
  let folders: [String]
  let resolution: Int
  let mostPages: Int

  /// One page a run: a page that is beyond the limits costs no other.
  func images(of bytes: [UInt8]) async throws -> [PixelImage] {
    let program = try InstalledProgram.required("pdftoppm", for: "reading pages of a PDF as pictures", package: "poppler-utils", in: folders)
    let input = try LimitedChild.Input(bytes)
    var pages: [PixelImage] = []
    while pages.count < mostPages {
      let page = String(pages.count + 1)
      let child = LimitedChild(
        program: program, arguments: ["-r", String(resolution), "-f", page, "-l", page, "-"], limits: limits)
      switch try await child.run(input: input) {
      case .output(let output):
        var pixmap = PortablePixmap(output)
        guard let image = try pixmap.next() else { return pages }
        pages.append(image)
      case .tooMuchOutput: throw MediaError(.tooLarge, "page \(page) of this PDF is too large to be drawn; give it as a picture")
      case .tooSlow: throw MediaError(.tooSlow, "drawing page \(page) of this PDF took more than \(limits.seconds) seconds; give it as a picture")
      case .failed:
        // The program fails alike for a page past the last and for a damaged file.
        guard !pages.isEmpty else {
          throw MediaError(.undecodable, "this PDF cannot be drawn: it is damaged, or locked with a password; give an undamaged file")
        }
        return pages
      }
    }
    return pages
  }
}
