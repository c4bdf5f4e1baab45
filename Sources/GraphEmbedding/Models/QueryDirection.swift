/// Which part of a triple is asked for.
public enum QueryDirection: Sendable, CaseIterable {
  /// (s, p, ?): the anchor is the subject.
  case object
  /// (?, p, o): the anchor is the object.
  case subject
}

/// How a query meets a candidate.
public enum CandidateMeeting: Sendable {
  /// q · t.
  case product
  /// -|q - t|₁.
  case manhattan
  /// -Σ of the moduli of q - t as complex numbers.
  case modulus
  /// -|q - t|² = 2·q·t - |q|² - |t|²: a product with corrections, so as fast as one.
  case squared
}
