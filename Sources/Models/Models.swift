/// One file, or folder, an architecture: its configuration, the names of its weights, its forward.
///
/// - ``BERTEncoder``: tokens to states and sentence vectors.
/// - ``TrainableBERT``: the same with a backward, in float32.
/// - ``DecoderModel``: tokens to the next token's logits; `llama` and `qwen2`.
/// - ``ONNXGraph``: any graph of an ONNX file whose operators are known, on the project's kernels.
/// - ``EfficientNetLite``: a picture to a grid of features and one vector.
/// - ``TrainableDecoder``: the same with a backward, for adapters; ``DecoderAdapter`` is one on disk as PEFT keeps it, and
///   ``AppliedAdapter`` one in use: beside the weights, stacked, or merged into them.
/// - ``WhisperModel``: log-mel frames and the tokens so far to the next token's logits.
///
/// A model is loaded once and is immutable: everything that changes while it runs (caches, activations) belongs to
/// the caller.
