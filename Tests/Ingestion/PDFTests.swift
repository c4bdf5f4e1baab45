import Foundation
import Ingestion
import KnowledgeGraph
import Media
import Testing

@Suite("PDF is read by a limited child")
struct PDFTests {
  static let isInstalled = ["/usr/bin/pdftotext", "/usr/local/bin/pdftotext"].contains { FileManager.default.isExecutableFile(atPath: $0) }

  /// A PDF of one page with these lines.
  static func pdf(_ lines: [String]) -> [UInt8] {
    let text = "BT /F1 12 Tf 72 720 Td 14 TL " + lines.map { "(\($0)) Tj T* " }.joined() + "ET"
    let objects = [
      "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
      "<< /Length \(text.utf8.count) >>\nstream\n\(text)\nendstream", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    var file = "%PDF-1.4\n"
    var places: [Int] = []
    for (number, object) in objects.enumerated() {
      places.append(file.utf8.count)
      file += "\(number + 1) 0 obj\n\(object)\nendobj\n"
    }
    let table = file.utf8.count
    file += "xref\n0 6\n0000000000 65535 f \n" + places.map { String(repeating: "0", count: 10 - String($0).count) + "\($0) 00000 n \n" }.joined()
    file += "trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n\(table)\n%%EOF\n"
    return Array(file.utf8)
  }

  @Test(.enabled(if: isInstalled, "pdftotext is not installed"))
  func aPDFsTextIsWhatItsRangesReferTo() async throws {
    let bench = try await Workbench()
    let bytes = Self.pdf(["Metformin lowers glucose.", "It is contraindicated when eGFR is below 30."])
    let report = try await bench.ingest("a.pdf", bytes)
    #expect(report.documentID == SHA256.documentID(of: bytes))
    #expect(try await bench.texts("a.pdf").joined() == "Metformin lowers glucose.\nIt is contraindicated when eGFR is below 30.")
    #expect(try await bench.ingest("a.pdf", bytes).unchanged)
  }

  @Test(.enabled(if: isInstalled, "pdftotext is not installed"))
  func aDamagedPDFAndOneWithoutTextAreRefused() async throws {
    let bench = try await Workbench()
    let damaged = await #expect(throws: IngestionError.self) { try await bench.ingest("a.pdf", Array("%PDF-1.4\nnothing".utf8)) }
    #expect(damaged?.kind == .conversionFailed && damaged?.exitCode == 65)
    let empty = await #expect(throws: IngestionError.self) { try await bench.ingest("b.pdf", Self.pdf([])) }
    #expect(empty?.description.contains("no text in this PDF") == true)
    var limits = IngestionLimits()
    limits.child.outputBytes = 10
    let small = try await Workbench(limits: limits)
    let long = await #expect(throws: IngestionError.self) { try await small.ingest("c.pdf", Self.pdf(["More than ten bytes of text."])) }
    #expect(long?.kind == .tooLarge)
    limits = IngestionLimits()
    limits.programFolders = ["/nonexistent"]
    let bare = try await Workbench(limits: limits)
    let missing = await #expect(throws: IngestionError.self) { try await bare.ingest("d.pdf", Self.pdf(["Text."])) }
    #expect(missing?.kind == .missingProgram("pdftotext") && missing?.description.contains("apt-get install poppler-utils") == true)
  }
}
