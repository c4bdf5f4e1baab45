import Glibc
public import Kernels

/// y = silu(gate) · up, with silu(x) = x / (1 + e⁻ˣ). Source: Shazeer 2020.
public enum SwiGLU {
  /// All three are (T, C); `y` may be either input.
  public static func forward(gate: Activations, up: Activations, into y: Activations, compute: Compute) {
    precondition(gate.rows == up.rows && gate.columns == up.columns, "SwiGLU: gate and up of different shapes")
    y.resize(rows: gate.rows, columns: gate.columns)
    for i in 0..<gate.rows * gate.columns {
      let g = unsafe gate.pointer[i]
      unsafe y.pointer[i] = g / (1 + expf(-g)) * up.pointer[i]
    }
  }
}
