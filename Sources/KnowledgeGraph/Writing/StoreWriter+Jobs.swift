extension StoreWriter {
  /// A new job without items, queued.
  public func createJob(kind: String, uid: Int) throws -> JobID {
    try connection.run(
      "INSERT INTO job(kind, status, uid, created) VALUES(?1, 'queued', ?2, ?3)", .text(kind), .integer(uid), .integer(Self.now))
    return JobID(rawValue: connection.lastInsertedID)
  }

  /// One more item at the end of a job. Its bytes are kept until it is finished.
  /// - Throws: ``StoreError`` `notFound` when there is no such job, `invalid` when it was cancelled.
  @discardableResult
  public func addJobItem(job: JobID, name: String, mediaType: String?, domain: Domain?, replace: Bool, bytes: [UInt8]) throws -> JobItemID {
    guard let record = try reader.job(job) else { throw StoreError(.notFound, "there is no job \(job)") }
    guard record.status != .cancelled else { throw StoreError(.invalid, "job \(job) was cancelled; start another") }
    try connection.run(
      "INSERT INTO job_item(job, name, media_type, domain, replace, status, bytes) VALUES(?1, ?2, ?3, ?4, ?5, 'queued', ?6)", .id(job), .text(name),
      .text(mediaType), .domain(domain), .integer(replace ? 1 : 0), .blob(bytes))
    let item = JobItemID(rawValue: connection.lastInsertedID)
    if record.status.isFinished { try connection.run("UPDATE job SET status = 'running', finished = NULL WHERE id = ?1", .id(job)) }
    return item
  }

  /// Takes an item out of the queue, for the one who works on it.
  public func startJobItem(_ id: JobItemID) throws {
    try connection.run("UPDATE job_item SET status = 'running' WHERE id = ?1 AND status = 'queued'", .id(id))
    try connection.run("UPDATE job SET status = 'running' WHERE status = 'queued' AND id = (SELECT job FROM job_item WHERE id = ?1)", .id(id))
  }

  /// Ends an item, and its job with the last one: `done`, or `failed` when every item failed.
  ///
  /// - Parameter error: what a person is told; nil when it went well.
  public func finishJobItem(_ id: JobItemID, triples: Int = 0, error: String? = nil) throws {
    try connection.run(
      "UPDATE job_item SET status = ?2, error = ?3, triples = ?4, bytes = NULL WHERE id = ?1 AND status IN ('queued', 'running')", .id(id),
      .text(error == nil ? "done" : "failed"), .text(error), .integer(triples))
    changes.removedRows = true
    guard let job = try connection.first("SELECT job FROM job_item WHERE id = ?1", .id(id), as: { $0.int64(0) }) else { return }
    try connection.run(
      """
      UPDATE job SET finished = ?2, status =
        CASE WHEN EXISTS(SELECT 1 FROM job_item WHERE job = ?1 AND status = 'done') THEN 'done' ELSE 'failed' END
      WHERE id = ?1 AND status IN ('queued', 'running')
        AND NOT EXISTS(SELECT 1 FROM job_item WHERE job = ?1 AND status IN ('queued', 'running'))
      """, .integer(job), .integer(Self.now))
  }

  /// Ends what has not begun of a job; an item that runs is finished by who runs it.
  /// - Returns: false when there is no such job or it was finished.
  @discardableResult
  public func cancelJob(_ id: JobID) throws -> Bool {
    try connection.run(
      "UPDATE job SET status = 'cancelled', finished = ?2 WHERE id = ?1 AND status IN ('queued', 'running')", .id(id), .integer(Self.now))
    guard connection.changes > 0 else { return false }
    try connection.run("UPDATE job_item SET status = 'cancelled', bytes = NULL WHERE job = ?1 AND status = 'queued'", .id(id))
    changes.removedRows = true
    return true
  }

  /// Puts items back into the queue that were running when the daemon ended.
  /// - Returns: how many.
  @discardableResult
  public func requeueRunningJobs() throws -> Int {
    try connection.run(
      "UPDATE job_item SET status = 'queued' WHERE status = 'running' AND job IN (SELECT id FROM job WHERE status IN ('queued', 'running'))")
    let count = connection.changes
    try connection.run("UPDATE job_item SET status = 'cancelled', bytes = NULL WHERE status = 'running'")
    return count
  }

  /// Forgets a job with its items.
  @discardableResult
  public func removeJob(_ id: JobID) throws -> Bool {
    try connection.run("DELETE FROM job WHERE id = ?1", .id(id))
    changes.removedRows = true
    return connection.changes > 0
  }
}
