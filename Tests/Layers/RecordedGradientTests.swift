import Kernels
import Layers
import Testing

/// Forward and backward of every trained layer, on every level, against PyTorch's.
@Suite struct RecordedGradientTests {
  private let tolerance: Float = 1e-5

  @Test func aLinearLayersSlopesAreThoseOfPyTorch() throws {
    let recorded = try GradientRecording("linear")
    for compute in computes {
      let pass = TrainingPass(compute: compute), layer = TrainableLinear("linear", inputs: 12, outputs: 9)
      recorded.fill(layer.weight, "w")
      recorded.fill(layer.bias!, "b")
      let x = recorded.activations("x"), y = room(), dx = room()
      layer.forward(x, into: y, pass: pass)
      #expect(recorded.error("y", y) < tolerance)
      layer.backward(recorded.activations("dy"), input: x, into: dx, pass: pass)
      #expect(recorded.error("dx", dx) < tolerance)
      #expect(recorded.error("dw", layer.weight.gradient) < tolerance)
      #expect(recorded.error("db", layer.bias!.gradient) < tolerance)
    }
  }

  @Test(arguments: [ProductPrecision.float32, .bfloat16])
  func frozenWeightsPassSlopesOn(precision: ProductPrecision) throws {
    let recorded = try GradientRecording("linear")
    for compute in computes {
      let values = recorded["w"].joined().map { $0 }
      let weight = try values.withUnsafeBytes { try WeightMatrix(type: .f32, rows: 9, columns: 12, bytes: $0, compute: compute) }
      let layer = FrozenLinear(Linear(weight: weight, bias: recorded["b"][0]), precision: precision, compute: compute)
      let pass = TrainingPass(compute: compute), x = recorded.activations("x"), y = room(), dx = room()
      layer.forward(x, into: y, pass: pass)
      layer.backward(recorded.activations("dy"), input: x, into: dx, pass: pass)
      #expect(recorded.error("y", y) < tolerance)
      #expect(recorded.error("dx", dx) < (precision == .float32 ? tolerance : 0.02))
    }
  }

  @Test func anEmbeddingsSlopesGoToTheRowsThatWereLookedUp() throws {
    let recorded = try GradientRecording("embedding")
    for compute in computes {
      let pass = TrainingPass(compute: compute), layer = TrainableEmbedding("table", rows: 7, columns: 6), y = room()
      recorded.fill(layer.table, "table")
      layer.forward(recorded.integers("tokens"), into: y, pass: pass)
      layer.backward(recorded.activations("dy"), indices: recorded.integers("tokens"), pass: pass)
      #expect(recorded.error("y", y) < tolerance)
      #expect(recorded.error("dtable", layer.table.gradient) < tolerance)
    }
  }

  @Test func normsSlopesAreThoseOfPyTorch() throws {
    let layerNorm = try GradientRecording("layer norm"), rmsNorm = try GradientRecording("rms norm")
    for compute in computes {
      let pass = TrainingPass(compute: compute), y = room(), dx = room()
      let norm = TrainableLayerNorm("norm", width: 20, epsilon: 1e-5)
      layerNorm.fill(norm.weight, "w")
      layerNorm.fill(norm.bias, "b")
      norm.forward(layerNorm.activations("x"), into: y, pass: pass)
      norm.backward(layerNorm.activations("dy"), input: layerNorm.activations("x"), into: dx, pass: pass)
      #expect(layerNorm.error("y", y) < tolerance)
      #expect(layerNorm.error("dx", dx) < tolerance)
      #expect(layerNorm.error("dw", norm.weight.gradient) < tolerance)
      #expect(layerNorm.error("db", norm.bias.gradient) < tolerance)

      let root = TrainableRMSNorm("norm", width: 20, epsilon: 1e-5)
      rmsNorm.fill(root.weight, "w")
      let x = rmsNorm.activations("x"), dy = rmsNorm.activations("dy")
      root.forward(x, into: y, pass: pass)
      root.backward(dy, input: x, into: dx, pass: pass)
      #expect(rmsNorm.error("y", y) < tolerance)
      #expect(rmsNorm.error("dx", dx) < tolerance)
      #expect(rmsNorm.error("dw", root.weight.gradient) < tolerance)
      // Slopes are added where they meet those of a residual connection.
      compute.scale(dx.matrix, by: 0)
      RMSNorm(weight: rmsNorm["w"][0], epsilon: 1e-5).backward(dy, input: x, into: dx, adding: true, compute: compute)
      #expect(rmsNorm.error("dx", dx) < tolerance)
    }
  }

  @Test func activationsSlopesAreThoseOfPyTorch() throws {
    let gelu = try GradientRecording("gelu"), swiglu = try GradientRecording("swiglu")
    for compute in computes {
      let dy = gelu.activations("dy")
      GELU.backward(dy, input: gelu.activations("x"), compute: compute)
      #expect(gelu.error("dx", dy) < tolerance)
      let dgate = room(), dup = room()
      SwiGLU.backward(
        swiglu.activations("dy"), gate: swiglu.activations("gate"), up: swiglu.activations("up"), gate: dgate, up: dup, compute: compute)
      #expect(swiglu.error("dgate", dgate) < tolerance)
      #expect(swiglu.error("dup", dup) < tolerance)
    }
  }

  @Test(arguments: [
    ("causal attention with rotary halves", 4, 2, true, RotaryPositions.Pairing.halves),
    ("causal attention with rotary pairs", 3, 1, true, .interleaved), ("attention of encoders", 2, 2, false, nil),
  ])
  func attentionsSlopesAreThoseOfPyTorch(name: String, heads: Int, shared: Int, causal: Bool, pairing: RotaryPositions.Pairing?) throws {
    let recorded = try GradientRecording(name), sequences = [0..<5, 6..<13]
    let rotary = pairing.map { RotaryPositions(headSize: 16, base: 100, pairing: $0, capacity: 16) }
    for compute in computes {
      let pass = TrainingPass(compute: compute)
      let attention = TrainableAttention(AttentionShape(heads: heads, keyValueHeads: shared, headSize: 16, isCausal: causal))
      let q = recorded.activations("q"), k = recorded.activations("k"), v = recorded.activations("v")
      for rows in sequences {
        rotary?.apply(to: q, rows: rows, start: 0, compute: compute)
        rotary?.apply(to: k, rows: rows, start: 0, compute: compute)
      }
      let y = room(), dq = room(), dk = room(), dv = room()
      attention.forward(queries: q, keys: k, values: v, sequences: sequences, into: y, pass: pass)
      #expect(recorded.error("y", y) < tolerance)
      attention.backward(
        recorded.activations("dy"), queries: q, keys: k, values: v, sequences: sequences, queries: dq, keys: dk, values: dv, pass: pass)
      for rows in sequences {
        rotary?.backward(dq, rows: rows, start: 0, compute: compute)
        rotary?.backward(dk, rows: rows, start: 0, compute: compute)
      }
      #expect(recorded.error("dq", dq) < tolerance)
      #expect(recorded.error("dk", dk) < tolerance)
      #expect(recorded.error("dv", dv) < tolerance)
    }
  }

  @Test(arguments: [("cross entropy", Float(0)), ("cross entropy with smoothing", 0.1)])
  func crossEntropysSlopesAreThoseOfPyTorch(name: String, smoothing: Float) throws {
    let recorded = try GradientRecording(name), targets = recorded.integers("targets")
    for compute in computes {
      let scores = recorded.activations("scores"), counted = SoftmaxCrossEntropy.counted(targets)
      let loss = SoftmaxCrossEntropy(smoothing: smoothing).forwardBackward(scores, targets: targets, weight: 1 / Float(counted), compute: compute)
      #expect(recorded.error("loss", [[Float(loss) / Float(counted)]]) < tolerance)
      #expect(recorded.error("dscores", scores) < tolerance)
    }
  }

  @Test func yesOrNoAndDirectionsAndFindingOnesOwnAreThoseOfPyTorch() throws {
    let binary = try GradientRecording("binary cross entropy"), cosine = try GradientRecording("cosine"), nce = try GradientRecording("info nce")
    for compute in computes {
      let scores = binary.activations("scores")
      let loss = BinaryCrossEntropy.forwardBackward(scores, targets: Array(binary["targets"].joined()), weight: 1 / 12)
      #expect(binary.error("loss", [[Float(loss / 12)]]) < tolerance)
      #expect(binary.error("dscores", scores) < tolerance)

      let da = room(), db = room()
      let distance = CosineLoss(margin: 0.1).forwardBackward(
        cosine.activations("a"), cosine.activations("b"), alike: cosine["alike"][0].map { $0 > 0 }, weight: 0.2, da: da, db: db, compute: compute)
      #expect(cosine.error("loss", [[Float(distance / 5)]]) < tolerance)
      #expect(cosine.error("da", da) < tolerance)
      #expect(cosine.error("db", db) < tolerance)

      let found = InfoNCE(temperature: 0.2).forwardBackward(
        queries: nce.activations("q"), candidates: nce.activations("c"), targets: nce.integers("targets"), weight: 0.25, queries: da,
        candidates: db, pass: TrainingPass(compute: compute))
      #expect(nce.error("loss", [[Float(found / 4)]]) < tolerance)
      #expect(nce.error("dq", da) < tolerance)
      #expect(nce.error("dc", db) < tolerance)
    }
  }

  @Test func aConvolutionsSlopesAreThoseOfPyTorch() throws {
    let recorded = try GradientRecording("convolution")
    for compute in computes {
      let pass = TrainingPass(compute: compute), layer = TrainableConvolution("conv", inputs: 3, outputs: 5, taps: 3, stride: 2)
      recorded.fill(layer.linear.weight, "w")
      recorded.fill(layer.linear.bias!, "b")
      let y = room(), windows = room(), dx = room()
      layer.forward(recorded.activations("x"), windows: windows, into: y, pass: pass)
      #expect(recorded.error("y", y) < tolerance)
      layer.backward(recorded.activations("dy"), windows: windows, scratch: room(), frames: 7, into: dx, pass: pass)
      #expect(recorded.error("dx", dx) < tolerance)
      #expect(recorded.error("dw", layer.linear.weight.gradient) < tolerance)
      #expect(recorded.error("db", layer.linear.bias!.gradient) < tolerance)
    }
  }

  @Test func anAdditionOfLowRankHasPyTorchsSlopes() throws {
    let recorded = try GradientRecording("low rank")
    for compute in computes {
      let pass = TrainingPass(compute: compute)
      let values = recorded["w"].joined().map { $0 }
      let weight = try values.withUnsafeBytes { try WeightMatrix(type: .f32, rows: 10, columns: 12, bytes: $0, compute: compute) }
      var random = SeededGenerator(seed: 1)
      let layer = LowRankLinear(
        "low", base: FrozenLinear(Linear(weight: weight), precision: .float32, compute: compute), rank: 4, alpha: 8, using: &random)
      recorded.fill(layer.down, "down")
      recorded.fill(layer.up, "up")
      let x = recorded.activations("x"), y = room(), dx = room()
      layer.forward(x, into: y, pass: pass)
      layer.backward(recorded.activations("dy"), input: x, into: dx, pass: pass)
      #expect(recorded.error("y", y) < tolerance)
      #expect(recorded.error("dx", dx) < tolerance)
      #expect(recorded.error("ddown", layer.down.gradient) < tolerance)
      #expect(recorded.error("dup", layer.up.gradient) < tolerance)
    }
  }
}
