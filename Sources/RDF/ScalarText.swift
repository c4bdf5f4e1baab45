/// Compares texts as RDF does: scalar by scalar. Swift's own `==` takes "é" for the same as "e" with an accent behind it.
package enum ScalarText {
  package static func areEqual(_ a: String, _ b: String) -> Bool {
    guard a == b else { return false }
    // Texts that are equal for Swift nearly always have the same bytes: ASCII certainly.
    return a.utf8Span.isKnownASCII || (a.utf8.count == b.utf8.count && a.utf8.elementsEqual(b.utf8))
  }
}
