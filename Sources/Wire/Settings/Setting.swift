/// One thing that can be set, and the names it has.
public enum Setting: String, Sendable, CaseIterable {
  case socket = "KGASSIST_SOCKET"
  case state = "KGASSIST_STATE"
  case models = "KGASSIST_MODELS"
  case decoder = "KGASSIST_DECODER"
  case speech = "KGASSIST_SPEECH"
  case imageEncoder = "KGASSIST_IMAGE_ENCODER"
  case threads = "KGASSIST_THREADS"
  case instructionSet = "KGASSIST_ISA"
  case parallel = "KGASSIST_PARALLEL"
  case queue = "KGASSIST_QUEUE"
  case cache = "KGASSIST_CACHE_MB"

  /// The flag of `kgassistd`; nil where the environment and the settings file are the only ways.
  public var flag: String? {
    switch self {
    case .socket: "--socket"
    case .state: "--state"
    case .models: "--models"
    case .decoder: "--decoder"
    case .threads: "--threads"
    case .speech, .imageEncoder, .instructionSet, .parallel, .queue, .cache: nil
    }
  }

  /// What it is, for the help.
  public var summary: String {
    switch self {
    case .socket: "the Unix socket that clients connect to"
    case .state: "the folder with graph.sqlite3"
    case .models: "the folder with the weights"
    case .decoder: "the decoder's .gguf file, a name in the models folder or a path; or the name of one made by kgassist train decoder"
    case .speech: "the folder of the speech model (faster-whisper's files), a name in the models folder or a path"
    case .imageEncoder: "an encoder of pictures of your own: an ONNX file, a name in the models folder or a path"
    case .threads: "threads that compute; unset: as many as this process may use"
    case .instructionSet: "avx512, avx2 or portable; unset: the widest that the processor has"
    case .parallel: "questions that are answered at the same time"
    case .queue: "questions that may wait; one more is told to try again later"
    case .cache: "megabytes for what the decoder remembers of running answers; answers beyond wait"
    }
  }
}
