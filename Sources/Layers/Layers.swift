/// Each layer's forward, over ``Activations`` (T, C) and with the threads and kernels of a ``Compute``.
///
/// - ``Linear``, ``LinearGroup``: y = x·Wᵀ + b; several over one input in one hand-over. 2·T·N·K operations.
/// - ``RMSNorm``, ``LayerNorm``: one pass over (T, C).
/// - ``RotaryPositions``: turns queries and keys by their positions, in place.
/// - ``KeyValuePool``, ``KeyValueCache``, ``CausalAttention``: keys and values of running texts, in blocks that texts with
///   a common beginning share (found by `PrefixIndex`), and attention over them;
///   O(T·(past + T)·H·D), no score matrix.
/// - ``BidirectionalAttention``: attention within each of several sequences of different lengths, without padding.
/// - ``SwiGLU``, ``GELU``, ``softmax(_:)``, ``add(_:to:compute:)``: elementwise.
/// - ``TemporalConvolution``: over neighbouring frames, through the matrix product. 2·T·N·taps·C operations.
/// - ``TokenEmbedding``: rows of a matrix by token id.
///
/// A layer never allocates per call beyond what grows once; outputs take their shape from the layer.
