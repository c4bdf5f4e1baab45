import CKernels

/// What turns blocks of scores (candidates, batch) into gradients and ranks.
extension EmbeddingKernels {
  /// Scores become e^(score + bias - m), m being the column's largest in the block; `maxima` and `sums` get m and the
  /// column's sum at `at` and after.
  ///
  /// - Parameter bias: one for each row of the block, or empty.
  public func exponentials(_ scores: FloatBlock, bias: Span<Float>, maxima: FloatBlock, sums: FloatBlock) {
    precondition(scores.firstColumn == 0 && (bias.isEmpty || bias.count == scores.rows.count), "exponentials: \(bias.count) biases")
    precondition(maxima.rows.count == 1 && sums.rows.count == 1 && maxima.lanes >= scores.lanes && sums.lanes >= scores.lanes,
      "exponentials: too few columns")
    unsafe bias.withUnsafeBufferPointer { bias in
      unsafe table.pointee.exponentials(
        scores.pointer, scores.rows.count, scores.lanes, scores.table.stride, bias.isEmpty ? nil : bias.baseAddress,
        maxima.pointer, sums.pointer)
    }
  }

  /// Multiplies every column by its factor.
  public func scaleColumns(_ scores: FloatBlock, by factors: FloatBlock) {
    precondition(factors.rows.count == 1 && factors.lanes >= scores.lanes, "scaleColumns: too few factors")
    unsafe table.pointee.scale_lanes(scores.pointer, scores.rows.count, scores.lanes, scores.table.stride, factors.pointer)
  }

  /// Scores become factor · sigmoid(score + offset); returns the sum of factor · log(1 + e^(score + offset)).
  public func logistic(_ scores: FloatBlock, offset: Float, factors: FloatBlock) -> Double {
    precondition(factors.rows.count == 1 && factors.lanes >= scores.lanes, "logistic: too few factors")
    return unsafe table.pointee.logistic(
      scores.pointer, scores.rows.count, scores.lanes, scores.table.stride, offset, factors.pointer)
  }

  /// For a softmax of temperature · score over the rows: `maxima` and `sums` get each column's largest m and Σ e^(… - m).
  public func adversarialSums(_ scores: FloatBlock, temperature: Float, maxima: FloatBlock, sums: FloatBlock) {
    precondition(maxima.rows.count == 1 && sums.rows.count == 1 && maxima.lanes >= scores.lanes && sums.lanes >= scores.lanes,
      "adversarialSums: too few columns")
    unsafe table.pointee.adversarial_sums(
      scores.pointer, scores.rows.count, scores.lanes, scores.table.stride, temperature, maxima.pointer, sums.pointer)
  }

  /// With w = factor · e^(temperature · score - m), scores become w · sigmoid(score + offset); returns
  /// Σ w · log(1 + e^(score + offset)).
  public func adversarial(
    _ scores: FloatBlock, temperature: Float, offset: Float, maxima: FloatBlock, factors: FloatBlock
  ) -> Double {
    precondition(maxima.rows.count == 1 && factors.rows.count == 1 && maxima.lanes >= scores.lanes && factors.lanes >= scores.lanes,
      "adversarial: too few columns")
    return unsafe table.pointee.adversarial(
      scores.pointer, scores.rows.count, scores.lanes, scores.table.stride, temperature, offset, maxima.pointer, factors.pointer)
  }

  /// Adds, for each column, how many scores are more than its limit and how many equal it.
  public func countAbove(_ scores: FloatBlock, limits: FloatBlock, above: inout [Int32], equal: inout [Int32]) {
    precondition(limits.rows.count == 1 && limits.lanes >= scores.lanes && above.count >= scores.lanes && equal.count >= scores.lanes,
      "countAbove: too few columns")
    unsafe above.withUnsafeMutableBufferPointer { above in
      unsafe equal.withUnsafeMutableBufferPointer { equal in
        unsafe table.pointee.count_above(
          scores.pointer, scores.rows.count, scores.lanes, scores.table.stride, limits.pointer, above.baseAddress!,
          equal.baseAddress!)
      }
    }
  }
}
