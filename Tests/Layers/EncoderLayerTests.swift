import Kernels
import Layers
import Testing

/// A whole layer of an encoder beside PyTorch's own.
@Suite struct EncoderLayerTests {
  @Test(arguments: TrainableEncoderLayer.NormPlace.allCases)
  func aLayersSlopesAreThoseOfPyTorch(place: TrainableEncoderLayer.NormPlace) throws {
    let recorded = try GradientRecording("encoder layer, norms \(place.rawValue)"), sequences = [0..<4, 4..<11]
    for compute in computes {
      let pass = TrainingPass(compute: compute)
      let layer = TrainableEncoderLayer("layer", width: 16, heads: 1, intermediate: 24, epsilon: 1e-5, normPlace: place)
      let linears = [
        ("queries", layer.queries), ("keys", layer.keys), ("values", layer.values), ("output", layer.attentionOutput),
        ("expansion", layer.expansion), ("contraction", layer.contraction),
      ]
      let norms = [("norm1", layer.attentionNorm), ("norm2", layer.outputNorm)]
      for (name, linear) in linears {
        recorded.fill(linear.weight, name + ".w")
        recorded.fill(linear.bias!, name + ".b")
      }
      for (name, norm) in norms {
        recorded.fill(norm.weight, name + ".w")
        recorded.fill(norm.bias, name + ".b")
      }
      let x = recorded.activations("x"), y = room(), d = recorded.activations("dy"), memory = layer.makeMemory(tokens: 11)
      layer.forward(x, into: y, sequences: sequences, memory: memory, pass: pass)
      #expect(recorded.error("y", y) < 2e-5)
      layer.backward(d, input: x, sequences: sequences, memory: memory, pass: pass)
      #expect(recorded.error("dx", d) < 5e-5)
      for (name, linear) in linears {
        #expect(recorded.error(name + ".dw", linear.weight.gradient) < 5e-5, "\(name)")
        // The bias of the keys has no slope but rounding: a softmax does not see it.
        if name != "keys" { #expect(recorded.error(name + ".db", linear.bias!.gradient) < 5e-5, "\(name)") }
      }
      for (name, norm) in norms {
        #expect(recorded.error(name + ".dw", norm.weight.gradient) < 5e-5, "\(name)")
        #expect(recorded.error(name + ".db", norm.bias.gradient) < 5e-5, "\(name)")
      }
    }
  }
}
