import Media
import Testing

/// PNG files through the decoding helper, as the product reads them.
@Suite struct PNGTests {
  private func decoded(_ builder: PNGBuilder) async throws -> PixelImage {
    let images = try await ImageReader().images(of: builder.bytes)
    #expect(images.count == 1)
    return images[0]
  }

  private func pixel(_ image: PixelImage, _ x: Int, _ y: Int) -> [Int] { (0..<3).map { Int(image.rgb[(y * image.width + x) * 3 + $0]) } }

  @Test(arguments: [(0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (4, 8), (4, 16), (6, 8), (6, 16)], [false, true])
  func everyColourTypeAndDepthGivesItsPixels(kind: (type: Int, depth: Int), isInterlaced: Bool) async throws {
    let largest = (1 << kind.depth) - 1, channels = [0: 1, 2: 3, 4: 2, 6: 4][kind.type]!, hasAlpha = kind.type >= 4
    func samples(_ x: Int, _ y: Int) -> [Int] { (0..<channels).map { (x * 7 + y * 13 + $0 * 5) * (1 + largest / 37) % (largest + 1) } }
    let image = try await decoded(
      PNGBuilder(width: 19, height: 11, depth: kind.depth, colourType: kind.type, isInterlaced: isInterlaced, samples: samples))
    #expect(image.width == 19 && image.height == 11)
    for y in 0..<11 {
      for x in 0..<19 {
        let values = samples(x, y).map { (Double($0) * 255 / Double(largest)).rounded() }
        let alpha = hasAlpha ? values.last! / 255 : 1
        for c in 0..<3 {
          let wanted = alpha * values[kind.type & 2 == 2 ? c : 0] + (1 - alpha) * 255
          #expect(abs(Double(pixel(image, x, y)[c]) - wanted) <= 1, "channel \(c) of \(x), \(y)")
        }
      }
    }
  }

  @Test(arguments: [1, 2, 4, 8]) func palettesAreLookedUpAndTheirTransparencyIsLaidOverWhite(depth: Int) async throws {
    let image = try await decoded(
      PNGBuilder(
        width: 5, height: 3, depth: depth, colourType: 3, palette: [10, 20, 30, 200, 100, 0], transparency: [255, 0],
        samples: { x, y in [(x + y) % 2] }))
    #expect(pixel(image, 0, 0) == [10, 20, 30] && pixel(image, 1, 0) == [255, 255, 255] && pixel(image, 4, 2) == [10, 20, 30])
  }

  /// Where the stored picture's top left pixel must stand, by the tag's value.
  @Test(
    arguments: [(1, (0, 0)), (2, (2, 0)), (3, (2, 1)), (4, (0, 1)), (5, (0, 0)), (6, (1, 0)), (7, (1, 2)), (8, (0, 2))], [false, true])
  func theCameraOrientationTurnsThePictureUpright(tag: (value: Int, corner: (Int, Int)), isLittle: Bool) async throws {
    func number(_ value: Int, _ count: Int) -> [UInt8] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
      return isLittle ? bytes : bytes.reversed()
    }
    var exif: [UInt8] = isLittle ? [0x49, 0x49] : [0x4D, 0x4D]
    exif += number(42, 2) + number(8, 4) + number(1, 2) + number(0x0112, 2) + number(3, 2) + number(1, 4) + number(tag.value, 2) + [0, 0]
    exif += number(0, 4)
    let image = try await decoded(
      PNGBuilder(width: 3, height: 2, depth: 8, colourType: 0, exif: exif, samples: { x, y in [x == 0 && y == 0 ? 0 : 255] }))
    #expect(image.width == (tag.value >= 5 ? 2 : 3))
    #expect(pixel(image, tag.corner.0, tag.corner.1) == [0, 0, 0])
  }

  @Test func sizesPastTheLimitsAreRefusedByTheHeaderAlone() async throws {
    var bytes = PNGBuilder(width: 4, height: 4, depth: 8, colourType: 2, samples: { _, _ in [1, 2, 3] }).bytes
    let wide = PNGBuilder(width: 100_000, height: 1, depth: 1, colourType: 0, samples: { _, _ in [0] }).bytes
    bytes.replaceSubrange(8..<33, with: wide[8..<33])
    let error = await #expect(throws: MediaError.self) { try await ImageReader().images(of: bytes) }
    #expect(error?.kind == .tooLarge && error?.description.contains("100000 by 1 pixels") == true)
  }

  @Test func aPictureThatEndsEarlyIsOneSentence() async throws {
    let bytes = PNGBuilder(width: 40, height: 40, depth: 8, colourType: 2, samples: { x, y in [x, y, 0] }).bytes
    for length in [9, 20, 40, 200, bytes.count - 20] {
      let error = await #expect(throws: MediaError.self) { try await ImageReader().images(of: Array(bytes.prefix(length))) }
      #expect(error?.kind == .undecodable && error?.description.contains("\n") == false)
    }
  }

  @Test func changedBytesNeverDoHarm() async throws {
    let bytes = PNGBuilder(width: 16, height: 16, depth: 4, colourType: 3, palette: [UInt8](repeating: 9, count: 48), samples: { x, _ in [x] }).bytes
    for place in stride(from: 8, to: bytes.count, by: 17) {
      var damaged = bytes
      damaged[place] ^= 0x55
      do { _ = try await ImageReader().images(of: damaged) } catch let error as MediaError { #expect(!error.description.isEmpty) }
    }
  }
}
