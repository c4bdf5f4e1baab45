extension StoreWriter {
  /// Keeps what a document's picture shows.
  ///
  /// - Throws: ``StoreError`` `invalid` where lines have no vectors of one dimension, or boxes of other than four numbers.
  func add(_ picture: StoredPicture, to number: Int64, of document: NewDocument) throws {
    guard let dimension = picture.lines.first?.vector.count else { return }
    guard let encoder = document.encoder else { throw StoreError(.invalid, "document \(document.name) has vectors but names no encoder") }
    guard picture.lines.allSatisfy({ $0.vector.count == dimension && $0.box.count == 4 && ($0.vector + $0.box).allSatisfy(\.isFinite) }) else {
      throw StoreError(.invalid, "the lines of the picture \(document.name) are not made of numbers")
    }
    try connection.run(
      "INSERT INTO picture(document, sort, encoder) VALUES(?1, ?2, ?3)", .integer(number), picture.sort.map { .text($0) } ?? .null,
      .integer(try encoderNumber(encoder, dimension: dimension)))
    for (ordinal, line) in picture.lines.enumerated() {
      try connection.run(
        "INSERT INTO picture_line(document, ordinal, text, \"left\", top, \"right\", bottom, vector) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        .integer(number), .integer(ordinal), .text(line.text), .real(Double(line.box[0])), .real(Double(line.box[1])), .real(Double(line.box[2])),
        .real(Double(line.box[3])), .blob(VectorIndex.bytes(line.vector)))
    }
  }
}
