/// The weight files that this version was tested with.
struct KnownModel {
  let role: String
  /// Below the models folder.
  let file: String
  let digest: String
  /// What brings it.
  let command: String
  /// Whether questions need it.
  let isNeeded: Bool

  static let all = [
    KnownModel(
      role: "text encoder", file: "all-MiniLM-L6-v2/model.safetensors",
      digest: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
      command: "Daemon/fetch-models.sh --only text", isNeeded: true),
    KnownModel(
      role: "decoder", file: "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
      digest: "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
      command: "Daemon/fetch-models.sh", isNeeded: false),
    KnownModel(
      role: "decoder, large", file: "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
      digest: "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
      command: "Daemon/fetch-models.sh --large", isNeeded: false),
    KnownModel(
      role: "decoder, small", file: "SmolLM2-135M-Instruct.Q4_1.gguf",
      digest: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
      command: "Daemon/fetch-models.sh --small", isNeeded: false),
    KnownModel(
      role: "speech", file: "faster-whisper-tiny.en/model.bin",
      digest: "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
      command: "Daemon/fetch-models.sh --only speech", isNeeded: false),
    KnownModel(
      role: "text in pictures, lines", file: "PP-OCRv4/ch_PP-OCRv4_det_infer.onnx",
      digest: "d2a7720d45a54257208b1e13e36a8479894cb74155a5efe29462512d42f49da9",
      command: "Daemon/fetch-models.sh --only images", isNeeded: false),
    KnownModel(
      role: "text in pictures, letters", file: "PP-OCRv4/ch_PP-OCRv4_rec_infer.onnx",
      digest: "48fc40f24f6d2a207a2b1091d3437eb3cc3eb6b676dc3ef9c37384005483683b",
      command: "Daemon/fetch-models.sh --only images", isNeeded: false),
    KnownModel(
      role: "text in pictures, directions", file: "PP-OCRv4/ch_ppocr_mobile_v2.0_cls_infer.onnx",
      digest: "e47acedf663230f8863ff1ab0e64dd2d82b838fceb5957146dab185a89d6215c",
      command: "Daemon/fetch-models.sh --only images", isNeeded: false),
  ]
}
