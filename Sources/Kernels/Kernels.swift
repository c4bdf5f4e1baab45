/// Arithmetic on matrices, and the only Swift that hands pointers to C.
///
/// - ``InstructionSet``: the levels of kernels this machine can run; `KGASSIST_ISA` forces a lower one.
/// - ``ComputePool``: the threads that do arithmetic. A hand-over costs about 1 µs while the threads are awake.
/// - ``Compute``: pool and instruction set together, which every layer is given.
/// - ``Activations``: a (T, C) float32 matrix with fixed capacity.
/// - ``WeightMatrix``: an (N, K) matrix of any ``ElementType``, repacked once at construction. A product of T rows
///   costs 2·T·N·K operations; with T = 1 it costs one pass over the packed bytes.
/// - ``FloatMatrix``, ``FloatTable``, ``ProductPrecision``: what trainings compute with: products of float matrices in the three shapes of
///   a layer's forward and backward, in float32 or bfloat16; ``TransposedWeights`` for weights that stay as they are.
/// - ``SeededGenerator``: random numbers that depend on the seed alone.
/// - ``VectorMath``: products of single vectors, float and int8.
///
/// `README.md` beside this file explains the packed layouts, the blocking and what was measured.
