import Media
import Testing

/// What is no PNG: other formats, absent programs, wrong names.
@Suite struct ImageReaderTests {
  @Test func whatIsNoPictureIsNamed() async throws {
    for (bytes, name) in [([], "empty"), (Array("GIF89a".utf8), "GIF"), (Array("RIFF....WAVE".utf8), "WAV"), (Array("hello".utf8), "no picture")] {
      let error = await #expect(throws: MediaError.self) { try await ImageReader().images(of: bytes) }
      #expect(error?.kind == .undecodable && error?.description.contains(name) == true)
    }
  }

  @Test func absentProgramsAreNamedWithTheirPackage() async throws {
    var reader = ImageReader()
    reader.programFolders = ["/nowhere"]
    let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0, 4, 0, 4, 1, 1, 0x11, 0]
    var error = await #expect(throws: MediaError.self) { try await reader.images(of: jpeg) }
    #expect(error?.kind == .missingProgram("djpeg") && error?.description.contains("apt-get install libjpeg-turbo-progs") == true)
    error = await #expect(throws: MediaError.self) { try await reader.images(of: Array("%PDF-1.4".utf8)) }
    #expect(error?.kind == .missingProgram("pdftoppm") && error?.description.contains("apt-get install poppler-utils") == true)
  }

  @Test func aJPEGTooLargeIsRefusedBeforeAnyProgramRuns() async throws {
    let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0xFF, 0xFF, 0xFF, 0xFF, 1, 1, 0x11, 0]
    let error = await #expect(throws: MediaError.self) { try await ImageReader().images(of: jpeg) }
    #expect(error?.kind == .tooLarge)
  }

  @Test(.enabled(if: InstalledProgram.path(of: "pdftoppm") != nil)) func pagesOfAPDFAreDrawnInOrder() async throws {
    func page(_ width: Int) -> String { "<</Type/Page/Parent 2 0 R/MediaBox[0 0 \(width) 72]>>" }
    let objects = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>", page(144), page(288)]
    let body = objects.enumerated().map { "\($0.offset + 1) 0 obj\($0.element)endobj\n" }.joined()
    let pdf = "%PDF-1.4\n" + body + "trailer<</Root 1 0 R>>\n%%EOF"
    let pages = try await ImageReader().images(of: Array(pdf.utf8))
    #expect(pages.map(\.width) == [300, 600] && pages.allSatisfy { $0.height == 150 })
  }

  @Test(.enabled(if: InstalledProgram.path(of: "pdftoppm") != nil)) func aDamagedPDFIsOneSentence() async throws {
    let error = await #expect(throws: MediaError.self) { try await ImageReader().images(of: Array("%PDF-1.4 and nothing more".utf8)) }
    #expect(error?.kind == .undecodable)
  }
}
