extension StoreReader {
  private static let jobColumns = """
    SELECT j.id, j.kind, j.status, j.uid, j.created, j.finished,
      (SELECT count(*) FROM job_item i WHERE i.job = j.id),
      (SELECT count(*) FROM job_item i WHERE i.job = j.id AND i.status IN ('done', 'failed', 'cancelled')),
      (SELECT ifnull(sum(triples), 0) FROM job_item i WHERE i.job = j.id)
    FROM job j
    """

  /// The newest jobs first.
  public func jobs(limit: Int = 100) throws -> [JobRecord] {
    try connection.rows(Self.jobColumns + " ORDER BY j.id DESC LIMIT ?1", .integer(limit), as: jobRecord)
  }

  public func job(_ id: JobID) throws -> JobRecord? {
    try connection.first(Self.jobColumns + " WHERE j.id = ?1", .id(id), as: jobRecord)
  }

  private func jobRecord(_ row: Statement) throws -> JobRecord {
    let id = JobID(rawValue: row.int64(0))
    let failed = try connection.rows("SELECT name, error FROM job_item WHERE job = ?1 AND status = 'failed' ORDER BY id", .id(id)) {
      JobRecord.Failure(document: $0.text(0), error: $0.text(1))
    }
    return JobRecord(
      id: id, kind: row.text(1), status: JobStatus(rawValue: row.text(2)) ?? .failed, uid: row.int(3), total: row.int(6), done: row.int(7),
      triples: row.int(8), failed: failed, created: row.int64(4), finished: row.optionalInt64(5))
  }

  /// The oldest item that waits for its turn, with its bytes.
  public func nextJobItem() throws -> JobItem? {
    try connection.first(
      "SELECT id, job, name, media_type, domain, replace, bytes FROM job_item WHERE status = 'queued' ORDER BY id LIMIT 1"
    ) {
      JobItem(
        id: JobItemID(rawValue: $0.int64(0)), job: JobID(rawValue: $0.int64(1)), name: $0.text(2), mediaType: $0.optionalText(3),
        domain: $0.domain(4), replace: $0.int64(5) != 0, bytes: $0.blob(6))
    }
  }

  /// How many items wait.
  public func waitingJobItems() throws -> Int { Int(try connection.number("SELECT count(*) FROM job_item WHERE status = 'queued'")) }
}
