import Kernels
import Testing

/// Products of every level against the definition, computed in double from the matrix's own float values.
@Suite struct ProductTests {
  private static let pool = ComputePool(threads: 3)

  /// x as products see it: for quantised weights rounded to 8 bits in blocks of 32.
  private func rounded(_ row: [Float]) -> [Double] {
    stride(from: 0, to: row.count, by: 32).flatMap { start in
      let block = row[start..<min(start + 32, row.count)]
      let extent = block.map(abs).max()!
      return block.map { extent > 0 ? Double(($0 * (127 / extent)).rounded(.toNearestOrEven)) * Double(extent / 127) : 0 }
    }
  }

  @Test(arguments: ElementType.allCases, InstructionSet.available)
  func everyLevelGivesTheDefinition(type: ElementType, level: InstructionSet) throws {
    let compute = Compute(pool: Self.pool, instructionSet: level)
    var random = Randoms(seed: 7)
    for (rows, blocks) in [(1, 1), (37, 3), (64, 18)] {
      let columns = type.blockSize == 1 ? blocks * 17 : blocks * type.blockSize
      let weights = try random.matrix(type, rows: rows, columns: columns, compute: compute)
      let values = (0..<rows).map { weights.values(ofRow: $0).map(Double.init) }
      for positions in [1, 2, 3, 7, 64] {
        let x = random.activations(rows: positions, columns: columns)
        let y = Activations(rows: positions, columns: rows)
        weights.multiply(x, into: y, compute: compute)
        var worst = 0.0, largest = 1e-9
        for t in 0..<positions {
          let input = type.blockSize == 1 ? x.copy(row: t).map(Double.init) : rounded(x.copy(row: t))
          for n in 0..<rows {
            var sum = 0.0
            for k in 0..<columns { sum += input[k] * values[n][k] }
            worst = max(worst, abs(sum - Double(y[t, n])))
            largest = max(largest, abs(sum))
          }
        }
        #expect(worst <= 4e-6 * largest, "\(rows) by \(columns), \(positions) positions: \(worst) of \(largest)")
      }
    }
  }

  @Test(arguments: ElementType.allCases, InstructionSet.available)
  func aRowsResultDoesNotDependOnTheRowsBesideIt(type: ElementType, level: InstructionSet) throws {
    let compute = Compute(pool: Self.pool, instructionSet: level)
    var random = Randoms(seed: 11)
    let columns = type.blockSize == 1 ? 96 : 3 * 256
    let weights = try random.matrix(type, rows: 50, columns: columns, compute: compute)
    let all = random.activations(rows: 9, columns: columns), together = Activations(rows: 9, columns: 50)
    weights.multiply(all, into: together, compute: compute)
    let one = Activations(rows: 1, columns: columns), alone = Activations(rows: 1, columns: 50)
    for t in 0..<9 {
      one.set(row: 0, to: all.copy(row: t))
      weights.multiply(one, into: alone, compute: compute)
      #expect(alone.copy(row: 0) == together.copy(row: t))
    }
  }

  @Test(arguments: InstructionSet.available)
  func severalProductsShareOneInputWithBiasAndAddition(level: InstructionSet) throws {
    let compute = Compute(pool: Self.pool, instructionSet: level)
    var random = Randoms(seed: 3)
    for positions in [1, 5, 130] {
      let x = random.activations(rows: positions, columns: 1024)
      let types: [ElementType] = [.q5_0, .q6_K, .f16, .q4_1]
      let matrices = try types.map { try random.matrix($0, rows: 45, columns: 1024, compute: compute) }
      let bias = random.floats(45)
      let outputs = types.map { _ in Activations(rows: positions, columns: 45) }
      let start = random.activations(rows: positions, columns: 45)
      for t in 0..<positions { outputs[3].set(row: t, to: start.copy(row: t)) }
      compute.multiply(
        x, matrices.indices.map {
          Product(weights: matrices[$0], bias: $0 == 2 ? nil : FloatVector(bias), output: outputs[$0], accumulates: $0 == 3)
        })
      let plain = Activations(rows: positions, columns: 45)
      for i in types.indices {
        matrices[i].multiply(x, into: plain, compute: compute)
        for t in 0..<positions {
          let largest = plain.copy(row: t).map(abs).max()!
          for n in 0..<45 {
            let expected = plain[t, n] + (i == 2 ? 0 : bias[n]) + (i == 3 ? start[t, n] : 0)
            #expect(abs(outputs[i][t, n] - expected) < 1e-6 * largest)
          }
        }
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func aProductFinishesWithGELUAndItsInputsChannelsAreScaledBeforeRounding(level: InstructionSet) throws {
    let compute = Compute(pool: Self.pool, instructionSet: level)
    var random = Randoms(seed: 5)
    for (type, positions) in [(ElementType.q8_0, 1), (.q8_0, 40), (.q4_1, 40), (.f32, 40)] {
      let weights = try random.matrix(type, rows: 45, columns: 96, compute: compute)
      let x = random.activations(rows: positions, columns: 96)
      let factors = (0..<96).map { Float(1 << ($0 % 3)) }  // powers of two: scaling by them is exact
      let scaled = Activations(rows: positions, columns: 96)
      for t in 0..<positions {
        scaled.set(row: t, to: zip(x.copy(row: t), factors).map { type == .f32 ? $0 : $0 * $1 })
      }
      let plain = Activations(rows: positions, columns: 45), fused = Activations(rows: positions, columns: 45)
      weights.multiply(scaled, into: plain, compute: compute)
      compute.gelu(plain)
      compute.multiply(
        x, [Product(weights: weights, output: fused, appliesGELU: true)], scaledBy: type == .f32 ? nil : FloatVector(factors))
      for t in 0..<positions {
        for n in 0..<45 { #expect(abs(fused[t, n] - plain[t, n]) <= 1e-6 * max(1, abs(plain[t, n]))) }
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func roundedInputsMeetBfloatWeightsAsTheirRoundedValuesWould(level: InstructionSet) throws {
    let compute = Compute(pool: Self.pool, instructionSet: level)
    var random = Randoms(seed: 7)
    for (positions, columns) in [(1, 384), (40, 51), (130, 96)] {
      let weights = try random.matrix(.bf16, rows: 45, columns: columns, compute: compute)
      let x = random.activations(rows: positions, columns: columns)
      let rounded = Activations(rows: positions, columns: columns)
      for t in 0..<positions {
        rounded.set(row: t, to: x.copy(row: t).map { value in
          let bits = value.bitPattern
          return Float(bitPattern: (bits &+ 0x7fff &+ (bits >> 16 & 1)) & 0xffff_0000)
        })
      }
      let exact = Activations(rows: positions, columns: 45), fast = Activations(rows: positions, columns: 45)
      weights.multiply(rounded, into: exact, compute: compute)
      compute.multiply(x, [Product(weights: weights, output: fast)], roundsInput: true)
      for t in 0..<positions {
        let largest = exact.copy(row: t).map(abs).max()!
        for n in 0..<45 { #expect(abs(fast[t, n] - exact[t, n]) <= 2e-6 * largest) }
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func extremeQuantsAndActivationsDoNotOverflow(level: InstructionSet) throws {
    let compute = Compute(pool: Self.pool, instructionSet: level)
    for type in ElementType.allCases where type.blockSize > 1 {
      for fill: UInt8 in [0, 0xff, 0x80, 0x7f] {
        var bytes = [UInt8](repeating: fill, count: type.blockBytes * 16)
        for b in 0..<16 {  // a scale of 1 where the type keeps it; minima of 0
          let at = b * type.blockBytes + (type == .q6_K ? 208 : 0)
          (bytes[at], bytes[at + 1]) = (0, 0x3c)
          if [.q4_1, .q5_1, .q4_K, .q5_K].contains(type) { (bytes[at + 2], bytes[at + 3]) = (0, 0) }
        }
        let weights = try bytes.withUnsafeBytes {
          try WeightMatrix(type: type, rows: 16, columns: type.blockSize, bytes: $0, compute: compute)
        }
        for positions in [1, 4] {
          for value: Float in [127, -127] {
            let x = Activations(rows: positions, columns: type.blockSize), y = Activations(rows: positions, columns: 16)
            for t in 0..<positions { x.set(row: t, to: [Float](repeating: value, count: type.blockSize)) }
            weights.multiply(x, into: y, compute: compute)
            let exact = weights.values(ofRow: 0).reduce(0.0) { $0 + Double($1) * Double(value) }
            #expect(abs(Double(y[0, 0]) - exact) <= 1e-6 * abs(exact), "\(type) filled with \(fill)")
          }
        }
      }
    }
  }
}
