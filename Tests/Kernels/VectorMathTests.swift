import Kernels
import Testing

@Suite struct VectorMathTests {
  @Test(arguments: [1, 7, 384, 1000])
  func int8ScoresAreExact(columns: Int) {
    var random = Randoms(seed: 5)
    let query = (0..<columns).map { _ in Int8(clamping: Int(random.float() * 127)) }
    let rows = (0..<columns * 33).map { _ in Int8(clamping: Int(random.float() * 127)) }
    var scores = [Int32](repeating: -1, count: 33)
    rows.withUnsafeBytes { bytes in
      var span = scores.mutableSpan
      VectorMath.scores(query: query.span, rows: bytes, columns: columns, into: &span)
    }
    for r in 0..<33 {
      #expect(Int(scores[r]) == (0..<columns).reduce(0) { $0 + Int(query[$1]) * Int(rows[r * columns + $1]) })
    }
  }

  @Test func dotIsTheSumOfProducts() {
    var random = Randoms(seed: 6)
    let a = random.floats(1001), b = random.floats(1001)
    let exact = zip(a, b).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    #expect(abs(Double(VectorMath.dot(a, b)) - exact) < 1e-4)
    #expect(VectorMath.dot([], []) == 0)
  }

  @Test func quantizingKeepsEveryElementWithinHalfAStep() {
    var random = Randoms(seed: 8)
    let vector = random.floats(384)
    let (values, scale) = VectorMath.quantize(vector.span)
    for (v, q) in zip(vector, values) { #expect(abs(v - Float(q) * scale) <= scale * 0.501) }
    #expect(VectorMath.quantize([Float](repeating: 0, count: 4).span).values == [0, 0, 0, 0])
    #expect(VectorMath.quantize([Float.infinity, 1].span).scale == 0)
  }

  @Test func theFirstOfTheLargestIsFound() {
    var x = [Float](repeating: -3, count: 500)
    #expect(VectorMath.indexOfLargest(x.span) == 0)
    x[321] = 2
    x[400] = 2
    #expect(VectorMath.indexOfLargest(x.span) == 321)
    #expect(VectorMath.indexOfLargest([Float]().span) == nil)
  }

  @Test func aForcedInstructionSetIsOneOfTheAvailable() {
    #expect(InstructionSet.available.first == .portable)
    #expect(InstructionSet.available.contains(.best))
  }
}
