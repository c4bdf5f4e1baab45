// swift-tools-version: 6.3
import PackageDescription

// The folders of Sources/ in the order of the house: a target imports only targets above it.
// Sources/README.md says what each is for.

let swift: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableExperimentalFeature("Lifetimes"),
  .treatAllWarnings(as: .error),
]
let strict = swift + [SwiftSetting.strictMemorySafety()]

func library(_ name: String, _ dependencies: [String], exclude: [String] = []) -> Target {
  .target(name: name, dependencies: dependencies.map { .byName(name: $0) }, exclude: exclude, swiftSettings: strict)
}
func program(_ name: String, _ dependencies: [String]) -> Target {
  .executableTarget(name: name, dependencies: dependencies.map { .byName(name: $0) }, swiftSettings: strict)
}
func tests(_ name: String, _ dependencies: [String]) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: dependencies.map { .byName(name: $0) }, path: "Tests/\(name)",
    swiftSettings: swift)
}

let package = Package(
  name: "kgassist",
  products: [
    .executable(name: "kgassist", targets: ["kgassist"]),
    .executable(name: "kgassistd", targets: ["kgassistd"]),
    .executable(name: "kgassist-media", targets: ["kgassist-media"]),
    .executable(name: "kgassist-bench", targets: ["kgassist-bench"]),
  ],
  targets: [
    // The hot loops. Debug builds optimise them too: unoptimised they are 27 to 60 times slower.
    .target(name: "CKernels", cSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))]),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    // libpng reports errors by longjmp, which Swift cannot take part in: a C function around it.
    .target(name: "CPNG", linkerSettings: [.linkedLibrary("png16")]),
    library("Memory", []),
    library("Kernels", ["CKernels", "Memory"], exclude: ["README.md"]),
    library("Layers", ["Kernels", "Memory"]),
    library("Weights", ["Memory"]),
    library("Tokenizers", []),
    library("Models", ["Layers", "Kernels", "Weights", "Tokenizers", "Memory"]),
    library("Drawing", []),
    library("Training", ["Models", "Drawing", "Layers", "Kernels", "Weights", "Tokenizers", "Memory"], exclude: ["README.md"]),
    library("Generation", ["Models", "Layers", "Kernels", "Tokenizers", "Memory"]),
    .systemLibrary(name: "CSndFile", pkgConfig: "sndfile", providers: [.apt(["libsndfile1-dev"])]),
    library("Media", ["CPNG", "CSndFile", "Memory"]),
    library("Perception", ["Models", "Media", "Weights", "Kernels", "Tokenizers", "Memory"], exclude: ["README.md"]),
    library("RDF", []),
    library("KnowledgeGraph", ["RDF", "CSQLite", "CZlib", "Kernels", "Memory"], exclude: ["README.md"]),
    library("GraphEmbedding", ["KnowledgeGraph", "RDF", "Training", "Kernels", "Memory"], exclude: ["README.md"]),
    library("Fusion", ["KnowledgeGraph", "Perception", "GraphEmbedding", "RDF", "Training", "Weights", "Models", "Layers", "Kernels"], exclude: ["README.md", "PASSAGES.md", "PICTURES.md", "SPOKEN.md"]),
    library("SPARQL", ["KnowledgeGraph", "RDF", "Kernels"], exclude: ["README.md"]),
    library("Rules", ["KnowledgeGraph", "RDF"]),
    library("Ingestion", ["KnowledgeGraph", "Perception", "Media", "RDF"]),
    library("Answering", ["Fusion", "KnowledgeGraph", "Perception", "Generation", "Tokenizers", "RDF"]),
    library("Wire", []),
    library("Service", ["Media", "Wire", "Training", "Models", "Layers", "Weights", "Drawing", "Rules", "GraphEmbedding", "Fusion", "Ingestion", "Answering", "SPARQL", "KnowledgeGraph", "Perception", "Generation", "Tokenizers", "RDF", "Kernels"]),
    program("kgassistd", ["Service", "Wire"]),
    program("kgassist", ["Wire"]),
    program("kgassist-media", ["Media"]),
    program("kgassist-bench", [
      "Kernels", "Media", "Layers", "Weights", "Tokenizers", "Models", "Training", "Fusion", "Generation", "Perception", "GraphEmbedding", "KnowledgeGraph", "RDF", "SPARQL",
      "Ingestion", "Answering",
    ]),

    // Random numbers that tests of several targets draw.
    .target(name: "SeededNumbers", path: "Tests/SeededNumbers", swiftSettings: swift),
    // Where weights, public data and recordings lie.
    .target(name: "TestFiles", path: "Tests/TestFiles", swiftSettings: swift),
    tests("Memory", ["Memory"]),
    tests("Kernels", ["Kernels", "Memory"]),
    tests("Layers", ["Layers", "Kernels", "Memory", "TestFiles"]),
    tests("Weights", ["Weights", "Memory"]),
    tests("Tokenizers", ["Tokenizers", "Weights", "SeededNumbers", "TestFiles"]),
    tests("Models", ["Models", "Media", "Layers", "Kernels", "Weights", "Tokenizers", "TestFiles"]),
    tests("Generation", ["Generation", "Models", "Kernels", "Tokenizers", "TestFiles"]),
    tests("Media", ["Media", "TestFiles"]),
    tests("Perception", ["Perception", "Models", "Media", "Kernels", "TestFiles"]),
    tests("RDF", ["RDF", "SeededNumbers", "TestFiles"]),
    tests("KnowledgeGraph", ["KnowledgeGraph", "RDF", "CSQLite", "Kernels"]),
    tests("GraphEmbedding", ["GraphEmbedding", "KnowledgeGraph", "RDF", "Kernels", "TestFiles"]),
    tests("Fusion", ["Fusion", "Training", "Models", "Perception", "GraphEmbedding", "KnowledgeGraph", "RDF", "Kernels", "TestFiles"]),
    tests("SPARQL", ["SPARQL", "KnowledgeGraph", "RDF", "SeededNumbers", "TestFiles"]),
    .testTarget(
      name: "RulesTests", dependencies: ["Rules", "KnowledgeGraph", "RDF", "SeededNumbers"], path: "Tests/Rules", exclude: ["Recorded"], swiftSettings: swift),
    tests("Ingestion", ["Ingestion", "Media", "KnowledgeGraph", "RDF", "Perception", "Kernels", "SeededNumbers", "TestFiles"]),
    .testTarget(
      name: "AnsweringTests",
      dependencies: ["Answering", "Fusion", "KnowledgeGraph", "Ingestion", "RDF", "Perception", "Generation", "Kernels", "TestFiles"],
      path: "Tests/Answering", exclude: ["Development"], swiftSettings: swift),
    tests("Training", ["Training", "Models", "Layers", "Kernels", "Weights", "Tokenizers", "TestFiles"]),
    tests("Drawing", ["Drawing", "SeededNumbers"]),
    tests("Wire", ["Wire", "SeededNumbers"]),
    tests("Service", ["Service", "Wire", "KnowledgeGraph", "GraphEmbedding", "Ingestion", "Answering", "TestFiles"]),
    .testTarget(
      name: "JourneysTests", dependencies: ["Wire", "TestFiles"], path: "Tests/Journeys", exclude: ["quickstart.sh", "soak.py", "units.sh"],
      swiftSettings: swift),
  ],
  cLanguageStandard: .gnu17
)
