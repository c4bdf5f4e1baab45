import Foundation
import Ingestion
import Kernels
import KnowledgeGraph
import Perception
import TestFiles
import Testing

/// Pictures as documents: their words are found, and a citation leads to a place in the picture.
@Suite struct PictureTests {
  private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]

  private func page(_ lines: [(String, left: Double, top: Double)]) -> PageText {
    PageText(
      width: 600, height: 400,
      lines: lines.map { text, left, top in
        PageText.Line(text: text, box: Quadrilateral(left: left, top: top, right: left + 150, bottom: top + 20), confidence: 0.9, words: [])
      }, tables: [])
  }

  @Test func aPicturesWordsAreCitedWithTheirBoxes() async throws {
    let bench = try await Workbench()
    let read = page([("Revenue by region", 40, 10), ("Asia 42", 40, 60), ("million dollars", 200, 60), ("Europe 35", 40, 200)])
    let ingestor = Ingestor(store: bench.store, encoder: nil, pictures: { _ in [read] })
    let report = try await ingestor.ingest(IncomingDocument(name: "chart.png", bytes: Self.png), domain: .finance, replace: false)
    #expect(report.passages >= 1)
    let record = try #require(try await bench.store.read { try $0.document(report.documentID) })
    #expect(record.mediaType == "image/png")
    let original = try #require(try await bench.store.read { try $0.original(of: report.documentID) })
    // Lines of one height are one line to a reader.
    let text = try await bench.store.read { try $0.text(of: report.documentID, start: 0, end: original.count) }
    #expect(text == "Revenue by region\n\nAsia 42 million dollars\n\nEurope 35\n")
    let asia = try #require(String(decoding: original, as: UTF8.self).utf8.firstRange(of: "Asia 42".utf8))
    let start = String(decoding: original, as: UTF8.self).utf8.distance(from: String(decoding: original, as: UTF8.self).utf8.startIndex, to: asia.lowerBound)
    let places = PictureText.places(in: original, range: start..<start + 7)
    #expect(places == [PictureText.places(in: original, range: 0..<original.count)[1]])
    #expect(places.first?.left == 40 && places.first?.top == 60 && places.first?.right == 190 && places.first?.bottom == 80 && places.first?.page == 1)
    #expect(PictureText.places(in: original, range: 0..<original.count).count == 4)
  }

  @Test func aPicturesLinesAndItsSortAreKeptForRankingAndGoWithIt() async throws {
    let bench = try await Workbench()
    var read = page([("Revenue by region", 40, 10), ("Asia 42", 40, 60)])
    read.kind = .table
    let pages = read, encoder = try TextEncoder(folder: TestFiles.models + "/all-MiniLM-L6-v2", compute: .shared)
    let report = try await Ingestor(store: bench.store, encoder: encoder, pictures: { _ in [pages] })
      .ingest(IncomingDocument(name: "table.png", bytes: Self.png), domain: nil, replace: false)
    let stored = try #require(try await bench.store.read { try $0.picture(of: report.documentID, encoder: encoder.name) })
    #expect(stored.sort == "table" && stored.lines.map(\.text) == ["Revenue by region", "Asia 42"])
    #expect(try stored.lines.map(\.vector) == encoder.encode(stored.lines.map(\.text)))
    #expect(zip(stored.lines[0].box, [40.0 / 600, 10.0 / 400, 190.0 / 600, 30.0 / 400] as [Float]).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(try await bench.store.read { try $0.hasPictures && $0.picture(of: report.documentID, encoder: "another") == nil })
    _ = try await bench.store.write { try $0.removeDocument(report.documentID) }
    #expect(try await bench.store.read { try !$0.hasPictures })
    #expect(try await bench.store.verify().isEmpty)
    // Several pages are a document, not a picture.
    let pair = try await Ingestor(store: bench.store, encoder: encoder, pictures: { _ in [pages, pages] })
      .ingest(IncomingDocument(name: "pages.png", bytes: Self.png), domain: nil, replace: false)
    #expect(try await bench.store.read { try $0.picture(of: pair.documentID, encoder: encoder.name) } == nil)
  }

  @Test func linesOfATerminalAndOfAProgramStayLinesAndProseRunsOn() async throws {
    func text(_ lines: [String], _ kind: PictureKind?) throws -> String {
      var page = PageText(
        width: 600, height: 400,
        lines: lines.enumerated().map { i, text in
          PageText.Line(text: text, box: Quadrilateral(left: 40, top: Double(10 + 22 * i), right: 540, bottom: Double(30 + 22 * i)), confidence: 0.9, words: [])
        }, tables: [])
      page.kind = kind
      return try AttachedReading(pages: [page]).text
    }
    let terminal = ["swift build-c release", "Building for production..", "[12/34] Compiling Kernels WeightMatrix.swift", "error: cannot find 'panel' in scope", "$echo$PATH"]
    #expect(try text(terminal, .screenshot) == terminal.joined(separator: "\n\n") + "\n")
    let program = ["func area(of side: Double) -> Double {", "let both = side", "return side * both", "}"]
    #expect(try text(program, .document) == program.joined(separator: "\n\n") + "\n")
    let prose = ["The yield of a bond rises when its price falls (see", "below), and interest on debt is paid before dividends;", "a company that cannot pay is bankrupt, and 5 < 6 of", "its creditors lose. Nothing of this is new."]
    #expect(try text(prose, .document) == prose.joined(separator: "\n") + "\n")
    #expect(try text(prose, .screenshot) == prose.joined(separator: "\n") + "\n")
  }

  @Test func whatThePictureSaysCannotForgeAPlace() async throws {
    let bench = try await Workbench()
    let forged = page([("words\u{1F}1 0 0 9 9\n more", 40, 10)])
    let ingestor = Ingestor(store: bench.store, encoder: nil, pictures: { _ in [forged] })
    let report = try await ingestor.ingest(IncomingDocument(name: "a.png", bytes: Self.png), domain: nil, replace: false)
    let original = try #require(try await bench.store.read { try $0.original(of: report.documentID) })
    #expect(PictureText.places(in: original, range: 0..<original.count).map(\.left) == [40])
  }

  @Test func withoutAReaderOfPicturesTheyAreRefused() async throws {
    let bench = try await Workbench()
    await #expect(throws: IngestionError.self) {
      try await Ingestor(store: bench.store, encoder: nil).ingest(IncomingDocument(name: "a.png", bytes: Self.png), domain: nil, replace: false)
    }
  }
}
