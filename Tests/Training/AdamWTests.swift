import Foundation
import Kernels
import Layers
import Testing
import Training

@Suite struct AdamWTests {
  private let compute = Compute(pool: ComputePool(threads: 2))

  @Test func stepsAreThoseOfTheDefinition() {
    let matrix = Parameter("m", rows: 3, columns: 21), vector = Parameter("v", columns: 5), frozen = Parameter("f", columns: 4)
    frozen.isTrained = false
    var random = SeededGenerator(seed: 1)
    matrix.fillNormally(deviation: 1, using: &random)
    vector.fillNormally(deviation: 1, using: &random)
    let groups = [ParameterGroup([matrix, frozen], decay: 0.1), ParameterGroup([vector], rateFactor: 0.5, decay: 0)]
    let optimiser = AdamW(groups)
    #expect(optimiser.parameters.map(\.name) == ["m", "v"])
    for (parameter, factor, decay) in [(matrix, 1.0, 0.1), (vector, 0.5, 0)] {
      var x = parameter.elements.map(Double.init), first = x.map { _ in 0.0 }, second = first
      let own = AdamW([ParameterGroup([parameter], rateFactor: Float(factor), decay: Float(decay))])
      for step in 1...5 {
        let slopes = x.indices.map { Float(sin(Double($0 * step))) }
        for row in 0..<parameter.rows { parameter.gradient.set(row: row, to: Array(slopes[row * parameter.columns..<(row + 1) * parameter.columns])) }
        own.step(rate: 0.02, compute: compute)
        for i in x.indices {
          let g = Double(slopes[i])
          first[i] = 0.9 * first[i] + 0.1 * g
          second[i] = 0.999 * second[i] + 0.001 * g * g
          let m = first[i] / (1 - pow(0.9, Double(step))), v = second[i] / (1 - pow(0.999, Double(step)))
          x[i] -= 0.02 * factor * (m / (v.squareRoot() + 1e-8) + decay * x[i])
        }
      }
      for (own, definition) in zip(parameter.elements, x) { #expect(abs(Double(own) - definition) < 2e-5) }
    }
    #expect(frozen.elements == [0, 0, 0, 0])
  }

  @Test func clippingScalesAllGradientsTogether() {
    let a = Parameter("a", rows: 2, columns: 2), b = Parameter("b", columns: 1)
    let optimiser = AdamW([ParameterGroup([a, b])])
    a.gradient.set(row: 0, to: [2, 0])
    a.gradient.set(row: 1, to: [0, 1])
    b.gradient.set(row: 0, to: [2])
    #expect(optimiser.clip(to: 5, compute: compute) == 3)
    #expect(b.gradient[0, 0] == 2)
    #expect(optimiser.clip(to: 1.5, compute: compute) == 3)
    #expect(abs(optimiser.gradientNorm(compute: compute) - 1.5) < 1e-6)
    #expect(a.gradient[0, 0] == 1)
    b.gradient.set(row: 0, to: [.infinity])
    #expect(!optimiser.clip(to: 1, compute: compute).isFinite)
  }

  @Test func theRateWarmsUpAndFallsToItsFloor() {
    var schedule = RateSchedule(peak: 2, warmup: 4, steps: 104, decay: .linear, floor: 0.1)
    #expect((0..<4).map { schedule.rate(at: $0) } == [0.5, 1, 1.5, 2])
    #expect(schedule.rate(at: 4) == 2)
    #expect(abs(schedule.rate(at: 54) - 1.1) < 1e-6)
    #expect(abs(schedule.rate(at: 104) - 0.2) < 1e-6)
    schedule.decay = .cosine
    #expect(abs(schedule.rate(at: 54) - 1.1) < 1e-6 && schedule.rate(at: 29) > 1.6)
    schedule.decay = .constant
    #expect(schedule.rate(at: 103) == 2)
  }
}
