import Media

/// Has `pdftotext` turn a PDF into text, as a short-lived child with limits on time, memory and output.
///
/// Text in reading order rather than in `-layout`: that keeps the columns of a paper apart, which matters more than a table's alignment.
struct PDFConverter {
  let limits: IngestionLimits

  /// - Throws: ``IngestionError`` with kind `missingProgram`, `conversionFailed` or `tooLarge`.
  func text(of document: IncomingDocument) async throws -> [UInt8] {
    guard let program = InstalledProgram.path(of: "pdftotext", in: limits.programFolders) else {
      throw IngestionError(
        .missingProgram("pdftotext"), document: document.name,
        reason: "reading PDF needs the program pdftotext, which is not installed; install it with: sudo apt-get install poppler-utils")
    }
    let child = LimitedChild(
      program: program, arguments: ["-q", "-enc", "UTF-8", "-", "-"],
      limits: ChildLimits(
        processorSeconds: limits.childProcessorSeconds, seconds: limits.childSeconds, memoryBytes: limits.childMemoryBytes,
        outputBytes: limits.childOutputBytes))
    switch try await child.run(input: document.bytes) {
    case .output(let text):
      guard !text.allSatisfy(\.isSpace) else {
        throw IngestionError(
          .conversionFailed, document: document.name,
          reason: "there is no text in this PDF, only pictures of pages perhaps; give the text itself, or a PDF that text recognition went over")
      }
      return text
    case .tooMuchOutput:
      throw IngestionError(.tooLarge, document: document.name, reason: "its text is longer than \(limits.childOutputBytes >> 20) MiB; split it")
    case .tooSlow:
      throw IngestionError(
        .conversionFailed, document: document.name, reason: "pdftotext was stopped: it took more than \(limits.childSeconds) seconds; split the PDF")
    case .failed(let status):
      let why = status == 3 ? "its permissions forbid taking its text" : "it is damaged, locked with a password, or beyond the limits on memory and time"
      throw IngestionError(.conversionFailed, document: document.name, reason: "pdftotext could not read this PDF (status \(status)): \(why)")
    }
  }
}
