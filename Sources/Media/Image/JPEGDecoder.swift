/// A JPEG's bytes to pixels, by the program `djpeg` in a limited child.
struct JPEGDecoder: Sendable {
  let limits: ChildLimits
  let folders: [String]

  func decode(_ bytes: [UInt8]) async throws -> PixelImage {
    let header = try JPEGHeader(bytes)
    try PixelImage.check(width: header.width, height: header.height)
    let program = try InstalledProgram.required("djpeg", for: "reading JPEG", package: "libjpeg-turbo-progs", in: folders)
    let child = LimitedChild(program: program, arguments: ["-pnm"], limits: limits)
    switch try await child.run(input: bytes) {
    case .output(let output):
      var pixmap = PortablePixmap(output)
      guard let image = try pixmap.next() else { throw Self.damaged() }
      return image.upright(header.orientation)
    case .tooMuchOutput: throw MediaError(.tooLarge, "this JPEG is too large when it is decoded; scale it down")
    case .tooSlow: throw MediaError(.tooSlow, "decoding this JPEG took more than \(limits.seconds) seconds; scale it down")
    case .failed: throw Self.damaged()
    }
  }

  static func damaged() -> MediaError { MediaError(.undecodable, "this JPEG cannot be decoded: it is damaged; give an undamaged file") }
}
