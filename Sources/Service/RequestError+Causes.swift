import Answering
import Generation
import GraphEmbedding
import Ingestion
import KnowledgeGraph
import Media
import Rules
import SPARQL
import Training
import Weights
import Wire

extension RequestError {
  /// What a caller is told about any error. Nothing that is not meant for people leaves the daemon.
  init(_ error: any Error) {
    switch error {
    case let error as RequestError: self = error
    case let error as HTTPProblem: self.init(error.status, error.code, error.message)
    case let error as WireJSONError: self.init(400, "invalid_json", error.message, parameter: error.key)
    case let error as AnsweringError:
      switch error {
      case .deadline: self.init(504, "deadline", error.description)
      case .emptyQuestion, .questionTooLong: self.init(400, "question", error.description, parameter: "question")
      }
    case let error as GenerationError:
      switch error {
      case .contextExceeded: self.init(400, "context_length_exceeded", error.description, parameter: "messages")
      case .badRequest: self.init(400, "invalid_request", error.description)
      case .stopped: self.init(503, "stopping", error.description, retryAfter: 5)
      }
    case let error as IngestionError:
      self.init(error.exitCode == 65 ? 422 : 400, error.exitCode == 65 ? "undecodable" : "ingestion", error.description)
    case let error as GraphEmbeddingError:
      switch error {
      case .unknown: self.init(404, "not_found", error.description)
      case .badSetting(let name, _, _): self.init(400, "setting", error.description, parameter: name)
      case .unreadable, .unwritable, .damaged, .stopped: self.init(500, "embeddings", error.description)
      default: self.init(422, "training", error.description)
      }
    case let error as TrainingError:
      switch error {
      case .badSetting(let name, _, _): self.init(400, "setting", error.description, parameter: name)
      default: self.init(422, "training", error.description)
      }
    case let error as WeightFileError: self.init(500, "model", error.description)
    case let error as TableFileError: self.init(500, "training", error.description)
    case let error as MediaError:
      switch error.kind {
      case .undecodable, .tooLarge, .tooSlow: self.init(422, "undecodable", error.description)
      case .missingProgram: self.init(503, "program_missing", error.description, retryAfter: 60)
      }
    case let error as RuleError: self.init(422, "rules", error.description)
    case let error as StoreError: self.init(store: error)
    case let error as SPARQLError: self.init(query: error)
    case is CancellationError: self.init(503, "cancelled", "the request was ended before it was done", retryAfter: 1)
    default: self.init(500, "internal", "the daemon failed at this request: \(error)")
    }
  }

  private init(query error: SPARQLError) {
    switch error.code {
    case .syntax: self.init(400, "syntax", error.description, parameter: "query")
    case .refused: self.init(400, "refused", error.description, parameter: "query")
    case .tooLarge: self.init(400, "too_large", error.description, parameter: "query")
    case .unavailable: self.init(409, "unavailable", error.description, parameter: "query")
    case .deadline: self.init(504, "deadline", error.description)
    case .cancelled: self.init(503, "cancelled", "the request was ended before it was done", retryAfter: 1)
    }
  }

  private init(store error: StoreError) {
    switch error.code {
    case .diskFull:
      self.init(507, "disk_full", error.message)
    case .notFound: self.init(404, "not_found", error.message)
    case .deadline: self.init(504, "deadline", "the deadline passed; ask again with a longer one")
    case .cancelled: self.init(503, "cancelled", "the request was ended before it was done", retryAfter: 1)
    case .busy: self.init(503, "busy", error.message, retryAfter: 1)
    case .invalid, .constraint: self.init(409, "conflict", error.message)
    case .closed: self.init(503, "stopping", "the daemon is shutting down", retryAfter: 5)
    default: self.init(500, "store", error.message)
    }
  }
}
