public import Kernels

/// y = silu(gate) · up, with silu(x) = x / (1 + e⁻ˣ). Source: Shazeer 2020.
public enum SwiGLU {
  /// All three are (T, C); `y` may be either input.
  public static func forward(gate: Activations, up: Activations, into y: Activations, compute: Compute) {
    compute.swiglu(gate: gate, up: up, into: y)
  }
}
