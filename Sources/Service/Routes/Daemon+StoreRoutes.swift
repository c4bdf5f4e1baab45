import KnowledgeGraph
import Wire

extension Daemon {
  func storeRoutes() -> [Router.Route] {
    [
      Router.Route("GET", "/v1/verify") { [self] _, _ in
        try .json(200, VerificationShape(problems: try await store.verify()))
      },
      Router.Route("GET", "/v1/backup", writes: true) { [self] _, _ in
        let path = try OwnFile.temporaryPath(in: configuration.state)
        do {
          try await store.backup(to: path)
        } catch {
          OwnFile.remove(path)
          throw error
        }
        return .file(path: path, contentType: "application/vnd.sqlite3")
      },
    ]
  }
}
