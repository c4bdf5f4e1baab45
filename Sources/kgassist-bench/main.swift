// Measures the engine, beside a peer where asked. One case a file; what they share is in BenchArguments, BenchLine, Peer.
import Foundation

do {
  let arguments = try BenchArguments(Array(CommandLine.arguments.dropFirst()))
  switch arguments.name {
  case "decode": try DecodeCase.measure(arguments)
  case "graph-embedding": try GraphEmbeddingCase.measure(arguments)
  case "train": try TrainCase.measure(arguments)
  case "embed": try EmbedCase.measure(arguments)
  case "charts": try await ChartsCase.measure(arguments)
  case "ask-charts": try await ChartQuestionsCase.measure(arguments)
  case "kinds": try await KindsCase.measure(arguments)
  case "see": try await SeeCase.measure(arguments)
  case "perplexity": try PerplexityCase.measure(arguments)
  case "budget": try BudgetCase.measure(arguments)
  case "load": try LoadCase.measure(arguments)
  case "batch": try await BatchCase.measure(arguments)
  case "grounded": try await GroundedCase.measure(arguments)
  case "hear": try await HearCase.measure(arguments)
  case "fusion": try await FusionCase.measure(arguments)
  case "chains": try await ChainsCase.measure(arguments)
  case "reader": try await ReaderCase.measure(arguments)
  case "ask": try await AskCase.measure(arguments)
  case "answerability": try await AnswerabilityCase.measure(arguments)
  case "linker": try await LinkerCase.measure(arguments)
  case "passage-ranker": try await PassageRankerCase.measure(arguments)
  case "fusion-passages": try await FusionPassagesCase.measure(arguments)
  case "fusion-pictures": try await FusionPicturesCase.measure(arguments)
  case "fusion-spoken": try await FusionSpokenCase.measure(arguments)
  case "spoken-linker": try await FusionSpokenCase.ship(arguments)
  case "terms": try await TermsCase.measure(arguments)
  case "query": try await QueryCase.measure(arguments)
  case "graph": try await GraphCase.measure(arguments)
  case "retrieve": try await RetrieveCase.measure(arguments)
  default: throw BenchArguments.Fault(description: "there is no case \(arguments.name)")
  }
} catch let fault as BenchArguments.Fault {
  FileHandle.standardError.write(Data("kgassist-bench: \(fault)\n\n\(BenchArguments.usage)\n".utf8))
  exit(2)
} catch {
  FileHandle.standardError.write(Data("kgassist-bench: \(error)\n".utf8))
  exit(1)
}
