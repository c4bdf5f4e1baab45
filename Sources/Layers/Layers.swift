/// Each layer's forward, and its backward where it is trained, over ``Activations`` (T, C) and with the threads and kernels of a ``Compute``.
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
/// Training, in `Trainable/` and `Losses/`. A layer keeps nothing of a batch: its backward is given the input again, adds to the
/// gradients of its parameters and passes the slopes on. A ``TrainingPass`` says with what.
/// - ``Parameter``: values and their gradient, float32.
/// - ``Projection``: ``TrainableLinear`` (backward twice the forward), ``FrozenLinear`` (a backward as long as the forward; weights
///   quantised or not), ``LowRankLinear`` (a projection with LoRA's addition).
/// - ``TrainableEmbedding``, ``TrainableLayerNorm``, ``TrainableRMSNorm``, ``TrainableConvolution``, ``Dropout``.
/// - ``TrainableEncoderLayer``: one layer of an encoder Transformer, norms before or behind; a stack of them is an encoder.
/// - ``TrainableAttention``: nothing of T×T is kept; the backward is 2.5 times the forward.
/// - ``GELU``, ``SwiGLU``, ``RMSNorm``, ``RotaryPositions``: `backward` beside the forward, weights frozen.
/// - ``SoftmaxCrossEntropy``, ``BinaryCrossEntropy``, ``CosineLoss``, ``InfoNCE``: scores or vectors become their slopes.
///
/// A layer of answering never allocates per call beyond what grows once; outputs take their shape from the layer.
