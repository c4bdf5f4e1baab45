import Media

/// Has `pdftotext` turn a PDF into text, as a short-lived child with limits on time, memory and output.
///
/// Text in reading order rather than in `-layout`: that keeps the columns of a paper apart, which matters more than a table's alignment.
struct PDFConverter {
  let limits: IngestionLimits

  /// - Returns: nothing but white space where the pages are pictures.
  /// - Throws: ``IngestionError`` with kind `missingProgram`, `conversionFailed` or `tooLarge`.
  func text(of document: IncomingDocument) async throws -> [UInt8] {
    let program: String
    do throws(MediaError) {
      program = try InstalledProgram.required("pdftotext", for: "reading PDF", package: "poppler-utils", in: limits.programFolders)
    } catch {
      throw IngestionError(error, document: document.name)
    }
    let child = LimitedChild(program: program, arguments: ["-q", "-enc", "UTF-8", "-", "-"], limits: limits.child)
    switch try await child.run(input: document.bytes) {
    case .output(let text): return text
    case .tooMuchOutput:
      throw IngestionError(.tooLarge, document: document.name, reason: "its text is longer than \(limits.child.outputBytes >> 20) MiB; split it")
    case .tooSlow:
      throw IngestionError(
        .conversionFailed, document: document.name, reason: "pdftotext was stopped: it took more than \(limits.child.seconds) seconds; split the PDF")
    case .failed(let status):
      let why = status == 3 ? "its permissions forbid taking its text" : "it is damaged, locked with a password, or beyond the limits on memory and time"
      throw IngestionError(.conversionFailed, document: document.name, reason: "pdftotext could not read this PDF (status \(status)): \(why)")
    }
  }
}
