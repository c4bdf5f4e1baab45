import Wire

extension Daemon {
  /// All that can be asked of the daemon, by subject.
  func routes() -> [Router.Route] {
    statusRoutes() + askRoutes() + documentRoutes() + jobRoutes() + graphRoutes() + graphUpdateRoutes() + queryRoutes() + pictureRoutes()
      + inferenceRoutes() + trainingRoutes() + classifyRoutes() + predictionRoutes() + readRoutes() + speechRoutes() + openAIRoutes() + storeRoutes()
  }
}
