extension FloatVector {
  /// Lends the first element's address.
  public func withPointer<Result>(_ body: (UnsafePointer<Float>) throws -> Result) rethrows -> Result {
    try unsafe body(pointer)
  }
}
